"""Branch and bound: a term is shown nonnegative by covering its domain with certified boxes.

On each box an enclosure decides, or a derivative of one sign moves the question to a face. The
number of boxes is limited, never the time. Unbounded sides are split at growing points, so that the
last box reaches to infinity.
"""

import heapq
from fractions import Fraction
from typing import Any

import sympy

from .enclosures import Interval, OutsideError, between, enclose, precision
from .exact import exact_sign
from .problems import Goal

_MOST_SYMBOLS = 3
_BITS = 64

#: The ends of one coordinate, None for an infinite end.
_Side = tuple[Fraction | None, Fraction | None]
_Box = dict[str, _Side]


def cover(goal: Goal, most_boxes: int) -> tuple[dict[str, Any] | None, int]:
    """The certificate that the form is nonnegative (positive) on the closed box, or None.

    Returns:
        It, and the number of boxes looked at.

    The form must have been shown to be defined on the domain; at ends that do not belong to it
    the enclosures are those of the defined part beside them.
    """
    symbols = sorted(goal.form.free_symbols, key=lambda s: str(s.name))
    if not 1 <= len(symbols) <= _MOST_SYMBOLS:
        return None, 0
    if any(symbol.name not in goal.domains for symbol in symbols):
        return None, 0
    slopes = {symbol.name: _slope(goal.form, symbol) for symbol in symbols}
    start = {
        symbol.name: (goal.domains[symbol.name].low, goal.domains[symbol.name].high)
        for symbol in symbols
    }
    with precision(_BITS):
        covered, number = _cover(goal, slopes, start, most_boxes)
    if not covered:
        return None, number
    certificate = {"method": "certified boxes", "of": str(goal.form)}
    return {**certificate, "boxes": number, "bits": _BITS}, number


def _slope(form: Any, symbol: Any) -> Any | None:
    """The derivative where it is one of smooth functions."""
    if form.has(sympy.Abs, sympy.Max, sympy.Min, sympy.sign, sympy.floor, sympy.ceiling):
        return None
    if form.has(sympy.Sum, sympy.Product, sympy.factorial, sympy.binomial, sympy.gamma):
        return None
    return form.diff(symbol)


def _cover(goal: Goal, slopes: dict[str, Any], start: _Box, most_boxes: int) -> tuple[bool, int]:
    # The largest box first: where the domain is unbounded, its tail is seen early.
    queue: list[tuple[float, int, _Box]] = [(0.0, 0, start)]
    number = pushed = 0
    while queue:
        _, _, box = heapq.heappop(queue)
        number += 1
        if number > most_boxes:
            return False, number - 1
        verdict = _verdict(goal, slopes, box)
        if verdict == "covered":
            continue
        halves = _split(box) if verdict == "open" else None
        if halves is None:
            return False, number
        for half in halves:
            pushed += 1
            heapq.heappush(queue, (-_size(half), pushed, half))
    return True, number


def _values(box: _Box) -> dict[str, Interval]:
    return {name: between(low, high) for name, (low, high) in box.items()}


def _verdict(goal: Goal, slopes: dict[str, Any], box: _Box) -> str:
    """`covered`, `fails` (the middle violates the goal), or `open`."""
    values = _values(box)
    for fact in goal.facts:
        if _excluded(fact, values):
            return "covered"
    try:
        found = enclose(goal.form, values, clipped=True)
        if bool(found.low > 0) or (bool(found.low >= 0) and not goal.strict):
            return "covered"
        if bool(found.high < 0) and not goal.facts:
            return "fails"
    except OutsideError:
        pass
    # A derivative of one sign: the least value is on a face of the box.
    face, moved = dict(box), False
    for name, slope in slopes.items():
        low, high = box[name]
        if slope is None or low == high:
            continue
        try:
            rise = enclose(slope, _values(face), clipped=False)
            enclose(goal.form, _values(face), clipped=False)
        except OutsideError:
            continue
        if bool(rise.low >= 0) and low is not None:
            face[name], moved = (low, low), True
        elif bool(rise.high <= 0) and high is not None:
            face[name], moved = (high, high), True
    if not moved:
        return "open"
    try:
        if all(low == high for low, high in face.values()):
            point = {name: low for name, (low, _) in face.items() if low is not None}
            sign = exact_sign(goal.form, point)
            least = -1 if sign is None else sign
            return "covered" if least > 0 or (least == 0 and not goal.strict) else "open"
        found = enclose(goal.form, _values(face), clipped=False)
    except OutsideError:
        return "open"
    covered = bool(found.low > 0) or (bool(found.low >= 0) and not goal.strict)
    return "covered" if covered else "open"


def _excluded(fact: Any, values: dict[str, Interval]) -> bool:
    """Whether a fact certainly fails on the whole box."""
    try:
        found = enclose(fact.left - fact.right, values)
    except (OutsideError, KeyError):
        return False
    above, below = bool(found.low > 0), bool(found.high < 0)
    return {"<=": above, "<": above, ">=": below, ">": below, "=": above or below}.get(
        fact.relation, False
    )


def _split(box: _Box) -> list[_Box] | None:
    """The box cut in two across its longest side, infinite sides first."""
    name = max(sorted(box), key=lambda n: _length(box[n]))
    low, high = box[name]
    if low is not None and low == high:
        return None
    if low is None and high is None:
        middle = Fraction(0)
    elif high is None:
        middle = _further(low or Fraction(0))
    elif low is None:
        middle = -_further(-high)
    else:
        middle = (low + high) / 2
    return [{**box, name: (low, middle)}, {**box, name: (middle, high)}]


def _further(end: Fraction) -> Fraction:
    return max(2 * end, end + 1) if end >= 0 else end / 2 if end < -1 else Fraction(0)


def _length(side: _Side) -> float:
    low, high = side
    if low is None or high is None:
        return float("inf")
    return float(high - low)


def _size(box: _Box) -> float:
    return min(1e9, sum(min(1e6, _length(side)) for side in box.values()))
