"""What the sources and LaTeX's own records show though the log is silent about it.

A document can keep LaTeX from warning in more ways than can be listed, so the references in the
sources are held against the labels that LaTeX wrote down, and figures against what graphicx says
it printed. Where something is missing, a marked copy tells whether TeX comes by (`reached`): text
that is not typeset refers to nothing. Not here: what the log does say (`findings`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..latex import Document, FileView, Key, expand_macros, read_document
from ..records.errors import InputError
from ..records.findings import Finding, Severity
from .figures import boxes_asked_for, figures_not_printed, not_printed
from .finding import build_finding
from .latex_log import LatexLog
from .latexmk import Run
from .log_message import MessageKind
from .reached import Reached, Spot, spots_reached
from .run_files import RunFiles
from .silencing import by_hand_findings, silencing_findings, silencing_place
from .sources import read_loosely

_MANY_BIBLIOGRAPHIES = re.compile(
    r"/(?:bibunits|chapterbib|multibib|multibbl|splitbib|apxproof|amsrefs)\.sty$", re.MULTILINE
)
_RECORDED_LABEL = re.compile(r"^\\(?:newlabel|zref@newlabel)\s*\{(.+?)\}\{", re.MULTILINE)
_RECORDED_WORK = re.compile(
    r"^[^\S\n]*+\\(?:bibcite|XR@bibcite|abx@aux@defaultrefcontext\{\d+\})\{([^}\n]+)\}"
    r"|^[^\S\n]*+\\(?:entry|keyalias)\{([^}\n]+)\}",
    re.MULTILINE,
)
# Other documents' labels come in, with a prefix before each.
_EXTERNAL = re.compile(r"/(?:xr|xr-hyper|zref-xr)\.sty$", re.MULTILINE)
_PREFIX = re.compile(
    r"\\z?externaldocument\*?\s*+(?:\[([^\[\]{}]*+)\]\s*+)?+(?:\[[^\[\]{}]*+\]\s*+)?+\{"
)
_CONDITIONAL = re.compile(r"\\(?:@?if(?!f(?![A-Za-z@]))|If|[a-z@_]+_if_)")
# A macro that asks itself whether there is a label or a work, and so what is printed without.
_ASKS_FOR_KEY = re.compile(r"(?<![A-Za-z@])[rb]@")
_MARKS = 3_000  # at most; what is in doubt beyond them is taken for founded
_NEAR = 8  # commands, of which one has the key behind it in its arguments
_SILENT = "and the log does not say so"
_WHAT: dict[MessageKind, str] = {
    "reference": f"reference to {{}}, which LaTeX has no record of, {_SILENT}",
    "citation": f"citation of {{}}, which LaTeX has no record of, {_SILENT}",
    "label": f"label {{}} is defined more than once, {_SILENT}",
}


class _Records(NamedTuple):
    """What LaTeX, BibTeX and biber wrote down.

    Args:
        own: of this document.
        external: of other documents, whose labels it takes over.
    """

    own: str
    external: str


class _Doubt(NamedTuple):
    """A key that ought to be in the log or in LaTeX's records, if TeX comes by its command."""

    kind: MessageKind
    view: FileView
    key: Key
    spot: Spot


def unsaid_findings(
    files: RunFiles, log: LatexLog, sources: dict[str, str], run: Callable[[RunFiles], Run]
) -> Iterator[Finding]:
    """B8 for every reference, citation and label that ought to have been warned about, B14 for
    figures that are not printed.

    Only for a log whose references are settled, see `findings.references_are_settled`.

    Args:
        files, log: of the run.
        sources: the text of the project's own files that TeX read, by name.
        run: runs TeX over a copy of the document.
    """
    yield from silencing_findings(files, sources)
    silenced = silencing_place(sources)
    meddles = f"{silenced[0]}:{silenced[1]} changes what LaTeX warns of" if silenced else ""
    records = _records(files)
    labels = Counter(_RECORDED_LABEL.findall(records.own))
    said = {kind: {m.key for m in log.messages if m.kind == kind} for kind in _WHAT}
    for label, count in labels.items():
        if count > 1 and label not in said["label"] and not label.endswith("@cref"):
            yield build_finding(
                "B8",
                f"label {label!r} is recorded {count} times, {_SILENT}",
                files.main_name,
                help=meddles or "each label names one place",
            )
    try:
        document = read_document(files.project, files.project.root / files.main_name)
    except (InputError, OSError, RecursionError) as error:
        yield build_finding(
            "B8",
            "whether LaTeX told all that is undefined cannot be seen, as the sources cannot be "
            f"read: {error}",
            files.main_name,
            help="`dlt-proof lint` tells what to mend",
            severity="warning",
        )
        return
    views = [view for view in document.views if view.name in sources]
    yield from by_hand_findings(views, records.own, sources)
    undefined = {message.key.lstrip("\\") for message in log.messages if message.kind == "error"}
    judged = _judged(files, document, records, sources)
    doubts = [
        doubt
        for kind, known in judged.items()
        for doubt in _unrecorded(views, kind, known | said[kind])
        if doubt.key.command not in undefined
    ]
    doubts += _labels_written_twice(views, said["label"] | {k for k, n in labels.items() if n > 1})
    figures = list(figures_not_printed(views, log))
    boxes = boxes_asked_for(figures, sources)
    if boxes:
        yield boxes
        figures = []
    spots = [doubt.spot for doubt in doubts] + [figure.spot for figure in figures]
    reached = spots_reached(files, document, spots[:_MARKS], run)
    if len(spots) > _MARKS:
        reached = reached._replace(whole=False)
    for doubt in _founded(doubts, reached):
        line, column, _, _ = document.place(doubt.key.span)
        help = meddles or "something keeps LaTeX from warning of it"
        by_chance = not meddles and _refers_on_a_condition(document, doubt.key.command)
        if by_chance:
            help = (
                f"\\{doubt.key.command} refers only on a condition, so perhaps not here: "
                "see what the PDF shows"
            )
        if doubt.spot not in reached.spots:
            help += ", or its text is not typeset, which a second run did not show"
        message = _WHAT[doubt.kind].format(repr(doubt.key.key))
        severity: Severity = "warning" if by_chance else "error"
        place = (doubt.view.name, line, column)
        yield build_finding("B8", message, *place, help=help, severity=severity)
    for figure in figures:
        if figure.spot in reached.spots or not reached.whole:
            yield not_printed(files, figure)


def _judged(
    files: RunFiles, document: Document, records: _Records, sources: dict[str, str]
) -> dict[MessageKind, set[str]]:
    """The keys that LaTeX has a record of: of references and citations, where these are its own."""
    judged: dict[MessageKind, set[str]] = {}
    labels = set(_RECORDED_LABEL.findall(records.external))
    prefixes = {prefix for text in sources.values() for prefix in _PREFIX.findall(text)}
    # Labels that come in under a prefix we cannot read leave nothing to hold references against.
    if not labels or (prefixes and not any(re.search(r"[\\#]", each) for each in prefixes)):
        judged["reference"] = set(_RECORDED_LABEL.findall(records.own))
        judged["reference"] |= {prefix + label for prefix in {"", *prefixes} for label in labels}
    works = {"".join(match) for match in _RECORDED_WORK.findall("\n".join(records))}
    # A bibliography of which no work was recorded is made by something unknown to us.
    readable = works or not document.has_bibliography
    if readable and not _MANY_BIBLIOGRAPHIES.search(_recorder(files)):
        judged["citation"] = works | {"*"}
    return judged


def _unrecorded(views: list[FileView], kind: MessageKind, known: set[str]) -> Iterator[_Doubt]:
    """The references or citations whose key is not among those that are known or told of."""
    for view in views:
        for key in view.references if kind == "reference" else view.citations:
            plain = not re.search(r"[\\#{}]", key.key)
            # \autopageref is two references; what \nocite lacks is BibTeX's to say.
            if plain and key.key not in known and key.command not in ("autopageref", "nocite"):
                yield _Doubt(kind, view, key, _spot(view, key))


def _labels_written_twice(views: list[FileView], told: set[str]) -> Iterator[_Doubt]:
    """Labels that stand in the sources more than once and in LaTeX's records only once."""
    written = Counter(key.key for view in views for key in view.labels)
    for view in views:
        for key in view.labels:
            if written[key.key] > 1 and key.key not in told:
                yield _Doubt("label", view, key, _spot(view, key))


def _founded(doubts: list[_Doubt], reached: Reached) -> Iterator[_Doubt]:
    """The doubts that TeX came by, or all where that is not known; of labels from the second on."""
    seen: set[str] = set()
    for doubt in doubts:
        if doubt.kind != "label":
            if doubt.spot in reached.spots or not reached.whole:
                yield doubt
        elif doubt.spot in reached.spots:
            if doubt.key.key in seen:
                yield doubt
            seen.add(doubt.key.key)


def _refers_on_a_condition(document: Document, command: str) -> bool:
    """Whether a macro of the document need not refer where it is called."""
    macro = document.macros.get(command)
    if macro is None:
        return False
    body = expand_macros(macro.body, document.macros)
    if _ASKS_FOR_KEY.search(body):
        return False
    return command in document.redefined or bool(_CONDITIONAL.search(body))


def _spot(view: FileView, key: Key) -> Spot:
    """Where the command begins that a key belongs to, or at least one before it."""
    commands = view.commands
    before = bisect_right(commands, key.span.start, key=lambda command: command.start)
    near = commands[max(0, before - _NEAR) : before]
    same = [command.start for command in near if command.name == key.command]
    return view.name, (same or [command.start for command in near] or [key.span.start])[-1]


def _recorder(files: RunFiles) -> str:
    """The files that were read, one a line."""
    return "\n".join(path.as_posix() for path in files.inputs())


def _records(files: RunFiles) -> _Records:
    """Every `.aux` that this run wrote or read, and the `.bbl`."""
    names = re.findall(r"^OUTPUT (.+\.aux)$", read_loosely(files.named(".fls")), re.MULTILINE)
    written = {files.project.root / name for name in names} | {files.named(".aux")}
    own = {path.resolve() for path in written}  # one file may be named in two ways
    # An aux file of a chapter that \includeonly leaves out is read, not written.
    read = {path.resolve() for path in files.inputs() if path.suffix == ".aux"} - own
    external = read if _EXTERNAL.search(_recorder(files)) else set()
    texts = [read_loosely(path) for path in sorted(own | read - external)]
    return _Records(
        "\n".join([*texts, read_loosely(files.named(".bbl"))]),
        "\n".join(read_loosely(path) for path in sorted(external)),
    )
