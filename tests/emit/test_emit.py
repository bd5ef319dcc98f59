"""`init` and `emit`: what is made, and that nothing of an author's is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.plan.numeric import run_checks
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


def test_what_init_left_to_be_said_does_not_go_out(tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "my-proof")
    code, text = said("lint", "--final", project)
    assert code == 1 and text.count("error R20") == 2
    assert "main.tex:5:17: error R20" in text
    assert "sections/00-introduction.tex:4:1: error R20" in text
    edit(project, "main.tex", "My proof \\todo{a title in words}", "A proof of mine")
    introduction = "\\todo{say here, in a paragraph, what is proved}"
    edit(project, "sections/00-introduction.tex", introduction, "We show that $x > 0$.")
    assert said("lint", "--final", project)[0] == 0


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


def test_emit_makes_what_is_planned_and_twice_is_once(checked: Project) -> None:
    emission = emit(checked, read_plan(checked))
    assert emission.made == (
        "sections/01-setting.tex",
        "sections/02-lemma.tex",
        "sections/03-theorem.tex",
    )
    assert emission.inputs == emission.made
    setting = (checked.root / "sections/01-setting.tex").read_text()
    assert setting.count("\\begin{assumption}") == setting.count("\\begin{remark}") == 1
    lemma = (checked.root / "sections/02-lemma.tex").read_text()
    assert "\\label{lem:square}" in lemma and "\\todo{prove:" in lemma
    before = contents(checked)
    assert not emit(checked, read_plan(checked)).changed
    assert contents(checked) == before
    assert run("lint", checked) == 0


def test_input_lines_stand_in_order_before_the_bibliography(checked: Project) -> None:
    emit(checked, read_plan(checked))
    main = (checked.root / "main.tex").read_text()
    names = ["00-introduction", "01-setting", "02-lemma", "03-theorem", "\\bibliographystyle"]
    assert [main.index(name) for name in names] == sorted(main.index(name) for name in names)


def test_an_authors_text_is_kept_when_the_plan_grows(checked: Project) -> None:
    emit(checked, read_plan(checked))
    path = checked.root / "sections/02-lemma.tex"
    path.write_text("% mine\n" + path.read_text().replace("\\todo{prove:", "My proof. \\todo{x:"))
    written = path.read_text()
    edit(
        checked,
        PLAN_FILE,
        "## thm:main",
        PLAN[PLAN.index("## lem:square") : PLAN.index("## thm:main")].replace(
            "lem:square", "lem:second"
        )
        + "## thm:main",
    )
    edit(checked, PLAN_FILE, "lem:square, thm:main", "lem:square, lem:second, thm:main")
    run_checks(checked, read_plan(checked))
    emission = emit(checked, read_plan(checked))
    assert emission.made == () and emission.added == ("lem:second",) and emission.inputs == ()
    assert path.read_text().startswith(written)
    assert "\\label{lem:second}" in path.read_text()


def test_a_section_written_before_its_input_line_is_only_read(checked: Project) -> None:
    path = checked.root / "sections/02-lemma.tex"
    path.write_text("\\section{Mine}\n\\begin{lemma}\\label{lem:square} X. \\end{lemma}\n")
    emission = emit(checked, read_plan(checked))
    assert "sections/02-lemma.tex" not in emission.made and emission.added == ()
    assert "sections/02-lemma.tex" in emission.inputs


def test_unmanaged_nodes_are_not_written(checked: Project) -> None:
    edit(
        checked,
        PLAN_FILE,
        "**Section:** sections/02-lemma.tex",
        "**Section:** sections/02-lemma.tex\n**Managed:** no",
    )
    assert "sections/02-lemma.tex" not in emit(checked, read_plan(checked)).made


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


# ---- falsify before proving ----------------------------------------------------------------------


def test_no_proof_is_drafted_before_its_check_was_run(planned: Project, said: Said) -> None:
    before = contents(planned)
    code, text = said("emit", planned)
    assert code == 1 and "lem:square: its check checks/square.py has not been run" in text
    assert "dlt-proof plan check --run" in text
    assert contents(planned) == before
    assert run("plan", "check", "--run", planned) == 0
    code, text = said("emit", planned)
    assert code == 0 and "made sections/02-lemma.tex" in text


def test_a_reason_for_no_check_passes_and_is_shown(checked: Project, said: Said) -> None:
    code, text = said("emit", checked)
    assert code == 0
    assert "without numeric check: thm:main (none: it follows from the lemma in one line)" in text
    assert "lem:square (" not in text


def test_no_proof_is_drafted_of_a_statement_that_changed_after_its_check(
    checked: Project, said: Said
) -> None:
    edit(checked, PLAN_FILE, "\\ge 1 + 2x$", "\\ge 1 + 3x$")
    code, text = said("emit", checked)
    assert code == 1 and "has not been run on the statement as it stands" in text


def test_nothing_is_drafted_on_what_an_instance_violates(planned: Project, said: Said) -> None:
    edit(planned, "checks/square.py", "(claim, 1 + 2 * x, square)", "(claim, 3 + 2 * x, square)")
    run_checks(planned, read_plan(planned))
    code, text = said("emit", planned)
    assert code == 1 and "lem:square: its check checks/square.py found a violating instance" in text
    assert "likewise thm:main" in text
    # The lemma is written already; what rests on it is still not drafted.
    section = planned.root / "sections/02-lemma.tex"
    section.write_text("\\begin{lemma}\\label{lem:square} X. \\end{lemma}\n")
    code, text = said("emit", planned)
    assert code == 1 and "thm:main rests on lem:square, which an instance violates" in text


def test_scope_quick_needs_no_numeric_check(planned: Project, said: Said) -> None:
    planned.scope_file.write_text("Quick\n")
    code, text = said("emit", planned)
    assert code == 1 and "has not been run" in text, "two statements are not Quick"
    one = PLAN[PLAN.index("## ass:positive") : PLAN.index("## thm:main")]
    one = one.replace("consumers:** lem:square, thm:main", "consumers:** lem:square")
    one = one.replace("consumers:** thm:main", "consumers:** none").rstrip() + "\n**Goal:** yes\n"
    planned.plan_file.write_text(one)
    planned.scope_file.write_text("Quick and dirty\n")
    assert said("emit", planned)[0] == 1, "no scope is declared"
    planned.scope_file.write_text("Quick\n")
    assert "sections/02-lemma.tex" in emit(planned, read_plan(planned)).made


def test_no_proof_is_drafted_after_an_assumption_changed(checked: Project, said: Said) -> None:
    edit(checked, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > -9$")
    code, text = said("emit", checked)
    assert code == 1 and "checks/square.py was run before ass:positive changed" in text
    run_checks(checked, read_plan(checked))
    assert said("emit", checked)[0] == 0


def test_definitions_and_assumptions_need_none(planned: Project) -> None:
    for label, section in (("lem:square", "02-lemma"), ("thm:main", "03-theorem")):
        kind = "lemma" if label.startswith("lem") else "theorem"
        (planned.root / f"sections/{section}.tex").write_text(
            f"\\begin{{{kind}}}\\label{{{label}}} X. \\end{{{kind}}}\n"
        )
    assert emit(planned, read_plan(planned)).made == ("sections/01-setting.tex",)
