"""prop:moving_query: softmax weights of two horizons, and the recurrence between them, exactly."""

import itertools
from fractions import Fraction

from dlt_proof import checks
from dlt_proof.checks import Claim

BEFORE, AFTER = (1, 1), (3, 1, 1)  # e^scores at horizon 2 and at horizon 3


def weights(exps):
    return [Fraction(e, sum(exps)) for e in exps]


def step(old, new):
    """Weights after one step of the recurrence from the weights of `old`, by the last of `new`."""
    rate = weights(new)[-1]
    return [(1 - rate) * w for w in weights(old)] + [rate]


def odds(found):
    """First weight over the second."""
    return found[0] / found[1]


def check(run):
    """Numeric check of prop:moving_query."""
    run.witness(
        "three tokens",
        {"e^scores at horizon 2": list(BEFORE), "e^scores at horizon 3": list(AFTER)},
        {
            "weights at both horizons sum to 1": sum(weights(BEFORE)) == sum(weights(AFTER)) == 1,
            "equal scores at horizon 2": BEFORE[0] == BEFORE[1],
            "scores (log 3, 0, 0) at horizon 3": AFTER == (3, 1, 1),
        },
    )
    fifth = Fraction(1, 5)
    run.claim(
        checks.exact_identity(
            Claim("weights", "the weights at horizon 3 are 3/5, 1/5, 1/5"),
            weights(AFTER),
            [3 * fifth, fifth, fifth],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("recurrence", "one step from horizon 2 gives 2/5, 2/5, 1/5"),
            step(BEFORE, AFTER),
            [2 * fifth, 2 * fifth, fifth],
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("odds", "a step keeps the odds 1 of the first two, at horizon 3 they are 3"),
            [odds(step(BEFORE, AFTER)), odds(weights(AFTER))],
            [1, 3],
        )
    )
    fixed = list(itertools.product(range(1, 6), repeat=4))
    run.claim(
        checks.exact_identity(
            Claim("fixed scores", "with the scores of the last horizon the recurrence is exact"),
            [w for exps in fixed for w in step(exps[:-1], exps)],
            [w for exps in fixed for w in weights(exps)],
        )
    )
    run.control(
        checks.exact_identity(
            Claim("the source's recurrence", "x_3 = (1 - lambda_3) x_2 + lambda_3 V_3"),
            step(BEFORE, AFTER),
            weights(AFTER),
        )
    )
    for name, rate in (("no step", Fraction(0)), ("half", Fraction(1, 2)), ("all", Fraction(1))):
        run.control(
            checks.exact_identity(
                Claim(f"another step: {name}", f"the same with {rate} in place of lambda_3"),
                [*[(1 - rate) * w for w in weights(BEFORE)], rate],
                weights(AFTER),
            )
        )
    run.control(
        checks.exact_identity(
            Claim("equal scores", "the weights at horizon 3 are 3/5, 1/5, 1/5 for equal scores"),
            weights((1, 1, 1)),
            [3 * fifth, fifth, fifth],
        )
    )


if __name__ == "__main__":
    checks.main(check)
