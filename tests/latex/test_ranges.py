"""Ranges of references name the statements between their ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import read

from dlt_proof.latex import Document
from dlt_proof.latex.ranges import Ranges

LEMMAS = "".join(
    f"\\begin{{lemma}}\\label{{{name}}} Number {name} of the lemmas holds. \\end{{lemma}}\n"
    for name in "abcd"
)
EQUATIONS = "".join(
    f"\\begin{{lemma}} We have\\begin{{equation}}\\label{{eq:{name}}} {name} \\end{{equation}}"
    f"\\end{{lemma}}\n"
    for name in "abc"
)


def proved(document: Document) -> list[list[str | None]]:
    return [[s.label for s in proof.statements] for proof in document.proofs]


@pytest.mark.parametrize(
    "names",
    [
        "Lemmas~\\ref{a}--\\ref{d}",
        "Lemmas~\\ref{a}\\,--\\,\\ref{d}",
        "Lemmas $\\ref{a}-\\ref{d}$",
        "Lemma~\\ref{a}–Lemma~\\ref{d}",
        "Lemmas \\ref{a} to \\ref{d}",
        "Lemmas \\ref{a}\nthrough~\\ref{d}",
        "Lemmata \\ref{a}, \\dots, \\ref{d}",
        "\\crefrange{a}{d}",
        "\\Crefrange{a} {d}",
        "\\cref{a}--\\cref{d}",
        "\\cref{a} to \\cref{d}",
        "Lemmas 1--4",
        "Lemmas~1 to 4",
    ],
)
def test_proof_of_a_range(tmp_path: Path, names: str) -> None:
    body = f"{LEMMAS}\\section{{X}}\\begin{{proof}}[Proofs of {names}] x \\end{{proof}}"
    assert proved(read(tmp_path, body)) == [["a", "b", "c", "d"]]


@pytest.mark.parametrize(
    "names",
    [
        "Lemmas~\\ref{a} and~\\ref{d}",
        "Lemma~\\ref{a}, then Lemma~\\ref{d}",
        "\\cref{a,d}",
        "passing from Lemma~\\ref{a} to Lemma~\\ref{d}",
        "(\\ref{a})(\\ref{d})",
    ],
)
def test_no_range(tmp_path: Path, names: str) -> None:
    document = read(tmp_path, LEMMAS + names)
    assert not any(key.through for key in document.references)


def test_range_of_one_kind_and_of_equations(tmp_path: Path) -> None:
    theorem = "\\begin{theorem}\\label{t} The main one. \\end{theorem}\n"
    document = read(tmp_path, theorem.join(["", *LEMMAS.splitlines(keepends=True)]) + EQUATIONS)
    by_label = {
        key.key: statement
        for key in document.labels
        for statement in document.statements
        if statement.environment.span.start < key.span.start < statement.environment.span.end
    }
    ranges = Ranges(
        (((s.environment.span.start,), s) for s in document.statements),
        (((key.span.start,), key) for key in document.labels),
        by_label,
    )
    assert [s.label for s in ranges.inside("a", "d")] == ["b", "c"]
    assert ranges.inside("eq:a", "eq:c") == [by_label["eq:b"]]
    assert ranges.inside("a", "eq:c") == ranges.inside("d", "a") == ranges.inside("a", "x") == []
