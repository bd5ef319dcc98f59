"""V16: an extremum moved over an expectation, or over another extremum, in the wrong direction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...mathematics.formula import RELATIONS
from ...mathematics.formula_tokens import group_end
from ...mathematics.translation.names import plain_text
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..probability_accounting.expectations import expectation_of
from ..reading import Reading, read

_EXTREMUM = re.compile(
    r"\s*\\(?P<kind>sup|max|inf|min)(?![a-zA-Z])(?:\\limits)?\s*(?:_\s*(?P<over>\{|\\[a-zA-Z]+|.))?"
)
_SIZE = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?|[,!;:])(?![a-zA-Z])|\\[,!;:]")
_UP = frozenset(["sup", "max"])


@dataclass(frozen=True)
class Extremum:
    """A supremum or infimum of a term.

    Args:
        up: a supremum or maximum.
        over: what it ranges over, in plain text.
        body: the term, in plain text.
    """

    up: bool
    over: str
    body: str


def extremum_of(term: str) -> Extremum | None:
    """What a term is the extremum of, None where it is none."""
    match = _EXTREMUM.match(term)
    if match is None:
        return None
    at, over = match.end(), match["over"] or ""
    if over == "{":
        end = group_end(term, at - 1)
        over, at = term[at : end - 1], end
    if not over:
        return None
    body = _unwrapped(_SIZE.sub("", term[at:]).strip())
    return Extremum(match["kind"] in _UP, plain_text(over), body)


def _unwrapped(term: str) -> str:
    """A term without the bracket around all of it."""
    text = term.strip()
    for opening, closing in (("(", ")"), ("[", "]"), ("\\{", "\\}"), ("{", "}")):
        if text.startswith(opening) and text.endswith(closing):
            inner = text[len(opening) : -len(closing)]
            depth = 0
            for character in inner:
                depth += (character in "([{") - (character in ")]}")
                if depth < 0:
                    return text
            return inner.strip()
    return text


def exchanged_extrema(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """`\\E\\sup_f Z_f \\le \\sup_f\\E Z_f` and its like."""
    for passage in paper.passages:
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            for number in reading.formulas():
                for relation in reading.relations(number):
                    sign = RELATIONS.get(relation.sign, "")
                    if sign not in ("<=", "<", "=", ">=", ">") or relation.conditional:
                        continue
                    left, right = relation.left, relation.right
                    if sign in (">=", ">"):
                        left, right = right, left
                    wrong = _wrong_direction(left, right)
                    if not wrong and sign == "=":
                        wrong = _wrong_direction(right, left)
                    if wrong and not _reason_given(reading, number):
                        yield found_at(
                            paper.document,
                            reading.span(number),
                            "V16",
                            passage.label,
                            wrong,
                            f"${relation.left} {relation.sign} {relation.right}$",
                            "critical",
                        )


def _wrong_direction(small: str, large: str) -> str:
    """Why one term is in general not at most the other, "" where that is not certain."""
    inner, outer = expectation_of(small), extremum_of(large)
    if inner is not None and outer is not None and outer.up:
        first, second = extremum_of(inner), expectation_of(outer.body)
        if first and first.up and second is not None and _alike(first, outer.over, second):
            return (
                "the expectation of a supremum is at least, not at most, the supremum of the "
                + ("expectations")
            )
    first, inner = extremum_of(small), expectation_of(large)
    if first is not None and not first.up and inner is not None:
        second, third = expectation_of(first.body), extremum_of(inner)
        if third and not third.up and second is not None and _alike(third, first.over, second):
            return "the expectation of an infimum is at most, not at least, the infimum of the " + (
                "expectations"
            )
    one, other = extremum_of(small), extremum_of(large)
    if one and other and not one.up and other.up:
        below, above = extremum_of(one.body), extremum_of(other.body)
        if below and above and below.up and not above.up:
            swapped = below.over == other.over and above.over == one.over
            if swapped and plain_text(below.body) == plain_text(above.body):
                return "inf sup is at least, not at most, sup inf"
    return ""


def _alike(inner: Extremum, over: str, body: str) -> bool:
    return inner.over == over and plain_text(_unwrapped(inner.body)) == plain_text(_unwrapped(body))


def _reason_given(reading: Reading, number: int) -> bool:
    """Whether the sentence names what makes the exchange good: a minimax theorem, one member."""
    first, last = reading.sentence(number)
    return bool(
        {"minimax", "sion", "sion's", "duality", "saddle", "deterministic", "singleton"}
        & set(reading.words[first:last])
    )
