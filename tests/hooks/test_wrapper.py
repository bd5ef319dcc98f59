"""The `sh` around every hook: each failure is a refusal, and elsewhere nothing is started."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from .wrapper import Ended, Wrapper, told_of, tool

EVENTS = ("pre-tool-use", "post-tool-use")
#: Ways in which a Python fails, and what is said of it.
BROKEN = {
    "an error": ("echo 'Traceback:' >&2; echo 'ValueError: no' >&2; exit 1", "ValueError: no"),
    "an error behind an answer": ("echo '{}'; exit 1", "ended with 1"),
    "interrupted behind an answer": ("echo '{}'; exit 130", "ended with 130"),
    "an outside part is missing": ("echo 'dlt-proof: error: no X' >&2; exit 3", "no X"),
    "signs for a terminal": ("printf 'a\\033[2Jb' >&2; exit 1", "ended with 1: a[2Jb"),
    "killed": ("kill -9 $$", "ended"),
    "a signal of its own": ("kill -11 $$", "ended with 139"),
    "no program": ("exec /nowhere/python", "ended with 12"),
    "no answer": ("exit 0", "gave no answer"),
    "another answer": ("echo hello", "gave no answer"),
    "refused without a word": ("exit 2", "no reason was given"),
}
COMMAND = "dlt-proof plan approve"


@pytest.fixture
def wrapper(tmp_path: Path) -> Wrapper:
    return Wrapper(tmp_path / "the plugin")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project"
    (folder / ".proof-research").mkdir(parents=True)
    (folder / "sections").mkdir()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere" / "deep"
    folder.mkdir(parents=True)
    return folder


def one_line(ended: Ended) -> str:
    assert ended.err.startswith("dlt-proof: ") and ended.err.count("\n") == 1, ended
    return ended.err


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_failure_at_a_tool_is_a_refusal(
    wrapper: Wrapper, project: Path, event: str, broken: str
) -> None:
    script, said = BROKEN[broken]
    wrapper.python_is(script)
    ended = wrapper.run(event, tool(project, "Write", file_path="x", content="y"), project)
    assert ended.code == 2 and said in one_line(ended)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_failure_holds_nobody_up_where_it_must_not(
    wrapper: Wrapper, project: Path, broken: str
) -> None:
    wrapper.python_is(BROKEN[broken][0])
    ended = wrapper.run("subagent-stop", told_of("SubagentStop", project), project)
    assert ended.code == (0 if broken in ("no answer", "another answer") else 1)
    ended = wrapper.run("session-start", told_of("SessionStart", project), project)
    assert ended.code == 0 and ended.context.startswith("dlt-proof: ")
    first = told_of("Stop", project, stop_hook_active=False)
    ended = wrapper.run("stop", first, project)
    assert ended.code == 2 and ended.err.startswith("dlt-proof: ")
    if broken != "refused without a word":
        again = {**first, "stop_hook_active": True}
        assert wrapper.run("stop", again, project) == Ended(0, "", "")


@pytest.mark.parametrize("broken", ["an error", "killed", "no answer"])
@pytest.mark.parametrize(
    ("prompt", "refused"),
    [
        (COMMAND, True),
        ("dlt-proof trace sign s1 --name \"A\"", True),
        ("dlt-proof init paper --autonomous", True),
        ("dlt-proof is a tool of which I heard", False),
        ("dlt-proof planning is fun", False),
    ],
)  # fmt: skip
def test_a_failure_at_a_prompt_is_one_for_commands_of_a_person(
    wrapper: Wrapper, project: Path, broken: str, prompt: str, refused: bool
) -> None:
    wrapper.python_is(BROKEN[broken][0])
    ended = wrapper.run(
        "user-prompt-submit", told_of("UserPromptSubmit", project, prompt=prompt), project
    )
    if refused:
        assert ended.code == 2 and "was not carried out" in one_line(ended)
    else:
        assert ended.code == 0 and ended.told["systemMessage"].startswith("dlt-proof: ")


@pytest.mark.parametrize("code", ["def (", "import nothing_of_this_name", "1 / 0"])
def test_an_error_in_our_own_code_is_a_refusal(wrapper: Wrapper, project: Path, code: str) -> None:
    wrapper.code_is(code)
    ended = wrapper.run("pre-tool-use", tool(project, "Bash", command="ls"), project)
    assert ended.code == 2 and "Error" in one_line(ended)


@pytest.mark.parametrize("clock", ["timeout", "of Python"])
def test_what_takes_too_long_is_ended_and_is_a_refusal(
    wrapper: Wrapper, project: Path, tmp_path: Path, clock: str
) -> None:
    wrapper.change("limit=50", "limit=1")
    wrapper.code_is("import threading\nthreading.Event().wait(100)")
    variables = {}
    if clock != "timeout":
        programs = tmp_path / "programs"
        programs.mkdir()
        for name in ("cat", "sh", "tr", "grep", "sed", "sort", "head"):
            (programs / name).symlink_to(str(shutil.which(name)))
        variables["PATH"] = str(programs)
    for name in ("signal", "os", "threading"):
        (project / f"{name}.py").write_text("raise SystemExit('code of the project')")
    given = tool(project, "Bash", command="ls")
    ended = wrapper.run("pre-tool-use", given, project, **variables)
    assert ended.code == 2 and "took longer than 1 s" in one_line(ended)


def test_a_broken_installation_is_a_refusal(wrapper: Wrapper, project: Path) -> None:
    for name, text in (("nothing", None), ("no sh", "find_environment() {"), ("wrong", "exit 0")):
        scripts = wrapper.folder / "scripts" / "plugin"
        if scripts.is_symlink():
            scripts.unlink()
            scripts.mkdir()
        if text is not None:
            (scripts / "environment.sh").write_text(text)
        ended = wrapper.run("pre-tool-use", tool(project, "Bash", command="ls"), project)
        assert ended.code == 2 and "reinstall the plugin" in ended.err, name


def test_what_is_no_event_is_refused(wrapper: Wrapper, project: Path) -> None:
    ended = wrapper.run("no-event", "{}", project)
    assert ended.code == 2 and "is no event" in one_line(ended)


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"cwd": 1}', "[" * 9999])
def test_what_is_no_hooks_json_is_a_refusal(wrapper: Wrapper, project: Path, text: str) -> None:
    ended = wrapper.run("pre-tool-use", text, project)
    assert ended.code == 2 and "not a hook's JSON" in one_line(ended)


# While the packages are not there.


@pytest.fixture
def not_ready(wrapper: Wrapper, tmp_path: Path) -> dict[str, str]:
    """A plugin without its packages, and a home of its own."""
    wrapper.python_is(None)
    (wrapper.folder / "requirements").mkdir()
    (wrapper.folder / "requirements" / "runtime.txt").write_text("")
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}


@pytest.mark.parametrize(
    "command",
    ["dlt-proof --version", "dlt-proof status", "dlt-proof gate C.5", "dlt-proof lint main.tex",
     "dlt-proof"],
)  # fmt: skip
def test_waiting_for_the_packages_is_let_through(
    wrapper: Wrapper, project: Path, not_ready: dict[str, str], command: str
) -> None:
    for event in EVENTS:
        given = tool(project, "Bash", command=command, description="wait, please")
        assert wrapper.run(event, given, project, **not_ready) == Ended(0, "", "")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Bash", {"command": "ls"}),
        ("Bash", {"command": "dlt-proof status; touch x"}),
        ("Bash", {"command": "dlt-proof status > x"}),
        ("Bash", {"command": "dlt-proof status $(touch x)"}),
        ("Bash", {"command": "dlt-proof status\ntouch x"}),
        ("Bash", {"command": "dlt-proof 'status'"}),
        ("Bash", {"command": "dlt-proof plan graph --output main.tex"}),
        ("Bash", {"command": "dlt-proofs status"}),
        ("Bash", {"command": "X=1 dlt-proof status"}),
        ("Bash", {"command": "ls", "description": '"command":"dlt-proof status"'}),
        ("mcp__x__run", {"command": "dlt-proof status"}),
        ("Write", {"file_path": "x", "content": "dlt-proof status"}),
    ],
)
def test_all_else_is_refused_while_there_are_no_packages(
    wrapper: Wrapper, project: Path, not_ready: dict[str, str], name: str, given: dict[str, Any]
) -> None:
    ended = wrapper.run("pre-tool-use", tool(project, name, **given), project, **not_ready)
    assert ended.code == 2 and "packages" in one_line(ended)


def test_a_session_prepares_the_packages_and_says_so(
    wrapper: Wrapper, project: Path, not_ready: dict[str, str], tmp_path: Path
) -> None:
    (wrapper.folder / "scripts" / "plugin").unlink()
    shutil.copytree(Path(__file__).parents[2] / "scripts" / "plugin",
                    wrapper.folder / "scripts" / "plugin")  # fmt: skip
    made = tmp_path / "made"
    script = wrapper.folder / "scripts" / "plugin" / "environment.sh"
    os.mkfifo(made)
    asked = f'case "$*" in --make-in-background) echo asked >"{made}" ;; esac'
    # It is only seen that it is asked for; making it is the business of other tests.
    script.write_text(script.read_text().replace("\nset -u\n", f"\n{asked}\nexit\n"))
    ended = wrapper.run("session-start", told_of("SessionStart", project), project, **not_ready)
    assert ended.code == 0 and "being prepared now" in ended.context
    assert made.read_text() == "asked\n", "it waits until somebody writes"
    ended = wrapper.run(
        "user-prompt-submit", told_of("UserPromptSubmit", project, prompt=COMMAND), project,
        **not_ready,
    )  # fmt: skip
    assert ended.code == 2 and "was not carried out" in one_line(ended)
    prompt = told_of("UserPromptSubmit", project, prompt="Prove it.")
    assert wrapper.run("user-prompt-submit", prompt, project, **not_ready) == Ended(0, "", "")
    stop = told_of("Stop", project, stop_hook_active=False)
    assert wrapper.run("stop", stop, project, **not_ready) == Ended(0, "", "")
    ended = wrapper.run("subagent-stop", told_of("SubagentStop", project), project, **not_ready)
    assert ended.code == 1


# Where no proof project is concerned.


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("pre-tool-use", {"tool_name": "Write", "tool_input": {"file_path": "x", "content": "y"}}),
        ("pre-tool-use", {"tool_name": "Bash", "tool_input": {"command": "make -C /usr all"}}),
        ("post-tool-use", {"tool_name": "Bash", "tool_input": {"command": "pdflatex a.tex"}}),
        ("session-start", {"source": "startup"}),
        ("user-prompt-submit", {"prompt": "Write a poem."}),
        ("user-prompt-submit", {"prompt": "What does `dlt-proof plan approve` do?"}),
        ("stop", {"stop_hook_active": False}),
    ],
)
@pytest.mark.parametrize("python", ["ready", "none"])
def test_elsewhere_nothing_is_started_and_nothing_said(
    wrapper: Wrapper,
    elsewhere: Path,
    tmp_path: Path,
    event: str,
    given: dict[str, Any],
    python: str,
) -> None:
    started = tmp_path / "started"
    wrapper.python_is(f'echo x >"{started}"; exit 1' if python == "ready" else None)
    name = {"pre-tool-use": "PreToolUse", "user-prompt-submit": "UserPromptSubmit"}.get(event, "X")
    text = told_of(name, elsewhere, **given)
    assert wrapper.run(event, text, elsewhere, XDG_CACHE_HOME=str(tmp_path)) == Ended(0, "", "")
    assert not started.exists()


def test_stopping_elsewhere_is_never_refused_by_a_failure(
    wrapper: Wrapper, elsewhere: Path, tmp_path: Path
) -> None:
    (tmp_path / "dlt-proof" / "sessions").mkdir(parents=True)
    wrapper.python_is("exit 1")
    stop = told_of("Stop", elsewhere, stop_hook_active=False)
    assert wrapper.run("stop", stop, elsewhere, XDG_CACHE_HOME=str(tmp_path)) == Ended(0, "", "")


@pytest.mark.parametrize(
    "given",
    [
        {"file_path": "{project}/main.tex", "content": "x"},
        {"content": "x" * 200_000, "file_path": "{project}/sections/new/01.tex"},
        {"file_path": "../../a project/main.tex", "content": "x"},
        {"file_path": "{link}/01.tex", "content": "x"},
        {"file_path": "{linked}", "content": "x"},
        {"notebook_path": "{project}/a.ipynb"},
        {"command": "cd '{project}' && latexmk"},
        {"command": "cp a.tex {plain}/main.tex"},
        {"command": "tar xf a.tgz --directory={plain}"},
        {"command": "cd paper && latexmk"},
        {"command": "python make.py --state .proof-research/state"},
        {"path": "{project}/x"},
    ],
)
def test_a_call_about_a_project_elsewhere_is_seen(
    wrapper: Wrapper, project: Path, elsewhere: Path, tmp_path: Path, given: dict[str, str]
) -> None:
    plain = tmp_path / "plain"
    (plain / ".proof-research").mkdir(parents=True)
    if given.get("command", "").startswith("cd paper"):
        (elsewhere / "paper" / ".proof-research").mkdir(parents=True)
    (tmp_path / "link").symlink_to(project / "sections")
    (tmp_path / "linked.tex").symlink_to(project / "main.tex")
    (project / "main.tex").write_text("")
    places = {
        "project": project, "plain": plain, "link": tmp_path / "link",
        "linked": tmp_path / "linked.tex",
    }  # fmt: skip
    filled = {name: text.format(**places) for name, text in given.items()}
    wrapper.python_is("exit 1")
    ended = wrapper.run("pre-tool-use", tool(elsewhere, "Any", **filled), elsewhere)
    assert ended.code == 2


def test_the_folder_in_the_json_counts_as_that_of_the_process(
    wrapper: Wrapper, project: Path, elsewhere: Path
) -> None:
    wrapper.python_is("exit 1")
    given = tool(project / "sections", "Bash", command="ls")
    assert wrapper.run("pre-tool-use", given, elsewhere).code == 2
    given = tool(elsewhere, "Bash", command="ls")
    assert wrapper.run("pre-tool-use", given, elsewhere).code == 0
    ended = wrapper.run("pre-tool-use", given, elsewhere, CLAUDE_PROJECT_DIR=str(project))
    assert ended.code == 2


# What comes out.


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_what_python_answers_is_passed_on(wrapper: Wrapper, project: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    given = tool(project, "Bash", command='ls \u00e9 \\ "x" $(touch x) `y` %s', more="\ud800")
    wrapper.code_is(
        "import json, sys\n"
        f"assert json.load(sys.stdin) == json.loads({json.dumps(json.dumps(given))})\n"
        "print('unheard', file=sys.stderr, flush=True)\nprint('{\"a\": \"\u00e9\"}')\n"
    )
    assert wrapper.run("pre-tool-use", given, project, shell=shell) == Ended(
        0, '{"a": "\u00e9"}\n', ""
    )
    wrapper.code_is("import sys\nprint('dlt-proof: one\\ntwo', file=sys.stderr)\nsys.exit(2)")
    ended = wrapper.run("pre-tool-use", given, project, shell=shell)
    assert (ended.code, ended.err) == (2, "dlt-proof: one\ntwo\n")
    wrapper.python_is("exit 1")
    assert wrapper.run("pre-tool-use", given, project, shell=shell).code == 2


def test_the_json_may_be_large(wrapper: Wrapper, project: Path, elsewhere: Path) -> None:
    wrapper.code_is("import sys\nprint('{' + str(len(sys.stdin.read())))")
    given = tool(project, "Write", content="x / y\n" * 1_000_000, file_path="a")
    ended = wrapper.run("pre-tool-use", given, project)
    assert ended.code == 0 and int(ended.out[1:]) == len(json.dumps(given, separators=(",", ":")))
    wrapper.python_is("exit 1")
    given = tool(elsewhere, "Write", content="x / y\n" * 1_000_000, file_path="a")
    assert wrapper.run("pre-tool-use", given, elsewhere) == Ended(0, "", "")


def test_a_call_that_took_the_project_away_is_looked_at(wrapper: Wrapper, project: Path) -> None:
    call = tool(project, "Bash", command="rm -r .p*")
    (project / ".proof-research").rmdir()
    wrapper.python_is("echo hello")
    assert wrapper.run("post-tool-use", call, project) == Ended(0, "", "")
    note = Path(os.environ["XDG_CACHE_HOME"]) / "dlt-proof" / "sessions" / "a"
    note.mkdir(parents=True)
    (note / "before-other-1").write_text("{}")
    assert wrapper.run("post-tool-use", call, project) == Ended(0, "", "")
    (note / f"before-{call['tool_use_id']}-1").write_text("{}")
    assert "gave no answer" in one_line(wrapper.run("post-tool-use", call, project))
