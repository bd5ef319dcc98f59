"""Order and taint: what comes before what, what rests on what, by which chain."""

import networkx as nx
import pytest

from dlt_proof.graph.order import (
    chain,
    cycles,
    foundations,
    impact,
    in_order,
    leaves_first,
    nearest,
    ready,
    rests_on,
    waits_for,
)
from dlt_proof.graph.plan_file import parse_plan
from dlt_proof.records.errors import InputError

from ..conftest import PLAN


def graph_of(*edges: str, nodes: str = "") -> nx.DiGraph:
    """A graph from `ab` for an edge from a to b; `nodes` come first and fix the order."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph


def test_what_a_theorem_rests_on() -> None:
    plan = parse_plan(PLAN, "plan.md")
    assert [n.label for n in rests_on(plan, "thm:main")] == [
        "def:gap",
        "ass:positive",
        "lem:square",
    ]
    assert rests_on(plan, "ass:positive") == []


def test_the_nearest_come_first_each_with_a_shortest_chain() -> None:
    graph = graph_of("ab", "bc", "cd", "bd", "xd", nodes="dxcba")
    found = foundations(graph, "d")
    assert [(r.label, r.distance) for r in found.values()] == [
        ("x", 1), ("c", 1), ("b", 1), ("a", 2),
    ]  # fmt: skip
    assert chain(found, "a") == ["d", "b", "a"]
    fallen = impact(graph, "a")
    assert {label: chain(fallen, label) for label in fallen} == {
        "b": ["a", "b"],
        "d": ["a", "b", "d"],
        "c": ["a", "b", "c"],
    }
    assert foundations(graph, "x") == {} == impact(graph, "d")


def test_of_several_shortest_chains_the_first_in_the_order_of_nodes_is_told() -> None:
    for edges in (["az", "bz", "sa", "sb"], ["sb", "bz", "sa", "az"]):
        assert chain(foundations(graph_of(*edges, nodes="sabz"), "z"), "s") == ["z", "a", "s"]
        assert chain(foundations(graph_of(*edges, nodes="sbaz"), "z"), "s") == ["z", "b", "s"]


def test_a_circle_does_not_rest_on_itself_twice() -> None:
    graph = graph_of("ab", "ba", "bc", "cc")
    assert list(foundations(graph, "a")) == ["b"]
    assert list(impact(graph, "a")) == ["b", "c"]
    assert list(foundations(graph, "c")) == ["b", "a"]


def test_circles_are_short_and_begin_with_their_first_node() -> None:
    assert cycles(graph_of("ab", "bc")) == []
    assert cycles(graph_of("ab", "bc", "ca", "cb", nodes="abc")) == [["b", "c"]]
    assert cycles(graph_of("ab", "bc", "ca", nodes="cab")) == [["c", "a", "b"]]
    assert cycles(graph_of("aa", "ab", "ba")) == [["a"]]
    assert cycles(graph_of("xy", "yx", "ab", "ba", nodes="xyab")) == [["x", "y"], ["a", "b"]]
    long = graph_of("ab", "bc", "cd", "de", "ea", "cf", "fa", "fg", "gf")
    assert cycles(long) == [["f", "g"]]


def test_what_stands_in_a_circle_comes_last() -> None:
    graph = graph_of("ab", "bc", "cb", "cd", "xa", nodes="dcbax")
    assert in_order(graph) == ["x", "a", "d", "c", "b"]
    plan = PLAN.replace("**Downstream consumers:** none", "**Downstream consumers:** lem:square")
    with pytest.raises(InputError, match="lem:square → thm:main → lem:square"):
        leaves_first(parse_plan(plan, "plan.md"))


def test_what_can_be_worked_on_now() -> None:
    graph = graph_of("ac", "bc", "cd", "bd", nodes="dcba")
    assert ready(graph, set()) == ["b", "a"]
    assert ready(graph, {"b"}) == ["a"]
    assert ready(graph, {"a", "b"}) == ["c"]
    assert waits_for(graph, {"b"}) == {"c": ["a"], "d": ["c"]}
    assert ready(graph, set("abcd")) == [] and waits_for(graph, set("abcd")) == {}


def test_what_was_probably_meant() -> None:
    names = ["lem:count", "thm:main", "def:gap", "lem:mass"]
    assert nearest("Lem:Count", names)[0] == "lem:count"
    assert nearest("prop:count", names)[0] == "lem:count"
    assert nearest("lem:cuont", names)[0] == "lem:count"
    assert nearest("xyz", names) == []


def test_a_graph_of_a_plan_is_not_changed_by_who_looks_at_it() -> None:
    graph = parse_plan(PLAN, "plan.md").digraph()
    assert graph.nodes["lem:square"]["kind"] == "lemma"
    with pytest.raises(nx.NetworkXError, match="rozen"):
        graph.add_edge("a", "b")
