"""Models of thm:accuracy_scaling and prop:centred whose moments are known once the weights are.

Not a check. Emissions are independent; scores and values are the worst that the number N of
anchors allows: `share` of the anchors score gap = delta above the others, and the non-anchors
exactly Delta below the lowest anchor. In a tree emissions depend on the whole history, and scores
are random within the margin.
"""

import math

import numpy as np
from scipy.stats import binom

from dlt_proof import checks


def variance_factor(p0, horizon, one=1.0, two=2.0, three=3.0):
    """chi_T = min{2, 1 + 3/(p0 (T + 2))}/(p0 (T + 1))."""
    return np.minimum(two, one + three / (p0 * (horizon + 2))) / (p0 * (horizon + 1))


def leakage_factors(p0, horizon, two=2.0, six=6.0, one=1.0, three=3.0, twenty=20.0):
    """(1 - p0) alpha_T and (1 - p0) beta_T of def:leakage: of kappa in E h and of kappa^2 in E h^2.

    Args:
        one: the constant that is left as T -> infinity.
    """
    p, t = p0, horizon + 1
    alpha = np.minimum(two, one + three / (p * t)) / p
    beta = np.minimum(six, one**2 + twenty / (p * t)) * (1 - p + 1 / t) / p**2
    return (1 - p) * alpha, (1 - p) * beta


def law(horizon, rate):
    return binom.pmf(np.arange(horizon + 1), horizon, rate)


def squared_weights(horizon, kappa, gap, share, tuned=False):
    """By N = 0, ..., T: W_T, the anchors' sum of w^2, and that of the others.

    Args:
        tuned: as many non-anchors as make their sum of squares large, the rest without weight.
    """
    n = np.arange(horizon + 1, dtype=float)
    heavy = np.round(share * n)
    others = horizon - n
    if tuned:
        others = np.minimum(others, np.maximum(1.0, np.round(n / kappa)))
    anchors = heavy * np.exp(gap) + (n - heavy)
    total = anchors + others * kappa
    squares = heavy * np.exp(2 * gap) + (n - heavy)
    return anchors / total, squares / total**2, others * (kappa / total) ** 2


def tree(horizon, p0, delta, gap, rng):
    """Every outcome: its probability, W_T, both sums of squared weights; emissions by history."""
    outcomes = np.zeros((1, 0), dtype=bool)
    probability = np.ones(1)
    for _ in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=len(probability)) ** 3 * rng.integers(
            0, 2, len(probability)
        )
        probability = np.concatenate([probability * (1 - emit), probability * emit])
        outcomes = np.concatenate(
            [np.pad(outcomes, ((0, 0), (0, 1)), constant_values=x) for x in (False, True)]
        )
    inside = gap * rng.integers(0, 2, outcomes.shape)
    below = -rng.exponential(size=outcomes.shape) * rng.integers(0, 2, outcomes.shape)
    exps = np.exp(np.where(outcomes, delta + inside, below))
    weights = exps / exps.sum(axis=1, keepdims=True)
    mass = (weights * outcomes).sum(axis=1)
    return (
        probability,
        mass,
        (weights**2 * outcomes).sum(axis=1),
        (weights**2 * ~outcomes).sum(axis=1),
    )


def draw(v, rng, trials, errors):
    """|x_T - V*| where emissions depend on the past and all is random within the margins.

    Args:
        v: p0, T, delta and gap.
        errors: of a generator and which tokens are anchors, the V_k - V* as vectors.
    """
    p0, horizon = float(v.p0), int(v.T)
    anchors = np.zeros((trials, horizon), dtype=bool)
    for j in range(horizon):
        last = anchors[:, j - 1] if j else np.zeros(trials, dtype=bool)
        anchors[:, j] = rng.uniform(size=trials) < np.where(last, p0, min(1.0, 1.3 * p0))
    shape = (trials, horizon)
    high = float(v.delta) + float(v.gap) * rng.integers(0, 2, shape)
    scores = np.where(anchors, high, -rng.exponential(size=shape) * rng.integers(0, 2, shape))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.linalg.norm(np.einsum("nt,ntd->nd", weights, errors(rng, anchors)), axis=1)


def units(rng, shape):
    """Independent uniform points of the unit sphere of R^3."""
    found = rng.normal(size=(*shape, 3))
    return found / np.linalg.norm(found, axis=-1, keepdims=True)


def instances(defaults, **columns):
    """Values of many instances: `columns` of one length, or one number for all."""
    count = len(columns["T"])
    values = {**defaults, **columns}
    return checks.Values({k: np.broadcast_to(np.asarray(x), (count,)) for k, x in values.items()})


def telling_scores(horizon, order):
    """E|x_T|^order, all tokens anchors, values 1 or -1 by fair coins, with scores log 3 and 0."""
    n = np.arange(horizon + 1)
    outputs = np.abs((4 * n - horizon) / (2 * n + horizon))
    return float(law(horizon, 0.5) @ outputs**order)


def deviation(v):
    """The largest nu with |V* + nu (sqrt c, sqrt(1 - c))| <= 1, |V*| = beside, times wide."""
    off = 1 - np.asarray(v.beside) ** 2
    return v.wide * (np.sqrt(v.c) * v.beside + np.sqrt(v.c * v.beside**2 + off))


def distance(mass, squares, nu, c, size):
    """|x_T - V*| where the others lie at R u and each anchor at nu (sqrt c u + sqrt(1 - c) e_k)."""
    ahead = math.sqrt(c) * nu * mass + size * (1 - mass)
    return np.sqrt(ahead**2 + (1 - c) * nu**2 * squares)


def moment(order, emit=1.0, beyond=1.0, shared=False, slip=0.0, steep=0.0, wide=1.0):
    """(E|x_T - V*|^order)^(1/order) where emissions exceed p0; a hypothesis violated by options."""

    def of(v):
        rate = (v.p0 + v.more * (1 - v.p0)) * emit
        mass, squares, _ = squared_weights(
            int(v.T), v.kappa * math.exp(slip), v.gap + steep, v.share
        )
        nu, size = deviation(v) * wide, (1 + v.beside) * beyond
        found = distance(mass, squares, nu, 1.0 if shared else v.c, size)
        return float(law(int(v.T), rate) @ found**order) ** (1 / order)

    return checks.each(of)


def simulated(nu):
    """|x_T - V*| for V* = 0, M = 1: a share c of trials has one error for all anchors."""

    def of(v, rng, trials):
        common = rng.uniform(size=trials) < float(v.c)

        def errors(rng, anchors):
            own, one = units(rng, anchors.shape), units(rng, (trials, 1))
            near = nu * np.where(common[:, None, None], one, own)
            return np.where(anchors[..., None], near, np.array([1.0, 0.0, 0.0]))

        return draw(v, rng, trials, errors)

    return of
