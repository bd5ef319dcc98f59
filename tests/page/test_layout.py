"""Which lines there are, and where nodes and lines go."""

import random
import re
import stat
import sys
from pathlib import Path

import networkx
import pytest

from dlt_proof.page import graph_svg, layout
from dlt_proof.page.layout import lay_out
from dlt_proof.page.places import Size, connected
from dlt_proof.page.uses import Line, lines_of
from dlt_proof.records.errors import MissingPartError
from dlt_proof.records.exit_codes import ExitCode
from dlt_proof.records.graph import LemmaGraph

from .graphs import graph_of, large, node, paper


def chain(*pairs: tuple[str, str]) -> LemmaGraph:
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return graph_of([node(name) for name in names], *[(a, b, "proof") for a, b in pairs])


def shortcuts(graph: LemmaGraph) -> set[tuple[str, str]]:
    names = list(graph.nodes)
    return {(names[x.source], names[x.target]) for x in lines_of(graph) if x.shortcut}


def test_a_line_that_a_longer_way_implies_is_a_shortcut() -> None:
    assert shortcuts(chain(("a", "b"), ("b", "c"), ("a", "c"))) == {("a", "c")}
    assert shortcuts(chain(("a", "b"), ("b", "c"), ("a", "d"))) == set()


def test_no_line_of_a_cycle_is_a_shortcut() -> None:
    assert shortcuts(chain(("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"))) == set()
    assert shortcuts(chain(("a", "b"), ("b", "a"), ("b", "c"), ("a", "c"))) == set()


@pytest.mark.parametrize("seed", range(20))
def test_shortcuts_are_what_a_transitive_reduction_leaves_out(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"n{i}" for i in range(12)]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if chance.random() < 0.3]
    graph = chain(*pairs)
    reduced = networkx.transitive_reduction(networkx.DiGraph(pairs))
    assert shortcuts(graph) == set(pairs) - set(reduced.edges)


def test_a_pair_is_one_line_drawn_by_what_says_most() -> None:
    graph = graph_of(
        [node("a"), node("b")], ("a", "b", "mention"), ("a", "b", "declared"), ("a", "b", "proof")
    )
    assert lines_of(graph) == [Line(0, 1, ("proof", "declared", "mention"))]


def test_mentions_and_citations_imply_nothing() -> None:
    nodes = [node(name) for name in "abc"]
    graph = graph_of(nodes, ("a", "b", "mention"), ("b", "c", "proof"), ("a", "c", "proof"))
    assert shortcuts(graph) == set()


def test_what_is_used_is_above_what_uses_it() -> None:
    graph = large(150)
    lines = lines_of(graph)
    found = lay_out([Size(120, 40)] * len(graph.nodes), lines)
    for line in lines:
        if line.is_laid_out:
            assert found.places[line.source][1] < found.places[line.target][1]
            assert (line.source, line.target) in found.routes


def test_no_node_covers_another_and_all_are_on_the_sheet() -> None:
    graph = large(150)
    chance = random.Random(1)
    sizes = [Size(chance.randint(60, 260), chance.choice([32, 46])) for _ in graph.nodes]
    found = lay_out(sizes, lines_of(graph))
    boxes = []
    for number, (x, y) in found.places.items():
        w, h = sizes[number].width / 2, sizes[number].height / 2
        assert x - w > -1 and y - h > -1 and x + w < found.width + 1 and y + h < found.height + 1
        boxes.append((x - w, y - h, x + w, y + h))
    for number, a in enumerate(boxes):
        for b in boxes[:number]:
            assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_lines_end_at_their_nodes_also_where_layers_were_moved_apart() -> None:
    fan = chain(*[("hub", f"leaf{i}") for i in range(60)], ("leaf3", "end"))
    sizes = [Size(100, 40)] * len(fan.nodes)
    found = lay_out(sizes, lines_of(fan))
    assert found.height > 400  # three layers side by side would be 200 high
    for (source, target), route in found.routes.items():
        assert abs(route[0][1] - (found.places[source][1] + 20)) < 25
        # A head of eight units is between the end and the node, beside it where the line is flat.
        assert -25 < found.places[target][1] - 20 - route[-1][1] < 13


def test_single_nodes_stand_in_rows() -> None:
    found = lay_out([Size(100, 30)] * 50, [])
    assert len({y for _, y in found.places.values()}) > 3
    assert found.width < 3 * found.height


def test_parts_are_found() -> None:
    assert connected(5, [(0, 3), (4, 1)]) == [[0, 3], [1, 4], [2]]


def test_without_the_program_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    layout._program.cache_clear()
    monkeypatch.setattr(layout, "PROGRAM", "graphviz-that-is-not-there")
    with pytest.raises(MissingPartError, match="not installed") as caught:
        graph_svg(paper(), title="x")
    layout._program.cache_clear()
    assert caught.value.exit_code == ExitCode.MISSING_PART
    assert "pip install" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo oh >&2; exit 3", "failed with exit code 3: oh"),
        ("exit 0", "failed with exit code 0"),
        ("sleep 20", "has not laid out the graph after 1 seconds"),
        ("echo 'graph 1 1 1'; echo 'node 0 0 0 1 1 x'; echo stop", "another graph"),
    ],
)
def test_a_program_that_fails_is_named(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(layout, "_program", lambda: str(program))
    monkeypatch.setattr(layout, "TIME_LIMIT", 1.0)
    with pytest.raises(MissingPartError, match=re.escape(said)):
        graph_svg(paper(), title="x")
