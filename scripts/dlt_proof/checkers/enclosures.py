"""Where the value of a term lies, certified: interval arithmetic over the whole term.

Every result encloses the true values; nothing here is rounded to nearest. Used at exact points and
over whole boxes. Not for finding where to look: floating point is quicker there (`floats`).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy
from flint import arb

from .interval_functions import CONSTANTS, FUNCTIONS, increasing, logarithm, root, size
from .intervals import (
    LARGEST_POWER,
    ZERO,
    Interval,
    OutsideError,
    add,
    between,
    integer_power,
    larger,
    multiply,
    precision,
    rational,
    smaller,
)

__all__ = ["LARGEST_SUM", "Interval", "OutsideError", "between", "enclose", "precision", "rational"]

LARGEST_SUM = 400  # terms of a sum or product that are added one by one


def enclose(expression: Any, values: Mapping[str, Interval], *, clipped: bool = False) -> Interval:
    """An interval that contains all values of a term.

    Args:
        values: an interval for every symbol, by its name.
        clipped: look only at the part of the box where the term is defined (for terms that were
            shown to be defined on the domain); otherwise anything undefined raises.

    Raises:
        OutsideError: not defined there, or nothing can be said.
    """
    return _Enclosing(values, clipped).value(expression)


class _Enclosing:
    """One evaluation; equal subterms are evaluated once."""

    def __init__(self, values: Mapping[str, Interval], clipped: bool) -> None:
        self.values = values
        self.clipped = clipped
        self.known: dict[Any, Interval] = {}

    def value(self, term: Any) -> Interval:
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = _checked(self.compute(term))
        return found

    def compute(self, term: Any) -> Interval:
        if term.is_Rational:
            return rational(Fraction(int(term.p), int(term.q)))
        if term.is_Symbol:
            try:
                return self.values[term.name]
            except KeyError:
                raise OutsideError(f"no value for {term.name}") from None
        if term.is_Add:
            parts = [self.value(argument) for argument in term.args]
            total = parts[0]
            for part in parts[1:]:
                total = add(total, part)
            return total
        if term.is_Mul:
            parts = [self.value(argument) for argument in term.args]
            product = parts[0]
            for part in parts[1:]:
                product = multiply(product, part)
            return product
        if term.is_Pow and term.base is not sympy.E:
            return self.power(term)
        if isinstance(term, sympy.Sum | sympy.Product):
            return self.long(term)
        name = type(term).__name__
        constant = CONSTANTS.get(name)
        if constant is not None:
            ball = constant()
            return Interval(ball.lower(), ball.upper())
        if isinstance(term, sympy.exp):  # also E**x, which SymPy keeps as exp(x)
            return increasing(arb.exp, self.value(term.args[0]))
        if name in ("Max", "Min"):
            parts = [self.value(argument) for argument in term.args]
            pick = larger if name == "Max" else smaller
            result = parts[0]
            for part in parts[1:]:
                result = Interval(pick(result.low, part.low), pick(result.high, part.high))
            return result
        function = FUNCTIONS.get(name)
        if function is None or len(term.args) != 1:
            return self.special(term, name)
        return function(self.value(term.args[0]), self.clipped)

    def special(self, term: Any, name: str) -> Interval:
        if name == "binomial":
            upper, lower = (self.value(argument) for argument in term.args)
            if upper.thin and lower.thin and upper.low.is_integer() and lower.low.is_integer():
                n, k = int(upper.low.unique_fmpz()), int(lower.low.unique_fmpz())
                if 0 <= k <= n <= 10**6:
                    ball = arb(n).bin(k) if k <= 10**5 else None
                    if ball is not None:
                        return Interval(ball.lower(), ball.upper())
        raise OutsideError(f"{name} is not enclosed")

    def power(self, term: Any) -> Interval:
        base, exponent = self.value(term.base), term.exp
        if exponent.is_Integer:
            return integer_power(base, int(exponent), self.clipped)
        if exponent == sympy.Rational(1, 2):
            return root(base, self.clipped)
        power = self.value(exponent)
        if power.thin and power.low.is_integer() and abs(power.low) < LARGEST_POWER:
            whole = int(power.low.unique_fmpz())
            if whole == 0 and base.contains_zero():
                raise OutsideError("0^0")
            return integer_power(base, whole, self.clipped)
        if base.thin and base.low == 0 and power.low > 0:
            return ZERO
        if exponent.is_integer and not bool(base.low >= 0):
            # Of unknown sign: n may be even or odd.
            reach = multiply(power, logarithm(size(base, True), True))
            top = increasing(arb.exp, reach).high
            return Interval(-top, top)
        if bool(base.low >= 0) and bool(power.low > 0) and not bool(base.low > 0):
            # x^p with p > 0 goes to 0 with x, so that the end 0 belongs.
            return increasing(arb.exp, multiply(power, logarithm(base, True)))
        return increasing(arb.exp, multiply(power, logarithm(base, self.clipped)))

    def long(self, term: Any) -> Interval:
        """A finite sum or product, term by term."""
        if len(term.limits) != 1 or len(term.limits[0]) != 3:
            raise OutsideError("several sums")
        index, first, last = term.limits[0]
        low, high = self.value(first), self.value(last)
        if not (low.thin and high.thin and low.low.is_integer() and high.low.is_integer()):
            raise OutsideError("a sum without fixed ends")
        start, end = int(low.low.unique_fmpz()), int(high.low.unique_fmpz())
        if end - start >= LARGEST_SUM:
            raise OutsideError("a long sum")
        is_sum = isinstance(term, sympy.Sum)
        total = ZERO if is_sum else Interval(arb(1), arb(1))
        for number in range(start, end + 1):
            here = {**self.values, index.name: rational(Fraction(number))}
            part = _Enclosing(here, self.clipped).value(term.function)
            total = add(total, part) if is_sum else multiply(total, part)
        return total


def _checked(interval: Interval) -> Interval:
    if interval.low.is_nan() or interval.high.is_nan() or bool(interval.low > interval.high):
        raise OutsideError("no enclosure")
    return interval
