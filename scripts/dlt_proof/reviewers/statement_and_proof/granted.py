"""Conditions on a number, "for $n\\ge2d\\log(2/\\delta)$", that a proof ends with and its statement
grants with a smaller constant.

Not here: conditions of which the statement says nothing (`constants_and_dependence`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Span
from ...mathematics.formula import RELATIONS, Relation
from ..cited_hypotheses.relations_known import inequalities
from ..sentences import Sentence
from ..symbols.letters import is_lone, occurrences
from .comparing import compare
from .texts import Pair, plain_left

_SIGNS = {"<=": "<=", "<": "<=", ">=": ">=", ">": ">="}
_ASKS = re.compile(
    r"\b(?:for(?: all| every| any)?|if|when|whenever|provided(?: that)?|once|since|because|requires"
    r"|as (?:soon|long) as|under the condition|we need|suffices that)$"
)
_LAST = 3
_APART = 1e-6


@dataclass(frozen=True)
class Needed:
    """A condition of the proof and the weaker one of the statement.

    Args:
        needed, granted: relations of the same letter.
        factor: by which they differ.
        span: of the condition in the proof.
    """

    needed: Relation
    granted: Relation
    factor: float
    span: Span


def conditions_too_strong(pair: Pair) -> Iterator[Needed]:
    """Conditions at the end of a proof that ask for a constant more than is granted."""
    granted = [r for _, r, _, mark in _conditions(pair.stated) if mark in pair.supposed]
    shown = _conditions(pair.proof)
    for number, needed, span, mark in shown:
        before = " ".join(pair.proof[number].reading.words[pair.proof[number].first : mark])
        if number < len(pair.proof) - _LAST or not _ASKS.search(before):
            continue
        same = [r for r in granted if _alike(r, needed)]
        others = [r for _, r, *_ in shown if _alike(r, needed) and r is not needed]
        if len(same) != 1 or others:
            continue
        known = [
            r
            for s in (*pair.stated, *pair.around)
            for n in range(len(s.marks))
            for r in s.relations(n)
            if not _alike(r, needed)
        ]
        limits = [*known, *inequalities(known)]
        found = compare(needed.right, same[0].right, limits)
        if found is None or found.constant is None:
            continue
        upper = _sign(needed) == "<="
        more = 1 / found.constant if upper else found.constant
        if more > 1 + _APART:
            yield Needed(needed, same[0], more, span)


def _conditions(sentences: tuple[Sentence, ...]) -> list[tuple[int, Relation, Span, int]]:
    """The relations that bound one letter by a term with other letters, with their places."""
    return [
        (number, relation, sentence.span(index), sentence.marks[index])
        for number, sentence in enumerate(sentences)
        for index in range(len(sentence.marks))
        for relation in sentence.relations(index)
        if _sign(relation)
        and is_lone(relation.left)
        and len({o.key for o in occurrences(relation.right)}) > 0
        and len(sentence.relations(index)) == 1
    ]


def _sign(relation: Relation) -> str:
    return _SIGNS.get(RELATIONS.get(relation.sign, ""), "")


def _alike(one: Relation, other: Relation) -> bool:
    return _sign(one) == _sign(other) and plain_left(one.left) == plain_left(other.left)
