"""lem:entropy_lipschitz: the best constant by free optimisation, pairs of points, and large n."""

import math

import numpy as np
from scipy.optimize import minimize, minimize_scalar

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


def constant(n):
    """L_n."""
    return (3 + 2 * np.log(n - 1)) / 8


def steepness(z):
    """-|grad H(z)|^2/2 and its gradient, for one vector."""
    exps = np.exp(z - z.max())
    q = exps / exps.sum()
    logs = np.log(np.maximum(q, 1e-300))
    slope = -q * (logs - q @ logs)
    inner = slope * q * (logs - q @ logs + 1)
    return -slope @ slope / 2, inner - q * inner.sum() + (slope @ q) * slope


def one_against_rest(x, n):
    """|grad H| where one entry of q is 1/(1 + e^-x) and the others are equal."""
    return (x + np.log(n - 1)) / (4 * np.cosh(x / 2) ** 2) * np.sqrt(n / (n - 1))


def steepest_logit(n):
    """The x at which this is largest."""
    return minimize_scalar(lambda x: -one_against_rest(x, n), bounds=(0, 3), method="bounded").x


@np.vectorize
def best(n):
    """The largest of these."""
    return one_against_rest(steepest_logit(n), n)


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
    """L_n |y - z|."""
    step = np.where(np.arange(MOST) < v.n[:, None], v.step, 0.0)
    return factor * constant(v.n) * v.size * np.sqrt((step**2).sum(axis=1))


def two_groups(v):
    """|grad H| of `GROUPS`: a (1 - a) |log q_1 - log q_n| sqrt(1/m + 1/(n - m))."""
    m = 1 + np.floor(v.part * (v.n - 2))
    logs = v.x + np.log((v.n - m) / m)
    return abs(logs) / (2 + np.exp(v.x) + np.exp(-v.x)) * np.sqrt(1 / m + 1 / (v.n - m))


def check(run):
    """Numeric check of lem:entropy_lipschitz."""
    run.witness(
        "three logits",
        {"n": 3, "y": [1.5, 0.0, -0.5], "z": [0.0, 0.0, 1.0]},
        {"n >= 2": lambda v: v["n"] - 2, "in R^n": lambda v: len(v["y"]) == len(v["z"]) == v["n"]},
    )
    sizes = np.array(SIZES)
    given = {"n": sizes}
    found = np.array(run.map(steepest, SIZES, name="steepest"))
    family = best(sizes)
    for name, text, left, right, record in (
        (
            "best constant",
            "the best constant found <= L_n, n <= 64",
            found,
            constant(sizes),
            run.claim,
        ),
        (
            "best constant, below",
            "(1/4) log(n - 1) <= the best constant found",
            np.log(sizes - 1) / 4,
            found,
            run.claim,
        ),
        (
            "one against the rest",
            "no search ended above the points with one entry against the rest",
            found,
            family * (1 + 1e-7),
            run.claim,
        ),
        ("searched enough", "a search ended there", family, found * (1 + 1e-5), run.claim),
        (
            "best constant: 0.83",
            "the best constant found <= 0.83 L_n, n <= 64",
            found,
            0.83 * constant(sizes),
            run.control,
        ),
        (
            "best constant: 2.5",
            "the best constant found <= (2.5 + 2 log(n - 1))/8, n <= 64",
            found,
            (2.5 + 2 * np.log(sizes - 1)) / 8,
            run.control,
        ),
        (
            "best constant: bits",
            "the best constant found <= L_n, n <= 64, with entropy in bits",
            found / math.log(2),
            constant(sizes),
            run.control,
        ),
    ):
        record(checks.deterministic_bound(Claim(name, text), left, right, inputs=given))
    above = sizes > 2  # at n = 2 it is 0
    claim = Claim("0.24", "the best constant found <= 0.24 log(n - 1), 3 <= n <= 64")
    inputs = {"n": sizes[above]}
    limit = 0.24 * np.log(sizes - 1)[above]
    run.control(checks.deterministic_bound(claim, found[above], limit, inputs=inputs))
    claim = Claim("0.24, n = 10^300", "the best constant <= 0.24 log(n - 1), n = 10^300")
    limit = 0.24 * math.log(1e300)
    run.control(checks.deterministic_bound(claim, best(1e300), limit, inputs={"n": 1e300}))
    checks.check_bound(
        run,
        Claim("pairs", "|H(y) - H(z)| <= L_n |y - z|, n <= 8"),
        PAIRS,
        change,
        allowed,
        controls={"0.75 L_n": lambda v: allowed(v, 0.75)},
        scale=3.0,  # H(y) - H(z) cancels
        accuracy=1e-9,
    )
    steps = np.array([steep_quotient(n) for n in SIZES])
    for name, factor, record in (
        ("quotients", 1.0, run.claim),
        ("quotients: 1.35", 1.35, run.control),
    ):
        text = f"{factor:g}/4 log(n - 1) |y - z| <= |H(y) - H(z)| for some y, z, n <= 64"
        left = factor * np.log(sizes - 1) / 4
        record(checks.deterministic_bound(Claim(name, text), left, steps, inputs=given))
    checks.check_bound(
        run,
        Claim("two groups", "|grad H| <= L_n where q has two values, n <= 2^50"),
        GROUPS,
        two_groups,
        lambda v: constant(v.n),
        controls={"0.95 L_n": lambda v: 0.95 * constant(v.n)},
    )
    large = 10.0**POWERS
    given = {"n": large}
    for name, text, left, right, record in (
        (
            "large n",
            "one against the rest: |grad H| <= L_n, n <= 10^300",
            best(large),
            constant(large),
            run.claim,
        ),
        (
            "large n, below",
            "(1/4) log(n - 1) <= |grad H| at some point, n <= 10^300",
            np.log(large - 1) / 4,
            best(large),
            run.claim,
        ),
        (
            "large n: 0.97",
            "one against the rest: |grad H| <= 0.97 L_n, n <= 10^300",
            best(large),
            0.97 * constant(large),
            run.control,
        ),
        (
            "large n, below: 1.01",
            "1.01/4 log(n - 1) <= |grad H| at some point, n <= 10^300",
            1.01 * np.log(large - 1) / 4,
            best(large),
            run.control,
        ),
    ):
        record(checks.deterministic_bound(Claim(name, text), left, right, inputs=given))


def steep_quotient(n):
    """|H(y) - H(z)|/|y - z| at a short step through the steepest point of one against the rest."""
    point = np.zeros((2, n))
    point[:, 0] = steepest_logit(n) + math.log(n - 1)
    direction = np.where(np.arange(n) == 0, 1.0, -1 / (n - 1)) / math.sqrt(n / (n - 1))
    point += np.array([[0.005], [-0.005]]) * direction
    return float(abs(np.diff(entropy(point))[0]) / 0.01)


if __name__ == "__main__":
    checks.main(check)
