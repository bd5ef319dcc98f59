"""Panels of model readers, who are themselves watched: lenses, a desk editor, judges, menders.

A lens reads closed units (`units`): a statement with its proofs and what it stands on, or the whole
paper. Among them stand copies with one weakness planted, known to be real (`planting`); a reading
that misses one does not count. What is asked and answered is recorded as it comes, so that a killed
run goes on. Not here: the loop of rounds, what becomes of a weakness, and applying a change
(`review`).

What a caller uses::

    lenses_for(scope) -> tuple[Lens, ...]
    units(document, plan, trace=None) -> tuple[Unit, ...]
    paper_unit(document, trace=None) -> Unit
    running_text_unit(document, plan) -> Unit
    read_with_panel(project, document, plan, settings, connect, *,
                    lenses, occasion="", desk=False) -> PanelRun
    ask_judges(project, document, plan, settings, connect, weaknesses, *, occasion="") -> JudgeRun
    ask_for_fix(project, document, plan, settings, connect, weakness, *, attempt=0, refused="")
        -> Proposal

and, where the sub-agents of a running agent answer instead, `hand_out`, `hand_out_judging` and
`hand_out_mending`, then `file_answers`, then what is on record: `panel_readings`,
`panel_judgements` and `filed_fix` (with `HANDED` as settings).

`connect()` gives the `Asking`, and is called only where there is something to ask:
`verify.ways.ask_claude_code(models, configuration, limits, concurrency, progress)`, or
`panel.ways.ask_anthropic` with the same arguments. `occasion` is any text, such as `round 2`:
readings made on another occasion do not count for it, so that a clean pass is made by fresh
readers; "" takes any reading of the same text.
"""

from .handing_out import HANDED, Filed, HandedOut, HandedReading, file_answers, hand_out
from .judges import ask_judges, hand_out_judging, panel_judgements
from .lenses import DESK_EDITOR, LENSES, Lens, lens_called, lenses_for
from .mending import ask_for_fix, filed_fix, hand_out_mending
from .paper_units import PAPER, RUNNING_TEXT, paper_unit, running_text_unit
from .results import (
    Asking,
    Claimed,
    DeskReading,
    JudgeRun,
    LensReading,
    PanelJudgement,
    PanelRun,
    PanelSettings,
    Proposal,
)
from .running import panel_readings, read_with_panel
from .units import Unit, unit_at, units

__all__ = [
    "DESK_EDITOR",
    "HANDED",
    "LENSES",
    "PAPER",
    "RUNNING_TEXT",
    "Asking",
    "Claimed",
    "DeskReading",
    "Filed",
    "HandedOut",
    "HandedReading",
    "JudgeRun",
    "Lens",
    "LensReading",
    "PanelJudgement",
    "PanelRun",
    "PanelSettings",
    "Proposal",
    "Unit",
    "ask_for_fix",
    "ask_judges",
    "file_answers",
    "filed_fix",
    "hand_out",
    "hand_out_judging",
    "hand_out_mending",
    "lens_called",
    "lenses_for",
    "panel_judgements",
    "panel_readings",
    "paper_unit",
    "read_with_panel",
    "running_text_unit",
    "unit_at",
    "units",
]
