"""Settings written into a project's configuration, whatever else stands there kept.

TOML is read with the standard library and written by adding a line: what comes out is read again,
and refused unless it says what it said before and the new settings.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ..project import Project
from ..project.configuration import CONFIGURATION_FILE
from ..project.files import is_file
from ..records.errors import InputError

_SHARED_FILE = "pyproject.toml"
_OWN_TABLE = re.compile(
    r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?dlt-proof[\"']?[ \t]*\][^\n]*\n?", re.M
)


def with_settings(project: Project, settings: Mapping[str, bool | str]) -> tuple[str, str] | None:
    """The configuration with further settings at its top level.

    Args:
        project: its folder; nothing is written.
        settings: by name.

    Returns:
        The file's name and its new text, None where it says so already.

    Raises:
        InputError: the file does not read, is a link, or cannot be changed by adding lines.
    """
    name, text, table = _present(project)
    wanted = {key: value for key, value in settings.items() if table.get(key) != value}
    if not wanted:
        return None
    rows = {
        key: f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in wanted.items()
    }
    if (project.root / name).is_symlink():
        raise InputError(
            "is a link, and other projects may share what it leads to: it was not changed",
            file=name,
            remedy=f"add {', '.join(rows.values())} to it, and run the command again",
        )
    own = name == CONFIGURATION_FILE
    before = tomllib.loads(text)
    expected: dict[str, Any] = before if own else before["tool"]["dlt-proof"]
    expected.update(wanted)
    for candidate in _candidates(text, rows, own=own):
        try:
            if tomllib.loads(candidate) == before:
                return name, candidate
        except tomllib.TOMLDecodeError:
            continue
    where = "" if own else " below [tool.dlt-proof]"
    raise InputError(
        f"cannot be changed without rewriting it: {', '.join(rows.values())} is missing",
        file=name,
        remedy=f"write it there{where}, and run the command again",
    )


def _present(project: Project) -> tuple[str, str, dict[str, Any]]:
    """The file that holds the configuration, its text, and the table in it."""
    # Whatever is no configuration is refused here, in the words of who reads it.
    project.configuration  # noqa: B018 - asked for its error
    if is_file(project.path_to(CONFIGURATION_FILE)):
        text = project.read(CONFIGURATION_FILE)
        return CONFIGURATION_FILE, text, tomllib.loads(text)
    if is_file(project.path_to(_SHARED_FILE)):
        text = project.read(_SHARED_FILE)
        table = tomllib.loads(text).get("tool", {}).get("dlt-proof")
        if table is not None:
            return _SHARED_FILE, text, table
    return CONFIGURATION_FILE, "", {}


def _candidates(text: str, rows: Mapping[str, str], *, own: bool) -> Iterator[str]:
    """Texts that may be meant, the least change first."""
    end = "\r\n" if "\r\n" in text else "\n"
    replaced, added = text, []
    for key, row in rows.items():
        line = re.compile(rf"^[ \t]*[\"']?{key}[\"']?[ \t]*=[^\r\n#]*", re.M)
        if line.search(replaced):
            replaced = line.sub(lambda _, row=row: row, replaced, count=1)  # type: ignore[misc]
        else:
            added.append(row + end)
    block = "".join(added)
    header = _OWN_TABLE.search(replaced)
    if own:
        yield block + replaced
    elif header:
        gap = "" if header[0].endswith("\n") else end
        yield replaced[: header.end()] + gap + block + replaced[header.end() :]
    else:
        gap = "" if replaced.endswith("\n") else end
        yield f"{replaced}{gap}{end}[tool.dlt-proof]{end}{block}"
