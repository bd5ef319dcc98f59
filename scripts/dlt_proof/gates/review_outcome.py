"""What the review's records amount to: derived each time, never stored as a verdict.

Not here: how they are read (`review_records`) and made (`review`).
"""

from dataclasses import dataclass

from ..records.review import (
    DISMISSALS,
    REPEATED_SHARE,
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

NO_PANEL = "no canary-tested panel"


def person(name: str) -> str:
    """A name as it counts: `Carl ` is carl."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class ReviewState:
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

        That is also what was called worse since it was dismissed, and a phantom whose refutation
        stands in the text no more.
        """
        return [
            w
            for w in self.weaknesses
            if w.identifier not in self.judgements
            or self._called_worse(w)
            or w.identifier in self.unrefuted
        ]

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

    # Who has passed the text.

    @property
    def fixers(self) -> set[str]:
        """Who proposed a change of this text, accepted or not."""
        return {person(fix.by) for fix in (*self.fixes, *self.refused)}

    @property
    def clean_passes(self) -> list[ReaderPass]:
        """Clean passes over the whole text as it is now, by readers who changed nothing."""
        return [
            p
            for p in self.passes
            if p.clean
            and not p.lens
            and p.text == self.text
            and person(p.reader) not in self.fixers
        ]

    @property
    def panel(self) -> dict[str, str]:
        """What each lens of the panel still lacks, by its name; "" where it lacks nothing.

        A lens has passed when a reading that counts covers all that it has to read, as it is now.
        What it raised is a matter of the weaknesses, not of this.
        """
        lacks = {}
        for lens, text in self.current.lenses.items() if self.rounds else ():
            own = [p for p in self.passes if p.lens == lens and p.covered == text]
            called = [p for p in own if p.origin == "called"]
            if any(p.counts for p in called):
                lacks[lens] = ""
            elif called:
                lacks[lens] = called[-1].why_not
            else:
                lacks[lens] = "only reported" if own else "not read"
        return lacks

    @property
    def has_panel(self) -> bool:
        """Whether a panel that caught what was planted has read the text as it is now."""
        return bool(self.panel) and not any(self.panel.values())

    @property
    def has_reported_panel(self) -> bool:
        """Whether every lens has passed, some of them by answers that somebody filed."""
        return bool(self.panel) and len(self._counting) == len(self.panel)

    @property
    def _counting(self) -> dict[str, ReaderPass]:
        """The last reading of each lens that covers the text as it is, and counts."""
        texts = self.current.lenses.items() if self.rounds else ()
        found = {}
        for lens, text in texts:
            for p in self.passes:
                if p.lens == lens and p.covered == text and p.counts:
                    found[lens] = p
        return found

    @property
    def panel_words(self) -> str:
        """What is to be said of the panel beside every outcome."""
        if not self.has_reported_panel:
            return NO_PANEL
        planted = sum(p.planted for p in self._counting.values())
        caught = sum(p.caught for p in self._counting.values())
        how = "" if self.has_panel else ", as reported"
        return f"panel of {len(self.panel)} lenses, {caught} of {planted} planted caught{how}"

    # How it ends.

    @property
    def repeats(self) -> bool:
        """Whether the current round only raised again what earlier ones had raised."""
        own = [w for w in self.weaknesses if w.round == self.round and w not in self.dismissed]
        again = [w for w in own if w.again]
        return bool(own) and len(again) >= REPEATED_SHARE * len(own)

    @property
    def ended(self) -> str:
        """Why the loop is over without success, "" where it goes on or has succeeded."""
        if not self.rounds:
            return ""
        if self.stops:
            labels = ", ".join(dict.fromkeys(label for s in self.stops for label in s.labels))
            return (
                f"a fix needs a change of {labels}, which the author approved: the author decides"
            )
        if self.repeats and (self.blocking or self.text != self.current.text):
            return f"round {self.round} raises what was raised before, and it is not mended"
        if self.at_cap and (self.blocking or self.text != self.current.text):
            return f"the cap of {ROUND_CAP} rounds is reached"
        return ""

    @property
    def obstacles(self) -> list[str]:
        """Why the review has not ended in success; empty when it has."""
        if not self.rounds:
            return ["the review has not been started"]
        found = [f"open and blocking: {self._told(w)}" for w in self.blocking]
        found += [self.ended] if self.ended else []
        found += [f"not classified: {self._told(w)}" for w in self.unclassified]
        if self.scope != self.current.scope and self.current.scope:
            found.append(
                f"the scope is {self.scope} now and was {self.current.scope} when round "
                f"{self.round} began: a person runs `dlt-proof review start --anew`"
            )
        if self.changed_outside:
            found.append("the text was changed, and no accepted fix accounts for it")
        if self.current.text != self.text:
            found.append(
                f"the text changed since round {self.round} began: the deterministic reviewers "
                "have not read it"
            )
        if not self.current.files:
            found.append(
                f"round {self.round} was begun by an earlier version, whose reviewers looked at "
                "less: a person runs `dlt-proof review start --anew`"
            )
        if self.has_panel:
            return found
        if self.panel_required:
            lacking = [f"{lens}: {what}" for lens, what in self.panel.items() if what]
            why = "; ".join(lacking) or "the round asks for no lens"
            found.append(f'[review] panel = "required", and there is {NO_PANEL}: {why}')
        elif not self.clean_passes and not self.has_reported_panel:
            found.append("no clean pass over this text by a reader who fixed nothing")
        return found

    def _told(self, weakness: Weakness) -> str:
        return f"{weakness.identifier} {weakness.file}:{weakness.line} {weakness.claim}"

    @property
    def success(self) -> bool:
        return not self.obstacles
