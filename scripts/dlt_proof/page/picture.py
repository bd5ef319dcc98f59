"""The drawing itself: nodes and lines of a graph as SVG, for the page and on its own."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from ..records.errors import InputError
from ..records.graph import LemmaGraph
from ..records.record import Record
from .layout import lay_out
from .look import BOX, EDGE_LOOKS, ELLIPSE, MARK_STROKES, NOTE, is_bold, shape_of
from .places import Layout, Size
from .uses import Line, lines_of
from .words import described, name_of, one_line, plain, shortened, text_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records.graph import GraphNode

#: Units around the drawing.
MARGIN = 24.0
_NAME_SIZE, _TITLE_SIZE = 13.0, 11.0
_MARK_ROOM = 22.0
_FOLD = 9.0
_ARROW = 8.0


class Picture(Record):
    """A drawn graph.

    Args:
        nodes, lines: SVG of each node and each line, in the order of the graph.
        drawn: what the lines stand for.
        sizes: of the nodes.
        layout: where everything is.
    """

    nodes: tuple[str, ...]
    lines: tuple[str, ...]
    drawn: tuple[Line, ...]
    sizes: tuple[Size, ...]
    layout: Layout


def address_of(node: GraphNode) -> str:
    """The fragment that leads to a node on the page."""
    return "#" + quote(one_line(node.id), safe="/:@!$&*+,;=-._~")


def draw(graph: LemmaGraph, *, linked: bool) -> Picture:
    """Place and draw a graph.

    Args:
        graph: what to draw.
        linked: whether nodes are links to their fragment of a page.

    Raises:
        InputError: there is no node.
        MissingPartError: the layout program is missing, failed, or took too long.
    """
    require_nodes(graph)
    drawn = lines_of(graph)
    nodes = list(graph.nodes.values())
    sizes = [_size(node) for node in nodes]
    layout = lay_out(sizes, drawn)
    return Picture(
        tuple(
            _node(number, node, sizes[number], layout.places[number], linked)
            for number, node in enumerate(nodes)
        ),
        tuple(_line(number, line, layout, sizes) for number, line in enumerate(drawn)),
        tuple(drawn),
        tuple(sizes),
        layout,
    )


def require_nodes(graph: LemmaGraph) -> None:
    """Refuse a graph in which there is nothing to draw."""
    if not graph.nodes:
        raise InputError(
            "the graph has no node, so there is nothing to draw",
            remedy="write a plan or a statement first",
        )


def mark(state: str) -> str:
    """The mark of a state, around (0, 0)."""
    return f'<path class="mark" d="{MARK_STROKES[state]}"/>'


def markers() -> str:
    """Definitions of the arrowheads that the style sheet refers to."""
    size = f'viewBox="0 0 8 8" markerWidth="{_ARROW:g}" markerHeight="{_ARROW:g}" refX="0" refY="4"'
    heads = [
        f'<marker id="arrow-{head}" class="arrow arrow-{head}" {size} '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8L8 4L0 7.2Z"/></marker>'
        for head in (*EDGE_LOOKS, "in", "out")
    ]
    return f"<defs>{''.join(heads)}</defs>"


def _texts(node: GraphNode) -> tuple[str, str]:
    """What stands in a node: its name, and below its title where it has one of its own."""
    name, title = name_of(node), plain(node.title)
    return shortened(name), shortened(title) if title.casefold() != name.casefold() else ""


def _size(node: GraphNode) -> Size:
    name, title = _texts(node)
    width = max(text_width(name, _NAME_SIZE * 1.07), text_width(title, _TITLE_SIZE)) + _MARK_ROOM
    height = 46.0 if title else 32.0
    if shape_of(node.kind) == ELLIPSE:
        return Size(round(width * 1.16 + 26), height + 8)
    return Size(round(width + 24), height)


def _node(
    number: int, node: GraphNode, size: Size, place: tuple[float, float], linked: bool
) -> str:
    shape = shape_of(node.kind)
    name, title = _texts(node)
    classes = ["node", f"state-{node.state}", f"shape-{shape}"]
    classes += ["bold"] if is_bold(node.kind) else []
    classes += ["goal"] if node.goal else []
    about = escape(described(node))
    link = f' href="{escape(address_of(node))}" aria-label="{about}"' if linked else ""
    element = "a" if linked else "g"
    ring = _outline(shape, size, 4.0, "ring") if node.goal else ""
    inset = _MARK_ROOM / 2
    lines = f'<text class="name" x="{inset:g}" y="{-3 if title else 4.5:g}">{escape(name)}</text>'
    if title:
        lines += f'<text class="title" x="{inset:g}" y="13">{escape(title)}</text>'
    words = max(text_width(name, _NAME_SIZE * 1.07), text_width(title, _TITLE_SIZE))
    left = max(-words / 2 + inset - 14, -size.width / 2 + (16 if shape == ELLIPSE else 13))
    return (
        f'<{element} class="{" ".join(classes)}" data-node="{number}"{link} '
        f'transform="translate({place[0]:g} {place[1]:g})"><title>{about}</title>'
        f"{ring}{_outline(shape, size, 0.0, 'shape')}"
        f'<g transform="translate({left:.1f} 0)">{mark(node.state)}</g>{lines}</{element}>'
    )


def _outline(shape: str, size: Size, around: float, name: str) -> str:
    """A node's outline, or one some units around it."""
    x, y = size.width / 2 + around, size.height / 2 + around
    if shape == ELLIPSE:
        return f'<ellipse class="{name}" rx="{x:g}" ry="{y:g}"/>'
    if shape == NOTE:
        fold = f"M{x - _FOLD:g} {-y:g}V{-y + _FOLD:g}H{x:g}" if name == "shape" else ""
        corner = f"L{x:g} {-y + _FOLD:g}"
        return (
            f'<path class="{name}" d="M{-x:g} {-y:g}H{x - _FOLD:g}{corner}V{y:g}H{-x:g}Z{fold}"/>'
        )
    radius = 2 if shape == BOX else 14
    return (
        f'<rect class="{name}" x="{-x:g}" y="{-y:g}" width="{2 * x:g}" height="{2 * y:g}" '
        f'rx="{radius:g}"/>'
    )


def _line(number: int, line: Line, layout: Layout, sizes: list[Size]) -> str:
    route = layout.routes.get((line.source, line.target))
    path = _curve(route) if route else _direct(line, layout, sizes)
    classes = ["line", f"kind-{line.kinds[0]}"] + (["shortcut"] if line.shortcut else [])
    return f'<path class="{" ".join(classes)}" data-line="{number}" d="{path}"/>'


def _curve(route: tuple[tuple[float, float], ...]) -> str:
    points = [f"{x:g} {y:g}" for x, y in route]
    return f"M{points[0]}C{' '.join(points[1:])}"


def _direct(line: Line, layout: Layout, sizes: list[Size]) -> str:
    """A line that had no part in the layout: a curve from edge to edge.

    It bends aside of what may stand between, where the one is right below the other.
    """
    (x1, y1), (x2, y2) = layout.places[line.source], layout.places[line.target]
    half1, half2 = sizes[line.source].height / 2, sizes[line.target].height / 2
    widest = max(sizes[line.source].width, sizes[line.target].width)
    aside = 0.0
    if abs(x2 - x1) < widest:
        aside = 0.7 * widest + 40
        x1, x2 = (x + 0.22 * sizes[n].width for x, n in ((x1, line.source), (x2, line.target)))
    down = 1 if y2 >= y1 else -1
    if abs(y2 - y1) > half1 + half2:
        # A line from aside comes in flat, so that its head is less high.
        start, end = y1 + down * half1, y2 - down * (half2 + _ARROW * (0.4 if aside else 1))
        bend1, bend2 = start + (end - start) * 0.4, start + (end - start) * 0.6
    else:  # side by side: below both
        start, end = y1 + half1, y2 + half2 + _ARROW
        bend1 = bend2 = max(start, end) + 30
    numbers = (x1 + aside, bend1, x2 + aside, bend2, x2, end)
    return f"M{x1:g} {start:g}C{' '.join(f'{round(number, 1):g}' for number in numbers)}"


def bounds(picture: Picture) -> tuple[float, float, float, float]:
    """Left, top, width and height of a picture with its margin."""
    return (
        -MARGIN,
        -MARGIN,
        picture.layout.width + 2 * MARGIN,
        picture.layout.height + 2 * MARGIN,
    )


def shown_lines(picture: Picture) -> Iterator[str]:
    """The lines that are drawn before anybody asks for others."""
    for line, svg in zip(picture.drawn, picture.lines, strict=True):
        if not line.shortcut and EDGE_LOOKS[line.kinds[0]].shown:
            yield svg
