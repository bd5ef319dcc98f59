"""Reading the result file of a check, which any program may have written.

What is in it goes into the state and to a person's terminal, so that only a result of the shape
that `results` and `witnesses` write is taken. Not here: whether the check holds (`plan`).
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from .instances import is_finite
from .results import CHECK_SCHEMA

#: A check of hundreds of claims writes a hundredth of it.
_MOST_BYTES = 16_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read_result(path: Path) -> dict[str, Any]:
    """The result of a check; control characters in its texts are replaced.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no result, or one that contradicts itself.
    """
    if not path.is_file():
        raise ValueError("there is no such file")
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    found = json.loads(
        path.read_text(encoding="utf-8"), parse_float=_finite, parse_constant=_refused
    )
    if not isinstance(found, dict) or found.get("schema") != CHECK_SCHEMA:
        raise ValueError(f"its schema is not {CHECK_SCHEMA}")
    found = {_clean(name): _clean(item) for name, item in found.items()}
    # A check written before there were witnesses has none, which is no fault of its result.
    found.setdefault("witnesses", [])
    for part in ("claims", "controls", "witnesses"):
        rows = found.get(part)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError(f"its {part} are no list, or hold a row that is no object")
    for row in found["claims"]:
        _require_row(row, passed=row.get("ok") is True, verdict="holds")
    for row in found["controls"]:
        _require_row(row, passed=row.get("failed_as_it_must") is True, verdict="fails")
    for row in found["witnesses"]:
        _require_witness(row)
    return found


def without_controls(text: str) -> str:
    """A text that does to a terminal what it says: escape sequences are made visible."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _require_row(row: dict[str, Any], *, passed: bool, verdict: str) -> None:
    name = row.get("name")
    if passed and row.get("verdict", verdict) != verdict:
        raise ValueError(f"'{name}' passes, and its verdict is {row.get('verdict')!r}")
    instance = row.get("instance") or {}
    if not isinstance(instance, dict) or not isinstance(instance.get("inputs") or {}, dict):
        raise ValueError(f"the instance of '{name}' is no object")
    if not is_finite(instance):
        raise ValueError(f"the instance of '{name}' holds a NaN or an infinity")
    if not isinstance(row.get("hypotheses") or [], list):
        raise ValueError(f"the hypotheses of '{name}' are no list")


def _require_witness(row: dict[str, Any]) -> None:
    name, values = row.get("name"), row.get("values")
    if not isinstance(values or {}, dict):
        raise ValueError(f"the values of the witness '{name}' are no object")
    if row.get("ok") is True and not is_finite(values):
        raise ValueError(f"the witness '{name}' holds a NaN or an infinity")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _refused(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        value.encode("utf-8")  # half a surrogate pair could not be kept
        return without_controls(value)
    if isinstance(value, dict):
        return {_clean(name): _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
