"""V19: a step that is given itself as its reason.

Not here: the claim of a statement as the reason for it, which `claim_again` looks for.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...latex.words import word_set
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation.names import plain_text
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import CITATION, FORMULA, REFERENCE, Reading, read

_SINCE = word_set("since because as")
_HENCE = word_set(
    "hence thus therefore so implies imply gives yields conclude consequently follows means"
)
#: Words around a step that say nothing.
FILLERS = word_set(
    "we have it follows that holds hold must get obtain then also indeed which this is true the "
    "inequality bound and see know conclude immediately directly clearly of course in particular "
    "hence thus therefore so implies gives yields trivially obviously obtains case indeed as "
    "claimed desired required proof theorem lemma proposition just exactly by "
    "assumption hypothesis consequently follow means , . ; :"
)
#: Which bring a reason that is not the step.
_FURTHER = word_set("by since because from using due applying via") | {REFERENCE, CITATION}
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


def restated_steps(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Steps whose reason is the step, in the same formula or the same words."""
    for passage in paper.passages:
        if passage.statement.kind in PROVABLE_KINDS:
            for proof in passage.proofs:
                yield from _reason_is_step(paper, passage, read(paper, proof.environment))


def _key(relation: Relation) -> tuple[str, str, str] | None:
    """A relation so that two ways round are one; None for a sign that is not followed."""
    sign = RELATIONS.get(relation.sign, "")
    if sign not in _FLIPPED or not relation.left or not relation.right:
        return None
    left, right = plain_text(relation.left), plain_text(relation.right)
    if sign in (">=", ">") or (sign == "=" and right < left):
        left, sign, right = right, _FLIPPED[sign], left
    return left, sign, right


def keys_of(reading: Reading, number: int) -> list[tuple[str, str, str]]:
    """The relations of a formula that are followed, each so that two ways round are one."""
    return [key for r in reading.relations(number) if (key := _key(r)) is not None]


def restated_at(
    paper: ReviewedPaper, passage: Passage, reading: Reading, word: int, claim: str, critical: bool
) -> FoundWeakness:
    """The weakness that a formula is its own reason."""
    return found_at(
        paper.document,
        reading.span(word),
        "V19",
        passage.label,
        claim,
        f"“{reading.quoted(*reading.sentence(word))}”",
        "critical" if critical else "major",
    )


def _reason_is_step(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    """ "Since $a\\le b$, we have $a\\le b$", with formulas or words."""
    words = reading.words
    for first, last in reading.sentences:
        places = list(reading.formulas(first, last))
        for one, other in pairwise(places):
            keys = keys_of(reading, one)
            if len(keys) != 1 or keys_of(reading, other) != keys:
                continue
            before = words[max(first, one - 3) : one]
            between = words[one + 1 : other]
            behind = words[other + 1 : last]
            reason = bool(_SINCE & set(before)) and set(between) <= FILLERS
            if {"since", "because"} & set(between) and set(between) <= FILLERS | _SINCE:
                reason, behind = True, [w for w in behind if w in _FURTHER]
            reason = reason or (
                bool(_HENCE & set(between)) and set(between) <= FILLERS and not before
            )
            if reason and set(behind) <= FILLERS:
                yield restated_at(
                    paper,
                    passage,
                    reading,
                    one,
                    "a step is given itself as its reason",
                    critical=False,
                )
        told = _same_words(reading, first, last)
        if told is not None:
            yield restated_at(
                paper,
                passage,
                reading,
                told,
                "a step is given itself as its reason",
                critical=False,
            )


def _same_words(reading: Reading, first: int, last: int) -> int | None:
    """Where "since X, X", "X because X" or "X because of X" begins, in the same words."""
    words = reading.words
    for place in range(first, last):
        if words[place] == "because" or (words[place] == "since" and place > first):
            start = max((n + 1 for n in range(first, place) if words[n] in _PARTS), default=first)
            stop = next((n for n in range(place, last) if words[n] in _PARTS), last)
            step, reason = _content(reading, start, place), _content(reading, place + 1, stop)
            if _PRONOUNS & set(words[place + 1 : place + 3]) and reason:
                step = step[-len(reason) :]
            elif len(reason) < 2:
                continue
            if _same_content(step, reason):
                return start
        if words[place] in _SINCE and place < first + 3:
            comma = next((n for n in range(place + 1, last) if words[n] == ","), None)
            if comma is None:
                continue
            stop = next((n for n in range(comma + 1, last) if words[n] in _PARTS), last)
            reason = _content(reading, place + 1, comma)
            if len(reason) > 1 and _same_content(_content(reading, comma + 1, stop), reason):
                return place
    return None


def _same_content(step: Sequence[str], reason: Sequence[str]) -> bool:
    """Whether two clauses say the same; of few words, in whatever order."""
    if step == reason:
        return True
    # "The rank of the Hessian is low", "the Hessian is of low rank"; yet $x$ may stand to $y$ as
    # $y$ to $x$.
    return (
        len(step) <= 3
        and sorted(step) == sorted(reason)
        and len(set(step)) == len(step)
        and (all(stem.isalpha() for stem in step))
    )


_PRONOUNS = word_set("it they its their")
_PARTS = word_set(", ; : . ¶ and")
_IDLE = word_set(
    "we have it they its their follows that holds then also the a an , . ; ¶ indeed must hence is "
    "are be was were remains remain stays stay becomes become of to too as well this these"
)
#: Names of things that may stand before a symbol, or not: "the matrix $A$".
_KINDS = word_set(
    "matrix function sequence operator map mapping vector set variable process kernel chain "
    "estimator loss quantity number"
)
_ABILITY = re.compile(r"bility$")
_ENDING = re.compile(r"(?:ence|ent|ing|ed|es|s|e)$")


def _content(reading: Reading, first: int, last: int) -> Sequence[str]:
    """The stems of the words of a clause that say something, formulas as plain text."""
    found = []
    for n, word in enumerate(reading.words[first:last], start=first):
        if word == FORMULA:
            found.append(plain_text(reading.formula(n)).rstrip(".,;"))
        elif word in _KINDS and reading.words[n + 1 : n + 2] == [FORMULA]:
            continue
        elif word not in _IDLE:
            stem = _ENDING.sub("", _ABILITY.sub("ble", word).removesuffix("ly"))
            found.append(stem if len(stem) > 3 else word)
    return found
