"""Probabilities and expectations against their bounds: computed exactly, or from samples.

Not here: instances and trials that the kit draws itself (`simulated`).
"""

from __future__ import annotations

import math
from typing import Any

from ..records.errors import InputError
from . import intervals
from .comparing import bounded
from .instances import Inputs, invalid, located
from .results import CONFIDENCE, ROUNDING, Claim, Kind, Result, Verdict


def probability_bound(
    claim: Claim,
    *,
    bound: Any,
    exact: Any = None,
    successes: int | None = None,
    trials: int | None = None,
    confidence: float = CONFIDENCE,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether a probability is at most `bound`.

    Give either `exact`, computed probabilities (an array over a grid is fine), or `successes`
    out of `trials` independent trials. A simulation confirms the claim only if the upper end of
    the Clopper-Pearson interval is at most the bound, refutes it only if the lower end is above
    it, and is inconclusive in between: more trials are needed. Claim "at least" for an event by
    claiming "at most" for its complement.

    The interval is exact: Clopper and Pearson, Biometrika 26 (1934) 404-413.

    Args:
        inputs, hypotheses: as for `exact_identity`; a simulation is one instance.

    Raises:
        InputError: neither or both are given, no data, or not a probability.
    """
    if (exact is None) == (successes is None) or (successes is None) != (trials is None):
        raise InputError(f"'{claim.name}': give exact=, or successes= and trials=")
    if exact is not None:
        import numpy as np

        values = np.asarray(exact, dtype=float)
        if bool(((values < 0) | (values > 1 + ROUNDING)).any()):
            raise InputError(f"'{claim.name}': a value of exact= is not a probability")
        return bounded(
            claim, "probability", exact, bound, ROUNDING, "exact", 0.0, inputs, hypotheses
        )
    assert successes is not None and trials is not None
    if trials < 1 or not 0 <= successes <= trials:
        raise InputError(f"'{claim.name}': {successes} successes in {trials} trials is no data")
    limit = float(bound)
    if not math.isfinite(limit):
        return invalid(claim, "probability", trials)
    low, high = intervals.clopper_pearson(int(successes), int(trials), 1 - confidence)
    result = from_interval(claim, "probability", successes / trials, low, high, limit, trials)
    return located(result, 0, (), inputs, hypotheses)


def mean_bound(
    claim: Claim,
    samples: Any,
    *,
    bound: float,
    low: float,
    high: float,
    confidence: float = CONFIDENCE,
    method: intervals.Method = "hoeffding",
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether the expectation of a variable with values in [low, high] is at most `bound`.

    The samples are independent; confirmed, refuted and inconclusive as for `probability_bound`.
    The interval is by default Hoeffding's, of half width
    `(high - low) * sqrt(log(2 / alpha) / (2 n))` with `alpha = 1 - confidence`.

    Args:
        method: `hoeffding`, `empirical-bernstein` or `betting`, of `intervals`. Choose it before
            looking at the samples; with `betting` samples may be added until it decides.
        inputs, hypotheses: as for `exact_identity`; a simulation is one instance.

    Raises:
        InputError: no samples, an empty range, a sample outside it, or another method.
    """
    import numpy as np

    values = np.asarray(samples, dtype=float).ravel()
    if values.size == 0 or not low < high:
        raise InputError(f"'{claim.name}': no samples, or low is not below high")
    if not (np.isfinite(values).all() and math.isfinite(bound)):
        return invalid(claim, "mean", values.size)
    if values.min() < low - ROUNDING * abs(low) or values.max() > high + ROUNDING * abs(high):
        raise InputError(f"'{claim.name}': a sample lies outside [low, high]")
    if method not in intervals.METHODS:
        raise InputError(f"'{claim.name}': no interval is called {method!r}")
    unit = np.clip((values - low) / (high - low), 0.0, 1.0)
    ends = intervals.mean_interval(unit, 1 - confidence, method)
    left, right = (low + (high - low) * end for end in ends)
    result = from_interval(claim, "mean", float(values.mean()), left, right, bound, values.size)
    return located(result, 0, (), inputs, hypotheses)


def from_interval(
    claim: Claim, kind: Kind, estimate: float, low: float, high: float, bound: float, n: int
) -> Result:
    """The result of an interval: it holds below the bound, fails above it, else says nothing."""
    verdict: Verdict = "holds" if high <= bound else "fails" if low > bound else "inconclusive"
    detail = f"confidence interval [{low:.6g}, {high:.6g}] from {n} trials"
    if math.isinf(high):
        detail += ": no bound of the weights is known"
    elif verdict == "inconclusive":
        detail += " holds the bound: more trials are needed"
    ratio = estimate / bound if bound > 0 else None
    return Result(claim, kind, verdict, estimate, bound, bound - estimate, ratio, n, detail)
