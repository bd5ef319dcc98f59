"""lem:anchor_mass on scores that obey the margin, searched, and exactly at the margin."""

from fractions import Fraction

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

MOST = 40
OUTSIDE, INSIDE = 0, 1  # of what `leakage` gives: 1 - W_T and W_T
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
    """1 - W_T and W_T, each summed over its own tokens so that nothing cancels."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return [(exps * part).sum(axis=-1) / exps.sum(axis=-1) for part in (~anchor, anchor)]


def searched(side=OUTSIDE, slip=0.0):
    """1 - W_T or W_T, where all anchors score `slip` less than the margin asks."""

    def of(v):
        number = np.arange(MOST)
        anchor = number < v.N[:, None]
        scores = np.where(anchor, v.Delta[:, None] - slip + v.gaps, -v.gaps)
        return leakage(np.where(number < v.T[:, None], scores, -np.inf), anchor)[side]

    return of


def at_the_margin(side=OUTSIDE, times=1, kept=1):
    """The same for `times` as many tokens, `kept` times as many anchors, all at the margin."""

    def of(v):
        anchor = np.arange(times * v.T) < kept * v.N
        return leakage(np.where(anchor, v.Delta, 0.0), anchor)[side]

    return checks.each(of)


def one_violates(side=OUTSIDE):
    """As at the margin, but the last token, never an anchor, scores above all others."""

    def of(v):
        anchor = np.arange(v.T) < v.N
        scores = np.where(anchor, v.Delta, 0.0)
        scores[-1] = max(v.Delta, 0.0) + 3
        return leakage(scores, anchor)[side]

    return checks.each(of)


def share(v, kappa=1.0):
    """(T - N) kappa/(N + (T - N) kappa), with a factor on kappa."""
    rest = (v.T - v.N) * kappa * np.exp(-v.Delta)
    return rest / (v.N + rest)


def counted(inside):
    """((T - N)/N) kappa W_T, for the W_T of the same instance."""
    return lambda v: (v.T - v.N) / v.N * np.exp(-v.Delta) * inside(v)


def of_rate(inside):
    """(2/p0 - 1) kappa W_T for the largest p0 that N_T >= p0 T/2 allows."""
    return lambda v: (2 / np.minimum(1.0, 2 * v.N / v.T) - 1) * np.exp(-v.Delta) * inside(v)


def rational(rng, count):
    """Both sides of the lemma's inequalities at the margin, as fractions: two lists of equal pairs.

    Delta is of either sign, and the counts of anchors reach from none to all. The sums are those
    of the exponentials e^sigma.
    """
    products, shares = [], []
    for number in range(count):
        horizon = int(rng.integers(1, 30))
        anchors = (0, horizon, int(rng.integers(0, horizon + 1)))[number % 3]
        kappa = Fraction(int(rng.integers(1, 1000)), 37) * Fraction(10) ** int(rng.integers(-9, 3))
        level = Fraction(int(rng.integers(1, 99)), 7)  # e^sigma of the non-anchors
        exps = [level / kappa] * anchors + [level] * (horizon - anchors)
        inside = sum(exps[:anchors], Fraction(0)) / sum(exps)
        outside = sum(exps[anchors:], Fraction(0)) / sum(exps)
        rest = (horizon - anchors) * kappa
        products.append((anchors * outside, rest * inside))
        shares.append((outside, rest / (anchors + rest)))
    return products, shares


def check(run):
    """Numeric check of lem:anchor_mass."""
    share_told = "1 - W_T <= (T - N_T) kappa/(N_T + (T - N_T) kappa)"
    product_told = "N_T (1 - W_T) <= (T - N_T) kappa W_T"
    rate_told = "1 - W_T <= (2/p0 - 1) kappa W_T where N_T >= p0 T/2"
    checks.check_bound(
        run,
        Claim("share", f"{share_told}, searched, from no anchor to all"),
        SCORES,
        searched(),
        share,
        controls={"kappa 3 % smaller": lambda v: share(v, 0.97)},
        accuracy=1e-9,
        effort=0.5,
    )
    checks.check_bound(
        run,
        Claim("product", f"{product_told}, searched, from no anchor to all"),
        SCORES,
        lambda v: v.N * searched()(v),
        lambda v: (v.T - v.N) * np.exp(-v.Delta) * searched(INSIDE)(v),
        controls={
            "kappa 3 % smaller, product": lambda v: (
                0.97 * (v.T - v.N) * np.exp(-v.Delta) * searched(INSIDE)(v)
            ),
            "W_T squared": lambda v: (v.T - v.N) * np.exp(-v.Delta) * searched(INSIDE)(v) ** 2,
        },
        accuracy=1e-9,
        effort=0.3,
    )
    for (name, told), pairs in zip(
        (("product attained", product_told), ("share attained", share_told)),
        rational(run.rng(1), 300),
        strict=True,
    ):
        run.claim(
            checks.exact_identity(
                Claim(name, f"equality in {told} where all scores sit at the margin"),
                *zip(*pairs, strict=True),
            )
        )
    for name, told, parameters, observed, bound in (
        ("rate", rate_told, SOME, searched(), of_rate(searched(INSIDE))),
        (
            "product at the margin",
            "1 - W_T <= ((T - N_T)/N_T) kappa W_T for many tokens, at the margin",
            EDGE,
            at_the_margin(),
            counted(at_the_margin(INSIDE)),
        ),
        (
            "rate at the margin",
            f"{rate_told}, here N_T = p0 T/2, for many tokens, at the margin",
            EDGE,
            at_the_margin(),
            of_rate(at_the_margin(INSIDE)),
        ),
    ):
        checks.check_bound(
            run,
            Claim(name, told),
            parameters,
            observed,
            bound,
            controls={"3 % less": lambda v, bound=bound: 0.97 * bound(v)},
            accuracy=1e-9,
            effort=0.2,
        )
    violated(run, share_told, rate_told)
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
        },
    )


def violated(run, share_told, rate_told):
    """A hypothesis missed, one at a time."""
    # At the margin, with 3 % fewer anchors than p0 T/2: of 100 T tokens 97 N in place of 100 N.
    fewer = {"times": 100, "kept": 97}
    for name, told, parameters, observed, bound in (
        ("margin missed", f"{share_told}, anchors 0.03 short", SCORES, searched(slip=0.03), share),
        ("one high score", f"{share_told}, one non-anchor above", EDGE, one_violates(), share),
        (
            "margin missed, rate",
            f"{rate_told}, anchors 0.03 short",
            SOME,
            searched(slip=0.03),
            of_rate(searched(INSIDE, slip=0.03)),
        ),
        (
            "few anchors",
            f"{rate_told}, but N_T = 0.97 p0 T/2",
            EDGE,
            at_the_margin(**fewer),
            of_rate(at_the_margin(INSIDE, **fewer)),
        ),
    ):
        run.control(
            checks.search_bound(
                run, Claim(name, told), parameters, observed, bound, accuracy=1e-9, effort=0.0
            )
        )
    run.control(
        checks.deterministic_bound(
            Claim("no anchor", f"{rate_told}, but N_T = 0"),
            *([x] for x in leakage(np.zeros(5), np.zeros(5, dtype=bool))),
        )
    )


if __name__ == "__main__":
    checks.main(check)
