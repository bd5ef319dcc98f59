"""Proofs of less where a claim for all values is shown for large ones, or in the limit.

Not here: other cases that are left out (`less_cases`, `less_supposed`).
"""

import re
from collections.abc import Iterator

from ...mathematics.formula import RELATIONS
from ..sentences import marks_before
from ..symbols.letters import is_lone, occurrences
from .texts import Fault, Pair

_LARGE = re.compile(
    r"\b(?:for (?:all )?(?:sufficiently "
    r"|large enough )?(?:large )?(?:enough )?¤ (?:sufficiently large|large enough)"
    r"|(?:for|when|if|provided|once|as soon as) (?:all )?(?:sufficiently|large enough) (?:large )?¤"
    r"|(?:for|when|if|provided|once) (?:that )?¤ is (?:sufficiently large|large enough|large)"
    r"|for all large (?:enough )?¤|asymptotically|for (?:all )?large ¤)\b"
)
_LARGE_STATED = re.compile(
    r"\b(?:sufficiently|large enough|large|small enough|asymptotic\w*|eventually|limit|limits"
    r"|converges?|tends?)\b"
)
_LANDAU = re.compile(
    r"\bo\s*\(|\\to\s*\\infty|\\lim|\\sim|\\asymp|\\lesssim|\\ll|O\s*[(\\]|\\rightarrow"
)
_VANISHING = re.compile(r"(?<![A-Za-z\\])o\s*(?:\\left|\\bigl?)?\(")
_ARROW = re.compile(r"\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])")
#: These are chosen, and may be chosen large.
_CONSTANTS = frozenset(["C", "c", "\\bar{C}", "\\tilde{C}", "A_0", "M_0"])
_SMALL_TREATED = re.compile(
    r"\b(?:smaller|small|finitely many|remaining|otherwise|trivial\w*|adjust\w*|enlarg\w*"
    r"|increasing the constant"
    r"|other values|vacuous)\b"
)


def large_only(pair: Pair) -> Iterator[Fault]:
    """The proof holds for large values of something that the statement leaves free."""
    stated = f"{pair.statement_formulas}"
    if _LARGE_STATED.search(pair.statement_text) or _LANDAU.search(stated):
        return
    for claimed in pair.concluded:
        same = [bound for bound in pair.shown if bound.plain == claimed.plain]
        if same and _VANISHING.search(same[-1].right):
            claim = "the proof ends with a term o(…), and the statement holds for all values"
            yield claim, f"“{same[-1].sentence.quoted}”", same[-1].span
            return
    given = {o.key for s in pair.stated for f in s.formulas for o in occurrences(f)}
    for number, sentence in enumerate(pair.proof):
        match = _LARGE.search(sentence.text)
        if match is None or re.search(
            r"\b(?:choose|choosing|pick|take|taking|fix|let)\b", sentence.text[: match.start()]
        ):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _SMALL_TREATED.search(rest):
            continue
        if "¤" in match[0]:
            index = sentence.text[: match.end()].count("¤") - 1
            formula = sentence.formulas[index] if index < len(sentence.formulas) else ""
            keys = {o.key for o in occurrences(formula)}
            if not is_lone(formula) or not keys <= given or keys & _CONSTANTS:
                continue
        if number < len(pair.proof) // 2 and not pair.proof[number + 1 :]:
            continue
        yield (
            "the proof holds for large values only, and the statement for all",
            f"“{sentence.quoted}”",
            sentence.start,
        )
        return


_LIMIT_LETTER = re.compile(
    r"(?:^|\\lim(?:sup|inf)?(?![A-Za-z])\s*(?:\\limits\s*)?_\s*\{)\s*"
    r"(?P<letter>\\?[a-zA-Z]+(?:_\w)?)\s*\\(?:to|rightarrow|longrightarrow|uparrow)(?![A-Za-z])"
    r"\s*\+?\s*\\infty"
)
#: How one passes from a limit to each value, or says that the limit is of something else.
_FROM_LIMIT = re.compile(
    r"\b(?:monoton\w+|(?:non ?|non -? ?)?(?:in|de)creas\w+|supremum|infimum|supermartingale"
    r"|submartingale|martingale|for every (?:finite )?¤ by|uniform\w*|berry|esseen|edgeworth"
    r"|constant in|invariant|does not depend|independent of ¤|periodic\w*|induct\w+|contradict\w*"
    r"|exists|choose|pick|fatou|dominated|telescop\w+|stein|sub ?additiv\w+|super ?additiv\w+"
    r"|fekete\w*|finite ¤|non ?asymptotic)\b"
)
_OF_ALL_VALUES = re.compile(r"\b(?:for (?:all|every|each|any)|let|fix|every|any|all)\b[^.;]{0,12}¤")
_UNBOUNDED = re.compile(r"\\infty\s*(?:\\right|\\bigr?)?\s*[)\]\[]|[<\\].{0,3}\\infty\s*$")
_LIMIT_THEOREM = re.compile(
    r"\b(?:central limit theorem|laws? of large numbers"
    r"|asymptotically (?:normal|gaussian|distributed)"
    r"|converges? (?:weakly|almost surely|in (?:distribution|law|probability)))\b"
)
_COUNTS = frozenset(["n", "m", "N", "T", "t", "k", "K"])
_LAST = 3


def limit_only(pair: Pair) -> Iterator[Fault]:
    """The proof ends with a limit in a letter for each value of which the statement holds."""
    stated = pair.statement_formulas
    if _LARGE_STATED.search(pair.statement_text) or _LANDAU.search(stated):
        return
    if "\\infty" in _UNBOUNDED.sub("", stated) or any(large_only(pair)):
        return
    if _FROM_LIMIT.search(pair.proof_text):
        return
    shown = {bound.plain for bound in pair.shown}
    if any(claimed.plain in shown for claimed in pair.concluded):
        return
    ranging = _ranging(pair)
    for number in range(max(0, len(pair.proof) - _LAST), len(pair.proof)):
        sentence = pair.proof[number]
        letters = {match["letter"] for f in sentence.formulas if (match := _LIMIT_LETTER.search(f))}
        vanishing = any(_VANISHING.search(f) and _ARROW.search(f) for f in sentence.formulas)
        if vanishing or _LIMIT_THEOREM.search(sentence.text):
            letters |= _COUNTS
        shared = frozenset(letters & ranging)
        if shared and not _bounded_behind(pair, number, shared):
            letter = min(shared)
            claim = (
                f"the proof shows a limit as ${letter}\\to\\infty$, and the statement is of every "
                f"${letter}$"
            )
            yield claim, f"“{sentence.quoted}”", sentence.start
            return


def _ranging(pair: Pair) -> frozenset[str]:
    """The letters of which the statement says that it holds for every value."""
    found: set[str] = set()
    for sentence in pair.stated:
        for index, formula in enumerate(sentence.formulas):
            relations = sentence.relations(index)
            heads = [r.left for r in relations] if relations else [formula.strip(" .,;")]
            if _OF_ALL_VALUES.search(f"{marks_before(sentence, index)} ¤"):
                found |= {o.name for head in heads if is_lone(head) for o in occurrences(head)}
    for claimed in pair.concluded:
        # A letter of the bound itself: it holds for every one where nothing else is said.
        if RELATIONS.get(claimed.sign, claimed.sign) in ("<=", "<", ">=", ">"):
            found |= {o.name for o in occurrences(claimed.right)}
    return frozenset(found)


def _bounded_behind(pair: Pair, number: int, letters: frozenset[str]) -> bool:
    """Whether a bound with one of the letters stands behind a limit, or beside it."""
    for sentence in pair.proof[number:]:
        for index, formula in enumerate(sentence.formulas):
            if "\\infty" in formula or "\\lim" in formula:
                continue
            for relation in sentence.relations(index):
                sides = f"{relation.left} {relation.right}"
                if letters & {o.name for o in occurrences(sides)} and not is_lone(relation.left):
                    return True
    return False
