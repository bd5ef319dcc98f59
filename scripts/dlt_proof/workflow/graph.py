"""The graph of a project, from its plan and its LaTeX, with how far each node is."""

from __future__ import annotations

from ..gates import GateContext
from ..gates.states import node_states, rest_on_false
from ..graph.drift import Drift, drifts
from ..graph.folder import FolderGraph, folder_graph
from ..graph.merged import merged_graph, use_digraph
from ..graph.plan_file import read_plan
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding
from ..records.graph import LemmaGraph
from ..records.record import Record


class ProjectGraph(Record):
    """A project's graph.

    Args:
        graph: nodes and edges.
        unread: what could not be read of plan and paper: uses there are missing.
        drifts: where a blueprint's declarations differ from its text.
    """

    graph: LemmaGraph
    unread: tuple[Finding, ...]
    drifts: tuple[Drift, ...] = ()


def project_graph(project: Project, source: str = "both") -> ProjectGraph:
    """The graph of a folder.

    Args:
        project: its folder, which need not be a proof project.
        source: `plan`, `paper` or `both`.

    Raises:
        InputError: there is neither a plan nor LaTeX, or not the one that was asked for; or no
            statement in it.
    """
    plan = read_plan(project) if source == "plan" or project.has_plan else None
    written: FolderGraph | None = None
    if source != "plan":
        try:
            written = folder_graph(project)
        except InputError:
            if source == "paper" or plan is None:
                raise
    used = None if source == "paper" else plan
    states = node_states(GateContext(project)) if used is not None else {}
    graph = merged_graph(used, written.graph if written else None, states)
    if not graph.nodes:
        raise InputError(
            f"no statement is planned or written in {project.folder}: there is no graph"
        )
    if states:
        fallen = rest_on_false(use_digraph(graph), states) - states.keys()
        nodes = {
            name: node._replace(state="rests-on-false") if name in fallen else node
            for name, node in graph.nodes.items()
        }
        graph = LemmaGraph(nodes, graph.edges)
    unread = (*(used.findings if used else ()), *(written.unread if written else ()))
    papers = written.papers if written else ()
    found = tuple(drift for document, paper in papers for drift in drifts(document, paper))
    return ProjectGraph(graph, unread, found)
