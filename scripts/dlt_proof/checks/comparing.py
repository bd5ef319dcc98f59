"""Comparing what a check computed with what a statement claims, instance by instance.

Not here: a run of a check (`running`), instances that satisfy the hypotheses (`witnesses`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..records.errors import InputError
from .instances import Inputs, invalid, located
from .results import CONFIDENCE, ROUNDING, Claim, Kind, Result, Verdict

# Below this, floating-point numbers lose their relative precision: two that are both smaller
# cannot be told apart, and an underflow is no counterexample.
_TINY = 2.2250738585072014e-308


def exact_identity(
    claim: Claim,
    left: Sequence[Any],
    right: Sequence[Any],
    *,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether integers or `Fraction`s agree exactly, entry by entry.

    Args:
        left, right: the entries.
        inputs: by name the values of each instance, or one value for all.
        hypotheses: by name whether each instance satisfies it (truth, or slack at least 0); an
            instance that does not makes the claim invalid.

    Raises:
        InputError: no entries, unequal lengths, or an entry that is not rational.
    """
    a, b = list(left), list(right)
    _require(claim, len(a), len(b))
    if not all(isinstance(v, int | Fraction) and not isinstance(v, bool) for v in a + b):
        raise InputError(f"'{claim.name}': exact_identity takes integers and Fractions only")
    worst = max(range(len(a)), key=lambda i: abs(Fraction(a[i]) - Fraction(b[i])))
    difference = abs(Fraction(a[worst]) - Fraction(b[worst]))
    result = Result(
        claim,
        "identity",
        "holds" if difference == 0 else "fails",
        float(a[worst]),
        float(b[worst]),
        -float(difference),
        None,
        len(a),
        "exact rational arithmetic",
    )
    return located(result, worst, (len(a),), inputs, hypotheses, (a[worst], b[worst]))


def identity(
    claim: Claim,
    left: Any,
    right: Any,
    *,
    rounding: float = ROUNDING,
    scale: Any = 0.0,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether floating-point arrays agree up to rounding, entry by entry.

    Entries agree if `|left - right| <= rounding * max(|left|, |right|, scale)`.

    Args:
        left, right: arrays of one shape.
        scale: size of what was added to get the entries, where terms cancel.
        inputs, hypotheses: as for `exact_identity`.

    Raises:
        InputError: no entries, or unequal shapes.
    """
    import numpy as np

    _require_small(claim, rounding)
    a, b, shape = _arrays(claim, left, right)
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.broadcast_to(scale, a.shape))
    if not (np.isfinite(a).all() and np.isfinite(b).all() and np.isfinite(size).all()):
        return invalid(claim, "identity", a.size)
    apart = np.where(np.abs(a - b) > _TINY, np.abs(a - b), 0.0)
    difference = apart / np.where(size > 0, size, 1.0)
    worst = int(np.argmax(difference))
    result = Result(
        claim,
        "identity",
        "holds" if difference[worst] <= rounding else "fails",
        float(a[worst]),
        float(b[worst]),
        -float(difference[worst]),
        None,
        a.size,
        f"largest relative difference {difference[worst]:.2g}, allowed {rounding:.2g}",
    )
    return located(result, worst, shape, inputs, hypotheses)


def deterministic_bound(
    claim: Claim,
    observed: Any,
    bound: Any,
    *,
    rounding: float = ROUNDING,
    scale: Any = 0.0,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether `observed <= bound` at every instance, up to rounding.

    An instance passes if `observed - bound <= rounding * (|observed| + |bound| + scale)`:
    relative, so that small bounds stay sharp. Compute `observed` without cancellation, or say in
    `scale` how large the terms were that cancelled.

    Args:
        observed, bound: arrays of one shape, or a scalar beside an array.
        scale: as for `identity`.
        inputs, hypotheses: as for `exact_identity`.

    Raises:
        InputError: no entries, or shapes that do not fit.
    """
    return _bound(claim, "bound", observed, bound, rounding, "", scale, inputs, hypotheses)


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

    The interval is exact: Clopper and Pearson, Biometrika 26 (1934) 404-413, in its form with
    quantiles of beta distributions, from `scipy.stats.binomtest`.

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
        return _bound(
            claim, "probability", exact, bound, ROUNDING, "exact", 0.0, inputs, hypotheses
        )
    assert successes is not None and trials is not None
    if trials < 1 or not 0 <= successes <= trials:
        raise InputError(f"'{claim.name}': {successes} successes in {trials} trials is no data")
    limit = float(bound)
    if not math.isfinite(limit):
        return invalid(claim, "probability", trials)
    from scipy.stats import binomtest

    interval = binomtest(int(successes), int(trials)).proportion_ci(confidence, method="exact")
    result = _interval(
        claim, "probability", successes / trials, interval.low, interval.high, limit, trials
    )
    return located(result, 0, (), inputs, hypotheses)


def mean_bound(
    claim: Claim,
    samples: Any,
    *,
    bound: float,
    low: float,
    high: float,
    confidence: float = CONFIDENCE,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether the expectation of a variable with values in [low, high] is at most `bound`.

    The interval around the mean of n independent samples is Hoeffding's, of half width
    `(high - low) * sqrt(log(2 / alpha) / (2 n))` with `alpha = 1 - confidence`: Hoeffding,
    J. Amer. Statist. Assoc. 58 (1963), Theorem 2. Confirmed, refuted and inconclusive as for
    `probability_bound`.

    Args:
        inputs, hypotheses: as for `exact_identity`; a simulation is one instance.

    Raises:
        InputError: no samples, an empty range, or a sample outside it.
    """
    import numpy as np

    values = np.asarray(samples, dtype=float).ravel()
    if values.size == 0 or not low < high:
        raise InputError(f"'{claim.name}': no samples, or low is not below high")
    if not (np.isfinite(values).all() and math.isfinite(bound)):
        return invalid(claim, "mean", values.size)
    if values.min() < low - ROUNDING * abs(low) or values.max() > high + ROUNDING * abs(high):
        raise InputError(f"'{claim.name}': a sample lies outside [low, high]")
    half = (high - low) * math.sqrt(math.log(2 / (1 - confidence)) / (2 * values.size))
    mean = float(values.mean())
    result = _interval(claim, "mean", mean, mean - half, mean + half, bound, values.size)
    return located(result, 0, (), inputs, hypotheses)


def _bound(
    claim: Claim,
    kind: Kind,
    observed: Any,
    bound: Any,
    rounding: float,
    detail: str,
    scale: Any,
    inputs: Inputs | None,
    hypotheses: Inputs | None,
) -> Result:
    import numpy as np

    _require_small(claim, rounding)
    a, b, shape = _arrays(claim, observed, bound)
    size = np.abs(a) + np.abs(b) + np.broadcast_to(scale, a.shape)
    if not np.isfinite(size).all():
        return invalid(claim, kind, a.size)
    excess = a - b - rounding * size - _TINY
    violating = excess > 0
    positive = b > rounding * np.broadcast_to(scale, a.shape)
    ratios = np.where(positive, a, -np.inf) / np.where(positive, b, 1.0)
    # Of a claim that fails the instance shown is one at which it fails.
    shown = violating if violating.any() else np.ones_like(violating)
    if positive.any() and not violating[~positive].any():
        worst = int(np.argmax(np.where(shown, ratios, -np.inf)))
    else:
        worst = int(np.argmax(excess)) if violating.any() else int(np.argmin(b - a))
    result = Result(
        claim,
        kind,
        "fails" if violating.any() else "holds",
        float(a[worst]),
        float(b[worst]),
        float((b - a).min()),
        float(ratios.max()) if positive.any() else None,
        a.size,
        detail,
    )
    return located(result, worst, shape, inputs, hypotheses)


def _interval(
    claim: Claim, kind: Kind, estimate: float, low: float, high: float, bound: float, n: int
) -> Result:
    verdict: Verdict = "holds" if high <= bound else "fails" if low > bound else "inconclusive"
    detail = f"confidence interval [{low:.6g}, {high:.6g}] from {n} trials"
    if verdict == "inconclusive":
        detail += " holds the bound: more trials are needed"
    ratio = estimate / bound if bound > 0 else None
    return Result(claim, kind, verdict, estimate, bound, bound - estimate, ratio, n, detail)


def _arrays(claim: Claim, left: Any, right: Any) -> tuple[Any, Any, tuple[int, ...]]:
    """Both sides as flat float arrays of one length, and their shape; a scalar is repeated."""
    import numpy as np

    # As floats they would lose their imaginary parts, and agree without agreeing.
    if np.iscomplexobj(left) or np.iscomplexobj(right):
        raise InputError(
            f"'{claim.name}': complex values",
            remedy="compare real parts, imaginary parts or absolute values",
        )
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if a.ndim and b.ndim and a.shape != b.shape:
        raise InputError(f"'{claim.name}': shapes {a.shape} and {b.shape} do not fit")
    a, b = np.broadcast_arrays(a, b)
    _require(claim, a.size, b.size)
    return a.ravel(), b.ravel(), a.shape or (1,)


def _require_small(claim: Claim, rounding: float) -> None:
    """Rounding that lets half of a value pass is none: everything would agree."""
    if not 0 <= rounding < 0.5:
        raise InputError(
            f"'{claim.name}': rounding = {rounding} is no rounding",
            remedy="it is relative, like 1e-12",
        )


def _require(claim: Claim, left: int, right: int) -> None:
    if left == 0 or right == 0:
        raise InputError(f"'{claim.name}': there is nothing to compare")
    if left != right:
        raise InputError(f"'{claim.name}': {left} values beside {right}")
