"""thm:main: every outcome searched, failure probabilities exactly, and end to end by simulation."""

import itertools
import math
from fractions import Fraction

import models
import numpy as np
from failures import (
    GAMMA,
    OUTCOME,
    SETTINGS,
    edge_distance,
    fails,
    failure,
    outcome_distance,
    sharp_bound,
    tree_failure,
)
from four_tokens import (
    INSTANCE,
    anchor_accuracy,
    bounded_values,
    decoding_margin,
    emission_slack,
    leakage,
    score_margin,
)
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.02, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 5, 17, 60, 400, 4000)
SIZES = (0.01, 0.5, 1.05, 3.0, 500.0)  # R = M + |V*|; up to gamma/2 + eps any Delta will do
LINEAR = (1 - math.log(2)) / 2
WORST = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "more": checks.real(0, 1),
        "T": checks.integer(1, 4000, log=True),
        "eps": checks.real(0, GAMMA / 2),
        "size": checks.real(0.01, 1e6, log=True),
    }
)
ANY = checks.Parameters(
    {
        "p0": checks.real(0.15, 0.5),
        "T": checks.integer(10, 40),
        "eps": checks.real(0, GAMMA / 2),
        "aligned": checks.choice(0, 1),
    }
)
ONE = checks.Parameters(
    {name: checks.choice(x) for name, x in (("p0", 0.3), ("T", 40), ("eps", 0.2), ("aligned", 1))}
)
# Where the theorem is nearly sharp: many tokens.
SHARP = tuple(
    itertools.product((0.05, 0.2, 0.35, 0.5), (4000,), (0.0, 0.25, 0.5), (1.05, 3.0, 1e6))
)


def linear_bound(p0, horizon, rate=LINEAR):
    """exp(-rate p0 T)."""
    return np.exp(-rate * p0 * horizon)


@checks.each
def worst_failure(v):
    """`failure` where emissions exceed p0 by a part of what is left."""
    rate = v.p0 + v.more * (1 - v.p0)
    return failure(rate, int(v.T), v.eps, v.size, p0=v.p0)


def check(run):
    """Numeric check of thm:main."""
    # The first margin is too small for the source's condition, 4 R e^-Delta <= p0 gamma; the second
    # is negative, since R <= gamma/2 + eps.
    small = {"V*": 0.2, "near": 0.3, "M": 0.3, "far": -0.3, "Delta": -3.0, "high": -2.9}
    for name, changed in (("four tokens", {"Delta": 1.6, "high": 1.7}), ("small values", small)):
        run.witness(
            name,
            {**INSTANCE, **changed},
            {
                "ass:anchor_accuracy": anchor_accuracy,
                "ass:emission": emission_slack,
                "ass:score_margin": score_margin,
                "ass:bounded_values": bounded_values,
                "ass:decoding_margin": decoding_margin,
                "2 (2 - p0) (M + |V*| - gamma/2 - eps) e^-Delta <= p0 gamma": lambda v: leakage(
                    v, 2 * (2 - v["p0"]), v["gamma"] / 2 + v["eps"]
                ),
                "eps <= gamma/2": lambda v: v["gamma"] / 2 - v["eps"],
            },
        )
    every_outcome(run)
    statement = "Pr[failure] <= exp(-T kl(p0/2, p0))"
    exactly(run, statement)
    checks.check_probability(
        run,
        Claim("worst values", f"{statement}, the condition on Delta an equality, searched"),
        WORST,
        lambda v: sharp_bound(v.p0, v.T),
        exact=worst_failure,
        controls={"exponent a quarter larger": lambda v: sharp_bound(v.p0, v.T, 1.25)},
        samples=1000,
        effort=0.05,
        accuracy=1e-8,
    )
    cases = list(
        itertools.product((0.1, 0.5, 0.9, 1.0), (1, 2, 4, 9), (0.0, 0.3, 0.5), (0, 1), SETTINGS)
    )
    run.claim(
        checks.probability_bound(
            Claim("all outcomes", f"{statement}, random scores and values, emissions any way"),
            exact=run.map(tree_failure, cases, stream=1),
            bound=[sharp_bound(p, t) for p, t, *_ in cases],
        )
    )
    for record, name, parameters, stretch in (
        (run.claim, "end to end", ANY, 1.0),
        (run.control, "end to end, exponent four times", ONE, 4.0),
    ):
        record(
            checks.simulate_probability(
                run,
                Claim(name, f"{statement}, simulated"),
                parameters,
                fails,
                lambda v, stretch=stretch: sharp_bound(v.p0, v.T, stretch),
                power=0.999,
                most=50_000,
            )
        )
    broken(run, statement)


def every_outcome(run):
    """The first claim; that the answer is correct is |x_T - V*| <= gamma/2 + eps <= gamma."""
    told = "|x_T - V*| <= gamma/2 + eps at every outcome with N_T >= p0 T/2"
    checks.check_bound(
        run,
        Claim("every outcome", f"{told}, scores and values searched"),
        OUTCOME,
        outcome_distance,
        lambda v: GAMMA / 2 + v.eps,
        controls={"3 % less": lambda v: 0.97 * (GAMMA / 2 + v.eps)},
        accuracy=1e-9,
        effort=0.5,
    )
    run.control(
        checks.search_bound(
            run,
            Claim("few anchors", f"{told}, but N_T = 0.97 p0 T/2"),
            OUTCOME,
            lambda v: outcome_distance(v, kept=0.97),
            lambda v: GAMMA / 2 + v.eps,
            accuracy=1e-9,
        )
    )
    edge = [
        (n, t, Fraction(e, 8), Fraction(e + 5, 8) + more)
        for t in (2, 3, 7, 40)
        for n in {1, t // 4 or 1, t // 2}
        for e in range(5)
        for more in (Fraction(0), Fraction(1, 9), Fraction(1000))
    ]
    run.claim(
        checks.exact_identity(
            Claim("attained", "|x_T - V*| = gamma/2 + eps in the worst case with N_T = p0 T/2"),
            [edge_distance(*case) for case in edge],
            [Fraction(1, 2) + case[2] for case in edge],
        )
    )


def exactly(run, statement):
    """All exponents, and the first where it is attained by the count of anchors."""
    grid = list(itertools.product(RATES, HORIZONS, (0.0, 0.25, 0.5), SIZES))
    p0, horizon = (np.array([case[i] for case in grid]) for i in (0, 1))
    exact = [failure(*case) for case in grid]
    for name, what, bound in (
        ("exact", "exp(-T kl(p0/2, p0))", sharp_bound(p0, horizon)),
        ("exact, linear", "exp(-(1 - log 2) p0 T/2)", linear_bound(p0, horizon)),
        ("exact, 1/8", "exp(-p0 T/8)", linear_bound(p0, horizon, 1 / 8)),
    ):
        run.claim(
            checks.probability_bound(
                Claim(name, f"Pr[failure] <= {what}, exactly p0, scores at the margin"),
                exact=exact,
                bound=bound,
            )
        )
    large = [case for case in grid if case[3] > GAMMA / 2 + case[2]]
    few = [math.ceil(round(p * t / 2, 9)) - 1 for p, t, *_ in large]
    run.claim(
        checks.identity(
            Claim("counts alone", "Pr[failure] = Pr[B_{T,p0} < p0 T/2] where R > gamma/2 + eps"),
            [failure(*case) for case in large],
            [binom.cdf(n, t, p) for n, (p, t, *_) in zip(few, large, strict=True)],
            rounding=1e-9,
        )
    )


def broken(run, statement):
    """Slightly too strong, or one hypothesis missed by a little, where the theorem is sharp."""
    p0, horizon = (np.array([case[i] for case in SHARP]) for i in (0, 1))
    for name, told, changed in (
        ("condition on Delta", "1.03 p0 gamma on its right", {"condition": 1.03}),
        ("its gamma/2", "R - 0.515 gamma - eps in the condition", {"half": 0.515}),
        ("its eps", "R - gamma/2 - 1.03 eps in the condition", {"part": 1.03}),
        ("margin missed", "scores of anchors 0.03 short of Delta", {"condition": math.exp(0.03)}),
        ("values too large", "non-anchors of norm 1.03 M", {"far": 1.03}),
        ("anchors too far", "anchors at distance 1.03 eps", {"near": 1.03}),
        ("decoding margin", "answers correct within 0.97 gamma only", {"radius": 0.97}),
        ("emission", "emissions of probability 0.97 p0", {"below": 0.97}),
        ("eps too large", "eps = 0.515 gamma", {"other_eps": 0.515}),
    ):
        run.control(
            checks.probability_bound(
                Claim(name, f"{statement} with {told}, T = 4000"),
                exact=[slightly_off(*case, **changed) for case in SHARP],
                bound=sharp_bound(p0, horizon),
            )
        )
    for p, t, told, rate in (
        (0.5, 4000, "T kl(p0/2, p0)", models.kl(0.25, 0.5)),
        (0.001, 1_500_000, "(1 - log 2) p0 T/2", LINEAR / 1000),
    ):
        run.control(
            checks.probability_bound(
                Claim(
                    f"3 % more than {told}", f"Pr[failure] <= exp(-1.03 {told}), p0 = {p}, T = {t}"
                ),
                exact=[failure(p, t, 0.0, 1e9)],
                bound=[math.exp(-1.03 * t * rate)],
            )
        )


def slightly_off(p0, horizon, eps, size, *, below=1.0, other_eps=None, **changed):
    """`failure` with emissions below p0, or with other numbers than the theorem asks for."""
    return failure(below * p0, horizon, other_eps or eps, size, p0=p0, **changed)


if __name__ == "__main__":
    checks.main(check)
