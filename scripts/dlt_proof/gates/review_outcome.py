"""What the review's records amount to: derived each time, never stored as a verdict."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from ..latex import Document, normalise
from ..project import Project
from ..records.errors import InputError
from ..records.review import (
    DISMISSALS,
    ROUND_CAP,
    Fix,
    Judgement,
    ReaderPass,
    RoundStart,
    Weakness,
)

ROUND_KIND = "review-round"
WEAKNESS_KIND = "review-weakness"
JUDGEMENT_KIND = "review-judgement"
FIX_KIND = "review-fix"
PASS_KIND = "review-pass"

NO_PANEL = "no canary-tested panel"


def text_fingerprint(document: Document) -> str:
    """SHA-256 of everything the document says: comments and white space count for nothing.

    The bodies of macros count wherever they are defined, in a style file of the project too.
    """
    digest = hashlib.sha256()
    for source in document.files.values():
        digest.update(normalise(source.text).encode("utf-8") + b"\0")
    for name, macro in sorted(document.macros.items()):
        digest.update(f"{name}\0{macro.arguments}\0{macro.body}\0".encode())
    return digest.hexdigest()


def person(name: str) -> str:
    """A name as it counts: `Carl ` is carl."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class ReviewState:
    """All records of the review, and the text as it is now.

    Args:
        text: fingerprint of the text now.
        rounds, weaknesses, passes, fixes: oldest first.
        judgements: the last one of each weakness, by its identifier.
        panel_required: whether the configuration asks for a canary-tested panel.
    """

    text: str
    rounds: tuple[RoundStart, ...]
    weaknesses: tuple[Weakness, ...]
    judgements: dict[str, Judgement]
    fixes: tuple[Fix, ...]
    passes: tuple[ReaderPass, ...]
    panel_required: bool

    @property
    def round(self) -> int:
        """Number of the current round, 0 before the first."""
        return len(self.rounds)

    @property
    def unclassified(self) -> list[Weakness]:
        return [w for w in self.weaknesses if w.identifier not in self.judgements]

    @property
    def fixed(self) -> set[str]:
        """Weaknesses that were mended, and whose text has not come back since."""
        found_in = {w.identifier: self.rounds[w.round - 1].text for w in self.weaknesses}
        return {fix.weakness for fix in self.fixes if found_in.get(fix.weakness) != self.text}

    @property
    def blocking(self) -> list[Weakness]:
        """Open weaknesses that were judged real and blocking."""
        return [
            w
            for w in self.weaknesses
            if w.identifier not in self.fixed
            and w.identifier in self.judgements
            and self.judgements[w.identifier].classification == "REAL-blocking"
        ]

    @property
    def dismissed(self) -> list[Weakness]:
        return [
            w
            for w in self.weaknesses
            if w.identifier in self.judgements
            and self.judgements[w.identifier].classification in DISMISSALS
        ]

    @property
    def clean_passes(self) -> list[ReaderPass]:
        """Clean passes over the text as it is now, by readers who fixed nothing."""
        fixers = {person(fix.by) for fix in self.fixes}
        return [
            p
            for p in self.passes
            if p.clean and p.text == self.text and person(p.reader) not in fixers
        ]

    @property
    def obstacles(self) -> list[str]:
        """Why the review has not ended in success; empty when it has."""
        if not self.rounds:
            return ["the review has not been started"]
        found = []
        if self.panel_required:
            found.append(f'[review] panel = "required", and there is {NO_PANEL}')
        found += [
            f"open and blocking: {w.identifier} {w.file}:{w.line} {w.claim}" for w in self.blocking
        ]
        found += [
            f"not classified: {w.identifier} {w.file}:{w.line} {w.claim}" for w in self.unclassified
        ]
        if self.rounds[-1].text != self.text:
            found.append(
                f"the text changed since round {self.round} began: the deterministic reviewers "
                "have not read it"
            )
        if not self.clean_passes:
            found.append("no clean pass over this text by a reader who fixed nothing")
        return found

    @property
    def success(self) -> bool:
        return not self.obstacles

    @property
    def at_cap(self) -> bool:
        return self.round >= ROUND_CAP


def load_review(project: Project, document: Document) -> ReviewState:
    """The review as its records have it.

    Raises:
        InputError: a record was written or changed by hand.
    """

    def read(kind: str) -> list[dict[str, object]]:
        return [dict(record.data) for record in project.state.read(kind)]

    judgements = [Judgement.model_validate(data) for data in read(JUDGEMENT_KIND)]
    weaknesses = tuple(Weakness.model_validate(data) for data in read(WEAKNESS_KIND))
    counts = Counter(weakness.identifier for weakness in weaknesses)
    twice = [identifier for identifier, count in counts.items() if count > 1]
    if twice:
        raise InputError(
            f"two weaknesses are called {twice[0]}: two branches reviewed at the same time",
            remedy="keep the review records of one of them",
        )
    return ReviewState(
        text=text_fingerprint(document),
        rounds=tuple(RoundStart.model_validate(data) for data in read(ROUND_KIND)),
        weaknesses=weaknesses,
        judgements={judgement.weakness: judgement for judgement in judgements},
        fixes=tuple(Fix.model_validate(data) for data in read(FIX_KIND)),
        passes=tuple(ReaderPass.model_validate(data) for data in read(PASS_KIND)),
        panel_required=project.configuration.review.panel == "required",
    )
