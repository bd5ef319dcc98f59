"""Formulas as tokens, and terms put in for letters."""

import pytest

from dlt_proof.checkers.matching.patterns import matches, put_in
from dlt_proof.checkers.matching.terms import as_text, tokens_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\frac12", r"\dfrac{1}{2}"),
        (r"\mathbb{E}[X]", r"\operatorname{\mathbb{E}}\left( X \right)"),
        (r"\Pr\{A\}", r"\mathbb{P}[A]"),
        (r"x_{ i }^2", "x_i^{2}"),
        (r"\lVert x\rVert", r"\|x\|"),
        (r"a\cdot b", "a b"),
        (r"a \leq b", r"a\le b"),
    ],
)
def test_what_prints_alike_is_one_sequence(one: str, other: str) -> None:
    assert tokens_of(one) == tokens_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("x^2", "x_2"), (r"\E[X]^2", r"\E[X^2]"), ("2 3", "23"), (r"\mathbf{x}", "x"), ("xy", "yx")],
)
def test_what_is_different_is_not(one: str, other: str) -> None:
    assert tokens_of(one) != tokens_of(other)


@pytest.mark.parametrize(
    "text", [r"\frac{a}{b_{i+1}}", r"\E[e^{-\theta N_T}]", r"\log x + \|y\|_2", r"x_i^2 \le 12"]
)
def test_tokens_are_latex_again(text: str) -> None:
    assert tokens_of(as_text(tokens_of(text))) == tokens_of(text)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("x^2", "a+b", "(a+b)^2"),
        ("f(x)", "a+b", "f(a+b)"),
        ("2x", "a+b", "2(a+b)"),
        ("f(x^*) + x", "1", "f(x^*) + 1"),
        (r"s_{x-1}", "1", "s_0"),
        (r"\mathbf{x} x", "y", r"\mathbf{x} y"),
    ],
)
def test_a_term_is_put_in_where_its_letter_stands(text: str, value: str, expected: str) -> None:
    found = put_in(tokens_of(text), {"x": tokens_of(value)})
    assert found == tokens_of(expected)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\sum_{x=1}^n x", "y"),
        (r"\sum_{i=1}^n a_i x", "i"),
        (r"\int_0^1 x\,dt", "t"),
        (r"\max_{y \le 1} g(x, y)", "y^2"),
        (r"\E_{y}[x]", "y"),
    ],
)
def test_nothing_is_put_in_where_an_operator_binds_it(text: str, value: str) -> None:
    assert put_in(tokens_of(text), {"x": tokens_of(value)}) is None


@pytest.mark.parametrize("text", ["x_0 + x", "x' x", r"\|x_1\| \le \|x\|"])
def test_nothing_is_put_in_for_a_letter_that_also_stands_with_a_script(text: str) -> None:
    assert put_in(tokens_of(text), {"x": tokens_of("y")}) is None
    assert put_in(tokens_of(text), {"x": tokens_of("x")}) == tokens_of(text)


def test_a_pattern_is_found_in_one_way_only_where_brackets_tell() -> None:
    def found(pattern: str, text: str) -> list[dict[str, str]]:
        ways = matches(tokens_of(pattern), tokens_of(text), ["x", "y"])
        return [{name: as_text(value) for name, value in way.items()} for way in ways]

    assert found("f(x)", "f(a+b)") == [{"x": "a+b"}]
    assert found("x^2", "(a+b)^2") == [{"x": "a+b"}]
    assert found("x^2", "a+b^2") == []
    assert found("x y", "a_1 b") == [{"x": "a_1", "y": "b"}]
    assert found(r"\|x - y\|", r"\|a - b - c\|") == []
    assert found("f(x, x)", "f(a, b)") == []
    assert found("f(x) + g(x)", "f(a) + g(a)") == [{"x": "a"}]
