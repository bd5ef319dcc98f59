"""Approvals: the author (or, in autonomous use, nobody) read the goals and what they rest on.

An approval stores the texts that were approved. It holds as long as each of them is still the
same up to white space; the LaTeX statement, once written, must be the approved one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document
from ..project import Project
from ..project.person import require_person
from ..records.errors import InputError, RefusedError
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode
from .approval_records import STATE_KIND, approvals_in_force, taken_back
from .approved_texts import (
    called_in,
    macros_in,
    redefined_in,
    statement_sources,
    statement_texts,
)
from .wording import changes

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
    chosen = [goal.label for goal in _goals(plan, labels)]
    if by_default:
        if not project.state.read(AUTONOMY_KIND):
            raise RefusedError(
                "approval by default needs a person's leave",
                remedy="a person runs `dlt-proof init --autonomous`",
            )
    else:
        require_person("an approval")
    for label in chosen:
        locked = locked_nodes(plan, label)
        record = {
            "label": label,
            "by": "default" if by_default else "person",
            "texts": {node.label: statement_texts(node, document) for node in locked},
            "sources": {node.label: statement_sources(node, document) for node in locked},
            "macros": macros_in(locked, document),
            "redefined": {node.label: redefined_in(node, document) for node in locked},
        }
        project.state.append(STATE_KIND, record)
    return chosen


def approval_findings(
    project: Project, plan: Plan, document: Document | None
) -> tuple[list[Finding], list[Approval]]:
    """G10 for every managed goal whose approval is missing or no longer covers its text.

    What changed since an approval is told in words, one finding for each changed text.
    """
    latest, withdrawn = approvals_in_force(project), taken_back(project)
    findings: list[Finding] = []
    approvals: list[Approval] = []
    for goal in plan.goals:
        record = latest.get(goal.label)
        if record is None:
            problems = [_not_approved(goal.label, withdrawn)]
        else:
            problems = differences(plan, document, goal, record.data)
        if record is not None and not problems:
            by = str(record.data["by"])
            approvals.append(Approval(goal.label, by, record.time, record.sealed_here))
        findings += [
            file_finding(
                "G10",
                "goal-not-approved",
                problem,
                file=plan.file,
                line=goal.line,
                help=f"the author reads it and runs `dlt-proof plan approve {goal.label}`",
            )
            for problem in problems
        ]
    return findings + _without_goal(plan, latest), approvals


def _without_goal(plan: Plan, approved: Iterable[str]) -> list[Finding]:
    """G10 where what was approved is no goal any more: without it the paper would say less.

    What a person gave up stays in the plan and is not managed.
    """
    goals = {goal.label for goal in plan.goals}
    given_up = {label for label, node in plan.nodes.items() if node.goal and not node.managed}
    return [
        file_finding(
            "G10",
            "goal-not-approved",
            f"{label} was approved as a goal, and is none of the plan any more",
            file=plan.file,
            line=plan.nodes[label].line if label in plan.nodes else 1,
            help=f"the author takes it back with `dlt-proof plan approve --withdraw {label}`",
        )
        for label in sorted({*approved} - goals - given_up - plan.unread)
    ]


def changed_since_approval(
    project: Project, plan: Plan, document: Document | None
) -> list[Finding]:
    """G10 for what was approved and changed since; not for what nobody approved yet."""
    approved = approvals_in_force(project).keys()
    new = {goal.line for goal in plan.goals if goal.label not in approved}
    findings, _ = approval_findings(project, plan, document)
    return [finding for finding in findings if finding.line not in new]


def approval_lines(
    project: Project, plan: Plan, document: Document | None, labels: list[str]
) -> dict[str, list[str]]:
    """For each goal, what approving it now would approve, or what differs since it was approved.

    Args:
        labels: the goals; empty for all managed goals.

    Raises:
        InputError: a label is no managed goal of the plan, or there is none.
    """
    latest, withdrawn = approvals_in_force(project), taken_back(project)
    shown: dict[str, list[str]] = {}
    for goal in _goals(plan, labels):
        record = latest.get(goal.label)
        if record is None:
            lines = [f"{_not_approved(goal.label, withdrawn)}; this would be:"]
            for node in locked_nodes(plan, goal.label):
                texts = statement_texts(node, document)
                lines.append(f"{node.label} ({node.kind}): {texts['plan']}")
                if texts["paper"] not in (None, texts["plan"]):
                    lines.append(f"{node.label} in the paper: {texts['paper']}")
        else:
            changed = differences(plan, document, goal, record.data)
            by = "by a person" if record.data.get("by") == "person" else "by default"
            many = "difference" if len(changed) == 1 else "differences"
            state = f"{len(changed)} {many} since:" if changed else "nothing differs since"
            lines = [f"{goal.label} was approved {by} on {record.time[:10]}; {state}", *changed]
        shown[goal.label] = lines
    return shown


def _goals(plan: Plan, labels: list[str]) -> list[PlanNode]:
    goals = {node.label: node for node in plan.goals}
    for label in labels:
        if label not in goals:
            raise InputError(f"{label} is no managed goal of the plan", file=plan.file)
    chosen = [goals[label] for label in labels or sorted(goals)]
    if not chosen:
        raise InputError(
            "the plan has no managed goal: there is nothing to approve", file=plan.file
        )
    return chosen


def _not_approved(label: str, withdrawn: Mapping[str, str]) -> str:
    if label in withdrawn:
        return f"the approval of {label} was taken back on {withdrawn[label][:10]}"
    return f"{label} has not been approved"


def locked_nodes(plan: Plan, label: str) -> list[PlanNode]:
    """The goal and the definitions, assumptions and notation it rests on."""
    below = [node for node in rests_on(plan, label) if node.kind in _LOCKED_KINDS]
    return [plan.nodes[label], *below]


def differences(plan: Plan, document: Document | None, goal: PlanNode, data: Any) -> list[str]:
    """What is not as it was approved, one line for each changed text; empty where nothing is.

    Args:
        data: the record of the approval.
    """
    approved = data.get("texts")
    if not isinstance(approved, dict) or not all(isinstance(t, dict) for t in approved.values()):
        return [f"the approval of {goal.label} does not say what was approved"]
    locked = {node.label: node for node in locked_nodes(plan, goal.label)}
    found = []
    for label, node in locked.items():
        if label in approved:
            found += _changed(goal, node, document, data)
        else:
            text = statement_texts(node, document)["plan"]
            found.append(
                f"{goal.label} now also rests on {label}, which was not part of what was "
                f"approved: «{text}»"
            )
    for label in sorted(approved.keys() - locked.keys()):
        text = approved[label].get("plan")
        found.append(
            f"{goal.label} no longer rests on {label}, with which it was approved: «{text}»"
        )
    return found


def _changed(goal: PlanNode, node: PlanNode, document: Document | None, data: Any) -> list[str]:
    """How the statement of one node differs from the approved one, in the plan and the paper."""
    texts, now = data["texts"][node.label], statement_texts(node, document)
    before = texts.get("plan")
    found = []
    if before != now["plan"]:
        words = _words(node, str(before), str(now["plan"]), "plan", document, data)
        subject = f"{goal.label}: the plan's statement of {node.label}"
        found.append(f"{subject} changed after the approval: {words}")
    # Of a managed statement that is missing gates B and C tell.
    gone = texts.get("paper") is not None and now["paper"] is None and not node.managed
    if gone and document is not None:
        found.append(
            f"{goal.label}: {node.label}, whose statement in the paper was approved, is no longer "
            f"in the paper under this label: «{texts['paper']}»"
        )
    redefined = (data.get("redefined") or {}).get(node.label)
    if redefined is not None and not found:
        written = redefined_in(node, document)
        names = sorted(n for n in redefined.keys() | written if redefined.get(n) != written.get(n))
        found += [
            f"{goal.label}: \\{name}, which {node.label} calls and which is defined more than "
            f"once, is defined in another way since the approval: {redefined.get(name, 'once')} → "
            f"{written.get(name, 'once')}"
            for name in names
        ]
    # Approved before it was written: what was approved is the plan's text.
    expected = before if texts.get("paper") is None else texts["paper"]
    if now["paper"] is not None and now["paper"] != expected:
        words = _words(node, str(expected), str(now["paper"]), "paper", document, data)
        subject = f"{goal.label}: the paper's statement of {node.label}"
        found.append(f"{subject} is not the one approved: {words}")
    return found


def _words(
    node: PlanNode, before: str, now: str, where: str, document: Document | None, data: Any
) -> str:
    """The differences of two texts; and which macro made them, where the source is as it was."""
    supposes = node.kind in _LOCKED_KINDS
    told = "; ".join(str(change) for change in changes(before, now, supposes=supposes))
    if node.kind in ("definition", "notation"):
        told = f"{node.kind} of {node.label} changed: {told}"
    source = (data.get("sources") or {}).get(node.label) or {}
    written = statement_sources(node, document)[where]
    if written is None or source.get(where) != written:
        return told
    then = called_in([written], data.get("macros") or {})
    bodies = macros_in([node], document)
    other = sorted(n for n in {*then, *bodies} if then.get(n) != bodies.get(n))
    if not other:
        return told
    names = ", ".join(f"\\{name}" for name in other)
    return f"the body of {names} changed what {node.label} says: {told}"
