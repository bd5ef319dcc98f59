"""Values of an author's functions at one instance, to many more digits than a float has.

A violation that only rounding makes is no counterexample, so what a search finds is computed
anew: with balls that enclose the true value (Arb, by python-flint: F. Johansson, IEEE Trans.
Comput. 66 (2017) 1281-1292), for functions made of numpy's; or with mpmath's numbers, for
functions made of mpmath's. Functions that turn their values into floats have no more digits than
these, and no answer here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .parameters import Function, Values

DIGITS = 50
_BITS_OF_A_DIGIT = 3.33


@dataclass(frozen=True, slots=True)
class Precise:
    """A real number known up to a radius.

    Args:
        middle, radius: it lies within `radius` of `middle`, both exact.
        arithmetic: how it was computed, for a person.
    """

    middle: Fraction
    radius: Fraction
    arithmetic: str


Exact = Mapping[str, Callable[[Any], Any]]


def evaluate(
    function: Function, row: Values, digits: int = DIGITS, exact: Exact | None = None
) -> Precise | None:
    """The value of a vectorised function at one instance, or None where floats are all it knows.

    Args:
        function: of the values of many instances; here it is given one.
        row: the instance: numbers, vectors, matrices.
        digits: about how many decimal digits to compute with.
        exact: as `Parameters.exact`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Whatever an author's function raises on numbers it does not know means the same here.
        try:
            return _by_balls(function, row, digits, exact or {})
        except Exception:
            pass
        try:
            return _by_mpmath(function, row, digits, exact or {})
        except Exception:
            return None


def _by_balls(function: Function, row: Values, digits: int, exact: Exact) -> Precise | None:
    import flint
    import numpy as np

    before = flint.ctx.prec
    # Twice: where a comparison inside the function could not be decided, more bits change it.
    answers = []
    try:
        for factor in (1, 2):
            flint.ctx.prec = int(factor * digits * _BITS_OF_A_DIGIT) + 20
            found = np.asarray(function(_one_instance(row, flint.arb, exact)))
            if found.ndim == 0 and found.dtype.kind in "iuf":
                # One number for all instances is a constant, meant as it stands.
                return Precise(Fraction(found.item()), Fraction(0), "exact")
            if found.size == 1 and type(found.item()) in (int, flint.fmpz):
                return Precise(Fraction(int(found.item())), Fraction(0), "exact")  # as of floor
            if found.size != 1 or not isinstance(found.item(), flint.arb):
                return None
            ball = found.item()
            if not ball.is_finite():
                return None
            answers.append((_fraction(ball.mid()), _fraction(ball.rad())))
    finally:
        flint.ctx.prec = before
    (first, wide), (second, narrow) = answers
    if abs(first - second) > wide + narrow:
        return None
    return Precise(second, narrow, f"ball arithmetic of {digits} digits")


def _by_mpmath(function: Function, row: Values, digits: int, exact: Exact) -> Precise | None:
    import mpmath
    import numpy as np

    answers = []
    for factor in (1, 2):
        with mpmath.workdps(factor * digits):
            found = np.asarray(function(_one_number(row, mpmath.mpf, exact))).ravel()
            if found.size != 1 or not isinstance(found[0], mpmath.mpf):
                return None
            if not mpmath.isfinite(found[0]):
                return None
            sign, mantissa, exponent, _ = found[0]._mpf_
            size = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
            answers.append(-size if sign else size)
    first, second = answers
    # No enclosure: what twice the digits changed, a thousandfold, stands for the error.
    return Precise(second, 1000 * abs(first - second), f"mpmath with {2 * digits} digits")


def _one_instance(row: Values, number: Callable[[Any], Any], inside: Exact) -> Values:
    """An instance as arrays of one row, numbers in exact arithmetic."""
    import numpy as np

    found = {}
    for name, value in row.items():
        array = np.asarray(value)
        if array.dtype.kind not in "iuf":
            found[name] = np.array([value], dtype=object) if array.ndim == 0 else array[None]
            continue
        exact = np.empty(array.shape, dtype=object)
        for index in np.ndindex(array.shape):
            exact[index] = number(array[index].item())
        found[name] = inside[name](exact)[None] if name in inside else exact[None]
    return Values(found)


def _one_number(row: Values, number: Callable[[Any], Any], inside: Exact) -> Values:
    """The same, numbers alone rather than in arrays: mpmath's functions take no arrays."""
    arrays = _one_instance(row, number, inside)
    return Values({name: array[0] for name, array in arrays.items()})


def _fraction(ball: Any) -> Fraction:
    mantissa, exponent = ball.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
