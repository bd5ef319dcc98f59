"""The user's macros that set their argument as a formula: `\\al{x \\le y}` for an `align`.

Many papers write no `\\begin{align}` at all. What such a macro gets is mathematics like any other.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at
from .model import Macro, MathSpan, Span

_OPENS = pattern(r"\s*(?:\\begin\s*\{([^{}]*)\}|(\\\[|\$\$)|(?:\\\(|\$|\\ensuremath\s*\{))")
# What stands in words or names a number is no mathematics.
_CONTENT = pattern(r"\\(?:label|tag\*?|text[a-z]*|[mh]box)\s*\{[^{}]*\}|#([1-9])")
#: A display may be long; were its brace never closed, the search must end all the same.
_LONGEST = 20 * NEARBY


class FormulaMacro(Record):
    """A macro that sets one of its arguments as a formula.

    Args:
        optional: whether its first argument stands in brackets.
        mandatory: how many arguments in braces it takes.
        content: which of those, from 0, is the formula.
        display: whether it is set on lines of its own.
    """

    optional: bool
    mandatory: int
    content: int
    display: bool


def formula_macros(
    macros: Mapping[str, Macro], displays: Container[str]
) -> dict[str, FormulaMacro]:
    """The macros that set an argument as a formula, by name.

    Args:
        macros: the document's.
        displays: names of the environments that are formulas of their own.
    """
    found = {}
    for name, macro in macros.items():
        opens = _OPENS.match(macro.body) if macro.arguments and name.isalpha() else None
        if opens is None or (opens[1] and opens[1].strip() not in displays):
            continue
        end = _formula_end(macro.body, opens)
        contents = (match[1] for match in _CONTENT.finditer(macro.body, opens.end(), end))
        content = next(filter(None, contents), None)
        if content is None:
            continue
        optional = macro.default is not None
        number = int(content) - 1 - optional
        if 0 <= number < macro.arguments - optional:
            display = bool(opens[1] or opens[2])
            found[name] = FormulaMacro(optional, macro.arguments - optional, number, display)
    return found


def _formula_end(body: str, opens: patterns.Match[str]) -> int:
    """Where the formula ends that a macro's body opens: in `$\\bullet$ #1` before the words."""
    opening = opens.group().strip()
    if opening.startswith("\\ensuremath"):
        group = group_at(body, opens.end() - 1)
        return group[1] if group else len(body)
    closing = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}.get(opening, "\\end")
    end = patterns.compiled(rf"\\\$|({patterns.escape(closing)})").finditer(body, opens.end())
    return next((match.start() for match in end if match[1]), len(body))


def called_formulas(file: str, text: str, macros: Mapping[str, FormulaMacro]) -> list[MathSpan]:
    """The formulas that calls of such macros set, in order; those inside others too.

    Args:
        file: its name.
        text: its masked text.
        macros: as `formula_macros` gives them.
    """
    found: list[MathSpan] = []
    if not macros:
        return found
    names = "|".join(sorted(macros, key=lambda name: (-len(name), name)))
    for match in patterns.finditer(rf"\\({names})(?![a-zA-Z@])", text):
        macro = macros[match[1]]
        position = match.end()
        if macro.optional and (option := bracket_at(text, position)):
            position = after(text, option)
        groups: list[tuple[int, int]] = []
        while len(groups) < macro.mandatory:
            group = group_at(text, position, within=_LONGEST)
            if group is None:
                break
            groups.append(group)
            position = after(text, group)
        else:
            span = Span(file, match.start(), position)
            body = Span(file, *groups[macro.content])
            found.append(MathSpan(span, body, macro.display, match.group()))
    return found
