"""What the texts of a job say of its symbols: exact domains, and nothing from what may hold."""

import os
import subprocess
import sys

import pytest

from dlt_proof.mathematics.scope import Scope, describe_claim, read_scope
from dlt_proof.mathematics.translation import DomainNoteError, SymbolDomain
from dlt_proof.records.evidence import Job, Source


def job(
    *,
    proving: str = "",
    hypotheses: tuple[str, ...] = (),
    definitions: tuple[str, ...] = (),
    domains: tuple[str, ...] = (),
    left: str = "x",
    right: str = "1",
    sources: tuple[Source, ...] = (),
) -> Job:
    return Job(
        claim="",
        left=left,
        relation="<=",
        right=right,
        justification="",
        proving=proving,
        hypotheses=hypotheses,
        may_use=(),
        definitions=definitions,
        earlier=(),
        domains=domains,
        sources=sources,
    )


def shown(domain: SymbolDomain) -> str:
    """A domain as in a note, `(0, 1]`, with `Z` before it for integers."""
    left = "(" if domain.low_open or domain.low is None else "["
    right = ")" if domain.high_open or domain.high is None else "]"
    low = "-oo" if domain.low is None else domain.low
    high = "oo" if domain.high is None else domain.high
    return f"{'Z' if domain.integer else ''}{left}{low}, {high}{right}"


def told(scope: Scope) -> dict[str, str]:
    return {name: shown(domain) for name, domain in scope.domains.symbols.items()}


def related(scope: Scope) -> set[str]:
    return {f"{c.left} {c.relation} {c.right}" for c in scope.domains.constraints}


ALL, POSITIVE, NONNEGATIVE = "(-oo, oo)", "(0, oo)", "[0, oo)"

#: A hypothesis of the statement that is proved, and the domains that it gives.
LETS = [
    (r"Let $p_0 \in (0,1]$ and $T \ge 1$.", {"p_0": "(0, 1]", "T": "[1, oo)"}),
    (r"Let $x > 0$.", {"x": POSITIVE}),
    (r"Let $x \geq 0$.", {"x": NONNEGATIVE}),
    (r"Let $x < 0$.", {"x": "(-oo, 0)"}),
    (r"Let $0 < x$.", {"x": POSITIVE}),
    (r"Let $0 < x < 1$.", {"x": "(0, 1)"}),
    (r"Let $0 \le x \leqslant 1$.", {"x": "[0, 1]"}),
    (r"Let $1 \ge x \ge 0$.", {"x": "[0, 1]"}),
    (r"Let $-1 \le x < 1/2$.", {"x": "[-1, 1/2)"}),
    (r"Let $x \in \left[0, \frac12\right)$.", {"x": "[0, 1/2)"}),
    (r"Let $x \in (0, \infty)$.", {"x": POSITIVE}),
    (r"Let $x \in (-\infty, 3]$.", {"x": "(-oo, 3]"}),
    (r"Let $x \in [0.1, 0.5]$.", {"x": "[1/10, 1/2]"}),
    (r"Let $x, y > 0$.", {"x": POSITIVE, "y": POSITIVE}),
    (r"Let $x, y \in [0,1]$.", {"x": "[0, 1]", "y": "[0, 1]"}),
    (r"Let $x > 0$, $y \ge 1$.", {"x": POSITIVE, "y": "[1, oo)"}),
    (r"Let $x > 0$, $y \ge 1$, and $z \in \mathbb{R}$.", {"x": POSITIVE, "y": "[1, oo)", "z": ALL}),
    (r"Let $x > 0, y \ge 1$.", {"x": POSITIVE, "y": "[1, oo)"}),
    (r"Let $x \in \mathbb{R}$.", {"x": ALL}),
    (r"Let $x \in \R$.", {"x": ALL}),
    (r"Let $x \in \mathbb{R}_{>0}$.", {"x": POSITIVE}),
    (r"Let $x \in \mathbb{R}_{\geq 0}$.", {"x": NONNEGATIVE}),
    (r"Let $n \in \mathbb{N}$.", {"n": "Z[0, oo)"}),
    (r"Let $n \in \mathbb{N}_0$.", {"n": "Z[0, oo)"}),
    (r"Let $n \in \mathbb{N}_{\ge 2}$.", {"n": "Z[2, oo)"}),
    (r"Let $n \in \mathbb{Z}$.", {"n": "Z(-oo, oo)"}),
    (r"Let $n \in \mathbb{Z}_{>0}$.", {"n": "Z[1, oo)"}),
    (r"Let $n \in \{0, 1\}$.", {"n": "Z[0, 1]"}),
    (r"Let $n$ be an integer.", {"n": "Z(-oo, oo)"}),
    (r"Let $n$ be a positive integer.", {"n": "Z[1, oo)"}),
    (r"Let $n \ge 2$ be an integer.", {"n": "Z[2, oo)"}),
    (r"Let $n > 2$ be an integer.", {"n": "Z[3, oo)"}),
    (r"Let $n$ be a natural number.", {"n": "Z[0, oo)"}),
    (r"Let $m, n$ be nonnegative integers.", {"m": "Z[0, oo)", "n": "Z[0, oo)"}),
    (r"Let $a,b$ be real numbers.", {"a": ALL, "b": ALL}),
    (r"Let $a$ and $b$ be real numbers.", {"a": ALL, "b": ALL}),
    (r"Let $a$ be a real number.", {"a": ALL}),
    (r"Let $c$ be a positive constant.", {"c": POSITIVE}),
    (r"Let $c > 0$ be a constant.", {"c": POSITIVE}),
    (r"Let $c > 0$ be fixed.", {"c": POSITIVE}),
    (r"Let $c > 0$ be arbitrary.", {"c": POSITIVE}),
    (r"Let $c > 0$ be given.", {"c": POSITIVE}),
    (r"Let $x$ be a non-negative real number.", {"x": NONNEGATIVE}),
    (r"Let $x$ be a negative real.", {"x": "(-oo, 0)"}),
    (r"Let $p$ be a probability.", {"p": "[0, 1]"}),
    (r"Fix $\delta \in (0,1)$.", {r"\delta": "(0, 1)"}),
    (r"Fix a constant $c > 0$.", {"c": POSITIVE}),
    (r"Fix an arbitrary $x > 0$.", {"x": POSITIVE}),
    (r"Fix any $x > 0$.", {"x": POSITIVE}),
    (r"Suppose $x > 0$.", {"x": POSITIVE}),
    (r"Suppose that $x > 0$ and $y < 0$.", {"x": POSITIVE, "y": "(-oo, 0)"}),
    (r"Assume that $0 < \eta \le 1$.", {r"\eta": "(0, 1]"}),
    (r"Assume $\eta\in(0,1]$ and $T\geq 1$.", {r"\eta": "(0, 1]", "T": "[1, oo)"}),
    (r"We assume that $x > 0$.", {"x": POSITIVE}),
    (r"Consider real numbers $a, b > 0$.", {"a": POSITIVE, "b": POSITIVE}),
    (r"Given $\varepsilon > 0$.", {r"\varepsilon": POSITIVE}),
    (r"Take $x \ge 0$ and an integer $n \ge 1$.", {"x": NONNEGATIVE, "n": "Z[1, oo)"}),
    (r"Let $x$ satisfy $x > 3$.", {"x": "(3, oo)"}),
    (r"Let $x$ be a real number such that $x > 3$.", {"x": "(3, oo)"}),
    (r"Let $x$ be a real number with $0 \le x \le 1$.", {"x": "[0, 1]"}),
    (r"Let $x > 0$ and let $n \ge 1$ be an integer.", {"x": POSITIVE, "n": "Z[1, oo)"}),
    (r"Let \(x > 0\).", {"x": POSITIVE}),
    (r"Let \[ x > 0 . \]", {"x": POSITIVE}),
    (r"Let $\bar{x} > 0$ and $x^* \in [0,1]$.", {r"\bar{x}": POSITIVE, "x^*": "[0, 1]"}),
    (r"Let $n \in \{1, \dots, 5\}$.", {"n": "Z[1, 5]"}),
    (r"Let $x$, $y$ and $z$ be positive reals.", {"x": POSITIVE, "y": POSITIVE, "z": POSITIVE}),
    (
        r"Let $a$ and $b$ be real numbers and $n$ be a positive integer.",
        {"a": ALL, "b": ALL, "n": "Z[1, oo)"},
    ),
    (r"Let $n \in \{1, 2, \dots\}$.", {"n": "Z[1, oo)"}),
    (r"Let $n$ be an odd integer.", {"n": "Z(-oo, oo)"}),
    (r"Let $\sigma > 0$.", {r"\sigma": POSITIVE}),
]


@pytest.mark.parametrize(("text", "expected"), LETS)
def test_what_a_statement_lets_be(text: str, expected: dict[str, str]) -> None:
    scope = read_scope(job(proving=f"Lemma: {text} Then $x \\le 1$."))
    assert told(scope) == expected
    assert not scope.contradictory and not scope.narrowed


@pytest.mark.parametrize(("text", "expected"), [case for case in LETS if case[0][:3] != "Giv"])
def test_an_assumption_and_a_proof_let_be_the_same(text: str, expected: dict[str, str]) -> None:
    assert told(read_scope(job(hypotheses=(f"Assumption: {text}",)))) == expected
    assert told(read_scope(job(definitions=(text,)))) == expected


#: Whole statements; the conclusion says nothing of a domain.
STATEMENTS = [
    (r"For all $x, y > 0$, $xy > 0$.", {"x": POSITIVE, "y": POSITIVE}),
    (r"For every integer $n \geq 2$, we have $n^2 > n$.", {"n": "Z[2, oo)"}),
    (r"For every $x \in [0,1]$ and every integer $n \ge 1$, $x^n \le 1$.",
     {"x": "[0, 1]", "n": "Z[1, oo)"}),
    (r"For any real numbers $a, b$, $2ab \le a^2 + b^2$.", {"a": ALL, "b": ALL}),
    (r"For each $n \in \mathbb{N}$ it holds that $n \ge 0$.", {"n": "Z[0, oo)"}),
    (r"We have $e^x \ge 1 + x$ for all $x \in \mathbb{R}$.", {"x": ALL}),
    (r"The inequality $\log x \le x - 1$ holds for every $x > 0$.", {"x": POSITIVE}),
    (r"$1 + x \le e^x$ for all $x \in \mathbb{R}$.", {"x": ALL}),
    (r"Let $x > 0$. Then $x + 1 > 1$ and $x \le 7$.", {"x": POSITIVE}),
    (r"If $x > 0$, then $x + 1 > 1$.", {"x": POSITIVE}),
    (r"If $x > 0$ and $y \ge 1$, then $x y > 0$.", {"x": POSITIVE, "y": "[1, oo)"}),
    (r"Let $y \ge 1$. If $x > 0$, then $x y > 0$.", {"x": POSITIVE, "y": "[1, oo)"}),
    (r"Suppose $x > 0$. Then $x \ge 5$.", {"x": POSITIVE}),
    (r"Let $x$ be such that $x > 0$, then $x \ge 5$.", {"x": POSITIVE}),
    (r"Let $x > 0$. It holds that $x \le 2$.", {"x": POSITIVE}),
    (r"Let $x > 0$. The following holds: $x \le 2$.", {"x": POSITIVE}),
    (r"We have $x \le 2$, where $x > 0$.", {"x": POSITIVE}),
    (r"We have $x \le 2$ whenever $x > 0$ and $n \ge 1$ is an integer.",
     {"x": POSITIVE, "n": "Z[1, oo)"}),
    (r"For all $x > 0$, $y \ge 1$ and $z \in \mathbb{R}$, $x \le 2$.",
     {"x": POSITIVE, "y": "[1, oo)", "z": ALL}),
    (r"For all $x > 0$, $y \le 2$ and $z \le 2$.", {"x": POSITIVE}),
    (r"For all integers $0 \le k \le 9$, $k \le 2$.", {"k": "Z[0, 9]"}),
    (r"For $x > 0$, we have $\log x \le x - 1$.", {"x": POSITIVE}),
    (r"We have $\log x \le x - 1$ for $x > 0$.", {"x": POSITIVE}),
    (r"Suppose $f$ is $L$-smooth and convex, and $0 < \eta \le 1$. Then $f \le 2$.",
     {"L": ALL, r"\eta": "(0, 1]"}),
    (r"Let $f$ be $\mu$-strongly convex with $\mu > 0$. Then $f \le 2$.", {r"\mu": POSITIVE}),
    (r"$x \le 2$ and $y > 0$.", {}),
    (r"Under the assumption, $x \le 2$.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_only_the_hypotheses_of_a_statement_count(text: str, expected: dict[str, str]) -> None:
    assert told(read_scope(job(proving=f"Lemma: {text}"))) == expected


RELATIONS = [
    (r"Let $L > 0$ and $0 < \eta \le 1/L$.", {r"\eta <= 1/L"}),
    (r"Let $L > 0$. Let $\eta > 0$ with $\eta \le \frac{1}{L}$.", {r"\eta <= 1/L"}),
    (r"Let $\alpha, \beta \in [0,1]$ with $\alpha + \beta = 1$.", {r"\alpha + \beta = 1"}),
    (r"Let $0 \le x \le y$.", {"x <= y"}),
    (r"Let $x, y$ be real numbers such that $x < y$.", {"x < y"}),
    (r"Let $x \neq 0$ be a real number.", {"x != 0"}),
    (r"Let $x$ be a nonzero real number.", {"x != 0"}),
    (r"Let $T > 0$ and $t \in [0, T]$.", {"t <= T"}),
    (r"Let $a < b$ and $x \in (a, b)$.", {"a < b", "x > a", "x < b"}),
    (r"Let $n \ge 1$ be an integer and $k \in \{1, \dots, n\}$.", {"k <= n"}),
    (r"Let $n \ge 1$ be an integer and $k \in [n]$.", {"k <= n"}),
    (r"Let $x \in \mathbb{R} \setminus \{0\}$.", {"x != 0"}),
    (r"Let $a, b, c > 0$ with $a + b + c = 1$.", {"a + b + c = 1"}),
    (r"Let $R > 0$ and suppose that $\|w\| \le R$.", {"‖w‖ <= R"}),
    (r"Let $x, y \ge 0$ satisfy $x + y \le 1$.", {"x + y <= 1"}),
    (r"Let $a \ge b \ge c > 0$.", {"a >= b", "b >= c"}),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_relations_between_symbols(text: str, expected: set[str]) -> None:
    scope = read_scope(job(proving=f"Lemma: {text} Then $x \\le 1$."))
    assert related(scope) == expected
    assert related(read_scope(job(hypotheses=(f"Assumption: {text}",)))) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"hypotheses": (r"Definition: Let $L > 0$. Set $\eta = 1/L$.",)}, "1/L"),
        ({"definitions": (r"Let $L > 0$.", r"Let $\eta := 1/L$.")}, "1/L"),
        ({"definitions": (r"Fix $L > 0$.", r"We define $\eta = \frac{1}{2L}$.")}, "1/(2*L)"),
        ({"proving": r"Lemma: Let $L > 0$. Then $f \le \eta$, where $\eta = 1/L$."}, "1/L"),
        ({"proving": r"Lemma: Let $L > 0$ and $\eta = 1/L$. Then $f \le \eta$."}, "1/L"),
        ({"hypotheses": (r"Notation: Let $L > 0$. We write $\eta := L^2$.",)}, "L**2"),
    ],
)
def test_definitions(said: dict[str, object], expected: str) -> None:
    scope = read_scope(job(**said))  # type: ignore[arg-type]
    assert str(scope.domains.definitions[r"\eta"].value) == expected
    assert r"\eta" not in scope.domains.symbols


def test_what_is_said_of_a_defined_symbol_is_said_of_its_term() -> None:
    scope = read_scope(job(proving=r"Lemma: Let $L > 0$ and $x = L - 1$ with $x > 0$. Then $x$."))
    assert str(scope.domains.definitions["x"].value) == "L - 1"
    assert related(scope) == {"L - 1 > 0"}


#: Texts from which nothing follows for x, with the field that holds them.
TRAPS = [
    ("hypotheses", r"Assumption: If $x > 0$, then $f$ is convex."),
    ("hypotheses", r"Assumption: $f$ is convex whenever $x > 0$."),
    ("hypotheses", r"Assumption: $f$ vanishes unless $x > 0$."),
    ("hypotheses", r"Assumption: For every $x > 0$, $f(x) \ge 0$."),
    ("hypotheses", r"Assumption: We have $f(x) \ge 0$ for all $x > 0$."),
    ("hypotheses", r"Assumption: For each $i$, $x > 0$."),
    ("hypotheses", r"Assumption: There exists $x > 0$ with $f(x) = 0$."),
    ("hypotheses", r"Assumption: For some $x > 0$, $f(x) = 0$."),
    ("hypotheses", r"Assumption: It is not true that $x > 0$."),
    ("hypotheses", r"Assumption: Neither $x > 0$ nor $y > 0$."),
    ("hypotheses", r"Assumption: Either $x > 0$ or $y > 0$."),
    ("hypotheses", r"Assumption: $x > 0$ or $x < -1$."),
    ("hypotheses", r"Assumption: For example, $x > 0$."),
    ("hypotheses", r"Assumption: For instance, take $x > 0$."),
    ("hypotheses", r"Assumption: One may take $x > 0$, e.g. $x = 1$."),
    ("hypotheses", r"Assumption: $x$ would be $x > 0$."),
    ("hypotheses", r"Assumption: Eventually $x > 0$."),
    ("hypotheses", r"Assumption: With high probability, $x > 0$."),
    ("hypotheses", r"Assumption: $x > 0$ implies $y > 0$."),
    ("hypotheses", r"Assumption: Suppose that $x > 0$ implies $y > 0$."),
    ("proving", r"Lemma: Suppose that $x > 0$ implies $y > 0$. Then $f > 0$."),
    ("definitions", r"Suppose that $x > 0$ implies $y > 0$."),
    ("hypotheses", r"Assumption: $x \ll 1$."),
    ("hypotheses", r"Assumption: $x \sim \mathcal{N}(0, 1)$."),
    ("hypotheses", r"Assumption: $0 < y, x < 1$."),
    ("hypotheses", r"Assumption: $(x > 0)$."),
    ("hypotheses", r"Assumption: $\Pr(x > 0) = 1$."),
    ("hypotheses", r"Assumption: $\{x : x > 0\} = S$."),
    ("hypotheses", r"Assumption: $x > 0 \implies y > 0$."),
    ("hypotheses", r"Assumption: $x > 0 \text{ if } y > 0$."),
    ("hypotheses", r"Assumption: $x \to 0$."),
    ("hypotheses", r"Assumption: $x = O(1)$."),
    ("hypotheses", r"Definition: A function $f$ is positive if $f(x) > 0$ for all $x > 0$."),
    ("hypotheses", r"Definition: We call $x$ small when $x < 1$."),
    ("hypotheses", r"Assumption: The case $x > 0$ is treated later."),
    ("definitions", r"If $x > 0$, then we are done."),
    ("definitions", r"For every $x > 0$, let $g(x) = f(x)$."),
    ("definitions", r"Unless $x > 0$ there is nothing to show."),
    ("definitions", r"Suppose for contradiction that $x > 0$."),
    ("definitions", r"Let $S$ be the set of all $x > 0$ with $f(x) = 0$."),
    ("definitions", r"Let $E$ be the event that $x > 0$."),
    ("definitions", r"We want to show that $x > 0$."),
    ("definitions", r"It suffices to consider the case $x > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $x > 0$."),
    ("proving", r"Lemma: $x > 0$."),
    ("proving", r"Lemma: We have $x > 0$."),
    ("proving", r"Lemma: If $x > 0$, then $f > 0$. If $x < 0$, then $f < 0$."),
    ("proving", r"Lemma: Then $x > 0$ if and only if $y > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $f > 0$. Moreover, let $x > 0$. Then $g > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $f > 0$ if $x > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $f > 0$ for some $x > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then there exists $x > 0$ with $x \le y$."),
    ("proving", r"Lemma: The map is positive for all $x > 0$ and zero for all $x < 0$."),
    ("hypotheses", r"Assumption: $|x| \le 1$."),
    ("hypotheses", r"Assumption: For $x > 0$, $f$ is convex."),
    ("proving", r"Lemma: Let $y > 0$. Then $f > 0$ for $x > 0$ and $f < 0$ for $x < 0$."),
    ("hypotheses", r"Assumption: For example. $x > 0$."),
    ("hypotheses", r"Assumption: Consider e.g. $x > 0$."),
    ("hypotheses", r"Assumption: Let $y > 0$, then $x > 0$."),
    ("hypotheses", r"Assumption: $y > 0$ and hence $x > 0$."),
    ("hypotheses", r"Lemma: Let $x > 0$. Then $f(x) > 0$."),
    ("definitions", r"Let $y > 0$, so that $x > 0$."),
    ("definitions", r"Let $y > 0$; then $x > 0$."),
    ("definitions", r"Let $x$ be the positive eigenvector of $A$."),
    ("proving", r"Lemma: Assume that for all $x > 0$, $f(x) > 0$. Then $f > 0$."),
    ("proving", r"Lemma: The step size satisfies $x > 0$. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $f(x) > 0$ with $x > 0$."),
    ("proving", r"Lemma: Let $y > 0$. Then $f > 0$, where $x > 0$. Moreover, $g > 0$."),
    ("proving", r"Lemma: Let $x \in \mathbb{R}^d$. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x \in \mathbb{R}^{m \times n}$. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x$ be a vector. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x$ be a random variable. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x: \mathbb{R} \to \mathbb{R}$ be continuous. Then $f > 0$."),
    ("proving", r"Lemma: Let $x \in S$. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x$ be a complex number. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x$ be a parameter. Then $f(x) > 0$."),
    ("proving", r"Lemma: Let $x_1, \dots, x_n > 0$. Then $f(x) > 0$."),
]


@pytest.mark.parametrize(("field", "text"), TRAPS, ids=[text for _, text in TRAPS])
def test_nothing_is_concluded_from_what_holds_only_sometimes(field: str, text: str) -> None:
    said = {field: text if field == "proving" else (text,)}
    scope = read_scope(job(**said))  # type: ignore[arg-type]
    domain = scope.domains.symbols.get("x")
    assert "x" not in scope.domains.definitions
    assert domain is None or shown(domain) == ALL
    assert not [c for c in scope.domains.constraints if "x" in map(str, c.left.free_symbols)]


@pytest.mark.parametrize(
    ("field", "text"),
    [case for case in TRAPS if "Then $x > 0$" not in case[1] and "Lemma: $x" not in case[1]
     and "We have $x" not in case[1]],
)  # fmt: skip
def test_what_was_not_read_of_a_symbol_is_told(field: str, text: str) -> None:
    said = {field: text if field == "proving" else (text,)}
    scope = read_scope(job(**said))  # type: ignore[arg-type]
    assert "x" in scope.unread or "x" in scope.meanings


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        (r"Let $x \in \mathbb{R}^d$.", {"x": "vector"}),
        (r"Let $u, v \in \mathbb{R}^d$ and $L > 0$.", {"u": "vector", "v": "vector"}),
        (r"Let $A \in \mathbb{R}^{n \times n}$.", {"A": "matrix"}),
        (r"Let $f: \mathbb{R}^d\to\mathbb{R}$ be a function.", {"f": "function"}),
        (r"Let $f \colon X \to Y$ be $L$-smooth.", {"f": "function"}),
        (r"Let $X$ be a random variable.", {"X": "random"}),
        (r"Let $E$ be an event.", {"E": "event"}),
        (r"Let $A$ be a matrix.", {"A": "matrix"}),
        (r"For every $x \in \mathbb{R}^d$, $f(x) \ge 0$.", {"x": "vector"}),
    ],
)
def test_what_is_no_number(text: str, meanings: dict[str, str]) -> None:
    scope = read_scope(job(proving=f"Lemma: {text} Then $1 \\le 2$."))
    assert scope.meanings == meanings == dict(scope.domains.meanings)
    assert not set(meanings) & set(scope.domains.symbols)


@pytest.mark.parametrize(
    ("texts", "step", "meanings"),
    [
        (("Notation: All logarithms are to base $2$.",), r"\log x", {r"\log", r"\ln"}),
        (("Notation: The logarithm is binary, to base two.",), r"\log x", {r"\log", r"\ln"}),
        (("Notation: Logarithms are to base $e$.",), r"\log x", set()),
        (("Notation: All logarithms are to base $2$.",), "x", set()),
        (("Notation: We write $\\log^2 x$ for $\\log\\log x$.",), r"\log^2 x", {r"\log"}),
        (("Notation: $\\log^2 x = \\log(\\log x)$.",), r"\log^2 x", {r"\log"}),
        (("Notation: Powers of a logarithm are iterated.",), r"\log^2 x", {r"\log"}),
        (("Notation: Let $\\log^{2} = \\log \\circ \\log$.",), r"\log^2 x", {r"\log"}),
        (("Notation: Powers of $\\ln$ mean composition.",), r"\ln^2 x", {r"\ln"}),
        (("Notation: We write $\\log^2 x$ for $\\log\\log x$.",), r"\log x", set()),
        (("Assumption: The iterates satisfy $x \\le 1$.",), r"\log^2 x", set()),
        (("Assumption: We have $x \\le \\log^2 n$.",), r"\log^2 x", set()),
        (("Notation: Let $u \\in \\mathbb{C}^n$.",), r"u^\top u", {r"\top"}),
        (("Notation: Let $u$ be a complex vector.",), r"u^T u", {r"\top"}),
        (("Notation: The complexity is bounded.",), r"u^\top u", set()),
        (("Notation: Let $e$ be an edge.",), "e^x", {"e"}),
        (("Notation: Euler's number $e$ is near $3$.",), "e^x", set()),
        (("Assumption: The base case is $n = 1$.",), r"\log x", set()),
        (("Notation: Let $e \\ge 2$ be an integer.",), "e^x", set()),
        (("Notation: Let $\\pi$ be a policy.",), r"\pi x", {r"\pi"}),
        (("Notation: $\\pi_0$ is the initial policy.",), r"\pi x", {r"\pi"}),
        (("Assumption: $\\pi \\in (0, 1)$.",), r"\pi x", set()),
        (("Assumption: $x \\le 2\\pi$.",), r"\pi x", set()),
    ],
)
def test_letters_with_an_unusual_meaning(
    texts: tuple[str, ...], step: str, meanings: set[str]
) -> None:
    scope = read_scope(job(hypotheses=texts, left=step))
    assert meanings == {n for n in scope.domains.meanings if n[0] == "\\" or n == "e"}


def test_two_statements_about_one_symbol_intersect() -> None:
    scope = read_scope(job(hypotheses=("Assumption: $x > 0$.", r"Assumption: $x \le 1$.")))
    assert told(scope) == {"x": "(0, 1]"}
    scope = read_scope(job(proving=r"Lemma: Let $x > 0$ and $x \le 1$. Then $x$."))
    assert told(scope) == {"x": "(0, 1]"}
    scope = read_scope(
        job(proving=r"Lemma: Let $x > 0$. Then $x$.", definitions=("Suppose $x \\ge 2$.",))
    )
    assert told(scope) == {"x": "[2, oo)"}


@pytest.mark.parametrize(
    "texts",
    [
        ("Assumption: $x > 0$.", "Assumption: $x < 0$."),
        ("Assumption: $x > 0$ and $x \\le 0$.",),
        ("Assumption: Let $x \\in (0, 1)$ be an integer.",),
    ],
)
def test_contradictions_are_told(texts: tuple[str, ...]) -> None:
    assert read_scope(job(hypotheses=texts)).contradictory == ("x",)


@pytest.mark.parametrize("verb", ["Let", "Suppose", "For all", "Assume $f$ is convex, and let"])
def test_the_same_letter_declared_anew_is_another_thing(verb: str) -> None:
    assumption = r"Assumption: $x \in [0, 1]$."
    lemma = f"Lemma: {verb} $x > 0$, we have $x^2 \\le x$."
    scope = read_scope(job(hypotheses=(assumption,), proving=lemma))
    assert told(scope) == {"x": POSITIVE}
    assert {f"{c.left} {c.relation} {c.right}" for c in scope.perhaps} == {"x <= 1"}


def test_two_declarations_of_a_letter_prove_only_what_holds_of_both() -> None:
    texts = ("Assumption: Let $x \\in (0, 1)$.", "Assumption: Let $x > 0$.")
    scope = read_scope(job(hypotheses=texts))
    assert told(scope) == {"x": POSITIVE}
    assert {f"{c.left} {c.relation} {c.right}" for c in scope.perhaps} == {"x < 1"}


@pytest.mark.parametrize(
    "heading",
    ["Case 1: $x \\ge 1$.", "Case 2 ($x \\ge 1$).", "\\textbf{Case 1.} $x \\ge 1$.",
     "Case (ii): $x \\ge 1$", "Suppose first that $x \\ge 1$.", "Now assume that $x \\ge 1$."],
)  # fmt: skip
def test_the_case_of_a_proof_counts(heading: str) -> None:
    asked = job(proving="Lemma: Let $x > 0$. Then $x$.", definitions=(heading,))
    assert told(read_scope(asked)) == {"x": "[1, oo)"}


def test_a_letter_bound_beside_the_step_is_what_that_says() -> None:
    asked = job(proving="Lemma: Let $x > 0$. Then $f(x) \\le 1$.")
    wider = asked.model_copy(update={"justification": r"which holds for all $x \in \mathbb{R}$"})
    assert told(read_scope(wider)) == {"x": ALL} and "x" in read_scope(wider).unread
    same = asked.model_copy(update={"justification": "for all $x > 0$"})
    assert told(read_scope(same)) == {"x": POSITIVE} and not read_scope(same).unread
    narrower = asked.model_copy(update={"claim": r"x \le 1 \quad \text{for all } x \ge 1"})
    assert told(read_scope(narrower)) == {"x": POSITIVE} and "x" in read_scope(narrower).unread
    unknown = asked.model_copy(update={"claim": r"x \le 1 \quad \forall x \in S"})
    assert told(read_scope(unknown)) == {}


def test_a_constant_of_smoothness_is_perhaps_positive() -> None:
    scope = read_scope(job(proving="Lemma: Suppose $f$ is $L$-smooth. Then $f \\le 1$."))
    assert [f"{c.left} {c.relation} {c.right}" for c in scope.perhaps] == ["L > 0"]
    assert "f" in scope.unread


def test_naturals_may_begin_at_one() -> None:
    scope = read_scope(job(proving=r"Lemma: Let $n \in \mathbb{N}$. Then $n \ge 0$."))
    assert [str(c.right) for c in scope.perhaps] == ["1"]


@pytest.mark.parametrize(
    ("note", "narrowed", "domain"),
    [
        ("x in (0, 1)", ("x",), "(0, 1)"),
        ("x in reals", (), POSITIVE),
        ("x in (0, oo)", (), POSITIVE),
        ("x in positive integers", ("x",), "Z[1, oo)"),
        ("x in (-oo, 5]", ("x",), "(0, 5]"),
    ],
)
def test_a_note_may_not_say_less_than_the_words(
    note: str, narrowed: tuple[str, ...], domain: str
) -> None:
    scope = read_scope(job(proving="Lemma: Let $x > 0$. Then $x$.", domains=(note,)))
    assert scope.narrowed == narrowed and told(scope) == {"x": domain}


@pytest.mark.parametrize(
    ("words", "notes", "narrowed"),
    [
        (r"$x > 0$", ("x in reals", "x > 0"), ()),
        (r"$x > 0$", ("x in reals", "x >= 0"), ()),
        (r"$x > 0$", ("x in reals", "x > 1"), ("x",)),
        (r"$x > 0$", ("x in reals", "x < 1"), ("x",)),
        (r"$x > 0$", ("x in reals", "0 < x"), ()),
        (r"$x \neq 0$ be real", ("x > 0",), ("x",)),
        (r"$x \ge y > 0$", ("x, y in (0, oo)",), ()),
        (r"$x \ge y > 1$", ("x in (1, oo)",), ()),
        (r"$x \ge y > 0$", ("x in [1, oo)",), ("x",)),
        (r"$0 < x \le y$", ("y in (0, oo)",), ()),
        (r"$0 \le x \le y$", ("y in (0, oo)",), ("y",)),
        (r"$z \ge y \ge x > 0$", ("z in (0, oo)",), ()),
        (r"$x \le y < 0$", ("x in (-oo, 0)",), ()),
        (r"$y > x^2$", ("x in reals", "y in (0, oo)"), ()),
        (r"$y \ge x^2$", ("x in reals", "y in (0, oo)"), ("y",)),
        (r"$y > x$", ("x in reals", "y in (0, oo)"), ("y",)),
        (r"$n \in \mathbb{N}$", ("n >= 1",), ()),
        (r"$n \in \mathbb{N}$", ("n >= 2",), ("n",)),
    ],
)
def test_a_note_may_say_what_the_words_imply(
    words: str, notes: tuple[str, ...], narrowed: tuple[str, ...]
) -> None:
    asked = job(proving=f"Lemma: Let {words}. Then $x$.", domains=notes)
    assert read_scope(asked).narrowed == narrowed


def test_a_note_may_say_where_the_naturals_begin() -> None:
    asked = job(
        proving=r"Lemma: Let $n \in \mathbb{N}$. Then $n$.", domains=("n in positive integers",)
    )
    assert not read_scope(asked).narrowed and told(read_scope(asked)) == {"n": "Z[1, oo)"}


@pytest.mark.parametrize(
    ("words", "narrowed"),
    [
        (r"$T \ge 1$", ()),
        (r"$T \in [1, \infty)$", ("T",)),
        (r"$T \ge 1$ be a real number", ("T",)),
        (r"$T \ge 0$", ("T",)),
    ],
)
def test_a_note_may_say_that_something_is_counted(words: str, narrowed: tuple[str, ...]) -> None:
    asked = job(proving=f"Lemma: Let {words}. Then $T$.", domains=("T in positive integers",))
    assert read_scope(asked).narrowed == narrowed


def test_a_note_that_makes_a_number_of_a_vector_says_less() -> None:
    scope = read_scope(
        job(proving=r"Lemma: Let $V \in \mathbb{R}^d$. Then $V$.", domains=("V in reals",))
    )
    assert scope.narrowed == ("V",) and told(scope) == {"V": ALL}
    assert scope.meanings == {"V": "vector"} and not scope.domains.meanings


def test_notes_with_terms_see_the_domains_of_the_words() -> None:
    scope = read_scope(
        job(proving="Lemma: Let $a > 0$. Then $a$.", domains=("b in reals", "s = a + b", "b <= a"))
    )
    value = scope.domains.definitions["s"].value
    assert value.free_symbols == {scope.domains.symbols[n].symbol() for n in ("a", "b")}


def test_a_wrong_note_is_refused() -> None:
    with pytest.raises(DomainNoteError):
        read_scope(job(domains=("x in somewhere",)))


def test_each_domain_is_linked_to_its_place() -> None:
    proving = r"Lemma: Let $x \in (0, 1]$ and $L > 0$. Then $x \le 1$."
    source = Source(role="proving", text=proving, file="sections/02.tex", line=14)
    note = Source(role="domains", text="t in reals", file="sections/02.tex", line=20)
    asked = job(
        proving=proving, domains=("t in reals",), left="x + t", right=r"\|v\| + L",
        sources=(source, note),
    )  # fmt: skip
    assert read_scope(asked).sources["x"] == (source,)
    assert describe_claim(asked) == [
        "t + x ≤ L + ‖v‖",
        "L ∈ (0, ∞) (sections/02.tex:14)",
        "t ∈ ℝ (sections/02.tex:20)",
        "x ∈ (0, 1] (sections/02.tex:14)",
        "‖v‖ is one real number, ≥ 0; not understood",
    ]


def test_names_are_printed_as_they_are() -> None:
    asked = job(
        domains=(r"x^* in reals", r"a in (0, oo)"), left=r"2x^* \lVert V^*\rVert", right="a^2"
    )
    assert describe_claim(asked)[0] == "2·x^*·‖V^*‖ ≤ a^2"


def test_what_is_not_understood_is_said() -> None:
    assert describe_claim(job(left="v", right="1")) == ["not understood: no domain note for v"]
    assert describe_claim(job(domains=("x",)))[0].startswith("domain note: ")


def test_doubts_are_described() -> None:
    asked = job(
        proving="Lemma: Let $x > 0$ and let $n$ be an odd integer. Then $x$.",
        domains=("x in (0, 1)",), left="x", right="n",
    )  # fmt: skip
    assert describe_claim(asked) == [
        "x ≤ n",
        "n ∈ ℤ",
        "x ∈ (0, 1)",
        "the domain note says less of x than the text",
        "not read, about n: Let $x > 0$ and let $n$ be an odd integer",
    ]


def test_the_same_job_has_the_same_scope() -> None:
    asked = job(proving="Lemma: Let $x > 0$. Then $x$.")
    assert read_scope(asked) == read_scope(asked.model_copy())


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_the_order_of_constraints_is_that_of_the_text(seed: str) -> None:
    """Certificates name them in this order, and are compared between machines."""
    program = (
        "from tests.mathematics.test_scope import job\n"
        "from dlt_proof.mathematics.scope import read_scope\n"
        "names = ['alpha', 'beta', 'gamma', 'zeta']\n"
        "texts = tuple(f'Let $\\\\{n} = \\\\{n}_0 + 1$.' for n in names)\n"
        "notes = tuple(f'{n}, {n}_0 in reals' for n in names)\n"
        "scope = read_scope(job(definitions=texts, domains=notes))\n"
        "print([str(c.left) for c in scope.domains.constraints])\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    said = done.stdout.replace("\\\\", "").strip()
    assert said == "['alpha', 'beta', 'gamma', 'zeta']", done.stderr
