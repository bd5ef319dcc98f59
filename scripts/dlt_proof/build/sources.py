"""Finding a label or citation key in the sources, to give a log message its place.

A text search that leaves out comments, no more: `latex` reads LaTeX, but this must also place
messages in documents that cannot be read.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..records.record import Record

#: Bytes of a log, a record of TeX or a source that are read: a thousand times what is usual.
LONGEST_TEXT = 20_000_000
# What a key is made of, mostly: where it stands amid more of these, it is another key.
_WORD = re.compile(r"[\w:.-]+")
_LABELLING = re.compile(r"(?:\\label\s*+\{|\blabel\s*+=\s*+\{?+)\s*+$")
_LABELLING_LENGTH = 100  # characters
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
    index = _index(tuple(sources.items()))
    return [index.place(at) for at in index.offsets(key) if not index.is_label(at, key)]


def labels_of(sources: dict[str, str], key: str) -> list[Place]:
    """Where a key is defined, by `\\label{key}` or `label=key`."""
    index = _index(tuple(sources.items()))
    return [index.place(at) for at in index.offsets(key) if index.is_label(at, key)]


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
        for number, code in enumerate(_without_comments(text), start=1):
            for match in compiled.finditer(code):
                start = match.start(1) if compiled.groups else match.start()
                places.append(Place(file, number, start + 1))
    return places


def _without_comments(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield re.split(r"(?<!\\)%", line, maxsplit=1)[0]


class _Index:
    """Where each word of the sources stands, so that a thousand keys cost one reading of them."""

    def __init__(self, sources: Sequence[tuple[str, str]]) -> None:
        lines: list[str] = []
        self._files: list[tuple[int, str]] = []  # with the number of lines before each
        for file, text in sources:
            self._files.append((len(lines), file))
            lines += _without_comments(text)
        self._text = "\n".join(lines)
        self._begins = [0]  # of each line
        for line in lines:
            self._begins.append(self._begins[-1] + len(line) + 1)
        self._words = defaultdict[str, list[int]](list)
        for word in _WORD.finditer(self._text):
            self._words[word[0]].append(word.start())

    def offsets(self, key: str) -> Iterator[int]:
        """Where a key stands by itself."""
        word = _WORD.search(key)
        if word is None:
            starts = [match.start() for match in re.finditer(re.escape(key), self._text)]
        else:
            starts = [at - word.start() for at in self._words.get(word[0], ())]
        for at in starts:
            if (
                at >= 0
                and self._text.startswith(key, at)
                and not _WORD.match(self._text[max(0, at - 1) : at])
                and not _WORD.match(self._text, at + len(key))
            ):
                yield at

    def is_label(self, at: int, key: str) -> bool:
        """Whether the key that stands there is defined there."""
        before = self._text[max(self._line(at)[1], at - _LABELLING_LENGTH) : at]
        return bool(
            _LABELLING.search(before)
            and re.compile(r"[^\S\n]*+[,}\]]").match(self._text, at + len(key))
        )

    def place(self, at: int) -> Place:
        line, begin = self._line(at)
        first, file = self._files[bisect.bisect_right(self._files, line, key=lambda f: f[0]) - 1]
        return Place(file, line - first + 1, at - begin + 1)

    def _line(self, at: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._begins, at) - 1
        return line, self._begins[line]


@functools.lru_cache(maxsize=2)  # all messages of one build are looked for in the same sources
def _index(sources: tuple[tuple[str, str], ...]) -> _Index:
    return _Index(sources)
