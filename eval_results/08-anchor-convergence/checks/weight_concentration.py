"""lem:weight_concentration: numbers within a factor, searched, and equality."""

from fractions import Fraction

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

MOST = 24
# The logarithms of the numbers lie in an interval of length `gap` = delta; `size` is their scale.
NUMBERS = checks.Parameters(
    {
        "m": checks.integer(1, MOST),
        "gap": checks.real(0, 12),
        "size": checks.real(1e-6, 1e6, log=True),
        "places": checks.vector(MOST, 0.0, 1.0),
    }
)
# Of m numbers the first `high` are e^gap, the others 1.
TWO_VALUES = checks.Parameters(
    {
        "m": checks.integer(1, 10_000, log=True),
        "high": checks.integer(1, 10_000, log=True),
        "gap": checks.real(0, 12),
    },
    {"high <= m": lambda v: v.m - v.high},
)


def share(numbers):
    """sum b^2/(sum b)^2."""
    return (numbers**2).sum(axis=-1) / numbers.sum(axis=-1) ** 2


def searched(v, beyond=0.0, sign=1.0):
    """Of numbers whose logarithms lie within gap; factors e^beyond and `sign` for the first two."""
    number = np.arange(MOST)
    logs = v.gap[:, None] * v.places
    numbers = v.size[:, None] * np.exp(logs)
    numbers[:, 0] *= np.exp(beyond)
    numbers[:, 1] *= sign
    return share(np.where(number < v.m[:, None], numbers, 0.0))


def two_values(v):
    large, ones = np.exp(v.gap), v.m - v.high
    return (v.high * large**2 + ones) / (v.high * large + ones) ** 2


def bound(factor=1.0, part=0.5, power=2):
    """factor cosh(part gap)^power/m."""
    return lambda v: factor * np.cosh(part * v.gap) ** power / v.m


CONTROLS = {
    "3 % less": bound(0.97),
    "cosh instead of its square": bound(power=1),
    "delta/4 for delta/2": bound(part=0.25),
    "no factor": bound(part=0.0),
}


def attained():
    """Pairs (sum b^2/(sum b)^2, cosh^2(delta/2)/m): j numbers (m - j)/j and m - j ones."""
    left, right = [], []
    for m in range(2, 41):
        for j in range(1, m // 2 + 1):
            numbers = [Fraction(m - j, j)] * j + [Fraction(1)] * (m - j)
            left.append(sum(b * b for b in numbers) / sum(numbers) ** 2)
            ratio = numbers[0]  # e^delta, and cosh^2(delta/2) = (1 + ratio)^2/(4 ratio)
            right.append((1 + ratio) ** 2 / (4 * ratio) / m)
    return left, right


def check(run):
    """Numeric check of lem:weight_concentration."""
    numbers = np.array([3.0, 1.0, 1.0, 1.0])
    run.witness(
        "3, 1, 1, 1",
        {"b": [3, 1, 1, 1], "e^delta": 3},
        {
            "b_k > 0": numbers.min() > 0,
            "b_k <= e^delta b_l": 3 - numbers.max() / numbers.min(),
            "delta >= 0": np.log(3.0),
        },
    )
    for name, parameters, observed in (
        ("searched", NUMBERS, searched),
        ("two values", TWO_VALUES, two_values),
    ):
        checks.check_bound(
            run,
            Claim(name, "sum b_k^2 <= cosh^2(delta/2)/m (sum b_k)^2"),
            parameters,
            observed,
            bound(),
            controls=CONTROLS,
            samples=1000,
            effort=0.2,
            accuracy=1e-9,
        )
    left, right = attained()
    run.claim(
        checks.exact_identity(
            Claim("attained", "equality for j numbers (m - j)/j beside m - j ones, m <= 40"),
            left,
            right,
        )
    )
    run.control(
        checks.exact_identity(
            Claim("attained, 1 % less", "the same with 0.99 on the right"),
            left,
            [value * Fraction(99, 100) for value in right],
        )
    )
    for name, statement, observed in (
        ("a factor e above", "the bound although one b_k is e^(delta+1) b_l",
         lambda v: searched(v, beyond=1.0)),
        ("signs", "the bound although one b_k is negative", lambda v: searched(v, sign=-0.3)),
    ):  # fmt: skip
        run.control(
            checks.search_bound(
                run, Claim(name, statement), NUMBERS, observed, bound(), accuracy=1e-9
            )
        )


if __name__ == "__main__":
    checks.main(check)
