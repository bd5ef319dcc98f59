"""DOT and Mermaid: valid text, whatever the labels are."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from dlt_proof.page import graph_dot, graph_mermaid
from dlt_proof.page.layout import _program
from dlt_proof.records.errors import InputError
from dlt_proof.records.graph import LemmaGraph

from .graphs import graph_of, large, node, paper

#: Names as no author would choose them, and some did.
ODD = [
    'quo"te',
    "back\\slash",
    "back\\",
    "<b>&amp;</b>",
    "end",
    "a]b)c}d|e;f#g",
    "ünïcode ∀ε 定理",
    "new\nline\x00\x1b",
    "x" * 400,
    "style: #a;",
    "%% comment",
    "1. list",
]


def odd_graph() -> LemmaGraph:
    nodes = [node(label, title=label[::-1]) for label in ODD]
    return graph_of(nodes, *[(a, b, "proof") for a, b in pairwise(ODD)])


def drawn_by_graphviz(dot: str) -> str:
    done = subprocess.run([_program(), "-Tsvg"], input=dot.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert b"rror" not in done.stderr
    return done.stdout.decode()


@pytest.mark.parametrize("graph", [paper(), odd_graph(), large(60)], ids=["paper", "odd", "large"])
def test_graphviz_reads_the_dot(graph: LemmaGraph) -> None:
    svg = drawn_by_graphviz(graph_dot(graph))
    assert svg.count('class="node') == len(graph.nodes)
    assert svg.count('class="edge') == len(graph.edges)


def test_a_label_is_in_the_drawing_as_it_was_written() -> None:
    svg = drawn_by_graphviz(graph_dot(graph_of([node('<b>&"\\n')])))
    assert "&lt;b&gt;&amp;&quot;\\n</text>" in svg.replace("&#45;", "-")


def test_dot_tells_kinds_states_and_uses_apart() -> None:
    lines = graph_dot(paper()).splitlines()
    line_of = {line.split('"')[1]: line for line in lines if "label=" in line and "->" not in line}
    assert "shape=box" in line_of["ass:emission"]
    assert "shape=ellipse" in line_of["lem:count"]
    assert "shape=note" in line_of["cite:freedman75"]
    assert "peripheries=2" in line_of["thm:main"] and "penwidth=2.5" in line_of["thm:main"]
    assert "peripheries=1" in line_of["lem:mass"] and "penwidth=1" in line_of["lem:mass"]
    assert "✗" in line_of["lem:wrong"] and "✗" not in line_of["lem:mass"]
    styles = {
        kind: next(line for line in lines if f"class={kind}" in line)
        for kind in ("proof", "statement", "declared", "mention", "cites")
    }
    assert "style=solid" in styles["proof"]
    assert "style=dashed" in styles["statement"]
    assert "style=dotted" in styles["declared"]
    assert "constraint=false" in styles["mention"]
    assert "constraint=false" not in styles["proof"]


def test_mermaid_names_nodes_by_number_and_labels_by_entities() -> None:
    text = graph_mermaid(odd_graph())
    lines = text.splitlines()
    assert lines[0] == "flowchart TB"
    nodes = [line for line in lines if re.match(r"  n\d+\W", line) and '"' in line]
    assert [line.split("(")[0].strip() for line in nodes] == [f"n{i}" for i in range(len(ODD))]
    for line in nodes:
        label = line.split('"')[1]
        assert line.count('"') == 2
        assert not re.search(r"[\\\[\]{}|&;`$_]", re.sub(r"#\d+;|<br/>", "", label)), line
    assert "quo#34;te" in text
    assert "#60;b#62;#38;amp#59;#60;/b#62;" in text


def test_mermaid_escapes_what_its_own_reading_of_entities_would_eat() -> None:
    # Mermaid drops the semicolon behind `style…:…#…;` on a line, for the sake of style statements.
    line = next(line for line in graph_mermaid(odd_graph()).splitlines() if "style#" in line)
    label = line.split('"')[1]
    assert ":" not in label


def test_mermaid_draws_uses_and_no_mentions() -> None:
    text = graph_mermaid(paper())
    assert "n3 --> n4" in text  # a proof
    assert "n2 -.-> n3" in text  # a statement
    assert "n5 --> n7" not in text and "n5 -.-> n7" not in text  # a mention
    assert 'n7(["' in text and 'n2["' in text and 'n9>"' in text
    assert re.search(r"class n7 bold", text) and re.search(r"class n7 goal", text)


def test_one_graph_is_one_text() -> None:
    assert graph_dot(large(40)) == graph_dot(large(40))
    assert graph_mermaid(large(40)) == graph_mermaid(large(40))


@pytest.mark.parametrize("draw", [graph_dot, graph_mermaid])
def test_an_empty_graph_is_refused(draw) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="no node"):
        draw(LemmaGraph({}, ()))


def test_the_program_is_the_one_of_this_environment() -> None:
    assert Path(_program()).is_file()
