"""lem:recurrence on random instances, in exact rational arithmetic and in floating point."""

from fractions import Fraction

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim


def outputs(exps, values):
    """s_0 … s_T and x_1 … x_T of the definition, for exponentials e^sigma_k and scalar values."""
    sums = [0 * exps[0]]
    for e in exps:
        sums.append(sums[-1] + e)
    outs = [
        sum(e * v for e, v in zip(exps[:j], values[:j], strict=True)) / sums[j]
        for j in range(1, len(exps) + 1)
    ]
    return sums, outs


def rational_instances(rng, count):
    """Random positive rationals in place of e^sigma_k, over 18 orders of magnitude, and values."""
    for _ in range(count):
        horizon = int(rng.integers(1, 13))
        yield (
            [
                Fraction(int(rng.integers(1, 10**6)), int(rng.integers(1, 10**6)))
                * Fraction(10) ** int(rng.integers(-6, 7))
                for _ in range(horizon)
            ],
            [Fraction(int(rng.integers(-99, 100)), 7) for _ in range(horizon)],
            Fraction(int(rng.integers(-99, 100)), 3),
        )


def check(run):
    """Numeric check of lem:recurrence."""
    step, formula, range_, first, shrunk, wrong_sum = ([] for _ in range(6))
    for exps, values, start in rational_instances(run.rng(1), 150):
        sums, outs = outputs(exps, values)
        previous = [start, *outs]
        for j, (e, v) in enumerate(zip(exps, values, strict=True), start=1):
            rate = e / sums[j]
            formula.append((rate, 1 - sums[j - 1] / sums[j]))
            step.append((outs[j - 1], (1 - rate) * previous[j - 1] + rate * v))
            range_.append(int(0 < rate <= 1 and (rate == 1) == (j == 1)))
            wrong_sum.append((outs[j - 1], previous[j - 1] + rate * v))
            if j == 1:
                first.append(rate)
                shrunk.append((outs[0], (1 - rate / 2) * start + rate / 2 * v))

    run.claim(
        checks.exact_identity(
            Claim("rate", "lambda_j = 1 - s_{j-1}/s_j"), *zip(*formula, strict=True)
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("recurrence", "x_j = (1 - lambda_j) x_{j-1} + lambda_j V_j"),
            *zip(*step, strict=True),
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("range", "0 < lambda_j <= 1, with equality exactly at j = 1"),
            range_,
            [1] * len(range_),
        )
    )
    run.claim(checks.exact_identity(Claim("first rate", "lambda_1 = 1"), first, [1] * len(first)))
    run.claim(extreme_scores(run))

    run.control(
        checks.deterministic_bound(
            Claim("rate below one", "lambda_j < 1 at j = 1 too, as in the post"),
            [float(rate) for rate in first],
            1 - 1e-9,
        )
    )
    run.control(
        checks.exact_identity(
            Claim("half a first step", "the recurrence holds with lambda_1 halved"),
            *zip(*shrunk, strict=True),
        )
    )
    run.control(
        checks.exact_identity(
            Claim("no shrinking", "x_j = x_{j-1} + lambda_j V_j"), *zip(*wrong_sum, strict=True)
        )
    )
    run.control(moving_query())


def extreme_scores(run):
    """Floating point with scores up to 300 in size; errors are measured against max |V_k|."""
    rng = run.rng(2)
    left, right, sizes = [], [], []
    for _ in range(200):
        horizon = int(rng.integers(1, 40))
        scores = rng.uniform(-1, 1, horizon) * rng.choice([1.0, 30.0, 300.0])
        values = rng.normal(size=horizon) * 10.0 ** rng.integers(-3, 4)
        exps = np.exp(scores - scores.max())
        sums, outs = outputs(exps, values)
        previous = np.array([rng.normal(), *outs[:-1]])
        rate = exps / np.array(sums[1:])
        left.append(outs)
        right.append((1 - rate) * previous + rate * values)
        sizes.append(np.full(horizon, np.abs(values).max() + np.abs(previous).max()))
    return checks.identity(
        Claim("extreme scores", "the recurrence in floating point, scores up to 300 in size"),
        np.concatenate(left),
        np.concatenate(right),
        scale=np.concatenate(sizes),
    )


def moving_query():
    """The paper's example: equal scores up to horizon 2, (log 3, 0, 0) at horizon 3."""
    before = [Fraction(1, 2), Fraction(1, 2), Fraction(0)]
    rate = Fraction(1, 5)
    stepped = [(1 - rate) * w + rate * (k == 2) for k, w in enumerate(before)]
    return checks.exact_identity(
        Claim("moving query", "the recurrence holds if scores change with the horizon"),
        [Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)],
        stepped,
    )


if __name__ == "__main__":
    checks.main(check)
