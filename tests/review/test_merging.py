"""Two weaknesses are one only where they say the same of the same place."""

from dataclasses import dataclass

import pytest

from dlt_proof.review.merging import one_weakness, same_complaint


@dataclass(frozen=True)
class Said:
    claim: str
    line: int = 10
    file: str = "sections/a.tex"
    statement: str = ""


SAME = [
    ("the case x = 0 is missing", "the case x = 0 is still missing"),
    (
        "Lemma 2 is applied to a function that is not convex",
        "Lemma 2 applied to non-convex function",
    ),
    ("the failure probability is not summed", "The failure probability is not summed over rounds."),
    ("\\eta may be larger than 1/L here", "here \\eta may be larger than 1/L"),
]
OTHER = [
    ("the hypothesis ass:convex is not used", "the hypothesis ass:smooth is not used"),
    ("the bound on a is missing", "the bound on b is missing"),
    ("the constant 2 should be 4", "the constant 4 should be 8"),
    (
        "the step uses \\delta where \\delta/2 is meant",
        "the step uses \\eta where \\eta/2 is meant",
    ),
    ("the union bound is missing", "the step size may be too large"),
    ("a citation has no digest", "the title says more than the theorem"),
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
    assert same_complaint(Said(first, 10, statement="thm:a"), Said(second, 90, statement="thm:a"))
    assert not same_complaint(Said(first, statement="thm:a"), Said(second, statement="thm:b"))
    assert same_complaint(Said(first, 10), Said(second, 90))
    assert not same_complaint(Said(first), Said(second, file="sections/b.tex"))
