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
        noes: of an item that is not answered yes, each no that nobody refuted, for this text or an
            earlier one.
    """

    matter: Matter
    item: Item
    decision: Decision
    verdict: Verdict
    given: Given | None = None
    earlier: Given | None = None
    refused: tuple[str, ...] = ()
    noes: tuple[str, ...] = ()

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

    A no stays until a yes refutes it by a quotation: for the same text that of another name, for a
    text that was changed since that of whoever reads it again.

    Args:
        decisions: what code says of each item.
        labels: all of the paper: a reason may name one.
    """

    def __init__(
        self, decisions: Mapping[tuple[Matter, Item], Decision], labels: Collection[str]
    ) -> None:
        self.decisions, self.labels = decisions, labels
        self.given: dict[tuple[Matter, Item], Given] = {}
        self.earlier: dict[tuple[Matter, Item], Given] = {}
        self._lines: dict[str, tuple[Matter, Item]] = {}
        self._noes: dict[tuple[Matter, Item], dict[str, str]] = {}
        self._earlier_noes: dict[tuple[Matter, Item], list[str]] = {}

    def take(self, matter: Matter, item: Item, answer: Answer, time: str) -> str:
        """Let an answer count.

        Returns:
            Why it does not, "" where it does.
        """
        where = (matter, item)
        problem = problem_of_line(answer.because, matter, item, answer.verdict)
        if problem:
            return problem
        key = line_key(answer.because, self.labels)
        other = self._lines.get(key)
        if other is not None and other != where:
            return f"the very same line answers {other[1].identifier} of {other[0].label}"
        against: tuple[str, ...] = ()
        if answer.verdict == "yes":
            against = self.against(matter, item)
            problem = self._problem_of_overruling(where, answer, against)
            if problem:
                return problem
        else:
            said = _said_no(answer)
            self._noes.setdefault(where, {})[said] = answer.by.casefold()
        self._lines[key] = where
        self.given[where] = Given(answer, time, against)
        return ""

    def take_earlier(self, matter: Matter, item: Item, answer: Answer, time: str) -> None:
        """Remember an answer that was given for another text."""
        where = (matter, item)
        self.earlier[where] = Given(answer, time)
        noes = self._earlier_noes.setdefault(where, [])
        if answer.verdict == "no":
            noes.append(_earlier(_said_no(answer)))
            return
        # What was refuted then needs not to be refuted again.
        refuted = {_earlier(said) for said in answer.against} | set(answer.against)
        self._earlier_noes[where] = [said for said in noes if said not in refuted]

    def against(self, matter: Matter, item: Item) -> tuple[str, ...]:
        """What a yes has to refute: what code found, and each no."""
        found = (f.key for f in self.decisions[matter, item].faults if f.sure)
        return tuple(dict.fromkeys((*found, *self.noes(matter, item))))

    def noes(self, matter: Matter, item: Item) -> tuple[str, ...]:
        """Each no that was given for this text, or for an earlier one and was not refuted then."""
        where = (matter, item)
        return (*self._noes.get(where, ()), *self._earlier_noes.get(where, ()))

    def _problem_of_overruling(
        self, where: tuple[Matter, Item], answer: Answer, against: tuple[str, ...]
    ) -> str:
        if not against:
            return ""
        problem = problem_of_quotation(answer.quotation, where[0])
        if problem:
            return f"{against[0]}; {problem}"
        unseen = [said for said in against if said not in answer.against]
        if unseen:
            return f"found since, and not refuted by it: {unseen[0]}"
        if answer.by.casefold() in self._noes.get(where, {}).values():
            return f"{answer.by} answered no for this very text: another reader refutes it"
        return ""

    def state(self, matter: Matter, item: Item, refused: tuple[str, ...]) -> ItemState:
        """How an item stands after all answers were taken."""
        where = (matter, item)
        decision, given, noes = self.decisions[where], self.given.get(where), self.noes(*where)
        earlier = self.earlier.get(where)
        if given is not None and given.answer.verdict == "no":
            return ItemState(matter, item, decision, "no", given, None, refused, noes)
        if decision.verdict == "yes" and not noes:
            return ItemState(matter, item, decision, "yes", None, None, ())
        if given is not None:
            return ItemState(matter, item, decision, "yes", given, None, refused)
        if decision.verdict == "no":
            return ItemState(matter, item, decision, "no", None, None, refused, noes)
        return ItemState(matter, item, decision, "open", None, earlier, refused, noes)


def _said_no(answer: Answer) -> str:
    return f"{answer.by} answered no: {answer.because}"


def _earlier(said: str) -> str:
    return f"for an earlier text {said}"
