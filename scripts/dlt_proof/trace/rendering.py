"""`.proof-research/confidence-trace.md`: the sweep as a person reads it, made from the evidence.

It is only ever made, never read back: writing a colour into it changes nothing, and
`trace check` refuses a file that is not what the evidence says.
"""

from ..project import Project, write_text
from ..records.evidence import SYMBOL
from .store import StepState, TraceState


def render_trace(state: TraceState) -> str:
    """The text of the trace."""
    counts = {colour: sum(s.colour == colour for s in state.steps) for colour in SYMBOL}
    lines = [
        "# Confidence trace",
        "",
        "<!-- Made by dlt-proof from state/. Edits are overwritten, and refused. -->",
        "",
        f"{len(state.steps)} steps: "
        + ", ".join(f"{SYMBOL[c]} {n}" for c, n in reversed(counts.items()))
        + f"; {state.sweep.uncovered:.1%} of the proofs' text belongs to no step.",
        "",
    ]
    label = ""
    for item in state.steps:
        if item.step.proves != label:
            label = item.step.proves
            lines += ["", f"## {label}", ""]
        lines.append(_row(item))
    return "\n".join(lines) + "\n"


def _row(item: StepState) -> str:
    number = item.step.identifier.rsplit("/", 1)[1]
    found = ", ".join(f"{word} ({origin})" for word, origin in item.found) or item.word
    place = f"{item.step.file}:{item.step.line}"
    latex = item.step.latex if len(item.step.latex) <= 90 else item.step.latex[:89] + "…"
    note = "".join(f" — note: {note}" for note in item.notes)
    return f"- {SYMBOL[item.colour]} {number}. {found} {place}: `{latex}`{note}"


def write_trace(project: Project, state: TraceState) -> None:
    """Render the trace into its file."""
    write_text(project.trace_file, render_trace(state))
