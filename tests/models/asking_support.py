"""What the tests of `models` have in common: questions, and an API that is the test server."""

import os
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from dlt_proof.models.anthropic_api import AnthropicApi
from dlt_proof.models.asking import Asked, ask_questions
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.prices import price_of
from dlt_proof.models.questions import Answer, Question

MODEL = "claude-opus-5-5"
KEY = "sk-ant-test-0123456789abcdef"
GOOD = {"derivation": "by hand", "verdict": "matches"}


class Judged(BaseModel):
    """An answer as the tests ask for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    derivation: str
    verdict: Literal["matches", "differs"]


SCHEMA = Judged.model_json_schema()


def question(number: int, **changed: Any) -> Question:
    """One of many questions; its text says its number."""
    values: dict[str, Any] = {
        "identifier": f"question-{number}",
        "system": "Judge the step.",
        "shared": "Let $x > 0$.",
        "text": f"number={number} Is $x + {number} > 0$?",
        "answer_schema": SCHEMA,
        "answers": Judged,
        "max_output_tokens": 500,
    }
    return Question(**{**values, **changed})


def questions(count: int) -> list[Question]:
    return [question(number) for number in range(count)]


def asked_number(body: dict[str, Any]) -> int:
    """Which question a request is about."""
    text: str = body["messages"][0]["content"][-1]["text"]
    return int(text.partition("number=")[2].partition(" ")[0])


def api(url: str, **changed: Any) -> AnthropicApi:
    """The way to the test server, quick to try again."""
    os.environ["ANTHROPIC_API_KEY"] = KEY
    values: dict[str, Any] = {"base_url": url, "first_pause": 0.01, **changed}
    return AnthropicApi(MODEL, price_of(MODEL), **values)


def ask(
    url: str,
    asked: Sequence[Question],
    *,
    limits: Limits | None = None,
    concurrency: int = 1,
    **changed: Any,
) -> tuple[list[Answer], Asked]:
    """Ask the server, and give what was handed over and what was said of it."""
    answers: list[Answer] = []
    done = ask_questions(
        api(url, **changed),
        asked,
        ledger=Ledger(limits or Limits()),
        concurrency=concurrency,
        on_answer=answers.append,
    )
    return answers, done


#: Begins a child's code: who runs the tests may ignore signals, which a child would inherit.
ORDINARY_SIGNALS = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
"""
