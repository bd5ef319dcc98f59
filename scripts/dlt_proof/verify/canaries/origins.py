"""The steps that canaries are made from: proved ones of the paper, then shipped ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from random import Random

from ...checkers.problems import CHECKED_RELATIONS
from ...records.evidence import Job
from .mutants import sign_of
from .pool import shipped_jobs

#: Characters of a claim, and of all texts of a job: the checkers take long over more.
_LONGEST_CLAIM = 240
_LONGEST_JOB = 40_000
#: From what contradicts itself everything follows, a false claim too.
_CONTRADICTION = re.compile(
    r"\b(?:contradict\w*|(?:on\s+the\s+)?contrary|absurd\w*|impossible|suppose\s+(?:that\s+)?not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A step that a canary can be made from.

    Args:
        name: its job's fingerprint, or the name of a shipped one.
        job: proved by the free checkers.
        rank: 0 for a step of the paper, 1 for a shipped one, 2 for one that is in the batch.
    """

    name: str
    job: Job
    rank: int


def ranked_origins(
    proved: Sequence[Job], batch: Sequence[Job], random: Random, avoid: frozenset[str]
) -> Iterator[Origin]:
    """All that can serve, the best first: of the batch's own proofs, of the paper, shipped, asked.

    A step that is itself in the batch comes last. Otherwise those come first whose claims look like
    the batch's: short claims full of digits are what the checkers like best.
    """
    asked = {job.fingerprint for job in batch}
    proofs = {job.proving for job in batch}
    hypotheses = {job.hypotheses for job in batch}
    noted = sum(bool(job.domains) for job in batch) * 2 > len(batch)
    own = {job.fingerprint: job for job in proved if _serves(job)}
    ranked: list[tuple[tuple[int, float], Origin]] = []
    for name, job in own.items():
        distance = 0 if job.proving in proofs else 1 if job.hypotheses in hypotheses else 2
        distance = 5 if name in asked else distance
        ranked.append(
            ((distance, _unlike(job, batch, random)), Origin(name, job, 2 if distance == 5 else 0))
        )
    for name, job in shipped_jobs().items():
        distance = 3 if bool(job.domains) == noted else 4
        ranked.append(((distance, _unlike(job, batch, random)), Origin(name, job, 1)))
    for _, origin in sorted(ranked, key=lambda pair: pair[0]):
        if origin.name not in avoid:
            yield origin


def _unlike(job: Job, batch: Sequence[Job], random: Random) -> float:
    """How far the look of a claim is from that of a job drawn from the batch."""
    other = random.choice(batch).claim if batch else job.claim
    length = abs(log(len(job.claim) / max(1, len(other))))
    return length + 6 * max(0.0, _digits(job.claim) - _digits(other)) + random.random()


def _digits(text: str) -> float:
    return sum(character.isdigit() for character in text) / max(1, len(text))


def _serves(job: Job) -> bool:
    """Whether a job can be changed at all, and be checked quickly."""
    if job.relation not in CHECKED_RELATIONS or len(job.claim) > _LONGEST_CLAIM:
        return False
    texts = (job.justification, *job.definitions, *job.earlier)
    if any(_CONTRADICTION.search(text) for text in texts):
        return False
    return _length(job) <= _LONGEST_JOB and sign_of(job) != ""


def _length(job: Job) -> int:
    texts = (*job.hypotheses, *job.may_use, *job.definitions, *job.earlier, *job.domains)
    return sum(map(len, texts))
