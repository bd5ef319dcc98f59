"""The hooks on the session with the real program: what it is told at its start, whose prompt counts
as a person's, and that packages are prepared. Skipping phases is tried in `test_skipping`."""

import json
import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.project import Project

from .script import Result, Script, bash
from .session import Desk, copy_plugin, make_desk

pytestmark = pytest.mark.slow

COMMAND = "dlt-proof plan approve"
HIDDEN = "env -u CLAUDECODE -u AI_AGENT -u CLAUDE_CODE_EXECPATH"

Planned = Callable[[], Project]


@pytest.fixture(scope="module")
def desk(program: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(program, tmp_path_factory)


@pytest.fixture
def project(checked: Project, desk: Desk) -> Project:
    """Planned and checked, not approved; whoever sits at the desk made it."""
    key = Path(os.environ["XDG_CONFIG_HOME"]) / "dlt-proof"
    shutil.copytree(
        key, Path(desk.environment["XDG_CONFIG_HOME"]) / "dlt-proof", dirs_exist_ok=True
    )
    return checked


def approvals(project: Project) -> list[Path]:
    return list((project.research / "state" / "approval").glob("*"))


def silent() -> Script:
    """A model that says one word."""
    return "Done."
    yield


def heard(*calls: str) -> tuple[Script, list[Result]]:
    """A model that runs commands, and what came of them."""
    results: list[Result] = []

    def script() -> Script:
        for call in calls:
            results.extend((yield [bash(call)]))
        return "Done."

    return script(), results


def test_a_session_is_told_where_its_project_stands(
    desk: Desk, project: Project, tmp_path: Path
) -> None:
    ended = desk.session(project.root, silent())
    assert "is a proof project" in ended.first
    assert "next: dlt-proof plan approve --by-default" in ended.first
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "proof project. What comes next" not in desk.session(elsewhere, silent()).first


def test_a_person_approves_by_a_prompt(desk: Desk, project: Project) -> None:
    ended = desk.session(project.root, silent(), prompt=f"Please read `{COMMAND}`.")
    assert not approvals(project) and "carried it out" not in ended.first
    ended = desk.session(project.root, silent(), prompt=f"{COMMAND} thm:main")
    assert len(approvals(project)) == 1
    assert "the hook has carried it out" in ended.first and "approved thm:main" in ended.first


@pytest.mark.parametrize("way", ["as it is", "hidden", "hidden, in its place"])
def test_a_session_that_the_agent_starts_is_no_person(
    desk: Desk, project: Project, way: str
) -> None:
    words = [desk.program, "--print", COMMAND, "--plugin-dir", str(desk.plugin)]
    nested = shlex.join(words) + " </dev/null"
    # The guard of the agent's tools is told nothing of what the script does.
    before = {"as it is": "", "hidden": HIDDEN, "hidden, in its place": f"exec {HIDDEN}"}[way]
    (project.root / "do.sh").write_text(f"{before} {nested}\n")
    script, results = heard("sh do.sh", "sh -c 'exec sh do.sh'")
    desk.session(project.root, script)
    assert len(results) == 2
    assert all("counts only from a person" in result.text for result in results), results
    assert not approvals(project)


def test_a_command_below_the_agents_shell_is_no_persons(desk: Desk, project: Project) -> None:
    (project.root / "do.sh").write_text(f"{HIDDEN} {COMMAND}\nexec {HIDDEN} {COMMAND}\n")
    script, results = heard("sh do.sh", "sh -c 'exec sh do.sh'")
    desk.session(project.root, script)
    assert all("started by an agent" in result.text for result in results), results
    assert not approvals(project)
    assert desk.shell(COMMAND, project.root).returncode == 0 and approvals(project)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_missing_packages_are_prepared_beyond_the_sessions_end(
    desk: Desk, project: Project, tmp_path: Path
) -> None:
    plugin = copy_plugin(tmp_path / "another plugin")
    shutil.rmtree(plugin / ".venv")
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    os.mkfifo(gate)
    environment = plugin / "scripts" / "plugin" / "environment.sh"
    # In the place of what takes a minute: it says that it has begun, and waits.
    stand_in = f"case $* in --make-in-background) echo yes >{begun}; cat {gate} >{begun}.2 ;; esac"
    text = environment.read_text()
    assert "\nset -u\n" in text
    environment.write_text(text.replace("\nset -u\n", f"\n{stand_in}\nexit\n"))
    script, results = heard("ls", "dlt-proof-is-not-here; true")
    ended = desk.with_plugin(plugin).session(project.root, script)
    assert "being prepared now" in ended.first and begun.read_text() == "yes\n"
    assert all(result.refused and "packages" in result.text for result in results)
    # Nobody reads any more where it was ended with the session: then this fails at once.
    os.close(os.open(gate, os.O_WRONLY | os.O_NONBLOCK))


def test_a_prompt_that_fails_is_not_carried_out(
    desk: Desk, project: Project, tmp_path: Path
) -> None:
    plugin = copy_plugin(tmp_path / "another plugin")
    (plugin / "scripts" / "dlt_proof" / "hooks" / "prompt.py").write_text("def (\n")
    broken = desk.with_plugin(plugin)
    ended = broken.session(project.root, silent(), prompt="Say a word.")
    assert len(ended.requests) == 1
    ended = broken.session(project.root, silent(), prompt=COMMAND)
    assert not ended.requests and not approvals(project)
    assert "was not carried out" in json.dumps(ended.result)
