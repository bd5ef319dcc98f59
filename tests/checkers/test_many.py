"""Many jobs on several processes: the same verdicts, and nothing is hidden when one dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import Any

import pytest

from dlt_proof.checkers import free, many
from dlt_proof.checkers.many import check_jobs
from dlt_proof.records.errors import MissingPartError
from dlt_proof.records.evidence import Job

from .claims import job

JOBS = [job("x^2", ">=" if odd else "<", f"-{n}", "x in reals") for n in range(6) for odd in (0, 1)]


def killing(how: signal.Signals) -> Any:
    """A checker that a signal hits at one job, in a process that is not the first."""
    first, real = os.getpid(), free.check_job

    def dies(one: Job) -> Any:
        if os.getpid() != first and one.right == "-3":
            os.kill(os.getpid(), how)
        return real(one)

    return dies


def test_the_verdicts_do_not_depend_on_the_number_of_processes() -> None:
    alone = list(check_jobs(JOBS, 1))
    assert [index for index, _ in alone] == list(range(len(JOBS)))
    assert {verdict.word for _, verdict in alone} == {"proved", "defect"}
    many._given.clear()
    assert sorted(check_jobs(JOBS, 2), key=lambda pair: pair[0]) == alone


def test_a_job_is_put_to_the_checkers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sorted(check_jobs(JOBS[:4], 1), key=lambda pair: pair[0])
    seen: list[Job] = []
    real = free.check_job
    monkeypatch.setattr(free, "check_job", lambda one: seen.append(one) or real(one))
    again = sorted(check_jobs(JOBS[:6], 1), key=lambda pair: pair[0])
    assert again[:4] == first
    assert seen == JOBS[4:6]


def test_verdicts_come_before_the_last_job_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Job] = []
    real = free.check_job
    monkeypatch.setattr(free, "check_job", lambda one: seen.append(one) or real(one))
    with closing(check_jobs(JOBS, 1)) as verdicts:
        next(verdicts)
        assert len(seen) == 1


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_was_killed_is_told(
    monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    monkeypatch.setattr(free, "check_job", killing(how))
    with pytest.raises(MissingPartError, match="was killed while it worked") as raised:
        list(check_jobs(JOBS, 2))
    assert "--jobs 1" in str(raised.value) and int(raised.value.exit_code) == 3
    # In this process nobody is killed, and nothing is missing.
    assert len(list(check_jobs(JOBS, 1))) == len(JOBS)


def test_an_interrupt_reaches_the_first_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free, "check_job", killing(signal.SIGINT))
    assert len(list(check_jobs(JOBS, 2))) == len(JOBS)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_checker_that_breaks_off_keeps_the_others_going(
    monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    real = free.check_job

    def breaks(one: Job) -> Any:
        if one.right == "-3":
            raise ZeroDivisionError
        return real(one)

    monkeypatch.setattr(free, "check_job", breaks)
    verdicts = dict(check_jobs(JOBS, processes))
    broken = [v for i, v in verdicts.items() if JOBS[i].right == "-3"]
    assert len(verdicts) == len(JOBS) and len(broken) == 2
    for verdict in broken:
        assert verdict.word is None
        assert verdict.detail == {"why": "the checker broke off (ZeroDivisionError)"}


def test_who_stops_early_leaves_no_process_behind() -> None:
    with closing(check_jobs(JOBS, 2)) as verdicts:
        next(verdicts)
    # The pool's own thread may be joining a child: until it has, a second `join` returns at once.
    until = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []


def test_the_checkers_are_loaded_by_the_first_job_only() -> None:
    code = "import sys, dlt_proof.checkers.many; sys.exit('sympy' in sys.modules)"
    path = os.pathsep.join(sys.path)
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}).returncode == 0
