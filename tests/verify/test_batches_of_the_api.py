"""`trace verify --batch`: made once, left alone, fetched later, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.verify.ways import StateJournal
from tests.messages_server import BatchPlan, MessagesServer

from ..conftest import edit
from .scripted import history, honest
from .test_running import ANTHROPIC, Scripted, colours, verify

Said = Callable[..., tuple[int, str]]
Start = Callable[..., MessagesServer]


@pytest.fixture
def api(opened: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a server with an honest verifier and batches that behave so."""
    servers: list[MessagesServer] = []

    def start(plan: BatchPlan) -> MessagesServer:
        server = MessagesServer(Scripted(opened, honest), plan)
        server.__enter__()
        servers.append(server)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "a key")
        return server

    yield start
    for server in servers:
        server.__exit__()


def made(server: MessagesServer) -> list[int]:
    """How many requests each batch that was made has."""
    posts = [r for r in server.requests if r.method == "POST" and "batches" in r.path]
    return [len(r.body["requests"]) for r in posts if "requests" in r.body]


def test_one_batch_for_all_questions(opened: Project, said: Said, api: Start) -> None:
    server = api(BatchPlan(reverse=True))
    code, text = verify(opened, said, "--batch")
    assert code == 0, text
    assert made(server) == [14] and not server.messages
    assert colours(opened) == {("rederived", "green")}


def test_left_alone_and_fetched_next_time(opened: Project, said: Said, api: Start) -> None:
    server = api(BatchPlan(polls=2))
    code, text = verify(opened, said, "--batch", "--no-wait")
    assert code == 0 and "14 questions wait in a message batch" in text
    assert colours(opened) == {("unchecked", "red")}
    assert "14 questions wait for an answer" in said("trace", "verifiers", opened)[1]
    for _ in range(3):
        code, text = verify(opened, said)  # one by one: what is in the batch stays in it
        assert code == 0
    assert colours(opened) == {("rederived", "green")}
    assert made(server) == [14] and not server.messages, "nothing was paid for twice"


def test_a_batch_about_what_was_changed_is_not_waited_for(
    opened: Project, said: Said, api: Start
) -> None:
    server = api(BatchPlan(polls=1000))
    verify(opened, said, "--batch", "--no-wait")
    edit(opened, "sections/01-setting.tex", "$x > 0$", "$x > 1$")
    server.batches.plan = BatchPlan()
    code, text = verify(opened, said, "--batch")
    assert code == 0, text
    assert colours(opened) == {("rederived", "green")}
    assert StateJournal(opened, "claude-sonnet-5-5").known() == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["asked", "made", "polled", "fetched"])
def test_resumed_after_a_kill(
    opened: Project, said: Said, api: Start, stage: str, tmp_path: Path
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hook(now: str, _batch: object) -> None:
        if now == stage and not reached.is_set():
            reached.set()
            go_on.wait(20)

    server = api(BatchPlan(hook=hook))
    process = subprocess.Popen(
        [sys.executable, "-m", "dlt_proof", "trace", "verify", opened.root, *ANTHROPIC, "--batch"],
        env={**os.environ, "PYTHONPATH": "scripts"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert reached.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    go_on.set()
    code, text = verify(opened, said, "--batch")
    assert code == 0, text
    assert colours(opened) == {("rederived", "green")}
    assert made(server) == [14], "whatever was made is found again"
    assert len(history(opened).answers) == 14
