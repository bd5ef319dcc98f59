"""The trials at one instance: repeated until their interval decides, on a schedule of looks.

These run in other processes too, so that they are plain functions of plain records.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..records.errors import InputError
from . import intervals
from .parameters import Values

if TYPE_CHECKING:
    import numpy as np

#: Trials before the first look; every look doubles them.
FIRST_LOOK = 256

#: A given number of independent trials at one instance.
Draw = Callable[[Values, "np.random.Generator", int], Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is simulated at one instance.

    Args:
        row: the instance.
        bound: of the probability or mean.
        low, high: range of the variable; `high` of weights is infinite where no bound is known.
        level: of the instance.
        most: trials at most.
    """

    row: Values
    bound: float
    low: float
    high: float
    level: float
    most: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the trials at one instance say: an interval, or `fault`, why there is none."""

    value: float
    low: float
    high: float
    trials: int
    fault: str = ""


def looks(most: int) -> list[int]:
    """The numbers of trials after which one looks: doubled each time, `most` last."""
    found = [min(FIRST_LOOK, most)]
    while found[-1] < most:
        found.append(min(2 * found[-1], most))
    return found


def estimate_probability(event: Draw, trial: Trial, rng: np.random.Generator) -> Estimate:
    """Clopper-Pearson at looks that share the level."""
    schedule = looks(trial.most)
    level, successes, done = trial.level / len(schedule), 0, 0
    low, high = 0.0, 1.0
    for until in schedule:
        successes += int(_truths(event(trial.row, rng, until - done), until - done).sum())
        done = until
        low, high = intervals.clopper_pearson(successes, done, level)
        if high <= trial.bound or low > trial.bound:
            break
    return Estimate(successes / done, low, high, done)


def estimate_mean(draw: Draw, trial: Trial, rng: np.random.Generator) -> Estimate:
    """Betting, at looks that cost no level."""
    import numpy as np

    width = trial.high - trial.low
    values = np.empty(0)
    for until in looks(trial.most):
        new = _floats(draw(trial.row, rng, until - len(values)), until - len(values))
        if not np.isfinite(new).all():
            return Estimate(math.nan, math.nan, math.nan, until, "a value is a NaN or an infinity")
        if new.min() < trial.low - 1e-12 * width or new.max() > trial.high + 1e-12 * width:
            raise InputError(f"a value lies outside [{trial.low}, {trial.high}]")
        values = np.concatenate([values, np.clip(new, trial.low, trial.high)])
        if _is_decided((values - trial.low) / width, (trial.bound - trial.low) / width, trial):
            break
    low, high = intervals.betting_interval((values - trial.low) / width, trial.level)
    ends = trial.low + width * low, trial.low + width * high
    return Estimate(float(values.mean()), *ends, len(values))


def _is_decided(unit: Any, bound: float, trial: Trial) -> bool:
    if not 0 <= bound <= 1:
        return True
    return max(intervals.capitals(unit, bound, trial.level)) >= math.log(2 / trial.level)


def estimate_rare(draw: Draw, trial: Trial, rng: np.random.Generator) -> Estimate:
    """Betting on the event's indicator times its weight."""
    import numpy as np

    products, every = np.empty(0), np.empty(0)
    for until in looks(trial.most):
        size = until - len(products)
        given = draw(trial.row, rng, size)
        if not isinstance(given, tuple) or len(given) != 2:
            raise InputError("draw gives two arrays: truth values of the event, and weights")
        hits, weights = _truths(given[0], size), _floats(given[1], size)
        if not np.isfinite(weights).all() or (weights < 0).any():
            return Estimate(math.nan, math.nan, math.nan, until, "a weight is no number from 0 on")
        if weights[hits].max(initial=0.0) > trial.high * (1 + 1e-9):
            fault = f"a weight exceeds its bound {trial.high:.6g}"
            return Estimate(math.nan, math.nan, math.nan, until, fault)
        products = np.concatenate([products, np.where(hits, weights, 0.0)])
        every = np.concatenate([every, weights])
        if math.isinf(trial.high):
            break  # no number of trials would decide
        if _is_decided(products / trial.high, trial.bound / trial.high, trial):
            break
    if _exceeds_one(every, trial.level):
        fault = "the weights have a mean above 1: they are no densities of P over Q"
        return Estimate(math.nan, math.nan, math.nan, len(every), fault)
    value = float(products.mean())
    if math.isinf(trial.high):
        return Estimate(value, 0.0, math.inf, len(products))
    unit = np.minimum(products / trial.high, 1.0)
    low, high = intervals.betting_interval(unit, trial.level)
    return Estimate(value, trial.high * low, trial.high * high, len(products))


def _exceeds_one(weights: Any, level: float) -> bool:
    """Whether a mean of at most 1 is refuted, by a bet that needs no bound from above."""
    import numpy as np

    # A constant bet of a tenth: a nonnegative martingale where the mean is 1.
    return bool(np.cumsum(np.log1p(0.1 * (weights - 1))).max() >= math.log(1 / level))


def _truths(given: Any, size: int) -> Any:
    import numpy as np

    found = np.asarray(given)
    if found.shape != (size,) or not (found.dtype == bool or np.isin(found, (0, 1)).all()):
        raise InputError(f"an event of {size} trials gave {found.dtype} of shape {found.shape}")
    return found.astype(bool)


def _floats(given: Any, size: int) -> Any:
    import numpy as np

    found = np.asarray(given)
    if found.shape != (size,) or found.dtype.kind not in "biuf":
        raise InputError(f"{size} trials gave {found.dtype} of shape {found.shape}")
    return found.astype(float)
