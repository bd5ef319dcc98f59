"""lem:expected_leakage: h decreases, and the mean leakage on trees, at the margin and searched."""

import itertools

import four_tokens
import numpy as np
import worst_case

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 3, 10, 100, 3000)
KAPPAS = (1e-6, 0.01, 0.2, 1.0, 5.0)
ANY = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "T": checks.integer(1, 2000, log=True),
        "kappa": checks.real(1e-8, 100, log=True),
    }
)


def bound(v):
    """2 (1 - p0) kappa/p0 + (1 - p0)^T."""
    return 2 * (1 - v.p0) * v.kappa / v.p0 + (1 - v.p0) ** v.T


@checks.each
def mean_leak(v):
    """E h(B_{T,p0})."""
    return worst_case.mean_leak(v.T, v.p0, v.kappa)


def leaked(case, rng, *, slip=0.0, rate=1.0):
    """E[1 - W_T] on a tree whose histories have emission probabilities and scores of their own.

    Scores keep the margin minus `slip`, exactly so at about half of the outcomes; emissions
    exceed `rate` times p0.
    """
    p0, horizon, kappa = case
    anchors, chance = worst_case.emissions(rng, horizon, rate * p0)
    extra = rng.exponential(size=anchors.shape) * rng.integers(0, 2, (len(anchors), 1))
    weights = np.where(anchors, np.exp(extra - slip), kappa * np.exp(-extra))
    return float(chance @ (np.where(anchors, 0.0, weights).sum(axis=1) / weights.sum(axis=1)))


def check(run):
    """Numeric check of lem:expected_leakage."""
    grid = [(t, k) for t in (*HORIZONS, 7, 50) for k in KAPPAS]
    steps = [worst_case.leak(np.arange(t + 1.0), t, k) for t, k in grid]
    run.claim(
        checks.deterministic_bound(
            Claim("h decreases", "h(n + 1) <= h(n) for 0 <= n < T"),
            np.concatenate([h[1:] for h in steps]),
            np.concatenate([h[:-1] for h in steps]),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("h increases", "h(n) <= h(n + 1) for 0 <= n < T"),
            np.concatenate([h[:-1] for h in steps]),
            np.concatenate([h[1:] for h in steps]),
        )
    )
    trees = list(itertools.product(RATES, (1, 2, 3, 6, 9), KAPPAS))
    means = [worst_case.mean_leak(t, p, k) for p, t, k in trees]
    run.claim(
        checks.deterministic_bound(
            Claim("trees", "E[1 - W_T] <= E h(B), every history and outcome of its own"),
            run.map(leaked, trees, stream=1),
            means,
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("margin missed by 1", "E[1 - W_T] <= E h(B) with the margin Delta - 1"),
            [leaked(c, np.random.default_rng(i), slip=1.0) for i, c in enumerate(trees)],
            means,
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("emission 0.8 p0", "E[1 - W_T] <= E h(B) with emissions from 0.8 p0 on"),
            [leaked(c, np.random.default_rng(i), rate=0.8) for i, c in enumerate(trees)],
            means,
        )
    )
    checks.check_bound(
        run,
        Claim("bound", "E h(B) <= 2 (1 - p0) kappa/p0 + (1 - p0)^T"),
        ANY,
        mean_leak,
        bound,
        controls={
            "1 in place of 2": lambda v: bound(v) - (1 - v.p0) * v.kappa / v.p0,
            "(1 - p0)^T dropped": lambda v: 2 * (1 - v.p0) * v.kappa / v.p0,
            "p0 (1 - p0)^T": lambda v: bound(v) - (1 - v.p0) ** (v.T + 1),
            "the floor dropped": lambda v: (1 - v.p0) ** v.T,
        },
        samples=1500,
        effort=0.1,
        accuracy=1e-9,
    )
    run.witness(
        "four tokens",
        four_tokens.INSTANCE,
        {"ass:emission": four_tokens.emission_slack, "ass:score_margin": four_tokens.score_margin},
    )


if __name__ == "__main__":
    checks.main(check)
