"""Models that our own code asks: which questions, in which batches, recorded as they are answered.

A killed run is gone on with: a question that has its answer is not asked again, and batches under
way are asked to their end before others are made. Not here: sub-agents of a running agent
(`handing_out`), how a model is reached (`models`), and the free checkers, which come first.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from ..latex import Document
from ..models.asking import Asked
from ..models.questions import Answer, Question
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.evidence import Job
from ..records.verification import Judgement, StoredAnswer, VerifierAnswer, WayName
from ..trace import TraceState, load_trace
from .batches import batch_sizes, canaries_for, make_batches
from .choosing import Wanted, choose_steps, proved_jobs
from .closing import abandon_stale_batches, close_batches
from .history import (
    ANSWER_KIND,
    BATCH_KIND,
    HeldBatch,
    History,
    Verifier,
    open_questions,
    read_history,
    under_way,
)
from .prompts import answer_schema, instructions, prompt_version, question_texts
from .submissions import submitted_questions

#: Asks the questions of one model, and hands each answer over as soon as it is there.
Asking = Callable[[str, Sequence[Question], Callable[[Answer], None]], Asked]


@dataclass(frozen=True, slots=True)
class Settings:
    """Who judges a step.

    Args:
        way: how they are reached.
        models: of the first, the second, … verifier.
        max_output_tokens: of one answer.
    """

    way: WayName
    models: tuple[str, ...]
    max_output_tokens: int

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Who judges each step."""
        return tuple(Verifier(self.way, model) for model in self.models)


@dataclass
class VerifierRun:
    """What one run of `ask_verifiers` came to.

    Args:
        wanted: what there was to ask.
        resumed: questions of earlier runs that had no answer yet.
        others: questions of earlier runs that were left, since other steps were named.
        asked: what became of the questions, for each model.
        judgements: of the batches that were closed.
        found: the steps of each word that got new evidence.
        unanswered: why each step that was asked about has no verdict, by identifier.
    """

    wanted: Wanted
    resumed: int = 0
    others: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)


def as_question(identifier: str, job: Job, max_output_tokens: int) -> Question:
    """The question that a verifier is asked about a job."""
    shared, text = question_texts(job)
    return Question(
        identifier=identifier,
        system=instructions(),
        shared=shared,
        text=text,
        answer_schema=answer_schema(),
        answers=VerifierAnswer,
        max_output_tokens=max_output_tokens,
    )


def plan_questions(
    project: Project,
    document: Document,
    settings: Settings,
    *,
    names: Sequence[str] = (),
    recheck: bool = False,
) -> tuple[Wanted, dict[str, list[Question]]]:
    """What a run would ask, without asking or recording anything.

    Canaries, which are made when they are needed, are stood for by questions about steps.

    Returns:
        What there is to ask, and about as many questions of about that length, for each model.
    """
    state = _state_of(project, document)
    history = read_history(project)
    view = _View(project, state, history, settings, names)
    wanted = view.wanted(names, recheck)
    questions: dict[str, list[Question]] = {}
    for batch, unanswered in view.unanswered:
        questions.setdefault(batch.record.model, []).extend(
            as_question(name, batch.jobs[name], settings.max_output_tokens) for name in unanswered
        )
    for model, steps in zip(settings.models, wanted.rounds, strict=True):
        jobs = [item.job for item in steps]
        extra = sum(sum(canaries_for(size)) for size in batch_sizes(len(steps)))
        jobs += [jobs[n % len(jobs)] for n in range(extra)]
        found = questions.setdefault(model, [])
        found += [
            as_question(f"q-{len(found) + n}", job, settings.max_output_tokens)
            for n, job in enumerate(jobs)
        ]
    return wanted, questions


def ask_verifiers(
    project: Project,
    document: Document,
    settings: Settings,
    connect: Callable[[], Asking],
    *,
    names: Sequence[str] = (),
    recheck: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> VerifierRun:
    """Ask models about the steps that need a verifier, and record what they say.

    Args:
        settings: who judges.
        connect: gives what asks the questions of one model; called where there is one to ask.
        names: identifiers of steps, labels of statements; none for all.
        recheck: also steps that were judged by enough verifiers; where questions of an earlier
            run are open, only these are asked.
        waiting: called where another run asks about this project; this one goes on after it.

    Raises:
        InputError: there is no step, or a name is of none.
        RefusedError: a model passed too many false steps to be asked again.
        MissingPartError: the way to the model cannot be taken; what was answered is kept.
    """
    with project.state.alone(BATCH_KIND, waiting=waiting):
        state = _state_of(project, document)
        # A killed run may have had the last answer, or an edit have taken the last open step away.
        judgements = close_batches(project, state)
        if judgements:
            state = _state_of(project, document)
        history = read_history(project)
        abandon_stale_batches(project, state, history)
        view = _View(project, state, history, settings, names)
        run = VerifierRun(view.wanted(names, recheck), judgements=judgements)
        run.resumed, run.others = view.resumed, view.others
        if not run.wanted.steps and not any(names for _, names in view.unanswered):
            return run
        _refuse_distrusted(history, settings)
        ask = connect()
        proved = proved_jobs(state)
        made = []
        for model, steps in zip(settings.models, run.wanted.rounds, strict=True):
            made += make_batches(project, steps, proved, way=settings.way, model=model)
        project.state.append_all(BATCH_KIND, [batch.model_dump() for batch in made])
        new = {batch.batch for batch in made}
        history = read_history(project)
        unanswered = [*view.unanswered]
        unanswered += [(b, list(b.truths)) for name, b in history.batches.items() if name in new]
        _ask(project, state, run, settings, ask, unanswered)
        run.found = _found(project, document, {judgement.batch for judgement in run.judgements})
        return run


def _refuse_distrusted(history: History, settings: Settings) -> None:
    for verifier in settings.verifiers:
        own = [
            one
            for one in history.judgements.values()
            if (one.way, one.model, one.prompt) == (*verifier, prompt_version())
        ]
        if any(one.batch in history.distrusted for one in own):
            void = sum(bool(one.void) for one in own)
            raise RefusedError(
                f"{verifier.model} is not asked again: {void} of its {len(own)} batches are void",
                remedy="choose another with --model; `dlt-proof trace verifiers` shows all",
            )


def _found(project: Project, document: Document, batches: Collection[str]) -> dict[str, list[str]]:
    """The steps that got evidence of these batches, by its word."""
    found: dict[str, list[str]] = {}
    for item in load_trace(project, document).steps:
        words = {
            h.evidence.word for h in item.evidence if h.evidence.detail.get("batch") in batches
        }
        for word in words:
            found.setdefault(word, []).append(item.step.identifier)
    return found


def _ask(
    project: Project,
    state: TraceState,
    run: VerifierRun,
    settings: Settings,
    ask: Asking,
    unanswered: Sequence[tuple[HeldBatch, Sequence[str]]],
) -> None:
    missing = {batch.record.batch: set(names) for batch, names in unanswered}
    batch_of = {name: batch.record.batch for batch, names in unanswered for name in names}
    steps = {q.identifier: q.step for batch, _ in unanswered for q in batch.record.questions}
    of_steps = {name for batch, _ in unanswered for name in batch.fingerprints}

    def take(answer: Answer) -> None:
        name = answer.question
        if name not in batch_of:
            return  # of a message batch, about a step that was changed since
        if answer.outcome == "failed":
            if name in of_steps:
                run.unanswered[steps[name]] = answer.why
            return
        project.state.append(ANSWER_KIND, stored(answer, batch_of[name]).model_dump())
        if answer.outcome != "answered" and name in of_steps:
            run.unanswered[steps[name]] = f"{answer.outcome}: {answer.why}"
        missing[batch_of[name]].discard(name)
        if not missing[batch_of[name]]:
            run.judgements += close_batches(project, state)

    for model in dict.fromkeys(settings.models):
        of_model = [(batch, names) for batch, names in unanswered if batch.record.model == model]
        questions = [
            as_question(name, batch.jobs[name], settings.max_output_tokens)
            for batch, names in of_model
            for name in names
        ]
        waiting: set[str] = set()
        if questions:
            asked = run.asked[model] = ask(model, questions, take)
            for name, why in {**asked.unsent, **asked.waiting}.items():
                if name in of_steps:
                    run.unanswered[steps[name]] = why
            # What a limit left out is asked next time, in the same batch; a question that failed
            # may fail again, and the others shall not wait for it.
            waiting = {batch_of[name] for name in {**asked.waiting, **asked.unsent}}
        # Also those that a killed run had answered whole and not judged.
        ended = {batch.record.batch for batch, _ in of_model} - waiting
        run.judgements += close_batches(project, state, ended=ended)


def stored(answer: Answer, batch: str) -> StoredAnswer:
    """An answer as it is recorded; what a model said stays whole."""
    said = None if answer.data is None else VerifierAnswer.model_validate(dict(answer.data))
    return StoredAnswer(
        question=answer.question,
        batch=batch,
        source="received",
        outcome=answer.outcome,
        said=said,
        raw=answer.raw,
        model=answer.model,
        came=answer.time,
        usage=None if answer.usage is None else answer.usage.model_dump(),
        why=answer.why,
    )


def _state_of(project: Project, document: Document) -> TraceState:
    state = load_trace(project, document)
    if not state.steps:
        raise InputError("no proof has a step: there is nothing to ask about")
    return state


class _View:
    """What is under way when a run begins, as far as it can go on with it.

    Args:
        names: the steps that were named; batches about others are left to other runs.
    """

    def __init__(
        self,
        project: Project,
        state: TraceState,
        history: History,
        settings: Settings,
        names: Sequence[str],
    ) -> None:
        self._state, self._history, self._settings = state, history, settings
        named = {item.job.fingerprint for item in state.select(names)}
        submitted = submitted_questions(project)
        #: The open questions of this run's verifiers, by batch.
        self.unanswered: list[tuple[HeldBatch, list[str]]] = []
        self.resumed = self.others = 0
        self._pending: dict[str, list[Verifier]] = {}
        for batch in history.open:
            who = Verifier(batch.record.way, batch.record.model)
            ours = who in settings.verifiers
            names_open = [
                name
                for name in open_questions(state, history, batch)
                if name in submitted or (ours and batch.record.prompt == prompt_version())
            ]
            if names_open or batch.record.prompt == prompt_version():
                for fingerprint in under_way(history, batch, names_open):
                    self._pending.setdefault(fingerprint, []).append(who)
            if not ours:
                continue
            # What is in a message batch comes with it, whatever was named.
            paid = any(name in submitted for name in names_open)
            if paid or not names or named & set(batch.fingerprints.values()):
                self.unanswered.append((batch, names_open))
                self.resumed += len(names_open)
            else:
                self.others += len(names_open)

    def wanted(self, names: Sequence[str], recheck: bool) -> Wanted:
        """The steps to ask about besides."""
        return choose_steps(
            self._state,
            self._history,
            names,
            verifiers=self._settings.verifiers,
            pending=self._pending,
            recheck=recheck and not self.resumed,
        )
