"""A paper to adopt, and what of its folder must not change."""

import hashlib
from pathlib import Path

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amsthm,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newtheorem{corollary}{Corollary}
\newtheorem{definition}{Definition}
\newtheorem{assumption}{Assumption}
\begin{document}
"""

BODY = r"""
\begin{definition}\label{def:gap}
The gap of $x$ is $g(x) = (1 + x)^2 - 1$. % a comment
\end{definition}
\begin{assumption}\label{ass:positive}
The number $x$ satisfies $x > 0$.
\end{assumption}
\begin{lemma}\label{lem:square}
It holds that $(1 + x)^2 \ge 1 + 2x$.
\end{lemma}
\begin{proof}
We expand the square, and \cref{ass:positive} gives $x^2 \ge 0$.
\end{proof}
\begin{theorem}[Main]\label{thm:main}
The gap of \cref{def:gap} satisfies $g(x) > x$.
\end{theorem}
\begin{proof}
By \cref{lem:square} we have $g(x) \ge 2x > x$.
\end{proof}
\begin{lemma}\label{lem:aside}
It holds that $x = x$.
\end{lemma}
\begin{proof}
This is clear from $x - x = 0$.
\end{proof}
"""


def write_paper(folder: Path, body: str = BODY, name: str = "paper.tex") -> Path:
    """A paper in a folder of its own, in two files."""
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(PREAMBLE + "\\input{parts/body}\n\\end{document}\n")
    (folder / "parts" / "body.tex").write_text(body)
    return folder


def digest(folder: Path) -> dict[str, str]:
    """What is in a folder: every file with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
