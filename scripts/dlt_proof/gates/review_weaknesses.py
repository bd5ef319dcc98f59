"""Where a review stands, and what became of its weaknesses: derived from its records each time.

Not here: who has passed the text, and how the review ends (`review_outcome`).
"""

from dataclasses import dataclass

from ..records.review import (
    DISMISSALS,
    ROUND_CAP,
    SERIOUS,
    SEVERITIES,
    AuthorStop,
    Echo,
    Fix,
    Judgement,
    ReaderPass,
    RoundStart,
    Severity,
    Weakness,
)


def person(name: str) -> str:
    """A name as it counts: `Carl ` is carl."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class ReviewedText:
    """All records of the review, and the text as it is now.

    Args:
        text: fingerprint of the text now.
        rounds, weaknesses, echoes, passes: oldest first.
        judgements: the last one of each weakness, by its identifier.
        fixes: those that were accepted, oldest first.
        refused: those that were put back.
        stops: changes of what the author approved that no approval by a person has followed.
        panel_required: whether the configuration asks for a canary-tested panel.
        scope: the scope that is declared now.
        unrefuted: weaknesses that were dismissed with words that stand in the text no more.
        unbegun: weaknesses of a round that a killed run never began.
    """

    text: str
    rounds: tuple[RoundStart, ...]
    weaknesses: tuple[Weakness, ...]
    echoes: tuple[Echo, ...]
    judgements: dict[str, Judgement]
    fixes: tuple[Fix, ...]
    refused: tuple[Fix, ...]
    stops: tuple[AuthorStop, ...]
    passes: tuple[ReaderPass, ...]
    panel_required: bool
    scope: str = ""
    unrefuted: frozenset[str] = frozenset()
    unbegun: tuple[Weakness, ...] = ()

    # Where the loop stands.

    @property
    def round(self) -> int:
        """Number of the current round, 0 before the first."""
        return len(self.rounds)

    @property
    def current(self) -> RoundStart:
        """The current round; there is one once the review was started."""
        return self.rounds[-1]

    @property
    def in_cycle(self) -> tuple[RoundStart, ...]:
        """The rounds since a person last began the review anew."""
        return tuple(r for r in self.rounds if r.cycle == self.rounds[-1].cycle)

    @property
    def at_cap(self) -> bool:
        return bool(self.rounds) and len(self.in_cycle) >= ROUND_CAP

    @property
    def accepted_text(self) -> str:
        """Fingerprint of the text of the last round, or of the last fix accepted since."""
        return self._last_accepted.text_after if self._last_accepted else self.current.text

    @property
    def accepted_files(self) -> dict[str, str]:
        """SHA-256 of the files of that text, by name; empty in rounds of before there were any."""
        return self._last_accepted.files if self._last_accepted else self.current.files

    @property
    def accepted_units(self) -> dict[str, str]:
        """Fingerprints of the units of that text, by name."""
        return self._last_accepted.units if self._last_accepted else self.current.units

    @property
    def _last_accepted(self) -> Fix | None:
        """The last fix accepted in the current round."""
        in_round = [fix for fix in self.fixes if fix.round == self.round]
        return in_round[-1] if in_round else None

    @property
    def changed_outside(self) -> bool:
        """Whether the text was changed and no fix accounts for it."""
        return bool(self.rounds) and self.text != self.accepted_text

    # What became of the weaknesses.

    @property
    def next_identifier(self) -> int:
        """The number of the next weakness."""
        return len(self.weaknesses) + len(self.unbegun) + 1

    def weakness(self, identifier: str) -> Weakness | None:
        return next((w for w in self.weaknesses if w.identifier == identifier), None)

    def severity(self, weakness: Weakness) -> Severity:
        """The worst that any of its readers called it."""
        said = [e.severity for e in self.echoes if e.weakness == weakness.identifier]
        return max((weakness.severity, *said), key=SEVERITIES.index)

    def is_serious(self, weakness: Weakness) -> bool:
        return self.severity(weakness) in SERIOUS

    @property
    def unclassified(self) -> list[Weakness]:
        """Weaknesses that nobody judged as they are now.

        That is also what was called worse since it was dismissed, a phantom whose refutation
        stands in the text no more, and what who mends the text dismissed on another branch.
        """
        return [
            w
            for w in self.weaknesses
            if w.identifier not in self.judgements
            or self._called_worse(w)
            or w.identifier in self.unrefuted
            or self._dismissed_by_fixer(w)
        ]

    def _dismissed_by_fixer(self, weakness: Weakness) -> bool:
        judged = self.judgements[weakness.identifier]
        lightly = judged.classification != "REAL-blocking" and self.is_serious(weakness)
        return lightly and person(judged.by) in self.fixers

    def _called_worse(self, weakness: Weakness) -> bool:
        judged = self.judgements[weakness.identifier]
        lightly = judged.severity not in ("", *SERIOUS)
        blocking = judged.classification == "REAL-blocking"
        return lightly and not blocking and self.is_serious(weakness)

    @property
    def fixed(self) -> set[str]:
        """Weaknesses that were mended, and do not read again as where they were found."""
        return {
            weakness.identifier
            for fix in self.fixes
            for weakness in map(self.weakness, fix.weaknesses)
            if weakness is not None and not self.reads_as_found(weakness)
        }

    def reads_as_found(self, weakness: Weakness) -> bool:
        """Whether what a weakness is about says what it said when it was found."""
        found = self.rounds[weakness.round - 1]
        untouched = self.accepted_files == found.files or self.changed_outside
        if self.text == found.text and untouched:
            return True
        # By what it says: under another label it is the same.
        return found.units.get(weakness.unit) in self.accepted_units.values()

    @property
    def real(self) -> list[Weakness]:
        """Open weaknesses that were judged real, the blocking ones first and the worst first."""
        found = [
            w
            for w in self.weaknesses
            if w.identifier not in self.fixed
            and w.identifier in self.judgements
            and self.judgements[w.identifier].classification not in DISMISSALS
        ]
        return sorted(
            found,
            key=lambda w: (not self._is_blocking(w), -SEVERITIES.index(self.severity(w))),
        )

    def _is_blocking(self, weakness: Weakness) -> bool:
        return self.judgements[weakness.identifier].classification == "REAL-blocking"

    @property
    def blocking(self) -> list[Weakness]:
        """Open weaknesses that were judged real and blocking, the worst first."""
        return [w for w in self.real if self._is_blocking(w)]

    @property
    def dismissed(self) -> list[Weakness]:
        return [
            w
            for w in self.weaknesses
            if w.identifier in self.judgements
            and self.judgements[w.identifier].classification in DISMISSALS
        ]

    @property
    def fixers(self) -> set[str]:
        """Who proposed a change of this text, accepted or not."""
        return {person(fix.by) for fix in (*self.fixes, *self.refused)}
