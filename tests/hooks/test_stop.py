"""When a session may stop."""

import os
import shutil
from pathlib import Path

import pytest

from dlt_proof.hooks import stop
from dlt_proof.hooks.event import Answer, Event
from dlt_proof.hooks.sessions import note_written
from dlt_proof.project import Project

from ..conftest import edit, run

PLAN_FILE = ".proof-research/dependency-graph.md"


def event(folder: Path, **given: object) -> Event:
    return Event("Stop", "s", str(folder), "", "", {"stop_hook_active": False, **given})


def wrote(project: Project, name: str = "sections/02-lemma.tex") -> None:
    note_written(event(project.root), str(project.root), name)


def stopping(project: Project, **given: object) -> Answer:
    return stop.answer(event(project.root, **given))


def without_leave(project: Project) -> None:
    """As if no person had allowed approval by default."""
    shutil.rmtree(project.research / "state" / "autonomy")


def test_a_red_gate_is_told_with_what_is_open_and_what_comes_next(written: Project) -> None:
    wrote(written)
    edit(written, "sections/02-lemma.tex", "(1 + x)^2 &= 1", "(1 + x)^2 \\label{x} &= 1")
    edit(written, "sections/02-lemma.tex", "\\Cref{ass:positive} allows", "\\Cref{ass:none} allows")
    lines = stopping(written).refusal.splitlines()
    assert lines[0] == f"{written.root}: gate C (proofs) does not hold"
    assert "ass:none" in "\n".join(lines) and len(lines) <= 11
    assert lines[-2] == "next: dlt-proof lint" and "Go on with that" in lines[-1]


def test_it_is_said_once(written: Project) -> None:
    wrote(written)
    assert "gate C.5" in stopping(written).refusal
    assert stopping(written, stop_hook_active=True) == Answer()
    assert stopping(written) == Answer(), "the next turn wrote nothing"
    wrote(written)
    assert "gate C.5" in stopping(written).refusal


def test_a_session_that_wrote_no_latex_may_stop(written: Project) -> None:
    assert stopping(written) == Answer()


def test_a_project_elsewhere_counts_where_the_session_wrote(
    written: Project, tmp_path: Path
) -> None:
    wrote(written)
    assert "gate C.5" in stop.answer(event(tmp_path)).refusal


def test_a_project_that_is_gone_asks_for_nothing(written: Project) -> None:
    wrote(written)
    shutil.rmtree(written.research)
    assert stopping(written) == Answer()


def test_the_review_is_part_of_the_declared_scope(swept: Project) -> None:
    wrote(swept)
    told = stopping(swept).refusal
    assert "gate D (review) does not hold" in told and "dlt-proof review start" in told


def test_goals_that_only_the_author_can_approve_hold_nobody_up(checked: Project) -> None:
    wrote(checked)
    assert "gate A" in stopping(checked).refusal, "by default the agent may approve them"
    without_leave(checked)
    told = stopping(checked)
    assert not told.refusal and "waits for you" in told.to_user
    assert "dlt-proof plan approve thm:main" in told.to_user


def test_what_else_is_open_beside_the_approval_is_told(planned: Project) -> None:
    without_leave(planned)
    wrote(planned)
    assert "dlt-proof plan check --run" in stopping(planned).refusal


def test_a_goal_that_was_changed_after_its_approval_is_no_waiting(written: Project) -> None:
    without_leave(written)
    wrote(written)
    edit(written, "sections/03-theorem.tex", "satisfies $g(x) > x$", "satisfies $g(x) > 0$")
    assert "is not the one approved" in stopping(written).refusal


def test_an_approval_taken_back_waits_for_the_author(written: Project) -> None:
    without_leave(written)
    wrote(written)
    assert run("plan", "approve", "--withdraw", "thm:main", written) == 0
    assert "waits for you" in stopping(written).to_user


def test_state_that_cannot_be_believed_is_told(written: Project) -> None:
    wrote(written)
    place = written.research / "state" / "evidence"
    place.mkdir(parents=True, exist_ok=True)
    (place / "x.jsonl").write_text("{}\n")
    assert "not a sealed record" in stopping(written).refusal


@pytest.mark.tex
def test_a_quick_lemma_that_compiles_may_stop(tmp_path: Path) -> None:
    project = Project(tmp_path / "lemma")
    assert run("init", project) == 0
    statement = (
        "\\begin{lemma}[A square]\\label{lem:a}\nFor every real number $x$, $x^2 \\ge 0$.\n"
        "\\end{lemma}\n\\begin{proof}\nA square of a real number is not negative, so that\n"
        "\\begin{equation*}\nx^2 = x \\cdot x \\ge 0.\n\\end{equation*}\n\\end{proof}\n"
    )
    (project.root / "sections").mkdir(exist_ok=True)
    (project.root / "sections" / "01-lemma.tex").write_text(statement)
    main = project.root / "main.tex"
    text = main.read_text()
    main.write_text(text.replace("\\end{document}", "\\input{sections/01-lemma}\n\\end{document}"))
    assert run("scope", "Quick", project) == 0
    wrote(project, "sections/01-lemma.tex")
    told = stopping(project).refusal
    assert "gate D (review) does not hold" in told and "next: dlt-proof compile" in told
    assert run("compile", project) == 0
    wrote(project, "sections/01-lemma.tex")
    assert stopping(project) == Answer()


def test_a_given_statement_of_an_adopted_paper_is_nobodys_gate(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.mkdir()
    (paper / "main.tex").write_text(
        "\\documentclass{article}\\newtheorem{lemma}{Lemma}\\begin{document}\n"
        "\\begin{lemma}\\label{lem:a}$1 < 2$.\\end{lemma}\\begin{proof}Clear.\\end{proof}\n"
        "\\input{b}\n\\end{document}\n"
    )
    (paper / "b.tex").write_text(
        "\\begin{lemma}\\label{lem:b}$2 < 3$.\\end{lemma}\\begin{proof}Clear.\\end{proof}\n"
    )
    assert run("adopt", paper) == 0
    project = Project(paper)
    wrote(project, "b.tex")
    assert stopping(project) == Answer()
    assert run("plan", "manage", "lem:a", paper) == 0
    assert stopping(Project(paper)) == Answer(), "b.tex holds nothing that is managed"
    wrote(project, "main.tex")
    assert stopping(Project(paper)).refusal.startswith(os.fspath(paper))
