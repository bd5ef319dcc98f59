"""What constants may depend on, whether they change or hide, and what only the proof assumes."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("constants.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
