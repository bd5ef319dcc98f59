"""Message batches of the API that were submitted: a journal in the project's state.

What is in one is paid for, so that no run forgets it, however it ended. Not here: how message
batches are made and fetched (`models.message_batches`).
"""

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..project import Project
from ..records.verification import Submission

if TYPE_CHECKING:
    from ..models.message_batches import KnownBatch

_KIND = "submission"


def submitted_questions(project: Project) -> set[str]:
    """The questions that are in a message batch under way, of whatever model."""
    return {name for one in _open(project) for name in one.questions}


class StateJournal:
    """The message batches of a project, in its state; see `models.message_batches.Journal`.

    Args:
        project: the project.
        model: whom the batches ask.
    """

    def __init__(self, project: Project, model: str) -> None:
        self._project = project
        self._model = model

    def intended(self, token: str, questions: Sequence[str]) -> None:
        """A batch will be created."""
        self._put(token, questions=tuple(questions), at=time.time())

    def created(self, token: str, batch_id: str) -> None:
        """It was, under this id."""
        self._put(token, batch_id=batch_id)

    def closed(self, token: str) -> None:
        """Nothing more will come of it."""
        self._put(token, closed=True)

    def known(self) -> "list[KnownBatch]":
        """The batches that are not closed, oldest first."""
        from ..models.message_batches import KnownBatch

        return [
            KnownBatch(one.token, one.questions, one.at, one.batch_id)
            for one in _open(self._project)
            if one.model == self._model
        ]

    def _put(self, token: str, **said: object) -> None:
        submission = Submission.model_validate({"token": token, "model": self._model, **said})
        self._project.state.append(_KIND, submission.model_dump())


def _open(project: Project) -> list[Submission]:
    """What is known of each message batch that is not closed, oldest first."""
    found: dict[str, Submission] = {}
    for record in project.state.read(_KIND):
        if not record.sealed_here:
            continue
        said = Submission.model_validate_json(json.dumps(dict(record.data)))
        before = found.get(said.token, said)
        found[said.token] = before.model_copy(
            update={
                "batch_id": said.batch_id or before.batch_id,
                "closed": said.closed or before.closed,
            }
        )
    return [one for one in found.values() if not one.closed]
