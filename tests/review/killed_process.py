"""A process that goes round the review's loop and is killed where it writes.

Arguments: the project, a number of writes, and when to die: `before` or `after` the last of so many
records of the state, or when so many times the `files` of the paper were written.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from dlt_proof.cli import main
from dlt_proof.project.state import StateStore
from dlt_proof.review import fixing, refusals


def killing(real: Callable[..., Any], number: int, before: bool) -> Callable[..., Any]:
    """A function that kills this process at one of its calls."""
    count = 0

    def call(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == number and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments)
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call


def kill_at(number: int, when: str) -> None:
    refusals.find_program = lambda _: None  # type: ignore[assignment]  # as where there is no TeX
    if when == "files":
        fixing.put_back = killing(fixing.put_back, number, False)
    else:
        record = killing(StateStore.append_all, number, when == "before")
        StateStore.append_all = record  # type: ignore[method-assign]


if __name__ == "__main__":
    folder, number, when = sys.argv[1:]
    kill_at(int(number), when)
    words = ["review", "run", "--backend", "anthropic", "--model", "claude-sonnet-5-5", "--quiet"]
    sys.exit(main([*words, "--concurrency", "1", folder]))
