"""Documents whose lemma graph is known: data in `tests/cases/graph/`, see its README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from dlt_proof.graph.paper import paper_graph
from dlt_proof.latex.documents import joined, read_folder
from dlt_proof.project import Project

CASES = Path(__file__).parents[1] / "cases/graph"
BLIND = Path(__file__).parents[1] / "cases/graph_blind"
ORDINARY = Path(__file__).parents[1] / "cases/graph_ordinary"

_HEADER = re.compile(r"^=== (?P<name>\S.*)$", re.MULTILINE)
_EDGE = re.compile(r"(?P<source>.+?) -> (?P<target>.+?) (?P<kind>[a-z]+) (?P<place>\S+:\d+)")


class Edge(NamedTuple):
    """An edge as a case lists it; `place` is `file:line`."""

    source: str
    target: str
    kind: str
    place: str


def expected_edges(path: Path) -> set[Edge]:
    """The edges a case lists."""
    return {
        Edge(**match.groupdict())
        for line in _sections(path)["edges"].splitlines()
        if line.strip() and (match := _EDGE.fullmatch(line.strip()))
    }


def found_edges(path: Path, folder: Path) -> set[Edge]:
    """The edges that the program finds in a case, laid out in a folder."""
    for name, text in _sections(path).items():
        if name != "edges":
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    graph = paper_graph(joined(read_folder(Project(folder)))).graph
    return {Edge(e.source, e.target, e.kind, f"{e.file}:{e.line}") for e in graph.edges}


def _sections(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    headers = list(_HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return {h["name"]: text[h.end() + 1 : end] for h, end in zip(headers, ends, strict=True)}
