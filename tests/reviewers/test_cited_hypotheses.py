"""What a used statement asks for, held against what is known where it is used."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("cited-hypotheses.txt")
def test_cases(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
