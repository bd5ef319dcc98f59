"""Which branch of a conditional a place stands in: only one branch is ever typeset.

Not here: text that is switched off for good (`\\iffalse`), which nobody sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import after, group_at
from .model import Macro

# `\newif\iflong` and `\let\iflong\iftrue` open nothing.
_MARK = pattern(
    r"\\(?:newif\s*\\if[a-zA-Z@]*|let\s*\\if[a-zA-Z@]*\s*=?\s*\\if[a-zA-Z@]*"
    r"|(if[a-zA-Z@]*|else|or|fi|unless|IfFileExists|@ifundefined|@if\w*loaded|If\w+TF)(?![a-zA-Z@]))"
)
# These take their branches in braces, and no \fi.
_BRACED = pattern(
    r"if(?:thenelse|toggle|bool|strequal|strempty|strnotempty|blank|notblank|def|undef|csdef|csundef"
    r"|defempty|defvoid|numcomp|numequal|boolexpr|package\w*|class\w*|file\w*|latex\w*)"
    r"|IfFileExists|@if.*|If\w+TF"
)
# The user's \versions{…}{…}, made of a conditional around its arguments.
_INNER_MARK = pattern(r"\\(if[a-zA-Z@]*|else|fi)(?![a-zA-Z@])|#([1-9])")
#: So many conditionals around a place are looked at; nobody nests more.
_DEEP = 8


class Branch(Record):
    """A branch: of which conditional (its offset), under which name, and which one (0, 1, …)."""

    opened: int
    name: str
    number: int


def branches(
    masked: str, macros: Mapping[str, Macro], places: Sequence[int]
) -> dict[int, tuple[Branch, ...]]:
    """The branches that places stand in, outermost first; places in none are left out.

    Args:
        masked: the masked text of a file.
        macros: the user's, by name.
        places: offsets, in order.
    """
    own = [name for name, macro in macros.items() if macro.arguments and "\\if" in macro.body]
    if not places or not ("\\fi" in masked or "\\if" in masked or "\\If" in masked or own):
        return {}
    found: dict[int, tuple[Branch, ...]] = {}
    braced = [piece for name in own for piece in _of_macro(masked, macros[name])]
    stack: list[Branch] = []
    number = 0
    for match in _MARK.finditer(masked):
        while number < len(places) and places[number] < match.start():
            _note(found, places[number], stack, braced)
            number += 1
        name = match[1]
        if name is None:
            continue
        if name == "fi":
            if stack:
                stack.pop()
        elif name in ("else", "or"):
            if stack:
                stack[-1] = stack[-1]._replace(number=stack[-1].number + 1)
        elif name == "iff" or name == "unless" or name in macros:
            continue
        elif _BRACED.fullmatch(name):
            braced += _braced(masked, match.start(), match.end(), name)
        else:
            stack.append(Branch(match.start(), name, 0))
    for place in places[number:]:
        _note(found, place, stack, braced)
    return found


def _of_macro(masked: str, macro: Macro) -> list[tuple[int, int, Branch]]:
    """The arguments of the calls of a macro that sets them in the branches of a conditional."""
    where: dict[int, tuple[str, int]] = {}
    stack: list[tuple[str, int]] = []
    for match in _INNER_MARK.finditer(macro.body):
        if match[2]:
            if stack:
                where[int(match[2])] = stack[-1]
        elif match[1] == "fi":
            stack = stack[:-1]
        elif match[1] == "else":
            stack = [*stack[:-1], (stack[-1][0], 1)] if stack else stack
        elif not _BRACED.fullmatch(match[1]) and match[1] != "iff":
            stack.append((match[1], 0))
    found = []
    for call in _calls(macro.name).finditer(masked) if where else ():
        position = call.end()
        for number in range(1, macro.arguments + 1):
            group = group_at(masked, position)
            if group is None:
                break
            if number in where:
                found.append((*group, Branch(call.start(), *where[number])))
            position = after(masked, group)
    return found


@lru_cache(maxsize=64)
def _calls(name: str) -> patterns.Pattern[str]:
    return patterns.compiled(rf"\\{patterns.escape(name)}(?![a-zA-Z@])")


def _note(
    found: dict[int, tuple[Branch, ...]],
    place: int,
    stack: list[Branch],
    braced: list[tuple[int, int, Branch]],
) -> None:
    inside = [branch for start, end, branch in braced if start <= place < end]
    if stack or inside:
        found[place] = (*stack[-_DEEP:], *inside[-_DEEP:])


def _braced(masked: str, start: int, position: int, name: str) -> list[tuple[int, int, Branch]]:
    groups = []
    for _ in range(3):
        group = group_at(masked, position)
        if group is None:
            break
        groups.append(group)
        position = after(masked, group)
    condition = masked[slice(*groups[0])] if groups else ""
    return [
        (first, last, Branch(start, f"{name}{condition}", number))
        for number, (first, last) in enumerate(groups[1:])
    ]


def exclude_each_other(one: tuple[Branch, ...], other: tuple[Branch, ...]) -> bool:
    """Whether two places of a document, by their branches, are hardly ever both typeset.

    They are not in two branches of one conditional, nor under conditions of different names:
    `\\iflong … \\fi` and `\\ifshort … \\fi` are written for different versions.
    """
    ours, theirs = {b.name: b.number for b in one}, {b.name: b.number for b in other}
    if not ours or not theirs:
        return False
    if any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys()):
        return True
    return not ours.keys() & theirs.keys()
