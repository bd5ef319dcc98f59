"""prop:exponent: failures of extremal settings against exponentials, and the constant by balls."""

import functools
import math
from fractions import Fraction

import main as theorem  # the theorem's check, beside this one: its witness functions serve here too
import numpy as np
from scipy.stats import binom
from worst_case import below, divergence, extremal, tail, threshold

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
OPEN = checks.Parameters({"p0": checks.real(0, 1, open="both")})
SMALL = checks.Parameters({"p0": checks.real(1e-9, 0.5, log=True)})
RATES = (0.01, 0.1, 0.5, 0.9, 0.99)
GAMMA = F(1)


def ratio(v):
    """kl(p0/2, p0)/p0."""
    half = v.p0 / 2
    return ((1 - half) * np.log1p(half / (1 - v.p0)) - half * np.log(2 * (v.p0 / v.p0))) / v.p0


def constant(factor, v):
    """factor (1 - log 2)/2, an array in the arithmetic of p0."""
    return factor * (1 - np.log(2 * (v.p0 / v.p0))) / 2


def odds(p0, size, old=False):
    """kappa of a setting with 2 (2 - p0) R kappa = p0 gamma, or `old`: 4 R kappa = p0 gamma."""
    return p0 * GAMMA / ((4 if old else 2 * (2 - p0)) * size)


def fails(horizon, p0, size, old=False):
    """Pr[|x_T - V*| > gamma/2 + eps or a wrong answer], exactly, of the extremal choice.

    V* = 0, M = R = `size`, eps = gamma/2, and answers are correct exactly within gamma of V*.
    """
    zero = (F(0),)
    rows = extremal(horizon, p0, odds(p0, size, old), size, zero, GAMMA / 2, (F(1),))
    return sum((p for p, _, x in rows if x > GAMMA), F(0))


def enough(horizon, p0):
    """An R so large that the counts below theta_gamma T are those below p0 T/2."""
    size = F(2)
    while below(p0 * horizon / 2) >= threshold(odds(p0, size), size, GAMMA, GAMMA / 2) * horizon:
        size *= 2
    return size


def last(horizon, p0, old=False):
    """The largest count at which a setting with `horizon` tokens fails, for a large R."""
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
    cases = [(t, p0) for t in (1, 2, 3, 5, 8) for p0 in (F(1, 20), F(1, 2), F(2, 3), F(19, 20))]
    settings = [(t, p0, enough(t, p0)) for t, p0 in cases]
    binomial = [tail(p0 * t / 2, t, p0) for t, p0 in cases]
    text = "for every T a setting of thm:main has failure probability Pr[B < p0 T/2]"
    exact = [fails(*s) for s in settings]
    run.claim(checks.exact_identity(Claim("attained", text), exact, binomial))
    text = "the same under 4 R kappa = p0 gamma"
    old = [fails(*s, old=True) for s in settings]
    run.control(checks.exact_identity(Claim("attained: 4", text), old, binomial))

    for name, part, factor, rates, old, record in (
        ("1.03 kl", 1.03, 1e6, RATES, False, run.claim),
        ("kl", 1.0, 1.0, RATES, False, run.control),
        ("0.97 kl", 0.97, 1.0, RATES, False, run.control),
        ("1.03 kl under 4 R kappa = p0 gamma", 1.03, 1e6, (0.5, 0.9), True, run.control),
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
    for factor, record in ((1.0, run.claim), (1.03, run.control)):
        name = "constant" if factor == 1 else "constant: 1.03"
        text = f"{factor:g} (1 - log 2)/2 <= kl(p0/2, p0)/p0"
        limit = functools.partial(constant, factor)
        record(checks.search_bound(run, Claim(name, text), OPEN, limit, ratio))
    checks.check_bound(
        run,
        Claim("limit", "kl(p0/2, p0)/p0 <= (1 - log 2)/2 + p0/4 for p0 <= 1/2"),
        SMALL,
        ratio,
        lambda v: constant(1, v) + v.p0 / 4,
        controls={
            "p0/9": lambda v: constant(1, v) + v.p0 / 9,
            "0.97": lambda v: constant(0.97, v) + v.p0 / 4,
        },
    )


def witness(run):
    """A setting of thm:main at which the condition on R kappa is an equality, up to rounding."""
    size = 1.5
    delta = -math.log(float(odds(F(1, 2), F(3, 2)))) + 1e-12
    chosen = {"Delta": delta, "emit": 0.5, "eps": 0.5, "near": 0.0, "far": 0.5 - size}
    run.witness(
        "extremal choice",
        {**theorem.INSTANCE, **chosen, "high": delta, "correct": 1.0},
        {
            "ass:anchor_accuracy": theorem.anchor_accuracy,
            "ass:emission": theorem.emission_slack,
            "ass:score_margin": theorem.score_margin,
            "ass:bounded_values": theorem.bounded_values,
            "ass:decoding_margin": theorem.decoding_margin,
            "2 (2 - p0) R e^-Delta <= p0 gamma": lambda v: (
                v["p0"] * v["gamma"] - 2 * (2 - v["p0"]) * size * math.exp(-v["Delta"])
            ),
            "eps <= gamma/2": lambda v: v["gamma"] / 2 - v["eps"],
            "p0 < 1": lambda v: v["p0"] < 1,
        },
    )


if __name__ == "__main__":
    checks.main(check)
