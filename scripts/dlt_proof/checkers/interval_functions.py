"""The elementary functions on intervals, and the constants; every result encloses the true values.

Each takes the interval and whether to look only at the part of it where the function is defined;
otherwise anything undefined raises `OutsideError`.
"""

from collections.abc import Callable
from typing import Any

from flint import arb

from .intervals import (
    INFINITE,
    LEAST,
    WHOLE,
    Interval,
    OutsideError,
    larger,
    smaller,
)

_UNIT = Interval(arb(-1), arb(1))


def root(x: Interval, clipped: bool) -> Interval:
    """The square root."""
    if bool(x.high < 0) or (bool(x.low < 0) and not clipped):
        raise OutsideError("the root of a negative number")
    return increasing(arb.sqrt, Interval(larger(x.low, arb(0)), x.high))


def logarithm(x: Interval, clipped: bool) -> Interval:
    """The natural logarithm."""
    if not bool(x.high > 0) or (not bool(x.low > 0) and not clipped):
        raise OutsideError("the logarithm of a number that is not positive")
    low = x.low.log().lower() if bool(x.low > 0) else LEAST
    return Interval(low, INFINITE if x.high == INFINITE else x.high.log().upper())


def increasing(function: Callable[[Any], Any], x: Interval) -> Interval:
    """An increasing function that is defined on the whole interval."""
    low, high = function(x.low), function(x.high)
    return Interval(low.lower(), high.upper())


def _exponential(x: Interval, clipped: bool) -> Interval:
    return increasing(arb.exp, x)


def _ball(x: Interval) -> Any:
    if x.thin:
        return x.low
    return x.low.union(x.high)


def _wave(function: Callable[[Any], Any]) -> Callable[[Interval, bool], Interval]:
    def enclosed(x: Interval, clipped: bool) -> Interval:
        if x.low == LEAST or x.high == INFINITE:
            return _UNIT
        ball = function(_ball(x))
        if not ball.is_finite():
            return _UNIT
        return Interval(larger(ball.lower(), arb(-1)), smaller(ball.upper(), arb(1)))

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
    low: Any = LEAST,
    high: Any = INFINITE,
    at_low: Any = None,
    at_high: Any = None,
) -> Callable[[Interval, bool], Interval]:
    """An increasing function on [low, high], with its values at these ends."""

    def enclosed(x: Interval, clipped: bool) -> Interval:
        if not clipped and (bool(x.low < low) or bool(x.high > high)):
            raise OutsideError("outside the function's domain")
        if bool(x.high < low) or bool(x.low > high):
            raise OutsideError("outside the function's domain")
        start, end = larger(x.low, low), smaller(x.high, high)
        below = at_low if start == low and at_low is not None else function(start).lower()
        above = at_high if end == high and at_high is not None else function(end).upper()
        return Interval(below, above)

    return enclosed


def _hyperbolic_cosine(x: Interval, clipped: bool) -> Interval:
    far = size(x, clipped)
    return Interval(
        far.low.cosh().lower(), INFINITE if far.high == INFINITE else far.high.cosh().upper()
    )


def size(x: Interval, clipped: bool) -> Interval:
    """The absolute value."""
    if bool(x.low >= 0):
        return x
    if bool(x.high <= 0):
        return Interval(-x.high, -x.low)
    return Interval(arb(0), larger(-x.low, x.high))


def _sign(x: Interval, clipped: bool) -> Interval:
    def of(end: Any) -> Any:
        return arb(1) if bool(end > 0) else arb(-1) if bool(end < 0) else arb(0)

    return Interval(of(x.low), of(x.high))


def _steps(function: Callable[[Any], Any]) -> Callable[[Interval, bool], Interval]:
    def enclosed(x: Interval, clipped: bool) -> Interval:
        ends = [end if end in (LEAST, INFINITE) else function(end) for end in x]
        return Interval(ends[0].lower(), ends[1].upper())

    return enclosed


def _factorial(x: Interval, clipped: bool) -> Interval:
    if not bool(x.low >= 1) and not (x.thin and x.low.is_integer() and bool(x.low >= 0)):
        raise OutsideError("a factorial below 1")
    # t -> t! increases from t = 1 on (its least value is at 0.46).
    high = INFINITE if x.high == INFINITE else (x.high + 1).gamma().upper()
    return Interval((x.low + 1).gamma().lower() if x.low != INFINITE else INFINITE, high)


def _arc_cosine(x: Interval, clipped: bool) -> Interval:
    if not clipped and (bool(x.low < -1) or bool(x.high > 1)):
        raise OutsideError("outside the function's domain")
    if bool(x.high < -1) or bool(x.low > 1):
        raise OutsideError("outside the function's domain")
    return Interval(smaller(x.high, arb(1)).acos().lower(), larger(x.low, arb(-1)).acos().upper())


#: The constants by the name of their class in SymPy.
CONSTANTS: dict[str, Callable[[], Any]] = {
    "Exp1": arb.const_e,
    "Pi": arb.pi,
    "EulerGamma": arb.const_euler,
}
#: The functions by the name of their class in SymPy.
FUNCTIONS: dict[str, Callable[[Interval, bool], Interval]] = {
    "exp": _exponential,
    "log": logarithm,
    "sin": _wave(arb.sin),
    "cos": _wave(arb.cos),
    "tan": _with_poles(arb.tan),
    "cot": _with_poles(arb.cot),
    "sec": _with_poles(arb.sec),
    "csc": _with_poles(arb.csc),
    "coth": _with_poles(arb.coth),
    "sinh": _monotone(arb.sinh, at_low=LEAST, at_high=INFINITE),
    "cosh": _hyperbolic_cosine,
    "tanh": _monotone(arb.tanh, at_low=arb(-1), at_high=arb(1)),
    "asin": _monotone(arb.asin, arb(-1), arb(1)),
    "acos": _arc_cosine,
    "atan": _monotone(
        arb.atan,
        at_low=(-arb.pi() / 2).lower(),
        at_high=(arb.pi() / 2).upper(),
    ),
    "asinh": _monotone(arb.asinh, at_low=LEAST, at_high=INFINITE),
    "acosh": _monotone(arb.acosh, arb(1), INFINITE, arb(0), INFINITE),
    "Abs": size,
    "sign": _sign,
    "floor": _steps(arb.floor),
    "ceiling": _steps(arb.ceil),
    "factorial": _factorial,
}
