"""lem:square: the square of 1 - a is at most 1 - a on [0, 1]."""

from dlt_proof import checks
from dlt_proof.checks import Claim

UNIT = checks.Parameters({"a": checks.real(0, 1)})


def check(run):
    """Numeric check of lem:square."""
    checks.check_bound(
        run,
        Claim("square", "(1 - a)^2 <= 1 - a"),
        UNIT,
        lambda v: (1 - v.a) ** 2,
        lambda v: 1 - v.a,
        controls={"1 - 2a": lambda v: 1 - 2 * v.a},
    )


if __name__ == "__main__":
    checks.main(check)
