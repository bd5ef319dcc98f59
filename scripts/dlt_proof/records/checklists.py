"""Answers to checklists: what is stored, and what is filed in one go.

pydantic, because both cross a boundary. Not here: what is asked (`checklists.items`), and whether
an answer counts (`checklists.answers`).
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from .evidence import StrictModel

Verdict = Literal["yes", "no"]


def _one_line(text: str) -> str:
    """Without line ends, and without what a terminal would act on."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


#: What people read: a name, a reason, a quotation.
Line = Annotated[str, AfterValidator(_one_line)]
FORM_SCHEMA = "dlt-proof/checklist-form/1"


class Answer(StrictModel):
    """What somebody answered to one item.

    Args:
        label: of the statement that it was said of, for people; the text is what it is bound to.
        item: identifier of the item.
        verdict: `yes`, it is as the item asks; `no`, it is not.
        by: who says so.
        because: why it is so here, one line.
        quotation: of an answer that overrules a no: the words of the text that refute it.
        against: what was found then, and is overruled.
        fingerprint: of the text that the item speaks of.
    """

    label: str
    item: str
    verdict: Verdict
    by: Line
    because: Line
    quotation: Line = ""
    against: tuple[str, ...] = ()
    fingerprint: str


class FiledAnswer(StrictModel):
    """One entry of the file that `checklist record` takes, as `checklist form` prints it.

    Args:
        answer: None, or "", where the item was left open.
        fingerprint: of the text that was read; "" for whatever stands there now.
        asks, noted: as the form has them; not read.
    """

    label: str = Field(min_length=1)
    item: str = Field(min_length=1)
    answer: Literal["yes", "no", ""] | None = None
    because: Line = ""
    quotation: Line = ""
    fingerprint: str = ""
    asks: str = ""
    noted: tuple[str, ...] = ()


class FiledAnswers(StrictModel):
    """The file that `checklist record` takes.

    Args:
        by: who read the texts and answered.
        answers: of any number of items.
        form, how, hypotheses, texts: as the form has them; not read.
    """

    by: Line = Field(min_length=1)
    answers: tuple[FiledAnswer, ...]
    form: str = ""
    how: str = ""
    hypotheses: dict[str, str] = Field(default_factory=dict)
    texts: tuple[dict[str, Any], ...] = ()


def describe_schema() -> dict[str, Any]:
    """The JSON schema of what `checklist record` takes."""
    return FiledAnswers.model_json_schema()
