"""The sealed state: what was not written by the program is refused."""

import json
from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.records.errors import InputError


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def lines(project: Project) -> tuple[Path, list[str]]:
    path = next((project.research / "state" / "note").glob("*.jsonl"))
    return path, path.read_text().splitlines()


def test_what_is_appended_is_read_back_in_order(project: Project) -> None:
    for number in range(3):
        project.state.append("note", {"n": number})
    Project(project.root).state.append("note", {"n": 3})
    records = Project(project.root).state.read("note")
    assert [r.data["n"] for r in records] == [0, 1, 2, 3]
    assert all(r.sealed_here for r in records)


def test_a_changed_record_is_refused_with_its_line(project: Project) -> None:
    project.state.append("note", {"n": 1})
    project.state.append("note", {"n": 2})
    path, found = lines(project)
    path.write_text("\n".join([found[0], found[1].replace('"n": 2', '"n": 7')]) + "\n")
    with pytest.raises(InputError, match="its seal does not fit") as error:
        project.state.read("note")
    assert error.value.line == 2


@pytest.mark.parametrize(
    "line", ['{"kind": "note", "data": {"n": 1}}', "green", '{"seal": 3}', "[]"]
)
def test_a_line_without_a_seal_is_refused(project: Project, line: str) -> None:
    project.state.append("note", {"n": 1})
    path, found = lines(project)
    path.write_text(found[0] + "\n" + line + "\n")
    with pytest.raises(InputError, match="not a sealed record"):
        project.state.read("note")


def test_a_record_moved_to_another_kind_is_refused(project: Project) -> None:
    project.state.append("note", {"n": 1})
    path, _ = lines(project)
    other = project.research / "state" / "approval"
    other.mkdir()
    path.rename(other / path.name)
    with pytest.raises(InputError, match="not a record of kind"):
        project.state.read("approval")


def test_a_line_cut_off_by_a_killed_run_is_left_out(project: Project) -> None:
    project.state.append("note", {"n": 1})
    path, found = lines(project)
    path.write_text(found[0] + "\n" + found[0][:40])
    assert [r.data["n"] for r in project.state.read("note")] == [1]


def test_another_users_seal_is_kept_and_told_apart(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project.state.append("note", {"n": 1})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
    records = Project(project.root).state.read("note")
    assert [r.sealed_here for r in records] == [False]


def test_the_key_is_the_users_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new"))
    project.state.append("note", {})
    key = tmp_path / "new" / "dlt-proof" / "key"
    assert key.stat().st_mode & 0o077 == 0
    assert [p.name for p in key.parent.iterdir()] == ["key"]
    # The key is in no record.
    path, found = lines(project)
    assert key.read_text().strip() not in path.read_text()
    assert json.loads(found[0])["seal"]["mac"]


def test_two_runs_write_files_of_their_own(project: Project) -> None:
    project.state.append("note", {"n": 1})
    Project(project.root).state.append("note", {"n": 2})
    assert len(list((project.research / "state" / "note").glob("*.jsonl"))) == 2
