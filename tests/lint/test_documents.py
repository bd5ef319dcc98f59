"""A project may hold several documents: each is judged by itself, and none is passed over."""

from pathlib import Path

import pytest

from dlt_proof.lint import lint
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

HEAD = r"""\documentclass{article}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
"""
THEOREM = "\\begin{theorem}\\label{thm:main}\nFor all $x$, $x^2\\ge0$.\n\\end{theorem}\n"
PROOF = (
    "\\begin{proof}[Proof of Theorem~\\ref{thm:main}]\nA square is $x\\cdot x\\ge0$.\n"
    "\\end{proof}\n"
)


def document(body: str, preamble: str = "") -> str:
    return f"{HEAD}{preamble}\\begin{{document}}\n{body}\\end{{document}}\n"


def found(folder: Path, *rules: str, files: list[str] | None = None) -> list[tuple[str, str, int]]:
    report = lint(Project(folder), select=rules, files=[folder / name for name in files or ()])
    return [(f.rule, f.file, f.line) for f in report.findings]


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.tex").write_text(text)


@pytest.mark.parametrize("names", [("main", "supplement"), ("chapter", "other")])
def test_documents_share_no_labels(tmp_path: Path, names: tuple[str, str]) -> None:
    twice = THEOREM + PROOF + "\\section{One}\\label{sec:one}\n"
    write(tmp_path, **dict.fromkeys(names, document(twice)))
    assert found(tmp_path, "R4", "R5") == []
    write(tmp_path, **{names[1]: document(twice + "\\section{Two}\\label{sec:one}\n")})
    assert found(tmp_path, "R4") == [("R4", f"{names[1]}.tex", 12)]


def test_a_proof_may_stand_in_another_document(tmp_path: Path) -> None:
    xr = "\\usepackage{xr}\n\\externaldocument{main}\n"
    write(tmp_path, main=document(THEOREM), supplement=document(PROOF, xr))
    assert found(tmp_path, "R5", "R21") == []
    write(tmp_path, supplement=document("The proof is easy.\n", xr))
    assert found(tmp_path, "R5") == [("R5", "main.tex", 5)]


def test_a_lemma_may_be_used_in_another_document(tmp_path: Path) -> None:
    lemma = "\\begin{lemma}\\label{lem:a}\n$1>0$.\n\\end{lemma}\n"
    proof = "\\begin{proof}\nClear.\n\\end{proof}\n"
    write(tmp_path, main=document(lemma + proof + THEOREM + PROOF), supplement=document("Text.\n"))
    assert found(tmp_path, "R23") == [("R23", "main.tex", 5)]
    write(tmp_path, supplement=document("By Lemma~\\ref{lem:a}, $3>0$.\n"))
    assert found(tmp_path, "R23") == []


def test_the_same_label_of_another_statement_proves_and_uses_nothing(tmp_path: Path) -> None:
    lemma = "\\begin{lemma}\\label{lem:a}\n$1>0$.\n\\end{lemma}\n"
    proof = "\\begin{proof}\nClear.\n\\end{proof}\n"
    uses = PROOF.replace("A square", "By Lemma~\\ref{lem:a}, a square")
    write(tmp_path, one=document(lemma + proof + THEOREM + uses))
    write(tmp_path, two=document(lemma.replace("1>0", "2>0") + proof + THEOREM + PROOF))
    assert found(tmp_path, "R23") == [("R23", "two.tex", 5)]
    # The same statement again is what a supplement repeats.
    write(tmp_path, two=document(lemma + proof + THEOREM + PROOF))
    assert found(tmp_path, "R23") == []


def test_a_constant_may_be_declared_in_the_paper(tmp_path: Path) -> None:
    use = "We have $x\\le C y$.\n"
    write(tmp_path, main=document("Text.\n"), supplement=document(use))
    assert found(tmp_path, "R15") == [("R15", "supplement.tex", 5)]
    declared = "Throughout, $C>0$ denotes a universal constant.\n"
    write(tmp_path, main=document(declared))
    assert found(tmp_path, "R15") == []


def test_a_file_of_two_documents_is_judged_in_the_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=document("\\section{A}\\label{sec:a}\n\\input{shared}\n"),
        slides=document("\\input{shared}\nSee \\ref{sec:c}.\n"),
        shared="See \\ref{sec:a} and \\ref{sec:b}.\n",
    )
    assert found(tmp_path, "R21") == [("R21", "shared.tex", 1), ("R21", "slides.tex", 6)]


def test_each_document_has_its_own_macros(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=document("\\tail{n}\n", "\\newcommand{\\tail}[1]{\\input{#1}}\n"),
        talk=document("\\tail{m}\n", "\\newcommand{\\tail}[1]{tail of #1}\n"),
        n="Text.\n",
    )
    report = lint(Project(tmp_path))
    assert (report.findings, report.examined) == ((), {"files": 3})


def test_files_are_found_in_the_document_that_inputs_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=document("\\input{a}\n"),
        supplement=document("\\input{b}\n"),
        a="See \\ref{x}.\n",
        b="See \\ref{y}.\n",
    )
    assert found(tmp_path, "R21", files=["b.tex"]) == [("R21", "b.tex", 1)]
    assert found(tmp_path, "R21", files=["a.tex"]) == [("R21", "a.tex", 1)]
    # Naming a document means all its files.
    assert found(tmp_path, "R21", files=["supplement.tex"]) == [("R21", "b.tex", 1)]
    assert found(tmp_path, "R21", files=["main.tex"]) == [("R21", "a.tex", 1)]
    assert len(found(tmp_path, "R21", files=["main.tex", "supplement.tex"])) == 2


def test_what_is_not_looked_at_is_said(tmp_path: Path) -> None:
    write(tmp_path, main=document("Text.\n"), old=document("See \\ref{y}.\n"))
    assert found(tmp_path, "R21") == [("R21", "old.tex", 5)]
    (tmp_path / "dlt-proof.toml").write_text('main = "main.tex"\n')
    report = lint(Project(tmp_path))
    assert report.findings == ()
    assert report.notes == ("old.tex is a document of its own: lint it by its name",)


def test_an_unused_suppression_in_a_second_document_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=document("Text.\n"),
        supplement=document("Text. % dlt: ignore[R15] numerical\n"),
    )
    assert [f.file for f in lint(Project(tmp_path)).findings if f.rule == "R26"] == [
        "supplement.tex"
    ]


def test_a_warning_for_the_whole_project_comes_once(tmp_path: Path) -> None:
    cited = document("See \\cite{a}.\n\\bibliography{refs}\n")
    (tmp_path / "refs.bib").write_text("@book{a, title={A}}\n")
    write(tmp_path, main=cited, supplement=cited)
    assert found(tmp_path, "R13") == [("R13", "main.tex", 5)]


def test_another_document_is_not_the_configured_one(tmp_path: Path) -> None:
    (tmp_path / "other.tex").write_text(
        "\\documentclass{article}\n\\begin{document}\nx\n\\end{document}\n"
    )
    assert lint(Project(tmp_path)).examined == {"files": 1}
    (tmp_path / "dlt-proof.toml").write_text('main = "gone.tex"\n')
    for files in ((), (tmp_path / "other.tex",)):
        with pytest.raises(InputError, match=r"gone\.tex"):
            lint(Project(tmp_path), files=files)
