"""`trace verify --backend claude` with the real program: steps judged headless."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.project import Project
from dlt_proof.verify.prompts import question_texts
from tests.messages_server import MessagesServer, Reply, tool_reply
from tests.verify.conftest import opened, swept_once
from tests.verify.scripted import Verifier, history, honest, lazy, said_by
from tests.verify.test_running import colours

__all__ = ["opened", "swept_once"]

pytestmark = pytest.mark.slow

Said = Callable[..., tuple[int, str]]


class Headless:
    """A model behind Claude Code: it answers with the tool that the program gives it."""

    def __init__(self, project: Project, verifier: Verifier) -> None:
        self.project, self.verifier = project, verifier

    def __call__(self, body: dict[str, Any], _number: int) -> Reply:
        said = "".join(
            block if isinstance(block, str) else block.get("text", "")
            for message in body["messages"]
            for block in (
                message["content"] if isinstance(message["content"], list) else [message["content"]]
            )
        )
        (truth,) = {
            batch.truths[name]
            for batch in history(self.project).batches.values()
            for name, job in batch.jobs.items()
            if all(part.strip() in said for part in question_texts(job))
        }
        return tool_reply("StructuredOutput", said_by(self.verifier(truth)))


@pytest.fixture
def configured(
    opened: Project, program: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """The project, where the user's environment says which program is Claude Code."""
    monkeypatch.setenv("DLT_PROOF_CLAUDE", program)
    return opened


@pytest.mark.parametrize(
    ("verifier", "code", "colour"),
    [(honest, 0, ("rederived", "yellow")), (lazy, 1, ("unchecked", "red"))],
)
def test_steps_are_judged(
    configured: Project,
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
    verifier: Verifier,
    code: int,
    colour: tuple[str, str],
) -> None:
    with MessagesServer(Headless(configured, verifier)) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        found, text = said(
            "trace", "verify", configured, "--backend", "claude", "--verifiers", 1,
            "--concurrency", 2,
        )  # fmt: skip
        assert found == code, text
        assert len(server.messages) == 7, "one request for each question"
    assert colours(configured) == {colour}
    assert {answer.source for answer in history(configured).answers.values()} == {"received"}
    assert str(configured.root) not in "".join(r.raw.decode() for r in server.messages)
