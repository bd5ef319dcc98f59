"""The lines that a question gave, read back from its own text.

Who answered was given a text with lines numbered as they stood then; the paper may have moved
since. Not here: what the answer is worth (`readings`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_HEADING = re.compile(r"## (?P<file>.+?): ")
_LINE = re.compile(r" *(?P<number>\d+)\| ?(?P<text>.*)\Z")
_SPACE = re.compile(r"\s+")
#: Characters of the shortest quotation that may tell a place.
SHORTEST = 8


@dataclass(frozen=True)
class Given:
    """What a question gave.

    Args:
        text: the whole question.
    """

    text: str

    @cached_property
    def lines(self) -> Mapping[tuple[str, int], str]:
        """Every line of the paper in it, by file and number."""
        found: dict[tuple[str, int], str] = {}
        file = ""
        for line in self.text.split("\n"):
            heading, numbered = _HEADING.match(line), _LINE.match(line)
            if heading:
                file = heading["file"]
            elif numbered and file:
                found[file, int(numbered["number"])] = numbered["text"]
        return found

    def quoted_at(self, quotation: str) -> list[tuple[str, int, int]]:
        """Where a quotation stands: file, first and last line; white space counts for nothing."""
        wanted = squeezed(quotation)
        if len(wanted) < SHORTEST:
            return []
        found = []
        for file, (text, lines) in self._by_file.items():
            start = text.find(wanted)
            while start >= 0:
                found.append((file, lines[start], lines[start + len(wanted) - 1]))
                start = text.find(wanted, start + 1)
        return found

    @cached_property
    def _by_file(self) -> dict[str, tuple[str, list[int]]]:
        """The text of each file without white space, and the line of each of its characters."""
        found: dict[str, tuple[list[str], list[int]]] = {}
        for (file, number), line in self.lines.items():
            words, lines = found.setdefault(file, ([], []))
            said = squeezed(line)
            words.append(said)
            lines += [number] * len(said)
        return {file: ("".join(words), lines) for file, (words, lines) in found.items()}


def squeezed(text: str) -> str:
    """A text without white space, and without the line numbers that a reader may have copied."""
    return _SPACE.sub("", re.sub(r"(?m)^ *\d+\| ?", "", text))
