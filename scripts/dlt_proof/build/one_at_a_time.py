"""One build of a document at a time: two would take each other's files for the document's.

Not here: which files (`run_files`), and what is kept of a build (`last_build`).
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from ..records.errors import InputError

try:
    import fcntl
except ImportError:  # no locks on this system
    fcntl = None  # type: ignore[assignment]

_WAITED_SECONDS = 10.0
_BETWEEN_TRIES = 0.05


@contextlib.contextmanager
def alone(lock: Path, document: str) -> Iterator[None]:
    """Keep other builds of this user out of the same document until the block is left.

    The lock goes with the process that holds it, however that ends. Where no lock can be had, as
    where the user's cache cannot be written, there is none.

    Args:
        lock: the file that stands for the document and its output folder; made where missing.
        document: its name, for the error.

    Raises:
        InputError: another build goes on, for longer than is waited.
    """
    descriptor = -1
    with contextlib.suppress(OSError):
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if descriptor >= 0 and fcntl and not _locked(descriptor):
            raise InputError(
                "another compile of this document is running",
                file=document,
                remedy="wait until it is done; their files would be mixed up",
            )
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Whether the lock was had, in the end."""
    until = time.monotonic() + _WAITED_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_BETWEEN_TRIES)
        except OSError:  # a file system without locks
            return True
        else:
            return True
