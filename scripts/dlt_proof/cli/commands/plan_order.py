"""`dlt-proof plan order`, `next`, `rests-on`, `impact`: order, progress and taint."""

from __future__ import annotations

from collections import Counter

from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ...records.findings import Report
from ...records.graph import CITATION
from ..excerpt import printable
from ..output import TEXT_LIMIT, Progress, print_json, print_report
from .common import proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from ...gates import GateContext
    from ...graph.order import Reached

#: So many places that cannot be read are named.
_FAULTS = 3
#: Beside the word for a state, for those who look for it in a long list.
_MARKS = {
    "false": "✗",
    "rests-on-false": "!",
    "planned": "·",
    "stated": "○",
    "given": "□",
    "cited": "□",
    "proved": "◐",
    "checked": "●",
    "all-ancestors-checked": "✓",
}


def run_order(options: argparse.Namespace) -> ExitCode:
    from ...gates.states import node_states
    from ...graph.order import leaves_first

    context = _context(options)
    plan = context.plan
    if plan.findings:
        return _unreadable(context, "plan order", options.format)
    nodes = [node for node in leaves_first(plan) if node.managed]
    if not nodes:
        raise InputError("the plan has no managed node", file=plan.file)
    states = node_states(context)
    if options.format == "json":
        rows = [
            {"label": n.label, "kind": n.kind, "state": states[n.label], "section": n.section}
            for n in nodes
        ]
        print_json({"schema": "dlt-proof/order/1", "command": "plan order", "nodes": rows})
        return ExitCode.HOLDS
    for number, node in enumerate(nodes[:TEXT_LIMIT], start=1):
        shown = _marked(states[node.label])
        row = f"{number:>3}. {node.label:<32} {node.kind:<12} {shown:<24} {node.section}"
        print(printable(row))
    _print_rest(nodes)
    print(f"{len(nodes)} nodes: {_counts(states[node.label] for node in nodes)}")
    return ExitCode.HOLDS


def run_rests_on(options: argparse.Namespace) -> ExitCode:
    return _taint(options, "rests-on")


def run_impact(options: argparse.Namespace) -> ExitCode:
    return _taint(options, "impact")


def _taint(options: argparse.Namespace, question: str) -> ExitCode:
    from ...gates.states import dependencies, node_states, rest_on_false
    from ...graph.order import foundations, impact, nearest

    context = _context(options)
    plan, graph, label = context.plan, dependencies(context), options.label
    if plan.findings:
        return _unreadable(context, f"plan {question}", options.format)
    if label not in graph:
        near = nearest(label, graph)
        raise InputError(
            f"there is no node {label!r}",
            file=plan.file,
            remedy=f"nearest: {', '.join(near)}" if near else "`dlt-proof plan order` lists them",
        )
    reached = foundations(graph, label) if question == "rests-on" else impact(graph, label)
    kinds = dict(graph.nodes(data="kind"))
    # What only the paper knows is not under management, and nobody checked it.
    states = {name: "cited" if kind == CITATION else "given" for name, kind in kinds.items()}
    planned = node_states(context, graph)
    states |= dict.fromkeys(rest_on_false(graph, planned), "rests-on-false") | planned
    if options.format == "json":
        print_json(_taint_json(question, label, reached, states, kinds))
        return ExitCode.HOLDS
    down, shown, others = question == "rests-on", printable(label), len(graph) - 1
    if not reached:
        print(f"{shown} rests on nothing" if down else
              f"nothing rests on {shown}: if it falls, nothing else does")  # fmt: skip
        return ExitCode.HOLDS
    print(f"{shown} rests on {len(reached)} of {others} other nodes" if down else
          f"if {shown} falls, so do {len(reached)} of {others} other nodes")  # fmt: skip
    _print_groups(reached, states, kinds, " ← " if down else " → ")
    return ExitCode.HOLDS


def _taint_json(
    question: str,
    label: str,
    reached: Mapping[str, Reached],
    states: Mapping[str, str],
    kinds: Mapping[str, str],
) -> dict[str, object]:
    from ...graph.order import chain

    return {
        "schema": "dlt-proof/taint/1",
        "command": f"plan {question}",
        "label": label,
        "kind": kinds[label],
        "state": states[label],
        "nodes": [
            {
                "label": one.label,
                "kind": kinds[one.label],
                "state": states[one.label],
                "distance": one.distance,
                "chain": chain(reached, one.label),
            }
            for one in reached.values()
        ],
    }


def _print_groups(
    reached: Mapping[str, Reached],
    states: Mapping[str, str],
    kinds: Mapping[str, str],
    arrow: str,
) -> None:
    """What was reached, by kind, each with its chain."""
    from ...graph.order import chain
    from ...latex import STATEMENT_KINDS

    groups: dict[str, list[str]] = {}
    for label in reached:
        groups.setdefault(kinds[label], []).append(label)
    known = [kind for kind in STATEMENT_KINDS if kind in groups]
    left = TEXT_LIMIT
    for kind in [*known, *(kind for kind in groups if kind not in known)]:
        print(f"{kind} ({len(groups[kind])})")
        for label in groups[kind][:left]:
            walk = printable(arrow.join(chain(reached, label)))
            print(f"  {_marked(states[label]):<24} {walk}")
        if len(groups[kind]) > left:
            print(f"  … and {len(groups[kind]) - left} more (--format json shows all)")
        left = max(3, left - len(groups[kind]))


def run_next(options: argparse.Namespace) -> ExitCode:
    from ...gates.next_work import next_work

    context = _context(options)
    if context.plan.findings:
        return _unreadable(context, "plan next", options.format)
    work = next_work(context)
    if options.format == "json":
        print_json(
            {
                "schema": "dlt-proof/next/1",
                "command": "plan next",
                "ready": [one.as_json() for one in work.ready],
                "waiting": [one.as_json() for one in work.waiting],
                "circles": work.circles,
                "finished": work.finished,
                "faults": work.faults,
                "states": work.states,
            }
        )
        return ExitCode.HOLDS
    for circle in work.circles[:TEXT_LIMIT]:
        print(f"break the circle first: {printable(' → '.join([*circle, circle[0]]))}")
    _print_rest(work.circles)
    false = [one for one in work.ready if one.task == "false"]
    now = [one for one in work.ready if one.task != "false"]
    for title, row in (("false, before anything else", false), ("to be worked on now", now)):
        if row:
            print(f"{title} ({len(row)}{', all at once' if len(row) > 1 else ''}):")
        for one in row[:TEXT_LIMIT]:
            place = f"{one.file}:{one.line}" if one.line else one.file
            print(f"  {one.label:<28} {_marked(one.state):<18} {printable(one.what)}")
            print(f"  {'':<28} {'':<18} {printable(place)}  {one.command}".rstrip())
        _print_rest(row)
    if work.waiting:
        print(f"waiting ({len(work.waiting)}):")
    for waits in work.waiting[:TEXT_LIMIT]:
        needs = ", ".join(f"{n} ({work.states.get(n, 'not planned')})" for n in waits.needs)
        what = f"{waits.what}, after: {needs}"
        print(f"  {waits.label:<28} {_marked(waits.state):<18} {printable(what)}")
    _print_rest(work.waiting)
    managed = [label for label, node in context.plan.nodes.items() if node.managed]
    aside = len(work.states) - len(managed)
    given = f"; {aside} not managed: given, unchecked" if aside else ""
    print(f"{len(managed)} managed nodes: {_counts(work.states[n] for n in managed)}{given}")
    if work.faults:
        print(f"the plan has {work.faults} other faults: dlt-proof plan check")
    elif not managed:
        print("nothing is managed, so nothing is asked for: dlt-proof plan manage LABEL")
    elif not work.ready and not work.waiting:
        print("nothing is left to do on the nodes: dlt-proof status")
    return ExitCode.HOLDS


def _print_rest(row: Sequence[object]) -> None:
    if len(row) > TEXT_LIMIT:
        print(f"  … and {len(row) - TEXT_LIMIT} more (--format json shows all)")


def _context(options: argparse.Namespace) -> GateContext:
    """What is asked about; what cannot be read of its paper is told, since uses there are missing
    from every answer."""
    from ...gates import GateContext

    context = GateContext(proof_project_in(options.folder))
    progress = Progress(options.quiet)
    try:
        faults = [f for f in context.document.findings if f.severity == "error"]
    except InputError as error:
        progress.say(f"no paper is read: {error}")
        return context
    for fault in faults[:_FAULTS]:
        progress.say(f"{printable(fault.file)}:{fault.line}: {printable(fault.message)}")
    if faults:
        progress.say(
            f"places of the paper that could not be read: {len(faults)}; uses there are missing"
        )
    return context


def _unreadable(context: GateContext, command: str, form: str) -> ExitCode:
    """Half a plan tells nothing of what rests on what."""
    plan = context.plan
    print_report(Report(command, plan.findings, {"nodes": len(plan.nodes)}), form)
    return ExitCode.BAD_INPUT


def _marked(state: str) -> str:
    return f"{_MARKS.get(state, ' ')} {state}"


def _counts(states: Iterable[str]) -> str:
    """How many there are of each state, the worst first."""
    counted = Counter(states)
    return ", ".join(f"{counted[s]} {_marked(s)}" for s in _MARKS if counted[s]) or "none"
