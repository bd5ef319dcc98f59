"""Asks many questions, several at once, and hands over each answer as soon as it is there.

Not here: how one question is asked (a `Way`), and what may be used (`budget`).
"""

import asyncio
import collections
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from . import interrupts
from .budget import Ledger, LimitReachedError, Spent
from .questions import Answer, Outcome, Question

#: After so many failures in a row, with no other outcome between, nobody is there.
FAILURES_IN_A_ROW = 10

Progress = Callable[[int, int, str], None]


def no_progress(_number: int, _total: int, _identifier: str) -> None:
    """Tell nobody."""


class Way(Protocol):
    """A way of asking a model one question."""

    @property
    def name(self) -> str:
        """The way and the model, for people: `anthropic claude-opus-5-5`."""
        ...

    async def ask(self, question: Question, ledger: Ledger) -> Answer:
        """Ask, try again where nothing that was paid for came back, and say what came of it.

        Each attempt is reserved for on the ledger before it is made. A question that was sent and
        never answered is a `failed` answer, not an exception.

        Raises:
            LimitReachedError: a limit was reached before anything was sent.
            MissingPartError: the way cannot be taken at all: no key, no package, no program.
        """
        ...

    async def close(self) -> None:
        """Let go of connections and processes; `ask` may be called again afterwards."""
        ...


@dataclass(frozen=True)
class Asked:
    """What became of the questions.

    Args:
        outcomes: how many answers were handed over, by outcome.
        unsent: of questions that were not sent (or that nobody will hear of), why; by identifier.
        waiting: of questions in a message batch that has not ended, why; by identifier.
        stopped: in one line why not all were asked, "" where they were.
        spent: what the ledger says.
        overruns: where more was used than had been reserved.
        troubled: of those in `waiting`, whose batch could not be asked after, since something went
            wrong; of the others it has not ended.
    """

    outcomes: Mapping[Outcome, int]
    unsent: Mapping[str, str]
    waiting: Mapping[str, str]
    stopped: str
    spent: Spent
    overruns: tuple[str, ...] = ()
    troubled: tuple[str, ...] = ()


def ask_questions(
    way: Way,
    questions: Sequence[Question],
    *,
    ledger: Ledger,
    concurrency: int,
    on_answer: Callable[[Answer], None],
    progress: Progress = no_progress,
) -> Asked:
    """Ask all questions in order, as many at once as allowed.

    Args:
        way: how.
        questions: with identifiers of their own each.
        ledger: what may be used.
        concurrency: how many at once.
        on_answer: called once for each question that came to an end, on the calling thread; it
            makes the answer durable. What it raises stops the asking and is raised here.
        progress: told (number, total, identifier) after each answer.

    Returns:
        What became of them. Every question was either handed over or is in `unsent`.

    Raises:
        MissingPartError: the way cannot be taken.
        KeyboardInterrupt: interrupted, or told to end (SIGTERM, SIGHUP); what had been answered
            was handed over.
        ValueError: two questions have one identifier, or `concurrency` is below 1.
    """
    if len({question.identifier for question in questions}) != len(questions):
        raise ValueError("two questions have the same identifier")
    if concurrency < 1:
        raise ValueError("concurrency must be at least 1")
    return interrupts.run(_Asking(way, questions, ledger, on_answer, progress).run(concurrency))


class _Asking:
    """One run of `ask_questions`."""

    def __init__(
        self,
        way: Way,
        questions: Sequence[Question],
        ledger: Ledger,
        on_answer: Callable[[Answer], None],
        progress: Progress,
    ) -> None:
        self._way = way
        self._total = len(questions)
        self._left = collections.deque(questions)
        self._ledger = ledger
        self._on_answer = on_answer
        self._progress = progress
        self._outcomes: collections.Counter[Outcome] = collections.Counter()
        self._unsent: dict[str, str] = {}
        self._failures = 0
        self._stopped = ""

    async def run(self, concurrency: int) -> Asked:
        workers = [asyncio.create_task(self._work()) for _ in range(min(concurrency, self._total))]
        try:
            if workers:
                await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            # Reached with workers still running where one of them failed or we are interrupted.
            self._stopped = self._stopped or "interrupted"
            for worker in workers:
                worker.cancel()
            ends = await asyncio.gather(*workers, return_exceptions=True)
            await self._way.close()
        for end in ends:
            if isinstance(end, BaseException) and not isinstance(end, asyncio.CancelledError):
                raise end
        reasons = collections.Counter(self._unsent.values())
        return Asked(
            outcomes=dict(self._outcomes),
            unsent=self._unsent,
            waiting={},
            stopped=reasons.most_common(1)[0][0] if reasons else "",
            spent=self._ledger.spent,
            overruns=tuple(self._ledger.overruns),
        )

    async def _work(self) -> None:
        while self._left:
            question = self._left.popleft()
            if self._stopped:
                self._unsent[question.identifier] = self._stopped
                continue
            try:
                answer = await self._way.ask(question, self._ledger)
            except LimitReachedError as error:
                self._unsent[question.identifier] = str(error)
                continue
            self._hand_over(answer)

    def _hand_over(self, answer: Answer) -> None:
        self._on_answer(answer)
        self._outcomes[answer.outcome] += 1
        self._progress(self._outcomes.total(), self._total, answer.question)
        self._failures = self._failures + 1 if answer.outcome == "failed" else 0
        if self._failures >= FAILURES_IN_A_ROW and not self._stopped:
            self._stopped = (
                f"{self._failures} questions in a row failed, the last one: {answer.why}"
            )
