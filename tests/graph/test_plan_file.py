"""The plan file: read strictly, written back without loss, its shape checked."""

import string

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlt_proof.graph.order import leaves_first, rests_on
from dlt_proof.graph.plan_file import Plan, format_plan, parse_plan
from dlt_proof.graph.shape import section_findings, shape_findings
from dlt_proof.records.errors import InputError
from dlt_proof.records.plan import PlanNode

from ..conftest import PLAN


def faults(text: str) -> list[tuple[str, int]]:
    plan = parse_plan(text, "plan.md")
    return [(f.rule, f.line) for f in [*plan.findings, *shape_findings(plan)]]


def test_the_plan_of_the_fixture_is_clean() -> None:
    plan = parse_plan(PLAN, "plan.md")
    assert faults(PLAN) == []
    assert list(plan.nodes) == ["def:gap", "ass:positive", "lem:square", "thm:main"]
    assert plan.nodes["lem:square"].consumers == ("thm:main",)
    assert plan.nodes["thm:main"].check_file is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("**Kind:** lemma", "**Kind:** lema", ("G1", 20)),
        ("**Kind:** lemma", "**Sort:** lemma", ("G1", 20)),
        ("**Kind:** lemma\n", "", ("G1", 19)),
        ("**Kind:** lemma", "**Kind:** lemma\n**Kind:** lemma", ("G1", 21)),
        ("**Goal:** yes", "**Goal:** maybe", ("G1", 35)),
        ("**Check:** checks/square.py\n", "", ("G1", 19)),
        ("**Check:** none: it follows from the lemma in one line", "**Check:** none", ("G1", 36)),
        ("**Check:** checks/square.py", "some words", ("G1", 26)),
        ("## lem:square", "## lem square", ("G1", 19)),
        ("## lem:square", "## thm:main", ("G1", 28)),
        ("lem:square, thm:main", "lem:square,, thm:main", ("G1", 16)),
        ("**Hypotheses:** ass:positive", "**Hypotheses:** ass:negative", ("G2", 22)),
        ("**Hypotheses:** ass:positive", "**Hypotheses:** ass:positive, def:gap", ("G3", 22)),
        ("**Goal:** yes\n", "", ("G4", 28)),
        ("**Downstream consumers:** none", "**Downstream consumers:** lem:square", ("G5", 24)),
        (
            "**Statement:** Under \\Cref{ass:positive}, $(1",
            "**Statement:**\n**x:** $(1",
            ("G1", 21),
        ),
    ],
)
def test_each_fault_is_found_at_its_line(old: str, new: str, expected: tuple[str, int]) -> None:
    assert PLAN.count(old) == 1, old
    assert expected in faults(PLAN.replace(old, new))


def test_deleting_the_consumer_makes_an_orphan_with_name_and_line() -> None:
    text = PLAN[: PLAN.index("## thm:main")]
    plan = parse_plan(text, "plan.md")
    orphans = [f for f in shape_findings(plan) if f.rule == "G4"]
    assert [(f.line, f.message.split()[0]) for f in orphans] == [(3, "def:gap"), (19, "lem:square")]


def test_a_comment_is_no_plan() -> None:
    plan = parse_plan("# T\n<!--\n## lem:x\n**Kind:** lemma\n-->\n", "plan.md")
    assert plan.nodes == {} and plan.findings == ()


@pytest.mark.parametrize(
    "section", ["main.tex", "sections/../main.tex", "/etc/x.tex", "sections/x.md"]
)
def test_a_section_lies_below_sections(section: str) -> None:
    plan = parse_plan(PLAN.replace("sections/02-lemma.tex", section), "plan.md")
    assert [f.line for f in section_findings(plan)] == [25]
    assert section_findings(parse_plan(PLAN, "plan.md")) == []


def test_what_a_theorem_rests_on() -> None:
    plan = parse_plan(PLAN, "plan.md")
    assert [n.label for n in rests_on(plan, "thm:main")] == [
        "def:gap",
        "ass:positive",
        "lem:square",
    ]
    assert rests_on(plan, "ass:positive") == []


# ---- random plans against brute force -----------------------------------------------------------


@st.composite
def random_plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(1, 8))
    names = [f"lem:{letter}" for letter in string.ascii_lowercase[:count]]
    nodes = {}
    for number, name in enumerate(names):
        consumers = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
        nodes[name] = PlanNode(
            label=name,
            kind="lemma",
            statement=draw(st.text("abc $\\le", min_size=1).map(str.strip).filter(bool)),
            consumers=tuple(consumers),
            section="sections/x.tex",
            goal=draw(st.booleans()),
            managed=draw(st.booleans()),
            check=draw(st.sampled_from(["none: why not", "checks/x.py"])),
            line=number,
        )
    return Plan("plan.md", nodes, ())


@given(random_plans())
def test_writing_and_reading_loses_nothing(plan: Plan) -> None:
    again = parse_plan(format_plan(list(plan.nodes.values())), "plan.md")
    assert again.findings == ()

    def content(p: Plan) -> list[PlanNode]:
        return [n._replace(line=0, field_lines={}) for n in p.nodes.values()]

    assert content(again) == content(plan)


@given(random_plans())
def test_orphans_and_cycles_and_order_agree_with_brute_force(plan: Plan) -> None:
    plan = parse_plan(format_plan(list(plan.nodes.values())), "plan.md")
    edges = {(n.label, c) for n in plan.nodes.values() for c in n.consumers}
    found = shape_findings(plan)
    orphans = {n.label for n in plan.nodes.values() if not n.goal and not n.consumers}
    assert {f.message.split()[0] for f in found if f.rule == "G4"} == orphans
    reach = {(a, b) for a in plan.nodes for b in plan.nodes if _reaches(edges, a, b)}
    cyclic = any((a, a) in reach for a in plan.nodes)
    assert any(f.rule == "G5" for f in found) == cyclic
    if cyclic:
        with pytest.raises(InputError, match="circle"):
            leaves_first(plan)
    else:
        order = [n.label for n in leaves_first(plan)]
        assert sorted(order) == sorted(plan.nodes)
        assert all(order.index(a) < order.index(b) for a, b in edges)
    for finding in found:
        if finding.rule == "G5":
            chain = finding.message.split(": ")[1].split(" → ")
            assert chain[0] == chain[-1] and nx.is_path(plan.digraph(), chain)


def _reaches(edges: set[tuple[str, str]], start: str, end: str) -> bool:
    seen: set[str] = set()
    front = {b for a, b in edges if a == start}
    while front:
        seen |= front
        front = {b for a, b in edges if a in front} - seen
    return end in seen
