"""lem:anchor_mass on scores that obey the margin, searched, and exactly at the margin."""

from fractions import Fraction

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

MOST = 40
# The first N of T tokens are anchors; the gaps put them above Delta, and the others below 0.
SCORES = checks.Parameters(
    {
        "T": checks.integer(1, MOST),
        "N": checks.integer(0, MOST),
        "Delta": checks.real(-5, 30),
        "gaps": checks.vector(MOST, 0.0, 5.0),
    },
    {"N_T <= T": lambda v: v.T - v.N},
)
SOME = checks.Parameters(
    SCORES.domains | {"N": checks.integer(1, MOST)},
    SCORES.constraints,
)
# All gaps 0, and a rate p0 = 2 N/T <= 1 that makes N_T = p0 T/2.
EDGE = checks.Parameters(
    {
        "T": checks.integer(2, 1000, log=True),
        "N": checks.integer(1, 500, log=True),
        "Delta": checks.real(-5, 30),
    },
    {"N_T = p0 T/2 with p0 <= 1": lambda v: v.T - 2 * v.N},
)


def leakage(scores, anchor):
    """1 - W_T, summed over the non-anchors so that nothing cancels."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (exps * ~anchor).sum(axis=-1) / exps.sum(axis=-1)


def searched(slip=0.0):
    """1 - W_T, where all anchors score `slip` less than the margin asks."""

    def of(v):
        number = np.arange(MOST)
        anchor = number < v.N[:, None]
        scores = np.where(anchor, v.Delta[:, None] - slip + v.gaps, -v.gaps)
        return leakage(np.where(number < v.T[:, None], scores, -np.inf), anchor)

    return of


@checks.each
def at_the_margin(v):
    anchor = np.arange(v.T) < v.N
    return leakage(np.where(anchor, v.Delta, 0.0), anchor)


@checks.each
def one_violates(v):
    """As at the margin, but the last token, never an anchor, scores above all others."""
    anchor = np.arange(v.T) < v.N
    scores = np.where(anchor, v.Delta, 0.0)
    scores[-1] = max(v.Delta, 0.0) + 3
    return leakage(scores, anchor)


@checks.each
def fewer(v):
    """At the margin, with 3 % fewer anchors than p0 T/2: of 100 N tokens 97 N in place of 100 N."""
    anchor = np.arange(100 * v.T) < 97 * v.N
    return leakage(np.where(anchor, v.Delta, 0.0), anchor)


def share(v, kappa=1.0):
    """(T - N) kappa/(N + (T - N) kappa), with a factor on kappa."""
    rest = (v.T - v.N) * kappa * np.exp(-v.Delta)
    return rest / (v.N + rest)


def odds(v):
    """((T - N)/N) kappa."""
    return (v.T - v.N) / v.N * np.exp(-v.Delta)


def of_rate(v):
    """(2/p0 - 1) kappa for the largest p0 that N_T >= p0 T/2 allows."""
    return (2 / np.minimum(1.0, 2 * v.N / v.T) - 1) * np.exp(-v.Delta)


def rational(rng, count):
    """1 - W_T at the margin from the exponentials e^sigma, and the lemma's share, as fractions.

    Delta is of either sign, and the counts of anchors reach from none to all.
    """
    pairs = []
    for number in range(count):
        horizon = int(rng.integers(1, 30))
        anchors = (0, horizon, int(rng.integers(0, horizon + 1)))[number % 3]
        kappa = Fraction(int(rng.integers(1, 1000)), 37) * Fraction(10) ** int(rng.integers(-9, 3))
        level = Fraction(int(rng.integers(1, 99)), 7)  # e^sigma of the non-anchors
        exps = [level / kappa] * anchors + [level] * (horizon - anchors)
        rest = (horizon - anchors) * kappa
        pairs.append((sum(exps[anchors:], Fraction(0)) / sum(exps), rest / (anchors + rest)))
    return zip(*pairs, strict=True)


def check(run):
    """Numeric check of lem:anchor_mass."""
    statement = "1 - W_T <= (T - N_T) kappa/(N_T + (T - N_T) kappa)"
    checks.check_bound(
        run,
        Claim("share", f"{statement}, searched, from no anchor to all"),
        SCORES,
        searched(),
        share,
        controls={"kappa 3 % smaller": lambda v: share(v, 0.97)},
        accuracy=1e-9,
        effort=0.5,
    )
    run.claim(
        checks.exact_identity(
            Claim("attained", "with equality where all scores sit at the margin"),
            *rational(run.rng(1), 300),
        )
    )
    for name, part, parameters, observed, bound in (
        ("odds", "1 - W_T <= ((T - N_T)/N_T) kappa where N_T >= 1", SOME, searched(), odds),
        ("rate", "1 - W_T <= (2/p0 - 1) kappa where N_T >= p0 T/2", SOME, searched(), of_rate),
        (
            "odds at the margin",
            "the same for more tokens, at the margin",
            EDGE,
            at_the_margin,
            odds,
        ),
        (
            "rate at the margin",
            "the same where N_T = p0 T/2, at the margin",
            EDGE,
            at_the_margin,
            of_rate,
        ),
    ):
        checks.check_bound(
            run,
            Claim(name, part),
            parameters,
            observed,
            bound,
            controls={"3 % less": lambda v, bound=bound: 0.97 * bound(v)},
            accuracy=1e-9,
            effort=0.2,
        )
    for name, part, parameters, observed, bound in (
        ("margin missed", f"{statement} with anchors 0.03 short", SCORES, searched(0.03), share),
        ("one high score", f"{statement} with one non-anchor above", EDGE, one_violates, share),
        ("few anchors", "1 - W_T <= (2/p0 - 1) kappa, N_T = 0.97 p0 T/2", EDGE, fewer, of_rate),
    ):
        run.control(
            checks.search_bound(
                run, Claim(name, part), parameters, observed, bound, accuracy=1e-9, effort=0.0
            )
        )
    run.control(
        checks.deterministic_bound(
            Claim("no anchor", "1 - W_T <= ((T - N_T)/max(N_T, 1)) kappa at N_T = 0"),
            [leakage(np.zeros(5), np.zeros(5, dtype=bool))],
            [5 * np.exp(-10.0)],
        )
    )
    run.witness(
        "five tokens",
        {"scores": [3.1, 0.2, -1.0, 2.9, 0.4], "anchors": [1, 0, 0, 1, 0], "Delta": 2.5, "p0": 0.8},
        {
            "ass:score_margin": lambda v: (
                min(s for s, a in zip(v["scores"], v["anchors"], strict=True) if a)
                - max(s for s, a in zip(v["scores"], v["anchors"], strict=True) if not a)
                - v["Delta"]
            ),
            "N_T >= p0 T/2": lambda v: sum(v["anchors"]) - v["p0"] * len(v["anchors"]) / 2,
            "N_T >= 1": lambda v: sum(v["anchors"]) - 1,
        },
    )


if __name__ == "__main__":
    checks.main(check)
