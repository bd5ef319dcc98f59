"""Witnesses of the goals: does anything satisfy all their hypotheses at once?

The instance is given and tried by the goal's numeric check; here its stored result is read. That
an assumption was not tried is said by name: a witness that ignores one has not checked.
"""

from collections.abc import Mapping
from typing import Any

from ..checks.stored import stored_checks
from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..project import Project
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode


def witness_findings(project: Project, plan: Plan) -> list[Finding]:
    """G20 for every managed goal whose check ran and gives no witness of all its hypotheses.

    A goal without a numeric check is none of these: `witness_words` says that none was found.
    """
    stored = stored_checks(project, plan.goals)
    findings = []
    for goal in plan.goals:
        result = stored.get(goal.label)
        if result is None or not result.counts:
            continue  # G9 asks for the check to be run
        problem, help = _problem(goal, plan, result.witnesses or (), goal.check_file or "")
        if problem:
            findings.append(
                file_finding(
                    "G20",
                    "goal-without-witness",
                    f"{goal.label}: {problem}",
                    file=plan.file,
                    line=goal.field_lines["Check"],
                    help=help,
                )
            )
    return findings


def witness_words(project: Project, plan: Plan) -> tuple[str, bool]:
    """How many managed goals have a witness, and aloud which have none; and whether all have."""
    stored = stored_checks(project, plan.goals)
    lacking = []
    for goal in plan.goals:
        result = stored.get(goal.label)
        if goal.check_file is None:
            lacking.append(f"{goal.label}: none found, no numeric check")
        elif result is None or not result.counts:
            lacking.append(f"{goal.label}: none found, its check has no current result")
        elif _problem(goal, plan, result.witnesses or (), "")[0]:
            lacking.append(f"{goal.label}: none found")
    found = len(plan.goals) - len(lacking)
    return "; ".join([f"{found} of {len(plan.goals)} goals", *lacking]), not lacking


def assumptions_of(goal: PlanNode, plan: Plan) -> list[str]:
    """The assumptions a goal rests on: its own, and those of what it uses."""
    return [node.label for node in rests_on(plan, goal.label) if node.kind == "assumption"]


def is_named(label: str, names: list[str]) -> bool:
    """Whether one of the names is the label, alone or with words behind it."""
    return any(name.split()[0].rstrip(":,;") == label for name in names if name.strip())


def _problem(
    goal: PlanNode, plan: Plan, witnesses: tuple[Mapping[str, Any], ...], check: str
) -> tuple[str, str]:
    assumptions = assumptions_of(goal, plan)
    named = f" on {', '.join(assumptions)}" if assumptions else ""
    how = f"`run.witness(name, values, hypotheses)` in {check} tries an instance{named}"
    if not witnesses:
        return "its check gives no witness, an instance that satisfies all hypotheses", how
    best, missing = _best(goal, plan, witnesses)
    if best is None:
        told = "; ".join(f"{row.get('name')}: {row.get('detail')}" for row in witnesses)
        return (
            f"no witness: none found that satisfies all hypotheses ({told})",
            "the hypotheses may contradict each other: look for an instance before proving",
        )
    if missing:
        return (
            f"its witness '{best.get('name')}' was not tried on {', '.join(missing)}",
            f"name each among the hypotheses of the witness in {check}",
        )
    return "", ""


def _best(
    goal: PlanNode, plan: Plan, witnesses: tuple[Mapping[str, Any], ...]
) -> tuple[Mapping[str, Any] | None, list[str]]:
    """The witness tried on the most assumptions, and those it was not tried on."""
    best: Mapping[str, Any] | None = None
    missing: list[str] = []
    for row in witnesses:
        tried = row.get("hypotheses")
        if row.get("ok") is not True or not isinstance(tried, dict) or not row.get("values"):
            continue
        if not all(isinstance(h, dict) and h.get("holds") is True for h in tried.values()):
            continue
        left = [a for a in assumptions_of(goal, plan) if not is_named(a, list(tried))]
        if best is None or len(left) < len(missing):
            best, missing = row, left
    return best, missing
