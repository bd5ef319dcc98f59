"""PreToolUse: a call that would break a rule is refused before it is made, and what stands there is
remembered, so that what a call did all the same can be undone (`after_tool`)."""

from __future__ import annotations

import os

from ..project.files import is_file, read_bytes
from ..project.root import RESEARCH_FOLDER, Project
from . import snapshots
from .commands import why_not_in_background, why_refused
from .delta import Changed, Delta
from .edits import target_of, text_after
from .event import Answer
from .places import root_around, roots_of_command
from .prompt import persons_command
from .rules import STATE_FOLDER, violations
from .stray_output import stray_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event

#: Tools whose commands go on when the call is over.
_IN_BACKGROUND = ("Monitor",)
WRITERS = ("Write", "Edit", "MultiEdit", "NotebookEdit")
#: Files of Claude Code that could switch these guards off.
_AGENTS_SETTINGS = (".claude/settings.json", ".claude/settings.local.json", ".claude.json")


def answer(event: Event) -> Answer:
    """What is said to a call that is to be made.

    Raises:
        DltProofError, OSError: it cannot be told whether it may be made.
    """
    if event.tool in WRITERS:
        return _before_writing(event)
    command = event.text("command")
    roots = roots_of_command(event, command)
    refusal = _why_refused(event, command) if roots else ""
    if refusal:
        return Answer(refusal=f"refused: {refusal}")
    for root in roots:
        snapshots.take(event, root)
    return Answer()


def _why_refused(event: Event, command: str) -> str:
    if persons_command(event.text("prompt")) is not None:
        return "a prompt that a tool sets is none of the author's: they type it themselves"
    in_background = event.tool in _IN_BACKGROUND or event.input.get("run_in_background")
    refusal = why_not_in_background(command) if command and in_background else ""
    return refusal or why_refused(command)


def _before_writing(event: Event) -> Answer:
    path = target_of(event)
    root = root_around(path) if path else None
    if root is None:
        return Answer()
    if path.replace(os.sep, "/").endswith(_AGENTS_SETTINGS):
        return _refused(path, "settings of Claude Code can switch these guards off: the author's")
    name = Project(root).relative(path)
    text = text_after(event, path)
    if text is not None:
        before = read_bytes(path) if is_file(path) else None
        changed = Changed(name, before, text.encode("utf-8", "surrogatepass"))
        for violation in violations(Delta(root, (changed,), done=False)):
            return _refused(violation.file, violation.message)
        if stray_files(root, [changed]):
            return _refused(name, "LaTeX output belongs under .output/: run `dlt-proof compile`")
    elif name.startswith((STATE_FOLDER, f"{RESEARCH_FOLDER}/")) and event.tool == "NotebookEdit":
        return _refused(name, "no notebook belongs there")
    snapshots.take(event, root)
    return Answer()


def _refused(name: str, message: str) -> Answer:
    return Answer(refusal=f"refused: {name}: {message}")
