"""What a model said, read as an answer by the schema, or not read, with the reason.

What a model says is data from outside: it may be of any size and depth, hold what looks like
numbers and is none, or say a thing twice. Nothing here raises. Not here: how the text was got.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from .questions import Outcome, Question

#: Characters of a model's text that are kept. An answer that is longer is not read: no limit on
#: output tokens that anybody sets lets an honest one come near.
RAW_LIMIT = 1_000_000

_WHY_LIMIT = 300


class Read(NamedTuple):
    """What a text is as an answer.

    Args:
        outcome: `answered`, `malformed`, `empty`, `refused` or `truncated`.
        data: by the schema, None where it is not `answered`.
        raw: the text as it is kept.
        why: in one line, why there is no data.
    """

    outcome: Outcome
    data: Mapping[str, Any] | None
    raw: str
    why: str


def read_answer(question: Question, text: str, stop_reason: str | None = "end_turn") -> Read:
    """Read what a model said to a question.

    Args:
        question: with the class that the answer must fit.
        text: everything the model said; thinking is no part of it.
        stop_reason: why it stopped, as the Messages API calls it; None where nobody said.
    """
    raw = text.encode("utf-8", "replace").decode() if _has_surrogates(text) else text
    if len(raw) > RAW_LIMIT:
        kept = raw[:RAW_LIMIT]
        return Read("malformed", None, kept, f"longer than {RAW_LIMIT} characters")
    if stop_reason == "refusal":
        return Read("refused", None, raw, "the model refused to answer")
    if stop_reason in ("max_tokens", "model_context_window_exceeded"):
        return Read("truncated", None, raw, f"cut off ({stop_reason})")
    if stop_reason not in ("end_turn", "stop_sequence"):
        return Read("malformed", None, raw, one_line(f"stopped for {stop_reason!r}"))
    if not raw.strip():
        return Read("empty", None, raw, "the answer is empty")
    try:
        return Read("answered", _parse(question.answers, raw), raw, "")
    except RecursionError:
        return Read("malformed", None, raw, "nested too deeply")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"not by the schema: {where}: {first['msg']}" if where else first["msg"]
        return Read("malformed", None, raw, one_line(what))
    except ValueError as error:
        return Read("malformed", None, raw, one_line(f"not JSON: {error}"))


def without(text: str, secrets: Sequence[str]) -> str:
    """A text in which our keys do not stand, should the other side repeat them.

    Keys of fewer than eight characters are a test's, and stand in any text.
    """
    for secret in secrets:
        if len(secret) >= 8:
            text = text.replace(secret, "[key]")
    return text


def one_line(text: str, *, secrets: Sequence[str] = ()) -> str:
    """A text from outside as one short line without control characters and without our keys."""
    text = without(text, secrets)
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _WHY_LIMIT else line[: _WHY_LIMIT - 1] + "…"


def _parse(answers: type[BaseModel], text: str) -> Mapping[str, Any]:
    # pydantic's own reader takes the last of two equal names, and numbers that JSON has not.
    json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number, parse_float=_finite)
    return answers.model_validate_json(text, strict=True).model_dump(mode="json")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
