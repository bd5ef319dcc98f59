"""Whether two weaknesses are one: by their place and by what they say.

Merged weaknesses are judged together, so that two are one only where one says all that the other
says: the same formulas, labels and numbers, and no word of weight that the other lacks in both.
"""

import re
from typing import Protocol

from ..latex.words import word_set

#: Readers count the lines of one display differently.
NEARBY_LINES = 3
#: Words of weight that two claims need in common: "the step is wrong" is said of anything.
_SHARED = 3

_EXACT = re.compile(
    r"\\[A-Za-z]+|[A-Za-z]+:[\w:.-]+|\d+(?:\.\d+)?|(?<![A-Za-z])[A-Za-z](?![A-Za-z])"
)
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
#: Words without weight.
_LIGHT = word_set(
    "the an is are was were be been it its this that these those of to in on at by for from with "
    "as and or so here there where which what who still also again only just very really does do"
)
#: Words whose presence in one claim alone makes it another, however short.
_TURNING = word_set("not no never non nor without neither cannot")


class Said(Protocol):
    """What is compared."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def claim(self) -> str: ...


def one_weakness(first: Said, second: Said) -> bool:
    """Whether two readers of one text raise the same thing: near each other and alike."""
    near = first.file == second.file and abs(first.line - second.line) <= NEARBY_LINES
    return near and alike(first.claim, second.claim)


def same_complaint(first: Said, second: Said) -> bool:
    """Whether the same thing is raised of two texts, in which lines have moved."""
    if first.unit or second.unit:
        same_place = first.unit == second.unit
    else:
        same_place = first.file == second.file
    return same_place and alike(first.claim, second.claim)


def alike(first: str, second: str) -> bool:
    """Whether two claims say the same, as far as words show it."""
    if first.split() == second.split():
        return True
    if _exact(first) != _exact(second):
        return False
    words, others = _words(first), _words(second)
    if (words ^ others) & _TURNING:
        return False
    return (words <= others or others <= words) and len(words & others - _TURNING) >= _SHARED


def _exact(claim: str) -> set[str]:
    """The formulas, labels, numbers and single letters of a claim."""
    return {match[0] for match in _EXACT.finditer(claim)}


def _words(claim: str) -> set[str]:
    return {match[0].casefold() for match in _WORD.finditer(claim)} - _LIGHT
