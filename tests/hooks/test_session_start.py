"""What a session is told when it starts."""

import os
import time
from pathlib import Path

import pytest

from dlt_proof.hooks import session_start
from dlt_proof.hooks.event import Answer, Event
from dlt_proof.hooks.sessions import forget_old_sessions
from dlt_proof.project import Project


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_start, "_SECONDS", 100)


def start(folder: Path) -> Answer:
    return session_start.answer(Event("SessionStart", "s", str(folder), "", "", {}))


def test_the_gates_and_the_next_command(planned: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "argparse", "pydantic", "dlt_proof"):
        (planned.root / f"{name}.py").write_text(
            "raise SystemExit('no code of the project is run')"
        )
    monkeypatch.chdir(planned.root)
    told = start(planned.root / "checks")
    assert not told.refusal and not told.to_user
    lines = told.context.splitlines()
    assert str(planned.root) in lines[0] and "A    plan           fails" in told.context
    assert lines[-1] == "next: dlt-proof plan check --run" and len(lines) < 20


def test_a_plain_paper_and_an_empty_folder_are_told_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text("\\documentclass{article}\n")
    assert start(tmp_path) == Answer()
    assert start(tmp_path / "none") == Answer()


def test_a_status_that_is_not_known_is_told(planned: Project) -> None:
    state = planned.research / "state" / "approval"
    state.mkdir(parents=True)
    (state / "x.jsonl").write_text("{}\n")
    told = start(planned.root).context
    assert "not known" in told and "not a sealed record" in told


def test_a_large_project_holds_no_session_up(
    planned: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_start, "_SECONDS", 0.01)
    assert "not told within 0.01 s" in start(planned.root).context


def test_sessions_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    kept = Path(os.environ["XDG_CACHE_HOME"]) / "dlt-proof" / "sessions"
    for name, age in (("old", 30), ("new", 1)):
        (kept / name).mkdir(parents=True)
        (kept / name / "written").write_text("")
        then = time.time() - age * 24 * 3600
        os.utime(kept / name, (then, then))
    forget_old_sessions()
    assert [path.name for path in kept.iterdir()] == ["new"]
