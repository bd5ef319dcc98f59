"""Which proof projects an event is about: those around its files, its folder, and what its command
names. Without `.proof-research/` a folder is none, and the hooks are silent there."""

from __future__ import annotations

import contextlib
import os
from glob import iglob
from itertools import islice

from ..patterns import pattern
from ..project.files import is_folder
from ..project.root import RESEARCH_FOLDER
from .sessions import written_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .event import Event

#: What may be a path in a command: quotes, equals signs and operators end a word.
_WORD = pattern(r"[^\s'\"=;&|<>()`$,:]+")
_QUOTED = pattern(r"'[^']*'|\"[^\"]*\"")
_MOST_WORDS = 2_000
_MOST_MATCHES = 20
_DEPTH_BELOW = 2
_MOST_FOLDERS = 2_000


def root_around(path: str) -> str | None:
    """The nearest proof project around a path, which need not exist."""
    folder = os.path.realpath(path)
    while True:
        # What nobody may look at, or no file can be called, is none that could be written.
        with contextlib.suppress(OSError):
            if is_folder(os.path.join(folder, RESEARCH_FOLDER)):
                return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def roots_of_command(event: Event, command: str) -> list[str]:
    """The proof projects that a command may write into, as far as can be told before it runs."""
    found: dict[str, None] = {}
    for path in _paths(event, command):
        root = root_around(path)
        if root is not None:
            found[root] = None
    for root in _below(event.folder):
        found[root] = None
    return list(found)


def _paths(event: Event, command: str) -> Iterator[str]:
    yield event.folder
    project_folder = os.environ.get("CLAUDE_PROJECT_DIR")
    if project_folder:
        yield project_folder
    yield from written_in(event)
    yield from (v for v in event.input.values() if isinstance(v, str) and v.startswith("/"))
    seen: set[str] = set()
    for found in _words(command):
        word = os.path.expanduser(found)
        if "\0" in word or word in seen or len(seen) > _MOST_WORDS:
            continue
        seen.add(word)
        path = os.path.join(event.folder, word)
        if "*" in word or "?" in word:
            yield from islice(iglob(path), _MOST_MATCHES)
        # Of two words `cd there && cat > sections/x.tex` only the first leads there.
        if os.path.lexists(path) or os.path.lexists(os.path.dirname(path)):
            yield path


def _words(command: str) -> Iterator[str]:
    """What may be a path: words between blanks, and what stands in quotes, which may hold some."""
    for match in _WORD.finditer(command):
        yield match[0]
    for match in _QUOTED.finditer(command):
        yield match[0][1:-1]
    if "\\ " in command:
        yield from (word.replace("\0", " ") for word in command.replace("\\ ", "\0").split())


def _below(folder: str) -> Iterator[str]:
    """Proof projects a little below a folder: a command may go there in ways nobody can read."""
    row = [(folder, 0)]
    looked = 0
    while row and looked < _MOST_FOLDERS:
        here, depth = row.pop()
        looked += 1
        try:
            with os.scandir(here) as entries:
                folders = [e for e in entries if e.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        if any(entry.name == RESEARCH_FOLDER for entry in folders):
            yield os.path.realpath(here)
        if depth < _DEPTH_BELOW:
            row += [(e.path, depth + 1) for e in folders if not e.name.startswith(".")]
