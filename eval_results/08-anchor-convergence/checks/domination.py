"""lem:domination: E g(N_T) <= E g(B) for nonincreasing g, exactly from the laws of the two counts.

Every process of three tokens is searched; trees and hidden states of random processes are summed.
"""

import itertools
import math
from fractions import Fraction

import models
import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.1, 0.3, 0.5, 0.9, 1.0)
# All processes of three tokens: an emission probability for each of the seven histories; and all
# nonincreasing g with g(3) = 0, by their three drops.
THREE = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "more": checks.vector(7, 0.0, 1.0),
        "drop": checks.vector(3, 0.0, 1.0),
    }
)


def three(low):
    """E g(N_3) where each emission exceeds `low` of p0 by a part of what is left."""

    def of(v):
        emit = low(v.p0)[:, None] * (1 - v.more) + v.more
        law = {0: 1 - emit[:, 0], 1: emit[:, 0]}
        for first in (0, 1):
            p = emit[:, 1 + first]
            law |= {(first, 0): law[first] * (1 - p), (first, 1): law[first] * p}
        counts = [0, 0, 0, 0]
        for first, second in itertools.product((0, 1), repeat=2):
            p, number = emit[:, 3 + 2 * first + second], first + second
            counts[number] = counts[number] + law[first, second] * (1 - p)
            counts[number + 1] = counts[number + 1] + law[first, second] * p
        return mean(counts, v)

    return of


def mean(counts, v):
    """E g for the law of a count; g(n) is the sum of the drops after n."""
    return sum(law * v.drop[:, n:].sum(axis=1) for n, law in enumerate(counts[:3]))


def binomial(rate):
    """E g(B) for success probability `rate` of p0."""

    def of(v):
        p = rate(v.p0)
        return mean([math.comb(3, n) * p**n * (1 - p) ** (3 - n) for n in range(4)], v)

    return of


def nonincreasing(horizon, rng):
    """Nonincreasing functions on {0, …, T} as rows, and the size of their values.

    Indicators of n < m, e^(-theta n), the share of non-anchors weighted by kappa, and random
    ones of both signs with flat stretches and jumps.
    """
    n = np.arange(horizon + 1)
    ends = np.unique(np.linspace(1, horizon, min(horizon, 40)).astype(int))
    drops = rng.exponential(size=(20, horizon)) * rng.integers(0, 2, (20, horizon))
    drops *= 10.0 ** rng.integers(-3, 4, (20, horizon))
    random = np.hstack([np.zeros((20, 1)), -drops.cumsum(axis=1)]) + rng.normal(size=(20, 1))
    rows = [
        *(n < ends[:, None]),
        *np.exp(-np.outer((1e-3, 0.1, math.log(2), 1.0, 3.0, 20.0), n)),
        *((horizon - n) * k / (n + (horizon - n) * k) for k in (1e-4, 0.1, 1.0, 30.0)),
        *random,
    ]
    rows = np.array(rows, dtype=float)
    return rows, np.abs(rows).max(axis=1)


def means(case, rng):
    """E g(N_T) for a process that depends on its past, E g(B), and the size of g."""
    p0, horizon, hidden = case
    count = models.hidden_counts if hidden else models.tree_counts
    law = count(p0, horizon, rng)
    rows, sizes = nonincreasing(horizon, rng)
    return rows @ law, rows @ binom.pmf(np.arange(horizon + 1), horizon, p0), sizes


def exactly_p0(p0, horizon):
    """The law of N_T from all outcomes, each emission with probability p0, and the binomial law."""
    law = [Fraction(0)] * (horizon + 1)
    for outcome in itertools.product((0, 1), repeat=horizon):
        law[sum(outcome)] += math.prod(p0 if anchor else 1 - p0 for anchor in outcome)
    other = [math.comb(horizon, n) * p0**n * (1 - p0) ** (horizon - n) for n in range(horizon + 1)]
    return zip(law, other, strict=True)


def check(run):
    """Numeric check of lem:domination."""
    checks.check_bound(
        run,
        Claim("three tokens", "E g(N_3) <= E g(B), every process and every nonincreasing g"),
        THREE,
        three(lambda p: p),
        binomial(lambda p: p),
        controls={"p0 3 % nearer to 1": binomial(lambda p: p + 0.03 * (1 - p))},
        accuracy=1e-9,
    )
    run.control(
        checks.search_bound(
            run,
            Claim("below p0", "the same although emissions may have 0.97 p0"),
            THREE,
            three(lambda p: 0.97 * p),
            binomial(lambda p: p),
        )
    )
    for name, hidden, horizons in (
        ("history", False, (1, 2, 3, 6, 12)),
        ("hidden state", True, (1, 5, 40, 300)),
    ):
        cases = list(itertools.product(RATES, horizons, (hidden,)))
        found = run.map(means, cases, stream=1 + hidden)
        left, right, sizes = (np.concatenate(side) for side in zip(*found, strict=True))
        run.claim(
            checks.deterministic_bound(
                Claim(name, "E g(N_T) <= E g(B) for emissions that depend on all that is known"),
                left,
                right,
                scale=sizes,
            )
        )
    pairs = [
        pair
        for p0 in (Fraction(1, 100), Fraction(3, 7), Fraction(1, 2), Fraction(1))
        for horizon in (1, 2, 5, 8)
        for pair in exactly_p0(p0, horizon)
    ]
    run.claim(
        checks.exact_identity(
            Claim("attained", "N_T has the law of B if every emission has probability p0"),
            *zip(*pairs, strict=True),
        )
    )
    run.witness(
        "three tokens, two histories above p0",
        {"p0": 0.3, "emit": [0.3, 0.3, 0.5, 0.3, 0.3, 0.9, 0.3], "g": [2.0, 1.0, 1.0, -3.0]},
        {
            "ass:emission": lambda v: min(v["emit"]) - v["p0"],
            "not:probability: probabilities": lambda v: 1 - max(v["emit"]),
            "not:probability: 0 < p0 <= 1": lambda v: 0 < v["p0"] <= 1,
            "g nonincreasing": lambda v: min(-np.diff(v["g"])),
        },
    )
    counterexamples(run)


def counterexamples(run):
    """Processes and functions that miss one hypothesis, p0 = 1/2 and T = 4.

    Emissions have probability p0, except after three anchors.
    """
    p0, horizon = 0.5, 4
    law = binom.pmf(np.arange(horizon + 1), horizon, p0)
    for name, statement, last, g in (
        ("one history", "Pr[N_T < 4], with 0.97 p0 at one history", 0.97 * p0, (1, 1, 1, 1, 0)),
        ("rising g", "E g(N_T) for a g that rises at its end only", 1.0, (1, 0.5, 0.2, 0, 0.01)),
    ):
        moved = (last - p0) * p0**3
        run.control(
            checks.deterministic_bound(
                Claim(name, f"{statement}, is at most that of B"),
                [(law + moved * np.array([0, 0, 0, -1, 1])) @ g],
                [law @ g],
            )
        )
    run.control(
        checks.probability_bound(
            Claim(
                "on average", "Pr[N_T = 0] <= Pr[B = 0] for one coin, all tokens anchors or none"
            ),
            exact=[1 - p0],
            bound=[law[0]],
        )
    )


if __name__ == "__main__":
    checks.main(check)
