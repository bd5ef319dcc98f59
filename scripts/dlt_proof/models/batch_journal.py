"""What has to be written down of message batches, so that none is ever made or paid for twice.

The caller of `message_batches` stores it; not here: where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Journal(Protocol):
    """What the caller makes durable before each of these returns."""

    def intended(self, token: str, questions: Sequence[str]) -> None:
        """A batch with this token and these questions (identifiers, in order) will be created."""

    def created(self, token: str, batch_id: str) -> None:
        """The API has made it, under this id."""

    def closed(self, token: str) -> None:
        """Nothing more will come of it.

        All answers were handed over, or it was never made, or it cannot be fetched any more.
        """


@dataclass(frozen=True)
class KnownBatch:
    """What the journal knows of a batch that is not closed.

    Args:
        token: as it was intended.
        questions: identifiers of its questions, in that order.
        time: when it was intended, in seconds since 1970.
        batch_id: "" where the API's id is not known.
    """

    token: str
    questions: tuple[str, ...]
    time: float
    batch_id: str = ""
