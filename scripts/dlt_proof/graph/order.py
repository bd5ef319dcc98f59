"""Order and rest: what comes before what, and what rests on what, all the way down."""

from __future__ import annotations

from ..records.errors import InputError
from ..records.plan import PlanNode
from .plan_file import Plan


def leaves_first(plan: Plan) -> list[PlanNode]:
    """The nodes in an order in which each comes after what it uses, ties as in the file.

    Raises:
        InputError: the plan goes in a circle.
    """
    import networkx as nx

    rank = {label: number for number, label in enumerate(plan.nodes)}
    graph = plan.digraph()
    try:
        order = list(nx.lexicographical_topological_sort(graph, key=rank.__getitem__))
    except nx.NetworkXUnfeasible:
        raise InputError("the plan goes in a circle", file=plan.file) from None
    return [plan.nodes[label] for label in order]


def rests_on(plan: Plan, label: str) -> list[PlanNode]:
    """What a node rests on, all the way down, in the plan's order."""
    import networkx as nx

    below = nx.ancestors(plan.digraph(), label)
    return [node for node in plan.nodes.values() if node.label in below]
