"""Claims about parameters: instances are drawn, put on the boundary and searched by an adversary.

The comparison itself is that of `comparing`; a violation counts only after `confirming`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..records.errors import InputError
from .adversary import search
from .comparing import TINY, deterministic_bound, identity
from .confirming import confirm
from .evaluating import evaluated, wrapped
from .instances import describe, invalid, plain, thinned
from .parameters import Function, Parameters, Values, single
from .results import ROUNDING, Claim, Kind, Result

if TYPE_CHECKING:
    from .running import Run

SAMPLES = 2000
#: Violations that are looked at again, and how many may stay open; one confirmed is enough.
_LOOKED_AT, _OPEN = 1000, 24
#: Probabilities that a library gives as floats are not compared below this: a difference such as
#: `1 - cdf` leaves that much of nothing.
_FLOAT_PROBABILITY = 1e-13


def search_bound(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    observed: Function,
    bound: Function,
    *,
    samples: int = SAMPLES,
    effort: float = 1.0,
    rounding: float = ROUNDING,
    scale: Function | float = 0.0,
    accuracy: float | None = None,
) -> Result:
    """Whether `observed <= bound` at random, boundary and adversarial instances.

    Args:
        observed, bound: functions of the values of many instances, to an array of as many, or to
            one number for all.
        samples: random instances, and instances of the boundary at most.
        effort: how hard the adversary tries, 0 for not at all.
        rounding, scale: as for `deterministic_bound`.
        accuracy: relative accuracy of the functions where they give floats whatever they are
            given, as scipy's and loops with `float` do. A violation by such functions counts if
            it is larger than that; without it, it leaves the claim undecided. Functions made of
            numpy's or mpmath's are computed anew with as many digits as it takes.

    Raises:
        InputError: nothing to compare, or shapes that do not fit.
    """
    return _searched(
        run, claim, parameters, observed, bound, "bound", samples, effort, rounding, scale, accuracy
    )


def search_identity(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    left: Function,
    right: Function,
    *,
    samples: int = SAMPLES,
    effort: float = 1.0,
    rounding: float = ROUNDING,
    scale: Function | float = 0.0,
    accuracy: float | None = None,
) -> Result:
    """Whether `left = right` up to rounding at random, boundary and adversarial instances.

    Args and Raises as for `search_bound`.
    """
    return _searched(
        run, claim, parameters, left, right, "identity", samples, effort, rounding, scale, accuracy
    )


def search_probability(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    exact: Function,
    bound: Function,
    *,
    samples: int = SAMPLES,
    effort: float = 1.0,
    accuracy: float | None = None,
) -> Result:
    """Whether a computed probability is at most `bound`, as `search_bound`.

    Violations by less than 1e-13 that are known in floating point only leave the claim undecided.

    Raises:
        InputError: as for `search_bound`, or a value that is no probability.
    """
    return _searched(
        run,
        claim,
        parameters,
        exact,
        bound,
        "probability",
        samples,
        effort,
        ROUNDING,
        0.0,
        accuracy,
    )


def _searched(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    left: Function,
    right: Function,
    kind: Kind,
    samples: int,
    effort: float,
    rounding: float,
    scale: Function | float,
    accuracy: float | None,
) -> Result:
    import numpy as np

    if samples < 1:
        raise InputError(f"'{claim.name}': samples = {samples}")
    if accuracy is not None and not 0 < accuracy < 0.1:
        raise InputError(f"'{claim.name}': accuracy = {accuracy} is no relative accuracy")
    size_of = scale if callable(scale) else lambda _: scale
    two_sided = kind == "identity"

    def both(values: Values) -> tuple[Any, Any]:
        count = len(next(iter(values.values())))
        return evaluated(claim, left, values, count), evaluated(claim, right, values, count)

    def compared(values: Values) -> tuple[Any, Any, Any]:
        a, b = both(values)
        with np.errstate(all="ignore"):
            return a, b, np.abs(a - b) if two_sided else a - b

    def allowance(values: Values, a: Any, b: Any) -> Any:
        extra = evaluated(claim, size_of, values, len(a))
        size = np.maximum(np.abs(a), np.abs(b)) if two_sided else np.abs(a) + np.abs(b)
        return rounding * (np.maximum(size, extra) if two_sided else size + extra) + TINY

    def excess(values: Values) -> Any:
        a, b, apart = compared(values)
        least = _FLOAT_PROBABILITY if kind == "probability" else 0.0
        known = (accuracy or 0.0) * (np.abs(a) + np.abs(b))
        return apart - np.maximum(allowance(values, a, b) + known, least)

    def sides(values: Values) -> tuple[Any, Any]:
        a, b, apart = compared(values)
        return (apart, np.zeros_like(a)) if two_sided else (a, b)

    rng = run.rng_of(claim.name)
    drawn = {
        "random": parameters.random(rng, samples),
        "boundary": parameters.boundary(rng, samples),
    }
    cube = np.concatenate(list(drawn.values()))
    values = parameters.values(cube)
    a, b, apart = compared(values)
    finite = np.isfinite(a) & np.isfinite(b)
    if finite.all() and not (apart > allowance(values, a, b)).any():
        with np.errstate(all="ignore"):
            worst = np.argsort(-apart / (np.abs(a) + np.abs(b) + TINY), kind="stable")
        drawn["adversarial"] = search(parameters, sides, cube[worst], rng, effort)
        cube = np.concatenate(list(drawn.values()))
        values = parameters.values(cube)
        a, b, apart = compared(values)
        finite = np.isfinite(a) & np.isfinite(b)
    counts = {name: len(points) for name, points in drawn.items()}
    if not finite.all():
        row = single(values, int(np.argmin(finite)))
        at = describe({name: plain(value) for name, value in row.items()})
        detail = f"a NaN or an infinity at {at}: narrow the domains, or compute it otherwise"
        return replace(invalid(claim, kind, len(cube), detail), drawn=counts)
    if kind == "probability" and ((a < 0) | (a > 1 + ROUNDING)).any():
        raise InputError(f"'{claim.name}': a value of exact= is not a probability")

    if overflow := wrapped(both, parameters.values(drawn["boundary"])):
        return replace(_undecided(claim, kind, len(cube), overflow), drawn=counts)
    limits = allowance(values, a, b)
    a, b = a.copy(), b.copy()
    violating = np.flatnonzero(apart > limits)
    least = _FLOAT_PROBABILITY if kind == "probability" else 0.0
    weight = apart[violating] / np.maximum(limits[violating], least)
    order = violating[np.argsort(-weight, kind="stable")]
    answers: dict[int, str] = {}
    how = ""
    for index in order[:_LOOKED_AT]:
        found = confirm(
            parameters,
            left,
            right,
            single(values, index),
            excess=excess,
            allowed=Fraction(float(limits[index])),
            accuracy=accuracy,
            two_sided=two_sided,
        )
        answers[int(index)] = found.answer
        how = found.how
        if found.sides is not None:
            a[index], b[index] = found.sides
        if found.answer == "confirmed" or list(answers.values()).count("open") == _OPEN:
            break
    confirmed = [i for i, answer in answers.items() if answer == "confirmed"]
    none_confirmed = f"{len(violating)} violations in floating point, none confirmed by {how}"
    kept = np.ones(len(cube), dtype=bool)
    kept[violating] = False
    kept[confirmed] = True
    if not kept.any():
        return replace(_undecided(claim, kind, len(cube), none_confirmed), drawn=counts)
    rows = Values({name: column[kept] for name, column in values.items()})
    extra = evaluated(claim, size_of, rows, int(kept.sum()))
    compare = identity if two_sided else deterministic_bound
    result = compare(
        claim, a[kept], b[kept], rounding=rounding, scale=extra, inputs=dict(rows.items())
    )
    result = replace(
        result,
        kind=kind,
        instances=len(cube),
        hypotheses=tuple(parameters.constraints),
        drawn=counts,
        points=thinned(b, a),
    )
    if confirmed:
        return replace(result, detail=f"violation confirmed by {how}")
    if any(answer == "open" for answer in answers.values()) or len(answers) < len(violating):
        return replace(
            result,
            verdict="inconclusive",
            detail=none_confirmed,
        )
    if len(violating):
        detail = f"{len(violating)} violations in floating point are none by {how}"
        return replace(result, detail=detail)
    return result


def _undecided(claim: Claim, kind: Kind, count: int, detail: str) -> Result:
    nan = float("nan")
    return Result(claim, kind, "inconclusive", nan, nan, nan, None, count, detail)
