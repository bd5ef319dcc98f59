"""The numeric checks of the bundled proof hold, and every negative control is refuted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.evals.check_files import eval_checks
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project

ROOT = Path(__file__).resolve().parents[1]
EVAL = Project(ROOT / "eval_results" / "08-anchor-convergence")
CHECKS = eval_checks(EVAL, read_plan(EVAL))
PROVED = ("theorem", "lemma", "proposition", "corollary")
#: A second each; the rest run with the long tests.
QUICK = ("recurrence", "running_average", "moving_query", "accuracy_radius")


def test_every_statement_has_a_check_and_the_errata_have_theirs():
    statements = [node for node in read_plan(EVAL).managed.values() if node.kind in PROVED]
    assert {check.key for check in CHECKS} == {node.label for node in statements} | {
        "checks/errata.py"
    }
    assert len(CHECKS) >= 30


def holds_and_can_fail(stem: str, seed: int, out: Path) -> None:
    script = EVAL.root / "checks" / f"{stem}.py"
    done = subprocess.run(
        [sys.executable, script, "--seed", str(seed), "--json", out],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(out.read_text(encoding="utf-8"))
    assert (result["schema"], result["ok"], result["seed"]) == ("dlt-proof/check/1", True, seed)
    assert result["name"] == stem
    assert result["claims"] and result["controls"]
    assert all(claim["ok"] for claim in result["claims"])
    assert all(control["failed_as_it_must"] for control in result["controls"])


@pytest.mark.parametrize("stem", QUICK)
def test_a_check_holds_and_can_fail(stem: str, tmp_path: Path):
    holds_and_can_fail(stem, 0, tmp_path / "result.json")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("stem", [check.stem for check in CHECKS])
def test_every_check_holds_and_can_fail(stem: str, seed: int, tmp_path: Path):
    holds_and_can_fail(stem, seed, tmp_path / "result.json")
