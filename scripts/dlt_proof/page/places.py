"""Places of nodes, and how drawings of parts that nothing connects share one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Point: TypeAlias = "tuple[float, float]"

#: Between two drawings on the sheet.
_ROOM = 44.0
#: Between nodes that nothing connects to anything.
_BESIDE, _BELOW = 22.0, 26.0
#: How much wider than high the sheet is where that is free to choose.
_ASPECT = 1.7


class Size(Record):
    """How large a node is, in units."""

    width: float
    height: float


class Layout(Record):
    """A drawing's places, from its upper left corner.

    Args:
        width, height: of the whole.
        places: the centre of each node, by its ordinal.
        routes: for each line that was laid out, the control points of its cubic splines: a
            start, then three for each piece. It ends where its arrowhead begins.
    """

    width: float
    height: float
    places: Mapping[int, Point]
    routes: Mapping[tuple[int, int], tuple[Point, ...]]


def connected(nodes: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The parts that no pair connects to each other, in the order of their first nodes."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(pairs)
    return sorted(sorted(part) for part in networkx.connected_components(graph))


def together(parts: Sequence[Layout], single: Sequence[int], sizes: Sequence[Size]) -> Layout:
    """One sheet: the largest drawing first, the others in rows below it, single nodes last."""
    area = sum((part.width + _ROOM) * (part.height + _ROOM) for part in parts)
    area += sum((sizes[n].width + _BESIDE) * (sizes[n].height + _BELOW) for n in single)
    widest = max([sqrt(area * _ASPECT), *(part.width for part in parts)])
    places: dict[int, Point] = {}
    routes: dict[tuple[int, int], tuple[Point, ...]] = {}
    x = y = row = right = 0.0
    for part in sorted(parts, key=lambda part: -len(part.places)):
        if x and x + part.width > widest:
            x, y, row = 0.0, y + row + _ROOM, 0.0
        for number, place in part.places.items():
            places[number] = _moved(place, x, y)
        for pair, route in part.routes.items():
            routes[pair] = tuple(_moved(point, x, y) for point in route)
        x, row = x + part.width + _ROOM, max(row, part.height)
        right = max(right, x - _ROOM)
    if parts and single:
        y += row + _ROOM
    x, row = 0.0, 0.0 if single else row
    for number in single:
        size = sizes[number]
        if x and x + size.width > widest:
            x, y, row = 0.0, y + row + _BELOW, 0.0
        places[number] = _moved((size.width / 2, size.height / 2), x, y)
        x, row = x + size.width + _BESIDE, max(row, size.height)
        right = max(right, x - _BESIDE)
    return Layout(right, y + row, places, routes)


def _moved(point: Point, x: float, y: float) -> Point:
    return round(point[0] + x, 1), round(point[1] + y, 1)
