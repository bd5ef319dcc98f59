"""lem:relative_entropy: the lower bound by digits and search, and the limit along p -> 0."""

import math

import mpmath
import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

ANY = checks.Parameters({"p": checks.real(1e-6, 1, open="right", log=True)})
RATE = (1 - math.log(2)) / 2


def half(v):
    """kl(p/2, p), without cancellation in the second logarithm."""
    p = v.p
    return -p / 2 * np.log(2) + (1 - p / 2) * np.log1p((p / 2) / (1 - p))


def digits(p):
    """kl(p/2, p)/p with 60 digits."""
    with mpmath.workdps(60):
        p = mpmath.mpf(p)
        return float((-p / 2 * mpmath.log(2) + (1 - p / 2) * mpmath.log((1 - p / 2) / (1 - p))) / p)


def check(run):
    """Numeric check of lem:relative_entropy."""
    checks.check_bound(
        run,
        Claim("lower bound", "(1 - log 2) p/2 <= kl(p/2, p)"),
        ANY,
        lambda v: RATE * v.p,
        half,
        controls={"1.03 times the constant": lambda v: half(v) / 1.03},
        samples=2000,
        effort=0.1,
        accuracy=1e-9,
    )
    grid = [10.0**-k for k in range(1, 13)] + [0.25, 0.5, 0.9, 0.999, 1 - 1e-12]
    exact = np.array([digits(p) for p in grid])
    run.claim(
        checks.deterministic_bound(
            Claim("60 digits", "(1 - log 2)/2 <= kl(p/2, p)/p"), np.full(len(grid), RATE), exact
        )
    )
    run.claim(
        checks.deterministic_bound(Claim("an eighth", "1/8 <= (1 - log 2)/2"), [1 / 8], [RATE])
    )
    small = np.array([10.0**-k for k in range(1, 13)])
    run.claim(
        checks.deterministic_bound(
            Claim("limit", "kl(p/2, p)/p - (1 - log 2)/2 <= p/(4 (1 - p)), which tends to 0"),
            [digits(p) - RATE for p in small],
            small / (4 * (1 - small)),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("limit 0.16", "0.16 <= kl(p/2, p)/p for every p"), np.full(len(grid), 0.16), exact
        )
    )
    run.control(
        checks.deterministic_bound(Claim("a sixth", "1/6 <= (1 - log 2)/2"), [1 / 6], [RATE])
    )
    run.control(
        checks.deterministic_bound(
            Claim("limit too fast", "kl(p/2, p)/p - (1 - log 2)/2 <= p/16"),
            [digits(p) - RATE for p in small],
            small / 16,
        )
    )
    run.witness("a fair coin", {"p": 0.5}, {"0 < p < 1": lambda v: 0 < v["p"] < 1})


if __name__ == "__main__":
    checks.main(check)
