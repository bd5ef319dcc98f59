"""A run that is killed is gone on with: nothing is asked, or paid for, twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.panel import lens_called
from dlt_proof.panel.history import HeldQuestion
from dlt_proof.project import Project
from tests.messages_server import Reply, text_reply

from .scripted import Scripted, answer, history, honest, read

LENSES = tuple(lens_called(name) for name in ("hypotheses", "derivation"))
_RUN = """
import sys
from dlt_proof.project import Project
from dlt_proof.panel import lens_called
from tests.panel.scripted import SETTINGS, read
from dlt_proof.panel.ways import ask_anthropic
from dlt_proof.models.budget import Limits
project = Project(sys.argv[1])
def connect():
    return ask_anthropic([SETTINGS.model], project.configuration.verify, Limits(calls=500), 1)
read(project, lenses=[lens_called("hypotheses"), lens_called("derivation")], connect=connect)
"""


@pytest.mark.slow
def test_a_killed_run_is_gone_on_with(opened: Project, api: Any, tmp_path: Path) -> None:
    reached = tmp_path / "reached"

    def before(_held: HeldQuestion, number: int) -> Reply | None:
        if number == 4:
            reached.touch()
        return None if number < 4 else text_reply(answer([]), delay=30.0)

    server = api(Scripted(opened, honest, before))
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(opened.root)],
        env={**os.environ, "PYTHONPATH": f"{root / 'scripts'}{os.pathsep}{root}"},
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        if reached.exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    assert reached.exists()
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    paid = [r for r in server.messages if r.delivered]
    assert len(paid) == 3 and len(history(opened).answers) == 3
    batches = set(history(opened).batches)
    again = api(Scripted(opened, honest))
    run = read(opened, lenses=LENSES)
    assert run.resumed == 6 and len(again.messages) == 6
    assert set(history(opened).batches) == batches, "no others were made"
    assert all(one.counts for one in run.readings)
