"""What is begun in one place and ended in another one, as only the whole document shows.

In a file's skeleton a proof that is begun in each of two branches of a conditional, or begun here
and ended in the next file, looks unbalanced. Not here: the skeleton itself (`structure`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .branches import Branch, branches
from .model import FileView, Macro
from .structure import Structure
from .words import word_set

#: So many conditionals with branches of their own are tried in all ways.
_MOST_CONDITIONS = 4
_NAMED = pattern(r"\\(?:begin|end)\{([^{}]*)\} has no")
#: Conditionals of TeX itself: two of a name may ask for different things.
_PRIMITIVE = word_set(
    "if ifx ifnum ifdim ifcase ifodd ifcat iftrue iffalse ifdefined ifcsname ifvmode ifmmode "
    "ifhmode ifinner ifvoid ifhbox ifvbox ifeof iffontchar ifpdf ifxetex ifluatex if@tempswa"
)


class Edge(Record):
    """Where an environment is begun or ended."""

    offset: int
    name: str
    is_begin: bool


def settle(
    structure: Structure,
    masked: str,
    begins: Mapping[str, str],
    ends: Mapping[str, str],
    macros: Mapping[str, Macro],
    proofs: Collection[str],
) -> None:
    """Look at the unbalanced environments of a file again, branch by branch.

    What is balanced in each version of the text is no problem; a proof that only one version
    ends, or begins, is one.

    Args:
        structure: of the file; it is mended.
        masked: its masked text.
        begins, ends: the user's abbreviations of `\\begin{name}` and `\\end{name}`, by macro.
        macros: the user's.
        proofs: names of environments that are proofs.
    """
    found = (_NAMED.search(message) for _, rule, message in structure.problems if rule == "P1")
    unbalanced = {match[1] for match in found if match}
    if not unbalanced and not (proofs and "\\if" in masked):
        return
    edges = list(_edges(masked, begins, ends, unbalanced.union(proofs)))
    inside = branches(masked, macros, [edge.offset for edge in edges])
    excused: set[int] = set()
    one_sided: list[Edge] = []
    for name in sorted({e.name for e in edges if e.offset in inside}):
        mine = [edge for edge in edges if edge.name == name]
        versions = list(_versions(mine, inside))
        if name in unbalanced:
            for active, unmatched in versions:
                if not unmatched:
                    excused |= active
        elif _asks_one_thing(mine, inside):
            wrong = {offset for _, unmatched in versions for offset in unmatched}
            one_sided += [edge for edge in mine if edge.offset in wrong]
    structure.problems = [p for p in structure.problems if p[1] != "P1" or p[0] not in excused]
    structure.open_edges = [e for e in structure.open_edges if e[0] not in excused]
    structure.one_sided = [edge.offset for edge in one_sided]


def _edges(
    masked: str, begins: Mapping[str, str], ends: Mapping[str, str], names: Collection[str]
) -> Iterator[Edge]:
    own = "|".join(patterns.escape(macro) for macro in (*begins, *ends))
    edge = r"\\(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}"
    edge += rf"|\\(?P<own>{own})(?![a-zA-Z@])" if own else ""
    for match in patterns.finditer(edge, masked):
        macro = match["own"] if own else None
        is_begin = macro in begins if macro else match["edge"] == "begin"
        name = (begins.get(macro) or ends[macro]) if macro else match["name"].strip()
        if name in names:
            yield Edge(match.start(), name, is_begin)


def _versions(
    edges: Sequence[Edge], inside: Mapping[int, tuple[Branch, ...]]
) -> Iterator[tuple[set[int], set[int]]]:
    """For each version of the text the edges of an environment in it, and the unmatched ones."""
    branches_of = {e.offset: {b.name: b.number for b in inside.get(e.offset, ())} for e in edges}
    counts: dict[str, int] = {}
    for choice in branches_of.values():
        for condition, number in choice.items():
            counts[condition] = max(counts.get(condition, 2), number + 1)
    if len(counts) > _MOST_CONDITIONS:
        return
    for numbers in product(*(range(count) for count in counts.values())):
        version = dict(zip(counts, numbers, strict=True))
        active = [
            edge
            for edge in edges
            if all(version[name] == number for name, number in branches_of[edge.offset].items())
        ]
        opened: list[int] = []
        unmatched: set[int] = set()
        for edge in active:
            if edge.is_begin:
                opened.append(edge.offset)
            elif opened:
                opened.pop()
            else:
                unmatched.add(edge.offset)
        yield {edge.offset for edge in active}, unmatched.union(opened)


def _asks_one_thing(edges: Sequence[Edge], inside: Mapping[int, tuple[Branch, ...]]) -> bool:
    """Whether the branches are those of one switch of the author's: `\\iflong`."""
    conditions = {branch.name for e in edges for branch in inside.get(e.offset, ())}
    return len(conditions) == 1 and not any(
        name in _PRIMITIVE or not name.startswith("if") or not name.isalpha() for name in conditions
    )


def balanced_across(
    views: Sequence[FileView], input_at: Mapping[str, tuple[str, int]], main: str
) -> frozenset[tuple[str, int]]:
    """File and offset of what is begun at the end of one file and ended in a later one.

    Args:
        views: the files.
        input_at: where each file is input.
        main: the document's file.
    """
    found: list[tuple[tuple[int, ...], str, Edge]] = []
    for view in views:
        if not view.account.open_edges:
            continue
        path: list[int] = []
        file = view.name
        while file in input_at:
            file, offset = input_at[file]
            path.insert(0, offset)
        if file == main:
            found += [((*path, e[0]), view.name, Edge(*e)) for e in view.account.open_edges]
    opened: list[tuple[str, Edge]] = []
    balanced: set[tuple[str, int]] = set()
    for _, file, edge in sorted(found):
        if edge.is_begin:
            opened.append((file, edge))
        elif opened and opened[-1][1].name == edge.name and opened[-1][0] != file:
            balanced |= {(file, edge.offset), (opened[-1][0], opened[-1][1].offset)}
            opened.pop()
    return frozenset(balanced)
