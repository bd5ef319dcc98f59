"""prop:leakage: anchors without any error beside other tokens that keep their weight, exactly."""

from fractions import Fraction

import numpy as np
import source_claims as source
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

P0, RATIO, SIZE, GAMMA = source.HALF, 8, 1, 1  # e^Delta = 8, M + |V*| = 1
FLOOR = Fraction(1, 81)
HORIZONS = (*range(1, 61), 80, 100, 150, 250)
LONG = (400, 1000, 5000, 100_000)


def square(horizon, rate=P0, ratio=RATIO):
    """E x_T^2 as a fraction, from the law of the number of anchors."""
    outputs = [Fraction(horizon - n, horizon - n + ratio * n) for n in range(horizon + 1)]
    return sum(p * x**2 for p, x in zip(source.binomial(horizon, rate), outputs, strict=True))


def mean_output(horizon):
    """E|x_T|."""
    law = enumerate(source.binomial(horizon, P0))
    return sum(p * Fraction(horizon - n, horizon - n + RATIO * n) for n, p in law)


def square_float(horizon):
    """The same where fractions are too long."""
    n = np.arange(horizon + 1)
    return float(binom.pmf(n, horizon, 0.5) @ ((horizon - n) / (horizon + 7 * n)) ** 2)


def bound(horizon):
    """The source's bound of E x_T^2 for anchors of variance 0 with equal scores."""
    return source.square_bound(0, 1, P0, horizon, SIZE)


def check(run):
    """Numeric check of prop:leakage."""
    small = source.independent(6, P0, RATIO)
    run.witness(
        "six tokens",
        {"T": 6, "d": 1, "V*": 0, "p0": 0.5, "M": 1, "gamma": 1, "e^Delta": RATIO},
        {
            "unbiased anchors": [-abs(source.bias(small, 0, k)) for k in range(6)],
            "E[(V_k - V*)^2 | anchor] <= nu^2 = 0": [
                -source.variance(small, 0, k) for k in range(6)
            ],
            "ass:emission": source.emission_slack(small, P0),
            "ass:score_margin": source.margin_slack(small, RATIO),
            "anchors with equal scores, delta = 0": len(
                {e for o in small for x, e in zip(o.anchors, o.exps, strict=True) if x}
            )
            == 1,
            "ass:bounded_values": source.norm_slack(small, 1),
            "ass:anchor_accuracy, eps = 0": source.accuracy_slack(small, 0, 0),
            "ass:decoding_margin, |x| <= 1 correct": 1 - GAMMA,
            "4 (M + |V*|) e^-Delta <= p0 gamma": P0 * GAMMA - Fraction(4, RATIO),
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("tree", "the sum over counts is that over the tree"),
            [square(t) for t in range(1, 9)],
            [
                source.mean(source.independent(t, P0, RATIO), lambda o: o.output**2)
                for t in range(1, 9)
            ],
        )
    )
    exact = [float(square(t)) for t in HORIZONS] + [square_float(t) for t in LONG]
    every = [*HORIZONS, *LONG]
    run.claim(
        checks.deterministic_bound(
            Claim("floor", "1/81 <= E x_T^2"), float(FLOOR), exact, inputs={"T": every}
        )
    )
    late = [82, 83, 100, 250, 1000, 5000]
    run.claim(
        checks.deterministic_bound(
            Claim("bound", "2 exp(-p0 T/8) < 1/81 from T = 82 on"),
            [bound(t) for t in late],
            0.99 * float(FLOOR),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("the source's bound", "E x_T^2 <= 2 (M + |V*|)^2 exp(-p0 T/8) with nu = 0"),
            [square_float(t) for t in late],
            [bound(t) for t in late],
            inputs={"T": late},
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("its square root", "E|x_T| <= sqrt(2) (M + |V*|) exp(-p0 T/16) at T = 250"),
            [float(mean_output(250))],
            [bound(250) ** 0.5],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("1/80", "1/80 <= E x_T^2 for every T"), 1 / 80, exact, inputs={"T": every}
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("T = 81", "2 exp(-p0 T/8) <= 1/81 at T = 81"), [bound(81)], [float(FLOOR)]
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("every token an anchor", "1/81 <= E x_T^2 with emissions of probability 1"),
            [float(FLOOR)],
            [float(square(40, rate=1))],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("a larger margin", "1/81 <= E x_T^2 with e^Delta = 9"),
            [float(FLOOR)],
            [float(square(250, ratio=9))],
        )
    )


if __name__ == "__main__":
    checks.main(check)
