"""What a verdict of the free checkers is on record, and how two of them differ.

Not here: who asks the checkers (`checkers.many`), and what a verdict is worth (`belief`).
"""

import json
from collections.abc import Mapping
from typing import Any

from ..checkers.verdict import VERSION, CheckerVerdict
from ..records.evidence import Attempt, Evidence, Job, Step


def current_version() -> str:
    """The version of the free checkers."""
    return VERSION


def as_evidence(step: Step, job: Job, verdict: CheckerVerdict) -> Evidence:
    """A verdict with a word, as it is recorded."""
    return Evidence.model_validate(
        {
            "fingerprint": job.fingerprint,
            "step": step.identifier,
            "word": verdict.word,
            "origin": "recomputable",
            "checker": verdict.checker,
            "version": current_version(),
            "detail": verdict.detail,
            "latex": step.latex,
        }
    )


def as_attempt(step: Step, job: Job, verdict: CheckerVerdict) -> Attempt:
    """A verdict without a word, as it is recorded."""
    return Attempt(
        fingerprint=job.fingerprint,
        step=step.identifier,
        version=current_version(),
        detail=dict(verdict.detail),
    )


def difference(evidence: Evidence, verdict: CheckerVerdict) -> str:
    """How a recomputable record differs from what its checker says now, "" if it does not."""
    if verdict.word != evidence.word:
        found = verdict.word or "no evidence"
        return f"the record says {evidence.word}, its checker run again says {found}"
    if verdict.checker != evidence.checker:
        return (
            f"the record names the checker {evidence.checker or 'of no name'}; "
            f"it is {verdict.checker} that says this"
        )
    given, recorded = _certificate(verdict.detail), _certificate(evidence.detail)
    keys = sorted(k for k in {*given, *recorded} if given.get(k) != recorded.get(k))
    if keys:
        return (
            f"the certificate on record is not the one that {evidence.checker} gives: "
            f"it differs in {', '.join(keys)}"
        )
    return ""


def _certificate(detail: Mapping[str, Any]) -> dict[str, str]:
    """A certificate as texts, by which two are compared: in JSON tuples are lists."""
    stored = json.loads(json.dumps(detail))
    return {key: json.dumps(value, sort_keys=True) for key, value in stored.items()}
