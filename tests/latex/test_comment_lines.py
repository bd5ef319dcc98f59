"""A line that holds nothing but a comment is not there for TeX: no paragraph ends at it."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from papers import write

from dlt_proof.graph.paper import paper_graph
from dlt_proof.latex import read_document
from dlt_proof.latex.documents import joined, read_folder
from dlt_proof.latex.mask import mask, scan
from dlt_proof.lint import lint
from dlt_proof.project import Project
from dlt_proof.trace.steps import enumerate_steps

CASES = Path(__file__).parents[1] / "cases"
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


def ends_paragraph(text: str) -> bool:
    """Whether a reader of the masked text sees a paragraph end in it."""
    masked = mask(text, scan(text).regions)
    assert len(masked) == len(text)
    assert all(text[place] == "\n" for place, sign in enumerate(masked) if sign == "\n")
    return bool(_PARAGRAPH.search(masked))


@pytest.mark.parametrize(
    "text",
    [
        "one\n% c\ntwo",
        "one\n  % c\n  two",
        "one\r\n% c\r\ntwo",
        "one\n%\n%\n%\ntwo",
        "one % c\n% c\ntwo",
        "one % c\ntwo",
        "one\n\\begin{comment}\nout\n\nout\n\\end{comment}\ntwo",
        "one\n\\iffalse\nout\n\nout\n\\fi\ntwo",
        "one\n\\newcommand{\\x}{%\n  y}\ntwo",
        "one\n\\newcommand{\\x}{y}% c\ntwo",
        "one\n\\newcommand{\\x}{y} \\newcommand{\\z}{y}\ntwo",
    ],
)
def test_no_paragraph_ends_at_what_is_not_typeset(text: str) -> None:
    assert not ends_paragraph(text)


@pytest.mark.parametrize(
    "text",
    [
        "one\n\ntwo",
        "one\n  \t\ntwo",
        "one % c\n\ntwo",
        "one\n% c\n\ntwo",
        "one\n\n% c\ntwo",
        "one\n% c\n  \n% c\ntwo",
        "one\r\n% c\r\n\r\ntwo",
        "one \\iffalse\nout\n\\fi\n\ntwo",
        "one\n\\iffalse\nout\n\\fi\n\ntwo",
        "one\n\\newcommand{\\x}{y}\n\ntwo",
        "\\verb|%|\n\ntwo",
    ],
)
def test_a_paragraph_ends_at_a_blank_line(text: str) -> None:
    assert ends_paragraph(text)


def test_lines_that_hold_words_keep_their_ends() -> None:
    text = "one % c\n two \\iffalse\n out \\fi three\n% c\nfour"
    masked = mask(text, scan(text).regions)
    assert masked.split() == ["one", "two", "three", "four"]
    assert [masked[: masked.index(word)].count("\n") for word in masked.split()] == [0, 1, 1, 2]


PAPER = r"""\documentclass{article}
\newtheorem{lemma}{Lemma}
\begin{document}
\begin{lemma}\label{lem:a}
For $x > 0$ we have $x + 1/x \ge 2$.
\end{lemma}
\begin{proof}
Expand the square.
\end{proof}
\begin{lemma}\label{lem:b}
For $x > 0$ we have $x^2 + 1/x^2 \ge 2$.
\end{lemma}
\begin{proof}
Unlike the argument
COMMENT
for Lemma~\ref{lem:a}, we expand. In fact,
COMMENT
\[ x^2 + 1/x^2 = (x - 1/x)^2 + 2 \]
COMMENT
for all $x > 0$. There is a constant $C$ such that $x \le C$
COMMENT
for all such $x$, where $C = 3$.
\end{proof}
\end{document}
"""


@pytest.mark.parametrize("comment", ["% c\n", "%\n%\n", "  % \\par\n"])
def test_roles_findings_and_steps_are_those_without_the_comment(
    tmp_path: Path, comment: str
) -> None:
    paper = PAPER.replace("COMMENT\n", comment)
    plain = write(tmp_path / "plain", {"main.tex": PAPER.replace("COMMENT\n", "")})
    filled = write(tmp_path / "filled", {"main.tex": paper})
    assert ("lem:a", "lem:b", "mention") in _edges(filled)
    assert _edges(plain) == _edges(filled)
    assert _findings(plain) == _findings(filled)
    before, behind = (enumerate_steps(read_document(project)).steps for project in (plain, filled))
    assert [step.latex for step in before] == [step.latex for step in behind]
    lines = paper.split("\n")
    relation = next(step for step in behind if "- 1/x" in step.latex)
    assert lines[relation.line - 1][relation.column - 1] == "="


def test_a_blank_line_ends_the_sentence(tmp_path: Path) -> None:
    paper = PAPER.replace("COMMENT\n", "% c\n\n", 1).replace("COMMENT\n", "")
    project = write(tmp_path, {"main.tex": paper})
    assert ("lem:a", "lem:b", "mention") not in _edges(project)


def _edges(project: Project) -> list[tuple[str, str, str]]:
    graph = paper_graph(joined(read_folder(project))).graph
    return sorted((edge.source, edge.target, edge.kind) for edge in graph.edges)


def _commented(text: str) -> str:
    """The text with a comment line behind every line that the next goes on from."""
    if any(word in text for word in ("verbatim", "lstlisting", "minted", "dlt:", "% !", "%%")):
        return text
    return re.sub(r"(?<=\S)\n(?=[ \t]*[^\s%])", "\n   % a remark\n", text)


@pytest.mark.parametrize("folder", ["graph_ordinary", "graph_blind"])
def test_comments_between_all_lines_change_no_edge_and_no_finding(
    tmp_path: Path, folder: str
) -> None:
    papers = sorted((CASES / folder).glob("*.txt"))
    assert papers
    for path in papers:
        pieces = re.split(r"(?m)^=== (\S.*)\n", path.read_text(encoding="utf-8"))
        files = {
            name: text
            for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
            if name.endswith(".tex")
        }
        plain = write(tmp_path / path.stem / "plain", files)
        filled = write(
            tmp_path / path.stem / "filled", {n: _commented(t) for n, t in files.items()}
        )
        assert _edges(plain) == _edges(filled), path.stem
        assert _findings(plain) == _findings(filled), path.stem


def _findings(project: Project) -> Counter[tuple[str, str]]:
    every = ("wrong", "unaccounted", "structure", "style")
    return Counter(
        (finding.rule, re.sub(r"\blines? \d+|:\d+", "", finding.message))
        for finding in lint(project, final=True, select=every).findings
    )


def test_many_comment_lines_take_linear_time() -> None:
    def seconds(lines: int) -> float:
        text = "one\n" + "  % a remark\n" * lines + "two"
        regions = scan(text).regions
        begun = time.process_time()
        masked = mask(text, regions)
        assert masked.count("\n") == 1
        return time.process_time() - begun

    few, many = min(seconds(20_000) for _ in range(3)), min(seconds(200_000) for _ in range(3))
    assert many < 40 * few + 0.05
