"""`hooks/run.sh` as Claude Code runs it: a process of its own, in a copy of the plugin whose Python
may be a broken one."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How the wrapper ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """What it told as JSON."""
        told: dict[str, Any] = json.loads(self.out)
        return told

    @property
    def context(self) -> str:
        """What it told the agent."""
        context: str = self.told["hookSpecificOutput"]["additionalContext"]
        return context


class Wrapper:
    """A copy of the plugin.

    Args:
        folder: where; its path may hold blanks.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "hooks").mkdir(parents=True)
        shutil.copy(ROOT / "hooks" / "run.sh", folder / "hooks")
        (folder / "scripts").mkdir()
        for name in ("dlt_proof", "plugin", "hook.py"):
            (folder / "scripts" / name).symlink_to(ROOT / "scripts" / name)
        self.python_is(f'exec {shlex.quote(sys.executable)} "$@"')

    def python_is(self, script: str | None) -> None:
        """Give it a Python of this `sh` script; None for no Python at all."""
        environment = self.folder / ".venv"
        shutil.rmtree(environment, ignore_errors=True)
        if script is not None:
            (environment / "bin").mkdir(parents=True)
            (environment / ".made-from").write_text("tests")
            python = environment / "bin" / "python"
            python.write_text(f"#!/bin/sh\n{script}\n")
            python.chmod(0o755)

    def code_is(self, text: str) -> None:
        """Replace the program's script."""
        script = self.folder / "scripts" / "hook.py"
        script.unlink()
        script.write_text(text)

    def change(self, old: str, new: str) -> None:
        """Change a text in the wrapper."""
        script = self.folder / "hooks" / "run.sh"
        text = script.read_text()
        assert old in text
        script.write_text(text.replace(old, new))

    def run(
        self, event: str, given: Mapping[str, Any] | str, folder: Path, *, shell: str = "sh",
        **variables: str,
    ) -> Ended:  # fmt: skip
        """Run it in a folder, with more variables."""
        text = given if isinstance(given, str) else json.dumps(given, separators=(",", ":"))
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CLAUDE", "AI_AGENT", "PYTHON"))
        }
        done = subprocess.run(
            [shell, str(self.folder / "hooks" / "run.sh"), event],
            input=text.encode("utf-8", "surrogatepass"),
            capture_output=True,
            cwd=folder,
            env={**kept, **variables},
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def told_of(event: str, folder: Path | str, **more: Any) -> dict[str, Any]:
    """The JSON that Claude Code gives a hook."""
    return {"session_id": "s", "cwd": str(folder), "hook_event_name": event, **more}


def tool(folder: Path | str, name: str, **given: Any) -> dict[str, Any]:
    """That of a tool call."""
    return told_of("PreToolUse", folder, tool_name=name, tool_input=given, tool_use_id="t")
