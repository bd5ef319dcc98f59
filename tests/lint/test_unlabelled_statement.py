"""R2: where a missing label keeps a statement from every gate it is an error."""

from pathlib import Path

import pytest

from dlt_proof.lint import lint
from dlt_proof.project import Project

HEAD = r"""\documentclass{article}\usepackage{amsthm}
\newtheorem{theorem}{Theorem}\newtheorem*{theorem*}{Theorem}\newtheorem{definition}{Definition}
\begin{document}
\begin{theorem}\label{t} $1 < 2$.\end{theorem}
\begin{proof}
"""
TAIL = "\\end{document}\n"
PROOF = r"\begin{proof} Indeed.\end{proof}"


def severities(folder: Path, body: str, *, inside: str = "", adopted: bool = False) -> list[str]:
    (folder / ".proof-research").mkdir()
    (folder / "main.tex").write_text(f"{HEAD}{inside}Indeed.\\end{{proof}}\n{body}\n{TAIL}")
    if adopted:
        (folder / "dlt-proof.toml").write_text("adopted = true\n")
    return [f.severity for f in lint(Project(folder), select=["R2"]).findings]


@pytest.mark.parametrize(
    "body",
    [
        rf"\begin{{theorem}} $x = x + 1$.\end{{theorem}}{PROOF}",
        r"\begin{theorem}[Riemann] $x = x + 1$.\end{theorem}",
        rf"\begin{{theorem*}} $x = x + 1$.\end{{theorem*}}{PROOF}",
        rf"\begin{{theorem}}[Informal] $x = x + 1$.\end{{theorem}}{PROOF}",
    ],
)
def test_in_a_proof_project_it_is_an_error(tmp_path: Path, body: str) -> None:
    assert severities(tmp_path, body) == ["error"]


@pytest.mark.parametrize(
    ("body", "inside", "found"),
    [
        (r"\begin{definition} A gap.\end{definition}", "", ["warning"]),
        ("", rf"\begin{{theorem}} $1 < 3$.\end{{theorem}}{PROOF}", ["warning"]),
        (r"\begin{theorem*} $1 < 3$.\end{theorem*}", "", []),
        (r"\begin{theorem}[Informal] $1 < 3$.\end{theorem}", "", []),
        ("", "", []),
    ],
)
def test_elsewhere_it_is_not(tmp_path: Path, body: str, inside: str, found: list[str]) -> None:
    assert severities(tmp_path, body, inside=inside) == found


def test_an_adopted_paper_is_warned(tmp_path: Path) -> None:
    body = rf"\begin{{theorem}} $x = x + 1$.\end{{theorem}}{PROOF}"
    assert severities(tmp_path, body, adopted=True) == ["warning"]
