"""lem:conditional_mgf: independent emission, searched, and emission that depends on the past."""

import itertools

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 1.0)
THETAS = (0.0, 1e-3, 0.1, np.log(2), 1.0, 3.0, 20.0)
INDEPENDENT = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "T": checks.integer(1, 1000, log=True),
        "theta": checks.real(0, 40),
    }
)
STATEMENT = "E exp(-theta N_T) <= exp(-p0 T (1 - e^-theta)), exactly p0"


def moment(v):
    """E exp(-theta N_T) for independent emissions of probability p0."""
    return (1 + v.p0 * np.expm1(-v.theta)) ** v.T


def bound(v):
    """exp(-p_0 T (1 - e^-theta))."""
    return np.exp(v.p0 * v.T * np.expm1(-v.theta))


def tree(item, rng):
    """The law of (X_1, …, X_T) where the emission probability is any function of the history.

    Every one of the 2^(j-1) histories gets a probability of its own in [p0, 1], exactly p0 for
    about half of them. Returns E exp(-theta N_T) for all theta, and the bounds.
    """
    p0, horizon = item
    law, counts = np.ones(1), np.zeros(1)
    for _ in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=law.size) ** 3 * rng.integers(0, 2, law.size)
        law = np.concatenate([law * (1 - emit), law * emit])
        counts = np.concatenate([counts, counts + 1])
    theta = np.array(THETAS)
    moments = law @ np.exp(-np.outer(counts, theta))
    return moments, np.exp(p0 * horizon * np.expm1(-theta))


def check(run):
    """Numeric check of lem:conditional_mgf."""
    checks.check_bound(
        run,
        Claim("independent", STATEMENT),
        INDEPENDENT,
        moment,
        bound,
        controls={"theta in place of 1 - e^-theta": lambda v: np.exp(-v.p0 * v.T * v.theta)},
    )
    run.control(
        checks.search_bound(
            run,
            Claim("below p0", "the same if emissions have probability p0/2"),
            INDEPENDENT,
            lambda v: (1 + v.p0 / 2 * np.expm1(-v.theta)) ** v.T,
            bound,
        )
    )
    trees = run.map(tree, itertools.product(RATES, (1, 2, 5, 10, 14)), stream=1)
    left, right = (np.concatenate(side) for side in zip(*trees, strict=True))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the same for emissions that depend on the whole history"), left, right
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("negative theta", "the bound for theta = -1 and p0 = 0.3, all tokens anchors"),
            [np.exp(10.0)],
            [np.exp(0.3 * 10 * np.expm1(1.0))],
        )
    )


if __name__ == "__main__":
    checks.main(check)
