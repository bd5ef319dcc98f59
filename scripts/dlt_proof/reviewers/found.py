"""What a deterministic reviewer objects to, before the review gives it a number."""

from dataclasses import dataclass

from ..latex import Document, Span
from ..records.findings import Finding, RuleClass, file_finding
from ..records.review import Severity
from .names import NAMES

_CLASSES: dict[Severity, RuleClass] = {
    "critical": "wrong",
    "major": "unaccounted",
    "minor": "unaccounted",
    "style": "style",
}


@dataclass(frozen=True, slots=True)
class FoundWeakness:
    """One objection.

    Args:
        rule: `V10` and above, a key of `NAMES`.
        statement: the label of the statement that it concerns, "" where that has none.
        file, line, column: where; columns count characters from 1.
        claim: what is wrong, one line, without line numbers: it says the same when text moves.
        evidence: why, with the words or the terms of the text.
        severity: how bad it is if it is real.
    """

    rule: str
    statement: str
    file: str
    line: int
    column: int
    claim: str
    evidence: str
    severity: Severity

    @property
    def key(self) -> str:
        """The same objection in another round: where in the file it stands does not count."""
        return f"{self.rule} {self.statement or self.file}: {self.claim}"

    def as_finding(self) -> Finding:
        """As findings come out: an error where it would be critical or major."""
        return file_finding(
            self.rule,
            NAMES[self.rule],
            self.claim,
            file=self.file,
            line=self.line,
            column=self.column,
            help=self.evidence,
            severity="error" if self.severity in ("critical", "major") else "warning",
            rule_class=_CLASSES[self.severity],
        )


def found_at(
    document: Document,
    span: Span,
    rule: str,
    statement: str,
    claim: str,
    evidence: str,
    severity: Severity,
) -> FoundWeakness:
    """A weakness at the beginning of a span."""
    line, column, *_ = document.place(span)
    return FoundWeakness(rule, statement, span.file, line, column, claim, evidence, severity)
