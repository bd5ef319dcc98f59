"""Displayed formulas cut into relations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlt_proof.latex import Macro, Span
from dlt_proof.mathematics.formula import relation_aliases, relations


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (r"a = b", [("a", "=", "b")]),
        (r"a &= b \\ &\le c.", [("a", "=", "b"), ("b", r"\le", "c")]),
        (r"a &= b \\ &\quad + c \\ &< d", [("a", "=", "b + c"), ("b + c", "<", "d")]),
        (r"a = b \\ c = d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"a = b, \quad c \ge d", [("a", "=", "b"), ("c", r"\ge", "d")]),
        (r"a = b \quad \text{and} \quad c = d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"a \overset{(i)}{\le} b", [("a", r"\le", "b")]),
        (r"a \stackrel{\text{def}}{=} b", [("a", ":=", "b")]),
        (r"a \mathrel{\le} b \to c", [("a", r"\le", "b"), ("b", r"\to", "c")]),
        (r"a \overset{d}{\to} b", [("a", r"\to", "b")]),
        (r"a \underset{n}{\overset{d}{=}} b", [("a", "=", "b")]),
        (r"a \xrightarrow{d} b", [("a", r"\to", "b")]),
        (r"a &= b \\* c &= d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"\begin{aligned} a &= b \\ &\le c \end{aligned}", [("a", "=", "b"), ("b", r"\le", "c")]),
        (r"\boxed{a \le b}", [("a", r"\le", "b")]),
        (r"{a \le b}.", [("a", r"\le", "b")]),
        (r"x \in ]0, 1[ \subset A", [("x", r"\in", "]0, 1["), ("]0, 1[", r"\subset", "A")]),
        (r"\Pr[X \le a] \le \sum_{k=1}^{n} k", [(r"\Pr[X \le a]", r"\le", r"\sum_{k=1}^{n} k")]),
        (r"\{x = 1\} \subseteq E", [(r"\{x = 1\}", r"\subseteq", "E")]),
        (
            r"\begin{cases} a = b \\ c = d \end{cases} = e",
            [(r"\begin{cases} a = b \\ c = d \end{cases}", "=", "e")],
        ),
        (r"= b \label{eq:x} \qedhere", [("", "=", "b")]),
        (r"a + b", []),
        ("", []),
    ],
)
def test_relations(content: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(r.left, r.sign, r.right) for r in relations(content)] == expected


def test_what_defines_and_what_only_conditions_is_told_apart() -> None:
    found = relations(r"x := y = z \qquad \text{for all } k \le j")
    assert [(r.sign, r.defining, r.condition) for r in found] == [
        (":=", True, False),
        ("=", False, False),
        (r"\le", False, True),
    ]


@pytest.mark.parametrize(
    "content",
    [
        r"y^2 \ge y \qquad (y \ge 1)",
        r"y^2 \ge y \quad\text{for } y \ge 1",
        r"y^2 \ge y \text{ whenever } x \ge 1 \text{ and } y \ge 2",
    ],
)
def test_a_condition_beside_a_formula_makes_it_conditional(content: str) -> None:
    asserted = [r for r in relations(content) if not r.condition]
    assert [(r.left, r.conditional) for r in asserted] == [("y^2", True)]


def test_the_users_macros_for_relations() -> None:
    place = Span("m.tex", 0, 0)
    macros = {
        "myge": Macro("myge", 0, None, r"\ge", place),
        "iid": Macro("iid", 0, None, r"\stackrel{\text{iid}}{\sim}", place),
        "eps": Macro("eps", 0, None, r"\varepsilon", place),
    }
    aliases = relation_aliases(macros)
    assert aliases == {r"\myge": r"\ge", r"\iid": r"\sim"}
    assert [(r.left, r.sign, r.right) for r in relations(r"a \myge b", aliases)] == [
        ("a", r"\ge", "b")
    ]


@given(st.text(alphabet=r"ab=<>&\{}()[],. lerqudovst^_" + "\n"))
def test_any_text_is_cut_and_places_lie_inside(content: str) -> None:
    for relation in relations(content):
        assert 0 <= relation.start < relation.end <= len(content)
