"""What readers, judges and menders are told, by which schema they answer, and which version it is.

The instructions are the bodies of files in `agents/`, for every way of asking. What the paper says
stands between two markers that are made from the text itself, so that no text can hold its own
closing marker. Not here: which text that is (`units`).
"""

import hashlib
import json
import re
from functools import cache
from typing import Any

from pydantic import BaseModel

from ..project import read_text, shipped_folder
from ..project.templates import template_environment
from ..records.errors import MissingPartError
from ..records.panel import (
    DeskAnswer,
    JudgeAnswer,
    MenderAnswer,
    PanelBatch,
    Purpose,
    ReaderAnswer,
)
from .lenses import lens_called

JUDGE = "weakness-judge.md"
MENDER = "proof-mender.md"
_ANSWERS: dict[Purpose, type[BaseModel]] = {
    "lens": ReaderAnswer,
    "desk": DeskAnswer,
    "judge": JudgeAnswer,
    "mender": MenderAnswer,
}
_TEMPLATES = ("panel/unit.md.j2", "panel/weakness.md.j2")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@cache
def instructions(agent: str) -> str:
    """What whoever answers is told.

    Args:
        agent: the file in `agents/`.

    Raises:
        MissingPartError: the installation lacks the file.
    """
    try:
        text = read_text(shipped_folder("agents") / agent)
    except FileNotFoundError as error:
        raise MissingPartError(str(error), remedy="install it again") from None
    return _FRONT_MATTER.sub("", text).strip() + "\n"


def agent_of(batch: PanelBatch) -> str:
    """The file with the instructions for a batch."""
    if batch.purpose in ("judge", "mender"):
        return JUDGE if batch.purpose == "judge" else MENDER
    return lens_called(batch.lens).agent


def answers_of(purpose: Purpose) -> type[BaseModel]:
    """The class that an answer has to fit."""
    return _ANSWERS[purpose]


@cache
def answer_schema(purpose: Purpose) -> dict[str, Any]:
    """The JSON schema of an answer, without the words of our own documentation."""
    found = _without_descriptions(answers_of(purpose).model_json_schema())
    assert isinstance(found, dict)
    return found


@cache
def prompt_version(agent: str, purpose: Purpose) -> str:
    """Twelve hexadecimal digits that change with every change of what somebody is told."""
    environment = template_environment()
    assert environment.loader is not None
    sources = [environment.loader.get_source(environment, name)[0] for name in _TEMPLATES]
    schema = json.dumps(answer_schema(purpose), sort_keys=True)
    return digest("\0".join([instructions(agent), *sources, schema]))


def enclosed(name: str, text: str) -> str:
    """A text between markers that it cannot hold."""
    text = text.strip("\n")
    marker = f"{name}-{digest(text)}"
    return f"<{marker}>\n{text}\n</{marker}>\n"


def digest(text: str) -> str:
    """Twelve hexadecimal digits of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _without_descriptions(schema: Any) -> Any:
    if isinstance(schema, dict):
        # A property may be called `title`: there it is a schema, and no text.
        own = ("description", "title")
        return {
            key: _without_descriptions(value)
            for key, value in schema.items()
            if not (key in own and isinstance(value, str))
        }
    return [_without_descriptions(each) for each in schema] if isinstance(schema, list) else schema
