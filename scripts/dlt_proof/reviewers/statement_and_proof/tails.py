"""Tail bounds of a proof, $P(Q>s)\\le g(s)$, as the bounds $Q\\le B$ that come of them when $s$ is
set to $B$, and what they are worth at the bound that the statement claims.

Not here: how two bounds are compared (`comparing`), nor what is said of them (`constants`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Span
from ...mathematics.formula import RELATIONS, Relation, relations
from ...mathematics.translation.names import plain_text
from ..cited_hypotheses.relations_known import inequalities
from ..sentences import Sentence, marks_before
from ..symbols.letters import is_lone, occurrences
from .comparing import compare
from .texts import Bound, Pair, plain_left

_PROBABILITY = re.compile(
    r"^\s*(?:\\(?:mathbb|mathbf|mathrm|mathsf|operatorname)\s*\{?\s*(?:P|Pr|Prob)\s*\}?"
    r"|\\(?:Pr|P|Prob|PP|prob))(?![A-Za-z])\s*(?:\\left|\\[bB]igg?l?)?\s*"
    r"(?:\(|\[|\\\{|\\lbrace)(?P<inner>.*?)(?:\\right|\\[bB]igg?r?)?\s*(?:\)|\]|\\\}|\\rbrace)\s*$",
    re.DOTALL,
)
_ABOVE, _BELOW = (">=", ">"), ("<=", "<")
_LIKELY = re.compile(r"\bprobability (?:(?:of )?at least |no (?:less|smaller) than )?$")
_SHARE = re.compile(r"^\s*1\s*-\s*(?P<failure>\\?[A-Za-z]+(?:_\w)?)\s*[,.;]?\s*$")


@dataclass(frozen=True)
class Tail:
    """A bound on how likely a quantity is large, or small.

    Args:
        quantity: as LaTeX.
        sign: of the bound that holds outside the tail: `<=` or `>=`.
        level: beyond which the tail lies, as LaTeX.
        share: how likely that is at most, as LaTeX.
        sentence, span, number: where.
    """

    quantity: str
    sign: str
    level: str
    share: str
    sentence: Sentence
    span: Span
    number: int


def tails(pair: Pair) -> Iterator[Tail]:
    """The tail bounds of a proof, in order."""
    for number, sentence in enumerate(pair.proof):
        for index in range(len(sentence.marks)):
            found = [r for r in sentence.relations(index) if not r.condition]
            ends = {r.chain: r.right for r in found}
            for relation in found:
                inner = _PROBABILITY.match(relation.left)
                if inner is None or RELATIONS.get(relation.sign) not in (*_BELOW, "="):
                    continue
                inside = relations(inner["inner"])
                if len(inside) != 1 or RELATIONS.get(inside[0].sign) not in (*_ABOVE, *_BELOW):
                    continue
                sign = "<=" if RELATIONS[inside[0].sign] in _ABOVE else ">="
                yield Tail(
                    inside[0].left,
                    sign,
                    inside[0].right,
                    ends[relation.chain],
                    sentence,
                    sentence.span(index),
                    number,
                )


def bounds_from_tails(pair: Pair) -> Iterator[Bound]:
    """The bounds that a proof gets by setting a tail's level to something, once."""
    for tail in tails(pair):
        if not is_lone(tail.level):
            continue
        values = list(_values(pair, tail))
        if len({plain_text(value) for value, *_ in values}) == 1:
            value, sentence, span, number = values[0]
            yield Bound(tail.quantity, tail.sign, value, sentence, span, number)


def _values(pair: Pair, tail: Tail) -> Iterator[tuple[str, Sentence, Span, int]]:
    """What the proof sets a tail's level to."""
    for number, sentence in enumerate(pair.proof):
        for index in range(len(sentence.marks)):
            for relation in sentence.relations(index):
                equal = RELATIONS.get(relation.sign) == "=" or relation.defining
                if equal and plain_left(relation.left) == plain_left(tail.level):
                    yield relation.right, sentence, sentence.span(index), number


def too_likely(pair: Pair, claimed: Bound) -> Tail | None:
    """A tail that is too heavy at the bound that the statement claims with probability `1-\\delta`.

    None where the proof sets the level itself, or more is said of the tail than this.
    """
    failure = _failure(claimed.sentence)
    if not failure or claimed.sign not in ("<=", "<"):
        return None
    same = [
        tail
        for tail in tails(pair)
        if plain_left(tail.quantity) == claimed.plain and tail.sign == "<=" and is_lone(tail.level)
    ]
    if not same or any(list(_values(pair, tail)) for tail in same):
        return None
    tail = same[-1]
    if plain_left(tail.level) not in {o.name for o in occurrences(tail.share)}:
        return None
    put = Relation(tail.level.strip(), "=", claimed.right, 0, 0, False, False)
    known = [
        r for s in (*pair.stated, *pair.around) for n in range(len(s.marks)) for r in s.relations(n)
    ]
    known = [*(r for r in known if r.right != claimed.right), *inequalities(known)]
    found = compare(tail.share, failure, [put, *known])
    return tail if found is not None and found.above > 0.95 else None


def _failure(sentence: Sentence) -> str:
    """The failure probability that a sentence allows, "" for none or for more than a letter."""
    shares = [
        match["failure"]
        for index, formula in enumerate(sentence.formulas)
        if _LIKELY.search(f"{marks_before(sentence, index)} ") and (match := _SHARE.match(formula))
    ]
    return shares[0] if len(shares) == 1 else ""
