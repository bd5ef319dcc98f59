"""The hook's command at a shell: what it refuses. With the real program: `tests/claude_code`."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.records.verification import VerifierAnswer
from dlt_proof.verify.handing_out import handed_text
from dlt_proof.verify.prompts import instructions
from dlt_proof.verify.subagents import read_final_answer

from .scripted import history, said_by

Said = Callable[..., tuple[int, str]]
ROOT = Path(__file__).resolve().parents[2]
OF_HOOK = {"CLAUDECODE": "1", "CLAUDE_PLUGIN_ROOT": str(ROOT), "CLAUDE_PROJECT_DIR": "/project"}


def transcript(folder: Path, prompt: str, answer: str, **more: object) -> dict[str, object]:
    """A transcript as the program writes it, and what it tells the hook."""
    session = folder / "session.jsonl"
    file = folder / "session" / "subagents" / "agent-a1.jsonl"
    file.parent.mkdir(parents=True)
    common = {"agentId": "a1", "sessionId": "s1"}
    snapshot = {"type": "prompt_snapshot", "systemPrompt": [instructions()]}
    message = {
        "role": "assistant",
        "model": "a-model",
        "stop_reason": "end_turn",
        "content": [{"type": "text", "text": answer}],
    }
    entries = [
        {"type": "user", "message": {"role": "user", "content": prompt}, **common},
        {"type": "attachment", "attachment": snapshot, **common},
        {"type": "assistant", "message": message, **common},
    ]
    file.write_text("".join(json.dumps(e) + "\n" for e in entries), encoding="utf-8")
    return {
        "hook_event_name": "SubagentStop",
        "session_id": "s1",
        "agent_id": "a1",
        "agent_type": "dlt-proof-writing:step-verifier",
        "transcript_path": str(session),
        "agent_transcript_path": str(file),
        "last_assistant_message": answer,
        **more,
    }


@pytest.fixture
def hooked(
    opened: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Hand questions out and run the hook for the first one's sub-agent."""

    def call(
        answer: str, *, change: Callable[[str], str] = str, environment: dict[str, str] = OF_HOOK
    ) -> tuple[int, str]:
        assert said("trace", "jobs", opened)[0] == 0
        job = next(iter(next(iter(history(opened).batches.values())).jobs.values()))
        given = transcript(tmp_path, change(handed_text(job)), answer, cwd=str(opened.root))
        monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        call.given = given  # type: ignore[attr-defined]
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(given)))
        return said("hook", "subagent-stop")

    return call


def test_an_answer_is_taken(opened: Project, hooked: Callable[..., tuple[int, str]]) -> None:
    code, text = hooked(json.dumps(said_by("matches")))
    assert (code, text.strip().rpartition(": ")[2]) == (0, "matches")
    (answer,) = history(opened).answers.values()
    assert (answer.source, answer.model) == ("hook", "a-model")


def test_one_run_answers_once(
    opened: Project,
    hooked: Callable[..., tuple[int, str]],
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other verifier is asked the same, in the same words."""
    hooked(json.dumps(said_by("matches")))
    given = json.dumps(hooked.given)  # type: ignore[attr-defined]
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    code, text = said("hook", "subagent-stop")
    assert code == 0 and "agent-a1 has answered already" in text
    assert len(history(opened).answers) == 1


def test_what_is_no_answer_is_kept_as_none(
    opened: Project, hooked: Callable[..., tuple[int, str]]
) -> None:
    assert hooked("It matches.")[0] == 0
    (answer,) = history(opened).answers.values()
    assert (answer.outcome, answer.said, answer.raw) == ("malformed", None, "It matches.")


def test_a_hint_beside_the_question_makes_it_count_for_nothing(
    opened: Project, hooked: Callable[..., tuple[int, str]]
) -> None:
    hooked(json.dumps(said_by("matches")), change=lambda text: f"{text}\nIt is right.")
    assert history(opened).answers == {}


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"CLAUDECODE": "1"},
        {**OF_HOOK, "CLAUDE_CODE_EXECPATH": "/usr/bin/claude"},
        {**OF_HOOK, "CLAUDE_PLUGIN_ROOT": "/somewhere/else"},
    ],
)
def test_only_a_hook_may(
    opened: Project, hooked: Callable[..., tuple[int, str]], environment: dict[str, str]
) -> None:
    code, text = hooked(json.dumps(said_by("matches")), environment=environment)
    assert code == 1 and "no hook started this command" in text
    assert history(opened).answers == {}


def test_a_transcript_that_lies_elsewhere_is_none(
    opened: Project, hooked: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    elsewhere = {**OF_HOOK, "CLAUDE_CONFIG_DIR": str(tmp_path / "claude")}
    code, text = hooked(json.dumps(said_by("matches")), environment=elsewhere)
    assert code == 1 and "does not lie where Claude Code keeps them" in text
    assert history(opened).answers == {}


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"hook_event_name": "Stop"}', "[" * 9999])
def test_what_is_no_hooks_json_holds_nobody_up(
    said: Said, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for name, value in OF_HOOK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert said("hook", "subagent-stop")[0] == 1, "and never 2, which would block"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (json.dumps(said_by("matches")), "matches"),
        (f"```json\n{json.dumps(said_by('constants-differ'))}\n```", "constants-differ"),
        (f"Here it is: {json.dumps(said_by('matches'))}", None),
        (json.dumps({**said_by("matches"), "origin": "signed"}), None),
        (json.dumps(said_by("proved")), None),
        ("[" * 9999, None),
        ("", None),
    ],
)
def test_a_final_message(text: str, verdict: str | None) -> None:
    said = read_final_answer(text, VerifierAnswer)
    assert (said.verdict if said else None) == verdict
