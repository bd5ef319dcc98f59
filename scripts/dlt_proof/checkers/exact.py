"""The exact value of a term at a rational point, where it is rational; else its certified sign.

No computer algebra decides here: rational arithmetic, and values that everybody knows (e^0, log 1,
roots of squares). What is not rational is enclosed at growing precision; where its sign cannot be
told so, nothing is said.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Any

import sympy

from .enclosures import LARGEST_SUM, Interval, OutsideError, enclose, precision, rational

Point = Mapping[str, Fraction]

_PRECISIONS = (100, 400, 1600)
_LARGEST_BITS = 20_000  # of a power's value


def exact_value(term: Any, point: Point) -> Fraction | None:
    """The rational value of a term at a point, None where it is not rational or not known.

    Raises:
        OutsideError: the term is not defined there.
    """
    if term.is_Rational:
        return Fraction(int(term.p), int(term.q))
    if term.is_Symbol:
        return point.get(term.name)
    if isinstance(term, sympy.Sum | sympy.Product):
        return _long(term, point)
    arguments = [exact_value(argument, point) for argument in term.args]
    name = type(term).__name__
    if name == "Mul" and any(a == 0 for a in arguments):
        for argument, value in zip(term.args, arguments, strict=True):
            if value is None:
                enclose(argument, _thin(point))  # 0 times what is not defined is not defined
        return Fraction(0)
    if any(argument is None for argument in arguments):
        return None
    values = [argument for argument in arguments if argument is not None]
    if name == "Add":
        return sum(values, Fraction(0))
    if name == "Mul":
        product = Fraction(1)
        for value in values:
            product *= value
        return product
    if name == "Pow":
        return _power(values[0], values[1])
    if name in ("Max", "Min"):
        return max(values) if name == "Max" else min(values)
    if name == "Abs":
        return abs(values[0])
    if name in ("floor", "ceiling"):
        return Fraction(floor(values[0]) if name == "floor" else ceil(values[0]))
    if name == "sign":
        return Fraction((values[0] > 0) - (values[0] < 0))
    if len(values) == 1 and values[0] == _ARGUMENT.get(name, (None, 0))[0]:
        return Fraction(_ARGUMENT[name][1])
    return None


#: The argument at which a function has a rational value, and that value.
_ARGUMENT: dict[str, tuple[int | None, int]] = {
    "exp": (0, 1),
    "log": (1, 0),
    "sin": (0, 0),
    "cos": (0, 1),
    "tan": (0, 0),
    "sinh": (0, 0),
    "cosh": (0, 1),
    "tanh": (0, 0),
    "asin": (0, 0),
    "acos": (1, 0),
    "atan": (0, 0),
    "asinh": (0, 0),
    "acosh": (1, 0),
    "sec": (0, 1),
}


def _thin(point: Point) -> dict[str, Interval]:
    return {name: rational(value) for name, value in point.items()}


def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator == 1:
        size = abs(exponent.numerator) * max(
            base.numerator.bit_length(), base.denominator.bit_length()
        )
        if base == 0 and exponent < 0:
            raise OutsideError("division by zero")
        if base == 0 and exponent == 0:
            raise OutsideError("0^0")
        if abs(base) == 1 or base == 0:
            return base ** (exponent.numerator % 2) if abs(base) == 1 else base
        return base**exponent.numerator if size <= _LARGEST_BITS else None
    if base < 0:
        raise OutsideError("a root of a negative number")
    if base == 0:
        if exponent < 0:
            raise OutsideError("division by zero")
        return Fraction(0)
    degree = exponent.denominator
    roots = [_root(part, degree) for part in (base.numerator, base.denominator)]
    if roots[0] is None or roots[1] is None:
        return None
    return _power(Fraction(roots[0], roots[1]), Fraction(exponent.numerator))


def _root(number: int, degree: int) -> int | None:
    """The integer root, None where there is none."""
    if degree == 2:
        root = isqrt(number)
    elif degree <= 12 and number.bit_length() < 1000:
        root = round(number ** (1 / degree)) if number.bit_length() < 50 else 0
    else:
        return 1 if number == 1 else None
    return root if root**degree == number else None


def _long(term: Any, point: Point) -> Fraction | None:
    if len(term.limits) != 1 or len(term.limits[0]) != 3:
        return None
    index, first, last = term.limits[0]
    low, high = exact_value(first, point), exact_value(last, point)
    if low is None or high is None or low.denominator != 1 or high.denominator != 1:
        return None
    if high - low >= LARGEST_SUM:
        return None
    is_sum = isinstance(term, sympy.Sum)
    total = Fraction(0 if is_sum else 1)
    for number in range(int(low), int(high) + 1):
        part = exact_value(term.function, {**point, index.name: Fraction(number)})
        if part is None:
            return None
        total = total + part if is_sum else total * part
    return total


def exact_sign(term: Any, point: Point) -> int | None:
    """The sign of a term at a point: 1, 0, -1, or None where it could not be told.

    Raises:
        OutsideError: the term is not defined there, or cannot be enclosed.
    """
    value = exact_value(term, point)
    if value is not None:
        return (value > 0) - (value < 0)
    for bits in _PRECISIONS:
        with precision(bits):
            found = enclose(term, _thin(point))
        if bool(found.low > 0):
            return 1
        if bool(found.high < 0):
            return -1
    return None


def shown_value(term: Any, point: Point) -> str:
    """The value for people: exactly if it is short, else an enclosure.

    Raises:
        OutsideError: the term is not defined there.
    """
    value = exact_value(term, point)
    if value is not None and len(str(value)) <= 20:
        return str(value)
    with precision(100):
        found = enclose(term, _thin(point))
        if found.thin:
            return str(found.low.str(15, radius=False))
        return str(found.low.union(found.high).str(15))
