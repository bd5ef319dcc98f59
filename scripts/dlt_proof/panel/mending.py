"""Asking for the smallest change that mends a weakness. The proposal is checked, and not applied.

Not here: whether the change is allowed (`review`), and what it costs.
"""

from collections.abc import Callable, Mapping

from ..graph.plan_file import Plan
from ..latex import Document, SourceFile
from ..project import Project
from ..records.errors import InputError
from ..records.panel import PANEL_BATCH_KIND, MenderAnswer
from ..records.review import ProposedEdit
from .batches import Asked, batch_of
from .edits import edited
from .handing_out import HANDED, HandedReading, write_questions
from .history import HeldBatch, History, record_batches
from .judging import print_of, unit_of, weakness_text
from .preparing import look
from .prompts import MENDER, prompt_version
from .results import Asking, Claimed, PanelSettings, Proposal
from .running import ask


def ask_for_fix(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    connect: Callable[[], Asking],
    weakness: Claimed,
    *,
    attempt: int = 0,
    refused: str = "",
) -> Proposal:
    """A proposal that mends a weakness; one that is on record is not asked for again.

    Args:
        settings, connect: as for `read_with_panel`.
        weakness: which.
        attempt: 0 for the first proposal, 1 for another one, …
        refused: why an earlier one was refused.

    Raises:
        InputError: no statement of the paper is to be read.
        MissingPartError: the way to the model cannot be taken.
    """
    with project.state.alone(PANEL_BATCH_KIND):
        history, held = _asked(project, document, plan, settings, weakness, attempt, refused)
        (name,) = held.questions
        unanswered: dict[str, str] = {}
        if name not in history.answers:
            ask(project, settings, connect(), history, [(held, [name])], unanswered)
    why = next(iter(unanswered.values()), "nobody has answered")
    return _proposal(history, held, document, weakness, settings, why)


def hand_out_mending(
    project: Project,
    document: Document,
    plan: Plan | None,
    weakness: Claimed,
    *,
    attempt: int = 0,
    refused: str = "",
) -> tuple[HandedReading, ...]:
    """The same question for a sub-agent of a running agent, none where it was answered.

    `filed_fix` gives what was proposed once `file_answers` has taken the answer.

    Raises:
        InputError: no statement of the paper is to be read.
    """
    with project.state.alone(PANEL_BATCH_KIND):
        history, held = _asked(project, document, plan, HANDED, weakness, attempt, refused)
    names = [name for name in held.questions if name not in history.answers]
    return write_questions(project, [(held, names)])


def filed_fix(
    project: Project,
    document: Document,
    plan: Plan | None,
    weakness: Claimed,
    *,
    attempt: int = 0,
    refused: str = "",
) -> Proposal:
    """What a sub-agent proposed for a question of `hand_out_mending` with the same arguments.

    Raises:
        InputError: no statement of the paper is to be read.
    """
    with project.state.alone(PANEL_BATCH_KIND):
        history, held = _asked(project, document, plan, HANDED, weakness, attempt, refused)
    return _proposal(history, held, document, weakness, HANDED, "nobody has answered")


def _asked(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    weakness: Claimed,
    attempt: int,
    refused: str,
) -> tuple[History, HeldBatch]:
    """The question as it is on record, or as it is recorded now."""
    prepared = look(project, document, plan)
    unit = unit_of(weakness, prepared.statements, prepared.paper)
    fingerprint = print_of(weakness, unit, [attempt, refused])
    version = prompt_version(MENDER, "mender")
    for batch in prepared.history.batches.values():
        record = batch.record
        mine = (record.way, record.model, record.prompt) == (settings.way, settings.model, version)
        if mine and record.purpose == "mender" and record.questions[0].fingerprint == fingerprint:
            return prepared.history, batch
    text = weakness_text(weakness, refused)
    asked = Asked(weakness.identifier, fingerprint, (unit.text, text), {"is": "asked"})
    made = batch_of(project, [asked], "mender", "", MENDER, settings, "")
    (held,) = record_batches(project, prepared.history, [made])
    return prepared.history, held


def _proposal(
    history: History,
    held: HeldBatch,
    document: Document,
    weakness: Claimed,
    settings: PanelSettings,
    why: str,
) -> Proposal:
    (name,) = held.questions
    by = f"{settings.reader} mender"
    said = history.said(name, MenderAnswer)
    if said is None:
        problem = f"not answered: {why}"
        return Proposal(weakness.identifier, (), "", by, problem, answered=False, question=name)
    problem = why_not_applicable(said.edits, document.files)
    return Proposal(
        weakness=weakness.identifier,
        edits=() if problem else said.edits,
        note=said.note,
        by=by,
        problem=problem,
        question=name,
        lines=0 if problem else lines_touched(said.edits),
    )


def why_not_applicable(edits: tuple[ProposedEdit, ...], files: Mapping[str, SourceFile]) -> str:
    """Why edits cannot be made as they are, "" where they can.

    Args:
        edits: what is proposed.
        files: the files of the document by name; no other may be changed.
    """
    try:
        edited({name: source.text for name, source in files.items()}, edits)
    except InputError as error:
        return error.message
    return ""


def lines_touched(edits: tuple[ProposedEdit, ...]) -> int:
    """How many lines edits take away or put, whichever is more for each."""
    return sum(1 + max(edit.old.count("\n"), edit.new.count("\n")) for edit in edits)
