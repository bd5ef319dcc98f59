"""`dlt-proof compile` on the command line: what it refuses, and what it prints."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.build.explanations import FINDINGS

Said = Callable[..., tuple[int, str]]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A folder with a document that has one undefined macro."""
    root = tmp_path / "paper"
    root.mkdir()
    (root / "main.tex").write_text(
        "\\documentclass{article}\n\\begin{document}\nText \\alhpa.\n\\end{document}\n"
    )
    return root


@pytest.mark.parametrize(
    ("settings", "options", "words"),
    [
        ("", ["--engine", "latex"], ("--engine", "'latex'", "pdflatex, xelatex, lualatex")),
        ('engine = "tex"', [], ("[compile] engine", "'tex'")),
        ("engine = 3", [], ("engine", "str")),
        ("memory_megabytes = 0", [], ("memory_megabytes", "positive")),
        ("file_megabytes = -1", [], ("file_megabytes", "positive")),
        ("output_megabytes = inf", [], ("output_megabytes", "positive")),
        ("memory = 100", [], ("unknown key 'memory'", "memory_megabytes")),
        ("tectonic_bundle = 1", [], ("tectonic_bundle", "str")),
    ],
)
def test_bad_settings(
    paper: Path, said: Said, settings: str, options: list[str], words: tuple[str, ...]
) -> None:
    (paper / "dlt-proof.toml").write_text(f"[compile]\n{settings}\n")
    code, text = said("compile", paper, *options)
    assert code == 2
    assert all(word in text for word in words), text


def test_bad_engine_in_the_main_file_is_told_with_its_line(paper: Path, said: Said) -> None:
    main = paper / "main.tex"
    main.write_text(f"%\n% !TEX program = platex\n{main.read_text()}")
    code, text = said("compile", paper)
    assert code == 2 and "main.tex:2" in text and "'platex'" in text


@pytest.mark.parametrize("outdir", [".", "..", "../.."])
def test_output_over_the_sources_is_refused(
    paper: Path, said: Said, monkeypatch: pytest.MonkeyPatch, outdir: str
) -> None:
    monkeypatch.chdir(paper)
    chosen = "dlt_proof.build.compile.engine_on_this_machine"
    monkeypatch.setattr(chosen, lambda asked, _: asked.engine)
    code, text = said("compile", "--outdir", outdir)
    assert code == 2 and "holds the sources" in text


@pytest.mark.parametrize("identifier", sorted(FINDINGS))
def test_every_finding_is_explained(said: Said, identifier: str) -> None:
    for written in (identifier, identifier.lower()):
        code, text = said("explain", written)
        assert code == 0
        assert text.startswith(f"# {identifier} {FINDINGS[identifier].name}")


def test_explain_lists_them(said: Said) -> None:
    text = said("explain")[1]
    assert all(f"{identifier:<4} {found.name}" in text for identifier, found in FINDINGS.items())


@pytest.mark.tex
@pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing")
def test_findings_in_every_format(paper: Path, said: Said) -> None:
    code, text = said("compile", paper)
    assert code == 1
    assert "main.tex:3:6: error B1 tex-error" in text and "\\alpha" in text
    code, text = said("compile", paper, "--format", "json")
    found = json.loads(text)
    assert code == 1 and found["summary"]["pages"] == 1
    (finding,) = found["findings"]
    assert (finding["file"], finding["line"], finding["column"]) == ("main.tex", 3, 6)
    assert "Text \\alhpa." in finding["message"] and "\\alpha" in finding["help"]
    assert "B1" in said("compile", paper, "--format", "sarif")[1]
    assert said("compile", paper, "--format", "github")[1].startswith("::error ")
