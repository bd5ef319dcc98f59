"""One graph from plan and paper: no node or use of either is lost, none is told twice."""

from __future__ import annotations

from dlt_proof.graph.merged import merged_graph, plan_edges, use_digraph
from dlt_proof.graph.plan_file import parse_plan
from dlt_proof.records.graph import GraphEdge, GraphNode, LemmaGraph

NODE = """
## {label}
**Kind:** lemma
**Statement:** The words of {label}.
**Hypotheses:** {hypotheses}
**Techniques:** none
**Downstream consumers:** {consumers}
**Section:** sections/01-all.tex
**Goal:** {goal}
**Check:** none: no number in it
**Managed:** {managed}
"""


def node(label: str, consumers: str = "none", hypotheses: str = "none", goal: str = "no",
         managed: str = "yes") -> str:  # fmt: skip
    return NODE.format(label=label, consumers=consumers, hypotheses=hypotheses, goal=goal,
                       managed=managed)  # fmt: skip


PLAN = parse_plan(
    node("lem:a", consumers="lem:b, lem:gone")
    + node("lem:b", hypotheses="lem:a", goal="yes", managed="no")
    + node("lem:c"),
    "plan.md",
)
PAPER = LemmaGraph(
    {
        name: GraphNode(name, name, "lemma", "", "main.tex", line, "stated")
        for name, line in [("lem:x", 3), ("lem:b", 9), ("lem:a", 5), ("lem:c", 11)]
    },
    (
        GraphEdge("lem:a", "lem:b", "declared", "main.tex", 10),
        GraphEdge("lem:a", "lem:b", "proof", "main.tex", 12),
        GraphEdge("lem:x", "lem:b", "mention", "main.tex", 13),
    ),
)


def test_edges_of_a_plan_are_told_once_and_unknown_names_left_out() -> None:
    line = PLAN.nodes["lem:a"].field_lines["Downstream consumers"]
    assert plan_edges(PLAN) == [GraphEdge("lem:a", "lem:b", "declared", "plan.md", line)]


def test_plan_alone() -> None:
    graph = merged_graph(PLAN, None, {"lem:a": "planned"})
    assert list(graph.nodes) == ["lem:a", "lem:b", "lem:c"]
    assert {n.file for n in graph.nodes.values()} == {"plan.md"}
    assert [n.goal for n in graph.nodes.values()] == [False, True, False]
    assert [(e.source, e.target) for e in graph.edges] == [("lem:a", "lem:b")]


def test_paper_alone() -> None:
    graph = merged_graph(None, PAPER, {})
    assert graph.edges == PAPER.edges and all(n.managed for n in graph.nodes.values())


def test_both() -> None:
    graph = merged_graph(PLAN, PAPER, {"lem:a": "proved", "lem:b": "given"})
    assert list(graph.nodes) == list(PAPER.nodes), "the paper's order; none twice"
    assert {n.file for n in graph.nodes.values()} == {"main.tex"}
    states = {name: node.state for name, node in graph.nodes.items()}
    assert states["lem:a"] == "proved" and states["lem:x"] == "stated"
    assert [n.managed for n in graph.nodes.values()] == [False, False, True, True]
    # What the text declares has its place there, and not once more in the plan.
    assert [(e.source, e.kind, e.file) for e in graph.edges] == [
        ("lem:x", "mention", "main.tex"),
        ("lem:a", "declared", "main.tex"),
        ("lem:a", "proof", "main.tex"),
    ]


def test_mentions_are_no_uses() -> None:
    graph = use_digraph(merged_graph(PLAN, PAPER, {}))
    assert list(graph.edges) == [("lem:a", "lem:b")] and "lem:x" in graph


def test_nothing_at_all() -> None:
    assert merged_graph(None, None, {}) == LemmaGraph({}, ())


def test_a_plan_cannot_name_a_statement_without_label() -> None:
    (finding,) = parse_plan(node("main.tex#3", goal="yes"), "plan.md").findings
    assert (finding.line, finding.rule) == (2, "G1")
