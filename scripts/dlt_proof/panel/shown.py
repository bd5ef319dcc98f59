"""The lines of a file as a reader is shown them: numbered, without comments and dead text.

A comment is no part of the paper, and could speak to the reader. Not here: which lines make a unit
(`units`).
"""

from ..latex import SourceFile
from ..project.files import split_lines

_HIDDEN = ("comment", "dead")


def shown_lines(source: SourceFile) -> dict[int, str]:
    """The lines of a file by number, from 1; those that held nothing but a comment are left out."""
    written = list(source.text)
    for region in source.regions:
        if region.kind in _HIDDEN:
            for place in range(region.start, region.end):
                if written[place] not in "\r\n":
                    written[place] = "\0"
    found: dict[int, str] = {}
    lines = split_lines("".join(written))
    for number, line in enumerate(lines, start=1):
        kept = line.replace("\0", "").rstrip()
        if kept or "\0" not in line:
            found[number] = kept
    return found


def first_and_last(source: SourceFile, start: int, end: int) -> tuple[int, int]:
    """The numbers of the first and the last line of some characters of a file."""
    return source.position(start)[0], source.position(max(start, end - 1))[0]
