"""What is wrong with a document, from the log of its run: errors, references, labels, boxes.

Not here: files that it asks for (`files_asked_for`), whether the run can be believed
(`run_files`), and what was hidden from the log (`unsaid`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..records.findings import Finding, Severity
from .figures import postscript_only
from .files_asked_for import missing_file, private_files, program_not_run
from .finding import build_finding
from .hints import hint_for
from .latex_log import LatexLog
from .lists_not_made import lists_not_made
from .log_message import LogMessage, MessageKind
from .macros import Macros
from .run_files import RunFiles
from .sources import Place, find_keys, labels_of, nearest_place, read_loosely, written_names

OVERFULL_POINTS = 50.0
_TOLD_AT_MOST = 1_000  # errors, and as many warnings: each is looked for in all sources
_SETTLED_LATE: tuple[MessageKind, ...] = ("reference", "citation", "label", "link")
_WARNINGS: tuple[MessageKind, ...] = ("overfull", "character", "program", "link", "term")
_SOURCE_SUFFIXES = (".tex", ".ltx", ".sty", ".cls", ".def", ".tikz")
_EXCERPT_LENGTH = 80
# beamer: a frame that is shown again defines its labels again.
_SHOWN_AGAIN = re.compile(r"^[^%\n]*\\againframe(?![A-Za-z@])", re.MULTILINE)
_COMPARED = 12  # characters of an argument, blanks not counted


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
    told: Counter[Severity] = Counter()
    for message, others in without_consequences(log.messages):
        if message.kind == "overfull" and message.points <= OVERFULL_POINTS:
            continue
        if message.kind in _SETTLED_LATE and not settled:
            continue
        if message.kind == "character" and (message.text, message.key) in seen:
            continue
        severity: Severity = "warning" if message.kind in _WARNINGS else "error"
        told[severity] += 1
        if told[severity] > _TOLD_AT_MOST:
            continue
        file = files.file_in_project(message.file) or files.main_name
        line = message.line if files.file_in_project(message.file) else 0
        if message.kind == "error":
            finding = _error(files, message, file, line, sources, macros)
            if others:
                more = f"{others} more error{'' if others == 1 else 's'} at this line"
                finding = finding._replace(message=f"{finding.message} (and {more})")
            yield finding
        elif message.kind == "missing-file":
            place = nearest_place(sources, written_names(message.text), file, line)
            yield _missing(files, message.text, place)
        elif message.kind == "program":
            yield program_not_run(
                message.text, nearest_place(sources, ("write18",), file, line), "warning"
            )
        elif message.kind == "overfull":
            yield build_finding(
                "B6",
                f"{message.text} beyond the margin",
                file,
                line,
                severity="warning",
                help="break the line or the formula",
            )
        elif message.kind == "character":
            seen.add((message.text, message.key))
            if message.key != "nullfont":
                yield _lost_character(message, file, sources)
        elif message.kind == "term":
            if message.key not in seen:
                seen.add(message.key)
                yield _undefined_term(message, file, line, sources)
        elif message.kind == "link":
            if message.key not in seen:
                seen.add(message.key)
                yield _broken_link(message, sources)
        elif message.kind == "label":
            if not message.key.endswith("@cref") and message.key not in seen:
                seen.add(message.key)
                yield _duplicate_label(message.key, sources)
        else:
            yield _undefined(message, file, sources)
    for severity, count in told.items():
        if count > _TOLD_AT_MOST:
            yield build_finding(
                "B1",
                f"{count - _TOLD_AT_MOST} more messages of TeX are not told one by one",
                files.main_name,
                help=f"mend what is told first; see {files.relative(files.named('.log'))}",
                severity=severity,
            )
    yield from private_files(files, sources)
    if settled:
        yield from _summed_up_only(log)
        yield from lists_not_made(files, sources)


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


def _column(line: str, message: LogMessage) -> int:
    """Where in its line an error stands, as far as TeX's context tells; 0 if it does not."""
    if message.key:
        found = re.search(re.escape(message.key) + r"(?![A-Za-z@])", line)
        return found.start() + 1 if found else 0
    return 0


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


def _undefined_term(message: LogMessage, file: str, line: int, sources: dict[str, str]) -> Finding:
    place = nearest_place(sources, (message.key,), file, line)
    return build_finding(
        "B2",
        f"{message.key!r} is not defined: {message.text}",
        *place,
        help="define it where the document defines its acronyms or glossary entries",
        severity="warning",
    )


def _broken_link(message: LogMessage, sources: dict[str, str]) -> Finding:
    places = find_keys(sources, message.key)
    return build_finding(
        "B2",
        f"a link to {message.key!r}, which is no place in the PDF",
        *(places[0] if places else Place("", 0, 0)),
        help="mend the name, or make the place with \\hypertarget; a counter that is set back "
        "makes such links, too: see \\theH… of hyperref",
        severity="warning",
    )


def _missing(files: RunFiles, name: str, place: Place) -> Finding:
    finding = missing_file(files, name, place.file, place.line)
    if finding.rule != "B5":
        return finding
    return postscript_only(files, name, (place.file, place.line, 0)) or finding


def _duplicate_label(key: str, sources: dict[str, str]) -> Finding:
    places = labels_of(sources, key)
    if len(places) < 2 and any(_SHOWN_AGAIN.search(text) for text in sources.values()):
        return build_finding(
            "B4",
            f"label {key!r} is defined more than once, perhaps by \\againframe",
            *(places[0] if places else Place("", 0, 0)),
            help="every reference to it goes to the last one",
            severity="warning",
        )
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
