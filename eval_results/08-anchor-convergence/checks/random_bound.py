"""prop:random_bound: both sides of the source's display, exactly, for one committed process."""

from fractions import Fraction

import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

HORIZON, SMALL = 41, Fraction(1, 1000)
LONG = (1, 2, 41, 300)


def paths(horizon=HORIZON, small=SMALL):
    """(probability, number of anchors, sum of p_j): a_1 by a coin, then all, or rarely."""
    first = source.HALF
    found = [(first, horizon, first + (horizon - 1))]
    for count, probability in enumerate(source.binomial(horizon - 1, small)):
        found.append(((1 - first) * probability, count, first + (horizon - 1) * small))
    return found


def few(factor=source.HALF, **options):
    """Pr[N_T <= factor S], S the sum of the p_j."""
    return sum(p for p, count, total in paths(**options) if count <= factor * total)


def mean_bound(rate=Fraction(1, 8), **options):
    """E exp(-rate sum p_j)."""
    return float(
        sum(float(p) * source.exponential(-rate * total) for p, _, total in paths(**options))
    )


def tree(horizon, small):
    """The same process outcome by outcome."""
    model = [source.outcome(source.HALF, (1,) * horizon, 1)]
    for rest in source.independent(horizon - 1, small, 1):
        model.append(source.outcome(source.HALF * rest.probability, (0, *rest.anchors), 1))
    return model


def tree_few(horizon, small):
    """Pr[N_T <= S / 2], p_j read off the tree as conditional probabilities."""
    model, found = tree(horizon, small), Fraction(0)
    for o in model:
        total = Fraction(0)
        for j in range(horizon):
            past = [q for q in model if q.anchors[:j] == o.anchors[:j]]
            total += sum(q.probability for q in past if q.anchors[j]) / sum(
                q.probability for q in past
            )
        found += o.probability * (sum(o.anchors) <= total / 2)
    return found


def check(run):
    """Numeric check of prop:random_bound."""
    run.witness(
        "six tokens",
        {"T": 6, "p0": 0.001, "p_1": 0.5, "p_j after an anchor": 1, "p_j otherwise": 0.001},
        {
            "ass:emission": source.emission_slack(tree(6, SMALL), SMALL),
            "the probabilities sum to 1": sum(p for p, _, _ in paths()) == 1,
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("tree", "the sum over counts is that over the tree, T = 1, ..., 7"),
            [few(horizon=t) for t in range(1, 8)],
            [tree_few(t, SMALL) for t in range(1, 8)],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("event", "Pr[N_T <= S/2] = 0.999^40/2 at T = 41"),
            [few()],
            [(1 - SMALL) ** 40 / 2],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("event, below", "12/25 < Pr[N_T <= S/2]"), [0.48 + 1e-4], [float(few())]
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("mean of the bound", "E exp(-S/8) < 471/1000"), [mean_bound()], [0.471 - 1e-5]
        )
    )
    run.claim(
        checks.probability_bound(
            Claim("p0 in place of p_j", "Pr[N_T < p0 T/2] <= exp(-p0 T/8), p0 = 1/1000"),
            exact=[
                float(sum(p for p, n, _ in paths(horizon=t) if n < SMALL * t / 2)) for t in LONG
            ],
            bound=[float(source.exponential(-SMALL * t / 8)) for t in LONG],
        )
    )
    rare = sum(p for p, n, total in paths()[1:] if n <= total / 2) / (1 - source.HALF)
    run.claim(
        checks.deterministic_bound(
            Claim("given S", "exp(-S/8) < 935/1000 < 24/25 <= Pr[N_T <= S/2 | S], a_1 no anchor"),
            [float(source.exponential(-paths()[1][2] / 8)), 0.96],
            [0.935, float(rare)],
        )
    )
    run.control(
        checks.probability_bound(
            Claim("the display given S", "Pr[N_T <= S/2 | S] <= exp(-S/8) if a_1 is no anchor"),
            exact=[float(rare)],
            bound=[float(source.exponential(-paths()[1][2] / 8))],
        )
    )
    mean = sum(p * total for p, _, total in paths())
    run.control(
        checks.probability_bound(
            Claim("at the mean of S", "Pr[N_T <= S/2] <= exp(-E S/8)"),
            exact=[float(few())],
            bound=[float(source.exponential(-mean / 8))],
        )
    )
    run.control(
        checks.probability_bound(
            Claim("the source's display", "Pr[N_T <= S/2] <= E exp(-S/8)"),
            exact=[float(few())],
            bound=[mean_bound()],
        )
    )
    run.control(
        checks.probability_bound(
            Claim("at every outcome", "Pr[N_T <= S/2] <= exp(-S/8) at each outcome"),
            exact=[float(few())] * len(paths()),
            bound=[float(source.exponential(-total / 8)) for _, _, total in paths()],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("event, 0.481", "0.481 <= Pr[N_T <= S/2]"), [0.481], [float(few())]
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("mean, 0.470", "E exp(-S/8) <= 0.470"), [mean_bound()], [0.470]
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("less rare", "12/25 <= Pr[N_T <= S/2] if anchors are as rare as 1/500"),
            [0.480],
            [float(few(small=Fraction(1, 500)))],
        )
    )


if __name__ == "__main__":
    checks.main(check)
