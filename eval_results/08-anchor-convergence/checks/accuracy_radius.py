"""prop:accuracy_radius: anchors at distance 2 of the target with margin 1, exactly."""

from fractions import Fraction

import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

P0, GAMMA, M, EPS, TARGET, RATIO = 1, 1, 2, 2, 0, 8  # e^Delta = 8
HORIZONS = (1, 2, 3, 7, 50, 400)


def model(horizon, value=2, scores=1):
    """The one outcome: every token an anchor of this value; e^scores grow by this factor."""
    exps = tuple(Fraction(scores) ** k for k in range(horizon))
    return [source.Outcome(Fraction(1), (1,) * horizon, exps, (Fraction(value),) * horizon)]


def wrong(horizon, **options):
    """Pr[decode(x_T) is not correct], where correct is |x| <= 1."""
    return float(source.mean(model(horizon, **options), lambda o: abs(o.output) > GAMMA))


def outputs(**options):
    return [model(t, **options)[0].output for t in HORIZONS]


def check(run):
    """Numeric check of prop:accuracy_radius."""
    run.witness(
        "ten anchors",
        {"T": 10, "d": 1, "V*": TARGET, "p0": P0, "gamma": GAMMA, "M": M, "eps": EPS, "e^Delta": 8},
        {
            "ass:anchor_accuracy": source.accuracy_slack(model(10), TARGET, EPS),
            "ass:emission": source.emission_slack(model(10), P0),
            "ass:score_margin": source.margin_slack(model(10), RATIO),
            "ass:bounded_values": source.norm_slack(model(10), M),
            "ass:decoding_margin": 1 - GAMMA,
            "4 (M + |V*|) e^-Delta <= p0 gamma": P0 * GAMMA - Fraction(4 * M, RATIO),
        },
    )
    run.claim(
        checks.exact_identity(Claim("output", "x_T = 2"), outputs(), [Fraction(2)] * len(HORIZONS))
    )
    run.claim(
        checks.exact_identity(
            Claim("any scores", "x_T = 2 for unequal scores too, doubling from token to token"),
            outputs(scores=2),
            [Fraction(2)] * len(HORIZONS),
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("the source's condition", "4 (M + |V*|) e^-Delta = p0 gamma"),
            [Fraction(4 * (M + abs(TARGET)), RATIO)],
            [P0 * GAMMA],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("never correct", "Pr[decode(x_T) not correct] >= 1 at every horizon"),
            [1.0] * len(HORIZONS),
            [wrong(t) for t in HORIZONS],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("the source's bound", "2 exp(-T/8) < 1 from T = 6 on, and < 1e-5 at T = 100"),
            [*(source.failure_bound(1, t) for t in range(6, 41)), source.failure_bound(1, 100)],
            [*[0.95] * 35, 1e-5],
        )
    )
    informative = [*range(6, 41), 100, 400]  # where it is below 1
    run.control(
        checks.probability_bound(
            Claim("the source's theorem", "Pr[wrong] <= 2 exp(-p0 T/8), no condition on eps"),
            exact=[wrong(t) for t in informative],
            bound=[source.failure_bound(P0, t) for t in informative],
            inputs={"T": informative},
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("T = 5", "2 exp(-T/8) < 1 at T = 5"), [source.failure_bound(1, 5)], [1.0]
        )
    )
    run.control(
        checks.exact_identity(
            Claim("margin forgotten", "4 (M + |V*|) e^-Delta = p0 gamma with e^Delta = 4"),
            [Fraction(4 * M, 4)],
            [P0 * GAMMA],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("eps = gamma", "never correct with anchors of value 1, on the closed margin"),
            [1.0] * len(HORIZONS),
            [wrong(t, value=1) for t in HORIZONS],
        )
    )


if __name__ == "__main__":
    checks.main(check)
