"""Regular expressions that are compiled when they are first used, and once for many runs.

Lint runs after every edit, and compiling the expressions of all rules takes longer than looking
at the file that was edited. Most of them are never asked; the codes of those that are can be kept
(`kept`), and Python makes the expression again without parsing it. What is here is called and
behaves as in `re`, which is loaded only where an expression has to be compiled after all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import lru_cache

from .kept import is_keeping, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match as Match
    from re import Pattern as Pattern
    from typing import Any

#: As in `re`.
IGNORECASE, MULTILINE, DOTALL, VERBOSE = 2, 8, 16, 64

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
#: Expressions made of a paper's own names are many, and soon forgotten.
_REMEMBERED = 1024
_ESCAPED = {ord(character): f"\\{character}" for character in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def pattern(expression: str, flags: int = 0) -> Pattern[str]:
    """As `re.compile`, but an expression that is wrong is refused only when it is used.

    `match.re` is the compiled expression, not what this returned.
    """
    return _Uncompiled(expression, flags)  # type: ignore[return-value]


def beginning_words(*alternatives: str) -> str:
    """An expression for `\\b(?:…|…)`, with a capital or without, that is found faster.

    Python skips what no alternative can begin with, if each begins with a letter and no other
    condition; so the condition that a word begins there looks back from behind the letter.

    Args:
        alternatives: each begins with a small letter, which no quantifier follows.
    """
    found = []
    for alternative in alternatives:
        letter, rest = alternative[0], alternative[1:]
        found += [rf"{begin}(?<!\w{begin}){rest}" for begin in (letter, letter.upper())]
    return "|".join(found)


@lru_cache(_REMEMBERED)
def compiled(expression: str, flags: int = 0) -> Pattern[str]:
    """As `re.compile`, quicker where the codes of the expression were kept."""
    stored = None
    if is_keeping():
        stored = kept(f"expression {int(flags)} {expression}", lambda: _codes_of(expression, flags))
    if stored is None:
        import re

        return re.compile(expression, flags)
    from _sre import compile as from_codes  # type: ignore[import-not-found]

    all_flags, codes, groups, names, group_names = stored
    codes = memoryview(codes).cast("I").tolist()
    made: Pattern[str] = from_codes(expression, all_flags, codes, groups, names, group_names)
    return made


def search(expression: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.search`."""
    return compiled(expression, flags).search(text)


def match(expression: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.match`."""
    return compiled(expression, flags).match(text)


def fullmatch(expression: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.fullmatch`."""
    return compiled(expression, flags).fullmatch(text)


def finditer(expression: str, text: str, flags: int = 0) -> Iterator[Match[str]]:
    """As `re.finditer`."""
    return compiled(expression, flags).finditer(text)


def findall(expression: str, text: str, flags: int = 0) -> list[Any]:
    """As `re.findall`."""
    return compiled(expression, flags).findall(text)


def sub(expression: str, by: str | Callable[[Match[str]], str], text: str, flags: int = 0) -> str:
    """As `re.sub`."""
    return compiled(expression, flags).sub(by, text)


def escape(text: str) -> str:
    """As `re.escape`."""
    return text.translate(_ESCAPED)


def _codes_of(expression: str, flags: int) -> tuple[Any, ...] | None:
    """What `re.compile` hands to the engine; None where this Python's `re` is another one."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(expression, flags)
        # Bytes are kept and read faster than numbers.
        codes = b"".join(int(c).to_bytes(4, sys.byteorder) for c in _compiler._code(parsed, flags))
        names = dict(parsed.state.groupdict)
        group_names: list[str | None] = [None] * parsed.state.groups
        for name, number in names.items():
            group_names[number] = name
        all_flags = int(flags | parsed.state.flags)
        return all_flags, codes, parsed.state.groups - 1, names, tuple(group_names)
    except (ImportError, AttributeError):
        return None


class _Uncompiled:
    """Behaves as the compiled expression, and hands over to it at the first use."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        made = compiled(self._expression, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        self.pattern, self.flags = made.pattern, made.flags
        return getattr(made, name)
