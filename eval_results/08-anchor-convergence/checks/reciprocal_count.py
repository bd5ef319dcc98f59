"""lem:reciprocal_count: the largest E[1/N_T] over all processes, exactly, against chi_T."""

import itertools
from fractions import Fraction

import models
import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

RATES = (0.01, 0.1, 0.35, 0.5, 0.9, 1.0)
ANY = checks.Parameters(
    {"p0": checks.real(0, 1, open="left"), "T": checks.integer(1, 300, log=True)}
)
MANY = checks.Parameters(
    {"p0": checks.real(0, 1, open="left"), "T": checks.integer(1, 100_000, log=True)}
)


def chi(v, two=2.0, one=1.0, three=3.0, more=1):
    """chi_T, with other constants."""
    return np.minimum(two, one + three / (v.p0 * (v.T + 2))) / (v.p0 * (v.T + more))


def largest(p0, horizon):
    """The largest E[1/N_T] over all emissions that depend on the past, each at least p0 likely.

    What can still be reached is linear in each emission probability, so it is p0 or 1.
    """
    counts = np.arange(horizon + 1, dtype=float)
    value = np.divide(1.0, counts, out=np.zeros_like(counts), where=counts > 0)
    for _ in range(horizon):
        value = p0 * value[1:] + (1 - p0) * np.maximum(value[:-1], value[1:])
    return float(value[0])


@checks.each
def reachable(v):
    return largest(v.p0, int(v.T))


@checks.each
def binomial(v):
    """E[1/B; B >= 1] for B with probability p0, without the smallest counts beyond 9 deviations."""
    deviation = 9 * np.sqrt(v.T * v.p0 * (1 - v.p0)) + 50
    mean = v.T * v.p0
    counts = np.arange(max(1, int(mean - deviation)), int(min(v.T, mean + deviation)) + 1)
    return float(binom.pmf(counts, int(v.T), v.p0) @ (1 / counts))


def of_law(law):
    """E[1/N] and Pr[N = 0]."""
    return float(law[1:] @ (1 / np.arange(1, len(law)))), float(law[0])


def dependent(case, rng):
    p0, horizon, hidden = case
    return of_law((models.hidden_counts if hidden else models.tree_counts)(p0, horizon, rng))


def check(run):
    """Numeric check of lem:reciprocal_count."""
    told = "E[1/N_T] <= chi_T"
    checks.check_bound(
        run,
        Claim("all processes", f"{told}, the largest over all emissions of probability >= p0"),
        ANY,
        reachable,
        chi,
        controls={
            "1 + 3/(p0 (T + 2)) alone, 2.91 for 3": lambda v: chi(v, two=np.inf, three=2.91),
            "1.94 in place of 2": lambda v: chi(v, two=1.94),
            "T + 2 in place of T + 1": lambda v: chi(v, more=2),
            "1/(p0 (T + 1))": lambda v: chi(v, two=1.0),
        },
        samples=800,
        effort=0.1,
        accuracy=1e-9,
    )
    checks.check_bound(
        run,
        Claim("many tokens", f"{told}, emissions independent with probability p0"),
        MANY,
        binomial,
        chi,
        controls={
            "0.97 + 3/(p0 (T + 2))": lambda v: chi(v, one=0.97),
            "2/p0 (T + 1) halved": lambda v: chi(v, two=1.0),
        },
        samples=400,
        effort=0.05,
        accuracy=1e-9,
    )
    cases = [
        *itertools.product(RATES, (1, 2, 3, 6, 11), (False,)),
        *itertools.product(RATES, (1, 5, 40, 300), (True,)),
    ]
    p0, horizon = np.array([case[:2] for case in cases]).T
    found = np.array(run.map(dependent, cases, stream=1))
    right = chi(checks.Values({"p0": p0, "T": horizon}))
    none = (1 - p0) ** horizon
    run.claim(
        checks.deterministic_bound(
            Claim("history", f"{told} for emissions that depend on the past"), found[:, 0], right
        )
    )
    run.claim(
        checks.probability_bound(
            Claim("no anchor", "Pr[N_T = 0] <= (1 - p0)^T for emissions that depend on the past"),
            exact=found[:, 1],
            bound=none,
        )
    )
    rational = [(Fraction(k, 7), t) for k in range(1, 8) for t in (1, 2, 5)]
    run.claim(
        checks.exact_identity(
            Claim("no anchor, attained", "Pr[N_T = 0] = (1 - p0)^T, every emission exactly p0"),
            [
                sum(
                    np.prod([p if x else 1 - p for x in outcome])
                    for outcome in itertools.product((0, 1), repeat=t)
                    if not any(outcome)
                )
                for p, t in rational
            ],
            [(1 - p) ** t for p, t in rational],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("attained", "E[1/N_T] = chi_T for T = 1 and p0 = 1, where both terms agree"),
            [Fraction(1), Fraction(1)],
            [Fraction(2, 2), Fraction(1, 2) * (1 + Fraction(3, 3))],
        )
    )
    violated(run, told)
    run.witness(
        "two tokens",
        {"p0": 0.4, "T": 2, "emit": [0.4, 0.4, 0.7]},
        {
            "ass:emission": lambda v: min(v["emit"]) - v["p0"],
            "not:probability: one probability for each history": lambda v: (
                len(v["emit"]) == 2 ** v["T"] - 1
            ),
        },
    )


def violated(run, told):
    """Emissions a little rarer than p0, or p0 on average only."""
    p0, horizon = 0.5, 4000
    instance = checks.Values({"p0": np.array([p0]), "T": np.array([horizon])})
    rarer = checks.Values({"p0": np.array([0.97 * p0]), "T": np.array([horizon])})
    # One coin: with probability p0 every token is an anchor, else the first one only.
    coin = [p0 / horizon + (1 - p0) * 1.0]
    for name, what, observed in (
        ("0.97 p0", "emissions of probability 0.97 p0", binomial(rarer)),
        ("on average", "only Pr[X_j = 1] >= p0 for every j", coin),
    ):
        run.control(
            checks.deterministic_bound(Claim(name, f"{told}, but {what}"), observed, chi(instance))
        )
    for name, what, none in (
        ("no anchor, 0.97 p0", "emissions of probability 0.97 p0", (1 - 0.97 * p0) ** 5),
        ("no anchor, on average", "only Pr[X_j = 1] >= p0 for every j", 1 - p0),
    ):
        run.control(
            checks.probability_bound(
                Claim(name, f"Pr[N_T = 0] <= (1 - p0)^T, but {what}"),
                exact=[none],
                bound=[(1 - p0) ** 5],
            )
        )


if __name__ == "__main__":
    checks.main(check)
