"""The page and the SVG file: whole, well formed, and nothing of a paper out of its place."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dlt_proof.page import graph_html, graph_svg
from dlt_proof.page.html import counts
from dlt_proof.page.legend import legend_html
from dlt_proof.page.uses import lines_of
from dlt_proof.page.words import LONGEST
from dlt_proof.records.errors import InputError
from dlt_proof.records.graph import LemmaGraph

from .graphs import graph_of, large, node, paper
from .test_text_formats import ODD, odd_graph

SVG = "{http://www.w3.org/2000/svg}"


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
    pairs = [("a", "a"), ("a", "b"), ("b", "a")]
    graph = graph_of([node("a"), node("b")], *[(*pair, "proof") for pair in pairs])
    assert graph_svg(graph, title="cycle").count('class="line') >= 3
