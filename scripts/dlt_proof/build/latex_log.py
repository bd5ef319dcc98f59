"""Reading the log of LaTeX and of BibTeX or biber: text in, messages with places out.

Not here: files on disk, and which message is a finding. The log must have been written with
`max_print_line` so large that nothing wraps, and with `-file-line-error`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MessageKind = Literal["error", "missing-file", "reference", "citation", "label", "overfull"]

_ERROR_AT = re.compile(r'^"?(?P<file>[^\s:()"][^:()"]*\.\w+)"?:(?P<line>\d+): *(?P<text>.*)$')
_ERROR = re.compile(r"^!\s*(?P<text>.*)$")
_CONTEXT_LINE = re.compile(r"^l\.(\d+)(?: |$)")
_CONTROL_SEQUENCE = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z\s])")
_FILE_NOT_FOUND = re.compile(
    r"(?:File|can't find file|cannot find image file) [`'](.+?)' ?(?:not found|\.|$)"
)
_FONT_NOT_FOUND = re.compile(
    r"Font (?P<font>\S+) at \d+ not found"
    r"|=(?P<metric>\S+) (?:at|scaled) .* not loadable: Metric \(TFM\)"
    r"|auto expansion is only possible with scalable"
)
_NO_INCLUDED_FILE = re.compile(r"^No file (.+\.tex)\.\s*$")
_REFERENCE = re.compile(r"Warning: .*?[Rr]eference [`'](.+?)' on page .*undefined")
_NO_CREF_FORMAT = re.compile(r"Warning: (cref reference format for label type [`'].+?') undefined")
_CITATION = re.compile(r"Warning: Citation [`'](.+?)'.* undefined")
_LABEL = re.compile(r"Warning: Label [`'](.+?)' multiply defined")
_INPUT_LINE = re.compile(r"on input line (\d+)")
_OVERFULL = re.compile(r"^Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(.*)")
_AT_LINE = re.compile(r"at lines? (\d+)")
_OUTPUT = re.compile(r"^Output written on .* \((\d+) pages?, (\d+) bytes\)\.", re.MULTILINE)
_OPENED = re.compile(r'"([^"]+\.\w+)"|([^\s()\[\]{}"<>]+\.\w+)')

# The end of an error that has been told already.
_AFTERMATH = ("Emergency stop", "==> Fatal error")


@dataclass(frozen=True, slots=True)
class LogMessage:
    """One message of the log.

    Args:
        kind: what it is about.
        text: the message, one line; for `missing-file` the file's or font's name.
        file: the file TeX was reading, as TeX names it; "" if unknown.
        line: line in that file from 1, 0 if unknown.
        key: the label or citation key it names, or the undefined macro; else "".
        points: how far a box is overfull, in pt.
    """

    kind: MessageKind
    text: str
    file: str = ""
    line: int = 0
    key: str = ""
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class LatexLog:
    """What a log says.

    Args:
        messages: in their order.
        pages, pdf_bytes: of the PDF it says it wrote; None when it wrote none.
        ended: the log has the last line that TeX writes; a killed run has none.
        premature_end: the source ended before `\\end{document}`.
        unsettled: another pass would change references.
        summary: the kinds whose presence LaTeX summed up at the end.
    """

    messages: tuple[LogMessage, ...]
    pages: int | None
    pdf_bytes: int | None
    ended: bool
    premature_end: bool
    unsettled: bool
    summary: frozenset[MessageKind]


def parse_latex_log(text: str) -> LatexLog:
    """Read the log of pdfTeX; any text is accepted, see `LatexLog.ended`."""
    written = list(_OUTPUT.finditer(text))
    summary: set[MessageKind] = set()
    if "Warning: There were undefined references" in text:
        summary.add("reference")
    if "Warning: There were undefined citations" in text:
        summary.add("citation")
    if "Warning: There were multiply-defined labels" in text:
        summary.add("label")
    return LatexLog(
        messages=tuple(_messages(text.splitlines())),
        pages=int(written[-1][1]) if written else None,
        pdf_bytes=int(written[-1][2]) if written else None,
        ended=bool(written)
        or "\nNo pages of output." in text
        or "no output PDF file produced!" in text,
        premature_end="job aborted, no legal \\end found" in text,
        unsettled=bool(re.search(r"Warning: (?:Label\(s\)|Citation\(s\)) may have changed", text)),
        summary=frozenset(summary),
    )


def _messages(lines: list[str]) -> Iterator[LogMessage]:
    files = _OpenFiles()
    told_an_error = False
    number = 0
    while number < len(lines):
        line = lines[number]
        error = _ERROR_AT.match(line) or _ERROR.match(line)
        if error:
            block = _error_block(lines, number)
            files.closed_down_to(error.groupdict().get("file", ""))
            if not (told_an_error and error["text"].lstrip().startswith(_AFTERMATH)):
                yield _error_message(error, block, files)
            told_an_error = True
            number += len(block)
            continue
        overfull = _OVERFULL.match(line)
        if overfull:
            at = _AT_LINE.search(overfull[3])
            yield LogMessage(
                "overfull",
                f"overfull \\{overfull[1]}box, {float(overfull[2]):.0f} pt",
                files.current,
                int(at[1]) if at else 0,
                points=float(overfull[2]),
            )
            # What follows is the text of the box, with parentheses of its own.
            while number < len(lines) and lines[number].strip():
                number += 1
            continue
        yield from _warning(line, files.current)
        files.read(line)
        number += 1


def _warning(line: str, file: str) -> Iterator[LogMessage]:
    at = _INPUT_LINE.search(line)
    source_line = int(at[1]) if at else 0
    kinds: tuple[tuple[re.Pattern[str], MessageKind], ...] = (
        (_REFERENCE, "reference"),
        (_CITATION, "citation"),
        (_LABEL, "label"),
    )
    for pattern, kind in kinds:
        match = pattern.search(line)
        if match:
            yield LogMessage(kind, line.strip(), file, source_line, key=match[1])
            return
    no_format = _NO_CREF_FORMAT.search(line)
    if no_format:
        yield LogMessage("reference", no_format[1], file, source_line)
        return
    missing = _NO_INCLUDED_FILE.match(line)
    if missing is None and "Warning:" in line:
        missing = _FILE_NOT_FOUND.search(line)
    if missing:
        yield LogMessage("missing-file", missing[1], file, source_line)


def _error_block(lines: list[str], start: int) -> list[str]:
    """The lines of an error: its message, TeX's context, the help, up to an empty line."""
    for end in range(start + 1, min(start + 40, len(lines))):
        line = lines[end]
        if _ERROR_AT.match(line) or _ERROR.match(line):
            return lines[start:end]
        if _CONTEXT_LINE.match(line):
            end += 2  # the context's second half
            while end < len(lines) and lines[end].strip():
                if _ERROR_AT.match(lines[end]) or _ERROR.match(lines[end]):
                    break
                end += 1
            return lines[start:end]
    return lines[start : start + 1]


def _error_message(error: re.Match[str], block: list[str], files: "_OpenFiles") -> LogMessage:
    text = error["text"].strip()
    if error.re is _ERROR_AT:
        file, line = error["file"], int(error["line"])
        if file.startswith("/"):  # raised inside a package: the place is where it was called
            text, file, line = f"{text} (in {file.rsplit('/', 1)[-1]}:{line})", files.current, 0
    else:
        context = next((m for m in map(_CONTEXT_LINE.match, block) if m), None)
        file, line = files.current, int(context[1]) if context else 0
    for continuation in block[1:]:
        # "(natbib)                more of the message"
        match = re.match(r"^\([\w-]+\)\s{2,}(\S.*)$", continuation)
        if not match:
            break
        text += " " + match[1]
    font = _FONT_NOT_FOUND.search(text)
    if font:
        name = font["font"] or font["metric"] or "a scalable font"
        return LogMessage("missing-file", f"font {name.rstrip(':')}", file, line)
    missing = _FILE_NOT_FOUND.search(text)
    if missing:
        return LogMessage("missing-file", missing[1], file, line)
    key = ""
    if text.startswith("Undefined control sequence") and len(block) > 1:
        # TeX breaks its context right after the token it stumbled over.
        tokens = _CONTROL_SEQUENCE.findall(block[1])
        key = tokens[-1] if tokens else ""
    return LogMessage("error", text, file, line, key=key)


class _OpenFiles:
    """Which file TeX is reading, followed through the parentheses in the log.

    Parentheses in other messages are followed too, as unnamed; a message with unbalanced ones
    spoils the place, never the message.
    """

    def __init__(self) -> None:
        self._stack: list[str] = []

    @property
    def current(self) -> str:
        """The innermost open file that is not a package's (those have absolute names)."""
        return next((n for n in reversed(self._stack) if n and not n.startswith("/")), "")

    def read(self, line: str) -> None:
        for match in re.finditer(r"[()]", line):
            if match[0] == ")":
                if self._stack:
                    self._stack.pop()
                continue
            opened = _OPENED.match(line, match.end())
            self._stack.append((opened[1] or opened[2]) if opened else "")

    def closed_down_to(self, file: str) -> None:
        """An error told which file is being read: forget what was wrongly kept above it."""
        if file in self._stack:
            while self._stack[-1] != file:
                self._stack.pop()


@dataclass(frozen=True, slots=True)
class BibliographyMessage:
    """One message of BibTeX or biber: `missing_key` when an entry is missing, else an error."""

    text: str
    missing_key: str = ""
    file: str = ""
    line: int = 0


_BIB_NO_ENTRY = re.compile(r"didn't find a database entry for ['\"](.+?)['\"]")
_BIB_ERROR_AT = re.compile(r"^(.*?)-{2,3}line (\d+) of file (.+?)\s*$")
_BIB_ERRORS_COUNTED = re.compile(r"^\(There (?:was|were) (\d+) error messages?\)", re.MULTILINE)
_BIB_UNPLACED = re.compile(
    r"^(I couldn't open .*|I found no (?!\\citation).*|Sorry---.*|ERROR - .*)$"
)


def parse_bibliography_log(text: str) -> tuple[BibliographyMessage, ...]:
    """Errors and missing entries in the `.blg` of BibTeX or biber; other warnings are left out."""
    messages = []
    errors = 0
    for line in text.splitlines():
        missing = _BIB_NO_ENTRY.search(line)
        if missing:
            messages.append(BibliographyMessage(line.strip(), missing_key=missing[1]))
            continue
        if line.startswith("Warning--") or "> WARN - " in line:
            continue
        placed = _BIB_ERROR_AT.match(line)
        if placed:
            messages.append(BibliographyMessage(placed[1], file=placed[3], line=int(placed[2])))
            errors += 1
            continue
        unplaced = _BIB_UNPLACED.match(line.split("> ", 1)[-1])
        if unplaced:
            messages.append(BibliographyMessage(unplaced[1].split("---while")[0]))
            errors += 1
    # A document that cites nothing yet is no error, though BibTeX counts it as one.
    errors += "I found no \\citation commands" in text
    counted = _BIB_ERRORS_COUNTED.search(text)
    if counted and not errors:
        messages.append(BibliographyMessage(f"{counted[1]} errors, see the .blg file"))
    return tuple(messages)
