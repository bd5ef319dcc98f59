"""Entries of a family of numbers, "$x_1, \\dots, x_n > 0$": each is a real number in its domain.

An entry is an opaque atom named by its index. Two entries may coincide (`x_i` and `x_j`, `x_1` and
`x_n`), and the text may say more of them than was read, so that no choice of their values refutes
anything; a proof that takes them for independent numbers holds all the same. An index that may lie
outside the family (`x_0`, `x_{n+1}`) names no entry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .names import base_of, mentions, plain_text
from .records import OPAQUE, Constraint, Family, SymbolDomain

if TYPE_CHECKING:
    from .reader import Reader

#: Letters that run through an index set; m, n, N, T count its elements.
INDEX_LETTERS = frozenset("ijklrst")
_DOTS = r"(?:\\[lc]?dots|\.\.\.)"
_END = r"[A-Za-z](?:_\w)?|\d+|[A-Za-z]-\d"
_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<letter>[a-z])",
        rf"(?P<letter>[a-z])=(?P<first>\d+)(?:,\d+)*,{_DOTS},(?P<last>{_END})",
        rf"(?P<letter>[a-z])\\in\\\{{(?P<first>\d+)(?:,\d+)*,{_DOTS},(?P<last>{_END})\\\}}",
        rf"(?P<letter>[a-z])\\in\[(?P<last>{_END})\]",
        rf"(?P<first>\d+)\\le (?P<letter>[a-z])\\le (?P<last>{_END})",
        r"(?P<letter>[a-z])\\ge(?P<first>\d+)",
    )
)
#: Several indices: `i, j`, `i < j`, `1 \\le i < j \\le n`.
_SEVERAL = re.compile(
    r"(?:(?P<first>\d+)\\le )?(?P<letters>[a-z](?:(?:,|<|\\neq? |\\le )[a-z])+)"
    rf"(?(first)\\le (?P<last>{_END}))"
)
_INDEX = re.compile(r"(?P<letter>[A-Za-z])(?P<offset>[+-]\d+)?|(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class IndexRange:
    """What an index runs through.

    Args:
        letter: the index.
        first: its first value, None where that is not told.
        last: its last value as plain text, "" where that is not told.
    """

    letter: str
    first: int | None = None
    last: str = ""


def index_range(text: str) -> IndexRange | None:
    """What `i = 1, \\dots, n`, `i \\in [n]`, `1 \\le i \\le n` or `i` says; None of all else."""
    plain = plain_text(text)
    for pattern in _RANGES:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        found = match.groupdict()
        first = found.get("first")
        counted = "[" in plain
        return IndexRange(
            found["letter"],
            int(first) if first else 1 if counted else None,
            found.get("last") or "",
        )
    return None


def index_ranges(text: str) -> list[IndexRange]:
    """What the indices below a sum run through; of `i \\in S` nothing is told."""
    one = index_range(text)
    if one is not None:
        return [one]
    several = _SEVERAL.fullmatch(plain_text(text))
    if several is None:
        return []
    first = int(several["first"]) if several["first"] else None
    letters = re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", several["letters"])
    return [IndexRange(letter, first, several["last"] or "") for letter in letters]


def family_entry(reader: "Reader", name: str) -> Any | None:
    """The atom of an entry of a family that the text speaks of; None for any other name."""
    family = reader.domains.families.get(base_of(name))
    if family is None or not is_entry(family, name, reader.domains.symbols, reader.ranges):
        return None
    if any(index in reader.domains.meanings for index in _letters(name)):
        return None
    if any(index in reader.bound and index not in reader.ranges for index in _letters(name)):
        return None
    return entry_atom(reader, name, family.domain)


def entry_atom(reader: "Reader", name: str, where: SymbolDomain) -> Any:
    """The atom of a number of which no more is known than where it lies."""
    where = replace(where, name=f"{OPAQUE} {plain_text(name)}")
    atom = reader.found.atoms.setdefault(where.name, where.symbol())
    reader.found.dependent.update(index for index in reader.bound if mentions(name, index))
    for bound, sign in (
        (where.low, ">" if where.low_open else ">="),
        (where.high, "<" if where.high_open else "<="),
    ):
        if bound is not None and bound != 0:  # a sign is told by the symbol
            fact = Constraint(atom, sign, _rational(bound))
            if fact not in reader.found.facts:
                reader.found.facts.append(fact)
    return atom


def _rational(value: Any) -> Any:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def _letters(name: str) -> list[str]:
    return re.findall(r"[A-Za-z]", name[len(base_of(name)) :])


def is_entry(
    family: Family,
    name: str,
    symbols: Mapping[str, SymbolDomain],
    ranges: Mapping[str, IndexRange],
) -> bool:
    """Whether a name is an entry of a family for certain, or else is defined nowhere.

    Args:
        family: the family of that letter.
        name: canonical, `x_{i+1}`.
        symbols: where letters live, the index among them.
        ranges: what the indices of the sums around it run through.
    """
    script = name[len(base_of(name)) + 1 :]
    if name[len(base_of(name)) :][:1] != "_" or name in family.others:
        return False
    script = script[1:-1] if script.startswith("{") and script.endswith("}") else script
    match = _INDEX.fullmatch(script)
    if match is None:
        return False
    if match["number"]:
        return _has_number(family, int(match["number"]))
    letter, offset = match["letter"], int(match["offset"] or 0)
    if letter in ranges:
        return _runs_inside(family, ranges[letter], offset)
    if script == family.last:
        return True
    if letter == family.last:
        return offset < 0 and not family.beyond
    if letter not in INDEX_LETTERS | {family.index}:
        return False
    if offset and family.beyond:
        return False
    where = symbols.get(letter)
    if where is None:
        return letter not in family.others and not family.beyond
    least = 1 if family.first is None else family.first
    return not family.above and where.integer and where.low is not None and where.low >= least


def _has_number(family: Family, number: int) -> bool:
    least = 1 if family.first is None else family.first
    return number >= least and (not family.last.isdigit() or number <= int(family.last))


def _runs_inside(family: Family, index: IndexRange, offset: int) -> bool:
    """Whether an index that runs through a range, moved by an offset, stays in the family."""
    if family.first is not None or index.first is not None:
        if index.first is None:
            if offset or family.beyond:
                return False
        elif index.first + offset < (1 if family.first is None else family.first):
            return False
    if not family.last:
        return not family.beyond or (family.first is not None and index.first is not None)
    if index.last == family.last:
        return offset <= 0
    if index.last.isdigit() and family.last.isdigit():
        return int(index.last) + offset <= int(family.last)
    less = re.fullmatch(rf"{re.escape(family.last)}-(\d+)", index.last)
    if less is not None:
        return offset <= int(less[1])
    inner = not index.last or index.last.isdigit() or index.last in INDEX_LETTERS
    return inner and offset <= 0 and not family.beyond
