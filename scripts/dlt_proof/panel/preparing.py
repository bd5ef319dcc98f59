"""What a panel has to be asked now: questions of earlier runs that are open, and new batches.

Not here: who asks (`running`, `handing_out`).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..graph.plan_file import Plan
from ..latex import Document
from ..project import Project
from ..records.errors import InputError
from ..trace import TraceState, load_trace
from ..verify.addressed import addressing_words
from .batches import NewBatch, lens_batch
from .history import HeldBatch, History, read_history, record_batches
from .lenses import DESK_EDITOR, Lens
from .paper_units import paper_unit, running_text_unit
from .planting import Maker
from .readings import believed, desk_reading, distrusted, is_tested, is_void, lens_reading
from .results import DeskReading, LensReading, PanelSettings
from .units import Unit, units

_LEFT_OUT = "its text speaks to its reader, and no weakness can be planted in a copy of it"
#: Units of a batch, at most: a void batch costs as many.
UNITS_OF_A_BATCH = 12


@dataclass
class Prepared:
    """The paper as it is read, and what of it waits for an answer.

    Args:
        document, plan, trace: the paper, and its sweep where it was loaded.
        statements: its units of statements.
        paper: the whole paper.
        running_text: what stands in none of the statements' units.
        history: what is on record.
        waiting: the batches with open questions, and these.
        resumed: how many of them are of earlier runs.
        addressed: units that speak to their reader, with the words.
        refused: why a lens is not asked, by its name.
        left_out: why a unit is not given to a lens, by the names of both.
    """

    document: Document
    plan: Plan | None
    trace: TraceState | None
    statements: tuple[Unit, ...]
    paper: Unit
    running_text: Unit
    history: History
    waiting: list[tuple[HeldBatch, list[str]]] = field(default_factory=list)
    resumed: int = 0
    addressed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    left_out: dict[tuple[str, str], str] = field(default_factory=dict)

    def targets(self, lens: Lens) -> tuple[Unit, ...]:
        """All that a lens has to read."""
        if lens.reads == "paper":
            return (self.paper,)
        return (*self.statements, self.running_text) if lens.running_text else self.statements

    def reading(self, lens: Lens, settings: PanelSettings, occasion: str) -> LensReading:
        """What a lens comes to now."""
        targets = self.targets(lens)
        refused = self.refused.get(lens.name, "")
        why = {unit.name: self.left_out.get((lens.name, unit.name), refused) for unit in targets}
        return lens_reading(self.history, lens, settings, targets, occasion, why)

    def desk(self, settings: PanelSettings, occasion: str) -> DeskReading:
        """What the desk editor comes to now."""
        return desk_reading(self.history, settings, self.paper, occasion)


def look(
    project: Project, document: Document, plan: Plan | None, *, swept: bool = True
) -> Prepared:
    """The paper as units, and what is on record; nothing is made or recorded.

    Args:
        swept: whether the sweep is needed, which takes longest to load: for what is asked, not
            for what an answer is worth.

    Raises:
        InputError: no statement of the paper is to be read.
    """
    trace = load_trace(project, document) if swept else None
    statements = units(document, plan, trace)
    if not statements:
        raise InputError(
            "no statement is to be read: there is none that needs a proof, or none is managed",
            remedy="write the statements, or put them under management",
        )
    paper, running_text = paper_unit(document, trace), running_text_unit(document, plan)
    history = read_history(project)
    found = Prepared(document, plan, trace, statements, paper, running_text, history)
    for unit in (*statements, paper, running_text):
        # What is said of the running text rests on what the statements say.
        shown = unit.lines if unit is running_text else unit.own_lines
        words = addressing_words("\n".join(shown.values()))
        if words:
            found.addressed[unit.name] = words
    return found


def prepare(
    project: Project,
    document: Document,
    plan: Plan | None,
    settings: PanelSettings,
    lenses: Sequence[Lens],
    occasion: str,
    *,
    limit: int | None = None,
    source: random.Random | None = None,
) -> Prepared:
    """Find what is open and make batches of what nobody was asked yet; they are recorded.

    Args:
        lenses: who reads, the desk editor among them where it is wanted.
        limit: no further batch is made once so many questions wait; None for any number.
        source: of everything random; by default the system's.

    Raises:
        InputError: no statement of the paper is to be read.
        RefusedError: too little can be planted for a lens.
    """
    found = look(project, document, plan)
    source = source or random.SystemRandom()
    maker = Maker(project, document, plan, found.trace, found.statements, source)
    made: list[NewBatch] = []
    for lens in lenses:
        why = distrusted(found.history, lens, settings)
        if why:
            found.refused[lens.name] = f"it is not asked again: {why}"
            continue
        targets = found.targets(lens)
        open_now = open_batches(found.history, lens, settings, targets, occasion)
        found.waiting += open_now
        found.resumed += sum(len(names) for _, names in open_now)
        wanted = _unasked(found.history, lens, settings, targets, occasion)
        for start in range(0, len(wanted), UNITS_OF_A_BATCH):
            waiting = sum(len(names) for _, names in found.waiting)
            waiting += sum(len(batch.record.questions) for batch in made)
            if limit is not None and waiting >= limit:
                break
            part = wanted[start : start + UNITS_OF_A_BATCH]
            addressed = [unit.name for unit in part if unit.name in found.addressed]
            batch = lens_batch(project, lens, part, maker, settings, occasion, addressed, source)
            if batch is not None:
                made.append(batch)
            asked = {q.about for q in batch.record.questions} if batch is not None else set()
            for unit in part:
                if unit.name not in asked:
                    found.left_out[lens.name, unit.name] = _LEFT_OUT
    for held in record_batches(project, found.history, made):
        found.waiting.append((held, list(held.questions)))
    return found


def open_batches(
    history: History,
    lens: Lens,
    settings: PanelSettings,
    targets: Sequence[Unit],
    occasion: str,
) -> list[tuple[HeldBatch, list[str]]]:
    """A reader's batches that lack answers, with the questions that do.

    Of a unit that was changed since nothing is asked; of copies as long as one unit stands.
    """
    current = {unit.fingerprint for unit in targets}
    found = []
    for batch in believed(history, lens, settings, occasion):
        stands = any(
            held.kind == "asked" and held.record.fingerprint in current
            for held in batch.questions.values()
        )
        names = [
            name
            for name, held in batch.questions.items()
            if name not in history.answers
            and (held.kind != "asked" or held.record.fingerprint in current)
        ]
        if stands and names:
            found.append((batch, names))
    return found


def _unasked(
    history: History,
    lens: Lens,
    settings: PanelSettings,
    targets: Sequence[Unit],
    occasion: str,
) -> list[Unit]:
    """The units that stand in no batch of the reader, open or read; those of void ones again."""
    covered = set()
    for batch in believed(history, lens, settings, occasion):
        if is_tested(history, batch) and is_void(history, batch):
            continue
        covered |= {h.record.fingerprint for h in batch.questions.values() if h.kind == "asked"}
    return [unit for unit in targets if unit.fingerprint not in covered]


def with_desk(lenses: Sequence[Lens], desk: bool) -> list[Lens]:
    """The lenses, with the desk editor where it is wanted."""
    return [*lenses, DESK_EDITOR] if desk else list(lenses)
