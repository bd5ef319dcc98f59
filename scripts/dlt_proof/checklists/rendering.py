"""`.proof-research/checklists.md`: the checklists as a person reads them.

Only ever made, never read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..latex import Document
from ..project import Project, write_text
from .answers import ItemState
from .form import noted
from .store import Checklists

SCHEMA = "dlt-proof/checklists/1"
_NAME = "checklists.md"
_MERGE = f"""\
# Rendered from state/: of two versions git keeps the lines of both, until it is rendered again.
{_NAME} merge=union
"""
_SIGNS = {"yes": "✓", "no": "✗", "open": "?"}


def render_checklists(
    document: Document,
    checklists: Checklists,
    states: Sequence[ItemState],
    *,
    limit: int | None = None,
) -> str:
    """The text of the checklists.

    Args:
        states: the items to show.
        limit: show at most so many, those that are not answered yes first; None for all.
    """
    shown = list(states)
    if limit is not None and len(shown) > limit:
        chosen = sorted(shown, key=lambda state: state.verdict == "yes")[:limit]
        shown = [state for state in shown if state in chosen]
    lines = [
        "# Checklists",
        "",
        "<!-- Made by dlt-proof from state/ and the text. Edits are overwritten. -->",
        "",
        f"{checklists.summary()}.",
    ]
    before = None
    for state in shown:
        if state.matter is not before:
            before = state.matter
            line, *_ = document.place(before.span)
            what = "" if before.subject == "statement" else ", proof"
            others = f" (with {', '.join(before.labels[1:])})" if before.labels[1:] else ""
            lines += ["", f"## {before.label}{what}{others}", "", f"{before.span.file}:{line}", ""]
        lines += _rows(state)
    if len(shown) < len(states):
        left = len(states) - len(shown)
        lines += ["", f"… and {left} more (--format json shows all, and {_NAME})"]
    return "\n".join(lines) + "\n"


def _rows(state: ItemState) -> list[str]:
    head = f"- {_SIGNS[state.verdict]} {state.item.identifier}"
    if state.verdict == "open":
        stale = " (stale: answered for an earlier text)" if state.earlier else ""
        rows = [f"{head}: open{stale}. {state.item.asks}"]
        return [*rows, *(f"  - {line}" for line in noted(state))]
    when = f" {state.given.time[:10]}" if state.given is not None else ""
    rows = [f"{head}: {state.verdict} ({state.by}{when}). {state.why}"]
    if state.given is not None and state.given.overrules:
        rows += [f"  - overruled: {said}" for said in state.given.overrules]
        rows.append(f"  - quotation: {state.given.answer.quotation}")
    if state.verdict == "no":
        rows += [f"  - {said}" for said in state.noes if state.why not in said]
        faults = (f for f in state.decision.faults if f.sure)
        rows += [f"  - {f'{f.rule} {f.file}:{f.line}: {f.says}'.strip()}" for f in faults]
    rows += [f"  - doubt: {doubt}" for doubt in state.doubts]
    return [*rows, *(f"  - does not count: {problem}" for problem in state.refused)]


def write_checklists(project: Project, document: Document, checklists: Checklists) -> None:
    """Render the checklists into their file."""
    text = render_checklists(document, checklists, checklists.items)
    write_text(project.research / _NAME, text)
    attributes = project.research / ".gitattributes"
    kept = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    if _NAME not in kept:
        write_text(attributes, kept + _MERGE)


def as_json(document: Document, checklists: Checklists, states: Sequence[ItemState]) -> Any:
    """The items as data, schema `dlt-proof/checklists/1`."""
    counts = {v: sum(s.verdict == v for s in states) for v in _SIGNS}
    return {
        "schema": SCHEMA,
        "ok": bool(states) and counts["yes"] == len(states),
        "summary": {"items": len(states), **counts},
        "items": [_record(document, state) for state in states],
    }


def _record(document: Document, state: ItemState) -> dict[str, Any]:
    line, *_ = document.place(state.matter.span)
    given = state.given
    return {
        "label": state.matter.label,
        "subject": state.matter.subject,
        "item": state.item.identifier,
        "asks": state.item.asks,
        "verdict": state.verdict,
        "by": state.by,
        "because": state.why,
        "file": state.matter.span.file,
        "line": line,
        "faults": [
            {"rule": f.rule, "says": f.says, "file": f.file, "line": f.line, "sure": f.sure}
            for f in state.decision.faults
        ],
        "overrules": list(given.overrules) if given is not None else [],
        "quotation": given.answer.quotation if given is not None else "",
        "stale": state.earlier is not None,
        "refused": list(state.refused),
    }
