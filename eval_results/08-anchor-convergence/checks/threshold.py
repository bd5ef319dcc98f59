"""lem:threshold in rational arithmetic at critical radii, and searched in floating point."""

from fractions import Fraction

import four_tokens
import numpy as np
from worst_case import leak, threshold

from dlt_proof import checks
from dlt_proof.checks import Claim

MOST = 12
# The first N of T tokens are anchors, in R^1 with V* >= 0; places 0 are those of the worst case.
SEARCHED = checks.Parameters(
    {
        "T": checks.integer(1, MOST),
        "N": checks.integer(0, MOST),
        "kappa": checks.real(1e-6, 100, log=True),
        "M": checks.real(0.1, 3),
        "V": checks.real(0, 2),
        "eps": checks.real(0, 3),
        "gaps": checks.vector(MOST, 0.0, 3.0),
        "places": checks.vector(MOST, 0.0, 1.0),
    },
    {
        "N_T <= T": lambda v: v.T - v.N,
        "ass:bounded_values: room for anchors": lambda v: v.M - np.abs(v.V - v.eps),
        "eps < R": lambda v: v.M + v.V - v.eps - 1e-6,
    },
)


def fraction(rng, low, high, parts=24):
    """A random rational number of [low, high], an end of it half of the time."""
    part = rng.choice([0, parts]) if rng.integers(0, 2) else rng.integers(0, parts + 1)
    return low + (high - low) * Fraction(int(part), parts)


def case(_, rng, *, extreme=False, violated=""):
    """A rational outcome: N, T, kappa, R, eps and the distance |x_T - V*|, in R^1.

    Where it is `extreme`, all is as in the worst case. One hypothesis may be violated.
    """
    horizon = int(rng.integers(1, MOST + 1))
    anchors = rng.uniform(size=horizon) < rng.choice([0.0, 0.3, 0.7, 1.0])
    kappa = Fraction(int(rng.integers(1, 40)), int(rng.choice([2, 10, 40, 1000])))
    most, target = fraction(rng, Fraction(0), Fraction(3)), fraction(rng, Fraction(0), Fraction(2))
    eps = fraction(rng, abs(target - most) if target > most else Fraction(0), most + target)
    given = {"accuracy": eps + Fraction(1, 5), "bounded": most * Fraction(11, 10)}
    reach = given["accuracy"] if violated == "accuracy" else eps
    bound = given["bounded"] if violated == "bounded" else most
    slip = Fraction(11, 10) if violated == "margin" else Fraction(1)
    low, high = max(-bound, target - reach), min(bound, target + reach)
    weights, values = [], []
    for anchor in anchors:
        spread = 1 + (0 if extreme or violated else fraction(rng, Fraction(0), Fraction(3)))
        weights.append(spread / kappa / slip if anchor else 1 / Fraction(spread))
        place = Fraction(0) if extreme or violated else fraction(rng, Fraction(0), Fraction(1))
        values.append(low + (high - low) * place if anchor else -bound + 2 * bound * place)
    out = sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    return int(anchors.sum()), horizon, kappa, most + target, eps, abs(out - target)


def radii(instance, rng):
    """Radii in [eps, R): eps, the distance, just below it, those of the counts, a random one."""
    _, horizon, kappa, size, eps, distance = instance
    if not eps < size:
        return []
    found = [eps, distance, distance - Fraction(1, 10**9), fraction(rng, eps, size, 997)]
    counts = range(1, horizon + 1)
    found += [eps + (size - eps) * leak(n, horizon, kappa) for n in counts]
    return [r for r in found if eps <= r < size]


def implied(instances, rng, *, factor=Fraction(1), strict=True):
    """At each instance and radius 1 if the implication is false there, and 0 if it is true."""
    found = []
    for instance in instances:
        count, horizon, kappa, size, eps, distance = instance
        for r in radii(instance, rng):
            event = distance > r if strict else distance >= r
            found.append(int(event and count >= factor * threshold(kappa, size, r, eps) * horizon))
    return found


def exact(name, statement, found):
    """That an implication was false nowhere, or an equivalence."""
    return checks.exact_identity(Claim(name, statement), found, [0] * len(found))


def place(v):
    """|x_T - V*| for the gaps of scores above the margin and the places of values."""
    number = np.arange(MOST)
    anchor, target = number < v.N[:, None], v.V[:, None]
    weights = np.exp(np.where(anchor, v.gaps, -v.gaps)) * np.where(anchor, 1, v.kappa[:, None])
    weights = np.where(number < v.T[:, None], weights, 0.0)
    low = np.maximum(-v.M, v.V - v.eps)[:, None]
    high = np.minimum(v.M, v.V + v.eps)[:, None]
    most = v.M[:, None]
    values = np.where(anchor, low + (high - low) * v.places, -most + 2 * most * v.places)
    # Summed as differences, so that nothing cancels.
    return np.abs((weights * (values - target)).sum(axis=1) / weights.sum(axis=1))


def at_the_distance(v, factor=1.0):
    """theta_r T at r = |x_T - V*|, or T where that is below eps."""
    size = v.M + v.V
    return (
        factor
        * threshold(v.kappa, size, np.minimum(np.maximum(place(v), v.eps), size), v.eps)
        * v.T
    )


def check(run):
    """Numeric check of lem:threshold."""
    radius = {"r": 0.6}
    run.witness(
        "four tokens",
        {**four_tokens.INSTANCE, **radius},
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:score_margin": four_tokens.score_margin,
            "ass:bounded_values": four_tokens.bounded_values,
            "eps <= r": lambda v: v["r"] - v["eps"],
            "r < R": lambda v: v["r"] < v["M"] + abs(v["V*"]),
        },
    )
    rng = run.rng(1)
    drawn = run.map(case, range(1500), stream=2)
    worst = [case(None, rng, extreme=True) for _ in range(1500)]
    statement = "|x_T - V*| > r implies N_T < theta_r T"
    run.claim(exact("implication", f"{statement}, for eps <= r < R", implied(drawn, rng)))
    thetas = [threshold(i[2], i[3], r, i[4]) for i in [*drawn, *worst] for r in radii(i, rng)]
    run.claim(exact("range", "0 < theta_r <= 1", [int(not 0 < t <= 1) for t in thetas]))
    numbers = [
        (leak(n, i[1], i[2]) * (i[3] - i[4]) + i[4] > r, n < threshold(i[2], i[3], r, i[4]) * i[1])
        for i in drawn[:300]
        for r in radii(i, rng)
        for n in range(i[1] + 1)
    ]
    text = "eps + (R - eps) h(n) > r if and only if n < theta_r T"
    run.claim(exact("numbers", text, [int(a != b) for a, b in numbers]))
    changed = [
        int((leak(n, i[1], i[2]) * (i[3] - i[4]) + i[4] > r) != (n <= theta * i[1]))
        for i in drawn[:300]
        for r in radii(i, rng)
        for theta in [threshold(i[2], i[3], r, i[4])]
        for n in range(i[1] + 1)
    ]
    run.control(exact("numbers: n <= theta_r T", f"{text}, with n <= theta_r T", changed))
    run.claim(
        exact(
            "attained",
            "at the extremal values and scores |x_T - V*| > r if and only if N_T < theta_r T",
            [
                int((i[5] > r) != (i[0] < threshold(i[2], i[3], r, i[4]) * i[1]))
                for i in worst
                for r in radii(i, rng)
            ],
        )
    )
    run.control(exact("closed", "|x_T - V*| >= r implies it", implied(worst, rng, strict=False)))
    run.control(exact("0.97", f"{statement}, 0.97 theta_r", implied(worst, rng, factor=0.97)))
    for hypothesis in ("accuracy", "margin", "bounded"):
        beyond = [case(None, rng, violated=hypothesis) for _ in range(500)]
        run.control(exact(f"{hypothesis} violated", statement, implied(beyond, rng)))
    run.control(
        exact(
            "r below eps",
            f"{statement} at r = 0, eps = 1, R = 2, kappa = 1/4, where theta_r = -1",
            [int(threshold(Fraction(1, 4), Fraction(2), 0, 1) * 4 <= 4)],
        )
    )
    checks.check_bound(
        run,
        Claim("searched", "N_T <= theta_r T at every r >= eps below |x_T - V*|"),
        SEARCHED,
        lambda v: v.N,
        at_the_distance,
        controls={"0.97 theta_r": lambda v: at_the_distance(v, 0.97)},
        effort=0.3,
    )


if __name__ == "__main__":
    checks.main(check)
