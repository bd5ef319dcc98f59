"""Finding a project, its configuration, and writing files whole or not at all."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dlt_proof.cli import main
from dlt_proof.project import Project, find_project, open_project, read_text, write_text
from dlt_proof.project.compile_configuration import CEILINGS
from dlt_proof.project.files import walk_folders
from dlt_proof.records.errors import InputError

from .build.test_measuring import LEVELS, deep_folder


def test_the_nearest_ancestor_is_found(tmp_path: Path) -> None:
    (tmp_path / ".proof-research").mkdir()
    inner = tmp_path / "sections" / "deep"
    inner.mkdir(parents=True)
    assert find_project(inner).root == tmp_path.resolve()


def test_a_paper_without_research_folder_is_found_by_its_document_class(tmp_path: Path) -> None:
    (tmp_path / "paper.tex").write_text("\\documentclass{article}")
    project = open_project(tmp_path)
    assert project.main_file.name == "paper.tex"
    assert not project.is_proof_project


def test_a_commented_document_class_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes.tex").write_text("% \\documentclass{article}")
    with pytest.raises(InputError, match="nothing to check"):
        open_project(tmp_path)


def test_two_main_files_have_to_be_told_apart(tmp_path: Path) -> None:
    for name in ("a.tex", "b.tex"):
        (tmp_path / name).write_text("\\documentclass{article}")
    with pytest.raises(InputError, match=r"a\.tex, b\.tex"):
        _ = open_project(tmp_path).main_file
    (tmp_path / "dlt-proof.toml").write_text('main = "b.tex"')
    assert open_project(tmp_path).main_file.name == "b.tex"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mian = 'x'", "unknown key 'mian'"),
        ("main = 3", "must be a str"),
        ("[trace]\ncoverage = 2", "between 0 and 1"),
        ("[trace]\ncoverage = true", "must be a float"),
        ("[review]\npanel = 'maybe'", "optional"),
        ("[compile]\ntimeout_seconds = 0", "positive"),
        ("trace = 1", "must be a table"),
        ("= 3", "is not TOML"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "dlt-proof.toml").write_text(text)
    with pytest.raises(InputError, match=message):
        _ = Project(tmp_path).configuration


@pytest.mark.parametrize("name", CEILINGS)
@pytest.mark.parametrize("table", ["compile", "tool.dlt-proof.compile"])
def test_a_project_takes_no_more_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, table: str
) -> None:
    variable = f"DLT_PROOF_MOST_{name.upper()}"
    file = tmp_path / ("dlt-proof.toml" if table == "compile" else "pyproject.toml")
    file.write_text(f"[{table}]\n{name} = {CEILINGS[name]}")
    assert getattr(Project(tmp_path).configuration.compile, name) == CEILINGS[name]
    file.write_text(f"[{table}]\n{name} = {CEILINGS[name] + 1}")
    with pytest.raises(InputError) as error:
        _ = Project(tmp_path).configuration
    assert error.value.file == file.name
    for word in (f"[compile] {name}", f"above {CEILINGS[name]:g}", variable):
        assert word in str(error.value)
    monkeypatch.setenv(variable, str(CEILINGS[name] + 1))
    assert getattr(Project(tmp_path).configuration.compile, name) == CEILINGS[name] + 1
    for wrong in ("much", "0", "-1", "inf", "nan", ""):
        monkeypatch.setenv(variable, wrong)
        with pytest.raises(InputError, match=f"{variable} in the environment"):
            _ = Project(tmp_path).configuration


def test_an_integer_serves_as_a_share(tmp_path: Path) -> None:
    (tmp_path / "dlt-proof.toml").write_text("[trace]\ncoverage = 1")
    assert Project(tmp_path).configuration.trace.coverage == 1.0


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.tex"
    path.write_bytes(b"one\ntwo \xe9\n")
    with pytest.raises(InputError) as error:
        read_text(path)
    assert error.value.line == 2


def test_folders_are_gone_through_as_by_the_library(tmp_path: Path) -> None:
    for name in ("b/c/d/file", "b/file", "a/file", ".hidden/file", "file", "left-out/in/file"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "b" / "link").symlink_to(tmp_path)
    (tmp_path / "b" / "loop").symlink_to("loop")
    (tmp_path / "b" / "nowhere").symlink_to("gone")

    def gone_through(walk: Callable[..., Iterable[tuple[str, list[str], list[str]]]]) -> list[str]:
        found = []
        for folder, folders, files in walk(tmp_path):
            folders[:] = sorted(set(folders) - {"left-out"})
            found.append(f"{folder}: {folders} {sorted(files)}")
        return found

    assert gone_through(walk_folders) == gone_through(os.walk)
    assert len(gone_through(walk_folders)) == 6


def test_folders_are_gone_through_however_deep(tmp_path: Path) -> None:
    with deep_folder(tmp_path, 1100, "d"):  # as calls of calls, more than Python takes
        assert sum(1 for _ in walk_folders(tmp_path)) == 1101
    with deep_folder(tmp_path):  # longer than the system takes
        assert 1 < sum(1 for _ in walk_folders(tmp_path)) < LEVELS


def test_a_failed_write_leaves_the_old_text_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.tex"
    write_text(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(InputError, match="No space left"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.tex"]


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.tex"
    path.write_text("old")
    path.chmod(0o640)
    write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_name_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="out of the project"):
        Project(tmp_path).inside("../other.tex")


@pytest.mark.parametrize(
    "hidden", [".proof-research", "dlt-proof.toml", "main.tex", "dependency-graph.md"]
)
def test_what_nobody_can_look_at_is_not_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / "supplement.tex").write_text("\\documentclass{article}\\begin{document}x\n")
    real = os.stat

    def stat(path: str, **settings: bool) -> os.stat_result:
        if str(path).endswith(hidden):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **settings)

    monkeypatch.setattr(os, "stat", stat)
    assert main(["lint", str(tmp_path)]) == 2
