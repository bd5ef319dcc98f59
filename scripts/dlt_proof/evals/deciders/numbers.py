"""Decided by the numeric checks, which are run for it: claims, controls, witnesses, figures."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from ..facts import CheckRun, Facts
from ..kinds import CheckHolds, ControlRefuted, Figures
from ..tables import Between
from .decision import Decision, outside

_FIGURES = ("observed", "bound", "slack", "ratio")


def decide_check(facts: Facts, wanted: CheckHolds) -> Decision:
    everything = wanted.check == "all"
    runs = facts.all_runs() if everything else [facts.run(facts.find_check(wanted.check))]
    problems: list[str] = []
    evidence: dict[str, Any] = {"seed": facts.seed}
    for run in runs:
        problems += _of_run(run, wanted)
        evidence[run.check.key] = _summary(facts, run)
    for claim in wanted.claims:
        rows = [row for run in runs for row in run.result.claims if row.get("name") == claim.name]
        if len(rows) != 1:
            problems.append(f"{len(rows)} claims are called {claim.name!r}, not one")
            continue
        problems += _figures(f"{claim.name!r}: ", rows[0], claim)
        evidence[claim.name] = {name: rows[0].get(name) for name in _FIGURES}
    if everything:
        reasons = {
            node.label: node.check
            for node in facts.plan.managed.values()
            if node.provable and node.check_file is None
        }
        problems += [
            f"{label} has neither check nor reason" for label, c in reasons.items() if not c
        ]
        evidence["without a check"] = reasons
    return Decision(f"{len(runs)} checks, run with the seed", len(runs), problems, evidence)


def decide_control(facts: Facts, wanted: ControlRefuted) -> Decision:
    how = "the check, run with the seed"
    run = facts.run(facts.find_check(wanted.check))
    rows = [row for row in run.result.controls if row.get("name") == wanted.control]
    if len(rows) != 1:
        why = f" ({run.result.reason})" if run.result.reason else ""
        problem = f"{run.check.file} has {len(rows)} controls called {wanted.control!r}{why}"
        return Decision(how, len(run.result.controls), [problem])
    [row] = rows
    problems = [] if row.get("failed_as_it_must") is True else ["the control was not refuted"]
    problems += _figures("", row, wanted.figures)
    evidence = {
        "check": run.check.file,
        "control": wanted.control,
        "statement": row.get("statement"),
        **{name: row.get(name) for name in _FIGURES},
        "refuted": row.get("failed_as_it_must") is True,
        "seed": facts.seed,
    }
    return Decision(how, 1, problems, evidence)


def refuted(run: CheckRun) -> list[Mapping[str, Any]]:
    """The controls of a run that failed as they must."""
    return [row for row in run.result.controls if row.get("failed_as_it_must") is True]


def _of_run(run: CheckRun, wanted: CheckHolds) -> list[str]:
    result, name = run.result, run.check.key
    problems = []
    if result.outcome != "holds":
        problems.append(f"{name}: {result.outcome}: {result.reason}")
    if len(result.claims) < wanted.least_claims:
        problems.append(f"{name}: {len(result.claims)} claims, not {wanted.least_claims} at least")
    controls = len(refuted(run))
    if controls < wanted.least_controls:
        least = wanted.least_controls
        problems.append(f"{name}: {controls} controls refuted, not {least} at least")
    if wanted.witness and not any(row.get("ok") is True for row in result.witnesses):
        problems.append(f"{name}: no witness satisfies the hypotheses")
    return problems


def _summary(facts: Facts, run: CheckRun) -> dict[str, Any]:
    result = run.result
    path = facts.project.root / run.check.file
    return {
        "file": run.check.file,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None,
        "outcome": result.outcome,
        "claims": len(result.claims),
        "controls refuted": len(refuted(run)),
        "witnesses": sum(row.get("ok") is True for row in result.witnesses),
        "least slack": least(row.get("slack") for row in result.claims),
    }


def least(values: Iterable[Any]) -> float | None:
    """The least of those that are numbers."""
    return min((v for v in values if isinstance(v, int | float)), default=None)


def _figures(where: str, row: Mapping[str, Any], wanted: Figures) -> list[str]:
    problems = []
    for name in _FIGURES:
        between: Between | None = getattr(wanted, name)
        value = row.get(name)
        number = value if isinstance(value, int | float) else None
        problems += outside(f"{where}{name}", number, between)
    return problems
