"""What a statement concludes is never taken for what it supposes."""

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.records.evidence import Job

from ..checkers.claims import job


def asked(left: str, relation: str, right: str, proving: str) -> Job:
    return job(left, relation, right).model_copy(update={"proving": f"Theorem: {proving}"})


@pytest.mark.parametrize(
    ("proving", "left", "relation", "right"),
    [
        (r"Let $a > 0$. Then for all $x \ge 0$, $x \ge 5$.", "x", ">=", "5"),
        (r"Let $a > 0$. Then for all $x \ge 0$, \[ x \ge 5. \]", "x", ">=", "5"),
        (r"Let $a > 0$. Then whenever $x \ge 0$, $x \ge 5$.", "x", ">=", "5"),
        (r"Let $a > 0$. Then for $b \ge 1$, $b \ge 3$.", "b", ">=", "3"),
        (r"Let $a > 0$. Then for all $x \ge 0$ and $y \ge 1$, $x \ge 5 y$.", "x", ">=", "5 y"),
        (r"Let $n \ge 1$. Then for all $x \in \mathbb{R}$, $f(x) \le g(x)$.", "f(x)", "<=", "g(x)"),
        (r"Let $y \ge 1$ with probability $1/2$. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
        (r"Let $y \ge 1$ with high probability. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
        (r"Let $y \ge 1$ up to constants. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
        (r"Suppose that $y \ge 1$ on average. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
        (r"Suppose that, in expectation, $y \ge 1$. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
    ],
)
def test_neither_a_claim_nor_what_holds_mostly_proves_a_step(
    proving: str, left: str, relation: str, right: str
) -> None:
    assert check_job(asked(left, relation, right, proving)).word in (None, "defect")


@pytest.mark.parametrize(
    ("proving", "left", "relation", "right"),
    [
        (r"Let $a > 0$. Then for all $x \ge 0$, $x \ge 5$.", "x", ">=", "-1"),
        (r"Let $a > 0$. Then for $b \ge 1$, $b \ge 3$.", "b", ">=", "1/2"),
        (r"Let $y \ge 1$. Then $y^2 \ge 1$.", "y^2", ">=", "1"),
        (r"We have $x^2 \ge x$ for all $x \ge 1$.", "x^2", ">=", "x"),
    ],
)
def test_the_quantifier_of_a_conclusion_holds(
    proving: str, left: str, relation: str, right: str
) -> None:
    assert check_job(asked(left, relation, right, proving)).word == "proved"
