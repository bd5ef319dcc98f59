"""The sealed state: what was not written by the program is refused."""

import errno
import json
import os
import signal
import time
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


# ---- what is written whole, and what is not -----------------------------------------------------


def test_what_follows_a_line_that_could_not_be_written_is_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        real(descriptor, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    store = project.state
    store.append("note", {"n": 1})
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(InputError, match="No space left"):
        store.append("note", {"n": 2})
    monkeypatch.setattr(os, "write", real)
    store.append("note", {"n": 3})
    assert [r.data["n"] for r in project.state.read("note")] == [1, 3]


def test_a_line_that_the_system_takes_in_pieces_is_whole(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))
    project.state.append("note", {"n": 1})
    monkeypatch.setattr(os, "write", real)
    assert [r.data["n"] for r in project.state.read("note")] == [1]


def test_numbers_as_keys_are_sealed_as_the_text_they_become(project: Project) -> None:
    project.state.append("note", {"values": {9: "a", 10: "b"}})
    assert project.state.read("note")[0].data == {"values": {"9": "a", "10": "b"}}


def test_what_is_not_utf_8_is_refused(project: Project) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        project.state.append("note", {"name": "\udcff"})
    assert project.state.read("note") == []


def test_many_are_written_in_their_order(project: Project) -> None:
    project.state.append_all("note", ({"n": n} for n in range(500)))
    project.state.append_all("note", [])
    assert [r.data["n"] for r in project.state.read("note")] == list(range(500))
    assert len(list((project.research / "state" / "note").glob("*.jsonl"))) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="one machine, several processes")
@pytest.mark.parametrize("holds_a_child", [False, True])
def test_the_lock_goes_with_the_process_that_holds_it(
    project: Project, holds_a_child: bool
) -> None:
    reading, writing = os.pipe()
    first = os.fork()
    if first == 0:
        try:
            with project.state.alone("note"):
                if holds_a_child and os.fork() == 0:
                    time.sleep(3)  # outlives the process that holds the lock
                    os._exit(0)
                os.write(writing, b"held")
                time.sleep(60)
        finally:
            os._exit(0)
    assert os.read(reading, 4) == b"held"
    waited: list[int] = []

    def waiting() -> None:
        waited.append(1)
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)

    began = time.monotonic()
    with project.state.alone("other"):
        pass  # nobody is at that
    with project.state.alone("note", waiting=waiting):
        assert waited == [1]
    assert time.monotonic() - began < 2
    with project.state.alone("note", waiting=waiting):
        assert waited == [1], "and nobody holds it now"
