"""`dlt-proof plan graph`: the lemma graph as text, JSON or a picture."""

from __future__ import annotations

import os
import sys

from ...project import Project
from ...project.files import exists, is_folder
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ...graph.drift import Drift
    from ...records.graph import LemmaGraph


#: So many differences of one kind are listed, and so many lines of nodes with what they use.
_LISTED = 5
_MOST_LINES = 200
#: Files in which somebody's text stands: no graph is written over them.
_SOURCES = (".tex", ".ltx", ".bib", ".sty", ".cls", ".md", ".toml", ".py")


def run_graph(options: argparse.Namespace) -> ExitCode:
    from ...workflow.graph import project_graph

    _refuse_source(options.output)
    project = _project(options.folder)
    progress = Progress(options.quiet)
    known = project_graph(project, options.source)
    for finding in known.unread[:3]:
        progress.say(printable(f"{finding.file}:{finding.line}: {finding.message}"))
    if known.unread:
        many = len(known.unread)
        places = "1 place" if many == 1 else f"{many} places"
        progress.say(f"{places} could not be read: uses there are missing")
    text = _shown(known.graph, options.format, project)
    if options.format == "text":
        text += _drifts_as_text(known.drifts)
    if options.output is None:
        sys.stdout.write(text)
    else:
        from ...project import write_text

        write_text(options.output, text)
        progress.say(f"written: {options.output}")
    return ExitCode.HOLDS


def _refuse_source(output: str | None) -> None:
    """Raises InputError where `--output` names a source that is there."""
    if output is not None and output.lower().endswith(_SOURCES) and exists(output):
        raise InputError(
            "is a source, and the graph would be written over it",
            file=output,
            remedy="name another file, like graph.html",
        )


def _project(folder: str | None) -> Project:
    """The folder that was named, whatever is in it, or the project around the working directory."""
    if folder is None:
        from .common import project_in

        return project_in(None)
    if not is_folder(folder):
        raise InputError(f"{folder} is no folder")
    return Project(os.path.realpath(folder))


def _shown(graph: LemmaGraph, format: str, project: Project) -> str:
    if format == "json":
        import json

        return json.dumps(graph.as_json(), ensure_ascii=False, indent=1) + "\n"
    if format == "text":
        return _as_text(graph)
    from ... import page

    title = project.root.name
    if format == "html":
        return page.graph_html(graph, title=title, root=project.folder)
    if format == "svg":
        return page.graph_svg(graph, title=title)
    return page.graph_mermaid(graph) if format == "mermaid" else page.graph_dot(graph)


def _as_text(graph: LemmaGraph) -> str:
    """One line for each node, with what it uses; then the counts."""
    uses: dict[str, dict[str, list[str]]] = {}
    for edge in graph.edges:
        uses.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge.kind)
    lines = []
    for name, node in graph.nodes.items():
        if node.kind == "citation":
            continue
        lines.append(f"{name:<32} {node.kind:<12} {node.state:<12} {node.file}:{node.line}")
        for source, kinds in uses.get(name, {}).items():
            lines.append(f"    {'mentions' if kinds == ['mention'] else 'uses'} {source}"
                         f" ({', '.join(kinds)})")  # fmt: skip
    if len(lines) > _MOST_LINES:
        more = f"… and {len(lines) - _MOST_LINES} more lines: --format json shows all"
        lines = [*lines[:_MOST_LINES], more]
    lines = [printable(line) for line in lines]
    kinds = [edge.kind for edge in graph.edges]
    counts = ", ".join(f"{kinds.count(k)} {k}" for k in dict.fromkeys(sorted(kinds)))
    lines.append(f"{len(graph.nodes)} nodes, {len(graph.edges)} edges: {counts or 'none'}")
    return "\n".join(lines) + "\n"


def _drifts_as_text(drifts: Sequence[Drift]) -> str:
    """What a blueprint declares otherwise than its text, counted, the first ones listed."""
    from ...graph.drift import DRIFTS

    lines: list[str] = []
    for kind, words in DRIFTS.items():
        found = [drift for drift in drifts if drift.kind == kind]
        if found:
            lines.append(f"{len(found)} {words}:")
            lines += [printable(f"    {d.file}:{d.line}: {d.message}") for d in found[:_LISTED]]
            if len(found) > _LISTED:
                lines.append(f"    … and {len(found) - _LISTED} more")
    return "".join(f"{line}\n" for line in lines)
