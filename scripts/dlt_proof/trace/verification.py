"""`trace verify`: the free checkers over every step that has no verdict of theirs yet.

It begins the sweep where `trace init` did not.
Each verdict is recorded as soon as there is one, so that a killed run goes on where it stopped.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from ..checkers.many import check_jobs
from ..checkers.verdict import CheckerVerdict
from ..latex import Document, expand_macros
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from .recorded import ATTEMPT_KIND, EVIDENCE_KIND, SWEEP_KIND
from .store import StepState, TraceState, load_trace
from .verdicts import as_attempt, as_evidence, difference


@dataclass(frozen=True, slots=True)
class VerificationSummary:
    """What one run of the free checkers came to.

    Args:
        checked: steps that were asked about now.
        already: steps among those asked for that had a verdict, or none, from before.
        words: what was found now, with how many steps.
        without: why each of the other steps asked about now has no evidence, by identifier.
        changed: for each step, how its verdict differs from the one on record (with `recheck`).
    """

    checked: int
    already: int
    words: dict[str, int]
    without: dict[str, str]
    changed: dict[str, str]


def verify_steps(
    project: Project,
    document: Document,
    *,
    names: Sequence[str] = (),
    recheck: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int, str], None] = lambda *_: None,
    waiting: Callable[[], None] = lambda: None,
) -> VerificationSummary:
    """Run the free checkers on the steps that they were not asked about on this machine.

    Args:
        names: identifiers of steps, labels of statements; none for all.
        recheck: ask also about those that have a verdict.
        workers: how many processes may work; by default as many as there are cores.
        progress: told (number, total, identifier) after each job.
        waiting: called where another run is at work on this project; this one goes on after it.

    Raises:
        InputError: there is no step, or a name is of none.
        MissingPartError: a process was killed while it worked; what was found before is kept.
    """
    words: dict[str, int] = {}
    without: dict[str, str] = {}
    changed: dict[str, str] = {}
    with project.state.alone(EVIDENCE_KIND, waiting=waiting):
        before = load_trace(project, document, workers=workers)
        if not before.steps:
            raise InputError("no proof has a step: there is nothing to verify")
        chosen = before.select(names)
        if not before.begun:
            project.state.append(SWEEP_KIND, {"steps": len(before.steps)})
        # Steps that say the same under the same hypotheses are one job.
        asked: dict[str, list[StepState]] = {}
        for item in chosen:
            if recheck or not item.asked_here:
                asked.setdefault(item.job.fingerprint, []).append(item)
        alike = list(asked.values())
        with closing(check_jobs([items[0].job for items in alike], workers)) as verdicts:
            for number, (index, verdict) in enumerate(verdicts, start=1):
                items = alike[index]
                changes = _record(project, items[0], verdict)
                identifiers = [item.step.identifier for item in items]
                if changes:
                    changed.update(dict.fromkeys(identifiers, changes))
                why = str(verdict.detail.get("why", ""))
                if verdict.word == "defect":
                    why = before.surroundings.rules_out(items[0].job, verdict.detail)
                if verdict.word is None or why:
                    without.update(dict.fromkeys(identifiers, why))
                else:
                    words[verdict.word] = words.get(verdict.word, 0) + len(items)
                progress(number, len(alike), identifiers[0])
    checked = sum(len(items) for items in alike)
    return VerificationSummary(checked, len(chosen) - checked, words, without, changed)


def _record(project: Project, item: StepState, verdict: CheckerVerdict) -> str:
    """Record a verdict that is not on record; returns how it differs from this machine's own."""
    held = (*item.evidence, *item.set_aside)
    own = [h.evidence for h in held if h.sealed_here and h.evidence.origin == "recomputable"]
    differing = [difference(evidence, verdict) for evidence in own]
    if verdict.word is None:
        if own or not item.asked_here:
            attempt = as_attempt(item.step, item.job, verdict)
            project.state.append(ATTEMPT_KIND, attempt.model_dump())
    elif "" in differing:
        return ""
    else:
        evidence = as_evidence(item.step, item.job, verdict)
        project.state.append(EVIDENCE_KIND, evidence.model_dump())
        if item.asked_here and not own:
            return f"the record says that nothing was found, it is {verdict.word} now"
    return differing[0] if differing else ""


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
