"""What the reviewers of symbols, hypotheses and proofs find in papers not made for them."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("correspondence-blind.txt", "correspondence-blind2.txt", "correspondence-blind3.txt")
def test_cases(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
