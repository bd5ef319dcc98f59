"""What the signs of a picture mean: only those that are in it, with how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from ..latex import STATEMENT_KINDS
from ..records.graph import CITATION, STATES, LemmaGraph
from .look import BOX, EDGE_LOOKS, ELLIPSE, NOTE, STATE_LOOKS, is_bold, shape_of
from .picture import mark
from .uses import Line

_OUTLINES = {
    ELLIPSE: '<ellipse cx="17" cy="10" rx="15" ry="8"/>',
    BOX: '<rect x="2" y="3" width="30" height="14" rx="1"/>',
    NOTE: '<path d="M2 3H26L32 9V17H2ZM26 3V9H32"/>',
}
_ROUNDED = '<rect x="2" y="3" width="30" height="14" rx="7"/>'


def legend_html(graph: LemmaGraph, lines: Sequence[Line]) -> str:
    """The legend of the page, whose entries are switches."""
    nodes = graph.nodes.values()
    states = Counter(node.state for node in nodes)
    kinds = Counter(node.kind for node in nodes)
    told = Counter(kind for line in lines for kind in line.kinds)
    shortcuts = sum(line.shortcut for line in lines)
    out = ["<h3>States (press to pick out)</h3><ul>"]
    for state in STATES:
        if states[state]:
            look = STATE_LOOKS[state]
            sample = (
                f'<g class="node state-{state}"><rect class="shape" x="2" y="1" width="30" '
                f'height="18" rx="4"/><g transform="translate(17 10)">{mark(state)}</g></g>'
            )
            about = f'data-state="{state}" title="{escape(look.meaning)}"'
            out.append(_button(about, sample, look.word, states[state]))
    out.append("</ul><h3>Kinds</h3><ul>")
    for kind in (*STATEMENT_KINDS, CITATION):
        if kinds[kind]:
            width = 2.6 if is_bold(kind) else 1.3
            outline = _OUTLINES.get(shape_of(kind), _ROUNDED)
            sample = f'<g fill="none" stroke="currentColor" stroke-width="{width}">{outline}</g>'
            out.append(_button(f'data-kind="{escape(kind)}"', sample, kind, kinds[kind]))
    out.append("</ul>")
    if any(node.goal for node in nodes):
        out.append("<p>A second outline: a goal.</p>")
    if lines:
        out.append("<h3>Lines</h3><ul>")
        for kind, edge in EDGE_LOOKS.items():
            if told[kind]:
                about = f'data-line="{kind}"' + (" checked" if edge.shown else "")
                out.append(_check(about, f"line kind-{kind}", edge.word, told[kind]))
        if shortcuts:
            about = 'data-shortcut="1"'
            out.append(
                _check(
                    about,
                    "line kind-proof shortcut",
                    "shortcuts",
                    shortcuts,
                    "uses that a longer way through other nodes implies",
                )
            )
        out.append("</ul>")
    return "".join(out)


def _button(about: str, sample: str, word: str, count: int) -> str:
    return (
        f'<li><button type="button" aria-pressed="false" {about}>'
        f'<svg viewBox="0 0 34 20" aria-hidden="true">{sample}</svg>'
        f'<span>{escape(word)}</span><span class="count">{count}</span></button></li>'
    )


def _check(about: str, classes: str, word: str, count: int, meaning: str = "") -> str:
    return (
        f'<li><label title="{escape(meaning)}"><input type="checkbox" {about}>'
        f'<svg viewBox="0 0 34 20" aria-hidden="true"><path class="{classes}" d="M1 10H25"/></svg>'
        f'<span>{escape(word)}</span><span class="count">{count}</span></label></li>'
    )


def legend_svg(graph: LemmaGraph, top: float, width: float) -> tuple[str, float]:
    """The legend of a picture on its own, in rows below it.

    Args:
        graph: what was drawn.
        top, width: where the rows begin and how wide they may be.

    Returns:
        The SVG and the height of all rows.
    """
    entries: list[tuple[str, str]] = []
    found = {node.state for node in graph.nodes.values()}
    for state in STATES:
        if state in found:
            sample = (
                f'<g class="node state-{state}"><rect class="shape" x="0" y="-9" width="26" '
                f'height="18" rx="4"/><g transform="translate(13 0)">{mark(state)}</g></g>'
            )
            entries.append((sample, STATE_LOOKS[state].word))
    told = {edge.kind for edge in graph.edges}
    for kind, edge in EDGE_LOOKS.items():
        if kind in told and edge.shown:
            entries.append((f'<path class="line kind-{kind}" d="M0 0H24"/>', edge.word))
    if any(node.goal for node in graph.nodes.values()):
        ring = '<g class="node"><rect class="goal-sample" x="0" y="-9" width="26" height="18"/>'
        inner = '<rect class="goal-sample" x="3.5" y="-5.5" width="19" height="11"/></g>'
        entries.append((ring + inner, "goal"))
    out, x, y = [], 0.0, top
    for sample, word in entries:
        room = 60 + len(word) * 7.0
        if x and x + room > width:
            x, y = 0.0, y + 26
        out.append(
            f'<g transform="translate({x:g} {y:g})">{sample}'
            f'<text class="key" x="38" y="4">{escape(word)}</text></g>'
        )
        x += room
    return "".join(out), y - top + 26
