"""prop:random_length: a length that depends on the first twelve tokens, exactly."""

from fractions import Fraction

import mpmath
import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

P0, LOOK, LONG = source.HALF, 12, 1000
CHANCE = Fraction(1, 2**LOOK)


def none(look=LOOK, rate=P0):
    """Pr[N_tau = 0]: exactly where the first `look` tokens have no anchor, tau = `look` then."""
    return source.binomial(look, rate)[0]


def mean(function, look=LOOK, long=LONG):
    """E of a function of tau."""
    return none(look) * function(look) + (1 - none(look)) * function(long)


def bound(length):
    """2 exp(-p0 length/8), as a fraction of its 50 digits."""
    digits = 2 * source.exponential(-Fraction(length) * P0 / 8)
    with mpmath.workdps(50):
        return Fraction(int(digits * 10**60), 10**60)


def tree_none(look, long):
    """Pr[N_tau = 0] and E tau outcome by outcome, for small numbers."""
    found = [Fraction(0), Fraction(0)]
    for o in source.independent(long, P0, 1):
        length = look if not any(o.anchors[:look]) else long
        found[0] += o.probability * (not any(o.anchors[:length]))
        found[1] += o.probability * length
    return found


def check(run):
    """Numeric check of prop:random_length."""
    tree = source.independent(6, P0, 8)
    run.witness(
        "six tokens of the process",
        {"p0": 0.5, "tau": "12 if the first 12 tokens are no anchors, else 1000"},
        {
            "ass:emission": source.emission_slack(tree, P0),
            "a stopping rule: 12 tokens decide": LONG - LOOK,
            "the probabilities sum to 1": mean(lambda length: 1) == 1,
        },
    )
    small = [(look, long) for look in (1, 2, 3) for long in (4, 9)]
    run.claim(
        checks.exact_identity(
            Claim("tree", "Pr[N_tau = 0] and E tau are those over all outcomes, 3 and 9 for 12"),
            [x for case in small for x in tree_none(*case)],
            [x for case in small for x in (none(case[0]), mean(lambda length: length, *case))],
        )
    )
    run.claim(
        checks.exact_identity(Claim("no anchor", "Pr[N_tau = 0] = 2^-12"), [none()], [CHANCE])
    )
    run.claim(
        checks.deterministic_bound(
            Claim("mean of the bound", "E 2 exp(-p0 tau/8) < 2^-12"),
            [float(mean(bound))],
            [0.95 * float(CHANCE)],
        )
    )
    length = mean(lambda length: length)
    run.claim(
        checks.deterministic_bound(Claim("mean length", "999 < E tau"), [999.001], [float(length)])
    )
    run.claim(
        checks.deterministic_bound(
            Claim("bound at the mean length", "2 exp(-p0 E tau/8) < 10^-20"),
            [float(2 * source.exponential(-length * P0 / 8))],
            [1e-21],
        )
    )
    for name, statement, right in (
        ("the source's bound", "Pr[N_tau = 0] <= E 2 exp(-p0 tau/8)", float(mean(bound))),
        ("at the mean length", "Pr[N_tau = 0] <= 2 exp(-p0 E tau/8)", float(bound(length))),
        ("a look at 11 tokens", "2^-12 bounds it if 11 tokens decide", float(CHANCE)),
    ):
        chance = none(11) if name.startswith("a look") else none()
        run.control(
            checks.probability_bound(Claim(name, statement), exact=[float(chance)], bound=[right])
        )
    run.control(
        checks.deterministic_bound(
            Claim("0.94 of it", "E 2 exp(-p0 tau/8) <= 0.94 2^-12"),
            [float(mean(bound))],
            [0.94 * float(CHANCE)],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("a look at 11, mean", "E 2 exp(-p0 tau/8) < 2^-11 if 11 tokens decide"),
            [float(mean(bound, look=11))],
            [float(none(11))],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("a long length of 100", "E 2 exp(-p0 tau/8) < 2^-12 with 100 for 1000"),
            [float(mean(bound, long=100))],
            [float(CHANCE)],
        )
    )


if __name__ == "__main__":
    checks.main(check)
