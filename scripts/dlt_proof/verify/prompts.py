"""From a job to the question that a verifier gets, and which version of the prompt that is.

The instructions are the body of `agents/step-verifier.md`, for every way of asking. What the paper
says stands between two markers that are made from the text itself, so that no text can hold its own
closing marker. Not here: what becomes of the answer.
"""

import hashlib
import json
import re
from functools import cache
from typing import Any

from ..project import read_text, shipped_folder
from ..project.templates import render, template_environment
from ..records.errors import MissingPartError
from ..records.evidence import Job
from ..records.verification import VerifierAnswer

_AGENT = "step-verifier.md"
_TEMPLATES = ("verify/shared.md.j2", "verify/step.md.j2")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def instructions() -> str:
    """What every verifier is told."""
    return agent_instructions(_AGENT)


@cache
def agent_instructions(agent: str) -> str:
    """What a sub-agent is told.

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


def answer_schema() -> dict[str, Any]:
    """The JSON schema of a verifier's answer."""
    schema = VerifierAnswer.model_json_schema()
    schema.pop("description", None)
    return schema


@cache
def prompt_version() -> str:
    """Twelve hexadecimal digits that change with every change of what a verifier is told."""
    environment = template_environment()
    assert environment.loader is not None
    sources = [environment.loader.get_source(environment, name)[0] for name in _TEMPLATES]
    schema = json.dumps(answer_schema(), sort_keys=True)
    return text_digest("\0".join([instructions(), *sources, schema]))


def question_texts(job: Job) -> tuple[str, str]:
    """What the jobs of one proof have in common, and the rest of this one."""
    shared = render(
        _TEMPLATES[0], proving=job.proving, hypotheses=job.hypotheses, domains=job.domains
    )
    step = render(
        _TEMPLATES[1],
        definitions=job.definitions,
        earlier=job.earlier,
        may_use=job.may_use,
        justification=job.justification,
        conditional=job.conditional,
        claim=job.claim,
    )
    return _enclosed("scope", shared), _enclosed("step", step)


def question_text(job: Job) -> str:
    """The whole question as one text, for verifiers who take one."""
    return "\n".join(question_texts(job))


def enclosed(name: str, text: str) -> str:
    """A text between markers that it cannot hold."""
    text = text.strip("\n")
    marker = f"{name}-{text_digest(text)}"
    return f"<{marker}>\n{text}\n</{marker}>\n"


def text_digest(text: str) -> str:
    """Twelve hexadecimal digits of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _enclosed(name: str, text: str) -> str:
    """The same for a text without white space around; nothing where there is none."""
    text = text.strip()
    return enclosed(name, text) if text else ""
