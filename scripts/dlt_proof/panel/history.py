"""What panels were asked and what they answered, as the state has it.

Records of another machine are left out: only the key that sealed a question tells what it is in
truth. Not here: what the answers are worth (`readings`, `judges`).
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from ..gates.review_records import ROUND_KIND
from ..models.questions import Answer, Question
from ..project import Project
from ..records.errors import InputError
from ..records.panel import (
    PANEL_ANSWER_KIND,
    PANEL_BATCH_KIND,
    PANEL_TEXT_KIND,
    PanelAnswer,
    PanelBatch,
    PanelQuestion,
    PanelText,
)
from ..records.review import RoundStart
from ..verify.history import parsed_here
from ..verify.prompts import agent_instructions, enclosed
from .batches import NewBatch
from .given import Given
from .hiding import reveal
from .planting.records import Place
from .prompts import agent_of, answer_schema, answers_of

_Said = TypeVar("_Said", bound=BaseModel)


@dataclass(frozen=True)
class HeldQuestion:
    """A question and what it is in truth.

    Args:
        record: as it was recorded.
        parts: its texts; the last is the question.
        truth: what was hidden: `is`, and of a planted one the rest of `Planted`.
    """

    record: PanelQuestion
    parts: tuple[str, ...]
    truth: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """`asked` (of the paper itself), `planted` or `harmless`; `phantom` for a judge."""
        return str(self.truth["is"])

    @property
    def shipped(self) -> bool:
        """Whether it was made from a shipped excerpt."""
        return bool(self.truth.get("shipped"))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where it differs from the paper."""
        return tuple(Place(*place) for place in self.truth.get("places", ()))

    @cached_property
    def also(self) -> tuple[tuple[str, int, int], ...]:
        """Other lines at which a planted weakness may be named: file, first and last."""
        return tuple((file, first, last) for file, first, last in self.truth.get("also", ()))

    @cached_property
    def given(self) -> Given:
        """The lines that it gives."""
        return Given("\n".join(self.parts))

    @property
    def text(self) -> str:
        """The whole question between its markers."""
        return "\n".join(enclosed("paper", part) for part in self.parts)


@dataclass(frozen=True)
class HeldBatch:
    """A batch with its questions and the truth behind them, in the order in which it is asked.

    Args:
        record, questions: the batch, and its questions by identifier.
        cycle: how often a person had begun the review anew when it was made.
    """

    record: PanelBatch
    questions: Mapping[str, HeldQuestion]
    cycle: int = 0

    def as_question(self, name: str, max_output_tokens: int) -> Question:
        """A question as a model gets it."""
        held = self.questions[name]
        shared = "\n".join(enclosed("paper", part) for part in held.parts[:-1])
        return Question(
            identifier=name,
            system=agent_instructions(agent_of(self.record)),
            shared=shared,
            text=enclosed("paper", held.parts[-1]),
            answer_schema=answer_schema(self.record.purpose),
            answers=answers_of(self.record.purpose),
            max_output_tokens=max_output_tokens,
        )


@dataclass
class History:
    """All that is on record here about panels.

    Args:
        batches: by identifier, oldest first.
        answers: that can be read, by question; the first one counts, but one that our own code or
            a hook received counts before one that was filed.
        texts: the texts of questions, by digest.
        cycle: how often a person has begun the review anew.
    """

    batches: dict[str, HeldBatch] = field(default_factory=dict)
    answers: dict[str, PanelAnswer] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cycle: int = 0

    def said(self, question: str, kind: type[_Said]) -> _Said | None:
        """What was answered, None where nothing that can be read was."""
        answer = self.answers.get(question)
        if answer is None or answer.said is None:
            return None
        return kind.model_validate_json(json.dumps(answer.said))

    def find(self, question: str) -> HeldBatch | None:
        """The batch of a question."""
        return next((b for b in self.batches.values() if question in b.questions), None)

    def take(self, answer: PanelAnswer) -> None:
        """Add an answer as `read_history` would."""
        if answer.said is None:
            return
        held = self.answers.get(answer.question)
        if held is None or (held.source == "filed" and answer.source != "filed"):
            self.answers[answer.question] = answer


def read_history(project: Project) -> History:
    """Read what is on record.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    history = History()
    for text in parsed_here(PanelText, project.state.read(PANEL_TEXT_KIND)):
        history.texts[text.digest] = text.text
    anew = _begun_anew(project)
    history.cycle = len(anew)
    for record in project.state.read(PANEL_BATCH_KIND):
        for batch in parsed_here(PanelBatch, [record]):
            cycle = bisect_right(anew, record.time)
            history.batches[batch.batch] = _held(project, batch, history.texts, cycle)
    for answer in parsed_here(PanelAnswer, project.state.read(PANEL_ANSWER_KIND)):
        history.take(answer)
    return history


def _begun_anew(project: Project) -> list[str]:
    """When a person began the review anew, each time."""
    times: dict[int, str] = {}
    for record in project.state.read(ROUND_KIND):
        for start in parsed_here(RoundStart, [record]):
            times.setdefault(start.cycle, record.time)
    return sorted(time for cycle, time in times.items() if cycle > 1)


def record_batches(project: Project, history: History, made: Sequence[NewBatch]) -> list[HeldBatch]:
    """Record new batches, and the texts of their questions where these are new, too."""
    fresh = {
        text.digest: text
        for batch in made
        for text in batch.texts
        if text.digest not in history.texts
    }
    # Texts first: of a run killed in between, some stand there that nothing asks.
    project.state.append_all(PANEL_TEXT_KIND, [text.model_dump() for text in fresh.values()])
    project.state.append_all(PANEL_BATCH_KIND, [batch.record.model_dump() for batch in made])
    history.texts |= {digest: text.text for digest, text in fresh.items()}
    found = [_held(project, batch.record, history.texts, history.cycle) for batch in made]
    history.batches |= {batch.record.batch: batch for batch in found}
    return found


def _held(project: Project, batch: PanelBatch, texts: Mapping[str, str], cycle: int) -> HeldBatch:
    """A batch with its texts and the truth behind its questions."""
    questions = {}
    for question in batch.questions:
        truth = reveal(project, question.identifier, question.hidden)
        if not set(question.parts) <= texts.keys():
            raise InputError(f"the text of {question.identifier} is not on record")
        parts = tuple(texts[digest] for digest in question.parts)
        questions[question.identifier] = HeldQuestion(question, parts, truth)
    return HeldBatch(batch, questions, cycle)


def stored(answer: Answer, batch: str) -> PanelAnswer:
    """An answer of a model as it is recorded."""
    return PanelAnswer(
        question=answer.question,
        batch=batch,
        source="received",
        outcome=answer.outcome,
        said=None if answer.data is None else dict(answer.data),
        raw=answer.raw,
        model=answer.model,
        came=answer.time,
        usage=None if answer.usage is None else answer.usage.model_dump(),
        why=answer.why,
    )
