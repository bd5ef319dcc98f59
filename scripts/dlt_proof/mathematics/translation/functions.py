"""Functions with a known meaning: elementary ones, roots, fractions, extrema.

Every function notes what must hold for its value to be a real number before SymPy sees the term.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sympy

from . import counting
from .lexer import Token
from .records import NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader

_TRIGONOMETRIC: dict[str, Callable[..., Any]] = {
    "\\sin": sympy.sin,
    "\\cos": sympy.cos,
    "\\tan": sympy.tan,
    "\\cot": sympy.cot,
    "\\sec": sympy.sec,
    "\\csc": sympy.csc,
    "\\sinh": sympy.sinh,
    "\\cosh": sympy.cosh,
    "\\tanh": sympy.tanh,
    "\\coth": sympy.coth,
    "\\arctan": sympy.atan,
    "\\arcsin": sympy.asin,
    "\\arccos": sympy.acos,
}
#: What must not be zero for such a function of x to be defined.
_POLES: dict[str, Callable[..., Any]] = {
    "\\tan": sympy.cos,
    "\\sec": sympy.cos,
    "\\cot": sympy.sin,
    "\\csc": sympy.sin,
    "\\coth": sympy.sinh,
}
LOGARITHMS = ("\\log", "\\ln")
_ELEMENTARY = {"\\exp", *LOGARITHMS, *_TRIGONOMETRIC}
#: `\\sin x \\cos y`: a product for everybody. Of `\\log x \\exp y` that is not certain.
_MULTIPLIED = {*LOGARITHMS, *(name for name in _TRIGONOMETRIC if not name.startswith("\\arc"))}
#: How an argument stands: in brackets, as one symbol or number, as something else without brackets.
BRACKETED, SINGLE, BARE = "", "single", "bare"
_FRACTIONS = {"\\frac", "\\tfrac", "\\dfrac", "\\nicefrac", "\\sfrac"}
_BINOMIALS = {"\\binom", "\\tbinom", "\\dbinom"}
_BRACKETS = ("(", "[", "\\{", "\\lvert", "\\lfloor", "\\lceil", "\\lVert")


def is_elementary(token: Token) -> bool:
    """Whether a token is a function whose argument may stand bare behind it."""
    return token.kind == "function" and token.value in _ELEMENTARY


def is_multiplied(token: Token) -> bool:
    """Whether a token is a function that stands beside another of its kind as a factor."""
    return token.kind == "function" and token.value in _MULTIPLIED


def constant(reader: "Reader", name: str) -> Any | None:
    """Euler's number or pi where a name means it, else None."""
    if name in reader.domains.meanings:
        return None
    if name == "\\mathrm{e}" or (name == "e" and reader.at_operator("^")):
        return None if "e" in reader.domains.meanings else sympy.E
    if name == "\\pi" and not reader.at_open("(", "["):
        return sympy.pi
    return None


def read_function(reader: "Reader", name: str) -> tuple[Any, str]:
    """The value of a function whose name was just read, and how its argument stood."""
    if name in _FRACTIONS:
        return _fraction(reader), BRACKETED
    if name == "\\sqrt":
        return _root(reader), BRACKETED
    if name in _BINOMIALS:
        return counting.binomial(reader, _argument(reader), _argument(reader)), BRACKETED
    if name == "\\abs":
        if not reader.at_open("{"):
            raise NotUnderstoodError("\\abs without braces")
        return sympy.Abs(reader.group()), BRACKETED
    if name in ("\\max", "\\min"):
        return _extremum(reader, name), BRACKETED
    if name in ("\\sum", "\\prod"):
        from .sums import read_sum

        return read_sum(reader, name), BRACKETED
    return _elementary(reader, name)


def _elementary(reader: "Reader", name: str, *, nested: bool = False) -> tuple[Any, str]:
    if name in reader.domains.meanings:
        raise NotUnderstoodError(f"{name} means {reader.domains.meanings[name]} here")
    exponent = None
    base: Any = None
    if name == "\\log" and reader.peek().kind == "script":
        base = _base_of_logarithm(reader)
    if reader.at_operator("^"):
        exponent = _exponent_of_function(reader, name)
    if reader.peek().kind == "script":
        raise NotUnderstoodError(f"{name} with an index")
    if nested and exponent is not None:
        raise NotUnderstoodError(f"\\log{name}^2 x can be read in two ways")
    value, stands = _argument_of(reader, name, powered=exponent is not None)
    reader.forbid_unsure(value)
    result = _applied(reader, name, value, base)
    return (result if exponent is None else reader.power(result, exponent)), stands


def _base_of_logarithm(reader: "Reader") -> Any:
    from .reader import Reader as Inner

    script = reader.take()
    inner = Inner(script.value, reader.domains, reader.bound, reader.depth, reader.ranges)
    base = inner.sum()
    if inner.peek().kind != "end" or not (base.is_Rational or base.is_Symbol):
        raise NotUnderstoodError("the base of a logarithm")
    if inner.found.atoms:
        raise NotUnderstoodError("the base of a logarithm")
    reader.found.conditions += inner.found.conditions
    reader.found.dependent |= inner.found.dependent
    reader.demand(base, "positive")
    reader.demand(base - 1, "nonzero")
    return base


def _exponent_of_function(reader: "Reader", name: str) -> Any:
    """sin^2 x is (sin x)^2, log^2 x is (log x)^2; sin^{-1}, exp^2 have two readings."""
    reader.take()
    exponent = reader.exponent()
    if not (name in _MULTIPLIED and exponent.is_Integer and exponent > 0):
        raise NotUnderstoodError(f"{name}^{exponent} can be read in two ways")
    return exponent


def _argument_of(reader: "Reader", name: str, *, powered: bool) -> tuple[Any, str]:
    """A function's argument, and how it stood."""
    if reader.at_open("{") and reader.group_length() > 1:
        raise NotUnderstoodError(f"{name}{{…}} prints no bracket")
    if reader.at_open("(", "[", "\\{"):
        end = reader.closing(reader.at)
        if end + 1 < len(reader.tokens) and reader.tokens[end + 1].kind == "script":
            raise NotUnderstoodError(f"{name} of a bracket with an index")
        return reader.group(), BRACKETED
    token = reader.peek()
    if name in LOGARITHMS and token.value in LOGARITHMS:
        if powered:
            raise NotUnderstoodError(f"{name}^2{name} x can be read in two ways")
        reader.take()
        value, stands = _elementary(reader, token.value, nested=True)
        return value, BARE if stands else BRACKETED
    if token.kind == "function" and token.value not in (*_FRACTIONS, "\\sqrt"):
        raise NotUnderstoodError(f"{name} of a function without brackets")
    if token.kind == "number" or token.kind == "symbol" or token.kind in ("open", "function"):
        if reader.domains.meanings.get(token.value) == "vector":
            raise NotUnderstoodError(f"{name} of a vector, which may be taken of its entries")
        first = reader.at
        one = 3 if reader.at_open("{") else 1  # how many tokens a single symbol is
        value = reader.atom()[0]
        if reader.peek().kind == "sign" and reader.peek().value == "!":
            value = reader.factorial(value)
        if reader.at_operator("^"):
            raise NotUnderstoodError(f"{name} x^… can be read in two ways")
        single = name in _MULTIPLIED and reader.at == first + one
        return value, SINGLE if single else BARE
    raise NotUnderstoodError(f"{name} without its argument")


def _applied(reader: "Reader", name: str, value: Any, base: Any) -> Any:
    if name == "\\exp":
        return sympy.exp(value)
    if name in ("\\log", "\\ln"):
        reader.demand(value, "positive")
        return sympy.log(value) if base is None else sympy.log(value) / sympy.log(base)
    if name in _POLES:
        reader.demand(_POLES[name](value), "nonzero")
    if name in ("\\arcsin", "\\arccos"):
        reader.demand(1 - value**2, "nonnegative")
    return _TRIGONOMETRIC[name](value)


def _fraction(reader: "Reader") -> Any:
    first = reader.at
    numerator = _argument(reader)
    second = reader.at
    denominator = _argument(reader)
    if all(
        any(t.value in ("d", "\\mathrm{d}") for t in reader.tokens[i : i + 2])
        for i in (first, second)
    ):
        raise NotUnderstoodError("a derivative")
    return reader.quotient(numerator, denominator)


def _argument(reader: "Reader") -> Any:
    """A braced argument, or the single digit or symbol that TeX takes without braces."""
    if reader.at_open("{"):
        return reader.group()
    token = reader.peek()
    if token.kind not in ("number", "symbol"):
        raise NotUnderstoodError("an argument without braces")
    reader.refuse_decorated(token)
    if token.kind == "number":
        # \frac12: TeX takes one digit at a time.
        if "." in token.value:
            raise NotUnderstoodError("a decimal number without braces")
        digits = [
            Token("number", digit, token.start + i, token.start + i + 1)
            for i, digit in enumerate(token.value)
        ]
        reader.tokens[reader.at : reader.at + 1] = digits
        return reader.number(reader.take())
    reader.at += 1
    return reader.symbol(token, bare=True)


def _root(reader: "Reader") -> Any:
    order: Any = sympy.Integer(2)
    if reader.at_open("["):
        order = reader.group()
        if not (order.is_integer and order.is_positive):
            raise NotUnderstoodError("a root whose order need not be a positive integer")
    inner = _argument(reader)
    reader.forbid_unsure(inner)
    # The odd root of a negative number is real, but SymPy's power is not: nothing is said of it.
    reader.demand(inner, "nonnegative")
    return sympy.sqrt(inner) if order == 2 else inner ** (1 / order)


def _extremum(reader: "Reader", name: str) -> Any:
    """`\\max\\{a, b\\}`, `\\max(a, b, c)`; over a set it is an opaque atom."""
    if reader.peek().kind == "script":
        from .sums import read_extremum_over_set

        return read_extremum_over_set(reader, name)
    if not reader.at_open("(", "\\{", "["):
        raise NotUnderstoodError(f"{name} without brackets")
    state = reader.snapshot()
    try:
        values = _listed(reader)
    except NotUnderstoodError:
        from .opaque import make_atom

        reader.restore(state)
        start = reader.peek(-1).start
        if not reader.at_open("\\{"):
            raise
        reader.raw_group()
        return make_atom(reader, reader.text[start : reader.peek(-1).end])
    if len(values) < 2:
        raise NotUnderstoodError(f"{name} of one thing, which may be a set")
    reader.forbid_unsure(*values)
    return sympy.Max(*values) if name == "\\max" else sympy.Min(*values)


def _listed(reader: "Reader") -> list[Any]:
    """The values that a bracket lists between commas."""
    from .lexer import CLOSING

    opening = reader.take()
    values = [reader.sum()]
    while reader.peek().kind == "sign" and reader.peek().value == ",":
        reader.take()
        values.append(reader.sum())
    closing = reader.take()
    if closing.kind != "close" or closing.value != CLOSING[opening.value]:
        raise NotUnderstoodError(f"{opening.value!r} closed by {closing.value!r}")
    return values
