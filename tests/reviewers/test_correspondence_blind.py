"""What the reviewers of symbols, hypotheses and proofs find in papers that they were not made for."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("correspondence-blind.txt", "correspondence-blind2.txt")
def test_cases(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
