"""The self-test of the grader: what is spoiled fails, and a spoiling that does nothing is told."""

import pytest

from dlt_proof.evals.self_test import Trial, self_test
from dlt_proof.project import Project

from ..conftest import edit, run

LINT = """
[[assertion]]
id = "lint"
says = "No reference is broken"
kind = "lint"
select = ["R21"]
"""
BROKEN_REFERENCE = """
[[assertion.spoil]]
file = "sections/02-lemma.tex"
replace = "We expand"
with = 'By \\Cref{lem:nowhere} we expand'
"""
NO_BROKEN_REFERENCE = BROKEN_REFERENCE.replace("'By \\Cref{lem:nowhere} we", "'Here we")
CHECK = """
[[assertion]]
id = "check"
says = "The square is large enough"
kind = "check"
check = "lem:square"
"""
FALSE_CHECK = """
[[assertion.spoil]]
file = "checks/square.py"
replace = "1 + 2 * x, square"
with = "1 + 3 * x, square"
"""
EVIDENCE = """
[[assertion]]
id = "evidence"
says = "Every step has evidence"
kind = "evidence"
[[assertion.spoil]]
file = "sections/02-lemma.tex"
replace = "&= 1 + 2x + x^2"
with = "&= 1 + 3x + x^2"
"""
GATE = """
[[assertion]]
id = "gate"
says = "All is swept"
kind = "gate"
gate = "C.5"
[[assertion.spoil]]
file = "checks/square.py"
replace = "1 + 2 * x, square"
with = "1 + 3 * x, square"
[[assertion.spoil]]
file = ".proof-research/scope.md"
remove = true
"""


def tried(project: Project, text: str) -> list[Trial]:
    with (project.root / "assertions.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)
    return self_test(project)


def test_spoilings_are_caught(small: Project) -> None:
    trials = tried(small, LINT + BROKEN_REFERENCE + CHECK + FALSE_CHECK + EVIDENCE)
    assert [(t.id, bool(t.spoiling), t.passed) for t in trials] == [
        ("lint", False, True), ("lint", True, False),
        ("check", False, True), ("check", True, False),
        ("evidence", False, True), ("evidence", True, False),
    ]  # fmt: skip
    assert all(trial.ok for trial in trials)
    assert "R21" in trials[1].told
    assert trials[3].told.startswith("lem:square: fails"), "the spoiled check was run"
    assert "T3" in trials[5].told, "the false step was looked at"


def test_a_gate_sees_a_check_that_was_spoiled(small: Project) -> None:
    good, check, scope = tried(small, GATE)
    assert (good.ok, check.ok, scope.ok) == (True, True, True)
    assert "numeric checks" in check.told and "scope declared" in scope.told


def test_a_check_that_reads_a_file_is_run_again_when_that_changes(small: Project) -> None:
    (small.root / "checks" / "factor.txt").write_text("2", encoding="utf-8")
    edit(
        small, "checks/square.py", "1 + 2 * x, square",
        "1 + float(open('checks/factor.txt').read()) * x, square",
    )  # fmt: skip
    spoil = '[[assertion.spoil]]\nfile = "checks/factor.txt"\nwrite = "3"\n'
    good, spoiled = tried(small, CHECK + spoil)
    assert good.passed and spoiled.ok and "lem:square: fails" in spoiled.told


@pytest.mark.parametrize(
    ("text", "spoilings", "words"),
    [
        (LINT, 1, "has no spoiling"),
        (LINT + NO_BROKEN_REFERENCE, 1, "it passes on the spoiled copy"),
        (LINT + BROKEN_REFERENCE.replace("We expand", "They expand"), 1, "no such text"),
        (LINT + BROKEN_REFERENCE.replace("02-lemma", "12-lemma"), 1, "no such file"),
        (LINT + BROKEN_REFERENCE.replace("sections/02", "../02"), 1, "leads out"),
        (LINT + BROKEN_REFERENCE + NO_BROKEN_REFERENCE, 2, "it passes on the spoiled copy"),
    ],
)
def test_a_spoiling_that_does_nothing_is_told(
    small: Project, text: str, spoilings: int, words: str
) -> None:
    trials = tried(small, text)
    assert len(trials) == 1 + spoilings
    assert trials[0].ok
    assert not trials[-1].ok and words in trials[-1].told


def test_an_assertion_that_fails_anyway_shows_nothing_by_failing(small: Project) -> None:
    edit(small, "sections/02-lemma.tex", "drop", "as \\Cref{lem:missing} says drop")
    good, spoiled = tried(small, LINT + BROKEN_REFERENCE)
    assert not good.ok
    assert not spoiled.passed and not spoiled.ok


def test_nothing_of_the_project_is_touched(small: Project) -> None:
    def everything() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in small.root.rglob("*") if p.is_file()}

    with (small.root / "assertions.toml").open("a", encoding="utf-8") as stream:
        stream.write(GATE + EVIDENCE)
    before = everything()
    assert run("eval", "self-test", small) == 0
    assert everything() == before
