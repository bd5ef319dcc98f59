"""`dlt-proof check`: what is wrong in any LaTeX text, without a project, in seconds.

Wrong is what can be shown: a step with a confirmed counterexample (T3), a reference or citation
that leads nowhere (R21, R12), proofs that go in a circle (R22), a statement with neither proof nor
source (R5). How much of the proofs was not understood is always told with it. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..graph.node_names import node_names
from ..graph.plan_file import Plan, read_plan
from ..latex import Document, Span
from ..lint.selection import is_reading
from ..processes import usable_cores
from ..project import Project
from ..records.evidence import Job, Step
from ..records.findings import Finding, Report, in_reading_order
from ..trace.jobs import build_jobs
from ..trace.known import statements_of_digests
from ..trace.steps import ProofSteps, enumerate_steps
from ..trace.surroundings import Surroundings
from .check_doubts import in_doubt_open
from .check_findings import lint_report, refutation, unread_notes
from .check_steps import (
    WORDS,
    CheckedStep,
    CheckWord,
    Reason,
    check_steps,
    reasons,
    symbols_without_domain,
)
from .check_target import Target, statements_called, target_at

#: Places that a note lists.
_LISTED = 3


@dataclass(frozen=True)
class PaperCheck:
    """What `check` found.

    Args:
        project: the folder that places are relative to.
        report: findings, errors being what is wrong and what could not be read.
        steps: every step with its verdict, in reading order.
        proofs: how many proofs were cut into steps.
        loose: places of proofs of which it is not certain what they prove.
        empty: why there was nothing to check; "" where there was something.
    """

    project: Project
    report: Report
    steps: tuple[CheckedStep, ...]
    proofs: int
    loose: tuple[str, ...]
    empty: str

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What was shown to be wrong."""
        return tuple(f for f in self.report.errors if not is_reading(f.rule))

    @property
    def unread(self) -> tuple[Finding, ...]:
        """What could not be read, and may hold anything."""
        return tuple(f for f in self.report.errors if is_reading(f.rule))

    def count(self, word: CheckWord) -> int:
        """How many steps a word is said of."""
        return sum(step.word == word for step in self.steps)

    @property
    def reasons(self) -> list[Reason]:
        """Why steps were not understood, the most frequent reason first."""
        return reasons(self.steps)

    @property
    def symbols(self) -> list[str]:
        """The symbols of which no domain is known, the most frequent first."""
        return symbols_without_domain(self.steps)


def check_paper(
    words: str | None,
    *,
    processes: int | None = None,
    progress: Callable[[int, int, int], None] = lambda *_: None,
) -> PaperCheck:
    """Look for what is wrong in a paper, a part of it, or one statement and its proof.

    Args:
        words: `FILE`, `FILE:label`, `DIR` or `DIR:label`; None for the project here.
        processes: how many may check steps at the same time; None for as many as there are cores.
        progress: told how many steps are done, of how many, and how many are refuted.

    Raises:
        InputError: there is no such file or statement, or no LaTeX in the folder.
        MissingPartError: a process of the checkers was killed while it worked.
    """
    target = target_at(words)
    scope = _scope(target)
    checked = check_steps(scope.steps, processes or usable_cores(), progress)
    checked = [in_doubt_open(one, *of) for one, of in zip(checked, scope.around, strict=True)]
    linted = lint_report(target, scope.spans)
    findings = [
        *(refutation(one) for one in checked if one.word == "refuted"),
        *unread_notes(scope.proofs),
        *linted.findings,
    ]
    empty = "" if checked else _nothing(target, scope)
    counts = {word.replace(" ", "_"): sum(c.word == word for c in checked) for word in WORDS}
    examined = {
        "statements": scope.statements, "proofs": len(scope.proofs), "steps": len(checked), **counts
    }  # fmt: skip
    report = Report(
        "check",
        in_reading_order(findings),
        # Statements without a step are nothing that was checked.
        examined if checked else {"steps": 0},
        linted.silenced,
        notes=(*linted.notes, *([empty] if empty else _notes(checked, scope))),
    )
    return PaperCheck(target.project, report, tuple(checked), len(scope.proofs), scope.loose, empty)


# ---- what to check -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scope:
    """What a run is about.

    Args:
        statements: how many were asked about.
        proofs: those that are checked, each with its document.
        steps: theirs, with their jobs.
        around: for each step the text around its proof, and its job.
        spans: where the statement that was named and its proofs stand; none for all.
        loose: places of proofs of which it is not certain what they prove.
    """

    statements: int
    proofs: tuple[tuple[Document, ProofSteps], ...]
    steps: tuple[tuple[Step, Job], ...]
    around: tuple[tuple[Surroundings, Job], ...]
    spans: tuple[tuple[Document, Span], ...]
    loose: tuple[str, ...]


def _scope(target: Target) -> _Scope:
    """The statements, proofs and steps that were asked about; what two documents share, once."""
    called = statements_called(target.documents, target.label) if target.label else None
    plan = _plan_of(target.project)
    digests = statements_of_digests(target.project, target.documents)
    statements: set[Span] = set()
    seen: set[Span] = set()
    proofs: list[tuple[Document, ProofSteps]] = []
    steps: list[tuple[Step, Job]] = []
    around: list[tuple[Surroundings, Job]] = []
    loose: list[str] = []
    for document in target.documents:
        asked = list(document.statements) if called is None else called.get(document.main, [])
        names = node_names(document)
        labels = None if called is None else {names[s.environment.span] for s in asked}

        def is_meant(span: Span, document: Document = document) -> bool:
            return span not in seen and (bool(called) or target.holds(document, span.file))

        statements |= {s.environment.span for s in asked if is_meant(s.environment.span)}
        sweep = enumerate_steps(document, labels)
        wanted = tuple(p for p in sweep.proofs if is_meant(p.proof.environment.span))
        sweep = replace(sweep, proofs=wanted)
        jobs = build_jobs(document, sweep, plan, digests)
        surroundings = Surroundings(document, sweep, jobs)
        proofs += [(document, proof) for proof in wanted]
        for proof in wanted:
            steps += [(step, jobs[step.identifier]) for step in proof.steps]
            around += [(surroundings, jobs[s.identifier]) for s in proof.steps]
        if called is None:
            every = (proof.environment.span for proof in sweep.unattached)
            unattached = [span for span in every if is_meant(span)]
            loose += [f"{span.file}:{document.place(span)[0]}" for span in unattached]
            seen.update(unattached)
        seen.update(proof.proof.environment.span for proof in sweep.proofs)
        seen.update(s.environment.span for s in document.statements)
    spans = []
    if called is not None:
        spans = [(d, p.proof.environment.span) for d, p in proofs]
        of_main = {document.main: document for document in target.documents}
        spans += [(of_main[m], s.environment.span) for m, found in called.items() for s in found]
    return _Scope(
        len(statements), tuple(proofs), tuple(steps), tuple(around), tuple(spans), tuple(loose)
    )


def _plan_of(project: Project) -> Plan | None:
    """The plan, which tells what a statement may stand on; None where there is none to go by."""
    plan = read_plan(project) if project.has_plan else None
    return plan if plan is not None and not plan.findings else None


def _nothing(target: Target, scope: _Scope) -> str:
    """Why there is no step."""
    where = target.label or target.file or target.project.folder
    if scope.proofs:
        which = "the proof" if len(scope.proofs) == 1 else f"the {len(scope.proofs)} proofs"
        return f"no step was found in {which} of {where}: there was nothing to check"
    if target.label:
        return f"{where} has no proof here: there was nothing to check"
    if scope.statements:
        return f"no statement in {where} has a proof here: there was nothing to check"
    return f"there is no statement and no proof in {where}: there was nothing to check"


def _notes(checked: list[CheckedStep], scope: _Scope) -> list[str]:
    """What a reader of any format must know besides the findings."""
    open_steps = sum(c.word == "not understood" for c in checked)
    notes = []
    if open_steps:
        share = f"{open_steps} of {len(checked)} steps"
        notes.append(f"{share} were not understood: nothing is known about them")
    without = []
    for document, proof in scope.proofs:
        if not proof.steps:
            span = proof.proof.environment.span
            without.append(f"{span.file}:{document.place(span)[0]}")
    for places, what in (
        (without, "in which no step was found"),
        (scope.loose, "of nothing that is certain, so that no counterexample counts there"),
    ):
        if places:
            which = "1 proof" if len(places) == 1 else f"{len(places)} proofs"
            more = ", …" if len(places) > _LISTED else ""
            notes.append(f"{which} {what}: {', '.join(places[:_LISTED])}{more}")
    return notes
