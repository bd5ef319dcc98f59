"""Layout, lines, colours, and the two files with a drawing in them, without a browser."""

import base64
import hashlib
import json
import math
import random
import re
import stat
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from dlt_proof.page import graph_html, graph_svg, layout
from dlt_proof.page.html import counts
from dlt_proof.page.layout import lay_out
from dlt_proof.page.legend import legend_html
from dlt_proof.page.look import EDGE_LOOKS, MARK_STROKES, STATE_LOOKS, shape_of
from dlt_proof.page.places import Size, connected
from dlt_proof.page.uses import Line, lines_of
from dlt_proof.page.words import LONGEST, one_line, plain, shortened
from dlt_proof.records.errors import InputError, MissingPartError
from dlt_proof.records.exit_codes import ExitCode
from dlt_proof.records.graph import EDGE_KINDS, STATES, LemmaGraph

from .graphs import graph_of, large, node, paper
from .test_text_formats import ODD, odd_graph

SVG = "{http://www.w3.org/2000/svg}"


def chain(*pairs: tuple[str, str]) -> LemmaGraph:
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return graph_of([node(name) for name in names], *[(a, b, "proof") for a, b in pairs])


def shortcuts(graph: LemmaGraph) -> set[tuple[str, str]]:
    names = list(graph.nodes)
    return {(names[x.source], names[x.target]) for x in lines_of(graph) if x.shortcut}


# Lines


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


# Layout


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


# Looks


def test_every_state_and_kind_of_edge_has_its_look() -> None:
    assert list(STATE_LOOKS) == list(MARK_STROKES) == list(STATES)
    assert list(EDGE_LOOKS) == list(EDGE_KINDS)
    assert len({look.mark for look in STATE_LOOKS.values()}) == len(STATES)
    assert len({MARK_STROKES[state] for state in STATES}) == len(STATES)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_words_and_marks_can_be_read_on_their_ground(state: str, theme: str) -> None:
    # 4.5 for text and 3 for signs is what WCAG 2.2 asks for (1.4.3, 1.4.11).
    colours = getattr(STATE_LOOKS[state], theme)
    assert contrast(colours.ink, colours.fill) >= 4.5
    if state not in ("false", "all-ancestors-checked"):  # there the mark has the colour of words
        assert contrast(colours.line, colours.fill) >= 3


#: How colours look without one kind of cone: Machado, Oliveira, Fernandes (2009), severity 1.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def times(rows: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]


def lab(colour: str, kind: str) -> list[float]:
    """A colour in CIELAB, where distances are about what people see, as somebody sees it."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    linear = [min(1.0, max(0.0, c)) for c in times(SEEN[kind], linear)]
    ratios = [c / white for c, white in zip(times(XYZ, linear), WHITE, strict=True)]
    x, y, z = (r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", SEEN)
def test_states_differ_also_for_the_colour_blind(kind: str, theme: str) -> None:
    fills = {state: lab(getattr(look, theme).fill, kind) for state, look in STATE_LOOKS.items()}
    del fills["cited"]  # which no statement is: its shape tells
    bad, good = {"false", "rests-on-false"}, {"proved", "checked", "all-ancestors-checked"}
    for one, other in combinations(fills, 2):
        distance = math.dist(fills[one], fills[other])
        assert distance > (25 if {one, other} & bad and {one, other} & good else 6), (one, other)


def test_shapes() -> None:
    assert [shape_of(k) for k in ("definition", "lemma", "citation", "remark")] == [
        "box",
        "ellipse",
        "note",
        "rounded",
    ]


def test_words_that_are_too_long_are_cut_and_others_are_not() -> None:
    assert shortened("lem:short") == "lem:short"
    assert shortened("x" * 400) == "x" * (LONGEST - 1) + "…"
    assert len(shortened("定" * 400)) < 20


def test_titles_are_plain_text() -> None:
    assert plain(r"Bound on $\lambda_{\max}$ \& more") == "Bound on λ_max & more"
    assert plain("nothing odd") == "nothing odd"
    assert one_line("a\x00b\n c") == "a b c"


# Files


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


@pytest.mark.parametrize("graph", [paper(), odd_graph(), large(60)], ids=["paper", "odd", "large"])
def test_the_svg_is_well_formed_and_whole(graph: LemmaGraph) -> None:
    root = ElementTree.fromstring(graph_svg(graph, title='A <title> & "more"\x00'))
    assert root.findtext(f"{SVG}title") == 'A <title> & "more"'
    drawn = [e for e in root.iter(f"{SVG}g") if e.get("data-node")]
    assert [int(e.get("data-node") or "") for e in drawn] == list(range(len(graph.nodes)))
    assert not [e for e in root.iter() if e.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}a")]


def test_a_label_is_whole_in_the_tooltip_and_cut_in_the_node() -> None:
    root = ElementTree.fromstring(graph_svg(odd_graph(), title="odd"))
    nodes = [e for e in root.iter(f"{SVG}g") if e.get("data-node")]
    long = nodes[ODD.index("x" * 400)]
    assert "x" * 400 in (long.findtext(f"{SVG}title") or "")
    assert len(long.findtext(f"{SVG}text") or "") == LONGEST
    odd = nodes[ODD.index("<b>&amp;</b>")]
    assert odd.findtext(f"{SVG}text") == "<b>&amp;</b>"


def test_the_page_carries_every_statement_and_use() -> None:
    page = graph_html(paper(), title="Paper", root=".")
    data = data_of(page)
    assert [one["id"] for one in data["nodes"]] == list(paper().nodes)
    assert len(data["lines"]) == len(paper().edges)
    assert "<math" in str(data["nodes"][3]["html"])
    assert '<a class="reference" href="#ass:emission">' in str(data["nodes"][3]["html"])
    assert page.count('<a class="node') == len(paper().nodes)
    assert "10 nodes, 10 edges: 1 false, 1 rests on false, 1 planned, 2 stated" in page


def test_names_of_a_paper_end_no_element_of_the_page() -> None:
    breaking = "</script><script>alert(1)</script><!--"
    graph = graph_of([node(breaking, title=breaking, statement=breaking, file=breaking)])
    page = graph_html(graph, title=breaking, root=".")
    assert page.count("<script") == 2 and page.count("</script") == 2
    assert "<!--" not in page
    assert data_of(page)["nodes"][0]["latex"] == breaking


def test_the_policy_names_exactly_our_script_and_style() -> None:
    page = graph_html(paper(), title="Paper", root=".")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for element in ("script", "style"):
        found = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(found) == 1
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)
    assert not re.search(r"<[^>]* (style|on\w+)=", page)


@pytest.mark.parametrize(
    ("root", "address"),
    [
        (".", "./"),
        ("..", "./../"),
        ("../my paper", "./../my%20paper/"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29/"),
        ("/tmp/a b", "file:///tmp/a%20b/"),
        (None, None),
    ],
)
def test_the_way_to_the_files(root: str | None, address: str | None) -> None:
    assert data_of(graph_html(paper(), title="Paper", root=root))["root"] == address


def test_one_graph_is_one_file() -> None:
    # In processes of their own, whose sets and dictionaries of hashes differ.
    code = (
        "from tests.page.graphs import large; from dlt_proof.page import graph_html, graph_svg;"
        "print(graph_html(large(40), title='a', root='.') + graph_svg(large(40), title='a'))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": "scripts:.", "PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_the_legend_has_what_is_there_and_nothing_else() -> None:
    graph = graph_of([node("a"), node("b", "theorem", "planned")], ("a", "b", "proof"))
    legend = legend_html(graph, lines_of(graph))
    assert re.findall(r'data-state="([^"]*)"', legend) == ["planned", "proved"]
    assert re.findall(r'data-kind="([^"]*)"', legend) == ["theorem", "lemma"]
    assert re.findall(r'data-line="([^"]*)"', legend) == ["proof"]
    assert "shortcut" not in legend and "goal" not in legend


def test_counts_in_the_singular() -> None:
    assert counts(graph_of([node("a")])) == "1 node, 0 edges: 1 proved"


def test_an_empty_graph_is_refused() -> None:
    for draw in (
        lambda: graph_html(LemmaGraph({}, ()), title="x", root=None),
        lambda: graph_svg(LemmaGraph({}, ()), title="x"),
    ):
        with pytest.raises(InputError, match="no node"):
            draw()


def test_a_node_that_uses_itself_and_a_cycle_can_be_drawn() -> None:
    graph = chain(("a", "a"), ("a", "b"), ("b", "a"))
    assert graph_svg(graph, title="cycle").count('class="line') >= 3
