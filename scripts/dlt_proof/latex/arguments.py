"""Finding `{…}` and `[…]` arguments in text, whatever its nesting depth.

Works on original text (comments are stepped over) and on masked text alike.
"""

from .. import patterns
from ..patterns import pattern

_BLANK = pattern(r"(?:\s|%[^\r\n]*)*")
_BRACE = pattern(r"\\.|[{}]|%[^\r\n]*", patterns.DOTALL)
_BRACE_OR_BRACKET = pattern(r"\\.|[{}\[\]]|%[^\r\n]*|\n[ \t\r]*\n", patterns.DOTALL)
_COMMENT = pattern(r"(\\.)|%[^\r\n]*(?:\r\n?|\n|$)[ \t]*", patterns.DOTALL)
_CONTROL = pattern(r"\\(?:[a-zA-Z@]+|.)", patterns.DOTALL)


def skip_blank(text: str, offset: int) -> int:
    """The offset of the first character from `offset` on that is no white space or comment."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


#: How far short arguments (keys, titles, file names, options) are looked for. Were a brace never
#: closed, each of many commands would otherwise read to the end of the file.
NEARBY = 2_000


def balanced_argument(text: str, offset: int, *, within: int | None = None) -> tuple[int, int]:
    """The content of the `{…}` group that begins at or, after white space, behind `offset`.

    Args:
        text: original or masked text.
        offset: where to look.
        within: how many characters the group may have, by default any number.

    Returns:
        Start and end of the content without its braces: the group ends at `end + 1`.

    Raises:
        ValueError: no group begins there, or it is never closed.
    """
    start = skip_blank(text, offset)
    if not text.startswith("{", start):
        raise ValueError("no group begins here")
    depth = 0
    limit = len(text) if within is None else min(len(text), start + within)
    for match in _BRACE.finditer(text, start, limit):
        mark = match.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return start + 1, match.start()
    raise ValueError("the group is not closed")


def group_at(text: str, offset: int, *, within: int | None = None) -> tuple[int, int] | None:
    """Like `balanced_argument`, with None instead of an error."""
    if not text.startswith("{", skip_blank(text, offset)):
        return None
    try:
        return balanced_argument(text, offset, within=within)
    except ValueError:
        return None


def bracket_at(text: str, offset: int, *, nested: bool = False) -> tuple[int, int] | None:
    """The content of the `[…]` that begins at or, after white space, behind `offset`.

    Args:
        text: original or masked text.
        offset: where to look.
        nested: count brackets inside, as biblatex does; LaTeX itself ends the argument at the
            first `]` outside braces. If they do not balance, LaTeX's reading counts.

    Returns:
        Start and end of the content; None if there is no such argument in this paragraph.
    """
    start = skip_blank(text, offset)
    if not text.startswith("[", start):
        return None
    first: int | None = None
    braces = brackets = 0
    for match in _BRACE_OR_BRACKET.finditer(text, start, start + NEARBY):
        mark = match.group()
        if mark[0] == "\n" or braces < 0:
            break
        if mark == "{":
            braces += 1
        elif mark == "}":
            braces -= 1
        elif braces:
            continue
        elif mark == "[":
            brackets += 1
        elif mark == "]":
            brackets -= 1
            first = match.start() if first is None else first
            if not nested or brackets == 0:
                return start + 1, match.start()
    return None if first is None else (start + 1, first)


def token_at(text: str, offset: int) -> tuple[int, int] | None:
    """A macro's argument: the content of a group, one command, or one character."""
    start = skip_blank(text, offset)
    if start >= len(text):
        return None
    if text[start] == "{":
        return group_at(text, start, within=20 * NEARBY)
    control = _CONTROL.match(text, start)
    return (start, control.end()) if control else (start, start + 1)


def after(text: str, content: tuple[int, int]) -> int:
    """The offset behind an argument found by one of the functions above."""
    end = content[1]
    return end + 1 if end < len(text) and text[end] in "}]" and _delimited(text, content) else end


def _delimited(text: str, content: tuple[int, int]) -> bool:
    start, end = content
    return start > 0 and text[start - 1] + text[end] in ("{}", "[]")


def remove_comments(text: str) -> str:
    """Text without comments, joined as TeX joins it: the line end goes with the comment."""
    return _COMMENT.sub(lambda match: match[1] or "", text)
