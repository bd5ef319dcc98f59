"""What the free checkers say of many jobs, asked on several cores, and what a verdict is on record.

The verdict on a job depends on the job and the checkers' version alone, so that it is the same
whatever the number of processes. Not here: what a verdict is worth (`belief`).
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..checkers.verdict import VERSION
from ..processes import usable_cores
from ..records.errors import MissingPartError
from ..records.evidence import Attempt, Evidence, Job, Step

if TYPE_CHECKING:
    from ..checkers.free import CheckerVerdict

#: Fewer jobs are asked here: starting processes would take longer.
_WORTH_PROCESSES = 8


def current_version() -> str:
    """The version of the free checkers."""
    return VERSION


def ask(jobs: Sequence[Job], workers: int | None = None) -> Generator[tuple[int, "CheckerVerdict"]]:
    """Ask the free checkers about each job.

    Args:
        jobs: what to ask about.
        workers: how many processes may work; by default as many as there are cores.

    Yields:
        The job's index and its verdict, as soon as there is one.

    Raises:
        MissingPartError: a process was killed while it worked.
    """
    from ..checkers import free

    workers = min(usable_cores() if workers is None else workers, len(jobs))
    if workers <= 1 or len(jobs) < _WORTH_PROCESSES:
        for index, job in enumerate(jobs):
            yield index, free.check_job(job)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # A fork has the checkers loaded; elsewhere than on Linux it is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        for future in as_completed([pool.submit(_ask_here, *pair) for pair in enumerate(jobs)]):
            yield future.result()
    except BrokenProcessPool:
        raise MissingPartError(
            "a process of the checkers was killed while it worked",
            remedy="what was found is kept: run it again, with `--jobs 1` where memory is short",
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()


def _ask_here(index: int, job: Job) -> tuple[int, "CheckerVerdict"]:
    from ..checkers.free import check_job

    return index, check_job(job)


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


def as_evidence(step: Step, job: Job, verdict: "CheckerVerdict") -> Evidence:
    """A verdict with a word, as it is recorded."""
    return Evidence.model_validate(
        {
            "fingerprint": job.fingerprint,
            "step": step.identifier,
            "word": verdict.word,
            "origin": "recomputable",
            "checker": verdict.checker,
            "version": current_version(),
            "detail": verdict.detail,
            "latex": step.latex,
        }
    )


def as_attempt(step: Step, job: Job, verdict: "CheckerVerdict") -> Attempt:
    """A verdict without a word, as it is recorded."""
    return Attempt(
        fingerprint=job.fingerprint,
        step=step.identifier,
        version=current_version(),
        detail=dict(verdict.detail),
    )


def difference(evidence: Evidence, verdict: "CheckerVerdict") -> str:
    """How a recomputable record differs from what its checker says now, "" if it does not."""
    if verdict.word != evidence.word:
        found = verdict.word or "no evidence"
        return f"the record says {evidence.word}, its checker run again says {found}"
    if verdict.checker != evidence.checker:
        return (
            f"the record names the checker {evidence.checker or 'of no name'}; "
            f"it is {verdict.checker} that says this"
        )
    given, recorded = _certificate(verdict.detail), _certificate(evidence.detail)
    keys = sorted(k for k in {*given, *recorded} if given.get(k) != recorded.get(k))
    if keys:
        return (
            f"the certificate on record is not the one that {evidence.checker} gives: "
            f"it differs in {', '.join(keys)}"
        )
    return ""


def _certificate(detail: Mapping[str, Any]) -> dict[str, str]:
    """A certificate as texts, by which two are compared: in JSON tuples are lists."""
    stored = json.loads(json.dumps(detail))
    return {key: json.dumps(value, sort_keys=True) for key, value in stored.items()}
