"""Whether two weaknesses are one: by their place and by what they say.

Merged weaknesses are judged together, so that two are one only where neither says more than the
other in formulas, labels and numbers: "the bound on $a$ is missing" is not that on $b$.
"""

import re
from typing import Protocol

#: Readers count the lines of one display differently.
NEARBY_LINES = 3
#: Of 100, how alike the words have to be (rapidfuzz, `token_set_ratio`).
ALIKE = 75.0

_EXACT = re.compile(
    r"\\[A-Za-z]+|[A-Za-z]+:[\w:.-]+|\d+(?:\.\d+)?|(?<![A-Za-z])[A-Za-z](?![A-Za-z])"
)


class Said(Protocol):
    """What is compared."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def statement(self) -> str: ...
    @property
    def claim(self) -> str: ...


def one_weakness(first: Said, second: Said) -> bool:
    """Whether two readers of one text raise the same thing: near each other and alike."""
    near = first.file == second.file and abs(first.line - second.line) <= NEARBY_LINES
    return near and alike(first.claim, second.claim)


def same_complaint(first: Said, second: Said) -> bool:
    """Whether the same thing is raised of two texts, in which lines have moved."""
    if first.statement and second.statement:
        same_place = first.statement == second.statement
    else:
        same_place = first.file == second.file
    return same_place and alike(first.claim, second.claim)


def alike(first: str, second: str) -> bool:
    """Whether two claims say the same, as far as words show it."""
    from rapidfuzz import fuzz, utils

    exact_first, exact_second = _exact(first), _exact(second)
    if not (exact_first <= exact_second or exact_second <= exact_first):
        return False
    score = fuzz.token_set_ratio(first, second, processor=utils.default_process)
    return score >= ALIKE


def _exact(claim: str) -> set[str]:
    """The formulas, labels, numbers and single letters of a claim."""
    return {match[0] for match in _EXACT.finditer(claim)}
