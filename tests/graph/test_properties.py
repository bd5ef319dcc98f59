"""Random plans and graphs: to the file and back, and every question against brute force."""

import time
from collections.abc import Collection, Iterable
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlt_proof.graph.order import (
    chain,
    cycles,
    foundations,
    impact,
    in_circles,
    in_order,
    leaves_first,
    ready,
    rests_on,
    waits_for,
)
from dlt_proof.graph.plan_edit import edit_field
from dlt_proof.graph.plan_file import Plan, format_plan, parse_plan
from dlt_proof.graph.shape import shape_findings
from dlt_proof.records.errors import InputError
from dlt_proof.records.plan import PLAN_KINDS, PROVABLE_KINDS, PlanNode

# ---- plans --------------------------------------------------------------------------------------

#: Signs that mean something to some part of the file's reading, and others that look like it.
_SIGNS = "ab:_-é$\\%#~{}*`<>!|= \t,.\n\r\v\x0c\x1c\x85\u2028\u200b\ufeff\0"
ANY_TEXT = st.one_of(
    st.text(_SIGNS, max_size=12),
    st.sampled_from(["none", "None", "none: x", "## a", "**Kind:** x", "<!-- a -->", "-->", "yes"]),
    st.text(max_size=6),
)
NAMES = [f"lem:{letter}" for letter in "abcdefgh"] + ["thm:é", "ass:x'", "def:A.1+2"]


@st.composite
def plans(draw: st.DrawFn) -> list[PlanNode]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    some = st.lists(st.sampled_from(names), unique=True, max_size=3).map(tuple)
    techniques = st.lists(st.sampled_from(["markov", "matrix-bernstein"]), unique=True).map(tuple)
    statement = st.text("ab $\\le{}é*#.,:", min_size=1).map(lambda s: s.strip(" \t"))
    nodes = []
    for number, name in enumerate(names):
        kind = draw(st.sampled_from(PLAN_KINDS))
        checks = ["none: why not", "checks/x.py", "nonetheless.py"]
        nodes.append(
            PlanNode(
                label=name,
                kind=kind,
                statement=draw(statement.filter(bool)),
                hypotheses=draw(some),
                techniques=draw(techniques),
                consumers=draw(some),
                section="sections/x.tex",
                goal=draw(st.booleans()),
                managed=draw(st.booleans()),
                check=draw(st.sampled_from(checks)) if kind in PROVABLE_KINDS else None,
                line=number,
            )
        )
    return nodes


@st.composite
def any_nodes(draw: st.DrawFn) -> PlanNode:
    """A node of which any one value may be anything."""
    node = draw(plans())[0]
    field = draw(st.sampled_from(["label", "kind", "statement", "section", "check", "names"]))
    if field == "names":
        names = tuple(draw(st.lists(ANY_TEXT, max_size=3)))
        return node._replace(**{draw(st.sampled_from(["hypotheses", "techniques"])): names})
    return node._replace(**{field: draw(ANY_TEXT)})


def content(nodes: Iterable[PlanNode]) -> list[PlanNode]:
    return [node._replace(line=0, field_lines={}) for node in nodes]


def read(nodes: Iterable[PlanNode]) -> Plan:
    plan = parse_plan(format_plan(nodes), "plan.md")
    assert plan.findings == () and plan.unread == frozenset()
    return plan


@given(plans())
def test_writing_and_reading_loses_nothing(nodes: list[PlanNode]) -> None:
    again = read(nodes)
    assert content(again.nodes.values()) == content(nodes)
    assert format_plan(again.nodes.values()) == format_plan(nodes)
    for node in again.nodes.values():
        line = format_plan(nodes).split("\n")[node.line - 1]
        assert line == f"## {node.label}"


@settings(max_examples=200)
@given(any_nodes())
@example(
    PlanNode(
        label="lem:a",
        kind="theorem",
        statement="x",
        section="sections/x.tex",
        line=0,
        hypotheses=("none",),
        check="none: why not",
    )
)
def test_a_node_is_written_without_loss_or_refused(node: PlanNode) -> None:
    try:
        text = format_plan([node])
    except InputError:
        return
    for end in ("\n", "\r\n", "\r"):
        plan = parse_plan(text.replace("\n", end), "plan.md")
        assert plan.findings == () and content(plan.nodes.values()) == content([node])


@given(plans(), st.data())
def test_any_line_anywhere_is_read_or_told(nodes: list[PlanNode], data: st.DataObject) -> None:
    lines = format_plan(nodes).split("\n")
    place = data.draw(st.integers(0, len(lines)))
    inserted = data.draw(ANY_TEXT)
    plan = parse_plan("\n".join([*lines[:place], inserted, *lines[place:]]), "plan.md")
    shape_findings(plan)
    labels = {node.label for node in nodes}
    told = {finding.line for finding in plan.findings}
    if not told and "<!--" not in inserted and not inserted.strip().startswith("#"):
        assert plan.nodes.keys() == labels
    # What is gone is known to be gone, or a comment that does not end says so.
    if "<!--" not in inserted:
        assert labels <= plan.nodes.keys() | plan.unread
    count = "\n".join([*lines, inserted]).replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert all(1 <= line <= count + 1 for line in told)


@given(plans(), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_editing_changes_one_field_and_no_other_line(
    nodes: list[PlanNode], end: str, data: st.DataObject
) -> None:
    text = format_plan(nodes).replace("\n", f"  <!-- c -->{end}")
    node = data.draw(st.sampled_from(nodes))
    field, attribute, value = data.draw(
        st.sampled_from([("Managed", "managed", "no"), ("Section", "section", "sections/new.tex")])
    )
    edited = edit_field(text, node.label, field, value)
    changed = {"managed": False} if field == "Managed" else {attribute: value}
    expected = [n._replace(**changed) if n.label == node.label else n for n in nodes]
    assert content(parse_plan(edited, "p").nodes.values()) == content(expected)
    old, new = text.split(end), edited.split(end)
    same = [line for line in old if not line.startswith(f"**{field}:**")]
    assert same == [line for line in new if not line.startswith(f"**{field}:**")]
    assert edit_field(edited, node.label, field, value) == edited


@given(plans())
def test_orphans_agree_with_brute_force(nodes: list[PlanNode]) -> None:
    found = shape_findings(read(nodes))
    orphans = {node.label for node in nodes if not node.goal and not node.consumers}
    assert {f.message.split()[0] for f in found if f.rule == "G4"} == orphans
    one_sided = {
        (node.label, hypothesis)
        for node in nodes
        for hypothesis in node.hypotheses
        if node.label not in next(n for n in nodes if n.label == hypothesis).consumers
    }
    assert sum(f.rule == "G3" for f in found) == len(one_sided)
    assert any(f.rule == "G6" for f in found) != any(n.goal and n.managed for n in nodes)


@given(plans())
def test_a_plan_goes_in_circles_where_brute_force_does(nodes: list[PlanNode]) -> None:
    plan = read(nodes)
    edges = {(n.label, c) for n in nodes for c in n.consumers}
    edges |= {(h, n.label) for n in nodes for h in n.hypotheses}
    reach = reachable([n.label for n in nodes], edges)
    told = [f for f in shape_findings(plan) if f.rule == "G5"]
    assert bool(told) == any((n.label, n.label) in reach for n in nodes)
    for finding in told:
        walk = finding.message.split(": ")[1].split(" → ")
        assert walk[0] == walk[-1] and set(pairwise(walk)) <= edges
        line = format_plan(nodes).split("\n")[finding.line - 1]
        assert line.startswith(("**Downstream", "**Hypotheses"))
        assert (walk[1] if line.startswith("**D") else walk[0]) in line
    if told:
        with pytest.raises(InputError, match="circle"):
            leaves_first(plan)
    else:
        order = [node.label for node in leaves_first(plan)]
        assert sorted(order) == sorted(plan.nodes)
        assert all(order.index(a) < order.index(b) for a, b in edges)
    for node in nodes:
        below = {label for label in plan.nodes if (label, node.label) in reach}
        assert {n.label for n in rests_on(plan, node.label)} - {node.label} == below - {node.label}


# ---- graphs -------------------------------------------------------------------------------------


@st.composite
def digraphs(draw: st.DrawFn, *, acyclic: bool = False) -> nx.DiGraph:
    size = draw(st.integers(1, 9))
    places = draw(st.permutations(range(size)))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    edges = draw(st.lists(pairs, max_size=20))
    graph = nx.DiGraph()
    graph.add_nodes_from(f"n{place}" for place in range(size))
    for a, b in edges:
        if not acyclic or a != b:
            a, b = (min(a, b), max(a, b)) if acyclic else (a, b)
            graph.add_edge(f"n{places[a]}", f"n{places[b]}")
    return graph


def reachable(
    nodes: Iterable[str], edges: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """By brute force: each pair that a walk joins, with the length of the shortest."""
    nodes = list(nodes)
    walks = dict.fromkeys(edges, 1)
    for length in range(2, len(nodes) + 1):
        for a, b in list(walks):
            for c, d in edges:
                if b == c and walks[a, b] == length - 1:
                    walks.setdefault((a, d), length)
    return walks


@given(digraphs())
def test_circles_agree_with_brute_force(graph: nx.DiGraph) -> None:
    reach = reachable(graph, graph.edges)
    found = cycles(graph)
    parts = {
        frozenset(b for b in graph if (a, b) in reach and (b, a) in reach)
        for a in graph
        if (a, a) in reach
    }
    assert len(found) == len(parts)
    assert in_circles(graph) == {label for label in graph if (label, label) in reach}
    for cycle in found:
        assert len(set(cycle)) == len(cycle)
        assert set(zip(cycle, [*cycle[1:], cycle[0]], strict=True)) <= set(graph.edges)
        part = next(part for part in parts if set(cycle) <= part)
        assert len(cycle) == min(reach[label, label] for label in part)


@given(digraphs())
def test_taint_agrees_with_brute_force(graph: nx.DiGraph) -> None:
    reach = reachable(graph, graph.edges)
    rank = {label: number for number, label in enumerate(graph)}
    for label in graph:
        below, above = foundations(graph, label), impact(graph, label)
        expected = {a: reach[a, label] for a in graph if (a, label) in reach and a != label}
        assert {r.label: r.distance for r in below.values()} == expected
        expected = {b: reach[label, b] for b in graph if (label, b) in reach and b != label}
        assert {r.label: r.distance for r in above.values()} == expected
        for found, up in ((below, False), (above, True)):
            keys = [(r.distance, rank[r.label]) for r in found.values()]
            assert keys == sorted(keys)
            for other, reached in found.items():
                walk = chain(found, other)
                pairs = pairwise(walk) if up else ((b, a) for a, b in pairwise(walk))
                assert walk[0] == label and walk[-1] == other
                assert len(walk) == reached.distance + 1
                assert all(graph.has_edge(*pair) for pair in pairs)


@given(digraphs(), st.data())
def test_what_is_ready_agrees_with_brute_force(graph: nx.DiGraph, data: st.DataObject) -> None:
    done = set(data.draw(st.lists(st.sampled_from(list(graph)), unique=True)))
    free = {b for b in graph if b not in done and not {a for a, c in graph.edges if c == b} - done}
    assert set(ready(graph, done)) == free
    waiting = waits_for(graph, done)
    assert waiting.keys() == set(graph) - done - free
    for label, missing in waiting.items():
        assert set(missing) == {a for a, c in graph.edges if c == label} - done


@given(digraphs(acyclic=True))
@example(nx.DiGraph())
def test_the_order_agrees_with_brute_force(graph: nx.DiGraph) -> None:
    order: list[str] = []
    while len(order) < len(graph):
        order.append(next(
            label for label in graph
            if label not in order and all(a in order for a, b in graph.edges if b == label)
        ))  # fmt: skip
    assert in_order(graph) == order
    assert cycles(graph) == []


# ---- scale --------------------------------------------------------------------------------------


def large_plan(size: int) -> str:
    """A plan of some nodes, five times as many uses, and one assumption that all of them need."""
    strides = (1, 2, 5, 11, 23)
    users: list[list[int]] = [[n + s for s in strides if n + s < size] for n in range(size)]
    used: list[list[int]] = [[] for _ in range(size)]
    for number, those in enumerate(users):
        for other in those:
            used[other].append(number)
    names = [f"lem:n{n}" for n in range(size)]
    common = PlanNode("ass:all", "assumption", "$x > 0$.", "s.tex", 1, consumers=tuple(names))
    nodes = [
        PlanNode(
            names[n],
            "lemma",
            f"We have $x_{{{n}}} \\le {n}$.",
            f"sections/{n % 40}.tex",
            1,
            hypotheses=("ass:all", *(names[u] for u in used[n])),
            techniques=("markov",),
            consumers=tuple(names[u] for u in users[n]),
            goal=n == size - 1,
            check="none: too large",
        )
        for n in range(size)
    ]
    return format_plan([common, *nodes])


def seconds_for(text: str) -> float:
    begin = time.process_time()
    plan = parse_plan(text, "plan.md")
    graph = plan.digraph()
    assert plan.findings == () and shape_findings(plan) == []
    leaves_first(plan)
    size = len(plan.nodes)
    assert len(foundations(graph, f"lem:n{size - 2}")) == size - 1
    assert len(impact(graph, "ass:all")) == size - 1
    done = {f"lem:n{n}" for n in range(size // 2)} | {"ass:all"}
    assert ready(graph, done) == [f"lem:n{size // 2}"]
    return time.process_time() - begin


def test_time_is_near_linear_in_size() -> None:
    small = min(seconds_for(large_plan(2_500)) for _ in range(3))
    large = seconds_for(large_plan(20_000))
    # Eight times the size: quadratic would be 64.
    assert large < 24 * small, (small, large)


def test_a_long_chain_and_a_long_circle_are_no_trouble() -> None:
    graph = nx.path_graph(20_000, create_using=nx.DiGraph)
    assert len(chain(foundations(graph, 19_999), 0)) == 20_000
    assert in_order(graph)[-1] == 19_999
    graph.add_edge(19_999, 0)
    assert [len(cycle) for cycle in cycles(graph)] == [20_000]
