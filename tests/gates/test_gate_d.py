"""Gate D with the real TeX: the build, the review and the submission screen."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import initialise
from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project

from ..conftest import edit, run

pytestmark = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed"),
]
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def reviewed(swept: Project, tmp_path: Path) -> Project:
    """The toy proof with a clean pass filed."""
    run("review", "start", swept)
    answer = {
        "reader": "Ada",
        "text": load_review(swept, read_document(swept)).text,
        "summary": "line by line",
        "weaknesses": [],
    }
    (tmp_path / "ada.json").write_text(json.dumps(answer))
    assert run("review", "record", tmp_path / "ada.json", swept) == 0
    return swept


def test_a_new_project_compiles_as_made(tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "new")
    code, text = said("compile", project)
    assert code == 0, text
    assert (project.output / "main.pdf").is_file()
    assert [p.name for p in project.root.glob("*.aux")] == []


def test_cref_names_every_environment_rightly(tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    project, _ = initialise(tmp_path / "new")
    kinds = [
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "claim",
        "definition",
        "assumption",
        "notation",
        "remark",
    ]
    body = "".join(f"\\begin{{{k}}}\\label{{x:{k}}} A. \\end{{{k}}}\n" for k in kinds)
    body += "".join(f"See \\Cref{{x:{k}}} here.\n\n" for k in kinds)
    (project.root / "sections/00-introduction.tex").write_text(body)
    assert run("compile", project) == 0
    pages = pypdfium2.PdfDocument(project.output / "main.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    words = " ".join(text.split())
    for number, kind in enumerate(kinds, start=1):
        assert f"See {kind.capitalize()} {number} here" in words


def test_a_reviewed_proof_holds_to_the_end(reviewed: Project, said: Said) -> None:
    assert said("status", reviewed)[1].rsplit("next: ", 1)[1].strip() == "dlt-proof compile"
    assert run("compile", reviewed) == 0
    assert said("status", reviewed)[1].rsplit("next: ", 1)[1].strip() == "nothing is left to do"
    code, text = said("gate", "D", "--final", reviewed)
    assert code == 0 and "no canary-tested panel" in text
    assert "ok compile: 1 pages, .output/main.pdf" in text


def test_an_undefined_macro_turns_d_red_with_its_place(reviewed: Project, said: Said) -> None:
    path = reviewed.root / "sections/00-introduction.tex"
    path.write_text(path.read_text() + "\n\\frobnicate\n")
    line = path.read_text().count("\n")
    code, text = said("gate", "D", reviewed)
    assert code == 1
    assert f"sections/00-introduction.tex:{line}" in text and "\\frobnicate" in text


def test_a_todo_is_refused_only_in_the_final_version(reviewed: Project, said: Said) -> None:
    edit(reviewed, "sections/00-introduction.tex", "The gap", "\\todo{say} The gap")
    assert said("lint", reviewed)[0] == 0
    code, text = said("lint", reviewed, "--final")
    assert code == 1 and "R20" in text
    code, text = said("gate", "D", "--final", reviewed)
    assert code == 1 and "R20" in text


def test_an_edit_after_the_pass_reopens_the_review(reviewed: Project, said: Said) -> None:
    edit(reviewed, "sections/00-introduction.tex", "The gap is", "It is")
    code, text = said("gate", "D", reviewed)
    assert code == 1 and "V1 review-open: the text changed since round 1" in text


def test_without_tex_it_is_three_and_one_line(
    reviewed: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for command in (["compile"], ["gate", "D"]):
        code, text = said(*command, reviewed)
        assert code == 3
        assert "latexmk" in text and "Traceback" not in text
