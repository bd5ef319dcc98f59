"""How results look: text for people and agents, JSON, SARIF and GitHub annotations for machines.

Text is bounded (a long list is cut, with a count and a way to see the rest); the other formats
are always whole.
"""

import json
import sys
from typing import Any

from .. import __version__
from ..records.exit_codes import ExitCode
from ..records.findings import Finding, Report

FORMATS = ("text", "json", "sarif", "github")
TEXT_LIMIT = 50

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def print_report(report: Report, form: str, *, subject: str = "") -> ExitCode:
    """Print a report on stdout.

    Args:
        report: what was found.
        form: one of `FORMATS`.
        subject: what was looked at, for the closing line of the text.

    Returns:
        0 if it holds, 1 if not, 2 if there was nothing to check.
    """
    if form == "json":
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    elif form == "sarif":
        print(json.dumps(as_sarif(report), ensure_ascii=False, indent=2))
    elif form == "github":
        for finding in report.findings:
            print(as_github(finding))
    else:
        print_findings(report.findings)
        print(_closing_line(report, subject))
    if report.nothing_examined and not report.errors:
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if report.ok else ExitCode.FAILS


def print_findings(findings: tuple[Finding, ...] | list[Finding], limit: int = TEXT_LIMIT) -> None:
    """Findings as text, at most `limit` of them."""
    for finding in findings[:limit]:
        print(as_text(finding))
    if len(findings) > limit:
        print(f"… and {len(findings) - limit} more (--format json shows all)")


def as_text(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}: " if finding.line else ""
    place = place or (f"{finding.file}: " if finding.file else "")
    help_text = f"\n    help: {finding.help}" if finding.help else ""
    return f"{place}{finding.severity} {finding.rule} {finding.name}: {finding.message}{help_text}"


def _closing_line(report: Report, subject: str) -> str:
    warnings = len(report.findings) - len(report.errors)
    looked_at = ", ".join(f"{number} {what}" for what, number in report.examined.items())
    if report.nothing_examined and not report.errors:
        return f"{report.command}: there was nothing to check{f' in {subject}' if subject else ''}"
    word = "holds" if report.ok else "does not hold"
    counts = f"{len(report.errors)} errors, {warnings} warnings"
    return f"{report.command} {word}: {looked_at}; {counts}"


def as_github(finding: Finding) -> str:
    """A workflow command that GitHub shows at the line."""

    def escaped(text: str, *, is_property: bool = False) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if is_property else text

    properties = [f"title={escaped(f'{finding.rule} {finding.name}', is_property=True)}"]
    if finding.file:
        properties.insert(0, f"file={escaped(finding.file, is_property=True)}")
    if finding.line:
        properties.append(f"line={finding.line}")
        properties.append(f"endLine={finding.end_line}")
        properties.append(f"col={finding.column}")
    message = finding.message + (f"\n{finding.help}" if finding.help else "")
    return f"::{finding.severity} {','.join(properties)}::{escaped(message)}"


def as_sarif(report: Report) -> dict[str, Any]:
    """The report as a SARIF 2.1.0 log."""
    rules = {finding.rule: finding.name for finding in report.findings}
    return {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "dlt-proof",
                        "version": __version__,
                        "rules": [
                            {"id": rule, "name": name} for rule, name in sorted(rules.items())
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(finding) for finding in report.findings],
            }
        ],
    }


def _sarif_result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": finding.message + (f" {finding.help}" if finding.help else "")},
    }
    if finding.file:
        location: dict[str, Any] = {"artifactLocation": {"uri": finding.file}}
        if finding.line:
            location["region"] = {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endLine": finding.end_line,
                "endColumn": finding.end_column,
            }
        result["locations"] = [{"physicalLocation": location}]
    return result


class Progress:
    """Hints on stderr; a line that is rewritten only on a terminal."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self._live = sys.stderr.isatty()

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, file=sys.stderr)

    def step(self, text: str) -> None:
        """A line that the next one replaces; not shown where stderr is no terminal."""
        if not self.quiet and self._live:
            print(f"\r\x1b[2K{text[:100]}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        if not self.quiet and self._live:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
