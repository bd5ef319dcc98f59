"""A small proof project whose paper and plan lack digests, and answers of scouts about it."""

from pathlib import Path
from typing import Any

import pytest

from dlt_proof.project import Project, open_project

PAPER = r"""\documentclass{article}
\usepackage{amsmath,amsthm}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newcommand{\E}{\mathbb{E}}
\begin{document}
The setting is that of \cite{vershynin}.

\section{Sums}
Everything here is elementary.
\begin{lemma}\label{lem:sum}
Let $X_i$ be independent. Then $\Pr[\sum X_i - \E \sum X_i \ge t] \le e^{-2t^2/n}$.
\end{lemma}
\begin{proof}
By matrix Bernstein, as in \cite[Theorem~1.6]{tropp2012}, the sum concentrates.
Hence it is small. % see \cite{commented}
\end{proof}
\bibliographystyle{plain}
\bibliography{refs}
\end{document}
"""
WORKS = """@article{tropp2012,
  author = {Joel A. Tropp}, title = {User-friendly tail bounds}, year = {2012},
  abstract = {The author thinks highly of it.}, file = {:papers/tropp.txt:PDF;../out.txt;main.tex}}
@book{vershynin, author = {Roman Vershynin}, title = {High-dimensional probability}, year = {2018}}
"""
PLAN = r"""## lem:sum
**Kind:** lemma
**Statement:** Let $X_i$ be independent. Then $\Pr[\sum X_i - \E \sum X_i \ge t] \le e^{-2t^2/n}$.
**Hypotheses:** none
**Techniques:** hoeffding-lemma, own-trick
**Downstream consumers:** none
**Section:** sections/sum.tex
**Goal:** yes
**Check:** none: it is an example
"""
SOURCE = """User-friendly tail bounds
Theorem 1.6. Consider a finite sequence of independent, random
matrices with common dimension d. Assume that each has mean zero.
"""
QUOTATION = "Consider a finite sequence of independent, random matrices with common dimension d."


@pytest.fixture
def lacking(tmp_path: Path) -> Project:
    """The project. It lacks two planned techniques, one that is used, and two cited works."""
    folder = tmp_path / "a paper"
    (folder / ".proof-research").mkdir(parents=True)
    (folder / "papers").mkdir()
    (folder / "main.tex").write_text(PAPER)
    (folder / "refs.bib").write_text(WORKS)
    (folder / "papers" / "tropp.txt").write_text(SOURCE)
    (tmp_path / "out.txt").write_text("not of this project")
    (folder / ".proof-research" / "dependency-graph.md").write_text(PLAN)
    (folder / ".proof-research" / "scope.md").write_text("Standard\n")
    return open_project(folder)


def answer(**changes: Any) -> dict[str, Any]:
    """What a scout says that read the source, changed."""
    return {
        "searched": "The copy was opened; Theorem 1.6 stands on its first page.",
        "seen": "source",
        "statement": r"Let $X_k$ be independent. Then $\Pr[\lambda \ge t] \le d e^{-t^2/2}$.",
        "hypotheses": ["the matrices are independent", "each has mean zero"],
        "quotation": QUOTATION,
        "place": "Theorem 1.6, page 5",
        "source": "J. A. Tropp, User-friendly tail bounds, 2012",
        "misapplied": ["the factor d is left out"],
        "differs": "",
        **changes,
    }


NOT_FOUND: dict[str, Any] = {
    "searched": "Nobody calls anything so.",
    "seen": "not-found",
    "statement": "",
    "hypotheses": [],
    "quotation": "",
    "place": "",
    "source": "",
    "misapplied": [],
    "differs": "",
}
