"""What is chosen for each and should serve for all, and extrema moved the wrong way."""

from pathlib import Path

from dlt_proof.reviewers.quantifier_order import (
    choice_order,
    exchanged_extrema,
    pointwise_bounds,
)

from .cases import Case, parametrised


@parametrised("quantifiers.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path, choice_order, exchanged_extrema, pointwise_bounds)
