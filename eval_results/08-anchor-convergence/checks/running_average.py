"""lem:running_average: weights as products, their sum, and the solution of the recursion."""

from fractions import Fraction
from math import prod

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim


def instances(rng, count):
    """Random positive rationals for e^sigma_k, rational values, and an arbitrary start."""
    for _ in range(count):
        horizon = int(rng.integers(1, 11))
        yield (
            [
                Fraction(int(rng.integers(1, 10**4))) * Fraction(10) ** int(rng.integers(-6, 7))
                for _ in range(horizon)
            ],
            [Fraction(int(rng.integers(-99, 100)), 7) for _ in range(horizon)],
            Fraction(int(rng.integers(100, 200)), 3),
        )


def check(run):
    """Numeric check of lem:running_average."""
    product, total, solved = [], [], []
    long_product, kept_start, shifted = [], [], []
    for exps, values, start in instances(run.rng(1), 120):
        sums = [sum(exps[:j]) for j in range(len(exps) + 1)]
        rates = [e / s for e, s in zip(exps, sums[1:], strict=True)]
        y = wrong = start
        for j in range(1, len(exps) + 1):
            weights = [e / sums[j] for e in exps[:j]]
            for k in range(1, j + 1):
                after = prod((1 - r for r in rates[k:j]), start=Fraction(1))
                product.append((rates[k - 1] * after, weights[k - 1]))
                product.append((sums[k] / sums[j] * (exps[k - 1] / sums[k]), weights[k - 1]))
                long_product.append((rates[k - 1] * after * (1 - rates[k - 1]), weights[k - 1]))
            total.append((sum(weights), 1))
            average = sum(w * v for w, v in zip(weights, values, strict=False))
            y = (1 - rates[j - 1]) * y + rates[j - 1] * values[j - 1]
            solved.append((y, average))
            used = rates[j - 1] / 2 if j == 1 else rates[j - 1]
            wrong = (1 - used) * wrong + used * values[j - 1]
            kept_start.append((wrong, average))
            if j > 1:
                shifted.append((sum(e / sums[j - 1] for e in exps[:j]), 1))

    def exact(name, statement, pairs):
        return checks.exact_identity(Claim(name, statement), *zip(*pairs, strict=True))

    run.claim(
        exact("weights", "lambda_k prod (1 - lambda_i) = s_k/s_j e^sigma_k/s_k = w_jk", product)
    )
    run.claim(exact("sum", "the weights sum to one", total))
    run.claim(exact("solution", "every solution of the recursion is the average", solved))
    run.claim(extreme_scores(run))

    run.control(exact("product from k", "the product may start at i = k", long_product))
    run.control(
        exact("first rate below one", "the start is forgotten if lambda_1 is halved", kept_start)
    )
    run.control(exact("older sum", "weights over s_{j-1} sum to one", shifted))


def extreme_scores(run):
    """Sum of w_jk and the unrolled recursion in floating point, scores up to 300 in size."""
    rng = run.rng(2)
    left, right, sizes = [], [], []
    for _ in range(200):
        horizon = int(rng.integers(1, 40))
        scores = rng.uniform(-1, 1, horizon) * rng.choice([1.0, 30.0, 300.0])
        values = rng.normal(size=horizon) * 10.0 ** rng.integers(-3, 4)
        exps = np.exp(scores - scores.max())
        sums = np.cumsum(exps)
        y = 1.0
        for rate, value in zip(exps / sums, values, strict=True):
            y = (1 - rate) * y + rate * value
        left.append(y)
        right.append(exps @ values / sums[-1])
        sizes.append(np.abs(values).max())
    return checks.identity(
        Claim("extreme scores", "the recursion ends at the average in floating point"),
        left,
        right,
        scale=np.array(sizes),
    )


if __name__ == "__main__":
    checks.main(check)
