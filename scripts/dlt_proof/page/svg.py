"""The picture as an SVG file of its own, for a document or a README."""

from __future__ import annotations

from html import escape

from ..project import shipped_path
from ..records.graph import LemmaGraph
from .legend import legend_svg
from .picture import MARGIN, draw, markers, shown_lines
from .style import colour_sheet
from .words import one_line

#: No picture is narrower, so that its legend has room.
_LEAST_WIDTH = 640.0
_EXTRA = """
.heading{font-size:18px;font-weight:600;fill:var(--text)}
.key{font-size:12px;fill:var(--text)}
.goal-sample{fill:none;stroke:var(--quiet)}
.page{fill:var(--paper)}
"""


def graph_svg(graph: LemmaGraph, *, title: str) -> str:
    """The graph as one SVG file with its title and legend, light or dark as its reader prefers.

    Mentions and shortcuts (lines that follow from others) are left out.

    Args:
        graph: what to draw.
        title: above the picture, as text.

    Raises:
        InputError: the graph has no node.
        MissingPartError: graphviz-pure is missing or failed.
    """
    from pathlib import Path

    picture = draw(graph, linked=False)
    sheet = (Path(shipped_path("templates")) / "page" / "picture.css").read_text(encoding="utf-8")
    width = max(picture.layout.width, _LEAST_WIDTH)
    left = (width - picture.layout.width) / 2
    top = 44.0
    legend, below = legend_svg(graph, top + picture.layout.height + 40, width)
    height = top + picture.layout.height + 40 + below
    name = escape(one_line(title) or "Lemma graph")
    box = f"{-MARGIN:g} {-MARGIN:g} {width + 2 * MARGIN:g} {height + 2 * MARGIN:g}"
    size = f'width="{width + 2 * MARGIN:g}" height="{height + 2 * MARGIN:g}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {size} role="img">',
            f"<title>{name}</title>",
            f"<style>{colour_sheet()}{sheet}{_EXTRA}</style>",
            markers(),
            f'<rect class="page" x="{-MARGIN:g}" y="{-MARGIN:g}" width="100%" height="100%"/>',
            f'<text class="heading" y="14">{name}</text>',
            f'<g transform="translate({left:g} {top:g})"><g>',
            *shown_lines(picture),
            "</g><g>",
            *picture.nodes,
            "</g></g>",
            legend,
            "</svg>",
            "",
        ]
    )
