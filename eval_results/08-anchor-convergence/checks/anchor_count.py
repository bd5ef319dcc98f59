"""lem:anchor_count, exactly: binomial tails, and dynamic programming for history dependence."""

import itertools
import math
from fractions import Fraction

import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

# Fractions, so that p0 T / 2 is an integer exactly where it should be.
RATES = tuple(Fraction(*r) for r in ((1, 100), (1, 37), (1, 10), (2, 7), (1, 2), (3, 4), (1, 1)))
HORIZONS = (1, 2, 3, 5, 8, 13, 40, 101, 400, 2000, 10000)


def most(p0, horizon):
    """The largest integer n with n < p0 T / 2."""
    return math.ceil(p0 * horizon / 2) - 1


def automaton_tail(rng, horizon, p0):
    """Pr[N_T < p0 T / 2] by dynamic programming over (count, state), without simulation.

    The state is any function of the past with six values; it fixes the emission probability, at
    least p0 and exactly p0 in half of the states, and moves by a table that depends on X_j.
    """
    states = 6
    emit = p0 + (1 - p0) * rng.uniform(size=states) ** 4
    emit[: states // 2] = p0
    move = rng.integers(0, states, size=(states, 2))
    law = np.zeros((horizon + 1, states))
    law[0, 0] = 1.0
    for _ in range(horizon):
        new = np.zeros_like(law)
        for state in range(states):
            new[:, move[state, 0]] += law[:, state] * (1 - emit[state])
            new[1:, move[state, 1]] += law[:-1, state] * emit[state]
        law = new
    return float(law.sum(axis=1)[: most(Fraction(p0), horizon) + 1].sum())


def check(run):
    """Numeric check of lem:anchor_count."""
    grid = list(itertools.product(RATES, HORIZONS))
    mean = np.array([float(p * t) for p, t in grid])
    tail = np.array([binom.cdf(most(p, t), t, float(p)) for p, t in grid])
    run.claim(
        checks.probability_bound(
            Claim("independent", "Pr[N_T < p0 T/2] <= exp(-(1 - log 2) p0 T/2), exactly p0"),
            exact=tail,
            bound=np.exp(-(1 - math.log(2)) * mean / 2),
        )
    )
    run.claim(
        checks.probability_bound(
            Claim("independent, 1/8", "Pr[N_T < p0 T/2] <= exp(-p0 T/8), exactly p0"),
            exact=tail,
            bound=np.exp(-mean / 8),
        )
    )
    rng = run.rng(1)
    cases = [(p, t) for p in (0.015625, 0.125, 0.5) for t in (1, 7, 30, 101, 300) for _ in range(6)]
    run.claim(
        checks.probability_bound(
            Claim("history", "the same for history-dependent emissions, by dynamic programming"),
            exact=[automaton_tail(rng, t, p) for p, t in cases],
            bound=[math.exp(-(1 - math.log(2)) * p * t / 2) for p, t in cases],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("constant", "1/8 <= (1 - log 2)/2"), [0.125], [(1 - math.log(2)) / 2]
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("65/32", "1 + 3/4 + (3/4)^2/2 = 65/32"),
            [1 + Fraction(3, 4) + Fraction(3, 4) ** 2 / 2],
            [Fraction(65, 32)],
        )
    )

    run.control(
        checks.probability_bound(
            Claim("exponent 1/4", "Pr[N_T < p0 T/2] <= exp(-p0 T/4)"),
            exact=tail,
            bound=np.exp(-mean / 4),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("below p0", "the same if emissions have probability p0/2"),
            exact=[binom.cdf(most(p, t), t, float(p) / 2) for p, t in grid],
            bound=np.exp(-mean / 8),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("all of the mean", "Pr[N_T < p0 T] <= exp(-p0 T/8)"),
            exact=[binom.cdf(math.ceil(p * t) - 1, t, float(p)) for p, t in grid],
            bound=np.exp(-mean / 8),
        )
    )
    run.control(random_bound())


def random_bound():
    """The paper's example against the post's display, read with the expectation of its bound."""
    horizon, small = 41, 0.001
    low, high = 0.5 + (horizon - 1) * small, 0.5 + (horizon - 1)
    event = 0.5 * binom.cdf(math.floor(low / 2), horizon - 1, small)
    expectation = 0.5 * math.exp(-low / 8) + 0.5 * math.exp(-high / 8)
    return checks.probability_bound(
        Claim("random bound", "Pr[N_T <= sum p_j/2] <= E exp(-sum p_j/8), for every process"),
        exact=[event],
        bound=[expectation],
    )


if __name__ == "__main__":
    checks.main(check)
