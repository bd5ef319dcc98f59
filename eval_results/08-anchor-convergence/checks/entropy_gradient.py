"""The derivatives in the proof of lem:entropy_lipschitz, against mpmath's.

They are claims of the check `entropy_lipschitz`, which calls `steps`. F is the squared norm of the
gradient of H; the other letters are those of the proof. For its inequalities see `entropy_maxima`.
"""

import math

import mpmath
import numpy as np

DIGITS = 40
NEAR = 1e-15  # relative, for derivatives by differences with these digits


def softmax(z):
    """q, g, s and F at a vector of mpmath's numbers."""
    exps = [mpmath.exp(x) for x in z]
    q = [x / mpmath.fsum(exps) for x in exps]
    entropy = -mpmath.fsum(x * mpmath.log(x) for x in q)
    g = [mpmath.log(x) + entropy for x in q]
    s = -mpmath.fsum(x * x * y for x, y in zip(q, g, strict=True))
    return q, g, s, mpmath.fsum((x * y) ** 2 for x, y in zip(q, g, strict=True))


def entropy_of(z):
    return -mpmath.fsum(x * mpmath.log(x) for x in softmax(z)[0])


def square(z):
    return softmax(z)[3]


def along(function, z, direction, order=1):
    """A derivative of a function at z in a direction."""
    moved = lambda e: function([x + e * y for x, y in zip(z, direction, strict=True)])  # noqa: E731
    return mpmath.diff(moved, 0, order)


def equation(z):
    """(g_j + 1)(q_j g_j + s) - F for every j, which vanishes at critical points."""
    q, g, s, f = softmax(z)
    return [(b + 1) * (a * b + s) - f for a, b in zip(q, g, strict=True)]


def critical(n, large):
    """A critical point where the first `large` entries are equal, and the others are."""

    def z(x):
        return [x] * large + [mpmath.mpf(0)] * (n - large)

    grid = np.linspace(0.1, 12 + math.log(n), 400)
    logs = grid + math.log(large / max(1, n - large))  # log of the quotient of the two masses
    start = grid[np.argmax(logs_square(logs, grid, n, large))]
    return z(mpmath.findroot(lambda x: equation(z(x))[0], mpmath.mpf(float(start))))


def logs_square(logs, grid, n, large):
    """F for two groups, where `grid` is the difference of their logits."""
    return (grid / (2 + np.exp(logs) + np.exp(-logs))) ** 2 * (1 / large + 1 / (n - large))


def error(value, other):
    return float(abs(value - other) / max(abs(value), abs(other)))


def derivatives(rng):
    """Relative errors of the two gradients, and of wrong ones, at random vectors."""
    rows = []
    for n in (2, 3, 3, 4, 6):
        z = [mpmath.mpf(x) for x in rng.normal(size=n) * 2]
        q, g, s, f = softmax(z)
        entropy, vanish = entropy_of(z), equation(z)
        for j in range(n):
            unit = [int(i == j) for i in range(n)]
            first, half = along(entropy_of, z, unit), along(square, z, unit) / 2
            wrong = q[j] * ((g[j] + 1) * (q[j] * g[j] - s) - f)
            rows.append(
                (
                    error(first, -q[j] * g[j]),
                    error(first, -q[j] * (g[j] - entropy)),
                    error(half, q[j] * vanish[j]),
                    error(half, wrong),
                )
            )
    return np.array(rows).T


def slopes():
    """Relative errors of the two derivatives of one variable, and of one with a wrong sign."""
    rows = []
    for k, x, t in ((0.1, 2.5, 1.5), (1.0, 3.0, 1.2), (3.0, 40.0, 0.5), (9.0, 1e6, 0.1)):
        k, x, t = mpmath.mpf(k), mpmath.mpf(x), mpmath.mpf(t)
        slope = mpmath.diff(lambda y: y * (y + 1) * mpmath.exp(-y), k)
        grown = mpmath.diff(
            lambda y, t=t: mpmath.log(mpmath.sqrt(y / (y - 1)) * (mpmath.log(y - 1) + t)), x
        )
        rest = 1 / ((x - 1) * (mpmath.log(x - 1) + t))
        right, wrong = (rest + sign / (2 * x * (x - 1)) for sign in (-1, 1))
        rows.append(
            (
                error(slope, mpmath.exp(-k) * (1 + k - k**2)),
                error(grown, right),
                error(grown, wrong),
            )
        )
    return np.array(rows).T


def curvatures():
    """At critical points with two or more equal large entries what the proof says of F there.

    The largest residue of the equation, the second derivative along e_1 - e_2 against the formula,
    against it without its second term, and that derivative itself.
    """
    rows = []
    for n, large in ((3, 2), (4, 2), (4, 3), (10, 2), (40, 5)):
        z = critical(n, large)
        q, g, _, f = softmax(z)
        direction = [1, -1] + [0] * (n - 2)
        second = along(square, z, direction, 2)
        curved = 4 * q[0] * (f / (g[0] + 1) + q[0] * (g[0] + 1) ** 2)
        flat = 4 * q[0] * f / (g[0] + 1)
        residue = max(abs(x) for x in equation(z)) / f
        rows.append((float(residue), error(second, curved), error(second, flat), float(second)))
    return np.array(rows).T


def steps(run, bounded):
    """The derivatives, for a function `bounded(record, name, text, left, right, inputs)`."""
    with mpmath.workdps(DIGITS):
        first, first_wrong, half, half_wrong = derivatives(run.rng(3))
        residue, second, second_wrong, curvature = curvatures()
        slope, grown, grown_wrong = slopes()
    for name, text, found, record in (
        ("gradient of H", "dH/dz_i = -q_i g_i", first, run.claim),
        ("gradient of H: log q_i", "dH/dz_i = -q_i log q_i", first_wrong, run.control),
        ("gradient of F", "dF/dz_j = 2 q_j ((g_j + 1)(q_j g_j + s) - F)", half, run.claim),
        ("gradient of F: -s", "the same with -s", half_wrong, run.control),
        ("slope in k", "(k (k + 1) e^-k)' = e^-k (1 + k - k^2)", slope, run.claim),
        ("slope in n", "(log K)' = 1/((x-1)(log(x-1) + t)) - 1/(2x(x-1))", grown, run.claim),
        ("slope in n: +", "the same with +", grown_wrong, run.control),
        ("critical", "(g_j + 1)(q_j g_j + s) = F at maxima on two groups", residue, run.claim),
        ("curvature", "F'' = 4 q (F/(g + 1) + q (g + 1)^2) there", second, run.claim),
        ("curvature: first term", "F'' = 4 q F/(g + 1) there", second_wrong, run.control),
    ):
        bounded(record, name, f"{text}: relative error at most {NEAR}", found, NEAR, None)
    text = "F'' >= 0.05 at critical points with g_1 = g_2 > 0"
    bounded(run.claim, "no maximum", text, 0.05, curvature, None)
