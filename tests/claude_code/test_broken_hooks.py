"""A hook that breaks, or finds no Python, refuses; with the real program."""

import contextlib
import os
import re
import shutil
from pathlib import Path

import pytest

from .script import Script, bash, done, edit, ends, read, write
from .session import Desk, copy_plugin
from .stages import LEMMA, Copy, copied, desk, let_pass, stages

__all__ = ["copied", "desk", "stages"]

pytestmark = [pytest.mark.slow, pytest.mark.tex]

#: What is broken of the plugin.
BROKEN = {
    "a module": "scripts/dlt_proof/hooks/before_tool.py",
    "what all hooks need": "scripts/dlt_proof/hooks/event.py",
    "the script": "scripts/hook.py",
    "the Python": ".venv/bin/python",
}


@pytest.mark.parametrize("what", BROKEN)
def test_before_a_tool_call_what_is_broken_refuses(
    desk: Desk, copied: Copy, tmp_path: Path, what: str
) -> None:
    root = copied("planned")
    broken = desk.with_plugin(copy_plugin(tmp_path / "a broken plugin"))
    spoil(broken.plugin / BROKEN[what])

    def works() -> Script:
        for call in (write(root / "notes.md", "A\n"), bash("echo A > notes.md")):
            (result,) = yield [call]
            assert result.refused and "dlt-proof: its hook ended with" in result.text, result
        return None

    broken.session(root, works())
    assert not (root / "notes.md").exists()
    far = tmp_path / "far"
    far.mkdir()
    broken.session(far, let_pass(write(far / "notes.md", "A\n"), bash("ls")))


def spoil(file: Path) -> None:
    """Break a file: a program that fails, or a module with an error of syntax."""
    assert file.is_file()
    file.write_text("#!/bin/sh\nexit 1\n" if file.suffix == "" else "def (:\n")


def test_without_any_python_nothing_is_written(desk: Desk, copied: Copy, tmp_path: Path) -> None:
    root = copied("planned")
    bare = copy_plugin(tmp_path / "a new plugin")
    shutil.rmtree(bare / ".venv")
    programs = tmp_path / "programs"
    programs.mkdir()
    for folder in desk.environment["PATH"].split(os.pathsep):
        for file in Path(folder).iterdir() if Path(folder).is_dir() else ():
            if not re.match(r"python|pypy|uv|pip|dlt-proof", file.name):
                with contextlib.suppress(FileExistsError):
                    (programs / file.name).symlink_to(file)
    without = Desk(desk.program, bare, {**desk.environment, "PATH": str(programs)})

    def works() -> Script:
        for call in (write(root / "notes.md", "A\n"), bash("echo A > notes.md")):
            (result,) = yield [call]
            assert result.refused and "Python" in result.text, result
        return None

    without.session(root, works())
    assert not (root / "notes.md").exists()


def test_after_a_tool_call_what_is_broken_is_told(desk: Desk, copied: Copy, tmp_path: Path) -> None:
    root = copied("planned")
    broken = desk.with_plugin(copy_plugin(tmp_path / "a broken plugin"))
    spoil(broken.plugin / "scripts" / "dlt_proof" / "hooks" / "after_tool.py")

    def works() -> Script:
        (result,) = yield [bash("true")]
        assert "dlt-proof: its hook ended with" in result.beside, result
        return None

    broken.session(root, works())


def test_a_broken_hook_does_not_let_stop_at_once(desk: Desk, copied: Copy, tmp_path: Path) -> None:
    root = copied("written")
    broken = desk.with_plugin(copy_plugin(tmp_path / "a broken plugin"))
    spoil(broken.plugin / "scripts" / "dlt_proof" / "hooks" / "stop.py")
    heard: list[str] = []

    def stops() -> Script:
        yield from done(read(root / LEMMA))
        yield from done(edit(root / LEMMA, "Expand the square;", "Expanding the square,"))
        (result,) = yield "All done."
        heard.append(result.text)
        yield "The hook is broken."
        raise AssertionError("it was kept from stopping twice")

    broken.session(root, stops())
    assert "dlt-proof: its hook ended with" in heard[0]


def test_a_broken_hook_takes_no_approval(desk: Desk, copied: Copy, tmp_path: Path) -> None:
    root = copied("planned")
    broken = desk.with_plugin(copy_plugin(tmp_path / "a broken plugin"))
    spoil(broken.plugin / "scripts" / "dlt_proof" / "hooks" / "prompt.py")
    assert not broken.session(root, ends(), prompt="dlt-proof plan approve").requests
    assert broken.session(root, ends(), prompt="What does dlt-proof plan approve do?").requests
    assert desk.shell("dlt-proof gate A", root).returncode == 1


def test_at_the_start_the_status_is_told_or_what_is_broken(
    desk: Desk, copied: Copy, tmp_path: Path
) -> None:
    root = copied("planned")
    said = desk.session(root, ends()).first
    assert "thm:main has not been approved" in said and "next: " in said
    broken = desk.with_plugin(copy_plugin(tmp_path / "a broken plugin"))
    spoil(broken.plugin / "scripts" / "dlt_proof" / "hooks" / "session_start.py")
    assert "dlt-proof: its hook ended with" in broken.session(root, ends()).first
    assert "dlt-proof: " not in broken.session(tmp_path, ends()).first
