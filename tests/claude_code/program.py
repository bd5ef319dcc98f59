"""The real Claude Code for tests: where it is, and an environment in which it knows nobody."""

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

import pytest


def find_program() -> Path | None:
    """The pinned one in the environment of this Python, else the one on the PATH."""
    package = importlib.util.find_spec("claude_agent_sdk")
    for folder in (package.submodule_search_locations or []) if package else []:
        bundled = Path(folder) / "_bundled" / "claude"
        if bundled.is_file():
            return bundled
    found = shutil.which("claude")
    return Path(found) if found else None


@pytest.fixture(scope="session")
def program() -> str:
    """The program's path."""
    found = find_program()
    if found is None:
        pytest.skip("Claude Code is not installed: run scripts/ensure-claude")
    return str(found)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, a dummy key, and nothing of who runs the tests."""
    return forget_user(tmp_path_factory, monkeypatch)


def forget_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set the environment that `home` is about, and give the home."""
    for name in list(os.environ):
        if name.startswith(("AI_AGENT", "CLAUDE", "ANTHROPIC_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tmp")))
    monkeypatch.setattr(tempfile, "tempdir", None)  # where it keeps what TMPDIR once was
    monkeypatch.setenv("ANTHROPIC_API_KEY", "dummy-test-key")
    for name in (
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
        "DISABLE_AUTOUPDATER",
        "DISABLE_ERROR_REPORTING",
        "DISABLE_TELEMETRY",
    ):
        monkeypatch.setenv(name, "1")
    return folder
