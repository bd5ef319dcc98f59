"""cor:entropy_decay: exact means over all outcomes or all counts, and end to end by simulation."""

import itertools
import math
from functools import partial

import four_tokens
import numpy as np
from entropy_lipschitz import constant, entropy, peak_logit
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
HORIZONS, RATES, RADII = (1, 4, 8), (0.05, 0.4, 0.9, 1.0), (0.0, 0.01, 1.0)
MAPS = list(itertools.product((2, 64), ("steep", "random", "sine")))
GRID = list(itertools.product(HORIZONS, RATES, (-1.0, 1.5, 8.0), RADII, MAPS))
# The extremal choice, whose distance depends on the count alone, for longer sequences.
LONG = list(
    itertools.product((1, 10, 60, 400, 4000), (0.002, 0.01, 0.1, 0.5, 0.9), RADII[:2], MAPS)
)


def entropies(n, kind, rng):
    """x -> H(G(x)) and a Lipschitz constant of G, a map from R^3 to R^n.

    If `steep`, G is linear and H is steepest at G(V*), in the direction of G(V*); if `sine`, G
    consists of sines.
    """
    matrix = rng.normal(size=(n, 3)) * math.exp(rng.uniform(-2, 2))
    if kind == "steep":
        logits = np.zeros(n)
        logits[0] = peak_logit(n) + math.log(n - 1)
        matrix = np.outer(logits - logits.mean(), TARGET) / NORM**2
    outer = np.sin if kind == "sine" else np.asarray
    return lambda x: entropy(outer(x @ matrix.T)), float(np.linalg.norm(matrix, 2))


def mean_change(item, rng, *, rate=1.0, slip=0.0, reach=1.0, bound=M):
    """E|H(G(x_T)) - H(G(V*))| of a random model with all its outcomes, and its bound's parts.

    These are Phi_n + 1/8, Lambda, eps, R kappa 2 (1 - p0)/p0 and R (1 - p0)^T. One hypothesis
    may be violated.
    """
    horizon, p0, delta, eps, (n, kind) = item
    of, largest = entropies(n, kind, rng)
    anchors, chance = emissions(rng, horizon, p0 * rate)
    aligned = rng.choice([0.0, 0.5, 1.0])
    out = attention(rng, anchors, delta, bound, TARGET, reach * eps, aligned=aligned, slip=slip)
    change = np.abs(of(out) - of(TARGET))
    leakage = SIZE * 2 * (1 - p0) / p0 * math.exp(-delta)
    none = SIZE * (1 - p0) ** horizon
    return float(chance @ change), constant(n), largest, eps, leakage, none


def long_change(item, rng, *, times=1.0):
    """The same of the extremal choice with 2 (2 - p0) R kappa = `times` p0 gamma.

    The parts of its bound are Phi_n + 1/8, Lambda, eps and R e^(-p0 T).
    """
    horizon, p0, eps, (n, kind) = item
    of, largest = entropies(n, kind, rng)
    counts = np.arange(horizon + 1)
    distance = eps + (SIZE - eps) * leak(
        counts, horizon, times * p0 * GAMMA / (2 * (2 - p0) * SIZE)
    )
    out = (1 - distance / NORM)[:, None] * TARGET
    change = np.abs(of(out) - of(TARGET))
    mean = float(binom.pmf(counts, horizon, p0) @ change)
    return mean, constant(n), largest, eps, SIZE * math.exp(-p0 * horizon)


def joined(steep, largest, eps, leakage, none):
    """(Phi_n + 1/8) Lambda (eps + R (2 (1 - p0)/p0 kappa + (1 - p0)^T))."""
    return steep * largest * (eps + leakage + none)


def changes(v, rng, trials):
    """|H(U x_T) - H(U V*)| for a fixed U; every third token is likelier an anchor than p0."""
    likely = np.where(np.arange(v.T) % 3 == 0, min(1.0, 1.3 * v.p0), v.p0)
    anchors = rng.uniform(size=(trials, v.T)) < likely
    out = attention(rng, anchors, v.Delta, M, TARGET, v.eps)
    return np.abs(entropy(out @ FIXED.T) - entropy(FIXED @ TARGET))


def bound_of_any(v, eps=1.0, leakage=1.0):
    """The bound for that U, with factors of two of its terms."""
    parts = eps * v.eps, leakage * SIZE * 2 * (1 - v.p0) / v.p0 * np.exp(-v.Delta)
    return joined(constant(5), np.linalg.norm(FIXED, 2), *parts, SIZE * (1 - v.p0) ** v.T)


def check(run):
    """Numeric check of cor:entropy_decay."""
    witness(run)
    mean = "E|H(G(x_T)) - H(G(V*))| <= "
    found = np.array(run.map(mean_change, GRID, name="models")).T
    mean_of, (steep, largest, eps, leakage, none) = found[0], found[1:]
    full = "(Phi_n + 1/8) Lambda (eps + R (2 (1 - p0)/p0 kappa + (1 - p0)^T))"
    columns = list(zip(*GRID, strict=True))[:4]
    names = ("T", "p0", "Delta", "eps")
    given = {name: np.array(column) for name, column in zip(names, columns, strict=True)}
    compare = partial(checks.deterministic_bound, scale=1.0, inputs=given)
    for name, limit, record in (
        ("random models", joined(steep, largest, eps, leakage, none), run.claim),
        ("0.9 (Phi_n + 1/8)", joined(0.9 * steep, largest, eps, leakage, none), run.control),
        ("Lambda dropped", joined(steep, 1.0, eps, leakage, none), run.control),
        ("eps dropped", joined(steep, largest, 0.0, leakage, none), run.control),
        ("leakage dropped", joined(steep, largest, eps, 0.0, none), run.control),
        ("(1 - p0)^T dropped", joined(steep, largest, eps, leakage, 0.0), run.control),
    ):
        record(compare(Claim(name, f"{mean}{full}, {name}"), mean_of, limit))
    for name, options in (
        ("emission violated", {"rate": 0.2}),
        ("margin violated", {"slip": 3.0}),
        ("accuracy violated", {"reach": 1.3}),
        ("boundedness violated", {"bound": 8 * M}),
    ):
        rows = np.array(run.map(partial(mean_change, **options), GRID, name=name)).T
        run.control(compare(Claim(name, f"{mean}{full}, {name}"), rows[0], joined(*rows[1:])))

    short = (
        "(Phi_n + 1/8) Lambda (gamma/2 + eps + R e^(-p0 T)) where 2 (2 - p0) R kappa <= p0 gamma"
    )
    for name, times, half, record in (
        ("enough margin", 1.0, GAMMA / 2, run.claim),
        ("enough margin: gamma/8", 1.0, GAMMA / 8, run.control),
        ("2 (2 - p0) R kappa = 4 p0 gamma", 4.0, GAMMA / 2, run.control),
    ):
        rows = np.array(run.map(partial(long_change, times=times), LONG, name=name)).T
        limit = rows[1] * rows[2] * (half + rows[3] + rows[4])
        claim = Claim(name, f"{mean}{short}, {name}")
        record(checks.deterministic_bound(claim, rows[0], limit, scale=1.0))
    checks.check_mean(
        run,
        Claim("end to end", f"{mean}{full}, simulated, n = 5, T <= 60"),
        ANY,
        changes,
        bound_of_any,
        controls={
            "(1 - p0)^T alone": partial(bound_of_any, eps=0.0, leakage=0.0),
        },
        low=0.0,
        high=math.log(5) * (1 + 1e-12),
        instances=12,
    )


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
            "4 R e^-Delta <= p0 gamma": lambda v: (
                v["p0"] * v["gamma"] - 4 * (v["M"] + abs(v["V*"])) * math.exp(-v["Delta"])
            ),
            "n >= 2": lambda v: v["n"] - 2,
            "U is an n x d matrix": lambda v: np.shape(v["U"]) == (v["n"], v["d"]),
            "G(x) = U x is Lambda-Lipschitz": lambda v: v["Lambda"] - np.linalg.norm(v["U"], 2),
        },
    )


if __name__ == "__main__":
    checks.main(check)
