"""What verifiers were asked, what they answered, and what their batches came to.

Records of another machine are left out: only the key that sealed a batch tells its canaries. Not
here: the evidence that was made of it (`trace`).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from ..project import Project
from ..project.state import StateRecord
from ..records.errors import InputError
from ..records.evidence import Job, StrictModel
from ..records.verification import (
    JUDGEMENT_KIND,
    AnswerSource,
    AskedQuestion,
    Judgement,
    QuestionBatch,
    StoredAnswer,
    Truth,
    WayName,
    distrusted_batches,
    unpack_job,
)
from ..trace import TraceState

BATCH_KIND = "batch"
ANSWER_KIND = "answer"
_TRUTHS: tuple[Truth, ...] = ("step", "true", "false")


class Verifier(NamedTuple):
    """Who is asked: by which way, and which model; "" where the running agent decides."""

    way: WayName
    model: str


@dataclass(frozen=True)
class HeldBatch:
    """A batch with its jobs and the truth behind its questions.

    Args:
        record: as it was recorded.
        truths: by question.
    """

    record: QuestionBatch
    truths: Mapping[str, Truth]

    @cached_property
    def jobs(self) -> dict[str, Job]:
        """The job of each question."""
        texts = self.record.texts
        return {q.identifier: unpack_job(q.job, texts) for q in self.record.questions}

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of the job of each question about a step; canaries have none."""
        return {
            name: job.fingerprint for name, job in self.jobs.items() if self.truths[name] == "step"
        }


@dataclass
class History:
    """All that is on record here about verifiers.

    Args:
        batches: by identifier, oldest first.
        answers: by question; the first one counts, but one that our own code or a hook received
            counts before one that was filed.
        judgements: by batch.
    """

    batches: dict[str, HeldBatch] = field(default_factory=dict)
    answers: dict[str, StoredAnswer] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)

    @property
    def open(self) -> list[HeldBatch]:
        """The batches that were not judged yet."""
        return [b for name, b in self.batches.items() if name not in self.judgements]

    def asked(self, fingerprint: str, way: WayName) -> list[Verifier]:
        """Who gave a verdict about a job, in batches that count, once for each batch.

        What was filed is no verdict of a verifier that our own code asks.
        """
        return [
            verifier
            for verifier, source in self._verdicts.get(fingerprint, ())
            if way == "agent" or source != "filed"
        ]

    @cached_property
    def _verdicts(self) -> dict[str, list[tuple[Verifier, AnswerSource]]]:
        found: dict[str, list[tuple[Verifier, AnswerSource]]] = {}
        for name, batch in self.batches.items():
            judgement = self.judgements.get(name)
            if judgement is None or judgement.void or name in self.distrusted:
                continue
            who = Verifier(batch.record.way, batch.record.model)
            for question, fingerprint in batch.fingerprints.items():
                answer = self.answers.get(question)
                if answer is not None and answer.verdict:
                    found.setdefault(fingerprint, []).append((who, answer.source))
        return found

    @cached_property
    def distrusted(self) -> frozenset[str]:
        """Batches of verifiers that are not believed (see `distrusted_batches`)."""
        return distrusted_batches(self.judgements.values())

    def question(self, identifier: str) -> tuple[HeldBatch, AskedQuestion] | None:
        """The question of an identifier, with its batch."""
        for batch in self.batches.values():
            for question in batch.record.questions:
                if question.identifier == identifier:
                    return batch, question
        return None


_Parsed = TypeVar("_Parsed", bound=StrictModel)


def read_history(project: Project) -> History:
    """Read what is on record.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    history = History()
    for batch in parsed_here(QuestionBatch, project.state.read(BATCH_KIND)):
        history.batches[batch.batch] = HeldBatch(batch, truths_of(project, batch))
    for answer in parsed_here(StoredAnswer, project.state.read(ANSWER_KIND)):
        held = history.answers.get(answer.question)
        if held is None or (held.source == "filed" and answer.source != "filed"):
            history.answers[answer.question] = answer
    for judgement in parsed_here(Judgement, project.state.read(JUDGEMENT_KIND)):
        history.judgements.setdefault(judgement.batch, judgement)
    return history


def open_questions(state: TraceState, history: History, batch: HeldBatch) -> list[str]:
    """The questions of a batch that lack an answer; none about text that was changed since."""
    current = {item.job.fingerprint for item in state.steps}
    if not current & set(batch.fingerprints.values()):
        return []
    return [
        name
        for name in batch.truths
        if name not in history.answers
        and (name not in batch.fingerprints or batch.fingerprints[name] in current)
    ]


def under_way(history: History, batch: HeldBatch, waiting: Collection[str]) -> list[str]:
    """The jobs that an open batch will tell of: answered and not judged yet, or waited for."""
    return [
        fingerprint
        for name, fingerprint in batch.fingerprints.items()
        if name in waiting or name in history.answers
    ]


def truths_of(project: Project, batch: QuestionBatch) -> dict[str, Truth]:
    """What each question of a batch is in truth.

    Raises:
        InputError: the key does not tell it: the record is not what this program wrote.
    """
    found: dict[str, Truth] = {}
    for question in batch.questions:
        for truth in _TRUTHS:
            if question.truth == hidden_truth(project, question.identifier, truth):
                found[question.identifier] = truth
                break
        else:
            raise InputError(f"batch {batch.batch} holds a question of unknown kind")
    return found


def hidden_truth(project: Project, question: str, truth: Truth) -> str:
    """What a question is in truth, as only the user's key can tell."""
    return project.state.keyed(f"{question} {truth}")


def parsed_here(kind: type[_Parsed], records: Iterable[StateRecord]) -> Iterable[_Parsed]:
    """The records that this user's key has sealed, as their model.

    Raises:
        InputError: one is not of its form, with its place.
    """
    for record in records:
        if not record.sealed_here:
            continue
        try:
            # By way of JSON, in which lists may stand for tuples.
            yield kind.model_validate_json(json.dumps(dict(record.data)))
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise InputError(
                f"refused: {where}: {problem['msg']}", file=record.file, line=record.line
            ) from None
