"""prop:random_length: a length that depends on the first token, exactly."""

from fractions import Fraction

import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

P0, SHORT, LONG = source.HALF, 1, 100
MEAN = Fraction(101, 2)


def paths(short=SHORT, long=LONG):
    """(probability, length, number of anchors): stop after `short` if the first is none."""
    found = []
    for first in (0, 1):
        length = long if first else short
        for rest, probability in enumerate(source.binomial(length - 1, P0)):
            found.append(((P0 if first else 1 - P0) * probability, length, first + rest))
    return found


def rare_stop(function, first=12, long=1000):
    """E of a function of the length: `first` where that many tokens have no anchor, else `long`."""
    none = source.binomial(first, P0)[0]
    return float(none) * function(first) + float(1 - none) * function(long)


def mean(function, **options):
    return sum(p * function(length, n) for p, length, n in paths(**options))


def none(**options):
    """Pr[no anchor]."""
    return mean(lambda length, n: n == 0, **options)


def check(run):
    """Numeric check of prop:random_length."""
    tree = source.independent(6, P0, 8)
    run.witness(
        "six tokens of the process",
        {"p0": 0.5, "stopped after": "1 token if it is no anchor, else 100"},
        {
            "ass:emission": source.emission_slack(tree, P0),
            "a stopping rule: the probabilities sum to 1": mean(lambda length, n: 1) == 1,
            "the length is that of the rule": all(
                length == (1 if n == 0 else 100) for _, length, n in paths()
            ),
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("mean length", "E tau = 101/2"), [mean(lambda length, n: length)], [MEAN]
        )
    )
    run.claim(
        checks.exact_identity(Claim("no anchor", "Pr[N_tau = 0] = 1/2"), [none()], [source.HALF])
    )
    run.claim(
        checks.deterministic_bound(
            Claim("bound at the mean length", "2 exp(-p0 E tau/8) < 1/10"),
            [source.failure_bound(P0, MEAN)],
            [0.0999],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("fixed length", "without the rule Pr[no anchor among t] = 2^-t"),
            [source.binomial(t, P0)[0] for t in (1, 7, 100)],
            [P0**t for t in (1, 7, 100)],
        )
    )
    chance = source.binomial(12, P0)[0]
    run.control(
        checks.probability_bound(
            Claim("another rule", "Pr[N_tau = 0] <= E 2 exp(-p0 tau/8), tau = 12 if N_12 = 0"),
            exact=[float(chance)],
            bound=[rare_stop(lambda length: source.failure_bound(P0, length))],
        )
    )
    for name, factor in (("the source's bound", 2), ("without its factor 2", 1)):
        run.control(
            checks.probability_bound(
                Claim(name, f"Pr[N_tau = 0] <= {factor} exp(-p0 E tau/8)"),
                exact=[float(none())],
                bound=[factor * source.failure_bound(P0, MEAN) / 2],
            )
        )
    run.control(
        checks.probability_bound(
            Claim("mean of the bound", "Pr[N_tau = 0] <= E exp(-p0 tau/8)"),
            exact=[float(none())],
            bound=[
                float(mean(lambda length, n: Fraction(source.failure_bound(P0, length)) / 2)),
            ],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("0.085", "2 exp(-p0 E tau/8) <= 0.085"),
            [source.failure_bound(P0, MEAN)],
            [0.085],
        )
    )
    run.control(
        checks.exact_identity(
            Claim("a longer first look", "Pr[N_tau = 0] = 1/2 if at least 2 tokens are emitted"),
            [none(short=2)],
            [source.HALF],
        )
    )


if __name__ == "__main__":
    checks.main(check)
