"""Runs a coroutine so that being told to end ends it as Ctrl-C does, with everything let go of.

A closed terminal sends SIGHUP, and whoever cancels a job SIGTERM. Without this our process would
end at once, and programs that it started would go on, and be charged for. Not here: SIGKILL, which
nobody can wait for (`tied`).
"""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

Result = TypeVar("Result")

_NAMES = ("SIGTERM", "SIGHUP")


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """As `asyncio.run`; SIGTERM and SIGHUP cancel `main` as SIGINT does.

    Only those that would end the process are caught: not what `nohup` ignores, and not what the
    caller handles itself. Off the main thread none can be.

    Raises:
        KeyboardInterrupt: one of the three came; `main` had been cancelled and has ended.
    """
    came: list[signal.Signals] = []

    async def caught() -> Result:
        with _caught(came):
            return await main

    try:
        return asyncio.run(caught())
    except asyncio.CancelledError:
        if came:
            raise KeyboardInterrupt(came[0].name) from None
        raise


@contextlib.contextmanager
def _caught(came: list[signal.Signals]) -> Iterator[None]:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def end(number: signal.Signals) -> None:
        # Once: a second one must not interrupt the letting go.
        if not came and task is not None:
            task.cancel()
        came.append(number)

    handled: list[signal.Signals] = []
    try:
        if threading.current_thread() is threading.main_thread():
            known = [signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__]
            for number in known:
                if signal.getsignal(number) is signal.SIG_DFL:
                    # Where loops take no handlers (Windows), nothing is started that must end.
                    with contextlib.suppress(NotImplementedError):
                        loop.add_signal_handler(number, end, number)
                        handled.append(number)
        yield
    finally:
        for number in handled:
            # Restores the default, which is what there was.
            loop.remove_signal_handler(number)
