"""The results of an eval, made from its facts: what is committed below `results/`.

Not here: comparing them (`comparison`), and the grading, which is made of assertions (`grading`).
"""

import json
from collections.abc import Mapping
from typing import Any

from ..gates import GateResult
from .facts import CheckRun, Facts
from .slack_table import render_slack
from .step_shares import render_shares, step_shares

CHECKS, SLACK, STEPS, STEP_TABLE = "checks.json", "slack.md", "steps.json", "steps.md"
GATES, PDF, GRADING = "gates.json", "main.pdf", "grading.json"
PLOTS = "plots/"
CHECKS_SCHEMA = "dlt-proof/eval-checks/1"
GATES_SCHEMA = "dlt-proof/gates/1"
#: What depends on the seed of the random instances.
OF_THE_SEED = (CHECKS, SLACK, PLOTS, GRADING)

#: What is kept of a claim or control. Its instance is not: where several are as tight, which of
#: them an optimiser finds is a matter of the last digit.
_ROW = ("name", "statement", "kind", "observed", "bound", "slack", "ratio", "instances", "verdict")


def make_results(facts: Facts) -> dict[str, bytes]:
    """All results but the grading, by their names below `results/`.

    Raises:
        InputError: the plan or the paper cannot be read, or there is no PDF.
        MissingPartError: TeX is missing.
    """
    runs = facts.all_runs()
    shares = step_shares(facts.trace(recompute=True).state)
    results = {
        CHECKS: as_bytes(checks_as_json(runs, facts.seed)),
        SLACK: render_slack(runs).encode("utf-8"),
        STEPS: as_bytes(shares),
        STEP_TABLE: render_shares(shares).encode("utf-8"),
        GATES: as_bytes(gates_as_json(facts.gates("D", final=True))),
        PDF: facts.pdf,
    }
    for run in runs:
        if run.plot:
            results[f"{PLOTS}{run.check.stem}.svg"] = run.plot.encode("utf-8")
    return results


def checks_as_json(runs: list[CheckRun], seed: int) -> dict[str, Any]:
    """What every check says."""
    return {
        "schema": CHECKS_SCHEMA,
        "ok": bool(runs) and all(run.result.outcome == "holds" for run in runs),
        "seed": seed,
        "checks": {run.check.key: _check(run) for run in runs},
    }


def _check(run: CheckRun) -> dict[str, Any]:
    result = run.result
    return {
        "file": run.check.file,
        "ok": result.outcome == "holds",
        "outcome": result.outcome,
        "reason": result.reason,
        "claims": [_row(row, ok=row.get("ok") is True) for row in result.claims],
        "controls": [_row(row, ok=row.get("failed_as_it_must") is True) for row in result.controls],
        "witnesses": [
            {name: row.get(name) for name in ("name", "ok", "detail")} for row in result.witnesses
        ],
    }


def _row(row: Mapping[str, Any], *, ok: bool) -> dict[str, Any]:
    return {**{name: row.get(name) for name in _ROW}, "ok": ok}


def gates_as_json(gates: list[GateResult]) -> dict[str, Any]:
    """The gates with their conditions and all findings."""
    return {
        "schema": GATES_SCHEMA,
        "ok": all(gate.holds for gate in gates),
        "gates": [
            {
                "gate": gate.gate,
                "phase": gate.phase,
                "outcome": gate.outcome,
                "checks": [
                    {
                        "name": check.name,
                        "outcome": check.outcome,
                        "detail": check.detail,
                        "findings": [finding.as_json() for finding in check.findings],
                    }
                    for check in gate.checks
                ],
            }
            for gate in gates
        ],
    }


def as_bytes(value: Any) -> bytes:
    """JSON as it is committed."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
