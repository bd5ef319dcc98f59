"""The documents of a folder: a paper, its supplement, chapters that are documents of their own.

Not here: how rules judge several documents (`lint.documents`).
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ..project import Cache, Project, has_document_class
from ..project.files import walk_folders
from ..records.errors import InputError
from .model import Document, FileView
from .proofs import pair_proofs
from .reader import Reading, read_files
from .views import read_view

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Value = TypeVar("_Value")

#: Folders that hold no source of a paper.
_NOT_SOURCES = frozenset(["node_modules", "__pycache__", "build", "lake-packages"])


def read_folder(project: Project) -> list[Document]:
    """All documents of a folder, whatever there is of them: whole ones, or loose pieces.

    Where the folder itself holds no document, those of the folders below it are read; where there
    is none at all, its `.tex` files are read as the pieces of one.

    Args:
        project: the folder.

    Raises:
        InputError: there is no `.tex` file, or the configured main file is not there.
    """
    try:
        readings = readings_of(project, (), Cache())
    except InputError:
        if project.configuration.main is not None:
            raise
        readings = _readings_below(project)
    documents = []
    for reading in readings:
        definitions = reading.definitions()
        views = [read_view(source, definitions) for source in reading.files.values()]
        documents.append(reading.document(views))
    return documents


def readings_of(project: Project, names: Sequence[str], cache: Cache) -> list[Reading]:
    """The documents in a project's root folder, the main one first, not yet read to the end.

    Args:
        project: its folder.
        names: files that have to be read, whether a document inputs them or not.
        cache: keeps what is read.

    Raises:
        InputError: there is no document.
    """
    try:
        mains = [project.main_name]
    except InputError:
        if project.configuration.main is not None:
            raise  # another document is not the one that was asked for
        mains = project.documents_beside(())
        if not mains:
            if not names:
                raise
            # No document at all: one of the named files is one, or a piece of one.
            whole = [name for name in names if has_document_class(project.path_to(name))]
            return [
                read_files(
                    project, (whole or names)[0], fragment=not whole, beside=names, cache=cache
                )
            ]
    readings = [read_files(project, mains[0], cache=cache)]
    read = set(readings[0].files)
    if not names or not read.issuperset(names):
        for name in [] if project.configuration.main else project.documents_beside(()):
            if name not in read:
                readings.append(read_files(project, name, cache=cache))
                read |= readings[-1].files.keys()
    for name in names:
        if name not in read:
            readings[0].load(name)
    return readings


def _readings_below(project: Project) -> list[Reading]:
    names = _tex_files(project.folder)
    if not names:
        raise InputError(f"there is no .tex file in {project.folder}: there is nothing to read")
    mains = [name for name in names if has_document_class(project.path_to(name))]
    if not mains:
        return [read_files(project, names[0], fragment=True, beside=names)]
    readings: list[Reading] = []
    read: set[str] = set()
    for name in mains:
        if name not in read:
            readings.append(read_files(project, name))
            read |= readings[-1].files.keys()
    return readings


def _tex_files(root: str) -> list[str]:
    """The `.tex` files in a folder and below it, relative to it; hidden folders are left out."""
    found = []
    for folder, below, files in walk_folders(root):
        below[:] = sorted(b for b in below if not b.startswith(".") and b not in _NOT_SOURCES)
        names = (os.path.relpath(os.path.join(folder, f), root) for f in files if f[-4:] == ".tex")
        found += [name.replace(os.sep, "/") for name in names]
    return sorted(found, key=lambda name: (posixpath.dirname(name), name))


def joined(documents: Sequence[Document]) -> Document:
    """Several documents as one. A file of several belongs to the first of them.

    What only the text of a file tells (`environments`, `formulas`) is left out.
    """
    if len(documents) == 1:
        return documents[0]
    first = documents[0]
    views: dict[str, FileView] = {}
    for document in documents:
        for view in document.views:
            views.setdefault(view.name, view)
    # One document may input what another one is: each place is told by the file's own document,
    # or the files would go in a circle.
    input_at: dict[str, tuple[str, int]] = {}
    placed: set[str] = set()
    for document in documents:
        input_at |= {f: at for f, at in document.input_at.items() if f not in placed}
        placed |= document.files.keys()
    kept = list(views.values())
    pairs = pair_proofs(kept, input_at)
    all_of = chain.from_iterable
    return first._replace(
        files={name: view.source for name, view in views.items()},
        environments=(),
        statements=tuple(all_of(view.statements for view in kept)),
        proofs=tuple(pairs.proofs),
        labels=tuple(all_of(view.labels for view in kept)),
        references=tuple(all_of(view.references for view in kept)),
        citations=tuple(all_of(view.citations for view in kept)),
        bibliography=_merged(document.bibliography for document in documents),
        findings=tuple(all_of(document.findings for document in documents)),
        formulas=(),
        headings=tuple(all_of(view.headings for view in kept)),
        bib_files=_merged(document.bib_files for document in documents),
        has_bibliography=any(document.has_bibliography for document in documents),
        views=tuple(kept),
        input_at=input_at,
        numbers=pairs.numbers,
        repeats=pairs.repeats,
    )


def are_strangers(one: Document, other: Document) -> bool:
    """Whether two documents give one label to different statements: such share no labels."""
    return disagree(labelled(one), labelled(other))


def disagree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether one label belongs to different statements, each as of `labelled`."""
    few, many = sorted((one, other), key=len)
    return any(many.get(label, text) != text for label, text in few.items())


def labelled(document: Document) -> dict[str, str]:
    """The statements of a document by label, up to white space."""
    return {
        statement.label: " ".join(document.masked(statement.environment.body).split())
        for statement in document.statements
        if statement.label is not None
    }


def _merged(parts: Iterable[dict[str, _Value]]) -> dict[str, _Value]:
    """All entries, of those with the same name the first."""
    merged: dict[str, _Value] = {}
    for part in parts:
        merged = part | merged
    return merged
