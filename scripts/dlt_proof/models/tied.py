"""Starts a program that does not outlive us, in a session of its own so that it can be ended whole.

On Linux the kernel ends it even where we are killed: the program is started through a few lines of
Python that ask for that and then become the program. (To ask between fork and exec in our own
process, `preexec_fn`, is not safe beside threads.) Not here: signals that we can catch
(`interrupts`).
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: What the few lines say before the reason why the program could not be started.
_NOT_STARTED = b"dlt-proof: not started: "

#: PR_SET_PDEATHSIG is 1. We may have been killed before it was set: then our number is gone.
_TIE = """
import os, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)
except (ImportError, OSError, AttributeError):
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
try:
    os.execv(sys.argv[2], sys.argv[2:])
except OSError as error:
    sys.exit(f"dlt-proof: not started: {error}")
"""


async def start(
    program: str, words: Sequence[str], *, working: Path, environment: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """Start a program with pipes for its input, output and errors.

    Args:
        program: its path.
        words: after its name.
        working: the folder that it runs in.
        environment: all of it.

    Raises:
        OSError: it cannot be started; on Linux `check_started` tells that instead.
    """
    command = [program, *words]
    if sys.platform == "linux" and sys.executable:
        # Isolated and without `site`: nothing but these lines is read.
        command = [sys.executable, "-I", "-S", "-c", _TIE, str(os.getpid()), *command]
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=working,
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


def check_started(errors: bytes) -> None:
    """Refuse a program that could not be started, by what was written on standard error.

    Raises:
        OSError: it could not.
    """
    if errors.startswith(_NOT_STARTED):
        raise OSError(errors.removeprefix(_NOT_STARTED).decode("utf-8", "replace").strip())


async def end(process: asyncio.subprocess.Process) -> None:
    """End the program and all that it started, if anything of it still runs."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
