"""Monotonicity: by the mean value theorem a function that rises from an end is least there.

Yields goals only; `orders` proves them. Each way states everything that the theorem needs as a
goal: continuity at the end, differentiability inside, the sign of the derivative, the value at the
end.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy

from ..mathematics.translation import SymbolDomain
from .conditions import NotSmoothError, smooth_conditions
from .problems import (
    Condition,
    Goal,
    contains,
    intersection,
    rational_number,
    with_domains,
)
from .rewriting import Way, tidied
from .signs import fraction_of, plausible, quick_sign

_INNER = tuple(map(Fraction, ("0", "1", "1/2", "2", "-1", "3", "1/3")))
_MOST_ANCHORS = 4
_NO_NUMBERS = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)


def monotone_ways(goal: Goal) -> Iterator[Way]:
    """Lists of goals, each of which together prove the goal."""
    for symbol in sorted(goal.form.free_symbols, key=lambda s: str(s.name)):
        yield from _in_symbol(goal, symbol)
    for symbol in sorted(goal.form.free_symbols, key=lambda s: str(s.name)):
        turned = _turned(goal, symbol)
        if turned is not None:
            yield f"{symbol.name} = 1/t", [turned]


def _in_symbol(goal: Goal, symbol: Any) -> Iterator[Way]:
    # The path to the end leaves the facts that speak of this symbol behind.
    facts = tuple(c for c in goal.facts if symbol not in c.left.free_symbols | c.right.free_symbols)
    domain = replace_integer(goal.domains[symbol.name])
    wide = with_domains(replace(goal, facts=facts), {**goal.domains, symbol.name: domain})
    real = domain.symbol()
    form = wide.form
    if real not in form.free_symbols:
        return
    try:
        inside = smooth_conditions(form, real, closed=False)
        at_end = smooth_conditions(form, real, closed=True)
    except NotSmoothError:
        return
    slope = tidied(form.diff(real))
    for anchor in _anchors(form, slope, real, domain):
        yield from _from_anchor(wide, real, anchor, slope, inside, at_end)
    yield from _between(wide, real, domain, slope, inside, at_end)
    if len(form.free_symbols) > 1:
        yield from _from_symbol(wide, real, slope, inside)


def _between(
    goal: Goal,
    symbol: Any,
    domain: SymbolDomain,
    slope: Any,
    inside: list[Condition],
    at_end: list[Condition],
) -> Iterator[Way]:
    """A concave function is least at one of the two ends."""
    if domain.low is None or domain.high is None or goal.strict:
        return
    name = str(symbol.name)
    rest = {other: d for other, d in goal.domains.items() if other != name}
    goals = []
    for end in (domain.low, domain.high):
        there = {symbol: rational_number(end)}
        value = goal.form.xreplace(there)
        if value.has(*_NO_NUMBERS):
            return
        at = Goal(value, False, rest, goal.facts)
        needed = _conditions(at, at_end, there)
        if needed is None:
            return
        goals += [at, *needed]
    part = replace(domain, low_open=True, high_open=True)
    inner = with_domains(goal, {**goal.domains, name: part})
    renewed = {symbol: part.symbol()}
    bend = tidied(slope.diff(symbol)).xreplace(renewed)
    goals.append(inner.of(-bend, strict=False))
    if not plausible(goals[-1]):
        return
    needed = _conditions(inner, inside, renewed)
    if needed is None:
        return
    goals += needed
    goals.sort(key=lambda g: g.form.count_ops())
    yield f"concave in {name}", goals


def _from_symbol(goal: Goal, symbol: Any, slope: Any, inside: list[Condition]) -> Iterator[Way]:
    """From where two symbols are equal: (x - y) times the derivative is nonnegative.

    The path from y to x lies in the domain of x, since that of y is a part of it.
    """
    if goal.strict:
        return
    name = str(symbol.name)
    domain = goal.domains[name]
    for other in sorted(goal.form.free_symbols - {symbol}, key=lambda s: str(s.name)):
        second = goal.domains[str(other.name)]
        part = intersection(
            second, domain.low, domain.high, low_open=domain.low_open, high_open=domain.high_open
        )
        if part != second or any(
            other in c.left.free_symbols | c.right.free_symbols for c in goal.facts
        ):
            continue
        value = goal.form.xreplace({symbol: other})
        if value.has(*_NO_NUMBERS) or sympy.expand(value) != 0:
            continue
        needed = _conditions(goal, inside, {})
        if needed is None:
            return
        rises = goal.of(tidied((symbol - other) * slope))
        yield f"monotone in {name} from {other.name}", [rises, *needed]


def replace_integer(domain: SymbolDomain) -> SymbolDomain:
    """The reals between the ends of a domain of integers."""
    return replace(domain, integer=False)


def _anchors(form: Any, slope: Any, symbol: Any, domain: SymbolDomain) -> list[Fraction]:
    ends = [end for end in (domain.low, domain.high) if end is not None]
    inner = [
        v for v in _INNER if contains(domain, v) and v not in ends and _vanishes(form, symbol, v)
    ]
    if not inner:
        inner = [v for v in _critical(slope, symbol) if contains(domain, v) and v not in ends]
    return (ends + inner)[:_MOST_ANCHORS]


def _vanishes(form: Any, symbol: Any, value: Fraction) -> bool:
    there = form.xreplace({symbol: rational_number(value)})
    return bool(there == 0) or bool(sympy.expand(there) == 0)


def _critical(slope: Any, symbol: Any) -> list[Fraction]:
    """Rational zeros of the derivative where its numerator is a polynomial with such."""
    found = []
    for factor in sympy.Mul.make_args(sympy.factor(sympy.numer(slope))):
        base = factor.base if factor.is_Pow else factor
        if base.free_symbols != {symbol} or not base.is_polynomial(symbol):
            continue
        polynomial = sympy.Poly(base, symbol)
        if polynomial.degree() <= 6 and all(c.is_Rational for c in polynomial.coeffs()):
            found += [fraction_of(root) for root in sympy.roots(polynomial, filter="Q")]
    return sorted(found)


def _from_anchor(
    goal: Goal,
    symbol: Any,
    anchor: Fraction,
    slope: Any,
    inside: list[Condition],
    at_end: list[Condition],
) -> Iterator[Way]:
    """Goals for the part of the domain on each side of a point, starting from the value there."""
    name = str(symbol.name)
    domain = goal.domains[name]
    there = {symbol: rational_number(anchor)}
    value = goal.form.xreplace(there)
    if value.has(*_NO_NUMBERS):
        return
    rest = {other: d for other, d in goal.domains.items() if other != name}
    start = Goal(value, False, {**rest}, goal.facts)
    if not plausible(start):
        return
    goals = _conditions(start, at_end, there)
    if goals is None:
        return
    belongs = contains(domain, anchor)
    value_sign = quick_sign(value, goal.domains)
    # Strictly above at the start, or strictly rising from a start that is no point of the domain.
    start_strict = goal.strict and (belongs or value_sign == "positive")
    goals.append(start.of(value, strict=start_strict))
    for direction in (1, -1):
        low, high = (anchor, None) if direction == 1 else (None, anchor)
        part = intersection(domain, low, high, low_open=direction == 1, high_open=direction == -1)
        if part is None:
            continue
        # Inside: the other end need not be differentiable, only continuous, as it is where defined.
        part = replace(part, low_open=True, high_open=True)
        side = with_domains(goal, {**goal.domains, name: part})
        renewed = {symbol: part.symbol()}
        strict = goal.strict and not start_strict
        goals.append(side.of(direction * slope.xreplace(renewed), strict=strict))
        if not plausible(goals[-1]):
            return
        needed = _conditions(side, inside, renewed)
        if needed is None:
            return
        goals += needed
    # The cheap questions first.
    goals.sort(key=lambda g: g.form.count_ops())
    yield f"monotone in {name} from {anchor}", goals


def _conditions(goal: Goal, conditions: list[Condition], put: dict[Any, Any]) -> list[Goal] | None:
    """Goals that say that conditions hold, with terms put for symbols; None where one cannot."""
    goals: list[Goal] = []
    for form, kind in conditions:
        needed = _condition(goal, form.xreplace(put), kind)
        if needed is None:
            return None
        goals += needed
    return goals


def _condition(goal: Goal, form: Any, kind: str) -> list[Goal] | None:
    """Goals that say that a condition holds; None where it is seen to fail or not seen at all."""
    if form.has(*_NO_NUMBERS):
        return None
    word = quick_sign(form, goal.domains)
    if word == "positive" or (kind == "nonnegative" and word in ("nonnegative", "zero")):
        return []
    if kind == "nonzero":
        if word == "negative":
            return []
        if word == "nonpositive":
            return [goal.of(-form, strict=True)]
        return [goal.of(form, strict=True)]
    if word in ("negative", "zero", "nonpositive") and kind == "positive":
        return None
    return [goal.of(form, strict=kind == "positive")]


def _turned(goal: Goal, symbol: Any) -> Goal | None:
    """The goal in t = 1/x, which brings infinity to the end 0; for x that is positive."""
    name = str(symbol.name)
    domain = goal.domains[name]
    if domain.low is None or domain.low < 0 or domain.high is not None:
        return None
    if domain.low == 0 and not domain.low_open:
        return None
    if any(symbol in c.left.free_symbols | c.right.free_symbols for c in goal.facts):
        return None
    high = None if domain.low == 0 else 1 / domain.low
    if name.endswith("⁻¹"):
        return None
    turned = SymbolDomain(f"{name}⁻¹", Fraction(0), high, True, domain.low_open, False)
    t = turned.symbol()
    if domain.integer and goal.form.has(sympy.factorial, sympy.floor, sympy.ceiling, sympy.Sum):
        return None
    form = tidied(goal.form.xreplace({symbol: 1 / t}))
    others = {other: d for other, d in goal.domains.items() if other != name}
    return Goal(form, goal.strict, {**others, turned.name: turned}, goal.facts)
