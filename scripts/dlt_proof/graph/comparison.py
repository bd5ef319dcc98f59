"""Where a plan and the paper differ, and what of a plan serves nothing.

Uses are compared where both sides know the statements. Not here: the plan's own shape (`shape`),
and whether statements are worded as planned (rule R25).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..latex import Document, normalise
from ..latex.normal import expanded
from ..latex.unfinished import is_to_be_proved
from ..records.findings import Finding, Severity, file_finding
from ..records.graph import GraphEdge
from ..records.plan import PlanNode
from .merged import plan_edges
from .paper import PaperGraph
from .plan_file import Plan

#: Kinds that are used by whoever uses their words: no reference need tell.
_NAMELESS = ("notation", "definition")


def plan_findings(plan: Plan) -> list[Finding]:
    """What of a plan serves no goal, and what it says twice."""
    return [*_unreachable(plan), *_said_twice(plan)]


def comparison_findings(plan: Plan, document: Document, paper: PaperGraph) -> list[Finding]:
    """Where the uses in the paper are not those of the plan.

    Args:
        plan: what is planned; only its managed nodes are compared.
        document: the paper.
        paper: its graph.

    Returns:
        A finding (`G23` to `G25`, `G28`) for each difference, at the line of the plan or of the
        paper that tells what the other does not.
    """
    told = {(e.source, e.target): e for e in reversed(paper.graph.edges) if e.kind != "mention"}
    planned = {(e.source, e.target): e for e in plan_edges(plan)}
    below = _below(told)
    return [
        *_never_referred(plan, document, paper, told, planned, below),
        *_not_planned(plan, told, planned),
        *_forward(plan, document, paper),
    ]


def _finding(
    rule: str,
    name: str,
    message: str,
    place: tuple[str, int],
    help: str,
    severity: Severity = "error",
) -> Finding:
    return file_finding(
        rule, name, message, file=place[0], line=place[1], help=help, severity=severity
    )


def _never_referred(
    plan: Plan,
    document: Document,
    paper: PaperGraph,
    told: Mapping[tuple[str, str], GraphEdge],
    planned: Mapping[tuple[str, str], GraphEdge],
    below: Mapping[str, set[str]],
) -> Iterator[Finding]:
    """G23: a consumer that is written and never refers to what it is planned to use; G25: an
    assumption that neither a statement nor anything that it rests on refers to."""
    mentions = {(e.source, e.target): e for e in paper.graph.edges if e.kind == "mention"}
    written = {
        s.label
        for proof in document.proofs
        for s in proof.statements
        if not is_to_be_proved(document.masked(proof.environment.body))
    }
    for (source, target), edge in planned.items():
        user, used = plan.managed.get(target), plan.nodes[source]
        if user is None or (source, target) in told or used.kind in _NAMELESS:
            continue
        complete = target in written if user.provable else target in paper.statements
        if not complete or source not in paper.statements:
            continue
        place = (edge.file, edge.line)
        if used.kind == "assumption":
            if source not in _all_below(target, below):
                yield _finding(
                    "G25",
                    "hypothesis-nobody-uses",
                    f"{target} is planned to stand on {source}, and neither it nor anything it "
                    "rests on refers to it",
                    place,
                    "say where it is needed, or drop the hypothesis",
                )
            continue
        mention = mentions.get((source, target))
        where = f" (only mentioned, {mention.file}:{mention.line})" if mention else ""
        yield _finding(
            "G23",
            "consumer-never-refers",
            f"{target} is planned to use {source}, and never refers to it{where}",
            place,
            f"refer to {source} where {target} uses it, or take the use out of the plan",
        )


def _not_planned(
    plan: Plan,
    told: Mapping[tuple[str, str], GraphEdge],
    planned: Mapping[tuple[str, str], GraphEdge],
) -> Iterator[Finding]:
    """G24: the paper uses what the plan does not know of."""
    for (source, target), edge in told.items():
        user, used = plan.managed.get(target), plan.nodes.get(source)
        if user is None or used is None or (source, target) in planned:
            continue
        hypothesis = not used.provable
        yield _finding(
            "G24",
            "hypothesis-not-listed" if hypothesis else "use-not-planned",
            f"the {edge.kind if edge.kind != 'declared' else 'text'} of {target} uses {source}, "
            "which the plan does not list",
            (edge.file, edge.line),
            f"add {source} to the hypotheses of {target}, and {target} to its consumers"
            if hypothesis
            else f"add {target} to the consumers of {source}, or do without it",
        )


def _forward(plan: Plan, document: Document, paper: PaperGraph) -> Iterator[Finding]:
    """G28, a warning: a proof uses a statement that comes in a later file."""
    order = {name: number for number, name in enumerate(document.files)}
    for edge in paper.graph.edges:
        if edge.kind != "proof" or edge.target not in plan.managed:
            continue
        groups = paper.statements.get(edge.source), paper.statements.get(edge.target)
        if groups[0] is None or groups[1] is None:
            continue
        used = min(order[s.environment.span.file] for s in groups[0])
        here = max(order[s.environment.span.file] for s in groups[1])
        if used > max(here, order[edge.file]):
            yield _finding(
                "G28",
                "forward-use",
                f"the proof of {edge.target} uses {edge.source}, which comes in a later section",
                (edge.file, edge.line),
                "move one of them: what is used comes first",
                "warning",
            )


def _below(told: Mapping[tuple[str, str], GraphEdge]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, target in told:
        found.setdefault(target, set()).add(source)
    return found


def _all_below(name: str, below: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for source in below.get(waiting.pop(), ()):
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return seen


def _unreachable(plan: Plan) -> Iterator[Finding]:
    """G26: a managed node from which no use leads to a goal. An orphan is told of as such."""
    import networkx as nx

    if not plan.goals:
        return
    graph = plan.digraph()
    serving = set(
        nx.multi_source_dijkstra_path_length(graph.reverse(), {g.label for g in plan.goals})
    )
    for node in plan.managed.values():
        orphan = not any(consumer in plan.nodes for consumer in node.consumers)
        if node.label not in serving and not orphan:
            yield _at(
                plan, node, "G26", "serves-no-goal",
                f"{node.label} is used, but nothing that uses it leads to a goal",
                "make what it is for a goal, or delete it with all that uses it",
            )  # fmt: skip


def _said_twice(plan: Plan) -> Iterator[Finding]:
    """G27: two nodes with one statement."""
    first: dict[str, PlanNode] = {}
    for node in plan.nodes.values():
        words = expanded(normalise(node.statement), {}).rstrip(".")
        known = first.setdefault(words, node)
        if known is not node and (known.managed or node.managed):
            yield _at(
                plan, node, "G27", "statement-twice",
                f"{node.label} says what {known.label} says (line {known.line})",
                "keep one of them, and let its consumers use it",
            )  # fmt: skip


def _at(plan: Plan, node: PlanNode, rule: str, name: str, message: str, help: str) -> Finding:
    return _finding(rule, name, message, (plan.file, node.line), help)
