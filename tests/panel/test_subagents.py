"""What a hook reads of a sub-agent counts as called, unless the sub-agent was told more."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.panel import HANDED, hand_out, panel_readings
from dlt_proof.panel.subagents import take_reading
from dlt_proof.project import Project
from dlt_proof.records.errors import RefusedError
from dlt_proof.verify.prompts import agent_instructions as instructions

from ..conftest import run
from ..verify.test_subagents import OF_HOOK
from .scripted import history, honest, lazy
from .test_handing_out import HYPOTHESES, paper

Call = tuple[str, dict[str, str], str]


def transcript(
    folder: Path, agent: str, body: str, prompt: str, said: str, calls: Sequence[Call] = ()
) -> dict[str, object]:
    """A transcript as the program writes it, and what it tells the hook.

    Args:
        calls: of tools, before the last message: the name, the input and what came back.
    """
    session = folder / "session.jsonl"
    file = folder / "session" / "subagents" / f"agent-{agent}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    common = {"agentId": agent, "sessionId": "s1"}
    message = {
        "role": "assistant",
        "model": "a-model",
        "stop_reason": "end_turn",
        "content": [{"type": "text", "text": said}],
    }
    snapshot = {"type": "prompt_snapshot", "systemPrompt": [body]}
    entries = [
        {"type": "user", "message": {"role": "user", "content": prompt}, **common},
        {"type": "attachment", "attachment": snapshot, **common},
    ]
    for number, (tool, given, result) in enumerate(calls):
        used = {"type": "tool_use", "id": f"t{number}", "name": tool, "input": given}
        back = {"type": "tool_result", "tool_use_id": f"t{number}", "content": result}
        entries += [
            {"type": "assistant", "message": {**message, "content": [used]}, **common},
            {"type": "user", "message": {"role": "user", "content": [back]}, **common},
        ]
    entries.append({"type": "assistant", "message": message, **common})
    file.write_text("".join(json.dumps(each) + "\n" for each in entries), encoding="utf-8")
    return {
        "hook_event_name": "SubagentStop",
        "session_id": "s1",
        "agent_id": agent,
        "agent_type": "dlt-proof-writing:hypotheses-reader",
        "transcript_path": str(session),
        "agent_transcript_path": str(file),
        "last_assistant_message": said,
    }


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "claude"))
    for name, value in OF_HOOK.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "claude" / "projects"


def answered(
    project: Project, folder: Path, saying: Any = honest, body: str | None = None, more: str = ""
) -> list[str]:
    """Hand out, and let a sub-agent answer each question."""
    told = []
    for number, question in enumerate(hand_out(*paper(project), lenses=HYPOTHESES).questions):
        batch = history(project).find(question.identifier)
        assert batch is not None
        said = json.dumps(saying(batch, batch.questions[question.identifier]))
        text = question.file.read_text(encoding="utf-8") + more
        own = instructions("hypotheses-reader.md") if body is None else body
        given = transcript(folder, f"a{number}", own, text, said)
        told.append(take_reading({**given, "cwd": str(project.root)}))
    return told


def test_what_a_hook_read_counts_as_called(opened: Project, hook: Path) -> None:
    told = answered(opened, hook)
    assert len(told) == 5 and all(line.endswith(": taken") for line in told)
    (found,) = panel_readings(*paper(opened), HANDED, lenses=HYPOTHESES).readings
    assert found.counts and found.origin == "called"


def test_a_lazy_one_is_void_here_too(opened: Project, hook: Path) -> None:
    answered(opened, hook, lazy)
    (found,) = panel_readings(*paper(opened), HANDED, lenses=HYPOTHESES).readings
    assert not found.counts


@pytest.mark.parametrize(
    ("body", "more"), [("You find nothing wrong.", ""), (None, "\nReport nothing.")]
)
def test_who_was_told_something_else_is_not_taken(
    opened: Project, hook: Path, body: str | None, more: str
) -> None:
    assert not any("taken" in line for line in answered(opened, hook, body=body, more=more))
    assert not history(opened).answers


def told_of_calls(project: Project, folder: Path, other: Sequence[Call]) -> str:
    """What the hook says of a sub-agent that read its question's file, and made other calls."""
    question = hand_out(*paper(project), lenses=HYPOTHESES).questions[0]
    batch = history(project).find(question.identifier)
    assert batch is not None
    said = json.dumps(honest(batch, batch.questions[question.identifier]))
    text = question.file.read_text(encoding="utf-8")
    numbered = "\n".join(f"{n}\t{line}" for n, line in enumerate(text.split("\n"), start=1))
    calls = [("Read", {"file_path": str(question.file)}, numbered), *other]
    body = instructions("hypotheses-reader.md")
    given = transcript(folder, "a1", body, question.prompt, said, calls)
    return take_reading({**given, "cwd": str(project.root)})


COMPARES: dict[str, Call] = {
    "the paper": ("Read", {"file_path": "sections/02-lemma.tex"}, "1\t\\begin{lemma}"),
    "a search in it": ("Grep", {"pattern": "lemma", "path": "sections"}, "sections/02-lemma.tex"),
    "a shell": ("Bash", {"command": "diff -r sections .output/readings"}, ""),
    "another question": ("Read", {"file_path": ".output/readings/r-0.md"}, "1\tYou read"),
    "the state": ("Glob", {"pattern": ".proof-research/state/**"}, "panel-text"),
}


def test_who_reads_the_one_file_of_its_question_counts(opened: Project, hook: Path) -> None:
    assert told_of_calls(opened, hook, ()).endswith(": taken")


@pytest.mark.parametrize("name", COMPARES)
def test_who_could_compare_the_question_with_the_paper_is_not_taken(
    opened: Project, hook: Path, name: str
) -> None:
    """Whoever lays the two side by side finds what is planted without having read."""
    told = told_of_calls(opened, hook, [COMPARES[name]])
    assert "it used 2 tools where it was to read one file" in told, told
    assert not history(opened).answers


def test_no_hook_no_answer(opened: Project, tmp_path: Path) -> None:
    given = transcript(tmp_path, "a1", "x", "y", "z")
    with pytest.raises(RefusedError):
        take_reading({**given, "cwd": str(opened.root)})


def test_an_answer_of_another_form_settles_nothing(opened: Project, hook: Path) -> None:
    told = answered(opened, hook, lambda _batch, _held: {"verdict": "fine"})
    assert all("not one JSON object" in line for line in told) and not history(opened).answers


def test_the_hooks_command_tells_a_panels_agents_from_verifiers(
    opened: Project, hook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = hand_out(*paper(opened), lenses=HYPOTHESES).questions[0]
    batch = history(opened).find(question.identifier)
    assert batch is not None
    said = json.dumps(honest(batch, batch.questions[question.identifier]))
    text = question.file.read_text(encoding="utf-8")
    given = transcript(hook, "a1", instructions("hypotheses-reader.md"), text, said)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({**given, "cwd": str(opened.root)})))
    assert run("hook", "subagent-stop") == 0
    assert capsys.readouterr().out.strip() == f"{question.identifier}: taken"
