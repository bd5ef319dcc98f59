"""An agent's tool calls on a project: both hooks around what a tool really does."""

import itertools
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlt_proof.hooks import after_tool, before_tool
from dlt_proof.hooks.event import Answer, Event
from dlt_proof.project import Project

_numbers = itertools.count()


def event(name: str, folder: Path, tool: str = "", **given: Any) -> Event:
    """An event as Claude Code tells it, a call of its own for each."""
    return Event(name, "a session", str(folder), tool, f"call {next(_numbers)}", given)


@dataclass
class Called:
    """What became of a tool call.

    Args:
        refused: what was said where it was not made.
        undone: what was said where it was made and put back.
        context: what was told besides.
    """

    refused: str = ""
    undone: str = ""
    context: str = ""


class Agent:
    """Somebody who calls tools in a project's folder."""

    def __init__(self, project: Project) -> None:
        self.project, self.root = project, project.root

    def write(self, name: str, text: str) -> Called:
        path = self.root / name
        given = {"file_path": str(path), "content": text}

        def act() -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

        return self.call("Write", given, act)

    def edit(self, name: str, old: str, new: str) -> Called:
        path = self.root / name
        given = {"file_path": str(path), "old_string": old, "new_string": new}

        def act() -> None:
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")

        return self.call("Edit", given, act)

    def bash(self, command: str, folder: Path | None = None, **given: Any) -> Called:
        here = folder or self.root

        def act() -> None:
            subprocess.run(["bash", "-c", command], cwd=here, check=False, capture_output=True)

        return self.call("Bash", {"command": command, **given}, act, here)

    def call(
        self,
        tool: str,
        given: dict[str, Any],
        act: Callable[[], object],
        folder: Path | None = None,
    ) -> Called:
        before = event("PreToolUse", folder or self.root, tool, tool_input=given)
        said = before_tool.answer(before)
        if said.refusal:
            assert said == Answer(refusal=said.refusal)
            return Called(refused=said.refusal)
        act()
        said = after_tool.answer(before._replace(name="PostToolUse"))
        return Called(undone=said.refusal, context=said.context)


def tree(root: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


__all__ = ["Agent", "Called", "event", "tree"]
