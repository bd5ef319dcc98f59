"""Tectonic in the place of latexmk, with a bundle made from the TeX that is installed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from dlt_proof.build import compile_document
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError, MissingPartError

from .cases import SECRET
from .tectonic_bundle import make_bundle
from .test_cases import everything_but_output, texts_of_output

PROGRAM = shutil.which("tectonic") or str(Path(sys.prefix) / "tectonic" / "bin" / "tectonic")
PREAMBLE = (
    "\\documentclass{article}\n\\usepackage{amsmath,amsthm,amssymb,hyperref,cleveref}\n"
    "\\newtheorem{lemma}{Lemma}\n\\begin{document}\n"
)
SOUND = (
    "\\begin{lemma}\\label{lem:a} $x_1 \\le \\mathbb{R}$ \\textbf{x} \\emph{y}, see \\cref{lem:b}."
    "\\end{lemma}\n\\begin{lemma}\\label{lem:b} See \\cite{k}. \\end{lemma}\n"
    "\\begin{thebibliography}{1}\\bibitem{k} A\\end{thebibliography}\n"
)
END = "\\end{document}\n"

pytestmark = [
    pytest.mark.tex,
    pytest.mark.slow,
    pytest.mark.skipif(not Path(PROGRAM).is_file(), reason="Tectonic is missing"),
    pytest.mark.skipif(shutil.which("xelatex") is None, reason="xelatex is missing"),
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bundle(tmp_path_factory.mktemp("bundle"), PREAMBLE + SOUND + END)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tectonic makes its format once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path, bundle: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project on a machine that has Tectonic and no latexmk."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "tectonic").symlink_to(PROGRAM)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("TECTONIC_CACHE_DIR", str(cache))
    root = tmp_path / "paper"
    root.mkdir()
    (root / "dlt-proof.toml").write_text(f'[compile]\ntectonic_bundle = "{bundle}"\n')
    return Project(root)


def write(project: Project, body: str, **files: str) -> Project:
    (project.root / "main.tex").write_text(PREAMBLE + body + END, encoding="utf-8")
    for name, text in files.items():
        (project.root / f"{name}.tex").write_text(text, encoding="utf-8")
    return project


def found(project: Project, **options: str) -> list[tuple[str, str, int]]:
    report = compile_document(project, **options).report
    return [(f.rule, f.file, f.line) for f in report.findings]


def test_sound_document(project: Project) -> None:
    result = compile_document(write(project, "\\input{a}", a=SOUND))
    assert result.report.findings == ()
    assert (result.engine, result.pages, result.report.examined["files"]) == ("tectonic", 1, 2)
    assert result.pdf is not None and result.pdf.read_bytes().startswith(b"%PDF")
    assert sorted(p.name for p in project.root.iterdir()) == [
        ".output", "a.tex", "dlt-proof.toml", "main.tex",
    ]  # fmt: skip


def test_errors_in_a_log_that_is_wrapped_at_column_79(project: Project) -> None:
    key = "a-long-key-" * 6 + "that-is-not-defined"
    text = f"{SOUND}\nSee \\ref{{{key}}}.\n\n" + "word " * 18 + "\\wrong.\n\n\\cite{gone}\n"
    write(project, "\\input{a}", a=text)
    lines = [n for n, line in enumerate(text.split("\n"), 1) if key in line or "\\wrong" in line]
    assert found(project) == [
        ("B2", "a.tex", lines[0]),
        ("B1", "a.tex", lines[1]),
        ("B3", "a.tex", lines[1] + 2),
    ]


def test_label_twice_and_missing_file(project: Project) -> None:
    assert ("B4", "main.tex", 7) in found(write(project, "A\\label{a}\n\nB\\label{a}\n"))
    assert ("B5", "main.tex", 5) in found(write(project, "\\input{gone}"))


def test_files_outside_are_not_read(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.tex").write_text(SECRET)
    before = everything_but_output(tmp_path / "outside")
    for name in (f"{outside}/secret.tex", "../outside/secret"):
        result = compile_document(write(project, f"\\input{{{name}}}"))
        assert "B12" in {f.rule for f in result.report.findings}
        assert not any(SECRET in text for text in texts_of_output(tmp_path))
    write(project, f"x\\immediate\\openout3={outside}/pwned \\immediate\\write3{{x}}")
    compile_document(project)
    assert everything_but_output(tmp_path / "outside") == before


def test_no_program_is_run(project: Project) -> None:
    compile_document(write(project, "x\\immediate\\write18{touch pwned}"))
    assert not list(project.root.rglob("pwned"))


def test_endless_loop(project: Project) -> None:
    write(project, "\\def\\x{\\x}\\x")
    assert [f.rule for f in compile_document(project, timeout_seconds=3).report.findings] == ["B7"]


def test_lualatex_is_not_replaced_by_it(project: Project) -> None:
    with pytest.raises(MissingPartError, match="lualatex"):
        compile_document(write(project, SOUND), engine="lualatex")


def test_bundle_that_is_not_there(project: Project) -> None:
    (project.root / "dlt-proof.toml").write_text('[compile]\ntectonic_bundle = "gone.zip"\n')
    with pytest.raises(InputError, match=r"gone\.zip"):
        compile_document(write(Project(project.root), SOUND))


def test_without_a_network_it_says_so(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Names are asked of a machine that answers nothing, and the cache is empty.
    monkeypatch.setenv("TECTONIC_CACHE_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    (project.root / "dlt-proof.toml").unlink()
    with pytest.raises(MissingPartError, match="could not fetch LaTeX"):
        compile_document(write(Project(project.root), SOUND))
    assert os.environ["PATH"].endswith("programs")
