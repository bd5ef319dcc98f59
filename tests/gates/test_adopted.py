"""In an adopted paper gates look at what is managed, and at nothing else."""

from __future__ import annotations

from pathlib import Path

from dlt_proof.gates import GateContext
from dlt_proof.plan.management import manage
from dlt_proof.project import Project
from dlt_proof.workflow.adoption import adopt

PAPER = r"""\documentclass{article}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}[theorem]{Lemma}
\begin{document}
\begin{lemma}\label{lem:old} $a \le b$. \end{lemma}
\begin{proof} By \ref{lem:lost}, $a \le b$. \end{proof}
\begin{lemma}\label{lem:new} $b \le c$. \end{lemma}
\begin{proof} By \ref{lem:gone}, $b \le c$. \end{proof}
\begin{theorem}\label{thm:main} $a \le c$. \end{theorem}
\begin{proof} By \ref{lem:old} and \ref{lem:new}, $a \le b \le c$. \end{proof}
\end{document}
"""


def _errors(folder: Path) -> list[tuple[str, int]]:
    """Lost references and what could not be read."""
    errors = GateContext(Project(folder)).lint().errors
    return [(f.rule, f.line) for f in errors if f.rule in ("P1", "R21")]


def test_errors_in_what_is_given_stop_no_gate(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(PAPER, encoding="utf-8")
    adopt(Project(tmp_path))
    assert _errors(tmp_path) == []
    manage(Project(tmp_path), ["lem:new"])
    assert _errors(tmp_path) == [("R21", 8)]
    manage(Project(tmp_path), ["lem:old"])
    assert _errors(tmp_path) == [("R21", 6), ("R21", 8)]


def test_what_nobody_could_read_stops_every_gate(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(PAPER, encoding="utf-8")
    adopt(Project(tmp_path))
    broken = PAPER.replace("\\end{document}", "\\begin{itemize}\n\\end{document}")
    (tmp_path / "main.tex").write_text(broken, encoding="utf-8")
    assert [rule for rule, _ in _errors(tmp_path)] == ["P1"]
