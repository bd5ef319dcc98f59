"""The corpus is large enough, reads strictly, and prints as papers that the product reads."""

from collections import Counter

import pytest
from benchmarks.steps.corpus import Chain, read_chains, read_corpus
from benchmarks.steps.papers import print_paper
from benchmarks.steps.printing import Printer, manner_of
from benchmarks.steps.scoring import jobs_by_offset
from benchmarks.steps.terms import CorpusError, parse_term
from benchmarks.steps.wording import WORDINGS, hypotheses

CORPUS = read_corpus()


def chain(text: str) -> Chain:
    (found,) = read_chains(f"[one]\n{text}", "test")
    return found


def test_there_are_enough_chains_and_topics() -> None:
    assert len(CORPUS) >= 120
    assert len({c.name for c in CORPUS}) == len(CORPUS)
    assert len({c.name.partition("/")[0] for c in CORPUS}) >= 12
    listed = [c.is_listed(step) for c in CORPUS for step in range(len(c.relations))]
    assert 0.8 < sum(listed) / len(listed) < 1


def test_hypotheses_are_said_in_many_ways() -> None:
    settings = [c.setting for c in CORPUS if c.setting.kinds.get("x") == "real"][:3]
    for setting in settings:
        printer = Printer(manner_of("anyone"), {})
        said = {hypotheses(setting, printer, number, "anyone") for number in range(len(WORDINGS))}
        assert len(said) >= 15


@pytest.mark.parametrize(
    "name", ["roots/am-gm", "sums/telescoping", "random/descent", "powers/young-conjugate"]
)
def test_every_relation_is_a_step_of_the_printed_paper(name: str) -> None:
    (one,) = (c for c in CORPUS if c.name == name)
    paper = print_paper(one, one.name)
    jobs = jobs_by_offset(paper.text)
    assert len(jobs) == len(paper.signs) == len(one.relations)
    printer = Printer(manner_of(one.name), one.printed)
    for step, place in enumerate(paper.signs):
        (job,) = (job for at, job in jobs.items() if at in place)
        assert job.relation == one.relations[step]
        assert job.right.replace(" ", "") == printer.term(one.terms[step + 1]).replace(" ", "")


@pytest.mark.slow
def test_all_papers_have_all_their_steps() -> None:
    missing = Counter(
        one.name
        for one in CORPUS
        for paper in [print_paper(one, one.name)]
        for place in paper.signs
        if not any(at in place for at in jobs_by_offset(paper.text))
    )
    assert not missing


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a - (b - c)", "a - (b - c)"),
        ("a - b - c", "a - b - c"),
        ("(a + b)*c", "(a + b) c"),
        ("-x*y", "-x y"),
        ("x*(-y)", "x (-y)"),
        ("2*3**n", r"2 \cdot 3^n"),
        ("(a/b)**2", r"(\frac{a}{b})^2"),
        ("(x**a)**b", "(x^a)^b"),
        ("exp(x)**2", r"(e^x)^2"),
        ("Sum(k + 1, k, 1, n)*x", r"\Bigl( \sum_{k = 1}^n (k + 1) \Bigr) x"),
        ("Sum(k, k, 1, n) + 1", r"\Bigl( \sum_{k = 1}^n k \Bigr) + 1"),
        ("1 + Sum(k, k, 1, n)", r"1 + \sum_{k = 1}^n k"),
        ("factorial(n + 1)", "(n + 1)!"),
        ("(-x)**2", "(-x)^2"),
        ("log(x)*y", r"\log(x) y"),
        ("x_0*eta_max", r"x_0 \eta_{\max}"),
    ],
)
def test_a_term_is_printed_as_it_is_grouped(text: str, latex: str) -> None:
    plain = next(
        manner
        for seed in range(500)
        if (manner := manner_of(str(seed))).exponential
        and not manner.growing
        and manner.logarithm == r"\log"
        and manner.fraction == r"\frac"
        and manner.variant % 4
        and manner.variant % 5
    )
    assert Printer(plain, {}).term(parse_term(text)) == latex


@pytest.mark.parametrize(
    "text",
    [
        'domain = "x: R"\nchain = "x"',
        'domain = "x: R"\nchain = "x <= y"',
        'domain = "x: somewhere"\nchain = "x <= x"',
        'domain = "x: R"\nchain = "x != 1"',
        'domain = "x: R"\nchain = "open(x) <= 1"',
        'domain = "x: R"\nchain = "x.real <= 1"',
        'domain = "x: R"\nchain = "x <= True"',
        'domain = "x: R"',
        'domain = "x: R"\nchain = "x <= x"\nwhy = "so"',
    ],
)
def test_what_is_no_chain_is_refused(text: str) -> None:
    with pytest.raises(CorpusError, match="test"):
        chain(text)


def test_what_counts_as_understood_is_decided_by_the_shape() -> None:
    def listed(domain: str, relation: str) -> bool:
        return chain(f'domain = "{domain}"\nchain = "{relation}"').is_listed(0)

    assert listed("x: R; n: int [1, oo)", "Sum(x**k, k, 1, n) <= max(abs(x), cosh(x))")
    assert listed("n: int [1, oo); a: family(n) R", "a[1] <= Sum(a[i], i, 1, n)")
    assert not listed("n: int [1, oo)", "n <= factorial(n)")
    assert not listed("u, v: vector", "inner(u, v) <= norm(u)*norm(v)")
    assert not listed("X: random [0, 1]", "E(X) <= 1")
