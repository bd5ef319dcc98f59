"""Which branch of a conditional a place stands in: only one branch is ever typeset.

Not here: text that is switched off for good (`\\iffalse`), which nobody sees.
"""

from __future__ import annotations

from ..latex import FileView
from ..latex.arguments import after, group_at
from ..patterns import pattern
from ..records.record import Record

_MARK = pattern(r"\\(if[a-zA-Z@]*|else|or|fi|unless)(?![a-zA-Z@])")
# These take their branches in braces, and no \fi.
_BRACED = pattern(
    r"if(?:thenelse|toggle|bool|strequal|strempty|strnotempty|blank|notblank|def|undef|csdef|csundef"
    r"|defempty|defvoid|numcomp|numequal|boolexpr|boolexpr|package\w*|class\w*|file\w*|latex\w*)"
)
_CONDITION_FIRST = ("ifthenelse", "ifboolexpr")


#: So many conditionals around a place are looked at; nobody nests more.
_DEEP = 8


class Branch(Record):
    """A branch: of which conditional (its offset), under which name, and which one (0, 1, …)."""

    opened: int
    name: str
    number: int


def branches(view: FileView, places: list[int]) -> dict[int, tuple[Branch, ...]]:
    """The branches that places stand in, outermost first; places in none are left out.

    Args:
        view: the file.
        places: offsets, in order.
    """
    masked = view.masked
    if not places or ("\\fi" not in masked and "\\if" not in masked):
        return {}
    found: dict[int, tuple[Branch, ...]] = {}
    braced: list[tuple[int, int, Branch]] = []
    stack: list[Branch] = []
    number = 0
    for match in _MARK.finditer(masked):
        while number < len(places) and places[number] < match.start():
            _note(found, places[number], stack, braced)
            number += 1
        name = match[1]
        if name == "fi":
            if stack:
                stack.pop()
        elif name in ("else", "or"):
            if stack:
                stack[-1] = stack[-1]._replace(number=stack[-1].number + 1)
        elif name == "iff" or name == "unless" or name in view.macros:
            continue
        elif _BRACED.fullmatch(name):
            braced += _braced(masked, match.start(), match.end(), name)
        else:
            stack.append(Branch(match.start(), name, 0))
    for place in places[number:]:
        _note(found, place, stack, braced)
    return found


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
