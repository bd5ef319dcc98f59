"""Whether the checklists are answered: what gate C asks, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import Document
from ..records.findings import Finding, file_finding
from .answers import ItemState
from .store import Checklists
from .subjects import Matter

_FILE = "dlt-proof checklist form"


def checklist_findings(
    document: Document, checklists: Checklists, *, stale_counts: bool = False
) -> list[Finding]:
    """V30 and V31 for what nobody answered, one for each statement and proof; V32 and V33 for each
    no.

    Args:
        stale_counts: whether it is enough that a text was answered for before it was changed;
            while it is being mended.
    """
    # What code answered for the text before may be open now, and has no record that says so.
    mended = {state.matter for state in checklists.items if state.earlier is not None}
    waiting: dict[Matter, list[ItemState]] = {}
    found: list[Finding] = []
    for state in checklists.pressing:
        if state.verdict == "no":
            found.append(_no(document, state))
            continue
        if stale_counts and state.matter in mended and not state.noes:
            continue
        waiting.setdefault(state.matter, []).append(state)
    return [*found, *(f for m, states in waiting.items() for f in _open(document, m, states))]


def _no(document: Document, state: ItemState) -> Finding:
    what = f"{_name(state.matter)}, {state.item.identifier}"
    if state.given is not None:
        said = state.given.answer
        line, column, *_ = document.place(state.matter.span)
        return file_finding(
            "V32",
            "checklist-answered-no",
            f"{what}: {said.by} answered no: {said.because}",
            file=state.matter.span.file,
            line=line,
            column=column,
            help="mend the text; or refute it: `dlt-proof checklist answer … yes --quotation`",
        )
    fault = next(f for f in state.decision.faults if f.sure)
    return file_finding(
        "V33",
        "checklist-found-no",
        f"{what}: {f'{fault.rule} {fault.says}'.strip()}",
        file=fault.file,
        line=fault.line,
        column=fault.column,
        help="mend the text; or refute it: `dlt-proof checklist answer … yes --quotation`",
    )


def _open(document: Document, matter: Matter, states: list[ItemState]) -> Iterator[Finding]:
    line, column, *_ = document.place(matter.span)
    stale = [s for s in states if s.earlier is not None]
    unanswered = [s for s in states if s.earlier is None]
    for rule, name, listed, what in (
        ("V30", "checklist-unanswered", unanswered, "not answered"),
        ("V31", "checklist-stale", stale, "answered for an earlier text"),
    ):
        if not listed:
            continue
        items = ", ".join(state.item.identifier for state in listed)
        refused = next((problem for s in listed for problem in s.refused), "")
        yield file_finding(
            rule,
            name,
            f"{_name(matter)}: {len(listed)} of {len(matter.items)} items {what}: {items}"
            + (f"; an answer does not count: {refused}" if refused else ""),
            file=matter.span.file,
            line=line,
            column=column,
            help=f"`{_FILE} {matter.label}` prints them with the texts they speak of",
        )


def _name(matter: Matter) -> str:
    return matter.label if matter.subject == "statement" else f"the proof of {matter.label}"
