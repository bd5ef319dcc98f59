"""`init` and `emit`: what is made, and that nothing of an author's is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project

from ..conftest import PLAN, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"


def contents(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in sorted(project.root.rglob("*"))
        if path.is_file()
    }


def test_a_new_project_lints_clean_and_plans_nothing(tmp_path: Path, said: Said) -> None:
    project, made = initialise(tmp_path / "my-proof")
    assert {"main.tex", "macros.tex", "refs.bib", ".gitignore", PLAN_FILE} <= set(made)
    code, text = said("lint", project)
    assert code == 0 and "0 errors, 0 warnings" in text
    assert run("gate", "A", project) == 2
    run("scope", "Standard", project)
    assert run("gate", "A", project) == 2


def test_init_twice_is_once(tmp_path: Path) -> None:
    project, _ = initialise(tmp_path / "p")
    (project.root / "main.tex").write_text("mine \\documentclass{article}")
    before = contents(project)
    assert initialise(tmp_path / "p")[1] == []
    assert contents(project) == before


def test_init_does_not_touch_a_folder_that_is_something_else(tmp_path: Path, said: Said) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    code, text = said("init", tmp_path)
    assert code == 2 and "is not empty" in text
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_pattern_shows_in_the_plan_and_in_the_decisions(tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "p", pattern="good-event")
    assert "good event" in project.plan_file.read_text()
    assert "Good event" in project.decisions_file.read_text()
    assert read_plan(project).nodes == {} and read_plan(project).findings == ()
    code, text = said("init", tmp_path / "q", "--pattern", "nonsense")
    assert code == 2 and "good-event" in text
    assert not (tmp_path / "q").exists()


def test_emit_makes_what_is_planned_and_twice_is_once(planned: Project) -> None:
    emission = emit(planned, read_plan(planned))
    assert emission.made == (
        "sections/01-setting.tex",
        "sections/02-lemma.tex",
        "sections/03-theorem.tex",
    )
    assert emission.inputs == emission.made
    setting = (planned.root / "sections/01-setting.tex").read_text()
    assert setting.count("\\begin{assumption}") == setting.count("\\begin{remark}") == 1
    lemma = (planned.root / "sections/02-lemma.tex").read_text()
    assert "\\label{lem:square}" in lemma and "\\todo{prove:" in lemma
    before = contents(planned)
    assert not emit(planned, read_plan(planned)).changed
    assert contents(planned) == before
    assert run("lint", planned) == 0


def test_input_lines_stand_in_order_before_the_bibliography(planned: Project) -> None:
    emit(planned, read_plan(planned))
    main = (planned.root / "main.tex").read_text()
    names = ["00-introduction", "01-setting", "02-lemma", "03-theorem", "\\bibliographystyle"]
    assert [main.index(name) for name in names] == sorted(main.index(name) for name in names)


def test_an_authors_text_is_kept_when_the_plan_grows(planned: Project) -> None:
    emit(planned, read_plan(planned))
    path = planned.root / "sections/02-lemma.tex"
    path.write_text("% mine\n" + path.read_text().replace("\\todo{prove:", "My proof. \\todo{x:"))
    written = path.read_text()
    edit(
        planned,
        PLAN_FILE,
        "## thm:main",
        PLAN[PLAN.index("## lem:square") : PLAN.index("## thm:main")].replace(
            "lem:square", "lem:second"
        )
        + "## thm:main",
    )
    edit(planned, PLAN_FILE, "lem:square, thm:main", "lem:square, lem:second, thm:main")
    emission = emit(planned, read_plan(planned))
    assert emission.made == () and emission.added == ("lem:second",) and emission.inputs == ()
    assert path.read_text().startswith(written)
    assert "\\label{lem:second}" in path.read_text()


def test_a_section_written_before_its_input_line_is_only_read(planned: Project) -> None:
    path = planned.root / "sections/02-lemma.tex"
    path.write_text("\\section{Mine}\n\\begin{lemma}\\label{lem:square} X. \\end{lemma}\n")
    emission = emit(planned, read_plan(planned))
    assert "sections/02-lemma.tex" not in emission.made and emission.added == ()
    assert "sections/02-lemma.tex" in emission.inputs


def test_unmanaged_nodes_are_not_written(planned: Project) -> None:
    edit(
        planned,
        PLAN_FILE,
        "**Section:** sections/02-lemma.tex",
        "**Section:** sections/02-lemma.tex\n**Managed:** no",
    )
    assert "sections/02-lemma.tex" not in emit(planned, read_plan(planned)).made


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("**Goal:** yes\n", "", "orphan"),
        ("**Kind:** lemma", "**Kind:** lema", "lem:square"),
        ("sections/02-lemma.tex", "main.tex", "no section file"),
    ],
)
def test_nothing_is_drafted_from_a_plan_that_does_not_hold(
    planned: Project, said: Said, old: str, new: str, message: str
) -> None:
    edit(planned, PLAN_FILE, old, new)
    before = contents(planned)
    code, text = said("emit", planned)
    assert code == 1 and message in text
    assert contents(planned) == before
