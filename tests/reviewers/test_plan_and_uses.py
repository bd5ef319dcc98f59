"""The plan held against the proofs: hypotheses, uses, and words that stand for a reason."""

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.reviewers import ReviewedPaper, run_reviewers

from ..conftest import edit

LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"
PLAN_FILE = ".proof-research/dependency-graph.md"


def claims(project: Project) -> list[str]:
    return [
        w.claim for w in run_reviewers(ReviewedPaper(read_document(project), read_plan(project)))
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            PLAN_FILE,
            "**Hypotheses:** def:gap, ass:positive",
            "**Hypotheses:** def:gap",
            "thm:main uses lem:square, whose hypothesis ass:positive",
        ),
        (THEOREM, "By \\Cref{lem:square} and", "By", "thm:main should use lem:square"),
        (LEMMA, "We expand", "Clearly this holds. We expand", "says “Clearly”"),
        (LEMMA, "We expand", "It is easy\n to see. We expand", "says “It is easy to see”"),
    ],
)
def test_each_reviewer_finds_what_it_is_for(
    swept: Project, file: str, old: str, new: str, message: str
) -> None:
    assert claims(swept) == []
    edit(swept, file, old, new)
    assert any(message in claim for claim in claims(swept))


def test_a_hypothesis_nobody_refers_to_is_found(swept: Project) -> None:
    for file, old in (
        (LEMMA, "Under \\Cref{ass:positive}, "),
        (LEMMA, ", which \\Cref{ass:positive} allows"),
    ):
        edit(swept, file, old, "")
    assert any("lem:square lists the hypothesis ass:positive" in claim for claim in claims(swept))


def test_words_inside_formulas_and_comments_are_no_habits(swept: Project) -> None:
    edit(swept, LEMMA, "We expand", "% clearly\nWe expand")
    edit(swept, LEMMA, "1 + 2x + x^2 \\\\", "1 + 2x + x^2 \\quad\\text{clearly} \\\\")
    assert claims(swept) == []
