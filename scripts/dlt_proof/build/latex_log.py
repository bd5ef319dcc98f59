"""Reading the log of LaTeX: text in, messages with places out.

Not here: files on disk, and which message is a finding. Best read is a log that was written with
a large `max_print_line` and `-file-line-error`; one without either is understood too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .log_errors import AFTERMATH, FILE_NOT_FOUND, error_block, error_message, error_start
from .log_lines import OpenFiles, log_lines
from .log_message import LogMessage, MessageKind

_NO_INCLUDED_FILE = re.compile(r"^No file (.+\.tex)\.\s*$")
_REFERENCE = re.compile(r"Warning: .*?[Rr]eference [`'](.+?)' on page .*undefined")
_NO_CREF_FORMAT = re.compile(r"Warning: (cref reference format for label type [`'].+?') undefined")
_CITATION = re.compile(r"Warning: Citation [`'](.+?)'.* undefined")
_LABEL = re.compile(r"Warning: Label [`'](.+?)' multiply defined")
_INPUT_LINE = re.compile(r"on input line (\d+)")
_OVERFULL = re.compile(r"^Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(.*)")
_AT_LINE = re.compile(r"at lines? (\d+)")
_MISSING_CHARACTER = re.compile(
    r"^Missing character: There is no (.+?) (?:\(.+?\) )?in font (\S+?)!"
)
_NOT_RUN = re.compile(r"^runsystem\((.*)\)\.\.\.disabled")
_BANNER = re.compile(r"This is (pdfTeX|XeTeX|LuaHBTeX|LuaTeX)")
_OUTPUT = re.compile(r"^Output written on (.*) \((\d+) pages?, (\d+) bytes\)\.", re.MULTILINE)
_OPENED_FOR_WRITING = re.compile(r"^\\openout\d* = [`'\"](.+?)['\"]", re.MULTILINE)
# What ends a log, with what pdfTeX counts after it; a document can print the like, not as the end.
_END = re.compile(
    r"^(?:Output written on .*|No pages of output\.|.*no output PDF file produced!)\s*\n?"
    r"(?:(?:PDF statistics:.*| .*)?\r?\n)*\s*\Z",
    re.MULTILINE,
)


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


def parse_latex_log(text: str, known: frozenset[str] | None = None) -> LatexLog:
    """Read the log of TeX; any text is accepted, see `LatexLog.ended`.

    Args:
        text: the log.
        known: the files that TeX read, as it names them, if that is known.
    """
    lines = log_lines(text)
    text = "\n".join(lines) + "\n"
    ended = _END.search(text)
    output = _OUTPUT.match(ended[0]) if ended else None
    banner = _BANNER.match(lines[0]) if lines else None
    # Tectonic leaves the first line out, and begins with what TeX would have been asked.
    engine = banner[1] if banner else "Tectonic" if lines[:1] == ["**"] else ""
    summary: set[MessageKind] = set()
    if re.search(r"Warning: There were undefined references", text):
        summary.add("reference")
    if re.search(r"Warning: There were undefined citations", text):
        summary.add("citation")
    if re.search(r"Warning: There were multiply-defined labels", text):
        summary.add("label")
    return LatexLog(
        messages=tuple(_messages(lines, OpenFiles(known, bare=engine == "Tectonic"))),
        engine=engine,
        output=output[1].strip('"') if output else "",
        pages=int(output[2]) if output else None,
        output_bytes=int(output[3]) if output else None,
        ended=ended is not None,
        premature_end="job aborted, no legal \\end found" in text,
        unsettled=bool(re.search(r"Warning: (?:Label\(s\)|Citation\(s\)) may have changed", text)),
        summary=frozenset(summary),
        opened_for_writing=tuple(
            re.findall(r"^\\openout\d* = [`'\"](.+?)['\"]", text, re.MULTILINE)
        ),
    )


def _messages(lines: list[str], files: OpenFiles) -> Iterator[LogMessage]:
    told: LogMessage | None = None  # an error, handed on when what follows has been seen
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
        # A package's warning goes on in lines that begin with its name.
        end = number + 1
        if "Warning:" in line:
            while end < len(lines) and re.match(r"^\([\w-]+\)\s{2,}\S", lines[end]):
                line += " " + lines[end].partition(")")[2].strip()
                end += 1
        yield from _warning(line, files.current)
        for read in lines[number : end if "Warning:" not in line else number + 1]:
            files.read(read)
        number = end
    if told:
        yield told


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
