"""Two branches that reviewed at the same time, merged by git: a person keeps one of them."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

from ..conftest import answer_checklists, edit, run
from .support import LEMMA, THEOREM, WEAKNESS, classify, filed, fix

Said = Callable[..., tuple[int, str]]
Work = Callable[[Project, Path], None]
MACROS = "macros.tex"
OF_PAPER = {**WEAKNESS, "file": MACROS, "line": 1, "claim": "the gap is not named"}
OF_LEMMA = {**WEAKNESS, "file": LEMMA, "line": 9, "claim": "the square is not expanded"}


def git(project: Project, *words: str) -> str:
    who = {f"GIT_{role}_{what}": f"ada{at}" for role in ("AUTHOR", "COMMITTER")
           for what, at in (("NAME", ""), ("EMAIL", "@example.org"))}  # fmt: skip
    done = subprocess.run(
        ["git", "-c", "core.hooksPath=", *words],
        cwd=project.root,
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commit(project: Project) -> None:
    git(project, "add", "-A", ".")
    git(project, "commit", "-q", "-m", "said")


def merged(project: Project, tmp_path: Path, first: Work, second: Work, before: Work) -> None:
    """Two branches of one review, each with its own work, merged."""
    before(project, tmp_path)
    git(project, "init", "-q", "-b", "main")
    commit(project)
    for name, work in (("first", first), ("second", second)):
        git(project, "checkout", "-q", "-b", name, "main")
        work(Project(project.root), tmp_path)
        commit(project)
    # Texts of both branches: what stands there in the end is the second one's.
    git(project, "merge", "-q", "-X", "ours", "-m", "merged", "first")


def nothing(_project: Project, _tmp_path: Path) -> None:
    pass


def records(*weaknesses: object, reader: str = "Ada") -> Work:
    return lambda p, folder: check(
        run("review", "record", filed(p, folder, reader, *weaknesses), p)
    )


def classifies(kind: str, by: str, weakness: str = "W1") -> Work:
    return lambda p, _: check(run(*classify(p, kind, by, weakness=weakness)))


def mends(file: str, old: str, new: str, by: str, weakness: str = "W1") -> Work:
    def work(project: Project, _tmp_path: Path) -> None:
        edit(project, file, old, new)
        check(run(*fix(project, by, weakness=weakness)))

    return work


def starts(project: Project, _tmp_path: Path) -> None:
    answer_checklists(project)
    check(run("review", "start", project))


def all_of(*works: Work) -> Work:
    def work(project: Project, tmp_path: Path) -> None:
        for each in works:
            each(project, tmp_path)

    return work


def check(code: int) -> None:
    assert code == 0


BLOCKED = all_of(records(WEAKNESS), classifies("REAL-blocking", "Bob"))
MENDED = mends(THEOREM, "By \\Cref", "As $x > 0$, by \\Cref", "Carl")
OTHERWISE = mends(THEOREM, "By \\Cref", "Since $x > 0$, by \\Cref", "Dora")
TWO_OF_THE_PAPER = all_of(
    records(OF_PAPER, {**OF_PAPER, "claim": "the case x = 0 is missing"}),
    classifies("REAL-blocking", "Bob"),
    classifies("REAL-blocking", "Bob", "W2"),
)
REFUSED: dict[str, tuple[Work, Work, Work, str]] = {
    "both raised a weakness": (
        nothing, records(WEAKNESS), records(OF_LEMMA, reader="Eve"), "two weaknesses are called W1"
    ),
    "both mended one text": (BLOCKED, MENDED, OTHERWISE, "the fixes of W1 and W1 changed one text"),
    "both mended one text for other weaknesses": (
        TWO_OF_THE_PAPER, MENDED,
        mends(LEMMA, "We expand", "Let us expand", "Dora", "W2"),
        "changed one text",
    ),
    "both began a round": (
        BLOCKED, all_of(MENDED, starts), all_of(MENDED, starts), "round 2 was begun twice"
    ),
    "one blocks what the other dismisses": (
        records(WEAKNESS), classifies("REAL-blocking", "Bob"), classifies("INTENTIONAL", "Cleo"),
        "W1 is REAL-blocking by Bob, and INTENTIONAL by Cleo",
    ),
}  # fmt: skip


FIRST, *OTHERS = REFUSED


@pytest.mark.parametrize(
    "name", [FIRST, *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)]
)
def test_what_two_branches_reviewed_is_refused_until_a_person_keeps_one(
    started: Project, tmp_path: Path, said: Said, name: str
) -> None:
    before, first, second, words = REFUSED[name]
    merged(started, tmp_path, first, second, before)
    for command in (
        ("review", "report", started), ("review", "next", started), ("review", "start", started),
        ("review", "report", started, "--final"), ("gate", "D", started),
    ):  # fmt: skip
        code, text = said(*command)
        assert code != 0 and "success" not in text, (command, text)
    code, text = said("review", "report", started)
    assert code == 2 and words in text and "two branches reviewed at the same time" in text, text
    assert ".proof-research/state/review-" in text and "git rm" in text
    # What the remedy says: the records that the other branch added are taken out.
    theirs = git(started, "diff", "--name-only", "--diff-filter=A", "main", "first").split()
    git(started, "rm", "-q", *(path for path in theirs if "/state/review-" in path))
    code, text = said("review", "report", started)
    assert code == 1 and "two branches" not in text, text


def test_who_mends_on_one_branch_has_dismissed_nothing_on_the_other(
    started: Project, tmp_path: Path, said: Said
) -> None:
    before = all_of(records(WEAKNESS, OF_PAPER), classifies("REAL-blocking", "Bob", "W2"))
    dismisses = classifies("INTENTIONAL", "Carl")
    mend = mends(THEOREM, "By \\Cref", "As $x > 0$, by \\Cref", "Carl", "W2")
    merged(started, tmp_path, dismisses, mend, before)
    code, text = said("review", "report", started)
    assert code == 1 and "not classified: W1" in text, text
    assert run(*classify(started, "INTENTIONAL", "Cleo")) == 0
    assert "not classified" not in said("review", "report", started)[1]


def test_work_of_two_branches_that_fits_together_is_one_review(
    started: Project, tmp_path: Path, said: Said
) -> None:
    before = records(WEAKNESS, OF_LEMMA)
    first = classifies("REAL-nonblocking", "Bob")
    second = all_of(classifies("REAL-nonblocking", "Cleo", "W2"), records(reader="Eve"))
    merged(started, tmp_path, first, second, before)
    assert said("review", "report", started)[0] == 0


def test_an_answer_to_another_branchs_weakness_is_no_answer_to_this_one(
    started: Project, tmp_path: Path, said: Said
) -> None:
    """Taking out only the file that the error names must not dismiss what nobody judged."""
    grave = {**WEAKNESS, "severity": "critical"}
    trifle = all_of(
        records({**OF_PAPER, "severity": "style"}, reader="Eve"), classifies("INTENTIONAL", "Eve")
    )
    merged(started, tmp_path, trifle, records(grave), nothing)
    theirs = git(started, "diff", "--name-only", "--diff-filter=A", "main", "first").split()
    git(started, "rm", "-q", *(path for path in theirs if "/state/review-weakness/" in path))
    code, text = said("review", "report", started)
    assert code == 2 and "W1 is another weakness than the one that was answered" in text, text


@pytest.mark.slow
def test_a_round_whose_record_is_gone_is_missed(
    started: Project, tmp_path: Path, said: Said
) -> None:
    all_of(BLOCKED, MENDED, starts)(started, tmp_path)
    files = (started.root / ".proof-research/state/review-round").glob("*.jsonl")
    (first,) = [file for file in files if '"round": 1' in file.read_text()]
    first.unlink()
    with pytest.raises(InputError, match="round 2 follows round 0"):
        load_review(started, read_document(started))
    assert said("gate", "D", started)[0] != 0
