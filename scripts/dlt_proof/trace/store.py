"""The sweep's state: the steps as they are now, and the evidence that still speaks of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from ..graph.plan_file import Plan, read_plan
from ..latex import Document
from ..project import Project
from ..project.state import StateRecord
from ..records.errors import InputError
from ..records.evidence import RANK, Colour, Domain, Evidence, Job, Mark, Step
from ..records.findings import Finding, file_finding
from .jobs import build_jobs
from .steps import Sweep, enumerate_steps

EVIDENCE_KIND = "evidence"
MARK_KIND = "mark"
SWEEP_KIND = "sweep"
VERIFIED_KIND = "verified"


@dataclass(frozen=True)
class HeldEvidence:
    """Evidence with what is known of its record.

    Args:
        evidence: what it says.
        sealed_here: whether its record was sealed with this user's key.
        file, line: where its record stands.
    """

    evidence: Evidence
    sealed_here: bool
    file: str
    line: int


@dataclass(frozen=True)
class StepState:
    """A step and what is known about it.

    Args:
        word: the word that decides the colour.
        colour: after marks.
        evidence: all current evidence, oldest first.
        notes: what was noted by hand.
    """

    step: Step
    job: Job
    word: str
    colour: Colour
    evidence: tuple[HeldEvidence, ...]
    notes: tuple[str, ...]

    @property
    def found(self) -> tuple[tuple[str, str], ...]:
        """Each (word, origin) there is evidence for, the deciding word first."""
        pairs = dict.fromkeys((h.evidence.word, h.evidence.origin) for h in self.evidence)
        return tuple(sorted(pairs, key=lambda pair: pair[0] != self.word))


@dataclass(frozen=True)
class TraceState:
    """The whole sweep.

    Args:
        sweep: the steps as enumerated from the LaTeX now.
        steps: with their evidence, in reading order.
        stale: how many records speak of jobs that are no longer there.
        begun: whether `trace init` was run.
        verified: whether `trace verify` went over these very jobs.
        refused: findings about records that cannot be believed (`T4`).
    """

    sweep: Sweep
    steps: tuple[StepState, ...]
    stale: int
    begun: bool
    verified: bool
    refused: tuple[Finding, ...]

    def find(self, identifier: str) -> StepState:
        """A step by its identifier.

        Raises:
            InputError: there is none.
        """
        for state in self.steps:
            if state.step.identifier == identifier:
                return state
        raise InputError(
            f"there is no step {identifier!r}", remedy="`dlt-proof trace status` lists them"
        )

    @property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(domain for proof in self.sweep.proofs for domain in proof.domains)

    @property
    def coverage(self) -> float:
        """Share of steps above red, 0 where there are none."""
        above = sum(state.colour != "red" for state in self.steps)
        return above / len(self.steps) if self.steps else 0.0


def plan_or_none(project: Project) -> Plan | None:
    """The plan where the project has one."""
    return read_plan(project) if project.plan_file.is_file() else None


_Parsed = TypeVar("_Parsed", Evidence, Mark)


def _parsed(kind: type[_Parsed], record: StateRecord) -> _Parsed:
    """The record's data as what it should be.

    Raises:
        InputError: another machine sealed something that is none (with file and line).
    """
    try:
        return kind.model_validate(dict(record.data))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise InputError(
            f"refused: {where}: {problem['msg']}", file=record.file, line=record.line
        ) from None


def current_jobs(project: Project, document: Document) -> tuple[Sweep, dict[str, Job]]:
    """The steps of the managed statements (of all, without a plan) and their jobs."""
    plan = plan_or_none(project)
    labels = None if plan is None else set(plan.managed)
    sweep = enumerate_steps(document, labels)
    return sweep, build_jobs(document, sweep, plan)


def start_sweep(project: Project, document: Document) -> Sweep:
    """Begin the sweep: every step starts red.

    Raises:
        InputError: no proof of the document has a step.
    """
    sweep, _ = current_jobs(project, document)
    if not sweep.steps:
        raise InputError(
            "no proof has a step: there is nothing to sweep", remedy="write the proofs first"
        )
    if not project.state.read(SWEEP_KIND):
        project.state.append(SWEEP_KIND, {"steps": len(sweep.steps)})
    return sweep


def load_trace(project: Project, document: Document, *, recompute: bool = False) -> TraceState:
    """The sweep as it stands.

    A recomputable record that this user's key did not seal is believed only after its checker
    was run again here and said the same; with `recompute`, every one is run again.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    sweep, jobs = current_jobs(project, document)
    by_fingerprint: dict[str, list[HeldEvidence]] = {}
    marks: dict[str, list[Mark]] = {}
    refused: list[Finding] = []
    stale = 0
    current = {job.fingerprint: job for job in jobs.values()}
    records = project.state.read(EVIDENCE_KIND)
    # What this user's own run of the checker said need not be asked again for another's record.
    own = {_verdict(record.data) for record in records if record.sealed_here}
    for record in records:
        evidence = _parsed(Evidence, record)
        job = current.get(evidence.fingerprint)
        if job is None or _outdated(evidence):
            stale += 1
            continue
        problem = _impossible(evidence)
        known = _verdict(record.data) in own
        if not problem and evidence.origin == "recomputable" and (recompute or not known):
            problem = _recompute(evidence, job)
        if problem:
            refused.append(
                file_finding(
                    "T4",
                    "evidence-refused",
                    f"{evidence.step}: {problem}",
                    file=record.file,
                    line=record.line,
                    help="take the line out: state/ is written by dlt-proof alone",
                )
            )
            continue
        held = HeldEvidence(evidence, record.sealed_here, record.file, record.line)
        by_fingerprint.setdefault(evidence.fingerprint, []).append(held)
    for record in project.state.read(MARK_KIND):
        mark = _parsed(Mark, record)
        if mark.fingerprint in current:
            marks.setdefault(mark.fingerprint, []).append(mark)
        else:
            stale += 1
    states = []
    for step in sweep.steps:
        job = jobs[step.identifier]
        held_evidence = tuple(by_fingerprint.get(job.fingerprint, ()))
        word, colour = _judge(held_evidence)
        hand = marks.get(job.fingerprint, [])
        for mark in hand:
            if mark.colour is not None and RANK[mark.colour] < RANK[colour]:
                colour = mark.colour
        notes = tuple(mark.note for mark in hand if mark.note)
        states.append(StepState(step, job, word, colour, held_evidence, notes))
    begun = bool(project.state.read(SWEEP_KIND))
    verified = jobs_fingerprint(jobs) in {
        record.data.get("jobs") for record in project.state.read(VERIFIED_KIND)
    }
    return TraceState(sweep, tuple(states), stale, begun, verified, tuple(refused))


def jobs_fingerprint(jobs: dict[str, Job]) -> str:
    """SHA-256 of all jobs together."""
    together = "\n".join(sorted(job.fingerprint for job in jobs.values()))
    return hashlib.sha256(together.encode("ascii")).hexdigest()


#: Which origins can carry which word (the table of evidence words).
_ORIGINS = {
    "proved": {"recomputable"},
    "matched": {"recomputable"},
    "defect": {"recomputable"},
    "signed": {"signed"},
    "rederived": {"called", "reported"},
    "disputed": {"called", "reported"},
    "cited": {"reported"},
}


def _impossible(evidence: Evidence) -> str:
    """Why a record cannot have been written by any checker or reader, "" if it can."""
    if evidence.origin not in _ORIGINS.get(evidence.word, set()):
        return f"{evidence.word} cannot have the origin {evidence.origin}"
    return ""


def _verdict(data: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(data.get(key) for key in ("fingerprint", "origin", "checker", "version", "word"))


def _outdated(evidence: Evidence) -> bool:
    """Whether recomputable evidence was made by another version of the checker."""
    if evidence.origin != "recomputable":
        return False
    from ..checkers.free import VERSION

    return evidence.version != VERSION


def _recompute(evidence: Evidence, job: Job) -> str:
    """Why a recomputable record is not believed, "" if its checker says the same again."""
    from ..checkers.free import check_job

    verdict = check_job(job)
    if verdict.word != evidence.word:
        found = verdict.word or "no evidence"
        return f"the record says {evidence.word}, its checker run again says {found}"
    if verdict.checker != evidence.checker:
        return f"the record names the checker {evidence.checker}, which does not say this"
    return ""


def _judge(held: tuple[HeldEvidence, ...]) -> tuple[str, Colour]:
    """The deciding word of a step's evidence and its colour (the table of evidence words)."""
    words = {h.evidence.word for h in held}
    if "defect" in words:
        return "defect", "red"
    if "disputed" in words:
        return "disputed", "red"
    if "proved" in words:
        return "proved", "green"
    if any(h.evidence.word == "signed" and h.evidence.origin == "signed" for h in held):
        here = any(h.sealed_here for h in held if h.evidence.word == "signed")
        return "signed", "green" if here else "yellow"
    if "rederived" in words:
        # Reports that were filed are yellow however many there are; two verifiers that our own
        # code called make green, which is for the verifiers' room to record.
        return "rederived", "yellow"
    if "matched" in words:
        return "matched", "yellow"
    return ("cited", "red") if "cited" in words else ("unchecked", "red")
