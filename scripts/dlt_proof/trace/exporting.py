"""`trace export`: every step with its colour and evidence, for programs. Always whole."""

import csv
import io
from typing import Any

from ..records.evidence import Step
from .belief import HeldEvidence
from .store import StepState, TraceState

SCHEMA = "dlt-proof/steps/1"
_COLUMNS = (
    "id", "file", "line", "column", "end_line", "proves", "latex", "relation", "tag", "word",
    "stale",
)  # fmt: skip


def as_json(state: TraceState) -> dict[str, Any]:
    """The steps in reading order, as `{"schema": …, "steps": […]}`.

    `line` and `column` are those of the relation sign, in Unicode characters from 1.
    """
    return {"schema": SCHEMA, "steps": [step_as_json(item) for item in state.steps]}


def step_as_json(item: StepState) -> dict[str, Any]:
    """One step as the export has it."""
    return {
        **what_and_where(item.step),
        "tag": item.colour,
        "word": item.word,
        "stale": item.stale,
        "defect": _defect(item),
        "evidence": [evidence_as_json(held) for held in item.evidence],
    }


def what_and_where(step: Step) -> dict[str, Any]:
    """What a step says and where it stands, as every output in JSON has it."""
    return {
        "id": step.identifier,
        "file": step.file,
        "line": step.line,
        "column": step.column,
        "end_line": step.end_line,
        "proves": step.proves,
        "latex": step.latex,
        "relation": step.relation,
    }


def evidence_as_json(held: HeldEvidence) -> dict[str, Any]:
    """One piece of evidence, and what its record's seal is worth here."""
    evidence = held.evidence
    return {
        "word": evidence.word,
        "origin": evidence.origin,
        "checker": evidence.checker,
        "version": evidence.version,
        "time": held.time,
        "sealed": held.sealed_here,
        "unverified": held.unverified,
        "detail": evidence.detail,
    }


def counterexample(detail: dict[str, Any]) -> str:
    """Where a claim is false, in one line: `false at x = 1/2: left 1, right 3/2`."""
    values = ", ".join(f"{name} = {value}" for name, value in detail.get("values", {}).items())
    sides = ", ".join(f"{side} {detail[side]}" for side in ("left", "right") if detail.get(side))
    return f"false at {values or 'every point'}{f': {sides}' if sides else ''}"


def _defect(item: StepState) -> dict[str, Any] | None:
    found = [h.evidence for h in item.evidence if h.evidence.word == "defect"]
    if not found:
        return None
    detail = found[0].detail
    return {
        "kind": str(detail.get("kind", "counterexample")),
        "detail": counterexample(detail),
        "values": dict(detail.get("values", {})),
    }


def as_csv(state: TraceState) -> str:
    """The steps as a table; evidence as its words with their origins."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_COLUMNS, "defect", "evidence"])
    for item in state.steps:
        row = step_as_json(item)
        defect = row["defect"]["detail"] if row["defect"] else ""
        evidence = "; ".join(f"{word} ({origin})" for word, origin in item.found)
        writer.writerow([*(row[column] for column in _COLUMNS), defect, evidence])
    return stream.getvalue()
