"""The output folder made ready for a run: without what earlier ones made, with folders to write to.

Not here: whether a build and what it left are known (`last_build`).
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from ..project.files import walk_folders
from ..records.errors import InputError
from .containment import CACHE, is_link_out, kernel_can_contain
from .latex_log import LatexLog
from .measuring import is_too_deep, walk
from .run_files import RunFiles
from .sources import read_loosely

_RECORD_OF_A_CHAPTER = re.compile(r"^\\@input\{([^{}\n]+)\}", re.MULTILINE)


def led_astray(files: RunFiles, log: LatexLog, before: Collection[Path]) -> set[Path]:
    """What lay in the output folder before a run, and is to be taken out for another one.

    Errors in what an earlier run made may be of what the sources were then. And a chapter's labels
    are the sources' own only where a build made the record of them: `\\includeonly` has TeX read
    one and not write it.

    Args:
        files: of the run.
        log: of the run.
        before: the files that it found.
    """
    named = (message.file for message in log.messages if message.kind == "error")
    at_errors = {Path(os.path.normpath(files.project.root / name)) for name in named if name}
    made = {path for path in at_errors & set(before) if path.is_relative_to(files.outdir)}
    chapters = _RECORD_OF_A_CHAPTER.findall(read_loosely(files.named(".aux")))
    records = {Path(os.path.normpath(files.outdir / name)) for name in chapters}
    return (made - files.brought) | (records & files.brought)


def remove_made(files: RunFiles, paths: Iterable[Path]) -> None:
    """Take out what earlier runs made, and nothing else that may lie in the output folder.

    Raises:
        InputError: one cannot be removed.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot be removed before TeX runs: {error.strerror}",
                file=files.relative(path),
                remedy="remove it",
            ) from None


def remove_cache(files: RunFiles) -> None:
    """Take out what the programs have cached, fonts and code for Lua among it."""
    with contextlib.suppress(OSError):
        for entry in walk(str(files.outdir / CACHE)):
            remove = os.rmdir if stat.S_ISDIR(entry.status.st_mode) else os.unlink
            remove(entry.name, dir_fd=entry.folder)


def make_folders(files: RunFiles) -> None:
    """The output folder, with a folder for each one that `\\include` may name."""
    root, outdir = files.project.root, files.outdir
    leading_out = ""
    try:
        (outdir / CACHE / "tmp").mkdir(parents=True, exist_ok=True)
        for folder, subfolders, names in walk_folders(root):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            path = Path(folder)
            if path == outdir:
                subfolders.clear()
                continue
            below = path.relative_to(root)
            if any(name.endswith(".tex") for name in names) and not is_too_deep(below.parts):
                (outdir / below).mkdir(parents=True, exist_ok=True)
            for name in (*subfolders, *names):
                link = path / name
                if is_link_out(link, root):
                    leading_out = leading_out or link.relative_to(root).as_posix()
    except OSError as error:
        raise InputError(
            f"the output folder {outdir} cannot be written: {error.strerror}"
        ) from None
    # Where the kernel keeps TeX to the project, such a link leads nowhere (B12).
    if leading_out and not kernel_can_contain():
        raise InputError(
            "is a symbolic link that leads out of the project, and this system cannot keep "
            "TeX from following it",
            file=leading_out,
            remedy="copy the file into the project",
        )
