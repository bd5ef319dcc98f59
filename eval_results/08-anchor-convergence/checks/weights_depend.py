"""prop:weights_depend: independent unbiased anchors whose scores tell their errors, exactly."""

import itertools
from fractions import Fraction

import numpy as np
import source_claims as source
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

RATIO = 3  # e^delta = 3, the weight of an anchor of value 1 beside one of value -1
HORIZONS = (*range(1, 41), 60, 80, 100, 120)
LONG = (300, 1000, 10_000)
LATE = (100, 120, 300, 1000, 10_000)


def model(horizon, ratio=RATIO):
    """Every token an anchor of value 1 or -1, with e^score `ratio` where it is 1."""
    return [
        source.Outcome(
            Fraction(1, 2**horizon),
            (1,) * horizon,
            tuple(Fraction(ratio if v == 1 else 1) for v in values),
            tuple(Fraction(v) for v in values),
        )
        for values in itertools.product((-1, 1), repeat=horizon)
    ]


def square(horizon, ratio=RATIO):
    """E x_T^2 from the number of tokens of value 1."""
    found = Fraction(0)
    for n, p in enumerate(source.binomial(horizon, source.HALF)):
        found += p * Fraction(ratio * n - (horizon - n), ratio * n + horizon - n) ** 2
    return found


def square_float(horizon):
    """The same where fractions are too long."""
    n = np.arange(horizon + 1)
    return float(binom.pmf(n, horizon, 0.5) @ ((4 * n - horizon) / (2 * n + horizon)) ** 2)


def bound(horizon):
    """12/T + 2 exp(-T/8), the source's bound of E x_T^2 here."""
    return source.square_bound(1, RATIO, 1, horizon, 1)


def check(run):
    """Numeric check of prop:weights_depend."""
    small = model(5)
    gaps = [max(o.exps) / min(o.exps) for o in small]
    run.witness(
        "five tokens",
        {"T": 5, "d": 1, "V*": 0, "p0": 1, "M": 1, "nu": 1, "e^delta": RATIO},
        {
            "unbiased anchors": [-abs(source.bias(small, 0, k)) for k in range(5)],
            "E[(V_k - V*)^2 | anchor] <= nu^2 = 1": [
                1 - source.variance(small, 0, k) for k in range(5)
            ],
            "independent values: each outcome has probability 2^-T": all(
                o.probability == source.HALF**5 for o in small
            )
            and len({o.values for o in small}) == 2**5,
            "ass:emission": source.emission_slack(small, 1),
            "ass:score_margin": source.margin_slack(small, 8),
            "ass:bounded_values": source.norm_slack(small, 1),
            "scores of anchors within delta": RATIO - max(gaps),
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("tree", "the sum over counts is that over the tree"),
            [square(t) for t in range(1, 9)],
            [source.mean(model(t), lambda o: o.output**2) for t in range(1, 9)],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("moments", "E V_k = 0, E V_k^2 = 1, E V_k V_l = 0"),
            [source.bias(small, 0), source.variance(small, 0), source.cross(small, 0)],
            [0, 1, 0],
        )
    )
    every = [*HORIZONS, *LONG]
    exact = [float(square(t)) for t in HORIZONS] + [square_float(t) for t in LONG]
    run.claim(
        checks.deterministic_bound(
            Claim("floor", "1/8 <= E x_T^2"), 1 / 8, exact, inputs={"T": every}
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("bound", "12/T + 2 exp(-T/8) < 1/8 from T = 100 on"),
            [bound(t) for t in LATE],
            0.124,
            inputs={"T": LATE},
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("scores that tell nothing", "E x_T^2 = 1/T for equal scores"),
            [square(t, ratio=1) for t in HORIZONS],
            [Fraction(1, t) for t in HORIZONS],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("the source's bound", "E x_T^2 <= 4 e^delta nu^2/(p0 T) + 2 exp(-p0 T/8)"),
            [square_float(t) for t in LATE],
            [bound(t) for t in LATE],
            inputs={"T": LATE},
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("0.26", "0.26 <= E x_T^2 for every T: the limit is 1/4"),
            0.26,
            exact,
            inputs={"T": every},
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("T = 96", "12/T + 2 exp(-T/8) < 1/8 at T = 96"), [bound(96)], [1 / 8]
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("equal scores", "1/8 <= E x_T^2 for equal scores, T = 10"),
            [1 / 8],
            [float(square(10, ratio=1))],
        )
    )


if __name__ == "__main__":
    checks.main(check)
