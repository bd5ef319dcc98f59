"""lem:binomial_lower: in integers for all small n, searched in p, and the maximum of its proof."""

import math
from fractions import Fraction

import numpy as np
from scipy.special import gammaln

from dlt_proof import checks
from dlt_proof.checks import Claim

# k is a part of n, rounded down.
SEARCHED = checks.Parameters(
    {
        "n": checks.integer(1, 100_000, log=True),
        "part": checks.real(0, 1),
        "p": checks.real(0, 1, open="both"),
    }
)
PAIRS = [(n, k) for n in range(1, 121) for k in range(n + 1)]


def number(v):
    return np.minimum(v.n, np.floor(v.part * (v.n + 1)))


def plain(x, y):
    """x log y with 0 log 0 = 0."""
    return np.where(x > 0, x * np.log(np.where(x > 0, y, 1.0)), 0.0)


def divergence(v, swapped=False):
    """n kl(k/n, p), or n kl(p, k/n) for 0 < k < n."""
    k, n, p = number(v), v.n, v.p
    if swapped:
        a = np.clip(k / n, 0.5 / n, 1 - 0.5 / n)
        return n * (p * np.log(p / a) + (1 - p) * np.log((1 - p) / (1 - a)))
    return plain(k, k / n / p) + plain(n - k, (n - k) / n / (1 - p))


def mass(v):
    """log Pr[B_{n,p} = k]."""
    k, n = number(v), v.n
    ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return ways + k * np.log(v.p) + (n - k) * np.log1p(-v.p)


def sizes(v):
    """How large the terms of the logarithms are that cancel."""
    return v.n * (np.log(v.n + 1.0) - np.log(v.p) - np.log1p(-v.p)) + 1


def lower(factor=1.0, swapped=False, power=1.0):
    """The logarithm of factor exp(-n kl(k/n, p))/(n+1)^power."""
    return lambda v: math.log(factor) - divergence(v, swapped) - power * np.log(v.n + 1.0)


def integers(factor, power=1):
    """How far factor n^n exceeds (n+1)^power C(n,k) k^k (n-k)^(n-k), for all k <= n <= 120.

    This is the statement multiplied by (n+1) n^n and divided by p^k (1-p)^(n-k), a factor of both
    of its sides.
    """
    return [
        max(0, factor * n**n - (n + 1) ** power * math.comb(n, k) * k**k * (n - k) ** (n - k))
        for n, k in PAIRS
    ]


def above(n, k, at, others):
    """How far the largest Pr[B_{n,k/n} = j], j of `others`, exceeds Pr[B_{n,k/n} = at]."""
    p = Fraction(k, n)
    chance = [math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in (at, *others)]
    return max(Fraction(0), max(chance[1:]) - chance[0])


def check(run):
    """Numeric check of lem:binomial_lower."""
    run.witness(
        "four trials",
        {"n": 4, "k": 1, "p": 0.5},
        {
            "0 <= k": lambda v: v["k"],
            "k <= n": lambda v: v["n"] - v["k"],
            "n >= 1": lambda v: v["n"] - 1,
            "0 < p < 1": lambda v: 0 < v["p"] < 1,
        },
    )
    zeros = [0] * len(PAIRS)
    ways = "C(n,k) k^k (n-k)^(n-k)"
    for name, text, found, record in (
        ("integers", f"n^n <= (n+1) {ways}, n <= 120", integers(1), run.claim),
        (
            "3/2",
            f"3/2 n^n <= (n+1) {ways}: more than is stated",
            integers(Fraction(3, 2)),
            run.claim,
        ),
        ("1.51", f"1.51 n^n <= (n+1) {ways}", integers(Fraction(151, 100)), run.control),
        ("no 1/(n+1)", f"n^n <= {ways}", integers(1, power=0), run.control),
    ):
        record(checks.exact_identity(Claim(name, text), found, zeros))
    text = "2^2 3/2 = 3 C(2,1): that constant is attained at n = 2, k = 1"
    run.claim(checks.exact_identity(Claim("3/2 attained", text), [6], [3 * math.comb(2, 1)]))
    small = [(n, k) for n, k in PAIRS if n <= 40]
    for name, text, shift, record in (
        ("mode", "Pr[B_{n,k/n} = j] <= Pr[B_{n,k/n} = k] for every j, n <= 40", 0, run.claim),
        ("mode, k + 1", "the same with k + 1, where k < n", 1, run.control),
    ):
        found = [above(n, k, k + shift, range(n + 1)) for n, k in small if k + shift <= n]
        record(checks.exact_identity(Claim(name, text), found, [0] * len(found)))
    for name, observed in (
        ("searched", lower()),
        ("searched: 1.51", lower(1.51)),
        ("searched: no 1/(n+1)", lower(power=0)),
        ("searched: (n+1)^(-1/2)", lower(power=0.5)),
        ("searched: kl(p, k/n)", lower(swapped=True)),
    ):
        changed = name.partition(": ")[2]
        text = "exp(-n kl(k/n, p))/(n+1) <= Pr[B = k], in logarithms"
        claim = Claim(name, f"{text}, with {changed}" if changed else text)
        record = run.control if changed else run.claim
        record(
            checks.search_bound(run, claim, SEARCHED, observed, mass, scale=sizes, accuracy=1e-10)
        )


if __name__ == "__main__":
    checks.main(check)
