"""Regular expressions that are compiled when they are first used, and once for many runs.

Lint runs after every edit, and compiling the expressions of all rules takes longer than looking
at the file that was edited. Most of them are never asked; the codes of those that are can be kept
(`kept`), and Python makes the expression again without parsing it.
"""

from __future__ import annotations

import re
from typing import Any, cast

from .kept import is_keeping, kept

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but an expression that is wrong is refused only when it is used.

    `match.re` is the compiled expression, not what this returned.
    """
    return cast("re.Pattern[str]", _Uncompiled(expression, flags))


def compiled(expression: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, quicker where the codes of the expression were kept."""
    if not is_keeping():
        return re.compile(expression, flags)
    flags = int(flags)
    stored = kept(f"expression {flags} {expression}", lambda: _codes_of(expression, flags))
    if stored is None:
        return re.compile(expression, flags)
    from _sre import compile as from_codes  # type: ignore[import-not-found]

    all_flags, codes, groups, names, group_names = stored
    made: re.Pattern[str] = from_codes(
        expression, all_flags, list(codes), groups, names, group_names
    )
    return made


def _codes_of(expression: str, flags: int) -> tuple[Any, ...] | None:
    """What `re.compile` hands to the engine; None where this Python's `re` is another one."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(expression, flags)
        codes = tuple(int(code) for code in _compiler._code(parsed, flags))
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
