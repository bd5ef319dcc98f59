"""Which values an instance has: inputs by name, and the hypotheses that hold at it.

A comparison runs over many instances; the one that is shown has to be told with its values, and
has to satisfy the hypotheses, or it says nothing about the claim.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..records.errors import InputError
from .results import Claim, Kind, Result

#: Entries of an array that a record of an instance holds in full.
SHOWN_ENTRIES = 64
_POINTS = 200

Inputs = Mapping[str, Any]


def located(
    result: Result,
    index: int,
    shape: Sequence[int],
    inputs: Inputs | None,
    hypotheses: Inputs | None,
    sides: tuple[Any, Any] | None = None,
) -> Result:
    """A result with its tightest instance, or `invalid` where an instance is not one.

    Args:
        index: of the tightest instance, in the flattened comparison.
        shape: of the comparison, `()` for a simulation.
        inputs: by name a value for every instance, or one for all.
        hypotheses: by name, truth or slack (satisfied from 0 on) for every instance, or for all.
        sides: both sides as they are shown, where they are more exact than floats.

    Raises:
        InputError: values do not fit the number of instances.
    """
    names = tuple(hypotheses or ())
    for name, given in (hypotheses or {}).items():
        outside = _first_outside(result.claim, name, given, shape)
        if outside is not None:
            at = _named(result.claim, inputs, outside, shape)
            shown = f" ({describe(at)})" if at else ""
            return invalid(
                result.claim,
                result.kind,
                result.instances,
                f"instance {outside}{shown} does not satisfy '{name}': it says nothing of the "
                "claim",
            )
    values = _named(result.claim, inputs, index, shape)
    if not all(is_finite(value) for value in values.values()):
        return invalid(result.claim, result.kind, result.instances)
    left, right = (result.observed, result.bound) if sides is None else sides
    instance = {
        "inputs": values,
        "observed": plain(left),
        "bound": plain(right),
        "slack": plain(result.bound - result.observed),
        "number": index,
    }
    return replace(result, instance=instance, hypotheses=names)


def invalid(
    claim: Claim,
    kind: Kind,
    instances: int,
    detail: str = "the data hold a NaN or an infinity",
) -> Result:
    """The result of data that pass neither as a claim nor as a control."""
    nan = math.nan
    return Result(claim, kind, "invalid", nan, nan, nan, None, instances, detail)


def satisfied(value: Any) -> bool:
    """Whether a truth value is true, or a slack at least 0; a NaN satisfies nothing."""
    import numpy as np

    array = np.asarray(value)
    if array.size == 0:
        return False
    if array.dtype == bool:
        return bool(array.all())
    if array.dtype.kind == "c":
        return False  # a complex number is no slack
    try:
        slack = array.astype(float)
    except (TypeError, ValueError):
        return False
    return bool((slack >= 0).all())


def is_finite(value: Any) -> bool:
    """Whether a value, or every number in it, is finite; text counts as finite."""
    import numpy as np

    if isinstance(value, Mapping):
        return all(is_finite(item) for item in value.values())
    if isinstance(value, str | Fraction | bool | int) or value is None:
        return value not in ("nan", "inf", "-inf")
    if isinstance(value, list | tuple):
        return all(is_finite(item) for item in value)
    try:
        return bool(np.isfinite(np.asarray(value, dtype=complex)).all())
    except (TypeError, ValueError):
        return True


def plain(value: Any) -> Any:
    """A value as JSON holds it: fractions as text, long arrays by their shape and beginning."""
    import numpy as np

    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    if isinstance(value, list | tuple) and not _is_numeric(value):
        return [plain(item) for item in value[:SHOWN_ENTRIES]]
    if isinstance(value, np.ndarray | list | tuple):
        array = np.asarray(value)
        if array.size <= SHOWN_ENTRIES:
            return plain(array[()]) if array.ndim == 0 else [plain(item) for item in array]
        first = [plain(item) for item in array.ravel()[:8]]
        return {"shape": list(array.shape), "first": first}
    return None if value is None else str(value)


def describe(values: Mapping[str, Any]) -> str:
    """Named values in one line, `p = 0.1, T = 5`."""
    return ", ".join(f"{name} = {short(value)}" for name, value in values.items())


def short(value: Any) -> str:
    """A value as a person reads it in a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return f"[{', '.join(short(item) for item in value)}]"
    if isinstance(value, Mapping) and value.keys() == {"shape", "first"}:
        size = "×".join(str(n) for n in value["shape"])
        return f"an array of {size}, beginning {short(value['first'])}"
    return str(value)


def thinned(bounds: Any, observed: Any) -> tuple[tuple[float, float], ...]:
    """Some of the instances for a plot, those with the largest ratio among them."""
    import numpy as np

    with np.errstate(all="ignore"):
        ratio = np.where(bounds != 0, observed / np.where(bounds != 0, bounds, 1.0), -np.inf)
    worst = np.argsort(-ratio, kind="stable")[: _POINTS // 4]
    some = np.linspace(0, len(bounds) - 1, min(len(bounds), _POINTS - len(worst))).astype(int)
    chosen = np.unique(np.concatenate([worst, some]))
    return tuple((float(bounds[i]), float(observed[i])) for i in chosen)


def _is_numeric(value: Any) -> bool:
    import numpy as np

    try:
        return np.asarray(value).dtype.kind in "biufc"
    except ValueError:  # rows of different lengths
        return False


def _named(claim: Claim, inputs: Inputs | None, index: int, shape: Sequence[int]) -> dict[str, Any]:
    return {
        str(name): plain(_values(claim, str(name), given, shape)(index))
        for name, given in (inputs or {}).items()
    }


def _first_outside(claim: Claim, name: str, given: Any, shape: Sequence[int]) -> int | None:
    """The first instance that does not satisfy a hypothesis."""
    import numpy as np

    size = math.prod(shape)
    if isinstance(given, np.ndarray) and given.shape == tuple(shape) and given.dtype.kind in "bif":
        outside = ~given if given.dtype == bool else ~(given >= 0)
        return int(np.argmax(outside)) if outside.any() else None
    value = _values(claim, name, given, shape)
    return next((i for i in range(size) if not satisfied(value(i))), None)


def _values(claim: Claim, name: str, given: Any, shape: Sequence[int]) -> Callable[[int], Any]:
    """What gives the value that belongs to an instance."""
    import numpy as np

    size = math.prod(shape)
    if not shape or not isinstance(given, np.ndarray | list | tuple | range):
        return lambda _: given  # one value for all; a simulation is one instance
    if isinstance(given, np.ndarray) and given.ndim == 0:
        return lambda _: given
    if isinstance(given, np.ndarray) and given.shape == tuple(shape):
        flat = given.ravel()
        return lambda index: flat[index]
    if len(given) != size:
        raise InputError(f"'{claim.name}': {len(given)} values of '{name}' for {size} instances")
    return lambda index: given[index]
