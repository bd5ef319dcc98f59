"""The numeric checks of the bundled proof hold, and every negative control is refuted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHECKS = sorted((ROOT / "eval_results" / "08-anchor-convergence" / "checks").glob("*.py"))
PLAN = ROOT / "eval_results/08-anchor-convergence/.proof-research/dependency-graph.md"


def test_the_plan_and_the_folder_name_the_same_checks():
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    planned = [line.split(":** ")[1] for line in lines if line.startswith("**Check:** checks/")]
    assert sorted(planned) == [f"checks/{path.name}" for path in CHECKS]
    assert len(CHECKS) == 8


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("script", CHECKS, ids=lambda path: path.stem)
def test_a_check_holds_and_can_fail(script: Path, seed: int, tmp_path: Path):
    out = tmp_path / "result.json"
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
    assert result["name"] == script.stem
    assert result["claims"] and result["controls"]
    assert all(claim["ok"] for claim in result["claims"])
    assert all(control["failed_as_it_must"] for control in result["controls"])
