"""What the tests that run TeX share."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlt_proof.build import compile_document
from dlt_proof.project import Project


@pytest.fixture(scope="session")
def lua_fonts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """LuaLaTeX's fonts, which it prepares for several seconds where it finds them not prepared."""
    root = tmp_path_factory.mktemp("fonts")
    (root / "main.tex").write_text(
        "\\documentclass{article}\\begin{document}x $x$ \\textbf{x} \\textit{x}\\end{document}\n"
    )
    compile_document(Project(root), engine="lualatex")
    prepared = root / ".output" / ".tex-cache" / "luatex-cache"
    kept = tmp_path_factory.mktemp("texmf-var")
    shutil.copytree(prepared, kept / "luatex-cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEXMFVAR", str(kept))
        yield


def processes_with(marker: str) -> list[str]:
    """The command lines of running processes that hold a word or run in a folder of that name."""
    if not Path("/proc/self/cmdline").exists():
        command = ["ps", "-eo", "args"]
        lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        return [line for line in lines if marker in line]
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (process / "cmdline").read_text(errors="replace")
            if marker in line or marker in str((process / "cwd").readlink()):
                found.append(line)
    return found
