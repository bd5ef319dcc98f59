"""What a panel found, as passes and weaknesses of the current round.

A reading of a unit that nobody changed stands for later rounds too; what it raised is on record
from the round in which it was made, and is not raised twice.
"""

from collections.abc import Iterable

from ..gates import ReviewState
from ..gates.review_records import WEAKNESS_KIND
from ..graph.plan_file import Plan, read_plan
from ..latex import Document
from ..panel import (
    DESK_EDITOR,
    DeskReading,
    LensReading,
    PanelRun,
    PanelSettings,
    lenses_for,
    panel_readings,
)
from ..plan.scope import read_scope
from ..project import Project
from ..records.review import ReaderPass, Weakness
from .lookup import started
from .passes import add_pass
from .units_of_text import TextUnits

#: Whose paper an editor screens before reviewers see it.
_SCREENED = "Appendix"


def screens(project: Project) -> bool:
    """Whether the scope asks for an editor's screen."""
    return read_scope(project) == _SCREENED


def lens_texts(project: Project, document: Document, plan: Plan) -> dict[str, str]:
    """The lenses that the scope asks of a panel, and fingerprints of what each has to read."""
    desk = screens(project)
    # Who reads makes no difference to what is read.
    run = panel_readings(
        project,
        document,
        plan,
        PanelSettings(way="agent", model=""),
        lenses=lenses_for(read_scope(project)),
        desk=desk,
    )
    texts = {reading.lens: reading.text for reading in run.readings}
    return texts | ({DESK_EDITOR.name: run.desk.text} if run.desk else {})


def record_readings(project: Project, document: Document, run: PanelRun) -> list[Weakness]:
    """Record the readings of a panel that say more than those on record.

    Returns:
        The weaknesses that are new.
    """
    with project.state.alone(WEAKNESS_KIND):
        return _record_readings(project, document, run)


def _record_readings(project: Project, document: Document, run: PanelRun) -> list[Weakness]:
    fresh: list[Weakness] = []
    units = TextUnits(document, read_plan(project))
    for reading in run.readings:
        review = started(project, document)
        if reading.units:
            raised = _new(review, reading, _raised(review, reading, units))
            fresh += _record(project, review, _lens_pass(review, reading), raised)
    if run.desk is not None and run.desk.verdict is not None:
        review = started(project, document)
        raised = _desk_reasons(review, document, run.desk)
        fresh += _record(project, review, _desk_pass(review, run.desk), raised)
    return fresh


def _record(
    project: Project, review: ReviewState, reader_pass: ReaderPass, raised: list[Weakness]
) -> list[Weakness]:
    """Record a pass, unless the last one of the same lens over the same text says the same."""
    last = [p for p in review.passes if p.lens == reader_pass.lens]
    as_before = {"round": review.round, "raised": ()}
    known = bool(last) and last[-1].model_copy(update=as_before) == reader_pass
    if known and not raised:
        return []
    return add_pass(project, review, reader_pass, raised)


def _lens_pass(review: ReviewState, reading: LensReading) -> ReaderPass:
    return ReaderPass(
        round=review.round,
        reader=reading.reader,
        text=review.text,
        clean=reading.clean,
        score=reading.score,
        summary=f"{len(reading.units)} units read, {len(reading.unread)} not.",
        origin=reading.origin,
        lens=reading.lens,
        covered=reading.text,
        planted=reading.planted,
        caught=reading.caught,
        counts=reading.counts,
        why_not=reading.why_not,
    )


def _raised(review: ReviewState, reading: LensReading, units: TextUnits) -> list[Weakness]:
    return [
        Weakness(
            identifier="",
            round=review.round,
            source=f"{reading.lens} ({found.reader})",
            file=found.file,
            line=found.line,
            claim=found.claim,
            evidence=found.evidence,
            severity=found.severity,
            quotation=found.quotation if found.quoted else "",
            question=found.question,
            unit=units.name_at(found.file, found.line),
        )
        for found in reading.weaknesses
    ]


def _new(review: ReviewState, reading: LensReading, raised: Iterable[Weakness]) -> list[Weakness]:
    """What is not on record from the same answer, as a weakness or as an echo of one."""
    weaknesses = {(w.question, w.claim) for w in review.weaknesses if w.question}
    echoes = {(e.source, e.claim) for e in review.echoes}
    return [
        w
        for w in raised
        if (w.question, w.claim) not in weaknesses and (w.source, w.claim) not in echoes
    ]


def _desk_pass(review: ReviewState, desk: DeskReading) -> ReaderPass:
    return ReaderPass(
        round=review.round,
        reader=desk.reader,
        text=review.text,
        clean=desk.counts and desk.verdict == "pass",
        summary=desk.summary,
        origin=desk.origin,
        lens=DESK_EDITOR.name,
        covered=desk.text,
        planted=desk.planted,
        caught=desk.caught,
        counts=desk.counts,
        why_not=desk.why_not,
    )


def _desk_reasons(review: ReviewState, document: Document, desk: DeskReading) -> list[Weakness]:
    """Why an editor would reject the paper, each a major weakness of it as a whole."""
    source = f"{DESK_EDITOR.name} ({desk.reader})"
    known = {(w.source, w.claim) for w in review.weaknesses}
    # A rejection without a reason is one all the same.
    reasons = desk.reasons or ("the editor would reject the paper",)
    if desk.verdict != "reject":
        return []
    return [
        Weakness(
            identifier="",
            round=review.round,
            source=source,
            file=document.main,
            line=1,
            claim=reason,
            evidence=f"the editor would reject the paper: {desk.summary}",
            severity="major",
        )
        for reason in reasons
        if (source, reason) not in known
    ]
