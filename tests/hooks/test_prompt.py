"""What of a prompt is a person's command, and what becomes of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dlt_proof.cli.commands.hooks import _run_command
from dlt_proof.hooks.event import Answer, Event, read_event
from dlt_proof.hooks.prompt import answer, persons_command
from dlt_proof.project import Project
from dlt_proof.project.person import Ancestor, require_person, sign_of_agents_session
from dlt_proof.project.state import StateStore
from dlt_proof.records.errors import RefusedError

from .wrapper import ROOT, told_of

Given = Callable[..., Answer]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Answer a prompt in a folder, as the hook of an agent's session would."""

    def call(prompt: str, folder: Path, **more: object) -> Answer:
        monkeypatch.setenv("CLAUDECODE", "1")
        text = json.dumps(told_of("UserPromptSubmit", folder, prompt=prompt, **more))
        try:
            return answer(read_event(text), _run_command)
        finally:
            with pytest.raises(RefusedError):
                require_person("what the hook allowed")

    return call


def approvals(project: Project) -> list[str]:
    state = StateStore(project.research / "state", project.root)
    return [str(record.data["by"]) for record in state.read("approval")]


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("dlt-proof plan approve", ["plan", "approve"]),
        ("  dlt-proof  plan approve thm:main\n", ["plan", "approve", "thm:main"]),
        ("dlt-proof plan approve --withdraw a b", ["plan", "approve", "--withdraw", "a", "b"]),
        ("dlt-proof plan manage --off lem:a", ["plan", "manage", "--off", "lem:a"]),
        (
            'dlt-proof trace sign s1 s2 --name "Ada L; B"',
            ["trace", "sign", "s1", "s2", "--name", "Ada L; B"],
        ),
        ("dlt-proof init 'a paper' --autonomous", ["init", "a paper", "--autonomous"]),
        ("dlt-proof review start --anew", ["review", "start", "--anew"]),
    ],
)
def test_a_command_of_a_person(prompt: str, words: list[str]) -> None:
    assert persons_command(prompt) == words


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "dlt-proof",
        "Prove it.",
        "plan approve",
        "`dlt-proof plan approve`",
        "> dlt-proof plan approve",
        "please dlt-proof plan approve",
        "/dlt-proof plan approve",
        "dlt-proof plan approve\nand then go on",
        "I read:\ndlt-proof plan approve",
        "dlt-proof plan approve\rx",
        "dlt-proof plan approve; rm -r /",
        "dlt-proof plan approve && ls",
        "dlt-proof plan approve > x",
        "dlt-proof plan approve 'thm:main",
        "dlt-proof plan approve --by-default",
        "dlt-proof plan approve --show",
        "dlt-proof plan approved",
        "dlt-proof plan manage lem:a",
        "dlt-proof init paper",
        "dlt-proof review start",
        "dlt-proof status",
        "dlt-proof trace verify",
        "dlt-proofs plan approve",
        "dlt-proof plan approve " + "x" * 3000,
    ],
)
def test_no_command_of_a_person(tmp_path: Path, prompt: str) -> None:
    def never(words: Sequence[str]) -> tuple[int, str]:
        raise AssertionError(words)

    assert persons_command(prompt) is None
    text = json.dumps(told_of("UserPromptSubmit", tmp_path, prompt=prompt))
    assert answer(read_event(text), never) == Answer()


def test_an_approval_and_taking_it_back(given: Given, checked: Project) -> None:
    told = given("dlt-proof plan approve thm:main", checked.root / "checks")
    assert approvals(checked) == ["person"] and not told.refusal
    assert "ended with 0" in told.to_user and "approved thm:main" in told.to_user
    assert str(checked.root) in told.to_user and told.to_user in told.context
    told = given("dlt-proof plan approve --withdraw thm:main", checked.root)
    assert "took the approval of thm:main back" in told.to_user


def test_what_goes_wrong_is_told(given: Given, checked: Project) -> None:
    told = given("dlt-proof plan approve thm:other", checked.root)
    assert "ended with 2" in told.to_user and "no managed goal" in told.context
    assert not told.refusal and not approvals(checked)
    told = given("dlt-proof trace sign s1", checked.root)
    assert "ended with 2" in told.to_user and "--name" in told.to_user


def test_leave_for_autonomous_use_in_a_new_project(given: Given, tmp_path: Path) -> None:
    told = given("dlt-proof init 'a paper' --autonomous", tmp_path)
    assert "ended with 0" in told.to_user
    assert Project(tmp_path / "a paper").state.read("autonomy")


@pytest.mark.parametrize("way", ["named", "a link", "where the agent went", "to be made"])
def test_nothing_outside_of_the_sessions_folder(
    given: Given, checked: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    session = tmp_path / "session"
    session.mkdir()
    (session / "link").symlink_to(checked.root)
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(session))
    folder = checked.root if way == "where the agent went" else session
    prompt = {
        "named": f"dlt-proof plan approve {checked.root}",
        "a link": "dlt-proof plan approve link",
        "where the agent went": "dlt-proof plan approve",
        "to be made": "dlt-proof init ../other --autonomous",
    }[way]
    told = given(prompt, folder)
    assert "outside of the session's folder" in told.refusal
    assert not approvals(checked) and not (tmp_path / "other").exists()


def test_a_session_below_the_projects_root_or_above_it(
    given: Given, checked: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(checked.root / "checks"))
    assert not given("dlt-proof plan approve", checked.root / "checks").refusal
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(tmp_path))
    assert not given("dlt-proof plan approve proof", tmp_path).refusal
    assert not given("dlt-proof plan approve", checked.root / "sections").refusal
    assert approvals(checked) == ["person"] * 3


# A prompt that an agent arranged for.


def entry(name: str, **given: str) -> str:
    blocks = [{"type": "tool_use", "id": "t", "name": name, "input": given}]
    return json.dumps({"type": "assistant", "message": {"role": "assistant", "content": blocks}})


@pytest.mark.parametrize("place", ["session.jsonl", "session/subagents/agent-a.jsonl"])
@pytest.mark.parametrize("name", ["ScheduleWakeup", "CronCreate"])
def test_a_wake_up_is_no_person(
    given: Given, checked: Project, tmp_path: Path, name: str, place: str
) -> None:
    command = 'dlt-proof trace sign s1 --name "Zoë"'
    transcript = tmp_path / place
    transcript.parent.mkdir(exist_ok=True, parents=True)
    line = entry(name, prompt=f" {command}\n", delaySeconds="60")
    transcript.write_text(json.dumps(json.loads(line), ensure_ascii=False) + "\n")
    told = given(command, checked.root, transcript_path=str(tmp_path / "session.jsonl"))
    assert "a tool call set this prompt" in told.refusal
    other = "dlt-proof plan approve"
    told = given(other, checked.root, transcript_path=str(tmp_path / "session.jsonl"))
    assert not told.refusal and approvals(checked) == ["person"]


def test_a_schedule_of_the_folder_is_no_person(given: Given, checked: Project) -> None:
    folder = checked.root / ".claude"
    folder.mkdir()
    tasks = {"tasks": [{"cron": "* * * * *", "prompt": "dlt-proof plan approve"}]}
    (folder / "scheduled_tasks.json").write_text(json.dumps(tasks))
    assert "counts only from a person" in given("dlt-proof plan approve", checked.root).refusal
    assert not approvals(checked)


@pytest.mark.parametrize(
    "line",
    [
        entry("Bash", command="dlt-proof plan approve"),
        entry("ScheduleWakeup", prompt="remind the author of `dlt-proof plan approve`"),
        "dlt-proof plan approve is no JSON, with \"tool_use\"",
        '{"message": {"content": "dlt-proof plan approve"}, "x": "tool_use"}',
    ],
)  # fmt: skip
def test_an_agent_that_only_spoke_of_it_arranged_nothing(
    given: Given, checked: Project, tmp_path: Path, line: str
) -> None:
    transcript = tmp_path / "session.jsonl"
    transcript.write_text(line + "\n")
    told = given("dlt-proof plan approve", checked.root, transcript_path=str(transcript))
    assert not told.refusal and approvals(checked) == ["person"]


HOOK = Ancestor("sh", "dash", {"CLAUDE_PLUGIN_ROOT": "/p", "CLAUDECODE": "1"})
CLAUDE = Ancestor("claude", "claude", {"HOME": "/h"})
TOOL = Ancestor("bash", "bash", {"CLAUDECODE": "1", "AI_AGENT": "x_agent"})
SHELL = Ancestor("bash", "bash", {"HOME": "/h"})
NODE = Ancestor("node", "node", {"HOME": "/h"})


@pytest.mark.parametrize(
    "above",
    [
        [],
        [HOOK, HOOK, CLAUDE, SHELL],
        [HOOK, NODE, SHELL],
        [HOOK, CLAUDE, Ancestor("claude", "bash", {"HOME": "/h"}), SHELL],
        [HOOK, CLAUDE._replace(variables=None), SHELL._replace(variables=None)],
        [Ancestor("sh", "sh", None), Ancestor("claude", "claude", None), Ancestor("zsh", "", None)],
    ],
)
def test_a_session_that_a_person_began(above: Sequence[Ancestor]) -> None:
    assert sign_of_agents_session(above) == ""


@pytest.mark.parametrize(
    "above",
    [
        [HOOK, HOOK, CLAUDE, TOOL, CLAUDE, SHELL],
        [HOOK, CLAUDE._replace(variables={"CLAUDECODE": "1"}), SHELL],
        [HOOK, CLAUDE, SHELL, CLAUDE, SHELL],
        [HOOK, CLAUDE._replace(variables={"CLAUDE_PLUGIN_ROOT": "/p"}), CLAUDE, SHELL],
        [HOOK, NODE, TOOL, NODE],
        [Ancestor("claude", "claude", None), Ancestor("zsh", "", None),
         Ancestor("claude", "claude", None)],
    ],
)  # fmt: skip
def test_a_session_that_an_agent_began(above: Sequence[Ancestor]) -> None:
    assert sign_of_agents_session(above)


def test_the_prompt_of_a_session_that_an_agent_began(
    given: Given, checked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = [HOOK, CLAUDE, TOOL, CLAUDE]
    monkeypatch.setattr("dlt_proof.hooks.prompt.ancestors", lambda: above)
    told = given("dlt-proof plan approve", checked.root)
    assert "counts only from a person" in told.refusal and not approvals(checked)
    assert given("Prove it.", checked.root) == Answer()


def test_only_what_is_a_command_loads_more_than_the_standard_library(tmp_path: Path) -> None:
    """As for every prompt that begins with the program's name and is none."""
    given = json.dumps(told_of("UserPromptSubmit", tmp_path, prompt="dlt-proof is nice"))
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c",
         f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
         "sys.argv[1:] = ['user-prompt-submit']\n"
         "from dlt_proof.start import run_script\nrun_script('hook')"],
        input=given, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "{}\n", "")


# The processes above, as the system tells of them.

WHO = (
    f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
    "from dlt_proof.project import person\n"
    "import os\n"
    "{more}"
    "print(person.sign_of_agent(os.environ, person.ancestors()) or 'nobody')"
)


def who(shell: str, more: str = "", **variables: str) -> str:
    """What the system tells of a process that a shell starts."""
    code = WHO.format(more=more)
    # The second command keeps the shell from becoming the process.
    done = subprocess.run(
        ["sh", "-c", f'{shell} "$0" -c "$1"; true', sys.executable, code],
        capture_output=True, text=True, timeout=60, check=True,
        env={"PATH": "/usr/bin:/bin", **variables},
    )  # fmt: skip
    return done.stdout.strip()


def test_an_agents_shell_is_seen_above_whatever_it_hides() -> None:
    if who("env") != "nobody":
        pytest.skip("an agent runs this test")
    assert who("env", CLAUDECODE="1") == "CLAUDECODE is set"
    hidden = who("env -u CLAUDECODE -u AI_AGENT", CLAUDECODE="1", AI_AGENT="x")
    assert hidden == "CLAUDECODE is set for sh, below which it runs"
    assert who("env -u AI_AGENT", AI_AGENT="x") == "AI_AGENT is set for sh, below which it runs"
    assert who("env", CLAUDE_CODE_DISABLE_X="1") == "nobody"


def test_an_agents_program_is_seen_above(tmp_path: Path) -> None:
    if who("env") != "nobody":
        pytest.skip("an agent runs this test")
    program = tmp_path / "claude"
    shutil.copy(str(shutil.which("env")), program)
    code = WHO.format(more="")
    script = f'"$1" sh -c \'"$0" -c "$1"; true\' "{sys.executable}" "$2"; true'
    # `env` becomes what it starts: only a program that stays is above.
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(program), code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "nobody"
    staying = tmp_path / "bin" / "claude"
    staying.parent.mkdir()
    shutil.copy(str(shutil.which("timeout")), staying)
    done = subprocess.run(
        [str(staying), "60", sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "it runs below claude"
    without = "person._from_proc = None\nperson.os.path.isdir = lambda path: False\n"
    done = subprocess.run(
        [str(staying), "60", sys.executable, "-c", WHO.format(more=without)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "it runs below claude", "as `ps` tells"


def test_an_event_that_tells_of_no_prompt_passes() -> None:
    event = Event("UserPromptSubmit", "s", "/", "", "", {"prompt": 7})
    assert answer(event, _run_command) == Answer()
