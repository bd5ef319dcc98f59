"""Versions of one job that the free checkers have shown false, or have proved.

A claim is shown false by an exact counterexample (`defect`), or by a proof of the contrary on the
whole stated domain. The second also counts where the texts relate the symbols in ways that were not
read, or where the claim is made under a condition: there a single point may be none of the text's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from ...checkers.cautions import only_symbol
from ...checkers.free import check_job
from ...records.evidence import Job
from .mutants import mutants_of
from .screening import Screen

#: Changed versions of a job that are looked at, and how many are enough.
_TRIES = 8
_ENOUGH = 3
#: Changed versions of which the contrary is tried to be proved, which takes longest.
_PROOFS = 3
#: Relations of which one at least must be proved for a relation to fail everywhere.
_CONTRARY = {"=": ("<", ">"), "<=": (">",), ">=": ("<",), "<": (">=",), ">": ("<=",)}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a job with what the free checkers know of it.

    Args:
        job: the version; its claim is a relation.
        change: what was changed.
        evidence: the job that they refuted or proved: `job`, or one with the contrary relation.
    """

    job: Job
    change: str
    evidence: Job


def shown_false(version: Version) -> bool:
    """Whether the free checkers, asked now, say that a version is false."""
    if version.evidence == version.job:
        verdict = check_job(version.job)
        return verdict.word == "defect" and "not understood" not in verdict.detail
    contrary = version.evidence.model_copy(update={"relation": version.job.relation})
    opposed = version.evidence.relation in _CONTRARY[version.job.relation]
    return opposed and contrary == version.job and check_job(version.evidence).word == "proved"


def shown_true(version: Version) -> bool:
    """Whether the free checkers, asked now, prove a version."""
    return version.evidence == version.job and check_job(version.job).word == "proved"


def find_versions(asked: tuple[Job, bool]) -> tuple[Version, ...]:
    """Changed versions of a proved job, the same ones whenever it is asked about.

    Args:
        asked: the job, and whether true versions are wanted or false ones.
    """
    return _versions(*asked)


@lru_cache(maxsize=4096)
def _versions(job: Job, holds: bool) -> tuple[Version, ...]:
    found: list[Version] = []
    screen = Screen(job)
    if not screen.is_small():
        return ()
    mutants = mutants_of(job, Random(f"{job.fingerprint} {holds}"), holds)
    for _, mutant in zip(range(_TRIES), mutants, strict=False):
        changed = mutant.job
        fails = screen.fails(changed.left, changed.relation, changed.right)
        if fails is None or fails == holds:
            continue
        if holds:
            version = Version(changed, mutant.change, changed)
            found += [version] if shown_true(version) else []
        else:
            evidence = (Version(changed, mutant.change, e) for e in _evidence(changed, screen))
            found += list(next(([v] for v in evidence if shown_false(v)), []))
        if len(found) == _ENOUGH:
            break
    return tuple(found)


def _evidence(changed: Job, screen: Screen) -> Iterator[Job]:
    """What may show that a job is false, cheapest first."""
    if not changed.conditional and not screen.related:
        yield changed
        verdict = check_job(changed)
        screen.related = "related" in verdict.detail
    if changed.relation == "=" and (only_symbol(changed.left) or only_symbol(changed.right)):
        return  # it may say what the symbol stands for
    if screen.proofs == _PROOFS:
        return
    screen.proofs += 1
    for relation in _CONTRARY[changed.relation]:
        if screen.holds(changed.left, relation, changed.right):
            yield changed.model_copy(update={"relation": relation})
