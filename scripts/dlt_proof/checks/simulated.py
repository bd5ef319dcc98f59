"""Probabilities and means by simulation, that stops as soon as its intervals decide.

The level holds for all instances and all looks of a claim together (Bonferroni), so that stopping
early and testing many instances cost no error: a true claim is refuted with probability at most
`level`, a false one confirmed likewise. What the trials leave open is `inconclusive`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..records.errors import InputError
from . import intervals
from .estimating import from_interval
from .evaluating import evaluated
from .instances import invalid, located
from .parameters import Function, Parameters
from .results import CONFIDENCE, Claim, Kind, Result
from .trials import (
    FIRST_LOOK,
    Draw,
    Estimate,
    Trial,
    estimate_mean,
    estimate_probability,
    estimate_rare,
)

if TYPE_CHECKING:
    from .running import Run

#: Trials at an instance at most; what they do not decide stays open.
MOST_TRIALS = 1_000_000
LEVEL = 1 - CONFIDENCE


def simulate_probability(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    event: Draw,
    bound: Function,
    *,
    instances: int = 12,
    apart: float = 0.5,
    power: float = 0.9,
    level: float = LEVEL,
    most: int = MOST_TRIALS,
) -> Result:
    """Whether the probability of an event is at most `bound`, at instances drawn by the kit.

    Clopper-Pearson intervals at a fixed schedule of looks that share the level equally.

    Args:
        event: of one instance (`v.p` is a number), a generator and a size: as many independent
            truth values.
        bound: a function of many instances.
        instances: half of them random, half on the boundary, where there are so many.
        apart, power: trials suffice to confirm the claim with this probability where the
            probability is `apart` times the bound or less; never more than `most` trials.
        level: probability of a wrong answer, over all instances and looks.

    Raises:
        InputError: no instances, or `event` gives no truth values.
    """
    _require_level(claim, level, power)

    def planned(trial: Trial) -> float:
        looks = math.log2(MOST_TRIALS / FIRST_LOOK)
        return intervals.trials_for_probability(trial.bound, apart, trial.level / looks, power)

    worker = functools.partial(estimate_probability, event)
    return _simulated(
        run, claim, parameters, worker, bound, "probability", instances, level, most, planned
    )


def simulate_mean(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    draw: Draw,
    bound: Function,
    *,
    low: float,
    high: float,
    instances: int = 12,
    gap: float = 0.02,
    power: float = 0.9,
    level: float = LEVEL,
    most: int = MOST_TRIALS,
) -> Result:
    """Whether the mean of a variable with values in [low, high] is at most `bound`.

    Confidence sequences by betting (`intervals.capitals`), valid whenever one looks.

    Args:
        draw: of one instance, a generator and a size: as many independent values.
        gap: trials suffice to decide about a mean that is off the bound by `gap` times the range.
        bound, instances, power, level, most: as for `simulate_probability`.

    Raises:
        InputError: no instances, an empty range, or a value outside it.
    """
    _require_level(claim, level, power)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError(
            f"'{claim.name}': the range [{low}, {high}] is not bounded",
            remedy="a mean of unbounded variables has no exact interval: bound or truncate them",
        )

    def planned(trial: Trial) -> float:
        return intervals.trials_for_mean(gap, trial.level, power)

    worker = functools.partial(estimate_mean, draw)
    ends = (lambda _: low, lambda _: high)
    return _simulated(
        run, claim, parameters, worker, bound, "mean", instances, level, most, planned, ends
    )


def simulate_rare(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    draw: Draw,
    bound: Function,
    *,
    weight_bound: Function | None = None,
    instances: int = 6,
    level: float = LEVEL,
    most: int = MOST_TRIALS,
) -> Result:
    """Whether a small probability is at most `bound`, by importance sampling.

    The probability is the mean of the event's indicator times the weight dP/dQ, a variable in
    [0, weight_bound], about which betting decides. Without a bound of the weights the claim stays
    undecided: a rare huge weight may not have been seen.

    Args:
        draw: of one instance, a generator and a size: truth values of the event under Q, and the
            weights dP/dQ of all these trials.
        weight_bound: the largest weight on the event, proved by the author, of many instances. A
            larger one that is seen makes the claim invalid, as do weights whose mean over all
            trials is shown to exceed 1.
        bound, instances, level, most: as for `simulate_probability`.

    Raises:
        InputError: no instances, or values that are no truth values or weights.
    """
    _require_level(claim, level, 0.5)
    worker = functools.partial(estimate_rare, draw)
    ends = (lambda _: 0.0, weight_bound or (lambda _: math.inf))
    return _simulated(
        run,
        claim,
        parameters,
        worker,
        bound,
        "probability",
        instances,
        level,
        most,
        lambda _: math.inf,
        ends,
    )


def _simulated(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    worker: Callable[..., Estimate],
    bound: Function,
    kind: Kind,
    instances: int,
    level: float,
    most: int,
    planned: Callable[[Trial], float],
    ends: tuple[Function, Function] = (lambda _: 0.0, lambda _: 1.0),
) -> Result:
    import numpy as np

    if instances < 1 or most < FIRST_LOOK:
        raise InputError(f"'{claim.name}': {instances} instances, {most} trials")
    rng = run.rng_of(claim.name)
    edge = parameters.boundary(rng)
    edge = edge[rng.permutation(len(edge))[: instances // 2]]
    cube = np.concatenate([parameters.random(rng, instances - len(edge)), edge])
    values, count = parameters.values(cube), len(cube)
    limits, lows, highs = (evaluated(claim, f, values, count) for f in (bound, *ends))
    drawn = {"random": count - len(edge), "boundary": len(edge)}
    if not np.isfinite(limits).all() or np.isnan(highs).any():
        return replace(invalid(claim, kind, count), drawn=drawn)
    trials = []
    for i, row in enumerate(parameters.rows(values, count)):
        trial = Trial(row, float(limits[i]), float(lows[i]), float(highs[i]), level / count, most)
        wanted = min(float(most), max(FIRST_LOOK, planned(trial)))
        trials.append(replace(trial, most=math.ceil(wanted)))
    found = run.map(worker, trials, name=claim.name)
    family = {"level": level, "method": "Bonferroni over instances and looks", "tests": count}
    if fault := next((estimate.fault for estimate in found if estimate.fault), ""):
        return replace(invalid(claim, kind, count, fault), drawn=drawn, family=family)

    results = [
        located(
            from_interval(claim, kind, e.value, e.low, e.high, t.bound, e.trials),
            0,
            (),
            dict(t.row.items()),
            None,
        )
        for e, t in zip(found, trials, strict=True)
    ]
    order = ("fails", "inconclusive", "invalid", "holds")
    shown = min(results, key=lambda r: (order.index(r.verdict), -(r.ratio or 0.0)))
    total = sum(estimate.trials for estimate in found)
    share = f"{count} instances, {total} trials, family-wise level {level:.1g} (Bonferroni)"
    return replace(
        shown,
        instances=total,
        detail=f"{shown.detail}; {share}",
        hypotheses=tuple(parameters.constraints),
        drawn=drawn,
        family=family,
        points=tuple((t.bound, e.value) for e, t in zip(found, trials, strict=True)),
    )


def _require_level(claim: Claim, level: float, power: float) -> None:
    if not (0 < level < 0.5 and 0 < power < 1):
        raise InputError(f"'{claim.name}': level = {level}, power = {power}")
