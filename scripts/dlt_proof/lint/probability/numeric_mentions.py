"""Mentions of high probability that are numbers, or bounds on what one of many does."""

from __future__ import annotations

from .constants import SIGN, failure_of
from .failures import expression, varies
from .formulas import LESS, MORE, Token, normal
from .mention import AT_MOST, BOUND, FAILS, HOW, NEAR, PROBABILITY_WORDS, Mention
from .passages import Passage

_PLAIN = 0.101  # what a number without "at least" may leave to fail
_OF_MANY = frozenset([r"\max", r"\sup", r"\exists", r"\bigcup"])


def at_number(passage: Passage, number: int) -> Mention | None:
    """With probability at least `2/3`, fails with probability at most `0.01`."""
    words = passage.words
    first = max(0, passage.sentence(number)[0], number - 40)
    index = number - 1
    while index >= first and words[index] in HOW | AT_MOST:
        index -= 1
    if index < first or words[index] not in PROBABILITY_WORDS:
        return None
    how = set(words[index + 1 : number])
    near = words[max(first, index - NEAR) : index]
    if "least" in how and FAILS & set(near):
        return None  # a lower bound for those who fail
    less = bool({"most", "exceeding", "exceed"} & how or {"no", "more"} <= how)
    fails = less or bool(FAILS & set(near))
    found = passage.tokens(number)
    read = failure_of(found, 0, succeeds=not fails)
    if read is None:
        return None
    failure, end = read
    bound = how & (BOUND | {"most"}) or any(token in MORE | LESS for token, _ in found)
    if not bound and float(failure[1:]) > _PLAIN:
        return None  # how something is drawn
    start = index
    while start > first and words[start] != "with" and index - start < 3:
        start -= 1
    stop = passage.tokens(number)[end - 1]
    begin = passage.starts[start if words[start] == "with" else index]
    return Mention(number, begin, stop[1] + len(stop[0]), failure)


def in_percent(passage: Passage, number: int) -> Mention | None:
    """With probability at least 99\\%, the number in the text."""
    words = passage.words
    if not passage.text.startswith(("\\%", "\\,\\%", "~\\%"), passage.end(number)):
        return None
    index = number - 1
    while index > 0 and words[index] in HOW:
        index -= 1
    if index < 0 or words[index] not in PROBABILITY_WORDS or not 60 <= int(words[number]) < 100:
        return None
    failure = f"{SIGN}{1 - int(words[number]) / 100:.4g}"
    return Mention(number, passage.starts[index], passage.end(number), failure)


def tail_of_many(found: list[Token], event: int, behind: int) -> tuple[str, int, int] | None:
    """A bound on how likely some of many do something: `\\Pr(\\max_i X_i > t) \\le e^{-t}`."""
    if not any(token in _OF_MANY for token, _ in found[event:behind]):
        return None
    for index in range(behind, min(len(found), behind + 4)):
        if found[index][0] in LESS:
            end = expression(found, index + 1)
            piece = found[index + 1 : end]
            return (normal(piece), index + 1, end) if varies(piece) else None
    return None
