"""An author's functions at many instances: their shapes, and what 64 bits do to integers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ..records.errors import InputError
from .parameters import Function, Values, single
from .results import Claim


def each(function: Callable[[Values], Any]) -> Function:
    """A function of many instances from a function of one.

    Args:
        function: of values that are numbers, vectors and matrices.
    """

    @functools.wraps(function)
    def of_many(values: Values) -> Any:
        import numpy as np

        count = len(next(iter(values.values())))
        return np.array([function(single(values, i)) for i in range(count)])

    return of_many


def evaluated(claim: Claim, function: Function, values: Values, count: int) -> Any:
    """A function of many instances as floats, one for each.

    Raises:
        InputError: it gives another number of values, or complex ones.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        found = np.asarray(function(values))
        if found.ndim == 0 and count > 1:
            turned = Values({name: column[::-1] for name, column in values.items()})
            if not np.array_equal(found, np.asarray(function(turned))):
                raise InputError(f"'{claim.name}': one value for {count} instances is no constant")
    if np.iscomplexobj(found):
        raise InputError(f"'{claim.name}': complex values")
    if found.shape not in ((), (count,)):
        raise InputError(
            f"'{claim.name}': a function of {count} instances gave values of shape {found.shape}",
            remedy="give one value for each; checks.each makes it of a function of one instance",
        )
    return np.broadcast_to(found.astype(float), (count,))


def wrapped(both: Callable[[Values], tuple[Any, Any]], values: Values) -> str:
    """Why integers of 64 bits are not trusted: as floats they give other values; "" if not."""
    import numpy as np

    whole = [name for name, column in values.items() if column.dtype.kind in "iu"]
    if not whole or not len(values[whole[0]]):
        return ""
    floats = {name: c.astype(float) if name in whole else c for name, c in values.items()}
    try:
        pairs = list(zip(both(values), both(Values(floats)), strict=True))
    except Exception:  # functions of integers, which loop in Python, do not overflow
        return ""
    same = all(np.allclose(i, f, rtol=1e-6, atol=0.0, equal_nan=True) for i, f in pairs)
    if same:
        return ""
    return (
        f"{', '.join(whole)}: as integers of 64 bits they give other values than as floats, which "
        "happens where they overflow: turn them into floats in the functions"
    )
