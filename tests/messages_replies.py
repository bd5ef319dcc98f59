"""What the test server of the Messages API answers: one reply, and how it looks on the wire.

Not here: connections, and who gets which reply (`messages_server`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = Mapping[str, Any]
Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One answer of the server.

    Args:
        content: blocks: `{"type": "text", "text": …}`, or `{"type": "tool_use", …}` with a name and
            an input.
        stop_reason: `end_turn`, `tool_use`, `max_tokens`, `refusal`, …
        usage: of tokens; by default a quarter of the bytes of question and answer.
        model: who answers; by default whom the request asks for.
        status: of HTTP; anything but 200 is an error and `content` is not sent.
        error: its type, `rate_limit_error`, `overloaded_error`, `api_error`, …
        headers: more of them, such as `retry-after`.
        delay: seconds before the first byte.
        pause: seconds before each further event of a stream (or each of its ten parts, where the
            request does not ask for a stream).
        pieces: in how many deltas a text is streamed.
        cut_after: close the connection after so many bytes of the body; 0 sends nothing at all.
        raw: these bytes instead of a response.
        result: of a request in a batch: `succeeded`, `errored`, `expired` or `canceled`.
    """

    content: Sequence[Block] = ()
    stop_reason: str = "end_turn"
    usage: Mapping[str, int] | None = None
    model: str = ""
    status: int = 200
    error: str = "api_error"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    pause: float = 0.0
    pieces: int = 3
    cut_after: int | None = None
    raw: bytes | None = None
    result: str = "succeeded"


def text_reply(data: Any, **how: Any) -> Reply:
    """A reply of one text: `data` itself if it is a string, else its JSON; `how` as in `Reply`."""
    text = data if isinstance(data, str) else json.dumps(data)
    return Reply(content=({"type": "text", "text": text},), **how)


def tool_reply(name: str, tool_input: Mapping[str, Any], **how: Any) -> Reply:
    """A reply that calls one tool."""
    block = {"type": "tool_use", "name": name, "input": tool_input}
    return Reply(content=(block,), **{"stop_reason": "tool_use", **how})


def error_reply(status: int, error: str, **how: Any) -> Reply:
    """A reply that is an error of HTTP."""
    return Reply(status=status, error=error, **how)


def usage_of(reply: Reply, asked: Mapping[str, Any]) -> dict[str, int]:
    """What the reply costs in tokens."""
    if reply.usage is not None:
        return {"input_tokens": 0, "output_tokens": 0, **reply.usage}
    return {
        "input_tokens": len(json.dumps(asked)) // 4 + 1,
        "output_tokens": len(json.dumps(list(reply.content))) // 4 + 1,
    }


def error_body(error: str, message: str) -> bytes:
    """The JSON of an error."""
    return json.dumps({"type": "error", "error": {"type": error, "message": message}}).encode()


def message(reply: Reply, asked: Mapping[str, Any], identifier: str) -> Json:
    """The message as a response that is not streamed, or as a line of a batch's results, has it."""
    return {
        "id": identifier,
        "type": "message",
        "role": "assistant",
        "model": reply.model or str(asked.get("model", "")),
        "content": [dict(block) for block in _numbered(reply, identifier)],
        "stop_reason": reply.stop_reason,
        "stop_sequence": None,
        "usage": usage_of(reply, asked),
    }


def events(reply: Reply, asked: Mapping[str, Any], identifier: str) -> Iterator[bytes]:
    """The message as events of a stream."""
    whole = message(reply, asked, identifier)
    usage = whole["usage"]
    start = {**whole, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 1}}
    yield _event({"type": "message_start", "message": start})
    for index, block in enumerate(whole["content"]):
        empty = {**block, "text": ""} if block["type"] == "text" else {**block, "input": {}}
        yield _event({"type": "content_block_start", "index": index, "content_block": empty})
        for delta in _deltas(block, reply.pieces):
            yield _event({"type": "content_block_delta", "index": index, "delta": delta})
        yield _event({"type": "content_block_stop", "index": index})
    end = {"stop_reason": reply.stop_reason, "stop_sequence": None}
    yield _event({"type": "message_delta", "delta": end, "usage": usage})
    yield _event({"type": "message_stop"})


def _numbered(reply: Reply, identifier: str) -> Iterator[Block]:
    for number, block in enumerate(reply.content):
        if block["type"] == "tool_use" and "id" not in block:
            yield {**block, "id": f"toolu_{identifier}_{number}"}
        else:
            yield block


def _deltas(block: Block, pieces: int) -> Iterator[Json]:
    if block["type"] == "tool_use":
        yield {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        return
    text = block["text"]
    size = max(1, -(-len(text) // max(1, pieces)))
    for start in range(0, len(text), size):
        yield {"type": "text_delta", "text": text[start : start + size]}


def _event(data: Json) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()
