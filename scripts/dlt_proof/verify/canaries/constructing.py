"""Canaries by construction: what the givens of a batch's own job state outright, told again.

The false ones contradict a given equation that the verifier has before its eyes, the true ones say
the same in another form. They have the norms, sums and expectations of the paper, which the free
checkers do not calculate with. Not here: which equations serve (`givens`), and how they are retold.
"""

import re
from collections.abc import Sequence
from random import Random

from ...records.evidence import Job
from .giveaways import bare
from .givens import Stated, stated_in
from .ground import ground_of
from .looks import style_of
from .mutants import has_vectors
from .records import Canary
from .retelling import retold

#: Tellings of one equation that are looked at.
_TRIES = 6
_DEFINING = (
    "By the definition of {left}, …", "Recall that, by definition, …", "By definition, …",
    "Here …; this is the definition of {left}", "We use the definition of {left}:",
    "Therefore …; the last step is the definition of {left}",
    "Indeed, …, by the definition of {left}", "We insert the definition of {left} and get",
)  # fmt: skip
_REFERRING = (
    "By {number}, …", "Hence …; this is {number}", "We recall {number}:",
    "Here …; the first step is {number}", "By {number} we have",
)  # fmt: skip
_SHOWN = (
    "As shown above, …", "We have seen that …", "Hence …; this was shown above",
    "We use again that …", "Therefore …; the first step is what was shown above",
)  # fmt: skip
#: What may stand before the display without saying anything of it.
_LEAD = re.compile(
    r"(?:Moreover|Hence|Thus|Therefore|Then|Now|Next|Finally|First|Here|Indeed)?,?\s*\Z"
)
_SUPPOSED = re.compile(r"\b(?:if|suppose|assume|case|event)\b|[=<>]|\\(?:le|ge)q?\b", re.IGNORECASE)


def construct(
    batch: Sequence[Job],
    wanted: int,
    *,
    holds: bool,
    random: Random,
    avoid: frozenset[str],
) -> list[Canary]:
    """Canaries made of what the jobs of a batch are given, as many as can be and are wanted.

    Args:
        holds: whether they are true.
        avoid: names of equations that are not used.
    """
    if wanted < 1:
        return []
    hosts: dict[str, list[tuple[Job, Stated]]] = {}
    for job in batch:
        for stated in stated_in(job):
            if stated.name not in avoid:
                hosts.setdefault(stated.name, []).append((job, stated))
    asked = {bare(job.claim) for job in batch}
    made: list[Canary] = []
    # What says more than a letter first: sums, norms, expectations are what is missed.
    names = sorted(hosts, key=lambda name: (-_weight(hosts[name][0][1]), random.random()))
    while names and len(made) < wanted:
        name = random.choice(names[: max(3, len(names) // 2)])
        names.remove(name)
        for job, stated in random.sample(hosts[name], min(3, len(hosts[name]))):
            canary = _made(job, stated, random, holds)
            if canary is not None and bare(canary.job.claim) not in asked:
                made.append(canary)
                break
    return made


def _weight(stated: Stated) -> int:
    """How much of an equation the free checkers do not calculate with."""
    said = stated.left + stated.right
    return sum(said.count(sign) for sign in ("\\sum", "\\lVert", "\\|", "\\mathbb{E}", "\\prod"))


def _made(job: Job, stated: Stated, random: Random, holds: bool) -> Canary | None:
    style = style_of([stated.left, stated.right, job.claim, *job.earlier])
    norm = _norm_of(job) if has_vectors(_about(job, stated)) else None
    tellings = retold(stated, ground_of(job), random, style, holds=holds, norm=norm)
    for _, told in zip(range(_TRIES), tellings, strict=False):
        claim = f"{told.left} = {told.right}"
        # Claimed by the job itself, or by an earlier step of it in these words.
        if bare(claim) == bare(job.claim) or (told.change and _is_said(job, told.left, told.right)):
            continue
        if told.change.startswith("index:") and not _is_known(job, told.change):
            continue
        changed = job.model_copy(
            update={
                "claim": claim,
                "left": told.left,
                "relation": "=",
                "right": told.right,
                "justification": _justification(job, stated, random),
                "sources": (),
            }
        )
        stated_job = changed.model_copy(
            update={
                "claim": f"{stated.left} = {stated.right}",
                "left": stated.left,
                "right": stated.right,
            }
        )
        change = f"by construction: {told.form}" + (f"; {told.change}" if told.change else "")
        return Canary(changed, holds, stated.name, change, changed, stated_job)
    return None


def _norm_of(job: Job) -> tuple[str, str]:
    """How the job's author writes a norm, empty where he writes none."""
    texts = " ".join([job.proving, *job.hypotheses, *job.earlier])
    for signs in (("\\lVert ", "\\rVert"), ("\\|", "\\|")):
        if signs[0].strip() in texts and not re.search(r"\\(?:rVert|\|)\s*_", texts):
            return signs
    return "", ""


def _about(job: Job, stated: Stated) -> Job:
    return job.model_copy(update={"claim": f"{stated.left} = {stated.right}"})


def _is_known(job: Job, change: str) -> bool:
    """Whether the symbol that an index was changed to stands somewhere in the job."""
    symbol = bare(change.rpartition("-> ")[2])
    texts = (*job.hypotheses, *job.definitions, *job.earlier, *job.may_use, job.proving)
    return any(symbol in bare(text) for text in texts)


def _is_said(job: Job, left: str, right: str) -> bool:
    """Whether a text of the job says what was meant to be false."""
    said = {bare(f"{left}={right}"), bare(f"{right}={left}")}
    texts = (*job.hypotheses, *job.definitions, *job.earlier, *job.may_use, job.proving)
    return any(one in bare(text) for one in said for text in texts)


def _justification(job: Job, stated: Stated, random: Random) -> str:
    """What the author may have said beside it, as often as the job's author says something."""
    if not job.justification:
        return ""
    templates: tuple[str, ...] = _SHOWN if stated.role == "earlier" else _DEFINING
    if stated.number:
        templates = (*_REFERRING, *_DEFINING)
    said = random.choice(templates).format(left=f"${stated.left}$", number=f"[{stated.number}]")
    # "For every $k$, …" of the author, where that supposes nothing.
    lead, display, _ = job.justification.partition("…")
    first, mark, rest = said.partition("…")
    if (
        lead.strip()
        and display
        and mark
        and not _SUPPOSED.search(lead)
        and rest
        and len(lead) < 120
    ):
        return f"{lead.strip()} …{rest}" if _LEAD.match(first) else said
    return said
