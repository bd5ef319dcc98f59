"""Families of numbers, "$x_1, \\dots, x_n > 0$": what is said of them, and which are entries."""

import pytest

from dlt_proof.mathematics.scope import Scope, describe_claim, read_scope
from dlt_proof.mathematics.translation import (
    OPAQUE,
    Domains,
    Family,
    NotUnderstoodError,
    SymbolDomain,
    translate,
)

from .test_scope import job, shown

POSITIVE, NONNEGATIVE, UNIT = "(0, oo)", "[0, oo)", "[0, 1]"


def told(scope: Scope) -> dict[str, str]:
    """The families of a scope: `(0, oo) 1..n`."""
    return {
        letter: f"{shown(family.domain)} {family.first}..{family.last}".removesuffix(" None..")
        for letter, family in scope.domains.families.items()
    }


#: A hypothesis, and the families that it gives.
LETS = [
    (r"Let $x_1, \dots, x_n > 0$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_1, x_2, \ldots, x_n \ge 0$.", {"x": "[0, oo) 1..n"}),
    (r"Let $x_0, \dots, x_{n-1} > 0$.", {"x": "(0, oo) 0..n-1"}),
    (r"Let $x_1, \dots, x_5 > 0$.", {"x": "(0, oo) 1..5"}),
    (r"Let $x_1, \dots, x_n \in \mathbb{R}$.", {"x": "(-oo, oo) 1..n"}),
    (r"Let $x_1, \dots, x_n \in [0,1]$.", {"x": "[0, 1] 1..n"}),
    (r"Let $\alpha_1, \dots, \alpha_T \in (0, 1)$.", {r"\alpha": "(0, 1) 1..T"}),
    (r"Let $a_1,\dots,a_n$ be non-negative reals.", {"a": "[0, oo) 1..n"}),
    (r"Let $a_1,\dots,a_n$ be real numbers.", {"a": "(-oo, oo) 1..n"}),
    (r"Let $k_1,\dots,k_n$ be positive integers.", {"k": "Z[1, oo) 1..n"}),
    (r"Let $a_1,\dots,a_n$ and $b_1,\dots,b_n$ be positive real numbers.",
     {"a": "(0, oo) 1..n", "b": "(0, oo) 1..n"}),
    (r"Let $n \ge 1$ be an integer and let $x_1,\dots,x_n \in [0,1]$.", {"x": "[0, 1] 1..n"}),
    (r"Let $x_1,\dots,x_n > 0$ with $\sum_{i=1}^n x_i = 1$.", {"x": "(0, oo) 1..n"}),
    (r"Let $a_i \ge 0$ for $i = 1, \dots, n$.", {"a": "[0, oo) 1..n"}),
    (r"Let $a_i \ge 0$ for all $i \in \{1, \dots, n\}$.", {"a": "[0, oo) 1..n"}),
    (r"Let $x_i > 0$ for every $i \in [n]$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_i, y_i > 0$ for each $1 \le i \le n$.", {"x": "(0, oo) 1..n", "y": "(0, oo) 1..n"}),
    (r"Let $x_i > 0$, $i = 1, \dots, n$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_i > 0 \quad \forall i = 1,\dots,n$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_i > 0 \ (i=1,\dots,n)$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_i > 0, i=1,\dots,n$.", {"x": "(0, oo) 1..n"}),
    (r"Let $x_t > 0 \text{ for all } t$.", {"x": "(0, oo)"}),
    (r"Let $x_t > 0$ for all $t \ge 1$.", {"x": "(0, oo) 1.."}),
    (r"Let $x_i \in [0,1]$ for all $i$.", {"x": "[0, 1]"}),
    (r"Suppose that for all $i$, $x_i \in [0,1]$.", {"x": "[0, 1]"}),
    (r"Let $x_1, \dots, x_n \ge 0$ and let $x_i \le 1$ for $i = 1, \dots, n$.",
     {"x": "[0, 1] 1..n"}),
    (r"Let $x_1, \dots, x_n \in [0, B]$ where $B > 0$.", {"x": "[0, oo) 1..n"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LETS)
def test_what_a_text_says_of_a_family(text: str, expected: dict[str, str]) -> None:
    for scope in (
        read_scope(job(proving=f"Lemma: {text} Then $z \\le 1$.")),
        read_scope(job(hypotheses=(f"Assumption: {text}",))),
        read_scope(job(definitions=(text,))),
    ):
        assert told(scope) == expected
        for letter in expected:
            assert any(name.startswith(f"{letter}_") for name in scope.unread)


def test_a_statement_for_all_of_a_family() -> None:
    scope = read_scope(job(proving=r"Lemma: For all reals $a_1, \dots, a_n$, $1 \le 2$."))
    assert told(scope) == {"a": "(-oo, oo) 1..n"}
    scope = read_scope(job(proving=r"Lemma: If $a_1, \dots, a_n \ge 0$, then $1 \le 2$."))
    assert told(scope) == {"a": "[0, oo) 1..n"}


#: From these nothing follows for all x_i.
NO_FAMILY = [
    r"Let $x_1 \le \dots \le x_n$.",
    r"Let $x_1 > \dots > x_n > 0$.",
    r"Let $0 < x_1, \dots, x_n < 1$.",
    r"Let $x_1, \dots, y_n > 0$.",
    r"Let $x_1, y_1, \dots, x_n, y_n > 0$.",
    r"Let $x_1, x_3, \dots, x_n > 0$.",
    r"Let $x_1, \dots > 0$.",
    r"Let $x_1, \dots, x_n \in \mathbb{R}^d$.",
    r"Let $x_1, \dots, x_n \in S$.",
    r"Let $x_i \ge 0$ for some $i$.",
    r"Let $x_i \ge 0$ for all $i \ne k$.",
    r"Let $x_i \ge 0$ for all $i \in S$.",
    r"Let $x_i \ge 0$ for all but one $i$.",
    r"Let $x_i \ge 0$ for infinitely many $i$.",
    r"Let $x_i \ge 0$ for all sufficiently large $i$.",
    r"Let $x_i \ge 0$ for all $j$.",
    r"Let $x_i \ge 0$ for all even $i$.",
    r"Let $x_i \le y_i$ for all $i$.",
    r"Let $x_i \ge 0$ or $y_i \ge 0$ for all $i$.",
    r"Suppose that for all $i$, $x_i \ge 0$ if $y_i \ge 0$.",
    r"Suppose that for all $i$, $x_i \ge 0$ as soon as $y_i \ge 0$.",
    r"Suppose that for all $i$, $x_i \ge 0$ implies $y_i \ge 0$.",
    r"Suppose that for all $i$ with $x_i \ge 0$, $y_i \ge 1$.",
    r"Let $S$ be the set of all $x$ with $x_i \ge 0$ for all $i$.",
    r"Let $E$ be the event that $x_i \ge 0$ for all $i$.",
    r"For example, $x_i \ge 0$ for all $i$.",
    r"Suppose that not $x_i \ge 0$ for all $i$.",
    r"Let $x_i \ge 0$ for $i \le k$ and $x_i \le 0$ for $i > k$.",
    r"Let $x_1, \dots, x_k > 0$ and $x_1, \dots, x_n < 0$.",
    r"Let $x_i > 0$ for $i = 1, \dots, k$ and $x_i < 0$ for the others.",
    r"Let $x_i > 0$ for $i = 1, \dots, k$, and let the remaining $x_i$ be negative.",
]


@pytest.mark.parametrize("text", NO_FAMILY)
def test_what_holds_of_some_entries_says_nothing_of_all(text: str) -> None:
    for said in (
        job(proving=f"Lemma: {text} Then $z \\le 1$."),
        job(hypotheses=(f"Assumption: {text}",)),
        job(definitions=(text,)),
    ):
        assert told(read_scope(said)) == {}
        assert any(name.startswith("x") for name in (read_scope(said).unread or ["x"]))


@pytest.mark.parametrize(
    "said",
    [
        {"definitions": ("For all $i$, $x_i \\ge 0$.",)},
        {"definitions": ("By Lemma 2, $x_i \\ge 0$ for all $i$.",)},
        {"proving": "Lemma: Let $y > 0$. Then $x_i \\ge 0$ for all $i$."},
        {"proving": "Lemma: Let $y > 0$. Then $x_1, \\dots, x_n \\ge 0$."},
        {"proving": "Lemma: For all $i$, $x_i \\ge 0$."},
        {"proving": "Lemma: $x_1, \\dots, x_n \\ge 0$."},
        {"hypotheses": ("Lemma: Let $x_1, \\dots, x_n \\ge 0$. Then $y > 0$.",)},
        {"hypotheses": ("Definition: We call $x$ good if $x_i \\ge 0$ for all $i$.",)},
    ],
)
def test_what_is_claimed_is_no_hypothesis(said: dict[str, object]) -> None:
    assert told(read_scope(job(**said))) == {}  # type: ignore[arg-type]


LEMMA = r"Lemma: Let $x_1, \dots, x_n > 0$. Then $z \le 1$."


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x_i = \log a_i$.",
        r"Let $x_i := 1 - a_i$ for all $i$.",
        r"Let $x_i$ be a real number.",
        r"Let $x_i$ denote the negative residual.",
        r"Let $x$ be a function.",
        r"Let $x_1, \dots, x_k \in \mathbb{R}$.",
        r"Denote by $x_i$ the $i$-th coordinate of $v$.",
    ],
)
def test_a_letter_that_is_made_another_thing_names_no_family(text: str) -> None:
    scope = read_scope(job(proving=LEMMA, definitions=(text,)))
    assert told(scope) in ({}, {"x": "(-oo, oo) 1..k"})


def test_the_nearer_text_goes_before() -> None:
    wider = read_scope(job(proving=LEMMA, definitions=(r"Let $x_1, \dots, x_n \ge 0$.",)))
    assert told(wider) == {"x": "[0, oo) 1..n"}
    supposed = read_scope(
        job(proving=LEMMA, definitions=(r"Suppose that $x_1, \dots, x_n \le 1$.",))
    )
    assert told(supposed) == {"x": "(0, 1] 1..n"}
    assumed = tuple(f"Assumption: Let $x_1, \\dots, x_n {sign} 0$." for sign in (">", "\\ge"))
    assert told(read_scope(job(hypotheses=assumed))) == {"x": "[0, oo) 1..n"}
    apart = tuple(f"Assumption: Let $x_1, \\dots, x_n {sign} 0$." for sign in (">", "\\le"))
    assert told(read_scope(job(hypotheses=apart))) == {}


def test_a_family_bound_anew_beside_the_step_is_none() -> None:
    asked = job(proving=LEMMA)
    anew = asked.model_copy(update={"justification": r"for all $x_1, \dots, x_n \in \mathbb{R}$"})
    assert told(read_scope(anew)) == {}
    indexed = asked.model_copy(update={"justification": "for all $i$"})
    assert told(read_scope(indexed)) == {"x": "(0, oo) 1..n"}


def test_a_note_may_not_say_less_of_an_entry() -> None:
    assert read_scope(job(proving=LEMMA, domains=("x_i in (0, 1)",))).narrowed == ("x_i",)
    assert not read_scope(job(proving=LEMMA, domains=("x_i in (0, oo)",))).narrowed


def family(**more: object) -> Domains:
    where = SymbolDomain("x", 0, None, True, False, False)  # type: ignore[arg-type]
    of = Family(where, **{"first": 1, "last": "n", **more})  # type: ignore[arg-type]
    numbers = {
        "n": SymbolDomain("n", 1, None, False, False, True),  # type: ignore[arg-type]
        "m": SymbolDomain("m", 1, None, False, False, True),  # type: ignore[arg-type]
        "s": SymbolDomain("s", 0, None, False, False, True),  # type: ignore[arg-type]
        "t": SymbolDomain("t", 0, None, False, False, False),  # type: ignore[arg-type]
    }
    return Domains(numbers, families={"x": of})


@pytest.mark.parametrize(
    "latex",
    [
        "x_1", "x_2", "x_n", "x_i", "x_j", "x_k", "x_{i+1}", "x_{i-1}", "x_{n-1}", r"\frac{1}{x_i}",
        r"\log x_i", "x_i^2", r"\sqrt{x_1 x_n}", r"\sum_{i=1}^n x_i", r"\sum_{i=1}^{n-1} x_{i+1}",
        r"\sum_{i=2}^n x_{i-1}", r"\sum_{i=1}^n \sum_{j=1}^n x_i x_j", r"\max_{i} x_i",
        r"\max_{1 \le i \le n} x_i", r"\sum_{i \in [n]} x_i", r"\prod_{i=1}^n x_i",
        r"\sum_{i=1}^k x_i^2", r"\sum_{i=1}^n \mathbb{E}[x_i]", r"\max_{i} \max\{x_i, 1\}",
        r"\sum_{i<j} x_i x_j", r"\sum_{1 \le i < j \le n} x_i x_j", r"\sum_{i \ne j} x_i x_j",
    ],
)  # fmt: skip
def test_entries_are_positive_numbers(latex: str) -> None:
    expression = translate(latex, family())
    atoms = {s for s in expression.value.free_symbols if s.name.startswith(OPAQUE)}
    assert atoms and {a.name for a in atoms} == expression.opaque
    assert all(atom.is_nonnegative for atom in atoms)


@pytest.mark.parametrize(
    "latex",
    [
        "x_0", "x_{n+1}", "x_m", "x_s", "x_t", "x_N", "x_{ij}", "x_{i1}", "x_{i,j}", "x_{2n}",
        "x_{n-i}", "x", "x_+", "x_i'", r"x_{\sigma(i)}", r"x_{i_k}", "x_{-1}", r"\mathbf{x}_i",
        r"\sum_{i=0}^n x_i", r"\sum_{i=1}^{n+1} x_i", r"\sum_{i=1}^n x_{i+1}", r"\sum_{i=1}^m x_i",
        r"\sum_{i=1}^n x_{i-1}", r"\sum_{i=1}^{2n} x_i", r"\sum_{i\in S} x_i",
        r"\sum_{i \ge 0} x_i",
        r"\max_{0 \le i \le n} x_i", r"\sum_{n=1}^m x_n", r"\sum_{i=0}^n \mathbb{E}[x_i]",
        r"\sum_{i=1}^n \sum_{i \in S} x_i", r"\sum_{s=0}^{n} x_s",
        r"\sum_{0 \le i < j \le n} x_i x_j", r"\sum_{1 \le i \le j \le m} x_i x_j",
        r"\sum_{i<j} x_i x_{j+1} x_0",
    ],
)  # fmt: skip
def test_an_index_that_may_lie_outside_names_no_entry(latex: str) -> None:
    with pytest.raises(NotUnderstoodError):
        translate(latex, family())


@pytest.mark.parametrize(
    "latex", ["x_{i+1}", "x_{n-1}", r"\sum_{i=1}^k x_i", r"\sum_i x_{i}", "x_7"]
)
def test_what_lies_beside_a_family_takes_the_certainty(latex: str) -> None:
    with pytest.raises(NotUnderstoodError):
        translate(latex, family(others=frozenset({"x_0", "x_7"}), below=True))
    assert translate(r"\sum_{i=1}^n x_i", family(below=True)).value.is_nonnegative


def test_the_same_entry_is_the_same_number() -> None:
    domains = family()
    assert translate(r"x_i - x_{i}", domains).value == 0
    one, other = (translate(text, domains).value for text in ("x_i", "x_j"))
    assert one != other
    sums = [translate(text, domains).value for text in (r"\sum_{i=1}^n x_i", r"\sum_{i=1}^{n} x_i")]
    assert sums[0] == sums[1]


def test_bounds_of_entries_are_told() -> None:
    scope = read_scope(job(proving=r"Lemma: Let $p_1, \dots, p_n \in (0, 1)$. Then $z$."))
    expression = translate("1 - p_i", scope.domains)
    assert {(f.relation, f.right) for f in expression.facts} == {("<", 1)}


def test_entries_are_shown_with_their_family() -> None:
    asked = job(proving=LEMMA, left="x_i", right=r"\sum_{i=1}^n x_i")
    assert describe_claim(asked)[1:3] == [
        r"\sum_{i=1}^nx_i is one real number, ≥ 0; not understood",
        "x_i ∈ (0, ∞), one of a family",
    ]


def test_an_entry_before_a_bracket_may_be_a_function() -> None:
    assert translate("x_i(n)", family()).applications == {("x_i", "n")}


def test_a_vector_whose_entries_lie_somewhere() -> None:
    text = r"Lemma: Let $x \in \mathbb{R}^n$ with $x_i \ge 0$ for all $i$. Then $z$."
    scope = read_scope(job(proving=text))
    assert told(scope) == {"x": "[0, oo)"} and scope.meanings == {"x": "vector"}
    assert translate("x_i", scope.domains).value.is_nonnegative
    with pytest.raises(NotUnderstoodError):
        translate("x", scope.domains)


def test_a_family_of_vectors() -> None:
    scope = read_scope(job(proving=r"Lemma: Let $v_1, \dots, v_n \in \mathbb{R}^d$. Then $z$."))
    assert not told(scope) and {scope.meanings[f"v_{i}"] for i in "1nij"} == {"vector"}
    assert translate(r"v_i^\top v_j", scope.domains).opaque
    with pytest.raises(NotUnderstoodError):
        translate("v_i v_j", scope.domains)
