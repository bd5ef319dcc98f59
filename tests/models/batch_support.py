"""What the tests of message batches have in common: a journal, a run, and servers that fail."""

import time
from collections.abc import Sequence
from typing import Any

from dlt_proof.models.asking import Asked
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.message_batches import KnownBatch, ask_in_batches
from dlt_proof.models.questions import Answer, Question
from tests.messages_batches import Batch, Response
from tests.messages_replies import error_body
from tests.messages_server import DroppedError, Reply, text_reply
from tests.models.asking_support import GOOD, api


class Journal:
    """A journal in memory, with what it was told in order."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.batches: dict[str, KnownBatch] = {}

    def intended(self, token: str, names: Sequence[str]) -> None:
        self.lines.append(("intended", token))
        self.batches[token] = KnownBatch(token, tuple(names), time.time())

    def created(self, token: str, batch_id: str) -> None:
        self.lines.append(("created", token))
        old = self.batches[token]
        self.batches[token] = KnownBatch(token, old.questions, old.time, batch_id)

    def closed(self, token: str) -> None:
        self.lines.append(("closed", token))
        del self.batches[token]

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.lines]


def good(_body: dict[str, Any], _number: int) -> Reply:
    return text_reply(GOOD)


def run(
    url: str,
    asked: Sequence[Question],
    journal: Journal,
    *,
    limits: Limits | None = None,
    **how: Any,
) -> tuple[list[Answer], Asked]:
    answers: list[Answer] = []
    values: dict[str, Any] = {
        "pauses": (0.01, 0.05),
        "settle_seconds": 0.2,
        "on_answer": answers.append,
        **how,
    }
    done = ask_in_batches(
        api(url, attempts=3),
        asked,
        ledger=Ledger(limits or Limits(seconds=30)),
        journal=journal,
        known=list(journal.batches.values()),
        **values,
    )
    left = {each.identifier for each in asked}
    assert left == {each.question for each in answers} | set(done.unsent) | set(done.waiting)
    assert len(answers) + len(done.unsent) + len(done.waiting) == len(asked)
    return answers, done


def error(status: int) -> Response:
    return status, "application/json", error_body("api_error", f"told to answer {status}")


class Once:
    """A hook that answers otherwise (or drops the connection) the first time at some stages."""

    def __init__(self, *stages: str, instead: Response | None = None) -> None:
        self.left = list(stages)
        self._instead = instead

    def __call__(self, stage: str, _batch: Batch | None) -> Response | None:
        if stage not in self.left:
            return None
        self.left.remove(stage)
        if self._instead is None:
            raise DroppedError
        return self._instead


def once(stage: str, instead: Response | None = None) -> Once:
    return Once(stage, instead=instead)
