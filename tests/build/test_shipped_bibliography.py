"""Projects that come with their bibliography made, with and without what it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dlt_proof.build import CompileResult, compile_document
from dlt_proof.build import compile as compiling
from dlt_proof.project import Project

pytestmark = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing"),
]

BIBTEX = """\\documentclass{article}\\usepackage{natbib}
\\begin{document}
See \\citet{k}.
\\bibliographystyle{plainnat}
\\bibliography{refs}
\\end{document}
"""
BIBLATEX = """\\documentclass{article}\\usepackage{biblatex}
\\addbibresource{refs.bib}
\\begin{document}
See \\textcite{k}.
\\printbibliography
\\end{document}
"""
DATABASE = "@article{k,author={A. Oldman},title={T},journal={J},year=2000}\n"

needs_biber = pytest.mark.skipif(shutil.which("biber") is None, reason="biber is missing")
with_both = pytest.mark.parametrize(
    "text",
    [pytest.param(BIBTEX, id="bibtex"), pytest.param(BIBLATEX, id="biber", marks=needs_biber)],
)


def build(root: Path) -> CompileResult:
    return compile_document(Project(root))


def made(root: Path, text: str) -> Path:
    """A project that has its bibliography made and nothing in its output folder."""
    root.mkdir()
    (root / "main.tex").write_text(text)
    (root / "refs.bib").write_text(DATABASE)
    assert build(root).report.ok
    shutil.copy(root / ".output" / "main.bbl", root)
    shutil.rmtree(root / ".output")
    return root


@with_both
def test_without_its_database(tmp_path: Path, text: str) -> None:
    root = made(tmp_path / "paper", text)
    (root / "refs.bib").unlink()
    result = build(root)
    assert [(f.rule, f.severity) for f in result.report.findings] == [("B9", "warning")]
    assert "main.bbl as it came" in result.report.findings[0].message
    assert result.report.ok and result.pages == 1
    # What a citation needs and the shipped file lacks is told.
    (root / "main.tex").write_text(text.replace("{k}", "{k,gone}"))
    assert "B3" in {finding.rule for finding in build(root).report.errors}


@with_both
def test_with_its_database_it_is_made_and_stays_so(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made(tmp_path / "paper", text)
    (root / "refs.bib").write_text(DATABASE.replace("Oldman", "Newman"))
    assert build(root).report.findings == ()
    assert "Newman" in (root / ".output" / "main.bbl").read_text()
    assert "Oldman" in (root / "main.bbl").read_text()
    monkeypatch.setattr(compiling, "run_latexmk", None)  # nothing has to run
    assert build(root).report.ok
    monkeypatch.undo()
    (root / "refs.bib").write_text(DATABASE.replace("Oldman", "Thirdman"))
    assert build(root).report.ok
    assert "Thirdman" in (root / ".output" / "main.bbl").read_text()


def test_without_either(tmp_path: Path) -> None:
    root = made(tmp_path / "paper", BIBTEX)
    (root / "refs.bib").unlink()
    (root / "main.bbl").unlink()
    assert {"B3", "B5"} <= {finding.rule for finding in build(root).report.errors}
