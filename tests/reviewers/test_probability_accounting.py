"""Failure probabilities added up, events without one, and what is likely taken for sure."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("probability.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
