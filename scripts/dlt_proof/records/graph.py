"""The lemma graph: statements and sources as nodes, uses as edges, each with its place.

An edge runs from what is used to what uses it, whether a plan, a paper or both told of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

GRAPH_SCHEMA = "dlt-proof/graph/1"

#: `proof`: a proof refers to it and uses it; `statement`: a statement does; `declared`: the plan or
#: a `\uses` says so; `mention`: referred to and not used; `cites`: a work that is cited.
EdgeKind: TypeAlias = 'Literal["proof", "statement", "declared", "mention", "cites"]'
EDGE_KINDS = ("proof", "statement", "declared", "mention", "cites")
#: The kinds by which one statement rests on another.
USES = ("proof", "statement", "declared", "cites")

#: How far a node is, from worst to best. `false`: its numeric check found an instance that
#: violates it; `rests-on-false`: something it rests on is false; `planned`: not in the LaTeX;
#: `stated`: there, without proof; `given`: in an adopted paper, not under management, unchecked;
#: `cited`: the work of others; `proved`: a proof is written; `checked`: its steps have current
#: evidence; `all-ancestors-checked`: and so has everything it rests on.
STATES = (
    "false",
    "rests-on-false",
    "planned",
    "stated",
    "given",
    "cited",
    "proved",
    "checked",
    "all-ancestors-checked",
)

#: The kind of a node that stands for the work of others.
CITATION = "citation"


class GraphNode(Record):
    """A statement, planned or written, or a cited work.

    Args:
        id: unique in the graph: the label, or file and ordinal for a statement without label
            (`paper.tex#3`), or `cite:key`.
        label: its LaTeX label, "" where it has none.
        kind: what it is: a statement's kind as in `latex.STATEMENT_KINDS`, or `citation`.
        title: the title given to it, or the name under which it is printed; masked LaTeX.
        file: where it stands, relative to the root; the plan's file where it is only planned.
        line: there, from 1.
        state: one of `STATES`.
        statement: its text in LaTeX, the paper's macros expanded, "" for a cited work.
        goal: whether the paper exists for it (only a plan says so).
        managed: whether gates apply to it.
    """

    id: str
    label: str
    kind: str
    title: str
    file: str
    line: int
    state: str
    statement: str = ""
    goal: bool = False
    managed: bool = True


class GraphEdge(Record):
    """A use: `source` is used by `target`, as told at a place.

    Args:
        source, target: identifiers of nodes.
        kind: one of `EDGE_KINDS`.
        file: where it is told, relative to the root.
        line: there, from 1.
    """

    source: str
    target: str
    kind: str
    file: str
    line: int


class LemmaGraph(Record):
    """Nodes in reading order (planned ones without text last), edges in the order of targets.

    Args:
        nodes: by identifier.
        edges: at most one for each source, target and kind: the first place that told.
    """

    nodes: Mapping[str, GraphNode]
    edges: tuple[GraphEdge, ...]

    def as_json(self) -> dict[str, Any]:
        """The graph as `plan graph --format json` prints it."""
        return {
            "schema": GRAPH_SCHEMA,
            "nodes": [
                {
                    "id": node.id,
                    "label": node.label,
                    "kind": node.kind,
                    "title": node.title,
                    "file": node.file,
                    "line": node.line,
                    "state": node.state,
                }
                for node in self.nodes.values()
            ],
            "edges": [
                {
                    "from": edge.source,
                    "to": edge.target,
                    "kind": edge.kind,
                    "file": edge.file,
                    "line": edge.line,
                }
                for edge in self.edges
            ],
        }
