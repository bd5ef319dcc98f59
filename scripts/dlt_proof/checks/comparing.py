"""Comparing what a check computed with what a statement claims, instance by instance.

Not here: estimates from samples (`estimating`), instances that an adversary finds (`searched`), a
run of a check (`running`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..records.errors import InputError
from .instances import Inputs, invalid, located, thinned
from .results import ROUNDING, Claim, Kind, Result

# Below this, floating-point numbers lose their relative precision: two that are both smaller
# cannot be told apart, and an underflow is no counterexample.
TINY = 2.2250738585072014e-308


def exact_identity(
    claim: Claim,
    left: Sequence[Any],
    right: Sequence[Any],
    *,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether integers or `Fraction`s agree exactly, entry by entry.

    Args:
        left, right: the entries.
        inputs: by name the values of each instance, or one value for all.
        hypotheses: by name whether each instance satisfies it (truth, or slack at least 0); an
            instance that does not makes the claim invalid.

    Raises:
        InputError: no entries, unequal lengths, or an entry that is not rational.
    """
    a, b = list(left), list(right)
    _require(claim, len(a), len(b))
    if not all(isinstance(v, int | Fraction) and not isinstance(v, bool) for v in a + b):
        raise InputError(f"'{claim.name}': exact_identity takes integers and Fractions only")
    worst = max(range(len(a)), key=lambda i: abs(Fraction(a[i]) - Fraction(b[i])))
    difference = abs(Fraction(a[worst]) - Fraction(b[worst]))
    result = Result(
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
    return located(result, worst, (len(a),), inputs, hypotheses, (a[worst], b[worst]))


def identity(
    claim: Claim,
    left: Any,
    right: Any,
    *,
    rounding: float = ROUNDING,
    scale: Any = 0.0,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether floating-point arrays agree up to rounding, entry by entry.

    Entries agree if `|left - right| <= rounding * max(|left|, |right|, scale)`.

    Args:
        left, right: arrays of one shape.
        scale: size of what was added to get the entries, where terms cancel.
        inputs, hypotheses: as for `exact_identity`.

    Raises:
        InputError: no entries, or unequal shapes.
    """
    import numpy as np

    _require_small(claim, rounding)
    a, b, shape = _arrays(claim, left, right)
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.broadcast_to(scale, a.shape))
    if not (np.isfinite(a).all() and np.isfinite(b).all() and np.isfinite(size).all()):
        return invalid(claim, "identity", a.size)
    apart = np.where(np.abs(a - b) > TINY, np.abs(a - b), 0.0)
    difference = apart / np.where(size > 0, size, 1.0)
    worst = int(np.argmax(difference))
    result = Result(
        claim,
        "identity",
        "holds" if difference[worst] <= rounding else "fails",
        float(a[worst]),
        float(b[worst]),
        -float(difference[worst]),
        None,
        a.size,
        f"largest relative difference {difference[worst]:.2g}, allowed {rounding:.2g}",
        points=thinned(b, a),
    )
    return located(result, worst, shape, inputs, hypotheses)


def deterministic_bound(
    claim: Claim,
    observed: Any,
    bound: Any,
    *,
    rounding: float = ROUNDING,
    scale: Any = 0.0,
    inputs: Inputs | None = None,
    hypotheses: Inputs | None = None,
) -> Result:
    """Whether `observed <= bound` at every instance, up to rounding.

    An instance passes if `observed - bound <= rounding * (|observed| + |bound| + scale)`:
    relative, so that small bounds stay sharp. Compute `observed` without cancellation, or say in
    `scale` how large the terms were that cancelled.

    Args:
        observed, bound: arrays of one shape, or a scalar beside an array.
        scale: as for `identity`.
        inputs, hypotheses: as for `exact_identity`.

    Raises:
        InputError: no entries, or shapes that do not fit.
    """
    return bounded(claim, "bound", observed, bound, rounding, "", scale, inputs, hypotheses)


def bounded(
    claim: Claim,
    kind: Kind,
    observed: Any,
    bound: Any,
    rounding: float,
    detail: str,
    scale: Any,
    inputs: Inputs | None,
    hypotheses: Inputs | None,
) -> Result:
    """What `deterministic_bound` does, for a result of any kind."""
    import numpy as np

    _require_small(claim, rounding)
    a, b, shape = _arrays(claim, observed, bound)
    size = np.abs(a) + np.abs(b) + np.broadcast_to(scale, a.shape)
    if not np.isfinite(size).all():
        return invalid(claim, kind, a.size)
    excess = a - b - rounding * size - TINY
    violating = excess > 0
    positive = b > rounding * np.broadcast_to(scale, a.shape)
    ratios = np.where(positive, a, -np.inf) / np.where(positive, b, 1.0)
    # Of a claim that fails the instance shown is one at which it fails.
    shown = violating if violating.any() else np.ones_like(violating)
    if positive.any() and not violating[~positive].any():
        worst = int(np.argmax(np.where(shown, ratios, -np.inf)))
    else:
        worst = int(np.argmax(excess)) if violating.any() else int(np.argmin(b - a))
    result = Result(
        claim,
        kind,
        "fails" if violating.any() else "holds",
        float(a[worst]),
        float(b[worst]),
        float((b - a).min()),
        float(ratios.max()) if positive.any() else None,
        a.size,
        detail,
        points=thinned(b, a),
    )
    return located(result, worst, shape, inputs, hypotheses)


def _arrays(claim: Claim, left: Any, right: Any) -> tuple[Any, Any, tuple[int, ...]]:
    """Both sides as flat float arrays of one length, and their shape; a scalar is repeated."""
    import numpy as np

    # As floats they would lose their imaginary parts, and agree without agreeing.
    if np.iscomplexobj(left) or np.iscomplexobj(right):
        raise InputError(
            f"'{claim.name}': complex values",
            remedy="compare real parts, imaginary parts or absolute values",
        )
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if a.ndim and b.ndim and a.shape != b.shape:
        raise InputError(f"'{claim.name}': shapes {a.shape} and {b.shape} do not fit")
    a, b = np.broadcast_arrays(a, b)
    _require(claim, a.size, b.size)
    return a.ravel(), b.ravel(), a.shape or (1,)


def _require_small(claim: Claim, rounding: float) -> None:
    """Rounding that lets half of a value pass is none: everything would agree."""
    if not 0 <= rounding < 0.5:
        raise InputError(
            f"'{claim.name}': rounding = {rounding} is no rounding",
            remedy="it is relative, like 1e-12",
        )


def _require(claim: Claim, left: int, right: int) -> None:
    if left == 0 or right == 0:
        raise InputError(f"'{claim.name}': there is nothing to compare")
    if left != right:
        raise InputError(f"'{claim.name}': {left} values beside {right}")
