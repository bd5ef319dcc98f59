"""What can be worked on now, node by node, also in parallel; and what waits, and for what.

Leaves first: what is proved rests on what is proved. What can be false is tried before. Not here:
the one command that comes next for the project as a whole (`workflow`).
"""

from __future__ import annotations

from ..graph.order import cycles, foundations, in_order, waits_for
from ..plan.checking import check_plan
from ..plan.refutation import written_refutation
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding
from ..records.plan import PROVABLE_KINDS, PlanNode
from ..records.record import Record
from .context import GateContext
from .states import FINISHED, NodeFacts, PlanFacts, dependencies, plan_facts, states_from

#: What a proof may rest on while it is written.
_FAR_ENOUGH = ("given", "cited", "proved", *FINISHED)
_SHOWN = 3


class Work(Record):
    """The next thing to do on one node.

    Args:
        label, kind, state: of the node.
        task: `false`, `digest`, `check`, `state`, `agree`, `prove`, `checklist`, `sweep` or
            `todo`.
        what: what to do, in words.
        command: that does it, or that comes after the edit; "" where there is none.
        file, line: where, relative to the root; line 0 where there is no line.
    """

    label: str
    kind: str
    state: str
    task: str
    what: str
    command: str
    file: str
    line: int

    def as_json(self) -> dict[str, object]:
        """By the names of the fields."""
        return dict(self._named())


class Waiting(Record):
    """A node on which nothing can be done now.

    Args:
        label, kind, state: of the node.
        what: what will be done on it.
        needs: the nodes that must come further first.
    """

    label: str
    kind: str
    state: str
    what: str
    needs: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """By the names of the fields."""
        return dict(self._named())


class NextWork(Record):
    """The work on a plan.

    Args:
        ready: what can be done now, all at once: false nodes first, then leaves first.
        waiting: what cannot, in the same order.
        circles: cycles of the plan, each to be broken before what stands in it can be proved.
        states: of every node of the plan.
        finished: how many managed nodes have nothing left to do.
        faults: what `plan check` finds wrong with the plan as a whole.
    """

    ready: tuple[Work, ...]
    waiting: tuple[Waiting, ...]
    circles: tuple[tuple[str, ...], ...]
    states: dict[str, str]
    finished: int
    faults: int


def next_work(context: GateContext) -> NextWork:
    """What can be worked on now in the managed part of the plan.

    Raises:
        InputError: there is no plan, it plans nothing, or the machine state was written by hand.
    """
    plan, graph = context.plan, dependencies(context)
    if not plan.nodes:
        raise InputError("the plan plans nothing", file=plan.file)
    facts = plan_facts(context)
    states = states_from(context, facts, graph)
    asked, faults = _asked_of_the_plan(context)
    pressing = _pressing_items(context)
    usable = {
        label
        for label, told in graph.nodes(data=True)
        if _may_be_used(context, label, told["kind"], states.get(label, told["state"]))
    }
    waits = waits_for(graph, usable)
    first, ready, waiting = [], [], []
    finished = 0
    for label in in_order(graph):
        node = plan.nodes.get(label)
        if node is None or not node.managed:
            continue
        found, state = facts.nodes[label], states[label]
        if found.false:
            first.append(_mend(context, node, found))
            continue
        work = _next_task(context, node, found, facts, asked.get(label, {}), pressing, state)
        if state == "rests-on-false":
            false = [other for other in foundations(graph, label) if states.get(other) == "false"]
            what = work.what if work else "what it rests on has to be mended"
            waiting.append(Waiting(label, node.kind, state, what, tuple(false)))
        elif work is None:
            finished += 1
        else:
            unknown = [name for name in node.hypotheses if name not in plan.nodes]
            needs = [*waits.get(label, []), *unknown] if work.task == "prove" else []
            needs = [*dict.fromkeys(needs)]
            if needs:
                waiting.append(Waiting(label, node.kind, state, work.what, tuple(needs)))
            else:
                ready.append(work)
    circles = tuple(tuple(cycle) for cycle in cycles(graph))
    return NextWork((*first, *ready), tuple(waiting), circles, states, finished, faults)


def _asked_of_the_plan(context: GateContext) -> tuple[dict[str, dict[str, Finding]], int]:
    """By label, the digest and the numeric check that `plan check` asks for; and what else is
    wrong."""
    try:
        quick = context.scope == "Quick"
    except InputError:
        quick = False
    report = check_plan(context.project, with_numeric_checks=not quick)
    fields = {"G7": ("Techniques", "digest"), "G9": ("Check", "check"), "G20": ("Check", "check")}
    at = {
        (line, field): label
        for label, node in context.plan.nodes.items()
        for field, line in node.field_lines.items()
    }
    asked: dict[str, dict[str, Finding]] = {}
    others = 0
    for finding in report.errors:
        field, task = fields.get(finding.rule, ("", ""))
        label = at.get((finding.line, field))
        if not task or label is None:
            others += finding.rule != "G22"  # told by the states
        elif not quick:
            asked.setdefault(label, {}).setdefault(task, finding)
    return asked, others


def _pressing_items(context: GateContext) -> dict[str, list[str]]:
    """By label, the items of its checklists that are not answered yes; none where gate C does not
    ask for them."""
    try:
        if context.scope == "Quick":
            return {}
    except InputError:
        return {}
    document = context.document_if_any
    if document is None or any(f.severity == "error" for f in document.findings):
        return {}
    pressing: dict[str, list[str]] = {}
    for state in context.checklists.pressing:
        for label in state.matter.labels:
            pressing.setdefault(label, []).append(state.item.identifier)
    return pressing


def after_violation(project: Project, node: PlanNode) -> tuple[str, str]:
    """What to do about a statement that an instance violates, and the command, "" for none."""
    written = written_refutation(project, node)
    if not written:
        return f"report that {node.label} is false", f"dlt-proof plan refute {node.label}"
    return f"stop: {node.label} is refuted ({written}); propose a true claim to the author", ""


def _mend(context: GateContext, node: PlanNode, found: NodeFacts) -> Work:
    check = found.check
    refuted = check is not None and check.current and bool(check.violations)
    what, command = after_violation(context.project, node) if refuted else ("", "")
    told = "" if command else f"; {what}"
    return Work(
        node.label,
        node.kind,
        "false",
        "false",
        f"it is false: {found.false}{told}" if refuted else found.false,
        command if refuted else "dlt-proof trace check",
        (node.check_file or "") if refuted else node.section,
        0,
    )


def _next_task(
    context: GateContext,
    node: PlanNode,
    found: NodeFacts,
    facts: PlanFacts,
    asked: dict[str, Finding],
    pressing: dict[str, list[str]],
    state: str,
) -> Work | None:
    """The next thing to do on a node, whether or not it can be done now."""

    def work(task: str, what: str, command: str, file: str, line: int = 0) -> Work:
        return Work(node.label, node.kind, state, task, what, command, file, line)

    for task in ("digest", "check"):
        if task in asked:
            finding = asked[task]
            run = " --run" if task == "check" else ""
            command = f"dlt-proof plan check{run}"
            what = finding.message.removeprefix(f"{node.label}: ").removeprefix(f"{node.label} ")
            return work(task, f"{what}: {finding.help}", command, finding.file, finding.line)
    if found.statement is None or context.document_if_any is None:
        return work("state", f"state it in {node.section}", "dlt-proof emit", node.section)
    document = context.document
    span = found.statement.environment.span
    place = (span.file, document.place(span)[0])
    if not found.agrees:
        what = f"plan (line {node.line}) and paper say different things: make them the same"
        return work("agree", what, "dlt-proof lint", *place)
    items = pressing.get(node.label, []) if found.proved else []
    if items:
        named = ", ".join(items[:_SHOWN]) + (", …" if len(items) > _SHOWN else "")
        what = f"{len(items)} items of its checklists are not answered yes ({named})"
        return work("checklist", what, f"dlt-proof checklist form {node.label}", *place)
    todo = work("todo", "settle the \\todo that is left in it", "dlt-proof lint", *place)
    if not node.provable or state in FINISHED:
        return todo if found.todo else None
    for swept in found.proofs[:1]:
        span = swept.proof.proof.environment.span
        place = (span.file, document.place(span)[0])
    if not found.proved:
        return work("prove", "prove it", "dlt-proof lint", *place)
    if found.open_steps or facts.trace is None:
        return work("sweep", *_sweep(found, facts), *place)
    if found.todo:
        return work("todo", "settle the \\todo that is left in it", "dlt-proof lint", *place)
    return work("check", "read the whole of plan and paper first", "dlt-proof lint", *place)


def _sweep(found: NodeFacts, facts: PlanFacts) -> tuple[str, str]:
    """What to do for the red steps of a proof, and the command."""
    steps = ", ".join(found.open_steps[:_SHOWN])
    steps += ", …" if len(found.open_steps) > _SHOWN else ""
    what = f"{len(found.open_steps)} of {found.steps} steps are red ({steps})"
    if facts.trace is None or not facts.trace.begun:
        return what, "dlt-proof trace init"
    if not facts.trace.verified:
        return what, "dlt-proof trace verify"
    return f"{what}: give each to a reader", "dlt-proof trace jobs --open"


def _may_be_used(context: GateContext, label: str, kind: str, state: str) -> bool:
    """Whether a proof may rest on a node: it is proved, or, as a definition, stated."""
    node = context.plan.nodes.get(label)
    provable = kind in PROVABLE_KINDS if node is None else node.provable
    return state in _FAR_ENOUGH or (not provable and state == "stated")
