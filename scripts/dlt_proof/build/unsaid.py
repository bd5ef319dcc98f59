"""What the sources and LaTeX's own records show though the log is silent about it.

A document can keep LaTeX from warning (the package silence, `\\renewcommand\\@latex@warning`), so
the references in the sources are held against the labels that LaTeX wrote down. Not here: what
the log does say (`findings`). Where it is not certain that a reference is typeset, nothing is
said, unless the document is seen to meddle with warnings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from ..latex import Document, FileView, Key, read_document
from ..records.errors import InputError
from ..records.findings import Finding
from .finding import build_finding
from .latex_log import LatexLog
from .run_files import RunFiles
from .sources import read_loosely

# What says in LaTeX that something is undefined or wrong, and what a document does to silence it.
_SAYING = (
    r"(?:@latex@(?:warning|error)(?:@no@line)?|@warning|Generic(?:Warning|Error)"
    r"|(?:Package|Class)(?:Warning(?:NoLine)?|Error)|@setref|@missingfileerror"
    r"|G@refundefinedtrue|@multiplelabels)(?![A-Za-z@])"
)
_SILENCING = re.compile(
    r"\\(?:let|[gex]?def|(?:re|provide)newcommand|renewcommand|DeclareRobustCommand"
    r"|RenewDocumentCommand)\s*\*?\s*\{?\s*\\"
    + _SAYING
    + r"|\\@namedef\s*\{"
    + _SAYING
    + r"|\\csname\s+"
    + _SAYING
)
_SILENCE = re.compile(r"/silence\.sty$", re.MULTILINE)
_MANY_BIBLIOGRAPHIES = re.compile(
    r"/(?:bibunits|chapterbib|multibib|multibbl|splitbib|apxproof|amsrefs)\.sty$", re.MULTILINE
)
_RECORDED_LABEL = re.compile(r"^\\(?:newlabel|zref@newlabel)\s*\{(.+?)\}\{", re.MULTILINE)
_RECORDED_WORK = re.compile(
    r"^\s*\\(?:bibcite|XR@bibcite|abx@aux@defaultrefcontext\{\d+\})\{(.+?)\}"
    r"|^\s*\\(?:entry|keyalias)\{(.+?)\}",
    re.MULTILINE,
)
# Other documents' labels come in, or references and labels are not LaTeX's own.
_FOREIGN = re.compile(r"/(?:xr|xr-hyper|zref-xr|subfiles|docmute|standalone)\.sty$", re.MULTILINE)
_PLAIN_ENVIRONMENTS = re.compile(
    r"document|proof|itemize|enumerate|description|center|quote|figure|table|abstract"
    r"|(?:equation|align|gather|multline)\*?"
)


def unsaid_findings(files: RunFiles, log: LatexLog, sources: dict[str, str]) -> Iterator[Finding]:
    """B8 for every reference, citation and label that ought to have been warned about.

    Only for a log whose references are settled, see `findings.references_are_settled`.
    """
    recorder = "\n".join(path.as_posix() for path in files.inputs())
    silenced = _silencing(sources)
    meddles = f"{silenced[0]}:{silenced[1]} changes what LaTeX warns of" if silenced else ""
    if silenced:
        yield build_finding(
            "B8",
            "the document changes how LaTeX says that something is undefined or wrong",
            *silenced,
            help="leave it out, so that references and labels can be checked",
        )
    if _SILENCE.search(recorder):
        yield build_finding(
            "B8",
            "the package silence can hide undefined references from the log",
            files.main_name,
            help="leave it out, so that references and labels can be checked",
        )
    try:
        document = read_document(files.project, files.project.root / files.main_name)
    except (InputError, OSError, RecursionError):
        return
    said = {kind: {m.key for m in log.messages if m.kind == kind} for kind in _KINDS}
    records = _records(files)
    labels = Counter(_RECORDED_LABEL.findall(records))
    if not _FOREIGN.search(recorder):
        for view, key in _references(document, sources, certain=not meddles):
            if key.key not in labels and key.key not in said["reference"]:
                yield _undefined(document, view, key, "reference to", meddles)
    works = {"".join(match) for match in _RECORDED_WORK.findall(records)}
    if works and document.has_bibliography and not _MANY_BIBLIOGRAPHIES.search(recorder):
        for view, key in _keys(document, sources, "citations", certain=not meddles):
            if key.key not in {*works, *said["citation"], "*"}:
                yield _undefined(document, view, key, "citation of", meddles)
    for label, count in labels.items():
        if count > 1 and label not in said["label"] and not label.endswith("@cref"):
            yield build_finding(
                "B8",
                f"label {label!r} is recorded {count} times, and the log does not say so",
                files.main_name,
                help=meddles or "each label names one place",
            )


_NESTING = re.compile(r"\\[a-zA-Z@]+|\\.|[{}]", re.DOTALL)
_CONDITIONAL = 2  # as deep as two braces: more than the one that a reference's own key stands in
_KINDS = ("reference", "citation", "label")


def _silencing(sources: dict[str, str]) -> tuple[str, int] | None:
    """Where the document redefines what LaTeX warns with, file and line."""
    for file, text in sources.items():
        for number, line in enumerate(text.split("\n"), start=1):
            if _SILENCING.search(re.split(r"(?<!\\)%", line, maxsplit=1)[0]):
                return file, number
    return None


def _records(files: RunFiles) -> str:
    """What LaTeX, BibTeX and biber wrote down, every `.aux` of this run and the `.bbl`."""
    written = re.findall(r"^OUTPUT (.+\.aux)$", read_loosely(files.named(".fls")), re.MULTILINE)
    paths = {files.project.root / name for name in written} | {files.named(".aux")}
    # An aux file of a chapter that \includeonly leaves out is read, not written.
    read = [path for path in files.inputs() if path.suffix == ".aux"]
    each = {path.resolve() for path in (*paths, *read)}  # one file may be named in two ways
    texts = [read_loosely(path) for path in sorted(each)]
    return "\n".join([*texts, read_loosely(files.named(".bbl"))])


def _references(
    document: Document, sources: dict[str, str], *, certain: bool
) -> Iterator[tuple[FileView, Key]]:
    for view, key in _keys(document, sources, "references", certain=certain):
        if not re.search(r"[\\#{}]", key.key) and key.command != "autopageref":
            yield view, key


def _keys(
    document: Document, sources: dict[str, str], what: str, *, certain: bool
) -> Iterator[tuple[FileView, Key]]:
    """Keys in the files TeX read; where it must be certain, only those surely typeset."""
    for view in document.views:
        if view.source.name not in sources:
            continue
        places, depths = _depths(view.source.masked) if certain else ([0], [0])
        begin = view.source.masked.find("\\begin{document}")
        for key in getattr(view, what):
            if key.span.start < begin:
                continue
            depth = depths[bisect_right(places, key.span.start) - 1]
            if not certain or (depth <= 1 and _is_plain(document, view, key)):
                yield view, key


def _depths(masked: str) -> tuple[list[int], list[int]]:
    """The places where braces or conditionals open or end, and how many are open from there."""
    places, depths, depth = [0], [0], 0
    for match in _NESTING.finditer(masked):
        token = match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif token == "\\fi":
            depth -= _CONDITIONAL
        elif token.startswith("\\if") and token != "\\iff":
            depth += _CONDITIONAL
        else:
            continue
        places.append(match.end())
        depths.append(depth)
    return places, depths


def _is_plain(document: Document, view: FileView, key: Key) -> bool:
    """Whether every environment around a key is one whose text is certainly typeset."""
    statements = {statement.environment.name for statement in document.statements}
    return all(
        _PLAIN_ENVIRONMENTS.fullmatch(environment.name) or environment.name in statements
        for environment in view.environments
        if environment.span.start <= key.span.start < environment.span.end
    )


def _undefined(document: Document, view: FileView, key: Key, what: str, meddles: str) -> Finding:
    line, column, _, _ = document.place(key.span)
    return build_finding(
        "B8",
        f"{what} {key.key!r}, which LaTeX has no record of, and the log does not say so",
        view.source.name,
        line,
        column,
        help=meddles or "something keeps LaTeX from warning, or the text is not typeset",
    )
