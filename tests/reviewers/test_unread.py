"""What a scan leaves out is said and counted; what it cannot read at all is no pass."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.reviewers.headed import headed_like_statements

from ..conftest import edit

Said = Callable[..., tuple[int, str]]
HEAD = r"""\documentclass{article}\usepackage{amsthm,tcolorbox}
\newtheorem{theorem}{Theorem}\newtheorem{remark}{Remark}
\begin{document}
"""
GOOD = r"""\begin{theorem}\label{good} If $x > 0$ then $x^2 > 0$.\end{theorem}
\begin{proof} As $x > 0$, we have $x^2 > 0$.\end{proof}
"""
LONELY = r"\section{Other}\begin{proof}[Proof of Theorem 9] So $1 < 2$.\end{proof}"
BARE = "\\begin{theorem}\\label{bare} If $y > 0$ then $y^3 > 0$.\\end{theorem}\n"


def write(folder: Path, body: str) -> Path:
    path = folder / "main.tex"
    path.write_text(f"{HEAD}{body}\n\\end{{document}}\n", encoding="utf-8")
    return path


# ---- statements and proofs that do not meet -----------------------------------------------------


def test_a_statement_without_proof_is_counted(tmp_path: Path, said: Said) -> None:
    paper = write(tmp_path, GOOD + BARE)
    code, text = said("review", "scan", paper)
    assert code == 0 and "2 statements, 1 proof, 1 unread" in text
    assert "not read: 1 statement has no proof (main.tex:6)" in text
    report = json.loads(said("review", "scan", "--format", "json", paper)[1])
    assert report["summary"]["unread"] == 1 and "main.tex:6" in report["notes"][0]


@pytest.mark.parametrize(
    "neighbour",
    [
        "",
        r"\begin{theorem}[informal] Squares are positive.\end{theorem}",
        r"\begin{remark} A square is positive.\end{remark}",
    ],
)
def test_what_needs_no_proof_is_not(tmp_path: Path, said: Said, neighbour: str) -> None:
    code, text = said("review", "scan", write(tmp_path, GOOD + neighbour))
    assert code == 0 and ", 0 unread" in text and "not read" not in text


def test_a_statement_said_twice_needs_one_proof(tmp_path: Path, said: Said) -> None:
    again = r"\begin{theorem}[Restatement of Theorem~\ref{bare}]If $y > 0$ then $y^3 > 0$."
    proof = r"\begin{proof} As $y > 0$, we have $y^3 > 0$.\end{proof}"
    code, text = said("review", "scan", write(tmp_path, f"{BARE}{again}\\end{{theorem}}{proof}"))
    assert code == 0 and ", 0 unread" in text, text


def test_a_proof_of_nothing_is_warned_of(tmp_path: Path, said: Said) -> None:
    code, text = said("review", "scan", write(tmp_path, GOOD + LONELY))
    assert code == 0 and "main.tex:6:16: warning T7 proof-of-nothing" in text
    assert "1 proof, 1 unread" in text and "1 proof belongs to no statement (main.tex:6)" in text


@pytest.mark.parametrize(
    "body",
    [
        BARE,
        BARE + BARE.replace("bare", "twin") + LONELY,
        "\\textbf{Theorem 3.} Squares are positive.",
    ],
)
def test_no_proof_read_is_no_pass(tmp_path: Path, said: Said, body: str) -> None:
    code, text = said("review", "scan", write(tmp_path, body))
    assert code == 2 and ": no proof was held against its statement" in text, text


# ---- statements in no environment ---------------------------------------------------------------


def headings(folder: Path, body: str) -> list[str]:
    write(folder, body)
    document = read_document(Project(folder))
    return [document.text(span) for span in headed_like_statements(document)]


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("\\textbf{Theorem 3.} If $x > 0$.", r"\textbf{Theorem 3."),
        ("\\textbf{Theorem} 3. If $x > 0$.", r"\textbf{Theorem} 3."),
        ("Text.\n\n\\noindent{\\bf Lemma 2.1 (Tails).} If $x$.", r"{\bf Lemma 2.1 (Tails)."),
        ("\\paragraph{Proposition A:} If $x > 0$.", r"\paragraph{Proposition A:"),
        ("Text.\n\n\\emph{Main Theorem.} If $x > 0$.", r"\emph{Main Theorem."),
        ("Text.\n\nTheorem 4. If $x > 0$, then.", "Theorem 4."),
        ("Text.\n\n\\textbf{Claim~\\ref{c}.} If $x > 0$.", r"\textbf{Claim~\ref{c}."),
        ("Text.\n\n\\textbf{Satz 5.} F\\\"ur $x > 0$.", r"\textbf{Satz 5."),
        ("\\fbox{\\parbox{5cm}{\\textbf{Theorem 6.} If.}}", r"\textbf{Theorem 6."),
        ("\\begin{quote}\\bfseries Theorem 7. If $x$.\\end{quote}", r"\bfseries Theorem 7."),
        (r"\begin{tcolorbox}[title=Theorem 3] If $x$.\end{tcolorbox}",
         r"\begin{tcolorbox}[title=Theorem 3]"),
        (r"\begin{tcolorbox}[colback=red,title={Lemma 3: Tails}] If.\end{tcolorbox}",
         r"\begin{tcolorbox}[colback=red,title={Lemma 3:"),
        (r"\begin{block}{Corollary 1}\label{x} If $x > 0$.\end{block}",
         r"\begin{block}{Corollary 1}"),
    ],
)  # fmt: skip
def test_what_is_headed_like_a_statement(tmp_path: Path, body: str, heading: str) -> None:
    assert headings(tmp_path, body) == [heading]


@pytest.mark.parametrize(
    "body",
    [
        "Text.\n\nTheorem 4 says that $x > 0$.",
        "Text.\n\nBy \\textbf{Theorem 4.} this holds.",
        "as we have shown in\n\\textbf{Theorem 4}. The rest follows.",
        "\\paragraph{Theorem 4 and its meaning.} It says much.",
        "Text.\n\n{\\it Lemma} proofs are long.",
        "\\mbox{Lemma} 3 says so.",
        "\\paragraph{Results.} Table 1 shows them.",
        "\\textbf{Result 1.} Our method wins.",
        "\\paragraph{Claims.} We make three.",
        "\\paragraph{Assumption 2.} The noise is bounded.",
        "\\textbf{Theorem 1 (informal).} Squares are positive.",
        "\\textbf{Proof of Theorem 1.} We square.",
        "\\paragraph{Theorem 1 (restated).} Squares are positive.",
        "\\textbf{Theorem 3.}\n" + GOOD,
        r"\begin{tcolorbox}[title=Theorem 3]" + GOOD + r"\end{tcolorbox}",
        r"\begin{tcolorbox}[title=Related work] Much.\end{tcolorbox}",
        "\\begin{itemize}\\item \\textbf{Theorem 3.} It bounds the tails.\\end{itemize}",
        GOOD.replace("As $x", "\n\n\\textbf{Claim 1.} It holds. As $x"),
        "% \\textbf{Theorem 3.} If $x > 0$.",
        "\\textbf{Example 3.} If $x > 0$.",
    ],
)
def test_what_only_looks_like_it(tmp_path: Path, body: str) -> None:
    assert headings(tmp_path, body) == []


def test_such_paragraphs_are_counted(tmp_path: Path, said: Said) -> None:
    box = "\\begin{tcolorbox}[title=Theorem %d] If $x$.\\end{tcolorbox}\n\n"
    boxes = "".join(box % number for number in range(9))
    code, text = said("review", "scan", write(tmp_path, GOOD + boxes))
    assert code == 0 and "1 statement, 1 proof, 9 unread" in text
    assert "9 paragraphs or boxes headed like statements" in text and "and 6 more" in text


# ---- proof projects -----------------------------------------------------------------------------

LESS = r"""\begin{theorem}\label{thm:more} With probability at least $1-\delta$, $X \le 1$.
\end{theorem}
\begin{proof} With probability at least $1-3\delta$, $X \le 1$.\end{proof}
"""
WAVED = r"""\begin{theorem} If $y > 1$, then $y^4 - 3 y^2 + 7 > y$.\end{theorem}
\begin{proof} By standard arguments, $y^4 - 3 y^2 + 7 > y$.\end{proof}
"""


@pytest.mark.parametrize(("body", "found"), [(LESS, "error V14"), (WAVED, "warning V18")])
def test_in_a_proof_project_what_nobody_planned_is_read(
    written: Project, said: Said, body: str, found: str
) -> None:
    assert said("review", "scan", written)[0] == 0
    edit(written, "sections/03-theorem.tex", "\\begin{theorem}", f"{body}\\begin{{theorem}}")
    code, text = said("review", "scan", written)
    assert code == (found[:5] == "error") and found in text, text


def test_an_adopted_paper_keeps_its_faults(tmp_path: Path, said: Said) -> None:
    paper = write(tmp_path, LESS + WAVED)
    plain = said("review", "scan", paper)
    assert plain[0] == 1 and "error V14" in plain[1] and "warning V12" in plain[1]
    assert said("adopt", paper)[0] == 0
    assert said("review", "scan", paper) == plain
    assert said("plan", "manage", "thm:more", tmp_path)[0] == 0
    code, text = said("review", "scan", paper)
    assert code == 1 and "error V12" in text and "warning V18" in text
    assert "2 statements, 2 proofs, 0 unread" in text


def test_a_plan_that_cannot_be_read_is_refused(written: Project, said: Said) -> None:
    edit(written, ".proof-research/dependency-graph.md", "** lemma", "** lemmma")
    code, text = said("review", "scan", written)
    assert code == 2 and "dependency-graph.md:20: lem:square: 'lemmma' is no kind" in text
