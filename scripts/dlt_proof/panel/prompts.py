"""What readers, judges and menders are told, by which schema they answer, and which version it is.

The instructions are the bodies of files in `agents/`, for every way of asking. What the paper says
stands between two markers that are made from the text itself, so that no text can hold its own
closing marker. Not here: which text that is (`units`).
"""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from ..project.templates import template_environment
from ..records.panel import (
    DeskAnswer,
    JudgeAnswer,
    MenderAnswer,
    PanelBatch,
    Purpose,
    ReaderAnswer,
)
from ..verify.prompts import agent_instructions, text_digest
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
    return text_digest("\0".join([agent_instructions(agent), *sources, schema]))


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
