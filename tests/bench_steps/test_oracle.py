"""The oracle: true is true, false is false with an instance, and what hangs on a convention is
neither."""

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.steps.declarations import parse_setting
from benchmarks.steps.oracle import Label, judge_at, label
from benchmarks.steps.terms import Comparison, parse_chain

STEPS = Path(__file__).parents[2] / "benchmarks" / "steps"


def parsed(relation: str) -> Comparison:
    (left, right), (sign,) = parse_chain(relation)
    return Comparison(left, sign, right)


def said(domain: str, relation: str) -> Label:
    return label(parsed(relation), parse_setting(domain), relation)


TRUE = [
    ("x: R", "1 + x <= exp(x)"),
    ("x: R", "x < exp(x)"),
    ("x: R", "cosh(x)**2 - sinh(x)**2 == 1"),
    ("x: R", "tanh(x) < 1"),
    ("x: (0, oo)", "exp(-x) < 1"),
    ("x, y: R", "abs(x + y) <= abs(x) + abs(y)"),
    ("n: int [1, oo)", "Sum(k, k, 1, n) == n*(n + 1)/2"),
    ("n: int [1, oo); k: int [0, n]", "binomial(n, k) <= 2**n"),
    ("n: int [1, oo); x: family(n) R", "Sum(x[i], i, 1, n)**2 <= n*Sum(x[i]**2, i, 1, n)"),
    ("u, v: vector", "inner(u, v) <= norm(u)*norm(v)"),
    ("X: random [0, 1]", "E(X**2) <= E(X)"),
    ("X: random [0, oo); t: (0, oo)", "P(X >= t) <= E(X)/t"),
    ("p: (1, oo); a, b: [0, oo); q := p/(p - 1)", "a*b <= a**p/p + b**q/q"),
    ("n: int [1, oo)", "2*n - 1 < 2*n"),
    ("x, y: R; x + y <= 1", "2*x + 2*y <= 2"),
]
FALSE = [
    ("x: R", "1 + x >= exp(x)"),
    ("x: R", "1 + x + x**2/2 <= exp(x)"),
    ("x: [0, 2]", "exp(x) <= 1 + x + x**2"),  # from 1.793 on
    ("x: R", "cosh(x) <= exp(x**2/3)"),
    ("n: int [1, oo)", "n**3 <= 30*2**(n/2)"),
    ("n: int [1, oo)", "Sum(1/k, k, 1, n) <= 4"),
    ("x: R", "max(x, 0) <= x"),
    ("p: [0, 1]", "p*(1 - p) <= 2499/10000"),
    ("x: [1/4, 1]; y: [x, 1]", "x + y <= 1"),
    ("u, v: vector", "norm(u + v)**2 <= norm(u)**2 + norm(v)**2"),
    ("X: random (-oo, oo)", "E(X**2) <= E(X)**2"),
    ("n: int [1, oo); x: family(n) [0, 1]", "Sum(x[i], i, 1, n) <= 1"),
    ("x: (0, oo)", "sqrt(x) <= 1000*x"),
    ("x: R", "sin(x) <= 999/1000"),
]
TIES = [
    ("x: R", "1 + x < exp(x)"),
    ("x, y: [0, oo)", "sqrt(x*y) < (x + y)/2"),
    ("n: int [1, oo)", "n < n**2"),
    ("x: [0, 1]", "x < 1"),
    ("p: [0, 1]", "p*(1 - p) < 1/4 - (p - 1/2)**2"),
    ("x, y: R", "(x - y)**2 > (x + y)**2 - 4*x*y"),
]


@pytest.mark.parametrize(("domain", "relation"), TRUE)
def test_true(domain: str, relation: str) -> None:
    assert said(domain, relation) == Label("true")


@pytest.mark.parametrize(("domain", "relation"), FALSE)
def test_false_with_an_instance(domain: str, relation: str) -> None:
    found = said(domain, relation)
    assert found.word == "false" and not found.tie and found.point


@pytest.mark.parametrize(("domain", "relation"), TIES)
def test_a_strict_relation_whose_sides_meet_inside_is_false(domain: str, relation: str) -> None:
    found = said(domain, relation)
    assert found.word == "false" and found.tie


@pytest.mark.parametrize(
    ("domain", "relation"),
    [("x: [0, 1)", "x < 1"), ("x: (0, oo)", "1 + x < exp(x)"), ("n: int [2, oo)", "n < n**2")],
)
def test_a_strict_relation_whose_sides_meet_outside_is_true(domain: str, relation: str) -> None:
    assert said(domain, relation).word == "true"


@pytest.mark.parametrize(
    ("domain", "relation"),
    [("x: R", "x/x == 1"), ("x: [0, 1]", "log(x) <= 0"), ("x: R", "sqrt(x)**2 == x")],
)
def test_a_side_without_a_value_is_undefined(domain: str, relation: str) -> None:
    assert said(domain, relation).word == "undefined"


def test_what_is_nearly_zero_is_no_zero() -> None:
    assert said("x: (0, oo)", "1/(1 - tanh(x)) >= 1").word == "true"


def test_what_fails_at_zero_only_hangs_on_what_the_naturals_are() -> None:
    assert said("n: N", "1 <= n").word == "unclear"
    assert said("n: N", "2 <= n").word == "false"
    assert said("n: N", "1/n <= 1").word == "unclear"


def test_sides_that_meet_refute_a_strict_relation_at_any_small_point() -> None:
    setting = parse_setting("x: R")
    at_third = judge_at(parsed("x**2 - 1 < (x - 1)*(x + 1)"), setting, {"x": Fraction(1, 3)})
    assert at_third is not None and at_third.word == "false" and at_third.tie
    far = judge_at(parsed("tanh(x) < 1"), setting, {"x": 10.0**6})
    assert far is not None and far.word == "true"


def test_a_point_outside_says_nothing() -> None:
    setting = parse_setting("x: (0, 1]; n: int [1, oo)")
    relation = parsed("x <= n - 1")
    assert judge_at(relation, setting, {"x": 1.0, "n": 1.0}) is not None
    assert judge_at(relation, setting, {"x": 0.0, "n": 1.0}) is None
    assert judge_at(relation, setting, {"x": 1.0, "n": 1.5}) is None


def test_the_oracle_shares_no_code_with_the_product() -> None:
    reached, todo = set(), ["oracle"]
    while todo:
        name = todo.pop()
        reached.add(name)
        for node in ast.walk(ast.parse((STEPS / f"{name}.py").read_text())):
            if isinstance(node, ast.ImportFrom):
                imported = node.module or ""
                assert node.level == 1 or not imported.startswith(("dlt_proof", "sympy", "z3"))
                if node.level == 1 and imported not in reached:
                    todo.append(imported)
            elif isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
                assert not names & {"dlt_proof", "sympy", "z3", "flint"}
    assert {"evaluation", "sampling", "declarations", "terms"} <= reached
