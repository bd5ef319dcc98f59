"""`make install` and `make uninstall`: links to this checkout, and nothing of anybody else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, SHIPPED


class Checkout:
    """A checkout whose packages are there, and a home."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        for name in (*SHIPPED, "scripts/links"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        python = self.root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        (self.root / ".venv" / ".made-from").touch()
        (self.root / "scripts" / "dlt-proof.py").write_text("print('it runs')\n")
        home = folder / "home"
        self.skill = home / ".claude" / "skills" / "dlt-proof-writing"
        self.program = home / ".local" / "bin" / "dlt-proof"
        self._environment = {"HOME": str(home), "PATH": os.environ["PATH"]}

    def links(self, word: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "scripts" / "links", word],
            env=self._environment, capture_output=True, text=True,
        )  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_there_and_back(checkout: Checkout) -> None:
    done = checkout.links("install")
    assert done.returncode == 0 and done.stdout.count("linked: ") == 2
    assert checkout.skill.readlink() == checkout.root
    ran = subprocess.run([checkout.program], capture_output=True, text=True)
    assert ran.stdout == "it runs\n"
    assert checkout.links("install").stdout.count("already there: ") == 2
    assert checkout.links("uninstall").stdout.count("removed: ") == 2
    assert not checkout.skill.is_symlink() and not checkout.program.is_symlink()
    done = checkout.links("uninstall")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("kind", ["file", "folder", "link", "link to nothing"])
@pytest.mark.parametrize("which", ["skill", "program"])
def test_what_is_not_ours_stays(checkout: Checkout, which: str, kind: str) -> None:
    theirs, other = checkout.skill, checkout.program
    if which == "program":
        theirs, other = other, theirs
    theirs.parent.mkdir(parents=True)
    if kind == "file":
        theirs.write_text("theirs")
    elif kind == "folder":
        theirs.mkdir()
    else:
        theirs.symlink_to("/nowhere" if kind == "link to nothing" else checkout.root.parent)
    done = checkout.links("install")
    assert done.returncode == 1 and f"refused: {theirs}" in done.stderr
    assert not other.is_symlink(), "nothing is half installed"
    assert f"left alone, it is not ours: {theirs}" in checkout.links("uninstall").stdout
    assert theirs.is_symlink() or theirs.exists()


def test_the_link_of_an_earlier_version_is_ours(checkout: Checkout) -> None:
    checkout.program.parent.mkdir(parents=True)
    earlier = checkout.root / ".venv" / "bin" / "dlt-proof"
    checkout.program.symlink_to(earlier)
    assert checkout.links("install").returncode == 0
    assert checkout.program.readlink() == checkout.root / "bin" / "dlt-proof"
    checkout.program.unlink()
    checkout.program.symlink_to(earlier)
    assert f"removed: {checkout.program}" in checkout.links("uninstall").stdout


def test_where_the_packages_cannot_come_nothing_is_linked(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / ".venv")
    maker = checkout.root / "scripts" / "plugin" / "environment.sh"
    maker.write_text("#!/bin/sh\necho 'dlt-proof: no Python' >&2\nexit 3\n")
    done = checkout.links("install")
    assert done.returncode == 3 and "no Python" in done.stderr
    assert not checkout.skill.is_symlink() and not checkout.program.is_symlink()


def test_wrong_use(checkout: Checkout) -> None:
    assert checkout.links("instal").returncode == 2
