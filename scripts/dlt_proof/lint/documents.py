"""The documents of a project: a paper, its supplement, chapters that are documents of their own.

Each is read and judged by itself; they share no labels and no macros. Some rules ask whether
something stands anywhere (a proof, a use of a lemma, what a constant depends on): they judge a
document together with its companions as well, and find only what both ways find. Documents that
give one label to two different statements are no companions: there a reference would mean either.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from ..latex import Document, FileView, Reading, read_files
from ..latex.proofs import pair_proofs
from ..project import Cache, Project, StrPath, has_document_class
from ..records.errors import InputError
from ..records.findings import Finding
from ..records.record import Record
from .observing import Observations, observe
from .rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Value = TypeVar("_Value")


class Seen(Record):
    """A document, and what the rules observed in its files."""

    document: Document
    observed: Observations


def read_documents(
    project: Project,
    files: Sequence[StrPath],
    bib: Sequence[StrPath],
    rules: Sequence[Rule],
    cache: Cache,
) -> list[Seen]:
    """The documents that a run is about, the main one first.

    Args:
        project: its folder.
        files: those that findings are wanted about, none for all. A file that no document inputs
            is read beside the first one.
        bib: bibliographies besides those that the documents name.
        rules: to observe.
        cache: keeps what is read.

    Raises:
        InputError: there is no document.
    """
    names = [project.relative(project.path_to(path)) for path in files]
    readings = _readings(project, names, cache)
    found = []
    for reading in readings:
        for path in bib:
            _add_bibliography(reading, project.relative(project.path_to(path)))
        views, observed = observe(reading, rules, cache)
        found.append(Seen(reading.document(views), observed))
    return found


def together(seen: Sequence[Seen]) -> Seen:
    """All documents as one. A file of several belongs to the first of them."""
    documents = [s.document for s in seen]
    first = documents[0]
    views: dict[str, FileView] = {}
    observed: Observations = {rule: {} for rule in seen[0].observed}
    for document, observations in seen:
        for view in document.views:
            views.setdefault(view.name, view)
        for rule, by_file in observations.items():
            observed[rule] = by_file | observed[rule]
    observed = {
        rule: {name: by_file[name] for name in views if name in by_file}
        for rule, by_file in observed.items()
    }
    input_at = _merged(document.input_at for document in documents)
    kept = list(views.values())
    pairs = pair_proofs(kept, input_at)
    all_of = chain.from_iterable
    return Seen(
        first._replace(
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
        ),
        observed,
    )


def judge_documents(
    seen: Sequence[Seen],
    rules: Sequence[Rule],
    judge: Callable[[Rule, Seen], Iterable[Finding]],
) -> list[Finding]:
    """The findings of several documents. A file of several is judged in the first of them.

    Args:
        seen: the documents.
        rules: to ask.
        judge: a rule's findings in what was seen.
    """
    found: list[Finding] = []
    done: set[str] = set()
    for one in seen:
        found += (f for f in one.document.findings if f.file not in done)
        companions = [s for s in seen if s is one or not _are_strangers(s.document, one.document)]
        whole = together(companions) if len(companions) > 1 else None
        for rule in rules:
            alone = [f for f in judge(rule, one) if f.file not in done]
            if rule.across_documents and whole is not None and alone:
                places = {_place(finding) for finding in alone}
                alone = [f for f in judge(rule, whole) if _place(f) in places]
            found += alone
        done |= one.document.files.keys() | one.document.bib_files.keys()
    return list(dict.fromkeys(found))


def _are_strangers(one: Document, other: Document) -> bool:
    """Whether two documents give one label to different statements."""
    said = _labelled(one)
    return any(said.get(label, text) != text for label, text in _labelled(other).items())


def _labelled(document: Document) -> dict[str, str]:
    """The statements of a document by label, up to white space."""
    return {
        statement.label: " ".join(document.masked(statement.environment.body).split())
        for statement in document.statements
        if statement.label is not None
    }


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.file, finding.line, finding.column


def _merged(parts: Iterable[dict[str, _Value]]) -> dict[str, _Value]:
    """All entries, of those with the same name the first."""
    merged: dict[str, _Value] = {}
    for part in parts:
        merged = part | merged
    return merged


def _readings(project: Project, names: Sequence[str], cache: Cache) -> list[Reading]:
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


def _add_bibliography(reading: Reading, name: str) -> None:
    reading.add_bibliography(name)
    # A bibliography handed in by name is no longer missing.
    missing = f"{posixpath.basename(name)} does not exist"
    reading.findings = [
        f for f in reading.findings if not (f.rule == "P6" and f.message.endswith(missing))
    ]
    reading.has_bibliography = True
