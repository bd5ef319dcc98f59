"""prop:floor: the supremum from the extremal choice, its two bounds, and sequences of margins."""

import functools
import itertools
import math
from fractions import Fraction

import four_tokens
import numpy as np
from worst_case import attention, emissions, extremal, law, leak, length, mean_leak

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
DOMAIN = {
    "p0": checks.real(1e-3, 1, open="right"),
    "T": checks.integer(1, 1000, log=True),
    "Delta": checks.real(0, 15),
}
MARGIN = checks.Parameters(DOMAIN)
ANY_MARGIN = checks.Parameters({**DOMAIN, "Delta": checks.real(-5, 15)})
NEGATIVE = checks.Parameters({**DOMAIN, "Delta": checks.real(-5, 0, open="right")})
HORIZONS = np.unique(np.geomspace(10, 1_000_000, 21).round().astype(int))
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5
SIZE = M + float(np.linalg.norm(TARGET))
RATE = 0.5
# p0, kappa and a target of rational norm at most M = 2, in R^1, R^2 and R^3.
SETTINGS = list(
    itertools.product(
        (1, 2, 5),
        (F(1, 50), F(2, 5), F(9, 10)),
        (F(1, 40), F(1, 3), F(1), F(5)),
        ((F(1),), (F(3, 5), F(-4, 5)), (F(2, 3), F(1, 3), F(-2, 3)), (F(2),)),
    )
)


@checks.each
def supremum(v):
    """e_T(Delta)/R = E h(B_{T,p0}), of thm:lower_bound with eps = 0."""
    return mean_leak(v.T, v.p0, math.exp(-v.Delta))


def limit(p0, margin):
    """lim e_T(Delta)/R as T -> infinity."""
    kappa = math.exp(-margin)
    return kappa * (1 - p0) / (p0 + kappa * (1 - p0))


def lower(v, factor=1.0, join=np.maximum):
    return factor * join((1 - v.p0) * np.exp(-v.Delta), (1 - v.p0) ** v.T)


def upper(v, two=2.0, last=1.0):
    return two * np.exp(-v.Delta) * (1 - v.p0) / v.p0 + (last * (1 - v.p0)) ** v.T


def sequence(margin, p0=RATE):
    """e_T(Delta_T)/R along the horizons."""
    return np.array([mean_leak(t, p0, math.exp(-margin(t))) for t in HORIZONS])


def enumerated(item, rng, *, rate=1.0, slip=0.0, reach=0.0, bound=M):
    """E|x_T - V*| of a random model with all its outcomes, in R^3, and the upper bound.

    One hypothesis may be violated.
    """
    horizon, p0, delta = item
    anchors, chance = emissions(rng, horizon, p0 * rate)
    aligned = rng.choice([0.0, 0.5, 1.0])
    out = attention(rng, anchors, delta, bound, TARGET, reach, aligned=aligned, slip=slip)
    limit = SIZE * (2 * math.exp(-delta) * (1 - p0) / p0 + (1 - p0) ** horizon)
    return float(chance @ np.linalg.norm(out - TARGET, axis=1)), limit


def compare(run, name, text, left, right, parameters, record):
    options = {"samples": 600, "effort": 0.1, "accuracy": 1e-9}
    record(checks.search_bound(run, Claim(name, text), parameters, left, right, **options))


def check(run):
    """Numeric check of prop:floor."""
    witness(run)
    rows = [extremal(t, p0, kappa, F(2), target, F(0)) for t, p0, kappa, target in SETTINGS]
    text = "E|x_T - V*| = R E h(B) for the extremal choice with eps = 0"
    right = [
        (2 + length(target)) * sum(p * leak(n, t, kappa) for n, p in enumerate(law(t, p0)))
        for t, p0, kappa, target in SETTINGS
    ]
    run.claim(
        checks.exact_identity(
            Claim("attained", text), [sum(p * x for p, _, x in r) for r in rows], right
        )
    )
    floor = "max{(1 - p0) kappa, (1 - p0)^T}"
    ceiling = "2 kappa (1 - p0)/p0 + (1 - p0)^T"
    several = functools.partial
    for name, text, left, right, parameters, record in (
        ("floor", f"{floor} <= e_T/R for Delta >= 0", lower, supremum, MARGIN, run.claim),
        (
            "floor: Delta < 0",
            f"{floor} <= e_T/R for Delta < 0",
            lower,
            supremum,
            NEGATIVE,
            run.control,
        ),
        (
            "floor: 1.03",
            f"1.03 {floor} <= e_T/R",
            several(lower, factor=1.03),
            supremum,
            MARGIN,
            run.control,
        ),
        (
            "floor: sum",
            f"{floor} <= e_T/R with the sum for max",
            several(lower, join=np.add),
            supremum,
            MARGIN,
            run.control,
        ),
        ("ceiling", f"e_T/R <= {ceiling}", supremum, upper, ANY_MARGIN, run.claim),
        (
            "ceiling: 1.2",
            f"e_T/R <= {ceiling} with 1.2 in place of 2",
            supremum,
            several(upper, two=1.2),
            ANY_MARGIN,
            run.control,
        ),
        (
            "ceiling: 0.97",
            f"e_T/R <= {ceiling} with 0.97 (1 - p0)",
            supremum,
            several(upper, last=0.97),
            ANY_MARGIN,
            run.control,
        ),
    ):
        compare(run, name, text, left, right, parameters, record)
    sequences(run)

    grid = list(itertools.product((1, 4, 8), (0.05, 0.4, 0.9, 0.99), (-1.0, 0.0, 1.5, 6.0)))
    for name, options, record in (
        ("random models", {}, run.claim),
        ("emission violated", {"rate": 0.8}, run.control),
        ("margin violated", {"slip": 1.0}, run.control),
        ("accuracy violated", {"reach": 0.1}, run.control),
        ("boundedness violated", {"bound": 1.1 * M}, run.control),
    ):
        found = run.map(functools.partial(enumerated, **options), grid * 4, name=name)
        claim = Claim(name, f"{name}: E|x_T - V*| <= R ({ceiling})")
        record(checks.deterministic_bound(claim, *np.array(found).T, scale=SIZE))


def sequences(run):
    """Margins that grow with the horizon, p0 = 1/2."""
    given = {"T": HORIZONS.astype(float)}
    for name, margin, record in (
        ("to 0: log log T", lambda t: math.log(math.log(t)), run.claim),
        ("to 0: log 8", lambda t: math.log(8), run.control),
    ):
        text = f"e_T/R <= 3/(2 log T) where Delta_T = {name[6:]}"
        values = sequence(margin)
        claim = Claim(name, text)
        record(checks.deterministic_bound(claim, values, 1.5 / np.log(HORIZONS), inputs=given))
    for name, p0, record in (("not to 0", RATE, run.claim), ("not to 0: p0 = 1", 1.0, run.control)):
        text = f"1/9 <= e_T/R for every T where Delta_T = log 8, p0 = {p0:g}"
        values = sequence(lambda t: math.log(8), p0)
        record(checks.deterministic_bound(Claim(name, text), 1 / 9, values, inputs=given))
    for margin in (math.log(8), -math.log(4)):
        values, distant = sequence(lambda t, margin=margin: margin), limit(RATE, margin)
        wrong = (1 - RATE) * min(1.0, math.exp(-margin))
        for name, to, record in (
            (f"limit, Delta = {margin:.2f}", distant, run.claim),
            (f"limit, Delta = {margin:.2f}: (1 - p0) min(kappa, 1)", wrong, run.control),
        ):
            claim = Claim(name, f"e_T/R tends to (1 - p0) kappa/(p0 + (1 - p0) kappa), {name}")
            record(checks.convergence(claim, HORIZONS, values, to, exponent=-1.0))
    for part, record in ((1 / 2, run.claim), (0.6, run.claim), (0.4, run.control)):
        claim = Claim(f"rate: {part:g} log T", f"e_T = O(T^(-1/2)) where Delta_T = {part:g} log T")
        values = sequence(lambda t, part=part: part * math.log(t))
        record(checks.rate(claim, HORIZONS, values, -0.5))


def witness(run):
    """A setting with eps = 0."""
    chosen = {"eps": 0.0, "near": 0.5}
    run.witness(
        "exact anchors",
        {**four_tokens.INSTANCE, **chosen},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:emission": four_tokens.emission_slack,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "eps = 0": lambda v: v["eps"] == 0,
            "|V*| <= M": lambda v: v["M"] - abs(v["V*"]),
            "R > 0": lambda v: v["M"] + abs(v["V*"]) > 0,
            "0 < p0 < 1": lambda v: 0 < v["p0"] < 1,
            "Delta >= 0": lambda v: v["Delta"],
        },
    )


if __name__ == "__main__":
    checks.main(check)
