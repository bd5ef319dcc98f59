"""A panel's questions for the sub-agents of a running agent: handed out as files, answers filed.

What a sub-agent said is `filed` where somebody wrote it down, and its reading is `reported`. Not
here: models that our own code asks (`running`), and what answers are worth (`readings`).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from ..graph.plan_file import Plan
from ..latex import Document
from ..project import Project, read_text, write_text
from ..records.errors import InputError, RefusedError
from ..records.filed_lines import ANSWER_FORM, read_filed_line, reason_of
from ..records.panel import PANEL_ANSWER_KIND, PANEL_BATCH_KIND, FiledReading, PanelAnswer
from ..verify.handing_out import handed_prompt
from ..verify.prompts import agent_instructions
from .history import HeldBatch, read_history
from .lenses import Lens
from .preparing import prepare, with_desk
from .prompts import agent_of, answers_of
from .results import PanelSettings

#: How the sub-agents of a running agent read.
HANDED = PanelSettings(way="agent", model="")
_FOLDER = "readings"


@dataclass(frozen=True, slots=True)
class HandedReading:
    """A question in a sub-agent's hands.

    Args:
        identifier: of the question.
        agent: name of the sub-agent that is to answer it, a file in `agents/` without `.md`.
        file: absolute path of its text.
        prompt: what to say to the sub-agent.
    """

    identifier: str
    agent: str
    file: Path
    prompt: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What `hand_out` gave.

    Args:
        questions: all that wait for an answer, in the order in which to give them.
        before: how many of them had been handed out before.
        refused: why a lens is not asked, by its name.
        addressed: units whose text speaks to its reader, with the words.
    """

    questions: tuple[HandedReading, ...]
    before: int
    refused: dict[str, str]
    addressed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filed:
    """What `file_answers` recorded.

    Args:
        filed: how many answers.
        before: how many were to questions that had been answered.
    """

    filed: int
    before: int


def handed_text(batch: HeldBatch, name: str) -> str:
    """The whole text that a sub-agent gets: instructions and question."""
    return f"{agent_instructions(agent_of(batch.record))}\n{batch.questions[name].text}"


def reading_file(project: Project, question: str) -> Path:
    """Where the text of a question is written for a sub-agent."""
    return project.output / _FOLDER / f"{question}.md"


def hand_out(
    project: Project,
    document: Document,
    plan: Plan | None,
    *,
    lenses: Sequence[Lens],
    occasion: str = "",
    desk: bool = False,
    limit: int | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> HandedOut:
    """Make the questions of lenses that nobody was asked yet, and write all open ones to files.

    Args:
        lenses, occasion, desk, waiting: as for `read_with_panel`.
        limit: no further batch is made once so many questions wait.

    Raises:
        InputError: no statement of the paper is to be read.
        RefusedError: too little can be planted for a lens.
    """
    wanted = with_desk(lenses, desk)
    with project.state.alone(PANEL_BATCH_KIND, waiting=waiting):
        prepared = prepare(project, document, plan, HANDED, wanted, occasion, limit=limit)
    handed = write_questions(project, prepared.waiting)
    return HandedOut(handed, prepared.resumed, prepared.refused, prepared.addressed)


def write_questions(
    project: Project, waiting: Sequence[tuple[HeldBatch, Sequence[str]]]
) -> tuple[HandedReading, ...]:
    """Write open questions to files for sub-agents."""
    found = []
    for batch, names in waiting:
        for name in names:
            file = reading_file(project, name)
            write_text(file, handed_text(batch, name))
            agent = agent_of(batch.record).removesuffix(".md")
            found.append(HandedReading(name, agent, file, handed_prompt(file)))
    return tuple(found)


def file_answers(project: Project, path: Path) -> Filed:
    """File what sub-agents said: one JSON object a line (see `FiledReading`).

    All lines are checked before the first is recorded.

    Raises:
        InputError: a line is no answer by the schema of its question.
        RefusedError: an answer is to no question that was handed out.
    """
    history = read_history(project)
    answers: list[PanelAnswer] = []
    seen: set[str] = set()
    before = lines = 0
    # Not at every line separator of Unicode: JSON may hold them.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        lines += 1
        filed = read_filed_line(
            FiledReading, line, ANSWER_FORM, what="answer", file=path.name, number=number
        )
        batch = history.find(filed.question)
        if batch is None or batch.record.way != HANDED.way:
            raise RefusedError(
                f"no question {filed.question!r} was handed out here",
                file=path.name,
                line=number,
                remedy="an answer names one of the questions that were handed out",
            )
        try:
            kind = answers_of(batch.record.purpose)
            said = kind.model_validate_json(json.dumps(filed.answer))
        except ValidationError as error:
            raise InputError(
                f"not an answer: {reason_of(error)[:200]}", file=path.name, line=number
            ) from None
        if filed.question in history.answers or filed.question in seen:
            before += 1  # the first answer counts
            continue
        seen.add(filed.question)
        answers.append(
            PanelAnswer(
                question=filed.question,
                batch=batch.record.batch,
                source="filed",
                outcome="answered",
                said=said.model_dump(mode="json"),
                came=datetime.now(UTC).isoformat(timespec="seconds"),
                reader=filed.reader,
            )
        )
    if not lines:
        raise InputError("there is no answer in it", file=path.name)
    project.state.append_all(PANEL_ANSWER_KIND, [one.model_dump() for one in answers])
    return Filed(len(answers), before)
