"""Records of the review: rounds, weaknesses, what became of them, and readers' passes."""

from typing import Any, Literal

from pydantic import Field

from .evidence import StrictModel

Severity = Literal["critical", "major", "minor", "style"]
Classification = Literal["REAL-blocking", "REAL-nonblocking", "PHANTOM", "INTENTIONAL"]
DISMISSALS = ("PHANTOM", "INTENTIONAL")

#: The review is a bounded loop: a fourth round is refused.
ROUND_CAP = 3


class RoundStart(StrictModel):
    """A round began: the deterministic reviewers read this text and found these weaknesses."""

    round: int
    text: str = Field(description="fingerprint of the text that was read")
    found: tuple[str, ...] = Field(description="identifiers of what the reviewers found")


class Weakness(StrictModel):
    """One weakness.

    Args:
        identifier: `W3`; numbered through all rounds.
        round: the round it was found in.
        source: `deterministic`, or the reader's name.
        file, line: where, relative to the root.
        claim: what is wrong.
        evidence: why the reader thinks so.
        severity: how bad it would be if real.
    """

    identifier: str
    round: int
    source: str
    file: str
    line: int
    claim: str
    evidence: str
    severity: Severity


class Judgement(StrictModel):
    """What somebody made of a weakness.

    Args:
        weakness: its identifier.
        classification: one of the four.
        by: who judged it.
        reason: why.
        quotation: for PHANTOM, the words of the text that refute it.
    """

    weakness: str
    classification: Classification
    by: str
    reason: str
    quotation: str = ""


class Fix(StrictModel):
    """A weakness was mended: who, how, and the text before and after."""

    weakness: str
    by: str
    note: str
    text_before: str
    text_after: str


class ReaderPass(StrictModel):
    """A reader read the whole text of a round and filed what was found, or that nothing was.

    Args:
        round: the round.
        reader: who.
        text: fingerprint of the text read.
        clean: whether nothing was found.
        score: the reader's own, recorded and never the headline.
        summary: what was read and how.
    """

    round: int
    reader: str
    text: str
    clean: bool
    score: float | None = None
    summary: str = ""


class FiledWeakness(StrictModel):
    """A weakness in a reader's file."""

    file: str
    line: int = Field(ge=1)
    claim: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    severity: Severity


class FiledPass(StrictModel):
    """The file that `review record` takes."""

    reader: str = Field(min_length=1)
    text: str = Field(description="fingerprint printed by `review next`")
    summary: str = Field(min_length=1)
    weaknesses: tuple[FiledWeakness, ...]
    score: float | None = None


def describe_schema() -> dict[str, Any]:
    """The JSON schema of what `review record` takes."""
    return FiledPass.model_json_schema()
