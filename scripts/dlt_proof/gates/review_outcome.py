"""What the review's records amount to: derived each time, never stored as a verdict.

Not here: how they are read (`review_records`) and made (`review`), and what became of the
weaknesses (`review_weaknesses`).
"""

from dataclasses import dataclass

from ..records.review import REPEATED_SHARE, ROUND_CAP, ReaderPass, Weakness
from .review_weaknesses import ReviewedText, person

NO_PANEL = "no canary-tested panel"
_ANEW = "a person runs `dlt-proof review start --anew`"


@dataclass(frozen=True)
class ReviewState(ReviewedText):
    """A review with its outcome."""

    # Who has passed the text.

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
        # Planted weaknesses show to whoever lays a question beside the paper.
        filed = ", as reported: who answered may have compared the questions with the paper"
        how = "" if self.has_panel else filed
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
                f"a fix needs a change of {labels}, which the author approved: the author decides, "
                "and approves what is to stand (`dlt-proof plan approve`)"
            )
        if self.repeats and (self.blocking or self.text != self.current.text):
            what = f"round {self.round} raises what was raised before, and it is not mended"
            return f"{what}: once the text was reworked, {_ANEW}"
        if self.at_cap and (self.blocking or self.text != self.current.text):
            return f"the cap of {ROUND_CAP} rounds is reached: once the text was reworked, {_ANEW}"
        return ""

    @property
    def needs_a_person(self) -> list[str]:
        """Why nothing but a review anew, which a person begins, can end in success."""
        found = []
        if self.scope != self.current.scope and self.current.scope:
            found.append(
                f"the scope is {self.scope} now and was {self.current.scope} when round "
                f"{self.round} began: {_ANEW}"
            )
        if self.unbegun and self.text == self.current.text:
            found.append(
                f"round {self.round + 1} was not begun whole, and found {len(self.unbegun)} "
                f"weaknesses: {_ANEW}"
            )
        if not self.current.files:
            found.append(
                f"round {self.round} was begun by an earlier version, whose reviewers looked at "
                f"less: {_ANEW}"
            )
        return found

    @property
    def obstacles(self) -> list[str]:
        """Why the review has not ended in success; empty when it has."""
        if not self.rounds:
            return ["the review has not been started"]
        found = [f"open and blocking: {self._told(w)}" for w in self.blocking]
        found += [self.ended] if self.ended else []
        found += [f"not classified: {self._told(w)}" for w in self.unclassified]
        found += self.needs_a_person
        if self.changed_outside:
            found.append(
                "the text was changed, and no accepted fix accounts for it: the paper, a work that "
                "it cites, or what the plan has read"
            )
        if self.current.text != self.text:
            found.append(
                f"the text changed since round {self.round} began: the deterministic reviewers "
                "have not read it"
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
