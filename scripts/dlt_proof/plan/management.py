"""Management: which statements of an adopted paper the gates look at.

An adopted paper is *given, unchecked*; whoever works on it takes statements under management, one
by one. Anybody may; only a person gives one up again.
Not here: what gates ask of a managed statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..graph.order import nearest, rests_on
from ..graph.plan_edit import edit_fields
from ..graph.plan_file import Plan, read_plan
from ..latex import Document
from ..project import Project, write_text
from ..project.files import is_file
from ..project.person import require_person
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from ..records.plan import PLAN_KINDS, PlanNode
from ..records.record import Record
from .scope import SCOPES, plan_extent, read_scope

#: What `adopt` writes where a check, or the reason why there is none, has to be.
GIVEN = "none: given, not checked"


class Management(Record):
    """What `plan manage` did.

    Args:
        changed: labels in the plan's order: those that were named, and what came with them.
        along: those of them that nobody named.
        open: what else has to be true, one clause each.
    """

    changed: tuple[str, ...]
    along: tuple[str, ...]
    open: tuple[str, ...]


class Drift(Record):
    """Where an adopted paper is no longer the one that was adopted.

    Args:
        new: labels of statements that the plan does not have, in reading order.
        gone: labels of unmanaged nodes that the paper does not have, in the plan's order.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{len(self.new)} new: {_named(self.new)}"] if self.new else []
        parts += [f"{len(self.gone)} gone: {_named(self.gone)}"] if self.gone else []
        return "; ".join(parts)


def manage(project: Project, labels: Sequence[str], document: Document | None = None) -> Management:
    """Take nodes under management, with the definitions and assumptions that they rest on.

    In a project that is not adopted everything that they rest on comes along, since gate A
    refuses what rests on unmanaged nodes there.

    Args:
        project: a proof project; its plan file is changed in these fields alone.
        labels: of the nodes.
        document: the paper, to tell what it lacks.

    Raises:
        InputError: there is no plan, it does not read, or a label is not in it.
    """
    plan = _readable(project, labels)
    taken = set(labels)
    for label in labels:
        if project.configuration.adopted:
            taken |= _made_of(plan, label)
        else:
            taken |= {node.label for node in rests_on(plan, label)}
    changed = tuple(n.label for n in plan.nodes.values() if n.label in taken and not n.managed)
    if changed:
        _write(project, changed, "yes")
        plan = read_plan(project)
    along = tuple(label for label in changed if label not in labels)
    asked = [plan.nodes[label] for label in plan.nodes if label in taken]
    return Management(changed, along, tuple(_still_open(project, plan, asked, document)))


def release(project: Project, labels: Sequence[str]) -> Management:
    """Give nodes up: gates no longer look at them.

    Raises:
        InputError: there is no plan, it does not read, or a label is not in it.
        RefusedError: an agent asks for it.
    """
    plan = _readable(project, labels)
    require_person("giving a statement up")
    changed = tuple(n.label for n in plan.nodes.values() if n.label in labels and n.managed)
    if changed:
        _write(project, changed, "no")
    return Management(changed, (), ())


def drift(project: Project, plan: Plan, document: Document) -> Drift:
    """What an adopted paper has that its plan has not, and the other way round.

    A managed node that is gone is no drift: gates and R25 call it an error. What stands in
    another document of the folder is not gone.
    """
    there = {s.label for s in document.statements}
    said_again = {
        s.label
        for group in document.repeats.values()
        if any(other.label in plan.nodes for other in group)
        for s in group
    }
    new = [
        s.label
        for s in document.statements
        if s.label is not None and s.kind in PLAN_KINDS and s.label not in plan.unread
        and s.label not in plan.nodes and s.label not in said_again
    ]  # fmt: skip
    gone = [
        node.label
        for node in plan.nodes.values()
        if not node.managed
        and node.label not in there
        and (node.section in document.files or not is_file(project.path_to(node.section)))
    ]
    return Drift(tuple(dict.fromkeys(new)), tuple(gone))


def given_findings(plan: Plan) -> list[Finding]:
    """G9 for each managed statement whose check is still what `adopt` wrote."""
    return [
        file_finding(
            "G9",
            "numeric-check",
            f"{node.label} is managed, and its check is still `{GIVEN}`",
            file=plan.file,
            line=node.field_lines["Check"],
            help="name a numeric check like checks/name.py, or say why there is none: `none: why`",
        )
        for node in plan.managed.values()
        if node.provable and node.check == GIVEN
    ]


def _readable(project: Project, labels: Sequence[str]) -> Plan:
    """The plan, in which these labels are."""
    plan = read_plan(project)
    if not labels:
        raise InputError("no label is named", remedy="`dlt-proof plan manage LABEL…`")
    for label in labels:
        if label in plan.unread:
            fault = plan.findings[0]
            raise InputError(fault.message, file=fault.file, line=fault.line)
        if label not in plan.nodes:
            near = nearest(label, plan.nodes)
            meant = f"did you mean {' or '.join(near)}?" if near else "its labels stand behind ##"
            raise InputError(f"{label} is not in the plan", file=plan.file, remedy=meant)
    return plan


def _write(project: Project, labels: Iterable[str], value: str) -> None:
    raw = project.plan_file.read_bytes().decode("utf-8")  # its byte-order mark stays, too
    changes = [(label, "Managed", value) for label in labels]
    write_text(project.plan_file, edit_fields(raw, changes))


def _made_of(plan: Plan, label: str) -> set[str]:
    """The definitions, assumptions and notation that a node uses, and what these are made of."""
    found: set[str] = set()
    waiting = [label]
    while waiting:
        for below in plan.digraph().pred[waiting.pop()]:
            if below not in found and not plan.nodes[below].provable:
                found.add(below)
                waiting.append(below)
    return found


def _still_open(
    project: Project, plan: Plan, asked: Sequence[PlanNode], document: Document | None
) -> Iterable[str]:
    """What gates ask of nodes under management."""
    try:
        declared = read_scope(project)
    except InputError as error:
        yield str(error)
        declared = SCOPES[-1]
    quick = declared == SCOPES[0]
    for node in asked:
        if node.provable and node.check == GIVEN and not quick:
            yield f"{node.label} needs a numeric check, or a reason why not, in its **Check:**"
        if document is not None:
            yield from _not_written(node, document)
        if not node.goal and not node.consumers:
            yield f"{node.label} is used by nothing: make it a goal, or name its consumer"
        given = sorted(
            below
            for below in plan.digraph().pred[node.label]
            if not plan.nodes[below].managed
        )  # fmt: skip
        if given:
            yield f"{node.label} rests on what stays given, unchecked: {_named(given)}"
    goals = [node.label for node in asked if node.goal]
    if goals and not quick:
        yield f"the author reads and approves {_named(goals)}: `dlt-proof plan approve`"
    needed = plan_extent(plan).smallest_scope
    if SCOPES.index(declared) < SCOPES.index(needed):
        yield f"scope {declared} is declared, and this needs `dlt-proof scope {needed}`"


def _not_written(node: PlanNode, document: Document) -> Iterable[str]:
    if document.statement(node.label) is None:
        yield f"{node.label} is not in {document.main} and what it inputs"
    elif node.provable and document.proof_of(node.label) is None:
        yield f"{node.label} has no proof in the LaTeX"


def _named(labels: Sequence[str], limit: int = 5) -> str:
    rest = f" and {len(labels) - limit} more" if len(labels) > limit else ""
    return ", ".join(labels[:limit]) + rest
