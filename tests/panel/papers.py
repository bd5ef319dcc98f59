"""Small papers for tests, made of pieces."""

from pathlib import Path

from dlt_proof.project import Project, open_project

HEAD = r"""\documentclass{article}
\usepackage{amsthm,amsmath}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newtheorem{assumption}{Assumption}
\newtheorem{definition}{Definition}
\newcommand{\gap}[1]{g(#1)}
\begin{document}
"""
END = "\\end{document}\n"


def paper(folder: Path, body: str) -> Project:
    """A plain paper with this body."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tex").write_text(HEAD + body + END, encoding="utf-8")
    return open_project(folder)
