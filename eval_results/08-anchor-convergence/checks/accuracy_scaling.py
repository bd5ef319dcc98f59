"""thm:accuracy_scaling: both bounds exactly on the worst values, on trees, and by simulation."""

import itertools
import math

import accuracy_remark
import numpy as np
import scaling_models as models

from dlt_proof import checks
from dlt_proof.checks import Claim

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
ONLY_LEAKAGE = checks.Parameters({**DOMAIN, "more": checks.choice(0.0), "wide": checks.choice(0.0)})
ANY = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.9),
        "T": checks.integer(1, 60),
        "c": checks.real(0, 0.5),
        "gap": checks.real(0, 2),
        "delta": checks.real(0, 8),
    }
)
# Every token an anchor with the same score, except where told.
ALL_ANCHORS = dict.fromkeys(("more", "beside", "c", "gap", "share"), 0.0)
ALL_ANCHORS |= {"p0": 1.0, "kappa": 1e-12, "wide": 1.0}


def averaged(v, correlated=1.0, half=0.5):
    spread = models.variance_factor(v.p0, v.T) * np.cosh(half * v.gap) ** 2
    return models.deviation(v) * np.sqrt(correlated * v.c + (1 - v.c) * spread)


def square_bound(none=1.0, power=0.5, leak=None, **options):
    def of(v):
        spread = np.sqrt(models.leakage_factors(v.p0, v.T, **(leak or {}))[1])
        tail = spread * v.kappa + none * (1 - v.p0) ** (power * v.T)
        return averaged(v, **options) + (1 + v.beside) * tail

    return of


def mean_bound(none=1.0, leak=None, **options):
    def of(v):
        spread = models.leakage_factors(v.p0, v.T, **(leak or {}))[0]
        tail = spread * v.kappa + none * (1 - v.p0) ** v.T
        return averaged(v, **options) + (1 + v.beside) * tail

    return of


def tree_slack(item, rng):
    """Both moments on a random tree, each with its bound."""
    names = ("p0", "T", "kappa", "gap", "c", "beside", "wide")
    v = checks.Values(dict(zip(names, item, strict=True)))
    probability, mass, squares, _ = models.tree(v.T, v.p0, -math.log(v.kappa), v.gap, rng)
    found = models.distance(mass, squares, models.deviation(v), v.c, 1 + v.beside)
    mean, square = float(probability @ found), math.sqrt(float(probability @ found**2))
    return mean, mean_bound()(v), square, square_bound()(v)


def simulated_bound(nu, factor=1.0):
    def of(v):
        spread = v.c + (1 - v.c) * models.variance_factor(v.p0, v.T) * np.cosh(v.gap / 2) ** 2
        leak = models.leakage_factors(v.p0, v.T)[0] * np.exp(-v.delta) + (1 - v.p0) ** v.T
        return factor * (nu * np.sqrt(spread) + leak)

    return of


def check(run):
    """Numeric check of thm:accuracy_scaling."""
    witness(run)
    options = {"samples": 300, "effort": 0.05, "accuracy": 1e-9}
    both = (("square", 2, square_bound, SQUARE), ("mean", 1, mean_bound, MEAN))
    for name, order, claimed, statement in both:
        checks.check_bound(
            run,
            Claim(name, statement),
            WORST,
            models.moment(order),
            claimed(),
            controls={what: claimed(**given) for what, given in WRONG.items()},
            **options,
        )
        for what, (parameters, given) in VIOLATED.items():
            run.control(
                checks.search_bound(
                    run,
                    Claim(f"{name}: {what}", f"the same where {what}"),
                    parameters,
                    models.moment(order, **given),
                    claimed(),
                    **options,
                )
            )
    tight(run)
    accuracy_remark.check(run)
    trees(run)
    checks.check_mean(
        run,
        Claim("end to end", "the bound of the mean in R^3, simulated"),
        ANY,
        models.simulated(0.8),
        simulated_bound(0.8),
        controls={"a quarter": simulated_bound(0.8, 0.25)},
        low=0.0,
        high=1.0 + 1e-12,
        instances=8,
    )
    v = models.instances(ALL_ANCHORS, T=[400], gap=math.log(3.0))
    run.control(
        checks.deterministic_bound(
            Claim("scores know the values", "the bound where moments are not given the scores"),
            [models.telling_scores(400, 1)],
            mean_bound()(v),
        )
    )


NOISE = "nu (c + (1-c) chi_T cosh^2)^(1/2)"
LEAK = "((1 - p0) beta_T)^(1/2) kappa"
SQUARE = f"(E|x_T-V*|^2)^(1/2) <= {NOISE} + R ({LEAK} + (1 - p0)^(T/2))"
MEAN = f"E|x_T - V*| <= {NOISE} + R ((1 - p0) alpha_T kappa + (1 - p0)^T)"
WRONG = {"c dropped": {"correlated": 0.0}, "cosh dropped": {"half": 0.0}}
VIOLATED = {
    "emissions have probability p0/2": (ONLY_LEAKAGE, {"emit": 0.5}),
    "the margin is Delta - 2": (ONLY_LEAKAGE, {"slip": 2.0}),
    "non-anchors lie at 1.2 R": (ONLY_LEAKAGE, {"beyond": 1.2}),
    "anchors' scores differ by delta + 3": (WORST, {"steep": 3.0}),
    "anchors' errors are 1.2 nu": (WORST, {"wide": 1.2}),
    "all anchors share their error": (WORST, {"shared": True}),
}


def witness(run):
    """All tokens of a small tree, with orthogonal errors of the anchors."""
    v = checks.Values({"p0": 0.5, "T": 4, "c": 0.25, "beside": 0.5, "wide": 1.0})
    nu = float(models.deviation(v))
    errors = nu * np.hstack([np.full((4, 1), 0.5), math.sqrt(0.75) * np.eye(4)])
    target, far = np.array([-0.5, 0, 0, 0, 0]), np.array([1.5, 0, 0, 0, 0])
    gram = errors @ errors.T
    norms = np.linalg.norm(errors + target, axis=1)
    cross = (gram - np.diag(np.diag(gram))).max()
    high, low, delta, gap, exact = (2.6, 2.1), 0.0, 2.0, 0.5, 1 + 1e-12
    run.witness(
        "four tokens, errors sqrt(c) u + sqrt(1 - c) e_k",
        {**v, "emit": 0.6, "nu": nu, "M": 1, "anchors score": high, "others": low, "gap": gap},
        {
            "ass:emission": 0.6 - v.p0,
            "ass:score_margin": min(high) - low - delta,
            "ass:bounded_values": exact - max(norms.max(), np.linalg.norm(far + target)),
            "scores of anchors within delta": gap - (max(high) - min(high)),
            "second moment nu^2": nu**2 * exact - np.diag(gram).max(),
            "cross moments c nu^2": v.c * nu**2 * exact - cross,
        },
    )


def tight(run):
    """Where the terms are attained, or nearly."""
    horizon = np.array([3, 30, 300, 3000, 30_000])
    ratio = 2.0  # e^delta, with a third of the anchors above the others
    v = models.instances(ALL_ANCHORS, T=horizon, gap=np.log(ratio), share=1 / (1 + ratio))
    run.claim(
        checks.deterministic_bound(
            Claim("nearly attained", "bound <= (1 + 4/T) E|x_T - V*|, all anchors, e^delta = 2"),
            mean_bound()(v),
            (1 + 4 / horizon) * models.moment(1)(v),
            inputs={"T": horizon},
        )
    )
    for name, order, claimed in (("mean", 1, mean_bound), ("square", 2, square_bound)):
        run.control(
            checks.deterministic_bound(
                Claim(f"{name}: 1 % less", "0.99 of the bound, all anchors, e^delta = 2"),
                models.moment(order)(v),
                0.99 * claimed()(v),
                inputs={"T": horizon},
            )
        )
        many = models.instances(ALL_ANCHORS, T=[30_000], p0=0.3, kappa=1e-6, wide=0.0)
        run.control(
            checks.deterministic_bound(
                Claim(f"{name}: less leakage", "0.97 of R (1 - p0)/p0 kappa in the limit, nu = 0"),
                models.moment(order)(many),
                claimed(leak={"one": 0.97})(many),
            )
        )
    rare = models.instances(ALL_ANCHORS, T=[1, 2, 9, 40], p0=[0.5, 0.02, 0.3, 0.01], wide=0.0)
    shared = models.instances(ALL_ANCHORS, T=[1, 7, 90, 400], c=1.0)
    single = models.instances(ALL_ANCHORS, T=[1, 1], c=[0.0, 0.3])
    for name, value, statement in (
        ("no anchor", rare, "both bounds are attained for nu = 0, kappa -> 0"),
        ("one error", shared, "both bounds are nu and attained for p0 = 1, c = 1, kappa -> 0"),
        ("one token", single, "both bounds are nu and attained for p0 = 1, T = 1, kappa -> 0"),
    ):
        left = np.concatenate([models.moment(order)(value) for order in (1, 2)])
        right = np.concatenate([mean_bound()(value), square_bound()(value)])
        run.claim(checks.identity(Claim(name, statement), left, right, rounding=1e-9))
    for name, order, claimed, statement in (
        ("3 % off", 1, mean_bound(none=0.97), "E|x_T - V*| <= 0.97 R (1 - p0)^T for nu = 0"),
        ("square: 3 % off", 2, square_bound(none=0.97), "the square with 0.97 (1 - p0)^(T/2)"),
        ("square: T/1.94", 2, square_bound(power=1 / 1.94), "the square with (1 - p0)^(T/1.94)"),
    ):
        run.control(
            checks.deterministic_bound(
                Claim(name, statement), models.moment(order)(rare), claimed(rare)
            )
        )
    # With one token that is no anchor with probability 1 - p0, and N = 1 of two at p0 small.
    few = models.instances(ALL_ANCHORS, T=[2, 2, 2], p0=[1e-3, 1e-2, 0.1], wide=0.0)
    few = checks.Values({**few, "kappa": np.full(3, 30.0)})
    run.claim(
        checks.deterministic_bound(
            Claim("kappa above 1", "both bounds at kappa = 30, T = 2, nu = 0"),
            np.concatenate([models.moment(1)(few), models.moment(2)(few)]),
            np.concatenate([mean_bound()(few), square_bound()(few)]),
        )
    )


def trees(run):
    """Emissions by history, scores within the margin."""
    margins = ((1e-6, 0.0), (0.1, 1.0), (1.5, 2.0))
    cases = itertools.product((0.05, 0.4, 1.0), (1, 4, 9), margins, (0.0, 0.5))
    items = [(p0, horizon, *margin, c, 0.3, 1.0) for p0, horizon, margin, c in cases]
    found = np.array(run.map(tree_slack, items, stream=1))
    for name, column in (("mean", 0), ("square", 2)):
        claim = Claim(f"history, {name}", "the bound where emissions depend on the whole history")
        run.claim(checks.deterministic_bound(claim, found[:, column], found[:, column + 1]))


if __name__ == "__main__":
    checks.main(check)
