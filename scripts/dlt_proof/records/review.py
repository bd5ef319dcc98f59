"""Records of the review: rounds, weaknesses, what became of them, and readers' passes.

A field with a default was added later: records without it are still read.
"""

from typing import Literal

from pydantic import Field

from .evidence import StrictModel

Severity = Literal["critical", "major", "minor", "style"]
Classification = Literal["REAL-blocking", "REAL-nonblocking", "PHANTOM", "INTENTIONAL"]
DISMISSALS = ("PHANTOM", "INTENTIONAL")
#: From the slightest to the worst.
SEVERITIES: tuple[Severity, ...] = ("style", "minor", "major", "critical")
#: Weaknesses that only somebody else than who mends the text may dismiss.
SERIOUS = ("critical", "major")

#: The review is a bounded loop: a fourth round is refused.
ROUND_CAP = 3
#: A round in which so large a share of the weaknesses was raised before ends the loop.
REPEATED_SHARE = 0.8


class RoundStart(StrictModel):
    """A round began: the deterministic reviewers read this text and found these weaknesses.

    Args:
        round: its number, from 1 through all cycles.
        text: fingerprint of the text that was read.
        found: identifiers of what the reviewers found.
        cycle: a person may begin the review anew; the cap counts the rounds of one cycle.
        files: SHA-256 of every file as it was, by name; the texts are kept beside (`SourceText`).
        locked: what the approved statements, and the definitions and assumptions they rest on,
            said: for each label its text in the plan and in the paper.
        scope: the scope that was declared.
        units: fingerprints of the units that readers are given, by name.
        lenses: those that the scope asks of a panel, with fingerprints of what each has to read.
        whole: whether `text` is of the works that are cited and of the plan, too; not so in older
            records.
    """

    round: int
    text: str
    found: tuple[str, ...]
    cycle: int = 1
    files: dict[str, str] = Field(default_factory=dict)
    locked: dict[str, dict[str, str | None]] = Field(default_factory=dict)
    scope: str = ""
    units: dict[str, str] = Field(default_factory=dict)
    lenses: dict[str, str] = Field(default_factory=dict)
    whole: bool = False


class SourceText(StrictModel):
    """The content of a file that a round or a fix speaks of, so that it can be put back."""

    digest: str
    text: str


class Weakness(StrictModel):
    """One weakness.

    Args:
        identifier: `W3`; numbered through all rounds.
        round: the round it was found in.
        source: `deterministic`, or the reader's name.
        file, line: where, relative to the root.
        claim: what is wrong.
        evidence: why the reader thinks so.
        severity: how bad it would be if real.
        rule: the rule of a deterministic reviewer, "" of a reader.
        statement: label of the statement that it concerns, "" where none is known.
        quotation: the words it is about, "" where none were given.
        again: an earlier weakness that says the same, "" where it is new.
        question: the question of a panel whose answer raised it, "" otherwise.
        unit: name of the unit that it is about, "" where that is the whole paper.
    """

    identifier: str
    round: int
    source: str
    file: str
    line: int
    claim: str
    evidence: str
    severity: Severity
    rule: str = ""
    statement: str = ""
    quotation: str = ""
    again: str = ""
    question: str = ""
    unit: str = ""


class Echo(StrictModel):
    """Another reader raised a weakness of the same round at the same place."""

    weakness: str
    round: int
    source: str
    line: int
    claim: str
    evidence: str
    severity: Severity


class Judgement(StrictModel):
    """What somebody made of a weakness.

    Args:
        weakness: its identifier.
        classification: one of the four.
        by: who judged it.
        reason: why.
        quotation: for PHANTOM, the words of the text that refute it.
        severity: how bad the weakness was called when it was judged; "" in older records.
        claim: what the weakness claimed; "" in older records.
    """

    weakness: str
    classification: Classification
    by: str
    reason: str
    quotation: str = ""
    severity: Severity | Literal[""] = ""
    claim: str = ""


class Fix(StrictModel):
    """A change of the text was proposed to mend weaknesses, and accepted or put back.

    Args:
        weakness: the first of them.
        by: who made it.
        note: what was done.
        text_before, text_after: fingerprints of the text; equal where it was put back.
        round: the round it was made in, 0 in records of before that was kept.
        also: the other weaknesses that it mends.
        outcome: `accepted`, or `refused` and put back.
        why: why it was refused.
        lines: what it cost, in lines.
        allowed: how many lines it might have cost; None where any size is allowed.
        difference: the change as a unified difference.
        files: SHA-256 of the files that an accepted fix left, by name.
        units: fingerprints of the units as it left them, by name.
        claims: what the weaknesses claimed; none in older records.
    """

    weakness: str
    by: str
    note: str
    text_before: str
    text_after: str
    round: int = 0
    also: tuple[str, ...] = ()
    outcome: Literal["accepted", "refused"] = "accepted"
    why: str = ""
    lines: int = 0
    allowed: int | None = None
    difference: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    claims: tuple[str, ...] = ()

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """All weaknesses that it mends."""
        return (self.weakness, *self.also)


class Attempt(StrictModel):
    """Edits are about to be made to the files, which nobody has accepted or refused yet.

    Args:
        text: fingerprint of the text before.
        files: SHA-256 of the files as the edits leave them, by name.
    """

    text: str
    files: dict[str, str]


class AuthorStop(StrictModel):
    """A fix would have changed what the author approved: the loop waits for the author.

    Args:
        weaknesses: what it was to mend.
        by: who proposed it.
        labels: the locked statements it would have changed.
        changes: how, one line each.
    """

    weaknesses: tuple[str, ...]
    by: str
    labels: tuple[str, ...]
    changes: tuple[str, ...]


class ReaderPass(StrictModel):
    """A reader read the text of a round and filed what was found, or that nothing was.

    Args:
        round: the round.
        reader: who.
        text: fingerprint of the text read.
        clean: whether nothing was found.
        score: the reader's own, recorded and never the headline.
        summary: what was read and how.
        origin: `called` where our code received the answers itself.
        lens: the lens of a panel, "" for a reader of the whole text.
        covered: fingerprint of all that the lens had to read; it has read all of it if it counts.
        planted, caught: weaknesses that were planted in what it read, and how many it named.
        counts: whether the reading counts; a lens that missed what was planted does not.
        why_not: why it does not.
        raised: identifiers of the weaknesses that it was the first to raise; none in older records.
    """

    round: int
    reader: str
    text: str
    clean: bool
    score: float | None = None
    summary: str = ""
    origin: Literal["reported", "called"] = "reported"
    lens: str = ""
    covered: str = ""
    planted: int = 0
    caught: int = 0
    counts: bool = True
    why_not: str = ""
    raised: tuple[str, ...] = ()


class FiledWeakness(StrictModel):
    """A weakness in a reader's file."""

    file: str
    line: int = Field(ge=1)
    claim: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    severity: Severity
    quotation: str = ""


class FiledPass(StrictModel):
    """The file that `review record` takes."""

    reader: str = Field(min_length=1)
    text: str = Field(description="fingerprint printed by `review next`")
    summary: str = Field(min_length=1)
    weaknesses: tuple[FiledWeakness, ...]
    score: float | None = None


class ProposedEdit(StrictModel):
    """One replacement: `old` stands exactly once in the file."""

    file: str
    old: str
    new: str


class ProposedFix(StrictModel):
    """The file that `review fix --edits` takes."""

    edits: tuple[ProposedEdit, ...] = Field(min_length=1)
