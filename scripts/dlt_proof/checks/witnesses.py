"""Witnesses: concrete instances that satisfy every hypothesis of a statement.

A statement whose hypotheses nothing satisfies is true and says nothing. A witness that was
found says that they can hold together; that none was found says only that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..records.errors import InputError
from .instances import describe, is_finite, plain, satisfied
from .results import finite


@dataclass(frozen=True, slots=True)
class Witness:
    """An instance beside the hypotheses it was tried on, or a search that found none.

    Args:
        name: a few words, unique within the check.
        values: the instance by the names of its parts; None where none was found.
        hypotheses: by name whether it is satisfied, and the slack where one is known. A name is
            the label of an assumption, with more words behind it if one label says several
            things: `ass:rate`, `ass:rate: p_j <= 1`.
        tries: how many instances a search looked at; None for an instance that was given.
        unmet: for a search that found none, how many of them each hypothesis left standing.
        fault: why an instance is none, "" where nothing is wrong with its values.
    """

    name: str
    values: Mapping[str, Any] | None
    hypotheses: Mapping[str, tuple[bool, float | None]]
    tries: int | None = None
    unmet: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is an instance and satisfies all that it was tried on."""
        return (
            self.values is not None
            and not self.fault
            and bool(self.hypotheses)
            and all(holds for holds, _ in self.hypotheses.values())
        )

    @property
    def detail(self) -> str:
        """One line for a person."""
        if self.values is None:
            counts = ", ".join(f"{name}: {count}" for name, count in self.unmet.items())
            return f"none found among {self.tries} tries (satisfied {counts})"
        failed = [name for name, (holds, _) in self.hypotheses.items() if not holds]
        where = describe(self.values)
        if self.fault:
            return f"{self.fault} at {where}"
        if failed:
            return f"{', '.join(failed)} not satisfied at {where}"
        return where

    def as_json(self) -> dict[str, Any]:
        """The record as it stands in the result file."""
        return {
            "name": self.name,
            "ok": self.ok,
            "values": None if self.values is None else dict(self.values),
            "hypotheses": {
                name: {"holds": holds, "slack": slack}
                for name, (holds, slack) in self.hypotheses.items()
            },
            "tries": self.tries,
            "detail": self.detail,
        }


def try_witness(
    name: str, values: Mapping[str, Any], hypotheses: Mapping[str, Any], *, tries: int | None = None
) -> Witness:
    """Look whether an instance satisfies hypotheses.

    Args:
        values: the instance.
        hypotheses: by name a truth value, a slack (satisfied from 0 on), or a function of the
            values that gives one of them.

    Raises:
        InputError: no values, or no hypotheses: nothing would have been looked at.
    """
    if not values:
        raise InputError(f"the witness '{name}' has no values", remedy='give them: {"p": 0.5}')
    if not hypotheses:
        raise InputError(
            f"the witness '{name}' is tried on no hypothesis",
            remedy="name every assumption of the statement: {'ass:rate': lambda v: v['p']}",
        )
    fault = next((f"{k} is {no}" for k, v in values.items() if (no := _no_value(v))), "")
    found = {} if fault else {k: _judged(h, values) for k, h in hypotheses.items()}
    return Witness(name, {str(k): plain(v) for k, v in values.items()}, found, tries, fault=fault)


def search(
    name: str,
    sample: Callable[[], Mapping[str, Any]],
    predicates: Mapping[str, Callable[[Mapping[str, Any]], Any]],
    tries: int,
) -> Witness:
    """The first of `tries` samples that satisfies all predicates, or that there was none.

    Raises:
        InputError: `tries` is not positive, or as for `try_witness`.
    """
    if tries < 1:
        raise InputError(f"the search '{name}' looks at no instance: tries = {tries}")
    counts = dict.fromkeys(predicates, 0)
    for number in range(1, tries + 1):
        found = try_witness(name, sample(), predicates, tries=number)
        if found.ok:
            return found
        for hypothesis, (holds, _) in found.hypotheses.items():
            counts[hypothesis] += holds
    nothing: Mapping[str, tuple[bool, float | None]] = dict.fromkeys(predicates, (False, None))
    return Witness(name, None, nothing, tries, counts)


def _no_value(value: Any) -> str:
    """Why a value is none, "" where it is one."""
    import numpy as np

    if value is None or (isinstance(value, str) and not value.strip()):
        return "not given"
    if isinstance(value, np.ndarray):
        empty = value.size == 0
    else:
        empty = isinstance(value, list | tuple | Mapping) and not value
    if empty:
        return "empty"
    if isinstance(value, np.datetime64 | np.timedelta64) and np.isnat(value):
        return "not a time"
    return "" if is_finite(value) else "not finite"


def _judged(hypothesis: Any, values: Mapping[str, Any]) -> tuple[bool, float | None]:
    import numpy as np

    given = hypothesis(values) if callable(hypothesis) else hypothesis
    array = np.asarray(given)
    is_slack = array.size > 0 and array.dtype.kind in "iuf"
    return satisfied(given), finite(float(array.min())) if is_slack else None
