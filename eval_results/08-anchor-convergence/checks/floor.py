"""prop:floor: the supremum from the extremal choice, its two bounds, and sequences of margins."""

import functools
import itertools
import math
from fractions import Fraction

import four_tokens
import numpy as np
from scaling_models import leakage_factors
from worst_case import attention, emissions, extremal, law, leak, length, mean_leak

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
MARGIN = checks.Parameters(
    {
        "p0": checks.real(1e-3, 1, open="right"),
        "T": checks.integer(1, 1000, log=True),
        "Delta": checks.real(-5, 15),
    }
)
HORIZONS = np.unique(np.geomspace(10, 1_000_000, 21).round().astype(int))
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5
SIZE = M + float(np.linalg.norm(TARGET))
RATE = 0.5
# T, p0, kappa and a target of rational norm at most M = 2, in R^1, R^2 and R^3.
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


def lower(v, factor=1.0, join=np.maximum, most=1.0):
    """max{(1 - p0) min{1, kappa}, (1 - p0)^T}, or with another function and `most` for 1."""
    share = (1 - v.p0) * np.minimum(most, np.exp(-v.Delta))
    return factor * join(share, (1 - v.p0) ** v.T)


def upper(v, last=1.0, **constants):
    """(1 - p0) alpha_T kappa + (1 - p0)^T, with other constants."""
    alpha = leakage_factors(v.p0, v.T, **constants)[0]
    return alpha * np.exp(-v.Delta) + (last * (1 - v.p0)) ** v.T


def sequence(margin, p0=RATE):
    """e_T(Delta_T)/R along the horizons."""
    return np.array([mean_leak(t, p0, math.exp(-margin(t))) for t in HORIZONS])


def enumerated(item, rng, *, rate=1.0, slip=0.0, reach=0.0, bound=M):
    """E|x_T - V*| of a random model with all its outcomes, in R^3, and R E h(B).

    One hypothesis may be violated.
    """
    horizon, p0, delta = item
    anchors, chance = emissions(rng, horizon, p0 * rate)
    aligned = rng.choice([0.0, 0.5, 1.0])
    out = attention(rng, anchors, delta, bound, TARGET, reach, aligned=aligned, slip=slip)
    mean = float(chance @ np.linalg.norm(out - TARGET, axis=1))
    return mean, SIZE * mean_leak(horizon, p0, math.exp(-delta))


def attained(changed):
    """Of every setting E|x_T - V*| of the extremal choice and R E h(B), as rational numbers.

    With h at `changed` times kappa.
    """
    left, right = [], []
    for t, p0, kappa, target in SETTINGS:
        left.append(sum(p * x for p, _, x in extremal(t, p0, kappa, F(2), target, F(0))))
        mean = sum(p * leak(n, t, changed * kappa) for n, p in enumerate(law(t, p0)))
        right.append((2 + length(target)) * mean)
    return left, right


def check(run):
    """Numeric check of prop:floor."""
    witness(run)
    text = "E|x_T - V*| = R E h(B) for the extremal choice with eps = 0"
    for name, changed, record in (
        ("attained", F(1), run.claim),
        ("attained: 1.03 kappa", F(103, 100), run.control),
    ):
        record(checks.exact_identity(Claim(name, text), *attained(changed)))
    bounds(run)
    tight(run)
    sequences(run)
    grid = list(itertools.product((1, 4, 8), (0.05, 0.4, 0.9, 0.99), (-1.0, 0.0, 1.5, 6.0)))
    for name, options, record in (
        ("random models", {}, run.claim),
        ("emission violated", {"rate": 0.97}, run.control),
        ("margin violated", {"slip": 0.03}, run.control),
        ("accuracy violated", {"reach": 0.1}, run.control),
        ("boundedness violated", {"bound": 1.03 * M}, run.control),
    ):
        found = run.map(functools.partial(enumerated, **options), grid * 4, name=name)
        claim = Claim(name, f"{name}: E|x_T - V*| <= R E h(B): no choice is above the supremum")
        record(checks.deterministic_bound(claim, *np.array(found).T, scale=SIZE))


def bounds(run):
    """The floor and the ceiling for every margin, searched."""
    floor = "max{(1 - p0) min{1, kappa}, (1 - p0)^T} <= e_T/R"
    ceiling = "e_T/R <= (1 - p0) alpha_T kappa + (1 - p0)^T"
    several = functools.partial
    for name, text, left, right, record in (
        ("floor", floor, lower, supremum, run.claim),
        ("floor: kappa", "", several(lower, most=np.inf), supremum, run.control),
        ("floor: min{1.03, kappa}", "", several(lower, most=1.03), supremum, run.control),
        ("floor: 1.03", "", several(lower, factor=1.03), supremum, run.control),
        ("floor: sum", "", several(lower, join=np.add), supremum, run.control),
        ("ceiling", ceiling, supremum, upper, run.claim),
        ("ceiling: 1.2 for 2", "", supremum, several(upper, two=1.2), run.control),
        ("ceiling: 1/2 for 3", "", supremum, several(upper, three=0.5), run.control),
        ("ceiling: 0.9 for 1", "", supremum, several(upper, one=0.9, three=0), run.control),
        ("ceiling: 0.97 (1 - p0)", "", supremum, several(upper, last=0.97), run.control),
    ):
        options = {"samples": 600, "effort": 0.1, "accuracy": 1e-9}
        told = text or f"{floor if name.startswith('floor') else ceiling}, with {name[7:].strip()}"
        claim = Claim(name, told)
        record(checks.search_bound(run, claim, MARGIN, left, right, **options))


def tight(run):
    """Where the bounds are equalities, or nearly so."""
    rates, horizons = (F(1, 50), F(2, 5), F(9, 10)), (1, 2, 5, 30)
    pairs = list(itertools.product(horizons, rates))
    for name, kappa, record in (
        ("kappa = 1", F(1), run.claim),
        ("kappa = 1.03", F(103, 100), run.control),
    ):
        found = [sum(p * leak(n, t, kappa) for n, p in enumerate(law(t, q))) for t, q in pairs]
        claim = Claim(f"equal, {name}", f"E h(B) = 1 - p0, {name}")
        record(checks.exact_identity(claim, found, [1 - q for _, q in pairs]))
    kappas = (F(1, 10**6), F(1, 2), F(7))
    for name, horizon, record in (("T = 1", 1, run.claim), ("T = 2", 2, run.control)):
        cases = list(itertools.product(rates, kappas))
        found = [
            sum(p * leak(n, horizon, k) for n, p in enumerate(law(horizon, q))) for q, k in cases
        ]
        claim = Claim(f"equal, {name}", f"E h(B) = (1 - p0)^T, {name}")
        record(checks.exact_identity(claim, found, [(1 - q) ** horizon for q, _ in cases]))
    # T = 2, kappa small and 1 - p0 still smaller; there 2 = 1 + 3/(p0 (T + 1)) nearly.
    gaps = np.array([1e-6, 1e-8, 1e-10, 1e-12])
    v = checks.Values({"p0": 1 - gaps, "T": np.full(4, 2), "Delta": -np.log(gaps) / 4})
    for name, constants, record in (
        ("2 and 3 in alpha_T", {}, run.claim),
        ("1.94 for 2 in alpha_T", {"two": 1.94}, run.control),
        ("2.9 for 3 in alpha_T", {"three": 2.9}, run.control),
    ):
        text = f"e_T/R <= (1 - p0) alpha_T kappa + (1 - p0)^T, T = 2, p0 -> 1, {name}"
        claim = Claim(name, text)
        record(checks.deterministic_bound(claim, supremum(v), upper(v, **constants)))


def sequences(run):
    """Margins that grow with the horizon, p0 = 1/2."""
    given = {"T": HORIZONS.astype(float)}
    for name, margin, record in (
        ("to 0: log log T", lambda t: math.log(math.log(t)), run.claim),
        ("to 0: log 8", lambda t: math.log(8), run.control),
        ("to 0: 0 at every other T", lambda t: (t % 2) * math.log(t), run.control),
    ):
        text = f"e_T/R <= 3/(2 log T) where Delta_T = {name[6:]}"
        values = sequence(margin)
        claim = Claim(name, text)
        record(checks.deterministic_bound(claim, values, 1.5 / np.log(HORIZONS), inputs=given))
    for name, p0, record in (("not to 0", RATE, run.claim), ("not to 0: p0 = 1", 1.0, run.control)):
        text = f"1/16 <= e_T/R for every T where Delta_T = log 8, p0 = {p0:g}"
        values = sequence(lambda t: math.log(8), p0)
        record(checks.deterministic_bound(Claim(name, text), 1 / 16, values, inputs=given))
    for margin in (math.log(8), 0.0, -math.log(4)):
        values, distant = sequence(lambda t, margin=margin: margin), limit(RATE, margin)
        wrong = 1.03 * distant
        for name, to, record in (
            (f"limit, Delta = {margin:.2f}", distant, run.claim),
            (f"limit, Delta = {margin:.2f}: 1.03", wrong, run.control),
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
            **four_tokens.ASSUMPTIONS,
            "eps = 0": lambda v: v["eps"] == 0,
            "|V*| <= M": lambda v: v["M"] - abs(v["V*"]),
            "R > 0": lambda v: v["M"] + abs(v["V*"]) > 0,
            "0 < p0 < 1": lambda v: 0 < v["p0"] < 1,
        },
    )


if __name__ == "__main__":
    checks.main(check)
