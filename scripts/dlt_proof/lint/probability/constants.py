"""Probabilities that are numbers: `0.99`, `2/3`, `99\\%`, `1 - 1/100`."""

from __future__ import annotations

from collections.abc import Sequence

from .formulas import FRACTIONS, MORE, RELATIONS, Token, after_opening, is_delimiter

#: What a failure that is a number begins with, in the normal form of failures.
SIGN = "#"
_LEAST, _MOST = 0.6, 0.4  # of a success, of a failure
_LONGEST = 16  # tokens


def failure_of(found: Sequence[Token], begin: int, *, succeeds: bool) -> tuple[str, int] | None:
    """The failure that a number stands for, and the index behind the number.

    Args:
        found: the tokens of the formula.
        begin: where the number begins, or a relation sign before it.
        succeeds: the number is how likely something holds; otherwise how likely it fails.
    """
    index = after_opening(found, begin)
    if index < len(found) and found[index][0] in RELATIONS:
        index = after_opening(found, index + 1)
    end = index
    while end < len(found) and end < index + _LONGEST and _is_part(found[end][0]):
        end += 1
    if end == index or (end < len(found) and not _ends(found[end][0])):
        return None
    value = _value([token for token, _ in found[index:end] if token not in "{}"])
    if value is None:
        return None
    failure = 1 - value if succeeds else value
    if not 0 < failure <= (1 - _LEAST if succeeds else _MOST):
        return None
    return f"{SIGN}{failure:.4g}", end


def bounded_by(found: Sequence[Token], behind: int) -> tuple[str, int, int] | None:
    """As `failure_of` for what bounds a probability that ends at an index: failure, from, to."""
    for index in range(behind, min(len(found), behind + 5)):
        token = found[index][0]
        if token in RELATIONS:
            read = failure_of(found, index + 1, succeeds=token in MORE)
            return (read[0], index + 1, read[1]) if read else None
        if is_delimiter(token) or token in (",", "+", "-"):
            return None
    return None


def _is_part(token: str) -> bool:
    return token[0].isdigit() or token in ("/", "-", "{", "}", "\\%") or token in FRACTIONS


def _ends(token: str) -> bool:
    return is_delimiter(token) or token in (".", ",", ";", "}", ")", "\\text", "\\\\", "\\qquad")


def _value(pieces: Sequence[str]) -> float | None:
    """What an expression of numbers comes to."""
    if "-" in pieces:
        place = pieces.index("-")
        first, second = _value(pieces[:place]), _value(pieces[place + 1 :])
        return None if first is None or second is None else first - second
    if pieces[-1:] == ["\\%"]:
        value = _value(pieces[:-1])
        return None if value is None else value / 100
    if pieces[:1] and pieces[0] in FRACTIONS:
        rest = pieces[1:]
        if len(rest) == 1 and len(rest[0]) == 2 and rest[0].isdigit():
            rest = [rest[0][0], rest[0][1]]
        return _ratio(rest)
    if len(pieces) == 3 and pieces[1] == "/":
        return _ratio([pieces[0], pieces[2]])
    return _number(pieces[0]) if len(pieces) == 1 else None


def _ratio(pieces: Sequence[str]) -> float | None:
    if len(pieces) != 2:
        return None
    above, below = _number(pieces[0]), _number(pieces[1])
    return None if above is None or not below else above / below


def _number(piece: str) -> float | None:
    return float(piece) if piece[:1].isdigit() else None
