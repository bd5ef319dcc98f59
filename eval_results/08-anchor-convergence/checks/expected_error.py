"""cor:expected_error: exact expectations on the worst values, and end to end on random models."""

import itertools
import math

import models
import numpy as np
import worst_case
from four_tokens import ASSUMPTIONS, INSTANCE, error_slack, size_slack
from scaling_models import leakage_factors
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

GAMMA = 1.0
RATES = (0.02, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 5, 17, 60, 400, 5000)
# R = M + |V*| and eps a part of it.
WORST = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "more": checks.real(0, 1),
        "T": checks.integer(1, 1000, log=True),
        "part": checks.real(0, 1),
        "size": checks.real(0.5, 500, log=True),
        "kappa": checks.real(1e-9, 30, log=True),
    }
)
ANY = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.7),
        "T": checks.integer(3, 60),
        "eps": checks.real(0, 0.5),
        "kappa": checks.real(0.1, 2, log=True),
    }
)
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5  # V* and M, above |V*| + eps
LARGEST = M + float(np.linalg.norm(TARGET))
SETTINGS = ((TARGET, M), (np.zeros(2), 1.0), (np.zeros(1), 0.0))
# T = 2, e^-Delta small and 1 - p0 still smaller: there the 2 and the 3 in alpha_T are needed. One
# token or many, and next to no leakage, or the leakage of many tokens: there the other terms are.
SHARP = (
    *itertools.product((1 - 1e-9,), (2,), (0.0, 0.5), (1.0,), (1e-4,)),
    *itertools.product((0.001, 0.5), (1, 2, 5000), (0.0, 0.5, 1.0), (1.0, 3.0), (1e-12,)),
)


def expectation(p0, horizon, eps, size, kappa, *, near=1.0, far=1.0, below=1.0, slip=0.0):
    """E|x_T - V*| for independent emissions with probability p0, or `below` times that, exactly.

    V* is 0, anchors have norm eps and the others M = `size`, times `near` and `far`, all on one
    side; anchors score exactly Delta above the others, or `slip` less.
    """
    counts, odds = np.arange(int(horizon) + 1), kappa * math.exp(slip)
    distance = models.worst_distance(counts, int(horizon), odds, near * min(eps, size), far * size)
    return float(binom.pmf(counts, int(horizon), below * p0) @ distance)


def bound(p0, horizon, eps, size, kappa, *, base=1.0, power=0, less=1.0, near=1.0, **constants):
    """eps + (R - eps) ((1 - p0) alpha_T kappa + (1 - p0)^T), with other constants."""
    factor, _ = leakage_factors(p0, horizon, **constants)
    most = factor * kappa + (base * (1 - p0)) ** (horizon + power)
    return near * eps + (size - less * eps) * most


def margin_bound(p0, horizon, eps, size, *, part=0.5, base=1.0, less=1.0):
    """gamma/2 + eps + (R - eps) (1 - p0)^T."""
    rest = (size - less * eps) * (base * (1 - p0)) ** horizon
    return part * GAMMA + eps + rest


def simple_bound(p0, horizon, eps, size, *, part=0.5, rate=1.0):
    """gamma/2 + eps + R e^(-p0 T)."""
    return part * GAMMA + eps + size * np.exp(-rate * p0 * horizon)


def kappa_of(p0, eps, size, condition=1.0, less=1.0):
    """The largest e^-Delta with 4 (1 - p0) (R - eps) e^-Delta <= p0 gamma, or so many times it.

    1000 where any will do.
    """
    excess = 4 * (1 - p0) * (size - less * eps)
    return condition * p0 * GAMMA / excess if excess > 0 else 1000.0


@checks.each
def worst_expectation(v):
    """`expectation` where emissions exceed p0 by a part of what is left."""
    return expectation(v.p0 + v.more * (1 - v.p0), v.T, v.part * v.size, v.size, v.kappa)


def of_values(**constants):
    return lambda v: bound(v.p0, v.T, v.part * v.size, v.size, v.kappa, **constants)


def tree_expectation(case, rng):
    """E|x_T - V*| from all outcomes, each history with an emission probability of its own.

    eps is a part of R. Scores and values are drawn anew at every outcome.
    """
    p0, horizon, kappa, part, aligned, (target, most) = case
    eps = part * (most + np.linalg.norm(target))
    anchors, law = worst_case.emissions(rng, horizon, p0)
    output = worst_case.attention(
        rng, anchors, -math.log(kappa), most, target, eps, aligned=aligned
    )
    return float(law @ np.linalg.norm(output - target, axis=1))


def errors(v, rng, trials):
    """|x_T - V*| in R^3 for simulated emissions, values as far out as they go."""
    anchors = models.drawn(float(v.p0), int(v.T), rng, trials)
    output = worst_case.attention(
        rng, anchors, -math.log(v.kappa), M, TARGET, float(v.eps), aligned=True
    )
    return np.linalg.norm(output - TARGET, axis=1)


def check(run):
    """Numeric check of cor:expected_error."""
    # The first margin is too small for the source's condition, 4 R e^-Delta <= p0 gamma.
    condition = {"4 (1 - p0) (R - eps) e^-Delta <= p0 gamma": error_slack}
    needed = {k: v for k, v in ASSUMPTIONS.items() if k != "ass:decoding_margin"}
    for name, changed, more in (
        ("four tokens", {"Delta": 2.1, "high": 2.2}, condition),
        ("four tokens, no margin", {"Delta": -1.0, "high": -0.5}, {}),
    ):
        run.witness(name, {**INSTANCE, **changed}, {**needed, "eps <= R": size_slack, **more})
    statement = "E|x_T - V*| <= eps + (R - eps) ((1 - p0) alpha_T kappa + (1 - p0)^T)"
    checks.check_bound(
        run,
        Claim("worst values", f"{statement}, searched, kappa up to 30"),
        WORST,
        worst_expectation,
        of_values(),
        controls={
            "(1 - p0)^(T+1)": of_values(power=1),
            "1 for the minimum": of_values(two=1.0),
            "0.97 + 3/(p0 (T + 1))": of_values(one=0.97),
            "0.97 eps": of_values(near=0.97),
            "R - 1.03 eps": of_values(less=1.03),
        },
        samples=1000,
        effort=0.05,
        accuracy=1e-9,
    )
    cases = list(
        itertools.product(
            (0.1, 0.5, 0.9, 1.0), (1, 3, 9), (0.01, 1.0, 5.0), (0.0, 0.1, 1.0), (0, 1), SETTINGS
        )
    )
    sizes = [most + np.linalg.norm(target) for *_, (target, most) in cases]
    run.claim(
        checks.deterministic_bound(
            Claim("all outcomes", f"{statement}, random scores and values, emissions any way"),
            run.map(tree_expectation, cases, stream=1),
            [bound(p, t, x * s, s, k) for (p, t, k, x, *_), s in zip(cases, sizes, strict=True)],
            scale=sizes,  # x_T and V* cancel
        )
    )
    checks.check_mean(
        run,
        Claim("end to end", f"{statement} in R^3, simulated"),
        ANY,
        errors,
        lambda v: bound(v.p0, v.T, v.eps, LARGEST, v.kappa),
        controls={"eps alone": lambda v: v.eps},
        low=0.0,
        high=LARGEST * (1 + 1e-12),
        instances=12,
    )
    with_margin(run)
    broken(run, statement)


def with_margin(run):
    """The second part, with 4 (1 - p0) (R - eps) e^-Delta = p0 gamma; what is too strong for it."""
    ends = itertools.product((0.0, 0.2, 0.9, 1.0), (0.01, 0.5, 3.0, 500.0))
    radii = [(part * size, size) for part, size in ends]
    grid = [(p, t, *known) for p, t, known in itertools.product(RATES, HORIZONS, radii)]
    # T = 2 and little of everything but R: there alpha_T = 2/p0 is needed, and the condition.
    grid += [(1 - 3e-3, 2, eps, 3e4) for eps in (0.0, 1.0, 1.5e4)]
    grid += [(1e-4, 100_000, 0.0, 1e4), (0.001, 1, 0.0, 1e4)]

    def observe(**changed):
        return [expectation(*case, kappa_of(case[0], *case[2:], **changed)) for case in grid]

    left, slack, larger = observe(), observe(condition=1.03), observe(less=1.03)
    exactly = [margin_bound(*case) for case in grid]
    simple = [simple_bound(*case) for case in grid]
    told = "gamma/2 + eps + (R - eps) (1 - p0)^T"
    simply = "gamma/2 + eps + R e^(-p0 T)"
    mean, condition = "E|x_T - V*|", "if 4 (1 - p0) (R - eps) e^-Delta <= p0 gamma"
    for name, statement, observed, right in (
        ("margin", f"{mean} <= {told}, {condition}", left, exactly),
        ("margin, simple", f"{mean} <= {simply}, {condition}", left, simple),
        ("margin, both", f"{told} <= {simply}", exactly, simple),
    ):
        run.claim(checks.deterministic_bound(Claim(name, statement), observed, right))
    for name, statement, observed, function, constants in (
        ("1.03 p0 gamma in the condition", f"{mean} <= {told}", slack, margin_bound, {}),
        ("R - 1.03 eps in the condition", f"{mean} <= {told}", larger, margin_bound, {}),
        ("(R - 1.03 eps) (1 - p0)^T", f"{mean} <= {told}", left, margin_bound, {"less": 1.03}),
        ("0.485 gamma", f"{mean} <= {told}", left, margin_bound, {"part": 0.485}),
        ("(0.97 (1 - p0))^T", f"{mean} <= {told}", left, margin_bound, {"base": 0.97}),
        ("e^(-1.03 p0 T)", f"{mean} <= {simply}", left, simple_bound, {"rate": 1.03}),
        ("0.24 gamma for gamma/2", f"{mean} <= {simply}", left, simple_bound, {"part": 0.24}),
        ("0.485 gamma for gamma/2", f"{told} <= {simply}", exactly, simple_bound, {"part": 0.485}),
    ):
        run.control(
            checks.deterministic_bound(
                Claim(name, f"{statement} with {name}"),
                observed,
                [function(*case, **constants) for case in grid],
            )
        )


def broken(run, statement):
    """Slightly too strong, or one hypothesis missed by a little, where the bound is sharp."""
    for name, observed, claimed in (
        ("1.97 in place of 2", {}, {"two": 1.97}),
        ("2.91 in place of 3", {}, {"three": 2.91}),
        ("0.97 eps added", {}, {"near": 0.97}),
        ("R - 1.03 eps for R - eps", {}, {"less": 1.03}),
        ("0.97 (1 - p0) in place of 1 - p0", {}, {"base": 0.97}),
        ("anchors at distance 1.03 eps", {"near": 1.03}, {}),
        ("non-anchors of norm 1.03 M", {"far": 1.03}, {}),
        ("emissions of probability 0.97 p0", {"below": 0.97}, {}),
        ("scores 0.03 short of Delta", {"slip": 0.03}, {}),
    ):
        run.control(
            checks.deterministic_bound(
                Claim(name, f"{statement} with {name}"),
                [expectation(*case, **observed) for case in SHARP],
                [bound(*case, **claimed) for case in SHARP],
            )
        )
    # Anchors as far from V* as bounded values allow, R = 1, where eps is 2.
    case = (0.5, 3, 2.0, 1.0, 30.0)
    told = Claim("eps > R", f"{statement} with eps > R")
    run.control(checks.deterministic_bound(told, [expectation(*case)], [bound(*case)]))


if __name__ == "__main__":
    checks.main(check)
