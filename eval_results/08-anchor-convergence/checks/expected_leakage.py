"""lem:expected_leakage: h decreases; both moments of the leakage on trees, and their bounds."""

import itertools
from functools import partial

import four_tokens
import numpy as np
import worst_case
from scaling_models import leakage_factors
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 3, 10, 100, 3000)
KAPPAS = (1e-6, 0.01, 0.2, 1.0, 5.0)
ANY = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "T": checks.integer(1, 1000, log=True),
        "kappa": checks.real(1e-8, 100, log=True),
    }
)


def bound(v, rest=1.0, part=1.0, **constants):
    """(1 - p0) alpha_T kappa + (1 - p0)^T, with other constants or a factor on either term."""
    factor, _ = leakage_factors(v.p0, v.T, **constants)
    return part * factor * v.kappa + rest * (1 - v.p0) ** v.T


def square_bound(v, rest=1.0, part=1.0, **constants):
    """(1 - p0) beta_T kappa^2 + (1 - p0)^T, likewise."""
    _, factor = leakage_factors(v.p0, v.T, **constants)
    return part * factor * v.kappa**2 + rest * (1 - v.p0) ** v.T


def square_parts(v, base=1.0, more=1.0):
    """The same with factors on 1 - p0 and on 1/(T + 1) in the last bracket of beta_T."""
    both, first = (1 - v.p0 + 1 / (v.T + 1)), base * (1 - v.p0) + more / (v.T + 1)
    return square_bound(v, part=first / both)


def mean_power(p0, horizon, kappa, power):
    """E h(B_{T,p0})^power."""
    counts = np.arange(int(horizon) + 1)
    leak = worst_case.leak(counts, int(horizon), kappa)
    return float(binom.pmf(counts, int(horizon), p0) @ leak**power)


def mean(power):
    return checks.each(lambda v: mean_power(v.p0, v.T, v.kappa, power))


def leaked(case, rng, *, slip=0.0, rate=1.0):
    """E[1 - W_T] and E[(1 - W_T)^2] where histories have emission probabilities of their own.

    Scores are those of the outcome and keep the margin minus `slip`, exactly so at about half of
    the outcomes; emissions exceed `rate` times p0.
    """
    p0, horizon, kappa = case
    anchors, chance = worst_case.emissions(rng, horizon, rate * p0)
    extra = rng.exponential(size=anchors.shape) * rng.integers(0, 2, (len(anchors), 1))
    weights = np.where(anchors, np.exp(extra - slip), kappa * np.exp(-extra))
    leak = np.where(anchors, 0.0, weights).sum(axis=1) / weights.sum(axis=1)
    return float(chance @ leak), float(chance @ leak**2)


def check(run):
    """Numeric check of lem:expected_leakage."""
    grid = [(t, k) for t in (*HORIZONS, 7, 50) for k in KAPPAS]
    steps = [worst_case.leak(np.arange(t + 1.0), t, k) for t, k in grid]
    now, then = np.concatenate([h[:-1] for h in steps]), np.concatenate([h[1:] for h in steps])
    run.claim(checks.deterministic_bound(Claim("h decreases", "h(n + 1) <= h(n)"), then, now))
    run.control(checks.deterministic_bound(Claim("h increases", "h(n) <= h(n + 1)"), now, then))
    on_trees(run)
    search(run)
    sharp(run)
    run.witness(
        "four tokens",
        four_tokens.INSTANCE,
        {"ass:emission": four_tokens.emission_slack, "ass:score_margin": four_tokens.score_margin},
    )


def on_trees(run):
    """The first inequality of each display, all histories and outcomes enumerated."""
    trees = list(itertools.product(RATES, (1, 2, 3, 6, 9), KAPPAS))
    found = np.array(run.map(leaked, trees, stream=1))
    slipped, rarer = (
        np.array([leaked(c, np.random.default_rng(i), **missed) for i, c in enumerate(trees)])
        for missed in ({"slip": 0.03}, {"rate": 0.97})
    )
    for power, told in ((1, "E[1 - W_T] <= E h(B)"), (2, "E[(1 - W_T)^2] <= E h(B)^2")):
        means = [mean_power(p, t, k, power) for p, t, k in trees]
        for record, name, what, observed in (
            (run.claim, "trees", "every history and outcome of its own", found),
            (run.control, "margin missed", "but the margin is missed by 0.03", slipped),
            (run.control, "emission", "but emissions reach down to 0.97 p0", rarer),
        ):
            record(
                checks.deterministic_bound(
                    Claim(f"{name}, power {power}", f"{told}, {what}"),
                    observed[:, power - 1],
                    means,
                )
            )


def search(run):
    """The second inequality of each display."""
    options = {"samples": 800, "effort": 0.1, "accuracy": 1e-9}
    checks.check_bound(
        run,
        Claim("bound", "E h(B) <= (1 - p0) alpha_T kappa + (1 - p0)^T"),
        ANY,
        mean(1),
        bound,
        controls={
            "0.97 + 3/(p0 (T + 1))": partial(bound, one=0.97),
            "1 for the minimum": partial(bound, two=1.0),
            "(1 - p0)^T dropped": partial(bound, rest=0.0),
            "p0 (1 - p0)^T": lambda v: bound(v, rest=v.p0),
            "the term with kappa dropped": partial(bound, part=0.0),
        },
        **options,
    )
    checks.check_bound(
        run,
        Claim("square", "E h(B)^2 <= (1 - p0) beta_T kappa^2 + (1 - p0)^T"),
        ANY,
        mean(2),
        square_bound,
        controls={
            "0.97 + 20/(p0 (T + 1))": partial(square_bound, one=0.97**0.5),
            "1 for the minimum in beta_T": partial(square_bound, six=1.0),
            "9 in place of 20": partial(square_bound, twenty=9.0),
            "square, (1 - p0)^T dropped": partial(square_bound, rest=0.0),
            "square, p0 (1 - p0)^T": lambda v: square_bound(v, rest=v.p0),
            "square, kappa dropped": partial(square_bound, part=0.0),
            "1 - p0 dropped beside 1/(T + 1)": partial(square_parts, base=0.0),
        },
        **options,
    )


def sharp(run):
    """T = 2, kappa small and 1 - p0 still smaller: there alpha_T and beta_T are the best possible.

    For T = 2 both terms of the minimum in alpha_T agree as p0 -> 1.
    """
    gaps, horizon = np.array([1e-6, 1e-8, 1e-10, 1e-12]), 2
    kappa = gaps**0.25
    v = checks.Values({"p0": 1 - gaps, "T": np.full(4, horizon), "kappa": kappa})
    for power, told, right in (
        (1, "1.94 in place of 2", bound(v, two=1.94)),
        (1, "2.91 in place of 3", bound(v, three=2.91)),
        (2, "5.82 in place of 6", square_bound(v, six=5.82)),
        (2, "0.97/(T + 1) in place of 1/(T + 1)", square_parts(v, more=0.97)),
    ):
        run.control(
            checks.deterministic_bound(
                Claim(told, f"E h(B)^{power} with {told}"), mean(power)(v), right
            )
        )
    # With many tokens nothing of either bound can be spared.
    many = checks.Values({"p0": np.array([0.5]), "T": np.array([3000]), "kappa": np.array([1e-8])})
    for power, of in ((1, bound), (2, square_bound)):
        run.control(
            checks.deterministic_bound(
                Claim(
                    f"0.98 of it, power {power}", f"E h(B)^{power} <= 0.98 of the bound, T = 3000"
                ),
                mean(power)(many),
                0.98 * of(many),
            )
        )


if __name__ == "__main__":
    checks.main(check)
