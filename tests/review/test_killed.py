"""A review that is killed at any of its writes goes on where it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.project import Project
from tests.messages_server import MessagesServer

from ..panel.scripted import Scripted
from .support import THEOREM
from .test_running import (
    GOOD,
    THEOREM_LINE,
    Api,
    change,
    judging,
    only_once,
    real,
    speaking,
    state,
)

PROCESS = Path(__file__).with_name("killed_process.py")
NEVER = 10_000


def go(project: Project, number: int, when: str = "before") -> int:
    command = [sys.executable, str(PROCESS), str(project.root), str(number), when]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1, -9), done.stderr + done.stdout
    return done.returncode


def serve(project: Project, api: Api) -> MessagesServer:
    """A real weakness; a proposal that breaks lint, then a good one."""
    bad = change(THEOREM, THEOREM_LINE, "By \\cite{nobody2020} and \\Cref{lem:square}")
    proposals = {0: bad, 1: GOOD}
    asked: list[str] = []

    def mend(_batch, held):  # type: ignore[no-untyped-def]
        if held.record.identifier not in asked:
            asked.append(held.record.identifier)
        return proposals[min(asked.index(held.record.identifier), 1)]

    read = only_once(real(project))
    return api(Scripted(project, speaking(read, judging("REAL-blocking"), mend)))


@pytest.mark.slow
def test_killed_again_and_again_it_comes_to_the_same_end(swept: Project, api: Api) -> None:
    server = serve(swept, api)
    runs = 0
    # Some moves make several records: a run that always died at the second would not get on.
    while go(swept, 2 + runs % 6, ("before", "after")[runs % 2]) == -9:
        runs += 1
        assert runs < 40
    review = state(swept)
    assert review.success and review.has_panel and review.round == 2 and review.fixed == {"W1"}
    assert len(review.weaknesses) == 1 and len(review.refused) >= 1
    text = (swept.root / THEOREM).read_text()
    assert "As $x > 0$, by \\Cref{lem:square}" in text and "nobody2020" not in text
    # An answer that came and was not written yet is asked for once more.
    told = [str(message.body) for message in server.messages]
    assert runs > 5 and max(told.count(one) for one in told) <= 3


@pytest.mark.slow
def test_killed_with_edits_in_the_files_it_takes_them_back_and_goes_on(
    swept: Project, api: Api
) -> None:
    serve(swept, api)
    before = (swept.root / THEOREM).read_text()
    assert go(swept, 1, "files") == -9
    assert "nobody2020" in (swept.root / THEOREM).read_text()
    assert state(swept).changed_outside and not state(swept).refused
    assert go(swept, 2, "files") == -9, "the bad edits again, and put back"
    assert (swept.root / THEOREM).read_text() in (before, before.replace("By", "As $x > 0$, by", 1))
    assert go(swept, NEVER) == 0
    assert state(swept).success and "nobody2020" not in (swept.root / THEOREM).read_text()
