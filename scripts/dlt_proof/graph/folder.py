"""The lemma graph of a folder with LaTeX in it, however many documents it holds."""

from __future__ import annotations

from collections.abc import Iterable

from ..latex import Document
from ..latex.documents import disagree, joined, labelled, read_folder
from ..project import Project
from ..records.findings import Finding
from ..records.graph import GraphEdge, LemmaGraph
from ..records.record import Record
from .paper import PaperGraph, paper_graph


class FolderGraph(Record):
    """What the LaTeX of a folder tells.

    Args:
        papers: the documents with their graphs; those that share labels are one.
        graph: all of it together.
        unread: what could not be read.
    """

    papers: tuple[tuple[Document, PaperGraph], ...]
    graph: LemmaGraph
    unread: tuple[Finding, ...]


def folder_graph(project: Project) -> FolderGraph:
    """Read the graph of all documents of a folder.

    Args:
        project: the folder; it need not be a proof project, nor hold a whole document.

    Raises:
        InputError: there is no LaTeX in it.
    """
    papers = [(document, paper_graph(document)) for document in _companions(read_folder(project))]
    unread = [f for document, _ in papers for f in document.findings if f.severity == "error"]
    return FolderGraph(
        tuple(papers), _together(paper.graph for _, paper in papers), tuple(dict.fromkeys(unread))
    )


def _companions(documents: list[Document]) -> list[Document]:
    """Documents that give one label to different statements stay apart; the others are one."""
    groups: list[tuple[dict[str, str], list[Document]]] = []
    for document in documents:
        said = labelled(document)
        for known, group in groups:
            if not disagree(said, known):
                group.append(document)
                known.update(said)
                break
        else:
            groups.append((said, [document]))
    return [joined(group) for _, group in groups]


def _together(graphs: Iterable[LemmaGraph]) -> LemmaGraph:
    """All graphs as one; of two nodes that are called the same the later one takes its place's
    name, `chapter2.tex:lem:tail`."""
    first, *others = graphs
    nodes = dict(first.nodes)
    edges = list(first.edges)
    for graph in others:
        names = {}
        for name, node in graph.nodes.items():
            known = nodes.get(name)
            same = known is not None and (known.file, known.line) == (node.file, node.line)
            cited = known is not None and known.kind == node.kind == "citation"
            names[name] = name if known is None or same or cited else f"{node.file}:{name}"
            nodes.setdefault(names[name], node._replace(id=names[name]))
        edges += [
            edge._replace(source=names[edge.source], target=names[edge.target])
            for edge in graph.edges
        ]
    unique: dict[tuple[str, str, str], GraphEdge] = {}
    for edge in edges:
        unique.setdefault((edge.source, edge.target, edge.kind), edge)
    order = {name: number for number, name in enumerate(nodes)}
    return LemmaGraph(
        nodes,
        tuple(sorted(unique.values(), key=lambda e: (order[e.target], order[e.source], e.kind))),
    )
