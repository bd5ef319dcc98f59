"""What a counterexample of `check` has to stand up to besides its job (`trace.surroundings`)."""

from __future__ import annotations

from dataclasses import replace

from ..checkers.free import CheckerVerdict
from ..records.evidence import Job
from ..trace.surroundings import Surroundings
from .check_steps import CheckedStep


def in_doubt_open(checked: CheckedStep, surroundings: Surroundings, job: Job) -> CheckedStep:
    """A step as it was checked; one whose counterexample the paper may rule out is open."""
    if checked.word != "refuted":
        return checked
    why, counterexample = surroundings.judged(job, checked.verdict.detail)
    if not why:
        return replace(checked, verdict=replace(checked.verdict, detail=dict(counterexample)))
    return replace(checked, verdict=CheckerVerdict(None, "", {**counterexample, "why": why}))
