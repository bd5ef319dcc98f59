"""The kit for numeric checks: small programs that try to break a statement before it is proved.

A check is run as `python FILE --seed N --json OUT`. It compares what it computed on concrete
instances with what the statement claims, and it must also be able to fail: every check carries
negative controls, claims slightly too strong or with a hypothesis violated, that the same
comparison has to refute. Not for proving anything: a check that holds found no counterexample.

    from dlt_proof import checks

    def check(run: checks.Run) -> None:
        tail = ...                                       # exact Pr[N < n p / 2] over a grid
        run.claim(checks.probability_bound(checks.Claim("tail", "Pr <= exp(-np/8)"),
                                           exact=tail, bound=np.exp(-n * p / 8)))
        run.control(checks.probability_bound(checks.Claim("tail /4", "Pr <= exp(-np/4)"),
                                             exact=tail, bound=np.exp(-n * p / 4)))

    if __name__ == "__main__":
        checks.main(check)

Exit codes: 0 every claim holds and every control is refuted; 1 not, which includes a claim that
the data leave undecided; 2 the check could not run, or has no claim, no control or no data.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .project.files import write_text
from .records.errors import InputError
from .records.exit_codes import ExitCode

if TYPE_CHECKING:  # numpy takes a tenth of a second to import; `--help` should not
    import numpy as np

CHECK_SCHEMA = "dlt-proof/check/1"

# Relative rounding allowed when two floating-point numbers are compared. A sum of n terms is off
# by at most about n * 2^-53 relative to the sum of absolute values, so this covers n = 4,000.
ROUNDING = 1e-12

# Two-sided confidence of an interval from a simulation. So high because a check runs on many
# seeds: a true claim is then wrongly refuted at most once in a million runs.
CONFIDENCE = 1 - 1e-6

Kind = Literal["identity", "bound", "probability", "mean"]
Verdict = Literal["holds", "fails", "inconclusive", "invalid"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is compared, for the table and the JSON.

    Args:
        name: a few words, unique within the check.
        statement: the claim in one line of plain text.
    """

    name: str
    statement: str


@dataclass(frozen=True, slots=True)
class Result:
    """A claim after its comparison.

    Args:
        claim: what was compared.
        kind: which comparison.
        verdict: `holds`; `fails`, refuted; `inconclusive`, the sample is too small to say;
            `invalid`, the data hold a NaN or an infinity. Only `holds` lets a claim pass and
            only `fails` counts for a control, so that broken data pass as neither.
        observed, bound: the two sides at the tightest instance: the one with the largest ratio,
            or with the least slack where bounds are not positive.
        slack: least `bound - observed` over the instances, negative where the claim fails; for
            an identity minus the largest relative difference.
        ratio: largest `observed / bound` over the instances whose bound is positive and above
            rounding, None without one.
        instances: number of comparisons, or of trials for a simulation.
        detail: one line more for a person, may be empty.
    """

    claim: Claim
    kind: Kind
    verdict: Verdict
    observed: float
    bound: float
    slack: float
    ratio: float | None
    instances: int
    detail: str = ""

    def as_json(self, *, control: bool) -> dict[str, Any]:
        """The record as it stands in the result file; numbers that are not finite are null."""
        record: dict[str, Any] = {
            "name": self.claim.name,
            "statement": self.claim.statement,
            "kind": self.kind,
            "ok": self.verdict == ("fails" if control else "holds"),
            "verdict": self.verdict,
            "observed": _finite(self.observed),
            "bound": _finite(self.bound),
            "slack": _finite(self.slack),
            "ratio": None if self.ratio is None else _finite(self.ratio),
            "instances": self.instances,
            "detail": self.detail,
        }
        if control:
            record["failed_as_it_must"] = self.verdict == "fails"
        return record


@dataclass(slots=True)
class Run:
    """One run of a check: its seed and what was compared so far.

    Args:
        seed: seed of every random instance; the same seed gives the same run.
    """

    seed: int
    claims: list[Result] = field(default_factory=list)
    controls: list[Result] = field(default_factory=list)

    def rng(self, stream: int = 0) -> np.random.Generator:
        """A generator that depends on the seed and on the number of the stream only.

        Give every part of a check a stream of its own: adding a part then leaves the instances
        of the others as they were.
        """
        import numpy as np

        return np.random.default_rng([self.seed, stream])

    def claim(self, result: Result) -> None:
        """Record a claim of the statement: it has to hold."""
        self._add(self.claims, result)

    def control(self, result: Result) -> None:
        """Record a negative control, a claim known to be false: it has to fail."""
        self._add(self.controls, result)

    def _add(self, results: list[Result], result: Result) -> None:
        if any(result.claim.name == other.claim.name for other in self.claims + self.controls):
            raise InputError(f"the name '{result.claim.name}' is used twice in this check")
        results.append(result)

    @property
    def ok(self) -> bool:
        """Whether every claim holds and every control was refuted."""
        return all(r.verdict == "holds" for r in self.claims) and all(
            r.verdict == "fails" for r in self.controls
        )


def exact_identity(claim: Claim, left: Sequence[Any], right: Sequence[Any]) -> Result:
    """Whether integers or `Fraction`s agree exactly, entry by entry.

    Raises:
        InputError: no entries, unequal lengths, or an entry that is not rational.
    """
    a, b = list(left), list(right)
    _require(claim, len(a), len(b))
    if not all(isinstance(v, int | Fraction) and not isinstance(v, bool) for v in a + b):
        raise InputError(f"'{claim.name}': exact_identity takes integers and Fractions only")
    worst = max(range(len(a)), key=lambda i: abs(Fraction(a[i]) - Fraction(b[i])))
    difference = abs(Fraction(a[worst]) - Fraction(b[worst]))
    return Result(
        claim,
        "identity",
        "holds" if difference == 0 else "fails",
        float(a[worst]),
        float(b[worst]),
        -float(difference),
        None,
        len(a),
        "exact rational arithmetic",
    )


def identity(
    claim: Claim, left: Any, right: Any, *, rounding: float = ROUNDING, scale: Any = 0.0
) -> Result:
    """Whether floating-point arrays agree up to rounding, entry by entry.

    Entries agree if `|left - right| <= rounding * max(|left|, |right|, scale)`.

    Args:
        left, right: arrays of one shape.
        scale: size of what was added to get the entries, where terms cancel.

    Raises:
        InputError: no entries, or unequal shapes.
    """
    import numpy as np

    a, b = _arrays(claim, left, right)
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.broadcast_to(scale, a.shape))
    if not (np.isfinite(a).all() and np.isfinite(b).all() and np.isfinite(size).all()):
        return _invalid(claim, "identity", a.size)
    difference = np.abs(a - b) / np.where(size > 0, size, 1.0)
    worst = int(np.argmax(difference))
    return Result(
        claim,
        "identity",
        "holds" if difference[worst] <= rounding else "fails",
        float(a[worst]),
        float(b[worst]),
        -float(difference[worst]),
        None,
        a.size,
        f"largest relative difference {difference[worst]:.2g}, allowed {rounding:.2g}",
    )


def deterministic_bound(
    claim: Claim, observed: Any, bound: Any, *, rounding: float = ROUNDING, scale: Any = 0.0
) -> Result:
    """Whether `observed <= bound` at every instance, up to rounding.

    An instance passes if `observed - bound <= rounding * (|observed| + |bound| + scale)`:
    relative, so that small bounds stay sharp. Compute `observed` without cancellation, or say in
    `scale` how large the terms were that cancelled.

    Args:
        observed, bound: arrays of one shape, or a scalar beside an array.
        scale: as for `identity`.

    Raises:
        InputError: no entries, or shapes that do not fit.
    """
    return _bound(claim, "bound", observed, bound, rounding, "", scale)


def probability_bound(
    claim: Claim,
    *,
    bound: Any,
    exact: Any = None,
    successes: int | None = None,
    trials: int | None = None,
    confidence: float = CONFIDENCE,
) -> Result:
    """Whether a probability is at most `bound`.

    Give either `exact`, computed probabilities (an array over a grid is fine), or `successes`
    out of `trials` independent trials. A simulation confirms the claim only if the upper end of
    the Clopper-Pearson interval is at most the bound, refutes it only if the lower end is above
    it, and is inconclusive in between: more trials are needed. Claim "at least" for an event by
    claiming "at most" for its complement.

    The interval is exact: Clopper and Pearson, Biometrika 26 (1934) 404-413, in its form with
    quantiles of beta distributions, from `scipy.stats.binomtest`.

    Raises:
        InputError: neither or both are given, no data, or not a probability.
    """
    if (exact is None) == (successes is None) or (successes is None) != (trials is None):
        raise InputError(f"'{claim.name}': give exact=, or successes= and trials=")
    if exact is not None:
        import numpy as np

        values = np.asarray(exact, dtype=float)
        if bool(((values < 0) | (values > 1 + ROUNDING)).any()):
            raise InputError(f"'{claim.name}': a value of exact= is not a probability")
        return _bound(claim, "probability", exact, bound, ROUNDING, "exact")
    assert successes is not None and trials is not None
    if trials < 1 or not 0 <= successes <= trials:
        raise InputError(f"'{claim.name}': {successes} successes in {trials} trials is no data")
    limit = float(bound)
    if not math.isfinite(limit):
        return _invalid(claim, "probability", trials)
    from scipy.stats import binomtest

    interval = binomtest(int(successes), int(trials)).proportion_ci(confidence, method="exact")
    return _interval(
        claim, "probability", successes / trials, interval.low, interval.high, limit, trials
    )


def mean_bound(
    claim: Claim,
    samples: Any,
    *,
    bound: float,
    low: float,
    high: float,
    confidence: float = CONFIDENCE,
) -> Result:
    """Whether the expectation of a variable with values in [low, high] is at most `bound`.

    The interval around the mean of n independent samples is Hoeffding's, of half width
    `(high - low) * sqrt(log(2 / alpha) / (2 n))` with `alpha = 1 - confidence`: Hoeffding,
    J. Amer. Statist. Assoc. 58 (1963), Theorem 2. Confirmed, refuted and inconclusive as for
    `probability_bound`.

    Raises:
        InputError: no samples, an empty range, or a sample outside it.
    """
    import numpy as np

    values = np.asarray(samples, dtype=float).ravel()
    if values.size == 0 or not low < high:
        raise InputError(f"'{claim.name}': no samples, or low is not below high")
    if not (np.isfinite(values).all() and math.isfinite(bound)):
        return _invalid(claim, "mean", values.size)
    if values.min() < low - ROUNDING * abs(low) or values.max() > high + ROUNDING * abs(high):
        raise InputError(f"'{claim.name}': a sample lies outside [low, high]")
    half = (high - low) * math.sqrt(math.log(2 / (1 - confidence)) / (2 * values.size))
    mean = float(values.mean())
    return _interval(claim, "mean", mean, mean - half, mean + half, bound, values.size)


def main(check: Callable[[Run], None], arguments: Sequence[str] | None = None) -> None:
    """Run a check script from its command line and exit with its code (see the module).

    Args:
        check: compares and records on the run it is given.
        arguments: the command line without the program, by default `sys.argv[1:]`.
    """
    raise SystemExit(int(run_check(check, arguments)))


def run_check(check: Callable[[Run], None], arguments: Sequence[str] | None = None) -> ExitCode:
    """What `main` does, but returns the exit code.

    With `--json`, a result is written whatever happens, so that an older file is never taken for
    the result of this run; one that could not run has `ok` false and an `error`.
    """
    parser = argparse.ArgumentParser(description=check.__doc__)
    parser.add_argument("--seed", type=int, default=0, help="seed of the random instances")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the result to this file")
    options = parser.parse_args(arguments)
    if options.seed < 0:
        parser.error("--seed must not be negative")
    run = Run(options.seed)
    error: str | None = None
    try:
        check(run)
        if not run.claims:
            raise InputError("the check compares nothing", remedy="add run.claim(...)")
        if not run.controls:
            raise InputError(
                "the check has no negative control: nothing shows that it can fail",
                remedy="add run.control(...) with a claim slightly too strong",
            )
    except InputError as problem:
        error = str(problem)
    except Exception as problem:  # a bug in the check is "could not run", not "does not hold"
        traceback.print_exc()
        error = f"{type(problem).__name__}: {problem}"
    if error is None:
        print(_table(run))
    else:
        print(f"dlt-proof: error: the check could not run: {error}", file=sys.stderr)
    try:
        if options.json is not None:
            text = json.dumps(_as_json(run, error), indent=2, ensure_ascii=False, allow_nan=False)
            write_text(options.json, text + "\n")
    except InputError as problem:
        print(f"dlt-proof: error: {problem}", file=sys.stderr)
        return ExitCode.BAD_INPUT
    if error is not None:
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if run.ok else ExitCode.FAILS


def _as_json(run: Run, error: str | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "schema": CHECK_SCHEMA,
        "name": Path(sys.argv[0]).stem,
        "ok": error is None and run.ok,
        "seed": run.seed,
        "claims": [result.as_json(control=False) for result in run.claims],
        "controls": [result.as_json(control=True) for result in run.controls],
    }
    if error is not None:
        record["error"] = error
    return record


def _table(run: Run) -> str:
    """Claims and controls with their slack, one a line, and the outcome last."""
    rows = [("", "name", "observed", "bound", "slack", "ratio", "instances")]
    for result, control in [(r, False) for r in run.claims] + [(r, True) for r in run.controls]:
        word: str = result.verdict
        if control:
            word = "refuted" if word == "fails" else f"NOT REFUTED ({word})"
        elif word != "holds":
            word = word.upper()
        rows.append(
            (
                f"{'control' if control else 'claim'} {word}",
                result.claim.name,
                f"{result.observed:.6g}",
                f"{result.bound:.6g}",
                f"{result.slack:.3g}",
                "-" if result.ratio is None else f"{result.ratio:.4g}",
                str(result.instances),
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    for result in run.claims + run.controls:
        wanted: Verdict = "holds" if result in run.claims else "fails"
        if result.verdict != wanted:
            lines.append(f"{result.claim.name}: {result.claim.statement}. {result.detail}")
    lines.append(
        f"{'holds' if run.ok else 'DOES NOT HOLD'}: {len(run.claims)} claims, "
        f"{len(run.controls)} negative controls, seed {run.seed}"
    )
    return "\n".join(lines)


def _bound(
    claim: Claim,
    kind: Kind,
    observed: Any,
    bound: Any,
    rounding: float,
    detail: str,
    scale: Any = 0.0,
) -> Result:
    import numpy as np

    a, b = _arrays(claim, observed, bound)
    size = np.abs(a) + np.abs(b) + np.broadcast_to(scale, a.shape)
    if not np.isfinite(size).all():
        return _invalid(claim, kind, a.size)
    excess = a - b - rounding * size
    positive = b > rounding * np.broadcast_to(scale, a.shape)
    ratios = np.where(positive, a, -np.inf) / np.where(positive, b, 1.0)
    if positive.any() and not (excess[~positive] > 0).any():
        worst = int(np.argmax(ratios))
    else:
        worst = int(np.argmax(excess)) if (excess > 0).any() else int(np.argmin(b - a))
    return Result(
        claim,
        kind,
        "fails" if (excess > 0).any() else "holds",
        float(a[worst]),
        float(b[worst]),
        float((b - a).min()),
        float(ratios.max()) if positive.any() else None,
        a.size,
        detail,
    )


def _interval(
    claim: Claim, kind: Kind, estimate: float, low: float, high: float, bound: float, n: int
) -> Result:
    verdict: Verdict = "holds" if high <= bound else "fails" if low > bound else "inconclusive"
    detail = f"confidence interval [{low:.6g}, {high:.6g}] from {n} trials"
    if verdict == "inconclusive":
        detail += " holds the bound: more trials are needed"
    ratio = estimate / bound if bound > 0 else None
    return Result(claim, kind, verdict, estimate, bound, bound - estimate, ratio, n, detail)


def _invalid(claim: Claim, kind: Kind, instances: int) -> Result:
    nan = math.nan
    detail = "the data hold a NaN or an infinity"
    return Result(claim, kind, "invalid", nan, nan, nan, None, instances, detail)


def _arrays(claim: Claim, left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides as flat float arrays of one length; a scalar is repeated."""
    import numpy as np

    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if a.ndim and b.ndim and a.shape != b.shape:
        raise InputError(f"'{claim.name}': shapes {a.shape} and {b.shape} do not fit")
    a, b = np.broadcast_arrays(a, b)
    _require(claim, a.size, b.size)
    return a.ravel(), b.ravel()


def _require(claim: Claim, left: int, right: int) -> None:
    if left == 0 or right == 0:
        raise InputError(f"'{claim.name}': there is nothing to compare")
    if left != right:
        raise InputError(f"'{claim.name}': {left} values beside {right}")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
