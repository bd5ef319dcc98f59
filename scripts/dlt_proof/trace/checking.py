"""`trace check`: does the sweep hold? Coverage, open steps marked, no defect, nothing forged."""

import re
from dataclasses import dataclass

from ..latex import Document
from ..project import Project
from ..records.findings import Finding, Report, file_finding, in_reading_order
from .exporting import counterexample
from .rendering import render_trace
from .steps import ProofSteps
from .store import StepState, TraceState, load_trace, plan_or_none
from .verification import domain_findings

#: Share of red steps above which a sweep is said to leave much open.
MUCH_RED = 0.3
_TODO_VERIFY = re.compile(r"\\todo\s*(?:\[[^\]]*\])?\s*\{\s*verify\b", re.IGNORECASE)


@dataclass(frozen=True)
class TraceCheck:
    """The report of `trace check` and the state it was made from."""

    report: Report
    state: TraceState


def check_trace(
    project: Project, document: Document, *, recompute: bool = False, workers: int | None = None
) -> TraceCheck:
    """Check the sweep.

    Args:
        recompute: run every recomputable record's checker again, also those sealed here.
        workers: how many processes may run checkers again; by default as many as there are cores.
    """
    state = load_trace(project, document, recompute=recompute, workers=workers)
    unswept = _unswept(project, document, state)
    findings = [*state.refused, *domain_findings(document, state), *unswept]
    findings += _unattached(project, document, state, lacking=bool(unswept))
    for proof in state.sweep.proofs:
        if not proof.steps:
            findings.append(_stepless(document, proof))
    proof_of = {step.identifier: proof for proof in state.sweep.proofs for step in proof.steps}
    for item in state.steps:
        findings += _step_findings(document, proof_of[item.step.identifier], item)
    file = project.relative(project.trace_file)
    if state.steps:
        findings += [*_coverage(project, state, file), *_much_unchecked(state, file)]
        if not state.begun:
            findings.append(
                file_finding(
                    "T5",
                    "sweep-not-begun",
                    "the sweep has not been begun",
                    file=file,
                    help="run `dlt-proof trace init`",
                )
            )
        elif not _is_rendered(project, state):
            findings.append(
                file_finding(
                    "T5",
                    "trace-not-rendered",
                    "the trace does not say what the evidence says: it is out of date, or was "
                    "edited by hand",
                    file=file,
                    line=1,
                    help="run `dlt-proof trace status --write`; only evidence raises a colour",
                )
            )
    report = Report("trace check", in_reading_order(findings), {"steps": len(state.steps)})
    return TraceCheck(report, state)


def _is_rendered(project: Project, state: TraceState) -> bool:
    """Whether the trace that people read says what the evidence says."""
    if not project.trace_file.is_file():
        return False
    return project.read(project.trace_file) == render_trace(state, here=False)


def _coverage(project: Project, state: TraceState, file: str) -> list[Finding]:
    needed = project.configuration.trace.coverage
    if state.coverage >= needed:
        return []
    above = sum(s.colour != "red" for s in state.steps)
    return [
        file_finding(
            "T1",
            "coverage",
            f"{above} of {len(state.steps)} steps are above 🔴, needed is {needed:.0%}",
            file=file,
            help="`dlt-proof trace verify` runs the free checkers; readers re-derive the rest",
        )
    ]


def _much_unchecked(state: TraceState, file: str) -> list[Finding]:
    """T9, a warning, where more than `MUCH_RED` of the steps are red after the sweep."""
    if state.red_share <= MUCH_RED:
        return []
    red = sum(s.colour == "red" for s in state.steps)
    return [
        file_finding(
            "T9",
            "much-unchecked",
            f"{red} of {len(state.steps)} steps are 🔴 ({state.red_share:.0%}, more than "
            f"{MUCH_RED:.0%})",
            file=file,
            severity="warning",
            help="`dlt-proof trace verify --backend …` asks verifiers, `trace jobs` hands out",
        )
    ]


def _step_findings(document: Document, proof: ProofSteps, item: StepState) -> list[Finding]:
    step = item.step
    findings = []
    if item.word == "defect":
        detail = next(h.evidence.detail for h in item.evidence if h.evidence.word == "defect")
        findings.append(
            file_finding(
                "T3",
                "defect",
                f"{step.identifier} is {counterexample(detail)}",
                file=step.file,
                line=step.line,
                column=step.column,
                help="correct the step, or state the hypothesis that rules the values out",
            )
        )
    if item.colour == "red" and not _has_todo(document, proof, item):
        findings.append(
            file_finding(
                "T2",
                "red-without-todo",
                f"{step.identifier} is 🔴 {item.word} and carries no \\todo{{verify: …}}",
                file=step.file,
                line=step.line,
                column=step.column,
                help="check it, or write \\todo{verify: …} after it",
            )
        )
    return findings


def _has_todo(document: Document, proof: ProofSteps, item: StepState) -> bool:
    """Whether a \\todo{verify: …} stands between the step and the end of the next sentence."""
    body = proof.proof.environment.body
    source = document.files[item.step.file]
    after = [s.start for s in proof.steps if s.start >= max(item.step.end, item.step.passage_end)]
    end = min(after, default=body.end)
    return bool(_TODO_VERIFY.search(source.masked, item.step.start, end))


def _unswept(project: Project, document: Document, state: TraceState) -> list[Finding]:
    """T8 for each managed statement that has a proof of which no step was enumerated."""
    plan = plan_or_none(project)
    if plan is None:
        return []
    swept = {proof.label for proof in state.sweep.proofs}
    findings = []
    for node in plan.managed.values():
        statement = document.statement(node.label) if node.provable else None
        if statement is None or node.label in swept:
            continue
        if any(statement in proof.proof.statements and proof.steps for proof in state.sweep.proofs):
            continue  # proved together with another statement
        line, column, *_ = document.place(statement.environment.span)
        findings.append(
            file_finding(
                "T8",
                "proof-without-steps",
                f"no step of a proof of {node.label} was enumerated",
                file=statement.environment.span.file,
                line=line,
                column=column,
                help="give it a proof of its own, or name it in the proof's option",
            )
        )
    return findings


def _stepless(document: Document, proof: ProofSteps) -> Finding:
    line, column, *_ = document.place(proof.proof.environment.span)
    return file_finding(
        "T8",
        "proof-without-steps",
        f"no step was found in the proof of {proof.label}",
        file=proof.proof.environment.span.file,
        line=line,
        column=column,
        help="write the derivation out",
    )


def _unattached(
    project: Project, document: Document, state: TraceState, *, lacking: bool
) -> list[Finding]:
    """T7 for each proof that is in no sweep, or swept under no statement.

    In an adopted paper a warning where it concerns nothing that is managed.

    Args:
        lacking: whether a managed statement has no proof, which any such proof may be.
    """
    adopted = project.configuration.adopted
    swept = {proof.proof.environment.span for proof in state.sweep.proofs}
    findings = []
    for proof in state.sweep.unattached:
        span = proof.environment.span
        concerns_managed = span in swept or (lacking and not proof.statements)
        if proof.statements and not any(statement.label for statement in proof.statements):
            why = "the statement that this proof proves has no label"
            help = "give the statement a label, and plan it"
        else:
            why = "it is not certain what this proof proves"
            help = "put it after its statement, or write \\begin{proof}[Proof of \\Cref{…}]"
        line, column, end_line, end_column = document.place(span)
        findings.append(
            file_finding(
                "T7",
                "proof-of-nothing",
                f"{why}, so its steps were not enumerated",
                file=span.file,
                line=line,
                column=column,
                end_line=end_line,
                end_column=end_column,
                help=help,
                severity="warning" if adopted and not concerns_managed else "error",
            )
        )
    return findings
