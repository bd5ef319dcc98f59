"""Which share of the steps rests on what, for each statement and in all.

Every seal is taken at its word here: whose machine it is makes no difference to the shares.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..trace import StepState, TraceState

SCHEMA = "dlt-proof/step-shares/1"
#: The words in the order of tables; `searched` is `matched` by a numeric search alone.
WORDS = (
    "proved", "signed", "rederived", "matched", "searched", "cited", "disputed", "defect",
    "unchecked",
)  # fmt: skip
_SEARCH = "numeric-search"


def deciding_word(step: StepState) -> str:
    """The word that decides a step's colour; a match that is only a search that found no
    counterexample has a word of its own."""
    if step.word != "matched":
        return step.word
    matches = [h.evidence for h in step.evidence if h.evidence.word == "matched"]
    return "searched" if all(e.checker == _SEARCH for e in matches) else "matched"


def step_shares(state: TraceState) -> dict[str, Any]:
    """The shares as JSON."""
    by_statement: dict[str, list[StepState]] = {}
    for step in state.steps:
        by_statement.setdefault(step.step.proves, []).append(step)
    return {
        "schema": SCHEMA,
        "uncovered": round(state.sweep.uncovered, 6),
        "all": _row(state.steps),
        "statements": {label: _row(steps) for label, steps in by_statement.items()},
    }


def _row(steps: Iterable[StepState]) -> dict[str, Any]:
    steps = tuple(steps)
    decided = Counter(deciding_word(step) for step in steps)
    origins = Counter(f"{word} ({origin})" for step in steps for word, origin in step.found)
    colours = Counter(step.colour_as_sealed for step in steps)
    return {
        "steps": len(steps),
        "decided_by": {word: decided[word] for word in WORDS if decided[word]},
        "shares": {word: round(decided[word] / len(steps), 6) for word in WORDS if decided[word]},
        "evidence": dict(sorted(origins.items())),
        "colours": {colour: colours[colour] for colour in ("green", "yellow", "red")},
    }


def render_shares(shares: dict[str, Any]) -> str:
    """The shares as a person reads them, in Markdown."""
    rows = {**shares["statements"], "all": shares["all"]}
    words = [word for word in WORDS if shares["all"]["decided_by"].get(word)]
    lines = [
        "# What the steps rest on",
        "",
        "Each step counts once, under the word that decides its colour. `searched`: a numeric "
        "search found no counterexample.",
        "",
        "| statement | steps | " + " | ".join(words) + " |",
        "|---|---:|" + "---:|" * len(words),
    ]
    for label, row in rows.items():
        name = "**all**" if row is shares["all"] else f"`{label}`"
        cells = [str(row["decided_by"].get(word, 0)) for word in words]
        lines.append(f"| {name} | {row['steps']} | " + " | ".join(cells) + " |")
    percent = [f"{shares['all']['shares'][word]:.1%}" for word in words]
    lines.append("| share | | " + " | ".join(percent) + " |")
    lines += ["", "A step may have several pieces of evidence. Pieces by word and origin:", ""]
    lines += [f"- {name}: {count} steps" for name, count in shares["all"]["evidence"].items()]
    lines += ["", f"{shares['uncovered']:.1%} of the proofs' text belongs to no step."]
    return "\n".join(lines) + "\n"
