"""lem:anchor_mass on scores that obey the margin, searched, and exactly at the margin."""

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

MOST = 60
# The first N of T tokens are anchors; the gaps put them above Delta, and the others below 0.
SCORES = checks.Parameters(
    {
        "T": checks.integer(1, MOST),
        "N": checks.integer(1, MOST),
        "Delta": checks.real(-3, 30),
        "gaps": checks.vector(MOST, 0.0, 5.0),
    },
    {"N_T <= T": lambda v: v.T - v.N},
)
# All gaps 0, and a rate p0 = 2 N / T <= 1 that makes N >= p0 T/2 an equality.
EDGE = checks.Parameters(
    {
        "T": checks.integer(2, 1000, log=True),
        "N": checks.integer(1, 500, log=True),
        "Delta": checks.real(-2, 30),
    },
    {"N_T = p0 T/2 with p0 <= 1": lambda v: v.T - 2 * v.N},
)


def leakage(scores, anchor):
    """1 - W_T, summed over the non-anchors so that nothing cancels."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (exps * ~anchor).sum(axis=-1) / exps.sum(axis=-1)


def searched(v):
    number = np.arange(MOST)
    anchor = number < v.N[:, None]
    scores = np.where(anchor, v.Delta[:, None] + v.gaps, -v.gaps)
    return leakage(np.where(number < v.T[:, None], scores, -np.inf), anchor)


@checks.each
def at_the_margin(v):
    anchor = np.arange(v.T) < v.N
    return leakage(np.where(anchor, v.Delta, 0.0), anchor)


@checks.each
def margin_violated(v):
    """As at the margin, but the last token, never an anchor, scores above all others."""
    anchor = np.arange(v.T) < v.N
    scores = np.where(anchor, v.Delta, 0.0)
    scores[-1] += v.Delta + 3
    return leakage(scores, anchor)


def odds(v):
    return (v.T - v.N) / v.N * np.exp(-v.Delta)


def two_over_rate(v):
    """2 e^-Delta / p0 for the largest p0 that N_T >= p0 T/2 allows."""
    return 2 / np.minimum(1.0, 2 * v.N / v.T) * np.exp(-v.Delta)


def check(run):
    """Numeric check of lem:anchor_mass."""
    for name, parameters, observed in (
        ("searched", SCORES, searched),
        ("at the margin", EDGE, at_the_margin),
    ):
        checks.check_bound(
            run,
            Claim(name, "1 - W_T <= (T - N_T)/N_T e^-Delta"),
            parameters,
            observed,
            odds,
            controls={"share for odds": lambda v: odds(v) * v.N / v.T},
            accuracy=1e-9,
        )
        checks.check_bound(
            run,
            Claim(f"{name}, 2/p0", "1 - W_T <= 2/p0 e^-Delta for the largest p0 allowed"),
            parameters,
            observed,
            two_over_rate,
            controls={"1/p0": lambda v: two_over_rate(v) / 2},
            accuracy=1e-9,
        )
    run.control(few_anchors())
    run.control(
        checks.search_bound(
            run,
            Claim("margin violated", "the bound although one non-anchor scores above the anchors"),
            EDGE,
            margin_violated,
            odds,
            accuracy=1e-9,
        )
    )


def few_anchors():
    """N_T = 5 = p0 T/4 with p0 = 1/5 and T = 100."""
    anchor = np.arange(100) < 5
    return checks.deterministic_bound(
        Claim("half as many anchors", "1 - W_T <= 2/p0 e^-Delta although N_T = p0 T/4"),
        [leakage(np.where(anchor, 10.0, 0.0), anchor)],
        [2 / 0.2 * np.exp(-10.0)],
    )


if __name__ == "__main__":
    checks.main(check)
