"""One graph from a plan and a paper: what either knows, each use with the place that tells it."""

from __future__ import annotations

from collections.abc import Mapping

from ..records.graph import GraphEdge, GraphNode, LemmaGraph
from ..records.plan import PlanNode
from .plan_file import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    import networkx as nx

_EMPTY = LemmaGraph({}, ())


def merged_graph(
    plan: Plan | None, paper: LemmaGraph | None, states: Mapping[str, str]
) -> LemmaGraph:
    """The graph of what is planned and what is written.

    Args:
        plan: None where there is none.
        paper: None where nothing is written.
        states: of planned nodes by label; the paper's own word (`stated`, `proved`) for others.

    Returns:
        The paper's nodes in reading order, then those that are only planned. The uses that the
        plan lists are `declared`.
    """
    written = paper or _EMPTY
    nodes: dict[str, GraphNode] = {}
    for name, node in written.nodes.items():
        planned = plan.nodes.get(name) if plan is not None else None
        if planned is None:
            nodes[name] = node._replace(managed=plan is None)
        else:
            nodes[name] = node._replace(
                state=states.get(name, node.state), goal=planned.goal, managed=planned.managed
            )
    if plan is None:
        return LemmaGraph(nodes, written.edges)
    for name, planned in plan.nodes.items():
        if name not in nodes:
            nodes[name] = _planned(planned, plan.file, states.get(name, "planned"))
    edges = {(e.source, e.target, e.kind): e for e in written.edges}
    for edge in plan_edges(plan):
        edges.setdefault((edge.source, edge.target, edge.kind), edge)
    order = {name: number for number, name in enumerate(nodes)}
    return LemmaGraph(
        nodes,
        tuple(sorted(edges.values(), key=lambda e: (order[e.target], order[e.source], e.kind))),
    )


def plan_edges(plan: Plan) -> list[GraphEdge]:
    """The uses a plan lists, by hypotheses and by consumers, with the line of the field."""
    edges: dict[tuple[str, str], GraphEdge] = {}
    for node in plan.nodes.values():
        for source, target, field in [
            *((node.label, consumer, "Downstream consumers") for consumer in node.consumers),
            *((hypothesis, node.label, "Hypotheses") for hypothesis in node.hypotheses),
        ]:
            if source in plan.nodes and target in plan.nodes:
                line = node.field_lines.get(field, node.line)
                edges.setdefault(
                    (source, target), GraphEdge(source, target, "declared", plan.file, line)
                )
    return list(edges.values())


def use_digraph(graph: LemmaGraph) -> nx.DiGraph:
    """What rests on what: all edges but mentions."""
    import networkx as nx

    digraph = nx.DiGraph()
    digraph.add_nodes_from(graph.nodes)
    digraph.add_edges_from((e.source, e.target) for e in graph.edges if e.kind != "mention")
    return digraph


def _planned(node: PlanNode, file: str, state: str) -> GraphNode:
    return GraphNode(
        id=node.label,
        label=node.label,
        kind=node.kind,
        title="",
        file=file,
        line=node.line,
        state=state,
        statement=node.statement,
        goal=node.goal,
        managed=node.managed,
    )
