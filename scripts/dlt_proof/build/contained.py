"""A program that runs another one within limits and leaves no process of it behind.

It stands alone (only the standard library and `measuring` beside it) because it is started as
`python contained.py`: `run` supervises a command whose limits it reads from its standard input,
`only PROGRAM …` becomes a program that can start no other. It knows nothing of TeX.

What the kernel enforces is Landlock: see <https://docs.kernel.org/userspace-api/landlock.html>.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

if __package__:
    from .measuring import TooDeepError, measure, measure_unnamed
else:  # started by itself, where nothing beside it is found unless it is told
    sys.path.append(str(Path(__file__).resolve().parent))
    from measuring import (  # type: ignore[import-not-found,no-redef]
        TooDeepError,
        measure,
        measure_unnamed,
    )

# Rights on files, and how many of them an ABI of Landlock knows.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READING = READ_FILE | READ_DIR
# Files and folders, and nothing else: no links, no pipes, no sockets, no devices.
_WRITING = WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | _TRUNCATE
_KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # from 5 on: 16
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_NO_NEW_PRIVILEGES, _CHILD_SUBREAPER = 38, 36

_POLL_SECONDS = 0.05
_MEASURE_SECONDS = 0.25
# Each open file may be large and without a name. This is the least that systems give by themselves.
_OPEN_FILES = 256
#: Exit status where the limits could not be set: the command was not started.
NOT_CONTAINED = 125


def landlock_version() -> int:
    """The ABI of Landlock that this kernel has, 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, 0, 1)))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def restrict(rules: list[tuple[str, int]], handled: int, *, network: bool = True) -> None:
    """Give up, for this process and all it starts, every right in `handled` but those in `rules`.

    Args:
        rules: paths with the rights that remain below them; one that does not exist is left out.
        handled: the rights that are given up elsewhere.
        network: leave TCP as it is. Otherwise it is closed where the kernel can (ABI 4).

    Raises:
        OSError: the kernel refused.
    """
    libc = _libc()
    version = landlock_version()
    handled &= (1 << _KNOWN_RIGHTS.get(version, 16)) - 1
    tcp = 3 if version >= 4 and not network else 0
    scoped = 3 if version >= 6 else 0  # signals and abstract sockets stay among these processes
    attributes = (ctypes.c_uint64 * 3)(handled, tcp, scoped)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _called(libc.syscall(_CREATE_RULESET, ctypes.byref(attributes), size, 0))
    for path, rights in rules:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        if not Path(path).is_dir():
            rights &= _FOR_FILES
        packed = (rights & handled).to_bytes(8, sys.byteorder)
        packed += place.to_bytes(4, sys.byteorder, signed=True)
        if rights & handled:
            _called(libc.syscall(_ADD_RULE, ruleset, 1, packed, 0))
        os.close(place)
    _called(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _called(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _called(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _confine(policy: dict[str, Any]) -> None:
    everything = (1 << 16) - 1
    rules = [(path, EXECUTE | _READING) for path in policy["programs"]]
    rules += [(path, _READING) for path in policy["readable"]]
    rules += [(path, _READING | _WRITING) for path in policy["writable"]]
    rules += [("/dev/null", READ_FILE | WRITE_FILE), ("/dev/urandom", READ_FILE)]
    restrict(rules, everything, network=policy["network"])


def _limit(name: int, value: int) -> None:
    """Set a limit as low as asked for, where the system lets us."""
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(name)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(name, (value, value))


def _default_signals() -> None:
    """Undo what Python does for itself: a program that ignores a full file would go on for ever."""
    for name in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


def _start(policy: dict[str, Any]) -> int:
    """Start the command in a session of its own, within its limits; its process number."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        _default_signals()
        # What was printed stands: with O_APPEND nothing writes over it.
        writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_NOFOLLOW
        output = os.open(policy["output"], writing, 0o666)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        os.chdir(policy["folder"])
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _limit(resource.RLIMIT_FSIZE, policy["file_bytes"])
        _limit(resource.RLIMIT_AS, policy["memory_bytes"])
        if policy["landlock"]:
            _confine(policy)
        command = policy["command"]
        os.execve(command[0], command, policy["environment"])
    except BaseException as error:
        os.write(2, f"the command was not started: {error}\n".encode())
    finally:
        os._exit(NOT_CONTAINED)


def _beyond(folders: list[str], most: int) -> str:
    """What goes too far: "depth" of folders, "total" of bytes below them and without a name."""
    try:
        written = measure(folders, most) + measure_unnamed(_descendants())
    except TooDeepError:
        return "depth"
    except OSError:  # what cannot be measured keeps to no limit
        return "total"
    return "total" if written > most else ""


def _descendants() -> list[int]:
    """Processes whose chain of parents leads here; those that lost their parent come here."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            parents[int(path.parent.name)] = int(path.read_bytes().rpartition(b")")[2].split()[1])
    found = [os.getpid()]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found[1:]


def _end_all(process: int) -> None:
    """Kill whatever the command started and wait until nothing of it is left."""
    while True:
        with contextlib.suppress(OSError):
            os.killpg(process, signal.SIGKILL)
        for child in _descendants():
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.01)


def supervise() -> None:
    """Run the command that the first line of standard input tells; say how it ended.

    The end of standard input ends the command too: whoever asked for it is gone.
    """
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    policy = json.loads(sys.stdin.buffer.readline())
    if sys.platform.startswith("linux"):
        _libc().prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    folders = policy["measured"]
    most = measure(folders) + policy["total_bytes"]
    deadline = time.monotonic() + policy["seconds"]
    process = _start(policy)
    ended, status = "", 0
    try:
        next_measure = 0.0
        while not ended:
            done, code = _reap(process)
            now = time.monotonic()
            if done:
                ended, status = "itself", code
            elif now > deadline:
                ended = "time"
            elif now > next_measure:
                next_measure = now + _MEASURE_SECONDS
                ended = _beyond(folders, most)
            if not ended and select.select([0], [], [], _POLL_SECONDS)[0] and not os.read(0, 1):
                ended = "caller"
    finally:
        _end_all(process)
    if ended == "itself":
        ended = _beyond(folders, most) or ended
    with contextlib.suppress(OSError):
        os.write(1, json.dumps({"ended": ended, "status": status}).encode())


def _reap(process: int) -> tuple[bool, int]:
    """Whether the command has ended, and how; other processes that ended are let go."""
    while True:
        try:
            child, code = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return True, NOT_CONTAINED
        if child == process:
            return True, os.waitstatus_to_exitcode(code)
        if child == 0:
            return False, 0


def become_only(command: list[str]) -> None:
    """Replace this process by a program that can start no other than itself."""
    program = shutil.which(command[0])
    if program is None:
        sys.exit(f"{command[0]} not found")
    if landlock_version():
        # What loads a program's libraries is started with it, so it must be allowed.
        loaders = [*Path("/").glob("lib*/ld-*"), *Path("/lib").glob("*/ld-*")]
        restrict([(str(path), EXECUTE) for path in (program, *loaders)], EXECUTE)
    _default_signals()
    os.execv(program, command)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        supervise()
    else:
        become_only(sys.argv[2:])
