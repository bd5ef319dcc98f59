"""What a gate says: its conditions, how each came out, and the figure beside it."""

from dataclasses import dataclass
from typing import Literal

from ..records.findings import Finding

GATES = ("A", "B", "C", "C.5", "D")
PHASES = {
    "A": "plan",
    "B": "preliminaries",
    "C": "proofs",
    "C.5": "sweep",
    "D": "review",
}

Outcome = Literal["holds", "fails", "nothing to check", "not required", "not reached"]


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One condition of a gate.

    Args:
        name: what was looked at.
        outcome: how it came out.
        detail: the figure, or why it does not hold.
        findings: in full.
    """

    name: str
    outcome: Outcome
    detail: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate's outcome: the worst of its checks."""

    gate: str
    checks: tuple[GateCheck, ...]

    @property
    def phase(self) -> str:
        return PHASES[self.gate]

    @property
    def outcome(self) -> Outcome:
        outcomes = [check.outcome for check in self.checks]
        for worst in ("nothing to check", "fails", "not reached"):
            if worst in outcomes:
                return worst
        if outcomes and all(outcome == "not required" for outcome in outcomes):
            return "not required"
        return "holds" if outcomes else "nothing to check"

    @property
    def holds(self) -> bool:
        return self.outcome in ("holds", "not required")
