"""What a planted weakness is, and the change of the paper's text that makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ...latex import Document, Span
from ..units import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """Characters of a file, and what stands there instead."""

    file: str
    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Draft:
    """A weakness that might be planted; nothing is verified yet.

    Args:
        kind: what kind of weakness it is, or `harmless`.
        changes: of the paper, at most a few.
        change: what was changed, for the record.
        claim, evidence: the weakness as a truthful reader would describe it.
        holds: whether it is real, asked of the document with the changes made.
        also: other places of the paper at which a reader may well name it, characters of files.
    """

    kind: str
    changes: tuple[Change, ...]
    change: str
    claim: str
    evidence: str
    holds: Callable[[Document], bool] = field(default=lambda _: True)
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Lines that were changed.

    Args:
        file: of the paper, or the name that a shipped excerpt goes by.
        first, last: in the copy.
        first_before, last_before: in the original.
    """

    file: str
    first: int
    last: int
    first_before: int
    last_before: int


@dataclass(frozen=True)
class Planted:
    """A copy of a unit with one weakness that is known to be real, or with a harmless change.

    Args:
        unit: the copy.
        original: what it was made from; of a shipped one, its sound neighbour.
        kind, change, claim, evidence: as in `Draft`.
        places: where it was changed, in the order of the file.
        also: other lines of the copy at which it may be named: file, first and last.
        shipped: whether it was made from a shipped excerpt and not from the paper.
    """

    unit: Unit
    original: Unit
    kind: str
    change: str
    claim: str
    evidence: str
    places: tuple[Place, ...]
    also: tuple[tuple[str, int, int], ...] = ()
    shipped: bool = False


def line_before(places: tuple[Place, ...], file: str, line: int) -> int:
    """The line of the original that a line of a copy came from."""
    shift = 0
    for place in places:
        if place.file != file or line < place.first:
            continue
        if line <= place.last:
            return min(place.first_before + line - place.first, place.last_before)
        shift = place.last - place.last_before
    return line - shift


def line_after(places: tuple[Place, ...], file: str, line: int) -> int:
    """The line of a copy at which a line of the original stands, one that was not changed."""
    shift = 0
    for place in places:
        if place.file == file and line > place.last_before:
            shift = place.last - place.last_before
    return line + shift
