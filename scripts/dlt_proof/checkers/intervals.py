"""Interval arithmetic with exact ends, certified: python-flint's `arb`, rounded outwards.

Every result encloses the true values; nothing here is rounded to nearest. Not here: the elementary
functions (`interval_functions`), and terms (`enclosures`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

LARGEST_POWER = 10**9  # integer exponents beyond are not evaluated


class OutsideError(ValueError):
    """The term is not defined there, or this module cannot enclose it."""


class Interval(NamedTuple):
    """All reals between two ends; the ends are exact, and may be infinite."""

    low: Any
    high: Any

    @property
    def thin(self) -> bool:
        """Whether it is a single number."""
        return bool(self.low == self.high)

    def contains_zero(self) -> bool:
        """Whether 0 lies in it."""
        return bool(self.low <= 0) and bool(self.high >= 0)


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with this many bits; `arb` keeps its precision for the whole process."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


INFINITE = arb.pos_inf()
LEAST = arb.neg_inf()
WHOLE = Interval(LEAST, INFINITE)
ZERO = Interval(arb(0), arb(0))


def rational(value: Fraction) -> Interval:
    """The narrowest interval around a rational number."""
    ball = arb(fmpq(value.numerator, value.denominator))
    return Interval(ball.lower(), ball.upper())


def between(low: Fraction | None, high: Fraction | None) -> Interval:
    """The closed interval between two rationals, None standing for no end."""
    return Interval(
        LEAST if low is None else rational(low).low,
        INFINITE if high is None else rational(high).high,
    )


def add(a: Interval, b: Interval) -> Interval:
    """The sum; infinite ends of opposite sign never meet, since each end is its own sum."""
    low = LEAST if a.low == LEAST or b.low == LEAST else (a.low + b.low).lower()
    high = INFINITE if a.high == INFINITE or b.high == INFINITE else (a.high + b.high).upper()
    return Interval(low, high)


def multiply(a: Interval, b: Interval) -> Interval:
    """The product; 0 times an infinite end is 0, since the ends stand for finite numbers."""
    if bool(a.low >= 0) and bool(b.low >= 0):
        return Interval(_product(a.low, b.low).lower(), _product(a.high, b.high).upper())
    ends = [_product(x, y) for x in a for y in b]
    low, high = ends[0].lower(), ends[0].upper()
    for end in ends[1:]:
        low, high = smaller(low, end.lower()), larger(high, end.upper())
    return Interval(low, high)


def _product(x: Any, y: Any) -> Any:
    if x == 0 or y == 0:
        return arb(0)
    return x * y


def smaller(x: Any, y: Any) -> Any:
    """The lower of two ends."""
    return x if bool(x <= y) else y


def larger(x: Any, y: Any) -> Any:
    """The higher of two ends."""
    return x if bool(x >= y) else y


def integer_power(base: Interval, exponent: int, clipped: bool) -> Interval:
    """base^exponent for an integer exponent.

    Raises:
        OutsideError: a negative power of an interval with 0 in it, or a huge exponent.
    """
    if abs(exponent) > LARGEST_POWER:
        raise OutsideError("a huge power")
    if exponent < 0:
        return _reciprocal(integer_power(base, -exponent, clipped), clipped)
    if exponent == 0:
        return Interval(arb(1), arb(1))
    low, high = _whole_power(base.low, exponent), _whole_power(base.high, exponent)
    if exponent % 2:
        return Interval(low.lower(), high.upper())
    top = larger(low.upper(), high.upper())
    if base.contains_zero():
        return Interval(arb(0), top)
    return Interval(smaller(low.lower(), high.lower()), top)


def _whole_power(x: Any, exponent: int) -> Any:
    if x == INFINITE:
        return INFINITE
    if x == LEAST:
        return INFINITE if exponent % 2 == 0 else LEAST
    return x**exponent


def _reciprocal(x: Interval, clipped: bool) -> Interval:
    if x.thin and x.low == 0:
        raise OutsideError("division by zero")
    if x.contains_zero() and not clipped:
        raise OutsideError("division by zero")
    if bool(x.low < 0) and bool(x.high > 0):
        return WHOLE
    low = LEAST if x.high == 0 else _inverse(x.high).lower()
    high = INFINITE if x.low == 0 else _inverse(x.low).upper()
    return Interval(low, high)


def _inverse(x: Any) -> Any:
    return arb(0) if x in (INFINITE, LEAST) else 1 / x
