"""cor:expected_error: exact expectations on the worst values, and end to end by simulation."""

import itertools
import math

import main as theorem  # the theorem's check, beside this one: its instance serves here too
import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

GAMMA = 1.0
RATES = (0.02, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 5, 17, 60, 400, 5000)
SIZES = (0.5, 3.0, 500.0)  # M + |V*|


def distance(counts, horizon, p0, eps, size, slip=0.0):
    """|x_T - V*| as a function of the count, for the values of the extreme instances.

    V* = 0, anchors have value eps and the others M = `size`; anchors score exactly Delta - `slip`
    above the others, with 4 (M + |V*|) e^-Delta = p0 gamma.
    """
    odds = p0 * GAMMA / (4 * size) * math.exp(slip)
    mass = counts / (counts + (horizon - counts) * odds)
    return eps * mass + size * (1 - mass)


def expectation(rate, horizon, eps, size, *, p0=None, slip=0.0):
    """E |x_T - V*| for independent emissions with probability `rate`, exactly."""
    counts = np.arange(horizon + 1)
    law = binom.pmf(counts, horizon, rate)
    return float(law @ distance(counts, horizon, p0 or rate, eps, size, slip))


def tree_expectation(rng, horizon, p0, eps, size):
    """The same where each of the 2^(j-1) histories has an emission probability of its own."""
    law, counts = np.ones(1), np.zeros(1)
    for _ in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=law.size) ** 3 * rng.integers(0, 2, law.size)
        law = np.concatenate([law * (1 - emit), law * emit])
        counts = np.concatenate([counts, counts + 1])
    return float(law @ distance(counts, horizon, p0, eps, size))


def bound(p0, horizon, eps, size):
    """gamma/2 + eps + (M + |V*|) exp(-p_0 T/8)."""
    return GAMMA / 2 + eps + size * math.exp(-p0 * horizon / 8)


def simulated_errors(rng, trials, horizon, p0, eps):
    """|x_T - V*| in R^3 with history-dependent emission; also the largest possible error."""
    target, m = np.array([1.0, 0.5, -0.5]), 2.5  # M, above |V*| + eps
    size = float(np.linalg.norm(target))
    margin = math.log(4 * (m + size) / (p0 * GAMMA))
    anchors = np.zeros((trials, horizon), dtype=bool)
    for j in range(horizon):
        last = anchors[:, j - 1] if j else np.zeros(trials, dtype=bool)
        anchors[:, j] = rng.uniform(size=trials) < np.where(last, p0, min(1.0, 1.3 * p0))
    scores = np.where(anchors, margin, 0.0)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    unit = -target / size
    values = np.where(anchors[..., None], target + eps * unit, m * unit)
    out = np.einsum("nt,ntd->nd", weights, values)
    return np.linalg.norm(out - target, axis=1), m + size


def check(run):
    """Numeric check of cor:expected_error."""
    run.witness(
        "four tokens",
        theorem.INSTANCE,
        {
            "ass:anchor_accuracy": theorem.anchor_accuracy,
            "ass:emission": theorem.emission_slack,
            "ass:score_margin": theorem.score_margin,
            "ass:bounded_values": theorem.bounded_values,
            "4 (M + |V*|) e^-Delta <= p0 gamma": theorem.leakage,
        },
    )
    grid = list(itertools.product(RATES, HORIZONS, (0.0, 0.25, 0.5), SIZES))
    left = np.array([expectation(*case) for case in grid])
    right = np.array([bound(*case) for case in grid])
    run.claim(
        checks.deterministic_bound(
            Claim("exact", "E|x_T - V*| <= gamma/2 + eps + (M + |V*|) exp(-p0 T/8), exactly p0"),
            left,
            right,
        )
    )
    rng = run.rng(1)
    small = list(itertools.product(RATES, (1, 3, 8, 12), (0.0, 0.5), SIZES))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the same for emissions that depend on the whole history"),
            [tree_expectation(rng, t, p, e, size) for p, t, e, size in small],
            [bound(*case) for case in small],
        )
    )
    errors, largest = simulated_errors(run.rng(2), 20_000, 40, 0.3, 0.5)
    run.claim(
        checks.mean_bound(
            Claim("end to end", "the same in R^3, p0 = 0.3, T = 40, simulated"),
            errors,
            bound=bound(0.3, 40, 0.5, largest),
            low=0.0,
            high=largest,
        )
    )

    eps = np.array([case[2] for case in grid])
    run.control(
        checks.deterministic_bound(
            Claim("gamma/2 dropped", "E|x_T - V*| <= eps + (M + |V*|) exp(-p0 T/8)"),
            left,
            right - GAMMA / 2,
        )
    )
    large = [(p, t, 1.0, size) for p, t, _, size in grid if size >= 1.0]
    run.control(
        checks.deterministic_bound(
            Claim("eps dropped", "E|x_T - V*| <= gamma/2 + (M + |V*|) exp(-p0 T/8)"),
            [expectation(*case) for case in large],
            [bound(*case) - 1.0 for case in large],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("M dropped", "the last term with |V*| alone, which is 0 here"),
            left,
            GAMMA / 2 + eps,
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("exponent 2", "the last term with exp(-2 p0 T)"),
            left,
            [GAMMA / 2 + e + size * math.exp(-2 * p * t) for p, t, e, size in grid],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("below p0", "the bound where emissions have probability p0/16"),
            [expectation(p / 16, t, e, size, p0=p) for p, t, e, size in grid],
            right,
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("margin violated", "the bound where anchors score Delta - 3 above the others"),
            [expectation(*case, slip=3.0) for case in grid],
            right,
        )
    )
    run.control(variance_only())


def variance_only():
    """The post's accuracy bound, without the leakage term, on the paper's example (T = 400)."""
    horizon = 400
    counts = np.arange(horizon + 1)
    square = ((horizon - counts) / (horizon + 7 * counts)) ** 2
    return checks.deterministic_bound(
        Claim("leakage dropped", "E|x_T - V*|^2 <= 2 (M + |V*|)^2 exp(-p0 T/8) at variance zero"),
        [float(binom.pmf(counts, horizon, 0.5) @ square)],
        [2 * math.exp(-0.5 * horizon / 8)],
    )


if __name__ == "__main__":
    checks.main(check)
