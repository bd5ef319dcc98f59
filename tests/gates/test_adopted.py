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


def _errors(folder: Path, *rules: str, final: bool = False) -> list[tuple[str, int]]:
    """Where some rules find errors, by default lost references and what could not be read."""
    errors = GateContext(Project(folder)).lint(final=final).errors
    return [(f.rule, f.line) for f in errors if f.rule in (rules or ("P1", "R21"))]


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


def test_a_circle_through_a_managed_statement_counts_wherever_it_is_found(tmp_path: Path) -> None:
    circle = PAPER.replace("lem:lost", "lem:new").replace("lem:gone", "thm:main")
    circle = circle.replace("By \\ref{lem:old} and \\ref{lem:new}, ", "By \\ref{lem:new}, ")
    (tmp_path / "main.tex").write_text(circle, encoding="utf-8")
    adopt(Project(tmp_path))
    assert _errors(tmp_path, "R22") == []  # nobody took a part of it under management
    manage(Project(tmp_path), ["lem:old"])
    assert _errors(tmp_path, "R22") == []  # rests on the circle, and is no part of it
    manage(Project(tmp_path), ["thm:main"])
    ((rule, line),) = _errors(tmp_path, "R22")
    assert rule == "R22" and line == 8  # the reference in the other, unmanaged proof


def test_a_label_of_a_managed_statement_given_again_counts(tmp_path: Path) -> None:
    again = PAPER.replace(
        "\\end{document}",
        "\\begin{lemma}\\label{lem:new} $1=2$. \\end{lemma}\n"
        "\\begin{lemma}\\label{lem:old} $2=3$. \\end{lemma}\n\\end{document}",
    )
    (tmp_path / "main.tex").write_text(again, encoding="utf-8")
    adopt(Project(tmp_path))
    assert _errors(tmp_path, "R4") == []
    (tmp_path / "main.tex").write_text(PAPER, encoding="utf-8")
    manage(Project(tmp_path), ["lem:new"])
    (tmp_path / "main.tex").write_text(again, encoding="utf-8")
    assert _errors(tmp_path, "R4") == [("R4", 11)]


def test_what_may_not_go_out_may_stand_nowhere(tmp_path: Path) -> None:
    noted = PAPER.replace("\\begin{theorem}", "\\todo{mend}\n\\begin{theorem}")
    (tmp_path / "main.tex").write_text(noted, encoding="utf-8")
    adopt(Project(tmp_path))
    assert _errors(tmp_path, "R20") == []
    assert _errors(tmp_path, "R20", final=True) == [("R20", 9)]
