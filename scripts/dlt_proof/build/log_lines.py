"""The lines of a TeX log as they were before TeX broke them, and the files TeX was reading.

Not here: what a line says.
"""

import re
from collections import Counter

WRAP_COLUMN = 79
_PARENTHESIS = re.compile(r"[()]")
_WORD = re.compile(r"[^\s()]*")
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
    whole: list[list[str]] = []
    broken = False
    for line in lines:
        if broken and not _BEGINS_A_MESSAGE.match(line):
            whole[-1].append(line)
        else:
            whole.append([line])
        broken = WRAP_COLUMN in (len(line), len(line.encode()))
    return ["".join(parts) for parts in whole]


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
        # Each open file's name, "" for other parentheses, and what is `current` within it.
        self._stack: list[tuple[str, str]] = []
        self._open: Counter[str] = Counter()
        self._known = known
        # Names with spaces or parentheses in them are found only because they are known.
        self._odd = frozenset(n for n in known or () if re.search(r"[\s()]", n))
        self._odd_lengths = sorted({len(name) for name in self._odd}, reverse=True)

    @property
    def current(self) -> str:
        """The innermost open file that is not a package's (those have absolute names)."""
        return self._stack[-1][1] if self._stack else ""

    def read(self, line: str) -> None:
        position = 0
        while True:
            found = _PARENTHESIS.search(line, position)
            if not found:
                return
            position = found.end()
            if found[0] == ")":
                self._close()
                continue
            name, length = self._opened(line, position)
            position += length
            self._push(name)

    def _push(self, name: str) -> None:
        own = name and not name.startswith("/")
        self._stack.append((name, name if own else self.current))
        self._open[name] += 1

    def _close(self) -> None:
        if self._stack:
            self._open[self._stack.pop()[0]] -= 1

    def _opened(self, line: str, position: int) -> tuple[str, int]:
        """The file opened here, "" for none, and how many characters its name takes."""
        quoted = int(line.startswith('"', position))
        for length in self._odd_lengths:
            name = line[position + quoted : position + quoted + length]
            if name in self._odd and (not quoted or line.startswith('"', position + 1 + length)):
                return name, length + 2 * quoted
        word = _WORD.match(line, position)
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
        if file and self._open[file]:
            while self._stack[-1][0] != file:
                self._close()
        elif file and not file.startswith("/") and (self._known is None or file in self._known):
            self._push(file)
