"""What an author says of a reference in a comment goes before what its words tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlt_proof.graph.paper import PaperGraph, paper_graph
from dlt_proof.latex.documents import joined, read_folder
from dlt_proof.lint import lint
from dlt_proof.project import Project

PAPER = r"""\documentclass{article}
\usepackage{amsthm}
\newtheorem{lemma}{Lemma}
\newtheorem{theorem}{Theorem}
\begin{document}
\begin{lemma}\label{lem:a} $1 = 1$. \end{lemma}
\begin{proof} Clear. \end{proof}
\begin{lemma}\label{lem:b} $2 = 2$. \end{lemma}
\begin{proof} Clear. \end{proof}
\begin{theorem}\label{thm:c} $3 = 3$. \end{theorem}
\begin{proof}
BODY
\end{proof}
\begin{thebibliography}{9}\bibitem{knuth} Knuth.\end{thebibliography}
\end{document}
"""


def read(folder: Path, body: str) -> PaperGraph:
    (folder / "main.tex").write_text(PAPER.replace("BODY", body), encoding="utf-8")
    return paper_graph(joined(read_folder(Project(folder))))


def edges(folder: Path, body: str) -> set[tuple[str, str, int]]:
    found = read(folder, body).graph.edges
    return {(e.source, e.kind, e.line) for e in found if e.target == "thm:c"}


USES = "By Lemma~\\ref{lem:a} and \\cite{knuth}, it holds."


def test_without_a_comment_the_words_tell(tmp_path: Path) -> None:
    assert edges(tmp_path, USES) == {("lem:a", "proof", 12), ("cite:knuth", "cites", 12)}


def test_a_reference_that_its_author_says_is_a_mention(tmp_path: Path) -> None:
    told = "% dlt: mention[lem:a, cite:knuth] neither is needed\n"
    assert edges(tmp_path, told + USES) == {
        ("lem:a", "mention", 13),
        ("cite:knuth", "mention", 13),
    }


def test_a_use_that_its_author_tells_without_referring(tmp_path: Path) -> None:
    body = USES + "\nThe estimate above ends it. % dlt: use[lem:b] it is the estimate above"
    assert ("lem:b", "proof", 13) in edges(tmp_path, body)


def test_a_mention_that_its_author_says_is_a_use(tmp_path: Path) -> None:
    body = "Unlike Lemma~\\ref{lem:a}, it holds."
    assert edges(tmp_path, body) == {("lem:a", "mention", 12)}
    told = " % dlt: use[lem:a] its constant is taken"
    assert edges(tmp_path, body + told) == {("lem:a", "proof", 12)}


@pytest.mark.parametrize(
    "comment",
    [
        "% dlt: mention[lem:a]",  # no reason
        "% mention[lem:a] not ours",
        "\\iffalse % dlt: mention[lem:a] in dead text\n\\fi",
        "\\verb|% dlt: mention[lem:a] typeset|",
        "% dlt: mention[lem:b] another lemma",
    ],
)
def test_what_says_nothing_of_it_changes_nothing(tmp_path: Path, comment: str) -> None:
    found = edges(tmp_path, f"{comment}\n{USES}")
    assert {(source, kind) for source, kind, _ in found} == {
        ("lem:a", "proof"),
        ("cite:knuth", "cites"),
    }


def test_it_holds_only_where_it_is_said(tmp_path: Path) -> None:
    text = PAPER.replace("BODY", USES).replace(
        "$2 = 2$. \\end{lemma}", "$2 = 2$. % dlt: mention[lem:a] elsewhere\n\\end{lemma}"
    )
    (tmp_path / "main.tex").write_text(text, encoding="utf-8")
    found = paper_graph(joined(read_folder(Project(tmp_path)))).graph.edges
    assert ("lem:a", "thm:c", "proof") in {e[:3] for e in found}


def test_a_name_that_labels_nothing_is_told(tmp_path: Path) -> None:
    unknown = read(tmp_path, "% dlt: mention[lem:gone] long ago\n" + USES).unknown
    assert [key for _, _, key in unknown] == ["lem:gone"]


def test_lint_tells_of_a_comment_without_a_reason(tmp_path: Path) -> None:
    for comment, rules in [
        ("% dlt: mention[lem:a]", ["R27"]),
        ("% dlt: mention[lem:a] only compared", []),
        ("% dlt: use[lem:a]", ["R27"]),
    ]:
        (tmp_path / "main.tex").write_text(
            PAPER.replace("BODY", f"{comment}\n{USES}"), encoding="utf-8"
        )
        found = lint(Project(tmp_path)).findings
        assert [f.rule for f in found if f.rule in ("R26", "R27")] == rules
