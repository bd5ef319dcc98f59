"""The free checkers asked about many jobs, on all cores.

The verdict on a job depends on the job and the checkers' version alone, so that it is the same
whatever the number of processes. Not here: how one job is judged (`free`), and what becomes of the
verdicts. The checkers are loaded when the first job is asked about, not before, and no job is put
to them twice in one run of the program: a stranger's records are tried when they are read, and the
same steps are asked about right after.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TypeVar

from ..processes import usable_cores
from ..records.errors import MissingPartError
from ..records.evidence import Job
from .verdict import CheckerVerdict

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
#: Fewer relations than this are checked here: starting processes would take longer.
_WORTH_PROCESSES = 8
#: Verdicts given in this run of the program, by the whole job.
_given: dict[str, CheckerVerdict] = {}


def check_jobs(
    jobs: Sequence[Job], processes: int | None = None
) -> Generator[tuple[int, CheckerVerdict]]:
    """Ask the free checkers about each job.

    Who stops early, or is interrupted, closes the generator (`contextlib.closing`): no process is
    left behind.

    Args:
        jobs: what to ask about.
        processes: how many may work; by default as many as there are cores.

    Yields:
        The job's index and its verdict, as soon as there is one. A checker that broke off gives no
        evidence and says so; the other jobs go on.

    Raises:
        MissingPartError: a process was killed while it worked.
    """
    keys = [job.model_dump_json() for job in jobs]
    anew = [index for index, key in enumerate(keys) if key not in _given]
    for index, key in enumerate(keys):
        if key in _given:
            yield index, _given[key]
    worth = sum(bool(jobs[index].relation) for index in anew) >= _WORTH_PROCESSES
    asked = spread(_check, [jobs[index] for index in anew], processes if worth else 1)
    with closing(asked) as verdicts:
        for position, verdict in verdicts:
            index = anew[position]
            _given[keys[index]] = verdict
            yield index, verdict


def spread(
    work: Callable[[_Item], _Result], items: Sequence[_Item], processes: int | None = None
) -> Generator[tuple[int, _Result]]:
    """Do some work with the free checkers for each of many items, on all cores.

    Who stops early closes the generator, as with `check_jobs`.

    Args:
        work: what is done; a function of a module.
        items: what it is done with, one each.
        processes: how many may work; by default as many as there are cores.

    Yields:
        The item's index and what came of it, as soon as it has.

    Raises:
        MissingPartError: a process was killed while it worked.
    """
    processes = min(usable_cores() if processes is None else processes, len(items))
    if processes < 2:
        for index, item in enumerate(items):
            yield index, work(item)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    from . import free  # noqa: F401  a fork has it loaded

    # Elsewhere than on Linux a fork is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
    try:
        futures = {pool.submit(work, item): index for index, item in enumerate(items)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool:
        raise MissingPartError(
            "a process of the checkers was killed while it worked",
            remedy="run it again, with `--jobs 1` where memory is short",
        ) from None
    finally:
        # Nobody waits for the rest, which may take long.
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()


def _check(job: Job) -> CheckerVerdict:
    from . import free

    try:
        return free.check_job(job)
    except Exception as error:
        why = f"the checker broke off ({type(error).__name__})"
        return CheckerVerdict(None, "", {"why": why})


def _begin() -> None:
    """A working process leaves interrupts to the first, and ends when that one is gone."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        first = parent_process()
        if first is not None:
            first.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
