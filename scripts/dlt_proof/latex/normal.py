"""A form of a piece of LaTeX that stays the same when nobody changed its meaning."""

from collections.abc import Mapping

from ..patterns import pattern
from .arguments import after, bracket_at, group_at
from .macros import expand_macros
from .mask import scan
from .model import Macro

_DROPPED = pattern(r"\\(?:label|todo)(?![a-zA-Z@])\*?")
_LEADING = pattern(r"(?:\r\n?|\n)[ \t]*")
_WHITE = pattern(r"\s+")


def normalise(text: str) -> str:
    """The text without comments, dead branches, labels and `\\todo`, white space collapsed.

    Reflowing a paragraph, renaming a label or writing a comment changes nothing. `%` inside
    `\\verb` or an address is no comment and stays.
    """
    kept = []
    done = 0
    for region in scan(text).regions:
        if region.kind not in ("comment", "dead"):
            continue
        kept.append(text[done : region.start])
        done = region.end
        if region.kind == "comment" and text.startswith("%", region.start):
            # TeX drops the line end with the comment, and the blanks that follow.
            line_end = _LEADING.match(text, done)
            done = line_end.end() if line_end else done
    kept.append(text[done:])
    return _WHITE.sub(" ", _without_labels("".join(kept))).strip()


def expanded(text: str, macros: Mapping[str, Macro]) -> str:
    """A normalised text with the user's macros expanded: what statements are compared by.

    Args:
        text: as `normalise` gives it.
        macros: those that mean the same throughout, `Document.steady_macros`.
    """
    return normalise(expand_macros(text, macros))


def _without_labels(text: str) -> str:
    kept = []
    done = 0
    for match in _DROPPED.finditer(text):
        if match.start() < done:
            continue
        position = match.end()
        if option := bracket_at(text, position):
            position = after(text, option)
        group = group_at(text, position)
        if group is None:
            continue
        kept.append(text[done : match.start()])
        done = after(text, group)
    kept.append(text[done:])
    return "".join(kept)
