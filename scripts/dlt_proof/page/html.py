"""The page: one HTML file that needs no network, with picture, search, focus and statements."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from urllib.parse import quote

from ..project import shipped_path
from ..records.graph import EDGE_KINDS, STATES, LemmaGraph
from .legend import legend_html
from .look import EDGE_LOOKS, MARK_STROKES, STATE_LOOKS
from .picture import Picture, address_of, bounds, draw, markers
from .prose import statement_html
from .style import colour_sheet
from .words import name_of, one_line, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SCRIPTS = ("data.js", "arrange.js", "view.js", "panel.js", "main.js")


def graph_html(graph: LemmaGraph, *, title: str, root: str | None) -> str:
    """The graph as a page that is whole in itself.

    Args:
        graph: what to show.
        title: of the page, as text.
        root: the way from the page to the project's root, for links to places: "." where the page
            lies there, `..` or an absolute path elsewhere. None: places are text.

    Raises:
        InputError: the graph has no node.
        MissingPartError: graphviz-pure or latex2mathml is missing or failed.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    picture = draw(graph, linked=True)
    style = "\n" + colour_sheet() + _shipped("picture.css") + _shipped("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(map(_shipped, _SCRIPTS)) + "})();\n"
    environment = Environment(
        loader=FileSystemLoader(shipped_path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("page/page.html.j2").render(
        title=one_line(title) or "Lemma graph",
        counts=counts(graph),
        policy=_policy(script, style),
        style=Markup(style),
        script=Markup(script),
        bounds=" ".join(f"{number:g}" for number in bounds(picture)),
        markers=Markup(markers()),
        lines=Markup("\n".join(picture.lines)),
        nodes=Markup("\n".join(picture.nodes)),
        legend=Markup(legend_html(graph, picture.drawn)),
        data=Markup(_json(_data(graph, picture, root))),
    )


def counts(graph: LemmaGraph) -> str:
    """How many there are, in one line: nodes, edges, and nodes of each state, worst first."""
    found = Counter(node.state for node in graph.nodes.values())
    states = [f"{found[state]} {STATE_LOOKS[state].word}" for state in STATES if found[state]]
    nodes, edges = len(graph.nodes), len(graph.edges)
    start = f"{nodes} node{'s' * (nodes != 1)}, {edges} edge{'s' * (edges != 1)}"
    return f"{start}: {', '.join(states)}"


def _shipped(name: str) -> str:
    from pathlib import Path

    return (Path(shipped_path("templates")) / "page" / name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """A policy under which nothing is fetched, and nothing runs but our own script."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(data: dict[str, Any]) -> str:
    """JSON that ends no script element, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _data(graph: LemmaGraph, picture: Picture, root: str | None) -> dict[str, Any]:
    by_label: dict[str, str] = {}
    for node in graph.nodes.values():
        by_label.setdefault(one_line(node.label or node.id), address_of(node))
    by_label.update({one_line(name): address_of(node) for name, node in graph.nodes.items()})
    number = {name: place for place, name in enumerate(graph.nodes)}
    told: dict[tuple[int, int], list[tuple[str, str, int]]] = {}
    for edge in graph.edges:
        pair = number[edge.source], number[edge.target]
        told.setdefault(pair, []).append((edge.kind, one_line(edge.file), edge.line))
    nodes = [
        {
            "id": one_line(node.id),
            "label": one_line(node.label),
            "name": name_of(node),
            "kind": node.kind,
            "plain": plain(node.title),
            "title": statement_html(node.title, by_label.get) if node.title else "",
            "state": node.state,
            "file": one_line(node.file),
            "line": node.line,
            "goal": node.goal,
            "managed": node.managed,
            "latex": node.statement,
            "html": statement_html(node.statement, by_label.get) if node.statement else "",
            "x": picture.layout.places[number_here][0],
            "y": picture.layout.places[number_here][1],
            "w": size.width,
            "h": size.height,
        }
        for number_here, (node, size) in enumerate(
            zip(graph.nodes.values(), picture.sizes, strict=True)
        )
    ]
    lines = [
        {
            "from": line.source,
            "to": line.target,
            "kinds": line.kinds,
            "shortcut": line.shortcut,
            "told": told[line.source, line.target],
        }
        for line in picture.drawn
    ]
    return {
        "root": _address(root),
        "nodes": nodes,
        "lines": lines,
        "states": {
            state: {"word": look.word, "meaning": look.meaning, "mark": MARK_STROKES[state]}
            for state, look in STATE_LOOKS.items()
        },
        "kinds": {kind: EDGE_LOOKS[kind].word for kind in EDGE_KINDS},
        "shown": {kind: EDGE_LOOKS[kind].shown for kind in EDGE_KINDS},
    }


def _address(root: str | None) -> str | None:
    """The root as the beginning of an address that can only be a file's."""
    if root is None:
        return None
    from pathlib import Path

    if Path(root).is_absolute():
        return Path(root).as_uri().rstrip("/") + "/"
    parts = [part for part in Path(root).as_posix().split("/") if part not in ("", ".")]
    return "./" + "".join(quote(part, safe="") + "/" for part in parts)
