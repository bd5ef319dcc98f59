"""The free checkers: what is true is never refuted, what is false never proved."""

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.mathematics.translation import DomainNoteError, read_domains

from .claims import job

PROVED = [
    (r"\sum_{k=1}^n k", "=", r"\frac{n(n+1)}{2}", "n in positive integers"),
    ("x e^{-x}", "<=", r"\frac{1}{2}", "x in [0, oo)"),
    ("(a+b)^2", "=", "a^2 + 2ab + b^2", "a, b in reals"),
    (r"\frac{x}{y} \cdot y", "=", "x", "x in reals", "y in (0, oo)"),
    (
        r"2^{T/2} e^{-T/2}",
        "=",
        r"\exp\Bigl(-\frac{(1-\log 2) T}{2}\Bigr)",
        "T in positive integers",
    ),
    (
        r"1 - p(1 - e^{-\theta})",
        "<=",
        r"\exp(-p(1-e^{-\theta}))",
        "p in (0, 1]",
        "theta in [0, oo)",
    ),
    (r"e^{3/4}", ">", "2"),
    (r"\frac{65}{32}", ">", "2"),
    (r"\exp(-\frac{pT}{4})", "<=", r"\exp(-\frac{pT}{8})", "p in (0, 1]", "T in positive integers"),
    (r"x + 1", ">", "x", "x in reals"),
    (r"\lVert v \rVert + M", ">=", r"M", "M in [0, oo)"),
    (r"\frac12 x", "=", "x/2", "x in reals"),
    (r"\sqrt{x} \sqrt{x}", "=", "x", "x in [0, oo)"),
    (r"(\log x)^2", ">=", "0", "x in (0, oo)"),
]
FALSE = [
    ("x", "<", "x + y", "x in reals", "y in [0, 1]"),  # equal at y = 0
    ("(a+b)^2", "=", "a^2 + b^2", "a, b in reals"),
    (r"x^2", ">=", "x", "x in [0, oo)"),
    (r"e^{1/2}", ">", "2"),
    (r"\exp(-\frac{pT}{8})", "<=", r"\exp(-\frac{pT}{4})", "p in (0, 1]", "T in positive integers"),
    (r"1 - p", "<=", r"e^{-2p}", "p in (0, 1)"),
    (r"2n", "<", r"n + 2", "n in positive integers"),
    ("x", "<", "y", "x, y in (0, 1)"),
    ("x", "<", "x", "x in reals"),
    ("x + 1", ">", "1 + x", "x in reals"),
    ("1", "<", "1"),
    ("x", "<=", r"1000", "x in reals"),
    ("n", "<=", r"200", "n in positive integers"),
    (r"\log x", "<=", r"17", "x in (0, oo)"),
]
NO_EVIDENCE = [
    (r"\frac{x^2}{x}", "=", "x", "x in [0, 1]"),  # not defined at 0
    (r"\log x", "<=", "x", "x in [0, oo)"),  # not defined at 0
    (r"\E[X]", "<=", "1"),
    ("x", "=", "x"),  # no domain
    ("x", ">", "y", "x, y in reals", "x >= y + 1", "y >= x"),  # contradictory
    (r"1/2x", "=", "x/2", "x in reals"),  # read in two ways
    (r"\log 2 x", "=", r"x \log 2", "x in reals"),
    (r"a/b/c", "=", "a", "a, b, c in (0, oo)"),
    ("x", "<<", "y", "x, y in reals"),
    ("x", "<=", "y", "x, y in [2, 1]"),  # empty interval
    (r"\lVert a + b \rVert", "<=", r"\lVert a \rVert"),  # atoms are related in ways not seen
    (r"\log 1/x", "<=", "0", "x in (0, 1)"),
    (r"\log n/x", "=", r"\log n - \log x", "n, x in (0, oo)"),
    ("{a+b}c", "=", "ac + bc", "a, b, c in reals"),
    (r"\log{a}b", "=", r"b\log(a)", "a, b in (0, oo)"),
    (r"\log(x)^2", "=", r"2\log(x)", "x in (0, oo)"),
    (r"1\,000", "<=", "1"),
    ("x^{(2)}", ">=", "0", "x in reals"),
    ("f(x+y)", "=", "f(x) + f(y)", "f, x, y in reals"),
    (r"\{x\}", "=", "x", "x in reals"),
    ("[n]", "=", "n", "n in reals"),
    ("e", ">", "2"),
    ("exp(x)", ">=", "1 + x", "e, x, p in reals"),
    (r"3\tfrac12", "=", r"\frac72"),
    (r"\frac{dx}{dy}", "=", r"\frac xy", "d, x, y in (0, oo)"),
    (r"p_{\mathrm a}", "=", "p_a", "p_a in reals"),
    (r"(x+1)^{5000}", ">=", "0", "x in (0, oo)"),
    (r"x_{n_{k}+1}", "=", r"x_{n_{k+1}}", r"x_{n_k+1} in reals"),
    ("x^n_1", "=", "x^{n_1}", "x, x_1 in (0, oo)", "n, n_1 in positive integers"),
    (r"\log{x+y}", "<=", r"\log(x+y)", "x, y in (0, oo)"),
    (r"a/b\cdot c", "=", r"\frac{ac}{b}", "a, b, c in (0, oo)"),
    (r"\frac{1}{2}^2", "=", r"\frac14"),
    (r"\log(1+x)(1+y)", "=", r"(1+y)\log(1+x)", "x, y in (0, oo)"),
    (r"e^\log x", "=", "x", "x in (0, oo)"),
    ("f^2(x+y)", "=", "f^2(x) + f^2(y)", "f, x, y in reals"),
    ("x", "<=", "1", "x in [0, 1/0]"),
    ("x", "<=", "5", "x in (oo, 5)"),
    ("x/x", "=", "1", "x in integers"),
]


@pytest.mark.parametrize("claim", PROVED)
def test_true_steps_are_proved(claim: tuple[str, ...]) -> None:
    verdict = check_job(job(*claim))
    assert verdict.word == "proved", verdict.detail


@pytest.mark.parametrize("claim", FALSE)
def test_false_steps_are_refuted_with_their_values(claim: tuple[str, ...]) -> None:
    verdict = check_job(job(*claim))
    assert verdict.word == "defect", verdict.detail
    assert {"values", "left", "right"} <= verdict.detail.keys()


@pytest.mark.parametrize("claim", NO_EVIDENCE)
def test_what_is_not_understood_is_no_evidence(claim: tuple[str, ...]) -> None:
    verdict = check_job(job(*claim))
    assert verdict.word is None and verdict.detail["why"]


@pytest.mark.parametrize(
    "claim",
    [
        (r"2^n\log(1+2^{-n})", ">=", r"\frac12", "n in positive integers"),
        (r"\sqrt{e^{2x}+1}-e^x", "<=", "1", "x in [0, oo)"),
        (r"(e^x+1)^2-e^{2x}", "<=", "3e^x", "x in [0, oo)"),
        (r"2^{2^n}", ">=", "n", "n in positive integers"),
    ],
)
def test_cancellation_and_huge_values_refute_nothing_true(claim: tuple[str, ...]) -> None:
    assert check_job(job(*claim)).word != "defect"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ((r"\log(e^{x})", "=", "x", "x in reals"), "All logarithms are to base $2$."),
        (("e^2", ">", "7"), "Let $e$ be the number of edges."),
    ],
)
def test_log_and_e_may_mean_something_else(claim: tuple[str, ...], text: str) -> None:
    assert check_job(job(*claim)).word == "proved"
    assert check_job(job(*claim, hypotheses=(text,))).word is None


def test_a_note_in_other_words_than_the_text_does_not_prove() -> None:
    claim = ("2s", "=", "2a + 2b", "a, b in reals", "s = a + b")
    assert check_job(job(*claim, hypotheses=("Definition: $s = b - a$.",))).word == "matched"
    conclusion = job(*claim).model_copy(update={"proving": "Lemma: Let $a > 0$. Then $s = a + b$."})
    assert check_job(conclusion).word is None


def test_a_search_that_found_nothing_is_only_matched() -> None:
    verdict = check_job(job(r"\cos(x) + \cos(\sqrt{2} x)", "<", "2", "x in [1, oo)"))
    assert verdict.word == "matched" and verdict.detail["points"] > 100


@pytest.mark.parametrize(
    "hypothesis",
    [
        r"Assumption: $\varepsilon \le \gamma/2$.",
        r"Definition: $\varepsilon = \gamma/3$ by choice.",
        r"Assumption: \begin{equation} 4 \varepsilon \le \gamma \end{equation}",
    ],
)
def test_nothing_is_refuted_where_the_text_relates_the_symbols(hypothesis: str) -> None:
    claim = (
        r"\varepsilon + \frac{\gamma}{2}",
        "<=",
        r"\gamma",
        "gamma in (0, oo)",
        "varepsilon in (0, oo)",
    )
    assert check_job(job(*claim)).word == "defect"
    assert check_job(job(*claim, hypotheses=(hypothesis,))).word != "defect"
    # Said in a note, the relation counts, and the step holds.
    noted = (*claim, r"\varepsilon <= \gamma/2")
    assert check_job(job(*noted, hypotheses=(hypothesis,))).word in ("matched", "proved")


def test_a_defining_note_counts_only_where_the_text_says_it() -> None:
    claim = ("2s", "=", "2a + 2b", "a, b in reals", "s = a + b")
    assert check_job(job(*claim)).word is None
    assert check_job(job(*claim, hypotheses=("Definition: $s = a + b$.",))).word == "proved"


def test_a_note_cannot_assume_the_claim() -> None:
    claim = ("R", "<=", "7B", "R, B in (0, oo)", "R <= 7B")
    assert check_job(job(*claim)).word is None
    said = (r"Assumption: $R \le 7 B$.",)
    assert check_job(job(*claim, hypotheses=said)).word in ("matched", "proved")


def test_notes_are_followed_from_symbol_to_symbol() -> None:
    claim = ("x", "<=", "5", "x, y, z in [0, 10]", "x <= y", "y <= z", "z <= 4")
    assert check_job(job(*claim)).word == "proved"


POWERS = ("x^2", "<=", "y^2", "x, y in (0, oo)")


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (POWERS, {"earlier": (r"x \le y",)}),
        (POWERS, {"may_use": (r"[1] Lemma: $x \le y$.",)}),
        (POWERS, {"proving": r"Lemma: Let $x \le y$ be real numbers. The following holds."}),
        (POWERS, {"definitions": ("Let $x$ be the number of heads among $y$ tosses.",)}),
        (POWERS, {"hypotheses": (r"Assumption: $x \le z$ and $z \le y$.",)}),
        (POWERS, {"conditional": True}),
        (("x", "<=", "x^2", "x in (0, oo)"), {"definitions": (r"Suppose first that $x \ge 1$.",)}),
        (
            ("x", "<=", "x^2", "x in (0, oo)"),
            {"hypotheses": (r"Assumption: $x\ge2$.",)},
        ),
        (("x^2", "<=", "x", "x in (0, oo)"), {"hypotheses": (r"Assumption: $0 < x \le 1$.",)}),
        (("x^2", "<=", "x", "x in (0, oo)"), {"hypotheses": (r"Assumption: $x \in (0, 1]$.",)}),
        (("2x", ">=", "1", "x in (0, oo)"), {"hypotheses": (r"Assumption: $x \ge \frac12$.",)}),
        (("x^4", "=", "4", "x in reals"), {"hypotheses": ("Assumption: $x^2 = 2$.",)}),
        (
            ("n", ">=", "9", "n in positive integers"),
            {"proving": "For large $n$. Then $n > 9$."},
        ),
    ],
)
def test_nothing_is_refuted_under_a_fact_that_no_note_tells(
    claim: tuple[str, ...], said: dict[str, object]
) -> None:
    bare = job(*claim)
    assert check_job(bare).word == "defect"
    assert check_job(bare.model_copy(update=said)).word != "defect"


def test_a_counterexample_that_meets_the_hypothesis_refutes() -> None:
    claim = job("x^2", "<=", "y^2", "x, y in reals", hypotheses=(r"Assumption: $x \le 10^9$.",))
    assert check_job(claim).word == "defect"


def test_what_a_note_tells_already_does_not_save_a_false_step() -> None:
    claim = job("x^2", ">=", "x", "x in (0, oo)", hypotheses=("Assumption: $x > 0$.",))
    assert check_job(claim).word == "defect"


def test_a_constraint_that_does_not_help_still_refutes() -> None:
    claim = ("x", "<=", "y", "x, y in (0, 1)", "x <= 2y")
    assert check_job(job(*claim)).word == "defect"


def test_a_verdict_is_the_same_every_time() -> None:
    claim = job("x e^{-x}", "<=", r"\frac{1}{2}", "x in [0, oo)")
    assert check_job(claim) == check_job(claim)


@pytest.mark.parametrize(
    "note",
    [
        "x in somewhere",
        "x",
        "x in (1, 0)",
        "x + y in reals",
        "x <= ",
        "x <= y",
        "x <= 1 <= 2",
        "x in (0, 1",
    ],
)
def test_a_note_that_is_none_is_refused(note: str) -> None:
    with pytest.raises(DomainNoteError):
        read_domains([note])


def test_two_domains_of_one_symbol_are_refused() -> None:
    with pytest.raises(DomainNoteError, match="two different"):
        read_domains(["x in reals", "x in integers"])
