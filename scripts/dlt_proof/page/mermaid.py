"""The graph as a Mermaid flowchart, which many places render inside of Markdown."""

from __future__ import annotations

from ..patterns import pattern
from ..records.graph import LemmaGraph
from .look import BOX, EDGE_LOOKS, ELLIPSE, NOTE, ROUNDED, STATE_LOOKS, is_bold, shape_of
from .picture import require_nodes
from .uses import lines_of
from .words import name_of, plain, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..records.graph import GraphNode

#: What surrounds a label. Mermaid has no ellipse: its stadium is nearest; an asymmetric shape is
#: nearest to a note.
_AROUND = {BOX: ("[", "]"), ELLIPSE: ("([", "])"), ROUNDED: ("(", ")"), NOTE: (">", "]")}
_ARROWS = {"proof": "-->", "statement": "-.->", "declared": "-.->", "cites": "-->"}
#: Every other character is written as an entity, by its number. A colon too: Mermaid looks for
#: `style…:…#…;` on a line and takes the last semicolon away.
_UNSAFE = pattern(r"[^\w ,/()–—“”‘’…✗!○?◐✓=]|_")
_CLASS_CHARACTER = pattern(r"[^a-z]")


def graph_mermaid(graph: LemmaGraph) -> str:
    """The graph as a Mermaid flowchart: one arrow for each pair of nodes, no mentions.

    Raises:
        InputError: the graph has no node.
    """
    require_nodes(graph)
    out = ["flowchart TB"]
    out += [f"  {_node(number, node)}" for number, node in enumerate(graph.nodes.values())]
    coloured: dict[str, list[int]] = {"declared": [], "cites": []}
    drawn = [line for line in lines_of(graph) if line.kinds != ("mention",)]
    for number, line in enumerate(drawn):
        kind = line.kinds[0]
        out.append(f"  n{line.source} {_ARROWS[kind]} n{line.target}")
        if kind in coloured:
            coloured[kind].append(number)
    for kind, numbers in coloured.items():
        if numbers:
            colour = EDGE_LOOKS[kind].light
            out.append(f"  linkStyle {','.join(map(str, numbers))} stroke:{colour}")
    for state in dict.fromkeys(node.state for node in graph.nodes.values()):
        colours = STATE_LOOKS[state].light
        dashes = ",stroke-dasharray:4 3" if state == "planned" else ""
        out.append(
            f"  classDef {_class(state)} fill:{colours.fill},stroke:{colours.line},"
            f"color:{colours.ink}{dashes}"
        )
    out += _marked("bold", "3px", [is_bold(node.kind) for node in graph.nodes.values()])
    out += _marked("goal", "5px", [node.goal for node in graph.nodes.values()])
    return "\n".join([*out, ""])


def _node(number: int, node: GraphNode) -> str:
    """A node under a number: a label could be a word of the language, or hold any character."""
    name, title = name_of(node), plain(node.title)
    lines = [f"{STATE_LOOKS[node.state].mark} {shortened(name)}"]
    if title and title.casefold() != name.casefold():
        lines.append(shortened(title))
    label = "<br/>".join(_UNSAFE.sub(lambda m: f"#{ord(m[0])};", line) for line in lines)
    before, after = _AROUND[shape_of(node.kind)]
    return f'n{number}{before}"{label}"{after}:::{_class(node.state)}'


def _marked(name: str, width: str, chosen: list[bool]) -> list[str]:
    """Statements that give some nodes a thicker outline."""
    numbers = ",".join(f"n{number}" for number, is_chosen in enumerate(chosen) if is_chosen)
    return (
        [f"  classDef {name} stroke-width:{width}", f"  class {numbers} {name}"] if numbers else []
    )


def _class(state: str) -> str:
    """The state as the name of a class. `state` comes first, since `false` might be a word."""
    return "state" + _CLASS_CHARACTER.sub("", state)
