"""A process that asks by message batches and can be killed at any of its steps.

It forks for each line on its input, `{"url", "folder", "questions", "kill", "settle"}`, so that the
SDK is loaded once, and says how the fork ended. The fork keeps its journal and its answers in the
folder, made durable line by line, as a caller of `ask_in_batches` has to. `kill` counts the moments
before and after each line that it writes; there it kills itself.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

# Loaded before the forks, which would each take a second for it.
import anthropic  # noqa: F401

from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.message_batches import KnownBatch, ask_in_batches
from dlt_proof.models.questions import Answer
from tests.models.asking_support import api, questions


def read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


class Folder:
    """The journal and the answers of one series of runs, each line with its moment to die."""

    def __init__(self, folder: Path, kill: int) -> None:
        self.journal = folder / "journal"
        self.answers = folder / "answers"
        self._kill = kill
        self._moment = 0

    def known(self) -> list[KnownBatch]:
        found: dict[str, KnownBatch] = {}
        for line in read(self.journal):
            token = line["token"]
            if line["kind"] == "intended":
                found[token] = KnownBatch(token, tuple(line["questions"]), line["time"])
            elif line["kind"] == "created":
                old = found[token]
                found[token] = KnownBatch(token, old.questions, old.time, line["id"])
            else:
                del found[token]
        return list(found.values())

    def intended(self, token: str, names: Any) -> None:
        line = {"kind": "intended", "token": token, "questions": list(names), "time": time.time()}
        self._write(self.journal, line)

    def created(self, token: str, batch_id: str) -> None:
        self._write(self.journal, {"kind": "created", "token": token, "id": batch_id})

    def closed(self, token: str) -> None:
        self._write(self.journal, {"kind": "closed", "token": token})

    def answered(self, answer: Answer) -> None:
        line = {"question": answer.question, "outcome": answer.outcome}
        self._write(self.answers, line)

    def _write(self, path: Path, line: dict[str, Any]) -> None:
        self._may_die()
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._may_die()

    def _may_die(self) -> None:
        self._moment += 1
        if self._moment == self._kill:
            os.kill(os.getpid(), signal.SIGKILL)


def run(told: dict[str, Any]) -> None:
    """Go on with what the folder knows, and write what is left when all has been done."""
    place = Path(told["folder"])
    (place / "pid").write_text(str(os.getpid()), "utf-8")
    folder = Folder(place, told["kill"])
    done = {line["question"] for line in read(folder.answers)}
    asked = [each for each in questions(told["questions"]) if each.identifier not in done]
    result = ask_in_batches(
        api(told["url"]),
        asked,
        ledger=Ledger(Limits(seconds=30)),
        journal=folder,
        known=folder.known(),
        answered=done,
        on_answer=folder.answered,
        pauses=(0.01, 0.05),
        settle_seconds=told["settle"],
        most_requests=told.get("most_requests", 100),
    )
    left = {**result.unsent, **result.waiting}
    (place / "left").write_text(json.dumps(left), "utf-8")


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
