"""lem:anchor_count, exactly: binomial tails, and enumeration where emissions depend on the past."""

import itertools
import math
from fractions import Fraction

import models
import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

# The largest count up to u T is m, and u T is m and a part of what is left up to m + 1 or p0 T: at
# part = 0 it is an integer.
TAIL = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "T": checks.integer(1, 10_000, log=True),
        "share": checks.real(0, 1),
        "part": checks.real(0, 1, open="right"),
    }
)
# p0 = a/b, so that p0 T / 2 is an integer exactly where it should be.
HALF = checks.Parameters(
    {
        "a": checks.integer(1, 100, log=True),
        "b": checks.integer(1, 100),
        "T": checks.integer(1, 10_000, log=True),
    },
    {"not:probability: p0 <= 1": lambda v: v.b - v.a},
)
RATE_OF = checks.Parameters({"p0": checks.real(0, 1, open="both")})
LINEAR = (1 - math.log(2)) / 2


def largest(v):
    """m, the largest count that is at most u T."""
    return np.minimum(np.floor(v.share * v.p0 * v.T), np.ceil(v.p0 * v.T) - 1)


def threshold(v):
    m = largest(v)
    return (m + v.part * (np.minimum(m + 1, v.p0 * v.T) - m)) / v.T


def chernoff(stretch=1.0, at=threshold):
    """exp(-T kl(u, p0)), with a factor on the exponent."""
    return lambda v: np.exp(-stretch * v.T * models.kl(at(v), v.p0))


def half_tail(v):
    """Pr[B < p0 T/2]."""
    return binom.cdf(-(-v.a * v.T // (2 * v.b)) - 1, v.T, v.a / v.b)


def half_chernoff(v):
    return np.exp(-v.T * models.kl(v.a / v.b / 2, v.a / v.b))


def exponential(rate):
    """exp(-rate p0 T)."""
    return lambda v: np.exp(-rate * v.a * v.T / v.b)


def half_rate(v):
    """kl(p0/2, p0), without a division by what vanishes at 1."""
    half = v.p0 / 2
    return (1 - half) * np.log1p(half / (1 - v.p0)) - half * np.log(2 + 0 * v.p0)


def linear_rate(factor=1.0):
    return lambda v: factor * (1 - np.log(2 + 0 * v.p0)) * v.p0 / 2


def dependent(case, rng):
    """Pr[N_T <= u T], Pr[B <= u T] and the exponential; Pr[N_T < p0 T/2] and Pr[B < p0 T/2]."""
    p0, horizon, hidden = case
    law = (models.hidden_counts if hidden else models.tree_counts)(p0, horizon, rng)
    limits = Fraction(p0) * np.array([Fraction(k, 20) for k in (0, 1, 4, 8, 10, 14, 19)])
    most = np.array([math.floor(u * horizon) for u in limits])
    right = np.exp(-horizon * models.kl(limits.astype(float), p0))
    few = models.least(Fraction(p0), horizon)
    return (
        (np.minimum(law.cumsum()[most], 1.0), binom.cdf(most, horizon, p0), right),
        (np.minimum(law[:few].sum(), 1.0), binom.cdf(few - 1, horizon, p0)),
    )


def check(run):
    """Numeric check of lem:anchor_count."""
    tail_of_b = "Pr[B_{T,p0} <= u T] <= exp(-T kl(u, p0))"
    checks.check_probability(
        run,
        Claim("Chernoff", tail_of_b),
        TAIL,
        chernoff(),
        exact=lambda v: binom.cdf(largest(v), v.T, v.p0),
        controls={"exponent 3 % larger": chernoff(1.03)},
        accuracy=1e-8,
    )
    run.control(
        checks.search_probability(
            run,
            Claim("below p0", f"{tail_of_b} for B with probability 0.97 p0"),
            TAIL,
            lambda v: binom.cdf(largest(v), v.T, 0.97 * v.p0),
            chernoff(),
            accuracy=1e-8,
        )
    )
    run.control(
        checks.search_probability(
            run,
            Claim("u above p0", f"{tail_of_b} at u = (p0 + 1)/2"),
            TAIL,
            lambda v: binom.cdf(np.floor(v.T * (v.p0 + 1) / 2), v.T, v.p0),
            chernoff(at=lambda v: (v.p0 + 1) / 2),
            accuracy=1e-8,
        )
    )
    checks.check_probability(
        run,
        Claim("half", "Pr[B < p0 T/2] <= exp(-T kl(p0/2, p0))"),
        HALF,
        half_chernoff,
        exact=half_tail,
        controls={"exponent a quarter larger": lambda v: half_chernoff(v) ** 1.25},
        accuracy=1e-8,
    )
    checks.check_bound(
        run,
        Claim("linear rate", "(1 - log 2) p0/2 <= kl(p0/2, p0)"),
        RATE_OF,
        linear_rate(),
        half_rate,
        # kl(p0/2, p0) is p0/2 (1 - log 2) to first order at 0.
        controls={"kl 3 % smaller": lambda v: 0.97 * half_rate(v)},
    )
    checks.check_bound(
        run,
        Claim("1/8", "exp(-(1 - log 2) p0 T/2) <= exp(-p0 T/8)"),
        HALF,
        exponential(LINEAR),
        exponential(1 / 8),
        controls={"0.154": exponential(0.154)},
    )
    dependence(run)
    run.claim(
        checks.exact_identity(
            Claim("65/32", "1 + 3/4 + (3/4)^2/2 = 65/32"),
            [1 + Fraction(3, 4) + Fraction(3, 4) ** 2 / 2],
            [Fraction(65, 32)],
        )
    )
    many_tokens(run)
    run.witness(
        "two tokens",
        {"p0": 0.4, "T": 2, "u": 0.3, "emit": [0.4, 0.4, 0.7]},
        {
            "ass:emission": lambda v: min(v["emit"]) - v["p0"],
            "not:probability: one probability for each history": lambda v: (
                len(v["emit"]) == 2 ** v["T"] - 1
            ),
            "0 <= u < p0": lambda v: 0 <= v["u"] < v["p0"],
        },
    )
    at_zero(run)


def at_zero(run):
    """u = 0, where the second inequality is an equality."""
    cases = list(itertools.product((1e-6, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9), (1, 2, 7, 30)))
    p0, horizon = np.array(cases).T
    tail = [binom.cdf(0, int(t), p) for p, t in cases]
    for record, name, stretch in ((run.claim, "u = 0", 1.0), (run.control, "u = 0, 3 %", 1.03)):
        record(
            checks.identity(
                Claim(name, f"Pr[B_{{T,p0}} <= 0] = exp(-T kl(0, p0)), exponent times {stretch:g}"),
                tail,
                np.exp(-stretch * horizon * models.kl(0.0 * p0, p0)),
                # 1 - p0 is inexact by 1e-16, as a part of 1e-9, and T times so.
                rounding=1e-5,
            )
        )


def dependence(run):
    """The first inequality where emissions depend on the past, and where it is attained."""
    cases = [
        *itertools.product((0.015625, 0.125, 0.5, 0.9, 1.0), (1, 2, 5, 12), (False,)),
        *itertools.product((0.015625, 0.125, 0.5, 0.9), (1, 7, 30, 101, 300), (True,)),
    ]
    found = run.map(dependent, cases, stream=1)
    any_u, half = (
        [np.hstack(side) for side in zip(*rows, strict=True)] for rows in zip(*found, strict=True)
    )
    past = "for emissions that depend on the past"
    for name, statement, left, bound in (
        ("history", f"Pr[N_T <= u T] <= Pr[B <= u T] {past}, u from 0 on", any_u[0], any_u[1]),
        ("history, exponential", f"Pr[N_T <= u T] <= exp(-T kl(u, p0)) {past}", any_u[0], any_u[2]),
        ("history, half", f"Pr[N_T < p0 T/2] <= Pr[B < p0 T/2] {past}", half[0], half[1]),
    ):
        run.claim(checks.probability_bound(Claim(name, statement), exact=left, bound=bound))
    rarer = [dependent((0.97 * p, t, x), np.random.default_rng(0))[1][0] for p, t, x in cases]
    run.control(
        checks.probability_bound(
            Claim("half, emission", "Pr[N_T < p0 T/2] <= Pr[B < p0 T/2], emissions of 0.97 p0"),
            exact=rarer,
            bound=half[1],
        )
    )
    horizon, p0 = 40, 0.3
    run.control(
        checks.probability_bound(
            Claim("below u T", "Pr[N_T <= u T] <= Pr[B < u T], independent emissions, u = 1/8"),
            exact=[binom.cdf(5, horizon, p0)],
            bound=[binom.cdf(4, horizon, p0)],
        )
    )
    run.control(
        checks.probability_bound(
            Claim(
                "on average", "Pr[N_T < p0 T/2] <= exp(-T kl(p0/2, p0)) if only Pr[X_j = 1] >= p0"
            ),
            exact=[1 - p0],  # one coin makes all tokens anchors, or none
            bound=[math.exp(-horizon * models.kl(p0 / 2, p0))],
        )
    )


def many_tokens(run):
    """Where p0 T is large no larger exponents do; (1 - log 2)/2 is that of small p0."""
    for name, statement, horizon, inverse, exponent in (
        ("half, exponent 3 % larger", "exp(-1.03 T kl(p0/2, p0))", 4000, 2, models.kl(0.25, 0.5)),
        ("linear, 3 % larger", "exp(-1.03 (1 - log 2) p0 T/2)", 1_500_000, 1000, LINEAR / 1000),
    ):
        run.control(
            checks.probability_bound(
                Claim(name, f"Pr[B < p0 T/2] <= {statement}, p0 = 1/{inverse}, T = {horizon}"),
                exact=[binom.cdf(horizon // (2 * inverse) - 1, horizon, 1 / inverse)],
                bound=[math.exp(-1.03 * horizon * exponent)],
            )
        )


if __name__ == "__main__":
    checks.main(check)
