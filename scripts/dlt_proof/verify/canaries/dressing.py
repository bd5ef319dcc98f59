"""A claim that is a relation, said in a sentence as the batch's own claims in words are.

What the sentence says beside the formula was said by the author of the step it was made from, or
is a word that leads on. Not here: whether the formula is true.
"""

import re
from collections.abc import Sequence
from random import Random

from ...records.evidence import Job

_LEADS = (
    "Hence", "Thus", "Therefore", "Consequently,", "It follows that", "This gives", "We get",
    "so that", "and therefore", "This shows that", "We conclude that",
)  # fmt: skip
_DISPLAY = "…"
_LONGEST = 260
_RELATION = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|in|subset|subseteq|to)(?![A-Za-z])")
_SUPPOSES = re.compile(
    r"\b(?:if|when|whenever|unless|suppose|assume|assuming|case|event|for\s+(?:all|some|every|any)"
    r"|provided|outcome|surely|probability)\b",
    re.IGNORECASE,
)
#: Where a sentence of the author ends.
SENTENCE_END = re.compile(r"(?<=[a-z$\])][.;])\s+(?=[A-Z])")


def in_words(job: Job) -> bool:
    """Whether a job's claim is a sentence."""
    return not job.relation and (
        "$" in job.claim or len(re.findall(r"\b[a-z]{2,}\b", _bare(job.claim))) > 2
    )


def _bare(claim: str) -> str:
    return re.sub(r"\\[A-Za-z]+|\{[^{}]*\}", " ", claim)


def how_many(batch: Sequence[Job], canaries: int, random: Random) -> int:
    """How many canaries are to be dressed, so that their share is that of the batch's own."""
    expected = canaries * sum(map(in_words, batch)) / max(1, len(batch))
    return int(expected) + (random.random() < expected % 1)


def dressed(job: Job, batch: Sequence[Job], random: Random, *, plainly: bool) -> Job:
    """A job with its claim in words.

    Args:
        job: its claim is a relation.
        batch: the jobs it will stand among; some of their claims are sentences.
        random: where the choices are drawn from.
        plainly: whether nothing else may be claimed or supposed in the sentence.
    """
    own = [other for other in batch if in_words(other)]
    sentences = [s for s in _sentences(job) if not plainly or _is_plain(s, job.claim)] or [
        f"{random.choice(_LEADS)} ${job.claim}$."
    ]
    claim = random.choice(sentences)
    model = random.choice(own) if own else None
    if model is not None and not model.claim.endswith("."):
        claim = claim.removesuffix(".")
    keeps = model is not None and bool(model.justification)
    return job.model_copy(
        update={
            "claim": claim,
            "left": "",
            "relation": "",
            "right": "",
            "justification": job.justification if keeps else "",
        }
    )


def _is_plain(sentence: str, claim: str) -> bool:
    """Whether a sentence claims and supposes nothing but a formula, with which it ends."""
    formula = f"${claim}$"
    if not sentence.rstrip(" .,;").endswith(formula):
        return False
    rest = sentence.replace(formula, " ")
    return not _RELATION.search(rest) and not _SUPPOSES.search(rest)


def _sentences(job: Job) -> list[str]:
    """Sentences of the author in which the claim stands, or which led to its display."""
    formula = f"${job.claim}$"
    found = []
    for sentence in SENTENCE_END.split(job.justification):
        before, display, _ = sentence.partition(_DISPLAY)
        if formula in sentence and not display:
            found.append(sentence.rstrip(" ;,.") + ".")
        elif display and 1 < len(before.split()) < 30:
            found.append(f"{before.strip()} {formula}.")
    if not found and job.justification and _DISPLAY not in job.justification:
        before = job.justification.strip()
        if before.endswith(":"):
            found.append(f"{before[:-1]}, {formula}.")
        elif before.endswith(",") or re.search(
            r"\b(?:and|that|by|get|gives|is|satisfies)$", before
        ):
            found.append(f"{before} {formula}.")
    return [sentence for sentence in found if len(sentence) <= _LONGEST]
