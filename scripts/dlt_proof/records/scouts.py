"""What scouts are asked, what they answer, and how both are recorded.

A scout looks one technique or one cited work up and says what a digest of it has to say. pydantic,
because answers come in across a boundary. Not here: what an answer is worth (`scouts`).
"""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from .evidence import StrictModel

#: Where questions to scouts and their answers are kept in the state.
SCOUT_QUESTION_KIND = "scout-question"
SCOUT_ANSWER_KIND = "scout-answer"

#: What a scout looks up.
Subject = Literal["technique", "citation"]
#: How a scout knows: it read the place in the work itself; it read elsewhere what the work says;
#: it opened nothing; it knows nothing.
Knowledge = Literal["source", "secondary", "memory", "not-found"]

_Text = Annotated[str, StringConstraints(max_length=6_000)]


class ScoutAnswer(StrictModel):
    """What a scout returns; the fields in the order in which a model writes them.

    Args:
        searched: what was looked for, what was opened, and what came of it.
        seen: how the scout knows what follows; with `not-found` the rest is empty.
        statement: what the source states, in LaTeX, with all hypotheses and constants.
        hypotheses: what has to be checked before it is used, one by one.
        quotation: the words of the source, exactly; "" where no text was read.
        place: number of the theorem and page in the source.
        source: author, title, where and when it appeared.
        misapplied: how it is usually misapplied.
        differs: where the use that was shown does not fit the statement; "" where it fits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    searched: _Text
    seen: Knowledge
    statement: _Text
    hypotheses: Annotated[tuple[_Text, ...], Field(max_length=20)]
    quotation: _Text
    place: _Text
    source: _Text
    misapplied: Annotated[tuple[_Text, ...], Field(max_length=20)]
    differs: _Text

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.searched.strip():
            raise ValueError("searched: expected what was looked for, found nothing")
        wanted = {"not-found": (), "memory": ("statement", "source")}.get(
            self.seen, ("statement", "source", "quotation", "place")
        )
        for name in wanted:
            if not getattr(self, name).strip():
                raise ValueError(f"{name}: expected words, since seen is {self.seen!r}")
        if self.seen == "not-found" and (self.statement.strip() or self.quotation.strip()):
            raise ValueError("seen is 'not-found', and there is a statement or a quotation")
        return self


class ScoutQuestion(StrictModel):
    """One question to a scout.

    Args:
        question: its identifier; it depends on the text, so that the same is asked once.
        digest: name of the digest that is missing, without `.md`.
        subject: what it is of.
        used_in: where the paper or the plan rests on it, labels and places.
        copies: files of the project that are copies of the work, relative to its root.
        text: the question itself, without instructions.
    """

    question: str
    digest: str
    subject: Subject
    used_in: tuple[str, ...]
    copies: tuple[str, ...]
    text: str


class StoredScoutAnswer(StrictModel):
    """What came back of a question.

    Args:
        question: its identifier.
        digest: the digest that it is about.
        source: `hook` where a hook read it from the sub-agent, `filed` where somebody filed it.
        said: the answer, None where it cannot be read.
        raw: what was said, where it cannot be read.
        seen: whether the source was seen, as far as that is known; False is never a reproach.
        why: in words, how that is known.
        opened: addresses and files that the scout opened.
        written: the file that was made of it, relative to the root; "" where none was.
        not_written: why none was.
        model: which model says it answered.
        reader: who answered: a name for what was filed, else the sub-agent.
        came: when, ISO 8601 in UTC.
        usage: tokens, where the transcript tells.
    """

    question: str
    digest: str
    source: Literal["hook", "filed"]
    said: ScoutAnswer | None
    raw: str = ""
    seen: bool = False
    why: str = ""
    opened: tuple[str, ...] = ()
    written: str = ""
    not_written: str = ""
    model: str = ""
    reader: str = ""
    came: str = ""
    usage: dict[str, Any] | None = None


class FiledScoutReport(StrictModel):
    """One line of a file of answers: what somebody reports that a scout said.

    Args:
        question: the question's identifier, as it was handed out.
        reader: who answered.
        answer: what was said.
    """

    question: str
    reader: str = Field(pattern=r"\S")
    answer: ScoutAnswer
