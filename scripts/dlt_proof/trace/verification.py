"""`trace verify`: the free checkers over every step that has no verdict of theirs yet.

Evidence is written step by step, so that a killed run goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..latex import Document, expand_macros
from ..project import Project
from ..records.errors import InputError
from ..records.evidence import Evidence
from ..records.findings import Finding, file_finding
from .store import (
    EVIDENCE_KIND,
    VERIFIED_KIND,
    StepState,
    TraceState,
    jobs_fingerprint,
    load_trace,
)


@dataclass(frozen=True, slots=True)
class VerificationSummary:
    """Counts of one run: steps checked now, words found, and why the rest has no evidence."""

    checked: int
    already: int
    words: dict[str, int]
    without: dict[str, str]


def verify_steps(
    project: Project,
    document: Document,
    *,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> VerificationSummary:
    """Run the free checkers on the steps without recomputable evidence sealed here.

    Args:
        progress: told (number, total, identifier) before each step.

    Raises:
        InputError: there is no step.
    """
    from ..checkers.free import VERSION, check_job

    state = load_trace(project, document)
    if not state.steps:
        raise InputError("no proof has a step: there is nothing to verify")
    todo = [step for step in state.steps if not _has_own_verdict(step)]
    words: dict[str, int] = {}
    without: dict[str, str] = {}
    for number, item in enumerate(todo, start=1):
        progress(number, len(todo), item.step.identifier)
        verdict = check_job(item.job)
        if verdict.word is None:
            without[item.step.identifier] = str(verdict.detail.get("why", ""))
            continue
        words[verdict.word] = words.get(verdict.word, 0) + 1
        evidence = Evidence.model_validate(
            {
                "fingerprint": item.job.fingerprint,
                "step": item.step.identifier,
                "word": verdict.word,
                "origin": "recomputable",
                "checker": verdict.checker,
                "version": VERSION,
                "detail": verdict.detail,
            }
        )
        project.state.append(EVIDENCE_KIND, evidence.model_dump())
    jobs = {item.step.identifier: item.job for item in state.steps}
    project.state.append(VERIFIED_KIND, {"jobs": jobs_fingerprint(jobs)})
    return VerificationSummary(len(todo), len(state.steps) - len(todo), words, without)


def _has_own_verdict(state: StepState) -> bool:
    return any(h.evidence.origin == "recomputable" and h.sealed_here for h in state.evidence)


def domain_findings(document: Document, state: TraceState) -> list[Finding]:
    """T6 for each domain note that does not read as one: it would silently check nothing."""
    from ..mathematics.translation import DomainNoteError, read_domains

    findings = []
    for proof in state.sweep.proofs:
        try:
            read_domains([expand_macros(d.text, document.steady_macros) for d in proof.domains])
        except DomainNoteError as error:
            culprit = proof.domains[0]
            for domain in proof.domains:
                if repr(domain.text) in str(error):
                    culprit = domain
            findings.append(
                file_finding(
                    "T6",
                    "domain-note",
                    f"the domain note is not understood: {error}",
                    file=culprit.file,
                    line=culprit.line,
                    help="write `% domain: p_0 in (0, 1]; T in positive integers; n >= m`",
                )
            )
    return findings
