"""rem:accuracy: that nu sqrt(c) is needed for every c, and cosh^2(delta/2)/(p0 T) for every p0.

Not a check of its own: the check of thm:accuracy_scaling calls it.
"""

import itertools
from fractions import Fraction

import numpy as np
import scaling_models as models
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

HALF = Fraction(1, 2)
# Pairs (sqrt c, sqrt(1 - c)) of rationals.
ROOTS = [(Fraction(a, n), Fraction(b, n)) for a, b, n in ((0, 1, 1), (3, 4, 5), (12, 5, 13))]
ROOTS += [(b, a) for a, b in ROOTS]
NU = Fraction(2, 3)
PAIRS = [(p0, delta) for p0 in (0.05, 0.3, 1.0) for delta in (0.0, 0.5, 2.0, 4.0)]
SIZES = np.array([400, 4000])
ANY = checks.Parameters(
    {"c": checks.real(0, 1), "T": checks.integer(1, 10_000, log=True), "nu": checks.real(0, 3)}
)


def common(exps, root, other):
    """Of V_k - V* = nu (root xi_0 + other xi_k), fair signs: E (x_T - V*)^2, E|x_T - V*|,
    E V_1^2 and E V_1 V_2.

    Args:
        exps: the anchors' e^scores, which depend on nothing.
    """
    total, found = sum(exps), [Fraction(0)] * 4
    chance = HALF ** (len(exps) + 1)
    for xi, *zeta in itertools.product((-1, 1), repeat=len(exps) + 1):
        errors = [NU * (root * xi + other * z) for z in zeta]
        output = sum(e * x for e, x in zip(exps, errors, strict=True)) / Fraction(total)
        for i, value in enumerate((output**2, abs(output), errors[0] ** 2, errors[0] * errors[1])):
            found[i] += chance * value
    return found


def equal_scores(v):
    """E(x_T - V*)^2 of these errors for equal scores."""
    return v.nu**2 * (v.c + (1 - v.c) / v.T)


def needed(run):
    """The mean square c nu^2 cannot be avoided, with moments that are exactly nu^2 and c nu^2."""
    cases = [(exps, *pair) for exps in ((1, 1), (5, 1, 2), (1, 3, 1, 7, 2)) for pair in ROOTS]
    found = [common(*case) for case in cases]
    squares = [sum(Fraction(e, sum(exps)) ** 2 for e in exps) for exps, _, _ in cases]
    run.claim(
        checks.exact_identity(
            Claim("common error, moments", "E(V_k - V*)^2 = nu^2, E of two errors = c nu^2"),
            [x for case in found for x in case[2:]],
            [x for _, root, _ in cases for x in (NU**2, root**2 * NU**2)],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("common error", "E(x_T - V*)^2 = nu^2 (c + (1 - c) sum w^2)"),
            [case[0] for case in found],
            [
                NU**2 * (root**2 + other**2 * s)
                for (_, root, other), s in zip(cases, squares, strict=True)
            ],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("c needed, mean", "nu sqrt(c) <= E|x_T - V*| in this model"),
            [float(NU * root) for _, root, _ in cases],
            [float(case[1]) for case in found],
        )
    )
    checks.check_bound(
        run,
        Claim("c needed", "c nu^2 <= E|x_T - V*|^2 in this model, for every c and T"),
        ANY,
        lambda v: v.c * v.nu**2,
        equal_scores,
        controls={"E|x_T - V*|^2 reduced by 3 %": lambda v: 0.97 * equal_scores(v)},
    )
    for name, less in (("0.97 c for c", 0.97), ("c/T for c", None)):
        run.control(
            checks.search_bound(
                run,
                Claim(f"c needed: {name}", f"E|x_T - V*|^2 <= nu^2 (c + (1 - c) chi_T), {name}"),
                ANY,
                equal_scores,
                lambda v, less=less: (
                    v.nu**2
                    * (v.c * (less or 1 / v.T) + (1 - v.c) * models.variance_factor(1.0, v.T))
                ),
            )
        )


def mean_squares(p0, delta, horizon):
    """E sum_{k in I} w^2 where scores of anchors are 0 or delta by a coin, the leakage being zero.

    Args:
        delta: e^score is 1 with probability e^delta/(1 + e^delta), and e^delta otherwise.
    """
    ratio = np.exp(delta)
    law = models.law(horizon, p0)
    spread = 12 * np.sqrt(horizon)
    counts = np.arange(max(1, int(p0 * horizon - spread)), min(horizon, p0 * horizon + spread) + 1)
    heavy = np.arange(horizon + 1)[:, None]
    chance = binom.pmf(heavy, counts, 1 / (1 + ratio))
    light = np.maximum(counts - heavy, 0)
    squares = (heavy * ratio**2 + light) / (heavy * ratio + light) ** 2
    return float(law[counts.astype(int)] @ (chance * np.where(chance > 0, squares, 0)).sum(axis=0))


def best(run):
    """p0 T E|A|^2 tends to cosh^2(delta/2) nu^2: no smaller factor, whatever p0 and delta."""
    found = np.array([[mean_squares(*pair, t) for t in SIZES] for pair in PAIRS])
    p0, delta = (np.array(x)[:, None] for x in zip(*PAIRS, strict=True))
    limits = np.cosh(delta / 2) ** 2
    scaled = p0 * SIZES * found
    inputs = {"p0": p0 + 0 * scaled, "delta": delta + 0 * scaled, "T": SIZES + 0 * scaled}
    bound = SIZES * p0 * models.variance_factor(p0, SIZES) * limits
    within = limits * np.cosh(delta / 2) ** 2 * 4 / (p0 * SIZES)
    run.claim(
        checks.deterministic_bound(
            Claim("cosh^2 is right", "|p0 T E|A|^2/nu^2 - cosh^2| <= 4 cosh^4/(p0 T), c = 0"),
            np.abs(scaled - limits),
            within,
            inputs=inputs,
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("cosh^2 above", "E|A|^2 <= nu^2 chi_T cosh^2(delta/2) there"),
            scaled,
            bound,
            inputs=inputs,
        )
    )
    for factor in (0.97, 0.5):
        run.control(
            checks.deterministic_bound(
                Claim(f"cosh^2: {factor}", f"p0 T E|A|^2 <= {factor} cosh^2 nu^2 at T = 4000"),
                scaled[:, 1],
                factor * limits[:, 0],
                inputs={"p0": p0[:, 0], "delta": delta[:, 0]},
            )
        )
    even = np.array([mean_squares(p, 0.0, SIZES[1]) for p, _ in PAIRS])
    run.control(
        checks.deterministic_bound(
            Claim("equal scores", "the same limit although all anchors have one score"),
            np.abs(p0[:, 0] * SIZES[1] * even - limits[:, 0]),
            within[:, 1],
        )
    )


def check(run):
    """The claims of rem:accuracy."""
    needed(run)
    best(run)
