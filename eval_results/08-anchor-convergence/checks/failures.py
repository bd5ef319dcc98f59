"""The event of thm:main on random and on worst values: whether it fails, and how probable that is.

What the checks of the theorem and of its version for random lengths share. No statement is compared
here: this is not a check.
"""

import math
from fractions import Fraction

import models
import numpy as np
import worst_case
from scipy.stats import binom

from dlt_proof import checks

GAMMA = 1.0
EDGE = 1 + 1e-12  # values meant to sit exactly at a threshold may miss it by rounding
# V* and M, with M at least |V*| + eps; in the last setting everything is 0.
TARGET, M = np.array([1.0, 0.5, -0.5]), 4.0
SETTINGS = ((TARGET, M), (TARGET, 100.0), (np.zeros(2), 1.0), (np.zeros(1), 0.0))
MOST = 12
# For `outcome_distance`.
OUTCOME = checks.Parameters(
    {
        "T": checks.integer(1, MOST),
        "N": checks.integer(1, MOST),
        "share": checks.real(0, 1, open="left"),
        "V": checks.real(0, 3),
        "M": checks.real(0, 30),
        "eps": checks.real(0, GAMMA / 2),
        "gaps": checks.vector(MOST, 0.0, 3.0),
        "places": checks.vector(MOST, 0.0, 1.0),
    },
    {
        "N_T <= T": lambda v: v.T - v.N,
        "anchors have norm at most M: |V*| - eps <= M": lambda v: v.M - v.V + v.eps,
    },
)


def kappa(p0, size, eps, condition=1.0, half=0.5, part=1.0):
    """The largest e^-Delta with 2 (2 - p0) (R - gamma/2 - eps) e^-Delta <= p0 gamma, R = `size`.

    Or so many times it, or with other parts of gamma and of eps; 10^6 where any will do.
    """
    excess = np.asarray(size - half * GAMMA - part * eps)
    most = condition * p0 * GAMMA / (2 * (2 - p0) * np.where(excess > 0, excess, 1.0))
    return np.where(excess > 0, most, 1e6)


def outcome_distance(v, kept=1.0):
    """|x_T - V*| in R^1 at an outcome of N anchors, p0 at most 2 N/T, or 2 N/(T kept).

    All values, and all scores within the margin, are the adversary's; at zeros the worst.
    """
    number = np.arange(MOST)
    p0 = v.share * np.minimum(1.0, 2 * v.N / (kept * v.T))
    odds = kappa(p0, v.M + v.V, v.eps)[:, None]
    anchor = number < v.N[:, None]
    weights = np.where(anchor, np.exp(v.gaps), odds * np.exp(-v.gaps))
    weights = np.where(number < v.T[:, None], weights, 0.0)
    low, high = np.maximum(v.V - v.eps, -v.M), np.minimum(v.V + v.eps, v.M)
    near = (low - v.V)[:, None] + (high - low)[:, None] * v.places
    far = (-v.M - v.V)[:, None] + 2 * v.M[:, None] * v.places
    return np.abs((weights * np.where(anchor, near, far)).sum(axis=1)) / weights.sum(axis=1)


def edge_distance(count, horizon, eps, size):
    """The worst |x_T - V*| for p0 T/2 = N_T, gamma = 1 and the condition on Delta an equality."""
    p0 = Fraction(2 * count, horizon)
    odds = p0 / (2 * (2 - p0) * (size - Fraction(1, 2) - eps)) * (horizon - count)
    return (count * eps + odds * size) / (count + odds)


def failure(rate, horizon, eps, size, *, p0=None, near=1.0, far=1.0, radius=GAMMA, **condition):
    """Pr[not the event of the theorem], exactly, where nothing about the values is lucky.

    Emissions are independent with probability `rate`; the condition on Delta is an equality. V* is
    0, anchors have norm eps and the others M = `size`, times `near` and `far`, all on one side;
    answers are correct exactly within `radius`. The distance to V* depends on the count alone.
    """
    counts = np.arange(horizon + 1)
    odds = kappa(p0 or rate, size, eps, **condition)
    distance = models.worst_distance(counts, horizon, odds, near * min(eps, size), far * size)
    bad = (distance > (GAMMA / 2 + eps) * EDGE) | (distance > radius * EDGE)
    return float(min(1.0, binom.pmf(counts[bad], horizon, rate).sum()))


def sharp_bound(p0, horizon, stretch=1.0):
    """exp(-T kl(p0/2, p0)), with a factor on the exponent."""
    return np.exp(-stretch * horizon * models.kl(p0 / 2, p0))


def failing(case, *, rate=1.0, near=1.0, far=1.0, **condition):
    """Pr[the event of the theorem fails for some t from T_0 to H], scores and values the worst.

    Emissions are independent of probability p0, or `rate` times that; `near`, `far` and the
    condition as in `failure`. The length at which the event fails, if any, is the adversary's tau.
    """
    p0, start, horizon, eps, size = case
    emit, odds = rate * p0, kappa(p0, size, eps, **condition)
    law, failed = np.eye(1, horizon + 1)[0], 0.0
    for t in range(1, horizon + 1):
        law[1:] = law[1:] * (1 - emit) + law[:-1] * emit
        law[0] *= 1 - emit
        if t >= start:
            distance = models.worst_distance(np.arange(t + 1), t, odds, near * eps, far * size)
            bad = np.append(distance > (GAMMA / 2 + eps) * EDGE, np.zeros(horizon - t, dtype=bool))
            failed += law[bad].sum()
            law[bad] = 0.0
    return min(1.0, failed)


def is_failure(anchors, rng, p0, eps, aligned, target, most):
    """Whether the event of the theorem fails at outcomes with random scores and values."""
    size = most + np.linalg.norm(target)
    margin = -math.log(kappa(p0, size, eps))
    output = worst_case.attention(
        rng, anchors, margin, most, target, min(eps, most), aligned=aligned
    )
    distance = np.linalg.norm(output - target, axis=1)
    return (distance > (GAMMA / 2 + eps) * EDGE) | (distance > GAMMA * EDGE)


def tree_failure(case, rng):
    """Pr[failure] from all outcomes, each history with an emission probability of its own.

    Scores and values are drawn anew at every outcome: they depend on the whole trajectory.
    """
    p0, horizon, eps, aligned, (target, most) = case
    anchors, law = worst_case.emissions(rng, horizon, p0)
    return float(law[is_failure(anchors, rng, p0, eps, aligned, target, most)].sum())


def fails(v, rng, trials):
    """The same for simulated trajectories, where an outcome is drawn too."""
    anchors = models.drawn(float(v.p0), int(v.T), rng, trials)
    return is_failure(anchors, rng, float(v.p0), float(v.eps), bool(v.aligned), TARGET, M)
