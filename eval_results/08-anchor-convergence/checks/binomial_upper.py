"""lem:binomial_upper: lower tails summed exactly against exp(-n kl(u, p))."""

import math
from fractions import Fraction

import models
import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

ANY = checks.Parameters(
    {
        "n": checks.integer(1, 3000, log=True),
        "p": checks.real(0, 1, open="left"),
        "share": checks.real(0, 1, open="right"),  # u/p
    }
)


@checks.each
def tail(v):
    """Pr[B <= u n]."""
    return float(binom.cdf(math.floor(v.share * v.p * v.n), int(v.n), v.p))


def bound(factor=1.0, shift=0.0):
    """exp(-n kl(u, p)), or with a factor before kl, or with u pulled towards 0."""

    def of(v):
        return np.exp(-v.n * factor * models.kl((1 - shift) * v.share * v.p, v.p))

    return of


def at_whole_numbers(run):
    """u = k/n: tails in rational arithmetic, the exponential with floats of full precision."""
    cases = [
        (n, k, Fraction(j, 20)) for n in (1, 2, 5, 13, 40) for k in range(n) for j in range(1, 21)
    ]
    cases = [(n, k, p) for n, k, p in cases if Fraction(k, n) < p]
    exact = [
        float(sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)))
        for n, k, p in cases
    ]

    def right(factor):
        return [
            math.exp(-factor * n * float(models.kl(k / n, float(p)))) if p < 1 else 0.0
            for n, k, p in cases
        ]

    run.claim(
        checks.probability_bound(
            Claim("whole numbers", "Pr[B <= k] <= exp(-n kl(k/n, p)) for k < n p"),
            exact=exact,
            bound=right(1 - 1e-12),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("whole numbers: 1.03 kl", "Pr[B <= k] <= exp(-1.03 n kl(k/n, p))"),
            exact=exact,
            bound=right(1.03),
        )
    )
    none = [(n, p) for n, k, p in cases if k == 0 and p < 1]
    run.claim(
        checks.identity(
            Claim("u = 0", "Pr[B <= 0] = exp(-n kl(0, p))"),
            [float((1 - p) ** n) for n, p in none],
            [math.exp(-n * float(models.kl(0.0, float(p)))) for n, p in none],
        )
    )
    run.control(
        checks.identity(
            Claim("u = 0: n p", "Pr[B <= 0] = exp(-n p)"),
            [float((1 - p) ** n) for n, p in none],
            [math.exp(-n * float(p)) for n, p in none],
        )
    )


def check(run):
    """Numeric check of lem:binomial_upper."""
    checks.check_bound(
        run,
        Claim("tail", "Pr[B <= u n] <= exp(-n kl(u, p)) for 0 <= u < p"),
        ANY,
        tail,
        bound(),
        controls={"1.03 kl": bound(1.03), "kl(0.97 u, p)": bound(shift=0.03)},
        samples=2000,
        effort=0.1,
        accuracy=1e-9,
    )
    at_whole_numbers(run)
    beyond = [(n, p) for n in (10, 200) for p in (0.2, 0.6)]
    run.control(
        checks.probability_bound(
            Claim("u > p", "the bound at u = (1 + p)/2"),
            exact=[float(binom.cdf(math.floor((1 + p) / 2 * n), n, p)) for n, p in beyond],
            bound=[math.exp(-n * float(models.kl((1 + p) / 2, p))) for n, p in beyond],
        )
    )
    run.witness(
        "ten trials",
        {"n": 10, "p": 0.5, "u": 0.2},
        {"0 <= u": lambda v: v["u"], "u < p": lambda v: v["u"] < v["p"]},
    )


if __name__ == "__main__":
    checks.main(check)
