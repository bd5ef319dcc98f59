"""Displayed formulas cut into relations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlt_proof.trace.formula import relations


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
        (r"a \stackrel{\text{def}}{=} b", [("a", "=", "b")]),
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


@given(st.text(alphabet=r"ab=<>&\{}()[],. lerqudovst^_" + "\n"))
def test_any_text_is_cut_and_places_lie_inside(content: str) -> None:
    for relation in relations(content):
        assert 0 <= relation.start < relation.end <= len(content)
