"""What may lie in the output folder before a run, and what is taken out after a runaway one."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.build.engines import ENGINES
from dlt_proof.build.latexmk import OUTPUT_LOG
from dlt_proof.build.output_before import make_folders
from dlt_proof.build.output_folder import refuse_irregular_files, remove_written_since
from dlt_proof.build.run_files import RunFiles
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

from .test_measuring import deep_folder, write


@pytest.fixture
def files(tmp_path: Path) -> RunFiles:
    """A run of a document whose output folder has a log and a folder of sections."""
    root = tmp_path / "paper"
    outdir = root / ".output"
    (outdir / "sections").mkdir(parents=True)
    (outdir / "main.log").write_text("This is pdfTeX\n")
    (outdir / "sections" / "one.aux").write_text("\\relax\n")
    return RunFiles(Project(root), "main.tex", outdir, ENGINES["pdflatex"])


def make_socket(path: Path) -> None:
    # The path of a socket must be short.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, 0o020666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only an administrator makes devices")


@pytest.mark.parametrize("name", ["main.log", "sections/deeper.log"])
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (os.mkfifo, "a named pipe"),
        (make_socket, "a socket"),
        (make_device, "a device"),
        (lambda path: path.symlink_to("/dev/zero"), "a symbolic link"),
        (lambda path: path.symlink_to("gone"), "a symbolic link"),
    ],
    ids=["pipe", "socket", "device", "link", "link that leads nowhere"],
)
def test_what_is_no_file_is_refused(
    files: RunFiles, name: str, make: Callable[[Path], None], what: str
) -> None:
    path = files.outdir / name
    path.unlink(missing_ok=True)
    make(path)
    with pytest.raises(InputError) as error:
        refuse_irregular_files(files)
    assert error.value.file == f".output/{name}"
    assert what in str(error.value)


def test_files_and_folders_are_taken_as_they_are(files: RunFiles) -> None:
    (files.outdir / "empty").mkdir()
    os.link(files.outdir / "main.log", files.outdir / "second-name.log")
    refuse_irregular_files(files)
    (files.outdir / "a" / "b" / "c" / "d").mkdir(parents=True)
    refuse_irregular_files(files)


def test_folders_deeper_than_paths_go_are_refused(files: RunFiles) -> None:
    with (
        deep_folder(files.outdir),
        pytest.raises(InputError, match="more than 100 folders within folders"),
    ):
        refuse_irregular_files(files)


def test_folders_for_sources_are_made_as_deep_as_they_may_be(files: RunFiles) -> None:
    root = files.project.root
    with deep_folder(root, 1100, "d") as lowest:
        write("lost.tex", lowest, 1)
        (root / "d/d/d/included.tex").touch()
        make_folders(files)
        assert (files.outdir / "d/d/d").is_dir() and not (files.outdir / "d/d/d/d").exists()
        refuse_irregular_files(files)


@pytest.mark.skipif(os.geteuid() == 0, reason="to an administrator no folder is closed")
def test_a_closed_folder_is_told(files: RunFiles) -> None:
    (files.outdir / "sections").chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        refuse_irregular_files(files)


def begun(files: RunFiles) -> int:
    """A time after all that is there was written: that of a file that is written last."""
    last = files.outdir / "last"
    while True:
        last.write_text("x")
        written = last.stat().st_ctime_ns
        last.unlink()
        if all(path.lstat().st_ctime_ns < written for path in files.outdir.iterdir()):
            return written


def names(files: RunFiles) -> list[str]:
    return sorted(str(path.relative_to(files.outdir)) for path in files.outdir.rglob("*"))


def test_what_a_run_wrote_is_taken_out_and_nothing_else(files: RunFiles) -> None:
    before = names(files)
    since = begun(files)
    (files.outdir / "big.txt").write_text("x")
    (files.outdir / "sections" / "two.aux").write_text("x")
    (files.outdir / "made" / "within").mkdir(parents=True)
    (files.outdir / "made" / "within" / "file").touch()
    remove_written_since(files, since)
    assert names(files) == before
    assert (files.outdir / "main.log").read_text() == "This is pdfTeX\n"


def test_what_lies_deeper_than_paths_go_is_taken_out(files: RunFiles) -> None:
    before = names(files)
    since = begun(files)
    with deep_folder(files.outdir) as lowest:
        write("big", lowest, 1)
        remove_written_since(files, since)
        assert names(files) == before


def test_a_time_that_the_document_set_hides_nothing(files: RunFiles) -> None:
    since = begun(files)
    path = files.outdir / "big.txt"
    path.write_text("x")
    os.utime(path, ns=(0, 0))
    remove_written_since(files, since)
    assert not path.exists()


def test_of_logs_the_beginning_is_kept_and_a_link_is_not_followed(
    files: RunFiles, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"x" * 3_000_000)
    since = begun(files)
    (files.outdir / "main.log").write_bytes(b"x" * 3_000_000)
    (files.outdir / "sections" / "main.log").write_text("another's")
    (files.outdir / OUTPUT_LOG).symlink_to(victim)
    remove_written_since(files, since)
    assert (files.outdir / "main.log").stat().st_size == 1_000_000
    assert victim.stat().st_size == 3_000_000
    assert names(files) == ["main.log", "sections", "sections/one.aux"]
