"""The program's kept code: it starts the program as its files would, or not at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dlt_proof
from dlt_proof import program
from dlt_proof.project import Cache

SHOW = (
    "import sys; from dlt_proof import start, program\n"
    "import dlt_proof.cli as cli\n"
    "real = cli.main\n"
    "def main(arguments):\n"
    "    code = real(arguments)\n"
    "    import dlt_proof.lint as room, dlt_proof.lint.rule as file\n"
    "    loaders = {type(module.__spec__.loader).__name__ for module in (room, file)}\n"
    "    print(*sorted(loaders), file=sys.stderr)\n"
    "    print(room.__path__[0], file.__file__, file.__package__, file=sys.stderr)\n"
    "    return code\n"
    "cli.main = main\n"
    "start.run(['lint', sys.argv[1]])\n"
)


class Installation:
    """A copy of the program, a paper, and a cache."""

    def __init__(self, folder: Path) -> None:
        source = Path(dlt_proof.__file__).parent
        self.package = folder / "scripts" / "dlt_proof"
        shutil.copytree(source, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "catalogue").symlink_to(source.parents[1] / "catalogue")
        self.cache = folder / "cache" / "dlt-proof"
        self.paper = folder / "paper"
        self.paper.mkdir()
        (self.paper / "main.tex").write_text(
            "\\documentclass{article}\n\\begin{document}\n\\ref{none}\n\\end{document}\n"
        )

    def lint(self) -> tuple[str, list[str]]:
        """What lint says; what loaded two of its modules, and their places."""
        done = subprocess.run(
            [sys.executable, "-c", SHOW, str(self.paper)],
            env=self.environment(), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        return done.stdout, done.stderr.split()

    def start(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A run of the command."""
        return subprocess.run(
            [sys.executable, "-m", "dlt_proof", *words],
            env=self.environment(), capture_output=True, text=True,
        )  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.package.parent),
            "XDG_CACHE_HOME": str(self.cache.parent),
        }

    @property
    def kept(self) -> Path:
        (found,) = self.cache.glob("code*")
        return found


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_second_start_takes_kept_code(installation: Installation) -> None:
    first, (loader, *places) = installation.lint()
    assert loader == "SourceFileLoader"
    again, (kept_loader, *kept_places) = installation.lint()
    assert kept_loader == "KeptCode"
    assert again == first
    assert kept_places == places
    assert installation.kept.stat().st_mode & 0o777 == 0o600
    before = installation.kept.stat().st_mtime_ns
    installation.lint()
    assert installation.kept.stat().st_mtime_ns == before  # nothing new, nothing written


def test_edited_program_is_loaded_from_its_files(installation: Installation) -> None:
    installation.lint()
    rule = next(installation.package.glob("lint/rules/r21_*.py"))
    rule.write_text(rule.read_text().replace("there is no label", "nobody has seen the label"))
    for _ in range(2):
        assert "nobody has seen the label none" in installation.lint()[0]


@pytest.mark.parametrize("damage", ["cut", "longer", "empty", "writable", "no table", "a folder"])
def test_code_that_may_not_be_ours_is_not_run(installation: Installation, damage: str) -> None:
    expected, _ = installation.lint()
    kept = installation.kept
    whole = kept.read_bytes()
    kept.write_bytes(
        {"cut": whole[:-5], "longer": whole + b"x", "empty": b"", "no table": b"\xff \xff"}
        .get(damage, whole)
    )  # fmt: skip
    kept.chmod(0o660 if damage == "writable" else 0o600)
    if damage == "a folder":
        kept.unlink()
        kept.mkdir()
    said, (loader, *_) = installation.lint()
    assert (said, loader) == (expected, "SourceFileLoader")
    again = "SourceFileLoader" if damage == "a folder" else "KeptCode"
    assert installation.lint()[1][0] == again  # it was written anew


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_code_of_another_user_is_not_run(installation: Installation) -> None:
    installation.lint()
    os.chown(installation.kept, 12345, 12345)
    assert installation.lint()[1][0] == "SourceFileLoader"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_cache_of_another_user_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    cache = Cache(str(path))
    cache.put(b"key", "value")
    cache.save()
    assert Cache(str(path)).get(b"key") == "value"
    os.chown(path, 12345, 12345)
    path.chmod(0o666)
    again = Cache(str(path))
    assert again.get(b"key") is None
    again.put(b"key", "value")
    again.save()
    assert Cache(str(path)).get(b"key") == "value"  # the user's own again, whatever it was


@pytest.mark.parametrize("offset", [3, 20, 40, 60, 3_000, 20_000, 100_000, 400_000])
def test_damaged_code_is_loaded_from_its_files(installation: Installation, offset: int) -> None:
    expected, _ = installation.lint()
    whole = installation.kept.read_bytes()
    installation.kept.write_bytes(whole[:offset] + b"\xff" * 4 + whole[offset + 4 :])
    assert installation.lint()[0] == expected
    installation.kept.write_bytes(whole[:80_000] + bytes(len(whole) - 80_000))
    assert installation.lint()[0] == expected
    said, (loader, *_) = installation.lint()
    assert (said, loader) == (expected, "KeptCode")  # what was damaged was written anew


def test_editor_s_link_to_nothing_is_no_part_of_the_program(installation: Installation) -> None:
    (installation.package / "lint" / ".#engine.py").symlink_to("me@host.123:456")
    assert installation.start("--version").returncode == 0
    assert installation.lint()[1][0] == "SourceFileLoader"


def test_without_standard_error(installation: Installation) -> None:
    command = f"{sys.executable} -m dlt_proof --version 2>&-"
    done = subprocess.run(
        ["sh", "-c", command], env=installation.environment(), capture_output=True, text=True
    )
    assert done.returncode == 0 and "dlt-proof" in done.stdout


def test_cache_that_cannot_be_written_is_none(installation: Installation) -> None:
    installation.cache.parent.write_text("a file")
    expected, _ = installation.lint()
    assert "there is no label none" in expected


def test_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert program.cache_folder().startswith(os.devnull)


def test_fault_of_kept_code_shows_its_source(installation: Installation) -> None:
    rule = next(installation.package.glob("lint/rules/r21_*.py"))
    rule.write_text(rule.read_text() + "\n\ndef fail_here() -> None:\n    raise LookupError\n")
    installation.lint()
    module = f"dlt_proof.lint.rules.{rule.stem}"
    done = subprocess.run(
        [sys.executable, "-c",
         "import sys; from dlt_proof.program import KeptCode; sys.meta_path.insert(0, KeptCode())\n"
         f"import {module} as m; m.fail_here()"],
        env={**os.environ, "PYTHONPATH": str(installation.package.parent),
             "XDG_CACHE_HOME": str(installation.cache.parent)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert "    raise LookupError\n" in done.stderr and str(rule) in done.stderr
