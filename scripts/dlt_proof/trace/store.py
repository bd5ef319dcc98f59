"""The sweep's state: the steps as they are now, and the evidence that still speaks of them.

Not here: how records are written and sealed (`project.state`), and what they are worth (`belief`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..graph.plan_file import Plan, read_plan
from ..latex import Document
from ..project import Project
from ..records.errors import InputError
from ..records.evidence import RANK, Attempt, Colour, Domain, Job, Mark, Step
from ..records.findings import Finding
from .belief import HeldEvidence, judge
from .earlier import recognise
from .jobs import build_jobs
from .known import statements_of_digests
from .recorded import SWEEP_KIND, HeldAttempt, read_records, refuse
from .steps import Sweep, enumerate_steps
from .surroundings import Surroundings


@dataclass(frozen=True)
class StepState:
    """A step and what is known about it.

    Args:
        word: the word that decides the colour.
        colour: after marks.
        evidence: all current evidence, oldest first.
        notes: what was noted by hand.
        attempt: that the free checkers were asked about this very job and found nothing.
        asked_here: whether the free checkers gave their verdict, or none, on this machine.
        before: evidence for an earlier text of the step, or of another version of the checkers.
        set_aside: counterexamples that the running text may rule out; they refute nothing.
        colour_as_sealed: the colour where every seal is taken at its word, as on the machine
            that made it; what is written into the project says this.
    """

    step: Step
    job: Job
    word: str
    colour: Colour
    evidence: tuple[HeldEvidence, ...]
    notes: tuple[str, ...]
    attempt: Attempt | None = None
    asked_here: bool = False
    before: tuple[HeldEvidence, ...] = ()
    colour_as_sealed: Colour = "red"
    set_aside: tuple[HeldEvidence, ...] = ()

    @property
    def found(self) -> tuple[tuple[str, str], ...]:
        """Each (word, origin) there is evidence for, the deciding word first."""
        pairs = dict.fromkeys((h.evidence.word, h.evidence.origin) for h in self.evidence)
        return tuple(sorted(pairs, key=lambda pair: pair[0] != self.word))

    @property
    def stale(self) -> bool:
        """Whether there was evidence, for an earlier text, and there is none now."""
        return bool(self.before) and not self.evidence


@dataclass(frozen=True)
class TraceState:
    """The whole sweep.

    Args:
        sweep: the steps as enumerated from the LaTeX now.
        steps: with their evidence, in reading order.
        stale: how many records speak of jobs that are no longer there.
        begun: whether `trace init` was run.
        refused: findings about records that cannot be believed (`T4`).
        surroundings: what may rule a counterexample out.
    """

    sweep: Sweep
    steps: tuple[StepState, ...]
    stale: int
    begun: bool
    refused: tuple[Finding, ...]
    surroundings: Surroundings

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

    def select(self, names: Iterable[str]) -> tuple[StepState, ...]:
        """The steps of these identifiers, and of the statements of these labels; all for none.

        Raises:
            InputError: a name is neither.
        """
        wanted = set(names)
        known = {name for s in self.steps for name in (s.step.identifier, s.step.proves)}
        unknown = sorted(wanted - known)
        if unknown:
            raise InputError(
                f"{unknown[0]!r} is no step, and no statement whose proof has one",
                remedy="`dlt-proof trace status` lists them",
            )
        return tuple(
            s for s in self.steps if not wanted or wanted & {s.step.identifier, s.step.proves}
        )

    @property
    def verified(self) -> bool:
        """Whether the free checkers were asked about every step as it is now."""
        return all(
            s.attempt is not None or any(h.evidence.origin == "recomputable" for h in s.evidence)
            for s in self.steps
        )

    @property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(domain for proof in self.sweep.proofs for domain in proof.domains)

    @property
    def coverage(self) -> float:
        """Share of steps above red, 0 where there are none."""
        above = sum(state.colour != "red" for state in self.steps)
        return above / len(self.steps) if self.steps else 0.0

    @property
    def red_share(self) -> float:
        """Share of steps that are red, 0 where there are none."""
        red = sum(state.colour == "red" for state in self.steps)
        return red / len(self.steps) if self.steps else 0.0


def plan_or_none(project: Project) -> Plan | None:
    """The plan where the project has one."""
    return read_plan(project) if project.plan_file.is_file() else None


def current_jobs(project: Project, document: Document) -> tuple[Sweep, dict[str, Job]]:
    """The steps of the managed statements (of all, without a plan) and their jobs.

    What an adopted paper proves beside them is as it was found, also where it is not certain what.
    """
    plan = plan_or_none(project)
    labels = None if plan is None else set(plan.managed)
    sweep = enumerate_steps(document, labels, loose=not project.configuration.adopted)
    return sweep, build_jobs(document, sweep, plan, statements_of_digests(project, [document]))


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
    with project.state.alone(SWEEP_KIND):
        if not project.state.read(SWEEP_KIND):
            project.state.append(SWEEP_KIND, {"steps": len(sweep.steps)})
    return sweep


def load_trace(
    project: Project, document: Document, *, recompute: bool = False, workers: int | None = None
) -> TraceState:
    """The sweep as it stands.

    A recomputable record that this user's key did not seal is believed only after its checker
    was run again here and said the same; with `recompute`, every one is run again.

    Args:
        workers: how many processes may run checkers again; by default as many as there are cores.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
        MissingPartError: a process that ran checkers again was killed.
    """
    sweep, jobs = current_jobs(project, document)
    current = {job.fingerprint: job for job in jobs.values()}
    records = read_records(project, current)
    refused = refuse(records, current, recompute=recompute, workers=workers)
    evidence: dict[str, list[HeldEvidence]] = {}
    for held in records.current:
        if (held.file, held.line) not in refused:
            evidence.setdefault(held.evidence.fingerprint, []).append(held)
    marks: dict[str, list[Mark]] = {}
    for mark in records.marks:
        marks.setdefault(mark.fingerprint, []).append(mark)
    before = recognise(sweep.steps, records.stale)
    surroundings = Surroundings(document, sweep, jobs)
    states = []
    for step in sweep.steps:
        job = jobs[step.identifier]
        states.append(
            _step_state(
                step,
                job,
                tuple(evidence.get(job.fingerprint, ())),
                marks.get(job.fingerprint, []),
                records.attempts.get(job.fingerprint),
                tuple(before.get(step.identifier, ())),
                surroundings,
            )
        )
    begun = bool(project.state.read(SWEEP_KIND))
    stale = len(records.stale) + records.stale_marks
    return TraceState(sweep, tuple(states), stale, begun, tuple(refused.values()), surroundings)


def _step_state(
    step: Step,
    job: Job,
    evidence: tuple[HeldEvidence, ...],
    marks: list[Mark],
    attempt: HeldAttempt | None,
    before: tuple[HeldEvidence, ...],
    surroundings: Surroundings,
) -> StepState:
    asked_here = attempt is not None and attempt.sealed_here
    asked_here = asked_here or any(_is_own_verdict(held) for held in evidence)
    tried = attempt.attempt if attempt is not None else None
    set_aside = []
    for held in evidence:
        said = held.evidence
        why = surroundings.rules_out(job, said.detail) if said.word == "defect" else ""
        if why:
            # What the checker said of the job stays on record; what the paper says counts.
            set_aside.append(held)
            tried = Attempt(
                fingerprint=said.fingerprint,
                step=said.step,
                version=said.version,
                detail={"why": why, **said.detail},
            )
    evidence = tuple(held for held in evidence if held not in set_aside)
    word, colour = judge(evidence)
    _, as_sealed = judge(evidence, take_seals=True)
    return StepState(
        step,
        job,
        word,
        _lowered(colour, marks),
        evidence,
        tuple(mark.note for mark in marks if mark.note),
        tried,
        asked_here,
        before,
        _lowered(as_sealed, marks),
        tuple(set_aside),
    )


def _is_own_verdict(held: HeldEvidence) -> bool:
    return held.evidence.origin == "recomputable" and held.sealed_here


def _lowered(colour: Colour, marks: list[Mark]) -> Colour:
    """A colour after marks, which only lower it."""
    for mark in marks:
        if mark.colour is not None and RANK[mark.colour] < RANK[colour]:
            colour = mark.colour
    return colour
