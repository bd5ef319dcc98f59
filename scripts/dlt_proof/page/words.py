"""Labels and titles as plain text that fits into a node.

Not here: statements, which are rendered in `prose`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from ..patterns import pattern
from ..records.graph import CITATION, GraphNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

#: No node is wider than this many characters of average width.
LONGEST = 30
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_SPACE = pattern(r"\s+")
_NARROW = frozenset("iljtfrI.,:;'|!()[]{}`- ")
_WIDE = frozenset("mwMWQO@%—…")


def one_line(text: str, *, keep_spaces: bool = False) -> str:
    """Text without control characters (which XML refuses) and line ends.

    Args:
        keep_spaces: whether several spaces, and those around, stay as they are.
    """
    text = _CONTROL.sub(" ", text)
    return text if keep_spaces else _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    """A title in LaTeX as text on one line."""
    if not any(sign in latex for sign in "\\$~{}%`'-"):
        return one_line(latex)
    try:
        text = _converter().latex_to_text(latex)
    except Exception:  # it was written for well-formed text, and a title may be anything
        text = latex
    return one_line(text)


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text")


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, its end replaced by an ellipsis where it is too wide."""
    if sum(map(_width, text)) <= longest:
        return text
    kept, width = [], 1.0
    for character in text:
        width += _width(character)
        if width > longest:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def text_width(text: str, size: float) -> float:
    """How wide a text is in a usual sans-serif typeface of some size, a little generous."""
    return sum(map(_width, text)) * size * 0.61


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.62
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.85
    return 1.45 if character in _WIDE else 1.2 if character.isupper() else 1.0


def name_of(node: GraphNode) -> str:
    """What a node is called: its label, for a cited work its key, else its identifier."""
    name = node.id.removeprefix("cite:") if node.kind == CITATION else node.label or node.id
    return one_line(name) or node.kind


def described(node: GraphNode) -> str:
    """A node in one line, for tooltips and people who listen."""
    from .look import STATE_LOOKS

    title = plain(node.title)
    named = f"{node.kind} {name_of(node)}" + (f" ({title})" if title else "")
    goal = ", a goal" if node.goal else ""
    return f"{named}: {STATE_LOOKS[node.state].word}{goal}"
