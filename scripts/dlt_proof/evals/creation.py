"""`eval new`: a proof project below `eval_results/` with the assertions that every eval has."""

import re
from pathlib import Path

from ..emit import initialise
from ..project import Project, write_text
from ..project.templates import render
from ..records.errors import InputError
from .assertions import FILE as ASSERTIONS_FILE
from .errata import FILE as ERRATA_FILE
from .shelf import FOLDER, find_shelf

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_NUMBERED = re.compile(r"(\d+)-(.+)$")
_IGNORED = """\
# Everything LaTeX and the numeric checks produce: it can be made again.
.output/
__pycache__/
"""


def new_eval(name: str, *, autonomous: bool = False) -> tuple[Project, list[str]]:
    """Make an eval with the next free number.

    Args:
        name: lowercase words with hyphens.
        autonomous: a person allows goals to be approved by default.

    Returns:
        The project and the files made, relative to it.

    Raises:
        InputError: no such name, or there is an eval called so.
        RefusedError: an agent asks for `autonomous`.
    """
    if not _NAME.match(name) or _NUMBERED.match(name):
        raise InputError(
            f"{name!r} is no name of an eval",
            remedy="lowercase words with hyphens, without a number: `anchor-convergence`",
        )
    shelf = find_shelf() or Path.cwd() / FOLDER
    numbers = [0]
    for path in sorted(shelf.iterdir()) if shelf.is_dir() else ():
        match = _NUMBERED.match(path.name)
        if match:
            numbers.append(int(match[1]))
            if match[2] == name:
                raise InputError(f"there is an eval {path.name}", file=str(path))
    folder = shelf / f"{max(numbers) + 1:02d}-{name}"
    project, made = initialise(folder, autonomous=autonomous)
    texts = {
        ASSERTIONS_FILE: render("eval/assertions.toml.j2"),
        ERRATA_FILE: render("eval/ERRATA.md.j2"),
        ".gitignore": _IGNORED,
        "checks/.gitkeep": "",
    }
    for file, text in texts.items():
        if not (folder / file).exists():
            write_text(folder / file, text)
            made.append(file)
    return project, made
