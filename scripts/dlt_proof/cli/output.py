"""How results look: text for people and agents, JSON, SARIF and GitHub annotations for machines.

Text is bounded (a long list is cut, with a count and a way to see the rest); the other formats
are always whole.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

from ..project import Project
from ..records.exit_codes import ExitCode
from ..records.findings import Finding, Report
from .excerpt import excerpt, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMATS = ("text", "json", "sarif", "github")
TEXT_LIMIT = 50
#: The short form says no more than this at once: a hook's words go into somebody's work.
SHORT_LIMIT = 10
#: Columns where there is no terminal to ask.
_WIDTH = 120

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "bold": "\x1b[1m", "dim": "\x1b[2m"}
_PLAIN = "\x1b[0m"

#: The lines of a file by its name.
Lines = Callable[[str], Sequence[str]]


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON on stdout; without `indent` on one line."""
    import json  # not for those who read text: it takes longer to start than a rule

    print(json.dumps(value, ensure_ascii=False, indent=indent))


def print_report(
    report: Report,
    form: str,
    *,
    subject: str = "",
    project: Project | None = None,
    statistics: bool = False,
) -> ExitCode:
    """Print a report on stdout.

    Args:
        report: what was found.
        form: one of `FORMATS`.
        subject: what was looked at, for the closing line of the text.
        project: where the files lie, to show lines of them.
        statistics: how often each rule found something; in text, instead of the findings.

    Returns:
        0 if it holds, 1 if not, 2 if there was nothing to check.
    """
    if form == "json":
        data = report.as_json()
        if statistics:
            data["statistics"] = count_by_rule(report.findings)
        print_json(data)
    elif form == "sarif":
        from .sarif import as_sarif

        print_json(as_sarif(report, project))
    elif form == "github":
        from .github import github_lines

        for line in github_lines(report, project):
            print(line)
    else:
        if statistics:
            _print_statistics(report.findings)
        else:
            print_findings(report.findings, lines=project.lines if project else None)
        print(_closing_line(report, subject))
    return exit_code(report)


def exit_code(report: Report) -> ExitCode:
    """What a report's outcome means for the exit status."""
    if report.nothing_examined and not report.errors:
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if report.ok else ExitCode.FAILS


def print_short(report: Report) -> ExitCode:
    """Print the errors alone, one line each, at most `SHORT_LIMIT`; nothing when there is none.

    What could not be read comes first: other findings may be its consequences.
    """
    errors = sorted(report.errors, key=lambda f: not (f.rule == "R3" or f.rule.startswith("P")))
    for finding in errors[:SHORT_LIMIT]:
        print(_headline(finding, _paint()))
    rest = len(errors) - SHORT_LIMIT
    if rest > 0:
        print(f"{_ellipsis()} and {_number(rest, 'more error')} (`dlt-proof lint` shows all)")
    code = exit_code(report)
    if code == ExitCode.BAD_INPUT:
        print(_closing_line(report, ""))
    return code


def print_findings(
    findings: Sequence[Finding], limit: int = TEXT_LIMIT, *, lines: Lines | None = None
) -> None:
    """Findings as text, at most `limit` of them.

    Args:
        findings: in the order they are shown.
        limit: how many.
        lines: to show the lines they are about.
    """
    paint = _paint()
    width, encoding = terminal_width(), sys.stdout.encoding or "utf-8"
    read: dict[str, Sequence[str]] = {}
    for finding in findings[:limit]:
        print(_headline(finding, paint))
        if lines is not None and finding.line:
            if finding.file not in read:
                read[finding.file] = lines(finding.file)
            shown = excerpt(finding, read[finding.file], width=width, encoding=encoding)
            for line, colour in zip(shown, ("", finding.severity), strict=False):
                gutter, text = line[:8], line[8:]
                print(f"{paint(gutter, 'dim')}{paint(text, colour)}")
        if finding.help:
            print(_help(finding, lines is not None))
    if len(findings) > limit:
        print(f"{_ellipsis()} and {len(findings) - limit} more (--format json shows all)")


def as_text(finding: Finding) -> str:
    """A finding without the line it is about, and without colour."""
    help_text = f"\n{_help(finding, False)}" if finding.help else ""
    return _headline(finding, lambda text, _: text) + help_text


def _headline(finding: Finding, paint: Callable[[str, str], str]) -> str:
    file = printable(finding.file)
    place = f"{file}:{finding.line}:{finding.column}: " if finding.line else ""
    place = place or (f"{file}: " if file else "")
    severity = paint(finding.severity, finding.severity)
    rule = paint(finding.rule, "bold")
    return f"{place}{severity} {rule} {finding.name}: {printable(finding.message)}"


def _help(finding: Finding, below_excerpt: bool) -> str:
    return f"{'      = ' if below_excerpt else '    '}help: {printable(finding.help)}"


def count_by_rule(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """How often each rule found something, most often first."""
    rows: dict[str, dict[str, Any]] = {}
    for finding in findings:
        row = rows.setdefault(
            finding.rule,
            {"rule": finding.rule, "name": finding.name, "class": finding.rule_class,
             "count": 0, "errors": 0, "warnings": 0, "fixable": 0},
        )  # fmt: skip
        row["count"] += 1
        row[f"{finding.severity}s"] += 1
        row["fixable"] += finding.fixable
    return sorted(rows.values(), key=lambda row: (-row["count"], row["rule"]))


def _print_statistics(findings: Sequence[Finding]) -> None:
    for row in count_by_rule(findings):
        parts = [_number(row[f"{s}s"], s) for s in ("error", "warning") if row[f"{s}s"]]
        if row["fixable"]:
            parts.append(f"{row['fixable']} fixable")
        print(f"{row['count']:>6}  {row['rule']:<4} {row['name']:<28} {', '.join(parts)}".rstrip())


def _closing_line(report: Report, subject: str) -> str:
    warnings = len(report.findings) - len(report.errors)
    if report.nothing_examined and not report.errors:
        return f"{report.command}: there was nothing to check{f' in {subject}' if subject else ''}"
    word = "holds" if report.ok else "does not hold"
    looked_at = ", ".join(_counted(number, what) for what, number in report.examined.items())
    counts = [_number(len(report.errors), "error"), _number(warnings, "warning")]
    if report.suppressed:
        counts.append(f"{report.suppressed} suppressed")
    if report.baselined is not None:
        counts.append(f"{report.baselined} in the baseline")
    clauses = [", ".join(counts), *map(printable, report.notes)]
    return f"{report.command} {word}: {looked_at}; {'; '.join(clauses)}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _counted(count: int, plural: str) -> str:
    return f"{count} {plural.removesuffix('s') if count == 1 else plural}"


def _ellipsis() -> str:
    """On a terminal that lacks the sign it would come out as a question mark."""
    try:
        "…".encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "..."
    return "…"


def terminal_width() -> int:
    """Columns there are for a text."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return max(40, int(columns))
    if not sys.stdout.isatty():
        return _WIDTH
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):  # no terminal of the system's after all
        return _WIDTH


def _paint() -> Callable[[str, str], str]:
    """Colours a text, on a terminal whose user did not ask for none."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if not wanted or os.environ.get("TERM") == "dumb":
        return lambda text, _: text
    return lambda text, colour: f"{_COLOURS[colour]}{text}{_PLAIN}" if colour else text


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
