"""What a term needs to be defined, and to be differentiable, read off the term itself.

For terms that the provers make on their way; what the paper's terms need is gathered while they are
read, before anything can cancel. Whether the conditions hold is `orders`' business.
"""

from typing import Any

import sympy

from .problems import Condition

#: Functions that are smooth wherever they are defined in the interior of their domain.
_SMOOTH_EVERYWHERE = ("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh")


class NotSmoothError(ValueError):
    """A term with a part whose derivative is not known here."""


def smooth_conditions(term: Any, symbol: Any, *, closed: bool) -> list[Condition]:
    """What makes a term continuous (closed) or differentiable (open) in one symbol.

    Args:
        closed: at an end point, where a root may be 0; else inside, where it must be positive.

    Raises:
        NotSmoothError: a part of the term is not known to be smooth in the symbol.
    """
    found: dict[Condition, None] = {}
    _gather(term, symbol, closed, found)
    return list(found)


def _gather(term: Any, symbol: Any, closed: bool, found: dict[Condition, None]) -> None:
    if symbol not in term.free_symbols:
        return
    for argument in term.args:
        _gather(argument, symbol, closed, found)
    name = type(term).__name__
    if term.is_Symbol or name in ("Add", "Mul", *_SMOOTH_EVERYWHERE):
        return
    if name == "Pow":
        _power(term, symbol, closed, found)
    elif name == "log":
        found[(term.args[0], "positive")] = None
    elif name in ("tan", "sec"):
        found[(sympy.cos(term.args[0]), "nonzero")] = None
    elif name in ("cot", "csc"):
        found[(sympy.sin(term.args[0]), "nonzero")] = None
    elif name == "coth":
        found[(sympy.sinh(term.args[0]), "nonzero")] = None
    elif name in ("asin", "acos"):
        inner = 1 - term.args[0] ** 2
        found[(inner, "nonnegative" if closed else "positive")] = None
    elif name == "acosh":
        inner = term.args[0] - 1
        found[(inner, "nonnegative" if closed else "positive")] = None
    else:
        raise NotSmoothError(name)


def _power(term: Any, symbol: Any, closed: bool, found: dict[Condition, None]) -> None:
    base, exponent = term.base, term.exp
    if base is sympy.E:
        return
    if symbol in exponent.free_symbols:
        found[(base, "positive")] = None
    elif exponent.is_integer and exponent.is_nonnegative:
        return
    elif exponent.is_integer:
        found[(base, "nonzero")] = None
    elif closed and exponent.is_positive:
        found[(base, "nonnegative")] = None
    else:
        found[(base, "positive")] = None
