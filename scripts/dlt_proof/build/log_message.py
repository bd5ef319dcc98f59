"""One message of a TeX log, as the readers of logs hand it on."""

from dataclasses import dataclass
from typing import Literal

MessageKind = Literal[
    "error", "missing-file", "reference", "citation", "label", "overfull", "character", "program",
    "link", "term",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogMessage:
    """One message of the log.

    Args:
        kind: what it is about; `character`: one that a font does not have, so it is not printed;
            `link`: to a place that is not in the PDF; `term`: an acronym or the like that is not
            defined.
        text: the message, one line; for `missing-file` the file's or font's name, for `character`
            the character, for `program` the command that was not run.
        file: the file TeX was reading, as TeX names it; "" if unknown.
        line: line in that file from 1, 0 if unknown.
        key: the label, citation key, link or term it names, the undefined macro, or the font;
            else "".
        points: how far a box is overfull, in pt.
        within: the macros whose expansion TeX was in, innermost first.
        at: the beginning of an argument that never ended, as TeX shows it; else "".
    """

    kind: MessageKind
    text: str
    file: str = ""
    line: int = 0
    key: str = ""
    points: float = 0.0
    within: tuple[str, ...] = ()
    at: str = ""
