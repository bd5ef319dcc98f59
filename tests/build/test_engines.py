"""Which engine is chosen, by whom, and what happens where it is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dlt_proof.build.engines import APT_PACKAGES, choose_engine, engine_on_this_machine
from dlt_proof.records.errors import InputError, MissingPartError


@pytest.mark.parametrize(
    ("option", "configured", "text", "engine"),
    [
        (None, None, "\\documentclass{article}", "pdflatex"),
        (None, None, "% !TEX program = xelatex\n", "xelatex"),
        (None, None, "%!TEX TS-program = LuaLaTeX\n", "lualatex"),
        (None, None, "\n\n%% !TeX program=pdflatexmk\n", "pdflatex"),
        (None, None, "% !TEX root = main.tex\n% !TEX program = xelatex", "xelatex"),
        (None, None, "\n" * 30 + "% !TEX program = xelatex\n", "pdflatex"),
        (None, None, "Text % !TEX program = xelatex\n", "pdflatex"),
        (None, None, "% !TEX spellcheck = en\n", "pdflatex"),
        (None, "xelatex", "% !TEX program = lualatex\n", "xelatex"),
        ("lualatex", "xelatex", "% !TEX program = pdflatex\n", "lualatex"),
        ("XeLaTeX", None, "", "xelatex"),
        ("tectonic", None, "", "tectonic"),
    ],
)
def test_choice(option: str | None, configured: str | None, text: str, engine: str) -> None:
    choice = choose_engine(option, configured, text, "main.tex")
    assert choice.engine.name == engine


@pytest.mark.parametrize(
    ("option", "configured", "text", "where"),
    [
        ("latex", None, "", "--engine"),
        (None, "pdftex", "", r"\[compile\] engine"),
        (None, None, "%\n% !TEX program = context\n", "% !TEX program"),
    ],
)
def test_wrong_name(option: str | None, configured: str | None, text: str, where: str) -> None:
    with pytest.raises(InputError, match=f"{where}.*is no engine.*known: pdflatex") as caught:
        choose_engine(option, configured, text, "main.tex")
    if text:
        assert (caught.value.file, caught.value.line) == ("main.tex", 2)


def programs(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return str(folder)


@pytest.mark.parametrize(
    ("asked", "there", "engine"),
    [
        (None, ("latexmk", "pdflatex"), "pdflatex"),
        (None, ("latexmk", "pdflatex", "tectonic"), "pdflatex"),
        (None, ("tectonic",), "tectonic"),
        ("xelatex", ("tectonic", "xelatex"), "tectonic"),
        ("tectonic", ("latexmk", "pdflatex", "tectonic"), "tectonic"),
        ("lualatex", ("latexmk", "lualatex"), "lualatex"),
    ],
)
def test_what_is_there(
    tmp_path: Path, asked: str | None, there: tuple[str, ...], engine: str
) -> None:
    choice = choose_engine(asked, None, "", "main.tex")
    assert engine_on_this_machine(choice, programs(tmp_path, *there)).name == engine


@pytest.mark.parametrize(
    ("asked", "there", "packages"),
    [
        (None, (), APT_PACKAGES),
        (None, ("latexmk",), APT_PACKAGES),
        ("xelatex", ("latexmk", "pdflatex"), "texlive-xetex"),
        ("xelatex", ("latexmk", "tectonic"), "texlive-xetex"),
        ("lualatex", ("tectonic",), "texlive-luatex"),
    ],
)
def test_missing(tmp_path: Path, asked: str | None, there: tuple[str, ...], packages: str) -> None:
    choice = choose_engine(asked, None, "", "main.tex")
    with pytest.raises(MissingPartError) as caught:
        engine_on_this_machine(choice, programs(tmp_path, *there))
    assert packages in str(caught.value.remedy)


def test_missing_tectonic(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="tectonic not found"):
        engine_on_this_machine(choose_engine("tectonic", None, "", ""), str(tmp_path))
    assert shutil.which("tectonic", path=str(tmp_path)) is None
