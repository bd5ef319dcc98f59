"""The bundled evals, whole: results made and made again, and every assertion fails when spoiled."""

import shutil
from pathlib import Path

import pytest

from dlt_proof.evals.running import run_eval
from dlt_proof.evals.self_test import self_test
from dlt_proof.project import Project

EVALS = Path(__file__).resolve().parents[2] / "eval_results"
pytestmark = [
    pytest.mark.tex,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed"),
]


@pytest.mark.parametrize("folder", sorted(EVALS.glob("*/")), ids=lambda path: path.name)
def test_a_bundled_eval_reproduces_and_its_grader_can_fail(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".output", "__pycache__"))
    project = Project(copy)
    written = run_eval(project, update=True)
    failed = [g.assertion.id for g in written.grades if not g.decision.passed]
    assert written.ok, failed
    again = run_eval(project)
    assert again.ok, [d.told() for d in again.comparison.differences]
    trials = self_test(project)
    assert all(t.ok for t in trials), [(t.id, t.spoiling, t.told) for t in trials if not t.ok]
