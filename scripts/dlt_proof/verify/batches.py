"""Batches of questions: how large they are, and how they are salted with canaries.

Not here: which steps are asked about (`choosing`), and what the answers come to (`judging`).
"""

import random
import secrets
from collections.abc import Mapping, Sequence
from math import ceil

from ..project import Project
from ..records.evidence import Job
from ..records.verification import (
    AskedQuestion,
    QuestionBatch,
    Truth,
    WayName,
    pack_job,
)
from ..trace import StepState
from .canaries import make_canaries
from .history import hidden_truth
from .prompts import prompt_version

#: Questions about steps in a batch, at most. A void batch costs as many.
STEPS_OF_A_BATCH = 24


def canaries_for(steps: int) -> tuple[int, int]:
    """How many false canaries and true neighbours a batch with so many steps gets.

    Whoever takes every second false step for right passes k of them with probability 2^-k: of a
    full batch, one time in 32.
    """
    return 3 + steps // 12, 1 + steps // 12


def make_batches(
    project: Project,
    chosen: Sequence[StepState],
    proved: Mapping[str, Job],
    *,
    way: WayName,
    model: str,
    source: random.Random | None = None,
) -> list[QuestionBatch]:
    """Salted batches of questions about steps, in their order.

    Args:
        chosen: the steps, one for each job.
        proved: jobs that the free checkers proved, by the identifier of a step.
        way, model: whom they are for.
        source: of everything random; by default the system's.
    """
    source = source or random.SystemRandom()
    batches, start = [], 0
    for size in batch_sizes(len(chosen)):
        part = chosen[start : start + size]
        batches.append(_batch(project, part, proved, way, model, source))
        start += size
    return batches


def batch_sizes(steps: int) -> list[int]:
    """How many steps each batch of so many asks about: as few batches as can be, alike in size."""
    number = ceil(steps / STEPS_OF_A_BATCH)
    return [(n + 1) * steps // number - n * steps // number for n in range(number)]


def questions_for(steps: int) -> int:
    """How many questions it takes to ask about so many steps, canaries included."""
    return steps + sum(sum(canaries_for(size)) for size in batch_sizes(steps))


def _batch(
    project: Project,
    steps: Sequence[StepState],
    proved: Mapping[str, Job],
    way: WayName,
    model: str,
    source: random.Random,
) -> QuestionBatch:
    jobs = [item.job for item in steps]
    false, true = canaries_for(len(steps))
    names = {job.fingerprint: name for name, job in proved.items()}
    asked: list[tuple[str, Job, Truth]] = [(s.step.identifier, s.job, "step") for s in steps]
    for canary in make_canaries(list(proved.values()), jobs, false=false, true=true, random=source):
        name = names.get(canary.origin) or source.choice(steps).step.identifier
        asked.append((name, canary.job, "true" if canary.holds else "false"))
    source.shuffle(asked)
    texts: list[str] = []
    questions = []
    for name, job, truth in asked:
        identifier = f"q-{secrets.token_hex(8)}"
        questions.append(
            AskedQuestion(
                identifier=identifier,
                step=name,
                job=pack_job(job, texts),
                truth=hidden_truth(project, identifier, truth),
            )
        )
    return QuestionBatch(
        batch=f"b-{secrets.token_hex(8)}",
        way=way,
        model=model,
        prompt=prompt_version(),
        texts=tuple(texts),
        questions=tuple(questions),
    )
