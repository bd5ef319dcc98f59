"""prop:centred: the mean square on the worst weights, with correlations, on trees, simulated.

No bound on values occurs: only the second moments do, and these are exact.
"""

import itertools
import math

import centred_models
import numpy as np
import scaling_models as models

from dlt_proof import checks
from dlt_proof.checks import Claim

# Uncorrelated: anchors lie at nu e_k about V*, the others at zeta e_k, with signs or without.
DOMAIN = {
    "p0": checks.real(0, 1, open="left"),
    "more": checks.real(0, 1),
    "T": checks.integer(1, 400, log=True),
    "kappa": checks.real(1e-6, 10, log=True),
    "gap": checks.real(0, 4),
    "share": checks.real(0, 1),
    "nu": checks.real(0, 10),
    "zeta": checks.real(0, 10),
}
WORST = checks.Parameters(DOMAIN)
NO_NOISE = {**DOMAIN, "more": checks.choice(0.0), "nu": checks.choice(0.0)}
# Anchors with the same score, except where told.
AT_THE_MARGIN = {"more": 0.0, "gap": 0.0, "share": 0.0}
LEAKING = checks.Parameters({**NO_NOISE, "zeta": checks.choice(1.0)})
# Two errors at distance n have the moment part min(nu, zeta)^2 q^n.
PAST = {"part": checks.real(0, 1), "q": checks.real(0, 0.95)}
CORRELATED = checks.Parameters({**DOMAIN, **PAST, "T": checks.integer(1, 7)})
LONG = {"p0": 1.0, "kappa": 1e-12, "gap": 0.0, "nu": 1.0, "zeta": 1.0, "part": 1.0}
ANY = checks.Parameters(
    {
        "p0": checks.real(0.2, 0.9),
        "T": checks.integer(1, 60),
        "gap": checks.real(0, 2),
        "delta": checks.real(-1, 6),
        "q": checks.choice(0.0, 0.5),
    }
)


CONTROLS = {
    "1.94 in place of 2": centred_models.bound(two=1.94),
    "2.9 in place of 3": centred_models.bound(three=2.9),
    "no cosh": centred_models.bound(spread=0.0),
    "kappa zeta^2 dropped": centred_models.bound(quarter=0.0),
    "3 % off zeta^2 (1 - p0)^T": centred_models.bound(rare=0.97),
}
VIOLATED = {
    "emissions have probability p0/2": (LEAKING, {"emit": 0.5}),
    "the margin is Delta - 2": (LEAKING, {"slip": 2.0}),
    "anchors' scores differ by delta + 3": (WORST, {"steep": 3.0}),
    "anchors' errors are 1.02 nu": (WORST, {"nu": 1.02}),
    "the others' errors are 1.02 zeta": (LEAKING, {"zeta": 1.02}),
    "the others share their error, not summable": (LEAKING, {"crossed": True}),
}
STATEMENT = (
    "E|x_T-V*|^2 <= chi_T ((nu^2 + 2 rho) cosh^2 + (zeta^2 + 2 rho) kappa/4) + zeta^2 (1-p0)^T"
)


def check(run):
    """Numeric check of prop:centred."""
    witness(run)
    options = {"samples": 300, "effort": 0.05, "accuracy": 1e-9}
    checks.check_bound(
        run,
        Claim("searched", f"{STATEMENT}, rho = 0"),
        WORST,
        centred_models.square(),
        centred_models.bound(),
        controls=CONTROLS,
        **options,
    )
    checks.check_bound(
        run,
        Claim("leakage", f"{STATEMENT}, nu = rho = 0"),
        LEAKING,
        centred_models.square(),
        centred_models.bound(),
        controls={"kappa/8 in place of kappa/4": centred_models.bound(quarter=0.125)},
        **options,
    )
    for what, (parameters, given) in VIOLATED.items():
        claim = Claim(what, f"the same where {what}")
        run.control(
            checks.search_bound(
                run,
                claim,
                parameters,
                centred_models.square(**given),
                centred_models.bound(),
                **options,
            )
        )
    correlations(run, options)
    attained(run)
    margins = ((1e-6, 0.0), (0.1, 1.0), (1.5, 2.0))
    cases = itertools.product((0.05, 0.4, 1.0), (1, 4, 9), margins, (0.0, 1.0))
    items = [(p0, horizon, *margin, nu, 1.0) for p0, horizon, margin, nu in cases]
    found = np.array(run.map(centred_models.tree_square, items, stream=1))
    run.claim(
        checks.deterministic_bound(
            Claim("history", "the bound where emissions depend on the whole history"),
            found[:, 0],
            found[:, 1],
        )
    )
    checks.check_mean(
        run,
        Claim("end to end", "the bound simulated, errors uncorrelated or with rho_n = 2^-n"),
        ANY,
        centred_models.simulated,
        centred_models.simulated_bound(),
        controls={"a fifth": centred_models.simulated_bound(0.2)},
        low=0.0,
        high=1.0 + 1e-12,
        instances=8,
        gap=0.005,
    )


def correlations(run, options):
    """Positive moments of two errors: all outcomes of few tokens, and many anchors."""
    checks.check_bound(
        run,
        Claim("correlated", f"{STATEMENT}, rho_n = min(nu, zeta)^2 part q^n"),
        CORRELATED,
        centred_models.correlated(),
        centred_models.bound(),
        controls={"2 rho dropped": centred_models.bound(both=0.0)},
        **options,
    )
    many = models.instances(
        LONG, T=np.repeat([300, 3000, 10_000], 4), q=np.tile([0.0, 0.3, 0.7, 0.9], 3)
    )
    found, inputs = centred_models.all_anchors(many), {"T": many.T, "q": many.q}
    least = (1 - 2 / (many.T * (1 - many.q))) / (1 + 3 / (many.T + 2))
    run.claim(
        checks.deterministic_bound(
            Claim("2 rho", "the bound where all tokens are anchors, T up to 10000, rho_n = q^n"),
            found,
            centred_models.bound()(many),
            inputs=inputs,
        )
    )
    run.claim(
        checks.deterministic_bound(
            Claim("2 rho is right", "(1 - 2/(T (1-q)))/(1 + 3/(T+2)) of the bound is attained"),
            least * centred_models.bound()(many),
            found,
            inputs=inputs,
        )
    )
    more = {**many, "part": 0 * many.q + 1 / 1.1}
    for name, right in (
        ("rho in place of 2 rho", centred_models.bound(both=1.0)(many)),
        ("1.94 in place of 2 rho", centred_models.bound(both=1.94)(many)),
        ("moments of 1.1 rho_n", centred_models.bound()(checks.Values(more))),
    ):
        run.control(checks.deterministic_bound(Claim(f"2 rho: {name}", name), found, right))


def attained(run):
    """The equality cases: one token that is an anchor, and no weight on the other tokens."""
    rare = models.instances(
        AT_THE_MARGIN, T=[1, 2, 9, 40], p0=[0.5, 0.02, 0.3, 0.01], kappa=1e-12, nu=0.0, zeta=1.0
    )
    one = models.instances(AT_THE_MARGIN, T=[1, 1], p0=1.0, kappa=1e-12, nu=[1.0, 0.3], zeta=0.0)
    for name, value, statement in (
        ("no anchor", rare, "E|x_T - V*|^2 = zeta^2 (1 - p0)^T for nu = rho = 0, kappa -> 0"),
        ("one token", one, "E|x_T - V*|^2 = nu^2 for p0 = 1, T = 1, zeta = rho = 0"),
    ):
        run.claim(
            checks.identity(
                Claim(name, statement),
                centred_models.square()(value),
                centred_models.bound()(value),
                rounding=1e-9,
            )
        )
    two = models.instances(AT_THE_MARGIN, T=[2], p0=1.0, kappa=1.0, nu=1.0, zeta=0.0)
    run.control(
        checks.identity(
            Claim("two tokens", "the same equality at T = 2"),
            centred_models.square()(two),
            centred_models.bound()(two),
        )
    )
    v = models.instances(
        AT_THE_MARGIN, T=[400], p0=1.0, kappa=1e-9, gap=math.log(3.0), nu=1.0, zeta=0.0
    )
    run.control(
        checks.deterministic_bound(
            Claim("scores know the values", "the bound where moments are not given the scores"),
            [models.telling_scores(400, 2)],
            centred_models.bound()(v),
        )
    )


def witness(run):
    """Four tokens, errors nu or zeta times the signs of a chain that keeps its sign with 3/4."""
    p0, nu, zeta, q, high, delta, gap = 0.5, 0.5, 1.0, 0.5, (2.6, 2.1), 2.0, 0.5
    chains = np.array(list(itertools.product((-1, 1), repeat=4)))
    chance = np.where(chains[:, 1:] == chains[:, :-1], 0.75, 0.25).prod(axis=1) / 2
    signs = np.einsum("n,nk,nl->kl", chance, chains, chains)  # E of two signs
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    errors = [np.where(x, nu, zeta) for x in itertools.product((0, 1), repeat=4)]  # by outcome
    moments = np.array([np.outer(e, e) * signs for e in errors])
    run.witness(
        "four tokens, a chain of signs",
        {"T": 4, "d": 1, "p0": p0, "emit": 0.6, "nu": nu, "zeta": zeta, "rho_n": "2^-n", "rho": 1},
        {
            "ass:emission": 0.6 - p0,
            "ass:score_margin": min(high) - delta,
            "scores of anchors within delta": gap + 1e-12 - (max(high) - min(high)),
            "second moments": [
                float((e**2 - np.diag(m)).min()) + 1e-12
                for e, m in zip(errors, moments, strict=True)
            ],
            "cross moments at most rho_n": float((q**apart - moments)[:, apart > 0].min()) + 1e-12,
            "rho_n sum to rho": 1 - sum(q**n for n in range(1, 60)) >= 0,
        },
    )


if __name__ == "__main__":
    checks.main(check)
