"""Refuting a claim: only with an instance that violates it now, and told with what falls."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.plan.checking import check_plan
from dlt_proof.plan.numeric import run_checks
from dlt_proof.project import Project

from ..conftest import PLAN, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
SQUARE = "checks/square.py"
REPORT = ".proof-research/refutation-lem-square.md"
COMPARISON = "checks.deterministic_bound(claim, 1 + 2 * x, square)"


@pytest.fixture
def false(planned: Project) -> Project:
    """The project with a lemma that is false, and a check that finds it."""
    edit(
        planned,
        SQUARE,
        COMPARISON,
        "checks.deterministic_bound(claim, 3 + 2 * x, square, inputs={'x': x}, "
        "hypotheses={'ass:positive': x})",
    )
    return planned


def test_a_refutation_tells_the_instance_and_what_falls(false: Project, said: Said) -> None:
    code, text = said("plan", "refute", "lem:square", false)
    assert code == 0 and f"written to {REPORT}" in text
    report = (false.root / REPORT).read_text(encoding="utf-8")
    assert report in text
    for words in (
        "# lem:square is refuted\n",
        "> Under \\Cref{ass:positive}, $(1 + x)^2 \\ge 1 + 2x$.",
        "| x | 0.0",
        "| claim | square: 1 + 2x <= (1 + x)^2 |",
        "satisfies ass:positive, as computed",
        "python checks/square.py --seed 20260525",
        "## What falls with it\n\n- thm:main (theorem, goal)",
        "## What it does not touch\n\nNothing that the plan asserts.",
        "the largest observed ratio is 2.",
    ):
        assert words in report, words
    assert "Not checked" not in report and "Not named" not in report


def test_both_sides_are_told_with_figures_that_fit(false: Project) -> None:
    run("plan", "refute", "lem:square", false)
    rows = dict(
        line.strip("| ").split(" | ", 1)
        for line in (false.root / REPORT).read_text().splitlines()
        if line.startswith("| ")
    )
    x, left = float(rows["x"]), float(rows["left side, observed"])
    right, slack = float(rows["right side, claimed"]), float(rows["slack"])
    assert left == pytest.approx(3 + 2 * x) and right == pytest.approx((1 + x) ** 2)
    assert slack == pytest.approx(right - left) and slack < 0


def test_a_claim_that_holds_is_not_refuted(planned: Project, said: Said) -> None:
    code, text = said("plan", "refute", "lem:square", planned)
    assert code == 1 and "lem:square is not refuted: its check checks/square.py holds" in text
    assert not (planned.root / REPORT).exists()


def test_a_refutation_is_of_the_claim_as_it_is_now(false: Project, said: Said) -> None:
    run_checks(false, read_plan(false))
    edit(false, SQUARE, "3 + 2 * x", "1 + 2 * x")
    assert said("plan", "refute", "lem:square", false)[0] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 + 2 * x, square)", "x * float('nan'), square)"),  # broken data
        ("1 + 2 * x, square)", "3 + 2 * x, square, hypotheses={'ass:positive': x - 1})"),
        ("1 + x**3, square", "x, square"),  # only the control passes
    ],
)
def test_a_check_that_fails_without_a_violating_instance_refutes_nothing(
    planned: Project, said: Said, old: str, new: str
) -> None:
    edit(planned, SQUARE, old, new)
    code, text = said("plan", "refute", "lem:square", planned)
    assert code == 1 and "no instance violates the claim" in text
    assert not (planned.root / REPORT).exists()
    assert [f.rule for f in check_plan(planned).findings] == ["G9"], "and nothing falls with it"


def test_a_simulation_too_small_to_tell_refutes_nothing(planned: Project, said: Said) -> None:
    def claim(successes: int) -> str:
        return f"checks.probability_bound(claim, bound=0.5, successes={successes}, trials=100)"

    edit(planned, SQUARE, COMPARISON, claim(55))
    assert said("plan", "refute", "lem:square", planned)[0] == 1
    edit(planned, SQUARE, claim(55), claim(99))
    code, text = said("plan", "refute", "lem:square", planned)
    assert code == 0 and "The left side is an estimate: confidence interval [" in text


def test_what_the_instance_was_not_tried_on_is_said(planned: Project, said: Said) -> None:
    edit(planned, SQUARE, "1 + 2 * x, square", "3 + 2 * x, square")
    code, text = said("plan", "refute", "lem:square", planned)
    assert code == 0
    assert "**Not checked:** whether the instance satisfies ass:positive" in text
    assert "outside what was checked" in text
    assert "**Not named:** the values of the instance" in text


@pytest.mark.parametrize(
    ("label", "code", "message"),
    [
        ("lem:none", 2, "lem:none is no managed statement"),
        ("ass:positive", 2, "ass:positive is no managed statement"),
        ("thm:main", 1, "thm:main has no numeric check (none: it follows"),
    ],
)
def test_what_has_no_check_cannot_be_refuted(
    planned: Project, said: Said, label: str, code: int, message: str
) -> None:
    found, text = said("plan", "refute", label, planned)
    assert found == code and message in text


def test_a_check_that_cannot_run_refutes_nothing(false: Project, said: Said) -> None:
    (false.root / SQUARE).write_text("raise SystemExit(7)\n")
    code, text = said("plan", "refute", "lem:square", false)
    assert code == 2 and "could not run: exit 7" in text


def test_a_seed_may_be_given_and_the_last_one_is_kept(false: Project, said: Said) -> None:
    run_checks(false, read_plan(false), seed=7)
    assert "--seed 7" in said("plan", "refute", "lem:square", false)[1]
    assert "--seed 9" in said("plan", "refute", "lem:square", false, "--seed", "9")[1]


def test_what_does_not_rest_on_it_stands(false: Project, said: Said) -> None:
    start, end = PLAN.index("## lem:square"), PLAN.index("## thm:main")
    other = PLAN[start:end].replace("lem:square", "lem:other").replace(SQUARE, "none: by hand")
    path = false.root / PLAN_FILE
    path.write_text(
        path.read_text()
        .replace("## thm:main", other + "## thm:main")
        .replace("lem:square, thm:main", "lem:square, lem:other, thm:main")
    )
    _, text = said("plan", "refute", "lem:square", false)
    assert "## What it does not touch\n\n- lem:other (lemma)" in text
    found = check_plan(false).findings
    assert [f.message for f in found if f.rule == "G22"] == [
        "thm:main rests on lem:square, which an instance violates"
    ]


def test_the_instance_stands_in_the_finding(false: Project) -> None:
    run_checks(false, read_plan(false))
    (finding,) = [f for f in check_plan(false).findings if f.rule == "G9"]
    assert "found a violating instance: 'square' fails at x = 0.0" in finding.message


def test_text_of_a_check_is_data(false: Project, said: Said) -> None:
    edit(
        false,
        SQUARE,
        'Claim("square", "1 + 2x <= (1 + x)^2")',
        'Claim("square", "<< 7 * 7 >> | <% for %>\\n# heading")',
    )
    code, text = said("plan", "refute", "lem:square", false)
    assert code == 0 and "<< 7 * 7 >> \\| <% for %> # heading" in text


def test_a_label_with_odd_characters_names_a_file(tmp_path: Path) -> None:
    from dlt_proof.plan.refutation import _slug

    assert _slug("lem:anchor_count") == "lem-anchor_count"
    assert "/" not in _slug("../../etc/x")


def test_a_check_of_two_statements_refutes_neither(false: Project, said: Said) -> None:
    edit(
        false,
        PLAN_FILE,
        "**Check:** none: it follows from the lemma in one line",
        "**Check:** ./checks/square.py",
    )
    code, text = said("plan", "refute", "thm:main", false)
    assert code == 1 and "shares its check ./checks/square.py with lem:square" in text
    assert not (false.root / ".proof-research/refutation-thm-main.md").exists()
    shared = [
        (f.line, f.severity) for f in check_plan(false).findings if "shares its check" in f.message
    ]
    assert shared == [(26, "warning"), (36, "warning")]
    (false.root / "checks" / "other.py").write_text((false.root / SQUARE).read_text())
    edit(false, PLAN_FILE, "./checks/square.py", "checks/other.py")
    assert said("plan", "refute", "thm:main", false)[0] == 0
    assert not any("shares its check" in f.message for f in check_plan(false).findings)
