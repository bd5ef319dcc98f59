"""Enclosures contain the values, facts are true, exact points satisfy what they must."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy

from dlt_proof.checkers.enclosures import Interval, OutsideError, between, enclose, precision
from dlt_proof.checkers.exact import exact_sign, exact_value
from dlt_proof.checkers.facts import FACTS, Fact
from dlt_proof.checkers.points import points_of, satisfies
from dlt_proof.checkers.problems import contains
from dlt_proof.checkers.solver import Question, ask
from dlt_proof.mathematics.translation import read_domains

x, y = sympy.symbols("x y", real=True)
n = sympy.Symbol("n", integer=True)
TERMS = [
    sympy.exp(x) - x * y,
    sympy.log(1 + x**2) / (2 + sympy.sin(y)),
    sympy.sqrt(x**2 + y**2),
    sympy.Max(x, y) * sympy.Min(x, 1),
    sympy.Abs(x - y) ** 3,
    sympy.tanh(x) + sympy.atan(y) - sympy.cosh(x / 3),
    (1 + x**2) ** y,
    x**-2 + sympy.floor(y),
    sympy.tan(x / 4),
    (x**2 + 1) ** sympy.Rational(-2, 3),
    sympy.sinh(x) * sympy.cos(x * y),
]


@pytest.mark.parametrize("term", TERMS)
def test_the_enclosure_over_a_box_contains_every_value_in_it(term: sympy.Expr) -> None:
    chance = random.Random(str(term))
    function = sympy.lambdify((x, y), term, modules="mpmath")
    for _ in range(30):
        ends = [sorted(Fraction(chance.randint(-40, 40), 10) for _ in range(2)) for _ in range(2)]
        box = {name: between(*pair) for name, pair in zip("xy", ends, strict=True)}
        with precision(64):
            try:
                found = enclose(term, box, clipped=True)
            except OutsideError:
                continue
        for _ in range(20):
            inside = [low + (high - low) * Fraction(chance.randint(0, 8), 8) for low, high in ends]
            with mpmath.workdps(30):
                try:
                    value = function(*(mpmath.mpf(v.numerator) / v.denominator for v in inside))
                except ZeroDivisionError:
                    continue
                assert float(found.low) <= float(value) + 1e-9
                assert float(value) - 1e-9 <= float(found.high)


def test_powers_of_what_may_be_negative_have_both_signs() -> None:
    box = {"x": between(Fraction(-3), Fraction(1)), "n": between(Fraction(1), Fraction(3))}
    found = enclose(x**n, box, clipped=True)
    assert float(found.low) <= -27 and float(found.high) >= 9


@pytest.mark.parametrize(
    "term", [1 / x, sympy.log(x), sympy.sqrt(x - 1), sympy.tan(x), sympy.asin(x + 1)]
)
def test_what_is_not_defined_on_the_box_is_not_enclosed_unless_it_is_clipped(term) -> None:
    with pytest.raises(OutsideError):
        enclose(term, {"x": between(Fraction(0), Fraction(2))})


def test_unbounded_boxes_are_enclosed() -> None:
    box = {"x": between(Fraction(0), None)}
    assert enclose(sympy.exp(-x), box).high == 1
    with precision(64):
        found = enclose(sympy.exp(x) - x, box)
    assert isinstance(found, Interval) and not found.low.is_finite()


@pytest.mark.parametrize(
    ("term", "point", "value"),
    [
        (sympy.sqrt(x), {"x": Fraction(9, 4)}, Fraction(3, 2)),
        (sympy.exp(x - 1), {"x": Fraction(1)}, Fraction(1)),
        (sympy.log(x), {"x": Fraction(1)}, Fraction(0)),
        (x ** sympy.Rational(2, 3), {"x": Fraction(8, 27)}, Fraction(4, 9)),
        (sympy.sqrt(x), {"x": Fraction(2)}, None),
        (sympy.Sum(n, (n, 1, x)), {"x": Fraction(4)}, Fraction(10)),
    ],
)
def test_exact_values(term, point, value) -> None:
    assert exact_value(term, point) == value


@pytest.mark.parametrize(
    ("term", "point"),
    [
        (1 / x, {"x": Fraction(0)}),
        (sympy.log(x), {"x": Fraction(-1)}),
        (x**y, {"x": Fraction(0), "y": Fraction(0)}),
    ],
)
def test_what_is_not_defined_has_no_sign(term, point) -> None:
    with pytest.raises(OutsideError):
        exact_sign(term, point)


def test_a_tie_that_is_no_rational_number_has_no_sign() -> None:
    assert exact_sign(
        sympy.sqrt(2) * sympy.sqrt(x) - sympy.sqrt(2 * x + 0), {"x": Fraction(3)}
    ) in (0, None)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_is_true(fact: Fact) -> None:
    chance = random.Random(fact.name)
    tested = 0
    for _ in range(4000):
        scale = chance.choice((0.01, 1, 3, 30))
        u = sympy.Float(chance.uniform(-scale, scale), 40)
        arguments = (u,)
        if fact.function == "Pow":
            arguments = (abs(u), sympy.Float(chance.choice((0, 1, 2)) + chance.uniform(0, 2), 40))
            if arguments[0] == 0:
                continue
        if fact.function in ("log", "sqrt"):
            arguments = (abs(u),)
        if any(premise(*arguments) < 0 for premise in fact.premises):
            continue
        function = {"sqrt": sympy.sqrt, "Pow": sympy.Pow}.get(fact.function) or getattr(
            sympy, fact.function
        )
        gap = fact.side * (function(*arguments) - fact.bound(*arguments))
        assert gap >= -(sympy.Float(10) ** -25) * (1 + abs(function(*arguments)))
        tested += 1
        if tested == 150:
            return
    assert tested > 50


def test_a_wrong_fact_would_be_found() -> None:
    wrong = Fact("exp(u) <= 1 + u", "exp", -1, lambda u: 1 + u)
    with pytest.raises(AssertionError):
        test_a_fact_is_true(wrong)


@pytest.mark.parametrize(
    "notes",
    [
        ("x in (0, 1)", "y in (0, 1)", "x + y <= 1"),
        ("x, y in (0, oo)", "x <= y", "xy >= 1"),
        ("n in positive integers", "x in [0, 1]", "n x <= 1"),
    ],
)
def test_points_satisfy_domains_and_constraints(notes) -> None:
    domains = read_domains(notes)
    points = points_of(domains.symbols, domains.constraints, "seed")
    assert len(points) > 30
    for point in points:
        assert all(contains(domains.symbols[name], value) for name, value in point.items())
        assert satisfies(point, domains.constraints)
    assert points == points_of(domains.symbols, domains.constraints, "seed")


def test_the_solver_says_nothing_of_roots_of_negative_numbers() -> None:
    negative = ((sympy.sqrt(x), ">=", sympy.Integer(0)), (x, "<", sympy.Integer(0)))
    assert ask(Question(negative), 100_000).holds is not False


def test_the_solver_knows_roots_maxima_and_integers() -> None:
    zero = sympy.Integer(0)
    assert ask(Question(((sympy.sqrt(x**2 + 1), "<", sympy.Integer(1)),)), 100_000).holds is False
    assert ask(Question(((sympy.Max(x, y), "<", x),)), 100_000).holds is False
    assert ask(Question(((n, ">", zero), (n, "<", sympy.Integer(1))), (n,)), 100_000).holds is False
    assert ask(Question(((n, ">", zero), (n, "<", sympy.Integer(1)))), 100_000).holds is True
