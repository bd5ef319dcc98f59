"""prop:exponent: the failures of the extremal choice exactly, and against exponentials.

Most is at the smallest margin of thm:main, where theta_r = p0/2; `margins` is about all others.
"""

import math
from fractions import Fraction

import four_tokens
import numpy as np
from binomial_tail import log_tail
from scipy.stats import binom
from worst_case import below, divergence, extremal, leak, length, tail, threshold

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
RATES = (0.01, 0.1, 0.5, 0.9, 0.99)
# M, V* and eps with | |V*| - eps | <= M, and a unit vector where V* = 0.
PLACES = [
    (F(2), (F(0),), F(1, 2), (F(1),)),
    (F(50), (F(0),), F(0), (F(-1),)),
    (F(1), (F(3, 5), F(-4, 5)), F(1, 4), None),
    (F(1, 2), (F(2, 3), F(1, 3), F(-2, 3)), F(1, 2), None),  # |V*| - eps = M
    (F(0), (F(1),), F(1), None),  # M = 0 and eps = R: no radius
]
PARTS = (F(1, 1000), F(1, 3), F(1, 2), F(99, 100))  # of the way from eps to R
# A place and a radius r with eps < r < R.
RADII = [
    (place, place[2] + part * (place[0] + length(place[1]) - place[2]))
    for place in PLACES
    for part in PARTS
    if place[2] < place[0] + length(place[1])
]


def odds(p0, rest, reach, two=2):
    """kappa with (2 - p0) `rest` kappa = p0 `reach`, with `two` for 2."""
    return p0 * reach / ((two - p0) * rest)


def odds_at(p0, place, r, *, two=2, whole=False, factor=1):
    """The kappa of (d); if `whole`, with R for R - r, or so many times it."""
    size = place[0] + length(place[1])
    return factor * odds(p0, size if whole else size - r, r - place[2], two)


def fails(horizon, p0, place, r, gamma=None, **changed):
    """Pr[|x_T - V*| > r] of the extremal choice, or of a wrong answer for a gamma, exactly.

    Its answers are correct exactly within gamma of V*.
    """
    most, target, eps, unit = place
    rows = extremal(horizon, p0, odds_at(p0, place, r, **changed), most, target, eps, unit)
    return sum((p for p, _, x in rows if x > (r if gamma is None else gamma)), F(0))


def failing_counts(horizon, p0, place, r, **changed):
    """How many counts n are such that |x_T - V*| > r where N_T = n."""
    kappa, size, eps = odds_at(p0, place, r, **changed), place[0] + length(place[1]), place[2]
    return sum(eps + (size - eps) * leak(n, horizon, kappa) > r for n in range(horizon + 1))


def beaten(p0, part, factor, share=1 / 2):
    """The logarithms of factor exp(-part kl(p0/2, p0) T) and of Pr[B < share p0 T] at a T.

    T is so large that parts above 1 by 3 % are beaten with the factor 10^6. Of the probability
    only the largest term is taken, which is not more.
    """
    rate = divergence(p0 / 2, p0)
    horizon = math.ceil(40 / (0.03 * rate))
    largest = float(binom.logpmf(below(share * p0 * horizon), horizon, p0))
    return math.log(factor) - part * rate * horizon, largest


def sandwich(p0, horizon):
    """-log f_T/T, kl(p0/2, p0), and what lem:binomial_lower leaves above it."""
    share = below(p0 * horizon / 2) / horizon
    slope = math.log(p0 * (1 - share) / (share * (1 - p0)))  # of kl(., p0), which is convex
    observed = -log_tail(p0 * horizon / 2, horizon, p0) / horizon
    return observed, divergence(p0 / 2, p0), (math.log(horizon + 1) + slope) / horizon


def check(run):
    """Numeric check of prop:exponent."""
    witness(run)
    parts = (F(1, 20), F(1, 2), F(2, 3), F(19, 20))
    cases = [(t, p0, *x) for t in (1, 2, 4, 5) for p0 in parts for x in RADII]
    binomial = [tail(p0 * t / 2, t, p0) for t, p0, *_ in cases]
    text = "Pr[|x_T - V*| > r] = f_T for the extremal choice, eps < r < R"
    for name, changed, record in (
        ("attained", {}, run.claim),
        ("attained: 5/2 - p0", {"two": F(5, 2)}, run.control),
        ("attained: R for R - r", {"whole": True}, run.control),
        ("attained: 1.03 kappa", {"factor": F(103, 100)}, run.control),
    ):
        exact = [fails(*case, **changed) for case in cases]
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), exact, binomial))
    half = [p0 / 2 for _, p0, *_ in cases]
    for name, two, record in (("theta", 2, run.claim), ("theta: 2.03 - p0", 2.03, run.control)):
        found = [
            threshold(odds_at(p0, x, r, two=F(two)), x[0] + length(x[1]), r, x[2])
            for _, p0, x, r in cases
        ]
        text = f"theta_r = p0/2, {name}"
        record(checks.exact_identity(Claim(name, text), found, half))
    for name, factor, record in (
        ("wrong answer, gamma = r", 1, run.claim),
        ("wrong answer, gamma = 3 r/4", F(3, 4), run.control),
        ("wrong answer, gamma = 2 r", 2, run.control),
    ):
        wrong = [fails(*case, gamma=factor * case[-1]) for case in cases]
        claim = Claim(name, f"Pr[decode(x_T) not in Correct] = f_T, {name}")
        record(checks.exact_identity(claim, wrong, binomial))
    long = [(t, p0, *x) for t in (7, 40, 120, 399) for p0 in parts for x in RADII]
    counts = [below(p0 * t / 2) + 1 for t, p0, *_ in long]
    for name, changed, record in (
        ("counts", {}, run.claim),
        ("counts: 1.03 kappa", {"factor": F(103, 100)}, run.control),
    ):
        text = "|x_T - V*| > r at the counts below p0 T/2 and at no others, T <= 399"
        found = [failing_counts(*case, **changed) for case in long]
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), found, counts))
    exponentials(run)
    limits(run)
    margins(run)


def exponentials(run):
    """No exponential with a larger exponent bounds f_T, whatever its factor."""
    for name, part, factor, rates, share, record in (
        ("1.03 kl", 1.03, 1e6, RATES, 1 / 2, run.claim),
        ("kl", 1.0, 1.0, RATES, 1 / 2, run.control),
        ("0.97 kl", 0.97, 1.0, RATES, 1 / 2, run.control),
        ("1.03 kl, 0.49 p0 T", 1.03, 1e6, (0.1, 0.5, 0.9), 0.49, run.control),
    ):
        text = f"C exp(-c T) <= f_T at some T, for C = {factor:g} and c = {name}"
        found = np.array([beaten(p0, part, factor, share) for p0 in rates])
        claim = Claim(name, f"{text}, in logarithms")
        record(checks.deterministic_bound(claim, *found.T, inputs={"p0": np.array(rates)}))


def limits(run):
    """-log f_T/T between kl(p0/2, p0) and what tends to it, and the exponents of rem:exponent."""
    horizons = [(p0, round(x / p0)) for p0 in RATES for x in np.geomspace(4, 2000, 25)]
    rows = np.array([sandwich(p0, t) for p0, t in horizons])
    given = {"p0": np.array(horizons)[:, 0], "T": np.array(horizons)[:, 1]}
    observed, limit, room = rows.T
    for name, text, left, right, record in (
        ("rate, below", "kl(p0/2, p0) <= -log f_T/T", limit, observed, run.claim),
        (
            "rate, above",
            "-log f_T/T <= kl + (log(T+1) + c)/T",
            observed,
            limit + room,
            run.claim,
        ),
        ("rate, below: 1.03", "1.03 kl <= -log f_T/T", 1.03 * limit, observed, run.control),
        (
            "rate, above: 1/T",
            "-log f_T/T <= kl + 1/T",
            observed,
            limit + 1 / given["T"],
            run.control,
        ),
    ):
        record(checks.deterministic_bound(Claim(name, text), left, right, inputs=given))
    p = np.array([1e-6, 1e-3, *RATES, 1 - 1e-9])
    exponents = np.array([divergence(x / 2, x) for x in p])
    for name, c, record in (("0.153", 0.153, run.claim), ("0.158", 0.158, run.control)):
        claim = Claim(name, f"{name} p0 <= kl(p0/2, p0), 0 < p0 < 1")
        record(checks.deterministic_bound(claim, c * p, exponents, scale=1e-9, inputs={"p0": p}))
    # Larger margins: kappa = 10^-j of the one above, M = 50, V* = eps = 0, r = 25.
    for part, record in ((1.0, run.claim), (0.97, run.control)):
        for p0 in (0.1, 0.5):
            shares = [threshold(10.0**-j * odds(p0, 25.0, 25.0), 50, 25, 0) for j in range(1, 14)]
            rates = [divergence(x, p0) for x in shares]
            to = -math.log1p(-part * p0)
            name = f"large Delta, p0 = {p0}" + ("" if part == 1 else f": {part} p0")
            claim = Claim(name, "kl(theta_r, p0) -> log(1/(1 - p0)), Delta growing by log 10")
            within = [6 * 10.0**-j * (j + 2) for j in range(1, 14)]
            record(checks.convergence(claim, range(1, 14), rates, to, within=within))


def sign(x):
    return (x > 0) - (x < 0)


def on_critical_side(p0, place, r, kappa, share, factor=1):
    """The sign of (1 - u) (R - r) kappa - u (r - eps) for u = `share`, or so many times it."""
    rest = place[0] + length(place[1]) - r
    return sign((1 - share) * rest * kappa - factor * share * (r - place[2]))


def margins(run):
    """(a) to (c) at every margin."""
    some = [(p0, *x) for p0 in (F(1, 20), F(1, 2), F(19, 20)) for x in RADII]
    # kappa = e^-Delta so many times the one at which theta_r = p0; 1 is the critical margin.
    parts = (F(1, 1000), F(1, 3), F(97, 100), F(1), F(103, 100), F(30))
    cases = [
        (p0, place, r, part * odds(p0, place[0] + length(place[1]) - r, r - place[2], 1))
        for p0, place, r in some
        for part in parts
    ]
    shares = [
        threshold(kappa, place[0] + length(place[1]), r, place[2]) for _, place, r, kappa in cases
    ]
    sides = [sign(u - p0) for u, (p0, *_) in zip(shares, cases, strict=True)]
    for name, factor, record in (
        ("critical margin", 1, run.claim),
        ("critical margin: 1.02 p0", F(102, 100), run.control),
    ):
        text = "theta_r - p0 and (1 - p0) (R - r) kappa - p0 (r - eps) have the same sign"
        found = [on_critical_side(*case, case[0], factor) for case in cases]
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), sides, found))
    horizon = 4
    for name, factor, record in (
        ("attained, all margins", 1, run.claim),
        ("attained, all margins: 1.3 theta", F(13, 10), run.control),
    ):
        found, claimed = [], []
        for (p0, place, r, kappa), share in zip(cases, shares, strict=True):
            rows = extremal(horizon, p0, kappa, place[0], place[1], place[2], place[3])
            found.append(sum((p for p, _, x in rows if x > r), F(0)))
            claimed.append(tail(factor * share * horizon, horizon, p0))
        text = "Pr[|x_T - V*| > r] = Pr[B < theta_r T] for the extremal choice"
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), found, claimed))
    # Pr[B < theta T] <= exp(-T kl(theta, p0)) below p0; that this is not so above it.
    grid = [
        (t, p0, part * p0)
        for t in (1, 2, 5, 40, 1000, 30000)
        for p0 in (0.01, 0.3, 0.9)
        for part in (0.02, 0.3, 0.6, 0.97)
    ]
    given = {"T": np.array([t for t, *_ in grid]), "p0": np.array([p0 for _, p0, _ in grid])}
    left = np.array([log_tail(u * t, t, p0) for t, p0, u in grid])
    for name, factor, record in (
        ("below p0", 1.0, run.claim),
        ("below p0: 1.5 kl", 1.5, run.control),
    ):
        right = np.array([-factor * t * divergence(u, p0) for t, p0, u in grid])
        claim = Claim(name, f"log f_T <= -T kl(theta_r, p0), theta_r < p0, {name}")
        record(checks.deterministic_bound(claim, left, right, inputs=given))
    horizons = [10**j for j in range(1, 9)]
    for share, part, limit, record in (
        (1.0, 0.5, 1.0, run.claim),
        (1.05, 0.5, 1.0, run.claim),
        (1.0, 0.5, 1.03, run.control),
        (1.05, 0.5, 0.97, run.control),
        (0.97, 0.5, 1.0, run.control),
    ):
        end = (0.5 if share == 1.0 else 1.0) * limit
        values = [float(binom.cdf(below(share * part * t), t, part)) for t in horizons]
        name = f"theta_r = {share} p0 to {end:g}"
        claim = Claim(name, f"f_T -> {end:g} where theta_r = {share} p0, p0 = {part}")
        # Berry and Esseen at p0, Chebyshev above it.
        within = [1.6 / math.sqrt(t) if share == 1.0 else 400 / t for t in horizons]
        record(checks.convergence(claim, horizons, values, end, within=within))


def condition(v):
    """p0 (r - eps) - (2 - p0) (R - r) e^-Delta."""
    rest = v["M"] + abs(v["V*"]) - v["r"]
    return v["p0"] * (v["r"] - v["eps"]) - (2 - v["p0"]) * rest * math.exp(-v["Delta"])


def witness(run):
    """A setting with (2 - p0) (R - r) e^-Delta = p0 (r - eps), up to rounding."""
    delta, radius = -math.log(odds(0.5, 0.5, 0.5)), 1.0
    chosen = {"Delta": delta, "emit": 0.5, "eps": 0.5, "near": 0.0, "far": -1.0, "r": radius}
    run.witness(
        "extremal choice",
        {**four_tokens.INSTANCE, **chosen, "high": delta, "gamma": radius, "correct": radius},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:emission": four_tokens.emission_slack,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "ass:decoding_margin": four_tokens.decoding_margin,
            "(2 - p0) (R - r) e^-Delta = p0 (r - eps)": lambda v: abs(condition(v)) < 1e-12,
            "eps < r": lambda v: v["r"] > v["eps"],
            "r < R": lambda v: v["r"] < v["M"] + abs(v["V*"]),
            "| |V*| - eps | <= M": lambda v: v["M"] - abs(abs(v["V*"]) - v["eps"]),
            "0 < p0 < 1": lambda v: 0 < v["p0"] < 1,
        },
    )


if __name__ == "__main__":
    checks.main(check)
