"""Where the value of a term lies, certified: interval arithmetic with python-flint's `arb`.

Every result encloses the true values; nothing here is rounded to nearest. Used at exact points and
over whole boxes. Not for finding where to look: floating point is quicker there (`floats`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NamedTuple

import sympy
from flint import arb, ctx, fmpq

LARGEST_SUM = 400  # terms of a sum or product that are added one by one
_LARGEST_POWER = 10**9  # integer exponents beyond are not evaluated


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


_INFINITE = arb.pos_inf()
_LEAST = arb.neg_inf()
WHOLE = Interval(_LEAST, _INFINITE)
_UNIT = Interval(arb(-1), arb(1))
_ZERO = Interval(arb(0), arb(0))


def rational(value: Fraction) -> Interval:
    """The narrowest interval around a rational number."""
    ball = arb(fmpq(value.numerator, value.denominator))
    return Interval(ball.lower(), ball.upper())


def between(low: Fraction | None, high: Fraction | None) -> Interval:
    """The closed interval between two rationals, None standing for no end."""
    return Interval(
        _LEAST if low is None else rational(low).low,
        _INFINITE if high is None else rational(high).high,
    )


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
        constant = _CONSTANTS.get(name)
        if constant is not None:
            ball = constant()
            return Interval(ball.lower(), ball.upper())
        if isinstance(term, sympy.exp):  # also E**x, which SymPy keeps as exp(x)
            return _increasing(arb.exp, self.value(term.args[0]))
        if name in ("Max", "Min"):
            parts = [self.value(argument) for argument in term.args]
            pick = _larger if name == "Max" else _smaller
            result = parts[0]
            for part in parts[1:]:
                result = Interval(pick(result.low, part.low), pick(result.high, part.high))
            return result
        function = _FUNCTIONS.get(name)
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
            return _root(base, self.clipped)
        power = self.value(exponent)
        if power.thin and power.low.is_integer() and abs(power.low) < _LARGEST_POWER:
            whole = int(power.low.unique_fmpz())
            if whole == 0 and base.contains_zero():
                raise OutsideError("0^0")
            return integer_power(base, whole, self.clipped)
        if base.thin and base.low == 0 and power.low > 0:
            return _ZERO
        if exponent.is_integer and not bool(base.low >= 0):
            # Of unknown sign: n may be even or odd.
            size = multiply(power, _logarithm(_size(base, True), True))
            top = _increasing(arb.exp, size).high
            return Interval(-top, top)
        if bool(base.low >= 0) and bool(power.low > 0) and not bool(base.low > 0):
            # x^p with p > 0 goes to 0 with x, so that the end 0 belongs.
            return _increasing(arb.exp, multiply(power, _logarithm(base, True)))
        return _increasing(arb.exp, multiply(power, _logarithm(base, self.clipped)))

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
        total = _ZERO if is_sum else Interval(arb(1), arb(1))
        for number in range(start, end + 1):
            here = {**self.values, index.name: rational(Fraction(number))}
            part = _Enclosing(here, self.clipped).value(term.function)
            total = add(total, part) if is_sum else multiply(total, part)
        return total


def _checked(interval: Interval) -> Interval:
    if interval.low.is_nan() or interval.high.is_nan() or bool(interval.low > interval.high):
        raise OutsideError("no enclosure")
    return interval


def add(a: Interval, b: Interval) -> Interval:
    """The sum; infinite ends of opposite sign never meet, since each end is its own sum."""
    low = _LEAST if a.low == _LEAST or b.low == _LEAST else (a.low + b.low).lower()
    high = _INFINITE if a.high == _INFINITE or b.high == _INFINITE else (a.high + b.high).upper()
    return Interval(low, high)


def multiply(a: Interval, b: Interval) -> Interval:
    """The product; 0 times an infinite end is 0, since the ends stand for finite numbers."""
    if bool(a.low >= 0) and bool(b.low >= 0):
        return Interval(_product(a.low, b.low).lower(), _product(a.high, b.high).upper())
    ends = [_product(x, y) for x in a for y in b]
    low, high = ends[0].lower(), ends[0].upper()
    for end in ends[1:]:
        low, high = _smaller(low, end.lower()), _larger(high, end.upper())
    return Interval(low, high)


def _product(x: Any, y: Any) -> Any:
    if x == 0 or y == 0:
        return arb(0)
    return x * y


def _smaller(x: Any, y: Any) -> Any:
    return x if bool(x <= y) else y


def _larger(x: Any, y: Any) -> Any:
    return x if bool(x >= y) else y


def integer_power(base: Interval, exponent: int, clipped: bool) -> Interval:
    """base^exponent for an integer exponent.

    Raises:
        OutsideError: a negative power of an interval with 0 in it, or a huge exponent.
    """
    if abs(exponent) > _LARGEST_POWER:
        raise OutsideError("a huge power")
    if exponent < 0:
        return _reciprocal(integer_power(base, -exponent, clipped), clipped)
    if exponent == 0:
        return Interval(arb(1), arb(1))
    low, high = _whole_power(base.low, exponent), _whole_power(base.high, exponent)
    if exponent % 2:
        return Interval(low.lower(), high.upper())
    top = _larger(low.upper(), high.upper())
    if base.contains_zero():
        return Interval(arb(0), top)
    return Interval(_smaller(low.lower(), high.lower()), top)


def _whole_power(x: Any, exponent: int) -> Any:
    if x == _INFINITE:
        return _INFINITE
    if x == _LEAST:
        return _INFINITE if exponent % 2 == 0 else _LEAST
    return x**exponent


def _reciprocal(x: Interval, clipped: bool) -> Interval:
    if x.thin and x.low == 0:
        raise OutsideError("division by zero")
    if x.contains_zero() and not clipped:
        raise OutsideError("division by zero")
    if bool(x.low < 0) and bool(x.high > 0):
        return WHOLE
    low = _LEAST if x.high == 0 else _inverse(x.high).lower()
    high = _INFINITE if x.low == 0 else _inverse(x.low).upper()
    return Interval(low, high)


def _inverse(x: Any) -> Any:
    return arb(0) if x in (_INFINITE, _LEAST) else 1 / x


def _root(x: Interval, clipped: bool) -> Interval:
    if bool(x.high < 0) or (bool(x.low < 0) and not clipped):
        raise OutsideError("the root of a negative number")
    return _increasing(arb.sqrt, Interval(_larger(x.low, arb(0)), x.high))


def _logarithm(x: Interval, clipped: bool) -> Interval:
    if not bool(x.high > 0) or (not bool(x.low > 0) and not clipped):
        raise OutsideError("the logarithm of a number that is not positive")
    low = x.low.log().lower() if bool(x.low > 0) else _LEAST
    return Interval(low, _INFINITE if x.high == _INFINITE else x.high.log().upper())


def _increasing(function: Callable[[Any], Any], x: Interval) -> Interval:
    low, high = function(x.low), function(x.high)
    return Interval(low.lower(), high.upper())


def _exponential(x: Interval, clipped: bool) -> Interval:
    return _increasing(arb.exp, x)


def _ball(x: Interval) -> Any:
    if x.thin:
        return x.low
    return x.low.union(x.high)


def _wave(function: Callable[[Any], Any]) -> Callable[[Interval, bool], Interval]:
    def enclosed(x: Interval, clipped: bool) -> Interval:
        if x.low == _LEAST or x.high == _INFINITE:
            return _UNIT
        ball = function(_ball(x))
        if not ball.is_finite():
            return _UNIT
        return Interval(_larger(ball.lower(), arb(-1)), _smaller(ball.upper(), arb(1)))

    return enclosed


def _with_poles(function: Callable[[Any], Any]) -> Callable[[Interval, bool], Interval]:
    def enclosed(x: Interval, clipped: bool) -> Interval:
        ball = function(_ball(x)) if x.low.is_finite() and x.high.is_finite() else None
        if ball is not None and ball.is_finite():
            return Interval(ball.lower(), ball.upper())
        if not clipped:
            raise OutsideError("a pole")
        return WHOLE

    return enclosed


def _monotone(
    function: Callable[[Any], Any],
    low: Any = _LEAST,
    high: Any = _INFINITE,
    at_low: Any = None,
    at_high: Any = None,
) -> Callable[[Interval, bool], Interval]:
    """An increasing function on [low, high], with its values at these ends."""

    def enclosed(x: Interval, clipped: bool) -> Interval:
        if not clipped and (bool(x.low < low) or bool(x.high > high)):
            raise OutsideError("outside the function's domain")
        if bool(x.high < low) or bool(x.low > high):
            raise OutsideError("outside the function's domain")
        start, end = _larger(x.low, low), _smaller(x.high, high)
        below = at_low if start == low and at_low is not None else function(start).lower()
        above = at_high if end == high and at_high is not None else function(end).upper()
        return Interval(below, above)

    return enclosed


def _hyperbolic_cosine(x: Interval, clipped: bool) -> Interval:
    size = _size(x, clipped)
    return Interval(
        size.low.cosh().lower(), _INFINITE if size.high == _INFINITE else size.high.cosh().upper()
    )


def _size(x: Interval, clipped: bool) -> Interval:
    if bool(x.low >= 0):
        return x
    if bool(x.high <= 0):
        return Interval(-x.high, -x.low)
    return Interval(arb(0), _larger(-x.low, x.high))


def _sign(x: Interval, clipped: bool) -> Interval:
    def of(end: Any) -> Any:
        return arb(1) if bool(end > 0) else arb(-1) if bool(end < 0) else arb(0)

    return Interval(of(x.low), of(x.high))


def _steps(function: Callable[[Any], Any]) -> Callable[[Interval, bool], Interval]:
    def enclosed(x: Interval, clipped: bool) -> Interval:
        ends = [end if end in (_LEAST, _INFINITE) else function(end) for end in x]
        return Interval(ends[0].lower(), ends[1].upper())

    return enclosed


def _factorial(x: Interval, clipped: bool) -> Interval:
    if not bool(x.low >= 1) and not (x.thin and x.low.is_integer() and bool(x.low >= 0)):
        raise OutsideError("a factorial below 1")
    # t -> t! increases from t = 1 on (its least value is at 0.46).
    high = _INFINITE if x.high == _INFINITE else (x.high + 1).gamma().upper()
    return Interval((x.low + 1).gamma().lower() if x.low != _INFINITE else _INFINITE, high)


def _arc_cosine(x: Interval, clipped: bool) -> Interval:
    if not clipped and (bool(x.low < -1) or bool(x.high > 1)):
        raise OutsideError("outside the function's domain")
    if bool(x.high < -1) or bool(x.low > 1):
        raise OutsideError("outside the function's domain")
    return Interval(_smaller(x.high, arb(1)).acos().lower(), _larger(x.low, arb(-1)).acos().upper())


_CONSTANTS: dict[str, Callable[[], Any]] = {
    "Exp1": arb.const_e,
    "Pi": arb.pi,
    "EulerGamma": arb.const_euler,
}
_FUNCTIONS: dict[str, Callable[[Interval, bool], Interval]] = {
    "exp": _exponential,
    "log": _logarithm,
    "sin": _wave(arb.sin),
    "cos": _wave(arb.cos),
    "tan": _with_poles(arb.tan),
    "cot": _with_poles(arb.cot),
    "sec": _with_poles(arb.sec),
    "csc": _with_poles(arb.csc),
    "coth": _with_poles(arb.coth),
    "sinh": _monotone(arb.sinh, at_low=_LEAST, at_high=_INFINITE),
    "cosh": _hyperbolic_cosine,
    "tanh": _monotone(arb.tanh, at_low=arb(-1), at_high=arb(1)),
    "asin": _monotone(arb.asin, arb(-1), arb(1)),
    "acos": _arc_cosine,
    "atan": _monotone(
        arb.atan,
        at_low=(-arb.pi() / 2).lower(),
        at_high=(arb.pi() / 2).upper(),
    ),
    "asinh": _monotone(arb.asinh, at_low=_LEAST, at_high=_INFINITE),
    "acosh": _monotone(arb.acosh, arb(1), _INFINITE, arb(0), _INFINITE),
    "Abs": _size,
    "sign": _sign,
    "floor": _steps(arb.floor),
    "ceiling": _steps(arb.ceil),
    "factorial": _factorial,
}
