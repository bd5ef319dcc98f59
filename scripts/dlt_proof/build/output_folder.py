"""The output folder: what may lie in it before a run, and taking out what a runaway run wrote.

Not here: how a run is kept to it (`containment`).
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from ..records.errors import InputError
from .latexmk import OUTPUT_LOG
from .measuring import Entry, walk
from .run_files import RunFiles

_KEPT_OF_LOGS = 1_000_000  # bytes
_IRREGULAR = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refuse_irregular_files(files: RunFiles) -> None:
    """See that what is written to the output folder stays in it, and what is read there ends.

    A project may come with an output folder, and with links in it to files of the user.

    Raises:
        InputError: there is something else than files and folders in it, or it cannot be read.
    """
    outdir = files.outdir
    if outdir.is_symlink() and outdir.is_relative_to(files.project.root):
        raise _irregular(outdir, stat.S_IFLNK, files)
    if not outdir.is_dir():
        return
    try:
        for entry in walk(str(outdir), deep=False):
            kind = stat.S_IFMT(entry.status.st_mode)
            if kind in _IRREGULAR:
                raise _irregular(outdir.joinpath(*entry.above, entry.name), kind, files)
    except OSError as error:
        raise InputError(
            f"the output folder {outdir} cannot be read: {error.strerror or error}",
            remedy="remove it",
        ) from None


def _irregular(path: Path, kind: int, files: RunFiles) -> InputError:
    root = files.project.root
    # The name as it stands, not where a link leads.
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return InputError(
        f"is {_IRREGULAR[kind]}, and what is compiled goes to files and folders only",
        file=name,
        remedy="remove it",
    )


def remove_written_since(files: RunFiles, begun: int) -> None:
    """Take out what a run wrote, which the next one would find in its way; keep heads of logs.

    Args:
        files: of the run.
        begun: when it began, in nanoseconds.
    """
    logs = (files.named(".log").name, OUTPUT_LOG)
    for entry in walk(str(files.outdir)):
        # A document can set the time of a file's last change, not that of its last new status.
        if entry.status.st_ctime_ns < begun:
            continue
        with contextlib.suppress(OSError):
            if stat.S_ISDIR(entry.status.st_mode):
                os.rmdir(entry.name, dir_fd=entry.folder)  # where nothing earlier is in it
            elif entry.name in logs and not entry.above and stat.S_ISREG(entry.status.st_mode):
                _cut(entry)
            else:
                os.unlink(entry.name, dir_fd=entry.folder)


def _cut(entry: Entry) -> None:
    descriptor = os.open(entry.name, os.O_WRONLY | os.O_NOFOLLOW, dir_fd=entry.folder)
    try:
        os.ftruncate(descriptor, min(entry.status.st_size, _KEPT_OF_LOGS))
    finally:
        os.close(descriptor)
