"""How large a change may be that mends a weakness, and how large one is.

A line is one of at most `LINE_LENGTH` characters, so that a rewritten proof is not one line.
"""

import difflib
import re
from collections.abc import Mapping

from ..latex import balanced_argument
from ..project.root import RESEARCH_FOLDER
from ..records.review import Classification, Severity

LINE_LENGTH = 100

#: Lines that a fix may change; None: as many as it takes. A style nit is one line, always.
_ALLOWED: dict[tuple[Severity, Classification], int | None] = {
    ("critical", "REAL-blocking"): None,
    ("major", "REAL-blocking"): None,
    ("minor", "REAL-blocking"): 5,
    ("style", "REAL-blocking"): 1,
    ("critical", "REAL-nonblocking"): 10,
    ("major", "REAL-nonblocking"): 10,
    ("minor", "REAL-nonblocking"): 3,
    ("style", "REAL-nonblocking"): 1,
}

#: Files in which a change costs nothing: those of the plan, which is locked where it matters.
_FREE = f"{RESEARCH_FOLDER}/"
_MARK = re.compile(r"\\todo\s*(?=\{\s*verify\b)")


def allowed_lines(severity: Severity, classification: Classification) -> int | None:
    """How many lines may change to mend a weakness; None: as many as it takes.

    Raises:
        KeyError: the weakness was dismissed, so that there is nothing to mend.
    """
    return _ALLOWED[severity, classification]


def changed_lines(before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """How many lines differ between two states of the same files.

    A line that is replaced counts once. Empty lines, and marks that a step is still to be
    verified, count for nothing.

    Args:
        before, after: the texts by name; a file may be in one of them only.
    """
    names = [n for n in {*before, *after} if not n.startswith(_FREE)]
    return sum(_changed(before.get(name, ""), after.get(name, "")) for name in names)


def _changed(before: str, after: str) -> int:
    if before == after:
        return 0
    old, new = _lines(before), _lines(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return sum(
        max(_size(old[a:b]), _size(new[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )


def _size(lines: list[str]) -> int:
    return sum(-(-len(line) // LINE_LENGTH) for line in lines)


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in _without_marks(text).splitlines())
    return [line for line in lines if line]


def _without_marks(text: str) -> str:
    """A text without its `\\todo{verify: …}`."""
    kept, position = [], 0
    for match in _MARK.finditer(text):
        if match.start() < position:
            continue
        try:
            _, end = balanced_argument(text, match.end())
        except ValueError:  # never closed: it is part of the change
            continue
        kept.append(text[position : match.start()])
        position = end + 1
    return "".join([*kept, text[position:]])
