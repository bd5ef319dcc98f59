"""The requests of the Message Batches API: create, look after, list, fetch.

Each either returns what the API said or raises `CallFailedError`. Not here: when which is made,
and what is kept (`message_batches`).
"""

import asyncio
import contextlib
import datetime
import json
import math
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple

from . import failures
from .anthropic_api import AnthropicApi
from .bounds import NOTHING
from .budget import Ledger, LimitReachedError
from .messages import request_of, usage_of
from .questions import Answer, Question, Usage

#: The API takes 100,000 requests or 256 MB in one batch; the rest is for JSON around them.
MOST_REQUESTS = 100_000
MOST_BYTES = 240_000_000

_PAGE = 100


class CallFailedError(Exception):
    """A request failed.

    Args:
        failure: what that means.
        told: what was said, in one line.
    """

    def __init__(self, failure: failures.Failure, told: str) -> None:
        super().__init__(told)
        self.failure = failure


class Seen(NamedTuple):
    """A batch as the API shows it.

    Args:
        batch_id: its id.
        ended: whether all its requests have come to an end.
        total: how many requests it has.
        made: when it was created, in seconds since 1970.
    """

    batch_id: str
    ended: bool
    total: int
    made: float


class Made(NamedTuple):
    """What came of trying to make a batch; where neither is said, it may have been made.

    Args:
        batch_id: its id, "" where there is none.
        refused: why there is certainly no batch, "" where there may be one.
    """

    batch_id: str = ""
    refused: str = ""


def parts_of(
    questions: Sequence[Question], model: str, *, requests: int, size: int
) -> Iterator[list[Question]]:
    """The questions in batches of at most so many requests and bytes."""
    part: list[Question] = []
    used = 0
    for question in questions:
        needed = len(json.dumps(request_of(question, model))) + 200
        if part and (len(part) >= requests or used + needed > size):
            yield part
            part, used = [], 0
        part.append(question)
        used += needed
    if part:
        yield part


async def create(api: AnthropicApi, ledger: Ledger, requests: dict[str, Question]) -> str:
    """Make a batch of questions by custom id, and say its id."""
    async with _guard(api, ledger):
        sent: Any = [
            {"custom_id": name, "params": request_of(question, api.model)}
            for name, question in requests.items()
        ]
        batch = await api.client.messages.batches.create(requests=sent)
        return _seen(batch).batch_id


async def make(api: AnthropicApi, ledger: Ledger, requests: dict[str, Question]) -> Made:
    """Try to make a batch until the API has made it, has refused it, or may have made it."""
    why = ""
    for number in range(api.attempts):
        try:
            if number:
                ledger.take(NOTHING).give_back()
            return Made(batch_id=await create(api, ledger, requests))
        except LimitReachedError as error:
            return Made(refused=f"{why}; then {error}")
        except CallFailedError as error:
            failure, why = error.failure, str(error)
            if failure.may_have_worked:
                return Made()
            pause = api.pause(number, failure.retry_after)
            if pause is None or not failure.again or number + 1 == api.attempts:
                break
            await asyncio.sleep(min(pause, max(ledger.seconds_left, 0.0)))
    return Made(refused=why)


async def look(api: AnthropicApi, ledger: Ledger, batch_id: str) -> Seen:
    """How a batch stands."""
    async with _guard(api, ledger):
        return _seen(await api.client.messages.batches.retrieve(batch_id))


async def listed(api: AnthropicApi, ledger: Ledger, since: float) -> list[Seen]:
    """The batches made since then, the newest first."""
    found: list[Seen] = []
    async with _guard(api, ledger):
        async for batch in api.client.messages.batches.list(limit=_PAGE):
            seen = _seen(batch)
            if seen.made < since:
                break
            found.append(seen)
    return found


async def results(
    api: AnthropicApi, ledger: Ledger, batch_id: str
) -> AsyncGenerator[dict[str, Any] | None, None]:
    """The lines of an ended batch's results, in any order; None for one that cannot be read."""
    async with _guard(api, ledger):
        batches = api.client.messages.batches
        async with batches.with_streaming_response.results(batch_id) as response:
            rest = b""
            async for chunk in response.iter_bytes():
                # By bytes: a text may hold characters at which `str.splitlines` splits.
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    if line.strip():
                        yield _line(line)
            if rest.strip():
                yield _line(rest)


def answer_of(api: AnthropicApi, question: Question, result: object) -> Answer | None:
    """What one result says; None where it says nothing that we know.

    A request that errored, expired or was cancelled was not charged.
    """
    if not isinstance(result, dict):
        return None
    kind, message = result.get("type"), result.get("message")
    if kind == "succeeded" and isinstance(message, dict):
        return api.read(question, message, batch=True)
    if kind == "errored":
        inner = result.get("error")
        inner = inner.get("error", inner) if isinstance(inner, dict) else {}
        said = inner.get("message") if isinstance(inner, dict) else None
        return api.failed(question, f"the request of the batch failed: {said}")
    if kind in ("expired", "canceled"):
        return api.failed(question, f"the request of the batch was {kind}")
    return None


def charged_of(api: AnthropicApi, result: object) -> Usage | None:
    """What one result was charged, nothing where it was not; None where it does not say."""
    if not isinstance(result, dict) or result.get("type") != "succeeded":
        return Usage()
    message = result.get("message")
    said = message.get("usage") if isinstance(message, dict) else None
    return usage_of(said, api.price, batch=True)


def _line(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _seen(batch: Any) -> Seen:
    made = batch.created_at
    if isinstance(made, str):
        made = datetime.datetime.fromisoformat(made)
    counts = batch.request_counts
    total = sum(
        (counts.processing, counts.succeeded, counts.errored, counts.canceled, counts.expired)
    )
    if not isinstance(batch.id, str) or not batch.id:
        raise failures.CutShortError("the API gave a batch without an id")
    return Seen(batch.id, batch.processing_status == "ended", int(total), made.timestamp())


@contextlib.asynccontextmanager
async def _guard(api: AnthropicApi, ledger: Ledger) -> AsyncIterator[None]:
    """Time for one request, and one kind of error for whatever goes wrong with it."""
    seconds = min(api.attempt_seconds, ledger.seconds_left)
    try:
        async with asyncio.timeout(None if seconds == math.inf else max(seconds, 0.0)):
            yield
    except Exception as error:
        raise CallFailedError(failures.judge(error), api.told(error)) from None
