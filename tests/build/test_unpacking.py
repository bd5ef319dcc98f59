"""biber as a program that unpacks itself: unpacked before there is a document, it then runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dlt_proof.build import compile_document, contained, unpacking
from dlt_proof.build.containment import Ended, Limits, environment, run_contained
from dlt_proof.build.unpacking import UNPACKED, unpacked_biber
from dlt_proof.project import Project

needs_landlock = pytest.mark.skipif(
    contained.landlock_version() == 0, reason="the kernel has no Landlock"
)
LIMITS = Limits(seconds=20, memory_bytes=2 << 30, file_bytes=1 << 20, total_bytes=4 << 20)

# What PAR does, as a script: it unpacks a program where there is none yet, waits for whoever else
# does, and becomes what it unpacked.
PACKED = """#!/bin/sh
folder="${{PAR_GLOBAL_TEMP:-$TMPDIR}}"
if [ ! -e "$folder/program" ]; then
    printf '%s\\n' '#!/bin/sh' '{program}' >"$folder/program" || exit 11
    chmod +x "$folder/program"
fi
: >"$folder/inc.lock" || exit 13
exec "$folder/program" "$@"
exit 126

PAR.pm
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def packed(folder: Path, program: str = 'echo "unpacked $*"') -> str:
    """Put a packed biber into a folder; where programs are then looked for."""
    folder.mkdir(exist_ok=True)
    (folder / "biber").write_text(PACKED.format(program=program))
    (folder / "biber").chmod(0o755)
    return os.pathsep.join([str(folder), "/usr/bin", "/bin"])


def run(folder: Path, path: str, unpacked: Path | None, *options: str) -> tuple[Ended, str]:
    """Run biber as a document's run does."""
    out = folder / "root" / "out"
    (out / "cache" / "tmp").mkdir(parents=True, exist_ok=True)
    variables = environment(folder / "root", out / "cache") | {"PATH": path}
    ended = run_contained(
        ["biber", *options],
        root=folder / "root",
        outdir=out,
        output=out / "printed.txt",
        limits=LIMITS,
        variables=variables if unpacked is None else variables | {UNPACKED: str(unpacked)},
        programs=() if unpacked is None else (str(unpacked),),
    )
    return ended, (out / "printed.txt").read_text()


@needs_landlock
def test_it_runs_once_it_was_unpacked_and_not_before(tmp_path: Path, cache: Path) -> None:
    path = packed(tmp_path / "bin")
    ended, printed = run(tmp_path, path, None, "paper")
    assert ended.status != 0 and "ermission denied" in printed
    unpacked = unpacked_biber(path)
    assert unpacked is not None and unpacked.is_relative_to(cache)
    assert run(tmp_path, path, unpacked, "paper") == (Ended("itself", 0), "unpacked paper\n")


@needs_landlock
def test_what_was_unpacked_cannot_be_written_by_a_document(tmp_path: Path, cache: Path) -> None:
    program = '[ "$1" = --version ] || { echo x >"$PAR_GLOBAL_TEMP/$1"; rm -f "$0"; }'
    path = packed(tmp_path / "bin", program)
    unpacked = unpacked_biber(path)
    assert unpacked is not None
    before = sorted(unpacked.iterdir())
    for name in ("new", "program", "inc.lock"):
        run(tmp_path, path, unpacked, name)
    assert sorted(unpacked.iterdir()) == before
    assert (unpacked / "program").read_text().startswith("#!/bin/sh")
    assert (unpacked / "inc.lock").resolve() == Path(os.devnull)


@needs_landlock
def test_it_is_unpacked_once_for_each_biber(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = unpacked_biber(packed(tmp_path / "bin"))
    second = unpacked_biber(packed(tmp_path / "other", "echo another"))
    assert first and second and first != second
    with monkeypatch.context() as patch:
        patch.delattr(unpacking, "run_contained")
        assert unpacked_biber(str(tmp_path / "bin")) == first
    assert sorted((cache / "dlt-proof").iterdir()) == sorted([first, second])


@needs_landlock
def test_where_unpacking_fails_nothing_is_kept(tmp_path: Path, cache: Path) -> None:
    assert unpacked_biber(packed(tmp_path / "bin", "exit 3")) is None
    assert not list((cache / "dlt-proof").iterdir())
    shutil.rmtree(cache)
    cache.write_text("no folder")
    assert unpacked_biber(packed(tmp_path / "bin")) is None


@needs_landlock
def test_what_others_could_have_written_is_not_started(tmp_path: Path, cache: Path) -> None:
    path = packed(tmp_path / "bin")
    unpacked = unpacked_biber(path)
    assert unpacked is not None
    unpacked.chmod(0o777)
    assert unpacked_biber(path) is None


def test_another_biber_is_left_alone(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    assert unpacked_biber(str(tmp_path / "bin")) is None
    (tmp_path / "bin" / "biber").write_text("#!/usr/bin/perl\nuse PAR.pm\n\n")
    (tmp_path / "bin" / "biber").chmod(0o755)
    assert unpacked_biber(str(tmp_path / "bin")) is None
    (tmp_path / "bin" / "biber").write_text("")
    assert unpacked_biber(str(tmp_path / "bin")) is None
    monkeypatch.setattr(contained, "landlock_version", lambda: 0)
    assert unpacked_biber(packed(tmp_path / "packed")) is None
    assert not cache.exists()


@needs_landlock
@pytest.mark.tex
@pytest.mark.skipif(
    not (shutil.which("latexmk") and shutil.which("biber")), reason="latexmk or biber is missing"
)
def test_a_bibliography_is_made_by_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "bin", f'exec {shutil.which("biber")} "$@"')
    monkeypatch.setenv("PATH", os.pathsep.join([path, os.environ["PATH"]]))
    root = tmp_path / "paper"
    root.mkdir()
    (root / "refs.bib").write_text("@misc{k,author={Oldman},title={T},year=2000}\n")
    (root / "main.tex").write_text(
        "\\documentclass{article}\\usepackage{biblatex}\\addbibresource{refs.bib}\n"
        "\\begin{document}\\cite{k}\\printbibliography\\end{document}\n"
    )
    result = compile_document(Project(root))
    assert result.report.findings == ()
    assert "Oldman" in (root / ".output" / "main.bbl").read_text()
    assert list((cache / "dlt-proof").glob("biber-*/program"))


@needs_landlock
@pytest.mark.tex
@pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing")
def test_one_that_cannot_be_unpacked_is_told_by_what_it_says(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "bin", "echo out of order; exit 3")
    monkeypatch.setenv("PATH", os.pathsep.join([path, os.environ["PATH"]]))
    root = tmp_path / "paper"
    root.mkdir()
    (root / "refs.bib").write_text("@misc{k,author={Oldman},title={T},year=2000}\n")
    (root / "main.tex").write_text(
        "\\documentclass{article}\\usepackage{biblatex}\\addbibresource{refs.bib}\n"
        "\\begin{document}\\cite{k}\\printbibliography\\end{document}\n"
    )
    result = compile_document(Project(root))
    told = next(f for f in result.report.findings if f.rule == "B9")
    assert told.help == "see .output/latexmk-output.txt"
    assert "ermission denied" in (root / ".output" / "latexmk-output.txt").read_text()
