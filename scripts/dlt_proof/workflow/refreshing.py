"""`adopt --refresh`: an adopted plan brought up to date with its paper.

What is managed, what was decided and what lint's baseline holds stays as it is: new statements
are added, unmanaged ones follow the paper, and what vanished is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..graph.plan_edit import edit_fields
from ..graph.plan_file import Plan, format_plan, read_plan
from ..plan.management import GIVEN
from ..project import Project, write_text
from ..records.errors import InputError, RefusedError
from ..records.plan import PlanNode
from ..records.record import Record
from .paper import Paper, read_paper

#: What a plan says of an unmanaged node and the paper tells, with the names of the fields.
_TOLD = {
    "Kind": "kind",
    "Statement": "statement",
    "Hypotheses": "hypotheses",
    "Downstream consumers": "consumers",
    "Section": "section",
    "Check": "check",
}


class Refreshed(Record):
    """What `adopt --refresh` did.

    Args:
        paper: what was read.
        new: labels that were added to the plan.
        changed: labels of unmanaged nodes whose fields were changed.
        gone: labels of the plan that the paper no longer has, managed ones included.
        open: what only a hand can write, since it concerns managed nodes; one clause each.
    """

    paper: Paper
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    open: tuple[str, ...]


def refresh(project: Project, *, dry_run: bool = False) -> Refreshed:
    """Bring the plan of an adopted paper up to date; managed nodes are not touched.

    Args:
        project: an adopted paper.
        dry_run: write nothing.

    Raises:
        RefusedError: the project is not adopted.
        InputError: it has no plan, or one that does not read.
    """
    if not project.is_proof_project or not project.configuration.adopted:
        raise RefusedError(
            f"{project.folder} is no adopted paper: there is nothing to bring up to date",
            remedy="`dlt-proof adopt` adopts one",
        )
    plan = read_plan(project)
    if plan.findings:
        fault = plan.findings[0]
        raise InputError(fault.message, file=fault.file, line=fault.line)
    paper = read_paper(project)
    told = {node.label: node for node in paper.plan.nodes}
    missing, wanted = _reconciled(plan, told, complete=not paper.unread)
    new = [wanted[label] for label in told if label not in plan.nodes]
    changes = [
        (label, field, _written(field, value))
        for label, node in wanted.items()
        if label in plan.nodes
        for field, attribute in _TOLD.items()
        if (value := getattr(node, attribute)) != getattr(plan.nodes[label], attribute)
    ]
    if (new or changes) and not dry_run:
        text = project.plan_file.read_bytes().decode("utf-8")
        text = edit_fields(text, changes)
        if new:
            end = "\r\n" if "\r\n" in text else "\n"
            added = f"\n{format_plan(new)}".replace("\n", end)
            text += ("" if text.endswith("\n") else end) + added
        write_text(project.plan_file, text)
    gone = tuple(label for label in plan.nodes if label not in told)
    changed = tuple(dict.fromkeys(label for label, _, _ in changes))
    return Refreshed(paper, tuple(n.label for n in new), changed, gone, tuple(missing))


def _reconciled(
    plan: Plan, told: Mapping[str, PlanNode], *, complete: bool
) -> tuple[list[str], dict[str, PlanNode]]:
    """What cannot be written without touching managed nodes, and the unmanaged nodes as they
    should be, so that no use is told on one side only.

    Where the paper is not complete, since something of it could not be read, what is not found
    in it may be there: no use is taken out of the plan.
    """
    missing: list[str] = []
    wanted: dict[str, PlanNode] = {}
    kept = plan.managed
    stands_on: dict[str, list[str]] = {}
    for node in kept.values():
        for hypothesis in node.hypotheses:
            stands_on.setdefault(hypothesis, []).append(node.label)
    for label in [*plan.nodes, *(new for new in told if new not in plan.nodes)]:
        if label in kept:
            continue
        now = told.get(label)
        before = plan.nodes.get(label)
        if before is not None and not complete:
            now = _with_uses(now or before, before)
        elif now is None and before is not None:  # gone: its section stays, nothing rests on it
            now = before._replace(hypotheses=(), consumers=())
        if now is None:
            continue
        hypotheses = []
        for hypothesis in now.hypotheses:
            if hypothesis in kept and label not in kept[hypothesis].consumers:
                missing.append(f"{label} uses {hypothesis}, which is managed: "
                               f"add {label} to its consumers")  # fmt: skip
            else:
                hypotheses.append(hypothesis)
        consumers = dict.fromkeys([*now.consumers, *stands_on.get(label, ())])
        check = before.check if before is not None and before.check else now.check
        wanted[label] = now._replace(
            hypotheses=tuple(hypotheses),
            consumers=tuple(consumers),
            check=check if check or not now.provable else GIVEN,
        )
    return missing, wanted


def _with_uses(node: PlanNode, other: PlanNode) -> PlanNode:
    """The node with all uses that either tells."""
    return node._replace(
        hypotheses=tuple(dict.fromkeys([*other.hypotheses, *node.hypotheses])),
        consumers=tuple(dict.fromkeys([*other.consumers, *node.consumers])),
    )


def _written(field: str, value: str | Iterable[str] | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return ", ".join(value) or "none"
