"""Is a relation false somewhere on its domain? Numbers only, and nothing of the product.

*false*: at a point of the domain the relation fails by a clear margin at 60 and at 120 digits, or
by less, but for certain, at 1500; or it is strict and the sides agree to 1500 digits at a point of
small coordinates.
*undefined*: at a point of the domain a side has no value, also with 1500 digits.
*unclear*: what was found hangs on a convention (is zero natural?) or no point could be evaluated.
*true*: dense sampling, corners, scales from 1e-6 to 1e6 and an optimiser found nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import mpmath

from .declarations import Setting
from .evaluation import (
    LARGEST,
    PRECISE,
    QUICK,
    SPACE,
    UnableError,
    UndefinedError,
    evaluate,
)
from .sampling import Point, Sampler, counting_symbols, environment_of, is_inside
from .terms import Comparison, Term

SAMPLES = 700
_PROMISING = 14  # points looked at in full precision, those that come nearest to a violation
_CLEAR = mpmath.mpf(10) ** -12  # relative margin of a violation
_ROUNDING = 1e-9  # of floating point, generously
_CANCELLED = mpmath.mpf(10) ** -30  # of the largest summand: less may be rounding at 60 digits
_TIE_DIGITS = 1500
_GRAVITY = {"false": 0, "undefined": 1, "unclear": 2}
_STARTS = 3
_EVALUATIONS = 160


@dataclass(frozen=True, slots=True)
class Label:
    """What the oracle says.

    Args:
        word: `true`, `false`, `undefined` or `unclear`.
        point: where, printable.
        left, right: the values there.
        tie: whether a strict relation is false only because both sides are equal there.
    """

    word: str
    point: str = ""
    left: str = ""
    right: str = ""
    tie: bool = False


def label(comparison: Comparison, setting: Setting, seed: str) -> Label:
    """Look for a point of the setting at which the relation fails."""
    counting = counting_symbols([comparison.left, comparison.right])
    sampler = Sampler(setting, counting, QUICK, seed)
    ranked: list[tuple[float, int, Point]] = []
    strange: list[Point] = []
    seen = 0
    for point in sampler.points(SAMPLES):
        gap = _quick_gap(comparison, setting, point)
        if gap is None:
            continue
        seen += 1
        if math.isfinite(gap):
            ranked.append((gap, seen, point))
        else:
            strange.append(point)
    ranked.sort(key=lambda entry: (-entry[0], entry[1]))
    candidates = [point for _, _, point in ranked[:_PROMISING]] + _spread(strange)
    if comparison.relation in "<>":  # sides that meet everywhere do so at small points, too
        meeting = [point for gap, _, point in ranked if abs(gap) < _ROUNDING and _is_small(point)]
        candidates += meeting[:_PROMISING]
    found, evaluated = _judged(comparison, setting, candidates)
    if found is not None:
        return found
    found, more = _judged(comparison, setting, _optimised(comparison, setting, sampler, ranked))
    if found is not None:
        return found
    return Label("true") if evaluated + more else Label("unclear")


def judge_at(comparison: Comparison, setting: Setting, point: Point) -> Label | None:
    """What one point says; None where it is outside, or neither side can be evaluated.

    A point that speaks for the relation gives `true`.
    """
    try:
        with mpmath.workdps(60):
            if not is_inside(point, setting, PRECISE):
                return None
            *coarse, size = _values(comparison, setting, point)
        with mpmath.workdps(120):
            *fine, _ = _values(comparison, setting, point)
    except UndefinedError:
        return _undefined(comparison, setting, point)
    except UnableError:
        return None
    with mpmath.workdps(60):
        margin, again = (_relative_gap(a, b, comparison.relation) for a, b in (coarse, fine))
        word, tie = "true", False
        if margin > _CLEAR and again > _CLEAR and abs(margin - again) < margin / 1000:
            # What summands far larger than both sides leave over may be rounding.
            word = "false" if abs(fine[0] - fine[1]) > size * _CANCELLED else "true"
        elif comparison.relation in "<>" and abs(again) < mpmath.mpf(10) ** -80:
            tells = _is_small(point) or not _is_exponential(comparison)
            tie = tells and _meets(comparison, setting, point)
            word = "false" if tie else "true"
        if word == "true" and again > 0 and _fails_narrowly(comparison, setting, point):
            word = "false"
        shown = (mpmath.nstr(fine[0], 15), mpmath.nstr(fine[1], 15))
    return _conventional(Label(word, _shown(point), *shown, tie), setting, point)


def _undefined(comparison: Comparison, setting: Setting, point: Point) -> Label | None:
    """Confirms at 1500 digits that a side has no value: 1 - tanh(1000) is not zero."""
    numbers = [v for v in point.values() if not isinstance(v, tuple)]
    if any(abs(value) > 50 for value in numbers):
        return None
    try:
        with mpmath.workdps(_TIE_DIGITS):
            _values(comparison, setting, point)
    except UndefinedError:
        return _conventional(Label("undefined", _shown(point)), setting, point)
    except UnableError:
        pass
    return None


def _judged(
    comparison: Comparison, setting: Setting, points: list[Point]
) -> tuple[Label | None, int]:
    """The worst that any of the points says, and how many could be evaluated.

    A plain violation before a tie, either before `undefined`, that before `unclear`.
    """
    labels = [said for p in points if (said := judge_at(comparison, setting, p)) is not None]
    against = [said for said in labels if said.word != "true"]
    worst = min(against, key=lambda said: (_GRAVITY[said.word], said.tie), default=None)
    return worst, len(labels)


def _conventional(said: Label, setting: Setting, point: Point) -> Label:
    """Whatever happens at n = 0 only, where the text says N, is unclear."""
    zero = any(
        d.kind == "naturals" and point[name] == 0 for d in setting.declarations for name in d.names
    )
    if zero and said.word in ("false", "undefined"):
        return Label("unclear", said.point)
    return said


def _values(comparison: Comparison, setting: Setting, point: Point) -> tuple[Any, Any, Any]:
    """Both sides, and the largest summand in either."""
    largest = [mpmath.mpf(0)]
    environment = {**environment_of(point, setting, PRECISE), LARGEST: largest}
    a = evaluate(comparison.left, environment, PRECISE)
    b = evaluate(comparison.right, environment, PRECISE)
    return mpmath.mpf(a), mpmath.mpf(b), largest[0]


def _relative_gap(a: Any, b: Any, relation: str) -> Any:
    """By how much the relation fails, relative to its sides; negative where it holds."""
    size = max(abs(a), abs(b))
    if size == 0:
        return a - b
    if relation == "=":
        return abs(a - b) / size
    return (a - b) / size if relation[0] == "<" else (b - a) / size


def _quick_gap(comparison: Comparison, setting: Setting, point: Point) -> float | None:
    """The same in floating point; NaN where that cannot say, None outside the domain."""
    try:
        if not is_inside(point, setting, QUICK):
            return None
        environment = environment_of(point, setting, QUICK)
        a = evaluate(comparison.left, environment, QUICK)
        b = evaluate(comparison.right, environment, QUICK)
        if min(abs(a), abs(b)) < 1e-290:
            return math.nan if a != b else 0.0
        return float(_relative_gap(a, b, comparison.relation))
    except UnableError:
        return None
    except (OverflowError, ValueError, UndefinedError):
        return math.nan


def _spread(points: list[Point]) -> list[Point]:
    """A few of them, from beginning to end."""
    return points[:: max(1, len(points) // 12)][:13]


def _is_small(point: Point) -> bool:
    """Whether 1500 digits tell zero from what an exponential makes of the coordinates."""
    return SPACE not in point and all(
        not isinstance(value, tuple) and abs(value) <= 20 for value in point.values()
    )


_SLOW = frozenset(["abs", "max", "min", "sqrt", "log"])


def _is_exponential(comparison: Comparison) -> bool:
    """Whether a side may differ from another by less than 1500 digits show, at large points."""

    def grows(term: Term) -> bool:
        called = term.head == "call" and term.value not in _SLOW
        power = term.head == "pow" and term.arguments[1].head != "number"
        known = term.head in ("symbol", "number", "add", "neg", "mul", "div", "pow", "call", "pi")
        return called or power or not known or any(map(grows, term.arguments))

    return grows(comparison.left) or grows(comparison.right)


def _meets(comparison: Comparison, setting: Setting, point: Point) -> bool:
    """Whether both sides agree to 1500 digits."""
    with mpmath.workdps(_TIE_DIGITS):
        a, b, size = _values(comparison, setting, point)
        return bool(abs(a - b) <= (1 + abs(a) + size) * mpmath.mpf(10) ** (20 - _TIE_DIGITS))


def _fails_narrowly(comparison: Comparison, setting: Setting, point: Point) -> bool:
    """Whether the relation fails by less than the clear margin, but for certain.

    With 1500 digits a difference above 10^-700 of the largest summand is no rounding.
    """
    with mpmath.workdps(_TIE_DIGITS):
        a, b, size = _values(comparison, setting, point)
        gap = _relative_gap(a, b, comparison.relation) * max(abs(a), abs(b))
        return bool(gap > max(size, abs(a), abs(b)) * mpmath.mpf(10) ** -(_TIE_DIGITS // 2 - 50))


def _optimised(
    comparison: Comparison,
    setting: Setting,
    sampler: Sampler,
    ranked: list[tuple[float, int, Point]],
) -> list[Point]:
    """Where an optimiser comes from the best points, from one of each pattern of integers."""
    if not sampler.coordinates() or comparison.relation == "=":
        return []
    from scipy.optimize import minimize

    found: list[Point] = []

    def height(coordinates: Any, beside: Point) -> float:
        try:
            gap = _quick_gap(comparison, setting, sampler.at(coordinates, beside))
        except (OverflowError, ValueError, UndefinedError, UnableError):
            return 1e3
        return 1e3 if gap is None or not math.isfinite(gap) else -gap

    for _, _, point in ranked[:: max(1, len(ranked) // 40)][:_STARTS]:
        options = {"maxfev": _EVALUATIONS, "xatol": 1e-9, "fatol": 1e-15}
        result = minimize(
            height, sampler.start(point), (point,), method="Nelder-Mead", options=options
        )
        try:
            found.append(sampler.at(result.x, point))
        except (OverflowError, ValueError, UndefinedError, UnableError):
            continue
    return found


def _shown(point: Point) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in point.items())
