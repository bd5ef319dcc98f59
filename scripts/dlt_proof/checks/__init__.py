"""The kit for numeric checks: small programs that try to break a statement before it is proved.

A check is run as `python FILE --seed N --json OUT`. It compares what it computed on concrete
instances with what the statement claims, and it must also be able to fail: every check carries
negative controls, claims slightly too strong or with a hypothesis violated, that the same
comparison has to refute. Not for proving anything: a check that holds found no counterexample.

    from dlt_proof import checks

    def check(run: checks.Run) -> None:
        tail = ...                                       # exact Pr[N < n p / 2] over a grid
        run.claim(checks.probability_bound(checks.Claim("tail", "Pr <= exp(-np/8)"),
                                           exact=tail, bound=np.exp(-n * p / 8),
                                           inputs={"n": n, "p": p},
                                           hypotheses={"ass:rate": p > 0}))
        run.control(checks.probability_bound(checks.Claim("tail /4", "Pr <= exp(-np/4)"),
                                             exact=tail, bound=np.exp(-n * p / 4)))
        run.witness("fair coin", {"n": 10, "p": 0.5}, {"ass:rate": lambda v: v["p"]})

    if __name__ == "__main__":
        checks.main(check)

`inputs` names the values of each instance, so that a claim that fails keeps its worst instance;
`hypotheses` says which assumptions were found to hold at every instance. A witness is an instance
that satisfies every assumption of the statement: without one the statement may speak of nothing.

Exit codes: 0 every claim holds, every control is refuted and every witness given satisfies its
hypotheses; 1 not, which includes a claim that the data leave undecided; 2 the check could not
run, or has no claim, no control or no data.
"""

from .comparing import deterministic_bound, exact_identity, identity
from .declared import check_bound, check_identity, check_mean, check_probability, check_rate
from .digits import precise_identity
from .domains import choice, integer, psd, real, simplex, sphere, vector
from .estimating import mean_bound, probability_bound
from .evaluating import each
from .parameters import Parameters, Values
from .rates import convergence, eventually_below, rate
from .results import CHECK_SCHEMA, CONFIDENCE, ROUNDING, Claim, Kind, Result, Verdict
from .running import Run, main, run_check
from .searched import search_bound, search_identity, search_probability
from .simulated import simulate_mean, simulate_probability, simulate_rare
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
