"""lem:binomial_tail: the two inequalities that enclose it, in integers and searched, and the limit.

The proof bounds -log Pr[B_{T,p} < theta T]/T between kl(theta, p) and kl(k/T, p) + log(T+1)/T,
where k is the largest integer below theta T.
"""

import math
from fractions import Fraction
from functools import partial

import numpy as np
from scipy.special import gammaln, logsumexp
from worst_case import below, divergence

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
SEARCHED = checks.Parameters(
    {
        "T": checks.integer(1, 3000, log=True),
        "p": checks.real(1e-3, 1, open="right"),
        "part": checks.real(0, 1, open="both"),
    }
)
# theta = m/T with 1 <= m < p T: there exp(-T kl(theta, p)) is rational.
RATIONAL = [
    (t, m, p)
    for t in (*range(2, 25), 60)
    for p in (F(1, 20), F(1, 2), F(9, 10), F(99, 100))
    for m in range(1, math.ceil(p * t))
]
PAIRS = (
    (0.01, 0.002),
    (0.1, 0.05),
    (0.1, 0.099),
    (0.5, 0.25),
    (0.5, 0.49),
    (0.9, 0.1),
    (0.99, 0.9),
)
HORIZONS = (1e2, 3e2, 1e3, 3e3, 1e4, 1e5, 1e6)


def log_tail(limit, horizon, p):
    """log Pr[B_{T,p} < limit] from the last 3000 terms, for a limit below p T.

    Towards smaller counts the terms fall, and for T <= 10^6 these are six standard deviations.
    """
    last = below(limit)
    n = np.arange(max(0, last - 3000), last + 1)
    if not len(n):
        return -math.inf
    ways = gammaln(horizon + 1.0) - gammaln(n + 1.0) - gammaln(horizon - n + 1.0)
    return float(logsumexp(ways + n * math.log(p) + (horizon - n) * math.log1p(-p)))


def rational_tail(last, t, p):
    """Pr[B_{T,p} <= last]."""
    return sum((math.comb(t, n) * p**n * (1 - p) ** (t - n) for n in range(last + 1)), F(0))


def power(a, t, p):
    """exp(-T kl(a, p)) for a T an integer, a rational number."""
    m = int(a * t)
    return (p / a) ** m * ((1 - p) / (1 - a)) ** (t - m) if a else (1 - p) ** t


@checks.each
def searched_tail(v):
    """log Pr[B < theta T]."""
    return log_tail(v.part * v.p * v.T, v.T, v.p)


@checks.each
def above(v):
    """-T kl(theta, p)."""
    return -v.T * divergence(v.part * v.p, v.p)


def under(v, terms=1.0):
    """-T kl(k/T, p) - log(T + 1), or with so much of the logarithm."""
    share = below(v.part * v.p * v.T) / v.T
    return -v.T * divergence(share, v.p) - terms * math.log(v.T + 1)


def sizes(v):
    """How large the terms of the logarithms are that cancel."""
    return v.T * (1 - np.log(v.p) - np.log1p(-v.p)) + 1


def enclosed(item):
    """-log Pr[B < theta T]/T, kl(theta, p) and the length of the interval for the former.

    That is log(T+1)/T and what kl changes from theta to k/T, which is at most its slope there
    over T, as kl(., p) is convex.
    """
    horizon, p, theta = item
    share = below(theta * horizon) / horizon
    slope = math.log(p * (1 - share) / (share * (1 - p)))
    observed = -log_tail(theta * horizon, horizon, p) / horizon
    return observed, divergence(theta, p), (math.log(horizon + 1) + slope) / horizon


def check(run):
    """Numeric check of lem:binomial_tail."""
    run.witness(
        "ten trials",
        {"p": 0.5, "theta": 0.25, "T": 10},
        {
            "0 < p < 1": lambda v: 0 < v["p"] < 1,
            "0 < theta < p": lambda v: 0 < v["theta"] < v["p"],
            "T >= 1": lambda v: v["T"] - 1,
        },
    )
    integers(run)
    for name, text, left, right, record in (
        ("below", "Pr[B < theta T] <= exp(-T kl(theta, p))", searched_tail, above, run.claim),
        (
            "below: 1.03",
            "Pr[B < theta T] <= exp(-1.03 T kl(theta, p))",
            searched_tail,
            lambda v: 1.03 * above(v),
            run.control,
        ),
        (
            "above",
            "exp(-T kl(k/T, p))/(T+1) <= Pr[B < theta T], k the largest integer below theta T",
            checks.each(under),
            searched_tail,
            run.claim,
        ),
        (
            "above: no 1/(T+1)",
            "exp(-T kl(k/T, p)) <= Pr[B < theta T]",
            checks.each(partial(under, terms=0.0)),
            searched_tail,
            run.control,
        ),
        (
            "above: theta",
            "exp(-T kl(theta, p))/(T+1) <= Pr[B < theta T], at theta itself",
            lambda v: above(v) - np.log(v.T + 1.0),
            searched_tail,
            run.control,
        ),
    ):
        claim = Claim(name, f"{text}, in logarithms")
        options = {"samples": 1000, "effort": 0.1, "scale": sizes, "accuracy": 1e-9}
        record(checks.search_bound(run, claim, SEARCHED, left, right, **options))
    limits(run)


def integers(run):
    """Both inequalities and what the proof says of k, in rational arithmetic."""
    upper = [power(F(m, t), t, p) for t, m, p in RATIONAL]
    lower = [power(F(m - 1, t), t, p) / (t + 1) for t, m, p in RATIONAL]
    tails = [rational_tail(m - 1, t, p) for t, m, p in RATIONAL]
    zeros = [0] * len(RATIONAL)
    for name, text, left, right, record in (
        ("rational, below", "Pr[B < theta T] <= exp(-T kl(theta, p))", tails, upper, run.claim),
        (
            "rational, below: 1/3",
            "Pr[B < theta T] <= exp(-T kl(theta, p))/3",
            tails,
            [x / 3 for x in upper],
            run.control,
        ),
        ("rational, above", "exp(-T kl(k/T, p))/(T+1) <= Pr[B < theta T]", lower, tails, run.claim),
        (
            "rational, above: 3",
            "3 exp(-T kl(k/T, p))/(T+1) <= Pr[B < theta T]",
            [3 * x for x in lower],
            tails,
            run.control,
        ),
    ):
        beyond = [max(F(0), a - b) for a, b in zip(left, right, strict=True)]
        claim = Claim(name, f"{text}, theta = m/T, T <= 60: by how much it is violated")
        record(checks.exact_identity(claim, beyond, zeros))
    shares = [(t, theta) for t in range(1, 80) for theta in (F(1, 90), F(1, 3), F(1, 2), F(98, 99))]
    for name, text, holds, record in (
        ("k", "0 <= k < T and theta T - 1 <= k < theta T", below, run.claim),
        ("k: rounded down", "the same of theta T rounded down", math.floor, run.control),
    ):
        found = []
        for t, theta in shares:
            k = holds(theta * t)
            found.append(int(not (0 <= k < t and theta * t - 1 <= k < theta * t)))
        record(checks.exact_identity(Claim(name, text), found, [0] * len(found)))


def limits(run):
    """-log Pr[B < theta T]/T approaches kl(theta, p), and nothing else."""
    for p, theta in PAIRS:
        some = [t for t in HORIZONS if t * theta > 2]
        items = [(int(t), p, theta) for t in some]
        observed, limit, room = np.array([enclosed(item) for item in items]).T
        # The tolerance of the logarithms of the terms, which are as large as T.
        within = room + 1e-9
        for name, to, record in (
            (f"p = {p}, theta = {theta}", limit[0], run.claim),
            (f"p = {p}, theta = {theta}: 1.03 kl + 0.001", 1.03 * limit[0] + 1e-3, run.control),
        ):
            claim = Claim(name, f"-log Pr[B < theta T]/T tends to kl(theta, p), {name}, T <= 10^6")
            record(checks.convergence(claim, some, observed, to, within=within))
    long = np.array(HORIZONS)
    for name, p, theta, to in (
        ("kl(p, theta)", 0.5, 0.1, divergence(0.5, 0.1)),
        ("(p - theta)^2/(2 p)", 0.5, 0.1, 0.4**2),
    ):
        observed, _, room = np.array([enclosed((int(t), p, theta)) for t in long]).T
        claim = Claim(f"limit {name}", f"-log Pr[B < theta T]/T tends to {name}")
        run.control(checks.convergence(claim, long, observed, to, within=room + 1e-9))
    # With theta > p the probability tends to 1, and with theta = 0 it is 0.
    below_mean = [-math.log1p(-math.exp(log_tail(0.25 * t, t, 0.5))) / t for t in long]
    claim = Claim("theta > p", "the same with p = 1/2, theta = 3/4, where Pr[B < theta T] -> 1")
    limit, within = divergence(0.75, 0.5), 10 * np.log(long) / long
    run.control(checks.convergence(claim, long, below_mean, limit, within=within))
    claim = Claim("theta = 0", "Pr[B < theta T] > 0 with theta = 0, as 1 where it is")
    positive = [int(math.exp(log_tail(0, int(t), 0.5)) > 0) for t in long]
    run.control(checks.exact_identity(claim, positive, [1] * len(positive)))


if __name__ == "__main__":
    checks.main(check)
