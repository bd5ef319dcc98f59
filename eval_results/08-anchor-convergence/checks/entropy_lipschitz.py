"""lem:entropy_lipschitz: the best constant by free optimisation, pairs of points, and large n."""

import math

import numpy as np
from scipy.optimize import minimize

from dlt_proof import checks
from dlt_proof.checks import Claim

SIZES = tuple(range(2, 65))
MOST = 8
# The first n entries of y and z are the vectors.
PAIRS = checks.Parameters(
    {
        "n": checks.integer(2, MOST),
        "y": checks.vector(MOST, -8.0, 8.0),
        "step": checks.vector(MOST, -1.0, 1.0),
        "size": checks.real(1e-4, 4, log=True),
    }
)
# m entries of q share the mass 1/(1 + e^-x), and the others what is left.
GROUPS = checks.Parameters(
    {
        "n": checks.integer(2, 2**50, log=True),
        "part": checks.real(0, 1),
        "x": checks.real(-20, 20),
    }
)
POWERS = np.arange(1, 301)  # n = 10^1, ..., 10^300


def entropy(z):
    """H(z), along the last axis."""
    shifted = z - z.max(axis=-1, keepdims=True)
    exps = np.exp(shifted)
    total = exps.sum(axis=-1)
    return np.log(total) - (exps * shifted).sum(axis=-1) / total


def peak_logit(n):
    """x = log((1 - v)/v) at the v of Phi_n, from (log(n - 1) + x) tanh(x/2) = 1 by bisection."""
    length = np.log(n - 1)
    low, high = 0 * length, 2 + 0 * length
    for _ in range(80):
        middle = (low + high) / 2
        beyond = (length + middle) * np.tanh(middle / 2) > 1
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return low


def peak(n):
    """Phi_n, the maximum of v (1 - v) (log(n - 1) + log((1 - v)/v))."""
    x = peak_logit(n)
    return (x + np.log(n - 1)) / (4 * np.cosh(x / 2) ** 2)


def constant(n):
    """Phi_n + 1/8."""
    return peak(n) + 0.125


def best(n):
    """The largest |grad H| where all entries of q but one are equal."""
    return peak(n) * np.sqrt(n / (n - 1))


def steepness(z):
    """-|grad H(z)|^2/2 and its gradient, for one vector."""
    exps = np.exp(z - z.max())
    q = exps / exps.sum()
    logs = np.log(np.maximum(q, 1e-300))
    slope = -q * (logs - q @ logs)
    inner = slope * q * (logs - q @ logs + 1)
    return -slope @ slope / 2, inner - q * inner.sum() + (slope @ q) * slope


def steepest(n, rng):
    """The largest |grad H| that searches from random vectors in R^n end in."""
    found = 0.0
    for scale in (0.3, 1.0, 3.0, 10.0):
        for start in (rng.normal(size=n) * scale, np.where(np.arange(n) < n // 2, scale, 0.0)):
            start = start + 0.1 * rng.normal(size=n)
            ended = minimize(steepness, start, jac=True, method="BFGS", options={"maxiter": 80})
            found = max(found, math.sqrt(-2 * ended.fun))
    return found


def inside(v, array):
    """The first n entries, and for the others a score whose weight is 0."""
    return np.where(np.arange(MOST) < v.n[:, None], array, -np.inf)


def finite_entropy(z):
    """H of the entries that are finite."""
    exps = np.exp(z)
    total = exps.sum(axis=-1)
    return np.log(total) - (exps * np.where(np.isfinite(z), z, 0.0)).sum(axis=-1) / total


def change(v):
    """|H(y) - H(z)|, z = y + size step."""
    moved = v.y + v.size[:, None] * v.step
    return np.abs(finite_entropy(inside(v, v.y)) - finite_entropy(inside(v, moved)))


def allowed(v, factor=1.0):
    """(Phi_n + 1/8) |y - z|."""
    step = np.where(np.arange(MOST) < v.n[:, None], v.step, 0.0)
    return factor * constant(v.n) * v.size * np.sqrt((step**2).sum(axis=1))


def two_groups(v):
    """|grad H| of `GROUPS`: a (1 - a) |log q_1 - log q_n| sqrt(1/m + 1/(n - m))."""
    m = 1 + np.floor(v.part * (v.n - 2))
    logs = v.x + np.log((v.n - m) / m)
    return abs(logs) / (2 + np.exp(v.x) + np.exp(-v.x)) * np.sqrt(1 / m + 1 / (v.n - m))


def steep_quotient(n):
    """|H(y) - H(z)|/|y - z| at a short step through the point of `best`."""
    point = np.zeros((2, n))
    point[:, 0] = peak_logit(n) + math.log(n - 1)
    direction = np.where(np.arange(n) == 0, 1.0, -1 / (n - 1)) / math.sqrt(n / (n - 1))
    point += np.array([[0.005], [-0.005]]) * direction
    return float(abs(np.diff(entropy(point))[0]) / 0.01)


def check(run):
    """Numeric check of lem:entropy_lipschitz."""
    run.witness(
        "three logits",
        {"n": 3, "y": [1.5, 0.0, -0.5], "z": [0.0, 0.0, 1.0]},
        {"n >= 2": lambda v: v["n"] - 2, "in R^n": lambda v: len(v["y"]) == len(v["z"]) == v["n"]},
    )
    optimised(run)
    checks.check_bound(
        run,
        Claim("pairs", "|H(y) - H(z)| <= (Phi_n + 1/8) |y - z|, n <= 8"),
        PAIRS,
        change,
        allowed,
        controls={"0.8 (Phi_n + 1/8)": lambda v: allowed(v, 0.8)},
        effort=0.5,
        scale=3.0,  # H(y) - H(z) cancels
        accuracy=1e-9,
    )
    checks.check_bound(
        run,
        Claim("two groups", "|grad H| <= Phi_n + 1/8 where q has two values, n <= 2^50"),
        GROUPS,
        two_groups,
        lambda v: constant(v.n),
        controls={"0.98": lambda v: 0.98 * constant(v.n)},
        effort=0.5,
    )
    bounds_of_peak(run)


def compare(run, record, name, text, left, right, n):
    record(checks.deterministic_bound(Claim(name, text), left, right, inputs={"n": n}))


def optimised(run):
    """The best constant, by searches of all R^n for the steepest point, n <= 64."""
    n = np.array(SIZES)
    logs = np.log(n - 1)
    found = np.array(run.map(steepest, SIZES, name="steepest"))
    text = "the best constant found <= "
    limit, below = constant(n), best(n)
    compare(run, run.claim, "best", text + "Phi_n + 1/8", found, limit, n)
    compare(run, run.control, "best: 0.09", text + "Phi_n + 0.09", found, limit - 0.035, n)
    compare(run, run.control, "best: 0.9", text + "0.9 (Phi_n + 1/8)", found, 0.9 * limit, n)
    bits = found / math.log(2)
    compare(run, run.control, "best: bits", text + "Phi_n + 1/8, in bits", bits, limit, n)
    some = n > 2  # at n = 2 the next bound is 0
    low = 0.24 * logs[some]
    compare(run, run.control, "best: 0.24", text + "0.24 log(n-1)", found[some], low, n[some])
    huge = 0.24 * math.log(1e300)
    compare(
        run, run.control, "best: 0.24, n = 10^300", text + "0.24 log(n-1)", best(1e300), huge, 1e300
    )
    compare(
        run, run.claim, "best: 1/4 + 3/8", text + "log(n-1)/4 + 3/8", found, logs / 4 + 0.375, n
    )
    compare(
        run, run.claim, "below: 1/4", "log(n-1)/4 <= the best constant found", logs / 4, found, n
    )
    text = "sqrt(n/(n-1)) Phi_n <= the best constant found, up to the searches' precision"
    compare(run, run.claim, "below", text, below, found * (1 + 1e-5), n)
    compare(
        run,
        run.control,
        "below: 1.001",
        text + ", times 1.001",
        1.001 * below,
        found * (1 + 1e-5),
        n,
    )
    text = "no search ended above sqrt(n/(n-1)) Phi_n: this is more than the statement says"
    compare(run, run.claim, "no better", text, found, below * (1 + 1e-7), n)
    quotients = np.array([steep_quotient(size) for size in SIZES])
    text = "of sqrt(n/(n-1)) Phi_n |y - z| <= |H(y) - H(z)| for some y, z"
    compare(run, run.claim, "quotients", "0.9999 " + text, 0.9999 * below, quotients, n)
    compare(run, run.control, "quotients: 1.01", "1.01 " + text, 1.01 * below, quotients, n)


def bounds_of_peak(run):
    """log(n-1)/4 <= Phi_n <= (log(n-1) + sqrt(log(n-1)^2 + 4))/8 <= log(n-1)/4 + 1/4."""
    n = np.concatenate([SIZES, 10.0**POWERS])
    logs = np.log(n - 1)
    middle, last = (logs + np.sqrt(logs**2 + 4)) / 8, logs / 4 + 0.25
    v = np.linspace(1e-6, 1 - 1e-6, 20001)
    grid = [float((v * (1 - v) * (length + np.log((1 - v) / v))).max()) for length in logs]
    text = "the maximum on a grid of v is Phi_n, from below"
    compare(run, run.claim, "peak, grid", text, grid, peak(n), n)
    compare(run, run.claim, "peak, grid: 0.9999", text, 0.9999 * peak(n), grid, n)
    for name, left, right, wrong in (
        ("log(n-1)/4 <= Phi_n", logs / 4, peak(n), 1.03 * logs / 4),
        ("Phi_n <= (l + sqrt(l^2 + 4))/8", peak(n), middle, None),
        ("(l + sqrt(l^2 + 4))/8 <= l/4 + 1/4", middle, last, middle * 1.03),
    ):
        compare(run, run.claim, name, f"{name}, n <= 10^300", left, right, n)
        if wrong is not None:
            compare(run, run.control, f"{name}: 1.03", f"1.03 times {name}", wrong, right, n)
    less = (logs + np.sqrt(logs**2 + 3.2)) / 8
    compare(run, run.control, "3.2 for 4", "Phi_n <= (l + sqrt(l^2 + 3.2))/8", peak(n), less, n)
    large = 10.0**POWERS
    compare(
        run,
        run.control,
        "0.99, n <= 10^300",
        "|grad H| <= 0.99 (Phi_n + 1/8) where all entries of q but one are equal",
        best(large),
        0.99 * constant(large),
        large,
    )


if __name__ == "__main__":
    checks.main(check)
