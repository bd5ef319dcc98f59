"""Two weaknesses are one only where they say the same of the same place."""

from dataclasses import dataclass

import pytest

from dlt_proof.review.merging import one_weakness, same_complaint


@dataclass(frozen=True)
class Said:
    claim: str
    line: int = 10
    file: str = "sections/a.tex"
    unit: str = ""


SAME = [
    ("the boundary case x = 0 is missing here", "the boundary case x = 0 is still missing"),
    ("the failure probability is not summed", "The failure probability is not summed over rounds."),
    (
        "\\eta exceeds the admissible step size 1/L",
        "The step size \\eta exceeds 1/L, the admissible",
    ),
    ("wrong", "wrong"),
]
OTHER = [
    ("the hypothesis ass:convex is not used", "the hypothesis ass:smooth is not used"),
    ("the bound on a is missing in the proof", "the bound on b is missing in the proof"),
    ("the constant 2 should be 4", "the constant 4 should be 8"),
    ("\\delta is used where \\delta/2 is meant", "\\eta is used where \\eta/2 is meant"),
    ("the union bound is missing", "the step size may be too large"),
    ("the upper bound is wrong", "the lower bound is wrong"),
    ("the first step is not justified", "the second step is not justified"),
    ("the inequality is reversed", "the inequality is unjustified"),
    ("the sum is not finite", "the sum is finite but not bounded"),
    ("the infinite sum converges absolutely", "the infinite sum does not converge absolutely"),
    ("the", "the claim is false for x = 0"),
    ("the proof is wrong", "the proof of the bound is wrong since it divides by zero"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_words_at_the_same_place_are_one(first: str, second: str) -> None:
    assert one_weakness(Said(first), Said(second, line=12))
    assert one_weakness(Said(second), Said(first))


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_other_formulas_labels_or_words_are_two(first: str, second: str) -> None:
    assert not one_weakness(Said(first), Said(second))
    assert not one_weakness(Said(second), Said(first))


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_words_elsewhere_are_two(first: str, second: str) -> None:
    assert not one_weakness(Said(first), Said(second, line=14))
    assert not one_weakness(Said(first), Said(second, file="sections/b.tex"))


def test_a_complaint_is_known_again_where_its_lines_have_moved() -> None:
    first, second = SAME[0]
    assert same_complaint(Said(first, 10, unit="thm:a"), Said(second, 90, unit="thm:a"))
    assert not same_complaint(Said(first, unit="thm:a"), Said(second, unit="thm:b"))
    assert not same_complaint(Said(first, unit="thm:a"), Said(second))
    assert same_complaint(Said(first, 10), Said(second, 90))
    assert not same_complaint(Said(first), Said(second, file="sections/b.tex"))
