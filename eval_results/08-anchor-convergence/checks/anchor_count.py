"""lem:anchor_count, exactly: binomial tails, and dynamic programming for history dependence."""

import math
from fractions import Fraction

import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

# p0 = a/b, so that p0 T / 2 is an integer exactly where it should be.
INDEPENDENT = checks.Parameters(
    {
        "a": checks.integer(1, 100, log=True),
        "b": checks.integer(1, 100),
        "T": checks.integer(1, 10_000, log=True),
    },
    {"ass:emission: p0 <= 1": lambda v: v.b - v.a},
)
RATE = (1 - math.log(2)) / 2


def tail(v, part=0.5):
    """Pr[N_T < p0 T / 2] for independent emissions whose probability is `2 part p0`."""
    most = -(-v.a * v.T // (2 * v.b)) - 1  # the largest integer below p0 T / 2
    return binom.cdf(most, v.T, 2 * part * v.a / v.b)


def below_mean(v):
    """Pr[N_T < p0 T]."""
    return binom.cdf(-(-v.a * v.T // v.b) - 1, v.T, v.a / v.b)


def exponential(rate):
    """exp(-rate p0 T)."""
    return lambda v: np.exp(-rate * v.a * v.T / v.b)


def automaton_tail(item, rng):
    """Pr[N_T < p0 T / 2] by dynamic programming over (count, state), without simulation.

    The state is any function of the past with six values; it fixes the emission probability, at
    least p0 and exactly p0 in half of the states, and moves by a table that depends on X_j.
    """
    p0, horizon = item
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
    return float(law.sum(axis=1)[: math.ceil(Fraction(p0) * horizon / 2)].sum())


def check(run):
    """Numeric check of lem:anchor_count."""
    checks.check_probability(
        run,
        Claim("independent", "Pr[N_T < p0 T/2] <= exp(-(1 - log 2) p0 T/2), exactly p0"),
        INDEPENDENT,
        exponential(RATE),
        exact=tail,
        controls={"exponent 1/4": exponential(1 / 4)},
        accuracy=1e-9,
    )
    run.claim(
        checks.search_probability(
            run,
            Claim("independent, 1/8", "Pr[N_T < p0 T/2] <= exp(-p0 T/8), exactly p0"),
            INDEPENDENT,
            tail,
            exponential(1 / 8),
        )
    )
    checks.check_bound(
        run,
        Claim("1/8", "exp(-(1 - log 2) p0 T/2) <= exp(-p0 T/8)"),
        INDEPENDENT,
        exponential(RATE),
        exponential(1 / 8),
        controls={"0.154": exponential(0.154)},
    )
    for name, statement, exact in (
        ("below p0", "the same if emissions have probability p0/2", lambda v: tail(v, 0.25)),
        ("all of the mean", "Pr[N_T < p0 T] <= exp(-p0 T/8)", below_mean),
    ):
        run.control(
            checks.search_probability(
                run,
                Claim(name, statement),
                INDEPENDENT,
                exact,
                exponential(1 / 8),
                accuracy=1e-9,
            )
        )
    cases = [(p, t) for p in (0.015625, 0.125, 0.5) for t in (1, 7, 30, 101, 300) for _ in range(6)]
    run.claim(
        checks.probability_bound(
            Claim("history", "the same for history-dependent emissions, by dynamic programming"),
            exact=run.map(automaton_tail, cases, stream=1),
            bound=[math.exp(-RATE * p * t) for p, t in cases],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("65/32", "1 + 3/4 + (3/4)^2/2 = 65/32"),
            [1 + Fraction(3, 4) + Fraction(3, 4) ** 2 / 2],
            [Fraction(65, 32)],
        )
    )
    run.claim(
        checks.deterministic_bound(Claim("constant", "1/8 <= (1 - log 2)/2"), [0.125], [RATE])
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
