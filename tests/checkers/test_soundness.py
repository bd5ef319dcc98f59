"""Random relations whose truth is known by construction: none is judged wrongly.

A true one is `term <= term + e` with e a square, `exp(a) - 1 - a` and the like; a false one has e's
value at some point, and a bit more, taken away. mpmath, which no checker uses, confirms the latter.
"""

import random
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from dlt_proof.checkers.claims import prove_claim
from dlt_proof.checkers.problems import Problem, contains
from dlt_proof.checkers.search import search
from dlt_proof.mathematics.translation import SymbolDomain

_ENDS = [
    (None, None, False, False),
    (0, None, False, False),
    (0, None, True, False),
    (0, 1, False, False),
    (0, 1, True, True),
    (1, None, False, False),
    (-1, 1, False, False),
    (None, 0, False, False),
    (-2, 3, True, False),
]


def _domain(chance: random.Random, name: str) -> SymbolDomain:
    low, high, low_open, high_open = chance.choice(_ENDS)
    integer = chance.random() < 0.15
    return SymbolDomain(
        name,
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        low_open and not integer,
        high_open and not integer,
        integer,
    )


def _term(chance: random.Random, symbols: list[Any], depth: int) -> Any:
    if depth == 0 or chance.random() < 0.25:
        number = sympy.Rational(chance.randint(-4, 4), chance.choice((1, 1, 2, 3)))
        return chance.choice(symbols) if chance.random() < 0.7 else number
    a = _term(chance, symbols, depth - 1)
    makers = [
        lambda: a + _term(chance, symbols, depth - 1),
        lambda: a + _term(chance, symbols, depth - 1),
        lambda: a * _term(chance, symbols, depth - 1),
        lambda: a**2,
        lambda: sympy.exp(a),
        lambda: sympy.sin(a),
        lambda: sympy.Abs(a),
        lambda: sympy.Max(a, _term(chance, symbols, depth - 1)),
        lambda: sympy.sqrt(1 + a**2),
        lambda: sympy.log(1 + a**2),
        lambda: sympy.tanh(a),
    ]
    return chance.choice(makers)()


def _nonnegative(chance: random.Random, symbols: list[Any]) -> Any:
    a = _term(chance, symbols, 2)
    makers = [
        lambda: a**2,
        lambda: sympy.Abs(a),
        lambda: sympy.exp(a) - 1 - a,
        lambda: a**2 - sympy.log(1 + a**2),
        lambda: sympy.cosh(a) - 1,
        lambda: sympy.sqrt(a**2 + 1) - a,
        lambda: sympy.Max(a, 0),
        lambda: 1 - sympy.sin(a),
        lambda: (_term(chance, symbols, 1) - _term(chance, symbols, 1)) ** 2 + a**2,
    ]
    return chance.choice(makers)()


def _point(chance: random.Random, domains: list[SymbolDomain]) -> dict[str, Fraction]:
    point = {}
    for domain in domains:
        low = domain.low if domain.low is not None else (domain.high or Fraction(0)) - 5
        high = domain.high if domain.high is not None else low + 6
        value = low + (high - low) * Fraction(chance.randint(1, 7), 8)
        point[domain.name] = Fraction(int(value)) if domain.integer else value
    return point


def _number(term: Any, point: dict[str, Fraction]) -> Any | None:
    """The value of a term by mpmath at 60 digits, None where it has none."""
    with mpmath.workdps(60):
        try:
            symbols = sorted(term.free_symbols, key=lambda s: str(s.name))
            function = sympy.lambdify(symbols, term, modules="mpmath")
            return mpmath.mpf(
                function(
                    *(
                        mpmath.mpf(point[s.name].numerator) / point[s.name].denominator
                        for s in symbols
                    )
                )
            )
        except (TypeError, ValueError, OverflowError):
            return None


def _case(seed: int) -> tuple[Problem, bool] | None:
    chance = random.Random(seed)
    domains = [_domain(chance, name) for name in ("x", "y")[: chance.choice((1, 1, 2))]]
    symbols = [domain.symbol() for domain in domains]
    base, extra = _term(chance, symbols, chance.choice((1, 2))), _nonnegative(chance, symbols)
    gap = sympy.Rational(chance.randint(1, 9), chance.choice((1, 10, 100, 1000)))
    true = chance.random() < 0.5
    strict = chance.random() < 0.5
    right = base + extra + (gap if true and strict else 0)
    if not true:
        point = _point(chance, domains)
        if not all(contains(domain, point[domain.name]) for domain in domains):
            return None
        value = _number(extra, point)
        if value is None or abs(value) > 10**6:
            return None
        right -= sympy.Rational(int(mpmath.ceil(value * 1000)), 1000) + gap
        difference = _number(right - base, point)
        if difference is None or not difference < 0:
            return None
    if chance.random() < 0.5:
        right = sympy.expand(right)
    left, relation = base, "<" if strict else "<="
    if chance.random() < 0.5:
        left, right, relation = right, left, {"<": ">", "<=": ">="}[relation]
    return Problem(left, relation, right, (), {d.name: d for d in domains}, ()), true


def _judged(seed: int) -> tuple[bool, str] | None:
    case = _case(seed)
    if case is None:
        return None
    problem, true = case
    found = search(problem, str(seed))
    word = "refuted" if found.violation is not None else ""
    if not word and found.witness is not None and prove_claim(problem) is not None:
        word = "proved"
    assert (word, true) not in (("refuted", True), ("proved", False)), (seed, problem)
    return true, word


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_a_random_relation_is_not_judged_wrongly(seed: int) -> None:
    _judged(seed)


@pytest.mark.slow
def test_thousands_of_random_relations_are_judged_rightly_and_mostly_judged() -> None:
    judged = [found for seed in range(3000) if (found := _judged(seed)) is not None]
    proved = [word == "proved" for true, word in judged if true]
    refuted = [word == "refuted" for true, word in judged if not true]
    assert sum(proved) >= 0.7 * len(proved)
    assert sum(refuted) >= 0.8 * len(refuted)
