"""lem:entropy_lipschitz: K_n by free optimisation and pairs of points, large n, and the proof."""

import math

import entropy_gradient
import entropy_maxima
import numpy as np
from entropies import best, entropy, peak, steepest_point, steepness
from scipy.optimize import minimize

from dlt_proof import checks
from dlt_proof.checks import Claim

SIZES = tuple(range(2, 65))
MOST = 8
# The first n entries of y and z are the vectors; y is near the steepest point where `far` is 0.
PAIRS = checks.Parameters(
    {
        "n": checks.integer(2, MOST),
        "far": checks.real(0, 8),
        "y": checks.vector(MOST, -1.0, 1.0),
        "step": checks.vector(MOST, -1.0, 1.0),
        "size": checks.real(1e-3, 4, log=True),
    }
)
# Three groups of equal entries of q, with the shares of the n - 3 further ones and logits 0, x, y.
GROUPS = checks.Parameters(
    {
        "n": checks.integer(3, 2**50, log=True),
        "first": checks.real(0, 1),
        "second": checks.real(0, 1),
        "x": checks.real(-50, 50),
        "y": checks.real(-50, 50),
    }
)
POWERS = np.arange(1, 301)  # n = 10^1, ..., 10^300


def steepest(n, rng):
    """The largest |grad H| that searches from random vectors in R^n end in, and where."""
    found, place = 0.0, None
    for scale in (0.3, 1.0, 3.0, 10.0):
        for start in (rng.normal(size=n) * scale, np.where(np.arange(n) < n // 2, scale, 0.0)):
            start = start + 0.1 * rng.normal(size=n)
            ended = minimize(steepness, start, jac=True, method="BFGS", options={"maxiter": 100})
            if -ended.fun > found:
                found, place = -ended.fun, np.sort(ended.x)
    # How far apart the entries are that should be equal, beside their distance from the largest.
    spread = (place[-2] - place[0]) / (place[-1] - place[-2])
    return math.sqrt(2 * found), spread


def inside(v, array):
    """The first n entries, and for the others a score whose weight is 0."""
    return np.where(np.arange(MOST) < v.n[:, None], array, -np.inf)


def finite_entropy(z):
    """H of the entries that are finite."""
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    total = exps.sum(axis=-1)
    shifted = np.where(np.isfinite(z), z - z.max(axis=-1, keepdims=True), 0.0)
    return np.log(total) - (exps * shifted).sum(axis=-1) / total


def change(v):
    """|H(y) - H(z)|, z = y + size step."""
    peaks = np.array([steepest_point(n)[0][0] for n in range(2, MOST + 1)])
    first = np.where(np.arange(MOST) == 0, peaks[np.asarray(v.n, dtype=int) - 2][:, None], 0.0)
    y = first + v.far[:, None] * v.y
    moved = y + v.size[:, None] * v.step
    return np.abs(finite_entropy(inside(v, y)) - finite_entropy(inside(v, moved)))


def allowed(v, factor=1.0):
    """K_n |y - z|."""
    step = np.where(np.arange(MOST) < v.n[:, None], v.step, 0.0)
    return factor * best(v.n) * v.size * np.sqrt((step**2).sum(axis=1))


def three_groups(v):
    """|grad H| of `GROUPS`."""
    one = 1 + np.floor(v.first * (v.n - 3))
    two = 1 + np.floor(v.second * (v.n - one - 2))
    sizes = np.stack([v.n - one - two, one, two])
    logits = np.stack([0 * v.x, v.x, v.y])
    masses = np.log(sizes) + logits
    masses = np.exp(masses - masses.max(axis=0))
    masses /= masses.sum(axis=0)
    away = logits - (masses * logits).sum(axis=0)  # log q_i + H, as sum q_k log q_k = -H
    return np.sqrt((masses**2 * away**2 / sizes).sum(axis=0))


def quotient(n, step):
    """|H(y) - H(z)|/|y - z| at a step through the steepest point."""
    z, direction = steepest_point(n)
    ends = entropy(z + np.array([[step / 2], [-step / 2]]) * direction)
    return float(abs(ends[0] - ends[1]) / step)


def check(run):
    """Numeric check of lem:entropy_lipschitz."""
    run.witness(
        "three logits",
        {"n": 3, "y": [1.5, 0.0, -0.5], "z": [0.0, 0.0, 1.0]},
        {"n >= 2": lambda v: v["n"] - 2, "in R^n": lambda v: len(v["y"]) == len(v["z"]) == v["n"]},
    )
    optimised(run)
    smallest(run)
    checks.check_bound(
        run,
        Claim("pairs", "|H(y) - H(z)| <= K_n |y - z|, n <= 8"),
        PAIRS,
        change,
        allowed,
        controls={"0.97": lambda v: allowed(v, 0.97)},
        effort=0.3,
        scale=3.0,  # H(y) - H(z) cancels
        accuracy=1e-9,
    )
    checks.check_bound(
        run,
        Claim("three groups", "|grad H| <= K_n where q has three values, n <= 2^50"),
        GROUPS,
        three_groups,
        lambda v: best(v.n),
        controls={
            "0.98": lambda v: 0.98 * best(v.n),
            "Phi_n": lambda v: peak(v.n),
        },
        effort=0.3,
        accuracy=1e-9,
    )
    bounds_of_peak(run)
    for part in (entropy_gradient, entropy_maxima):
        part.steps(run, bounded)


def bounded(record, name, text, left, right, inputs):
    """Record a bound as a claim or as a control."""
    record(checks.deterministic_bound(Claim(name, text), left, right, inputs=inputs))


def optimised(run):
    """The largest |grad H| that searches of all R^n end in, n <= 64."""
    n = np.array(SIZES)
    found, spread = np.array(run.map(steepest, SIZES, name="steepest")).T
    top = "the largest |grad H| found"
    exact = best(n)
    for name, text, left, right, record in (
        ("largest", f"{top} <= K_n", found, exact * (1 + 1e-9), run.claim),
        ("largest: 0.999", f"{top} <= 0.999 K_n", found, 0.999 * exact, run.control),
        ("largest: Phi_n", f"{top} <= Phi_n", found, peak(n), run.control),
        (
            "largest: log(n)/4",
            f"{top} <= log(n)/4 + 1/8",
            found,
            np.log(n) / 4 + 0.125,
            run.control,
        ),
        ("largest: bits", f"{top} <= K_n, in bits", found / math.log(2), exact, run.control),
        ("reached", f"K_n <= {top} (1 + 10^-6)", exact, found * (1 + 1e-6), run.claim),
        ("reached: 1.001", f"1.001 K_n <= {top}", 1.001 * exact, found, run.control),
        ("reached: Phi_n + 1/8", f"Phi_n + 1/8 <= {top}", peak(n) + 0.125, found, run.control),
        ("others equal", "there all entries but one agree", spread, 1e-2, run.claim),
    ):
        bounded(record, name, f"{text}, n <= 64", left, right, {"n": n})


def smallest(run):
    """No smaller constant: short steps through the steepest point."""
    sizes = [*SIZES, 1000, 10**5]
    lengths = [(n, x) for n in sizes for x in (0.1, 0.01, 0.001)]
    found = np.array([quotient(n, x) for n, x in lengths])
    n, step = np.array(lengths, dtype=float).T
    given = {"n": n, "|y - z|": step}
    for name, factor, record in (
        ("smallest", 1 - step**2, run.claim),
        ("smallest: 1", 1 + 1e-9 + 0 * step, run.control),
    ):
        text = "(1 - |y - z|^2) K_n |y - z| <= |H(y) - H(z)| for some y, z in R^n"
        left = factor * best(n)
        claim = Claim(name, text if record == run.claim else text.replace("(1 - |y - z|^2) ", ""))
        # The difference of entropies cancels.
        scale = np.log(n) / step
        record(checks.deterministic_bound(claim, left, found, scale=scale, inputs=given))


def bounds_of_peak(run):
    """log(n-1)/4 <= Phi_n <= (log(n-1) + sqrt(log(n-1)^2 + 4))/8."""
    n = np.concatenate([SIZES, 10.0**POWERS])
    logs, exact = np.log(n - 1), peak(n)
    v = np.linspace(1e-6, 1 - 1e-6, 20001)
    grid = [float((v * (1 - v) * (length + np.log((1 - v) / v))).max()) for length in logs]
    for name, text, left, right, record in (
        ("grid", "the maximum on a grid of v <= Phi_n", grid, exact, run.claim),
        ("grid: 0.9999", "0.9999 Phi_n <= the maximum on a grid", 0.9999 * exact, grid, run.claim),
        ("grid: 1.001", "1.001 Phi_n <= the maximum on a grid", 1.001 * exact, grid, run.control),
        ("below", "l/4 <= Phi_n, l = log(n - 1)", logs / 4, exact, run.claim),
        ("below: 1.001", "1.001 l/4 <= Phi_n", 1.001 * logs / 4, exact, run.control),
        ("below: log n", "log(n)/4 <= Phi_n", np.log(n + 1.5) / 4, exact, run.control),
    ):
        bounded(record, name, f"{text}, n <= 10^300", left, right, {"n": n})
    for name, four, record in (("above", 4.0, run.claim), ("above: 3.88", 3.88, run.control)):
        text = f"Phi_n <= (l + (l^2 + {four:g})^(1/2))/8, n <= 10^300"
        bounded(record, name, text, exact, (logs + np.sqrt(logs**2 + four)) / 8, {"n": n})


if __name__ == "__main__":
    checks.main(check)
