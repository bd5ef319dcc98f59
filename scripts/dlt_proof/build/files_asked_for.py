"""Findings about files that a document asks for: missing, outside the project, programs.

Not here: files that the document defines things in twice, or not at all (`findings`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..records.findings import Finding, Severity
from .bibliography_log import BibliographyMessage, parse_bibliography_log
from .containment import folders_of_the_user, is_link_out, kernel_can_contain, read_outside
from .finding import build_finding
from .latexmk import OUTPUT_LOG
from .packages import where_to_get
from .printed import bibliographies_not_begun, parse_printed
from .run_files import RunFiles
from .shipped_bibliography import databases_named
from .sources import Place, nearest_place, read_loosely, written_names

_COMMAND_LENGTH = 80
_NAMED = 5
_NOT_OPENED = re.compile(
    r"I couldn't open (?:style|database|auxiliary) file (.+)|Data file '(.+?)' cannot be read"
    r"|Cannot find '(.+?)'"
)


def missing_file(files: RunFiles, name: str, file: str, line: int) -> Finding:
    """B5, or B12 where the file is there and lies outside the project."""
    if name.startswith("|"):
        return program_not_run(name[1:], Place(file, line, 1 if line else 0), "error")
    if not name.startswith("font ") and leads_out(files.project.root, name):
        return build_finding(
            "B12",
            f"{name} leads out of the project folder",
            file,
            line,
            help="TeX may read only files of the project: copy it there",
        )
    return build_finding("B5", f"{name} is missing", file, line, help=where_to_get(name))


def leads_out(root: Path, name: str) -> bool:
    """Whether a name, by its dots, its slash or a symbolic link, is of a file outside a folder."""
    path = Path(os.path.normpath(root / name))
    if not path.is_relative_to(root):
        return True
    candidates = [path, *(path.with_name(path.name + suffix) for suffix in (".tex", ".bib"))]
    return any(
        is_link_out(part, root)
        for candidate in candidates
        for part in (candidate, *candidate.parents)
        if part != root and part.is_relative_to(root)
    )


def program_not_run(command: str, place: Place, severity: Severity) -> Finding:
    return build_finding(
        "B13",
        f"the document asks to run a program, which was not run: {command[:_COMMAND_LENGTH]}",
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
        place = nearest_place(sources, written_names(said.text), files.main_name, 0)
        yield missing_file(files, said.text, place.file, place.line)


def failed_for_nothing(files: RunFiles) -> bool:
    """Whether all that latexmk complains of is bibliographies in which nothing is cited.

    Packages like apxproof ask for one for each part of a document, cited or not.
    """
    not_begun = bibliographies_not_begun(read_loosely(files.outdir / OUTPUT_LOG))
    return not_begun is not None and not any(
        "\\citation{" in read_loosely((files.project.root / aux).with_suffix(".aux"))
        for aux, _ in not_begun
    )


def outside_findings(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """B12 for what was read outside the project, where nothing could prevent it."""
    if kernel_can_contain():
        return
    for path in read_outside(files.inputs(), files.project.root, files.outdir):
        place = nearest_place(sources, (str(path),), files.main_name, 0)
        yield build_finding(
            "B12",
            f"{path} was read, which lies outside the project folder",
            *place,
            help="copy it into the project; this system cannot keep TeX from reading it",
        )


def private_files(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """A warning for what was read of the user's own files, which no other machine has."""
    root = files.project.root
    folders = folders_of_the_user(root, files.outdir)
    private = [
        path
        for path in files.inputs()
        if not path.is_relative_to(root) and any(path.is_relative_to(folder) for folder in folders)
    ]
    if private:
        place = nearest_place(sources, written_names(private[0].name), files.main_name, 0)
        more = f" and {len(private) - _NAMED} more" if len(private) > _NAMED else ""
        yield build_finding(
            "B12",
            "what was read of your own folder of TeX files, and nobody else has: "
            f"{', '.join(str(path) for path in private[:_NAMED])}{more}",
            *place,
            help="copy it into the project",
            severity="warning",
        )


def bibliography_findings(
    files: RunFiles, sources: dict[str, str], told: list[Finding]
) -> Iterator[Finding]:
    """What BibTeX or biber says, and whether it ran."""
    logs = files.other_bibliography_logs()
    by_bibtex = "\\bibdata{" in read_loosely(files.named(".aux"))
    if by_bibtex or files.named(".bcf").is_file():
        for file, there in databases_named(files):
            if not there or leads_out(files.project.root, file):
                place = nearest_place(sources, written_names(file), files.main_name, 0)
                yield missing_file(files, file, place.file, place.line)
        if files.named(".blg").is_file():
            logs = [files.named(".blg"), *logs]
        else:
            see = f"see {files.relative(files.outdir / OUTPUT_LOG)}"
            yield build_finding("B9", "the bibliography was not made", files.main_name, help=see)
    for log in logs:
        for message in parse_bibliography_log(read_loosely(log)):
            yield from _said_of_bibliography(files, sources, message, told)


def _said_of_bibliography(
    files: RunFiles, sources: dict[str, str], message: BibliographyMessage, told: list[Finding]
) -> Iterator[Finding]:
    unopened = _NOT_OPENED.search(message.text)
    if unopened:
        name = next(filter(None, unopened.groups()))
        place = nearest_place(sources, written_names(name), files.main_name, 0)
        yield missing_file(files, name, place.file, place.line)
    elif message.missing_key:
        if not any(repr(message.missing_key) in finding.message for finding in told):
            text = f"no entry {message.missing_key!r} in the bibliography"
            yield build_finding("B9", text, files.main_name)
    else:
        file = files.file_in_project(message.file)
        line = message.line if file else 0
        yield build_finding("B9", message.text, file or files.main_name, line)
