"""cor:entropy_decay: exact means over all outcomes or all counts, and end to end by simulation."""

import itertools
import math
from functools import partial

import four_tokens
import numpy as np
from entropies import best, entropy, peak, steepest_point
from scaling_models import leakage_factors
from scipy.stats import binom
from worst_case import attention, emissions, leak

from dlt_proof import checks
from dlt_proof.checks import Claim

GAMMA = 1.0
TARGET, M = np.array([1.0, 0.5, -0.5]), 2.5
NORM = float(np.linalg.norm(TARGET))
SIZE = M + NORM  # R
FIXED = 0.3 * np.random.default_rng(9).normal(size=(5, 3))
ANY = checks.Parameters(
    {
        "p0": checks.real(0.3, 0.9),
        "T": checks.integer(5, 60),
        "Delta": checks.real(1, 4),
        "eps": checks.real(0.05, 0.5),
    }
)
HORIZONS, RATES, RADII = (1, 4, 8), (0.05, 0.4, 0.9, 1.0), (0.0, 0.01, 1.0, SIZE)
MAPS = list(itertools.product((2, 64), ("steep", "random", "sine")))
GRID = list(itertools.product(HORIZONS, RATES, (-1.0, 1.5, 8.0), RADII, MAPS))
STEEP = [item for item in GRID if item[-1][1] == "steep"]
# The extremal choice, whose distance depends on the count alone, for longer sequences.
LONG = list(
    itertools.product((1, 10, 60, 400, 4000), (0.002, 0.01, 0.1, 0.5, 0.9), RADII[:3], MAPS)
)
# T = 2, e^-Delta small and 1 - p0 still smaller: there both terms of the minimum are attained.
SHARP = [(2, 1 - 1e-9, -math.log(1e-4), 0.0, (n, "steep")) for n in (2, 3, 64)]
MEAN = "E|H(G(x_T)) - H(G(V*))| <= "
FULL = "K_n Lambda (eps + (R - eps) ((1 - p0) alpha_T kappa + (1 - p0)^T))"


def entropies(n, kind, rng):
    """x -> H(G(x)) and a Lipschitz constant of G, a map from R^3 to R^n.

    If `steep`, G is affine, and where x moves from V* towards 0 H starts to grow K_n Lambda times
    as fast, for a small Lambda; if `sine`, G consists of sines; otherwise it is linear.
    """
    if kind == "steep":
        place, direction = steepest_point(n)
        matrix = 1e-4 * np.outer(direction, TARGET / NORM)
        return lambda x: entropy(place + (x - TARGET) @ matrix.T), 1e-4
    matrix = rng.normal(size=(n, 3)) * math.exp(rng.uniform(-2, 2))
    outer = np.sin if kind == "sine" else np.asarray
    return lambda x: entropy(outer(x @ matrix.T)), float(np.linalg.norm(matrix, 2))


def parts(horizon, p0, delta, eps, n, largest):
    """K_n, Lambda, eps, R - eps, (1 - p0) alpha_T kappa and (1 - p0)^T."""
    alpha = leakage_factors(p0, horizon)[0]
    return best(n), largest, eps, SIZE - eps, alpha * np.exp(-delta), (1 - p0) ** horizon


def joined(steep, largest, eps, rest, leakage, none):
    """K_n Lambda (eps + (R - eps) ((1 - p0) alpha_T kappa + (1 - p0)^T))."""
    return steep * largest * (eps + rest * (leakage + none))


def mean_change(item, rng, *, rate=1.0, slip=0.0, reach=1.0, bound=M, beyond=1.0):
    """E|H(G(x_T)) - H(G(V*))| of a random model with all its outcomes, and its bound's parts.

    One hypothesis may be violated; with `beyond`, eps exceeds R, where values do as they can.
    """
    horizon, p0, delta, eps, (n, kind) = item
    of, largest = entropies(n, kind, rng)
    anchors, chance = emissions(rng, horizon, p0 * rate)
    aligned = rng.choice([0.0, 0.5, 1.0])
    out = attention(rng, anchors, delta, bound, TARGET, reach * eps, aligned=aligned, slip=slip)
    change = np.abs(of(out) - of(TARGET))
    return float(chance @ change), *parts(horizon, p0, delta, beyond * eps, n, largest)


def counted_change(item, rng, kappa):
    """The same of the extremal choice, whose distance depends on the count alone."""
    horizon, p0, eps, (n, kind) = item
    of, largest = entropies(n, kind, rng)
    counts = np.arange(horizon + 1)
    distance = eps + (SIZE - eps) * leak(counts, horizon, kappa)
    out = (1 - distance / NORM)[:, None] * TARGET
    law = binom.pmf(counts, horizon, p0)
    return float(law @ np.abs(of(out) - of(TARGET))), best(n), largest


def long_change(item, rng, *, times=1.0):
    """Where 4 (1 - p0) (R - eps) kappa = `times` p0 gamma, also with eps and R e^(-p0 T)."""
    horizon, p0, eps, _ = item
    kappa = times * p0 * GAMMA / (4 * (1 - p0) * (SIZE - eps))
    return *counted_change(item, rng, kappa), eps, SIZE * math.exp(-p0 * horizon)


def changes(v, rng, trials):
    """|H(U x_T) - H(U V*)| for a fixed U; every third token is likelier an anchor than p0."""
    likely = np.where(np.arange(v.T) % 3 == 0, min(1.0, 1.3 * v.p0), v.p0)
    anchors = rng.uniform(size=(trials, v.T)) < likely
    out = attention(rng, anchors, v.Delta, M, TARGET, v.eps)
    return np.abs(entropy(out @ FIXED.T) - entropy(FIXED @ TARGET))


def bound_of_any(v, eps=1.0, leakage=1.0):
    """The bound for that U, with factors of two of its terms."""
    steep, largest, radius, rest, kappa, none = parts(
        v.T, v.p0, v.Delta, v.eps, 5, np.linalg.norm(FIXED, 2)
    )
    return joined(steep, largest, eps * radius, rest, leakage * kappa, none)


def check(run):
    """Numeric check of cor:entropy_decay."""
    witness(run)
    enumerated(run)
    enough_margin(run)
    checks.check_mean(
        run,
        Claim("end to end", f"{MEAN}{FULL}, simulated, n = 5, T <= 60"),
        ANY,
        changes,
        bound_of_any,
        controls={"(1 - p0)^T alone": partial(bound_of_any, eps=0.0, leakage=0.0)},
        low=0.0,
        high=math.log(5) * (1 + 1e-12),
        instances=12,
    )


def enumerated(run):
    """The first bound, and what is wrong without one of its terms or hypotheses."""
    found = np.array(run.map(mean_change, GRID, name="models")).T
    mean_of, (steep, largest, eps, rest, leakage, none) = found[0], found[1:]
    columns = list(zip(*GRID, strict=True))[:4]
    names = ("T", "p0", "Delta", "eps")
    given = {name: np.array(column) for name, column in zip(names, columns, strict=True)}
    given["n"] = np.array([n for *_, (n, _) in GRID])
    compare = partial(checks.deterministic_bound, scale=1e-2, inputs=given)
    for name, limit, record in (
        ("random models", joined(steep, largest, eps, rest, leakage, none), run.claim),
        ("0.97 K_n", joined(0.97 * steep, largest, eps, rest, leakage, none), run.control),
        ("Phi_n", joined(peak(given["n"]), largest, eps, rest, leakage, none), run.control),
        ("Lambda dropped", joined(steep, 1.0, eps, rest, leakage, none), run.control),
        ("eps dropped", joined(steep, largest, 0.0, rest, leakage, none), run.control),
        ("0.97 (R - eps)", joined(steep, largest, eps, 0.97 * rest, leakage, none), run.control),
        ("leakage dropped", joined(steep, largest, eps, rest, 0.0, none), run.control),
        ("(1 - p0)^T dropped", joined(steep, largest, eps, rest, leakage, 0.0), run.control),
    ):
        record(compare(Claim(name, f"{MEAN}{FULL}, {name}"), mean_of, limit))
    for name, options in (
        ("emission violated", {"rate": 0.9}),
        ("margin violated", {"slip": 1.0}),
        ("accuracy violated", {"reach": 1.03}),
        ("boundedness violated", {"bound": 1.1 * M}),
        ("eps > R", {"beyond": 1.5}),
    ):
        rows = np.array(run.map(partial(mean_change, **options), STEEP, name=name)).T
        claim = Claim(name, f"{MEAN}{FULL}, {name}")
        run.control(checks.deterministic_bound(claim, rows[0], joined(*rows[1:]), scale=1e-2))
    for name, two, three, record in (
        ("sharp", 2.0, 3.0, run.claim),
        ("sharp: 1.94 for 2 in alpha_T", 1.94, 3.0, run.control),
        ("sharp: 2.9 for 3 in alpha_T", 2.0, 2.9, run.control),
    ):
        rows = []
        for horizon, p0, delta, eps, which in SHARP:
            mean_of, *_ = counted_change((horizon, p0, eps, which), run.rng(4), math.exp(-delta))
            constants = list(parts(horizon, p0, delta, eps, which[0], 1e-4))
            constants[4] = leakage_factors(p0, horizon, two, three=three)[0] * math.exp(-delta)
            rows.append((mean_of, joined(*constants)))
        claim = Claim(name, f"{MEAN}{FULL}, T = 2, {name}")
        record(checks.deterministic_bound(claim, *np.array(rows).T))


def enough_margin(run):
    """The second bound."""
    short = "K_n Lambda (gamma/2 + eps + R e^(-p0 T)) where 4 (1 - p0) (R - eps) kappa <= p0 gamma"
    for name, times, half, last, record in (
        ("enough margin", 1.0, GAMMA / 2, 1.0, run.claim),
        ("enough margin: gamma/5", 1.0, GAMMA / 5, 1.0, run.control),
        ("enough margin: 0.8 R", 1.0, GAMMA / 2, 0.8, run.control),
        ("enough margin: e^(-p0 T) dropped", 1.0, GAMMA / 2, 0.0, run.control),
        ("4 (1 - p0) (R - eps) kappa = 3 p0 gamma", 3.0, GAMMA / 2, 1.0, run.control),
    ):
        rows = np.array(run.map(partial(long_change, times=times), LONG, name=name)).T
        limit = rows[1] * rows[2] * (half + rows[3] + last * rows[4])
        claim = Claim(name, f"{MEAN}{short}, {name}")
        record(checks.deterministic_bound(claim, rows[0], limit, scale=1e-2))


def condition(v):
    """p0 gamma - 4 (1 - p0) (R - eps) e^-Delta."""
    rest = v["M"] + abs(v["V*"]) - v["eps"]
    return v["p0"] * v["gamma"] - 4 * (1 - v["p0"]) * rest * math.exp(-v["Delta"])


def witness(run):
    """The theorem's instance with two logits."""
    run.witness(
        "two logits",
        {**four_tokens.INSTANCE, "n": 2, "U": [[1.0], [0.0]], "Lambda": 1.0},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:emission": four_tokens.emission_slack,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "eps <= R": lambda v: v["M"] + abs(v["V*"]) - v["eps"],
            "4 (1 - p0) (R - eps) e^-Delta <= p0 gamma": condition,
            "n >= 2": lambda v: v["n"] - 2,
            "U is an n x d matrix": lambda v: np.shape(v["U"]) == (v["n"], v["d"]),
            "G(x) = U x is Lambda-Lipschitz": lambda v: v["Lambda"] - np.linalg.norm(v["U"], 2),
        },
    )


if __name__ == "__main__":
    checks.main(check)
