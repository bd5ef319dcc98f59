"""Sets of numbers as domains of a symbol: exact ends, integers, intersection."""

import math
from dataclasses import replace
from fractions import Fraction

from ..translation import SymbolDomain

_NO_BOUND = (None, None, False, False)


def domain(
    name: str,
    low: Fraction | int | None = None,
    high: Fraction | int | None = None,
    *,
    low_open: bool = False,
    high_open: bool = False,
    integer: bool = False,
) -> SymbolDomain:
    """A domain with its ends where they belong: an integer above 2 is at least 3."""
    first = None if low is None else Fraction(low)
    last = None if high is None else Fraction(high)
    low_open, high_open = low_open and low is not None, high_open and high is not None
    if integer and first is not None:
        first = Fraction(math.floor(first) + 1 if low_open else math.ceil(first))
        low_open = False
    if integer and last is not None:
        last = Fraction(math.ceil(last) - 1 if high_open else math.floor(last))
        high_open = False
    return SymbolDomain(name, first, last, low_open, high_open, integer)


def intersection(one: SymbolDomain, other: SymbolDomain) -> SymbolDomain:
    """What lies in both; may be empty."""
    low, low_open = one.low, one.low_open
    if other.low is not None and (low is None or other.low >= low):
        low_open = other.low_open or (low_open and other.low == low)
        low = other.low
    high, high_open = one.high, one.high_open
    if other.high is not None and (high is None or other.high <= high):
        high_open = other.high_open or (high_open and other.high == high)
        high = other.high
    return domain(
        one.name,
        low,
        high,
        low_open=low_open,
        high_open=high_open,
        integer=one.integer or other.integer,
    )


def is_empty(where: SymbolDomain) -> bool:
    """Whether no number lies in a domain."""
    if where.low is None or where.high is None:
        return False
    return where.low > where.high or (
        where.low == where.high and (where.low_open or where.high_open)
    )


def includes(outer: SymbolDomain, inner: SymbolDomain) -> bool:
    """Whether every number of one domain lies in another."""
    inner = replace(inner, name=outer.name)
    return intersection(outer, inner) == intersection(inner, inner) or is_empty(inner)


def shown(where: SymbolDomain) -> str:
    """A domain in plain mathematics: `x ∈ (0, 1]`, `n ∈ {2, 3, …}`."""
    if where.integer:
        if where.low is None and where.high is None:
            return f"{where.name} ∈ ℤ"
        if where.high is None:
            assert where.low is not None
            return f"{where.name} ∈ {{{where.low}, {where.low + 1}, …}}"
        if where.low is None:
            return f"{where.name} ∈ {{…, {where.high - 1}, {where.high}}}"
        return f"{where.name} ∈ {{{where.low}, …, {where.high}}}"
    if where.low is None and where.high is None:
        return f"{where.name} ∈ ℝ"
    left = "(" if where.low_open or where.low is None else "["
    right = ")" if where.high_open or where.high is None else "]"
    low = "−∞" if where.low is None else str(where.low)
    high = "∞" if where.high is None else str(where.high)
    return f"{where.name} ∈ {left}{low}, {high}{right}"
