"""What Claude Code prints with `--output-format stream-json`, read as what became of one question.

Nothing here raises: what was printed may be anything. Not here: the starting of the program
(`claude_code`), and whether what the model said is an answer (`reading`).
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .anthropic_api import usage_of
from .prices import Price
from .questions import Usage

#: Statuses after which the same request may work.
_AGAIN = frozenset({408, 409, 429})
#: Statuses of a gateway that gave up waiting for somebody who may be answering still.
_MAYBE_CHARGED = frozenset({504, 524})
#: Errors of the program's own that tell nothing about what the model said: it was to answer at
#: once and to be asked no more.
_OWN_LIMITS = frozenset(
    {"error_max_turns", "error_max_structured_output_retries", "error_max_budget_usd"}
)
_ANSWER_TOOL = "StructuredOutput"

_Json = Mapping[str, Any]


class Run(NamedTuple):
    """What became of one process.

    Args:
        complete: whether the model came to an end with what it said.
        text: what it said: the input of the tool that takes the answer, or else its words.
        answers: how often it called that tool.
        stop_reason: why it stopped, as the Messages API calls it.
        model: which one says it answered.
        usage: None where nobody told.
        uncharged: whether the request was turned down, so that nobody charges it.
        why: what went wrong.
        again: whether the same may work a little later.
        timed_out: whether we ended it, since it took longer than we let it.
        missing: what to do where this way cannot be taken at all, else "".
    """

    complete: bool = False
    text: str = ""
    answers: int = 0
    stop_reason: str = ""
    model: str = ""
    usage: Usage | None = None
    uncharged: bool = False
    why: str = ""
    again: bool = False
    timed_out: bool = False
    missing: str = ""


def read_output(said: bytes, errors: bytes, code: int | None, price: Price | None) -> Run:
    """Read what the program printed: one JSON object a line, the last one its result.

    Args:
        said: on standard output.
        errors: on standard error.
        code: its exit code.
        price: of the model, None where it is not known.
    """
    events = [event for line in said.splitlines() if (event := _object(line)) is not None]
    results = [event for event in events if event.get("type") == "result"]
    if len(results) != 1 or events[-1] is not results[0]:
        complaint = errors.decode("utf-8", "replace").strip()
        if "unknown option" in complaint:
            return Run(why=complaint, uncharged=True, missing="update Claude Code")
        return Run(why=f"it ended without a result (exit {code}): {complaint}", again=True)
    result = results[0]
    stop_reason = result.get("stop_reason")
    # `subtype` says success where the API failed, too.
    if result.get("terminal_reason") == "api_error" and stop_reason != "refusal":
        return _failed_by_api(events, result)
    usage = _usage(result.get("modelUsage"), price)
    messages = [message for event in events if (message := _message(event)) is not None]
    if not messages and not (usage and usage.tokens):
        why = f"it ended before the model was asked: {result.get('result')}"
        return Run(why=why, uncharged=True)
    answers, words = _said(messages)
    if stop_reason == "tool_use" and answers:
        stop_reason = "end_turn"  # who answers calls the tool, and the program ends
    subtype = result.get("subtype")
    failed = bool(result.get("is_error")) or code != 0
    if failed and stop_reason != "refusal" and subtype not in _OWN_LIMITS:
        stop_reason = f"{subtype} (exit {code})"
    elif not isinstance(stop_reason, str):
        stop_reason = str(subtype)
    return Run(
        complete=True,
        text="\n".join(answers) if answers else "".join(words),
        answers=len(answers),
        stop_reason=stop_reason,
        model=str(messages[-1].get("model") or "") if messages else "",
        usage=usage,
    )


def _failed_by_api(events: Sequence[_Json], result: _Json) -> Run:
    status = result.get("api_error_status")
    why = str(result.get("result") or "the API failed")
    if any(event.get("error") == "authentication_failed" for event in events):
        remedy = "log in with `claude`, or set ANTHROPIC_API_KEY"
        return Run(why=why, uncharged=True, missing=remedy)
    if type(status) is not int:
        return Run(why=why, again=True)
    begun = bool(result.get("modelUsage"))
    again = status in _AGAIN or status >= 500
    return Run(why=why, uncharged=not begun and status not in _MAYBE_CHARGED, again=again)


def _said(messages: Sequence[_Json]) -> tuple[list[str], list[str]]:
    """The answers given, as JSON, and what else was said."""
    answers: list[str] = []
    words: list[str] = []
    for message in messages:
        content = message.get("content")
        for block in content if isinstance(content, list) else []:
            if not isinstance(block, dict):
                continue
            if block.get("type") == "text":
                words.append(str(block.get("text") or ""))
            elif block.get("type") == "tool_use" and block.get("name") == _ANSWER_TOOL:
                answers.append(json.dumps(block.get("input"), ensure_ascii=False))
            elif block.get("type") == "tool_use":
                words.append(json.dumps(block, ensure_ascii=False))
    return answers, words


def _message(event: _Json) -> _Json | None:
    """The message of an event in which the model itself speaks."""
    message = event.get("message")
    if event.get("type") != "assistant" or not isinstance(message, dict) or event.get("error"):
        return None
    return message if message.get("model") != "<synthetic>" else None


def _usage(said: object, price: Price | None) -> Usage | None:
    """What all models that took part used; None where that cannot be read.

    The cost is by our table or, where that is more, by the program's own.
    """
    if not isinstance(said, dict) or not said:
        return None
    parts: list[Usage] = []
    for each in said.values():
        if not isinstance(each, dict):
            return None
        counts = {
            "input_tokens": each.get("inputTokens"),
            "cache_creation_input_tokens": each.get("cacheCreationInputTokens"),
            "cache_read_input_tokens": each.get("cacheReadInputTokens"),
            "output_tokens": each.get("outputTokens"),
        }
        part = usage_of(counts, price, batch=False)
        if part is None:
            return None
        told = each.get("costUSD")
        own = told if isinstance(told, int | float) and math.isfinite(told) else 0.0
        parts.append(part.model_copy(update={"usd": max(part.usd, own)}))
    return Usage(
        input_tokens=sum(part.input_tokens for part in parts),
        cache_write_tokens=sum(part.cache_write_tokens for part in parts),
        cache_read_tokens=sum(part.cache_read_tokens for part in parts),
        output_tokens=sum(part.output_tokens for part in parts),
        usd=sum(part.usd for part in parts),
    )


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
