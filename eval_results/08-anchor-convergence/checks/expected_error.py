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
WORST = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "more": checks.real(0, 1),
        "T": checks.integer(1, 1000, log=True),
        "eps": checks.real(0, 0.5),
        "size": checks.real(0.5, 500, log=True),
    }
)
ANY = checks.Parameters(
    {"p0": checks.real(0.2, 0.9), "T": checks.integer(1, 60), "eps": checks.real(0, 0.5)}
)
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5  # M, above |V*| + eps
LARGEST = M + float(np.linalg.norm(TARGET))


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


@checks.each
def worst_expectation(v):
    """The same where emissions exceed p0 by a part of what is left."""
    rate = v.p0 + v.more * (1 - v.p0)
    return expectation(rate, int(v.T), v.eps, v.size, p0=v.p0)


def tree_expectation(case, rng):
    """The same where each of the 2^(j-1) histories has an emission probability of its own."""
    p0, horizon, eps, size = case
    law, counts = np.ones(1), np.zeros(1)
    for _ in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=law.size) ** 3 * rng.integers(0, 2, law.size)
        law = np.concatenate([law * (1 - emit), law * emit])
        counts = np.concatenate([counts, counts + 1])
    return float(law @ distance(counts, horizon, p0, eps, size))


def bound(p0, horizon, eps, size):
    """gamma/2 + eps + (M + |V*|) exp(-p_0 T/8)."""
    return GAMMA / 2 + eps + size * math.exp(-p0 * horizon / 8)


def errors(v, rng, trials):
    """|x_T - V*| in R^3 with history-dependent emission."""
    p0, horizon, eps = float(v.p0), int(v.T), float(v.eps)
    margin = math.log(4 * LARGEST / (p0 * GAMMA))
    anchors = np.zeros((trials, horizon), dtype=bool)
    for j in range(horizon):
        last = anchors[:, j - 1] if j else np.zeros(trials, dtype=bool)
        anchors[:, j] = rng.uniform(size=trials) < np.where(last, p0, min(1.0, 1.3 * p0))
    scores = np.where(anchors, margin, 0.0)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    unit = -TARGET / np.linalg.norm(TARGET)
    values = np.where(anchors[..., None], TARGET + eps * unit, M * unit)
    out = np.einsum("nt,ntd->nd", weights, values)
    return np.linalg.norm(out - TARGET, axis=1)


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
    checks.check_bound(
        run,
        Claim("worst values", "the same, searched, emissions above p0 too"),
        WORST,
        worst_expectation,
        lambda v: GAMMA / 2 + v.eps + v.size * np.exp(-v.p0 * v.T / 8),
        controls={
            "gamma/2 dropped": lambda v: v.eps + v.size * np.exp(-v.p0 * v.T / 8),
            "exponent 2": lambda v: GAMMA / 2 + v.eps + v.size * np.exp(-2 * v.p0 * v.T),
        },
        samples=1000,
        effort=0.05,
        accuracy=1e-9,
    )
    small = list(itertools.product(RATES, (1, 3, 8, 12), (0.0, 0.5), SIZES))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the same for emissions that depend on the whole history"),
            run.map(tree_expectation, small, stream=1),
            [bound(*case) for case in small],
        )
    )
    checks.check_mean(
        run,
        Claim("end to end", "the same in R^3, simulated"),
        ANY,
        errors,
        lambda v: GAMMA / 2 + v.eps + LARGEST * np.exp(-v.p0 * v.T / 8),
        controls={"eps alone": lambda v: v.eps},
        low=0.0,
        high=LARGEST * (1 + 1e-12),
        instances=16,
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
