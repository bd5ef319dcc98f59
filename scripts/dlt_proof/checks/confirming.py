"""Whether a violation found in floating point is one: both sides computed anew, far more exactly.

A refutation stands only where this says so. Where it cannot say, the claim is left undecided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from .parameters import Function, Parameters, Values
from .precise import Precise, evaluate

#: A violation is looked at in floating point in this neighbourhood of its values, in units in the
#: last place, where more digits cannot be had; it has to exceed by so much how it varies there.
NEIGHBOURS = (-16384, -97, -7, -2, -1, 1, 2, 7, 97, 16384)
STEADY = 4.0

Answer = Literal["confirmed", "denied", "open"]
#: How much of the violation is left at an instance, in floating point: positive where violated.
Excess = Callable[[Values], Any]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the second look at an instance said.

    Args:
        answer: `confirmed`, the claim is violated; `denied`, it is not, and the violation was
            one of rounding; `open`, nobody knows.
        how: by what arithmetic, for a person.
        sides: both sides as they were computed anew.
    """

    answer: Answer
    how: str
    sides: tuple[float, float] | None = None


def confirm(
    parameters: Parameters,
    left: Function,
    right: Function,
    row: Values,
    *,
    excess: Excess,
    allowed: Fraction,
    accuracy: float | None = None,
    two_sided: bool = False,
) -> Confirmation:
    """Look again at one instance at which `left <= right` (or `left = right`) seems violated.

    Args:
        left, right: the author's functions.
        row: the instance.
        excess: the violation in floating point, of many instances.
        allowed: what `left` may exceed `right` by, as for the comparison in floating point.
        accuracy: relative accuracy of functions that know floats only, which `excess` allows for;
            None where nobody vouches for it, and then they refute nothing: what cancels inside
            such a function shows nowhere.
        two_sided: whether the claim is an identity.
    """
    for constraint in parameters.constraints.values():
        slack = evaluate(constraint, row, exact=parameters.exact)
        if slack is not None and slack.middle + slack.radius < 0:
            return Confirmation("open", "outside a constraint by rounding")
    a, b = (evaluate(side, row, exact=parameters.exact) for side in (left, right))
    if (a is None or b is None) and accuracy is None:
        return Confirmation("open", "functions of floats without accuracy=")
    if a is None or b is None:
        return Confirmation(_among_neighbours(row, excess), "floating point, with its neighbours")
    answer = _decided(a, b, allowed)
    if two_sided and answer != "confirmed":
        answer = _least(answer, _decided(b, a, allowed))
    return Confirmation(answer, _arithmetic(a, b), (float(a.middle), float(b.middle)))


def _arithmetic(a: Precise, b: Precise) -> str:
    return b.arithmetic if a.arithmetic == "exact" else a.arithmetic


def _decided(a: Precise, b: Precise, allowed: Fraction) -> Answer:
    apart, radius = a.middle - b.middle, a.radius + b.radius
    if apart - radius > allowed:
        return "confirmed"
    return "denied" if apart + radius <= allowed else "open"


def _least(one: Answer, other: Answer) -> Answer:
    """Of the two sides of an identity: violated if either is, denied if both are."""
    if "confirmed" in (one, other):
        return "confirmed"
    return "denied" if one == other == "denied" else "open"


def _among_neighbours(row: Values, excess: Excess) -> Answer:
    """Whether values that differ in their last places give the same answer, nearly unchanged.

    Integers go in as floats too: in 64 bits they would wrap around silently.
    """
    import numpy as np

    found = []
    for unit in (0, *NEIGHBOURS):
        for as_float in (False, True):
            near = Values({name: _moved(value, unit, as_float) for name, value in row.items()})
            try:
                with np.errstate(all="ignore"):
                    left = float(np.asarray(excess(near)).ravel()[0])
            except Exception:  # a function of integers that takes no floats has said all it can
                if as_float:
                    continue
                return "open"
            if np.isfinite(left):
                found.append(left)
            elif unit == 0:
                return "open"
    steady = bool(found) and min(found) > STEADY * (max(found) - min(found))
    return "confirmed" if steady else "open"


def _moved(value: Any, units: int, as_float: bool) -> Any:
    """An array of one instance with its floats moved by units in the last place."""
    import numpy as np

    array = np.asarray(value)
    if array.dtype.kind == "f":
        return (array * (1 + units * 2.0**-52))[None]
    if array.dtype.kind in "iu" and as_float:
        return array.astype(float)[None]
    if array.ndim == 0:
        found = np.empty(1, dtype=array.dtype if array.dtype.kind in "iuf" else object)
        found[0] = value
        return found
    return array[None]
