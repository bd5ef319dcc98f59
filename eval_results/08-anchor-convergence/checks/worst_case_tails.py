"""What thm:lower_bound says of its model and of binomial tails, and rem:worst_case of numbers.

They are claims of the check `lower_bound`, which calls `steps`.
"""

import math
from fractions import Fraction

import numpy as np
from worst_case import extremal, leak, length, tail, threshold

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
NUMBERS = checks.Parameters({"p": checks.real(0, 1, open="both")})
HALF = checks.Parameters({"p": checks.real(0, 1 / 2, open="left")})


def steps(run, settings):
    """All of it, for settings T, p0, kappa, M, V*, eps and a unit vector."""
    values(run, settings)
    shares(run, settings)
    outside(run, settings)
    numbers(run)


def values(run, settings):
    """The two values of (b): their norms, and their distances to V*."""
    found, stated, fits = [], [], []
    for *_, most, target, eps, unit in settings:
        norm = length(target)
        v = tuple(-c / norm for c in target) if norm else unit
        size = most + norm
        near, far = (tuple(c + x * u for c, u in zip(target, v, strict=True)) for x in (eps, size))
        off = [tuple(a - c for a, c in zip(x, target, strict=True)) for x in (near, far)]
        found.append((length(near), length(far), length(off[0]), length(off[1])))
        stated.append((abs(eps - norm), most, eps, size))
        fits.append((int(found[-1][0] <= most), int(eps <= size)))
    text = "the norms of V* + eps v and V* + R v are | |V*| - eps | and M, and eps, R from V*"
    sides = [x for row in found for x in row], [x for row in stated for x in row]
    run.claim(checks.exact_identity(Claim("values", text), *sides))
    claim = Claim("values fit", "| |V*| - eps | <= M implies |V* + eps v| <= M and eps <= R, as 1")
    run.claim(checks.exact_identity(claim, [x for row in fits for x in row], [1] * 2 * len(fits)))
    # |V*| = 2, M = 1, eps = 1/2: no value is so near to V*.
    claim = Claim("| |V*| - eps | > M", "|V* + eps v| <= M, as 1, where |V*| = 2, M = 1, eps = 1/2")
    run.control(checks.exact_identity(claim, [int(abs(F(1, 2) - 2) <= 1)], [1]))


def shares(run, settings):
    """(c)."""
    pairs = {(t, p0) for t, p0, *_ in settings}
    cases = [(t, p0, F(i, 12)) for t, p0 in sorted(pairs) for i in range(1, 13)]
    none = [(1 - p0) ** t for t, p0, _ in cases]
    below_share = [tail(share * t, t, p0) for t, p0, share in cases]
    few = [i for i, (t, _, share) in enumerate(cases) if share * t <= 1]
    for name, chosen, record in (
        ("c, equality", few, run.claim),
        ("c, all", range(len(cases)), run.control),
    ):
        text = f"Pr[B < theta T] = (1 - p0)^T where theta T <= 1, {name}"
        sides = [below_share[i] for i in chosen], [none[i] for i in chosen]
        record(checks.exact_identity(Claim(name, text), *sides))
    for factor, record in ((1.0, run.claim), (1.03, run.control)):
        name = "c" if factor == 1 else "c: 1.03"
        text = f"{factor:g} (1 - p0)^T <= Pr[B < theta T], 0 < theta <= 1"
        sides = factor * np.array(none, dtype=float), np.array(below_share, dtype=float)
        record(checks.deterministic_bound(Claim(name, text), *sides))
    text = "(1 - p0)^T <= Pr[B < theta_r T] for r = R, where theta_r = 0"
    beyond = float(tail(threshold(F(1, 3), F(1), F(1), F(0)) * 5, 5, F(1, 2)))
    run.control(checks.deterministic_bound(Claim("r = R", text), 0.5**5, beyond))


def outside(run, settings):
    """Radii outside [eps, R), and margins so large that only N_T = 0 fails."""
    larger, smaller, equal = [], [], []
    for t, p0, kappa, most, target, eps, unit in settings:
        rows = extremal(t, p0, kappa, most, target, eps, unit)
        size = most + length(target)
        larger.append(sum((p for p, _, x in rows if x > size), F(0)))
        if eps:
            smaller.append(sum((p for p, _, x in rows if x > eps * F(99, 100)), F(0)))
        equal.append(sum((p for p, _, x in rows if x > eps), F(0)))
    for name, text, left, right, record in (
        ("r = R, never", "Pr[|x_T - V*| > R] = 0", larger, 0, run.claim),
        ("r < eps", "Pr[|x_T - V*| > 0.99 eps] = 1 where eps > 0", smaller, 1, run.claim),
        ("r = eps", "Pr[|x_T - V*| > eps] = 1", equal, 1, run.control),
    ):
        claim = Claim(name, f"{text} for the extremal choice")
        record(checks.exact_identity(claim, left, [right] * len(left)))
    cases = [(t, p0) for t in (1, 2, 5, 30) for p0 in (F(1, 50), F(2, 5), F(1))]
    right = [(1 - p0) ** t for t, p0 in cases]
    # R = 2, gamma = 1, eps = 1/2: theta_gamma T <= 1 from kappa = 1/(2 (T - 1)) down.
    for name, factor, record in (
        ("large Delta", F(1, 2), run.claim),
        ("small Delta", F(3), run.control),
    ):
        kappas = [factor / max(1, t - 1) for t, _ in cases]
        theta = [threshold(k, F(2), F(1), F(1, 2)) for k in kappas]
        text = f"Pr[B < theta_gamma T] = (1 - p0)^T where kappa = {factor}/(T - 1), gamma = R/2"
        left = [tail(x * t, t, p0) for x, (t, p0) in zip(theta, cases, strict=True)]
        record(checks.exact_identity(Claim(name, text), left, right))
    failing = [
        sum(F(1, 2) + F(3, 2) * leak(n, t, F(1, 2) / max(1, t - 1)) > 1 for n in range(t + 1))
        for t, _ in cases
    ]
    claim = Claim("large Delta, counts", "with the former, N_T = 0 is the only count that fails")
    run.claim(checks.exact_identity(claim, failing, [1] * len(failing)))


def numbers(run):
    """8 log(1/(1 - p0))/p0 in rem:worst_case."""

    def ratio(v):
        return -8 * np.log1p(-v.p) / v.p

    checks.check_bound(
        run,
        Claim("ratio > 8", "8 <= 8 log(1/(1 - p0))/p0 for 0 < p0 < 1"),
        NUMBERS,
        lambda v: 8 + 0 * v.p,
        ratio,
        controls={"8.01": lambda v: ratio(v) - 0.01},
        effort=0.1,
    )
    checks.check_bound(
        run,
        Claim("ratio < 11.1", "8 log(1/(1 - p0))/p0 <= 16 log 2 for p0 <= 1/2"),
        HALF,
        ratio,
        lambda v: 16 * math.log(2) + 0 * v.p,
        controls={"11": lambda v: 11 + 0 * v.p},
        effort=0.1,
    )
    claim = Claim("11.1", "16 log 2 <= 11.1")
    run.claim(checks.deterministic_bound(claim, 16 * math.log(2), 11.1))
