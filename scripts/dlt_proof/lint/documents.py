"""The documents of a project: a paper, its supplement, chapters that are documents of their own.

Each is read and judged by itself; they share no labels and no macros. Some rules ask whether
something stands anywhere (a proof, a use of a lemma, what a constant depends on): they judge a
document together with its companions as well, and find only what both ways find. Documents that
give one label to two different statements are no companions: there a reference would mean either.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence

from ..latex import Document, Reading
from ..latex.documents import are_strangers, joined, readings_of
from ..project import Cache, Project, StrPath
from ..records.findings import Finding
from ..records.record import Record
from .observing import Observations, observe
from .rule import Rule


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
    readings = readings_of(project, names, cache)
    found = []
    for reading in readings:
        for path in bib:
            _add_bibliography(reading, project.relative(project.path_to(path)))
        views, observed = observe(reading, rules, cache)
        found.append(Seen(reading.document(views), observed))
    return found


def together(seen: Sequence[Seen]) -> Seen:
    """All documents as one. A file of several belongs to the first of them."""
    document = joined([s.document for s in seen])
    observed: Observations = {rule: {} for rule in seen[0].observed}
    for _, observations in seen:
        for rule, by_file in observations.items():
            observed[rule] = by_file | observed[rule]
    return Seen(
        document,
        {
            rule: {view.name: by_file[view.name] for view in document.views if view.name in by_file}
            for rule, by_file in observed.items()
        },
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
        companions = [s for s in seen if s is one or not are_strangers(s.document, one.document)]
        whole = together(companions) if len(companions) > 1 else None
        for rule in rules:
            alone = [f for f in judge(rule, one) if f.file not in done]
            if rule.across_documents and whole is not None and alone:
                places = {_place(finding) for finding in alone}
                alone = [f for f in judge(rule, whole) if _place(f) in places]
            found += alone
        done |= one.document.files.keys() | one.document.bib_files.keys()
    return list(dict.fromkeys(found))


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.file, finding.line, finding.column


def _add_bibliography(reading: Reading, name: str) -> None:
    reading.add_bibliography(name)
    # A bibliography handed in by name is no longer missing.
    missing = f"{posixpath.basename(name)} does not exist"
    reading.findings = [
        f for f in reading.findings if not (f.rule == "P6" and f.message.endswith(missing))
    ]
    reading.has_bibliography = True
