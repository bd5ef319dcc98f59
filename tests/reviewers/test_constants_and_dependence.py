"""What constants may depend on, whether they change or hide, and what only the proof assumes."""

from pathlib import Path

from dlt_proof.reviewers.constants_and_dependence import (
    constants_depend,
    hidden_constants,
    implied_values_depend,
    missing_conditions,
)

from .cases import Case, parametrised


@parametrised("constants.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(
        tmp_path, constants_depend, hidden_constants, implied_values_depend, missing_conditions
    )
