"""Asks by the Anthropic API: one streamed request for each question, tried again where it failed.

The SDK's own retries are off, since each attempt has to pass the ledger. Not here: how failures
are told apart (`failures`), how an answer is read (`reading`), and message batches.
"""

import asyncio
import datetime
import importlib.util
import math
import os
import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..project.shipped import models_remedy
from ..records.errors import MissingPartError
from . import failures
from .bounds import bound_of, worth_beginning
from .budget import Ledger, LimitReachedError, Reservation
from .messages import Stream, request_of
from .messages import usage_of as usage_of
from .prices import Price
from .questions import Answer, Question, Usage
from .reading import one_line, read_answer, without

if TYPE_CHECKING:
    import anthropic

#: How often a question is sent at most; fewer where our time is up (`failures.SLOW_ATTEMPTS`).
ATTEMPTS = 5
#: Seconds that one attempt may take; a stream that drips for ever ends here.
ATTEMPT_SECONDS = 600.0
#: Seconds without a single byte after which an attempt is given up.
SILENCE_SECONDS = 120.0
#: Seconds of the first pause before another attempt; each further one is twice as long.
FIRST_PAUSE = 1.0
#: The longest pause that a server may ask for before we give up.
LONGEST_PAUSE = 300.0
_CONNECT_SECONDS = 20.0
#: Seconds that the connection may take to end after the answer has, so that it can be used again.
_END_SECONDS = 1.0


def now() -> str:
    """The time as answers have it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


class AnthropicApi:
    """The way by the Anthropic API; see `asking.Way`.

    Args:
        model: whom to ask.
        price: of the model, None where it is not known.
        base_url: of the server; by default `ANTHROPIC_BASE_URL` or Anthropic's own.
        attempts, attempt_seconds, silence_seconds, first_pause, longest_pause: see the constants
            of this module.

    Raises:
        MissingPartError: there is no key in `ANTHROPIC_API_KEY`, or the package is not installed.
    """

    def __init__(
        self,
        model: str,
        price: Price | None,
        *,
        base_url: str | None = None,
        attempts: int = ATTEMPTS,
        attempt_seconds: float = ATTEMPT_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
        first_pause: float = FIRST_PAUSE,
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        self.model = model
        self.price = price
        self.attempt_seconds = attempt_seconds
        self.longest_pause = longest_pause
        self.first_pause = first_pause
        self.attempts = attempts
        self._silence_seconds = silence_seconds
        self._base_url = base_url
        self._client: anthropic.AsyncAnthropic | None = None
        self._key = os.environ.get("ANTHROPIC_API_KEY", "").strip()
        if importlib.util.find_spec("anthropic") is None:
            raise MissingPartError(
                "the package `anthropic` is not installed",
                remedy=models_remedy(),
            )
        if not self._key:
            raise MissingPartError(
                "there is no key for the Anthropic API", remedy="set ANTHROPIC_API_KEY"
            )

    @property
    def name(self) -> str:
        """`anthropic` and the model."""
        return f"anthropic {self.model}"

    @property
    def client(self) -> "anthropic.AsyncAnthropic":
        """The SDK's client, made in the loop that uses it."""
        if self._client is None:
            import anthropic

            self._client = anthropic.AsyncAnthropic(
                api_key=self._key,
                base_url=self._base_url,
                max_retries=0,
                timeout=anthropic.Timeout(self._silence_seconds, connect=_CONNECT_SECONDS),
            )
        return self._client

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.close()

    def told(self, error: BaseException | str) -> str:
        """What went wrong in one line, without the key."""
        text = error if isinstance(error, str) else failures.said(error)
        return one_line(text, secrets=(self._key,))

    def answer(
        self,
        question: Question,
        text: str,
        stop_reason: str | None,
        model: str,
        usage: Usage | None,
    ) -> Answer:
        """The answer that came back complete, whatever it says."""
        read = read_answer(question, without(text, (self._key,)), stop_reason)
        return Answer(
            question=question.identifier,
            outcome=read.outcome,
            data=read.data,
            raw=read.raw,
            model=self.told(model),
            time=now(),
            usage=usage,
            why=self.told(read.why),
        )

    def read(self, question: Question, message: Mapping[str, Any], *, batch: bool) -> Answer:
        """The answer in a message that is not streamed, whatever it says."""
        blocks = message.get("content")
        texts = [
            str(block.get("text") or "")
            for block in (blocks if isinstance(blocks, list) else [])
            if isinstance(block, dict) and block.get("type") == "text"
        ]
        reason = message.get("stop_reason")
        return self.answer(
            question,
            "".join(texts),
            reason if isinstance(reason, str) else None,
            str(message.get("model") or ""),
            usage_of(message.get("usage"), self.price, batch=batch),
        )

    def failed(self, question: Question, why: str, *, charged: bool = False) -> Answer:
        """The answer to a question that nothing came back of; `charged` if that may cost."""
        why = failures.may_be_charged(self.told(why), charged)
        return Answer(question=question.identifier, outcome="failed", time=now(), why=why)

    async def ask(self, question: Question, ledger: Ledger) -> Answer:
        """As `asking.Way` says."""
        bound = bound_of(question, self.price)
        # Made before time is asked for: the first one loads the SDK, which takes a while.
        _ = self.client
        why, charged, slow = "", False, 0
        for number in range(self.attempts):
            try:
                seconds = worth_beginning(self.attempt_seconds)
                reservation = await ledger.reserve(bound, seconds=seconds)
            except LimitReachedError as error:
                if not why:
                    raise
                why = f"{why}; then {error}"
                break
            stream = Stream()
            try:
                await self._attempt(question, ledger, stream)
            except (Exception, asyncio.CancelledError) as error:
                if not stream.complete:
                    failure = failures.judge(error)
                    _settle(reservation, failure.charged)
                    if isinstance(error, asyncio.CancelledError):
                        raise
                    why = self.told(error)
                    charged |= failure.charged
                    slow += failure.timed_out
                    if ledger.seconds_left <= 0:
                        why = f"the limit on time was reached: {why}"
                        break
                    pause = self.pause(number, failure.retry_after)
                    if not failure.again or pause is None or number + 1 == self.attempts:
                        break
                    if slow >= failures.SLOW_ATTEMPTS:
                        break
                    await asyncio.sleep(min(pause, max(ledger.seconds_left, 0.0)))
                    continue
            usage = usage_of(stream.usage, self.price, batch=False)
            if usage is None:
                reservation.keep()
            else:
                reservation.settle(usage)
            return self.answer(question, stream.text, stream.stop_reason, stream.model, usage)
        return self.failed(question, why, charged=charged)

    def pause(self, number: int, retry_after: float | None) -> float | None:
        """Seconds before the next attempt, None where the server wants too long a one."""
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_pause else None
        grown = min(self.first_pause * 2.0**number, self.longest_pause)
        return grown * random.uniform(0.5, 1.0)

    async def _attempt(self, question: Question, ledger: Ledger, stream: Stream) -> None:
        seconds = min(self.attempt_seconds, ledger.seconds_left)
        async with asyncio.timeout(None if seconds == math.inf else seconds) as limit:
            request = request_of(question, self.model)
            async with await self.client.messages.create(**request, stream=True) as events:
                async for event in events:
                    stream.take(event.to_dict(warnings=False))
                    if stream.complete:
                        limit.reschedule(asyncio.get_running_loop().time() + _END_SECONDS)
        if not stream.complete:
            raise failures.CutShortError("the stream ended before the answer did")


def _settle(reservation: Reservation, charged: bool) -> None:
    if charged:
        reservation.keep()
    else:
        reservation.give_back()
