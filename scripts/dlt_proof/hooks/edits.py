"""What a tool that writes a file would leave in it."""

from __future__ import annotations

import os

from ..project.files import read_loosely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event


def target_of(event: Event) -> str:
    """The absolute path of the file that a tool is called for, empty where it names none."""
    path = event.text("file_path") or event.text("notebook_path") or event.text("path")
    return os.path.join(event.folder, os.path.expanduser(path)) if path else ""


def text_after(event: Event, path: str) -> str | None:
    """The text that a call would leave, None where it would leave the file as it is or this tool
    cannot be foreseen.

    Raises:
        OSError: the file is there and cannot be read.
    """
    if event.tool == "Write":
        return event.text("content")
    edits = event.input.get("edits") if event.tool == "MultiEdit" else [event.input]
    if event.tool not in ("Edit", "MultiEdit") or not isinstance(edits, list):
        return None
    before = text = read_loosely(path) if os.path.lexists(path) else ""
    for edit in edits:
        old, new = edit.get("old_string"), edit.get("new_string")
        if not isinstance(old, str) or not isinstance(new, str):
            return None
        if not old:
            text = text or new
        else:
            text = text.replace(old, new, -1 if edit.get("replace_all") is True else 1)
    return text if text != before else None
