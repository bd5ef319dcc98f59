"""thm:accuracy_scaling: both bounds exactly on the worst values, on trees, and by simulation."""

import math

import numpy as np
import scaling_models as models

from dlt_proof import checks
from dlt_proof.checks import Claim

SLOW = (1 - math.log(2)) / 4
# V* = 0 or beside it, |V*| = beside; values of norm at most M = 1; nu as large as `wide` allows.
DOMAIN = {
    "p0": checks.real(0, 1, open="left"),
    "more": checks.real(0, 1),
    "T": checks.integer(1, 400, log=True),
    "kappa": checks.real(1e-9, 3, log=True),
    "gap": checks.real(0, 4),
    "share": checks.real(0, 1),
    "c": checks.real(0, 1),
    "beside": checks.real(0, 1),
    "wide": checks.real(0, 1),
}
WORST = checks.Parameters(DOMAIN)
MOMENT = checks.Parameters({k: DOMAIN[k] for k in ("p0", "T")})
ANY = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.9),
        "T": checks.integer(1, 60),
        "c": checks.real(0, 1),
        "gap": checks.real(0, 2),
        "delta": checks.real(0, 8),
    }
)
ALL_ANCHORS = {"p0": 1.0, "more": 0.0, "kappa": 1e-12, "beside": 0.0, "wide": 1.0}
INPUTS = ("p0", "T", "kappa", "gap", "c")


def deviation(v):
    """The largest nu with |V* + nu (sqrt c, sqrt(1 - c))| <= 1, |V*| = beside, times wide."""
    return v.wide * (
        np.sqrt(v.c) * v.beside + np.sqrt(v.c * v.beside**2 + 1 - np.asarray(v.beside) ** 2)
    )


def distance(mass, squares, nu, c, size):
    """|x_T - V*| where the others lie at R u and each anchor at nu (sqrt c u + sqrt(1 - c) e_k)."""
    ahead = np.sqrt(c) * nu * mass + size * (1 - mass)
    return np.sqrt(ahead**2 + (1 - c) * nu**2 * squares)


def moment(order, emit=1.0, beyond=1.0, shared=False, slip=0.0, steep=0.0, wide=1.0):
    """(E|x_T - V*|^order)^(1/order) where emissions exceed p0; a hypothesis violated by options."""

    def of(v):
        rate = (v.p0 + v.more * (1 - v.p0)) * emit
        mass, squares, _ = models.squared_weights(
            int(v.T), v.kappa * math.exp(slip), v.gap + steep, v.share
        )
        nu, size = deviation(v) * wide, (1 + v.beside) * beyond
        found = distance(mass, squares, nu, 1.0 if shared else v.c, size)
        return float(models.law(int(v.T), rate) @ found**order) ** (1 / order)

    return checks.each(of)


def beta(p0, horizon, two=2.0, three=3.0):
    return np.minimum(two, 1 + three / (p0 * (horizon + 2))) / (p0 * (horizon + 1))


@checks.each
def inverse(v):
    """E[1{N >= 1}/N] for N binomial."""
    n = np.arange(1, int(v.T) + 1)
    return float(models.law(int(v.T), v.p0)[1:] @ (1 / n))


def averaged(v, correlated=1.0, uniform=1.0, **factors):
    spread = uniform * beta(v.p0, v.T, **factors) * np.cosh(v.gap / 2) ** 2
    return deviation(v) * np.sqrt(correlated * v.c + (1 - v.c) * spread)


def square_bound(leak=1.0, rare=SLOW, **options):
    def of(v):
        tail = leak * (2 / v.p0 - 1) * v.kappa + np.exp(-rare * v.p0 * v.T)
        return averaged(v, **options) + (1 + v.beside) * tail

    return of


def mean_bound(leak=2.0, none=1.0, **options):
    def of(v):
        tail = leak * (1 - v.p0) / v.p0 * v.kappa + none * (1 - v.p0) ** v.T
        return averaged(v, **options) + (1 + v.beside) * tail

    return of


def many(**columns):
    """Instances in which every token is an anchor, except where told."""
    count = len(columns["T"])
    values = {**ALL_ANCHORS, "c": 0.0, "gap": 0.0, "share": 0.0, **columns}
    return checks.Values({k: np.broadcast_to(np.asarray(x), (count,)) for k, x in values.items()})


def tree_slack(item, rng):
    """Both bounds minus both moments on a random tree, times 1/R."""
    v = checks.Values(
        dict(zip(("p0", "T", "kappa", "gap", "c", "beside", "wide"), item, strict=True))
    )
    probability, mass, squares, _ = models.tree(v.T, v.p0, -math.log(v.kappa), v.gap, rng)
    found = distance(mass, squares, deviation(v), v.c, 1 + v.beside)
    mean, square = float(probability @ found), math.sqrt(float(probability @ found**2))
    return mean, mean_bound()(v), square, square_bound()(v)


def simulated(nu):
    """|x_T - V*| for V* = 0, M = 1: a share c of trials has one error for all anchors."""

    def of(v, rng, trials):
        common = rng.uniform(size=trials) < float(v.c)

        def near(rng, shape):
            own, one = models.units(rng, shape), models.units(rng, (shape[0], 1))
            return nu * np.where(common[:, None, None], one, own)

        return models.draw(v, rng, trials, near, lambda rng, shape: np.array([1.0, 0.0, 0.0]))

    return of


def simulated_bound(nu, factor=1.0):
    def of(v):
        spread = v.c + (1 - v.c) * beta(v.p0, v.T) * np.cosh(v.gap / 2) ** 2
        leak = 2 * (1 - v.p0) / v.p0 * np.exp(-v.delta) + (1 - v.p0) ** v.T
        return factor * (nu * np.sqrt(spread) + leak)

    return of


def check(run):
    """Numeric check of thm:accuracy_scaling."""
    witness(run)
    options = {"samples": 300, "effort": 0.05, "accuracy": 1e-9}
    checks.check_bound(
        run,
        Claim("inverse count", "E[1{N >= 1}/N] <= beta, N binomial"),
        MOMENT,
        inverse,
        lambda v: beta(v.p0, v.T),
        controls={
            "1.95 for 2": lambda v: beta(v.p0, v.T, two=1.95),
            "2.9 for 3": lambda v: beta(v.p0, v.T, three=2.9),
            "1 for the minimum": lambda v: beta(v.p0, v.T, two=1.0),
        },
        **options,
    )
    common = {
        "c dropped": {"correlated": 0.0},
        "no cosh": {"uniform": 0.0},
    }
    for name, order, claimed, statement, controls in (
        (
            "square",
            2,
            square_bound,
            "(E|x_T - V*|^2)^(1/2) <= nu (c + (1-c) beta cosh^2)^(1/2)"
            " + R ((2/p0 - 1) kappa + exp(-(1 - log 2) p0 T/4))",
            {"leakage dropped": {"leak": 0.0}, "exponent 1/2": {"rare": 0.5}},
        ),
        (
            "mean",
            1,
            mean_bound,
            "E|x_T - V*| <= nu (c + (1-c) beta cosh^2)^(1/2)"
            " + R (2 (1 - p0)/p0 kappa + (1 - p0)^T)",
            {"0.97 in place of 2": {"leak": 0.97}, "3 % off (1 - p0)^T": {"none": 0.97}},
        ),
    ):
        checks.check_bound(
            run,
            Claim(name, statement),
            WORST,
            moment(order),
            claimed(),
            controls={what: claimed(**given) for what, given in {**common, **controls}.items()},
            **options,
        )
        for what, given in VIOLATED.items():
            run.control(
                checks.search_bound(
                    run,
                    Claim(f"{name}: {what}", f"the same where {what}"),
                    WORST,
                    moment(order, **given),
                    claimed(),
                    **options,
                )
            )
    tight(run)
    trees(run)
    checks.check_mean(
        run,
        Claim("end to end", "the bound of the mean in R^3, simulated"),
        ANY,
        simulated(0.8),
        simulated_bound(0.8),
        controls={"a quarter": simulated_bound(0.8, 0.25)},
        low=0.0,
        high=1.0 + 1e-12,
        instances=8,
    )
    run.control(depending_scores())


VIOLATED = {
    "emissions have probability p0/2": {"emit": 0.5},
    "the margin is Delta - 2": {"slip": 2.0},
    "non-anchors lie at 1.2 R": {"beyond": 1.2},
    "anchors' scores differ by Delta' + 3": {"steep": 3.0},
    "anchors' errors are 1.2 nu": {"wide": 1.2},
    "all anchors share their error": {"shared": True},
}


def witness(run):
    """All tokens of a small tree, with orthogonal errors of the anchors."""
    v = checks.Values({"p0": 0.5, "T": 4, "c": 0.25, "beside": 0.5, "wide": 1.0})
    nu = float(deviation(v))
    errors = [nu * np.array([0.5, *(math.sqrt(0.75) * np.eye(4)[k])]) for k in range(4)]
    target, far = np.array([-0.5, 0, 0, 0, 0]), np.array([1.5, 0, 0, 0, 0])
    gram = np.array(errors) @ np.array(errors).T
    high, low, kappa, gap = (2.6, 2.1), 0.0, math.exp(-2.0), 0.5
    run.witness(
        "four tokens, errors sqrt(c) u + sqrt(1 - c) e_k",
        {**v, "emit": 0.6, "nu": nu, "M": 1, "anchors score": high, "others": low, "gap": gap},
        {
            "ass:emission": 0.6 - v.p0,
            "ass:score_margin": min(high) - low + math.log(kappa),
            "ass:bounded_values, anchors": 1 + 1e-12 - max(np.linalg.norm(e + target) for e in errors),
            "ass:bounded_values, others": 1 - np.linalg.norm(far + target),
            "scores of anchors within Delta'": gap - (max(high) - min(high)),
            "second moment nu^2": nu**2 * (1 + 1e-12) - np.diag(gram).max(),
            "cross moments c nu^2": v.c * nu**2 * (1 + 1e-12) - (gram - np.diag(np.diag(gram))).max(),
        },
    )


def tight(run):
    """Where the terms are attained, or nearly."""
    horizon = np.array([3, 30, 300, 3000, 30_000])
    ratio = 2.0  # e^Delta', with a third of the anchors above the others
    v = many(T=horizon, gap=np.log(ratio), share=1 / (1 + ratio))
    run.claim(
        checks.deterministic_bound(
            Claim("nearly attained", "bound <= (1 + 4/T) E|x_T - V*| + R exp(...), all anchors"),
            averaged(v),
            (1 + 4 / horizon) * moment(1)(v),
            inputs={"T": horizon},
        )
    )
    rare = many(T=[1, 2, 9, 40], p0=[0.5, 0.02, 0.3, 0.01], wide=0.0)
    for name, value, statement in (
        ("no anchor", rare, "E|x_T - V*| = R (1 - p0)^T for nu = 0, kappa -> 0"),
        ("one error", many(T=[1, 7, 90, 400], c=1.0), "E|x_T - V*| = nu for p0 = 1, c = 1"),
        ("one token", many(T=[1, 1], c=[0.0, 0.3]), "E|x_T - V*| = nu for p0 = 1, T = 1"),
    ):
        run.claim(
            checks.identity(
                Claim(name, statement), moment(1)(value), mean_bound()(value), rounding=1e-9
            )
        )
    run.control(
        checks.identity(
            Claim("no anchor, square", "the same bound for the root of the mean square"),
            moment(2)(rare),
            mean_bound()(rare),
            rounding=1e-9,
        )
    )


def trees(run):
    """Emissions by history, scores within the margin."""
    items = [
        (p0, horizon, kappa, gap, c, 0.3, 1.0)
        for p0 in (0.05, 0.4, 1.0)
        for horizon in (1, 4, 9)
        for kappa, gap in ((1e-6, 0.0), (0.1, 1.0), (1.5, 2.0))
        for c in (0.0, 0.5)
    ]
    found = np.array(run.map(tree_slack, items, stream=1))
    for name, column in (("mean", 0), ("square", 2)):
        run.claim(
            checks.deterministic_bound(
                Claim(f"history, {name}", "the bound where emissions depend on the whole history"),
                found[:, column],
                found[:, column + 1],
            )
        )


def depending_scores():
    """Values 1 or -1 by fair coins, those of value 1 with score log 3: T = 400, all anchors."""
    counts = np.arange(401)
    outputs = np.abs((4 * counts - 400) / (2 * counts + 400))
    v = many(T=np.array([400]), gap=np.log(3.0))
    return checks.deterministic_bound(
        Claim("scores know the values", "the bound where moments are not conditional on scores"),
        [float(models.law(400, 0.5) @ outputs)],
        mean_bound()(v),
    )


if __name__ == "__main__":
    checks.main(check)
