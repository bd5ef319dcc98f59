"""prop:exponent: the failures of the extremal choice exactly, and against exponentials."""

import math
from fractions import Fraction

import four_tokens
import numpy as np
from scipy.stats import binom
from worst_case import below, divergence, extremal, leak, length, tail

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
RATES = (0.01, 0.1, 0.5, 0.9, 0.99)
GAMMA = F(1)
# M, V* and eps with eps <= gamma/2, | |V*| - eps | <= M and gamma/2 + eps < R, and a unit vector.
PLACES = [
    (F(2), (F(0),), F(1, 2), (F(1),)),
    (F(50), (F(0),), F(0), (F(-1),)),
    (F(1), (F(3, 5), F(-4, 5)), F(1, 4), None),
    (F(1, 2), (F(2, 3), F(1, 3), F(-2, 3)), F(1, 2), None),
]


def odds(p0, rest, old=False):
    """kappa with 2 (2 - p0) (R - gamma/2 - eps) kappa = p0 gamma, or `old`: 4 for 2 (2 - p0)."""
    return p0 * GAMMA / ((4 if old else 2 * (2 - p0)) * rest)


def setting(p0, place, *, old=False, whole=False):
    """kappa, R and the radius gamma/2 + eps; if `whole`, with R for R - gamma/2 - eps."""
    most, target, eps, _ = place
    size, radius = most + length(target), GAMMA / 2 + eps
    return odds(p0, size if whole else size - radius, old), size, radius


def fails(horizon, p0, place, *, decoding=False, **changed):
    """Pr[|x_T - V*| > gamma/2 + eps or a wrong answer], or of a wrong answer, exactly.

    This is the extremal choice, where answers are correct exactly within gamma of V*.
    """
    most, target, eps, unit = place
    kappa, _, radius = setting(p0, place, **changed)
    rows = extremal(horizon, p0, kappa, most, target, eps, unit)
    limit = GAMMA if decoding else min(GAMMA, radius)
    return sum((p for p, _, x in rows if x > limit), F(0))


def failing_counts(horizon, p0, place, **changed):
    """How many counts n are such that the extremal choice fails where N_T = n."""
    kappa, size, radius = setting(p0, place, **changed)
    eps = place[2]
    counts = range(horizon + 1)
    return sum(eps + (size - eps) * leak(n, horizon, kappa) > radius for n in counts)


def last(horizon, p0, old=False):
    """The largest count at which the extremal choice fails."""
    return below((F(p0) / (F(p0) + 2) if old else F(p0) / 2) * horizon)


def beaten(p0, part, factor, old=False):
    """The logarithms of factor exp(-part kl(p0/2, p0) T) and of the failure probability at a T.

    T is so large that parts above 1 by 3 % are beaten with the factor 10^6. Of the failure
    probability only the term at the largest count is taken, which is not more.
    """
    rate = divergence(p0 / 2, p0)
    horizon = math.ceil(40 / (0.03 * rate))
    failure = float(binom.logpmf(last(horizon, p0, old), horizon, p0))
    return math.log(factor) - part * rate * horizon, failure


def sandwich(p0, horizon):
    """-log Pr[failure]/T, the rate kl(p0/2, p0), and what lem:binomial_lower leaves above it."""
    count = last(horizon, p0)
    observed = -float(binom.logcdf(count, horizon, p0)) / horizon
    part = count / horizon
    slope = math.log(p0 * (1 - part) / (part * (1 - p0)))  # of kl(., p0) at k/T, by convexity
    return observed, divergence(p0 / 2, p0), (math.log(horizon + 1) + slope) / horizon


def check(run):
    """Numeric check of prop:exponent."""
    witness(run)
    parts = (F(1, 20), F(1, 2), F(2, 3), F(1, 10), F(19, 20))
    cases = [(t, p0, x) for t in (1, 2, 3, 4, 6) for p0 in parts for x in PLACES]
    binomial = [tail(p0 * t / 2, t, p0) for t, p0, _ in cases]
    half = [x[2] == GAMMA / 2 for *_, x in cases]
    text = "the event of thm:main fails with probability Pr[B < p0 T/2] for the extremal choice"
    for name, changed, record in (
        ("attained", {}, run.claim),
        ("attained: 4 for 2 (2 - p0)", {"old": True}, run.control),
        ("attained: R for R - gamma/2 - eps", {"whole": True}, run.control),
    ):
        exact = [fails(*case, **changed) for case in cases]
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), exact, binomial))
    wrong = [fails(*case, decoding=True) for case in cases]
    for name, chosen, record in (
        ("wrong answer, eps = gamma/2", half, run.claim),
        ("wrong answer, eps < gamma/2", [not x for x in half], run.control),
    ):
        pairs = [p for p, use in zip(zip(wrong, binomial, strict=True), chosen, strict=True) if use]
        claim = Claim(name, f"Pr[decode(x_T) not in Correct] = Pr[B < p0 T/2], {name}")
        record(checks.exact_identity(claim, *zip(*pairs, strict=True)))
    long = [(t, p0, x) for t in (7, 40, 120, 399) for p0 in parts for x in PLACES]
    counts = [below(p0 * t / 2) + 1 for t, p0, _ in long]
    for name, changed, record in (
        ("counts", {}, run.claim),
        ("counts: 4", {"old": True}, run.control),
    ):
        text = "the extremal choice fails at the counts below p0 T/2 and at no others, T <= 399"
        found = [failing_counts(*case, **changed) for case in long]
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), found, counts))

    for name, part, factor, rates, old, record in (
        ("1.03 kl", 1.03, 1e6, RATES, False, run.claim),
        ("kl", 1.0, 1.0, RATES, False, run.control),
        ("0.97 kl", 0.97, 1.0, RATES, False, run.control),
        ("1.03 kl, with 4 for 2 (2 - p0)", 1.03, 1e6, (0.5, 0.9), True, run.control),
    ):
        text = f"C exp(-c T) <= Pr[failure] at some T, for C = {factor:g} and c = {name}"
        found = np.array([beaten(p0, part, factor, old) for p0 in rates])
        claim = Claim(name, f"{text}, in logarithms")
        record(checks.deterministic_bound(claim, *found.T, inputs={"p0": np.array(rates)}))

    horizons = [(p0, round(x / p0)) for p0 in RATES for x in np.geomspace(4, 200, 25)]
    rows = np.array([sandwich(p0, t) for p0, t in horizons])
    given = {"p0": np.array(horizons)[:, 0], "T": np.array(horizons)[:, 1]}
    observed, limit, room = rows.T
    for name, text, left, right, record in (
        ("rate, below", "kl(p0/2, p0) <= -log Pr[failure]/T", limit, observed, run.claim),
        (
            "rate, above",
            "-log Pr[failure]/T <= kl + (log(T+1) + c)/T",
            observed,
            limit + room,
            run.claim,
        ),
        ("rate, below: 1.03", "1.03 kl <= -log Pr[failure]/T", 1.03 * limit, observed, run.control),
        (
            "rate, above: 1/T",
            "-log Pr[failure]/T <= kl + 1/T",
            observed,
            limit + 1 / given["T"],
            run.control,
        ),
    ):
        record(checks.deterministic_bound(Claim(name, text), left, right, inputs=given))


def condition(v):
    """p0 gamma - 2 (2 - p0) (R - gamma/2 - eps) e^-Delta."""
    rest = v["M"] + abs(v["V*"]) - v["gamma"] / 2 - v["eps"]
    return v["p0"] * v["gamma"] - 2 * (2 - v["p0"]) * rest * math.exp(-v["Delta"])


def witness(run):
    """A setting where the condition on kappa is an equality, up to rounding."""
    delta = -math.log(odds(0.5, 0.5)) + 1e-12
    chosen = {"Delta": delta, "emit": 0.5, "eps": 0.5, "near": 0.0, "far": -1.0}
    run.witness(
        "extremal choice",
        {**four_tokens.INSTANCE, **chosen, "high": delta, "correct": 1.0},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:emission": four_tokens.emission_slack,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "ass:decoding_margin": four_tokens.decoding_margin,
            "2 (2 - p0) (R - gamma/2 - eps) e^-Delta <= p0 gamma": condition,
            "gamma/2 + eps < R": lambda v: v["gamma"] / 2 + v["eps"] < v["M"] + abs(v["V*"]),
            "| |V*| - eps | <= M": lambda v: v["M"] - abs(abs(v["V*"]) - v["eps"]),
            "eps <= gamma/2": lambda v: v["gamma"] / 2 - v["eps"],
            "p0 < 1": lambda v: v["p0"] < 1,
        },
    )


if __name__ == "__main__":
    checks.main(check)
