"""thm:main: one step of gradient descent on the quadratic, searched, with one instance."""

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

STEPS = checks.Parameters(
    {
        "x": checks.real(-10, 10),
        "curvature": checks.real(0.1, 10, log=True),
        "step": checks.real(0, 10, open="left"),
    },
    {"ass:step: eta lambda <= 1": lambda v: 1 - v.step * v.curvature},
)


def loss(curvature, x):
    """The loss of the weight `x`."""
    return curvature * x**2 / 2


def after(v):
    """The loss after one step."""
    return loss(v.curvature, v.x - v.step * v.curvature * v.x)


def bound(v):
    """What the theorem says it is at most."""
    return rate(v, 1)


def rate(v, times):
    """The loss before, with the factor of the theorem taken to a power."""
    return np.exp(-times * v.step * v.curvature) * loss(v.curvature, v.x)


def check(run):
    """Numeric check of thm:main."""
    run.witness(
        "half",
        {"x": 1.0, "curvature": 2.0, "step": 0.25},
        {
            "def:loss": lambda v: v["curvature"],
            "ass:step": lambda v: min(v["step"], 1 - v["step"] * v["curvature"]),
        },
    )
    checks.check_bound(
        run,
        Claim("one step", "f(x+) <= exp(-eta lambda) f(x)"),
        STEPS,
        after,
        bound,
        controls={"three times the rate": lambda v: rate(v, 3)},
    )


if __name__ == "__main__":
    checks.main(check)
