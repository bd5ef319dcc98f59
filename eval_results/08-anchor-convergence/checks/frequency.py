"""prop:frequency: one coin for the whole trajectory, exactly."""

import itertools
from fractions import Fraction

import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

HORIZON, OFTEN, RARE = 100, Fraction(1, 2), Fraction(1, 1000)
SHARE = Fraction(501, 2000)
RATIO = Fraction(4 * 2) / RARE  # e^Delta with 4 R e^-Delta = p0 gamma for R = 1, gamma = 1/2


def law(horizon=HORIZON):
    """The law of N_T."""
    pairs = zip(source.binomial(horizon, OFTEN), source.binomial(horizon, RARE), strict=True)
    return [(a + b) / 2 for a, b in pairs]


def share(horizon=HORIZON):
    """E N_T/T."""
    return sum(p * Fraction(n, horizon) for n, p in enumerate(law(horizon)))


def failure(horizon=HORIZON):
    """Pr[|x_T - V*| > gamma], anchors of value 0 = V*, the others of value 1, gamma = 1/2."""
    found = Fraction(0)
    for n, p in enumerate(law(horizon)):
        output = Fraction(horizon - n) / (horizon - n + n * RATIO)
        found += p * (output > Fraction(1, 2))
    return found


def model(horizon):
    """Outcome by outcome; the coin is not part of the outcome, the past tells about it."""
    often = source.independent(horizon, OFTEN, RATIO)
    rare = source.independent(horizon, RARE, RATIO)
    return [
        source.outcome((a.probability + b.probability) / 2, a.anchors, RATIO)
        for a, b in zip(often, rare, strict=True)
    ]


def least_emission(horizon):
    """The least Pr[a_j is an anchor | F_{j-1}], the coin known, from the law of all outcomes."""
    least = []
    for rate in (OFTEN, RARE):
        law = {o.anchors: o.probability for o in source.independent(horizon, rate, RATIO)}
        for j in range(horizon):
            for past in itertools.product((0, 1), repeat=j):
                mass = sum(p for a, p in law.items() if tuple(a[:j]) == past)
                more = sum(p for a, p in law.items() if tuple(a[: j + 1]) == (*past, 1))
                least.append(more / mass)
    return min(least)


def check(run):
    """Numeric check of prop:frequency."""
    run.claim(
        checks.exact_identity(
            Claim("largest p0", "the largest p0 of ass:emission is 1/1000"),
            [least_emission(5)],
            [Fraction(1, 1000)],
        )
    )
    small = model(6)
    run.witness(
        "six tokens",
        {"T": 6, "V*": 0, "p0": 0.001, "M": 1, "eps": 0, "gamma": 0.5, "e^Delta": float(RATIO)},
        {
            "ass:anchor_accuracy": source.accuracy_slack(small, 0, 0),
            "ass:emission, whatever the coin": min(OFTEN, RARE) - RARE,
            "ass:emission, from the past alone": source.emission_slack(small, RARE),
            "ass:score_margin": source.margin_slack(small, RATIO),
            "ass:bounded_values": source.norm_slack(small, 1),
            "4 (M + |V*|) e^-Delta <= p0 gamma": RARE / 2 - 4 / RATIO,
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("share", "E N_T/T = 501/2000 at every horizon"),
            [share(t) for t in (1, 2, 17, 100)],
            [SHARE] * 4,
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("no anchor", "Pr[N_T = 0] = (2^-T + 0.999^T)/2"),
            [law()[0]],
            [(Fraction(1, 2**HORIZON) + (1 - RARE) ** HORIZON) / 2],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("no anchor, below", "9/20 <= Pr[N_T = 0] at T = 100"), [0.45], [float(law()[0])]
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("bound from the share", "2 exp(-501/2000 T/8) < 9/100 at T = 100"),
            [source.failure_bound(SHARE, HORIZON)],
            [0.0899],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("failure", "with gamma = 1/2 and values 0 and 1 exactly N_T = 0 fails"),
            [failure()],
            [law()[0]],
        )
    )
    horizons = (1, 10, 100, 400)
    run.claim(
        checks.probability_bound(
            Claim("p0 itself", "Pr[failure] <= exp(-p0 T/8) with p0 = 1/1000"),
            exact=[float(failure(t)) for t in horizons],
            bound=[source.failure_bound(RARE, t) / 2 for t in horizons],
        )
    )
    run.control(
        checks.probability_bound(
            Claim("the source's estimate", "Pr[failure] <= 2 exp(-501/2000 T/8): p0 by counting"),
            exact=[float(failure())],
            bound=[source.failure_bound(SHARE, HORIZON)],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("0.453", "0.453 <= Pr[N_T = 0]"), [0.453], [float(law()[0])]
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("0.087", "2 exp(-501/2000 T/8) <= 0.087"),
            [source.failure_bound(SHARE, HORIZON)],
            [0.087],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("a coin at every step", "9/20 <= Pr[N_T = 0], independent with 501/2000"),
            [0.45],
            [float((1 - SHARE) ** HORIZON)],
        )
    )


if __name__ == "__main__":
    checks.main(check)
