"""`.proof-research/confidence-trace.md`: the sweep as a person reads it, made from the evidence.

It is only ever made, never read back: writing a colour into it changes nothing, and
`trace check` refuses a file that is not what the evidence says.
"""

from ..latex import Document
from ..project import Project, write_text
from ..records.evidence import SYMBOL, Colour
from .belief import HeldEvidence
from .store import StepState, TraceState, load_trace

_NAME = "confidence-trace.md"
#: Two branches that both added evidence merge without a hand; then it is rendered again.
_MERGE = f"""\
# Rendered from state/: of two versions git keeps the lines of both, until it is rendered again.
{_NAME} merge=union
"""
_RENDERING_KIND = ""


def render_trace(state: TraceState, *, limit: int | None = None, here: bool = True) -> str:
    """The text of the trace.

    Args:
        limit: show at most so many steps, those that are not green first; None for all.
        here: as this machine sees it; else with every seal taken at its word, so that the file
            is the same wherever it is made.
    """
    colours = {s.step.identifier: s.colour if here else s.colour_as_sealed for s in state.steps}
    counts = {colour: sum(c == colour for c in colours.values()) for colour in SYMBOL}
    shown = list(state.steps)
    if limit is not None and len(shown) > limit:
        pressing = sorted(shown, key=lambda s: colours[s.step.identifier] == "green")
        chosen = {s.step.identifier for s in pressing[:limit]}
        shown = [s for s in shown if s.step.identifier in chosen]
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
    for item in shown:
        if item.step.proves != label:
            label = item.step.proves
            lines += ["", f"## {label}", ""]
        lines.append(_row(item, colours[item.step.identifier], here))
    if len(shown) < len(state.steps):
        left = len(state.steps) - len(shown)
        lines += ["", f"… and {left} more (--format json shows all, and {_NAME})"]
    return "\n".join(lines) + "\n"


def _row(item: StepState, colour: Colour, here: bool) -> str:
    number = item.step.identifier.rsplit("/", 1)[1]
    found = ", ".join(_found(item, here)) or item.word
    if item.stale:
        words = ", ".join(dict.fromkeys(h.evidence.word for h in item.before))
        found += f" (stale: {words} before)"
    place = f"{item.step.file}:{item.step.line}"
    latex = item.step.latex if len(item.step.latex) <= 90 else item.step.latex[:89] + "…"
    note = "".join(f" — note: {note}" for note in item.notes)
    return f"- {SYMBOL[colour]} {number}. {found} {place}: `{latex}`{note}"


def _found(item: StepState, here: bool) -> list[str]:
    """Each kind of evidence there is, the deciding one first."""
    found = []
    for word, origin in item.found:
        speaking = [
            h for h in item.evidence if (h.evidence.word, h.evidence.origin) == (word, origin)
        ]
        found.append(f"{word} ({', '.join([origin, *_of_persons(speaking, here)])})")
    return found


def _of_persons(held: list[HeldEvidence], here: bool) -> list[str]:
    """Who signed and when, and whether that can be told from here."""
    told = [f"{h.evidence.checker} {h.time[:10]}" for h in held if h.evidence.origin == "signed"]
    if here and all(h.unverified for h in held):
        told.append("unverified")
    return told


def write_trace(project: Project, document: Document) -> TraceState:
    """Render the trace into its file, and return what was rendered.

    The sweep is read anew: of two runs that end together neither writes what was before the other.
    """
    with project.state.alone(_RENDERING_KIND):
        state = load_trace(project, document)
        write_text(project.trace_file, render_trace(state, here=False))
        attributes = project.research / ".gitattributes"
        if not attributes.exists():
            write_text(attributes, _MERGE)
    return state
