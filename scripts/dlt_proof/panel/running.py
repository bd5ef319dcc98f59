"""Readers that our own code asks: which questions, recorded as they are answered.

A killed run is gone on with: a question that has its answer is not asked again, and batches under
way are asked to their end before others are made. Not here: sub-agents of a running agent
(`handing_out`), and what the answers are worth (`readings`).
"""

from collections.abc import Callable, Sequence

from ..graph.plan_file import Plan
from ..latex import Document
from ..models.asking import Asked
from ..models.questions import Answer
from ..project import Project
from ..records.panel import PANEL_ANSWER_KIND, PANEL_BATCH_KIND
from .history import HeldBatch, History, stored
from .lenses import DESK_EDITOR, Lens
from .preparing import Prepared, look, prepare, with_desk
from .results import Asking, PanelRun, PanelSettings


def read_with_panel(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    connect: Callable[[], Asking],
    *,
    lenses: Sequence[Lens],
    occasion: str = "",
    desk: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> PanelRun:
    """Have lenses read what they have not read yet, and tell what all their readings come to.

    Args:
        settings: who reads.
        connect: gives what asks the questions; called where there is something to ask.
        lenses: by which to read (`lenses_for`).
        occasion: readings made on another occasion do not count; "" takes any.
        desk: whether the desk editor screens the paper as well.
        waiting: called once where another run is at it; this one goes on after it.

    Raises:
        InputError: no statement of the paper is to be read.
        RefusedError: too little can be planted for a lens.
        MissingPartError: the way to the model cannot be taken; what was answered is kept.
    """
    wanted = with_desk(lenses, desk)
    with project.state.alone(PANEL_BATCH_KIND, waiting=waiting):
        prepared = prepare(project, document, plan, settings, wanted, occasion)
        unanswered: dict[str, str] = {}
        asked = None
        if prepared.waiting:
            asked = ask(
                project, settings, connect(), prepared.history, prepared.waiting, unanswered
            )
        run = _run(prepared, settings, lenses, occasion, desk)
        run.asked, run.unanswered = asked, unanswered
        return run


def panel_readings(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    *,
    lenses: Sequence[Lens],
    occasion: str = "",
    desk: bool = False,
) -> PanelRun:
    """What the readings on record come to over the paper as it is; nothing is asked or recorded.

    Raises:
        InputError: no statement of the paper is to be read.
    """
    prepared = look(project, document, plan, swept=False)
    return _run(prepared, settings, lenses, occasion, desk)


def ask(
    project: Project,
    settings: PanelSettings,
    asking: Asking,
    history: History,
    waiting: Sequence[tuple[HeldBatch, Sequence[str]]],
    unanswered: dict[str, str],
) -> Asked:
    """Ask open questions and record each answer as it comes.

    Args:
        history: to which the answers are added.
        waiting: the batches and their open questions.
        unanswered: is told why a question has no answer, by lens and what it is about.
    """
    batch_of = {name: batch for batch, names in waiting for name in names}

    def note(name: str, why: str) -> None:
        batch, held = batch_of[name].record, batch_of[name].questions[name]
        about = held.record.about if held.kind == "asked" else "a copy"
        unanswered[f"{batch.lens or batch.purpose}: {about}"] = why

    def take(answer: Answer) -> None:
        name = answer.question
        if name not in batch_of:
            return
        if answer.outcome == "failed":
            note(name, answer.why)
            return
        record = stored(answer, batch_of[name].record.batch)
        project.state.append(PANEL_ANSWER_KIND, record.model_dump())
        history.take(record)
        if record.said is None:
            note(name, f"{answer.outcome}: {answer.why}")

    questions = [
        batch.as_question(name, settings.max_output_tokens)
        for batch, names in waiting
        for name in names
    ]
    asked = asking(settings.model, questions, take)
    for name, why in {**asked.unsent, **asked.waiting}.items():
        note(name, why)
    return asked


def _run(
    prepared: Prepared,
    settings: PanelSettings,
    lenses: Sequence[Lens],
    occasion: str,
    desk: bool,
) -> PanelRun:
    return PanelRun(
        readings=tuple(
            prepared.reading(lens, settings, occasion) for lens in lenses if lens != DESK_EDITOR
        ),
        desk=prepared.desk(settings, occasion) if desk else None,
        resumed=prepared.resumed,
        addressed=prepared.addressed,
    )
