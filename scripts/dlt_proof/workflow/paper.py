"""A paper as `adopt` reads it: its documents, its lemma graph, and the plan that it follows."""

from __future__ import annotations

from pathlib import Path

from ..graph.paper import PaperGraph, paper_graph
from ..latex import Document
from ..latex.documents import are_strangers, joined, read_folder
from ..project import Project, has_document_class
from ..records.errors import InputError
from ..records.findings import Finding
from ..records.record import Record
from .plan_of_paper import PaperPlan, plan_of_paper


class Paper(Record):
    """A paper as it was read.

    Args:
        main: its main document, which gates look at.
        document: it, with the documents beside it that share its labels.
        graph: its lemma graph.
        plan: the plan that it follows.
        unread: what of it could not be read.
        strangers: documents beside it that give its labels to other statements: left out.
    """

    main: Document
    document: Document
    graph: PaperGraph
    plan: PaperPlan
    unread: tuple[Finding, ...]
    strangers: tuple[str, ...]


def paper_at(place: Path) -> tuple[Project, str | None]:
    """The project of a paper that somebody named, and its main file where that has to be said.

    Args:
        place: a folder, or the main file of a paper.

    Raises:
        InputError: there is no document, or more than one and none was named.
    """
    if place.is_file():
        if not has_document_class(place):
            raise InputError(
                "has no \\documentclass: it is a piece of a paper",
                file=str(place),
                remedy="name the file that inputs it",
            )
        project, name = Project(place.parent.resolve()), place.name
        configured = project.configuration.main
        if configured is not None and project.main_name != name:
            raise InputError(
                f"the configuration names another paper, main = {configured!r}", file=str(place)
            )
        others = project.documents_beside((name,))
        return project, name if others and configured is None else None
    if not place.is_dir():
        raise InputError(f"{place} does not exist")
    project = Project(place.resolve())
    names = project.documents_beside(())
    if project.configuration.main is None and "main.tex" not in names and len(names) != 1:
        if not names:
            below = next(filter(has_document_class, sorted(place.glob("[!.]*/*.tex"))), "PAPER.tex")
            raise InputError(
                f"no file in {place} has a \\documentclass: there is nothing to adopt",
                remedy=f"name the paper: `dlt-proof adopt {below}`",
            )
        raise InputError(
            f"several files hold \\documentclass ({', '.join(names)})",
            remedy=f"name one of them: `dlt-proof adopt {place / names[0]}`",
        )
    return project, None


def read_paper(project: Project) -> Paper:
    """Read a paper and make the plan that it follows.

    Raises:
        InputError: there is no document.
    """
    documents = read_folder(project)
    first = documents[0]
    together = [d for d in documents if d is first or not are_strangers(first, d)]
    document = joined(together)
    graph = paper_graph(document)
    unread = tuple(f for f in document.findings if f.severity == "error")
    strangers = tuple(d.main for d in documents if d not in together)
    return Paper(first, document, graph, plan_of_paper(document, graph), unread, strangers)
