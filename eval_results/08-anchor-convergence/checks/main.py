"""thm:main: every outcome searched, failure probabilities exactly, and end to end by simulation."""

import itertools
import math
from fractions import Fraction

import models
import numpy as np
from failures import (
    OUTCOME,
    SETTINGS,
    edge_distance,
    fails,
    failure,
    outcome_distance,
    sharp_bound,
    tail,
    tree_failure,
)
from four_tokens import ASSUMPTIONS, INSTANCE, radius_slack

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.02, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 5, 17, 60, 400, 4000)
# eps, r and R = M + |V*|; if R <= r, any Delta will do
RADII = (
    *itertools.product((0.0, 0.25, 0.999), (1.0,), (0.01, 1.0, 1.001, 3.0, 1e6)),
    *((0.0, 1e-6, 1.0), (0.0, 0.0, 0.0), (2.0, 2.0, 1.0)),
)
LINEAR = (1 - math.log(2)) / 2
WORST = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "above": checks.real(0, 1),
        "T": checks.integer(1, 4000, log=True),
        "eps": checks.real(0, 3),
        "more": checks.real(1e-3, 1e3, log=True),
        "size": checks.real(0.01, 1e6, log=True),
    }
)
ANY = checks.Parameters(
    {
        "p0": checks.real(0.15, 0.5),
        "T": checks.integer(10, 40),
        "eps": checks.real(0, 0.5),
        "more": checks.real(0.1, 3),
        "aligned": checks.choice(0, 1),
    }
)
FIXED = {"p0": 0.3, "T": 40, "eps": 0.2, "more": 0.5, "aligned": 1}
ONE = checks.Parameters({name: checks.choice(x) for name, x in FIXED.items()})
# Where a hypothesis missed by 3 % makes itself felt: many tokens.
SHARP = tuple(
    itertools.product((0.05, 0.2, 0.35, 0.5), (4000,), (0.25, 0.5), (1.0,), (1.05, 3.0, 1e6))
)


def linear_bound(p0, horizon, rate=LINEAR):
    """exp(-rate p0 T)."""
    return np.exp(-rate * p0 * horizon)


@checks.each
def worst_failure(v):
    """`failure` where emissions exceed p0 by a part of what is left."""
    rate = v.p0 + v.above * (1 - v.p0)
    return failure(rate, int(v.T), v.eps, v.eps + v.more, v.size, p0=v.p0)


@checks.each
def binomial_tail(v):
    return tail(v.p0, int(v.T))


def check(run):
    """Numeric check of thm:main."""
    # With r = gamma; with r = gamma/2 + eps, too small a margin for 4 R e^-Delta <= p0 gamma; and
    # with a negative one, since R <= r.
    small = {"V*": 0.2, "near": 0.3, "M": 0.3, "far": -0.3, "Delta": -3.0, "high": -2.9, "r": 0.6}
    for name, changed in (
        ("r = gamma", {"Delta": 0.8, "high": 0.9, "r": 1.0}),
        ("r = gamma/2 + eps", {"Delta": 1.6, "high": 1.7, "r": 0.75}),
        ("small values", small),
    ):
        run.witness(
            name,
            {**INSTANCE, **changed},
            {
                **ASSUMPTIONS,
                "(2 - p0) (R - r) e^-Delta <= p0 (r - eps) and r >= eps": radius_slack,
                "r <= gamma": lambda v: v["gamma"] - v["r"],
            },
        )
    every_outcome(run)
    exactly(run)
    statement = "Pr[|x_T - V*| > r] <= Pr[B < p0 T/2]"
    checks.check_probability(
        run,
        Claim("worst values", f"{statement}, the condition on Delta an equality, searched"),
        WORST,
        binomial_tail,
        exact=worst_failure,
        controls={"0.97 of it": lambda v: 0.97 * binomial_tail(v)},
        samples=1000,
        effort=0.05,
        accuracy=1e-8,
    )
    radii = (0.0, 0.01), (0.3, 0.31), (0.5, 1.5), (0.5, 9.0)
    cases = list(itertools.product((0.1, 0.5, 0.9, 1.0), (1, 2, 4, 9), radii, (0, 1), SETTINGS))
    told = "Pr[|x_T - V*| > r or a wrong answer], r = gamma, emissions any way,"
    run.claim(
        checks.probability_bound(
            Claim("all outcomes", f"{told} <= Pr[B < p0 T/2], random scores and values"),
            exact=run.map(tree_failure, cases, stream=1),
            bound=[tail(p, t) for p, t, *_ in cases],
        )
    )
    for record, name, parameters, stretch in (
        (run.claim, "end to end", ANY, 1.0),
        (run.control, "end to end, exponent four times", ONE, 4.0),
    ):
        record(
            checks.simulate_probability(
                run,
                Claim(name, f"{told} <= exp(-T kl(p0/2, p0)), simulated"),
                parameters,
                fails,
                lambda v, stretch=stretch: sharp_bound(v.p0, v.T, stretch),
                power=0.999,
                most=50_000,
            )
        )
    broken(run, statement)


def every_outcome(run):
    """The first claim: |x_T - V*| <= r where N_T >= p0 T/2, and where that is attained."""
    told = "|x_T - V*| <= r at every outcome with N_T >= p0 T/2"
    checks.check_bound(
        run,
        Claim("every outcome", f"{told}, scores and values searched"),
        OUTCOME,
        outcome_distance,
        lambda v: v.eps + v.more,
        controls={"3 % less": lambda v: 0.97 * (v.eps + v.more)},
        accuracy=1e-9,
        effort=0.5,
    )
    run.control(
        checks.search_bound(
            run,
            Claim("few anchors", f"{told}, but N_T = 0.97 p0 T/2"),
            OUTCOME,
            lambda v: outcome_distance(v, kept=0.97),
            lambda v: v.eps + v.more,
            accuracy=1e-9,
        )
    )
    edge = [
        (n, t, Fraction(e, 8), Fraction(e + more, 8), Fraction(e + more, 8) + beyond)
        for t in (2, 3, 7, 40)
        for n in {1, t // 4 or 1, t // 2}
        for e in range(5)
        for more in (1, 7, 1000)
        for beyond in (Fraction(1, 9), Fraction(1000))
    ]
    run.claim(
        checks.exact_identity(
            Claim("attained", "|x_T - V*| = r in the worst case with N_T = p0 T/2"),
            [edge_distance(*case) for case in edge],
            [case[3] for case in edge],
        )
    )


def exactly(run):
    """The four lower bounds, the first of which is attained by exact emissions."""
    grid = list(itertools.product(RATES, HORIZONS, RADII))
    p0, horizon = (np.array([case[i] for case in grid]) for i in (0, 1))
    exact = [failure(p, t, *radii) for p, t, radii in grid]
    tails = np.array([tail(p, t) for p, t, _ in grid])
    sharp, linear = sharp_bound(p0, horizon), linear_bound(p0, horizon)
    failed, below = "Pr[|x_T - V*| > r]", "Pr[B < p0 T/2]"
    for name, what, left, bound in (
        ("exact", f"{failed} <= {below}, exactly p0, scores at the margin", exact, tails),
        ("Chernoff", f"{below} <= exp(-T kl(p0/2, p0))", tails, sharp),
        ("linear", "exp(-T kl(p0/2, p0)) <= exp(-(1 - log 2) p0 T/2)", sharp, linear),
        ("1/8", "the same <= exp(-p0 T/8)", linear, linear_bound(p0, horizon, 1 / 8)),
    ):
        run.claim(checks.probability_bound(Claim(name, what), exact=left, bound=bound))
    large = [i for i, (_, _, (_, radius, size)) in enumerate(grid) if size > radius]
    run.claim(
        checks.identity(
            Claim("counts alone", f"{failed} = {below} where R > r > eps"),
            [exact[i] for i in large],
            tails[large],
            rounding=1e-9,
        )
    )


def broken(run, statement):
    """One hypothesis missed by a little, or a larger exponent, where the theorem is sharp."""
    tails = [tail(p, t) for p, t, *_ in SHARP]
    for name, told, changed in (
        ("condition on Delta", "1.03 p0 (r - eps) on its right", {"condition": 1.03}),
        ("its r", "R - 1.03 r in the condition", {"part": 1.03}),
        ("its eps", "r - 0.97 eps in the condition", {"closer": 0.97}),
        ("margin missed", "scores of anchors 0.03 short of Delta", {"condition": math.exp(0.03)}),
        ("values too large", "non-anchors of norm 1.03 M", {"far": 1.03}),
        ("anchors too far", "anchors at distance 1.03 eps", {"near": 1.03}),
        ("decoding", "a correct answer asked for, only within 0.97 r", {"correct": 0.97}),
        ("emission", "emissions of probability 0.97 p0", {"below": 0.97}),
    ):
        run.control(
            checks.probability_bound(
                Claim(name, f"{statement} with {told}, T = 4000"),
                exact=[slightly_off(*case, **changed) for case in SHARP],
                bound=tails,
            )
        )
    for p, t, told, rate in (
        (0.5, 4000, "T kl(p0/2, p0)", models.kl(0.25, 0.5)),
        (0.001, 1_500_000, "(1 - log 2) p0 T/2", LINEAR / 1000),
    ):
        run.control(
            checks.probability_bound(
                Claim(
                    f"3 % more than {told}",
                    f"Pr[|x_T - V*| > r] <= exp(-1.03 {told}), p0 = {p}, T = {t}",
                ),
                exact=[failure(p, t, 0.0, 1.0, 1e9)],
                bound=[math.exp(-1.03 * t * rate)],
            )
        )


def slightly_off(p0, horizon, eps, radius, size, *, below=1.0, **changed):
    """`failure` with emissions below p0, or with other numbers than the theorem asks for."""
    return failure(below * p0, horizon, eps, radius, size, p0=p0, **changed)


if __name__ == "__main__":
    checks.main(check)
