"""Asks by message batches: half the price, hundreds of questions at once, answered within a day.

A batch that was made is paid for, so nothing here forgets one: the intention is in the caller's
journal before the request goes out, the batch's id as soon as we have it, and a batch whose id we
never got is looked for among those that the API lists. Not here: how an answer is read (`reading`),
and how journals and answers are stored (the caller).
"""

import asyncio
import collections
import contextlib
import functools
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from . import batch_calls
from .anthropic_api import AnthropicApi
from .asking import FAILURES_IN_A_ROW, Asked, Progress, no_progress
from .batch_journal import Journal as Journal
from .batch_journal import KnownBatch as KnownBatch
from .budget import Bound, Ledger, LimitReachedError, Reservation, bound_of
from .failures import Failure
from .questions import Answer, Outcome, Question, Usage

#: Seconds for which a batch without an id is looked for: the request may have been under way when
#: we were stopped, and the batch may appear late.
SETTLE_SECONDS = 120.0
#: Seconds after an intention after which all attempts to create the batch are long over.
_LONG_OVER = 7_200.0
#: How far our clock and the API's may be apart.
_CLOCK_MARGIN = 86_400.0


def ask_in_batches(
    api: AnthropicApi,
    questions: Sequence[Question],
    *,
    ledger: Ledger,
    journal: Journal,
    known: Sequence[KnownBatch] = (),
    answered: Collection[str] = (),
    on_answer: Callable[[Answer], None],
    wait: bool = True,
    progress: Progress = no_progress,
    pauses: tuple[float, float] = (5.0, 60.0),
    settle_seconds: float = SETTLE_SECONDS,
    most_requests: int = batch_calls.MOST_REQUESTS,
) -> Asked:
    """Ask questions by message batches, or go on with batches asked before.

    Args:
        api: whom.
        questions: what is asked, those of known batches included that lack an answer.
        ledger: what may be used; a batch is reserved whole before it is made, a call for each of
            its questions. What a batch of an earlier run took is counted when it is fetched.
        journal: what is made durable.
        known: batches of earlier runs that are not closed. One of which no question is asked now
            is left alone.
        answered: questions of known batches that have their answer already. A batch is closed when
            each of its questions is among these or was handed over now; one that is not was paid
            for, and stays known.
        on_answer: as in `ask_questions`; questions that errored, expired or were cancelled are
            `failed` and were not charged.
        wait: False leaves a batch that has not ended to a later run.
        progress: told (number, total, identifier) after each answer.
        pauses: seconds between two looks, the first and the longest.
        settle_seconds: how long a batch without an id is looked for before it is made anew.
        most_requests: in one batch.

    Returns:
        What became of them. Every question was handed over or is in `unsent` or in `waiting`, which
        has those whose batch has not ended, or of which we cannot tell whether it was made.

    Raises:
        KeyboardInterrupt: interrupted; the batches go on and are fetched next time.
        ValueError: two questions have one identifier.
    """
    if len({question.identifier for question in questions}) != len(questions):
        raise ValueError("two questions have the same identifier")
    asking = _Asking(api, questions, ledger, journal, on_answer, progress)
    return asyncio.run(asking.run(known, answered, wait, pauses, settle_seconds, most_requests))


@dataclass
class _Batch:
    """A batch under way; `batch_id` is "" while we do not know whether it was made."""

    token: str
    questions: tuple[str, ...]
    time: float
    batch_id: str = ""
    reservation: Reservation | None = None
    used: Usage = field(default_factory=Usage)
    failures: int = 0
    #: Why it is looked after no longer in this run, "" while it is.
    stuck: str = ""
    #: Since when it can only be looked for, by `time.monotonic`.
    lost: float = field(default_factory=lambda: time.monotonic())


class _Asking:
    """One run of `ask_in_batches`."""

    def __init__(
        self,
        api: AnthropicApi,
        questions: Sequence[Question],
        ledger: Ledger,
        journal: Journal,
        on_answer: Callable[[Answer], None],
        progress: Progress,
    ) -> None:
        self._api = api
        self._ledger = ledger
        self._journal = journal
        self._on_answer = on_answer
        self._progress = progress
        self._total = len(questions)
        #: Those that lack an answer, by identifier, in order.
        self._left = {question.identifier: question for question in questions}
        self._open: list[_Batch] = []
        #: Batches that are none of those whose id we lack.
        self._foreign: set[str] = set()
        self._done: set[str] = set()
        self._outcomes: collections.Counter[Outcome] = collections.Counter()
        self._unsent: dict[str, str] = {}

    async def run(
        self,
        known: Sequence[KnownBatch],
        answered: Collection[str],
        wait: bool,
        pauses: tuple[float, float],
        settle_seconds: float,
        most_requests: int,
    ) -> Asked:
        self._settle_seconds = settle_seconds
        self._most_requests = most_requests
        self._done.update(answered)
        self._foreign.update(each.batch_id for each in known)
        try:
            for each in known:
                batch = _Batch(each.token, each.questions, each.time, each.batch_id)
                if not self._left.keys().isdisjoint(batch.questions):
                    self._open.append(batch)
                elif self._done.issuperset(batch.questions):
                    self._journal.closed(batch.token)
            taken = {name for batch in self._open for name in batch.questions}
            await self._start([q for name, q in self._left.items() if name not in taken])
            await self._follow(wait, pauses)
        finally:
            for batch in self._open:
                if batch.reservation is not None:
                    batch.reservation.keep()
            await self._api.close()
        waiting = {
            name: batch.stuck
            for batch in self._open
            for name in batch.questions
            if name in self._left
        }
        reasons = collections.Counter([*self._unsent.values(), *waiting.values()])
        return Asked(
            outcomes=dict(self._outcomes),
            unsent=self._unsent,
            waiting=waiting,
            stopped=reasons.most_common(1)[0][0] if reasons else "",
            spent=self._ledger.spent,
            overruns=tuple(self._ledger.overruns),
        )

    # Making batches

    async def _start(self, questions: Sequence[Question]) -> None:
        """Make batches of as many questions, in order, as the limits allow."""
        fitting, reason = self._fitting(questions)
        for question in questions[len(fitting) :]:
            self._unsent[question.identifier] = reason
        parts = batch_calls.parts_of(
            fitting, self._api.model, requests=self._most_requests, size=batch_calls.MOST_BYTES
        )
        for part in parts:
            names = tuple(question.identifier for question in part)
            batch = _Batch(secrets.token_hex(8), names, time.time())
            try:
                batch.reservation = self._ledger.take(self._bound(part))
            except LimitReachedError as error:
                self._give_up(batch, str(error))
                continue
            self._open.append(batch)
            self._journal.intended(batch.token, names)
            await self._create(batch)

    def _fitting(self, questions: Sequence[Question]) -> tuple[list[Question], str]:
        whole = Bound(0, 0.0, 0)
        for number, question in enumerate(questions):
            whole = whole.plus(bound_of(question, self._api.price, batch=True))
            if reason := self._ledger.refusal(whole):
                return list(questions[:number]), reason
        return list(questions), ""

    def _bound(self, questions: Sequence[Question]) -> Bound:
        bounds = [bound_of(each, self._api.price, batch=True) for each in questions]
        return functools.reduce(Bound.plus, bounds, Bound(0, 0.0, 0))

    async def _create(self, batch: _Batch) -> None:
        """Send it until the API has taken it, has refused it, or may have taken it."""
        requests = {
            f"{batch.token}-{number}": self._left[name]
            for number, name in enumerate(batch.questions)
        }
        for number in range(self._api.attempts):
            try:
                if number:
                    self._ledger.take(Bound(0, 0.0)).give_back()
                batch.batch_id = await batch_calls.create(self._api, self._ledger, requests)
                self._journal.created(batch.token, batch.batch_id)
                return
            except LimitReachedError as error:
                return self._never_made(batch, str(error))
            except batch_calls.CallFailedError as error:
                failure = error.failure
                if failure.may_have_worked:
                    batch.lost = time.monotonic()
                    return
                pause = self._api.pause(number, failure.retry_after)
                last = number + 1 == self._api.attempts
                if last or pause is None or not failure.again:
                    return self._never_made(batch, str(error))
                await asyncio.sleep(min(pause, max(self._ledger.seconds_left, 0.0)))

    def _never_made(self, batch: _Batch, reason: str) -> None:
        self._close(batch, made=False)
        self._give_up(batch, reason)

    def _give_up(self, batch: _Batch, reason: str) -> None:
        self._unsent.update({name: reason for name in batch.questions if name in self._left})

    def _close(self, batch: _Batch, *, made: bool) -> None:
        if not made or self._done.issuperset(batch.questions):
            self._journal.closed(batch.token)
        self._open.remove(batch)
        if batch.reservation is None:
            self._ledger.record(batch.used)
        elif made:
            batch.reservation.settle(batch.used)
        else:
            batch.reservation.give_back(calls=batch.reservation.bound.calls - 1)

    # Following batches

    async def _follow(self, wait: bool, pauses: tuple[float, float]) -> None:
        """Look after the batches until all have ended, or as long as we may."""
        pause, longest = pauses
        while going := [batch for batch in self._open if not batch.stuck]:
            for batch in going:
                if self._ledger.seconds_left <= 0:
                    return self._leave("the limit on time was reached; it is fetched next time")
                try:
                    await self._advance(batch)
                    batch.failures = 0
                except batch_calls.CallFailedError as error:
                    batch.failures += 1
                    if not error.failure.again or batch.failures >= FAILURES_IN_A_ROW:
                        batch.stuck = f"the batch could not be asked after: {error}"
            if not wait:
                return self._leave("the batch has not ended; it is fetched next time")
            if self._open:
                await asyncio.sleep(min(pause, max(self._ledger.seconds_left, 0.0)))
                pause = min(pause * 1.5, longest)

    def _leave(self, reason: str) -> None:
        for batch in self._open:
            batch.stuck = batch.stuck or reason

    async def _advance(self, batch: _Batch) -> None:
        if not batch.batch_id:
            await self._find(batch)
        if batch.batch_id:
            seen = await batch_calls.look(self._api, self._ledger, batch.batch_id)
            if seen.ended:
                await self._fetch(batch)

    async def _find(self, batch: _Batch) -> None:
        """Look for a batch whose id we never got; where there is certainly none, make it anew."""
        late = time.monotonic() >= batch.lost + self._settle_seconds
        late |= time.time() >= batch.time + _LONG_OVER
        others = self._foreign | {each.batch_id for each in self._open}
        undecided, untellable = False, ""
        since = batch.time - _CLOCK_MARGIN
        for seen in await batch_calls.listed(self._api, self._ledger, since):
            if seen.total != len(batch.questions) or seen.batch_id in others:
                continue
            if not seen.ended:
                undecided = True
            elif (ours_too := await self._is_ours(batch, seen.batch_id)) is None:
                untellable = seen.batch_id
            elif ours_too:
                batch.batch_id = seen.batch_id
                return self._journal.created(batch.token, batch.batch_id)
            else:
                self._foreign.add(seen.batch_id)
        if late and untellable and not undecided:
            batch.stuck = f"{untellable} may be this batch, and the API no longer has its results"
        elif late and not undecided:
            self._close(batch, made=False)
            await self._start([self._left[n] for n in batch.questions if n in self._left])

    async def _is_ours(self, batch: _Batch, batch_id: str) -> bool | None:
        """Whether an ended batch is the one intended; None where nobody can tell any more."""
        lines = batch_calls.results(self._api, self._ledger, batch_id)
        try:
            async with contextlib.aclosing(lines):
                async for line in lines:
                    return str(line.get("custom_id")).startswith(f"{batch.token}-")
        except batch_calls.CallFailedError as error:
            if error.failure.status not in (404, 410):
                raise
            return None
        raise batch_calls.CallFailedError(
            Failure(again=True, charged=True), f"the results of {batch_id} are empty"
        )

    async def _fetch(self, batch: _Batch) -> None:
        """Hand over what has come; a batch is closed only when all of it has."""
        names = {f"{batch.token}-{n}": name for n, name in enumerate(batch.questions)}
        async for line in batch_calls.results(self._api, self._ledger, batch.batch_id):
            question = self._left.get(names.get(str(line.get("custom_id")), ""))
            if question is None:
                continue
            answer = batch_calls.answer_of(self._api, question, line.get("result"))
            if answer is None:
                continue
            if answer.usage is not None:
                batch.used = _added(batch.used, answer.usage)
            self._on_answer(answer)
            del self._left[answer.question]
            self._done.add(answer.question)
            self._outcomes[answer.outcome] += 1
            self._progress(self._outcomes.total(), self._total, answer.question)
        missing = [name for name in batch.questions if name in self._left]
        if missing:
            raise batch_calls.CallFailedError(
                Failure(again=True, charged=True),
                f"the results of {batch.batch_id} lack {len(missing)} of its questions",
            )
        self._close(batch, made=True)


def _added(one: Usage, other: Usage) -> Usage:
    values = {name: getattr(one, name) + getattr(other, name) for name in Usage.model_fields}
    return Usage(**values)
