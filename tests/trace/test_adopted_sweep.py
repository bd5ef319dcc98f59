"""In an adopted paper the sweep asks about what is managed, and about nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.latex import read_document
from dlt_proof.plan.management import manage
from dlt_proof.project import Project
from dlt_proof.records.findings import Finding
from dlt_proof.trace import load_trace
from dlt_proof.trace.checking import check_trace
from dlt_proof.workflow.adoption import adopt

Said = Callable[..., tuple[int, str]]
PAPER = r"""\documentclass{article}
\usepackage{amsthm}
\newtheorem{lemma}{Lemma}
\newtheorem{corollary}[lemma]{Corollary}
\begin{document}
\begin{lemma}\label{lem:new} $(1 + x)^2 = 1 + 2x + x^2$. \end{lemma}
\begin{proof} We expand, $(1 + x)^2 = 1 + 2x + x^2$. \end{proof}
OTHERS
\end{document}
"""
UNLABELLED = r"""\begin{corollary} $1 < 3$. \end{corollary}
\begin{proof} Hence $1 < 2 < 3$. \end{proof}"""
OF_NOTHING = r"""Some words stand between.

\begin{proof} So $1 < 2$. \end{proof}"""
BETWEEN = r"""\begin{lemma}\label{lem:b} $1 < 2$. \end{lemma}
\begin{lemma}\label{lem:c} $1 < 2$. \end{lemma}
\begin{proof} Hence $1 < 2$. \end{proof}
\section{Proofs}"""
INNER = r"""\begin{proof} We expand, $(1 + x)^2 = 1 + 2x + x^2$.
\begin{proof} Hence $1 < 2$. \end{proof} \end{proof}"""


def checked(folder: Path, paper: str, *managed: str) -> tuple[Project, list[Finding]]:
    """The project, and the findings about proofs that are in no sweep."""
    (folder / "main.tex").write_text(paper, encoding="utf-8")
    adopt(Project(folder))
    manage(Project(folder), list(managed))
    project = Project(folder)
    found = check_trace(project, read_document(project)).report.findings
    return project, [finding for finding in found if finding.rule in ("T7", "T8")]


@pytest.mark.parametrize("other", [UNLABELLED, OF_NOTHING])
def test_a_proof_that_was_found_so_is_a_warning_and_asked_about_by_nobody(
    tmp_path: Path, other: str
) -> None:
    project, found = checked(tmp_path, PAPER.replace("OTHERS", other), "lem:new")
    assert [(f.rule, f.severity) for f in found] == [("T7", "warning")]
    names = [s.step.identifier for s in load_trace(project, read_document(project)).steps]
    assert names == ["lem:new/1"]


def test_a_proof_that_may_be_that_of_a_managed_statement_is_an_error(tmp_path: Path) -> None:
    away = PAPER.replace("\\end{lemma}\n", f"\\end{{lemma}}\n{BETWEEN}\n", 1)
    _, found = checked(tmp_path, away.replace("OTHERS", UNLABELLED), "lem:new")
    by_line = {(f.rule, f.line): f.severity for f in found}
    assert by_line == {("T8", 6): "error", ("T7", 11): "error", ("T7", 13): "warning"}


def test_a_proof_in_a_managed_proof_is_an_error(tmp_path: Path) -> None:
    start = PAPER.index("\\begin{proof}")
    end = PAPER.index("OTHERS")
    _, found = checked(tmp_path, PAPER[:start] + INNER + "\n" + PAPER[end + 6 :], "lem:new")
    assert [(f.rule, f.line, f.severity) for f in found if f.rule == "T7"] == [("T7", 8, "error")]


def test_in_a_project_of_its_own_it_stays_an_error(written: Project, said: Said) -> None:
    path = written.root / "sections/03-theorem.tex"
    path.write_text(path.read_text(encoding="utf-8") + UNLABELLED, encoding="utf-8")
    text = said("trace", "check", written)[1]
    assert "error T7 proof-of-nothing: the statement that this proof proves has no label" in text
