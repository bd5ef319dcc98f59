"""How much a program has written: below folders, however deep, and in files without a name.

It stands alone (only the standard library, none of this package) because `contained` does, which
uses it. Not here: what is done about it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)  # taken away, or something else put in its place
_LEAST = 4096  # bytes that a file or folder counts, so that many small ones count too
_MEASUREMENTS = 3
#: Folders within folders, and characters of their names: beyond that, what goes by paths (we too,
#: and whoever looks at it) meets the end of what the system or Python takes.
DEEPEST, LONGEST = 100, 2000


class Entry(NamedTuple):
    """What lies in a folder.

    Args:
        folder: descriptor of the folder that holds it, good until the next entry is asked for.
        name: within that folder.
        status: its own, where it is a link.
        above: the folders that lead to it from the top; the list changes with the next entry.
    """

    folder: int
    name: str
    status: os.stat_result
    above: Sequence[str]


class MovedError(OSError):
    """A folder was moved away while one went through it."""


class TooDeepError(OSError):
    """There are more folders within folders than `DEEPEST` or `LONGEST` allow."""


def walk(top: str, *, deep: bool = True) -> Iterator[Entry]:
    """Everything below a folder, what lies in a folder before the folder itself.

    No path is spelled out, so none is too long; one folder is open at a time, so no depth is too
    great. Links are not followed.

    Args:
        top: its path.
        deep: go on however deep it is.

    Raises:
        TooDeepError: it is deeper than `DEEPEST` or `LONGEST`, and `deep` is not set.
        MovedError: the way back up was not the way down.
        OSError: a folder cannot be read.
    """
    here = os.open(top, _FOLDER)
    above: list[str] = []
    turns: list[tuple[tuple[int, int], list[str]]] = []  # of those above: which, and what is left
    try:
        left = yield from _entries(here, above)
        while left or above:
            if left:
                name = left.pop()
                try:
                    below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
                except OSError as error:
                    if error.errno in _GONE:
                        continue
                    raise
                turns.append((_identity(os.fstat(here)), left))
                above.append(name)
                os.close(here)
                here = below
                if not deep and is_too_deep(above):
                    raise TooDeepError(f"there are more than {DEEPEST} folders within folders")
                left = yield from _entries(here, above)
            else:
                status = os.fstat(here)
                up = os.open("..", _FOLDER, dir_fd=here)
                os.close(here)
                here = up
                identity, left = turns.pop()
                if _identity(os.fstat(here)) != identity:
                    raise MovedError("a folder was moved")
                yield Entry(here, above.pop(), status, above)
    finally:
        os.close(here)


def _entries(folder: int, above: list[str]) -> Generator[Entry, None, list[str]]:
    """What lies in a folder and is none; returns the names of the folders."""
    folders = []
    with os.scandir(folder) as scanned:
        found = list(scanned)
    for entry in found:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(status.st_mode):
            folders.append(entry.name)
        else:
            yield Entry(folder, entry.name, status, above)
    return folders


def is_too_deep(folders: Sequence[str]) -> bool:
    """Whether these are more folders within folders than there may be below an output folder."""
    return len(folders) > DEEPEST or sum(map(len, folders)) > LONGEST


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def measure(folders: Sequence[str], enough: float = float("inf")) -> int:
    """How many bytes lie below folders; a file or folder counts as 4096 at least.

    Args:
        folders: paths; one that does not exist counts nothing.
        enough: bytes, beyond which it is not counted on.

    Raises:
        TooDeepError: a folder lies too deep.
        OSError: it cannot be told: a folder is closed, or they are moved about all the time.
    """
    for last in range(_MEASUREMENTS - 1, -1, -1):
        try:
            return _sum(folders, enough)
        except MovedError:
            if not last:
                raise
    raise AssertionError


def _sum(folders: Sequence[str], enough: float) -> int:
    total = 0
    for entry in _below(folders):
        total += max(_LEAST, min(entry.status.st_size, entry.status.st_blocks * 512))
        if total > enough:
            break
    return total


def _below(folders: Sequence[str]) -> Iterator[Entry]:
    for folder in folders:
        with contextlib.suppress(FileNotFoundError):
            yield from walk(folder, deep=False)


def measure_unnamed(processes: Iterable[int]) -> int:
    """How many bytes processes hold in files that were removed while they are open.

    Counted where the system has `/proc`.
    """
    found = {}
    for process in processes:
        with contextlib.suppress(OSError), os.scandir(f"/proc/{process}/fd") as descriptors:
            for descriptor in descriptors:
                with contextlib.suppress(OSError):
                    status = Path(descriptor.path).stat()
                    if stat.S_ISREG(status.st_mode) and not status.st_nlink:
                        found[_identity(status)] = status.st_blocks * 512
    return sum(found.values())
