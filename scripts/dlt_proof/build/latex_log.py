"""Reading the log of LaTeX: text in, messages with places out.

Not here: files on disk, and which message is a finding. Best read is a log that was written with
a large `max_print_line` and `-file-line-error`; one without either is understood too.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .log_errors import (
    AFTERMATH,
    FILE_NOT_FOUND,
    error_block,
    error_message,
    error_start,
    unexplained_error,
)
from .log_lines import OpenFiles, log_lines
from .log_message import LogMessage, MessageKind

# Characters; a log can be made to hold lines on which a search goes back and forth for hours.
_LONGEST_MESSAGE = 2_000
_LONGEST_CONTINUATION = 40  # lines

_NO_INCLUDED_FILE = re.compile(r"^No file (.+\.tex)\.\s*$")
_REFERENCE = (re.compile(r"[Rr]eference [`']"), "' on page ")
_CITATION = (re.compile(r"Citation [`']"), "'")
_LABEL = (re.compile(r"Label [`']"), "' multiply defined")
_NO_CREF_FORMAT = (re.compile(r"(?=cref reference format for label type [`'])"), "' undefined")
_TERM = re.compile(
    r"^(?:Package|Class) \S+ Warning: \S.{0,60}? [`'](?P<term>[^`']+)' "
    r"(?:is not|has not been) defined"
)
_LINK = re.compile(r"warning \(dest\): name\{(?P<name>[^{}]+)\} has been referenced but does not")
_INPUT_LINE = re.compile(r"on input line (\d+)")
_OVERFULL = re.compile(r"^Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(.*)")
_AT_LINE = re.compile(r"at lines? (\d+)")
_MISSING_CHARACTER = re.compile(
    r"^Missing character: There is no (.+?) (?:\(.+?\) )?in font (\S+?)!"
)
_PICTURE = re.compile(r"^File: (.+?) Graphic file \(type ", re.MULTILINE)
_NOT_RUN = re.compile(r"^runsystem\((.*)\)\.\.\.disabled")
_BANNER = re.compile(r"This is (pdfTeX|XeTeX|LuaHBTeX|LuaTeX)")
_OUTPUT = re.compile(r"^Output written on (.*) \((\d+) pages?, (\d+) bytes\)\.")
_OPENED_FOR_WRITING = re.compile(r"^\\openout\d* = [`'\"](.+?)['\"]", re.MULTILINE)
_LAST_WORDS = re.compile(r"Output written on |No pages of output\.|.*no output PDF file produced!")


@dataclass(frozen=True, slots=True)
class LatexLog:
    """What a log says.

    Args:
        messages: in their order.
        engine: the program that wrote it, `pdfTeX`; "" if its first line does not tell.
        output: the file that it says was written last, "" for none.
        pages, output_bytes: of that file; None when it wrote none.
        ended: the log ends as TeX ends it; a killed run does not.
        premature_end: the source ended before `\\end{document}`.
        unsettled: another pass would change references.
        summary: the kinds whose presence LaTeX summed up at the end.
        opened_for_writing: names that the document itself opened.
        pictures: the files that graphicx printed, as it names them.
    """

    messages: tuple[LogMessage, ...]
    engine: str
    output: str
    pages: int | None
    output_bytes: int | None
    ended: bool
    premature_end: bool
    unsettled: bool
    summary: frozenset[MessageKind]
    opened_for_writing: tuple[str, ...]
    pictures: frozenset[str]


@functools.lru_cache(maxsize=2)  # one run is asked for its log several times
def parse_latex_log(text: str, known: frozenset[str] | None = None) -> LatexLog:
    """Read the log of TeX; any text is accepted, see `LatexLog.ended`.

    Args:
        text: the log.
        known: the files that TeX read, as it names them, if that is known.
    """
    lines = log_lines(text)
    text = "\n".join(lines) + "\n"
    ended = _last_words(lines)
    output = _OUTPUT.match(ended)
    banner = _BANNER.match(lines[0])
    # Tectonic leaves the first line out, and begins with what TeX would have been asked.
    engine = banner[1] if banner else "Tectonic" if lines[0] == "**" else ""
    summary: set[MessageKind] = set()
    if "Warning: There were undefined references" in text:
        summary.add("reference")
    if "Warning: There were undefined citations" in text:
        summary.add("citation")
    if "Warning: There were multiply-defined labels" in text:
        summary.add("label")
    return LatexLog(
        messages=tuple(_messages(lines, OpenFiles(known, bare=engine == "Tectonic"), engine)),
        engine=engine,
        output=output[1].strip('"') if output else "",
        pages=int(output[2]) if output else None,
        output_bytes=int(output[3]) if output else None,
        ended=bool(ended),
        premature_end="job aborted, no legal \\end found" in text,
        unsettled=bool(re.search(r"Warning: (?:Label\(s\)|Citation\(s\)) may have changed", text)),
        summary=frozenset(summary),
        opened_for_writing=tuple(_OPENED_FOR_WRITING.findall(text)),
        pictures=frozenset(name.strip('"') for name in _PICTURE.findall(text)),
    )


def _last_words(lines: list[str]) -> str:
    """The line with which TeX ended the log, "" if it did not.

    Behind it stands only what pdfTeX counts; a document can print the like, not as the end.
    """
    for line in reversed(lines):
        if _LAST_WORDS.match(line):
            return line
        if line.strip() and not line.startswith((" ", "PDF statistics:")):
            break
    return ""


def _messages(lines: list[str], files: OpenFiles, engine: str) -> Iterator[LogMessage]:
    told: LogMessage | None = None  # an error, handed on when what follows has been seen
    context_to_come = False  # that of an error whose block was cut off before it
    number = 0
    while number < len(lines):
        line = lines[number]
        error = error_start(lines, number)
        if error:
            block = error_block(lines, number)
            files.closed_down_to(error.groupdict().get("file", ""))
            message = error_message(error, block, files, lines[max(0, number - 2) : number])
            if told is None:
                told = message
            elif not error["text"].lstrip().startswith(AFTERMATH):
                yield told
                told = message
            elif not told.line:  # where TeX gave up is where it met the error
                told = replace(told, file=message.file, line=message.line)
            number += len(block)
            context_to_come = len(block) == 1
            continue
        if line.startswith("l.") and engine.startswith("Lua"):
            unexplained = None if context_to_come else unexplained_error(lines, number)
            context_to_come = False
            if unexplained:
                yield replace(unexplained, file=files.current)
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
        # A package's warning goes on in lines that begin with its name.
        end = number + 1
        if "Warning:" in line:
            while end < min(number + _LONGEST_CONTINUATION, len(lines)) and re.match(
                r"^\([\w-]+\)\s{2,}\S", lines[end]
            ):
                line += " " + lines[end].partition(")")[2].strip()
                end += 1
        yield from _warning(line[:_LONGEST_MESSAGE], files.current)
        files.read(lines[number])
        number = end
    if told:
        yield told


def _quoted(line: str, form: tuple[re.Pattern[str], str]) -> str:
    """What stands between how a message begins and how it goes on, "" if it is not that message."""
    begins, goes_on = form
    begin = begins.search(line)
    end = line.find(goes_on, begin.end() + 1) if begin else -1
    return line[begin.end() : end] if begin and end > 0 else ""


def _warning(line: str, file: str) -> Iterator[LogMessage]:
    at = _INPUT_LINE.search(line)
    source_line = int(at[1]) if at else 0
    if "Warning: " in line:
        kinds: tuple[tuple[str, MessageKind], ...] = (
            (_quoted(line, _REFERENCE) if "undefined" in line else "", "reference"),
            (_quoted(line, _CITATION) if " undefined" in line else "", "citation"),
            (_quoted(line, _LABEL), "label"),
        )
        for key, kind in kinds:
            if key:
                yield LogMessage(kind, line.strip(), file, source_line, key=key)
                return
        no_format = _quoted(line, _NO_CREF_FORMAT)
        if no_format:
            yield LogMessage("reference", f"{no_format}'", file, source_line)
            return
        term = _TERM.match(line)
        if term:
            yield LogMessage("term", line.strip(), file, source_line, key=term["term"])
            return
    link = _LINK.search(line)
    if link:
        yield LogMessage("link", line.strip(), file, key=link["name"])
        return
    program = _NOT_RUN.match(line)
    if program:
        yield LogMessage("program", program[1], file)
        return
    lost = _MISSING_CHARACTER.match(line)
    if lost:
        yield LogMessage("character", lost[1], file, key=lost[2])
        return
    missing = _NO_INCLUDED_FILE.match(line)
    if missing is None and "Warning:" in line and "not found" in line:
        missing = FILE_NOT_FOUND.search(line)
    if missing:
        name = next(filter(None, missing.groups()))
        yield LogMessage("missing-file", name, file, source_line)
