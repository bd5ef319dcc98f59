"""What the hooks remember of a session, in the user's cache folder: what it wrote, and what stood
there before a command ran."""

from __future__ import annotations

import contextlib
import json
import os
import time
from hashlib import sha256

from ..program import cache_folder
from ..project.files import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event

_REMEMBERED_SECONDS = 14 * 24 * 3600


def session_folder(event: Event) -> str:
    """The folder of a session, made where it is missing.

    Raises:
        OSError: it cannot be made.
    """
    # The identifier comes from outside: it becomes no part of a path.
    name = sha256(event.session.encode("utf-8", "replace")).hexdigest()[:32]
    folder = os.path.join(cache_folder(), "sessions", name)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def note_written(event: Event, root: str, name: str) -> None:
    """Remember that the session wrote a LaTeX file.

    Args:
        root: the project's folder.
        name: the file, relative to it.

    Raises:
        OSError: it cannot be written.
    """
    path = os.path.join(session_folder(event), "written")
    line = json.dumps([root, name]) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode("utf-8"))
    finally:
        os.close(descriptor)


def written_in(event: Event) -> dict[str, set[str]]:
    """The LaTeX files that the session wrote, by the folder of their project.

    Raises:
        OSError: what was remembered cannot be read.
    """
    path = os.path.join(session_folder(event), "written")
    found: dict[str, set[str]] = {}
    if os.path.exists(path):
        for line in read_bytes(path).decode("utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError, TypeError):  # cut off, or not ours
                root, name = json.loads(line)
                found.setdefault(root, set()).add(name)
    return found


def forget_old_sessions() -> None:
    """Remove what is remembered of sessions that ended long ago."""
    import shutil

    kept = os.path.join(cache_folder(), "sessions")
    with contextlib.suppress(OSError):
        for name in os.listdir(kept):
            folder = os.path.join(kept, name)
            if time.time() - os.stat(folder).st_mtime > _REMEMBERED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
