"""The plan of a paper: kinds, uses through what the plan cannot hold, goals, circles."""

import random
from pathlib import Path

import pytest

from dlt_proof.graph.paper import PaperGraph
from dlt_proof.graph.plan_file import format_plan, parse_plan
from dlt_proof.graph.shape import shape_findings
from dlt_proof.project import Project
from dlt_proof.records.graph import GraphEdge, LemmaGraph
from dlt_proof.workflow.paper import read_paper
from dlt_proof.workflow.plan_of_paper import PaperPlan, contracted

from .papers import write_paper


def statement(kind: str, label: str, words: str = "It is so.", proof: str = "") -> str:
    named = f"\\label{{{label}}}" if label else ""
    text = f"\\begin{{{kind}}}{named} {words} \\end{{{kind}}}\n"
    return text + (f"\\begin{{proof}} {proof} \\end{{proof}}\n" if proof else "")


@pytest.fixture
def plan_of(tmp_path: Path):  # type: ignore[no-untyped-def]
    def made(*statements: str) -> PaperPlan:
        return read_paper(Project(write_paper(tmp_path, "\n".join(statements)))).plan

    return made


def nodes(plan: PaperPlan):  # type: ignore[no-untyped-def]
    return {node.label: node for node in plan.nodes}


def test_uses_through_a_statement_without_label_stay(plan_of) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(
        statement("assumption", "ass:a"),
        statement("lemma", "lem:a", proof=r"By \cref{ass:a} it is so."),
        statement("lemma", "", proof=r"By \cref{lem:a} it is so."),
        statement("theorem", "thm:a", proof="By the previous lemma it is so."),
    )
    found = nodes(plan)
    assert found["lem:a"].consumers == ("thm:a",)
    assert found["thm:a"].hypotheses == ()
    assert [left.problem for left in plan.left_out] == ["the lemma has no label"]
    assert plan.uses == 2


def test_what_the_statement_says_is_a_hypothesis_what_the_proof_uses_only_if_assumed(
    plan_of,  # type: ignore[no-untyped-def]
) -> None:
    plan = plan_of(
        statement("definition", "def:a"),
        statement("assumption", "ass:a"),
        statement("lemma", "lem:a"),
        statement("theorem", "thm:a", r"As in \cref{def:a}.", r"By \cref{lem:a} and \cref{ass:a}."),
    )
    found = nodes(plan)
    assert found["thm:a"].hypotheses == ("def:a", "ass:a")
    assert [label for label, node in found.items() if node.consumers == ("thm:a",)] == [
        "def:a",
        "ass:a",
        "lem:a",
    ]


def test_a_label_given_twice_and_one_that_no_plan_can_hold_are_named(plan_of) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(
        statement("lemma", "lem:a", "First."),
        statement("lemma", "lem:a", "Second."),
        statement("lemma", "lem:a, b"),
        statement("lemma", "none"),
        statement("lemma", "lem:c", "It holds that $a <!--b$."),
        statement("lemma", "lem:d", ""),
        statement("theorem", "thm:a"),
    )
    assert [*nodes(plan)] == ["lem:a", "thm:a"]
    told = " | ".join(left.problem for left in plan.left_out)
    for words in (
        "label of another",
        "a blank, a comma",
        "empty list",
        "a comment",
        "says nothing",
    ):
        assert words in told, words
    assert [left.line for left in plan.left_out] == [3, 5, 7, 9, 11]


def test_goals_are_results_that_nothing_uses(plan_of) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(
        statement("theorem", "thm:a"),
        statement("corollary", "cor:a", proof=r"By \cref{thm:a}."),
        statement("lemma", "lem:a"),
        statement("theorem", "thm:b"),
    )
    assert [node.label for node in plan.nodes if node.goal] == ["cor:a", "thm:b"]


def test_without_such_a_result_the_last_theorem_or_the_last_statement_is_the_goal(
    plan_of,  # type: ignore[no-untyped-def]
) -> None:
    plan = plan_of(
        statement("theorem", "thm:a"),
        statement("theorem", "thm:b"),
        statement("lemma", "lem:a", proof=r"By \cref{thm:a} and \cref{thm:b}."),
    )
    assert [node.label for node in plan.nodes if node.goal] == ["thm:b"]
    plan = plan_of(statement("lemma", "lem:a"), statement("lemma", "lem:b"))
    assert [node.label for node in plan.nodes if node.goal] == ["lem:b"]
    plan = plan_of(statement("definition", "def:a"))
    assert not any(node.goal for node in plan.nodes)


def test_a_circle_is_adopted_and_told(plan_of) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(
        statement("lemma", "lem:a", proof=r"By \cref{lem:b} it is so."),
        statement("lemma", "lem:b", proof=r"By \cref{lem:a} it is so."),
        statement("theorem", "thm:a", proof=r"By \cref{lem:b} it is so."),
    )
    read = parse_plan(format_plan(plan.nodes), "plan.md")
    (circle,) = shape_findings(read, adopted=True)
    assert (circle.rule, circle.severity) == ("G5", "warning")
    managed = [node._replace(managed=node.label != "lem:b") for node in plan.nodes]
    (circle,) = shape_findings(parse_plan(format_plan(managed), "plan.md"), adopted=True)
    assert (circle.rule, circle.severity) == ("G5", "error")


@pytest.mark.parametrize("seed", range(40))
def test_contraction_against_brute_force(seed: int) -> None:
    random_ = random.Random(seed)
    names = [f"n{number}" for number in range(random_.randint(2, 9))]
    kinds = ("proof", "statement", "declared", "mention")
    edges = {
        (source, target, random_.choice(kinds))
        for source in names
        for target in names
        if source != target and random_.random() < 0.3
    }
    held = [name for name in names if random_.random() < 0.6]
    graph = LemmaGraph(
        dict.fromkeys(names),  # type: ignore[arg-type]
        tuple(GraphEdge(*edge, "a.tex", 1) for edge in sorted(edges)),
    )
    found = contracted(PaperGraph(graph, {}, ()), held)

    def reaches(source: str, target: str, kinds: tuple[str, ...]) -> bool:
        """Whether a path leads there through nodes that are not held."""
        row, seen = [source], set()
        while row:
            here = row.pop()
            for first, second, kind in edges:
                if first != here or kind not in kinds or second in seen:
                    continue
                if second == target:
                    return True
                if second not in held:
                    seen.add(second)
                    row.append(second)
        return False

    for target in held:
        uses = ("proof", "statement", "declared")
        expected = {
            source: reaches(source, target, ("statement",))
            for source in held
            if source != target and reaches(source, target, uses)
        }
        assert found[target] == expected


def test_an_orphan_that_is_managed_stays_an_error(plan_of) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(statement("lemma", "lem:a"), statement("theorem", "thm:a"))
    read = parse_plan(format_plan(plan.nodes), "plan.md")
    assert shape_findings(read, adopted=True) == []
    assert {f.rule for f in shape_findings(read)} == {"G4", "G6"}
    managed = [node._replace(managed=node.label == "lem:a") for node in plan.nodes]
    (orphan,) = shape_findings(parse_plan(format_plan(managed), "plan.md"), adopted=True)
    assert (orphan.rule, orphan.severity) == ("G4", "error")
    goalless = [node._replace(managed=True, goal=False) for node in plan.nodes]
    found = shape_findings(parse_plan(format_plan(goalless), "plan.md"), adopted=True)
    assert {f.rule for f in found} == {"G4", "G6"}
