"""Contradictory hypotheses are caught; what only looks like a contradiction is not told as one."""

import sys
from collections.abc import Callable

import pytest
import sympy

from dlt_proof.checkers.solver import satisfiable
from dlt_proof.graph.plan_file import Plan, parse_plan
from dlt_proof.plan.hypotheses import consistency, contradictions
from dlt_proof.project import Project

from ..conftest import edit

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
NODE = """## {label}
**Kind:** {kind}
**Statement:** {statement}
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** sections/01.tex

"""


def plan(*statements: str, goal: str = "It holds.", kind: str = "assumption"):
    labels = [f"ass:{letter}" for letter in "abcdefg"[: len(statements)]]
    text = "".join(
        NODE.format(label=label, kind=kind, statement=statement)
        for label, statement in zip(labels, statements, strict=True)
    )
    text += (
        NODE.format(label="thm:main", kind="theorem", statement=goal)
        .replace("consumers:** thm:main", "consumers:** none")
        .replace("Hypotheses:** none", f"Hypotheses:** {', '.join(labels) or 'none'}")
        .rstrip("\n")
    )
    return parse_plan(text + "\n**Goal:** yes\n**Check:** none: no numbers\n", "plan.md")


def core(*statements: str, goal: str = "It holds.", kind: str = "assumption") -> list[str]:
    read = plan(*statements, goal=goal, kind=kind)
    assert read.findings == ()
    return [stated.text for stated in consistency(read, read.goals[0], None).core]


@pytest.mark.parametrize(
    ("statements", "smallest"),
    [
        (("Suppose $x > 1$.", "Suppose $x < 0$."), ["x > 1", "x < 0"]),
        (("$0 < p_0 \\le 1$.", "Let $T \\ge 1$.", "$p_0 \\ge 2$."), ["p_0 \\le 1", "p_0 \\ge 2"]),
        (
            (
                "The step size $\\eta$ satisfies $\\eta = 1/L$ and $L > 0$.",
                "The step size $\\eta$ satisfies $\\eta \\ge 2/L$.",
            ),
            ["\\eta = 1/L", "L > 0", "\\eta \\ge 2/L"],
        ),
        (("$p \\in (0,1)$.", "We have $p = 1$."), ["p \\in (0,1)", "p = 1"]),
        (("$p \\in [0, 1)$.", "$p > q$ and $q \\ge 1$."), None),
        (("$\\alpha, \\beta > 0$.", "$\\alpha + \\beta \\le 0$."), None),
        (("$n \\in \\mathbb{N}$.", "$n < 0$."), ["n \\in \\mathbb{N}", "n < 0"]),
        (("$x^2 \\le -1$.",), ["x^2 \\le -1"]),
        (("$\\sqrt{x} \\ge 2$.", "$x \\le 1$."), None),
        (("$e^{-\\Delta} \\le 0$.",), ["e^{-\\Delta} \\le 0"]),
        (("$\\lVert v \\rVert < 0$.",), None),
        (("$1/x \\le 1$.", "$x = 0$."), ["1/x \\le 1", "x = 0"]),
        (("$\\varepsilon_{\\mathrm{anc}} > 1$.", "$\\varepsilon_{\\mathrm{anc}} < 1$."), None),
        (("$x \\ne 0$.", "$x = 0$."), ["x \\ne 0", "x = 0"]),
        (("$n \\in \\mathbb{N}$.", "$0 < n < 1$."), None),
        (("\\begin{equation*} x > 1 . \\end{equation*}", "\\[ x < 1 \\]"), ["x > 1", "x < 1"]),
    ],
)
def test_a_contradiction_is_found_with_its_smallest_core(statements, smallest) -> None:
    found = core(*statements)
    assert found and (smallest is None or found == smallest)


def test_a_goal_that_contradicts_what_it_rests_on() -> None:
    found = core("Let $p_0 \\in (0,1]$.", goal="Suppose that $p_0 > 1$. Then it holds.")
    assert found == ["p_0 \\in (0,1]", "p_0 > 1"]


def test_a_definition_or_notation_counts_too() -> None:
    assert core("Put $c = 2$.", "Fix $c < 1$.", kind="notation") == ["c = 2", "c < 1"]


@pytest.mark.parametrize(
    "statements",
    [
        ("Suppose $x > 1$.", "Suppose $x < 2$."),
        ("$0 < p_0 \\le 1$.", "$p_0 \\ge 1$."),
        # Relations that hold somewhere only.
        ("$f = 1$ if $x > 0$, and $f = 0$ otherwise.",),
        ("If $x > 0$, then $y = 1$.", "If $x \\le 0$, then $y = 0$."),
        ("For $x > 0$ we have $y = 1$.", "For $x \\le 0$ we have $y = 0$."),
        ("For every $x > 0$, $y = 1$.", "For every $x < 0$, $z = 1$."),
        ("Either $x > 1$ or $x < 0$.",),
        ("The sign is $x = 1$ or $x = -1$.",),
        ("There is $c > 1$.", "There is $c < 1$."),
        ("We do not assume $x > 0$.", "$x < 0$."),
        ("$y = 1$ whenever $x > 1$.", "$x < 0$."),
        ("With probability $1/2$, $x = 1$.", "$x = 0$."),
        ("$x = 1$ or $2$, respectively.", "$x = 3$."),
        ("$y = 1 \\text{ if } x > 0$.", "$x < 0$."),
        ("$f = \\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}$.", "$x < 0$."),
        ("$X \\ge 1$ on $A$.", "$X < 1$ on $B$."),
        ("In regime I, $T > n$.", "In regime II, $T \\le n$."),
        ("The event that $x > 1$ is $A$.", "The event that $x \\le 1$ is $B$."),
        ("Small means $x < 1$. Large means $x \\ge 1$.",),
        ("Call $x$ heavy where $x > 1$ and light where $x \\le 1$.",),
        ("The step size in phase one is $\\eta = 1$, in phase two $\\eta = 2$.",),
        ("Set $w = w - 1$.",),
        ("$n \\in \\mathbb{N}$.", "$0 < n < 2$."),
        # One letter for two things.
        ("The input $x$ satisfies $x \\ge 1$.", "The noise $x$ satisfies $x < 0$."),
        ("Let $x \\ge 1$ be the input.", "Let $x < 0$ be the noise."),
        (
            "The input $x$ has $\\lVert x \\rVert \\ge 1$.",
            "The noise $x$ has $\\lVert x \\rVert < 1$.",
        ),
        ("The input $x$ has $x > 1$. The noise $x$ has $x < 0$.",),
        # Indices, values of functions, other things than scalars.
        ("$x_i \\ge 1$.", "$x_i < 0$."),
        ("$x_{i} = 1$.", "$x_{i+1} = 2$."),
        ("$i = 1, \\dots, n$.", "$i = 2$."),
        ("$k \\ge 1$.", "$k = 0$."),
        ("$f(0) = 1$.", "$f(1) = 2$."),
        ("$A \\succeq 1$.", "$A \\preceq 0$."),
        ("$x = O(1)$.", "$x > 2$."),
        ("$x \\sim 1$.", "$x \\sim 2$."),
        ("$x \\ll 1$.", "$x > 2$."),
        ("$x^{(1)} > 0$.", "$x^{(2)} < 0$."),
        ("$x_1 > 0$.", "$x_2 < 0$."),
        ("$x > 0$.", "$X < 0$."),
        ("$x^{1/2} = 0$.", "$x = 0$."),
    ],
)
def test_what_is_no_contradiction(statements: tuple[str, ...]) -> None:
    assert core(*statements) == []


def test_cases_of_a_goal_are_no_contradiction() -> None:
    goal = "Suppose $x > 0$. Then $A$. Suppose $x \\le 0$. Then $B$."
    assert core(goal=goal) == []
    assert core("$x > 1$.", goal="If $x < 0$, then $A$. Otherwise $B$.") == []


def test_what_the_only_case_of_a_goal_supposes() -> None:
    assert core(goal="If $x > 1$ and $x \\le 1$, then $A$.") == ["x > 1", "x \\le 1"]
    assert core("$x > 1$.", goal="If $x < 0$, then $A$.") == ["x > 1", "x < 0"]
    assert core("$x > 1$.", goal="If $x < 0$, then $A$. If $x > 1$, then $B$.") == []
    for start in ("If", "Suppose"):
        assert core("$x \\le 1$.", goal=f"{start} $x > 1$, or $x < 0$, then $A$.") == []


def test_what_a_goal_does_not_rest_on_does_not_count() -> None:
    read = plan("Suppose $x > 1$.", "Suppose $x < 0$.")
    rest = {label: node for label, node in read.nodes.items() if label != "ass:b"}
    assert consistency(Plan(read.file, rest, ()), read.goals[0], None).core == ()


def test_what_was_left_out_is_counted() -> None:
    read = plan("Let $x > 0$.", "If $y > 0$, then $z > 0$.")
    outcome = consistency(read, read.goals[0], None)
    assert (outcome.read, outcome.left_out, outcome.decided) == (1, 2, True)
    findings, words, _ = contradictions(read, None)
    assert findings == [] and words == "1 relations of the hypotheses read, 2 left out"


def test_a_solver_at_its_limit_says_so_and_finds_nothing() -> None:
    x, y, z = sympy.symbols("x y z", real=True)
    hard = [(x**7 * y**5 + z**9 * x + y * z**3, "=", sympy.Integer(5)), (x**2 * y, ">", z**4)]
    assert satisfiable([hard], 1) is None


def test_the_answer_does_not_depend_on_the_run() -> None:
    statements = ("$x y z = 1$, $x + y + z = 0$.", "$x > 0$, $y > 0$, $z > 0$.")
    assert len({tuple(core(*statements)) for _ in range(3)}) == 1
    assert core(*statements) != []


def test_plan_check_and_gate_a_tell_a_contradiction(written: Project, said: Said) -> None:
    code, text = said("plan", "check", written)
    assert code == 0 and "1 relations of the hypotheses read" in text
    edit(written, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > 0$ and $x < -1$")
    code, text = said("plan", "check", written)
    assert code == 1 and "thm:main: the hypotheses contradict each other: $x > 0$ in" in text
    assert "G21" in text and "$x < -1$ in ass:positive (line 13)" in text
    code, text = said("gate", "A", written)
    assert code == 1 and "✗  hypotheses do not contradict" in text


def test_gate_a_does_not_say_that_it_compared_what_nobody_could_read(
    written: Project, said: Said
) -> None:
    _, text = said("gate", "A", written)
    assert "ok hypotheses do not contradict: 1 relations" in text
    edit(written, PLAN_FILE, "satisfies $x > 0$", "is positive")
    _, text = said("gate", "A", written)
    assert "–  hypotheses do not contradict: 0 relations" in text


def test_macros_are_expanded(written: Project, said: Said) -> None:
    macros = written.root / "macros.tex"
    macros.write_text(macros.read_text() + "\n\\newcommand{\\least}{1}\n\\newcommand{\\lt}{<}\n")
    edit(written, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > \\least$ and $x \\lt 1$")
    assert "contradict each other" in said("plan", "check", written)[1]


def test_without_the_solver_a_part_is_missing(
    written: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    code, text = said("plan", "check", written)
    assert code == 3 and "z3-solver" in text and "pip install z3-solver" in text
