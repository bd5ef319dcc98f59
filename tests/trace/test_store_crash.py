"""The store under SIGKILL, under two processes at once, and across two git branches."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.cli import main
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import TraceState, load_trace

from ..conftest import run

Said = Callable[..., tuple[int, str]]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
_LONGEST = 60  # seconds in which any of these processes ends by itself


def paper(folder: Path, first: int, proofs: int) -> Project:
    """A proof project without a plan: one lemma for each number, each with a proof of two steps."""
    lines = [r"\documentclass{article}\usepackage{amsthm}\newtheorem{lemma}{Lemma}"]
    lines.append(r"\begin{document}")
    for number in range(first, first + proofs):
        lines.append(
            rf"""\begin{{lemma}}\label{{lem:n{number}}}
For all $x > 0$ we have $(x + {number})^2 \ge {number**2} + x^2$.
\end{{lemma}}
\begin{{proof}}
% domain: x in (0, oo)
We expand:
\[(x + {number})^2 = x^2 + {2 * number} x + {number**2} \ge {number**2} + x^2.\]
\end{{proof}}"""
        )
    folder.mkdir(exist_ok=True)
    (folder / "main.tex").write_text("\n".join([*lines, r"\end{document}", ""]))
    (folder / ".proof-research").mkdir(exist_ok=True)
    return Project(folder)


def state(project: Project) -> TraceState:
    return load_trace(Project(project.root), read_document(project))


def on_disk(project: Project) -> list[str]:
    """The fingerprints of all evidence, as often as each is there."""
    return [r.data["fingerprint"] for r in Project(project.root).state.read("evidence")]


def forked(work: Callable[[], object]) -> int:
    """Start a process that does some work; returns its number."""
    number = os.fork()
    if number == 0:
        try:
            os.setpgid(0, 0)
            with Path(os.devnull).open("w") as nowhere:
                sys.stdout = sys.stderr = nowhere
                code = work()
                os._exit(code if isinstance(code, int) else 0)
        finally:
            os._exit(99)
    return number


def ended(number: int) -> int:
    """Wait for a process and return its exit code."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        found, status = os.waitpid(number, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(number, signal.SIGKILL)
    raise AssertionError("a process did not end")


def kill_appenders(root: Path, kills: int, seed: int) -> None:
    """Kill processes that append; whatever one of them was told is written has to be there."""
    draw = random.Random(seed)
    written: list[str] = []
    cut = 0
    for kill in range(kills):
        reading, writing = os.pipe()

        def append(kill: int = kill, writing: int = writing) -> None:
            store = Project(root).state
            for number in range(100_000):
                # Long lines are cut where short ones hardly are.
                store.append("note", {"n": f"{kill}/{number}", "long": "x" * (number % 3) * 50_000})
                os.write(writing, f"{kill}/{number}\n".encode())

        number = forked(append)
        os.close(writing)
        time.sleep(draw.uniform(0, 0.15))
        os.kill(number, signal.SIGKILL)
        ended(number)
        with os.fdopen(reading) as stream:
            written += stream.read().split()
        found = [str(r.data["n"]) for r in Project(root).state.read("note")]
        assert not Counter(found) - Counter(set(found)), "doubled"
        assert not set(written) - set(found), "lost"
    for path in (root / ".proof-research" / "state" / "note").glob("*.jsonl"):
        cut += not path.read_bytes().endswith(b"\n")
    assert written and len(written) > kills / 2
    Project(root).state.append("note", {"n": "last"})
    assert Project(root).state.read("note")[-1].data["n"] == "last", f"after {cut} lines cut off"


def kill_verifiers(folder: Path, kills: int, seed: int) -> None:
    """Kill `trace verify`, again and again until it has nothing left to do."""
    draw = random.Random(seed)
    first, proofs = 1, 12
    project = paper(folder, first, proofs)
    run("trace", "verify", "--quiet", project)  # loads all there is to load
    known: set[str] = set(on_disk(project))
    interrupted = 0
    for _ in range(kills):
        if state(project).verified:
            first += proofs
            project = paper(folder, first, proofs)
        words = ["trace", "verify", "--quiet", "--jobs", str(draw.choice((1, 2))), str(folder)]
        number = forked(lambda words=words: main(words))  # type: ignore[misc]
        time.sleep(draw.uniform(0.02, 0.5))
        os.kill(number, signal.SIGKILL)
        interrupted += ended(number) == -signal.SIGKILL
        found = on_disk(project)
        assert len(found) == len(set(found)), "doubled"
        assert known <= set(found), "lost"
        known = set(found)
    assert interrupted > kills / 3
    assert run("trace", "verify", "--quiet", project) == 0
    after = state(project)
    assert after.verified and {s.word for s in after.steps} == {"proved"}
    assert len(on_disk(project)) == len(set(on_disk(project)))
    run("trace", "init", project)
    assert run("trace", "check", "--recompute", project) == 0


def test_of_what_was_appended_nothing_is_lost_at_a_few_kills(tmp_path: Path) -> None:
    kill_appenders(tmp_path, 10, seed=1)


def test_a_killed_verify_loses_nothing_at_a_few_kills(tmp_path: Path) -> None:
    kill_verifiers(tmp_path / "paper", 6, seed=2)


@pytest.mark.slow
def test_killed_at_a_hundred_random_moments(tmp_path: Path) -> None:
    kill_appenders(tmp_path, 60, seed=3)
    kill_verifiers(tmp_path / "paper", 60, seed=4)


def test_a_killed_verify_leaves_no_process_and_no_lock(tmp_path: Path) -> None:
    project = paper(tmp_path / "paper", 1, 30)
    run("trace", "verify", "lem:n1", project)
    number = forked(lambda: main(["trace", "verify", "--jobs", "2", str(project.root)]))
    before = len(on_disk(project))
    while len(on_disk(project)) == before:
        time.sleep(0.01)
    os.kill(number, signal.SIGKILL)
    ended(number)
    until = time.monotonic() + 10
    while _alive_in_group(number) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive_in_group(number), "processes of the checkers are left"
    again = forked(lambda: main(["trace", "verify", str(project.root)]))
    assert ended(again) == 0
    assert state(project).verified


def _alive_in_group(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def test_two_that_verify_at_once_record_each_verdict_once(tmp_path: Path) -> None:
    project = paper(tmp_path / "paper", 1, 12)
    run("trace", "init", project)
    words = ["trace", "verify", "--jobs", "1", str(project.root)]
    both = [forked(lambda: main(words)) for _ in range(2)]
    assert [ended(number) for number in both] == [0, 0]
    found = on_disk(project)
    assert len(found) == len(set(found)) == 24
    assert run("trace", "check", project) == 0, "and what they rendered is the last word"


def test_two_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    def append(who: int) -> None:
        store = Project(tmp_path).state
        for number in range(60):
            store.append("note", {"n": [who, number], "long": "x" * 9000})

    both = [forked(lambda who=who: append(who)) for who in range(2)]  # type: ignore[misc]
    while any(os.waitpid(n, os.WNOHANG) == (0, 0) for n in both[:1]):
        Project(tmp_path).state.read("note")  # a reader meanwhile sees whole lines only
    ended(both[1])
    found = [tuple(r.data["n"]) for r in Project(tmp_path).state.read("note")]
    assert sorted(found) == [(who, number) for who in range(2) for number in range(60)]


def test_a_verdict_that_two_runs_recorded_counts_once(tmp_path: Path) -> None:
    project = paper(tmp_path / "paper", 1, 1)
    run("trace", "verify", project)
    record = Project(project.root).state.read("evidence")[0]
    Project(project.root).state.append("evidence", record.data)
    assert len(on_disk(project)) == 3
    assert [len(s.evidence) for s in state(project).steps] == [1, 1]


def git(root: Path, *words: str) -> str:
    settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *settings, *words], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_two_branches_that_add_evidence_merge(tmp_path: Path, said: Said) -> None:
    project = paper(tmp_path / "paper", 1, 4)
    root = project.root
    run("trace", "init", project)
    git(root, "init", "--initial-branch", "main")
    git(root, "add", ".")
    git(root, "commit", "-m", "base")
    git(root, "checkout", "-b", "one")
    run("trace", "verify", "lem:n1", "lem:n2", project)
    run("trace", "sign", "lem:n1/1", "--name", "Ada", project)
    git(root, "add", ".")
    git(root, "commit", "-m", "one")
    git(root, "checkout", "main")
    git(root, "checkout", "-b", "two")
    run("trace", "verify", "lem:n2", "lem:n3", project)
    run("trace", "mark", "lem:n3/1", "yellow", "--note", "look again", project)
    git(root, "add", ".")
    git(root, "commit", "-m", "two")
    git(root, "merge", "one", "-m", "both")
    assert git(root, "status", "--porcelain") == ""
    merged = state(project)
    words = {s.step.identifier: {h.evidence.word for h in s.evidence} for s in merged.steps}
    assert words["lem:n1/1"] == {"proved", "signed"}
    assert all(words[f"lem:n{n}/{k}"] == {"proved"} for n in (2, 3) for k in (1, 2))
    assert merged.find("lem:n3/1").notes == ("look again",)
    assert [len(s.evidence) for s in merged.steps] == [2, 1, 1, 1, 1, 1, 0, 0], "lem:n2 once"
    assert "T5 trace-not-rendered" in said("trace", "check", project)[1]
    assert run("trace", "status", "--write", project) == 0
    assert "T5" not in said("trace", "check", project)[1]


def test_a_line_cut_off_hides_no_other(tmp_path: Path) -> None:
    project = paper(tmp_path / "paper", 1, 2)
    run("trace", "verify", "lem:n1", project)
    path = next((project.research / "state" / "evidence").glob("*.jsonl"))
    whole = path.read_text()
    path.write_text(whole[: whole.index("\n") + 60])
    assert [s.word for s in state(project).steps] == ["proved"] + 3 * ["unchecked"]
    run("trace", "verify", project)
    assert {s.word for s in state(project).steps} == {"proved"}
    assert len(on_disk(project)) == 4
    assert json.loads(whole.splitlines()[0])["data"]["step"] == "lem:n1/1"
