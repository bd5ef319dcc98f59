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

EDGE = 1 + 1e-12  # values meant to sit exactly at a threshold may miss it by rounding
# V* and M, with M at least |V*| + eps for eps up to 1/2; in the last setting everything is 0.
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
        "eps": checks.real(0, 3),
        "more": checks.real(0, 10, open="left"),
        "gaps": checks.vector(MOST, 0.0, 3.0),
        "places": checks.vector(MOST, 0.0, 1.0),
    },
    {
        "N_T <= T": lambda v: v.T - v.N,
        "anchors have norm at most M: |V*| - eps <= M": lambda v: v.M - v.V + v.eps,
    },
)


def kappa(p0, size, eps, radius, condition=1.0, part=1.0, closer=1.0):
    """The largest e^-Delta with (2 - p0) (R - r) e^-Delta <= p0 (r - eps), for R = `size`.

    Or so many times it, or with other parts of r on the left and of eps on the right; 10^6 where
    any will do. Where only 0 would do, r = eps < R, there is none, and 0 is returned.
    """
    excess = np.asarray(size - part * radius)
    most = condition * p0 * (radius - closer * eps) / ((2 - p0) * np.where(excess > 0, excess, 1.0))
    return np.where(excess > 0, most, 1e6)


def outcome_distance(v, kept=1.0):
    """|x_T - V*| in R^1 at an outcome of N anchors, p0 at most 2 N/T, or 2 N/(T kept).

    r is eps and `more`. All values, and all scores within the margin, are the adversary's; at zeros
    the worst.
    """
    number = np.arange(MOST)
    p0 = v.share * np.minimum(1.0, 2 * v.N / (kept * v.T))
    odds = kappa(p0, v.M + v.V, v.eps, v.eps + v.more)[:, None]
    anchor = number < v.N[:, None]
    weights = np.where(anchor, np.exp(v.gaps), odds * np.exp(-v.gaps))
    weights = np.where(number < v.T[:, None], weights, 0.0)
    low, high = np.maximum(v.V - v.eps, -v.M), np.minimum(v.V + v.eps, v.M)
    near = (low - v.V)[:, None] + (high - low)[:, None] * v.places
    far = (-v.M - v.V)[:, None] + 2 * v.M[:, None] * v.places
    return np.abs((weights * np.where(anchor, near, far)).sum(axis=1)) / weights.sum(axis=1)


def edge_distance(count, horizon, eps, radius, size):
    """The worst |x_T - V*| for p0 T/2 = N_T and the condition on Delta an equality, exactly."""
    p0 = Fraction(2 * count, horizon)
    odds = p0 * (radius - eps) / ((2 - p0) * (size - radius)) * (horizon - count)
    return (count * eps + odds * size) / (count + odds)


def failure(
    rate, horizon, eps, radius, size, *, p0=None, near=1.0, far=1.0, correct=1.0, **condition
):
    """Pr[not (|x_T - V*| <= r and the answer correct)], exactly, where nothing is lucky.

    Emissions are independent with probability `rate`; the condition on Delta is an equality. V* is
    0, anchors have norm eps and the others M = `size`, times `near` and `far`, all on one side;
    answers are correct exactly within r times `correct`. The distance depends on the count alone.
    """
    counts = np.arange(horizon + 1)
    odds = kappa(p0 or rate, size, eps, radius, **condition)
    distance = models.worst_distance(counts, horizon, odds, near * min(eps, size), far * size)
    bad = distance > min(1.0, correct) * radius * EDGE
    return float(min(1.0, binom.pmf(counts[bad], horizon, rate).sum()))


def tail(p0, horizon):
    """Pr[B_{T,p0} < p0 T/2], where p0 is a decimal: 0.1 is one tenth."""
    return float(binom.cdf(models.least(Fraction(str(p0)), horizon) - 1, horizon, p0))


def sharp_bound(p0, horizon, stretch=1.0):
    """exp(-T kl(p0/2, p0)), with a factor on the exponent."""
    return np.exp(-stretch * horizon * models.kl(p0 / 2, p0))


def is_failure(anchors, rng, p0, eps, radius, aligned, target, most):
    """Whether |x_T - V*| > r or the answer is wrong, at outcomes with random scores and values.

    Of two answers the correct one has the larger score on a half-space; it touches the ball of
    radius r around V* at the point opposite to V*, so that gamma = r.
    """
    norm = np.linalg.norm(target)
    margin = -math.log(kappa(p0, most + norm, eps, radius))
    output = worst_case.attention(
        rng, anchors, margin, most, target, min(eps, most), aligned=aligned
    )
    opposite = -target / norm if norm else np.eye(len(target))[0]
    wrong = (output - target) @ opposite > radius * EDGE
    return wrong | (np.linalg.norm(output - target, axis=1) > radius * EDGE)


def tree_failure(case, rng):
    """Pr[failure] from all outcomes, each history with an emission probability of its own.

    Scores and values are drawn anew at every outcome: they depend on the whole trajectory.
    """
    p0, horizon, (eps, radius), aligned, (target, most) = case
    anchors, law = worst_case.emissions(rng, horizon, p0)
    return float(law[is_failure(anchors, rng, p0, eps, radius, aligned, target, most)].sum())


def fails(v, rng, trials):
    """The same for simulated trajectories, where an outcome is drawn too."""
    anchors = models.drawn(float(v.p0), int(v.T), rng, trials)
    eps, radius = float(v.eps), float(v.eps + v.more)
    return is_failure(anchors, rng, float(v.p0), eps, radius, bool(v.aligned), TARGET, M)


def constants(horizon, rng):
    """eps, r and R for every t up to H, as different from one t to the next as they may be.

    In a quarter of the t even R <= r, where the margin may be anything.
    """
    radius = 10.0 ** rng.uniform(-3, 3, horizon)
    eps = radius * rng.choice([0.0, 0.3, 0.9, 0.999], horizon)
    size = radius * rng.choice([0.99, 1.01, 2.0, 1e5], horizon)
    return eps, radius, size


def failing(case, rng=None, *, rate=1.0, near=1.0, far=1.0, correct=1.0, **condition):
    """Pr[the event of the theorem fails for some t from T_0 to H], scores and values the worst.

    Emissions are independent of probability p0, or `rate` times that; `near`, `far`, `correct`
    and the condition as in `failure`. The length at which the event fails, if any, is the
    adversary's tau.

    Args:
        case: p0, T_0, H, and either (eps, r, R), the same for all t, or None for `constants`.
    """
    p0, start, horizon, known = case
    every = constants(horizon, rng) if known is None else [np.full(horizon, x) for x in known]
    emit, law, failed = rate * p0, np.eye(1, horizon + 1)[0], 0.0
    for t, eps, radius, size in zip(range(1, horizon + 1), *every, strict=True):
        law[1:] = law[1:] * (1 - emit) + law[:-1] * emit
        law[0] *= 1 - emit
        if t >= start:
            odds = kappa(p0, size, eps, radius, **condition)
            distance = models.worst_distance(
                np.arange(t + 1), t, odds, near * min(eps, size), far * size
            )
            wrong = distance > min(1.0, correct) * radius * EDGE
            bad = np.append(wrong, np.zeros(horizon - t, dtype=bool))
            failed += law[bad].sum()
            law[bad] = 0.0
    return min(1.0, failed)
