"""What a reader sees who only looks: no plain feature of a job tells canaries from real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest

from dlt_proof.records.evidence import Job
from dlt_proof.verify.canaries import make_canaries
from dlt_proof.verify.canaries.giveaways import bare, texts_beside

from .jobs_of_papers import bundled

#: How often a canary may rank above a real job, as a distance from one half. On the bundled proof
#: (96 canaries, 47 of them by construction) the largest was 0.26, of domains, and of length. Then
#: came definitions (0.19) and digits (0.18).
_MOST = 0.28
#: Between false ones and true ones the largest was 0.09, of digits.
_MOST_FALSE_AGAINST_TRUE = 0.2
#: Those by construction alone: 0.27, of the length of the justification, which is short.
_MOST_BY_CONSTRUCTION = 0.36
FEATURES: dict[str, Callable[[Job], float]] = {
    "length": lambda job: len(job.claim),
    "digits": lambda job: sum(c.isdigit() for c in job.claim) / len(job.claim),
    "blanks": lambda job: job.claim.count(" ") / len(job.claim),
    "commands": lambda job: job.claim.count("\\"),
    "justified": lambda job: bool(job.justification),
    "justification": lambda job: len(job.justification),
    "equation": lambda job: job.relation == "=",
    "upper bound": lambda job: job.relation in ("<=", "<"),
    "lower bound": lambda job: job.relation in (">=", ">"),
    "words": lambda job: not job.relation,
    "conditional": lambda job: job.conditional,
    "hypotheses": lambda job: sum(map(len, job.hypotheses)),
    "earlier": lambda job: len(job.earlier),
    "may use": lambda job: len(job.may_use),
    "definitions": lambda job: len(job.definitions),
    "definition": lambda job: "definition" in job.justification + job.claim,
    "domains": lambda job: len(job.domains),
    "side given": lambda job: _has_a_side_given(job),
}


def _has_a_side_given(job: Job) -> bool:
    """Whether a side of the claim stands in another text of the job."""
    sides = [bare(side) for side in (job.left, job.right) if len(bare(side)) > 6]
    return any(side in bare(text) for side in sides for text in texts_beside(job))


def separation(some: Sequence[float], others: Sequence[float]) -> float:
    """How far from one half the chance is that one of some ranks above one of others."""
    above = sum((a > b) + (a == b) / 2 for a in some for b in others)
    return abs(above / (len(some) * len(others)) - 0.5)


def test_what_separates_is_seen() -> None:
    assert separation([1, 2], [3, 4]) == 0.5
    assert separation([1, 4], [1, 4]) == 0


@pytest.mark.slow
def test_no_plain_feature_tells_canaries_from_real_jobs() -> None:
    paper = bundled()
    real: list[Job] = []
    made = []
    for seed in range(12):
        random = Random(seed)
        batch = random.sample(paper.open, 24)
        real += batch
        made += make_canaries(paper.proved, batch, false=5, true=3, random=random)
    false = [canary.job for canary in made if not canary.holds]
    true = [canary.job for canary in made if canary.holds]
    constructed = [c.job for c in made if c.change.startswith("by construction")]
    assert 3 * len(constructed) > len(made)
    for name, feature in FEATURES.items():
        for some, others, most in (
            (false + true, real, _MOST),
            (false, true, _MOST_FALSE_AGAINST_TRUE),
            (constructed, real, _MOST_BY_CONSTRUCTION),
        ):
            values = [[float(feature(job)) for job in jobs] for jobs in (some, others)]
            assert separation(*values) <= most, name
    # Neighbours that would give themselves away.
    for name, given in (
        ("justified", {"justification": ""}),
        ("words", {"relation": "", "left": "", "right": ""}),
        ("domains", {"domains": ()}),
        ("earlier", {"earlier": ()}),
    ):
        shown = [job.model_copy(update=given) for job in false + true]
        values = [[float(FEATURES[name](job)) for job in jobs] for jobs in (shown, real)]
        assert separation(*values) > _MOST, name
