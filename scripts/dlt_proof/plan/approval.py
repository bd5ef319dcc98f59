"""Approvals: the author (or, in autonomous use, nobody) read the goals and what they rest on.

An approval stores the texts that were approved. It holds as long as each of them is still the
same up to white space; the LaTeX statement, once written, must be the approved one.
"""

from dataclasses import dataclass
from typing import Any

from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document, expand_macros, normalise
from ..project import Project
from ..project.person import require_person
from ..records.errors import InputError, RefusedError
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode

STATE_KIND = "approval"
AUTONOMY_KIND = "autonomy"
_LOCKED_KINDS = ("definition", "assumption", "notation")


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval that is in force.

    Args:
        label: the goal.
        by: `person`, or `default` (read by nobody).
        time: when, ISO 8601.
        verified: whether it was sealed with this user's key.
    """

    label: str
    by: str
    time: str
    verified: bool


def approve(
    project: Project,
    plan: Plan,
    document: Document | None,
    labels: list[str],
    *,
    by_default: bool = False,
) -> list[str]:
    """Record that goals, with the definitions and assumptions they rest on, are approved.

    Args:
        labels: the goals; empty for all managed goals.
        by_default: approved because a person ran `init --autonomous`, and read by nobody.

    Returns:
        The labels approved.

    Raises:
        InputError: a label is no managed goal of the plan, or there is none.
        RefusedError: an agent asks for a person's approval, or nobody allowed approval by default.
    """
    goals = {node.label for node in plan.goals}
    for label in labels:
        if label not in goals:
            raise InputError(f"{label} is no managed goal of the plan", file=plan.file)
    chosen = labels or sorted(goals)
    if not chosen:
        raise InputError(
            "the plan has no managed goal: there is nothing to approve", file=plan.file
        )
    if by_default:
        if not project.state.read(AUTONOMY_KIND):
            raise RefusedError(
                "approval by default needs a person's leave",
                remedy="a person runs `dlt-proof init --autonomous`",
            )
    else:
        require_person("an approval")
    for label in chosen:
        texts = {n.label: _texts(n, document) for n in _locked(plan, label)}
        by = "default" if by_default else "person"
        project.state.append(STATE_KIND, {"label": label, "by": by, "texts": texts})
    return chosen


def approval_findings(
    project: Project, plan: Plan, document: Document | None
) -> tuple[list[Finding], list[Approval]]:
    """G10 for every managed goal whose approval is missing or no longer covers its text."""
    latest = {str(record.data.get("label")): record for record in project.state.read(STATE_KIND)}
    findings: list[Finding] = []
    approvals: list[Approval] = []
    for goal in plan.goals:
        record = latest.get(goal.label)
        problem = (
            f"{goal.label} has not been approved"
            if record is None
            else _changed(plan, document, goal, record.data)
        )
        if problem is None and record is not None:
            by = str(record.data["by"])
            approvals.append(Approval(goal.label, by, record.time, record.sealed_here))
        else:
            findings.append(
                file_finding(
                    "G10",
                    "goal-not-approved",
                    str(problem),
                    file=plan.file,
                    line=goal.line,
                    help=f"the author reads it and runs `dlt-proof plan approve {goal.label}`",
                )
            )
    return findings, approvals


def _locked(plan: Plan, label: str) -> list[PlanNode]:
    """The goal and the definitions, assumptions and notation it rests on."""
    below = [node for node in rests_on(plan, label) if node.kind in _LOCKED_KINDS]
    return [plan.nodes[label], *below]


def _texts(node: PlanNode, document: Document | None) -> dict[str, str | None]:
    """A node's statement in the plan and in the paper, macros expanded: their bodies count."""
    macros = document.steady_macros if document is not None else {}
    plan = normalise(expand_macros(normalise(node.statement), macros))
    return {"plan": plan, "paper": _paper_text(node.label, document)}


def _paper_text(label: str, document: Document | None) -> str | None:
    statement = document.statement(label) if document is not None else None
    if statement is None or document is None:
        return None
    text = normalise(document.text(statement.environment.body))
    return normalise(expand_macros(text, document.steady_macros))


def _changed(plan: Plan, document: Document | None, goal: PlanNode, data: Any) -> str | None:
    """Why an approval no longer holds, or None."""
    approved = data.get("texts")
    if not isinstance(approved, dict) or not all(isinstance(t, dict) for t in approved.values()):
        return f"the approval of {goal.label} does not say what was approved"
    locked = {node.label: node for node in _locked(plan, goal.label)}
    for label in approved.keys() - locked.keys():
        return f"{goal.label} was approved when it rested on {label}, which is gone"
    for label, node in locked.items():
        if label not in approved:
            return f"{goal.label} now rests on {label}, which was not part of what was approved"
        texts, now = approved[label], _texts(node, document)
        if texts.get("plan") != now["plan"]:
            return f"{goal.label}: the plan's statement of {label} changed after the approval"
        # Approved before it was written: what was approved is the plan's text.
        expected = texts["plan"] if texts.get("paper") is None else texts["paper"]
        if now["paper"] is not None and now["paper"] != expected:
            return f"{goal.label}: the paper's statement of {label} is not the one approved"
    return None
