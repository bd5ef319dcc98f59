"""Claims and controls of a run as one SVG: a panel each, what was observed over its bound.

Drawn here, since these few axes need no plotting library.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .results import Result

_WIDTH, _HEIGHT, _COLUMNS, _MARGIN = 300, 240, 3, 46
_COLOURS = {"holds": "#1a7f37", "fails": "#cf222e", "inconclusive": "#9a6700", "invalid": "#57606a"}

Axis = tuple[float, float, bool]


def plot(claims: Sequence[Result], controls: Sequence[Result]) -> str:
    """The picture. Points above the line violate the claim; a rate shows values over sizes.

    Args:
        claims, controls: the results of a run.
    """
    results = [*claims, *controls]
    rows = -(-max(1, len(results)) // _COLUMNS)
    width, height = _WIDTH * _COLUMNS, _HEIGHT * rows
    panels = [
        f'<g transform="translate({i % _COLUMNS * _WIDTH} {i // _COLUMNS * _HEIGHT})">'
        f"{_panel(result, control=i >= len(claims))}</g>"
        for i, result in enumerate(results)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="10">\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n'
        + "\n".join(panels)
        + "\n</svg>\n"
    )


def _panel(result: Result, *, control: bool) -> str:
    colour = _COLOURS[result.verdict]
    word = "refuted" if control and result.verdict == "fails" else result.verdict
    title = f"{'control' if control else 'claim'} {result.claim.name}: {word}"
    shown = title if len(title) <= 46 else f"{title[:45]}…"
    head = (
        f'<text x="{_MARGIN}" y="16" fill="{colour}">{_text(shown)}'
        f"<title>{_text(result.claim.statement)}</title></text>"
    )
    points = [p for p in result.points if math.isfinite(p[0]) and math.isfinite(p[1])]
    if not points:
        return head + f'<text x="{_MARGIN}" y="{_HEIGHT / 2}">no points to show</text>'
    is_rate = result.kind == "rate" or (result.kind == "convergence" and not result.ratio)
    across, up = [p[0] for p in points], [p[1] for p in points]
    if is_rate:
        horizontal, vertical = _axis(across), _axis(up)
    else:
        horizontal = vertical = _axis(across + up)
    marks = "".join(
        f'<circle cx="{_x(a, horizontal):.1f}" cy="{_y(b, vertical):.1f}" r="2" fill="{colour}" '
        'fill-opacity="0.5"/>'
        for a, b in points
    )
    line = ""
    if not is_rate:
        low, high = horizontal[0], horizontal[1]
        ends = [(_x(v, horizontal), _y(v, vertical)) for v in (low, high)]
        line = (
            f'<line x1="{ends[0][0]:.1f}" y1="{ends[0][1]:.1f}" x2="{ends[1][0]:.1f}" '
            f'y2="{ends[1][1]:.1f}" stroke="#57606a" stroke-dasharray="4 3"/>'
        )
    return head + _frame(horizontal, vertical, is_rate=is_rate) + line + marks


def _frame(horizontal: Axis, vertical: Axis, *, is_rate: bool) -> str:
    left, right, top, bottom = _MARGIN, _WIDTH - 12, 24, _HEIGHT - 34
    names = ("size", "value") if is_rate else ("bound", "observed")
    return (
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" fill="none" '
        'stroke="#d0d7de"/>'
        f'<text x="{left}" y="{bottom + 12}">{horizontal[0]:.2g}</text>'
        f'<text x="{right}" y="{bottom + 12}" text-anchor="end">{horizontal[1]:.2g}</text>'
        f'<text x="{(left + right) / 2}" y="{bottom + 24}" text-anchor="middle">{names[0]}'
        f"{' (log)' if horizontal[2] else ''}</text>"
        f'<text x="{left - 3}" y="{bottom}" text-anchor="end">{vertical[0]:.2g}</text>'
        f'<text x="{left - 3}" y="{top + 10}" text-anchor="end">{vertical[1]:.2g}</text>'
        f'<text transform="translate(10 {(top + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{names[1]}{' (log)' if vertical[2] else ''}</text>"
    )


def _axis(values: Sequence[float]) -> Axis:
    """Ends of an axis and whether it is logarithmic: where all is positive and spans a decade."""
    low, high = min(values), max(values)
    is_log = low > 0 and high / low > 10
    if low == high:
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    return low, high, is_log


def _part(value: float, axis: Axis) -> float:
    low, high, is_log = axis
    if is_log:
        return (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))
    # Halves first: the difference of two large numbers may be infinite.
    return (value / 2 - low / 2) / (high / 2 - low / 2)


def _x(value: float, axis: Axis) -> float:
    return _MARGIN + _part(value, axis) * (_WIDTH - 12 - _MARGIN)


def _y(value: float, axis: Axis) -> float:
    return _HEIGHT - 34 - _part(value, axis) * (_HEIGHT - 58)


def _text(text: str) -> str:
    import html  # its tables take longer to load than the rest of the kit

    return html.escape(text, quote=True)
