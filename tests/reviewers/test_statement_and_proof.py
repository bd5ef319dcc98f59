"""Whether the proof proves what the statement says, with what it supposes."""

from pathlib import Path

from .cases import Case, parametrised


@parametrised("statement-and-proof.txt", "less-than-stated.txt", "sound-theory.txt")
def test_cases(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)
