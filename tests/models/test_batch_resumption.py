"""Message batches whose program is killed at any moment: one batch, and one payment a question."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.messages_batches import Batch
from tests.messages_server import BatchPlan, DroppedError, MessagesServer, text_reply
from tests.models.asking_support import GOOD
from tests.models.batch_process import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COUNT = 5
#: intended, created, five answers, closed: before and after each.
MOMENTS = range(1, 2 * (COUNT + 3) + 1)
STAGES = ["asked", "made", "polled", "polled-2", "polled-3", "fetched"]


class Runner:
    """The process that forks a run for each line."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.models.batch_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT}"},
        )

    def run(self, url: str, folder: Path, *, kill: int = 0, **more: Any) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        told = {
            "url": url,
            "folder": str(folder),
            "questions": COUNT,
            "kill": kill,
            "settle": 0.2,
            **more,
        }
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.end()


class Killer:
    """Kills the run at a stage of the server, once."""

    def __init__(self, folder: Path, stage: str) -> None:
        self._folder = folder
        self._stage = stage
        self._seen: Counter[str] = Counter()
        self.killed = False

    def __call__(self, stage: str, _batch: Batch | None) -> None:
        self._seen[stage] += 1
        names = {stage, f"{stage}-{self._seen[stage]}"}
        if self._stage in names and not self.killed:
            self.killed = True
            os.kill(int((self._folder / "pid").read_text("utf-8")), signal.SIGKILL)


def check(server: MessagesServer, folder: Path, *, batches: int = 1) -> None:
    """Each question was answered and paid for once, and nothing is left."""
    assert json.loads((folder / "left").read_text("utf-8")) == {}
    assert len(server.batches.all) == batches
    paid = Counter(
        request["params"]["messages"][0]["content"][-1]["text"]
        for batch in server.batches.all
        for request in batch.requests
        if request["custom_id"] in batch.charged
    )
    assert len(paid) == COUNT and set(paid.values()) == {1}
    answers = Counter(line["question"] for line in read(folder / "answers"))
    assert len(answers) == COUNT and set(answers.values()) == {1}
    kinds = Counter(line["kind"] for line in read(folder / "journal"))
    assert kinds["intended"] == kinds["closed"]


@pytest.mark.parametrize("kill", MOMENTS)
def test_killed_beside_each_line_that_it_writes(runner: Runner, tmp_path: Path, kill: int) -> None:
    plan = BatchPlan(polls=2, reverse=kill % 2 == 0)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        assert runner.run(server.url, tmp_path, kill=kill) == -signal.SIGKILL
        assert runner.run(server.url, tmp_path) == 0
        check(server, tmp_path)


@pytest.mark.parametrize("stage", STAGES)
def test_killed_while_the_server_answers(runner: Runner, tmp_path: Path, stage: str) -> None:
    killer = Killer(tmp_path, stage)
    plan = BatchPlan(polls=3, hook=killer)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        assert runner.run(server.url, tmp_path) == -signal.SIGKILL
        assert killer.killed
        assert runner.run(server.url, tmp_path) == 0
        check(server, tmp_path)


def test_killed_again_and_again(runner: Runner, tmp_path: Path) -> None:
    plan = BatchPlan(polls=1)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        ends = [runner.run(server.url, tmp_path, kill=2) for _ in range(3)]
        assert ends == [-signal.SIGKILL] * 3
        # The first line that a run writes is the end of the answers it finds there.
        for _ in range(30):
            if runner.run(server.url, tmp_path, kill=3) == 0:
                break
        check(server, tmp_path)


def test_killed_between_two_batches(runner: Runner, tmp_path: Path) -> None:
    """The first was made, the second intended; three were needed."""
    with MessagesServer(lambda _body, _number: text_reply(GOOD), BatchPlan(polls=2)) as server:
        more = {"most_requests": 2}
        assert runner.run(server.url, tmp_path, kill=6, **more) == -signal.SIGKILL
        assert len(server.batches.all) == 1
        assert runner.run(server.url, tmp_path, **more) == 0
        check(server, tmp_path, batches=3)


def test_killed_between_making_and_knowing_among_batches_of_others(
    runner: Runner, tmp_path: Path
) -> None:
    """Others of the same size lie before and after it; one of them is still in progress."""
    killer = Killer(tmp_path, "made")
    plan = BatchPlan(polls=3, hook=killer)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        assert runner.run(server.url, tmp_path) == -signal.SIGKILL
        others = [
            {"custom_id": f"other-{n}", "params": {"model": "m", "messages": []}}
            for n in range(COUNT)
        ]
        mine = list(server.batches.all)
        server.batches.answer("POST", "/v1/messages/batches", {"requests": others})
        server.batches.answer("POST", "/v1/messages/batches", {"requests": others})
        assert runner.run(server.url, tmp_path) == 0
        server.batches.all[:] = mine
        check(server, tmp_path)


def test_an_intention_that_the_server_never_heard_of_is_made_anew_once(
    runner: Runner, tmp_path: Path
) -> None:
    def drop_first(stage: str, _batch: Batch | None) -> None:
        nonlocal dropped
        if stage == "asked" and not dropped:
            dropped = True
            raise DroppedError

    dropped = False
    plan = BatchPlan(hook=drop_first)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        assert runner.run(server.url, tmp_path) == 0
        check(server, tmp_path)
    kinds = [line["kind"] for line in read(tmp_path / "journal")]
    assert kinds == ["intended", "closed", "intended", "created", "closed"]


def test_a_batch_that_appears_late_is_waited_for(runner: Runner, tmp_path: Path) -> None:
    """The request was under way when the program was killed; the server makes it afterwards."""
    killer = Killer(tmp_path, "asked")
    timers: list[threading.Timer] = []

    def late(stage: str, batch: Batch | None) -> None:
        if killer.killed:
            return
        killer(stage, batch)
        body = server.requests[-1].body
        make = server.batches.answer
        timers.append(threading.Timer(0.7, make, ("POST", "/v1/messages/batches", body)))
        timers[-1].start()
        raise DroppedError

    plan = BatchPlan(polls=1, hook=late)
    with MessagesServer(lambda _body, _number: text_reply(GOOD), plan) as server:
        assert runner.run(server.url, tmp_path) == -signal.SIGKILL
        assert runner.run(server.url, tmp_path, settle=5.0) == 0
        for timer in timers:
            timer.join()
        check(server, tmp_path)
