"""Jobs made to get a false proof or a false refutation out of what the translation understands."""

import pytest

from dlt_proof.checkers.free import check_job

from .test_scope import job

REALS = ("x, y in reals", "a, b in (0, oo)", "n in positive integers")


def word(claim: str, **said: object) -> str | None:
    left, relation, right = (part.strip() for part in claim.split(" @ "))
    asked = job(left=left, right=right, **said)  # type: ignore[arg-type]
    return check_job(asked.model_copy(update={"relation": relation})).word


#: True, or true in one of two readings: never refuted. What is proved is marked so.
TRUE = [
    (r"\sin^2 x + \cos^2 x @ = @ 1", "proved"),
    (r"2\sin x\cos x @ = @ \sin(2x)", None),
    (r"\log^2 a @ >= @ 0", "proved"),
    (r"\log a \log b @ = @ \log b \log a", "proved"),
    (r"\cosh^2 x - \sinh^2 x @ = @ 1", None),
    (r"\log^2 a @ = @ \log a \log a", "proved"),
    (r"\sin^2 (x+y) @ = @ (\sin x\cos y + \cos x\sin y)^2", None),
    (r"\log^2 a @ = @ \log(\log a)", None),
    (r"\sin^{-1} x @ = @ \arcsin x", None),
    (r"\log a \log b @ = @ \log(a\log b)", None),
    (r"||x-y|| @ >= @ 0", "proved"),
    (r"||x|-|y|| @ <= @ |x-y|", "proved"),
    (r"|x||y| @ = @ |xy|", "proved"),
    (r"||x||^2 @ = @ \|x\|^2", "proved"),
    (r"||x+y|| @ <= @ ||x|| + ||y||", None),
    (r"||x||y|| @ = @ |xy|", None),
    (r"x || y @ <= @ x", None),
]


@pytest.mark.parametrize(("claim", "expected"), TRUE)
def test_what_is_true_is_not_refuted(claim: str, expected: str | None) -> None:
    found = word(claim, domains=REALS)
    # `\log^2 a = \log\log a` is false in the only reading that is left.
    assert found != "defect" or "\\log(" in claim
    assert expected is None or found == expected


@pytest.mark.parametrize(
    "claim",
    [
        r"\sin^2 (x+y) @ = @ \sin^2 x + \sin^2 y",
        r"\sin^2 x @ = @ \sin(x^2)",
        r"\log^2 a @ = @ 2\log a",
        r"\log a \log b @ = @ \log(ab)",
        r"\sin x \cos x @ = @ \sin(2x)",
        r"\log^2 a @ > @ 0",
        r"\log_2^2 n @ = @ \log^2 n",
        r"\sin^{-1} x @ = @ \frac{1}{\sin(x)}",
        r"\log n / n @ <= @ 0",
        r"\log\log^2 n @ = @ 2\log\log n",
        r"||x|-|y|| @ = @ |x-y|",
        r"|x||y| @ = @ xy",
        r"||x|| @ = @ x",
        r"||x+y|| @ = @ ||x|| + ||y||",
        r"||x||_1 @ = @ ||x||_2",
        r"|||x||| @ = @ ||x||",
        r"\left|\left|\left|x\right|\right|\right| @ = @ |x|",
        r"x || y || x @ >= @ 0",
        r"||x|| @ > @ 0",
        r"||x||y|| @ = @ x",
    ],
)
def test_what_is_false_is_not_proved(claim: str) -> None:
    assert word(claim, domains=REALS) != "proved"


def test_powers_that_the_text_gives_another_meaning_are_refused() -> None:
    notation = "Notation: We write $\\log^2 a$ for $\\log\\log a$."
    assert word(r"\log^2 a @ >= @ 0", domains=REALS, hypotheses=(notation,)) is None
    assert word(r"\log^2 a @ <= @ -1", domains=REALS, hypotheses=(notation,)) is None


VECTORS = r"Lemma: Let $u, v \in \mathbb{R}^d$ and let $A$ be a matrix. Then $z$."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"u^\top u @ >= @ 0", "proved"),
        (r"(u^\top v)^2 @ >= @ 0", "proved"),
        (r"2 u^\top v @ = @ u^\top v + u^\top v", "proved"),
        (r"u^\top v @ >= @ 0", None),
        (r"u^\top A u @ >= @ 0", None),
        (r"u^\top v @ = @ v^\top u", None),  # true, and not seen
        (r"u^\top u @ > @ 0", None),
        (r"u^T u @ >= @ 0", None),
        (r"u^\top w @ = @ 0", None),
        (r"u v^\top @ = @ u v^\top", None),
        (r"u^\top A^{-1} v @ = @ u^\top A^{-1} v", None),
        (r"u^\top v @ = @ \langle u, v\rangle", None),
        (r"u^\top v v^\top u @ = @ u^\top u v^\top v", None),
    ],
)
def test_products_of_vectors(claim: str, expected: str | None) -> None:
    assert word(claim, proving=VECTORS) in ({expected} if expected else {None, "matched"})


def test_a_square_of_a_complex_vector_need_not_be_nonnegative() -> None:
    proving = r"Lemma: Let $u$ be a vector in $\mathbb{C}^d$. Then $z$."
    assert word(r"u^\top u @ >= @ 0", proving=proving) is None


FAMILY = r"Lemma: Let $n \ge 1$ be an integer and let $x_1, \dots, x_n > 0$. Then $z \le 1$."
#: Where entries coincide, or are related further, these hold; so none is a defect.
EXCUSED = [
    ("", r"x_1 @ = @ x_n"),
    ("", r"x_i @ = @ x_j"),
    ("", r"x_1 + x_2 @ <= @ 1"),
    ("Assume that the $x_i$ sum to one.", r"x_1 + x_2 @ <= @ 1"),
    ("Assume that $x_1, \\dots, x_n$ are increasing.", r"x_1 @ <= @ x_2"),
    (r"Assume that $x_1 \le \dots \le x_n$.", r"x_1 @ <= @ x_n"),
    (r"Assume that $x_i = x_{i+1}$ for all $i$.", r"x_1 @ = @ x_2"),
    (r"Assume $\sum_{i=1}^n x_i = 1$.", r"x_i @ <= @ 1"),
    (r"Assume that $x_1 \ge 2$.", r"x_1 @ >= @ 3"),
    (r"Assume that $x_1 \le 1$.", r"x_1 @ >= @ 0"),
    (r"Assume that $n \le 1$.", r"x_1 @ = @ x_n"),
    (r"Suppose that $x_i \le 1$ for all $i$.", r"x_2 @ <= @ \frac12"),
]


@pytest.mark.parametrize(("supposed", "claim"), EXCUSED)
def test_entries_are_never_chosen_freely(supposed: str, claim: str) -> None:
    said = FAMILY.replace("Then", f"{supposed} Then")
    assert word(claim, proving=said) != "defect"
    assert word(claim, proving=FAMILY, definitions=(supposed,) if supposed else ()) != "defect"


@pytest.mark.parametrize(
    "claim",
    [
        r"x_i @ > @ 0",
        r"x_i^2 + x_j^2 @ >= @ 2 x_i x_j",
        r"\sqrt{x_1 x_2} @ <= @ \frac{x_1 + x_2}{2}",
        r"x_i @ < @ x_i + x_j",
        r"\sum_{i=1}^n x_i @ >= @ 0",
        r"\sum_{i=1}^n x_i^2 + x_1 @ > @ 0",
        r"\prod_{i=1}^n x_i @ > @ 0",
        r"\log(x_i) @ <= @ x_i - 1",
        r"x_i(1 - x_i) @ = @ x_i - x_i^2",
        r"\max_i x_i @ >= @ 0",
    ],
)
def test_what_holds_of_all_entries_is_proved(claim: str) -> None:
    assert word(claim, proving=FAMILY) == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        r"\sum_{i=1}^n x_i @ > @ 1",
        r"\sum_{i=0}^n x_i @ >= @ 0",
        r"\sum_{i=1}^{n+1} x_i @ >= @ 0",
        r"\sum_{i=1}^n x_i @ = @ n x_i",
        r"\sum_{i=1}^n (x_i - 1) @ >= @ 0",
        r"\sum_{i=1}^n \log x_i @ >= @ 0",
        r"\sum_{i=1}^n x_i @ = @ \sum_{i=1}^n x_i^2",
        r"x_0 @ > @ 0",
        r"x_{n+1} @ > @ 0",
        r"x_i @ < @ x_i + x_i - x_j",
        r"x_{i1} @ > @ 0",
        r"x @ > @ 0",
    ],
)
def test_what_need_not_hold_of_entries_is_not_proved(claim: str) -> None:
    assert word(claim, proving=FAMILY) != "proved"


@pytest.mark.parametrize(
    ("definition", "claim"),
    [
        (r"Let $x_0 = -1$.", r"x_0 @ > @ 0"),
        (r"Let $x_{n+1} = -1$.", r"x_{n+1} @ > @ 0"),
        (r"Let $x_0 = -1$.", r"x_{i-1} @ > @ 0"),
        (r"Let $x_{n+1}$ be the negative root.", r"x_{i+1} @ > @ 0"),
        (r"Let $x_i = \log a_i$.", r"x_i @ > @ 0"),
        (r"Let $x_i$ denote the residual.", r"x_i @ > @ 0"),
        (r"Let $x_1, \dots, x_n$ be real numbers.", r"x_i @ > @ 0"),
        (r"Let $i \ge 0$ be an integer.", r"x_i @ > @ 0"),
        (r"Let $x_i \in \mathbb{R}$ for all $i$.", r"x_i @ > @ 0"),
        (r"Let $x_1$ be a function.", r"x_1 @ > @ 0"),
        (r"Let $i$ be an index with $0 \le i \le n$.", r"x_i @ > @ 0"),
        (r"Fix $i \in \{0, \dots, n\}$.", r"x_i @ > @ 0"),
        (r"Replace $x_i$ by $-x_i$.", r"x_i @ > @ 0"),
        (r"Let $k > n$.", r"x_k @ > @ 0"),
    ],
)
def test_what_is_said_nearer_of_an_entry_goes_before(definition: str, claim: str) -> None:
    assert word(claim, proving=FAMILY, definitions=(definition,)) != "proved"


@pytest.mark.parametrize(
    "hypothesis",
    [
        r"Let $x_2, \dots, x_n > 0$ and $x_1 = -1$.",
        r"Let $x_1, \dots, x_n > 0$ and $x_{n+1}, \dots, x_m < 0$.",
        r"Let $x_1, \dots, x_n > 0$ and let $x_i < 0$ for $i > n$.",
        r"Let $x_i > 0$ for $i \le n$ and $x_i < 0$ for $i > n$.",
        r"Let $x_i > 0$ for $i = 1, \dots, k$, and let the other $x_i$ be negative.",
        r"Let $x_1, \dots, x_n > 0$. Let $i \in \{0, \dots, n\}$.",
        r"Let $x_1, \dots, x_n > 0$ if $n$ is even.",
        r"Let $x_1, \dots, x_n > 0$, respectively $< 0$.",
    ],
)
def test_an_index_of_which_more_is_said_may_lie_outside(hypothesis: str) -> None:
    assert word("x_i @ > @ 0", proving=f"Lemma: {hypothesis} Then $z \\le 1$.") != "proved"


@pytest.mark.parametrize(
    "lemma",
    [
        r"For real numbers $x_i$, $z$.",
        r"For any vector $x$, $z$.",
        r"Consider arbitrary reals $x_1, \dots, x_n$. Then $z$.",
        r"The numbers $x_1, \dots, x_n$ are real. Then $z$.",
        r"Assume $x_1, \dots, x_n$ alternate in sign. Then $z$.",
    ],
)
def test_the_family_of_another_statement_may_be_another(lemma: str) -> None:
    said = {
        "hypotheses": (r"Assumption: Let $x_1, \dots, x_n > 0$.",),
        "proving": f"Lemma: {lemma}",
    }
    assert word("x_i @ > @ 0", **said) != "proved"
