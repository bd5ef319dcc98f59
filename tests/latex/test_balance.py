"""Proofs whose two ends stand in different files, or in different branches of a conditional."""

from pathlib import Path

import pytest

from dlt_proof.latex import Document, read_document
from dlt_proof.project import Project

PREAMBLE = "\\documentclass{article}\n\\newtheorem{theorem}{Theorem}\n\\newif\\iflong\n"


def read(folder: Path, body: str, **files: str) -> Document:
    main = f"{PREAMBLE}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "main.tex").write_text(main, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    return read_document(Project(folder))


def test_a_proof_goes_on_in_the_next_file(tmp_path: Path) -> None:
    document = read(
        tmp_path, "\\input{one}\\input{two}",
        one="\\begin{theorem}\\label{t} A. \\end{theorem}\n\\begin{proof} First.\n",
        two="Second. \\end{proof}\n",
    )  # fmt: skip
    assert not document.findings
    assert [proof.proves for proof in document.proofs] == ["t"]


def test_a_proof_that_no_later_file_ends(tmp_path: Path) -> None:
    document = read(
        tmp_path, "\\input{one}\\input{two}",
        one="\\end{proof}\n", two="\\begin{proof} First.\n",
    )  # fmt: skip
    assert [finding.rule for finding in document.findings] == ["P1", "P1"]


@pytest.mark.parametrize(
    "body",
    [
        "\\iflong\\begin{proof}\\else\\begin{proof}[Sketch]\\fi A. \\end{proof}",
        "\\begin{proof} A. \\iflong B. \\end{proof}\\else\\end{proof}\\fi",
    ],
)
def test_each_version_is_balanced(tmp_path: Path, body: str) -> None:
    assert not read(tmp_path, body).findings


def test_only_one_version_is_balanced(tmp_path: Path) -> None:
    body = "\\begin{proof} A. \\iflong B. \\end{proof}\\fi"
    (view,) = read(tmp_path, body).views
    ((offset, _),) = view.account.unbalanced
    assert view.text.startswith("\\begin{proof}", offset)
