"""What lies below folders is found and counted however deep it lies."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlt_proof.build import measuring
from dlt_proof.build.measuring import (
    DEEPEST,
    LONGEST,
    MovedError,
    TooDeepError,
    measure,
    measure_unnamed,
    walk,
)

LEVELS = 1200  # as a path, longer than the system takes; as calls of calls, more than Python takes


@contextlib.contextmanager
def deep_folder(top: Path, levels: int = LEVELS, name: str = "deep") -> Iterator[int]:
    """Make folders within folders below a folder; the descriptor of the lowest, for a while."""
    here = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    try:
        yield here
    finally:
        os.close(here)
        remove_all(top)


def remove_all(top: Path) -> None:
    for entry in walk(str(top)):
        if stat.S_ISDIR(entry.status.st_mode):
            os.rmdir(entry.name, dir_fd=entry.folder)
        else:
            os.unlink(entry.name, dir_fd=entry.folder)


def write(name: str, folder: int, size: int) -> None:
    with open(name, "wb", opener=lambda path, flags: os.open(path, flags, dir_fd=folder)) as file:
        file.write(b"x" * size)


def test_what_lies_deep_is_found_and_can_be_removed(tmp_path: Path) -> None:
    with deep_folder(tmp_path) as lowest:
        assert sum(1 for _ in walk(str(tmp_path))) == LEVELS
        write("big", lowest, 1 << 20)
        files = [e for e in walk(str(tmp_path)) if not stat.S_ISDIR(e.status.st_mode)]
        assert [entry.name for entry in files] == ["big"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("levels", "name"), [(DEEPEST, "d"), (LONGEST // 200, "d" * 200), (1, "d" * 255)]
)
def test_what_lies_as_deep_as_it_may_is_counted_and_nothing_deeper(
    tmp_path: Path, levels: int, name: str
) -> None:
    with deep_folder(tmp_path, levels, name) as lowest:
        write("big", lowest, 1 << 20)
        assert measure([str(tmp_path)]) >= (1 << 20) + levels * 4096
    with deep_folder(tmp_path, max(DEEPEST, levels) + 1, name), pytest.raises(TooDeepError):
        measure([str(tmp_path)])


def test_no_more_folders_are_open_than_one(tmp_path: Path) -> None:
    with deep_folder(tmp_path):
        opened = len(list(Path("/dev/fd").iterdir()))
        most = max(len(list(Path("/dev/fd").iterdir())) for _ in walk(str(tmp_path)))
    assert most <= opened + 1


def test_everything_is_met_once_and_a_folder_after_what_is_in_it(tmp_path: Path) -> None:
    for name in ("a/b/one", "a/two", "c/three", "four"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "a" / "link").symlink_to(tmp_path)
    met = ["/".join([*entry.above, entry.name]) for entry in walk(str(tmp_path))]
    assert sorted(met) == ["a", "a/b", "a/b/one", "a/link", "a/two", "c", "c/three", "four"]
    assert met.index("a/b/one") < met.index("a/b") < met.index("a")


def test_many_small_files_count_and_holes_do_not(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / str(number)).touch()
    assert measure([str(tmp_path)]) == 100 * 4096
    os.truncate(tmp_path / "0", 1 << 30)
    assert measure([str(tmp_path)]) < 1 << 20
    assert measure([str(tmp_path / "gone")]) == 0


def test_it_is_not_counted_beyond_what_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        (tmp_path / str(number)).touch()
    asked = []
    real = measuring.walk
    monkeypatch.setattr(
        measuring, "walk", lambda top, **_: (asked.append(e) or e for e in real(top))
    )
    assert measure([str(tmp_path)], enough=8192) == 3 * 4096
    assert len(asked) == 3


def test_a_folder_moved_away_under_ones_feet_is_told(tmp_path: Path) -> None:
    (tmp_path / "top" / "a" / "b").mkdir(parents=True)
    (tmp_path / "top" / "a" / "b" / "file").touch()
    (tmp_path / "top" / "a" / "b" / "other").touch()
    with pytest.raises(MovedError):
        for entry in walk(str(tmp_path / "top")):
            if list(entry.above) == ["a", "b"] and (tmp_path / "top" / "a" / "b").exists():
                (tmp_path / "top" / "a" / "b").rename(tmp_path / "b")


def test_it_is_measured_again_where_a_folder_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    real, tries = measuring.walk, []

    def moved(top: str, **_: bool) -> Iterator[measuring.Entry]:
        tries.append(top)
        if len(tries) < 3:
            raise MovedError("a folder was moved")
        return real(top)

    monkeypatch.setattr(measuring, "walk", moved)
    assert measure([str(tmp_path)]) == 4096
    tries.clear()
    monkeypatch.setattr(measuring, "_MEASUREMENTS", 2)
    with pytest.raises(MovedError):
        measure([str(tmp_path)])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system has no /proc")
def test_files_without_a_name_are_counted_once_while_they_are_open(tmp_path: Path) -> None:
    path = tmp_path / "file"
    before = measure_unnamed([os.getpid()])
    with path.open("wb") as file, path.open("rb"):
        file.write(b"x" * (1 << 20))
        file.flush()
        assert measure_unnamed([os.getpid()]) == before
        path.unlink()
        assert measure_unnamed([os.getpid()]) - before == 1 << 20
    assert measure_unnamed([os.getpid()]) == before
    assert measure_unnamed([0]) == 0
