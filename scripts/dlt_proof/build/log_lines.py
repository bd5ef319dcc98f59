"""The lines of a TeX log as they were before TeX broke them, and the files TeX was reading.

Not here: what a line says.
"""

import re

WRAP_COLUMN = 79
_OPENED = re.compile(r'"([^"]+\.\w+)"|([^\s()\[\]{}"<>]+\.\w+)')

# A line that begins so was not broken off from the one before.
_BEGINS_A_MESSAGE = re.compile(
    r"(?:! |l\.\d+ |(?:LaTeX|Package|Class|Module|pdfTeX|Overfull|Underfull|Missing character"
    r"|Output written|No pages of output|Document Class:|File:|\\openout))"
)


def log_lines(text: str) -> list[str]:
    """The lines of a log; where TeX broke them at column 79, put together again.

    A log in which a line is longer was written with a larger `max_print_line`, and its lines are
    as they were. TeX counts bytes or characters, depending on the engine.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if any(len(line.encode()) > WRAP_COLUMN and len(line) > WRAP_COLUMN for line in lines):
        return lines
    whole: list[str] = []
    broken = False
    for line in lines:
        if broken and not _BEGINS_A_MESSAGE.match(line):
            whole[-1] += line
        else:
            whole.append(line)
        broken = WRAP_COLUMN in (len(line), len(line.encode()))
    return whole


class OpenFiles:
    """Which file TeX is reading, followed through the parentheses in the log.

    Parentheses in other messages are followed too, as unnamed; a message with unbalanced ones
    spoils the place, never the message.

    Args:
        known: the files that TeX says it read, as it names them; a document that prints
            `(other.tex` opens none of them. None where that is not known.
        bare: names may stand without their `.tex`, as in Tectonic's logs.
    """

    def __init__(self, known: frozenset[str] | None = None, *, bare: bool = False) -> None:
        self._bare = frozenset(n.removesuffix(".tex") for n in known or ()) if bare else frozenset()
        self._stack: list[str] = []
        self._known = known
        # Names with spaces or parentheses in them are found only because they are known.
        odd = sorted((n for n in known or () if re.search(r"[\s()]", n)), key=len, reverse=True)
        self._odd = tuple(odd)

    @property
    def current(self) -> str:
        """The innermost open file that is not a package's (those have absolute names)."""
        return next((n for n in reversed(self._stack) if n and not n.startswith("/")), "")

    def read(self, line: str) -> None:
        position = 0
        while True:
            found = re.compile(r"[()]").search(line, position)
            if not found:
                return
            position = found.end()
            if found[0] == ")":
                if self._stack:
                    self._stack.pop()
                continue
            name, length = self._opened(line, position)
            position += length
            self._stack.append(name)

    def _opened(self, line: str, position: int) -> tuple[str, int]:
        """The file opened here, "" for none, and how many characters its name takes."""
        for odd in self._odd:
            for written in (odd, f'"{odd}"'):
                if line.startswith(written, position):
                    return odd, len(written)
        word = re.compile(r"[^\s()]*").match(line, position)
        if word and word[0] in self._bare:
            return f"{word[0]}.tex", len(word[0])
        found = _OPENED.match(line, position)
        if not found:
            return "", 0
        name = found[1] or found[2]
        if self._known is not None and name not in self._known and not name.startswith("/"):
            return "", 0
        return name, len(found[0])

    def closed_down_to(self, file: str) -> None:
        """An error told which file is being read: forget what was wrongly kept above it."""
        if file in self._stack:
            while self._stack[-1] != file:
                self._stack.pop()
        elif file and not file.startswith("/") and (self._known is None or file in self._known):
            self._stack.append(file)
