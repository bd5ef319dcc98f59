"""thm:lower_bound: the extremal choice in rational arithmetic, and adversaries against (a)."""

import itertools
import math
from fractions import Fraction
from functools import partial

import four_tokens
import numpy as np
import worst_case_tails
from scipy.stats import binom
from worst_case import (
    ADVERSARY,
    adversarial,
    attention,
    below,
    emissions,
    extremal,
    law,
    leak,
    length,
    mean_leak,
    most_expected,
    tail,
    threshold,
)

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
# T, p0, kappa, M, V*, eps and a unit vector for V* = 0; |V*| is rational, | |V*| - eps | <= M.
SETTINGS = [
    (t, p0, kappa, *place)
    for t, p0, kappa in itertools.product(
        (1, 2, 5), (F(1, 50), F(2, 5), F(9, 10), F(1)), (F(1, 40), F(1, 3), F(1), F(5))
    )
    for place in (
        (F(1), (F(0),), F(0), (F(1),)),
        (F(2), (F(0), F(0)), F(1, 2), (F(3, 5), F(4, 5))),
        (F(1), (F(3, 5), F(-4, 5)), F(1, 4), None),
        (F(1), (F(3),), F(2), None),  # |V*| - eps = M
        (F(1), (F(1, 2),), F(3, 2), None),  # eps = R
        (F(0), (F(2, 3), F(1, 3), F(-2, 3)), F(1), None),  # M = 0
        (F(0), (F(0),), F(0), (F(-1),)),  # R = 0
    )
]
LARGE = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.5),
        "T": checks.integer(4, 12),
        "Delta": checks.real(-1, 1.5),
        "eps": checks.real(0, 1),
        "part": checks.real(0.2, 0.8),
    }
)
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5
SIZE = M + float(np.linalg.norm(TARGET))


def critical(horizon, kappa, size, eps):
    """Radii of [eps, R): eps, the distances of the counts, below and between them."""
    if not eps < size:
        return []
    found = sorted({eps + (size - eps) * leak(n, horizon, kappa) for n in range(horizon + 1)})
    found += [(a + b) / 2 for a, b in itertools.pairwise(found)]
    found += [r - F(1, 10**9) for r in found]
    return [r for r in found if eps <= r < size]


def attained(settings, *, strict=True, factor=1):
    """Of every setting and radius Pr[|x_T - V*| > r] and Pr[B < theta_r T], as rational numbers."""
    left, right = [], []
    for t, p0, kappa, most, target, eps, unit in settings:
        rows = extremal(t, p0, kappa, most, target, eps, unit)
        size = most + length(target)
        for r in critical(t, kappa, size, eps):
            bad = [p for p, _, x in rows if (x > r if strict else x >= r)]
            left.append(sum(bad, F(0)))
            right.append(tail(factor * threshold(kappa, size, r, eps) * t, t, p0))
    return left, right


def expectations(settings):
    """Of every setting E|x_T - V*| and eps + (R - eps) E h(B), as rational numbers."""
    left, right = [], []
    for t, p0, kappa, most, target, eps, unit in settings:
        left.append(sum(p * x for p, _, x in extremal(t, p0, kappa, most, target, eps, unit)))
        mean = sum(p * leak(n, t, kappa) for n, p in enumerate(law(t, p0)))
        right.append(eps + (most + length(target) - eps) * mean)
    return left, right


def enumerated(item, rng, *, rate=1.0, slip=0.0, reach=1.0, bound=M):
    """E|x_T - V*| in R^3 of a random model with all its outcomes, its bound, and at some radii
    the probability to be farther away and its bound. One hypothesis may be violated."""
    horizon, p0, delta, eps = item
    anchors, probabilities = emissions(rng, horizon, p0 * rate)
    aligned = rng.choice([0.0, 0.5, 1.0])
    out = attention(rng, anchors, delta, bound, TARGET, reach * eps, aligned=aligned, slip=slip)
    distance = np.linalg.norm(out - TARGET, axis=1)
    kappa = math.exp(-delta)
    mean = eps + (SIZE - eps) * mean_leak(horizon, p0, kappa)
    radii = np.concatenate([distance[::7], rng.uniform(eps, SIZE, size=20)])
    radii = [r for r in radii if eps <= r < SIZE * (1 - 1e-9)]
    # Distances meant to be equal to r may exceed it by rounding.
    tails = [float(probabilities @ (distance > r * (1 + 1e-9))) for r in radii]
    limits = [
        binom.cdf(below(threshold(kappa, SIZE, r, eps) * horizon), horizon, p0) for r in radii
    ]
    return float(probabilities @ distance), mean, tails, limits


def radius(v):
    return v.eps + v.part * (SIZE - v.eps)


def far_away(v, rng, trials):
    """Whether |x_T - V*| > r, where every other token is an anchor likelier than p0 by a half."""
    likely = np.where(np.arange(v.T) % 2 == 0, np.minimum(1.0, 1.5 * v.p0), v.p0)
    anchors = rng.uniform(size=(trials, v.T)) < likely
    out = attention(rng, anchors, v.Delta, M, TARGET, v.eps, aligned=0.5)
    return np.linalg.norm(out - TARGET, axis=1) > radius(v) * (1 + 1e-9)


def tail_bound(v, factor=1.0):
    """Pr[B < theta_r T]."""
    theta = factor * threshold(np.exp(-v.Delta), SIZE, radius(v), v.eps)
    return binom.cdf(np.ceil(theta * v.T * (1 + 1e-9)) - 1, v.T, v.p0)


def check(run):
    """Numeric check of thm:lower_bound."""
    witness(run)
    left, right = attained(SETTINGS)
    text = "Pr[|x_T - V*| > r] = Pr[B < theta_r T] for the extremal choice"
    run.claim(checks.exact_identity(Claim("attained", text), left, right))
    for name, options in (("|x_T - V*| >= r", {"strict": False}), ("0.97", {"factor": F(97, 100)})):
        found = attained(SETTINGS, **options)
        run.control(checks.exact_identity(Claim(name, f"the same with {name}"), *found))
    mean, limit = expectations(SETTINGS)
    text = "E|x_T - V*| = eps + (R - eps) E h(B) for the extremal choice"
    run.claim(checks.exact_identity(Claim("attained, mean", text), mean, limit))
    # Where eps > R no choice attains, for |x_T - V*| <= R.
    beyond = [(t, F(1, 2), F(1, 2), F(1), (F(1, 2),), F(2), None) for t in (1, 2, 3)]
    text = "some choice attains eps + (R - eps) E h(B) although eps > R: what E|x_T - V*| <= R says"
    run.control(checks.deterministic_bound(Claim("eps > R", text), expectations(beyond)[1], 1.5))

    worst_case_tails.steps(run, SETTINGS)
    answers(run)
    checks.check_bound(
        run,
        Claim("adversary", "E|x_T - V*| <= eps + (R - eps) E h(B), three tokens, all searched"),
        ADVERSARY,
        adversarial,
        most_expected,
        controls={"0.97": lambda v: 0.97 * most_expected(v)},
        samples=1000,
        effort=0.2,
        scale=lambda v: v.M + v.V,  # V* - eps - V* cancels
        accuracy=1e-9,
    )
    grid = list(itertools.product((1, 4, 8), (0.05, 0.4, 0.9, 1.0), (-1.0, 0.0, 1.5, 4.0), (0, 1)))
    compare(run, "random models", grid, run.claim)
    for name, options in (
        ("emission violated", {"rate": 0.97}),
        ("margin violated", {"slip": 0.1}),
        ("accuracy violated", {"reach": 1.03}),
        ("boundedness violated", {"bound": 1.03 * M}),
    ):
        compare(run, name, grid, run.control, **options)
    checks.check_probability(
        run,
        Claim("end to end", "Pr[|x_T - V*| > r] <= Pr[B < theta_r T], simulated"),
        LARGE,
        tail_bound,
        event=far_away,
        controls={"theta_r/2": lambda v: tail_bound(v, 0.5)},
        apart=0.85,
        most=200_000,
    )


def answers(run):
    """The third bound of (a), where answers are correct exactly within `correct` of V*."""
    for name, times, record in (
        ("answers", 1, run.claim),
        ("answers: correct within 3/2 gamma", F(3, 2), run.control),
    ):
        left, right = [], []
        for t, p0, kappa, most, target, eps, unit in SETTINGS:
            rows = extremal(t, p0, kappa, most, target, eps, unit)
            size = most + length(target)
            for gamma in [r for r in critical(t, kappa, size, eps) if r > 0]:
                correct = [x <= times * gamma for *_, x in rows]
                wrong = [p for (p, *_), good in zip(rows, correct, strict=True) if not good]
                left.append(sum(wrong, F(0)))
                right.append(tail(threshold(kappa, size, gamma, eps) * t, t, p0))
        text = "Pr[decode(x_T) not in Correct] = Pr[B < theta_gamma T], eps <= gamma < R"
        record(checks.exact_identity(Claim(name, f"{text}, {name}"), left, right))
    # eps = 1 and gamma = 1/2: nothing is decoded correctly, while theta_gamma < 0.
    rows = extremal(3, F(1, 2), F(1, 4), F(2), (F(0),), F(1), (F(1),))
    limit = tail(threshold(F(1, 4), F(2), F(1, 2), F(1)) * 3, 3, F(1, 2))
    claim = Claim("gamma < eps", "Pr[|x_T - V*| > gamma] = Pr[B < theta_gamma T] with gamma < eps")
    failed = sum(p for p, _, x in rows if x > F(1, 2))
    run.control(checks.exact_identity(claim, [failed], [limit]))


def compare(run, name, grid, record, **options):
    """Both bounds of (a) for random models whose outcomes are enumerated."""
    found = run.map(partial(enumerated, **options), grid * 3, name=name)
    text = f"{name}: E|x_T - V*| <= eps + (R - eps) E h(B)"
    means, limits = [m for m, *_ in found], [b for _, b, *_ in found]
    record(checks.deterministic_bound(Claim(f"{name}, mean", text), means, limits, scale=SIZE))
    record(
        checks.probability_bound(
            Claim(f"{name}, tail", f"{name}: Pr[|x_T - V*| > r] <= Pr[B < theta_r T]"),
            exact=np.concatenate([p for *_, p, _ in found]),
            bound=np.concatenate([b for *_, b in found]),
        )
    )


def witness(run):
    """The extremal choice satisfies every assumption."""
    chosen = {"emit": 0.5, "near": 0.25, "far": -1.0, "high": 2.6, "correct": 1.0}
    run.witness(
        "extremal choice",
        {**four_tokens.INSTANCE, **chosen},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:emission": four_tokens.emission_slack,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "ass:decoding_margin": four_tokens.decoding_margin,
            "| |V*| - eps | <= M": lambda v: v["M"] - abs(abs(v["V*"]) - v["eps"]),
            "eps <= gamma": lambda v: v["gamma"] - v["eps"],
            "gamma < R": lambda v: v["gamma"] < v["M"] + abs(v["V*"]),
        },
    )


if __name__ == "__main__":
    checks.main(check)
