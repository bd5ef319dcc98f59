"""Order and taint: what comes before what, what rests on what, and what falls if something falls.

The core takes any directed graph of labels whose edges run from what is used to what uses it, be
it from a plan or from a paper. Not here: how far a node is (`gates.states`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from ..records.errors import InputError
from ..records.plan import PlanNode
from ..records.record import Record
from .plan_file import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    import networkx as nx

#: From how many nodes of a circular part the shortest circle is looked for.
_CIRCLE_STARTS = 20
#: So many labels of a circle are told in an error.
_SHOWN = 20


class Reached(Record):
    """Something that a node rests on, or that rests on it.

    Args:
        label: of what was reached.
        distance: how many uses lie between, at least 1.
        via: the last node before it on one shortest chain from the node that was asked about.
    """

    label: str
    distance: int
    via: str


def foundations(graph: nx.DiGraph, label: str) -> dict[str, Reached]:
    """All that a node rests on, down to assumptions, definitions and citations.

    Args:
        graph: edges run from what is used to what uses it.
        label: a node of it.

    Returns:
        By label, the nearest first, among equals in the order of the graph's nodes. In a circle
        the node itself is not among them.
    """
    return _reached(graph.pred, label)


def impact(graph: nx.DiGraph, label: str) -> dict[str, Reached]:
    """All that falls if a node falls: what uses it, what uses that, and so on (see
    `foundations`)."""
    return _reached(graph.succ, label)


def chain(reached: Mapping[str, Reached], label: str) -> list[str]:
    """One shortest chain from the node that was asked about to one that was reached."""
    walk = [label]
    while walk[-1] in reached:
        walk.append(reached[walk[-1]].via)
    return walk[::-1]


def _reached(steps: Mapping[str, Iterable[str]], start: str) -> dict[str, Reached]:
    rank = {label: number for number, label in enumerate(steps)}
    found: dict[str, Reached] = {}
    row = deque([start])
    while row:
        here = row.popleft()
        distance = found[here].distance + 1 if here in found else 1
        # In the order of nodes, so that of several shortest chains always the same is told.
        for label in sorted(steps[here], key=rank.__getitem__):
            if label not in found and label != start:
                found[label] = Reached(label, distance, here)
                row.append(label)
    order = sorted(found.values(), key=lambda one: (one.distance, rank[one.label]))
    return {one.label: one for one in order}


def in_order(graph: nx.DiGraph) -> list[str]:
    """The nodes in an order in which each comes after what it uses, ties as in the graph.

    What stands in a circle, or rests on one, has no such place and comes last.
    """
    from heapq import heapify, heappop, heappush

    labels = list(graph)
    rank = {label: number for number, label in enumerate(labels)}
    open_uses = {label: graph.in_degree(label) for label in labels}
    free = [rank[label] for label in labels if not open_uses[label]]
    heapify(free)
    order: list[str] = []
    while free:
        label = labels[heappop(free)]
        order.append(label)
        for consumer in graph.succ[label]:
            open_uses[consumer] -= 1
            if not open_uses[consumer]:
                heappush(free, rank[consumer])
    placed = set(order)
    return order + [label for label in labels if label not in placed]


def ready(graph: nx.DiGraph, done: Container[str]) -> list[str]:
    """What can be worked on now, all at once: not done, and all it uses directly is, in order."""
    return [
        label
        for label in in_order(graph)
        if label not in done and all(used in done for used in graph.pred[label])
    ]


def waits_for(graph: nx.DiGraph, done: Container[str]) -> dict[str, list[str]]:
    """For each node that is neither done nor ready, what it uses directly and is not done."""
    waiting = {}
    for label in in_order(graph):
        missing = [used for used in graph.pred[label] if used not in done]
        if label not in done and missing:
            waiting[label] = missing
    return waiting


def cycles(graph: nx.DiGraph) -> list[list[str]]:
    """One short cycle for each part of the graph in which everything rests on itself.

    Each begins with its first node in the graph's order; an edge leads from each node to the next
    and from the last to the first.
    """
    rank = {label: number for number, label in enumerate(graph)}
    found = []
    for part in _circular_parts(graph):
        cycle = _short_cycle(graph, part, rank)
        start = min(range(len(cycle)), key=lambda place: rank[cycle[place]])
        found.append(cycle[start:] + cycle[:start])
    return sorted(found, key=lambda cycle: rank[cycle[0]])


def in_circles(graph: nx.DiGraph) -> set[str]:
    """The nodes that rest on themselves."""
    return {label for part in _circular_parts(graph) for label in part}


def _circular_parts(graph: nx.DiGraph) -> Iterator[set[str]]:
    import networkx as nx

    for part in nx.strongly_connected_components(graph):
        if len(part) > 1 or any(graph.has_edge(label, label) for label in part):
            yield part


def _short_cycle(graph: nx.DiGraph, part: Collection[str], rank: Mapping[str, int]) -> list[str]:
    nodes = sorted(part, key=rank.__getitem__)
    for label in nodes:
        if graph.has_edge(label, label):
            return [label]
    for label in nodes:
        for other in sorted(graph.succ[label], key=rank.__getitem__):
            if graph.has_edge(other, label):
                return [label, other]
    inside = {label: [n for n in graph.succ[label] if n in part] for label in nodes}
    return min((_cycle_through(inside, label) for label in nodes[:_CIRCLE_STARTS]), key=len)


def _cycle_through(inside: Mapping[str, list[str]], start: str) -> list[str]:
    """The shortest cycle through a node, which all others lead back to."""
    before: dict[str, str] = {}
    row = deque([start])
    while start not in before:
        here = row.popleft()
        for label in inside[here]:
            if label not in before:
                before[label] = here
                row.append(label)
    cycle = [before[start]]
    while cycle[-1] != start:
        cycle.append(before[cycle[-1]])
    return cycle[::-1]


def nearest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Those of some names that were probably meant by a name that is not among them."""
    from difflib import get_close_matches

    names = sorted(names)
    alike = [other for other in names if other.casefold() == name.casefold()]
    part = name.rpartition(":")[2].casefold()
    same = [n for n in names if n.rpartition(":")[2].casefold() == part]  # another prefix
    close = get_close_matches(name, names, n=count, cutoff=0.6)
    return list(dict.fromkeys([*alike, *same, *close]))[:count]


# ---- of a plan ----------------------------------------------------------------------------------


def leaves_first(plan: Plan) -> list[PlanNode]:
    """The nodes in an order in which each comes after what it uses, ties as in the file.

    Raises:
        InputError: the plan goes in a circle.
    """
    circles = cycles(plan.digraph())
    if circles:
        walk = [*circles[0], circles[0][0]]
        if len(walk) > _SHOWN:
            left = len(walk) - _SHOWN
            walk[_SHOWN // 2 : -_SHOWN // 2] = [f"… {left} more …"]
        chain = " → ".join(walk)
        raise InputError(f"the plan goes in a circle: {chain}", file=plan.file)
    return [plan.nodes[label] for label in in_order(plan.digraph())]


def rests_on(plan: Plan, label: str) -> list[PlanNode]:
    """What a node rests on, all the way down, in the plan's order."""
    used: dict[str, list[str]] = {}
    for name, user in plan.edges:  # the plugin's guards ask before every write: no networkx
        used.setdefault(user, []).append(name)
    below = {label}
    row = [label]
    while row:
        fresh = [name for name in used.get(row.pop(), ()) if name not in below]
        below.update(fresh)
        row += fresh
    return [node for name, node in plan.nodes.items() if name in below and name != label]
