"""Batches of questions for one reader: the units, salted with planted and with harmless copies.

Not here: how a copy is made (`planting`), and what the answers come to (`readings`).
"""

import dataclasses
import random
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from ..project import Project
from ..records.panel import PanelBatch, PanelQuestion, PanelText, Purpose
from .hiding import hide
from .lenses import DESK_EDITOR, Lens
from .planting import Maker, Planted
from .planting.records import Place
from .prompts import prompt_version
from .results import PanelSettings
from .units import Unit

#: Units for each further planted weakness.
UNITS_FOR_ONE = 6


def planted_for(units: int) -> int:
    """How many planted weaknesses are salted among so many units, at least."""
    return 1 + units // UNITS_FOR_ONE


@dataclasses.dataclass(frozen=True)
class NewBatch:
    """A batch that is not recorded yet, with the texts of its questions."""

    record: PanelBatch
    texts: tuple[PanelText, ...]


@dataclasses.dataclass(frozen=True)
class Asked:
    """A question before it has a name.

    Args:
        about, fingerprint: as in `PanelQuestion`.
        parts: its texts, the last its own.
        truth: what is hidden.
    """

    about: str
    fingerprint: str
    parts: tuple[str, ...]
    truth: Mapping[str, Any]


def lens_batch(
    project: Project,
    lens: Lens,
    targets: Sequence[Unit],
    maker: Maker,
    settings: PanelSettings,
    occasion: str,
    addressed: Sequence[str] = (),
    source: random.Random | None = None,
) -> NewBatch | None:
    """A batch in which one lens reads units, None where none of them can be given to it.

    Args:
        lens, settings, occasion: as in `PanelBatch`.
        targets: the units to be read.
        maker: makes the copies.
        addressed: names of units that speak to their reader: each has a planted copy of itself,
            or is left out.
        source: of everything random; by default the system's.
    """
    source = source or random.SystemRandom()
    planted = maker.plant(lens, targets, planted_for(len(targets)), addressed)
    tested = {copy.original.name for copy in planted}
    targets = [u for u in targets if u.name not in addressed or u.name in tested]
    if not targets:
        return None
    asked = [Asked(u.name, u.fingerprint, (u.text,), {"is": "asked"}) for u in targets]
    asked += [of_copy(copy, "planted", source.choice(targets)) for copy in planted]
    if lens is not DESK_EDITOR:
        harmless = maker.soften(targets, 1)
        harmless += [sound_of(copy) for copy in planted if copy.shipped]
        asked += [of_copy(copy, "harmless", source.choice(targets)) for copy in harmless]
    source.shuffle(asked)
    purpose: Purpose = "desk" if lens is DESK_EDITOR else "lens"
    return batch_of(project, asked, purpose, lens.name, lens.agent, settings, occasion)


def of_copy(copy: Planted, kind: str, cover: Unit) -> Asked:
    """The question about a copy.

    Args:
        copy: the copy.
        kind: `planted` or `harmless`.
        cover: the unit that the record names instead of a shipped excerpt.
    """
    shown = cover if copy.shipped else copy.original
    return Asked(
        shown.name,
        shown.fingerprint,
        (copy.unit.text,),
        {
            "is": kind,
            "of": copy.original.fingerprint,
            "kind": copy.kind,
            "change": copy.change,
            "claim": copy.claim,
            "evidence": copy.evidence,
            "places": [list(dataclasses.astuple(place)) for place in copy.places],
            "also": [list(where) for where in copy.also],
            "shipped": copy.shipped,
        },
    )


def sound_of(copy: Planted) -> Planted:
    """A shipped excerpt without its fault: a harmless neighbour."""
    places = tuple(
        Place(p.file, p.first_before, p.last_before, p.first_before, p.last_before)
        for p in copy.places
    )
    return dataclasses.replace(copy, unit=copy.original, places=places, also=())


def batch_of(
    project: Project,
    asked: Sequence[Asked],
    purpose: Purpose,
    lens: str,
    agent: str,
    settings: PanelSettings,
    occasion: str,
) -> NewBatch:
    """A batch of questions in their order, each with a new name and its truth hidden."""
    texts: dict[str, PanelText] = {}
    questions = []
    for one in asked:
        name = f"r-{secrets.token_hex(8)}"
        parts = [PanelText(text=part) for part in one.parts]
        texts |= {part.digest: part for part in parts}
        questions.append(
            PanelQuestion(
                identifier=name,
                about=one.about,
                fingerprint=one.fingerprint,
                parts=tuple(part.digest for part in parts),
                hidden=hide(project, name, one.truth),
            )
        )
    record = PanelBatch(
        batch=f"p-{secrets.token_hex(8)}",
        purpose=purpose,
        lens=lens,
        way=settings.way,
        model=settings.model,
        prompt=prompt_version(agent, purpose),
        occasion=occasion,
        questions=tuple(questions),
    )
    return NewBatch(record, tuple(texts.values()))
