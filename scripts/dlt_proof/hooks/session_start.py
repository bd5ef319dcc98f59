"""At the start of a session in a proof project: where it stands, and the next command.

The status is asked of a process of its own, which has to answer in time: a session does not wait
for a large project. Preparing missing packages is the business of `hooks/run.sh`.
"""

from __future__ import annotations

import os

from .event import Answer
from .places import root_around
from .sessions import forget_old_sessions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event

_SECONDS = 15
_MOST_LINES = 20
_LONGEST_LINE = 300


def answer(event: Event) -> Answer:
    """Where the project around the session's folder stands; nothing elsewhere."""
    root = root_around(event.folder)
    if root is None:
        return Answer()
    forget_old_sessions()
    lines = [
        f"dlt-proof: {root} is a proof project. What comes next is what `dlt-proof status` says; "
        "its gates now:",
        *_status(root),
    ]
    return Answer(context="\n".join(lines))


def _status(root: str) -> list[str]:
    """What `dlt-proof status` says, cut where it is long; else why that is not known."""
    import subprocess
    import sys

    library = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    try:
        done = subprocess.run(
            # Without `-P` a `json.py` in this folder would be taken for Python's.
            [sys.executable, "-P", "-m", "dlt_proof", "status", "--quiet", root],
            env={**os.environ, "PYTHONPATH": library},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"not told within {_SECONDS} s: run `dlt-proof status`"]
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return [f"not known: {said[:_LONGEST_LINE]}"]
    lines = [line[:_LONGEST_LINE] for line in done.stdout.decode("utf-8", "replace").splitlines()]
    if len(lines) > _MOST_LINES:  # the last line is the next command
        lines = [*lines[: _MOST_LINES - 2], "  …", lines[-1]]
    return lines
