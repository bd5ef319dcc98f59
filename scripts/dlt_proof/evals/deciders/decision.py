"""What a decider says of one assertion, with the facts that decided it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...records.findings import Finding
from ..tables import Between

#: So many findings stand in the evidence; their number always does.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an assertion holds.

    Args:
        decided_by: how, in one line.
        examined: how much was looked at; an assertion about nothing does not hold.
        problems: why it does not hold, in words.
        evidence: the facts, as JSON holds them.
    """

    decided_by: str
    examined: int
    problems: Sequence[str] = ()
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.examined > 0 and not self.problems

    @property
    def reasons(self) -> list[str]:
        """Why it does not hold, that there was nothing to look at included; empty where it does."""
        if self.problems:
            return list(self.problems)
        return [] if self.examined else ["there is nothing to look at"]


def told(finding: Finding) -> str:
    """A finding in one line."""
    place = f"{finding.file}:{finding.line}: " if finding.file else ""
    return f"{place}{finding.rule} {finding.message}"


def shown(problems: Iterable[str]) -> list[str]:
    """Problems, cut where there are many, with how many more there are."""
    every = list(problems)
    more = [f"… and {len(every) - _SHOWN} more"] if len(every) > _SHOWN else []
    return [*every[:_SHOWN], *more]


def outside(what: str, value: float | None, wanted: Between | None) -> list[str]:
    """A problem where a number is not where it should be, or is not there."""
    if wanted is None or (value is not None and wanted.holds(value)):
        return []
    ends = [
        f"at {word} {end:g}"
        for word, end in (("least", wanted.least), ("most", wanted.most))
        if end is not None
    ]
    return [f"{what} is {'not there' if value is None else f'{value:g}'}, not {' and '.join(ends)}"]
