"""A project names the bundle that Tectonic reads: it must not open a user's file by that."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dlt_proof.build.tectonic import find_bundle
from dlt_proof.records.errors import InputError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    folder.mkdir()
    return folder


def make_zip(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")


def test_bundles_are_taken_wherever_they_lie(root: Path, tmp_path: Path) -> None:
    make_zip(tmp_path / "bundle.zip", "article.cls", "SHA256SUM")
    (tmp_path / "bundle.ttb").write_bytes(b"tectonicbundle\1\0\0\0")
    for name in ("bundle.zip", "bundle.ttb"):
        assert find_bundle(root, f"../{name}") == (tmp_path / name).resolve()
        assert find_bundle(root, str(tmp_path / name)) == (tmp_path / name).resolve()


def test_within_the_project_it_may_be_anything(root: Path) -> None:
    (root / "bundle").mkdir()
    (root / "bundle.zip").write_text("")
    assert find_bundle(root, "bundle") == (root / "bundle").resolve()
    assert find_bundle(root, "bundle.zip") == (root / "bundle.zip").resolve()


@pytest.mark.parametrize("by", ["name", "link", "home"])
@pytest.mark.parametrize("what", ["folder", "file", "archive", "empty.zip"])
def test_what_is_the_users_own_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str, what: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "SHA256SUM").touch()
    (tmp_path / "file").write_text("secret")
    make_zip(tmp_path / "archive", "letters/tectonicbundle", "letters/SHA256SUM.txt")
    (tmp_path / "empty.zip").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    (root / "link").symlink_to(tmp_path / what)
    named = {"name": f"../{what}", "link": "link", "home": f"~/{what}"}[by]
    with pytest.raises(InputError, match="no bundle of Tectonic"):
        find_bundle(root, named)


@pytest.mark.parametrize("name", ["gone.zip", "~no-such-user/gone", "loop", "n" * 300, "\0"])
def test_what_is_not_there_is_told(root: Path, name: str) -> None:
    (root / "loop").symlink_to("loop")
    with pytest.raises(InputError, match=f"{name} does not exist"):
        find_bundle(root, name)
