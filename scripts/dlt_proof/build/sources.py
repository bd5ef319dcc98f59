"""Finding a label or citation key in the sources, to give a log message its place.

A text search that leaves out comments, no more: `latex` reads LaTeX, but this must also place
messages in documents that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..records.record import Record

#: Bytes of a log, a record of TeX or a source that are read: a thousand times what is usual.
LONGEST_TEXT = 20_000_000
_LEFT_OUT = ("tex", "sty", "cls", "bib", "bst", "pdf", "png", "jpg")


class Place(Record):
    """A place in a file relative to the root; line and column from 1."""

    file: str
    line: int
    column: int


def read_loosely(path: Path) -> str:
    """A file's text whatever its encoding; "" when it cannot be read, or is a pipe that waits.

    Of a longer file the first `LONGEST_TEXT` bytes.
    """
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(LONGEST_TEXT).decode("utf-8", errors="replace")
    except OSError:
        return ""


def find_keys(sources: dict[str, str], key: str) -> list[Place]:
    """Where a key is used: every place where it stands by itself, except in `\\label`."""
    pattern = rf"(?<![\w:.-]){re.escape(key)}(?![\w:.-])"
    labels = set(labels_of(sources, key))
    return [place for place in places_of(sources, pattern) if place not in labels]


def labels_of(sources: dict[str, str], key: str) -> list[Place]:
    """Where a key is defined, by `\\label{key}` or `label=key`."""
    return places_of(
        sources, rf"(?:\\label\s*\{{|\blabel\s*=\s*\{{?)\s*({re.escape(key)})(?=\s*[,}}\]])"
    )


def written_names(name: str) -> tuple[str, ...]:
    """How a document may write the name of a file: as it is, or without its suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (name, stem) if dot and suffix in _LEFT_OUT else (name,)


def nearest_place(sources: dict[str, str], names: Sequence[str], file: str, line: int) -> Place:
    """Where one of some names stands, nearest to a line; that line if nowhere."""
    places = [place for name in names for place in find_keys(sources, name)]
    return min(
        places,
        key=lambda p: (p.file != file, abs(p.line - line)),
        default=Place(file, line, 1 if line else 0),
    )


def places_of(sources: dict[str, str], pattern: str) -> list[Place]:
    """Where a pattern, or its first group, stands outside comments."""
    compiled = re.compile(pattern)
    places = []
    for file, text in sources.items():
        for number, line in enumerate(text.split("\n"), start=1):
            code = re.split(r"(?<!\\)%", line, maxsplit=1)[0]
            for match in compiled.finditer(code):
                start = match.start(1) if compiled.groups else match.start()
                places.append(Place(file, number, start + 1))
    return places
