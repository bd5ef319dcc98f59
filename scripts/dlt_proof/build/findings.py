"""What is wrong with a document, from what its run left: findings B1 to B13.

Not here: whether the run can be believed (`run_files`), nor what was hidden from it (`unsaid`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..records.findings import Finding, Severity, file_finding
from .bibliography_log import parse_bibliography_log
from .containment import kernel_can_contain, read_outside
from .explanations import NAMES
from .hints import hint_for
from .latex_log import LatexLog
from .latexmk import OUTPUT_LOG
from .log_message import LogMessage
from .macros import Macros
from .packages import where_to_get
from .printed import parse_printed
from .run_files import RunFiles
from .sources import Place, find_keys, labels_of, read_loosely

OVERFULL_POINTS = 50.0
_SOURCE_SUFFIXES = (".tex", ".ltx", ".sty", ".cls", ".def", ".tikz")
_EXCERPT_LENGTH = 80
_NOT_OPENED = re.compile(
    r"I couldn't open (?:style|database|auxiliary) file (.+)|Data file '(.+?)' cannot be read"
    r"|Cannot find '(.+?)'"
)
_COMPARED = 12  # characters of an argument, blanks not counted
_LEFT_OUT = ("tex", "sty", "cls", "bib", "bst", "pdf", "png", "jpg")


def build_finding(
    rule: str,
    message: str,
    file: str,
    line: int = 0,
    column: int = 0,
    *,
    help: str = "",
    severity: Severity = "error",
) -> Finding:
    """A finding of this room; `line` and `column` 0 where there is no place."""
    return file_finding(
        rule,
        NAMES[rule],
        message,
        file=file,
        line=line if file else 0,
        column=column if file else 0,
        help=help,
        severity=severity,
    )


def read_sources(files: RunFiles) -> dict[str, str]:
    """The text of the project's own files that TeX read, by name; "" for what is no TeX."""
    return {
        files.relative(path): read_loosely(path) if path.suffix in _SOURCE_SUFFIXES else ""
        for path in files.own_files()
    }


def without_consequences(
    messages: Sequence[LogMessage],
) -> Iterator[tuple[LogMessage, int]]:
    """Each message with how many errors at its line are left out as its consequences.

    After an error TeX goes on as if it had been mended, mostly wrongly, so of the errors at one
    line the first is told; undefined macros are told each, unless they are internal ones.
    """
    first: dict[tuple[str, int], int] = {}
    kept: list[tuple[LogMessage, int]] = []
    for message in messages:
        place = (message.file, message.line)
        independent = message.key and "@" not in message.key
        if message.kind == "error" and message.line and not independent and place in first:
            earlier, others = kept[first[place]]
            kept[first[place]] = (earlier, others + 1)
            continue
        if message.kind == "error" and message.line:
            first.setdefault(place, len(kept))
        kept.append((message, 0))
    return iter(kept)


def references_are_settled(log: LatexLog) -> bool:
    """Whether what the log says of references is about the document and not about the run.

    On a pass that broke off, or whose errors kept latexmk from the next one, references are
    undefined that are none.
    """
    failed = any(message.kind in ("error", "missing-file") for message in log.messages)
    return log.pages is not None and not (failed and log.unsettled)


def tex_findings(files: RunFiles, log: LatexLog, sources: dict[str, str]) -> Iterator[Finding]:
    """What the log says."""
    settled = references_are_settled(log)
    macros = Macros(sources)
    seen: set[object] = set()
    for message, others in without_consequences(log.messages):
        file = files.file_in_project(message.file) or files.main_name
        line = message.line if files.file_in_project(message.file) else 0
        if message.kind == "error":
            finding = _error(files, message, file, line, sources, macros)
            if others:
                more = f"{others} more error{'' if others == 1 else 's'} at this line"
                finding = finding._replace(message=f"{finding.message} (and {more})")
            yield finding
        elif message.kind == "missing-file":
            place = _nearest(sources, _names_of(message.text), file, line)
            yield missing_file(files, message.text, place.file, place.line)
        elif message.kind == "program":
            yield _program(message.text, _nearest(sources, ("write18",), file, line), "warning")
        elif message.kind == "overfull":
            if message.points > OVERFULL_POINTS:
                yield build_finding(
                    "B6",
                    f"{message.text} beyond the margin",
                    file,
                    line,
                    severity="warning",
                    help="break the line or the formula",
                )
        elif message.kind == "character":
            if (message.text, message.key) not in seen and message.key != "nullfont":
                seen.add((message.text, message.key))
                yield _lost_character(message, file, sources)
        elif not settled:
            continue
        elif message.kind == "label":
            if not message.key.endswith("@cref") and message.key not in seen:
                seen.add(message.key)
                yield _duplicate_label(message.key, sources)
        else:
            yield _undefined(message, file, sources)
    if settled:
        yield from _summed_up_only(log)


def _error(
    files: RunFiles,
    message: LogMessage,
    file: str,
    line: int,
    sources: dict[str, str],
    macros: Macros,
) -> Finding:
    if message.at or "all text was ignored" in message.text:
        file, line = _place_in_text(message, sources) or (file, 0)
    lines = sources.get(file, "").split("\n")
    excerpt = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    text = f"undefined macro {message.key}" if message.key else message.text.rstrip(". ")
    if message.key and message.within:
        text += f", which {macros.where_defined(message.within[0])} uses"
    column = _column(lines[line - 1], message) if excerpt else 0
    if excerpt:
        text += f": {excerpt[:_EXCERPT_LENGTH]}"
        text += "…" if len(excerpt) > _EXCERPT_LENGTH else ""
    help = macros.hint(message.key) if message.key else hint_for(message.text)
    log = f"the log around it: {files.relative(files.named('.log'))}"
    return build_finding(
        "B1", text, file, line, column, help="; ".join(part for part in (help, log) if part)
    )


def _place_in_text(message: LogMessage, sources: dict[str, str]) -> tuple[str, int] | None:
    """Where an argument or conditional begins that never ends, if only one place fits."""
    found = []
    wanted = re.sub(r"\s|\\par|\\ETC\.$", "", message.at)[:_COMPARED]
    for file, text in sources.items():
        lines = text.split("\n")
        if not message.at:
            if message.line <= len(lines) and "\\if" in lines[message.line - 1]:
                found.append((file, message.line))
            continue
        numbers = [n for n, line in enumerate(lines, start=1) for c in line if not c.isspace()]
        dense = "".join("".join(line.split()) for line in lines)
        at = [match.start() for match in re.finditer(re.escape(wanted), dense)]
        found += [(file, numbers[start]) for start in at]
    return found[0] if len(found) == 1 else None


def _names_of(name: str) -> tuple[str, ...]:
    """How a document may write the name of a file: as it is, or without its suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (name, stem) if dot and suffix in _LEFT_OUT else (name,)


def _nearest(sources: dict[str, str], names: Sequence[str], file: str, line: int) -> Place:
    """Where one of some names stands, nearest to a line; that line if nowhere."""
    places = [place for name in names for place in find_keys(sources, name)]
    return min(
        places,
        key=lambda p: (p.file != file, abs(p.line - line)),
        default=Place(file, line, 1 if line else 0),
    )


def _column(line: str, message: LogMessage) -> int:
    """Where in its line an error stands, as far as TeX's context tells; 0 if it does not."""
    if message.key:
        found = re.search(re.escape(message.key) + r"(?![A-Za-z@])", line)
        return found.start() + 1 if found else 0
    return 0


def missing_file(files: RunFiles, name: str, file: str, line: int) -> Finding:
    """B5, or B12 where the file is there and lies outside the project."""
    if name.startswith("|"):
        return _program(name[1:], Place(file, line, 1 if line else 0), "error")
    if not name.startswith("font ") and leads_out(files.project.root, name):
        return build_finding(
            "B12",
            f"{name} leads out of the project folder",
            file,
            line,
            help="TeX may read only files of the project: copy it there",
        )
    return build_finding("B5", f"{name} is missing", file, line, help=where_to_get(name))


def _program(command: str, place: Place, severity: Severity) -> Finding:
    return build_finding(
        "B13",
        f"the document asks to run a program, which was not run: {command[:_EXCERPT_LENGTH]}",
        *place,
        help="make beforehand what it would have made",
        severity=severity,
    )


def printed_findings(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """What only the programs' own output tells: files refused, and why there is no PDF."""
    for said in parse_printed(read_loosely(files.outdir / OUTPUT_LOG)):
        if said.kind == "driver":
            yield build_finding("B8", f"the PDF was not made: {said.text}", files.main_name)
            continue
        place = _nearest(sources, _names_of(said.text), files.main_name, 0)
        yield missing_file(files, said.text, place.file, place.line)


def outside_findings(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """B12 for what was read outside the project, where nothing could prevent it."""
    if kernel_can_contain():
        return
    for path in read_outside(files.inputs(), files.project.root, files.outdir):
        place = _nearest(sources, (str(path),), files.main_name, 0)
        yield build_finding(
            "B12",
            f"{path} was read, which lies outside the project folder",
            *place,
            help="copy it into the project; this system cannot keep TeX from reading it",
        )


def leads_out(root: Path, name: str) -> bool:
    """Whether a name, by its dots, its slash or a symbolic link, is of a file outside a folder."""
    path = Path(os.path.normpath(root / name))
    if not path.is_relative_to(root):
        return True
    inside = root.resolve()
    candidates = [path, *(path.with_name(path.name + suffix) for suffix in (".tex", ".bib"))]
    return any(
        part.is_symlink() and not part.resolve().is_relative_to(inside)
        for candidate in candidates
        for part in (candidate, *candidate.parents)
        if part != root and part.is_relative_to(root)
    )


def _lost_character(message: LogMessage, file: str, sources: dict[str, str]) -> Finding:
    places = [
        Place(file, number, text.index(message.text) + 1)
        for file, whole in sources.items()
        for number, text in enumerate(whole.split("\n"), start=1)
        if len(message.text) == 1 and ord(message.text) > 127 and message.text in text
    ]
    place = places[0] if places else Place(file, 0, 0)
    return build_finding(
        "B1",
        f"the character {message.text} is not printed: the font {message.key} does not have it",
        *place,
        help="write it as a macro, or load a font that has it",
        severity="warning",
    )


def bibliography_findings(
    files: RunFiles, sources: dict[str, str], told: list[Finding]
) -> Iterator[Finding]:
    """What BibTeX or biber says, and whether it ran."""
    names = re.findall(r"\\bibdata\{(.*?)\}", read_loosely(files.named(".aux")))
    biber = files.named(".bcf").is_file()
    if not names and not biber:
        return
    for name in (part.strip() for group in names for part in group.split(",")):
        file = name if name.endswith(".bib") else f"{name}.bib"
        folders = (files.project.root, files.outdir, *_search_path("BIBINPUTS"))
        outside = leads_out(files.project.root, file)
        if outside or not any((folder / file).is_file() for folder in folders):
            place = _nearest(sources, _names_of(file), files.main_name, 0)
            yield missing_file(files, file, place.file, place.line)
    if not files.named(".blg").is_file():
        yield build_finding("B9", "the bibliography was not made", files.main_name)
        return
    for message in parse_bibliography_log(read_loosely(files.named(".blg"))):
        unopened = _NOT_OPENED.search(message.text)
        if unopened:
            name = next(filter(None, unopened.groups()))
            place = _nearest(sources, _names_of(name), files.main_name, 0)
            yield missing_file(files, name, place.file, place.line)
        elif message.missing_key:
            if not any(repr(message.missing_key) in finding.message for finding in told):
                text = f"no entry {message.missing_key!r} in the bibliography"
                yield build_finding("B9", text, files.main_name)
        else:
            file = files.file_in_project(message.file)
            line = message.line if file else 0
            yield build_finding("B9", message.text, file or files.main_name, line)


def _search_path(variable: str) -> list[Path]:
    return [Path(part) for part in os.environ.get(variable, "").split(os.pathsep) if part]


def _undefined(message: LogMessage, file: str, sources: dict[str, str]) -> Finding:
    """B2 or B3, placed where the key stands nearest to the line that LaTeX told."""
    rule = "B2" if message.kind == "reference" else "B3"
    what = "reference to" if rule == "B2" else "citation of"
    if not message.key:  # cleveref: no name for this kind of label
        return build_finding(
            rule, message.text, file, message.line, help="give it a name with \\crefname"
        )
    place = min(
        find_keys(sources, message.key),
        key=lambda p: (abs(p.line - message.line), p.file != file),
        default=Place(file, message.line, 0 if message.line == 0 else 1),
    )
    return build_finding(
        rule,
        f"{what} {message.key!r}, which is not defined",
        *place,
        help="mend the key, or define it",
    )


def _duplicate_label(key: str, sources: dict[str, str]) -> Finding:
    places = labels_of(sources, key)
    help = "every reference to it goes to the last one"
    if len(places) < 2:  # a macro makes it: its place is not in the sources as such
        place = places[0] if places else Place("", 0, 0)
        return build_finding("B4", f"label {key!r} is defined more than once", *place, help=help)
    first, second = places[:2]
    message = f"label {key!r} is defined here and at {first.file}:{first.line}"
    return build_finding("B4", message, *second, help=help)


def _summed_up_only(log: LatexLog) -> Iterator[Finding]:
    """What LaTeX counts at the end though no message before named it (some package ate it)."""
    told = {message.kind for message in log.messages}
    if "reference" in log.summary and not told & {"reference", "citation"}:
        yield build_finding("B2", "LaTeX reports undefined references without naming them", "")
    if "citation" in log.summary and "citation" not in told:
        yield build_finding("B3", "LaTeX reports undefined citations without naming them", "")
    if "label" in log.summary and "label" not in told:
        yield build_finding("B4", "LaTeX reports labels defined twice without naming them", "")
