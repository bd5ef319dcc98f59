"""Work that several processes share, where starting them must cost less than a short lint saves.

`concurrent.futures` takes longer to load than many files to lint; here a process is one `fork`.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Callable, Iterator

from .records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

#: Numbers on a pipe, a byte each: fewer than every pipe holds before somebody reads.
_MOST_PIECES = 200
_LAST = -1
_KILL = 9

_Work = Callable[[], Iterator[tuple[int, bytes]]]


class Shared(Record):
    """What came of shared work.

    Attributes:
        results: one for each task, in the order of the tasks.
        accounts: what the other processes had to say when they ended.
    """

    results: list[bytes]
    accounts: list[bytes]


def usable_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(
    tasks: int, do: Callable[[int], bytes], processes: int, account: Callable[[], bytes] = bytes
) -> Shared:
    """Do all tasks, each in the process that is free first.

    Args:
        tasks: how many there are; they are begun in their order, so the longest should come first.
        do: does the task of a number, from 0. What it changes besides stays in its process.
        processes: how many may work, this one among them. What another one leaves undone, because
            it cannot be started, is killed or fails, this one does, and says what goes wrong.
        account: called in every other process when its work is done.
    """
    done: dict[int, bytes] = {}
    accounts: list[bytes] = []
    if processes > 1 and tasks > 1 and hasattr(os, "fork"):
        pieces = min(tasks, _MOST_PIECES)
        queue, feed = os.pipe()
        os.write(feed, bytes(range(pieces)))
        os.close(feed)

        def work() -> Iterator[tuple[int, bytes]]:
            while first := os.read(queue, 1):
                for task in range(first[0], tasks, pieces):
                    yield task, do(task)

        others: list[_Process] = []
        try:
            with contextlib.suppress(OSError):  # no memory for another process
                for _ in range(min(processes, pieces) - 1):
                    others.append(_Process(work, account))
            done.update(work())
            for other in others:
                accounts += other.end(done)
        finally:
            os.close(queue)
            for other in others:
                other.kill()
    return Shared([done[task] if task in done else do(task) for task in range(tasks)], accounts)


class _Process:
    """A copy of this process that works, and writes results into a file without a name."""

    def __init__(self, work: _Work, account: Callable[[], bytes]) -> None:
        self._results = _unnamed_file()
        first = os.getpid()
        self._number: int | None = os.fork()
        if self._number == 0:
            with contextlib.suppress(BaseException):  # the first process does it again, and tells
                for result in work():
                    marshal.dump(result, self._results)
                    if os.getppid() != first:
                        os._exit(1)  # nobody waits for this any more
                marshal.dump((_LAST, account()), self._results)
                self._results.flush()
            os._exit(0)

    def end(self, done: dict[int, bytes]) -> list[bytes]:
        """Wait for its end; its results go into `done` and its account is returned, if it came
        to the end of its work."""
        self._wait()
        found: dict[int, bytes] = {}
        with self._results as results:
            results.seek(0)
            with contextlib.suppress(EOFError):
                while _LAST not in found:
                    task, result = marshal.load(results)
                    found[task] = result
        if _LAST not in found:
            return []
        account = found.pop(_LAST)
        done.update(found)
        return [account]

    def kill(self) -> None:
        """End it now, if it has not ended."""
        if self._number is not None:
            with contextlib.suppress(OSError):
                os.kill(self._number, _KILL)
            self._wait()
            self._results.close()

    def _wait(self) -> None:
        assert self._number is not None
        with contextlib.suppress(ChildProcessError):  # somebody else may have seen its end
            os.waitpid(self._number, 0)
        self._number = None


def _unnamed_file() -> BinaryIO:
    if hasattr(os, "memfd_create"):
        with contextlib.suppress(OSError):
            return os.fdopen(os.memfd_create("results"), "w+b")
    from tempfile import TemporaryFile

    return TemporaryFile()
