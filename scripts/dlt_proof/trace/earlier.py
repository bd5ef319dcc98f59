"""Which step a record speaks of whose job is no longer there: to show what an edit made stale.

For people only: no evidence is ever carried over from an earlier text to a later one.
"""

from collections.abc import Iterable, Sequence

from ..records.evidence import Step
from .belief import HeldEvidence


def recognise(
    steps: Sequence[Step], stale: Iterable[HeldEvidence]
) -> dict[str, list[HeldEvidence]]:
    """The stale evidence that was about each step, by the step's identifier.

    A step is known again by what is written there and its number, else by what is written there
    (in the same proof, or anywhere where the label is gone, too), else by its number.
    """
    by_identifier = {step.identifier: step for step in steps}
    by_text: dict[str, list[Step]] = {}
    for step in steps:
        by_text.setdefault(_text(step.latex), []).append(step)
    labels = {step.proves for step in steps}
    found: dict[str, list[HeldEvidence]] = {}
    for held in stale:
        evidence = held.evidence
        label = evidence.step.rpartition("/")[0]
        same_number = by_identifier.get(evidence.step)
        same_text = by_text.get(_text(evidence.latex), []) if evidence.latex else []
        if same_number in same_text:
            same_text = [step for step in same_text if step is same_number]
        elif label in labels:
            same_text = [step for step in same_text if step.proves == label]
        for step in same_text or ([same_number] if same_number is not None else []):
            found.setdefault(step.identifier, []).append(held)
    return found


def _text(latex: str) -> str:
    return "".join(latex.split())
