"""300 steps, eight at once, against a server that does everything a server can do wrong."""

import collections
import json
from collections.abc import Callable
from typing import Any

import pytest

from dlt_proof.project import Project
from dlt_proof.verify.prompts import question_texts
from tests.messages_server import Reply, error_reply, text_reply

from ..conftest import edit
from .scripted import history, honest, said_by
from .test_running import ANTHROPIC, Scripted, api, asked_text, steps

__all__ = ["api"]
Said = Callable[..., tuple[int, str]]
STEPS = 300
ENOUGH = ("--budget-usd", "1000", "--max-calls", "10000")
_CLAIMS = (
    "Hence the gap has property number {n}.",
    "Therefore $\\Phi_{{{n}}}(x) \\le \\Psi_{{{n}}}(x)$ by the monotonicity of both.",
    "It follows that the level set number {n} is connected.",
)
_HOSTILE = (
    "",
    "no JSON at all",
    '{"verdict": "matches"}',
    '{"derivation": "d", "conclusion": "c", "verdict": "proved"}',
    '{"derivation": "d", "conclusion": "c", "verdict": "matches", "origin": "signed"}',
    '{"derivation": "\x1b[2Jd", "conclusion": "c\x07", "verdict": "matches"',
    "[" * 5000,
    json.dumps(said_by("matches")) * 2,
    '{"derivation": NaN, "conclusion": 1, "verdict": ["matches"]}',
)


def misbehave(body: dict[str, Any], number: int) -> Reply | None:
    """Something wrong for about half of the calls; the other half is answered."""
    if number % 10 == 3:
        return error_reply(429, "rate_limit_error", headers={"retry-after-ms": "20"})
    if number % 10 == 5:
        return error_reply(529, "overloaded_error")
    if number % 23 == 7:
        return text_reply(said_by("matches"), cut_after=200)
    if number % 31 == 11:
        return text_reply(said_by("matches"), cut_after=0)
    if number % 97 == 13:
        return text_reply(said_by("matches"), delay=60.0)
    if number % 29 == 17:
        return text_reply(said_by("matches"), pause=0.01, pieces=40)
    if number % 17 == 4:
        return text_reply(_HOSTILE[number % len(_HOSTILE)])
    if number % 41 == 19:
        return Reply(raw=b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>")
    return None


def texts_asked(project: Project) -> collections.Counter[str]:
    """How often each question's text may be answered: once for each question that has it."""
    return collections.Counter(
        "".join(question_texts(job))
        for batch in history(project).batches.values()
        for job in batch.jobs.values()
    )


@pytest.fixture
def many(opened: Project) -> Project:
    """The project with 300 further steps that only a verifier can judge."""
    claims = "\n".join(_CLAIMS[n % 3].format(n=n) for n in range(STEPS - 3))
    edit(opened, "sections/03-theorem.tex", r"\end{proof}", claims + "\n\\end{proof}")
    configuration = opened.root / "dlt-proof.toml"
    old = configuration.read_text(encoding="utf-8") if configuration.exists() else ""
    configuration.write_text(old + "\n[verify]\ncall_seconds = 3.0\n", encoding="utf-8")
    return opened


@pytest.mark.slow
def test_every_step_ends_with_one_verdict_or_honestly_unchecked(
    many: Project, said: Said, api: Any
) -> None:
    server = api(Scripted(many, honest, misbehave, delay=0.1))
    code, text = said("trace", "verify", many, *ANTHROPIC, *ENOUGH, "--concurrency", "8")
    assert code in (0, 1, 3), text
    assert 1 < server.most_under_way <= 8
    delivered = collections.Counter(asked_text(r.body) for r in server.messages if r.delivered)
    held = history(many)
    asked = {name for batch in held.batches.values() for name in batch.truths}
    assert len(asked) >= 2 * STEPS
    assert set(held.answers) <= asked
    assert not delivered - texts_asked(many), "a question was paid for twice"
    assert delivered.total() == len(held.answers)
    found = [item for name, item in steps(many).items() if name.startswith("thm:main/")][2:]
    assert len(found) == STEPS
    for item in found:
        assert item.word in ("rederived", "unchecked"), item
        batches = [h.evidence.detail["batch"] for h in item.evidence]
        assert len(batches) == len(set(batches)) <= 2, "one verdict of each verifier"
        assert item.colour == {0: "red", 1: "yellow", 2: "green"}[len(batches)]
    again = api(Scripted(many, honest))
    assert said("trace", "verify", many, *ANTHROPIC, *ENOUGH)[0] == 0
    delivered += collections.Counter(asked_text(r.body) for r in again.messages if r.delivered)
    assert not delivered - texts_asked(many)
    words = collections.Counter(item.colour for item in steps(many).values())
    assert words["green"] >= 4 + STEPS * 3 // 4, words
