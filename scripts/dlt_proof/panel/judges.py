"""Judges of weaknesses: each weakness is weighed by somebody who neither wrote nor found it.

A judge who dismissed a weakness that was planted, or took for real all that a text refutes, is
relied on for none. Not here: what a dismissal means for the review.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..graph.plan_file import Plan
from ..latex import Document
from ..project import Project
from ..records.panel import PANEL_BATCH_KIND, JudgeAnswer
from ..records.review import DISMISSALS
from .given import SHORTEST, squeezed
from .handing_out import HANDED, HandedReading, write_questions
from .history import HeldBatch, HeldQuestion, History, record_batches
from .judging import judging_batch, print_of, unit_of
from .planting import Maker
from .preparing import Prepared, look
from .prompts import JUDGE, prompt_version
from .readings import AGAIN, questions_of
from .results import Asking, Claimed, JudgeRun, PanelJudgement, PanelSettings
from .running import ask
from .units import Unit

#: Weaknesses of a batch, at most.
WEAKNESSES_OF_A_BATCH = 12


@dataclass
class _Judging:
    """The weaknesses with their units, and what of them waits for an answer."""

    prepared: Prepared
    weaknesses: dict[str, tuple[Claimed, Unit]]
    waiting: list[tuple[HeldBatch, list[str]]] = field(default_factory=list)
    resumed: int = 0
    refused: str = ""


def ask_judges(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    connect: Callable[[], Asking],
    weaknesses: Sequence[Claimed],
    *,
    occasion: str = "",
    waiting: Callable[[], None] = lambda: None,
) -> JudgeRun:
    """Have weaknesses judged that no judge has weighed yet, and tell what all judgements are.

    Args:
        settings, connect, occasion, waiting: as for `read_with_panel`.
        weaknesses: with identifiers of their own each.

    Raises:
        InputError: no statement of the paper is to be read.
        RefusedError: too little can be planted.
        MissingPartError: the way to the model cannot be taken; what was answered is kept.
    """
    with project.state.alone(PANEL_BATCH_KIND, waiting=waiting):
        judging = _prepare(project, document, plan, settings, weaknesses, occasion)
        asked = None
        unanswered: dict[str, str] = {}
        if judging.waiting:
            history = judging.prepared.history
            asked = ask(project, settings, connect(), history, judging.waiting, unanswered)
    run = _run(judging, settings, occasion)
    run.asked, run.resumed = asked, judging.resumed
    for name in run.unjudged:
        run.unjudged[name] = unanswered.get(f"judge: {name}", run.unjudged[name])
    return run


def hand_out_judging(
    project: Project,
    document: Document,
    plan: Plan | None,
    weaknesses: Sequence[Claimed],
    *,
    occasion: str = "",
) -> tuple[HandedReading, ...]:
    """The same questions for sub-agents of a running agent; answers go to `file_answers`.

    Raises:
        InputError, RefusedError: as for `ask_judges`.
    """
    with project.state.alone(PANEL_BATCH_KIND):
        judging = _prepare(project, document, plan, HANDED, weaknesses, occasion)
    return write_questions(project, judging.waiting)


def panel_judgements(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    weaknesses: Sequence[Claimed],
    *,
    occasion: str = "",
) -> JudgeRun:
    """What the judgements on record are; nothing is asked or recorded.

    Raises:
        InputError: no statement of the paper is to be read.
    """
    prepared = look(project, document, plan, swept=False)
    return _run(_Judging(prepared, _with_units(prepared, weaknesses)), settings, occasion)


def _with_units(
    prepared: Prepared, weaknesses: Sequence[Claimed]
) -> dict[str, tuple[Claimed, Unit]]:
    return {
        one.identifier: (one, unit_of(one, prepared.statements, prepared.paper))
        for one in weaknesses
    }


def _prepare(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    weaknesses: Sequence[Claimed],
    occasion: str,
) -> _Judging:
    prepared = look(project, document, plan)
    judging = _Judging(prepared, _with_units(prepared, weaknesses))
    history = prepared.history
    judging.refused = _distrusted(history, settings)
    if judging.refused:
        return judging
    wanted = {name: print_of(*pair) for name, pair in judging.weaknesses.items()}
    covered: set[str] = set()
    for batch in _believed(history, settings, occasion):
        if _why_void(history, batch):
            continue
        asked = questions_of(batch, "asked")
        stands = [h for h in asked.values() if h.record.fingerprint in wanted.values()]
        open_names = [
            name
            for name, held in batch.questions.items()
            if name not in history.answers
            and (held.kind != "asked" or held.record.fingerprint in wanted.values())
        ]
        if stands and open_names:
            judging.waiting.append((batch, open_names))
            judging.resumed += len(open_names)
        covered |= {
            held.record.fingerprint
            for name, held in asked.items()
            if name not in history.answers or not _unusable(history, held)
        }
    left = [pair for name, pair in judging.weaknesses.items() if wanted[name] not in covered]
    made = []
    source = random.SystemRandom()
    maker = Maker(project, document, plan, prepared.trace, prepared.statements, source)
    for start in range(0, len(left), WEAKNESSES_OF_A_BATCH):
        part = left[start : start + WEAKNESSES_OF_A_BATCH]
        made.append(judging_batch(project, part, prepared.statements, maker, settings, occasion))
    for held in record_batches(project, history, made):
        judging.waiting.append((held, list(held.questions)))
    return judging


def _batches(history: History, settings: PanelSettings, occasion: str) -> list[HeldBatch]:
    return [
        batch
        for batch in history.batches.values()
        if batch.record.purpose == "judge"
        and (batch.record.way, batch.record.model) == (settings.way, settings.model)
        and batch.record.prompt == prompt_version(JUDGE, "judge")
        and (not occasion or batch.record.occasion == occasion)
    ]


def _unusable(history: History, held: HeldQuestion) -> str:
    """Why an answer is no judgement, "" where it is one."""
    said = history.said(held.record.identifier, JudgeAnswer)
    if said is None:
        return "nobody has answered"
    if said.classification == "PHANTOM" and not _stands(held, said.quotation):
        return "the quotation that is to refute it does not stand in the text"
    return ""


def _stands(held: HeldQuestion, quotation: str) -> bool:
    long_enough = len(squeezed(quotation)) >= SHORTEST
    return long_enough and bool(held.given.quoted_at(quotation))


def _kept(history: History, batch: HeldBatch) -> tuple[int, int]:
    """Of the planted weaknesses of a batch how many were answered, and how many not dismissed."""
    said = [history.said(name, JudgeAnswer) for name in questions_of(batch, "planted")]
    found = [one for one in said if one is not None]
    return len(found), sum(one.classification not in DISMISSALS for one in found)


def _dismissed(history: History, batch: HeldBatch) -> tuple[int, int]:
    """Of what the text refutes in a batch how many were answered, and how many dismissed."""
    said = [history.said(name, JudgeAnswer) for name in questions_of(batch, "phantom")]
    found = [one for one in said if one is not None]
    return len(found), sum(one.classification in DISMISSALS for one in found)


def _why_void(history: History, batch: HeldBatch) -> str:
    """Why a batch counts for nothing, "" where it does not count for nothing yet."""
    planted, kept = _kept(history, batch)
    phantoms, dismissed = _dismissed(history, batch)
    if kept < planted:
        return f"{planted - kept} of {planted} planted weaknesses were dismissed"
    whole = phantoms == len(questions_of(batch, "phantom"))
    if whole and phantoms and not dismissed:
        return f"all of {phantoms} claims that the text refutes were taken for real"
    return ""


def _is_tested(history: History, batch: HeldBatch) -> bool:
    return all(name in history.answers for name in questions_of(batch, "planted", "phantom"))


def _distrusted(history: History, settings: PanelSettings, cycle: int | None = None) -> str:
    """Why the judge is not asked again, "" where it may be; since a person last began anew."""
    wanted = history.cycle if cycle is None else cycle
    batches = _batches(history, settings, "")
    own = [b for b in batches if b.cycle == wanted and _is_tested(history, b)]
    void = sum(bool(_why_void(history, batch)) for batch in own)
    if void >= 2 and 3 * void > len(own):
        why = f"{void} of {len(own)} of its batches are void"
        return f"the judge is not asked again: {why}: {AGAIN}"
    return ""


def _believed(history: History, settings: PanelSettings, occasion: str) -> list[HeldBatch]:
    """The batches but those of a time when the judge was not to be asked again."""
    own = _batches(history, settings, occasion)
    earlier = {batch.cycle for batch in own} - {history.cycle}
    lost = {cycle for cycle in earlier if _distrusted(history, settings, cycle)}
    return [batch for batch in own if batch.cycle not in lost]


def _run(judging: _Judging, settings: PanelSettings, occasion: str) -> JudgeRun:
    history = judging.prepared.history
    batches = _believed(history, settings, occasion)
    run = JudgeRun()
    why = judging.refused or _distrusted(history, settings)
    for name, (weakness, unit) in judging.weaknesses.items():
        fingerprint = print_of(weakness, unit)
        run.unjudged[name] = why or "nobody has answered"
        for batch in reversed(batches):
            own = questions_of(batch, "asked").values()
            held = next((h for h in own if h.record.fingerprint == fingerprint), None)
            if held is None or why:
                continue
            reason = _why_void(history, batch) or _unusable(history, held)
            if not reason and not _is_tested(history, batch):
                reason = "not everything that was planted for the judge has been answered"
            if reason:
                run.unjudged[name] = reason
                continue
            run.judgements[name] = _judgement(history, batch, held, name, settings)
            del run.unjudged[name]
            break
    for batch in batches:
        planted, kept = _kept(history, batch)
        phantoms, dismissed = _dismissed(history, batch)
        run.planted, run.kept = run.planted + planted, run.kept + kept
        run.phantoms, run.dismissed = run.phantoms + phantoms, run.dismissed + dismissed
    void = [_why_void(history, batch) for batch in batches]
    run.why_not = why or next(iter(filter(None, reversed(void))), "")
    if not why and not run.unjudged:
        run.why_not = ""
    run.counts = not run.why_not
    return run


def _judgement(
    history: History, batch: HeldBatch, held: HeldQuestion, name: str, settings: PanelSettings
) -> PanelJudgement:
    said = history.said(held.record.identifier, JudgeAnswer)
    assert said is not None
    tested = questions_of(batch, "planted", "phantom")
    filed = any(history.answers[one].source == "filed" for one in (held.record.identifier, *tested))
    return PanelJudgement(
        weakness=name,
        classification=said.classification,
        by=f"{settings.reader} judge",
        reason=said.reason,
        quotation=said.quotation if _stands(held, said.quotation) else "",
        origin="reported" if filed else "called",
        question=held.record.identifier,
    )
