"""What readings, judgements and proposals come to, for those who call a panel.

Records only; how they come about stands in `running`, `judges` and `mending`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..models.asking import Asked
from ..models.questions import Answer, Question
from ..records.panel import PanelWeakness
from ..records.review import Classification, ProposedEdit, Severity
from ..records.verification import WayName

#: Asks the questions of one model, and hands each answer over as soon as it is there; made by
#: `verify.ways.ask_claude_code` or `panel.ways.ask_anthropic`.
Asking = Callable[[str, Sequence[Question], Callable[[Answer], None]], Asked]

#: How we know a reading: our own code or a hook received the answers, or somebody filed them.
ReadingOrigin = Literal["called", "reported"]


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """Who reads.

    Args:
        way: how readers are reached; `agent` for sub-agents (`hand_out`), which is not called.
        model: whom they ask for; "" where the running agent decides.
        max_output_tokens: of one answer, thinking included.
    """

    way: WayName
    model: str
    max_output_tokens: int = 16_000

    @property
    def reader(self) -> str:
        """The reader's name in records: `anthropic claude-opus-5-5`, `agent`."""
        return f"{self.way} {self.model}".strip()


@dataclass(frozen=True)
class LensReading:
    """What one lens came to over the text as it is.

    Args:
        lens: name of the lens.
        reader: who read, `PanelSettings.reader`.
        origin: `reported` as soon as one of its answers was filed by somebody.
        text: fingerprint of all that the lens has to read now.
        units: names of the units that were read.
        unread: of those that were not, why.
        weaknesses: all that was found, also in readings that do not count, and in planted copies
            at other places than the planted one; files and lines are those of the paper.
        unplaced: how many weaknesses named neither a line nor words of the text they were given.
        planted, caught: weaknesses that were planted; those that were found.
        neighbours, alarms: harmless changes; those that were called a weakness.
        counts: whether the reading may be relied on: everything was read and every planted
            weakness was found.
        why_not: why it does not count, "" where it does.
        score: the lowest that any unit got, from 1 to 10; None where nothing was read.
        summaries: what the reader says was read, by unit.
    """

    lens: str
    reader: str
    origin: ReadingOrigin
    text: str
    units: tuple[str, ...]
    unread: Mapping[str, str]
    weaknesses: tuple[PanelWeakness, ...]
    unplaced: int
    planted: int
    caught: int
    neighbours: int
    alarms: int
    counts: bool
    why_not: str
    score: int | None
    summaries: Mapping[str, str]

    @property
    def clean(self) -> bool:
        """Whether it counts and found nothing."""
        return self.counts and not self.weaknesses


@dataclass(frozen=True)
class DeskReading:
    """What the desk editor came to.

    Args:
        reader, origin, text: as in `LensReading`.
        verdict: None where there is no answer that can be read.
        reasons: for a rejection.
        summary: what the paper claims, in the editor's words.
        planted, caught: copies that had to be rejected; those that were.
        counts, why_not: as in `LensReading`.
    """

    reader: str
    origin: ReadingOrigin
    text: str
    verdict: Literal["pass", "reject"] | None
    reasons: tuple[str, ...]
    summary: str
    planted: int
    caught: int
    counts: bool
    why_not: str


@dataclass
class PanelRun:
    """What one run of `read_with_panel` came to.

    Args:
        readings: one for each lens that was asked for, whether or not anybody answered.
        desk: the desk editor's, None where it was not asked for.
        resumed: questions of earlier runs that had no answer and were asked again.
        asked: what became of the questions of this run; None where nothing had to be asked.
        unanswered: why questions of this run have no answer that can be read, by lens and unit.
        addressed: units whose text speaks to its reader, with the words; each was read beside a
            planted copy of itself.
    """

    readings: tuple[LensReading, ...] = ()
    desk: DeskReading | None = None
    resumed: int = 0
    asked: Asked | None = None
    unanswered: dict[str, str] = field(default_factory=dict)
    addressed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A weakness that is to be judged or mended, whoever found it.

    Args:
        identifier: `W3`.
        file, line: where in the paper as it is.
        claim, evidence, severity: as in `records.review.Weakness`.
    """

    identifier: str
    file: str
    line: int
    claim: str
    evidence: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class PanelJudgement:
    """What a judge made of one weakness.

    Args:
        weakness: its identifier.
        classification: one of the four.
        by: the judge's name, `PanelSettings.reader` with the word `judge`.
        reason: why.
        quotation: words that stand in the text; of a PHANTOM those that refute it.
        origin: as in `LensReading`.
        question: to which question the answer was.
    """

    weakness: str
    classification: Classification
    by: str
    reason: str
    quotation: str
    origin: ReadingOrigin
    question: str


@dataclass
class JudgeRun:
    """What one run of `ask_judges` came to.

    Args:
        judgements: of judges who found every planted weakness real; by weakness.
        unjudged: why the others have no judgement, by weakness.
        planted, kept: real weaknesses that were planted; those that were not dismissed.
        phantoms, dismissed: planted claims that the text refutes; those that were dismissed.
        counts, why_not: whether the judge is relied on.
        asked, resumed: as in `PanelRun`.
    """

    judgements: dict[str, PanelJudgement] = field(default_factory=dict)
    unjudged: dict[str, str] = field(default_factory=dict)
    planted: int = 0
    kept: int = 0
    phantoms: int = 0
    dismissed: int = 0
    counts: bool = True
    why_not: str = ""
    asked: Asked | None = None
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that somebody proposes; nothing was applied.

    Args:
        weakness: its identifier.
        edits: `old` stands exactly once in its file; none where `problem` says why.
        note: what is changed and why that is enough.
        by: the mender's name.
        problem: why there is nothing to apply, "" where there is.
        answered: whether anybody answered.
        question: to which question the answer was, "" where nothing was asked.
        lines: how many lines of the files the edits touch.
    """

    weakness: str
    edits: tuple[ProposedEdit, ...]
    note: str
    by: str
    problem: str = ""
    answered: bool = True
    question: str = ""
    lines: int = 0
