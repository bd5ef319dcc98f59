"""What the sweep's steps rest on, in words: how many of each, and how few people that may be."""

from collections import Counter
from collections.abc import Iterable

from ..trace import StepState


def words_told(steps: Iterable[StepState]) -> str:
    """How many steps each word decides, the most frequent first.

    What somebody filed says by how many readers, by the names they gave: many derivations by one
    are worth no more than that one.
    """
    steps = tuple(steps)
    counts = Counter(step.word for step in steps)
    told = []
    for word, number in sorted(counts.items(), key=lambda w: -w[1]):
        reported = _reporters(steps) if word == "rederived" else []
        names = {name for step_names in reported for name in step_names}
        some = "" if len(reported) == number else f"{len(reported)} of them "
        by = f"{len(names)} reader" + ("" if len(names) == 1 else "s")
        told.append(f"{number} {word}" + (f" ({some}reported by {by})" if reported else ""))
    return ", ".join(told)


def _reporters(steps: Iterable[StepState]) -> list[set[str]]:
    """For each step that was derived again, and by nobody whom our code asked, who reported it."""
    found = []
    for step in steps:
        derived = [h.evidence for h in step.evidence if h.evidence.word == "rederived"]
        if step.word == "rederived" and all(e.origin == "reported" for e in derived):
            found.append({evidence.checker for evidence in derived})
    return found
