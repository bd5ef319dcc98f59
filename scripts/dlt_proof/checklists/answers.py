"""Which recorded answers count, and what becomes of each item.

The rules are asked of what is filed and again of what is read from the state: a record counts only
while it would be taken today. Not here: what code answers (`deciding`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from ..records.checklists import Answer
from .deciding import Decision
from .items import Item
from .lines import line_key, problem_of_line, problem_of_quotation
from .subjects import Matter

Verdict = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was recorded.

    Args:
        answer: what was said.
        time: when, ISO 8601.
        overrules: what was found or said against it, and is refuted by its quotation.
    """

    answer: Answer
    time: str
    overrules: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ItemState:
    """An item, and how it stands.

    Args:
        matter, item: what is asked of what.
        decision: what code says.
        verdict: `yes`, `no` or `open`.
        given: the answer that counts, None where code answers or nobody does.
        earlier: of an item that nobody answered for this text, the last answer for an earlier one.
        refused: why recorded answers for this text do not count.
    """

    matter: Matter
    item: Item
    decision: Decision
    verdict: Verdict
    given: Given | None = None
    earlier: Given | None = None
    refused: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """Who answers: `code`, a name, or "" for nobody."""
        if self.given is not None:
            return self.given.answer.by
        return "" if self.verdict == "open" else "code"

    @property
    def why(self) -> str:
        """The reason of the answer; of an open item what code saw."""
        return self.given.answer.because if self.given is not None else self.decision.why

    @property
    def doubts(self) -> tuple[str, ...]:
        """What rules found and does not answer no."""
        return tuple(f"{f.rule} {f.says}" for f in self.decision.faults if not f.sure)


class Ledger:
    """Takes answers one after the other, oldest first.

    Args:
        decisions: what code says of each item.
        labels: all of the paper: a reason may name one.
    """

    def __init__(
        self, decisions: Mapping[tuple[Matter, Item], Decision], labels: Collection[str]
    ) -> None:
        self.decisions, self.labels = decisions, labels
        self.given: dict[tuple[Matter, Item], Given] = {}
        self._lines: dict[str, tuple[Matter, Item]] = {}

    def take(self, matter: Matter, item: Item, answer: Answer, time: str) -> str:
        """Let an answer count.

        Returns:
            Why it does not, "" where it does.
        """
        where = (matter, item)
        problem = problem_of_line(answer.because, matter, item, self.labels)
        if problem:
            return problem
        key = line_key(answer.because, matter.labels)
        other = self._lines.get(key)
        if other is not None and other != where:
            return f"the very same line answers {other[1].identifier} of {other[0].label}"
        against = self.against(matter, item) if answer.verdict == "yes" else ()
        if against:
            problem = problem_of_quotation(answer.quotation, matter)
            if problem:
                return f"{against[0]}; {problem}"
            unseen = [fault for fault in against if fault not in answer.against]
            if unseen:
                return f"found since, and not refuted by it: {unseen[0]}"
        self._lines[key] = where
        self.given[where] = Given(answer, time, against)
        return ""

    def against(self, matter: Matter, item: Item) -> tuple[str, ...]:
        """What a yes has to refute: what code found, and a no that was given for this text."""
        found = tuple(f.key for f in self.decisions[matter, item].faults if f.sure)
        before = self.given.get((matter, item))
        if before is not None and before.answer.verdict == "no":
            return (*found, f"{before.answer.by} answered no: {before.answer.because}")
        # Once refuted it stays refuted for this text, also for who answers yes again.
        if before is not None:
            return tuple(dict.fromkeys((*found, *before.overrules)))
        return found

    def state(
        self, matter: Matter, item: Item, earlier: Given | None, refused: tuple[str, ...]
    ) -> ItemState:
        """How an item stands after all answers were taken."""
        decision, given = self.decisions[matter, item], self.given.get((matter, item))
        if given is not None and given.answer.verdict == "no":
            return ItemState(matter, item, decision, "no", given, None, refused)
        if decision.verdict == "yes":
            return ItemState(matter, item, decision, "yes", None, None, ())
        if given is not None:
            return ItemState(matter, item, decision, "yes", given, None, refused)
        if decision.verdict == "no":
            return ItemState(matter, item, decision, "no", None, None, refused)
        return ItemState(matter, item, decision, "open", None, earlier, refused)
