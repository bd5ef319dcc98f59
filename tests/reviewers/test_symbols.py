"""Symbols used before they are introduced, or with two meanings."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("symbols.txt")
def test_cases(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
