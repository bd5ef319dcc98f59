"""Which lines a picture has: one for each pair of nodes, and which follow from others.

In a paper the main theorem refers to nearly everything. A line from a lemma to it says little
where a longer way leads there too: such a *shortcut* is known, and drawn only when asked for.
"""

from __future__ import annotations

from ..records.graph import LemmaGraph
from ..records.record import Record
from .look import STRONGEST_FIRST

#: Kinds that tell of what rests on what inside the paper.
_INSIDE = frozenset(["proof", "statement", "declared"])


class Line(Record):
    """All uses of one node by another.

    Args:
        source, target: the nodes' ordinals in the graph.
        kinds: of the uses, the one that says most first.
        shortcut: whether a longer way leads from the one to the other.
    """

    source: int
    target: int
    kinds: tuple[str, ...]
    shortcut: bool = False

    @property
    def is_laid_out(self) -> bool:
        """Whether the line has a part in where nodes are placed."""
        return not self.shortcut and self.kinds != ("mention",)


def lines_of(graph: LemmaGraph) -> list[Line]:
    """The lines between the nodes, in the order of the edges."""
    ordinal = {name: number for number, name in enumerate(graph.nodes)}
    kinds: dict[tuple[int, int], set[str]] = {}
    for edge in graph.edges:
        kinds.setdefault((ordinal[edge.source], ordinal[edge.target]), set()).add(edge.kind)
    inside = [pair for pair, found in kinds.items() if found & _INSIDE]
    implied = _implied(len(ordinal), inside)
    return [
        Line(*pair, tuple(k for k in STRONGEST_FIRST if k in found), pair in implied)
        for pair, found in kinds.items()
    ]


def _implied(nodes: int, pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs that a longer way connects. Those on a cycle stay: none of them follows."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(pairs)
    condensed = networkx.condensation(graph)
    knot_of: dict[int, int] = condensed.graph["mapping"]
    order = list(networkx.lexicographical_topological_sort(condensed))
    rank = {knot: place for place, knot in enumerate(order)}
    #: What can be reached from each knot, itself included, as a set of bits.
    reached: dict[int, int] = {}
    followed: set[tuple[int, int]] = set()
    for knot in reversed(order):
        own = 1 << rank[knot]
        for after in sorted(condensed.successors(knot), key=rank.__getitem__):
            if own >> rank[after] & 1:
                followed.add((knot, after))
            own |= reached[after]
        reached[knot] = own
    return {pair for pair in pairs if (knot_of[pair[0]], knot_of[pair[1]]) in followed}
