"""What a canary is."""

from dataclasses import dataclass

from ...records.evidence import Job


@dataclass(frozen=True, slots=True)
class Canary:
    """A job whose answer is known.

    Args:
        job: what the verifier gets.
        holds: a true neighbour, or false.
        origin: fingerprint of the job it was made from, or the name of a shipped one, or of an
            equation that is given (`stated:…`).
        change: what was changed, for the record: `right side: 8 -> 4`; `by construction: …` where
            no checker was asked.
        checked: the job with its claim as a relation; `job`, unless that says it in words.
        evidence: what the free checkers proved (a true one, or the contrary of a false one), or
            refuted: then it is `checked`. Of one by construction, the equation as the givens of
            the job state it.
    """

    job: Job
    holds: bool
    origin: str
    change: str
    checked: Job
    evidence: Job
