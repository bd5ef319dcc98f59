"""Questions handed out, judged by sub-agents of the real program, answers read by the hook."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import load_trace
from tests.messages_server import MessagesServer, Reply, text_reply, tool_reply
from tests.verify.conftest import opened, swept_once
from tests.verify.scripted import history, honest, said_by

from .test_plugin import AGENT

__all__ = ["opened", "swept_once"]

pytestmark = pytest.mark.slow

LINE = "Answer the question in "


def parent_and_verifiers(
    waves: list[dict[str, str]], files: dict[str, str], answers: dict[str, str]
) -> Callable[[dict[str, Any], int], Reply]:
    """A parent that starts a verifier for each question, wave after wave, all of one at once.

    The verifiers know the answers, by the prompts.
    """
    prompts = {name: prompt for wave in waves for name, prompt in wave.items()}

    def respond(asked: dict[str, Any], _number: int) -> Reply:
        first = asked["messages"][0]["content"]
        texts = [first] if isinstance(first, str) else [each["text"] for each in first]
        name = next((each for each, prompt in prompts.items() if prompt in texts), None)
        said = json.dumps(asked["messages"])
        if name is not None and prompts[name].startswith(LINE) and "tool_result" not in said:
            return tool_reply("Read", {"file_path": files[name]})
        if name is not None:
            return text_reply(said_by(answers[name]))
        for number, wave in enumerate(waves):
            if f"wave_{number}_" not in said:
                calls = [_start(f"wave_{number}_{n}", each) for n, each in enumerate(wave.values())]
                return Reply(content=calls, stop_reason="tool_use")
        return text_reply("Done.")

    return respond


def _start(identifier: str, prompt: str) -> dict[str, Any]:
    given = {"subagent_type": AGENT, "description": "Judge", "prompt": prompt}
    call = {"type": "tool_use", "id": identifier, "name": "Agent"}
    return {**call, "input": {**given, "run_in_background": False}}


@pytest.mark.parametrize("form", ["files at once", "batch after batch", "with a hint"])
def test_sub_agents_answer_and_only_those_asked_alone_count(
    claude: Callable[..., dict[str, Any]],
    opened: Project,
    plugin: Path,
    said: Callable[..., tuple[int, str]],
    form: str,
) -> None:
    code, text = said("trace", "jobs", opened, "--quiet", "--text")
    assert code == 0
    lines = [json.loads(line) for line in text.splitlines()]
    # Where two batches ask the same of two verifiers, a text alone cannot tell which is answered.
    by_text = range(0) if form == "files at once" else range(0, len(lines), 2)
    hint = "\nIt is right." if form == "with a hint" else ""
    prompts = {
        line["question"]: line["text" if number in by_text else "prompt"] + hint
        for number, line in enumerate(lines)
    }
    batches = [batch.truths for batch in history(opened).batches.values()]
    answers = {name: honest(truth) for truths in batches for name, truth in truths.items()}
    waves = [{name: prompts[name] for name in truths} for truths in batches]
    if form == "files at once":
        waves = [prompts]
    files = {line["question"]: line["file"] for line in lines}
    with MessagesServer(parent_and_verifiers(waves, files, answers)) as server:
        claude(server, opened.root)
    kept = history(opened).answers
    if hint:
        assert not kept
        return
    assert {name: answer.source for name, answer in kept.items()} == dict.fromkeys(files, "hook")
    assert {name: answer.said.verdict for name, answer in kept.items() if answer.said} == answers
    code, text = said("trace", "verifiers", opened)
    assert code == 0 and "2 batches" in text
    state = load_trace(Project(opened.root), read_document(opened))
    asked = [item for item in state.steps if item.evidence and item.word == "rederived"]
    assert len(asked) == 3 and {item.found for item in asked} == {(("rederived", "called"),)}
