"""One run that asks by message batches: makes them, follows them, hands over what came.

Not here: what a caller sees of it (`message_batches`), the requests (`batch_calls`), and how a
batch without an id is looked for (`batch_search`).
"""

import asyncio
import collections
import secrets
import time
from collections.abc import Callable, Collection, Sequence

from . import batch_calls, batch_search
from .anthropic_api import AnthropicApi
from .asking import FAILURES_IN_A_ROW, Asked, Progress
from .batch_journal import Journal, KnownBatch
from .batch_state import Batch, together
from .bounds import NOTHING, bound_of
from .budget import Ledger, LimitReachedError
from .questions import Answer, Outcome, Question

#: How often results are read, a pause between, before what they lack is given up.
READINGS = 3


class BatchRun:
    """One run of `ask_in_batches`, which says what the arguments are."""

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
        self._bounds = {
            question.identifier: bound_of(question, api.price, batch=True) for question in questions
        }
        self._open: list[Batch] = []
        #: Batches that are none of those whose id we lack.
        self._foreign: set[str] = set()
        #: How many batches were made anew in this run.
        self._made_anew = 0
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
        """Go on with known batches, make new ones, and follow all of them."""
        self._pause, self._longest_pause = pauses
        self._settle_seconds = settle_seconds
        self._most_requests = most_requests
        self._done.update(answered)
        self._foreign.update(each.batch_id for each in known)
        try:
            for each in known:
                batch = Batch(each.token, each.questions, each.time, each.batch_id)
                if not self._left.keys().isdisjoint(batch.questions):
                    self._open.append(batch)
                elif self._done.issuperset(batch.questions):
                    self._journal.closed(batch.token)
            looked = sorted(self._open, key=lambda batch: not batch.batch_id)
            taken = {name for batch in looked for name in batch.questions}
            # First, since what they took is counted then, and new ones have to fit beside it.
            await self._look(looked)
            await self._start([q for name, q in self._left.items() if name not in taken])
            await self._follow(wait, looked)
        finally:
            for batch in self._open:
                if batch.reservation is not None:
                    batch.reservation.keep()
            await self._api.close()
        waiting = {
            name: batch for batch in self._open for name in batch.questions if name in self._left
        }
        why = {name: batch.stuck for name, batch in waiting.items()}
        reasons = collections.Counter([*self._unsent.values(), *why.values()])
        return Asked(
            outcomes=dict(self._outcomes),
            unsent=self._unsent,
            waiting=why,
            stopped=reasons.most_common(1)[0][0] if reasons else "",
            spent=self._ledger.spent,
            overruns=tuple(self._ledger.overruns),
            troubled=tuple(name for name, batch in waiting.items() if batch.troubled),
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
            batch = Batch(secrets.token_hex(8), names, time.time())
            try:
                batch.reservation = self._ledger.take(
                    together(self._bounds[name] for name in names)
                )
            except LimitReachedError as error:
                self._unsent.update(dict.fromkeys(names, str(error)))
                continue
            self._open.append(batch)
            self._journal.intended(batch.token, names)
            await self._create(batch)

    def _fitting(self, questions: Sequence[Question]) -> tuple[list[Question], str]:
        whole = NOTHING
        for number, question in enumerate(questions):
            whole = whole.plus(self._bounds[question.identifier])
            if reason := self._ledger.refusal(whole):
                return list(questions[:number]), reason
        return list(questions), ""

    async def _create(self, batch: Batch) -> None:
        requests = {
            f"{batch.token}-{number}": self._left[name]
            for number, name in enumerate(batch.questions)
        }
        made = await batch_calls.make(self._api, self._ledger, requests)
        if made.batch_id:
            batch.batch_id = made.batch_id
            self._journal.created(batch.token, batch.batch_id)
        elif made.refused:
            self._never_made(batch, made.refused)
        else:
            batch.lost = time.monotonic()

    def _never_made(self, batch: Batch, reason: str) -> None:
        self._close(batch, made=False)
        for name in [name for name in batch.questions if name in self._left]:
            why = f"no message batch was made: {reason}"
            self._hand_over(self._api.failed(self._left[name], why))

    def _hand_over(self, answer: Answer) -> None:
        self._on_answer(answer)
        del self._left[answer.question]
        self._done.add(answer.question)
        self._outcomes[answer.outcome] += 1
        self._progress(self._outcomes.total(), self._total, answer.question)

    def _close(self, batch: Batch, *, made: bool, gone: bool = False) -> None:
        if gone or not made or self._done.issuperset(batch.questions):
            self._journal.closed(batch.token)
        self._open.remove(batch)
        batch.settle(self._ledger, made=made)

    # Following batches

    async def _follow(self, wait: bool, looked: Sequence[Batch]) -> None:
        """Look after the batches until all have ended, or as long as we may.

        Args:
            wait: whether for longer than one look.
            looked: those that had their first look.
        """
        pause = self._pause
        while going := [batch for batch in self._open if not batch.stuck]:
            if not await self._look([batch for batch in going if batch not in looked]):
                return self._leave("the limit on time was reached; it is fetched next time")
            looked = ()
            if not wait:
                return self._leave("the batch has not ended; it is fetched next time")
            if self._open:
                await asyncio.sleep(min(pause, max(self._ledger.seconds_left, 0.0)))
                pause = min(pause * 1.5, self._longest_pause)

    async def _look(self, batches: Sequence[Batch]) -> bool:
        """Look at each once; False where the time was over before."""
        for batch in batches:
            if self._ledger.seconds_left <= 0:
                return False
            try:
                await self._advance(batch)
                batch.failures = 0
            except batch_calls.CallFailedError as error:
                batch.failures += 1
                gone = bool(batch.batch_id) and error.failure.status in batch_search.GONE
                last = batch.failures >= FAILURES_IN_A_ROW
                # One made just now may not be known everywhere yet.
                if gone and (last or batch.reservation is None):
                    self._lose(batch, str(error), gone=True)
                elif last or not (gone or error.failure.again):
                    batch.stuck = f"the batch could not be asked after: {error}"
                    batch.troubled = True
        return True

    def _leave(self, reason: str) -> None:
        for batch in self._open:
            batch.stuck = batch.stuck or reason

    async def _advance(self, batch: Batch) -> None:
        if not batch.batch_id:
            await self._find(batch)
        if batch.batch_id:
            seen = await batch_calls.look(self._api, self._ledger, batch.batch_id)
            if not seen.ended:
                return
            try:
                await self._fetch(batch)
            except batch_calls.CallFailedError as error:
                if error.failure.status not in batch_search.GONE:
                    raise
                self._lose(batch, str(error), gone=True)

    async def _find(self, batch: Batch) -> None:
        """Look for a batch whose id we never got; where there is certainly none, make it anew."""
        late = time.monotonic() >= batch.lost + self._settle_seconds
        late |= time.time() >= batch.time + batch_search.LONG_OVER
        self._foreign |= {each.batch_id for each in self._open}
        found = await batch_search.search(
            self._api,
            self._ledger,
            token=batch.token,
            total=len(batch.questions),
            intended=batch.time,
            others=self._foreign,
        )
        if found.batch_id:
            batch.batch_id = found.batch_id
            self._journal.created(batch.token, batch.batch_id)
        elif late and not found.undecided and found.untellable:
            why = f"it may be {found.untellable}, and the API no longer has its results"
            self._lose(batch, why, gone=True)
        elif late and not found.undecided and self._made_anew >= self._api.attempts:
            self._never_made(batch, "the API did not say that it was, again and again")
        elif late and not found.undecided:
            self._made_anew += 1
            self._close(batch, made=False)
            await self._start([self._left[n] for n in batch.questions if n in self._left])

    async def _fetch(self, batch: Batch) -> None:
        """Hand over what has come; what the results lack again and again has failed."""
        for number in range(READINGS):
            if number:
                await asyncio.sleep(min(self._pause, max(self._ledger.seconds_left, 0.0)))
                if self._ledger.seconds_left <= 0:
                    return
            await self._read(batch)
            if self._left.keys().isdisjoint(batch.questions):
                return self._close(batch, made=True)
        self._lose(batch, f"the results of {batch.batch_id} lack it, or cannot be read")

    async def _read(self, batch: Batch) -> None:
        names = {f"{batch.token}-{n}": name for n, name in enumerate(batch.questions)}
        async for line in batch_calls.results(self._api, self._ledger, batch.batch_id):
            name = names.get(str(line.get("custom_id"))) if line is not None else None
            if line is None or name is None or name in batch.counted:
                continue
            question, result = self._left.get(name), line.get("result")
            answer = None
            if question is not None:
                answer = batch_calls.answer_of(self._api, question, result)
                if answer is None:
                    continue
            batch.count(name, batch_calls.charged_of(self._api, result), self._bounds)
            if answer is not None:
                self._hand_over(answer)

    def _lose(self, batch: Batch, reason: str, *, gone: bool = False) -> None:
        """Give up what of a batch has not come; where it is gone, all of it."""
        for name in [name for name in batch.questions if name in self._left]:
            batch.count(name, None, self._bounds)
            why = (
                f"the message batch cannot be fetched any more and may have been charged: {reason}"
            )
            self._hand_over(self._api.failed(self._left[name], why))
        self._close(batch, made=True, gone=gone)
