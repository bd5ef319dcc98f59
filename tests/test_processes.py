"""Work that processes share is done once and whole, whatever becomes of them."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.processes import share

HERE = os.getpid()


def name(task: int) -> bytes:
    return b"%d" % task


@pytest.mark.parametrize("tasks", [0, 1, 2, 7, 1000])
@pytest.mark.parametrize("processes", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(tasks: int, processes: int) -> None:
    assert share(tasks, name, processes).results == [name(task) for task in range(tasks)]


def test_every_process_takes_what_is_left() -> None:
    def slow_first(task: int) -> bytes:
        time.sleep(0.3 if task == 0 else 0)
        return b"%d" % os.getpid()

    shared = share(40, slow_first, 2, lambda: b"%d" % os.getpid())
    assert len(set(shared.results)) == 2
    assert shared.results.count(shared.results[0]) == 1  # who had the long task did no other
    (other,) = shared.accounts
    assert int(other) != HERE and other in shared.results


def dies(_: int) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def fails(_: int) -> bytes:
    raise ZeroDivisionError


def is_interrupted(_: int) -> bytes:
    raise KeyboardInterrupt


@pytest.mark.parametrize("end", [dies, fails, is_interrupted])
def test_what_a_lost_process_leaves_is_done_here(end: Callable[[int], bytes]) -> None:
    def only_here(task: int) -> bytes:
        if os.getpid() != HERE:
            return end(task)
        time.sleep(0.02)  # time for the other process to take one
        return name(task)

    shared = share(20, only_here, 2, lambda: b"account")
    assert shared.results == [name(task) for task in range(20)]
    assert shared.accounts == []


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_everywhere_is_told(processes: int) -> None:
    with pytest.raises(ZeroDivisionError):
        share(4, fails, processes)


def test_an_interrupted_run_leaves_no_process(tmp_path: Path) -> None:
    place = tmp_path / "number"

    def work(task: int) -> bytes:
        if os.getpid() == HERE:
            while not place.exists():
                time.sleep(0.01)
            raise KeyboardInterrupt
        (tmp_path / "new").write_text(str(os.getpid()))
        (tmp_path / "new").rename(place)
        time.sleep(60)
        return b""

    with pytest.raises(KeyboardInterrupt):
        share(2, work, 2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(place.read_text()), 0)


def test_where_no_process_can_be_started_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> int:
        raise OSError("no memory")

    monkeypatch.setattr(os, "fork", none_left)
    assert share(5, name, 3).results == [name(task) for task in range(5)]


def test_without_memory_files_results_go_through_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert share(50, name, 3).results == [name(task) for task in range(50)]
