"""A copy of the plugin, and the real program with it against a server on 127.0.0.1."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.messages_server import MessagesServer

from .program import home, program
from .session import copy_plugin

__all__ = ["home", "program"]

ROOT = Path(__file__).resolve().parents[2]
#: A hook that keeps what it was given and what our reader makes of it at that moment.
OBSERVER = """
import dataclasses, json, os, pathlib, sys
sys.path.insert(0, {scripts!r})
from dlt_proof.verify.transcript_entries import TranscriptError
from dlt_proof.verify.transcripts import load_subagent_run, why_not_seen
given = json.loads(sys.stdin.read())
question = pathlib.Path({question!r}).read_text(encoding="utf-8")
seen = {{"given": given, "arguments": sys.argv[1:], "run": None}}
try:
    run = load_subagent_run(given)
    seen["why"] = why_not_seen(run, question)
    seen["run"] = dataclasses.asdict(run) | {{"usage": run.usage.tokens}}
except TranscriptError as error:
    seen["why"] = f"unreadable: {{error}}"
text = json.dumps(seen, default=str)
file = pathlib.Path({out!r}) / (given["agent_id"] + "-" + str(os.getpid()))
file.write_text(text, encoding="utf-8")
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """The plugin's parts, copied out of the checkout."""
    folder = copy_plugin(tmp_path / "the plugin")
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def observed(plugin: Path, tmp_path: Path) -> Callable[[str], Callable[[], list[dict[str, Any]]]]:
    """Put an observer in the place of the hook's script; for a question, give what it saw."""

    def observe(question: str) -> Callable[[], list[dict[str, Any]]]:
        out = tmp_path / "observed"
        out.mkdir()
        file = tmp_path / "the question"
        file.write_text(question, encoding="utf-8")
        script = plugin / "scripts" / "hook.py"
        script.write_text(
            OBSERVER.format(scripts=str(ROOT / "scripts"), question=str(file), out=str(out))
        )
        return lambda: [json.loads(path.read_text("utf-8")) for path in sorted(out.iterdir())]

    return observe


@pytest.fixture
def claude(program: str, home: Path, plugin: Path) -> Callable[..., dict[str, Any]]:
    """Run the program headless with the plugin in a folder, and give its result."""

    def call(server: MessagesServer, folder: Path, *options: str) -> dict[str, Any]:
        environment = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
        }
        words = ["--print", "--output-format", "json", "--plugin-dir", str(plugin), *options]
        done = subprocess.run(
            [program, *words, "--allowedTools", "Agent,Read,SendMessage"],
            cwd=folder,
            env=environment,
            input="Begin.",
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        assert result["is_error"] is False, result
        return result

    return call
