"""The sign of a term on its domain where it can be seen at once, and whether a sign is plausible.

Cheap and certain: constants, SymPy's assumptions, one enclosure over the whole box, a polynomial
whose coefficients agree after the box is moved to 0. `plausible` is a guess in floating point that
only spares work.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

from ..mathematics.translation import SymbolDomain
from . import floats
from .enclosures import OutsideError, between, enclose, precision
from .exact import exact_sign
from .problems import Goal, rational_number

_MOST_TERMS = 60  # of a polynomial that is moved
_TRIALS = 96  # points at which a goal is tried before it is worked on


def quick_sign(term: Any, domains: Mapping[str, SymbolDomain]) -> str:
    """`positive`, `nonnegative`, `zero`, `nonpositive`, `negative`, or "" where not seen at once.

    Args:
        term: a term that is defined on the whole domain.
    """
    if not term.free_symbols:
        return {1: "positive", 0: "zero", -1: "negative", None: ""}[_constant_sign(term)]
    for word in ("zero", "positive", "negative", "nonnegative", "nonpositive"):
        if getattr(term, f"is_{word}"):
            return word
    low, high = bounds(term, domains)
    if low is not None and low >= 0:
        return "positive" if low > 0 else "nonnegative"
    if high is not None and high <= 0:
        return "negative" if high < 0 else "nonpositive"
    return moved_sign(term, domains)


def _constant_sign(term: Any) -> int | None:
    try:
        return exact_sign(term, {})
    except OutsideError:
        return None


def bounds(term: Any, domains: Mapping[str, SymbolDomain]) -> tuple[Any, Any]:
    """Ends of an enclosure over the whole box, (None, None) where there is none."""
    box = {}
    for symbol in term.free_symbols:
        domain = domains.get(symbol.name)
        if domain is None:
            return None, None
        box[symbol.name] = between(domain.low, domain.high)
    try:
        with precision(64):
            found = enclose(term, box, clipped=True)
    except (OutsideError, ValueError, OverflowError):
        return None, None
    return found.low, found.high


def moved_sign(term: Any, domains: Mapping[str, SymbolDomain]) -> str:
    """The sign of a polynomial whose coefficients agree in it when the box is moved to 0.

    A symbol in [a, oo) is a + t, one in [a, b] is (a + b t)/(1 + t) with t >= 0, whose denominator
    is positive; a term of a sum of products with nonnegative coefficients is nonnegative.
    """
    symbols = sorted(term.free_symbols, key=lambda s: str(s.name))
    if any(not power.exp.is_Integer or power.exp < 0 for power in term.atoms(sympy.Pow)):
        return ""
    if not term.is_polynomial(*symbols) or len(symbols) > 5:
        return ""
    moves, denominators, opened = {}, sympy.Integer(1), []
    degrees = sympy.Poly(term, *symbols).degree_list()
    if min(degrees) < 0 or max(degrees) > 8:
        return ""
    if int(np.prod([degree + 1 for degree in degrees])) > _MOST_TERMS * 4:
        return ""
    for number, symbol in enumerate(symbols):
        domain = domains[symbol.name]
        t = sympy.Symbol(f"t{number}", nonnegative=True)
        low, high = domain.low, domain.high
        if low is not None and high is not None:
            a, b = rational_number(low), rational_number(high)
            moves[symbol] = (a + b * t) / (1 + t)
            denominators *= (1 + t) ** degrees[number]
        elif low is not None:
            moves[symbol] = rational_number(low) + t
        elif high is not None:
            moves[symbol] = rational_number(high) - t
        else:
            return ""
        opened.append((t, domain.low_open if low is not None else domain.high_open))
    moved = sympy.expand(sympy.cancel(term.xreplace(moves) * denominators))
    try:
        polynomial = sympy.Poly(moved, *(t for t, _ in opened))
    except sympy.PolynomialError:
        return ""
    signs = {_constant_sign(coefficient) for coefficient in polynomial.coeffs()}
    if None in signs or len(signs - {0}) != 1:
        return ""
    sign = (signs - {0}).pop()
    # t = oo is the closed right end and no point of the polynomial: only its limit, so that the
    # sign there is that of the leading coefficients, which may vanish.
    bounded = any(
        domains[s.name].low is not None
        and domains[s.name].high is not None
        and not domains[s.name].high_open
        for s in symbols
    )
    constant = polynomial.nth(*([0] * len(opened)))
    strict = not bounded and (
        constant != 0 or (all(is_open for _, is_open in opened) and polynomial.as_expr() != 0)
    )
    if sign == 1:
        return "positive" if strict else "nonnegative"
    return "negative" if strict else "nonpositive"


@lru_cache(maxsize=256)
def _trial_points(domains: tuple[SymbolDomain, ...]) -> dict[str, Any]:
    chance = np.random.RandomState(7)
    arrays = {}
    for domain in domains:
        low = None if domain.low is None else float(domain.low)
        high = None if domain.high is None else float(domain.high)
        part = chance.uniform(0, 1, _TRIALS)
        part[: _TRIALS // 4] = part[: _TRIALS // 4] ** 6  # also next to the ends
        part[_TRIALS // 4 : _TRIALS // 2] = 1 - part[_TRIALS // 4 : _TRIALS // 2] ** 6
        spread = np.exp(chance.uniform(-6, 6, _TRIALS))
        if low is not None and high is not None:
            values = low + (high - low) * part
        elif low is not None:
            values = low + spread
        elif high is not None:
            values = high - spread
        else:
            values = spread * np.where(part < 0.5, -1, 1)
        arrays[domain.name] = np.round(values) if domain.integer else values
    return arrays


def trial_points(goal: Goal) -> dict[str, Any]:
    """Arrays of coordinates in the goal's box; facts are not looked at."""
    names = goal.form.free_symbols | {
        s for c in goal.facts for side in (c.left, c.right) for s in side.free_symbols
    }
    return _trial_points(
        tuple(
            goal.domains[name] for name in sorted({s.name for s in names}) if name in goal.domains
        )
    )


def plausible(goal: Goal) -> bool:
    """Whether no trial point speaks clearly against the goal."""
    points = trial_points(goal)
    if not points:
        return True
    try:
        values = np.broadcast_to(
            np.asarray(floats.values(goal.form, points), dtype=float), (_TRIALS,)
        )
        scale = _scale(goal.form, points)
        with np.errstate(all="ignore"):
            bad = values < -1e-9 * scale - 1e-13  # log(1 + x) rounds 1 + x first
            bad &= np.isfinite(values)
            for fact in goal.facts:
                gap = floats.values(fact.left - fact.right, points)
                holds = {
                    "<": gap < 0,
                    "<=": gap <= 0,
                    ">": gap > 0,
                    ">=": gap >= 0,
                    "=": np.abs(gap) < 1e-9,
                    "!=": gap != 0,
                }.get(fact.relation)
                if holds is not None:
                    bad = bad & holds
    except (floats.UnknownHereError, TypeError, OverflowError):
        return True
    return not bool(np.any(bad))


def _scale(form: Any, points: Mapping[str, Any]) -> Any:
    """How large the parts of a sum are: what rounding is to be measured by."""
    with np.errstate(all="ignore"):
        return _sizes(form, points)


def _sizes(form: Any, points: Mapping[str, Any]) -> Any:
    total: Any = 1e-30
    for part in sympy.Add.make_args(form):
        value = np.abs(np.asarray(floats.values(part, points), dtype=float))
        total = total + np.where(np.isfinite(value), value, 0)
        # One level deeper: cancellation inside a product.
        for factor in sympy.Mul.make_args(part):
            if factor.is_Add:
                inner = sum(
                    np.abs(np.asarray(floats.values(a, points), dtype=float)) for a in factor.args
                )
                rest = part / factor
                size = np.abs(np.asarray(floats.values(rest, points), dtype=float)) * inner
                total = total + np.where(np.isfinite(size), size, 0)
    return total


def fraction_of(number: Any) -> Fraction:
    """A SymPy rational as a Fraction."""
    return Fraction(int(number.p), int(number.q))
