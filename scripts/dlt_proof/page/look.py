"""How kinds, states and uses look, in every format: shapes, colours, marks and words.

The colours start from the palette of Okabe and Ito, which people with any common colour blindness
tell apart; no state is told by colour alone, each has a mark and a word too.
"""

from __future__ import annotations

from ..records.graph import EDGE_KINDS
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

BOX, ELLIPSE, ROUNDED, NOTE = "box", "ellipse", "rounded", "note"


class Colours(Record):
    """The colours of a node: its area, its outline and mark, its words."""

    fill: str
    line: str
    ink: str


class StateLook(Record):
    """How a state is told.

    Args:
        word: its name for people.
        meaning: what it says, one clause.
        mark: one or two signs that stand for it in plain text.
        light, dark: its colours on a light and on a dark page.
    """

    word: str
    meaning: str
    mark: str
    light: Colours
    dark: Colours


STATE_LOOKS: Mapping[str, StateLook] = {
    "false": StateLook(
        "false",
        "its numeric check found an instance that violates it",
        "✗",
        Colours("#c8400a", "#7d2400", "#ffffff"),
        Colours("#f0642a", "#ffc6a8", "#1a0a02"),
    ),
    "rests-on-false": StateLook(
        "rests on false",
        "something it rests on is false",
        "!",
        Colours("#f0a63a", "#6e3d00", "#2b1800"),
        Colours("#8f5300", "#ffca7a", "#fff3df"),
    ),
    "planned": StateLook(
        "planned",
        "not in the LaTeX yet",
        "…",
        Colours("#ffffff", "#7a828c", "#333a42"),
        Colours("#16191e", "#949da8", "#d5dae0"),
    ),
    "stated": StateLook(
        "stated",
        "in the LaTeX, without proof",
        "○",
        Colours("#fdf8c4", "#8a7d00", "#35300a"),
        Colours("#35320b", "#e6d95a", "#faf5cf"),
    ),
    "given": StateLook(
        "given",
        "in an adopted paper, not under management, unchecked",
        "?",
        Colours("#d6b3e6", "#6b2f8a", "#2e103d"),
        Colours("#7b4a94", "#ecd2fb", "#fbf4ff"),
    ),
    "cited": StateLook(
        "cited",
        "the work of others",
        "“",
        Colours("#e6e8eb", "#6b737d", "#2b3138"),
        Colours("#30353c", "#a3acb7", "#e4e7eb"),
    ),
    "proved": StateLook(
        "proved",
        "a proof is written",
        "◐",
        Colours("#c6e4fb", "#1f77b0", "#0d2c42"),
        Colours("#0d3a66", "#6bbcf2", "#dceffb"),
    ),
    "checked": StateLook(
        "checked",
        "its steps have current evidence",
        "✓",
        Colours("#8fd8bf", "#006048", "#04281f"),
        Colours("#0b5a45", "#4bd6ad", "#e2faf3"),
    ),
    "all-ancestors-checked": StateLook(
        "all checked",
        "its steps and everything it rests on have current evidence",
        "✓✓",
        Colours("#00664c", "#003d2d", "#ffffff"),
        Colours("#35c79d", "#c4f7e6", "#02150f"),
    ),
}


class EdgeLook(Record):
    """How a use is drawn.

    Args:
        word: what it says of the thing used.
        light, dark: its colour.
        dashes: lengths of strokes and gaps, "" for a solid line.
        shown: whether it is drawn before anybody asks for it.
    """

    word: str
    light: str
    dark: str
    dashes: str = ""
    shown: bool = True


EDGE_LOOKS: Mapping[str, EdgeLook] = {
    "proof": EdgeLook("used in proof", "#4b535d", "#aab3be"),
    "statement": EdgeLook("used in statement", "#4b535d", "#aab3be", "6 4"),
    "declared": EdgeLook("only declared", "#8a3d8f", "#d9a8f2", "1.5 4"),
    "mention": EdgeLook("only mentioned", "#9aa2ac", "#6d7681", "1.5 6", shown=False),
    "cites": EdgeLook("cited", "#b4bbc4", "#565e69"),
}
#: An edge told in several ways is drawn in the first of these that is shown.
STRONGEST_FIRST = ("proof", "statement", "declared", "cites", "mention")
assert set(STRONGEST_FIRST) == set(EDGE_KINDS)

_SHAPES = {
    "definition": BOX,
    "assumption": BOX,
    "notation": BOX,
    "citation": NOTE,
    "remark": ROUNDED,
    "other": ROUNDED,
}


def shape_of(kind: str) -> str:
    """Box for what is fixed, ellipse for what is asserted, note for a source."""
    return _SHAPES.get(kind, ELLIPSE)


def is_bold(kind: str) -> bool:
    """Whether the outline is thick: theorems."""
    return kind == "theorem"


#: The mark of each state as strokes around (0, 0), so that no typeface has to have the sign.
MARK_STROKES: Mapping[str, str] = {
    "false": "M-4 -4L4 4M4 -4L-4 4",
    "rests-on-false": "M0 -5V1.2M0 4.6V4.7",
    "planned": "M-4.2 0H-4.1M0 0H.1M4.2 0H4.3",
    "stated": "M-4.4 0A4.4 4.4 0 1 0 4.4 0A4.4 4.4 0 1 0 -4.4 0",
    "given": "M-2.6 -2.3A2.7 2.7 0 1 1 1.2 .2Q0 .8 0 2M0 4.9V5",
    "cited": "M-1.2 -3.6Q-4.2 -1.6 -3.8 1.6H-2.6M4 -3.6Q1 -1.6 1.4 1.6H2.6",
    "proved": "M-4.4 0A4.4 4.4 0 1 0 4.4 0A4.4 4.4 0 1 0 -4.4 0M0 -4V4M-1.6 -3.6V3.6M-3.1 -2.5V2.5",
    "checked": "M-4.6 .3L-1.4 3.6L4.6 -3.8",
    "all-ancestors-checked": "M-6.4 .4L-3.6 3.4L1.6 -3.6M-1 2.2L.2 3.4L6 -3.6",
}
