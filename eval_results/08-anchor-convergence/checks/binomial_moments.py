"""lem:binomial_moments: the six means summed exactly, and their bounds searched."""

import math
from fractions import Fraction

import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

ANY = checks.Parameters(
    {"n": checks.integer(1, 3000, log=True), "p": checks.real(0, 1, open="left")},
)


def reciprocal(b, n):
    return 1 / (b + 1)


def odds(b, n):
    return (n - b) / (b + 1)


def two_factors(b, n):
    return 1 / ((b + 1) * (b + 2))


def odds_by_two(b, n):
    return (n - b) / ((b + 1) * (b + 2))


def squared_odds(b, n):
    return (n - b) ** 2 / ((b + 1) * (b + 2))


def squared_by_three(b, n):
    return (n - b) ** 2 / ((b + 1) * (b + 2) * (b + 3))


def exactly(function, n, p):
    """E f(B) in rational arithmetic, from the weights of B."""
    return sum(
        math.comb(n, b) * p**b * (1 - p) ** (n - b) * function(Fraction(b), n) for b in range(n + 1)
    )


def summed(function, shift=1.0):
    """E f(B) in floating point, a sum of positive terms; the probability is `shift` times p."""

    @checks.each
    def of(v):
        counts = np.arange(int(v.n) + 1)
        return binom.pmf(counts, int(v.n), shift * v.p) @ function(counts, v.n)

    return of


def check(run):
    """Numeric check of lem:binomial_moments."""
    # Both sides are polynomials in p of degree n at most, after a multiplication by p: n + 2
    # values of p settle the identity for this n.
    grid = [(n, Fraction(k, n + 2)) for n in range(21) for k in range(1, n + 3)]
    grid += [(n, p) for n in (1, 2, 60) for p in (Fraction(1, 10**9), 1 - Fraction(1, 10**9))]

    def compared(name, statement, function, right):
        left = [exactly(function, n, p) for n, p in grid]
        return checks.exact_identity(Claim(name, statement), left, [right(n, p) for n, p in grid])

    run.claim(
        compared(
            "reciprocal",
            "E 1/(B+1) = (1 - (1-p)^(n+1))/((n+1)p)",
            reciprocal,
            lambda n, p: (1 - (1 - p) ** (n + 1)) / ((n + 1) * p),
        )
    )
    run.claim(
        compared(
            "odds",
            "E (n-B)/(B+1) = (1 - (1-p)^(n+1))/p - 1",
            odds,
            lambda n, p: (1 - (1 - p) ** (n + 1)) / p - 1,
        )
    )
    run.control(
        compared(
            "exponent n",
            "E 1/(B+1) = (1 - (1-p)^n)/((n+1)p)",
            reciprocal,
            lambda n, p: (1 - (1 - p) ** n) / ((n + 1) * p),
        )
    )
    run.control(
        compared(
            "without (1-p)^(n+1)",
            "E (n-B)/(B+1) = (1-p)/p",
            odds,
            lambda n, p: (1 - p) / p,
        )
    )
    # The bound without the probability; so nearly attained for large n p.
    run.claim(
        compared(
            "odds by B + 2",
            "E (n-B)/((B+1)(B+2)) = (1-p)/((n+1)p^2) Pr[B_{n+1,p} >= 2]",
            odds_by_two,
            lambda n, p: (
                (1 - p) / ((n + 1) * p**2) * (1 - (1 - p) ** (n + 1) - (n + 1) * p * (1 - p) ** n)
            ),
        )
    )
    run.control(
        compared(
            "equality with two factors",
            "E 1/((B+1)(B+2)) = 1/((n+1)(n+2)p^2)",
            two_factors,
            lambda n, p: 1 / ((n + 1) * (n + 2) * p**2),
        )
    )
    bounds(run)
    run.witness(
        "ten trials",
        {"n": 10, "p": 0.3},
        {"n >= 0": lambda v: v["n"], "0 < p <= 1": lambda v: 0 < v["p"] <= 1},
    )


def by_three(v, base=1.0, more=1.0):
    """(1-p)/((n+1)p^3) (1 - p + 1/(n+2)), with factors on what is in the bracket."""
    return (1 - v.p) / ((v.n + 1) * v.p**3) * (base * (1 - v.p) + more / (v.n + 2))


def bounds(run):
    """The six inequalities."""
    for name, statement, function, bound, wrong in (
        (
            "bound of the reciprocal",
            "E 1/(B+1) <= 1/((n+1)p)",
            reciprocal,
            lambda v: 1 / ((v.n + 1) * v.p),
            {"n + 2 in place of n + 1": lambda v: 1 / ((v.n + 2) * v.p)},
        ),
        (
            "bound of the odds",
            "E (n-B)/(B+1) <= (1-p)/p",
            odds,
            lambda v: (1 - v.p) / v.p,
            {},
        ),
        (
            "bound with two factors",
            "E 1/((B+1)(B+2)) <= 1/((n+1)(n+2)p^2)",
            two_factors,
            lambda v: 1 / ((v.n + 1) * (v.n + 2) * v.p**2),
            {"n + 3 in place of n + 2": lambda v: 1 / ((v.n + 1) * (v.n + 3) * v.p**2)},
        ),
        (
            "bound of the odds by B + 2",
            "E (n-B)/((B+1)(B+2)) <= (1-p)/((n+1)p^2)",
            odds_by_two,
            lambda v: (1 - v.p) / ((v.n + 1) * v.p**2),
            {"n + 2 for n + 1": lambda v: (1 - v.p) / ((v.n + 2) * v.p**2)},
        ),
        (
            "bound of the squared odds",
            "E (n-B)^2/((B+1)(B+2)) <= (1-p)/p^2 (1 - p + 1/(n+1))",
            squared_odds,
            lambda v: (1 - v.p) / v.p**2 * (1 - v.p + 1 / (v.n + 1)),
            {
                "1/(n+1) dropped": lambda v: (1 - v.p) ** 2 / v.p**2,
                "1/(n+2) for 1/(n+1)": lambda v: (1 - v.p) / v.p**2 * (1 - v.p + 1 / (v.n + 2)),
                "1 - p dropped": lambda v: (1 - v.p) / v.p**2 / (v.n + 1),
            },
        ),
        (
            "bound of the squared odds by B + 3",
            "E (n-B)^2/((B+1)(B+2)(B+3)) <= (1-p)/((n+1)p^3) (1 - p + 1/(n+2))",
            squared_by_three,
            by_three,
            {
                "1/(n+2) dropped": lambda v: by_three(v, more=0.0),
                "0.97/(n+2)": lambda v: by_three(v, more=0.97),
                "1 - p beside 1/(n+2) dropped": lambda v: by_three(v, base=0.0),
                "n + 2 for n + 1 outside": lambda v: by_three(v) * (v.n + 1) / (v.n + 2),
            },
        ),
    ):
        checks.check_bound(
            run,
            Claim(name, statement),
            ANY,
            summed(function),
            bound,
            controls={"3 % less": lambda v, bound=bound: 0.97 * bound(v), **wrong},
            samples=500,
            effort=0.05,
            accuracy=1e-9,
        )
        run.control(
            checks.search_bound(
                run,
                Claim(f"{name}, 0.97 p", f"{statement} for B with probability 0.97 p"),
                ANY,
                summed(function, 0.97),
                bound,
                samples=500,
                effort=0.05,
                accuracy=1e-9,
            )
        )


if __name__ == "__main__":
    checks.main(check)
