"""What a counterexample of `check` has to stand up to besides its job.

Its own sentence may deny the step, or only imagine it; and what the paper says outside of
statements may rule the point out (`trace.surroundings`). In doubt a step is open, and not refuted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..checkers.free import CheckerVerdict
from ..latex import Document
from ..records.evidence import Job
from ..trace.surroundings import Surroundings
from .check_steps import CheckedStep

#: A sentence with one of these may say that what it displays is false, or only imagined.
_DENIES = re.compile(
    r"\b(?:not|never|neither|nor|no|cannot|false|fails?|failed|wrong\w*|incorrect\w*|untrue|invalid|"
    r"contrary|contradict\w*|absurd|impossible|would|were|could|might|unless|mistake\w*|naive\w*|"
    r"erroneous\w*|flawed|hope\w*|tempt\w*|otherwise)\b|n't\b",
    re.IGNORECASE,
)
_REACH = 400
_BEFORE = re.compile(r".*(?:[.!?](?=\s)|\n[ \t]*\n|\\begin\s*\{proof\})", re.DOTALL)
_BEHIND = re.compile(r"[.!?](?=\s|\\|$)|\n[ \t]*\n")


def in_doubt_open(
    checked: CheckedStep, document: Document, surroundings: Surroundings, job: Job
) -> CheckedStep:
    """A step as it was checked; one whose counterexample the paper may rule out is open."""
    if checked.word != "refuted":
        return checked
    why = surroundings.rules_out(job, checked.verdict.detail)
    if not why and _DENIES.search(_sentence_around(document, checked)):
        why = "fails at a point, but its sentence may deny it"
    if not why:
        return checked
    return replace(
        checked, verdict=CheckerVerdict(None, "", {**checked.verdict.detail, "why": why})
    )


def _sentence_around(document: Document, checked: CheckedStep) -> str:
    """The words around a step, from the end of the sentence before to the end of its own."""
    step, text = checked.step, document.files[checked.step.file].masked
    before = _BEFORE.sub("", text[max(0, step.start - _REACH) : step.start], count=1)
    behind = text[step.end : step.end + _REACH]
    end = _BEHIND.search(behind)
    return f"{before} {behind[: end.start()] if end else behind}"
