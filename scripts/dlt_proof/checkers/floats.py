"""The value of a term at many points at once, in floating point: only to find where to look.

Nothing that is said rests on these numbers; whatever they point at is confirmed in `enclosures` or
`exact`. NaN where a term is not defined, overflows or is not known here.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy


class UnknownHereError(ValueError):
    """A function that has no floating-point version here."""


def values(expression: Any, points: Mapping[str, Any]) -> Any:
    """The term's values.

    Args:
        points: for every symbol, by name, the array of its values; all of one length.

    Returns:
        An array of that length (a number where the term has no symbol).

    Raises:
        UnknownHereError: part of the term has no floating-point version.
    """
    with np.errstate(all="ignore"):
        return _value(expression, points, {})


def _value(term: Any, points: Mapping[str, Any], known: dict[Any, Any]) -> Any:
    if term in known:
        return known[term]
    known[term] = result = _compute(term, points, known)
    return result


def _compute(term: Any, points: Mapping[str, Any], known: dict[Any, Any]) -> Any:
    if term.is_Symbol:
        if term.name not in points:
            raise UnknownHereError(term.name)
        return points[term.name]
    if term.is_number and not term.args:
        try:
            return float(term)
        except (OverflowError, TypeError, ValueError):
            raise UnknownHereError(str(type(term))) from None
    if isinstance(term, sympy.Sum | sympy.Product):
        raise UnknownHereError("a sum")
    arguments = [_value(argument, points, known) for argument in term.args]
    if term.is_Add:
        return sum(arguments[1:], arguments[0])
    if term.is_Mul:
        product = arguments[0]
        for argument in arguments[1:]:
            product = product * argument
        return product
    if isinstance(term, sympy.exp):
        return np.exp(arguments[0])
    if term.is_Pow:
        return np.power(np.asarray(arguments[0], dtype=float), arguments[1])
    name = type(term).__name__
    if name in ("Max", "Min"):
        pick = np.maximum if name == "Max" else np.minimum
        result = arguments[0]
        for argument in arguments[1:]:
            result = pick(result, argument)
        return result
    function = _FUNCTIONS.get(name)
    if function is None or len(arguments) != 1:
        raise UnknownHereError(name)
    return function(arguments[0])


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda x: 1 / np.tan(x),
    "sec": lambda x: 1 / np.cos(x),
    "csc": lambda x: 1 / np.sin(x),
    "coth": lambda x: 1 / np.tanh(x),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "Abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceiling": np.ceil,
}
