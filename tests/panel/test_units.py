"""Reading units: closed, numbered as the files are, and the same as long as they say the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.latex import read_document
from dlt_proof.panel import PAPER, Unit, paper_unit, unit_at, units
from dlt_proof.panel.given import Given

from .papers import paper

BODY = r"""
\section{Setting}
Throughout, $x$ is a real number.

The weather was fine that day.

\begin{definition}\label{def:gap}
The gap of $x$ is $\gap{x} = (1+x)^2 - 1$.
\end{definition}
\begin{assumption}\label{ass:positive}
The number $x$ satisfies $x > 0$.
\end{assumption}

\begin{lemma}\label{lem:square}
Under Assumption \ref{ass:positive}, $(1+x)^2 \ge 1 + 2x$.
\end{lemma}
\begin{proof}
% a note to myself
Expand the square, and drop $x^2 \ge 0$.
\end{proof}

\begin{theorem}\label{thm:main}
Under Assumption \ref{ass:positive}, $\gap{x} > x$.
\end{theorem}
\begin{proof}
By Lemma \ref{lem:square}, $\gap{x} \ge 2x > x$.
\end{proof}
"""


def read(folder: Path, body: str = BODY) -> dict[str, Unit]:
    document = read_document(paper(folder, body))
    return {unit.name: unit for unit in (*units(document, None), paper_unit(document))}


def test_a_unit_is_closed(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert list(found) == ["lem:square", "thm:main", PAPER]
    theorem = found["thm:main"]
    roles = [(p.role, p.title) for p in theorem.passages]
    assert roles == [
        ("setting", "running text"),
        ("setting", "definition"),
        ("setting", "assumption"),
        ("used", "lemma (without its proof)"),
        ("statement", "the theorem to be read"),
        ("proof", "proof of the theorem"),
    ]
    assert "Expand the square" not in theorem.text, "the proofs of others are left out"
    assert "weather" not in theorem.text
    assert r"\gap#1 stands for g(#1)" in theorem.text
    assert "a note to myself" not in found["lem:square"].text


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path)
    lines = (tmp_path / "main.tex").read_text(encoding="utf-8").split("\n")
    for unit in found.values():
        assert unit.lines
        for (file, number), text in unit.lines.items():
            assert file == "main.tex" and lines[number - 1] == text
        assert Given(unit.text).lines == unit.lines, "and are read back from the text"


def test_a_place_is_found_in_its_own_unit(tmp_path: Path) -> None:
    found = read(tmp_path)
    statements = [found["lem:square"], found["thm:main"]]
    lines = (tmp_path / "main.tex").read_text(encoding="utf-8").split("\n")
    of_lemma = 1 + next(n for n, line in enumerate(lines) if "Under Assumption" in line)
    at = unit_at(statements, "main.tex", of_lemma)
    assert at is not None and at.name == "lem:square", "the theorem shows it, too"
    assert unit_at(statements, "main.tex", 1) is None


def renamed(text: str) -> str:
    return text.replace("lem:square", "lem:quadrat").replace("ass:positive", "ass:pos")


SAME: dict[str, Callable[[str], str]] = {
    "labels renamed": renamed,
    "a paragraph reflowed": lambda t: t.replace(
        "Expand the square, and", "Expand the\nsquare, and"
    ),
    "a comment": lambda t: t.replace("Expand", "% really\nExpand"),
    "lines before": lambda t: "\n\n" + t,
    "text that introduces nothing": lambda t: t.replace("The weather was fine", "It rained on"),
}
OTHER: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "a proof": (lambda t: t.replace("drop $x^2", "keep $x^2"), {"lem:square", PAPER}),
    "a statement": (
        lambda t: t.replace("1 + 2x$", "1 + 3x$"), {"lem:square", "thm:main", PAPER}
    ),
    "an assumption": (
        lambda t: t.replace("$x > 0$", "$x > 1$"), {"lem:square", "thm:main", PAPER}
    ),
    "a proof that refers elsewhere": (
        lambda t: t.replace(r"By Lemma \ref{lem:square}", r"By Lemma \ref{ass:positive}"),
        {"thm:main", PAPER},
    ),
    "running text that introduces": (
        lambda t: t.replace("a real number", "an integer"), {"lem:square", "thm:main", PAPER}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_is_the_same(tmp_path: Path, name: str) -> None:
    before, after = read(tmp_path / "a"), read(tmp_path / "b", SAME[name](BODY))
    old = {unit.fingerprint for unit in before.values() if unit.name != PAPER}
    assert {unit.fingerprint for unit in after.values() if unit.name != PAPER} == old
    if "introduces nothing" not in name:
        assert before[PAPER].fingerprint == after[PAPER].fingerprint


@pytest.mark.parametrize("name", OTHER)
def test_what_says_something_else_is_not(tmp_path: Path, name: str) -> None:
    change, expected = OTHER[name]
    before, after = read(tmp_path / "a"), read(tmp_path / "b", change(BODY))
    changed = {n for n, unit in after.items() if unit.fingerprint != before[n].fingerprint}
    assert changed == expected


def test_a_macros_body_counts_where_it_is_used(tmp_path: Path) -> None:
    before = read(tmp_path / "a")
    project = paper(tmp_path / "b", BODY)
    main = project.root / "main.tex"
    text = main.read_text(encoding="utf-8").replace("{g(#1)}", "{h(#1)}")
    main.write_text(text, encoding="utf-8")
    document = read_document(project)
    after = {unit.name: unit for unit in units(document, None)}
    assert after["thm:main"].fingerprint != before["thm:main"].fingerprint


def test_a_used_result_says_what_it_rests_on(tmp_path: Path) -> None:
    body = BODY.replace("Expand the square,", r"See Lemma \ref{lem:first}. Expand the square,")
    first = "\\begin{lemma}\\label{lem:first}\n$x^2 \\ge 0$.\n\\end{lemma}\n"
    found = read(
        tmp_path,
        body.replace(
            "\\begin{lemma}\\label{lem:square}", f"{first}\\begin{{lemma}}\\label{{lem:square}}"
        ),
    )
    titles = [p.title for p in found["thm:main"].passages]
    assert "lemma (without its proof, which rests on lem:first)" in titles
