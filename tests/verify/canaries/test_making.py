"""Canaries are what they are said to be, as many as asked for, and do not show it."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
import sympy

from dlt_proof.checkers.free import check_job
from dlt_proof.mathematics.scope import read_scope
from dlt_proof.mathematics.translation import translate
from dlt_proof.records.errors import RefusedError
from dlt_proof.records.evidence import Job
from dlt_proof.verify.canaries import Canary, make_canaries
from dlt_proof.verify.canaries.dressing import dressed, in_words
from dlt_proof.verify.canaries.giveaways import bare, texts_beside
from dlt_proof.verify.canaries.mutants import mutants_of
from dlt_proof.verify.canaries.origins import ranked_origins
from dlt_proof.verify.canaries.pool import SHIPPED, shipped_jobs

from .jobs_of_papers import Paper, bundled, case, jobs_of

BUNDLED, FIRST = (pytest.param(n, marks=pytest.mark.slow) for n in (0, 1))
_BROKEN = re.compile(
    r"\{\s*\}|\(\s*\)|[-+]\s*[-+]|\^\{?1\}?(?![0-9])(?!\s*[-+/])|[-+]\s*[)\]}]|/1(?![0-9])|\s{2,}"
    r"|(?<![0-9A-Za-z_}.])1\s*[a-z](?![a-z])|\\frac\{1\}\{1\}|(?:\\cdot|/)\s*[)\]}]"
)


def _made(paper: Paper, seed: int, false: int = 2, true: int = 2) -> tuple[list[Job], list[Canary]]:
    random = Random(seed)
    batch = random.sample(paper.open, min(24, len(paper.open)))
    made = make_canaries(paper.proved, batch, false=false, true=true, random=random)
    return batch, made


def _holds_at(job: Job, values: dict[str, str]) -> bool | None:
    """Whether a job's relation holds at a point, by 60 digits; None where that does not tell."""
    domains = read_scope(job).domains
    sides: list[Any] = []
    for text in (job.left, job.right):
        value = translate(text, domains).value
        given = {s: sympy.Rational(values[s.name]) for s in value.free_symbols}
        sides.append(sympy.N(value.subs(given), 60))
    gap = sides[0] - sides[1]
    if abs(gap) < sympy.Rational(1, 10**40):
        return {"=": None, "<=": None, ">=": None}.get(job.relation, False)
    return bool({"=": False, "<=": gap < 0, "<": gap < 0}.get(job.relation, gap > 0))


def _is_shown(canary: Canary) -> bool:
    """What the free checkers say of a canary when they are asked again, and the numbers.

    Of one by construction there is nothing to ask them; `test_constructing` has those.
    """
    if canary.change.startswith("by construction"):
        return canary.origin.startswith("stated:")
    verdict = check_job(canary.evidence)
    if canary.holds:
        return canary.evidence == canary.checked and verdict.word == "proved"
    if canary.evidence == canary.checked:
        return (
            verdict.word == "defect"
            and _holds_at(canary.checked, verdict.detail["values"]) is False
        )
    contrary = {"=": ("<", ">"), "<=": (">",), ">=": ("<",), "<": (">=",), ">": ("<=",)}
    assert canary.evidence.relation in contrary[canary.checked.relation]
    same = canary.evidence.model_copy(update={"relation": canary.checked.relation})
    point = verdict.detail.get("satisfied at")
    if verdict.word != "proved" or same != canary.checked or point is None:
        return False
    return _holds_at(canary.checked, point) is False


@pytest.mark.parametrize("number", [BUNDLED, FIRST, 3])
def test_they_are_false_and_true_as_said(number: int) -> None:
    paper = bundled() if number == 0 else case(number)
    batch, made = _made(paper, number, *((2, 2) if number == 3 else (4, 3)))
    assert sorted(c.holds for c in made) in ([False] * 4 + [True] * 3, [False] * 2 + [True] * 2)
    assert all(_is_shown(canary) for canary in made)
    assert len({canary.origin for canary in made}) == len(made)
    asked = {job.fingerprint for job in batch}
    assert not asked & {canary.origin for canary in made}
    for canary in made:
        assert f" {canary.job.relation} ".strip() in ("", "=", "<=", ">=", "<", ">")
        assert canary.change and canary.job.proving and not canary.job.sources


def test_the_numbers_catch_what_is_not_false() -> None:
    (job, *_) = [job for job in shipped_jobs().values() if job.relation == "<="]
    assert not _is_shown(Canary(job, False, "x", "", job, job))
    wrong = job.model_copy(update={"relation": ">=", "claim": f"{job.left} \\ge {job.right}"})
    assert not _is_shown(Canary(wrong, True, "x", "", wrong, wrong))


@pytest.mark.parametrize("number", [BUNDLED, FIRST, 3])
def test_nothing_beside_them_says_what_the_origin_claimed(number: int) -> None:
    paper = bundled() if number == 0 else case(number)
    origins = {job.fingerprint: job for job in paper.proved} | shipped_jobs()
    for canary in _made(paper, 20 + number)[1]:
        if canary.change == "unchanged" or canary.origin not in origins:
            continue  # what is given outright has to stand there
        claim = bare(origins[canary.origin].claim)
        assert not any(claim in bare(text) for text in texts_beside(canary.job))


def test_a_step_that_its_lemma_states_is_not_changed() -> None:
    told = r"""\begin{lemma}\label{lem:a}
Let $x$ be a real number. Then $x^2 + 1 \ge 2 x$.\end{lemma}
\begin{proof} We have \[ x^2 + 1 \ge 2 x . \] \end{proof}"""
    kept = told.replace(r"Then $x^2 + 1 \ge 2 x$.", "Then its square is not small.")
    for body, expected in ((told, 0), (kept, 1)):
        proved = [job for job in jobs_of(body) if check_job(job).word == "proved"]
        assert len(proved) == 1
        made = make_canaries(proved, [], false=2, true=0, random=Random(1))
        own = [canary for canary in made if not canary.origin.startswith(SHIPPED)]
        assert len(own) == expected


@pytest.mark.parametrize("number", [BUNDLED, FIRST, 3])
def test_no_latex_that_looks_broken(number: int) -> None:
    paper = bundled() if number == 0 else case(number)
    origins = {job.fingerprint: job for job in paper.proved} | shipped_jobs()
    for canary in _made(paper, 40 + number)[1]:
        origin = origins.get(canary.origin, canary.evidence)
        before = len(_BROKEN.findall(origin.claim))
        assert len(_BROKEN.findall(canary.checked.claim)) <= before, canary.checked.claim
        if canary.origin not in origins:
            continue
        domains = read_scope(canary.checked).domains
        translate(canary.checked.left, domains)
        translate(canary.checked.right, domains)


@pytest.mark.slow
def test_the_share_in_words_is_the_batch_s() -> None:
    paper = case(3)
    relations = [job for job in paper.open if job.relation]
    words = [dressed(job, [], Random(1), plainly=True) for job in relations[12:]]
    random = Random(5)
    for batch, least, most in (
        (relations[:12], 0, 0),
        (words[:10] + relations[:10], 3, 4),
        (words[:10], 7, 7),
    ):
        made = make_canaries(paper.proved, batch, false=4, true=3, random=random)
        said = [canary for canary in made if not canary.job.relation]
        assert least <= len(said) <= most
        for canary in said:
            assert not (canary.job.left or canary.job.right or canary.job.justification)
            assert f"${canary.checked.claim}$" in canary.job.claim
            assert canary.checked.relation


def test_what_is_a_claim_in_words() -> None:
    (job, *_) = shipped_jobs().values()
    assert not in_words(job)
    said = {"left": "", "relation": "", "right": ""}
    formula = r"\mathcal{G} \subseteq \mathcal{S}"
    assert not in_words(job.model_copy(update={**said, "claim": formula}))
    assert in_words(job.model_copy(update={**said, "claim": "Hence $x = 1$."}))
    assert in_words(job.model_copy(update={**said, "claim": "which is the second part"}))


def test_the_same_seed_makes_the_same_ones_on_any_number_of_cores() -> None:
    paper = case(3)
    first, second = (
        make_canaries(paper.proved, paper.open, false=2, true=2, random=Random(9), processes=n)
        for n in (1, 2)
    )
    assert first == second
    other = make_canaries(paper.proved, paper.open, false=2, true=2, random=Random(10))
    assert other != first


@pytest.mark.slow
def test_without_proved_steps_they_are_made_from_shipped_ones() -> None:
    batch = [job for job in case(3).open if job.relation][:12]
    made = make_canaries([], batch, false=5, true=3, random=Random(3))
    assert len(made) == 8
    assert all(canary.origin.startswith((SHIPPED, "stated:")) for canary in made)
    assert sum(canary.origin.startswith(SHIPPED) for canary in made) >= 4
    assert all(_is_shown(canary) for canary in made)


@pytest.mark.slow
def test_origins_that_were_used_are_avoided() -> None:
    first = make_canaries([], [], false=5, true=3, random=Random(3))
    used = {canary.origin for canary in first}
    second = make_canaries([], [], false=5, true=3, random=Random(3), avoid=used)
    assert not used & {canary.origin for canary in second}


def test_more_than_can_be_made_is_refused() -> None:
    with pytest.raises(RefusedError, match="only 0 of 1 false"):
        make_canaries([], [], false=1, true=0, random=Random(1), avoid=shipped_jobs())
    assert make_canaries([], [], false=0, true=0, random=Random(1)) == []


@pytest.mark.parametrize("words", ["Suppose, for contradiction, that $x > 5$.", "Let $t > 0$."])
def test_what_stands_in_a_contradiction_is_no_origin(words: str) -> None:
    job = Job(
        claim="x + 1 > x",
        left="x + 1",
        relation=">",
        right="x",
        justification="",
        proving="Lemma: It grows.",
        hypotheses=("Notation: Let $x > 0$ be a real number.",),
        may_use=(),
        definitions=(words,),
        earlier=(),
        domains=(),
    )
    made = make_canaries([job], [job], false=1, true=0, random=Random(3))
    origins = {origin.name for origin in ranked_origins([job], [], Random(1), frozenset())}
    assert (job.fingerprint in origins) is ("contradiction" not in words)
    assert len(made) == 1


def test_words_that_claim_more_than_the_formula_are_not_taken() -> None:
    job = Job(
        claim="N^2 > 0",
        left="N^2",
        relation=">",
        right="0",
        justification="Dividing by $N^2 > 0$ gives the first claim.",
        proving="",
        hypotheses=("Notation: Let $N > 0$ be a real number.",),
        may_use=(),
        definitions=(),
        earlier=(),
        domains=(),
    )
    for seed in range(5):
        assert "first claim" not in dressed(job, [job], Random(seed), plainly=True).claim


@pytest.mark.parametrize(
    ("words", "serves"),
    [
        ("Multiplying by $x + 1 > x$ gives the rest.", False),
        ("We have $x + 1 > x$, and hence $x + 2 > x$.", False),
        ("Adding one, we get $x + 1 > x$.", True),
        ("", True),
    ],
)
def test_a_claim_that_the_author_argues_from_is_not_changed(words: str, serves: bool) -> None:
    job = Job(
        claim="x + 1 > x",
        left="x + 1",
        relation=">",
        right="x",
        justification=words,
        proving="",
        hypotheses=("Notation: Let $x > 0$ be a real number.",),
        may_use=(),
        definitions=(),
        earlier=(),
        domains=(),
    )
    assert bool(list(mutants_of(job, Random(1), holds=False))) is serves
