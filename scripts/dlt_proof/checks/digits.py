"""Identities to many digits: where agreement in floating point says too little.

Both sides are computed at every instance in ball arithmetic or by mpmath (`precise`); functions
that give floats are refused, since nothing of the kind was computed.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..records.errors import InputError
from .instances import located
from .parameters import Function, Parameters
from .precise import DIGITS, evaluate
from .results import Claim, Result, Verdict

if TYPE_CHECKING:
    from .running import Run

#: Digits that rounding may cost, and instances of the boundary that are looked at.
_LOST, _MOST_BOUNDARY = 10, 200


def precise_identity(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    left: Function,
    right: Function,
    *,
    digits: int = DIGITS,
    samples: int = 200,
    scale: float = 0.0,
) -> Result:
    """Whether two functions agree to `digits - 10` decimal digits at random and boundary instances.

    Args:
        left, right: functions of the values. Made of numpy's they are given arrays of one
            instance, and computed with balls; made of mpmath's, numbers.
        digits: to compute with.
        samples: random instances.
        scale: size of the terms that cancel; differences are relative to it or to the sides.

    Raises:
        InputError: the functions give floats, or there are fewer than 20 digits.
    """
    import numpy as np

    if digits < 2 * _LOST or samples < 1:
        raise InputError(f"'{claim.name}': digits = {digits}, samples = {samples}")
    rng = run.rng_of(claim.name)
    edge = parameters.boundary(rng)
    edge = edge[np.sort(rng.permutation(len(edge))[:_MOST_BOUNDARY])]
    cube = np.concatenate([parameters.random(rng, samples), edge])
    drawn = {"random": len(cube) - len(edge), "boundary": len(edge)}
    rows = parameters.rows(parameters.values(cube), len(cube))
    unit = Fraction(1, 10 ** (digits - _LOST))
    verdict: Verdict = "holds"
    worst, shown, how = Fraction(-1), 0, ""
    sides = []
    for number, row in enumerate(rows):
        a, b = (evaluate(side, row, digits, parameters.exact) for side in (left, right))
        if a is None or b is None:
            raise InputError(
                f"'{claim.name}': {digits} digits cannot be had of these functions at instance "
                f"{number}",
                remedy="make them of numpy's or of mpmath's functions, without floats in between",
            )
        size = max(abs(a.middle), abs(b.middle), Fraction(scale))
        apart, radius = abs(a.middle - b.middle), a.radius + b.radius
        sides.append((float(a.middle), float(b.middle)))
        how = a.arithmetic
        relative = apart / size if size else apart
        refuted = apart - radius > unit * size
        if refuted and (verdict != "fails" or relative > worst):
            verdict, worst, shown = "fails", relative, number
        elif verdict != "fails" and relative > worst:
            worst, shown = relative, number
        if verdict == "holds" and apart + radius > unit * size:
            verdict = "inconclusive"
    detail = f"largest relative difference {float(worst):.2g} by {how}, allowed {float(unit):.0g}"
    result = Result(
        claim,
        "identity",
        verdict,
        *sides[shown],
        -float(worst),
        None,
        len(rows),
        detail,
        drawn=drawn,
        points=tuple((b, a) for a, b in sides[:200]),
    )
    result = located(result, 0, (), dict(rows[shown].items()), None)
    return replace(result, hypotheses=tuple(parameters.constraints))
