"""The command's options: none of them may switch a check off silently."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.lint import explain, lint
from dlt_proof.project import Project, library_path
from dlt_proof.records.errors import InputError
from dlt_proof.records.plan import PlanNode

MAIN = """\\documentclass{article}
\\newtheorem{theorem}{Theorem}
\\begin{document}
\\input{a}
\\input{b}
\\end{document}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / "main.tex").write_text(MAIN)
    (tmp_path / "a.tex").write_text("\\label{x}\\ref{none}\n")
    (tmp_path / "b.tex").write_text("\\label{x}\n\\cite{k}\n")
    return Project(tmp_path)


def found(report) -> list[tuple[str, str, int]]:
    return [(f.rule, f.file, f.line) for f in report.findings]


def test_whole_project(project: Project) -> None:
    report = lint(project)
    assert found(report) == [
        ("R21", "a.tex", 1), ("R4", "b.tex", 1), ("R12", "b.tex", 2), ("R13", "b.tex", 2),
    ]  # fmt: skip
    assert report.examined == {"files": 3}
    assert not report.ok
    finding = report.findings[0]
    assert (finding.column, finding.end_line, finding.end_column) == (15, 1, 19)


def test_only_named_files_are_reported_in_the_context_of_all(project: Project) -> None:
    report = lint(project, files=[project.root / "b.tex"])
    assert [f for f, *_ in found(report)] == ["R4", "R12", "R13"]
    assert report.examined == {"files": 1}


def test_file_beside_the_document(project: Project) -> None:
    (project.root / "c.tex").write_text(
        "\\ref{x}\\ref{zzz}\n\\begin{theorem}\\label{t} y \\end{theorem}"
    )
    report = lint(project, files=[project.root / "c.tex"])
    assert found(report) == [("R21", "c.tex", 1), ("R5", "c.tex", 2)]


def test_file_without_a_project_around(tmp_path: Path) -> None:
    (tmp_path / "x.tex").write_text("\\ref{a}\n{")
    report = lint(Project(tmp_path), files=[tmp_path / "x.tex"])
    assert found(report) == [("R21", "x.tex", 1), ("P2", "x.tex", 2)]


def test_file_that_is_not_there(project: Project) -> None:
    for missing in (project.root / "zzz.tex", project.research):
        with pytest.raises(InputError):
            lint(project, files=[missing])
    with pytest.raises(InputError):
        lint(project, bib=[project.root / "zzz.bib"])


@pytest.mark.parametrize(
    "options",
    [
        {"select": ["R999"]},
        {"ignore": ["R999"]},
        {"ignore": ["P1"]},
        {"ignore": ["R3"]},
        {"select": [""]},
        {"select": ["R4"], "ignore": ["R4"]},
        {"select": ["R25"]},
    ],
)
def test_bad_options(project: Project, options: dict[str, list[str]]) -> None:
    with pytest.raises(InputError):
        lint(project, **options)


def test_select_and_ignore(project: Project) -> None:
    assert {r for r, *_ in found(lint(project, select=["duplicate-label", "r21"]))} == {
        "R4", "R21",
    }  # fmt: skip
    assert {r for r, *_ in found(lint(project, ignore=["R4", "R13"]))} == {"R21", "R12"}


def test_reading_is_always_reported(project: Project) -> None:
    (project.root / "a.tex").write_text("\\begin{proof}")
    report = lint(project, select=["R4"])
    assert ("P1", "a.tex", 1) in found(report)
    assert not report.ok


def test_unbalanced_proof_is_reported_once(project: Project) -> None:
    (project.root / "a.tex").write_text("\\begin{proof}\n\\begin{lemma}\n")
    where = [("R3", "a.tex", 1), ("P1", "a.tex", 2)]
    for options in ({}, {"select": ["R3"]}, {"ignore": ["wrong"]}, {"ignore": ["R4"]}):
        unread = [f for f in found(lint(project, **options)) if f[0] in ("R3", "P1")]
        assert unread == where
    assert [f for f in found(lint(project, select=["R4"])) if f[0] in ("R3", "P1")] == [
        ("P1", "a.tex", 1), ("P1", "a.tex", 2),
    ]  # fmt: skip


def test_bibliography_handed_in(project: Project) -> None:
    (project.root / "k.bib").write_text("@book{k,}")
    assert "R12" not in {r for r, *_ in found(lint(project, bib=[project.root / "k.bib"]))}


def test_severities(project: Project) -> None:
    (project.root / "a.tex").write_text("\\ref{none} \\cite{k}")
    (project.root / "main.tex").write_text(
        MAIN.replace("\\input{a}", "\\begin{theorem}\\label{t} x \\cite{k}\\end{theorem}\\input{a}")
    )

    def severities() -> dict[str, str]:
        return {f.rule: f.severity for f in lint(Project(project.root)).findings}

    assert severities() == dict.fromkeys(["R12", "R13", "R18", "R21"], "error")
    (project.root / "dlt-proof.toml").write_text("adopted = true\n")
    assert severities() == {"R12": "error", "R13": "warning", "R21": "error"}
    chosen = lint(Project(project.root), select=["R18"])
    assert [f.rule for f in chosen.findings] == ["R18"]
    plan = {"t": PlanNode(label="t", kind="theorem", statement="x", section="main.tex", line=1)}
    managed = lint(Project(project.root), plan=plan, select=["R13"])
    assert [f.severity for f in managed.findings] == ["error"]


def test_no_document_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        lint(Project(tmp_path))
    (tmp_path / "main.tex").write_text("")
    assert not lint(Project(tmp_path)).ok


def test_explain() -> None:
    assert "unbalanced-proof" in explain("R3")
    assert explain("unbalanced-brace") == explain("P2")
    with pytest.raises(InputError):
        explain("R999")


def test_what_a_lint_after_an_edit_does_without(tmp_path: Path) -> None:
    heavy = (
        "pydantic", "networkx", "jinja2", "pylatexenc", "numpy", "sympy", "argparse", "pathlib",
        "re", "enum", "typing", "json", "tempfile", "shutil", "hashlib", "dataclasses", "importlib",
        "threading", "multiprocessing", "concurrent",
    )  # fmt: skip
    code = (
        "import os, sys; end = os._exit\n"
        f"show = lambda: print([m for m in {heavy} if m in sys.modules], flush=True)\n"
        "os._exit = lambda code: (show(), end(code))\n"
        "from dlt_proof.start import run; run(['lint', sys.argv[1]])"
    )
    paper = tmp_path / "paper"
    paper.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(library_path()), "XDG_CACHE_HOME": str(tmp_path)}
    shown = []
    for text in ("\\ref{a}", "\\ref{b}", "\\ref{c}"):
        (paper / "main.tex").write_text(
            f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"
        )
        run = subprocess.run(
            [sys.executable, "-S", "-c", code, str(paper)],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 1 and "there is no label" in run.stdout, run.stderr
        shown.append(run.stdout.splitlines()[-1])
    assert "re" in shown[0]
    assert shown[-1] == "[]"


def test_formula_that_reaches_into_a_statement_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        "\\documentclass{article}\n\\begin{document}\n"
        "\\[\\begin{claim}\\label{}\\endclaim}\\]\n\\end{document}\n"
    )
    assert lint(Project(tmp_path), select=["R22"]).findings
