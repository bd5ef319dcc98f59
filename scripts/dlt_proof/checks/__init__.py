"""The kit for numeric checks: small programs that try to break a statement before it is proved.

A check is run as `python FILE --seed N --json OUT`, with `--plot FILE.svg` for a picture and
`--jobs N` for so many processes. It compares what it computed on concrete instances with what the
statement claims, and it must also be able to fail: every check carries negative controls, claims
slightly too strong or with a hypothesis violated, that the same comparison has to refute. Not for
proving anything: a check that holds found no counterexample.

    from dlt_proof import checks

    DOMAIN = checks.Parameters({"p": checks.real(0, 1, open="left"),
                                "n": checks.integer(1, 1000, log=True)},
                               {"ass:mean: n p >= 1": lambda v: v.n * v.p - 1})

    def check(run: checks.Run) -> None:
        checks.check_probability(run, checks.Claim("tail", "Pr[N < np/2] <= exp(-np/8)"), DOMAIN,
                                 exact=lambda v: binom.cdf(np.ceil(v.n * v.p / 2) - 1, v.n, v.p),
                                 bound=lambda v: np.exp(-v.n * v.p / 8), accuracy=1e-9,
                                 controls={"1/4": lambda v: np.exp(-v.n * v.p / 4)})
        run.witness("fair coin", {"n": 10, "p": 0.5}, {"ass:mean": lambda v: v["n"] * v["p"] - 1})

    if __name__ == "__main__":
        checks.main(check)

The functions are of many instances at once: `v.p` is an array (`checks.each` makes such a function
of one of a single instance). Domains are `real`, `integer`, `choice`, `vector`, `simplex`, `sphere`
and `psd`. Instances are drawn at random, put on the boundary of the domain with values next to its
open ends, and searched by an optimiser that tries to violate the claim. A violation counts after
both sides were computed anew with 50 digits; functions that give floats only refute nothing
unless `accuracy=` says how exact they are.

| claim | checked by |
|---|---|
| an inequality on a domain | `check_bound` |
| an identity, to rounding or to many digits | `check_identity`, with `digits=50` |
| a probability: computed, simulated, rare | `check_probability`, `exact=`, `event=`, `weighted=` |
| a mean of bounded variables | `check_mean` |
| a rate; a limit | `check_rate`, `convergence`, `eventually_below` |
| values computed by the check itself | `deterministic_bound`, `identity`, … and `run.claim` |

`run.map` computes a function of many items on all cores, or on any `concurrent.futures` executor
(`checks.main(check, executor=…)`), with the same result. For values that a check computed itself,
`inputs` names those of each instance, so that a claim that fails keeps its worst instance, and
`hypotheses` says which assumptions were found to hold at every instance. A witness is an instance
that satisfies every assumption of the statement: without one the statement may speak of nothing.

Simulations and intervals are exact for finite samples, and right with the family-wise level that
they tell, 1e-6 by default. What the data leave open is undecided, never "holds".

Exit codes: 0 every claim holds, every control is refuted and every witness given satisfies its
hypotheses; 1 not, which includes a claim that the data leave undecided; 2 the check could not
run, or has no claim, no control or no data.
"""

from .comparing import deterministic_bound, exact_identity, identity
from .declared import check_bound, check_identity, check_mean, check_probability, check_rate
from .digits import precise_identity
from .domains import choice, integer, real
from .estimating import mean_bound, probability_bound
from .evaluating import each
from .parameters import Parameters, Values
from .rates import convergence, eventually_below, rate
from .results import CHECK_SCHEMA, CONFIDENCE, ROUNDING, Claim, Kind, Result, Verdict
from .running import Run, main, run_check
from .searched import search_bound, search_identity, search_probability
from .simulated import simulate_mean, simulate_probability, simulate_rare
from .spaces import psd, simplex, sphere, vector
from .witnesses import Witness

__all__ = [
    "CHECK_SCHEMA",
    "CONFIDENCE",
    "ROUNDING",
    "Claim",
    "Kind",
    "Parameters",
    "Result",
    "Run",
    "Values",
    "Verdict",
    "Witness",
    "check_bound",
    "check_identity",
    "check_mean",
    "check_probability",
    "check_rate",
    "choice",
    "convergence",
    "deterministic_bound",
    "each",
    "eventually_below",
    "exact_identity",
    "identity",
    "integer",
    "main",
    "mean_bound",
    "precise_identity",
    "probability_bound",
    "psd",
    "rate",
    "real",
    "run_check",
    "search_bound",
    "search_identity",
    "search_probability",
    "simplex",
    "simulate_mean",
    "simulate_probability",
    "simulate_rare",
    "sphere",
    "vector",
]
