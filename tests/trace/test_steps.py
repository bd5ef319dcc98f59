"""Every inference is a step, at its sign, and what introduces or supposes is none."""

from pathlib import Path

import pytest

from dlt_proof.trace import enumerate_steps

from .step_cases import Case, cases, read

CASES = cases()


def test_there_are_cases() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_steps(case: Case, tmp_path: Path) -> None:
    document = read(tmp_path, case.text)
    lines = case.text.splitlines()
    found = []
    for step in enumerate_steps(document).steps:
        sign = ""
        if step.kind == "relation":
            sign = lines[step.line - 1][step.column - 1 :]
        found.append((step.line, step.column, step.kind, sign, step.left, step.right))
    found.sort()
    expected = list(case.expected)
    told = [(*f[:3], f[4], f[5]) for f in found]
    assert told == [(*e[:3], e[4], e[5]) for e in expected]
    for (*_, rest, _, _), (*_, sign, _, _) in zip(found, expected, strict=True):
        assert rest.startswith(sign)
