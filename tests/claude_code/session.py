"""Headless sessions of the real program whose model is a script: tool calls, and what came back.

A script is a generator. It yields the tool calls of one turn (or a text, with which it would end)
and receives their results; so it can react to what the tools said. Sub-agents have scripts of their
own. Nothing here knows what the plugin does.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.messages_server import MessagesServer, Recorded, Reply, text_reply

from .program import forget_user

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


@dataclass(frozen=True)
class Result:
    """What came back for a tool call; for a text that did not end the session, what was said to it.

    Args:
        text: of the tool's result.
        refused: whether that is an error.
        beside: what else was said to the model meanwhile, such as by hooks.
    """

    text: str
    refused: bool = False
    beside: str = ""


@dataclass(frozen=True)
class Call:
    """One tool call.

    Args:
        name: of the tool.
        given: its input.
        script: of the sub-agent that it starts.
    """

    name: str
    given: Mapping[str, Any]
    script: "Script | None" = None


Script = Generator[Sequence[Call] | str, list[Result], str | None]


def bash(command: str) -> Call:
    """A command, in the folder where the last one ended."""
    return Call("Bash", {"command": command, "description": "Run a command", "timeout": 120_000})


def write(file: Path | str, content: str) -> Call:
    """A whole file."""
    return Call("Write", {"file_path": str(file), "content": content})


def edit(file: Path | str, old: str, new: str) -> Call:
    """A replacement of text that stands there once."""
    return Call("Edit", {"file_path": str(file), "old_string": old, "new_string": new})


def read(file: Path | str) -> Call:
    """A file's text."""
    return Call("Read", {"file_path": str(file)})


def skill(name: str, arguments: str = "") -> Call:
    """The text of a skill."""
    return Call("Skill", {"skill": name, "args": arguments})


def agent(kind: str, prompt: str, script: Script) -> Call:
    """A sub-agent, and what it does."""
    given = {"subagent_type": kind, "description": "Do one job", "prompt": prompt}
    return Call("Agent", {**given, "run_in_background": False}, script)


def done(call: Call) -> Generator[Sequence[Call], list[Result], str]:
    """Call a tool that has to succeed; what it said."""
    (result,) = yield [call]
    assert not result.refused, f"{_told(call)} was not to fail:\n{result.text}"
    return result.text


def refused(call: Call, *words: str) -> Generator[Sequence[Call], list[Result], str]:
    """Call a tool that has to fail, and to say some words; what it said."""
    (result,) = yield [call]
    assert result.refused, f"{_told(call)} was to be refused:\n{result.text}"
    missing = [each for each in words if each not in result.text]
    assert not missing, f"{_told(call)} was to be refused with {missing}:\n{result.text}"
    return result.text


def _told(call: Call) -> str:
    return f"{call.name} {json.dumps(dict(call.given))[:400]}"


@dataclass
class _Conversation:
    """One script and the requests that continue it."""

    script: Script
    waiting: list[str] = field(default_factory=list)
    ended: bool = False

    def reply(self, messages: Sequence[Mapping[str, Any]]) -> Reply:
        """Hand the script what came back, and send what it says next."""
        try:
            said = (
                self.script.send(self._came_back(messages)) if self.waiting else next(self.script)
            )
        except StopIteration as stop:
            self.ended, self.script = True, _silent()
            self.waiting = []
            return text_reply(stop.value or "Done.")
        if isinstance(said, str):
            self.waiting = ["text"]
            return text_reply(said)
        self.waiting = [f"toolu_{uuid.uuid4().hex}" for _ in said]
        blocks = tuple(
            {"type": "tool_use", "id": name, "name": call.name, "input": dict(call.given)}
            for name, call in zip(self.waiting, said, strict=True)
        )
        return Reply(content=blocks, stop_reason="tool_use")

    def _came_back(self, messages: Sequence[Mapping[str, Any]]) -> list[Result]:
        """What was said since this script spoke last."""
        last = max(place for place, each in enumerate(messages) if each["role"] == "assistant")
        blocks = [block for each in messages[last + 1 :] for block in _blocks(each["content"])]
        beside = "\n".join(_texts(blocks))
        if self.waiting == ["text"]:
            return [Result(beside)]
        found = {block["tool_use_id"]: block for block in blocks if block["type"] == "tool_result"}
        lost = [name for name in self.waiting if name not in found]
        assert not lost, f"{len(lost)} tool calls without result: {messages[-1]}"
        return [
            Result("\n".join(_texts(each.get("content", ""))), bool(each.get("is_error")), beside)
            for each in (found[name] for name in self.waiting)
        ]


def _silent() -> Script:
    """Whoever is spoken to after its end says no more than that."""
    while True:
        yield "Done."


def _blocks(content: Any) -> list[Mapping[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _texts(content: Any) -> list[str]:
    """The texts of what was said: a text, or blocks of which some are."""
    return [block["text"] for block in _blocks(content) if block.get("type") == "text"]


class _Models:
    """The model of a session, and those of the sub-agents that it starts."""

    def __init__(self, script: Script) -> None:
        self.main = _Conversation(script)
        self.agents: dict[str, _Conversation] = {}
        self.problem: BaseException | None = None

    def __call__(self, asked: dict[str, Any], _number: int) -> Reply:
        told = _texts(asked["messages"][0]["content"])
        speaker = next((self.agents[each] for each in told if each in self.agents), self.main)
        try:
            return speaker.reply(asked["messages"])
        except BaseException as problem:  # of the script: told where the test can see it
            self.problem = self.problem or problem
            speaker.script, speaker.waiting = _silent(), []
            return text_reply("The script broke off.")

    def started(self, script: Script) -> Script:
        """The script, whose sub-agents are known when they ask."""
        results: list[Result] = []
        said: Sequence[Call] | str
        try:
            said = next(script)
            while True:
                for call in () if isinstance(said, str) else said:
                    if call.script is not None:
                        own = self.started(call.script)
                        self.agents[call.given["prompt"]] = _Conversation(own)
                results = yield said
                said = script.send(results)
        except StopIteration as stop:
            return str(stop.value) if stop.value is not None else None


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
        return "\n".join(text for each in messages for text in _texts(each["content"]))


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
        models = _Models(script)
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
