"""Judges' questions: weaknesses that were claimed, salted with real ones and with refuted ones.

A weakness that was planted and is described truthfully must not be dismissed; the same description
beside the text without it is refuted by that text. Not here: asking (`judges`).
"""

import random
from collections.abc import Sequence

from ..project import Project
from ..project.templates import render
from ..records.review import Severity
from .batches import Asked, NewBatch, batch_of, planted_for
from .identity import digest_of
from .lenses import LENSES
from .planting import Maker, Planted
from .prompts import JUDGE
from .results import Claimed, PanelSettings
from .units import Unit, unit_at

_SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")


def unit_of(weakness: Claimed, statements: Sequence[Unit], paper: Unit) -> Unit:
    """The unit in which a weakness is looked at: of its statement, else the whole paper."""
    return unit_at(statements, weakness.file, weakness.line) or paper


def weakness_text(weakness: Claimed, refused: str = "") -> str:
    """A weakness as a judge or a mender reads it."""
    return render(
        "panel/weakness.md.j2",
        file=weakness.file,
        line=weakness.line,
        severity=weakness.severity,
        claim=" ".join(weakness.claim.split()),
        evidence=" ".join(weakness.evidence.split()),
        refused=" ".join(refused.split()),
    )


def print_of(weakness: Claimed, unit: Unit, more: object = "") -> str:
    """Fingerprint of a question about a weakness: of the unit and of what is claimed of it."""
    return digest_of(
        {
            "unit": unit.fingerprint,
            "claim": weakness.claim,
            "evidence": weakness.evidence,
            "severity": weakness.severity,
            "more": more,
        }
    )


def judging_batch(
    project: Project,
    weaknesses: Sequence[tuple[Claimed, Unit]],
    statements: Sequence[Unit],
    maker: Maker,
    settings: PanelSettings,
    occasion: str,
    source: random.Random | None = None,
) -> NewBatch:
    """A batch in which weaknesses are judged.

    Args:
        weaknesses: each with the unit it is looked at in.
        statements: the units that weaknesses can be planted in.
        maker: plants them.
        settings, occasion: as in `PanelBatch`.
        source: of everything random; by default the system's.

    Raises:
        RefusedError: too little can be planted.
    """
    source = source or random.SystemRandom()
    asked = [
        Asked(
            weakness.identifier,
            print_of(weakness, unit),
            (unit.text, weakness_text(weakness)),
            {"is": "asked"},
        )
        for weakness, unit in weaknesses
    ]
    wanted = planted_for(len(weaknesses))
    lenses = [lens for lens in LENSES if lens.reads == "statements"]
    for number in range(2 * wanted):
        # Planted for lenses that read statements: what their text says refutes all of these.
        (copy,) = maker.plant(source.choice(lenses), statements, 1)
        asked.append(_described(copy, number % 2 == 0, source, weaknesses))
    source.shuffle(asked)
    return batch_of(project, asked, "judge", "", JUDGE, settings, occasion)


def _described(
    copy: Planted,
    real: bool,
    source: random.Random,
    weaknesses: Sequence[tuple[Claimed, Unit]],
) -> Asked:
    """A truthful description of a planted weakness, beside the copy that has it or that has not."""
    place = copy.places[0]
    described = Claimed(
        identifier=source.choice(weaknesses)[0].identifier,
        file=place.file,
        line=place.first if real else place.first_before,
        claim=copy.claim,
        evidence=copy.evidence,
        severity=source.choice(_SEVERITIES),
    )
    unit = copy.unit if real else copy.original
    return Asked(
        described.identifier,
        print_of(described, unit),
        (unit.text, weakness_text(described)),
        {"is": "planted" if real else "phantom", "kind": copy.kind, "change": copy.change},
    )
