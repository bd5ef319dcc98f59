"""The graph in the language of Graphviz, for people who draw it with their own tools."""

from __future__ import annotations

from ..records.graph import LemmaGraph
from .look import (
    BOX,
    EDGE_LOOKS,
    ELLIPSE,
    NOTE,
    ROUNDED,
    STATE_LOOKS,
    STRONGEST_FIRST,
    is_bold,
    shape_of,
)
from .picture import address_of, require_nodes
from .words import described, name_of, one_line, plain, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..records.graph import GraphNode

_SHAPES = {BOX: "box", ELLIPSE: "ellipse", ROUNDED: "box", NOTE: "note"}
_STYLES = {
    "proof": "solid",
    "statement": "dashed",
    "declared": "dotted",
    "mention": "dotted",
    "cites": "solid",
}


def graph_dot(graph: LemmaGraph) -> str:
    """The graph as DOT: every edge, also the mentions, which pull at nothing.

    Raises:
        InputError: the graph has no node.
    """
    require_nodes(graph)
    out = [
        "digraph lemmas {",
        '  graph [rankdir=TB, tooltip="used above, user below"];',
        '  node [fontname="Helvetica", fontsize=12, style=filled];',
        '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7];',
    ]
    out += [_node(node) for node in graph.nodes.values()]
    # In one place for each pair, so that the order says which is most.
    order = {kind: place for place, kind in enumerate(STRONGEST_FIRST)}
    number = {name: place for place, name in enumerate(graph.nodes)}
    edges = sorted(graph.edges, key=lambda e: (number[e.target], number[e.source], order[e.kind]))
    for edge in edges:
        look = EDGE_LOOKS[edge.kind]
        aside = ", constraint=false" if edge.kind == "mention" else ""
        place = one_line(f"{look.word}: {edge.file}:{edge.line}")
        out.append(
            f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [class={edge.kind}, "
            f'style={_STYLES[edge.kind]}, color="{look.light}"{aside}, tooltip={_quoted(place)}];'
        )
    return "\n".join([*out, "}", ""])


def _node(node: GraphNode) -> str:
    look, shape = STATE_LOOKS[node.state], shape_of(node.kind)
    name, title = name_of(node), plain(node.title)
    lines = [f"{look.mark} {shortened(name)}"]
    if title and title.casefold() != name.casefold():
        lines.append(shortened(title))
    style = (
        "filled,rounded"
        if shape == ROUNDED
        else "filled,dashed"
        if node.state == "planned"
        else "filled"
    )
    attributes = {
        # `\n` between lines is the one escape sequence that is meant.
        "label": '"' + r"\n".join(_escaped(line) for line in lines) + '"',
        "shape": _SHAPES[shape],
        "style": f'"{style}"',
        "fillcolor": f'"{look.light.fill}"',
        "color": f'"{look.light.line}"',
        "fontcolor": f'"{look.light.ink}"',
        "penwidth": "2.5" if is_bold(node.kind) else "1",
        "peripheries": "2" if node.goal else "1",
        "tooltip": _quoted(described(node)),
        "URL": _quoted(address_of(node)),
        "class": _quoted(f"{node.kind} {node.state}"),
    }
    inside = ", ".join(f"{name}={value}" for name, value in attributes.items())
    return f"  {_quoted(node.id)} [{inside}];"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Text that means itself between DOT's quotation marks.

    A backslash begins an escape sequence in a label, so it is doubled; an ampersand begins an
    entity of HTML, so it becomes one.
    """
    text = one_line(text, keep_spaces=True)
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
