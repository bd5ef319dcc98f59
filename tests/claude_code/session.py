"""Headless sessions of the real program, on a desk with the plugin and nothing else.

Not here: what the model of a session does (`script`).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.messages_server import MessagesServer, Recorded

from .program import forget_user
from .script import Models, Script, texts_of

ROOT = Path(__file__).resolve().parents[2]
#: What of the checkout makes the plugin, where it is there.
PARTS = (
    "SKILL.md",
    ".claude-plugin",
    "agents",
    "bin",
    "catalogue",
    "commands",
    "hooks",
    "references",
    "requirements",
    "scripts",
    "templates",
)
TOOLS = "Agent,Bash,Edit,Read,ScheduleWakeup,Skill,Write"


def _run_apart(
    words: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a program below nobody: who runs the tests may be an agent, who sits at a desk is none.

    The shell between ends at once, so that what it started belongs to the system's first process.
    """
    with tempfile.TemporaryDirectory() as kept:
        code = Path(kept) / "code"
        with subprocess.Popen(
            ["sh", "-c", '{ "$@"; echo $? >"$CODE"; } &', "sh", *words],
            cwd=folder,
            env={**environment, "CODE": str(code)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as ran:
            try:
                out, errors = ran.communicate(timeout=300)
            except BaseException:
                os.killpg(ran.pid, signal.SIGKILL)
                raise
        return subprocess.CompletedProcess(words, int(code.read_text()), out, errors)


@dataclass(frozen=True)
class Ended:
    """A session that ended: what the program printed, and what the server was asked."""

    result: Mapping[str, Any]
    requests: Sequence[Recorded]

    @property
    def first(self) -> str:
        """What the model was told in the first request, its instructions aside."""
        messages = self.requests[0].body["messages"]
        return "\n".join(text for each in messages for text in texts_of(each["content"]))


@dataclass(frozen=True)
class Desk:
    """Somebody's machine: the program, the plugin, a home, and nothing known of anybody else.

    Args:
        program: the real Claude Code.
        plugin: a copy of the plugin's tree.
        environment: of all that runs there.
    """

    program: str
    plugin: Path
    environment: Mapping[str, str]

    def session(self, folder: Path, script: Script, *options: str, prompt: str = "Go on.") -> Ended:
        """Run one headless session to its end.

        Raises:
            AssertionError: the script says that something came back that should not have.
        """
        models = Models(script)
        models.main.script = models.started(script)
        with MessagesServer(models) as server:
            words = ["--print", prompt, "--output-format", "json", "--plugin-dir", str(self.plugin)]
            ran = _run_apart(
                [self.program, *words, "--allowedTools", TOOLS, *options],
                folder,
                {**self.environment, "ANTHROPIC_BASE_URL": server.url},
            )
        if models.problem is not None:
            raise models.problem
        assert ran.returncode == 0, ran.stdout + ran.stderr
        result = json.loads(ran.stdout)
        assert result["is_error"] is False, result
        return Ended(result, server.messages)

    def shell(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a command as the person at this desk, with the plugin's commands."""
        path = f"{self.environment['PATH']}:{self.plugin / 'bin'}"
        return _run_apart(["sh", "-c", command], folder, {**self.environment, "PATH": path})

    def with_plugin(self, plugin: Path) -> "Desk":
        """The same desk with another copy of the plugin."""
        return Desk(self.program, plugin, self.environment)


def make_desk(program: str, folders: pytest.TempPathFactory) -> Desk:
    """A desk with a new home and a new copy of the plugin, whose folder has a space in its name."""
    with pytest.MonkeyPatch.context() as patch:
        home = forget_user(folders, patch)
        patch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
        patch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
        environment = dict(os.environ)
    return Desk(program, copy_plugin(folders.mktemp("desk") / "the plugin"), environment)


def copy_plugin(to: Path) -> Path:
    """Copy what makes the plugin out of the checkout."""
    to.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, to)
    # In the place of the packages that the plugin would install: those of this Python.
    python = to / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (to / ".venv" / ".made-from").touch()
    return to
