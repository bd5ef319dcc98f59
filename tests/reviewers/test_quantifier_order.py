"""What is chosen for each and should serve for all, and extrema moved the wrong way."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("quantifiers.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
