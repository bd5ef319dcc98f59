"""A display as formulas and words, where words in it are read: `\\text`, `\\intertext`.

Not here: the sentences that they are part of (`sentences`).
"""

from __future__ import annotations

from collections.abc import Callable

from .. import patterns
from ..latex import MathSpan, Span
from ..latex.arguments import after, group_at
from ..patterns import pattern

# Words in a display, by the command before them.
_NOTE = pattern(r"\\(?P<line>(?:short)?intertext|text|mbox|textnormal|textrm|textup|hbox)\s*(?={)")
_LINE_MATH = pattern(r"\$(?P<dollar>[^$]*)\$|\\\((?P<round>.*?)\\\)", patterns.DOTALL)
# What of a display says nothing: spaces, row ends, numbers, what ends it.
_EMPTY = pattern(
    r"(?:[\s.,;:&{}~$]|\\(?:[\\,;:!> ()\[\]]|q?quad\b|(?:no)?tag\b(?:\{[^{}]*\})?|nonumber\b"
    r"|notag\b|label\{[^{}]*\}|(?:begin|end)\{[^{}]*\}))*"
)
_STOPPED = pattern(r"\.[\s&{}$]*(?:\\[\\,;! ]|\\q?quad\b|\\end\{[^{}]*\}|[\s&{}$])*\Z")


def piece_at(masked: str, around: MathSpan, offset: int) -> MathSpan:
    """The formula in a display's words, or the piece of the display, that begins at an offset."""
    inner = _LINE_MATH.match(masked, offset, around.span.end)
    if inner:
        piece = Span(around.span.file, *inner.span(str(inner.lastgroup)))
        return MathSpan(piece, piece, False, "$")
    note = _NOTE.search(masked, offset, around.body.end)
    piece = Span(around.span.file, offset, note.start() if note else around.body.end)
    return MathSpan(piece, piece, False, around.environment)


def pieces(
    masked: str, formula: MathSpan, heard: Callable[[str], bool], inline: str, display: str
) -> list[tuple[int, int, str]]:
    """What of a display is passed over where words in it are read; nothing where none are.

    Args:
        masked: the file's text.
        formula: the display.
        heard: whether words, in lower case, are read.
        inline, display: the marks of formulas.

    Returns:
        Start, end and mark of each piece, in order; what is between them is to be read.
    """
    found: list[tuple[int, int, str]] = []
    begin, mark = formula.span.start, display
    for note in _NOTE.finditer(masked, formula.body.start, formula.body.end):
        group = group_at(masked, note.end()) if note.start() >= begin else None
        if group is None or group[1] > formula.body.end:
            continue
        if not heard(masked[group[0] : group[1]].lower().replace("~", " ")):
            continue
        found.append(_piece(masked, begin, group[0], note.start(), mark))
        for inner in _LINE_MATH.finditer(masked, group[0], group[1]):
            found.append((inner.start(), inner.end(), inline))
        mark = display if note["line"].endswith("intertext") else inline
        begin = after(masked, group)
    if found:
        found.append(_piece(masked, begin, formula.span.end, formula.span.end, mark))
    return found


def _piece(masked: str, begin: int, end: int, until: int, mark: str) -> tuple[int, int, str]:
    """A piece of a display, with the mark that stands for it and the full stop behind it."""
    mark = " " if _EMPTY.fullmatch(masked, begin, until) else mark
    return begin, end, mark + (". " if _STOPPED.search(masked, begin, until) else " ")
