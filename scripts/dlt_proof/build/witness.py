"""A program that runs TeX and says which of its files were written by something else too.

It stands alone (only the standard library, none of this package) because it is started as
`python witness.py MARK FOLDER STEM PROGRAM …`. What it says goes to its standard output in lines
that begin with MARK, which TeX is not told; `terminal` reads them. A document can write to the log
after TeX has closed it, but not without the kernel seeing a file closed once more. Where the
system has no inotify, nothing is said of files.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import struct
import sys
from collections import Counter

CLOSED, MOVED_FROM, MOVED_TO, DELETED = 0x8, 0x40, 0x80, 0x200
# That a file was opened is no news, but stands between two of its closings, which the kernel would
# make one of if they followed each other.
_OPENED, _OVERFLOW, _FOLDER_ONLY = 0x20, 0x4000, 0x0100_0000
_EVENT = struct.Struct("iIII")
_NAMES = {CLOSED: "closed", MOVED_FROM: "moved away", MOVED_TO: "moved here", DELETED: "deleted"}


class Watch:
    """What happens to files of one stem in a folder, as the kernel tells it.

    Args:
        folder: which.
        stem: what the names of the files begin with.

    Raises:
        OSError: this system does not tell.
    """

    def __init__(self, folder: str, stem: str) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(libc, "inotify_init1"):
            raise OSError("no inotify")
        self._stem = stem.encode()
        self.events: dict[str, Counter[str]] = {}
        self.complete = True
        self.descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        wanted = _FOLDER_ONLY | _OPENED | sum(_NAMES)
        path = os.fsencode(folder)
        if self.descriptor < 0 or libc.inotify_add_watch(self.descriptor, path, wanted) < 0:
            raise OSError(ctypes.get_errno(), "inotify refused")

    def read(self) -> None:
        """Take in what has happened."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self._take_in(os.read(self.descriptor, 1 << 16))

    def _take_in(self, data: bytes) -> None:
        start = 0
        while start < len(data):
            _, mask, _, length = _EVENT.unpack_from(data, start)
            start += _EVENT.size + length
            name = data[start - length : start].rstrip(b"\0")
            if mask & _OVERFLOW:
                self.complete = False
            if name.startswith(self._stem) and not mask & _OPENED:
                suffix = name[len(self._stem) :].decode("utf-8", errors="replace")
                counted = self.events.setdefault(suffix, Counter())
                counted.update(what for bit, what in _NAMES.items() if mask & bit)


def main(mark: str, folder: str, stem: str, command: list[str]) -> None:
    """Run a command, and end as it ends."""
    try:
        watch: Watch | None = Watch(folder, stem)
    except OSError:
        watch = None
    _say(mark, "begins")
    status = os.waitstatus_to_exitcode(_run(command, watch))
    if watch:
        watch.read()
    seen = watch.events if watch and watch.complete else None
    _say(mark, "ended", json.dumps({"status": status, "events": seen}))
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(abs(status))


def _say(mark: str, what: str, text: str = "") -> None:
    # In one write and on a line of its own, whatever was printed before.
    os.write(1, f"\n{mark} {what} {text}\n".encode())


def _run(command: list[str], watch: Watch | None) -> int:
    """Run a command, taking in meanwhile what happens to the files; its wait status."""
    process = os.fork()
    if process == 0:
        try:
            for name in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
                signal.signal(name, signal.SIG_DFL)
            os.execvp(command[0], command)
        except OSError as error:
            os.write(2, f"{command[0]} was not started: {error}\n".encode())
        finally:
            os._exit(127)
    if watch:
        with contextlib.suppress(OSError):  # of a system that cannot wait for both
            ended = os.pidfd_open(process)
            while ended not in select.select([ended, watch.descriptor], [], [])[0]:
                watch.read()
            os.close(ended)
    return os.waitpid(process, 0)[1]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
