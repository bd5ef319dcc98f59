"""What is given outright is retold; what is not, or may not matter, gives no canary."""

from __future__ import annotations

from random import Random

import pytest

from dlt_proof.records.evidence import Job
from dlt_proof.verify.canaries import make_canaries
from dlt_proof.verify.canaries.constructing import construct
from dlt_proof.verify.canaries.formulas import read_formula
from dlt_proof.verify.canaries.giveaways import bare, texts_beside
from dlt_proof.verify.canaries.givens import stated_in
from dlt_proof.verify.canaries.ground import ground_of
from dlt_proof.verify.canaries.records import Canary

from .jobs_of_papers import jobs_of

PAPER = r"""\begin{definition}\label{def:a}
Let $d, n \ge 1$ be integers. For $1 \le k \le n$ let $\sigma_k$ be a real random variable and $V_k$
a random variable with values in $\mathbb{R}^d$. Put $s_n = \sum_{i=1}^{n} e^{\sigma_i}$,
$w_k = \frac{e^{\sigma_k}}{s_n}$ and $x = \sum_{i=1}^{n} w_i V_i$.
\end{definition}
\begin{lemma}\label{lem:a} We have $\lVert x\rVert \le \sum_{i=1}^{n} w_i \lVert V_i\rVert$ and
$\sum_{i=1}^{n} w_i = 1$.\end{lemma}
\begin{proof} By \cref{def:a},
\[ \sum_{i=1}^{n} w_i = \frac{1}{s_n} \sum_{i=1}^{n} e^{\sigma_i} = 1 . \]
The triangle inequality gives
\[ \lVert x\rVert \le \sum_{i=1}^{n} \lVert w_i V_i\rVert . \]
Hence the lemma follows, because $w_i > 0$. \end{proof}"""


def _job(*hypotheses: str, definitions: tuple[str, ...] = (), earlier: tuple[str, ...] = ()) -> Job:
    return Job(
        claim="x \\le y",
        left="x",
        relation="<=",
        right="y",
        justification="Therefore …",
        proving="Lemma: The sequence is bounded.",
        hypotheses=hypotheses,
        may_use=(),
        definitions=definitions,
        earlier=earlier,
        domains=(),
    )


LET = "Notation: Let $a$, $b$ and $x_1, \\dots, x_n$ be real numbers and $n \\ge 1$ an integer. "


def _stated(job: Job) -> list[str]:
    return [f"{one.left} = {one.right}" for one in stated_in(job)]


def _all_made(jobs: list[Job], holds: bool, seeds: int = 5) -> list[Canary]:
    made = []
    for seed in range(seeds):
        made += construct(jobs, 3, holds=holds, random=Random(seed), avoid=frozenset())
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Put $S = \\sum_{i=1}^{n} x_i$.", "S = \\sum_{i=1}^{n} x_i"),
        ("We write $c = a + b$ and $e_n = 2c$.", "c = a + b"),
        ("Put $m = \\min\\{a, b\\}$.", "m = \\min\\{a, b\\}"),
        ("Put \\[ M = \\frac{1}{n} \\sum_{i=1}^{n} |x_i| . \\]",
         "M = \\frac{1}{n} \\sum_{i=1}^{n} |x_i|"),
    ],
)  # fmt: skip
def test_an_equation_stated_outright_is_found(text: str, expected: str) -> None:
    assert expected in _stated(_job(LET + text))


TRAPS = {
    "under an if": LET + "If $a > 0$, put $c = a + b$.",
    "when": LET + "Put $c = a + b$ when $b$ is large.",
    "otherwise": LET + "Put $c = a + b$ in the first case and $c = a$ otherwise.",
    "cases": LET + "Put \\[ c = \\begin{cases} a & b > 0 \\\\ b & b \\le 0 \\end{cases} \\]",
    "recursion": LET + "Put $x_{k} = a x_{k-1} + b$.",
    "approximate": LET + "Put $c \\approx a + b$.",
    "with probability": LET + "With probability one, $c = a + b$.",
    "a zero": LET + "Put $a = 0$. Put $c = 2a$.",
    "a zero in words": LET + "The number $a$ is zero. Put $c = 2a$.",
    "a squeezed sign": LET + "Suppose that $a \\le 0$. Put $c = a^2 + a$.",
    "two values": LET + "Let $a \\in \\{0, 1\\}$. Put $c = a^2 + b$.",
    "a sum that vanishes": LET + "We have $\\sum_{i=1}^n x_i = 0$. Put $S = \\sum_{i=1}^n x_i$.",
    "centred": LET + "The numbers $x_i$ are centred. Put $S = \\sum_{i=1}^n x_i$.",
    "a minimiser": LET + "Here $b$ is a minimiser of $f$. Put $g = f(b)$.",
    "a sum that is nothing": LET
    + "Put $S = \\sum_{i=1}^{n} x_i^2$. We have $S + a = a$. Put $c = 2 x_1$.",
    "Bernoulli": LET + "The $x_i$ are Bernoulli variables. Put $S = \\sum_{i=1}^n x_i^2$.",
    "values in words": LET
    + "The $x_i$ have values in $\\{0, 1\\}$. Put $S = \\sum_{i=1}^n x_i^2$.",
    "coincide": LET + "The numbers $a$ and $b$ coincide. Put $c = a + b$.",
    "an index that is fixed": LET + "Put $n = 1$. Put $S = \\sum_{i=1}^{n} x_i$.",
    "stated twice": LET + "Put $c = a + b$. Put $c = a - b$.",
    "a ring": LET + "All are elements of a ring of characteristic two. Put $c = a + b$.",
    "no introduction": LET + "Observe the relation $c = a + b$ of the example.",
    "unread": LET + "Put $c = \\oint a \\, db$.",
    "a function of a name": LET + "Put $c = \\operatorname{sgn}(a)$.",
}


@pytest.mark.parametrize("name", TRAPS)
def test_traps_give_none(name: str) -> None:
    job = _job(TRAPS[name])
    assert not any(one.startswith(("c =", "S =", "g =", "x_{k} =")) for one in _stated(job))


def test_what_the_proof_supposes_for_a_while_gives_none() -> None:
    text = LET + "Put $c = a + b$."
    assert _stated(_job(text))
    for told in ("Suppose that $a = b$.", "Assume the contrary.", "If $a > b$"):
        found = _stated(_job(text, definitions=(told,)))
        assert not found, told
    assert not _stated(_job(text).model_copy(update={"conditional": True}))
    # The neighbour: what only introduces.
    assert _stated(_job(text, definitions=("Let $k \\in \\{1, \\dots, n\\}$.",)))


def test_an_earlier_claim_serves_only_where_the_definitions_have_it() -> None:
    text = LET + "Put $c = a + b$."
    assert "c^2 = a^2 + 2ab + b^2" in _stated(_job(text, earlier=("c^2 = a^2 + 2ab + b^2",)))
    for told in (
        "c^2 = a^2 + b^2",
        "a^2 = a",
        "$c^2 = a^2 + 2ab + b^2$ (For $n = 1$)",
        "c^2 = a^2 + 2ab + b^2 \\le 4",
        "c = c (1 + 10^{-15})",
    ):
        found = _stated(_job(text, earlier=(told,)))
        assert found == ["c = a + b"], told


def test_symmetric_and_trivial_changes_are_no_changes() -> None:
    ground = ground_of(_job(LET + "Put $c = a + b$."))
    for one, other, differ in (
        ("a + b", "b + a", False),
        ("a + b", "c", False),
        ("a + b", "a - b", True),
        ("\\max\\{a, a\\}", "\\min\\{a, a\\}", False),
        ("\\sum_{i=1}^{n} x_i", "\\sum_{k=1}^{n} x_k", False),
        ("\\sum_{i=1}^{n} x_i", "\\sum_{i=1}^{n-1} x_i", True),
        ("\\lVert a\\rVert^2", "\\lVert a\\rVert", True),
        ("\\lVert a - b\\rVert", "\\lVert b - a\\rVert", False),
        ("\\mathbb{E}[\\mathbb{E}[a \\mid \\mathcal{G}]]", "\\mathbb{E}[a]", False),
        ("\\mathbb{E}[a \\mid \\mathcal{G}]", "\\mathbb{E}[a]", True),
    ):
        assert ground.differ(read_formula(one), read_formula(other)) is differ, one
        assert ground.agree(read_formula(one), read_formula(other)) is not differ, one


def test_members_of_a_choice_are_left_alone() -> None:
    job = _job(LET + "Let $b > 10 a > 0$. Put $c = \\max\\{2a, b\\}$.")
    changes = {canary.change.split("; ")[1] for canary in _all_made([job], False)}
    assert changes and all(change.startswith("min and max") for change in changes), changes


def test_what_the_texts_say_of_a_letter_is_so_in_the_models() -> None:
    ground = ground_of(_job(LET + "We have $a = b$. Put $c = a - b$."))
    one = read_formula("a - b")
    assert not ground.differ(one, read_formula("2 (a - b)"))
    assert not ground.differ(one, read_formula("b - a"))
    assert ground.differ(one, read_formula("a + b"))


def test_a_ground_that_knows_nothing_says_nothing() -> None:
    ground = ground_of(_job(LET + "All are elements of a ring."))
    one, other = read_formula("a + b"), read_formula("a - b")
    assert not ground.models and not ground.differ(one, other) and not ground.agree(one, one)


@pytest.mark.parametrize("holds", [True, False])
def test_they_restate_what_their_own_job_is_given(holds: bool) -> None:
    jobs = jobs_of(PAPER)
    made = _all_made(jobs, holds)
    assert len({bare(canary.job.claim) for canary in made}) >= 10
    shared = {(job.proving, job.hypotheses, job.earlier, job.domains) for job in jobs}
    for canary in made:
        job = canary.job
        assert (job.proving, job.hypotheses, job.earlier, job.domains) in shared
        assert canary.change.startswith("by construction: ") and canary.origin.startswith("stated:")
        left, right = (read_formula(text) for text in (job.left, job.right))
        ground = ground_of(job)
        assert ground.agree(left, right) is holds and ground.differ(left, right) is not holds
        said = {
            bare(canary.evidence.claim),
            bare(f"{canary.evidence.right} = {canary.evidence.left}"),
        }
        assert any(one in bare(text) for one in said for text in texts_beside(job))
        if not holds:
            assert not any(bare(job.claim) in bare(text) for text in texts_beside(job))


def test_there_are_changes_and_forms_of_many_kinds() -> None:
    jobs = jobs_of(PAPER)
    changes = " ".join(canary.change for canary in _all_made(jobs, False, 20))
    for kind in ("limit of a sum", "sign of an exponent", "fraction turned", "coefficient",
                 "index renamed", "norm of both sides"):  # fmt: skip
        assert kind in changes, kind
    assert "multiplied out" in " ".join(canary.change for canary in _all_made(jobs, True, 8))


def test_about_half_of_a_batch_are_by_construction() -> None:
    jobs = jobs_of(PAPER)
    made = make_canaries([], jobs, false=2, true=2, random=Random(1))
    mine = [canary for canary in made if canary.change.startswith("by construction")]
    assert sorted(canary.holds for canary in mine) == [False, True]
    assert len({canary.origin for canary in made}) == 4
    used = {canary.origin for canary in mine}
    other = make_canaries([], jobs, false=2, true=2, random=Random(1), avoid=used)
    assert not used & {canary.origin for canary in other}
