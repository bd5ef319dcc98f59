"""Every kind of change happens, once each, and where the judged relation stands by itself."""

from collections.abc import Iterator

import pytest
from benchmarks.steps.corpus import read_chains, read_corpus
from benchmarks.steps.mutants import KINDS, Mutant, mutants
from benchmarks.steps.printing import Printer, manner_of
from benchmarks.steps.terms import Term


def of(domain: str, relation: str) -> Iterator[tuple[str, str]]:
    """Kind and text of every mutant."""
    (chain,) = read_chains(f'[one]\ndomain = "{domain}"\nchain = "{relation}"', "test")
    for mutant in mutants(chain, 1000, 0):
        c = mutant.comparison
        yield mutant.kind, f"{text(c.left)} {c.relation} {text(c.right)}"


def text(term: Term) -> str:
    return Printer(PLAIN, {}).term(term)


PLAIN = next(
    manner
    for seed in range(500)
    if (manner := manner_of(str(seed))).exponential
    and not manner.growing
    and manner.bars == "|"
    and manner.fraction == r"\frac"
    and manner.braces is False
    and manner.variant % 4
    and manner.variant % 5
)


@pytest.mark.parametrize(
    ("domain", "relation", "kind", "expected"),
    [
        ("x: R", "x <= 1", "flip relation", "x >= 1"),
        ("x: R", "x <= 1", "make equal", "x = 1"),
        ("x: R", "x <= 1", "make strict", "x < 1"),
        ("x: R", "x == 1", "flip relation", "x < 1"),
        ("x: R", "3*x <= 1", "change constant", "6 x <= 1"),
        ("x: R", "x**3 <= 1", "change exponent", "x^4 <= 1"),
        ("x: R; n: int [1, oo)", "x**n <= 1", "change exponent", "x^{n - 1} <= 1"),
        ("x: R", "x*exp(x) <= 1", "drop factor", "e^x <= 1"),
        ("x: (0, oo)", "1/x <= 1", "drop factor", "1 <= 1"),
        ("x: R", "x**2 <= 1", "drop square", "x <= 1"),
        ("x: [0, oo)", "sqrt(x) <= 1", "drop root", "x <= 1"),
        ("x: R", "abs(x) <= 1", "drop absolute value", "x <= 1"),
        ("x: R", "x + x**2 <= 1", "drop term", "x^2 <= 1"),
        ("x: R", "min(x, 1) <= 1", "swap min and max", r"\max(x, 1) <= 1"),
        ("n: int [1, oo)", "Sum(k, k, 1, n) <= n**2", "move index", r"\sum_{k = 2}^n k <= n^2"),
        ("t: int [1, oo)", "t <= 2**t", "move index", "t + 1 <= 2^t"),
        ("n: int [1, oo); x: family(n) R", "x[1] <= 1", "move index", "x_2 <= 1"),
        ("x, y: R", "x - y <= 1", "swap variables", "y - x <= 1"),
        ("x: R", "1 + x <= exp(x)", "change sign", "1 - x <= e^x"),
        ("x: R", "1 <= exp(x)", "change sign", "1 <= e^{-x}"),
        ("x: R", "1 <= -x", "change sign", "1 <= x"),
    ],
)
def test_each_kind(domain: str, relation: str, kind: str, expected: str) -> None:
    assert (kind, expected) in set(of(domain, relation))


def test_no_mutant_is_the_original_or_another_mutant() -> None:
    found = [claim for _, claim in of("x: R", "1 + x <= exp(x) <= exp(2*x) + 1")]
    assert len(found) == len(set(found))
    assert "1 + x <= e^x" not in found


def test_nothing_false_stands_before_the_judged_relation() -> None:
    for chain in read_corpus()[:60]:
        for mutant in mutants(chain, 6, 1):
            changed = [
                index
                for index in range(len(mutant.chain.relations))
                if mutant.chain.comparison(index)
                not in [chain.comparison(step) for step in range(len(chain.relations))]
            ]
            assert changed == [mutant.step]


def test_a_norm_stays_one_of_a_vector() -> None:
    found = [claim for _, claim in of("x: vector; c: R", "norm(c*x) <= abs(c)*norm(x)")]
    assert any(r"\|x" in claim or r"\lVert x" in claim for claim in found)
    assert not any(r"\|c\|" in claim or r"\lVert c \rVert" in claim for claim in found)


def test_mutants_depend_on_the_seed_alone_and_vary_in_kind() -> None:
    def kinds(found: list[Mutant]) -> set[str]:
        return {mutant.kind for mutant in found}

    corpus = read_corpus()
    assert mutants(corpus[0], 5, 1) == mutants(corpus[0], 5, 1)
    assert any(mutants(c, 5, 1) != mutants(c, 5, 2) for c in corpus)
    assert set(KINDS) == set().union(*(kinds(mutants(c, 12, 0)) for c in corpus))
