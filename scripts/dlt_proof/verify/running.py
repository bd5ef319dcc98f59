"""Models that our own code asks: which questions, in which batches, recorded as they are answered.

A killed run is gone on with: a question that has its answer is not asked again, and batches under
way are asked to their end before others are made. Not here: sub-agents of a running agent
(`handing_out`), how a model is reached (`models`), and the free checkers, which come first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..latex import Document
from ..models.asking import Asked
from ..models.questions import Answer, Question
from ..project import Project
from ..records.errors import InputError
from ..records.evidence import Job
from ..records.verification import Judgement, StoredAnswer, VerifierAnswer, WayName
from ..trace import TraceState, load_trace
from .batches import batch_sizes, canaries_for, make_batches
from .choosing import Wanted, choose_steps, proved_jobs
from .closing import abandon_stale_batches, close_batches
from .history import ANSWER_KIND, BATCH_KIND, HeldBatch, History, read_history
from .prompts import answer_schema, instructions, prompt_version, question_texts

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


@dataclass
class VerifierRun:
    """What one run of `ask_verifiers` came to.

    Args:
        wanted: what there was to ask.
        resumed: questions of earlier runs that had no answer yet.
        asked: what became of the questions, for each model.
        judgements: of the batches that were closed.
        unanswered: why each step that was asked about has no answer, by identifier.
        red, steps: steps that are red now, and all.
    """

    wanted: Wanted
    resumed: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    red: int = 0
    steps: int = 0


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
    of_way = _open_batches(history, settings)
    pending = [f for batch in of_way for f in batch.fingerprints.values()]
    wanted = _wanted(state, history, settings, names, pending, recheck)
    questions: dict[str, list[Question]] = {}
    for batch in of_way:
        for name, job in batch.jobs.items():
            if name not in history.answers:
                asked = as_question(name, job, settings.max_output_tokens)
                questions.setdefault(batch.record.model, []).append(asked)
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
    ask: Asking,
    *,
    names: Sequence[str] = (),
    recheck: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> VerifierRun:
    """Ask models about the steps that need a verifier, and record what they say.

    Args:
        settings: who judges.
        ask: asks the questions of one model.
        names: identifiers of steps, labels of statements; none for all.
        recheck: also steps that were judged by enough verifiers.
        waiting: called where another run asks about this project; this one goes on after it.

    Raises:
        InputError: there is no step, or a name is of none.
        MissingPartError: the way to the model cannot be taken; what was answered is kept.
    """
    with project.state.alone(BATCH_KIND, waiting=waiting):
        state = _state_of(project, document)
        history = read_history(project)
        abandon_stale_batches(project, state, history)
        earlier = _open_batches(history, settings)
        pending = [f for batch in earlier for f in batch.fingerprints.values()]
        wanted = _wanted(state, history, settings, names, pending, recheck)
        run = VerifierRun(wanted, steps=len(state.steps))
        proved = proved_jobs(state)
        made = []
        for model, steps in zip(settings.models, wanted.rounds, strict=True):
            made += make_batches(project, steps, proved, way=settings.way, model=model)
        project.state.append_all(BATCH_KIND, [batch.model_dump() for batch in made])
        history = read_history(project)
        batches = _open_batches(history, settings)
        unanswered = _unanswered(state, history, batches)
        known = {batch.record.batch for batch in earlier}
        run.resumed = sum(len(names) for batch, names in unanswered if batch.record.batch in known)
        _ask(project, state, run, settings, ask, unanswered)
        after = load_trace(project, document)
        run.red = sum(item.colour == "red" for item in after.steps)
        return run


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
            waiting = {batch_of[name] for name in asked.waiting}
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


def _wanted(
    state: TraceState,
    history: History,
    settings: Settings,
    names: Sequence[str],
    pending: Sequence[str],
    recheck: bool,
) -> Wanted:
    return choose_steps(
        state,
        history,
        names,
        verifiers=len(settings.models),
        pending=pending,
        recheck=recheck,
    )


def _open_batches(history: History, settings: Settings) -> list[HeldBatch]:
    """The batches under way that this run can go on with: of its way, models and prompt."""
    return [
        batch
        for batch in history.open
        if batch.record.way == settings.way
        and batch.record.model in settings.models
        and batch.record.prompt == prompt_version()
    ]


def _unanswered(
    state: TraceState, history: History, batches: Sequence[HeldBatch]
) -> list[tuple[HeldBatch, list[str]]]:
    """The questions that lack an answer, by batch; none about steps that were changed since."""
    current = {item.job.fingerprint for item in state.steps}
    found = []
    for batch in batches:
        gone = {name for name, job in batch.fingerprints.items() if job not in current}
        names = [n for n in batch.truths if n not in history.answers and n not in gone]
        found.append((batch, names))
    return found


def summary_of(run: VerifierRun) -> Mapping[str, Any]:
    """The figures of a run, for programs."""
    outcomes: dict[str, int] = {}
    for asked in run.asked.values():
        for outcome, count in asked.outcomes.items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
    return {
        "steps wanting a verifier": len({s.job.fingerprint for r in run.wanted.rounds for s in r}),
        "resumed": run.resumed,
        "outcomes": outcomes,
        "spent": {model: vars(asked.spent) for model, asked in run.asked.items()},
        "unanswered": dict(run.unanswered),
        "batches": [judgement.model_dump() for judgement in run.judgements],
    }
