"""The lemma graph of a paper: its statements and cited works, and who uses whom.

Not here: what a plan says (`plan_file`), and where the two differ (`comparison`).
"""

from __future__ import annotations

from ..latex import Document, Key, Statement, expand_macros, normalise
from ..records.graph import CITATION, GraphEdge, GraphNode, LemmaGraph
from ..records.record import Record
from .uses import ASIDES, Uses, read_uses


class PaperGraph(Record):
    """A paper's graph, and what its nodes are.

    Args:
        graph: nodes and edges.
        statements: for each node that is a statement, all places where it is said.
        unknown: keys of `\\uses`, and of comments, that name nothing: file, offset and key.
    """

    graph: LemmaGraph
    statements: dict[str, tuple[Statement, ...]]
    unknown: tuple[tuple[str, int, str], ...]


def paper_graph(document: Document) -> PaperGraph:
    """Read the lemma graph of a document.

    Args:
        document: as read with its text (`read_document`), not a skeleton.

    Returns:
        Statements as nodes, remarks and the like only where they have a label or something rests
        on them, cited works; an edge for each source, target and kind, with the place that told it
        first.
    """
    uses = read_uses(document)
    statements: dict[str, list[Statement]] = {}
    for statement in document.statements:
        statements.setdefault(uses.named[statement.environment.span], []).append(statement)
    proved = {uses.named[s.environment.span] for p in document.proofs for s in p.statements}
    kept = _kept(statements, uses)
    nodes = {
        name: _statement_node(document, name, group, proved=name in proved)
        for name, group in statements.items()
        if name in kept
    }
    citing = {source for source, target, _ in uses.told if target in kept}
    for key, place in uses.cited.items():
        if f"cite:{key}" in citing:
            nodes[f"cite:{key}"] = _cited_node(document, key, place)
    order = {name: number for number, name in enumerate(nodes)}
    edges = [
        GraphEdge(source, target, kind, file, document.files[file].position(place)[0])
        for (source, target, kind), (file, place) in uses.told.items()
        if source in nodes and target in nodes
    ]
    edges.sort(key=lambda e: (order[e.target], order[e.source], e.kind))
    found = {name: tuple(group) for name, group in statements.items() if name in kept}
    return PaperGraph(LemmaGraph(nodes, tuple(edges)), found, uses.unknown)


def _kept(statements: dict[str, list[Statement]], uses: Uses) -> set[str]:
    """All nodes but the asides without label on which nothing rests."""
    kept = {
        name
        for name, group in statements.items()
        if group[0].kind not in ASIDES or any(s.label for s in group)
    }
    sources: dict[str, set[str]] = {}
    for source, target, kind in uses.told:
        if kind != "mention":
            sources.setdefault(target, set()).add(source)
    waiting = list(kept)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source in statements and source not in kept:
                kept.add(source)
                waiting.append(source)
    return kept


def _statement_node(
    document: Document, name: str, group: list[Statement], *, proved: bool
) -> GraphNode:
    first = next((s for s in group if s.label), group[0])
    span = first.environment.span
    text = normalise(document.text(first.environment.body))
    return GraphNode(
        id=name,
        label=first.label or "",
        kind=first.kind,
        title=" ".join((first.environment.option or "").split()),
        file=span.file,
        line=document.files[span.file].position(span.start)[0],
        state="proved" if proved else "stated",
        statement=normalise(expand_macros(text, document.steady_macros)),
    )


def _cited_node(document: Document, key: str, place: Key) -> GraphNode:
    span = document.bibliography.get(key) or place.span
    line = document.source(span.file).position(span.start)[0]
    return GraphNode(
        id=f"cite:{key}", label="", kind=CITATION, title=key, file=span.file, line=line,
        state="cited",
    )  # fmt: skip
