"""V14: a bound that is likely for one $t$, used for all $t\\le T$ at once, as likely.

Within one proof lint's R17 looks after the same; here the bound for one is a statement of its own.
Not here: one that is used for the member that the data choose (`quantifier_order`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex.words import word_set
from ...lint.probability.mentions import mentions
from ...mathematics.translation.names import base_of
from ...records.plan import PROVABLE_KINDS
from ..choices import whole_symbol
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..reading import FORMULA, Reading, read, terms_of, used_in_proof
from .amounts import LEVELS, failure_of
from .budgets import Budget

_EACH = word_set("all every each any")
#: How a bound for each becomes one for all, or that there is only one event.
_JOINS = re.compile(
    r"\b(?:sum(?:ming)? (?:of )?(?:the|these|all) (?:failure )?prob\w+"
    r"|uniform\w*|chaining|(?:super)?martingale|ville\S*|stopping|peeling|deterministic\w*"
    r"|failure probabilit\w+|independen\w+|expectation|same event|one event|product|median|majority"
    r"|in place|replac\w+|instead|confidence (?:level|parameter)|level|monoton\w+)\b"
)
_UNION = word_set("union boole boole's boole’s bonferroni bonferroni's bonferroni’s")
_TOGETHER = word_set("simultaneously once together jointly")
#: The bounds are put together: "summing over $t<T$".
_GATHERS = word_set(
    "summing sum adding add telescoping telescope unrolling unroll iterating maximum supremum"
)
_RELATION = re.compile(r"\\in(?![a-z])|\\le(?:q|qslant)?(?![a-z])|<|=|\\ge(?:q)?(?![a-z])|>")
_RANGES = r"\\(?:sum|max|sup|bigcap|bigcup|prod)(?![a-z])\s*(?:\\(?:no)?limits\s*)?_\s*\{?\s*"
_DIVIDED = re.compile(
    r"(?P<level>\\(?:delta|epsilon|varepsilon|eta|alpha|gamma|beta))\s*(?:/|_|'|\^\\prime)"
    r"|\\[dt]?frac\s*\{\s*\d*\s*\\(?:delta|epsilon|varepsilon|eta|alpha|gamma|beta)\s*\}"
)
_NUMERATOR = re.compile(
    r"(?P<slash>[^\s(,\[{]*[A-Za-z|][^\s(,\[]*)\s*/\s*\\(?:delta|epsilon|varepsilon|eta|alpha)(?![a-z])"
    r"|\\[dt]?frac\s*\{(?P<frac>[^{}]*[A-Za-z|][^{}]*)\}\s*\{\s*\\(?:delta|epsilon|varepsilon|eta)\s*\}"
)


@dataclass(frozen=True)
class _ForOne:
    """A statement that is likely for each of several things apart.

    Args:
        label: of it.
        budget: how likely it fails.
        letters: those it is stated for one of.
        formulas: all of its formulas.
    """

    label: str
    budget: Budget
    letters: frozenset[str]
    formulas: str


def used_for_all(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Bounds for one thing that a proof takes for all at once, as likely as for one."""
    apart = {one.label: one for one in _for_one(paper)}
    for passage in paper.passages:
        used = used_in_proof(paper, passage.statement) & set(apart)
        if not used or passage.statement.kind not in PROVABLE_KINDS:
            continue
        budget = Budget(paper, passage.statement)
        if len(budget.allowed) != 1:
            continue
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            if _JOINS.search(" ".join(reading.words)):
                continue
            found = _first_use(reading, budget, [apart[label] for label in sorted(used)])
            if found:
                word, one, letters, quoted = found
                yield found_at(
                    paper.document,
                    reading.span(word),
                    "V14",
                    passage.label,
                    f"{one.label} is likely for each {', '.join(sorted(letters))} apart, and "
                    "is used for all at once as if its failures did not add up",
                    f"“{quoted}”",
                    "critical",
                )


def _for_one(paper: ReviewedPaper) -> Iterator[_ForOne]:
    for statement in paper.document.statements:
        if not statement.label or statement.kind not in PROVABLE_KINDS:
            continue
        budget = Budget(paper, statement)
        if len(budget.allowed) != 1 or len(budget.concluded) != 1:
            continue
        reading, mention = budget.reading, budget.concluded[0]
        words = reading.words
        if _TOGETHER & set(words) or "uniformly" in words:
            continue
        behind = [reading.formula(n) for n in reading.formulas(mention.word)]
        if any(re.search(_RANGES, formula) for formula in behind):
            continue
        letters: set[str] = set()
        for number in reading.formulas(0, mention.word):
            letters |= _leading(reading.formula(number))
        if mention.word in reading.formulas():
            letters -= _leading(reading.formula(mention.word))
        ranged = {
            name
            for number in range(mention.word, len(words) - 1)
            if words[number] in _EACH and words[number - 1] == "for"
            for name in _quantified(reading, number)
        }
        first, _ = reading.sentence(mention.word)
        said = [reading.formula(n) for n in reading.formulas(first)]
        occurring = {name for formula in said for name in _names(formula)}
        letters = {x for x in (letters - ranged) & occurring if base_of(x) not in LEVELS}
        if letters:
            every = " ; ".join(reading.formula(n) for n in reading.formulas())
            yield _ForOne(statement.label, budget, frozenset(letters), every)


def _names(formula: str) -> set[str]:
    """The symbols of a formula, and those of their subscripts."""
    found = set(terms_of(formula))
    for name in list(found):
        found.add(base_of(name))
        found |= set(terms_of(name.partition("_")[2])) if "_" in name else set()
    if re.search(r"\\pi(?![A-Za-z])", formula):
        found.add("\\pi")  # a policy; `terms_of` takes it for the number
    return found


def _leading(formula: str) -> set[str]:
    """The letters that a formula says something of: `t` of `t\\ge1`, `v` of `v\\in S`."""
    found: set[str] = set()
    for part in _RELATION.split(formula, maxsplit=1)[0].strip(" ()").split(","):
        name = whole_symbol(part.strip())
        found |= {name} if name else set()
    return found


def _quantified(reading: Reading, each: int) -> set[str]:
    """The letters of "for all $t\\le T$", "for every point $v\\in N$"."""
    for number in range(each + 1, min(len(reading.words), each + 4)):
        if reading.words[number] == FORMULA:
            return _leading(reading.formula(number))
        if not reading.words[number].isalpha():
            break
    return set()


def _first_use(
    reading: Reading, budget: Budget, apart: list[_ForOne]
) -> tuple[int, _ForOne, set[str], str] | None:
    """Where a proof takes one of the statements for all: the word, the statement, the letters that
    range over all, and the sentence."""
    reading.passage.numeric = budget.numeric
    found = {reading.sentence(m.word)[0]: m for m in mentions(reading.passage)}
    every = " ; ".join(reading.formula(n) for n in reading.formulas())
    own = " ; ".join(budget.reading.formula(n) for n in budget.reading.formulas())
    for first, last in reading.sentences:
        keys = {key.key for key in reading.keys(first, last)}
        one = next((o for o in apart if o.label in keys), None)
        if one is None or one.budget.allowed != budget.allowed:
            continue
        if _is_divided(every, own, one.formulas):
            return None
        mention = found.get(first)
        if _UNION & set(reading.words[:first] + reading.words[last:]):
            return None
        if _UNION & set(reading.words[first:last]) and not _names_level(reading, first, last):
            continue
        if mention is not None:
            value = failure_of(reading.passage, mention) if mention.failure else None
            if value is None or value != one.budget.allowed[0]:
                continue
        for number in range(first + 1, last):
            if reading.words[number - 1] != "for":
                continue
            names = _quantified(reading, number) if reading.words[number] in _EACH else set()
            if reading.words[number] == FORMULA and "dots" in reading.formula(number):
                names = _leading(reading.formula(number))  # "for $k=1,\\dots,K$"
            if not names or not _ranges_over(reading, first, last, names, one.letters):
                continue
            at_once = mention is not None and mention.word < number
            together = bool(_TOGETHER & set(reading.words[first:last]))
            gathered = bool(_GATHERS & set(reading.words)) or any(
                re.search(_RANGES + re.escape(name) + r"(?![A-Za-z])", every) for name in names
            )
            if at_once or together or gathered:
                return number, one, names, reading.quoted(first, last)
    return None


def _names_level(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence says by what the union bound's events are bounded, in terms of a level."""
    return any(
        {base_of(name) for name in terms_of(relation.right)} & LEVELS
        for number in reading.formulas(first, last)
        for relation in reading.relations(number)
    )


def _is_divided(proof: str, stated: str, lemma: str) -> bool:
    """Whether a proof divides the failure probability, or its bounds look as if it did."""
    known = {(m["slash"] or m["frac"]).strip() for m in _NUMERATOR.finditer(lemma)}
    counted = {
        (m["slash"] or m["frac"]).strip() for m in _NUMERATOR.finditer(f"{proof} ; {stated}")
    }
    return bool(_DIVIDED.search(proof)) or bool(counted - known)


def _ranges_over(
    reading: Reading, first: int, last: int, names: set[str], letters: frozenset[str]
) -> bool:
    """Whether letters range over the things that a statement is about one of."""
    if names & letters:
        return True
    for number in reading.formulas(first, last):
        for term in terms_of(reading.formula(number)):
            inner = set(terms_of(term.partition("_")[2])) if "_" in term else set()
            if inner & names and base_of(term) in {base_of(x) for x in letters}:
                return True
    return False
