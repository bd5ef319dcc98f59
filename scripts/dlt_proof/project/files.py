"""Reading and writing text files: always UTF-8, always whole or not at all."""

import contextlib
import os
from pathlib import Path

from .. import patterns
from ..records.errors import InputError

_LINE_END = patterns.pattern(r"\r\n?|\n")


def read_text(path: Path, *, name: str | None = None) -> str:
    """The text of a UTF-8 file, line endings as they are, without a byte-order mark.

    Args:
        path: the file.
        name: what to call it in an error, by default its path.

    Raises:
        InputError: it is missing, a folder, unreadable, or not UTF-8 (with the line).
    """
    name = name or str(path)
    try:
        data = path.read_bytes()
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


def split_lines(text: str) -> list[str]:
    """The lines of a text as findings count them: no form feed and no other sign ends one."""
    return _LINE_END.split(text)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file atomically (see `write_bytes`), line endings as they are."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes, *, mode: int | None = None, durable: bool = True) -> None:
    """Write a file atomically: a reader, or a killed run, sees the old content or the new.

    Keeps the mode of a file that exists. Parent folders are made.

    Args:
        path: the file.
        data: its content.
        mode: permissions of a new file, by default what the user's umask leaves.
        durable: wait until the disk has it; not needed for what can be made again.

    Raises:
        InputError: the file cannot be written (read-only folder, full disk).
    """
    # Not `tempfile`: its start takes longer than lint may after an edit.
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        temporary = beside
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        if path.exists():
            mode = path.stat().st_mode & 0o7777
        elif mode is None:
            mode = 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
