"""prop:shared_noise: all anchors have one random value, exactly."""

from fractions import Fraction

import source_claims as source

from dlt_proof import checks
from dlt_proof.checks import Claim

HORIZONS = (1, 2, 3, 9, 10, 40, 300)
LATE = (10, 11, 12, 40, 300, 5000)


def shared(horizon):
    """Every token an anchor with the value of one fair sign, all scores 0."""
    return [source.outcome(source.HALF, (1,) * horizon, 1, near=Fraction(sign)) for sign in (-1, 1)]


def own(horizon):
    """The same with a sign for each token."""
    signs = source.independent(horizon, source.HALF, 1, near=1, far=-1)
    return [
        source.Outcome(o.probability, (1,) * horizon, (Fraction(1),) * horizon, o.values)
        for o in signs
    ]


def square(model):
    """E x_T^2."""
    return source.mean(model, lambda o: o.output**2)


def bound(horizon):
    """4/T + 2 exp(-T/8), the source's bound of E x_T^2 here."""
    return source.square_bound(1, 1, 1, horizon, 1)


def check(run):
    """Numeric check of prop:shared_noise."""
    small = shared(6)
    run.witness(
        "six tokens",
        {"T": 6, "d": 1, "V*": 0, "p0": 1, "M": 1, "nu": 1, "delta": 0},
        {
            "unbiased anchors": [-abs(source.bias(small, 0, k)) for k in range(6)],
            "E[(V_k - V*)^2 | anchor] <= nu^2 = 1": [
                1 - source.variance(small, 0, k) for k in range(6)
            ],
            "ass:emission": source.emission_slack(small, 1),
            "ass:score_margin": source.margin_slack(small, 8),
            "ass:bounded_values": source.norm_slack(small, 1),
            "equal scores": len({e for o in small for e in o.exps}) == 1,
        },
    )
    run.claim(
        checks.exact_identity(
            Claim("error", "E x_T^2 = 1 at every horizon"),
            [square(shared(t)) for t in HORIZONS],
            [1] * len(HORIZONS),
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("moments", "E V_k = 0, E V_k^2 = 1, E V_k V_l = 1"),
            [source.bias(small, 0), source.variance(small, 0), source.cross(small, 0)],
            [0, 1, 1],
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("bound", "4/T + 2 exp(-T/8) < 1 from T = 10 on"),
            [bound(t) for t in LATE],
            0.99,
            inputs={"T": LATE},
        )
    )
    run.claim(
        checks.exact_identity(
            Claim("independent signs", "E x_T^2 = 1/T if each anchor has a sign of its own"),
            [square(own(t)) for t in range(1, 9)],
            [Fraction(1, t) for t in range(1, 9)],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("the source's bound", "E x_T^2 <= 4 e^delta nu^2/(p0 T) + 2 exp(-p0 T/8)"),
            [float(square(shared(t))) for t in LATE[:-1]],
            [bound(t) for t in LATE[:-1]],
            inputs={"T": LATE[:-1]},
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("its square root", "E|x_T| <= 2/sqrt(T) + sqrt(2) exp(-T/16) at T = 40"),
            [float(source.mean(shared(40), lambda o: abs(o.output)))],
            [2 / 40**0.5 + (2 * float(source.exponential(-5))) ** 0.5],
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("T = 9", "4/T + 2 exp(-T/8) < 1 at T = 9"), [bound(9)], [1.0]
        )
    )
    run.control(
        checks.exact_identity(
            Claim("own signs", "E x_T^2 = 1 if each anchor has a sign of its own"),
            [square(own(6))],
            [1],
        )
    )


if __name__ == "__main__":
    checks.main(check)
