"""Expanding the user's macros in a piece of text.

Textual, pass by pass, as far as a reader of mathematics needs it: no groups, no redefinition
half-way, no conditionals.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import patterns
from ..patterns import pattern
from .arguments import after, bracket_at, token_at
from .model import Macro

MAX_PASSES = 20
MAX_GROWTH = 50
_CONTROL = pattern(r"\\([a-zA-Z@]+|.)", patterns.DOTALL)
_PARAMETER = pattern(r"#([1-9])")
_ENDS_IN_WORD = pattern(r"\\[a-zA-Z@]+\Z")
_ONE_TOKEN = pattern(r"\s*(?:\\[a-zA-Z@]+|\\.|[^\\{}\s]|\{[^{}]*\})\s*", patterns.DOTALL)
# Behind these an argument is expected, so that a longer replacement needs braces.
_WANTS_ARGUMENT = pattern(
    r"(?:[\^_]|\\(?:sqrt|[dtc]?frac|[dt]?binom|hat|widehat|bar|overline|tilde|widetilde|vec|dot"
    r"|ddot|underline|mathbb|mathbf|mathcal|mathrm|mathsf|mathfrak|boldsymbol|bm|text))\s*\Z"
)


def expand_macros(text: str, macros: Mapping[str, Macro]) -> str:
    """The text with the user's macros replaced by their bodies.

    Args:
        text: a piece of LaTeX, best without comments.
        macros: by name, as in `Document.macros`.

    Returns:
        The expanded text. A macro whose arguments are missing stays as it is. Macros that
        expand to themselves, or explode, are followed for `MAX_PASSES` passes and up to
        `MAX_GROWTH` times the size.
    """
    limit = 100_000 + MAX_GROWTH * len(text)
    for _ in range(MAX_PASSES):
        expanded = _one_pass(text, macros, limit)
        if expanded == text:
            break
        text = expanded
        if len(text) > limit:
            break
    return text


def _one_pass(text: str, macros: Mapping[str, Macro], limit: int) -> str:
    pieces: list[str] = []
    size = done = 0
    tail = ""  # the last characters written, to tell where a space or braces are needed
    position = 0
    while match := _CONTROL.search(text, position):
        position = match.end()
        macro = macros.get(match[1])
        if macro is None or size > limit:
            continue
        call = _call(text, match.end(), macro)
        if call is None:
            continue
        end, replacement = call
        before = text[done : match.start()]
        tail = (tail + before)[-40:]
        if _WANTS_ARGUMENT.search(tail) and not _ONE_TOKEN.fullmatch(replacement):
            replacement = f"{{{replacement}}}"
        elif replacement[:1].isalpha() and _ENDS_IN_WORD.search(tail):
            replacement = f" {replacement}"
        if _ENDS_IN_WORD.search(replacement[-40:]) and text[end : end + 1].isalpha():
            replacement = f"{replacement} "
        pieces += (before, replacement)
        size += len(before) + len(replacement)
        tail = (tail + replacement)[-40:]
        done = position = end
    pieces.append(text[done:])
    return "".join(pieces)


def _call(text: str, position: int, macro: Macro) -> tuple[int, str] | None:
    """The end of a macro's call and its body with the arguments put in."""
    if not macro.arguments:
        return position, macro.body
    arguments = []
    if macro.paired:
        position += text.startswith("*", position)
        if size := bracket_at(text, position):
            position = after(text, size)
    if macro.default is not None:
        option = bracket_at(text, position)
        arguments.append(text[slice(*option)] if option else macro.default)
        position = after(text, option) if option else position
    while len(arguments) < macro.arguments:
        found = token_at(text, position)
        if found is None or text[slice(*found)] == "}":
            return None
        arguments.append(text[slice(*found)])
        position = after(text, found)

    def argument(match: patterns.Match[str]) -> str:
        number = int(match[1])
        if number > len(arguments):
            return match.group()
        found = arguments[number - 1]
        # `\lVert#1` is two tokens whatever the argument begins with, and so is `#1x` behind.
        joins_before = found[:1].isalpha() and _ENDS_IN_WORD.search(macro.body[: match.start()])
        joins_behind = _ENDS_IN_WORD.search(found) and macro.body[match.end() :][:1].isalpha()
        return f"{' ' if joins_before else ''}{found}{' ' if joins_behind else ''}"

    return position, _PARAMETER.sub(argument, macro.body)
