"""`dlt-proof review scan`: the deterministic reviewers over any paper, with an exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.project import Project

from ..conftest import edit

Said = Callable[..., tuple[int, str]]
HEAD = (
    "\\documentclass{article}\\usepackage{amsthm}\\newtheorem{theorem}{Theorem}\n"
    "\\begin{document}\n"
)
PROVED = (
    "\\begin{theorem}\\label{t} If $x > 0$ then $x^2 > 0$.\\end{theorem}\n"
    "\\begin{proof} As $x > 0$, %s $x^2 > 0$.\\end{proof}\n\\end{document}\n"
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper" / "main.tex"
    path.parent.mkdir()
    return path


def test_a_plain_paper_is_warned_with_its_place(paper: Path, said: Said) -> None:
    without_reason = (PROVED % "").replace(
        "As $x > 0$,  $x^2 > 0$", "By standard arguments, $x^4 - 3 x^2 + 7 > x$"
    )
    paper.write_text(HEAD + without_reason)
    code, text = said("review", "scan", paper)
    assert code == 0 and "main.tex:4:" in text and "V18" in text and "1 warning" in text
    code, text = said("review", "scan", "--format", "json", paper.parent)
    report = json.loads(text)
    assert report["summary"]["proofs"] == 1 and report["findings"][0]["rule"] == "V18"


def test_a_paper_without_fault_holds(paper: Path, said: Said) -> None:
    paper.write_text(HEAD + PROVED % "we have")
    code, text = said("review", "scan", paper)
    assert code == 0 and "1 statement" in text and "0 warnings" in text


def test_nothing_to_look_at_is_no_pass(paper: Path, said: Said) -> None:
    paper.write_text(HEAD + "Text.\n\\end{document}\n")
    assert said("review", "scan", paper)[0] == 2


def test_half_a_paper_is_refused(paper: Path, said: Said) -> None:
    paper.write_text(HEAD + "\\input{gone}\n" + PROVED % "we have")
    code, text = said("review", "scan", paper)
    assert code == 2 and "main.tex:3" in text and "gone" in text


def test_a_section_is_not_a_paper(written: Project, said: Said) -> None:
    code, text = said("review", "scan", written.root / "sections/02-lemma.tex")
    assert code == 2 and "main file is main.tex" in text
    code, text = said("review", "scan", written.root / "gone.tex")
    assert code == 2 and "does not exist" in text


def test_in_a_proof_project_what_is_serious_is_an_error(written: Project, said: Said) -> None:
    assert said("review", "scan", written)[0] == 0
    edit(written, "sections/03-theorem.tex", "By \\Cref{lem:square} and", "By")
    code, text = said("review", "scan", written)
    assert code == 1 and "V21" in text and "should use lem:square" in text
