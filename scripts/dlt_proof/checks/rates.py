"""Rates and limits: how fast values grow or fall with a size, from finitely many sizes.

An exponent is read off a logarithmic scale, and no finite range proves or disproves a limit.
Where slopes still move towards the claimed exponent, as those of n^-1/2 log n do, or where sizes
span too few decades, the claim stays undecided. For a bound with its constant, use
`deterministic_bound`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from ..records.errors import InputError
from .comparing import deterministic_bound
from .instances import invalid
from .results import CONFIDENCE, ROUNDING, Claim, Kind, Result, Verdict

Relation = Literal["at most", "at least", "equal"]

DECADES = 2.0
TOLERANCE = 0.05
_FEWEST, _FEWEST_BEYOND = 9, 5
#: How far beyond its last slope a drift is followed, where its kind is unknown.
_CAUTION = 1.5
#: Confidence at which slopes of the thirds are taken for different: low, since a slope that moves
#: unnoticed may refute what is true, and one that only seems to move asks for more sizes.
_SUSPICION = 0.95
#: Steps of a slope of which the later is more than this part of the earlier do not die out.
_FASTER = 0.9


@dataclass(frozen=True, slots=True)
class _Fit:
    slope: float
    half: float
    centre: float


def rate(
    claim: Claim,
    sizes: Any,
    values: Any,
    exponent: float,
    *,
    relation: Relation = "at most",
    tolerance: float = TOLERANCE,
    decades: float = DECADES,
    confidence: float = CONFIDENCE,
) -> Result:
    """Whether positive values grow like `sizes ** exponent`, or at most or at least so fast.

    The slope of log value over log size by least squares, with Student's interval, which is exact
    for independent normal errors of the logarithms. The same on each third of the sizes: where
    these differ by more than their errors, the slope moves, and the interval is that of the last
    third, continued as far as a slope `e + c / log size` would go, and half as far again; without
    end where it moves ever faster. That a steady slope is the one of all larger sizes is taken
    for granted: choose sizes accordingly.

    Args:
        sizes, values: one value for each size; a size may occur several times.
        relation: of the true exponent to the claimed one.
        tolerance: how far the interval may reach beyond the exponent; also how far it has to lie
            off in order to refute.
        decades: that the sizes have to span at least.
        confidence: of Student's intervals.

    Raises:
        InputError: no data, shapes that do not fit, or another relation.
    """
    return _rate(claim, "rate", sizes, values, exponent, relation, tolerance, decades, confidence)


def convergence(
    claim: Claim,
    sizes: Any,
    values: Any,
    limit: float,
    *,
    exponent: float | None = None,
    within: Any = None,
    tolerance: float = TOLERANCE,
    decades: float = DECADES,
    confidence: float = CONFIDENCE,
) -> Result:
    """Whether values approach a limit at a claimed rate.

    Args:
        limit: what they approach.
        exponent: their distance falls at least like `sizes ** exponent`; as for `rate`, without
            the distances that rounding hides.
        within: or the largest distance at each size, which every size has to keep.
        sizes, values, tolerance, decades, confidence: as for `rate`.

    Raises:
        InputError: as for `rate`, or not exactly one of `exponent` and `within`.
    """
    import numpy as np

    if (exponent is None) == (within is None):
        raise InputError(f"'{claim.name}': give exponent= or within=")
    x, y = _pairs(claim, sizes, values)
    if not (np.isfinite(y).all() and math.isfinite(limit)):
        return invalid(claim, "convergence", len(y))
    distance = np.abs(y - limit)
    size = np.abs(y) + abs(limit)
    if within is not None:
        result = deterministic_bound(claim, distance, within, scale=size, inputs={"size": x})
        return replace(result, kind="convergence")
    assert exponent is not None
    seen = distance > 1e3 * ROUNDING * size
    if not seen.any():
        return _told(claim, "convergence", "holds", -math.inf, exponent, x, y, "at the limit")
    result = _rate(
        claim,
        "convergence",
        x[seen],
        distance[seen],
        exponent,
        "at most",
        tolerance,
        decades,
        confidence,
    )
    hidden = int((~seen).sum())
    return replace(result, detail=f"{result.detail}; {hidden} hidden by rounding")


def eventually_below(
    claim: Claim,
    sizes: Any,
    values: Any,
    eps: float,
    *,
    start: float | None = None,
    horizon: float = 10.0,
) -> Result:
    """Whether values are at most `eps` from some size on.

    Args:
        sizes, values: one value for each size.
        start: the size from which on it is claimed. Without one nothing refutes the claim: what is
            above `eps` so far may fall below it later.
        horizon: how many times the start the largest size has to be at least. Without a start,
            the part of the range in which all values have to be below `eps`.

    Raises:
        InputError: as for `rate`.
    """
    import numpy as np

    x, y = _pairs(claim, sizes, values)
    if not (np.isfinite(y).all() and math.isfinite(eps)):
        return invalid(claim, "convergence", len(y))
    begin = float(x.max()) / horizon if start is None else start
    tail = x >= begin
    if not tail.any():
        detail = f"no size is {begin:g} or larger"
        return _told(claim, "convergence", "inconclusive", math.nan, eps, x, y, detail)
    result = deterministic_bound(claim, y[tail], eps, inputs={"size": x[tail]})
    result = replace(result, kind="convergence", detail=f"from size {begin:g} on")
    few = np.unique(x[tail]).size < _FEWEST_BEYOND
    few = few or (start is None and x.min() > begin)
    if result.verdict == "fails" and start is None:
        return replace(result, verdict="inconclusive", detail="not yet: a larger horizon is needed")
    if result.verdict == "holds" and (few or x.max() < horizon * begin):
        return replace(result, verdict="inconclusive", detail="too few sizes beyond the start")
    return result


def _rate(
    claim: Claim,
    kind: Kind,
    sizes: Any,
    values: Any,
    exponent: float,
    relation: Relation,
    tolerance: float,
    decades: float,
    confidence: float,
) -> Result:
    import numpy as np

    if relation not in get_args(Relation) or not 0 <= tolerance < math.inf:
        raise InputError(f"'{claim.name}': relation {relation!r}, tolerance {tolerance}")
    if not 0 < confidence < 1:
        raise InputError(f"'{claim.name}': confidence {confidence}")
    x, y = _pairs(claim, sizes, values)
    if not (np.isfinite(y).all() and (y > 0).all() and math.isfinite(exponent)):
        detail = "a value is not positive and finite: it has no logarithm"
        return invalid(claim, kind, len(y), detail)
    logs, ordered = np.log(x), np.unique(x)
    span = math.log10(ordered[-1] / ordered[0])
    if span < decades or len(ordered) < _FEWEST:
        detail = f"{len(ordered)} sizes over {span:.2g} decades are too few"
        return _told(claim, kind, "inconclusive", math.nan, exponent, x, y, detail)
    whole = _fit(logs, np.log(y), confidence)
    edges = np.quantile(np.log(ordered), (1 / 3, 2 / 3))
    part = np.searchsorted(edges, logs, side="right")
    thirds = [(logs[part == k], np.log(y[part == k])) for k in range(3)]
    fits = [_fit(*third, _SUSPICION) for third in thirds]
    low, high, moved = _asymptotic(whole, fits, _fit(*thirds[-1], confidence))
    detail = f"slope {whole.slope:.4g}{moved}"
    detail += f", interval [{low:.4g}, {high:.4g}] over {span:.2g} decades"
    too_fast, too_slow = low > exponent + tolerance, high < exponent - tolerance
    not_faster, not_slower = high <= exponent + tolerance, low >= exponent - tolerance
    fails = (too_fast and relation != "at least") or (too_slow and relation != "at most")
    holds = (not_faster or relation == "at least") and (not_slower or relation == "at most")
    verdict: Verdict = "fails" if fails else "holds" if holds else "inconclusive"
    if verdict == "inconclusive":
        detail += ": larger sizes are needed"
    slope = whole.slope if low <= whole.slope <= high else fits[-1].slope
    return _told(claim, kind, verdict, slope, exponent, x, y, detail)


def _asymptotic(whole: _Fit, parts: list[_Fit], last: _Fit) -> tuple[float, float, str]:
    """Where the slope may lie at sizes beyond the last, and how it moved along the sizes.

    Args:
        whole, last: with the confidence that was asked for, of all sizes and of the last third.
        parts: of each third, to find that the slope moves.
    """
    first, second, third = parts
    earlier, later = second.slope - first.slope, third.slope - second.slope
    if (
        abs(earlier) <= first.half + second.half
        and abs(later) <= second.half + third.half
        and abs(third.slope - first.slope) <= first.half + third.half
    ):
        return whole.slope - whole.half, whole.slope + whole.half, ""
    low, high = last.slope - last.half, last.slope + last.half
    moved = ", moving along the sizes: " + ", ".join(f"{fit.slope:.4g}" for fit in parts)
    if abs(later) > _FASTER * abs(earlier):  # it moves ever faster: nobody knows where it ends
        return (-math.inf, high, moved) if later < 0 else (low, math.inf, moved)
    # A slope e + c / log size has this far to go.
    steps = second.centre / (third.centre - second.centre)
    further = _CAUTION * max(1.0, steps) * abs(later)
    if earlier * later > 0:
        low, high = (low - further, high) if later < 0 else (low, high + further)
    else:
        low, high = low - further, high + further
    return low, high, moved


def _fit(x: Any, y: Any, confidence: float) -> _Fit:
    """Least squares of y on x; infinite half width where there is nothing to tell errors from."""
    import numpy as np
    from scipy.stats import t

    freedom = len(x) - 2
    spread = float(((x - x.mean()) ** 2).sum())
    if freedom < 1 or spread == 0:
        return _Fit(math.nan, math.inf, float(x.mean()) if len(x) else 0.0)
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    residual = y - y.mean() - slope * (x - x.mean())
    error = math.sqrt(float((residual**2).sum()) / freedom / spread)
    half = float(t.isf((1 - confidence) / 2, freedom)) * error
    # What rounding alone does to a slope: nothing that is measured is better known.
    half += ROUNDING * float(np.abs(y).max() + 1) / math.sqrt(spread)
    return _Fit(slope, half, float(x.mean()))


def _pairs(claim: Claim, sizes: Any, values: Any) -> tuple[Any, Any]:
    import numpy as np

    if np.iscomplexobj(sizes) or np.iscomplexobj(values):
        raise InputError(f"'{claim.name}': complex values")
    x, y = np.asarray(sizes, dtype=float), np.asarray(values, dtype=float)
    if x.ndim != 1 or x.shape != y.shape or not len(x):
        raise InputError(f"'{claim.name}': sizes of shape {x.shape}, values of shape {y.shape}")
    if not (np.isfinite(x).all() and (x > 0).all()):
        raise InputError(f"'{claim.name}': sizes are positive and finite")
    return x, y


def _told(
    claim: Claim,
    kind: Kind,
    verdict: Verdict,
    slope: float,
    exponent: float,
    sizes: Any,
    values: Any,
    detail: str,
) -> Result:
    instance: dict[str, Any] = {}
    if math.isfinite(slope):
        ends = {"smallest size": float(sizes.min()), "largest size": float(sizes.max())}
        instance = {
            "inputs": ends,
            "observed": slope,
            "bound": exponent,
            "slack": exponent - slope,
            "number": 0,
        }
    return Result(
        claim,
        kind,
        verdict,
        slope,
        exponent,
        exponent - slope,
        None,
        len(sizes),
        detail,
        instance,
        points=tuple(zip(sizes.tolist(), values.tolist(), strict=True)),
    )
