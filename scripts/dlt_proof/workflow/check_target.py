"""What `check` is asked about: a folder, a file, or one statement; with or without a project.

Not here: what is found in it (`check`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from .. import patterns
from ..graph.node_names import node_names
from ..latex import Document, Span, Statement, read_view
from ..latex.documents import read_folder, readings_of
from ..project import Cache, Project, find_project, read_loosely
from ..project.files import is_file, is_folder
from ..records.errors import InputError
from ..records.record import Record

_SUBFILE = r"\\documentclass\s*(?:\[(?P<main>[^\]\n]*)\]\s*)?\{subfiles\}"
#: Near names that an error offers.
_OFFERED = 3


class Target(Record):
    """What to check.

    Args:
        project: the folder that the paper lies in; nothing outside of it is read.
        file: the file that was named, relative to it; "" for all of the folder.
        label: the statement that was named, "" for all.
        documents: those that hold what is to be checked.
        has_root: the folder itself holds a document.
        rootless: it is a piece, or pieces, of a paper whose root was not found.
        stray: the file is a piece that no document of the project inputs.
    """

    project: Project
    file: str
    label: str
    documents: tuple[Document, ...]
    has_root: bool
    rootless: bool
    stray: bool

    def holds(self, document: Document, name: str) -> bool:
        """Whether a file of a document was asked about: to name a document means its files."""
        return self.file in ("", name, document.main)


def target_at(words: str | None) -> Target:
    """What somebody named on the command line.

    Args:
        words: `FILE`, `FILE:label`, `DIR` or `DIR:label`; None for the project here.

    Raises:
        InputError: it is not there, or holds no LaTeX.
    """
    named, label = (find_project(Path.cwd()).folder, "") if words is None else _split(words)
    place = Path(named).resolve()
    if is_folder(place):
        project = Project(place)
        documents = read_folder(project)
        rootless = not any(map(_is_whole, documents))
        return Target(project, "", label, tuple(documents), _has_root(project), rootless, False)
    project = _project_around(_main_of_subfile(place) or place)
    document = _document_of(project, place)
    if _is_stray(document, project.relative(place)) and not _is_near(project, place):
        # Whatever papers lie above, this is no part of them.
        project = Project(place.parent)
        document = _document_of(project, place)
    file = project.relative(place)
    stray = _is_stray(document, file)
    return Target(project, file, label, (document,), True, not _is_whole(document), stray)


def _document_of(project: Project, place: Path) -> Document:
    """The document of a project that holds a file; its first one where none does."""
    file = project.relative(place)
    reading = next(r for r in readings_of(project, [file], Cache()) if file in r.files)
    definitions = reading.definitions()
    return reading.document([read_view(s, definitions) for s in reading.files.values()])


def _is_stray(document: Document, file: str) -> bool:
    """Whether a file was read beside a document that does not input it."""
    return document.main != file and file not in document.input_at


def _is_near(project: Project, place: Path) -> bool:
    """Whether a file lies in a project's folder or right below: a section not yet input."""
    return Path(project.folder) in (place.parent, place.parent.parent)


def _is_whole(document: Document) -> bool:
    """Whether it is a paper, and not a piece of one that stands alone."""
    main = document.files[document.main].masked
    if patterns.search(_SUBFILE, main):
        return False
    return "\\begin{document}" in main or "\\documentclass" in main


def _has_root(project: Project) -> bool:
    try:
        return bool(project.main_name)
    except InputError:
        return project.configuration.main is not None or bool(project.documents_beside(()))


def _split(words: str) -> tuple[str, str]:
    """The path and the label of `FILE:label`. Labels hold colons, and so may paths."""
    if is_file(words) or is_folder(words):
        return words, ""
    cut = -1
    while (cut := words.find(":", cut + 1)) >= 0:
        place, label = words[:cut], words[cut + 1 :].strip()
        if is_file(place) or is_folder(place):
            if not label:
                raise InputError(f"there is no label behind the colon of {words!r}")
            return place, label
    place = words.partition(":")[0]
    raise InputError("the file does not exist", file=place, remedy=_remedy(place))


def _remedy(place: str) -> str | None:
    """Which file may have been meant."""
    folder, name = Path(place).parent, Path(place).name
    try:
        files = [path.name for path in folder.iterdir() if path.suffix == ".tex"]
    except OSError:
        return None
    close = difflib.get_close_matches(name, files, n=_OFFERED)
    meant = [f"{name}.tex"] if f"{name}.tex" in files else close
    return f"did you mean {either(str(folder / n) for n in meant)}?" if meant else None


def _project_around(place: Path) -> Project:
    """As lint finds it; where there is none, the file's own folder."""
    try:
        return find_project(place.parent)
    except InputError:
        return Project(place.parent)


def _main_of_subfile(place: Path) -> Path | None:
    """The paper that a file of the package `subfiles` says it is a part of, if that is there."""
    try:
        match = patterns.search(_SUBFILE, read_loosely(place))
    except OSError:
        return None
    if match is None:
        return None
    main = (place.parent / (match["main"] or "main").strip()).resolve()
    found = (path for path in (main.with_name(f"{main.name}.tex"), main) if path.is_file())
    return next(found, None)


def either(names: Iterable[str]) -> str:
    """`a, b or c`."""
    listed = list(names)
    return " or ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


# ---- statements and their names -----------------------------------------------------------------


def statements_called(documents: Sequence[Document], label: str) -> dict[str, list[Statement]]:
    """The statements that somebody may mean, by the main file of their document.

    Args:
        documents: where to look.
        label: of a statement or inside it, its number as printed (`lemma 2.1`), or what it is
            called where it has no label.

    Raises:
        InputError: no statement is called so; the error names those that nearly are.
    """
    found: dict[str, list[Statement]] = {}
    for document in documents:
        names = node_names(document)
        labelled = [key.span for key in document.labels if key.key == label]
        called = {
            names[s.environment.span]
            for s in document.statements
            if names[s.environment.span] == label
            or _printed(document, s, label)
            or any(_stands_in(span, s) for span in labelled)
        }
        if called:
            of_name = ((s, names[s.environment.span]) for s in document.statements)
            found[document.main] = [statement for statement, name in of_name if name in called]
    if found:
        return found
    raise InputError(_no_statement(documents, label))


def _printed(document: Document, statement: Statement, label: str) -> bool:
    """Whether a statement is called `lemma 2.1` on paper."""
    kind, _, number = " ".join(label.split()).lower().rpartition(" ")
    return kind == statement.kind and number in document.numbers.get(statement.environment.span, ())


def _stands_in(span: Span, statement: Statement) -> bool:
    """Whether a label stands in a statement: a second one, or that of its display."""
    around = statement.environment.span
    return span.file == around.file and around.start <= span.start < around.end


def _no_statement(documents: Sequence[Document], label: str) -> str:
    """Why a label is that of no statement, and what may have been meant."""
    for document in documents:
        for key in document.labels:
            if key.key != label:
                continue
            line = document.place(key.span)[0]
            where = f"{label} ({key.span.file}:{line}) is the label of no statement"
            for proof in document.proofs:
                body = proof.environment.span
                if body.file == key.span.file and body.start <= key.span.start < body.end:
                    names = node_names(document)
                    proved = [names[s.environment.span] for s in proof.statements]
                    if proved:
                        return f"{where}; it stands in the proof of {either(proved)}"
            return where
    known = list(dict.fromkeys(name for d in documents for name in node_names(d).values()))
    close = difflib.get_close_matches(label, known, n=_OFFERED, cutoff=0.5)
    near = f" (did you mean {either(close)}?)" if close else ""
    some = f" (there are {', '.join(known[:_OFFERED])}, …)" if known and not close else ""
    return f"no statement has the label {label}{near}{some}"
