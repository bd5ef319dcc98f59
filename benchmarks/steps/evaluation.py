"""What a term is worth at a point: in floating point for a quick look, in mpmath to be sure.

Part of the oracle: no import from the product and none of computer algebra.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import mpmath

from .terms import Comparison, Term

#: A sum longer than this is not evaluated.
LONGEST_SUM = 3000
#: exp and powers beyond e to this are not evaluated: they would fill the memory.
LARGEST_EXPONENT = 10**8
#: The finite probability space of a point: weights, and each random variable's values.
SPACE = "probability space"
#: In an environment, a list whose only member becomes the largest magnitude of any summand: what
#: sums lose by cancellation is relative to that.
LARGEST = "largest summand"

Environment = Mapping[str, Any]


class UndefinedError(Exception):
    """The term has no value at this point: a division by zero, the root of a negative number."""


class UnableError(Exception):
    """The value cannot be had here: too large, or a matter of convention such as 0^0."""


@dataclass(frozen=True)
class Numbers:
    """A kind of number: how to make one of a fraction or float, and its functions."""

    make: Callable[[Any], Any]
    pi: Callable[[], Any]
    functions: Mapping[str, Callable[..., Any]]
    power: Callable[[Any, Any], Any]


def _checked(function: Callable[[Any], Any], lowest: float, open_end: bool) -> Any:
    def call(x: Any) -> Any:
        if x < lowest or (open_end and x == lowest):
            raise UndefinedError
        return function(x)

    return call


def _bounded(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        if abs(x) > LARGEST_EXPONENT:
            raise UnableError
        return function(x)

    return call


def _is_integer(x: Any) -> bool:
    return bool(x == math.floor(x)) if abs(x) < 1e15 else bool(x == int(x))


def _power(log: Callable[[Any], Any], raise_to: Callable[[Any, Any], Any]) -> Any:
    def power(base: Any, exponent: Any) -> Any:
        if base == 0:
            if exponent == 0:
                raise UnableError
            if exponent < 0:
                raise UndefinedError
            return base
        if base < 0 and not _is_integer(exponent):
            raise UndefinedError
        if abs(exponent * log(abs(base))) > LARGEST_EXPONENT:
            raise UnableError
        if _is_integer(exponent):
            return raise_to(base, int(exponent))
        return raise_to(base, exponent)

    return power


def _factorial(gamma: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def factorial(n: Any) -> Any:
        if not _is_integer(n) or n < 0:
            raise UndefinedError
        if n > 2000:
            raise UnableError
        return gamma(n + 1)

    return factorial


def _binomial(n: Any, k: Any) -> int:
    if not (_is_integer(n) and _is_integer(k)) or n < 0:
        raise UndefinedError
    if n > 2000:
        raise UnableError
    return math.comb(int(n), int(k)) if k >= 0 else 0


def _functions(source: Any, absolute: Any) -> dict[str, Callable[..., Any]]:
    """The functions that `math` and `mpmath` both have, with their domains kept."""
    exact = mpmath if source is mpmath else math
    return {
        "exp": _bounded(source.exp),
        "sinh": _bounded(source.sinh),
        "cosh": _bounded(source.cosh),
        "log": _checked(source.log, 0, True),
        "log2": _checked(lambda x: source.log(x) / source.log(2), 0, True),
        "sqrt": _checked(source.sqrt, 0, False),
        "sin": _bounded(source.sin),
        "cos": _bounded(source.cos),
        "tan": _bounded(source.tan),
        "arctan": source.atan,
        "tanh": _bounded(source.tanh),
        "abs": absolute,
        "max": max,
        "min": min,
        "floor": exact.floor,
        "ceil": exact.ceil,
        "factorial": _factorial(source.gamma),
        "binomial": _binomial,
    }


def _make_precise(x: Any) -> Any:
    if hasattr(x, "numerator") and not isinstance(x, float):
        return mpmath.mpf(x.numerator) / x.denominator
    return mpmath.mpf(x)


QUICK = Numbers(float, lambda: math.pi, _functions(math, abs), _power(math.log, math.pow))
PRECISE = Numbers(
    _make_precise, lambda: +mpmath.pi, _functions(mpmath, abs), _power(mpmath.log, mpmath.power)
)


def evaluate(term: Term, environment: Environment, numbers: Numbers) -> Any:
    """The value of a term: a number, or a tuple of them for a vector.

    Raises:
        UndefinedError: it has none.
        UnableError: it cannot be had.
        OverflowError: in floating point.
    """
    head, arguments = term.head, term.arguments
    if head == "number":
        return numbers.make(term.value)
    if head == "symbol":
        return environment[term.name]
    if head == "pi":
        return numbers.pi()
    if head in ("sum", "prod"):
        return _iterated(term, environment, numbers)
    if head == "call" and term.name in ("E", "Var", "P"):
        return _expected(term, environment, numbers)
    values = [evaluate(part, environment, numbers) for part in arguments]
    if head == "add":
        total = values[0]
        for value in values[1:]:
            total = _plus(total, value)
        _noted(values, environment)
        return total
    if head == "neg":
        return _times(-1, values[0])
    if head == "mul":
        product = values[0]
        for value in values[1:]:
            product = _times(product, value)
        return product
    if head == "div":
        if values[1] == 0:
            raise UndefinedError
        if isinstance(values[0], tuple):
            return tuple(x / values[1] for x in values[0])
        return values[0] / values[1]
    if head == "pow":
        return numbers.power(*values)
    if head == "item":
        family = environment[term.name]
        index = int(values[0])
        if not 1 <= index <= len(family):
            raise UndefinedError
        return family[index - 1]
    if term.name == "norm":
        return numbers.functions["sqrt"](sum(x * x for x in values[0]))
    if term.name == "inner":
        return sum(x * y for x, y in zip(*values, strict=True))
    return numbers.functions[term.name](*values)


def _noted(summands: list[Any], environment: Environment) -> None:
    largest = environment.get(LARGEST)
    if largest is not None:
        parts = (x for s in summands for x in (s if isinstance(s, tuple) else (s,)))
        largest[0] = max(largest[0], *map(abs, parts))


def _plus(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        return tuple(x + y for x, y in zip(a, b, strict=True))
    return a + b


def _times(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        a, b = b, a
    return tuple(a * y for y in b) if isinstance(b, tuple) else a * b


def _iterated(term: Term, environment: Environment, numbers: Numbers) -> Any:
    body, low, high = term.arguments
    first = evaluate(low, environment, numbers)
    last = evaluate(high, environment, numbers)
    if not (_is_integer(first) and _is_integer(last)):
        raise UndefinedError
    if last - first > LONGEST_SUM:
        raise UnableError
    result = numbers.make(0 if term.head == "sum" else 1)
    for index in range(int(first), int(last) + 1):
        value = evaluate(body, {**environment, term.name: numbers.make(index)}, numbers)
        _noted([value], environment)
        result = _plus(result, value) if term.head == "sum" else result * value
    return result


def _expected(term: Term, environment: Environment, numbers: Numbers) -> Any:
    weights, variables = environment[SPACE]

    def mean(value: Callable[[Environment], Any]) -> Any:
        total = numbers.make(0)
        for outcome, weight in enumerate(weights):
            local = {**environment, **{n: values[outcome] for n, values in variables.items()}}
            total = total + weight * value(local)
        return total

    (body,) = term.arguments
    if term.name == "P":
        event = Comparison(body.arguments[0], body.name, body.arguments[1])
        return mean(lambda local: holds(event, local, numbers))
    expectation = mean(lambda local: evaluate(body, local, numbers))
    if term.name == "E":
        return expectation
    return mean(lambda local: (evaluate(body, local, numbers) - expectation) ** 2)


def holds(comparison: Comparison, environment: Environment, numbers: Numbers) -> bool:
    """Whether a relation holds of the two values as they are computed."""
    a = evaluate(comparison.left, environment, numbers)
    b = evaluate(comparison.right, environment, numbers)
    return bool(
        {"=": a == b, "<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b}[comparison.relation]
    )
