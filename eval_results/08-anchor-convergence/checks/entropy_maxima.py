"""The inequalities in the proof of lem:entropy_lipschitz, at the maxima and for all numbers.

They are claims of the check `entropy_lipschitz`, which calls `steps`. The letters are those of the
proof. For its derivatives see `entropy_gradient`.
"""

import math

import numpy as np
from entropies import best, peak_logit

from dlt_proof import checks
from dlt_proof.checks import Claim

PART = 1 - 1 / math.e
REAL = checks.Parameters({"t": checks.real(-40, 40), "length": checks.real(0, 700)})
EXPONENT = checks.Parameters({"k": checks.real(0, 60)})
LARGE = checks.Parameters({"g": checks.real(3 / 20, 50)})
# Softmax weights q, of which only the first one exceeds e^-H.
ONE_LARGE = checks.Parameters(
    {"first": checks.real(0, 1, open="both"), "rest": checks.simplex(5)},
    {"g_i < 0 for i >= 2": lambda v: -weights(v)[1][:, 1:].max(axis=1)},
)


def weights(v):
    """q, g and H of `ONE_LARGE`."""
    q = np.concatenate([v.first[:, None], (1 - v.first)[:, None] * v.rest], axis=1)
    logs = np.log(np.maximum(q, 1e-300))
    entropy = -(q * logs).sum(axis=1)
    return q, logs + entropy[:, None], entropy


def at_maximum(n):
    """|s|, a, P, g_1, q_1 and F where F = K_n^2."""
    t = peak_logit(n)
    v = 1 / (1 + np.exp(t))
    entropy = -(1 - v) * np.log1p(-v) - v * np.log(v / (n - 1))
    large, small = np.log1p(-v) + entropy, np.log(v / (n - 1)) + entropy
    s = -((1 - v) ** 2) * large - v**2 / (n - 1) * small
    return -s, np.exp(-1 - entropy), (1 - v) * large, large, 1 - v, best(n) ** 2


def steps(run, bounded):
    """The inequalities, for a function `bounded(record, name, text, left, right, inputs)`."""
    maxima(run, bounded)
    inequalities(run)


def maxima(run, bounded):
    """The numbers at the steepest points, and K_n as a function of n."""
    n = np.concatenate([np.arange(2, 2000), np.geomspace(2000, 1e15, 200).round()])
    s, a, p, g, q, f = at_maximum(n)
    t, lengths = peak_logit(n), np.log(n - 1)
    given = {"n": n}
    least, bound = 5 * math.exp(-3) * a, p / (g + 1) * (1 - a + g * (1 - q))
    for name, text, left, right, record in (
        ("s", "5 e^-3 a <= |s| at the maximum", least, s, run.claim),
        ("s: 4", "4 times 5 e^-3 a <= |s| at the maximum", 4 * least, s, run.control),
        ("s, equation", "P - F/(g_1 + 1) <= |s|", p - f / (g + 1), s, run.claim),
        ("s, equation: equal", "|s| <= P - F/(g_1 + 1)", s, p - f / (g + 1), run.claim),
        ("s, chain", "P (1 - a + g_1 (1 - q_1))/(g_1 + 1) <= |s|", bound, s, run.claim),
        (
            "s, chain: end",
            "P (1 - 1/e)/(g_1 + 1) <= the same",
            PART * p / (g + 1),
            bound,
            run.claim,
        ),
        ("s, chain: 1.03", "1.03 times the same <= |s|", 1.03 * bound, s, run.control),
        ("P", "F <= P^2 + a P", f, p**2 + a * p, run.claim),
        ("P: alone", "F <= P^2", f, p**2, run.control),
        ("2n", "log(n-1) + t <= 2 n at the maximiser", lengths + t, 2 * n, run.claim),
        ("2n: n/2", "log(n-1) + t <= n/2 at the maximiser", lengths + t, n / 2, run.control),
        ("0 < t", "0 <= t, log(n-1) + t >= 0", np.zeros(len(n)), t, run.claim),
        ("g_1", "3/20 <= g_1 at the maximum", 3 / 20, g, run.claim),
        ("g_2", "1 <= -g_i, i >= 2, at the maximum", 1.0, lengths + t - g, run.claim),
    ):
        bounded(record, name, f"{text}, n <= 10^15", left, right, given)
    grown = best(n)
    text = "K_n <= K_m for n < m"
    next_ = {"n": n[:-1]}
    bounded(run.claim, "K_n grows", text, grown[:-1], grown[1:], next_)
    text = "1.01 K_n <= K_m for n < m"
    bounded(run.control, "K_n grows: 1.01", text, 1.01 * grown[:-1], grown[1:], next_)
    for name, small, large in (
        ("9/400 + 3/(20 e) <= 0.078", 9 / 400 + 3 / (20 * math.e), 0.078),
        ("0.098 <= 2 (4/25 log 4)^2", 0.098, 2 * (4 / 25 * math.log(4)) ** 2),
        ("2 (4/25 log 4)^2 <= K_2^2", 2 * (4 / 25 * math.log(4)) ** 2, float(best(2)) ** 2),
        ("0.082 <= (1 - 1/e) g/(g + 1), g = 3/20", 0.082, PART * 0.15 / 1.15),
        ("5 e^-4 e^-g <= 0.079, g = 3/20", 5 * math.exp(-4.15), 0.079),
    ):
        bounded(run.claim, name, name, small, large, None)
    name = "K_2^2 <= 0.098"
    bounded(run.control, name, name, float(best(2)) ** 2, 0.098, None)


def inequalities(run):
    """What is said of all real numbers."""
    search = {"samples": 1000, "effort": 0.2}
    checks.check_bound(
        run,
        Claim("k = 3", "-5 e^-3 <= e^-k (1 + k - k^2) for k >= 0"),
        EXPONENT,
        lambda v: -5 * np.exp(0 * v.k - 3),
        lambda v: np.exp(-v.k) * (1 + v.k - v.k**2),
        controls={"1.03 k^2": lambda v: np.exp(-v.k) * (1 + v.k - 1.03 * v.k**2)},
        **search,
    )
    checks.check_bound(
        run,
        Claim("g_1 >= 3/20", "5 e^-4 e^-g <= (1 - 1/e) g/(g + 1) for g >= 3/20"),
        LARGE,
        lambda v: 5 * np.exp(-4 - v.g),
        lambda v: PART * v.g / (v.g + 1),
        controls={"0.95": lambda v: 0.95 * PART * v.g / (v.g + 1)},
        **search,
    )
    checks.check_bound(
        run,
        Claim("v (1 - v)", "v (1 - v) <= 1/(4 + t^2) for t = log((1 - v)/v)"),
        REAL,
        lambda v: 1 / (np.exp(v.t) + 2 + np.exp(-v.t)),
        lambda v: 1 / (4 + v.t**2),
        controls={"1.03 t^2": lambda v: 1 / (4 + 1.03 * v.t**2)},
        **search,
    )
    checks.check_identity(
        run,
        Claim("w", "4 + t^2 - 2 w (l + t) = (t - w)^2 for w = (l^2 + 4)^(1/2) - l"),
        REAL,
        lambda v: 4 + v.t**2 - 2 * root(v) * (v.length + v.t),
        lambda v: (v.t - root(v)) ** 2,
        controls={"(t + w)^2": lambda v: (v.t + root(v)) ** 2},
        digits=60,
        scale=1e5,
    )
    checks.check_bound(
        run,
        Claim("one large", "F <= P^2 + a P where g_i < 0 for i >= 2, P = q_1 g_1"),
        ONE_LARGE,
        lambda v: ((weights(v)[0] * weights(v)[1]) ** 2).sum(axis=1),
        one_large,
        controls={"a/2": lambda v: one_large(v, 0.5)},
        **search,
        accuracy=1e-9,
    )


def root(v):
    return np.sqrt(v.length**2 + 4) - v.length


def one_large(v, factor=1.0):
    """P^2 + a P."""
    q, g, entropy = weights(v)
    mass = q[:, 0] * g[:, 0]
    return mass**2 + factor * np.exp(-1 - entropy) * mass
