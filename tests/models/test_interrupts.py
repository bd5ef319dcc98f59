"""A process that is told to end, or killed: what it started ends, what was answered is there."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dlt_proof.models import interrupts
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.claude_code import ClaudeCode
from dlt_proof.records.errors import MissingPartError
from tests.messages_server import BatchPlan, MessagesServer
from tests.models.asking_support import ORDINARY_SIGNALS, question
from tests.models.batch_support import good

ROOT = Path(__file__).parents[2]
ENDED = "interrupted\n"

CLAUDE = """
import sys
from dlt_proof.models.asking import ask_questions
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.claude_code import ClaudeCode
from tests.models.asking_support import questions

try:
    ask_questions(ClaudeCode("m", None, program=sys.argv[1]), questions(9), ledger=Ledger(Limits()),
                  concurrency=3, on_answer=lambda answer: print(answer, flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""

BATCHES = """
import sys
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.message_batches import ask_in_batches
from tests.models.asking_support import api, questions
from tests.models.batch_support import Journal

journal = Journal()
try:
    ask_in_batches(api(sys.argv[1]), questions(5), ledger=Ledger(Limits()), journal=journal,
                   on_answer=print, pauses=(0.1, 0.1))
except KeyboardInterrupt:
    print(*journal.kinds, "interrupted", flush=True)
"""


def start(code: str, *words: str, **environment: str) -> subprocess.Popen[str]:
    kept = {"PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT}", "PATH": os.environ["PATH"]}
    return subprocess.Popen(
        [sys.executable, "-c", ORDINARY_SIGNALS + code, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**kept, **environment},
    )


def until(wanted: object, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if wanted():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def alive(pids: Path) -> list[str]:
    """Those that still run; one that nobody has waited for yet does not."""
    found = []
    for path in pids.iterdir():
        try:
            state = Path(f"/proc/{path.name}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            continue
        if state not in "ZX":
            found.append(path.name)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
@pytest.mark.parametrize(
    "told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda one: one.name
)
def test_the_programs_end_with_us(tmp_path: Path, told: signal.Signals) -> None:
    pids, temporary = tmp_path / "pids", tmp_path / "tmp"
    pids.mkdir()
    temporary.mkdir()
    program = tmp_path / "claude"
    program.write_text(f"#!/bin/sh\ntouch '{pids}'/$$\nexec sleep 100\n")
    program.chmod(0o755)
    process = start(CLAUDE, str(program), TMPDIR=str(temporary))
    try:
        assert until(lambda: len(alive(pids)) == 3)
        process.send_signal(told)
        out, errors = process.communicate(timeout=60)
        assert until(lambda: not alive(pids), 10)
    finally:
        for pid in alive(pids):
            os.kill(int(pid), signal.SIGKILL)
    if told == signal.SIGKILL:
        return  # nobody was left to tidy up
    assert (out, errors) == (ENDED, "")
    assert list(temporary.iterdir()) == [] and len(list(pids.iterdir())) == 3


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_a_message_batch_goes_on_without_us(told: signal.Signals) -> None:
    with MessagesServer(good, BatchPlan(seconds=100)) as server:
        process = start(BATCHES, server.url)
        assert until(lambda: any(batch.polls for batch in server.batches.all))
        process.send_signal(told)
        out, errors = process.communicate(timeout=60)
    assert (out, errors) == (f"intended created {ENDED}", "")
    assert not server.batches.all[0].canceled


def test_only_what_would_end_us_is_caught_and_all_is_restored() -> None:
    async def told(number: signal.Signals) -> str:
        os.kill(os.getpid(), number)
        await asyncio.sleep(0.2)
        return "went on"

    came: list[int] = []
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    try:
        for name in before:
            signal.signal(name, signal.SIG_DFL)
        with pytest.raises(KeyboardInterrupt, match="SIGTERM"):
            interrupts.run(told(signal.SIGTERM))
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        # As with `nohup`.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert interrupts.run(told(signal.SIGHUP)) == "went on"
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
        assert interrupts.run(told(signal.SIGTERM)) == "went on" and came == [signal.SIGTERM]
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def test_what_is_cancelled_for_another_reason_stays_so_and_errors_pass() -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    async def wrong() -> None:
        raise ValueError("wrong")

    with pytest.raises(asyncio.CancelledError):
        interrupts.run(cancelled())
    with pytest.raises(ValueError, match="wrong"):
        interrupts.run(wrong())


def test_off_the_main_thread_it_runs_as_ever() -> None:
    async def seven() -> int:
        return 7

    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(interrupts.run(seven())))
    thread.start()
    thread.join(30)
    assert found == [7]


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    program = tmp_path / "claude"
    program.write_text("#!/nowhere/interpreter\n")
    program.chmod(0o755)
    way = ClaudeCode("m", None, program=str(program))
    ledger = Ledger(Limits())
    with pytest.raises(MissingPartError, match=r"Claude Code cannot be asked.*No such file"):
        asyncio.run(way.ask(question(1), ledger))
    assert ledger.spent.tokens == 0
