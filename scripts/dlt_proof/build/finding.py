"""One finding of this room, with what all of them have in common."""

from __future__ import annotations

from ..records.findings import Finding, Severity, file_finding
from .explanations import NAMES


def build_finding(
    rule: str,
    message: str,
    file: str,
    line: int = 0,
    column: int = 0,
    *,
    help: str = "",
    severity: Severity = "error",
) -> Finding:
    """A finding of this room; `line` and `column` 0 where there is no place."""
    return file_finding(
        rule,
        NAMES[rule],
        message,
        file=file,
        line=line if file else 0,
        column=column if file else 0,
        help=help,
        severity=severity,
    )
