"""What evidence is worth: which records can be believed, which word decides, and its colour.

The table of evidence words as code. Not here: where records come from (`store`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..records.evidence import Colour, Evidence

#: Which origins can carry which word.
_ORIGINS = {
    "proved": {"recomputable"},
    "matched": {"recomputable"},
    "defect": {"recomputable"},
    "signed": {"signed"},
    "rederived": {"called", "reported"},
    "disputed": {"called", "reported"},
    "cited": {"reported"},
}
#: Origins that are only as good as the seal.
_SEALED = ("called", "signed")
#: Which word decides, and its colour at most. Reports that were filed are yellow however many there
#: are; so is one verifier that was called (see `_of_independent_verifiers`).
_DECIDES: tuple[tuple[str, Colour], ...] = (
    ("defect", "red"),
    ("disputed", "red"),
    ("proved", "green"),
    ("signed", "green"),
    ("rederived", "green"),
    ("matched", "yellow"),
    ("cited", "red"),
)


@dataclass(frozen=True)
class HeldEvidence:
    """Evidence with what is known of its record.

    Args:
        evidence: what it says.
        sealed_here: whether its record was sealed with this user's key.
        file, line: where its record stands.
        time: when it was recorded, ISO 8601 in UTC.
    """

    evidence: Evidence
    sealed_here: bool
    file: str
    line: int
    time: str = ""

    @property
    def unverified(self) -> bool:
        """Whether it rests on a seal that cannot be tested here. What can be computed again was,
        and what somebody filed was never more than that."""
        return not self.sealed_here and self.evidence.origin in _SEALED


def impossible(evidence: Evidence) -> str:
    """Why no checker, reader or person can have written a record, "" if one can."""
    if evidence.origin not in _ORIGINS.get(evidence.word, set()):
        return f"{evidence.word} cannot have the origin {evidence.origin}"
    if not evidence.checker.strip():
        return f"nobody is named who {evidence.word} it"
    return ""


def judge(held: Iterable[HeldEvidence], *, take_seals: bool = False) -> tuple[str, Colour]:
    """The deciding word of a step's evidence and its colour.

    Args:
        held: all that is believed.
        take_seals: take every seal at its word, as on the machine that made it.
    """
    held = _undisputed(tuple(held), take_seals)
    for word, colour in _DECIDES:
        speaking = [h for h in held if h.evidence.word == word]
        if not speaking:
            continue
        believed = [h for h in speaking if take_seals or not h.unverified]
        if word == "rederived" and not _of_independent_verifiers(believed):
            return word, "yellow"
        if colour == "green" and not believed:
            return word, "yellow"
        return word, colour
    return "unchecked", "red"


def _undisputed(held: tuple[HeldEvidence, ...], take_seals: bool) -> tuple[HeldEvidence, ...]:
    """Without the disputes that a person settled: who signs a step has read them beside it."""
    signed = [
        h.time for h in held if h.evidence.word == "signed" and (take_seals or not h.unverified)
    ]
    if not signed:
        return held
    return tuple(h for h in held if h.evidence.word != "disputed" or h.time > max(signed))


def _of_independent_verifiers(believed: Sequence[HeldEvidence]) -> bool:
    """Whether at least two verifiers that were called came to it, each in a batch of its own.

    In one batch a job is asked about once, and a batch that did not catch its canaries makes no
    evidence.
    """
    called = [h.evidence for h in believed if h.evidence.origin == "called"]
    return len({str(e.detail["batch"]) for e in called if e.detail.get("batch")}) >= 2
