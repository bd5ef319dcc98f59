"""Whether an answer found what was planted, and where its weaknesses stand in the paper as it is.

Not here: what a whole reading is worth (`readings`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..records.panel import ReaderAnswer, ReaderWeakness
from .given import Given, squeezed
from .history import HeldQuestion
from .planting.records import line_before

#: Lines beside the planted one that count as naming it.
_BESIDE = 2
#: Of the lines that were given, the share that may be named by one who is to be believed to have
#: found a planted weakness, and how many may be in any case: whoever objects to every line finds
#: everything.
_SHARE = 3
#: The share of words that two claims have in common which say the same.
_SAME = 0.8
_ALWAYS = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A weakness with its place in what was read.

    Args:
        weakness: as the reader said.
        file, line: in the text that was given; line 0 where it names no place of it.
        quoted: whether its quotation stands in that text.
    """

    weakness: ReaderWeakness
    file: str
    line: int
    quoted: bool


def placed(given: Given, weakness: ReaderWeakness) -> Placed:
    """Where a weakness stands: at its quotation nearest to the line it names, else at that line."""
    quoted = given.quoted_at(weakness.quotation)
    named = (weakness.file, weakness.line) in given.lines
    if quoted:
        here = [q for q in quoted if q[0] == weakness.file] or quoted
        file, first, last = min(here, key=lambda q: abs(q[1] - weakness.line))
        inside = file == weakness.file and first <= weakness.line <= last
        return Placed(weakness, file, weakness.line if inside and named else first, True)
    return Placed(weakness, weakness.file, weakness.line if named else 0, False)


def is_caught(
    held: HeldQuestion, answer: ReaderAnswer, of_original: ReaderAnswer | None = None
) -> bool:
    """Whether an answer names the planted weakness: its place or its words, and not as style.

    Args:
        held: the planted question.
        answer: the answer to it.
        of_original: what the same reader said of the text without it. Who says the same there has
            a stock of objections, and has seen nothing.
    """
    found = [w for w in answer.weaknesses if w.severity != "style"]
    lines = {(w.file, w.line) for w in found}
    if len(lines) > max(_ALWAYS, len(held.given.lines) // _SHARE):
        return False
    stock = [_words(w.claim) for w in (of_original.weaknesses if of_original else ())]
    return any(
        names_place(held, weakness) and not any(_alike(_words(weakness.claim), s) for s in stock)
        for weakness in found
    )


def _words(claim: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|\\[A-Za-z]+|\d+|\S", claim.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * len(one | other)


def names_place(held: HeldQuestion, weakness: ReaderWeakness, beside: int = _BESIDE) -> bool:
    """Whether a weakness names the lines that were changed, or quotes words of them.

    Of several places only about the first a line beside counts.
    """
    quoted = held.given.quoted_at(weakness.quotation)
    for number, place in enumerate(held.places):
        near = beside if number == 0 else 0
        # What was taken out whole has no line of its own.
        last = max(place.last, place.first - 1)
        if near_line(weakness, place.file, place.first - near, last + near):
            return True
        for file, first, final in quoted:
            if file == place.file and first <= last and final >= place.first:
                return True
    return any(near_line(weakness, *where) for where in held.also)


def near_line(weakness: ReaderWeakness, file: str, first: int, last: int) -> bool:
    """Whether a weakness names one of some lines."""
    return weakness.file == file and first <= weakness.line <= last


def place_now(
    held: HeldQuestion, where: Placed, now: Mapping[tuple[str, int], str]
) -> tuple[str, int] | None:
    """Where a place of a question is in the paper as it is, None where it is no more.

    A copy's lines are those of its original; a unit that moved is known by its lines' words.

    Args:
        held: the question.
        where: a place in its text.
        now: the lines of the unit now.
    """
    line = line_before(held.places, where.file, where.line)
    said = squeezed(held.given.lines.get((where.file, where.line), ""))
    changed = any(p.file == where.file and p.first <= where.line <= p.last for p in held.places)
    if changed or squeezed(now.get((where.file, line), "")) == said:
        return (where.file, line) if (where.file, line) in now else None
    alike = [place for place, text in now.items() if said and squeezed(text) == said]
    return min(alike, key=lambda p: (p[0] != where.file, abs(p[1] - line)), default=None)


def unplaced(answer: ReaderAnswer, places: Sequence[Placed]) -> int:
    """How many weaknesses name nothing of the text."""
    return sum(not where.line for where in places) if answer.weaknesses else 0
