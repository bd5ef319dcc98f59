"""What the answers of one reader come to: derived each time, never stored.

A reading counts where everything was read and everything planted was found. Not here: asking
(`running`, `handing_out`).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ..records.panel import DeskAnswer, PanelWeakness, ReaderAnswer
from .catching import is_caught, names_place, place_now, placed
from .history import HeldBatch, HeldQuestion, History
from .lenses import DESK_EDITOR, Lens
from .prompts import prompt_version
from .results import DeskReading, LensReading, PanelSettings, ReadingOrigin
from .units import Unit

_UNREAD = "nobody has answered"
#: What leads on where a reader is believed no more.
AGAIN = "ask another model, or a person begins anew (`dlt-proof review start --anew`)"
_UNTESTED = "not everything that was planted for it has been answered"


def batches_of(
    history: History, lens: Lens, settings: PanelSettings, occasion: str
) -> list[HeldBatch]:
    """A reader's batches for one lens that count for an occasion, oldest first.

    Those made for another version of what the reader is told are left out.
    """
    purpose = "desk" if lens is DESK_EDITOR else "lens"
    return [
        batch
        for batch in history.batches.values()
        if (batch.record.purpose, batch.record.lens) == (purpose, lens.name)
        and (batch.record.way, batch.record.model) == (settings.way, settings.model)
        and batch.record.prompt == prompt_version(lens.agent, batch.record.purpose)
        and (not occasion or batch.record.occasion == occasion)
    ]


def questions_of(batch: HeldBatch, *kinds: str) -> dict[str, HeldQuestion]:
    """The questions of a batch that are of one of these kinds, by identifier."""
    return {name: held for name, held in batch.questions.items() if held.kind in kinds}


def is_tested(history: History, batch: HeldBatch) -> bool:
    """Whether all that was planted in a batch was answered."""
    return all(name in history.answers for name in questions_of(batch, "planted"))


def caught_in(history: History, batch: HeldBatch) -> int:
    """How many of the planted weaknesses of a batch were found."""
    found = 0
    originals = questions_of(batch, "asked", "harmless").values()
    for name, held in questions_of(batch, "planted").items():
        if batch.record.purpose == "desk":
            desk = history.said(name, DeskAnswer)
            found += desk is not None and desk.verdict == "reject"
        else:
            answer = history.said(name, ReaderAnswer)
            original = next((o for o in originals if _is_original(o, held)), None)
            of_original = original and history.said(original.record.identifier, ReaderAnswer)
            found += answer is not None and is_caught(held, answer, of_original or None)
    return found


def _is_original(held: HeldQuestion, copy: HeldQuestion) -> bool:
    """Whether a question is about what a copy was made from, as it was before."""
    if copy.shipped:
        return bool(held.truth.get("of") == copy.truth["of"])
    return held.kind == "asked" and held.record.fingerprint == copy.record.fingerprint


def is_void(history: History, batch: HeldBatch) -> bool:
    """Whether a planted weakness of a batch was answered and not found."""
    planted = questions_of(batch, "planted")
    answered = sum(name in history.answers for name in planted)
    return caught_in(history, batch) < answered


def distrusted(
    history: History, lens: Lens, settings: PanelSettings, cycle: int | None = None
) -> str:
    """Why a reader is not asked again, "" where it may be: more than a third of what it read for
    this lens, and at least two batches, are void.

    Args:
        cycle: the count begins again when a person begins the review anew; by default since then.
    """
    wanted = history.cycle if cycle is None else cycle
    batches = batches_of(history, lens, settings, "")
    own = [b for b in batches if b.cycle == wanted and is_tested(history, b)]
    void = sum(is_void(history, batch) for batch in own)
    if void >= 2 and 3 * void > len(own):
        return f"{void} of {len(own)} of its readings missed what was planted: {AGAIN}"
    return ""


def believed(
    history: History, lens: Lens, settings: PanelSettings, occasion: str
) -> list[HeldBatch]:
    """The batches of `batches_of`, but those of a time when the reader was not to be asked again.

    Whoever guesses gets through some batches; a person who begins anew does not make them good.
    """
    own = batches_of(history, lens, settings, occasion)
    earlier = {batch.cycle for batch in own} - {history.cycle}
    lost = {cycle for cycle in earlier if distrusted(history, lens, settings, cycle)}
    return [batch for batch in own if batch.cycle not in lost]


def lens_reading(
    history: History,
    lens: Lens,
    settings: PanelSettings,
    targets: Sequence[Unit],
    occasion: str = "",
    unread_for: Mapping[str, str] = MappingProxyType({}),
) -> LensReading:
    """What one lens comes to over the units as they are.

    Args:
        targets: all that it has to read now.
        unread_for: why units have no answer, by name, where that is known.
    """
    batches = believed(history, lens, settings, occasion)
    used: dict[str, HeldBatch] = {}
    summaries: dict[str, str] = {}
    scores: list[int] = []
    unread: dict[str, str] = {}
    for unit in targets:
        found = _newest(history, batches, unit)
        if found is None:
            unread[unit.name] = unread_for.get(unit.name) or _UNREAD
            continue
        batch, held = found
        used[batch.record.batch] = batch
        answer = history.said(held.record.identifier, ReaderAnswer)
        assert answer is not None
        summaries[unit.name] = answer.summary
        scores.append(answer.score)
    # What was found is to be answered, whoever found it.
    every = batches_of(history, lens, settings, occasion)
    weaknesses, lost = _weaknesses(history, every, settings, targets)
    own = list(used.values())
    planted = sum(len(questions_of(batch, "planted")) for batch in own)
    caught = sum(caught_in(history, batch) for batch in own)
    harmless = [(b, h) for b in own for h in questions_of(b, "harmless").values()]
    why = distrusted(history, lens, settings)
    if not why and unread:
        why = f"not answered: {len(unread)} of {len(targets)} units were not read"
    elif not why and any(is_void(history, batch) for batch in own):
        why = f"it found {caught} of {planted} planted weaknesses"
    elif not why and not all(is_tested(history, batch) for batch in own):
        why = _UNTESTED
    return LensReading(
        lens=lens.name,
        reader=settings.reader,
        origin=_origin(history, own),
        text=text_of(targets),
        units=tuple(summaries),
        unread=unread,
        weaknesses=weaknesses,
        unplaced=lost,
        planted=planted,
        caught=caught,
        neighbours=len(harmless),
        alarms=sum(_is_alarm(history, held) for _, held in harmless),
        counts=not why and bool(targets),
        why_not=why or ("" if targets else "there was nothing to read"),
        score=min(scores, default=None),
        summaries=summaries,
    )


def desk_reading(
    history: History, settings: PanelSettings, paper: Unit, occasion: str = ""
) -> DeskReading:
    """What the desk editor comes to over the paper as it is."""
    batches = believed(history, DESK_EDITOR, settings, occasion)
    found = _newest(history, batches, paper)
    said = None if found is None else history.said(found[1].record.identifier, DeskAnswer)
    own = [] if found is None else [found[0]]
    planted = sum(len(questions_of(batch, "planted")) for batch in own)
    caught = sum(caught_in(history, batch) for batch in own)
    why = distrusted(history, DESK_EDITOR, settings)
    if not why and said is None:
        why = f"not answered: {_UNREAD}"
    elif not why and any(is_void(history, batch) for batch in own):
        why = f"it rejected {caught} of {planted} copies that had to be rejected"
    elif not why and not all(is_tested(history, batch) for batch in own):
        why = _UNTESTED
    return DeskReading(
        reader=settings.reader,
        origin=_origin(history, own),
        text=text_of([paper]),
        verdict=said.verdict if said else None,
        reasons=said.reasons if said else (),
        summary=said.summary if said else "",
        planted=planted,
        caught=caught,
        counts=not why,
        why_not=why,
    )


def text_of(targets: Sequence[Unit]) -> str:
    """One fingerprint of several units."""
    joined = "\n".join(f"{unit.name} {unit.fingerprint}" for unit in targets)
    return hashlib.sha256(joined.encode()).hexdigest()


def _newest(
    history: History, batches: Sequence[HeldBatch], unit: Unit
) -> tuple[HeldBatch, HeldQuestion] | None:
    """The newest answered question about a unit, of a batch that is not void if there is one."""
    found = [
        (batch, held)
        for batch in reversed(batches)
        for name, held in questions_of(batch, "asked").items()
        if held.record.fingerprint == unit.fingerprint and name in history.answers
    ]
    sound = [pair for pair in found if not is_void(history, pair[0])]
    return next(iter([*sound, *found]), None)


def _weaknesses(
    history: History,
    batches: Sequence[HeldBatch],
    settings: PanelSettings,
    targets: Sequence[Unit],
) -> tuple[tuple[PanelWeakness, ...], int]:
    """All that was found in the units as they are, and how many weaknesses named no place."""
    by_print = {unit.fingerprint: unit for unit in targets}
    found: dict[tuple[str, int, str], PanelWeakness] = {}
    lost = 0
    for batch, held in _read(batches):
        unit = by_print.get(held.record.fingerprint)
        answer = history.said(held.record.identifier, ReaderAnswer)
        if unit is None or answer is None or held.shipped:
            continue
        for weakness in answer.weaknesses:
            if held.kind != "asked" and names_place(held, weakness):
                continue
            where = placed(held.given, weakness)
            now = place_now(held, where, unit.lines) if where.line else None
            if now is None and held.kind == "asked":
                # A place that is not there is no reason to lose what was said of the unit.
                lost += 1
                now = min(unit.own_lines, default=None)
            if now is None:
                continue
            record = PanelWeakness(
                lens=batch.record.lens,
                reader=settings.reader,
                origin=_origin(history, [batch]),
                question=held.record.identifier,
                unit=unit.name,
                file=now[0],
                line=now[1],
                quotation=weakness.quotation,
                quoted=where.quoted,
                claim=weakness.claim,
                evidence=weakness.evidence,
                severity=weakness.severity,
            )
            found.setdefault((*now, " ".join(weakness.claim.split()).casefold()), record)
    return tuple(found.values()), lost


def _read(batches: Sequence[HeldBatch]) -> Iterator[tuple[HeldBatch, HeldQuestion]]:
    """Questions about the paper first, then about copies of it."""
    for copies in (False, True):
        for batch in batches:
            for held in batch.questions.values():
                if (held.kind != "asked") == copies:
                    yield batch, held


def _is_alarm(history: History, held: HeldQuestion) -> bool:
    """Whether a harmless change was called a weakness, and not one of style."""
    answer = history.said(held.record.identifier, ReaderAnswer)
    found = answer.weaknesses if answer is not None else ()
    return any(w.severity != "style" and names_place(held, w, beside=0) for w in found)


def _origin(history: History, batches: Sequence[HeldBatch]) -> ReadingOrigin:
    filed = any(
        name in history.answers and history.answers[name].source == "filed"
        for batch in batches
        for name in batch.questions
    )
    return "reported" if filed or not batches else "called"
