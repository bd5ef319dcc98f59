"""What a scripted model does in a session of the real program, and how it answers requests.

A script is a generator. It yields the tool calls of one turn (or a text, with which it would end)
and receives their results; so it can react to what the tools said. Sub-agents have scripts of their
own. Not here: how a session is run (`session`).
"""

import json
import uuid
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.messages_server import Reply, text_reply


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


def ends() -> Script:
    """Nothing is done."""
    yield from ()
    return "Done."


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
        beside = "\n".join(texts_of(blocks))
        if self.waiting == ["text"]:
            return [Result(beside)]
        found = {block["tool_use_id"]: block for block in blocks if block["type"] == "tool_result"}
        lost = [name for name in self.waiting if name not in found]
        assert not lost, f"{len(lost)} tool calls without result: {messages[-1]}"
        return [
            Result("\n".join(texts_of(each.get("content", ""))), bool(each.get("is_error")), beside)
            for each in (found[name] for name in self.waiting)
        ]


def _silent() -> Script:
    """Whoever is spoken to after its end says no more than that."""
    while True:
        yield "Done."


def _blocks(content: Any) -> list[Mapping[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def texts_of(content: Any) -> list[str]:
    """The texts of what was said: a text, or blocks of which some are."""
    return [block["text"] for block in _blocks(content) if block.get("type") == "text"]


class Models:
    """The model of a session, and those of the sub-agents that it starts."""

    def __init__(self, script: Script) -> None:
        self.main = _Conversation(script)
        self.agents: dict[str, _Conversation] = {}
        self.problem: BaseException | None = None

    def __call__(self, asked: dict[str, Any], _number: int) -> Reply:
        told = texts_of(asked["messages"][0]["content"])
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
