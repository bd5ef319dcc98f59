"""A server on 127.0.0.1 that speaks the Messages API, for tests with the real SDK and program.

It answers what a test tells it to, keeps what it was asked, and counts what it delivered and what
it would have charged. Not here: how a reply looks on the wire (`messages_replies`), and what the
server knows of message batches (`messages_batches`).
"""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from tests.messages_batches import Batches, BatchPlan, DroppedError
from tests.messages_replies import (
    Reply,
    error_body,
    error_reply,
    events,
    message,
    text_reply,
    tool_reply,
    usage_of,
)

__all__ = [
    "BatchPlan",
    "DroppedError",
    "MessagesServer",
    "Recorded",
    "Reply",
    "error_reply",
    "text_reply",
    "tool_reply",
]

Respond = Callable[[dict[str, Any], int], Reply]


@dataclass
class Recorded:
    """A request as the server saw it.

    Args:
        number: of the request among those that `respond` was asked about, 0 for others.
        method, path: `POST`, `/v1/messages?beta=true`.
        headers: names in lower case.
        body: its JSON, {} where there is none.
        raw: its bytes.
        arrived, ended: `time.monotonic()`; `ended` is 0.0 while it is under way.
        delivered: whether the whole of an answer with status 200 went out.
        charged: tokens the server would charge, whether or not its answer arrived.
    """

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes
    arrived: float
    ended: float = 0.0
    delivered: bool = False
    charged: Mapping[str, int] | None = None


@dataclass
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    left: int | None = field(default=None)

    async def wait(self, seconds: float) -> None:
        """Wait, unless the client goes away meanwhile; it sends nothing before it has an answer."""
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.reader.read(1), seconds)
                raise DroppedError
        if self.reader.at_eof() or self.writer.transport.is_closing():
            raise DroppedError

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_body(self, data: bytes) -> None:
        """As one chunk of a body, up to the place where the connection is to be cut."""
        if self.left is not None:
            data, self.left = data[: self.left], self.left - len(data)
        if data:
            await self.send(b"%x\r\n%b\r\n" % (len(data), data))
        if self.left is not None and self.left <= 0:
            raise DroppedError


class MessagesServer:
    """The server, running inside a `with`.

    Args:
        respond: what to answer to the body of a request to `/v1/messages`, or to one request of a
            batch, with the number of the call, from 1. It runs on the server's own thread.
        batches: how message batches behave.
    """

    def __init__(self, respond: Respond, batches: BatchPlan | None = None) -> None:
        self._respond = respond
        self._calls = 0
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""
        self.requests: list[Recorded] = []
        self.batches = Batches(batches or BatchPlan(), self._answer_of_batch)
        #: How many requests to `/v1/messages` were under way at once, at most.
        self.most_under_way = 0

    @property
    def messages(self) -> list[Recorded]:
        """The requests to `/v1/messages` alone."""
        return [each for each in self.requests if each.number]

    def __enter__(self) -> Self:
        self._thread.start()
        start = asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 24)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(10)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.batches.url = self.url
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _next_reply(self, asked: dict[str, Any]) -> tuple[Reply, int]:
        self._calls += 1
        return self._respond(asked, self._calls), self._calls

    def _answer_of_batch(self, asked: dict[str, Any]) -> tuple[Reply, str]:
        reply, number = self._next_reply(asked)
        return reply, f"msg_{number:06}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(reader, writer)
        try:
            while (request := await _read_request(reader)) is not None:
                self.requests.append(request)
                if not await self._answer(connection, request):
                    break
        except (DroppedError, ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            # The server stops. Raised again, asyncio would print it as an error.
            writer.transport.abort()
        finally:
            writer.close()

    async def _answer(self, connection: _Connection, request: Recorded) -> bool:
        """Answer one request; whether the connection may be used again."""
        path = request.path.partition("?")[0]
        if request.method == "POST" and path == "/v1/messages":
            reply, request.number = self._next_reply(request.body)
            self._under_way += 1
            self.most_under_way = max(self.most_under_way, self._under_way)
            try:
                return await self._send(connection, request, reply)
            finally:
                self._under_way -= 1
                request.ended = time.monotonic()
        status, kind, body = self.batches.answer(request.method, request.path, request.body)
        head = _head(status, kind, {"content-length": str(len(body))})
        await connection.send(head + (b"" if request.method == "HEAD" else body))
        request.ended = time.monotonic()
        return True

    async def _send(self, connection: _Connection, request: Recorded, reply: Reply) -> bool:
        if reply.raw is None and reply.status == 200:
            # The model works on it whether or not anybody is still there.
            request.charged = usage_of(reply, request.body)
        await connection.wait(reply.delay)
        if reply.raw is not None:
            await connection.send(reply.raw)
            return False
        if reply.status != 200:
            body = error_body(reply.error, f"told to answer {reply.status}")
            more = {"content-length": str(len(body)), **reply.headers}
            await connection.send(_head(reply.status, "application/json", more) + body)
            return True
        if reply.cut_after == 0:
            raise DroppedError
        parts, kind = _parts(reply, request)
        more = {"transfer-encoding": "chunked", **reply.headers}
        await connection.send(_head(200, kind, more))
        connection.left = reply.cut_after
        for number, part in enumerate(parts):
            await connection.wait(reply.pause if number else 0.0)
            await connection.send_body(part)
        await connection.send(b"0\r\n\r\n")
        request.delivered = True
        connection.left = None
        return True


def _parts(reply: Reply, request: Recorded) -> tuple[Iterable[bytes], str]:
    identifier = f"msg_{request.number:06}"
    if request.body.get("stream"):
        return events(reply, request.body, identifier), "text/event-stream"
    whole = json.dumps(message(reply, request.body, identifier)).encode()
    size = max(1, len(whole) // 10)
    return (whole[n : n + size] for n in range(0, len(whole), size)), "application/json"


def _head(status: int, kind: str, more: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} status", f"content-type: {kind}", "request-id: req_test"]
    lines += [f"{name}: {value}" for name, value in more.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _read_request(reader: asyncio.StreamReader) -> Recorded | None:
    """The next request of a connection, None where it has ended."""
    first = await reader.readline()
    if not first.strip():
        return None
    method, path, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        body = {}
    known = body if isinstance(body, dict) else {}
    return Recorded(0, method, path, headers, known, raw, time.monotonic())
