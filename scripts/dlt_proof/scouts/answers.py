"""What becomes of a scout's answer: it is recorded, and a draft is made of it.

Not here: where answers come from (`subagents`, `handing_out`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ..project import Project
from ..records.scouts import (
    SCOUT_ANSWER_KIND,
    SCOUT_QUESTION_KIND,
    ScoutQuestion,
    StoredScoutAnswer,
)
from ..verify.history import parsed_here
from .drafts import Origin, draft_text, place_draft
from .opened import Seen

_ORIGINS: dict[str, Origin] = {"hook": "called", "filed": "reported"}


@dataclass(frozen=True)
class History:
    """What scouts were asked and what they said.

    Args:
        questions: by identifier.
        answers: all, oldest first.
    """

    questions: Mapping[str, ScoutQuestion]
    answers: tuple[StoredScoutAnswer, ...]

    def latest(self, question: str) -> StoredScoutAnswer | None:
        """The last answer to a question that can be read."""
        said = (one for one in reversed(self.answers) if one.question == question and one.said)
        return next(said, None)


def read_history(project: Project) -> History:
    """Read what is on record.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    asked = parsed_here(ScoutQuestion, project.state.read(SCOUT_QUESTION_KIND))
    answers = parsed_here(StoredScoutAnswer, project.state.read(SCOUT_ANSWER_KIND))
    return History({one.question: one for one in asked}, tuple(answers))


def record_answer(
    project: Project,
    question: ScoutQuestion,
    answer: StoredScoutAnswer,
    seen: Seen,
) -> StoredScoutAnswer:
    """Record an answer, and write the draft of a digest where its file is missing.

    Args:
        project: whose digest it is.
        question: that was answered.
        answer: as it came.
        seen: whether the source was seen.

    Returns:
        What was recorded.

    Raises:
        InputError: the draft or the state cannot be written.
    """
    written, not_written = "", "no answer can be read"
    if answer.said is not None and answer.said.seen == "not-found":
        not_written = "nothing was found"
    elif answer.said is not None:
        text = draft_text(question, answer.said, seen, _ORIGINS[answer.source])
        written, not_written = place_draft(project, question, text)
    recorded = answer.model_copy(
        update={
            "seen": seen.seen,
            "why": seen.why,
            "opened": seen.opened,
            "written": written,
            "not_written": not_written,
            "came": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )
    project.state.append(SCOUT_ANSWER_KIND, recorded.model_dump())
    return recorded


def answer_words(answer: StoredScoutAnswer) -> str:
    """An answer and what became of it in one line."""
    if answer.said is None:
        return f"{answer.digest}: {answer.not_written}"
    if answer.said.seen == "not-found":
        return f"{answer.digest}: {answer.not_written}: {answer.said.searched}"
    seen = "source seen" if answer.seen else "source not seen"
    made = f"draft written to {answer.written}" if answer.written else answer.not_written
    return f"{answer.digest}: {made}; {seen}: {answer.why}"
