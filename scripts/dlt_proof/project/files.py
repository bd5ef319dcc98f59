"""Reading and writing text files: always UTF-8, always whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from .. import patterns
from ..records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

#: Lint runs after every edit and does without `pathlib`, which takes longer to load than many
#: files to lint; so do all that it needs.
StrPath: TypeAlias = "str | os.PathLike[str]"

_LINE_END = patterns.pattern(r"\r\n?|\n")


def read_text(path: StrPath, *, name: str | None = None) -> str:
    """The text of a UTF-8 file, line endings as they are, without a byte-order mark.

    Args:
        path: the file.
        name: what to call it in an error, by default its path.

    Raises:
        InputError: it is missing, a folder, unreadable, or not UTF-8 (with the line).
    """
    name = name or str(path)
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        raise InputError("the file does not exist", file=name) from None
    except IsADirectoryError:
        raise InputError("this is a folder, a file was expected", file=name) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=name) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"is not UTF-8 (byte 0x{data[error.start]:02x})",
            file=name,
            line=line,
            remedy="save it as UTF-8",
        ) from None
    return text.removeprefix("\ufeff")


def is_file(path: StrPath) -> bool:
    """Whether there is a file.

    Raises:
        OSError: nobody can tell, such as behind a folder without permission. That is no "no":
            settings or a plan that cannot be read are not settings and plans that are not there.
    """
    status = _status(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(path: StrPath) -> bool:
    """Whether there is a folder.

    Raises:
        OSError: nobody can tell, as for `is_file`.
    """
    status = _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def exists(path: StrPath) -> bool:
    """Whether there is anything.

    Raises:
        OSError: nobody can tell, as for `is_file`.
    """
    return _status(path) is not None


def _status(path: StrPath) -> os.stat_result | None:
    try:
        return os.stat(path)
    except ValueError:  # no file can have this name
        return None
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return None
        raise


def read_bytes(path: StrPath) -> bytes:
    """The content of a file.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as stream:
        return stream.read()


def read_loosely(path: StrPath) -> str:
    """The text of a file; what is not UTF-8 in it is replaced.

    Raises:
        OSError: it cannot be read.
    """
    return read_bytes(path).decode("utf-8", errors="replace")


def walk_folders(root: StrPath) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each folder from one on downwards: its path, the names of its folders, of its files.

    `os.walk`, of which Python's own before 3.12 calls itself once for each level: a project could
    make that too much. Folders taken out of the list are not gone through; nor are links, nor
    what cannot be read.
    """
    waiting = [os.fspath(root)]
    while waiting:
        folder = waiting.pop()
        folders: list[str] = []
        files: list[str] = []
        links: set[str] = set()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    (folders if _leads_to_folder(entry) else files).append(entry.name)
                    if entry.is_symlink():
                        links.add(entry.name)
        except OSError:
            continue
        yield folder, folders, files
        waiting += [os.path.join(folder, name) for name in reversed(folders) if name not in links]


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def split_lines(text: str) -> list[str]:
    """The lines of a text as findings count them: no form feed and no other sign ends one."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def write_text(path: StrPath, text: str) -> None:
    """Write a UTF-8 file atomically (see `write_bytes`), line endings as they are."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(
    path: StrPath, data: bytes, *, mode: int | None = None, durable: bool = True
) -> None:
    """Write a file atomically: a reader, or a killed run, sees the old content or the new.

    Parent folders are made.

    Args:
        path: the file.
        data: its content.
        mode: its permissions; by default those it had, of a new file what the umask leaves.
        durable: wait until the disk has it; not needed for what can be made again.

    Raises:
        InputError: the file cannot be written (read-only folder, full disk).
    """
    # Not `tempfile`: its start takes longer than lint may after an edit.
    temporary: str | None = None
    folder, name = os.path.split(os.fspath(path))
    try:
        os.makedirs(folder or ".", exist_ok=True)
        beside = os.path.join(folder, f".{name}.{os.urandom(6).hex()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        temporary = beside
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        if mode is None:
            status = _status(path)
            mode = 0o666 & ~_umask() if status is None else status.st_mode & 0o7777
        os.chmod(temporary, mode)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
