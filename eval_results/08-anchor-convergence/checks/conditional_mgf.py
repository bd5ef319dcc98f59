"""lem:conditional_mgf, exactly: independent emission, and emission that depends on the past."""

import itertools

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 3, 7, 20, 100)
THETAS = (0.0, 1e-3, 0.1, np.log(2), 1.0, 3.0, 20.0)


def tree(rng, horizon, p0):
    """The law of (X_1, …, X_T) where the emission probability is any function of the history.

    Every one of the 2^(j-1) histories gets a probability of its own in [p0, 1], exactly p0 for
    about half of them. Returns the probabilities of the 2^T trajectories and their counts.
    """
    law, counts = np.ones(1), np.zeros(1)
    for _ in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=law.size) ** 3 * rng.integers(0, 2, law.size)
        law = np.concatenate([law * (1 - emit), law * emit])
        counts = np.concatenate([counts, counts + 1])
    return law, counts


def moment(law, counts, theta):
    """E exp(-theta N_T)."""
    return float(law @ np.exp(-theta * counts))


def bound(p0, horizon, theta):
    """exp(-p_0 T (1 - e^-theta))."""
    return np.exp(p0 * horizon * np.expm1(-theta))


def check(run):
    """Numeric check of lem:conditional_mgf."""
    grid = list(itertools.product(RATES, HORIZONS, THETAS))
    p0, horizon, theta = (np.array(column) for column in zip(*grid, strict=True))
    iid = (1 + p0 * np.expm1(-theta)) ** horizon
    run.claim(
        checks.deterministic_bound(
            Claim("independent", "E exp(-theta N_T) <= exp(-p0 T (1 - e^-theta)), exactly p0"),
            iid,
            bound(p0, horizon, theta),
        )
    )
    rng = run.rng(1)
    left, right = [], []
    for p, t in itertools.product(RATES, (1, 2, 5, 10, 14)):
        law, counts = tree(rng, t, p)
        for th in THETAS:
            left.append(moment(law, counts, th))
            right.append(bound(p, t, th))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the same for emissions that depend on the whole history"), left, right
        )
    )

    run.control(
        checks.deterministic_bound(
            Claim("below p0", "the same if emissions have probability p0/2"),
            (1 + p0 / 2 * np.expm1(-theta)) ** horizon,
            bound(p0, horizon, theta),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("theta in place of 1 - e^-theta", "E exp(-theta N_T) <= exp(-p0 T theta)"),
            iid,
            np.exp(-p0 * horizon * theta),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("negative theta", "the bound for theta = -1 and p0 = 0.3, all tokens anchors"),
            [np.exp(10.0)],
            [bound(0.3, 10, -1.0)],
        )
    )


if __name__ == "__main__":
    checks.main(check)
