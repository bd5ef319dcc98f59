"""What panels of model readers are asked, what they answer, and how both are recorded.

pydantic, because answers come in across a boundary. Not here: what a reading is worth (`panel`),
and what becomes of a weakness (`review`).
"""

import hashlib
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from .evidence import StrictModel
from .review import Classification, ProposedEdit, Severity
from .verification import ReceivedAnswer, WayName

#: Where questions and their answers are kept in the state.
PANEL_BATCH_KIND = "panel-batch"
PANEL_ANSWER_KIND = "panel-answer"
#: And the texts of questions, each once.
PANEL_TEXT_KIND = "panel-text"
#: What a batch is for: a lens reads, the desk editor screens, a judge weighs, a mender proposes.
Purpose = Literal["lens", "desk", "judge", "mender"]


class _Answer(StrictModel):
    """Base of what a model returns; no bounds in its JSON schema, which not every way takes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReaderWeakness(_Answer):
    """One weakness as a reader names it.

    Args:
        file, line: where, as the text shows them.
        quotation: words of the text at that place.
        claim: what is wrong.
        evidence: why the reader thinks so.
        severity: how bad it is.
    """

    file: str
    line: int
    quotation: str
    claim: str
    evidence: str
    severity: Severity

    @field_validator("claim", "evidence")
    @classmethod
    def _said(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("expected words, found nothing")
        return value


class ReaderAnswer(_Answer):
    """What a reader of one lens returns; the fields in the order in which a model writes them.

    Args:
        summary: what was read and how it was checked.
        weaknesses: what was found; none for a clean text.
        score: from 1 (to be rejected) to 10; recorded, never the headline.
    """

    summary: str
    weaknesses: tuple[ReaderWeakness, ...]
    score: int

    @field_validator("summary")
    @classmethod
    def _read(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("expected what was read and how, found nothing")
        return value

    @field_validator("score")
    @classmethod
    def _bounded(cls, value: int) -> int:
        if not 1 <= value <= 10:
            raise ValueError("expected a number from 1 to 10")
        return value


class DeskAnswer(_Answer):
    """What the desk editor returns.

    Args:
        summary: what the paper claims to show, in the editor's words.
        reasons: for a rejection, each with what in the text it rests on; none for a pass.
        verdict: whether the paper goes to reviewers.
    """

    summary: str
    reasons: tuple[str, ...]
    verdict: Literal["pass", "reject"]


class JudgeAnswer(_Answer):
    """What a judge makes of one weakness.

    Args:
        reason: the examination, written first.
        quotation: for PHANTOM, the words of the text that refute it; else "" or what bears it out.
        classification: one of the four.
    """

    reason: str
    quotation: str
    classification: Classification

    @field_validator("reason")
    @classmethod
    def _reasoned(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("expected a reason, found nothing")
        return value


class MenderAnswer(_Answer):
    """The smallest change that mends a weakness.

    Args:
        note: what was changed and why that is enough; where nothing can be changed, why not.
        edits: none where no change of the text mends it.
    """

    note: str
    edits: tuple[ProposedEdit, ...]


class PanelQuestion(StrictModel):
    """One question of a batch. Planted ones and others look alike.

    Args:
        identifier: of the question.
        about: the unit's name, or the weakness's identifier; of a planted one, that of its origin.
        fingerprint: of the unit, or of what is asked of it, as it stands in the paper.
        parts: digests of its texts (`PanelText`); the last is the question, those before it are
            shared with others.
        hidden: what the question is in truth (`panel.hiding`), behind the user's key.
    """

    identifier: str
    about: str
    fingerprint: str
    parts: tuple[str, ...]
    hidden: str


class PanelText(StrictModel):
    """A text that questions are made of; many questions share one."""

    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class PanelBatch(StrictModel):
    """Questions of one purpose for one reader, salted with planted ones.

    Args:
        batch: its identifier.
        purpose: what it is for.
        lens: name of the lens, "" for judges and menders.
        way: how the reader is asked.
        model: the model asked for; "" where the running agent decides.
        prompt: version of what the reader is told.
        occasion: on which occasion it was made, so that a later one may ask anew.
        questions: in the order in which they are asked.
    """

    batch: str
    purpose: Purpose
    lens: str
    way: WayName
    model: str
    prompt: str
    occasion: str
    questions: tuple[PanelQuestion, ...]


class PanelAnswer(ReceivedAnswer):
    """An answer to a panel's question.

    Args:
        said: the answer by its schema, None where it cannot be read; then it settles nothing.
    """

    said: dict[str, Any] | None = None


class FiledReading(StrictModel):
    """One line of a file of answers: what a sub-agent said of one question.

    Args:
        question: the question's identifier, as it was handed out.
        reader: who answered.
        answer: by the schema of the question's purpose.
    """

    question: str
    reader: str = Field(pattern=r"\S")
    answer: dict[str, Any]


class PanelWeakness(StrictModel):
    """A weakness that a lens found, at its place in the paper.

    Args:
        lens: the lens.
        reader: who read.
        origin: `called`, or `reported` where somebody filed the answer.
        question: which question the answer was to.
        unit: name of the unit that was read.
        file, line: where in the paper as it is.
        quotation: what the reader quoted.
        quoted: whether that stands in the text that was read.
        claim, evidence, severity: as the reader said.
    """

    lens: str
    reader: str
    origin: Literal["called", "reported"]
    question: str
    unit: str
    file: str
    line: int
    quotation: str
    quoted: bool
    claim: str
    evidence: str
    severity: Severity
