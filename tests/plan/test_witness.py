"""Witnesses of the goals: given, tried on every assumption, or said aloud that none was found."""

from collections.abc import Callable

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.plan.checking import check_plan
from dlt_proof.plan.numeric import run_checks
from dlt_proof.plan.witness import witness_words
from dlt_proof.project import Project

from ..conftest import PLAN, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
GOAL_CHECK = """from dlt_proof import checks


def check(run: checks.Run) -> None:
    x = run.rng().uniform(0, 10, 100)
    gap = (1 + x) ** 2 - 1
    run.claim(checks.deterministic_bound(checks.Claim("gap", "x < g(x)"), x, gap))
    run.control(checks.deterministic_bound(checks.Claim("5x", "5 x < g(x)"), 5 * x, gap))
    WITNESS


checks.main(check)
"""


@pytest.fixture
def checked_goal(planned: Project) -> Callable[[str], Project]:
    """The project with a numeric check of its goal, which gives a witness in some way."""
    edit(
        planned,
        PLAN_FILE,
        "**Check:** none: it follows from the lemma in one line",
        "**Check:** checks/goal.py",
    )

    def with_witness(code: str) -> Project:
        text = GOAL_CHECK.replace("WITNESS", code)
        (planned.root / "checks" / "goal.py").write_text(text)
        run_checks(planned, read_plan(planned))
        return planned

    return with_witness


def problems(project: Project) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in check_plan(project).findings]


GOOD = 'run.witness("one", {"x": 1.0}, {"ass:positive": lambda v: v["x"] > 0})'


def test_a_goal_with_a_witness_of_all_its_assumptions(checked_goal, said: Said) -> None:
    project = checked_goal(GOOD)
    assert problems(project) == []
    assert witness_words(project, read_plan(project)) == ("1 of 1 goals", True)
    run("plan", "approve", "--by-default", project)
    code, text = said("gate", "A", project)
    assert code == 0 and "ok witness of each goal: 1 of 1 goals" in text


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("pass", "thm:main: its check gives no witness"),
        (
            'run.witness("one", {"x": 1.0}, {"x is real": True})',
            "its witness 'one' was not tried on ass:positive",
        ),
        (
            'run.witness("one", {"x": 1.0}, {"ass:positive_definite": True})',
            "was not tried on ass:positive",
        ),
        (
            'run.search_witness("any", lambda rng: {"x": rng.uniform(-2, -1)}, '
            '{"ass:positive": lambda v: v["x"] > 0}, tries=20)',
            "no witness: none found that satisfies all hypotheses (any: none found among 20 tries",
        ),
    ],
)
def test_a_goal_without_a_witness_is_told(checked_goal, code: str, message: str) -> None:
    ((rule, told),) = problems(checked_goal(code))
    assert rule == "G20" and message in told


@pytest.mark.parametrize("name", ["ass:positive: x > 0", "ass:positive, its only part"])
def test_an_assumption_may_be_tried_in_parts(checked_goal, name: str) -> None:
    code = GOOD.replace("ass:positive", name)
    assert problems(checked_goal(code)) == []


def test_one_witness_has_to_satisfy_all_at_once(checked_goal) -> None:
    project = checked_goal(
        'run.witness("a", {"x": 1.0}, {"ass:other": True})\n'
        '    run.search_witness("b", lambda rng: {"x": -1.0}, '
        '{"ass:positive": lambda v: v["x"]}, tries=3)'
    )
    ((_, message),) = problems(project)
    assert "witness 'a' was not tried on ass:positive" in message


def test_an_instance_that_violates_a_hypothesis_fails_the_check(checked_goal) -> None:
    project = checked_goal(GOOD.replace('{"x": 1.0}', '{"x": -1.0}'))
    assert [rule for rule, _ in problems(project)] == ["G20", "G9"] or [
        rule for rule, _ in problems(project)
    ] == ["G9", "G20"]


def test_a_goal_without_a_check_is_said_aloud_and_no_fault(planned: Project, said: Said) -> None:
    run_checks(planned, read_plan(planned))
    assert problems(planned) == []
    run("plan", "approve", "--by-default", planned)
    code, text = said("gate", "A", planned)
    assert code == 0
    assert "witness of each goal: 0 of 1 goals; thm:main: none found, no numeric check" in text


def test_a_result_from_before_there_were_witnesses_has_none(checked_goal) -> None:
    project = checked_goal(GOOD)
    (last,) = [r for r in project.state.read("check") if r.data["label"] == "thm:main"]
    old = {k: v for k, v in last.data.items() if k not in ("witnesses", "violations")}
    project.state.append("check", old)
    ((rule, message),) = problems(project)
    assert rule == "G20" and "gives no witness" in message


def test_a_goal_without_a_check_has_none_and_gate_a_does_not_say_ok(
    planned: Project, said: Said
) -> None:
    words, all_have_one = witness_words(planned, read_plan(planned))
    assert words == "0 of 1 goals; thm:main: none found, no numeric check" and not all_have_one
    run("plan", "check", "--run", planned)
    run("plan", "approve", "--by-default", planned)
    code, text = said("gate", "A", planned)
    assert code == 0 and "ok witness of each goal" not in text
    assert "witness of each goal: 0 of 1 goals; thm:main: none found" in text


def test_a_stale_result_is_asked_for_again_and_no_more(checked_goal) -> None:
    project = checked_goal("pass")
    edit(project, PLAN_FILE, "satisfies $g(x) > x$", "satisfies $g(x) > 2x$")
    assert [rule for rule, _ in problems(project)] == ["G9"]
    words, all_have_one = witness_words(project, read_plan(project))
    assert "no current result" in words and not all_have_one


def test_scope_quick_asks_for_none(checked_goal, said: Said) -> None:
    project = checked_goal("pass")
    project.scope_file.write_text("Quick\n")
    _, text = said("plan", "check", project)
    assert "G20" in text, "two statements are not Quick"
    one = PLAN[PLAN.index("## ass:positive") : PLAN.index("## lem:square")]
    one = one.replace("lem:square, thm:main", "thm:main") + PLAN[PLAN.index("## thm:main") :]
    one = one.replace("def:gap, ass:positive", "ass:positive")
    one = one.replace("none: it follows from the lemma in one line", "checks/goal.py")
    project.plan_file.write_text(one)
    code, text = said("plan", "check", project)
    assert code == 0 and "G20" not in text
    project.scope_file.write_text("Standard\n")
    code, text = said("plan", "check", project)
    assert code == 1 and "G20" in text


def test_an_assumption_of_what_a_goal_uses_is_tried_too(checked_goal) -> None:
    project = checked_goal(GOOD.replace("ass:positive", "ass:small"))
    edit(
        project,
        PLAN_FILE,
        "**Hypotheses:** def:gap, ass:positive",
        "**Hypotheses:** def:gap",
    )
    edit(project, PLAN_FILE, "lem:square, thm:main", "lem:square")
    run_checks(project, read_plan(project))
    assert ("G20", "thm:main: its witness 'one' was not tried on ass:positive") in problems(project)


def test_an_assumption_that_changed_asks_for_the_check_again(checked_goal) -> None:
    project = checked_goal(GOOD)
    edit(project, PLAN_FILE, "satisfies $x > 0$", "satisfies   $x > 0$")
    assert problems(project) == []
    edit(project, PLAN_FILE, "satisfies   $x > 0$", "satisfies $x > 5$")
    assert problems(project) == [
        ("G9", "lem:square: ass:positive changed since its check was run"),
        ("G9", "thm:main: ass:positive changed since its check was run"),
    ]
    run_checks(project, read_plan(project))
    assert problems(project) == []
