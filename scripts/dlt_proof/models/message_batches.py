"""Asks by message batches: half the price, hundreds of questions at once, answered within a day.

A batch that was made is paid for, so nothing here forgets one: the intention is in the caller's
journal before the request goes out, the batch's id as soon as we have it, and a batch whose id we
never got is looked for among those that the API lists. Not here: how that is done (`batch_run`),
how an answer is read (`reading`), and how journals and answers are stored (the caller).
"""

from collections.abc import Callable, Collection, Sequence

from . import batch_calls, interrupts
from .anthropic_api import AnthropicApi
from .asking import Asked, Progress, no_progress
from .batch_journal import Journal as Journal
from .batch_journal import KnownBatch as KnownBatch
from .batch_run import BatchRun
from .budget import Ledger
from .questions import Answer, Question

#: Seconds for which a batch without an id is looked for: the request may have been under way when
#: we were stopped, and the batch may appear late.
SETTLE_SECONDS = 120.0


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
            its questions. What a batch of an earlier run took is counted when it is fetched,
            before new ones are made. Where a result does not say, its bound is counted.
        journal: what is made durable.
        known: batches of earlier runs that are not closed. One of which no question is asked now
            is left alone.
        answered: questions of known batches that have their answer already. A batch is closed when
            each of its questions is among these or was handed over now; one that is not was paid
            for, and stays known.
        on_answer: as in `ask_questions`; questions that errored, expired or were cancelled are
            `failed` and were not charged. So are those of a batch that the API refused to make,
            and those of one whose results are gone or lack them, which may have been charged.
        wait: False leaves a batch that has not ended to a later run.
        progress: told (number, total, identifier) after each answer.
        pauses: seconds between two looks, the first and the longest.
        settle_seconds: how long a batch without an id is looked for before it is made anew.
        most_requests: in one batch.

    Returns:
        What became of them. Every question was handed over or is in `unsent` or in `waiting`, which
        has those whose batch has not ended, could not be asked after, or may have been made.

    Raises:
        KeyboardInterrupt: interrupted, or told to end (SIGTERM, SIGHUP); the batches go on and
            are fetched next time.
        ValueError: two questions have one identifier.
    """
    if len({question.identifier for question in questions}) != len(questions):
        raise ValueError("two questions have the same identifier")
    asking = BatchRun(api, questions, ledger, journal, on_answer, progress)
    return interrupts.run(asking.run(known, answered, wait, pauses, settle_seconds, most_requests))
