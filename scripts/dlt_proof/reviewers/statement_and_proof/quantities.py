"""Quantities: whether the proof reaches what the statement is about.

Two faults are looked for: the proof ends with a bound on another quantity that differs from the
claimed one in a single symbol, and a statement of several claims of which the proof never mentions
one. Where words close the gap ("Jensen's inequality", "the average"), nothing is said.
"""

import re
from collections.abc import Iterator

from ...latex.places import statements_by_label
from ...latex.words import word_set
from ...mathematics.translation.names import symbol_at
from ..cited_hypotheses.properties import PROPERTIES, mentioned
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..quantifier_order.statements import quantified
from ..sentences import Sentence, marks_before, sentences_of, words_behind
from ..symbols.letters import occurrences
from .best_for_last import best_for_last
from .hypotheses import GENERIC, USES
from .texts import Bound, Pair, pairs, plain_left

#: These lead from one quantity to another.
_BRIDGES = re.compile(
    r"\b(?:jensen\w*|convexity|averag\w*|minimum|maximum|smallest|largest|best|worst"
    r"|random\w*|uniform\w*"
    r"|arbitrary|particular|each|every|any|all|whichever|last|monoton\w*|decreas\w*"
    r"|increas\w*|symmetr\w*|likewise"
    r"|similar\w*|same|limit|replac\w*|denot\w*|recall|definition|defined|by construction"
    r"|identif\w*|projection"
    r"|triangle|choos\w*|choice|return\w*|output\w*|induction|equivalent\w*|rewrit\w*"
    r"|is exactly|telescop\w*|sum\w*)\b"
)
#: In front of the bound only these do.
_CLOSE = re.compile(
    r"\b(?:jensen\w*|convexity|averag\w*|denot\w*|defin\w*|replac\w*|likewise|similar\w*"
    r"|recall|symmetr\w*"
    r"|arbitrary|induction)\b"
)
#: "For $s = S$ this is the claim".
_AT_LAST = re.compile(r"\b(?:for|with|at|when|if|as) ¤")
_THING = re.compile(
    r"\b(?:function|map|mapping|loss|kernel|activation|estimator|density|potential|operator)$"
)
_TOKEN = re.compile(r"\\[A-Za-z]+|.", re.DOTALL)
_JOINS = re.compile(r"^ ?(?:moreover|furthermore|in addition|also|additionally|finally|besides)\b")
_OTHER_PART = re.compile(
    r"\b(?:second|third|latter|similarly|likewise|moreover|furthermore|finally|analog\w*"
    r"|as well|the rest"
    r"|identical\w*|claims|parts|statements|assertions|both (?:follow|are|claims|parts"
    r"|bounds)|same holds"
    r"|(?:other|remaining|same) (?:claim|part|statement|inequality|one|assertion|bound"
    r"|direction|way"
    r"|argument|property))\b|\( (?:ii|iii|2|b) \)"
)


def quantities_not_reached(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """The statement is about a quantity that the proof does not reach."""
    for pair in pairs(paper):
        if not pair.proof_formulas.strip() or len(pair.proof_text.split()) < 8:
            continue
        yield from _another(pair)
        for claimed, shown in best_for_last(pair):
            yield found_at(
                paper.document,
                shown.span,
                "V24",
                pair.passage.label,
                f"the statement bounds ${_short(claimed.left)}$, and the proof ends with a bound "
                f"on ${_short(shown.left)}$",
                "the smallest or the average of several need not be the one of the statement",
                "major",
            )
        yield from _second_claim(pair)
        yield from _later_item(pair)


def _another(pair: Pair) -> Iterator[FoundWeakness]:
    """The proof's last bound is on a quantity that differs in one symbol."""
    reached = {bound.plain for bound in pair.shown} | {plain_left(b.right) for b in pair.shown}
    existing = {one.symbol for s in pair.stated[:1] for one in quantified(s.reading) if one.exists}
    for claimed in pair.concluded:
        if claimed.plain in reached or len(claimed.plain) < 3 or _names_thing(claimed):
            continue
        for shown in reversed(pair.shown):
            if shown.sign[0] != claimed.sign[0]:
                continue
            swapped = _one_symbol(claimed, shown)
            if swapped is None:
                continue
            wanted, found = swapped
            if wanted in existing or _is_at(pair, wanted, found):
                return  # what exists may have another name in the proof, a member stand for all
            index = next(
                n
                for n, _ in enumerate(shown.sentence.marks)
                if shown.sentence.span(n) == shown.span
            )
            before = marks_before(shown.sentence, index)
            behind = words_behind(shown.sentence, index)
            later = " . ".join(s.text for s in pair.proof[shown.number + 1 :])
            if _mentions(pair, wanted) or _CLOSE.search(before) or _AT_LAST.search(later):
                return
            if _BRIDGES.search(f"{behind} . {later}"):
                return
            yield found_at(
                pair.paper.document,
                shown.span,
                "V24",
                pair.passage.label,
                f"the statement bounds ${_short(claimed.left)}$, and the proof ends with a bound "
                f"on ${_short(shown.left)}$",
                f"${wanted}$ does not occur in the proof, which speaks of ${found}$",
                "major",
            )
            return


def _names_thing(bound: Bound) -> bool:
    """Whether it only says what something is: "the function $f(x)=\\log(1+e^x)$"."""
    sentence = bound.sentence
    index = next((n for n, _ in enumerate(sentence.marks) if sentence.span(n) == bound.span), None)
    before = marks_before(sentence, index) if index is not None else ""
    return bound.sign == "=" and bool(_THING.search(before))


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        symbol = symbol_at(text, at)
        if symbol is not None:
            found.append(symbol[0])
            at = symbol[1]
            continue
        match = _TOKEN.match(text, at)
        assert match is not None
        if match[0].strip():
            found.append(match[0])
        at = match.end()
    return found


def _one_symbol(claimed: Bound, shown: Bound) -> tuple[str, str] | None:
    """The one symbol in which two quantities differ: as claimed, as shown."""
    one, other = _tokens(claimed.plain), _tokens(shown.plain)
    if len(one) != len(other) or len(one) < 3:
        return None
    differ = {(a, b) for a, b in zip(one, other, strict=True) if a != b}
    if len(differ) != 1:
        return None
    wanted, found = differ.pop()
    letters = [bool(re.search(r"[A-Za-z]", t)) for t in (wanted, found)]
    same = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    return (wanted, found) if all(letters) and same >= 0.5 else None


def _mentions(pair: Pair, name: str) -> bool:
    """Whether the proof writes a symbol, or an operator, anywhere."""
    return any(name in _tokens(f) for s in pair.proof for f in s.formulas)


def _second_claim(pair: Pair) -> Iterator[FoundWeakness]:
    """A claim that the statement adds, and of which the proof never speaks."""
    document = pair.paper.document
    if _OTHER_PART.search(pair.proof_text):
        return
    by_label = statements_by_label(document)
    used = [by_label[k.key] for s in pair.proof for k in s.keys if k.key in by_label]
    if any(s.cites for s in pair.proof):
        return
    around = " ; ".join(
        f
        for u in used
        for s in sentences_of(pair.paper, u.environment, "statement")
        for f in s.formulas
    )
    words = " . ".join(
        s.text for u in used for s in sentences_of(pair.paper, u.environment, "statement")
    )
    for number, sentence in enumerate(pair.stated):
        if number == 0 or not _JOINS.match(sentence.text.strip()):
            continue
        fault = _never_spoken_of(pair, sentence, number, f"{pair.proof_formulas} ; {around}", words)
        if fault:
            yield found_at(
                document,
                pair.place,
                "V24",
                pair.passage.label,
                f"the proof never speaks of the claim “{sentence.quoted}”",
                fault,
                "major",
            )


def _is_at(pair: Pair, wanted: str, found: str) -> bool:
    """Whether the proof sets the index of one symbol to that of another: "take $k=0$"."""
    (stem, _, index), (other, _, value) = wanted.partition("_"), found.partition("_")
    return stem == other and any(
        relation.sign == "=" and (relation.left.strip(), relation.right.strip()) == (index, value)
        for sentence in pair.proof
        for number in range(len(sentence.marks))
        for relation in sentence.relations(number)
    )


def _never_spoken_of(pair: Pair, sentence: Sentence, number: int, formulas: str, words: str) -> str:
    """What of an added claim the proof has not, "" where it may speak of it."""
    others = [s for n, s in enumerate(pair.stated) if n != number]
    elsewhere = {o.key for s in others for f in s.formulas for o in occurrences(f)}
    own = {o.key for f in sentence.formulas for o in occurrences(f)} - elsewhere
    met = {o.key for o in occurrences(formulas)}
    here = f"{pair.proof_text} . {words}"
    for one in PROPERTIES:
        supposed = any(mentioned(one, s.text) for s in others)
        if one.name not in USES or supposed or not mentioned(one, sentence.text):
            continue
        if not mentioned(one, here) and not re.search(rf"\b(?:{USES[one.name]})", here):
            return f"“{one.name}” is not shown and not mentioned"
    nouns = {w[:5] for w in sentence.words if len(w) > 5 and w.isalpha()}
    nouns -= {w[:5] for s in others for w in s.words} | _PLAIN_WORDS
    told = {w[:5] for w in here.split()}
    if len(nouns) > 1 and not nouns & told and own - met - GENERIC and len(own & met) < 2:
        named = sorted({w for w in sentence.words if w[:5] in nouns})
        return f"none of “{', '.join(named)}” occurs in the proof"
    if own and not own & met and len(own) >= 1:
        return f"{', '.join(f'${k}$' for k in sorted(own))} does not occur in the proof"
    return ""


#: Words of claims that say nothing of what they are about.
_PLAIN_WORDS = frozenset(
    word[:5]
    for word in word_set(
        "moreover furthermore addition additionally finally besides holds satisfies every there "
        "given which where whenever probability constant constants always exists bounded unless "
        "depends depending particular equality inequality"
    )
)


_FIRST_ITEM = re.compile(
    r"\( (?:i|a|1) \)|\b(?:first|former) (?:claim|part|statement|assertion|inequality|bound"
    r"|item|identity)\b"
    r"|\b(?:part|item|claim|statement|assertion) (?:i|a|1)\b"
)
_ITEM = re.compile(r"\\item(?![A-Za-z])")


def _later_item(pair: Pair) -> Iterator[FoundWeakness]:
    """The statement lists claims, and the proof names the first of them and no other one."""
    document = pair.paper.document
    body = document.masked(pair.passage.statement.environment.body)
    listed = "( i ) " in pair.statement_text and "( ii ) " in pair.statement_text
    if not listed and len(_ITEM.findall(body)) < 2:
        return
    first = next((s for s in pair.proof if _FIRST_ITEM.search(s.text)), None)
    if first is None or _OTHER_PART.search(pair.proof_text):
        return
    yield found_at(
        document,
        first.start,
        "V24",
        pair.passage.label,
        "the statement lists several claims, and the proof takes up the first one only",
        f"“{first.quoted}”",
        "critical",
    )


def _short(term: str) -> str:
    term = " ".join(term.split())
    return term if len(term) <= 90 else f"{term[:88]} …"
