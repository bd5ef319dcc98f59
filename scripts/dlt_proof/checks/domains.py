"""What values a parameter of a claim can take, as a map from the unit cube.

Every domain turns points of [0, 1]^k into values, so that random instances, the corners and an
optimiser are all points of one cube. Not here: vectors and matrices (`spaces`), several
parameters with constraints between them (`parameters`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..records.errors import InputError

#: How far from an open end, relative to the interval, its nearest values are tried.
NEXT_TO_END = (1e-12, 1e-9, 1e-6, 1e-3)
#: How far an interval with an infinite end is tried.
REACH = 1e6

Ends = Literal["", "left", "right", "both"]


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of values as the image of a unit cube.

    Args:
        kind: `real`, `integer`, `choice`, `vector`, `simplex`, `sphere` or `psd`.
        told: the set in words, for the result.
        size: coordinates of its cube.
        values: n points of the cube, an array (n, size), to n values; the first axis is n.
        corners: the points of the cube whose values are the corners of the domain, or next to
            them where an end is open, an array (m, size).
        inside: points between the corners, some of them close to these, that make edges.
        exact: one value of floats, as an array of exact numbers, to the value in the domain next
            to it; None where floats lie in the domain as they are. A probability vector of floats
            sums to one only up to rounding, and what is false beside the domain refutes nothing.
    """

    kind: str
    told: str
    size: int
    values: Callable[[Any], Any]
    corners: Any
    inside: Any
    exact: Callable[[Any], Any] | None = None


def real(low: float, high: float, *, open: Ends = "", log: bool = False) -> Domain:
    """A real interval.

    Args:
        low, high: its ends. Towards an infinite end powers of ten are tried up to `REACH`.
        open: which ends do not belong to it; values next to them are tried.
        log: draw the logarithm uniformly; needs `0 < low`.

    Raises:
        InputError: it is empty, or no interval of logarithms.
    """
    import numpy as np

    if math.isnan(low) or math.isnan(high) or not low < high:
        raise InputError(f"the interval from {low} to {high} is empty")
    if open not in ("", "left", "right", "both"):
        raise InputError(f"open = {open!r}", remedy="one of '', 'left', 'right', 'both'")
    told = f"{'(' if open in ('left', 'both') or low == -math.inf else '['}{low:g}, {high:g}"
    told += ")" if open in ("right", "both") or high == math.inf else "]"
    if math.isinf(low) or math.isinf(high):
        told += f", tried up to {REACH:g}"
    left, right = open in ("left", "both"), open in ("right", "both")
    if math.isinf(low) or math.isinf(high):
        if log:
            raise InputError("an infinite interval is drawn by powers of ten as it is")
        values = _far(low, high, left if math.isfinite(low) else right)
    elif log and low <= 0:
        raise InputError(f"a logarithmic interval cannot begin at {low:g}", remedy="above 0")
    else:
        values = interval(low, high, left=left, right=right, log=log)
    near = np_array([*NEXT_TO_END, *(1 - d for d in reversed(NEXT_TO_END))])[:, None]
    inside = np.concatenate([near, _line()])
    return Domain("real", told, 1, lambda u: values(u[:, 0]), np_array([0, 1])[:, None], inside)


def integer(low: int, high: int, *, log: bool = False) -> Domain:
    """The integers from `low` to `high`, both included; at most 2^53 in size.

    Args:
        log: draw the logarithm uniformly; needs `1 <= low`.

    Raises:
        InputError: there are none, or they are too large for a float.
    """
    import numpy as np

    if not (isinstance(low, int) and isinstance(high, int)) or low > high:
        raise InputError(f"there are no integers from {low} to {high}")
    if max(abs(low), abs(high)) > 2**53:
        raise InputError("integers above 2^53 are not exact as floats")
    if log and low < 1:
        raise InputError(f"logarithmic integers cannot begin at {low}", remedy="begin at 1")

    def values(u: Any) -> Any:
        t = u[:, 0]
        if log:
            found = np.exp(math.log(low) + t * math.log((high + 1) / low))
        else:
            found = low + t * (high - low + 1)
        return np.clip(np.floor(found), low, high).astype(np.int64)

    def point(value: int) -> float:
        """The middle of the values of the cube that belong to an integer."""
        if log:
            return math.log((value + 0.5) / low) / math.log((high + 1) / low)
        return (value + 0.5 - low) / (high - low + 1)

    near = np.array([[point(n)] for n in {min(low + 1, high), max(high - 1, low)}])
    corners, inside = np_array([0, 1])[:, None], np.concatenate([near, _line()])
    return Domain("integer", f"{{{low}, …, {high}}}", 1, values, corners, inside)


def choice(*options: Any) -> Domain:
    """One of several values.

    Raises:
        InputError: no options.
    """
    import numpy as np

    if not options:
        raise InputError("a choice of no options")
    numeric = all(isinstance(o, int | float) and not isinstance(o, bool) for o in options)
    table = np.array(options) if numeric else np.empty(len(options), dtype=object)
    if not numeric:
        table[:] = options

    def values(u: Any) -> Any:
        return table[np.minimum((u[:, 0] * len(options)).astype(int), len(options) - 1)]

    points = (np.arange(len(options))[:, None] + 0.5) / len(options)
    told = ", ".join(str(option) for option in options)
    return Domain("choice", f"{{{told}}}", 1, values, points, points[:0])


def np_array(values: Sequence[float]) -> Any:
    """An array of floats, with numpy loaded only now."""
    import numpy as np

    return np.array(values, dtype=float)


def interval(low: float, high: float, *, left: bool, right: bool, log: bool) -> Any:
    import numpy as np

    width = high - low
    bottom = max(np.nextafter(low, high), low + NEXT_TO_END[0] * width) if left else low
    if left and log:
        bottom = low * (1 + NEXT_TO_END[0])
    top = min(np.nextafter(high, low), high - NEXT_TO_END[0] * width) if right else high

    def values(u: Any) -> Any:
        found = low * np.exp(u * math.log(high / low)) if log else low + u * width
        return np.where(u >= 1, top, np.clip(found, bottom, top))

    return values


def _far(low: float, high: float, open_end: bool) -> Any:
    """An interval with an infinite end: powers from 1 / REACH to REACH away from the other end."""
    import numpy as np

    def values(u: Any) -> Any:
        if math.isinf(low) and math.isinf(high):
            t = np.abs(2 * u - 1)
            return np.where(t > 0, np.sign(u - 0.5) * REACH ** (2 * t - 1), 0.0)
        nearest = NEXT_TO_END[0] if open_end else 0.0
        distance = np.where(u > 0, REACH ** (2 * u - 1), nearest)
        return low + distance if math.isfinite(low) else high - distance

    return values


def _line() -> Any:
    return np_array([0.1, 0.25, 0.5, 0.75, 0.9])[:, None]
