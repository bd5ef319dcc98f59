"""Factorials, binomial coefficients, rounding: functions that count."""

from typing import TYPE_CHECKING, Any

import sympy

from .opaque import make_atom
from .records import NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader

#: Larger factorials and binomials of numbers are not worked out.
_LARGEST_COUNT = 1000


def factorial(reader: "Reader", value: Any) -> Any:
    """n! of a natural number n."""
    if not value.is_integer:
        raise NotUnderstoodError("the factorial of what need not be an integer")
    if value.is_Integer and value > _LARGEST_COUNT:
        raise NotUnderstoodError("a number too large to write down")
    reader.demand(value, "nonnegative")
    return sympy.factorial(value) if value.is_nonnegative or not value.is_Integer else sympy.nan


def binomial(reader: "Reader", upper: Any, lower: Any) -> Any:
    """A binomial coefficient of integers."""
    if not (upper.is_integer and lower.is_integer):
        raise NotUnderstoodError("a binomial coefficient of what need not be integers")
    if any(n.is_Integer and n > _LARGEST_COUNT for n in (upper, lower)):
        raise NotUnderstoodError("a number too large to write down")
    reader.demand(upper, "nonnegative")
    reader.demand(lower, "nonnegative")
    return sympy.binomial(upper, lower)


def rounded(reader: "Reader") -> Any:
    """`\\lfloor x \\rfloor` and `\\lceil x \\rceil` of a rational term; else an opaque integer."""
    opening = reader.peek()
    start = opening.start
    value = reader.group()
    symbols = value.free_symbols
    if not symbols and not value.is_Rational:
        raise NotUnderstoodError("the rounding of an irrational number")
    if symbols & set(reader.found.atoms.values()) or not value.is_rational_function(*symbols):
        text = reader.text[start : reader.peek(-1).end]
        return make_atom(reader, text, integer=True, nonnegative=bool(value.is_nonnegative))
    return sympy.floor(value) if opening.value == "\\lfloor" else sympy.ceiling(value)
