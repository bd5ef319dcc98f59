"""The helpers on pieces of text: macros, normal form, formulas, arguments."""

from pathlib import Path

import pytest
from papers import read

from dlt_proof.latex import (
    Macro,
    Span,
    balanced_argument,
    expand_macros,
    math_spans,
    normalise,
    strip_math,
)


def macro(name: str, arguments: int, body: str, default: str | None = None) -> Macro:
    return Macro(name, arguments, default, body, Span("m.tex", 0, 1), paired=name == "norm")


MACROS = {
    m.name: m
    for m in [
        macro("E", 0, "\\mathbb{E}"),
        macro("eps", 0, "\\varepsilon"),
        macro("half", 0, "1/2"),
        macro("x", 0, "x"),
        macro("len", 1, "\\lVert#1\\rVert"),
        macro("twice", 1, "#1x + #1"),
        macro("set", 2, "\\{#1 : #2\\}"),
        macro("opt", 2, "#1+#2", "0"),
        macro("norm", 1, "\\lVert #1\\rVert"),
        macro("loop", 0, "\\loop y"),
        macro("bomb", 0, "\\bomb\\bomb\\bomb\\bomb"),
        macro("outer", 1, "\\set{#1}{\\eps}"),
        macro("alias", 0, "\\set"),
    ]
}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("\\E[X]", "\\mathbb{E}[X]"),
        ("\\eps x\\eps", "\\varepsilon x\\varepsilon"),
        ("\\set{a}{b}", "\\{a : b\\}"),
        ("\\set ab", "\\{a : b\\}"),
        ("\\set\\eps {b {c}}", "\\{\\varepsilon : b {c}\\}"),
        ("\\opt{a} \\opt[1]{a}", "0+a 1+a"),
        ("\\norm{a} \\norm*{a} \\norm[\\big]{a}", " ".join(["\\lVert a\\rVert"] * 3)),
        ("\\alpha\\x", "\\alpha x"),
        ("2^\\half", "2^{1/2}"),
        ("\\outer{\\half}", "\\{1/2 : \\varepsilon\\}"),
        ("\\alias{a}{b}", "\\{a : b\\}"),
        ("\\set{a}", "\\set{a}"),
        ("\\\\E \\unknown", "\\\\E \\unknown"),
        ("\\len{a} \\len x \\len{\\b}", "\\lVert a\\rVert \\lVert x\\rVert \\lVert\\b\\rVert"),
        ("\\twice{\\a} \\twice 2", "\\a x + \\a 2x + 2"),
    ],
)
def test_expand(text: str, expanded: str) -> None:
    assert expand_macros(text, MACROS) == expanded


@pytest.mark.parametrize("name", ["loop", "bomb"])
def test_expansion_ends(name: str) -> None:
    assert len(expand_macros(f"\\{name}", MACROS)) < 1_000_000


def test_operators_of_a_document(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "\\DeclareMathOperator*{\\argmin}{arg\\,min}\\DeclareMathOperator{\\tr}{tr}"
        "\\DeclarePairedDelimiter{\\abs}{\\lvert}{\\rvert}\\def\\a#1#2{#2#1}",
    )
    expanded = expand_macros("\\argmin_x \\tr A \\abs*{b}\\a cd", document.macros)
    assert expanded == "\\operatorname*{arg\\,min}_x \\operatorname{tr} A \\lvert b\\rvert dc"


@pytest.mark.parametrize(
    "text",
    [
        "a b $c$",
        "a\n  b\n$c$",
        "a % note\n b % other\n$c$",
        "a b\\label{x} $c$",
        "a \\todo{verify: {x}} b $c$",
        "a \\todo[inline]{y}\n\nb\t$c$",
        "\\iffalse z \\fi a b $c$",
    ],
)
def test_normal_form_of_the_same(text: str) -> None:
    assert normalise(text) == "a b $c$"


@pytest.mark.parametrize(
    ("one", "other"),
    [("$a$", "$b$"), ("100\\% a", "100\\% b"), ("\\verb|%| a", "\\verb|%| b"), ("ab", "a b")],
)
def test_normal_form_of_different_texts(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_comment_swallows_the_line_end() -> None:
    assert normalise("ab%\n  cd") == "abcd"


def test_math_spans(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "$a$\\(b\\)$$c$$\\[d \\text{if $x$}\\]\\begin{align*}e&f\\end{align*}"
        "\\begin{alignat}{2}g\\end{alignat}\\newenvironment{eqn}{\\begin{equation}}"
        "{\\end{equation}}\\begin{eqn}h\\end{eqn}\\newcommand\\be{\\begin{equation}}"
        "\\def\\ee{\\end{equation}}\\be i\\ee \\begin{eqnarray}j\\end{eqnarray}"
        "\\begin{gather}\\begin{split}k\\end{split}\\end{gather}",
    )
    found = math_spans(document)
    bodies = [document.text(f.body).strip() for f in found]
    assert bodies == ["a", "b", "c", "d \\text{if $x$}", "e&f", *"ghij",
                      "\\begin{split}k\\end{split}"]  # fmt: skip
    assert [f.display for f in found] == [False, False] + [True] * 8
    assert [f.environment for f in found[:3]] == ["$", "\\(", "$$"]
    assert math_spans(document, found[4].span) == [found[4]]


def test_strip_math() -> None:
    text = "a $b$ c\n\\[ d \\text{by X, $e$ too} \\] f % $g"
    stripped = strip_math(text)
    assert len(stripped) == len(text)
    assert stripped.split() == ["a", "c", "by", "X,", "too", "f"]


def test_balanced_argument() -> None:
    text = "  {a {b} \\} % }\n c} d"
    start, end = balanced_argument(text, 0)
    assert text[start:end] == "a {b} \\} % }\n c"
    deep = "{" * 10_000 + "}" * 10_000
    assert balanced_argument(deep, 0) == (1, 19_999)
    for wrong in ("", "x{a}", "{a", "{a\\}"):
        with pytest.raises(ValueError):
            balanced_argument(wrong, 0)
