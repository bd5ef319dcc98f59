"""What the test server knows of message batches: made, in progress, ended, fetched, listed.

Not here: connections (`messages_server`) and how a message looks (`messages_replies`).
"""

import datetime
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.messages_replies import Reply, error_body, message, usage_of

Answered = Callable[[dict[str, Any]], tuple[Reply, str]]
Response = tuple[int, str, bytes]


class DroppedError(Exception):
    """The connection is to be dropped at once; a test's `hook` may raise it."""


def _nothing(stage: str, batch: "Batch | None") -> Response | None:
    return None


@dataclass
class BatchPlan:
    """How batches behave.

    Args:
        polls: how often a batch is still in progress when asked after, or listed.
        seconds: how long it is in progress at least.
        reverse: whether results come in the opposite order.
        hook: called with a stage and the batch concerned (None for the first): `asked` before a
            batch is made, `made` before its id is sent, `polled`, `listed`, `fetched` before
            that is answered. What it returns is sent instead.
    """

    polls: int = 0
    seconds: float = 0.0
    reverse: bool = False
    hook: Callable[[str, "Batch | None"], Response | None] = _nothing


@dataclass
class Batch:
    """A batch as the server has it.

    Args:
        identifier: the server's.
        requests: as they came.
        made: when, in seconds since 1970.
        polls: how often it was asked after, or listed.
        fetched: how often its results were sent.
        charged: tokens of each request that succeeded, by custom id; {} while in progress.
        canceled: whether it was told to stop.
    """

    identifier: str
    requests: list[dict[str, Any]]
    made: float
    polls: int = 0
    fetched: int = 0
    canceled: bool = False
    charged: dict[str, dict[str, int]] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)


class Batches:
    """All batches of a server."""

    def __init__(self, plan: BatchPlan, answered: Answered) -> None:
        self.plan = plan
        self.url = ""
        self.all: list[Batch] = []
        self._answered = answered

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Response:
        """The response to a request that is not for `/v1/messages`."""
        split = urlsplit(path)
        parts = [part for part in split.path.split("/") if part]
        if parts[:3] != ["v1", "messages", "batches"]:
            return 404, "application/json", error_body("not_found_error", "no such address")
        if len(parts) == 3:
            return self._make(body) if method == "POST" else self._list(parse_qs(split.query))
        batch = next((each for each in self.all if each.identifier == parts[3]), None)
        if batch is None:
            return 404, "application/json", error_body("not_found_error", "no such batch")
        if parts[4:] == ["results"]:
            return self._results(batch)
        if parts[4:] == ["cancel"] and method == "POST":
            batch.canceled = True
            return self._told(batch)
        instead = self.plan.hook("polled", batch)
        batch.polls += 1
        return instead or self._told(batch)

    def _make(self, body: dict[str, Any]) -> Response:
        if instead := self.plan.hook("asked", None):
            return instead
        requests = body.get("requests") or []
        names = [each.get("custom_id") for each in requests]
        if not names or len(set(names)) != len(names):
            what = error_body("invalid_request_error", "custom ids are missing or repeated")
            return 400, "application/json", what
        batch = Batch(f"msgbatch_{len(self.all) + 1:04}", requests, time.time())
        self.all.append(batch)
        return self.plan.hook("made", batch) or self._told(batch)

    def _list(self, query: dict[str, list[str]]) -> Response:
        if instead := self.plan.hook("listed", None):
            return instead
        newest = list(reversed(self.all))
        names = [batch.identifier for batch in newest]
        if after := query.get("after_id"):
            newest = newest[names.index(after[0]) + 1 :] if after[0] in names else []
        limit = int(query.get("limit", ["20"])[0])
        for batch in newest[:limit]:
            batch.polls += 1
        page = [self._shown(batch) for batch in newest[:limit]]
        whole = {
            "data": page,
            "has_more": len(newest) > limit,
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
        }
        return 200, "application/json", json.dumps(whole).encode()

    def _results(self, batch: Batch) -> Response:
        if not self._ended(batch):
            return 404, "application/json", error_body("not_found_error", "not ended yet")
        if instead := self.plan.hook("fetched", batch):
            return instead
        batch.fetched += 1
        lines = reversed(batch.lines) if self.plan.reverse else batch.lines
        body = "".join(json.dumps(line) + "\n" for line in lines).encode()
        return 200, "application/x-jsonl", body

    def _told(self, batch: Batch) -> Response:
        return 200, "application/json", json.dumps(self._shown(batch)).encode()

    def _ended(self, batch: Batch) -> bool:
        if not batch.lines:
            waiting = batch.polls <= self.plan.polls
            waiting |= time.time() < batch.made + self.plan.seconds
            if waiting and not batch.canceled:
                return False
            batch.lines = [self._line(batch, request) for request in batch.requests]
        return True

    def _line(self, batch: Batch, request: dict[str, Any]) -> dict[str, Any]:
        name, asked = request["custom_id"], request["params"]
        if batch.canceled:
            return {"custom_id": name, "result": {"type": "canceled"}}
        reply, identifier = self._answered(asked)
        if reply.status != 200 or reply.result == "errored":
            error = json.loads(error_body(reply.error, f"told to answer {reply.status}"))
            return {"custom_id": name, "result": {"type": "errored", "error": error}}
        if reply.result != "succeeded":
            return {"custom_id": name, "result": {"type": reply.result}}
        batch.charged[name] = usage_of(reply, asked)
        said = message(reply, asked, identifier)
        return {"custom_id": name, "result": {"type": "succeeded", "message": said}}

    def _shown(self, batch: Batch) -> dict[str, Any]:
        ended = self._ended(batch)
        kinds = [line["result"]["type"] for line in batch.lines]
        counts = {name: kinds.count(name) for name in _COUNTED}
        counts["processing"] = 0 if ended else len(batch.requests)
        address = f"{self.url}/v1/messages/batches/{batch.identifier}/results"
        return {
            "id": batch.identifier,
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": counts,
            "created_at": _written(batch.made),
            "expires_at": _written(batch.made + 86_400),
            "ended_at": _written(time.time()) if ended else None,
            "cancel_initiated_at": _written(batch.made) if batch.canceled else None,
            "archived_at": None,
            "results_url": address if ended else None,
        }


_COUNTED = ("succeeded", "errored", "canceled", "expired")


def _written(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()
