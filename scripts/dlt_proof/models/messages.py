"""What is sent to the Messages API and what comes back of it, as plain data.

The other side may send anything; what cannot be read is left out. Not here: the sending.
"""

from collections.abc import Mapping
from typing import Any

from .prices import Price
from .questions import Question, Usage
from .reading import RAW_LIMIT


def request_of(question: Question, model: str) -> dict[str, Any]:
    """A question as the Messages API takes it: what many have in common goes first, cached."""
    cached = {"cache_control": {"type": "ephemeral"}}
    content: list[dict[str, Any]] = []
    if question.shared:
        content.append({"type": "text", "text": question.shared, **cached})
    content.append({"type": "text", "text": question.text})
    schema = {"type": "json_schema", "schema": dict(question.answer_schema)}
    request: dict[str, Any] = {
        "model": model,
        "max_tokens": question.max_output_tokens,
        "messages": [{"role": "user", "content": content}],
        "output_config": {"format": schema},
    }
    if question.system:
        request["system"] = [{"type": "text", "text": question.system, **cached}]
    return request


def usage_of(said: Mapping[str, Any] | None, price: Price | None, *, batch: bool) -> Usage | None:
    """What the API says was used, with its cost; None where that cannot be read."""
    if not isinstance(said, Mapping):
        return None
    names = (
        "input_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "output_tokens",
    )
    counts = [said.get(name) or 0 for name in names]
    if said.get("input_tokens") is None or said.get("output_tokens") is None:
        return None
    if not all(type(count) is int and 0 <= count < 2**53 for count in counts):
        return None
    usd = 0.0 if price is None else price.cost(*counts, batch=batch)
    return Usage(
        input_tokens=counts[0],
        cache_write_tokens=counts[1],
        cache_read_tokens=counts[2],
        output_tokens=counts[3],
        usd=usd,
    )


class Stream:
    """What has come of one streamed answer.

    Attributes:
        usage: what the other side says was used, {} where it says nothing.
        model: which model says it answers.
        stop_reason: why it stopped, None where it did not say.
        complete: whether all of it has come.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self.usage: dict[str, Any] = {}
        self.model = ""
        self.stop_reason: str | None = None
        self.complete = False

    @property
    def text(self) -> str:
        """What the model said, one character more at most than is kept."""
        return "".join(self._parts)

    def take(self, event: Mapping[str, Any]) -> None:
        """Add one event; what it lacks is left out, since the other side may send anything."""
        kind = event.get("type")
        if kind == "message_start":
            message = _object(event, "message")
            self.model = str(message.get("model") or "")
            self.usage.update(_object(message, "usage"))
        elif kind == "content_block_delta":
            delta = _object(event, "delta")
            if delta.get("type") == "text_delta":
                self._add(str(delta.get("text") or ""))
        elif kind == "message_delta":
            reason = _object(event, "delta").get("stop_reason")
            self.stop_reason = reason if isinstance(reason, str) else None
            told = _object(event, "usage").items()
            self.usage.update({name: value for name, value in told if value is not None})
        elif kind == "message_stop":
            self.complete = True

    def _add(self, text: str) -> None:
        # One character more than is kept, so that the reader sees that it was longer.
        kept = text[: RAW_LIMIT + 1 - self._size]
        self._size += len(kept)
        self._parts.append(kept)


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, Mapping) else {}
