"""prop:centred: the mean square exactly on the worst weights, on trees, and by simulation."""

import math

import numpy as np
import scaling_models as models

from dlt_proof import checks
from dlt_proof.checks import Claim

# V* = 0, M = R = max(nu, tau): anchors lie at nu e_k, the others at tau e_k, with signs or without.
DOMAIN = {
    "p0": checks.real(0, 1, open="left"),
    "more": checks.real(0, 1),
    "T": checks.integer(1, 400, log=True),
    "kappa": checks.real(1e-6, 10, log=True),
    "gap": checks.real(0, 4),
    "share": checks.real(0, 1),
    "nu": checks.real(0, 1),
    "tau": checks.real(0, 1),
}
WORST = checks.Parameters(DOMAIN)
NO_NOISE = {**DOMAIN, "more": checks.choice(0.0), "nu": checks.choice(0.0)}
# Anchors with the same score, except where told.
AT_THE_MARGIN = {"more": 0.0, "gap": 0.0, "share": 0.0}
LEAKING = checks.Parameters({**NO_NOISE, "tau": checks.choice(1.0)})
ANY = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.9),
        "T": checks.integer(1, 60),
        "gap": checks.real(0, 2),
        "delta": checks.real(-1, 6),
    }
)


def square(emit=1.0, slip=0.0, steep=0.0, nu=1.0, tau=1.0, crossed=False):
    """E|x_T - V*|^2, emissions above p0 by a part of the rest; a hypothesis violated by options.

    Without anchors one token has all the weight. `crossed`: non-anchors all lie at one place.
    """

    def of(v):
        horizon, rate = int(v.T), (v.p0 + v.more * (1 - v.p0)) * emit
        mass, anchors, others = models.squared_weights(
            horizon, v.kappa * math.exp(slip), v.gap + steep, v.share, tuned=True
        )
        others[0] = 1.0
        if crossed:
            others = (1 - mass) ** 2
        found = (nu * v.nu) ** 2 * anchors + (tau * v.tau) ** 2 * others
        return float(models.law(horizon, rate) @ found)

    return checks.each(of)


def bound(two=2.0, spread=0.5, quarter=0.25, rare=1.0):
    def of(v):
        averaged = np.cosh(spread * v.gap) ** 2 * v.nu**2 + quarter * v.kappa * v.tau**2
        size = np.maximum(v.nu, v.tau)
        return two / (v.p0 * (v.T + 1)) * averaged + rare * size**2 * (1 - v.p0) ** v.T

    return of


CONTROLS = {
    "1.94 in place of 2": bound(two=1.94),
    "no cosh": bound(spread=0.0),
    "kappa tau^2 dropped": bound(quarter=0.0),
    "3 % off R^2 (1 - p0)^T": bound(rare=0.97),
}
VIOLATED = {
    "emissions have probability p0/2": (LEAKING, {"emit": 0.5}),
    "the margin is Delta - 2": (LEAKING, {"slip": 2.0}),
    "anchors' scores differ by Delta' + 3": (WORST, {"steep": 3.0}),
    "anchors' errors are 1.02 nu": (WORST, {"nu": 1.02}),
    "the others' errors are 1.02 tau": (LEAKING, {"tau": 1.02}),
    "cross terms are positive, the others share their error": (LEAKING, {"crossed": True}),
}


def tree_square(item, rng):
    """The mean square on a random tree, and the bound."""
    names = ("p0", "T", "kappa", "gap", "nu", "tau")
    v = checks.Values(dict(zip(names, item, strict=True)))
    probability, _, anchors, others = models.tree(v.T, v.p0, -math.log(v.kappa), v.gap, rng)
    return float(probability @ (v.nu**2 * anchors + v.tau**2 * others)), float(bound()(v))


def simulated(v, rng, trials):
    """|x_T - V*|^2 for V* = 0, errors of independent directions, of size 0.3 and 1."""

    def near(rng, shape):
        return 0.3 * models.units(rng, shape)

    return models.draw(v, rng, trials, near, models.units) ** 2


def simulated_bound(factor=1.0):
    def of(v):
        averaged = np.cosh(v.gap / 2) ** 2 * 0.09 + np.exp(-v.delta) / 4
        return factor * (2 / (v.p0 * (v.T + 1)) * averaged + (1 - v.p0) ** v.T)

    return of


def witness(run):
    """Four tokens, emissions with probability 0.6, errors along four axes with random signs."""
    p0, nu, tau, high, delta, gap, m = 0.5, 0.5, 0.8, (2.6, 2.1), 2.0, 0.5, 1.0
    signs = np.array([[s, t] for s in (-1, 1) for t in (-1, 1)])  # of two tokens, equally likely
    near, far = nu * np.eye(4)[0], tau * np.eye(4)[1]
    run.witness(
        "four tokens, independent signs",
        {"T": 4, "d": 4, "V*": 0, "p0": p0, "emit": 0.6, "nu": nu, "tau": tau, "M": m, "gap": gap},
        {
            "ass:emission": 0.6 - p0,
            "ass:score_margin": min(high) - delta,
            "ass:bounded_values": m - max(np.linalg.norm(near), np.linalg.norm(far)),
            "scores of anchors within Delta'": gap - (max(high) - min(high)),
            "second moments": [nu**2 - near @ near, tau**2 - far @ far + 1e-15],
            "cross moments of two anchors on one axis": -(signs[:, 0] * signs[:, 1]).mean() * nu**2,
            "cross moments of an anchor and another": -near @ far,
        },
    )


def check(run):
    """Numeric check of prop:centred."""
    witness(run)
    statement = "E|x_T - V*|^2 <= 2/(p0 (T+1)) (cosh^2 nu^2 + kappa tau^2/4) + R^2 (1 - p0)^T"
    options = {"samples": 400, "effort": 0.05, "accuracy": 1e-9}
    checks.check_bound(
        run, Claim("searched", statement), WORST, square(), bound(), controls=CONTROLS, **options
    )
    checks.check_bound(
        run,
        Claim("leakage", f"{statement}, nu = 0"),
        LEAKING,
        square(),
        bound(),
        controls={"kappa/8 in place of kappa/4": bound(quarter=0.125)},
        **options,
    )
    for what, (parameters, given) in VIOLATED.items():
        run.control(
            checks.search_bound(
                run,
                Claim(what, f"the same where {what}"),
                parameters,
                square(**given),
                bound(),
                **options,
            )
        )
    attained(run)
    items = [
        (p0, horizon, kappa, gap, nu, 1.0)
        for p0 in (0.05, 0.4, 1.0)
        for horizon in (1, 4, 9)
        for kappa, gap in ((1e-6, 0.0), (0.1, 1.0), (1.5, 2.0))
        for nu in (0.0, 1.0)
    ]
    found = np.array(run.map(tree_square, items, stream=1))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the bound where emissions depend on the whole history"),
            found[:, 0],
            found[:, 1],
        )
    )
    checks.check_mean(
        run,
        Claim("end to end", "the bound in R^3, simulated"),
        ANY,
        simulated,
        simulated_bound(),
        controls={"a fifth": simulated_bound(0.2)},
        low=0.0,
        high=1.0 + 1e-12,
        instances=8,
        gap=0.005,
    )
    run.control(depending_scores())


def attained(run):
    """The two equality cases: one token that is an anchor, and no weight on the other tokens."""
    rare = models.instances(
        AT_THE_MARGIN, T=[1, 2, 9, 40], p0=[0.5, 0.02, 0.3, 0.01], kappa=1e-12, nu=0.0, tau=1.0
    )
    one = models.instances(AT_THE_MARGIN, T=[1, 1], p0=1.0, kappa=1.0, nu=[1.0, 0.3], tau=0.0)
    for name, value, statement in (
        ("no anchor", rare, "E|x_T - V*|^2 = R^2 (1 - p0)^T for nu = 0, kappa -> 0"),
        ("one token", one, "E|x_T - V*|^2 = nu^2 for p0 = 1, T = 1, tau = 0"),
    ):
        run.claim(
            checks.identity(Claim(name, statement), square()(value), bound()(value), rounding=1e-9)
        )
    two = models.instances(AT_THE_MARGIN, T=[2], p0=1.0, kappa=1.0, nu=1.0, tau=0.0)
    run.control(
        checks.identity(
            Claim("two tokens", "the same equality at T = 2"), square()(two), bound()(two)
        )
    )


def depending_scores():
    v = models.instances(
        AT_THE_MARGIN, T=[400], p0=1.0, kappa=1e-9, gap=math.log(3.0), nu=1.0, tau=0.0
    )
    return checks.deterministic_bound(
        Claim("scores know the values", "the bound where moments are not conditional on scores"),
        [models.telling_scores(400, 2)],
        bound()(v),
    )


if __name__ == "__main__":
    checks.main(check)
