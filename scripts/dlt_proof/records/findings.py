"""Findings: what every check of every phase reports, in one shape.

No third-party import: lint pays for whatever is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

Severity: TypeAlias = 'Literal["error", "warning"]'
RuleClass: TypeAlias = 'Literal["wrong", "unaccounted", "structure", "style"]'

FINDINGS_SCHEMA = "dlt-proof/findings/1"


#: Start and end offset in the file, and what replaces the characters between.
Edit = tuple[int, int, str]


class Finding(Record):
    """One thing that is wrong, at one place.

    Args:
        rule: identifier, a letter for the area and a number: `R` lint rules, `P` reading,
            `G` graph and plan, `S` scope, `T` trace, `B` build, `V` review.
        name: the rule's short name, `citation-without-digest`.
        rule_class: `wrong`, `unaccounted`, `structure` or `style`.
        severity: `error` makes a command fail, `warning` does not.
        file: path relative to the project root, with `/`; "" where no file is concerned.
        line, column: from 1; columns count Unicode characters; 0 where there is no place.
        end_line, end_column: one past the last character; equal to the start if unknown.
        message: what is wrong, one line.
        help: what to do about it, one line, may be empty.
        edits: what `--fix` would change in the file: start and end offset of the characters
            that go, and the text that comes in their place. Empty where no safe fix is known.
    """

    rule: str
    name: str
    rule_class: RuleClass
    severity: Severity
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    help: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def fixable(self) -> bool:
        """Whether `--fix` can mend it safely."""
        return bool(self.edits)

    def as_json(self) -> dict[str, Any]:
        """The finding as it stands in `--format json` (schema `dlt-proof/findings/1`)."""
        return {
            "rule": self.rule,
            "name": self.name,
            "class": self.rule_class,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "message": self.message,
            "help": self.help,
            "fixable": self.fixable,
        }


def file_finding(
    rule: str,
    name: str,
    message: str,
    *,
    file: str = "",
    line: int = 0,
    column: int = 0,
    end_line: int | None = None,
    end_column: int | None = None,
    help: str = "",
    severity: Severity = "error",
    rule_class: RuleClass = "wrong",
    edits: tuple[Edit, ...] = (),
) -> Finding:
    """A finding with the defaults of the areas other than lint: an error of class `wrong`."""
    if line and not column:
        column = 1
    return Finding(
        rule=rule,
        name=name,
        rule_class=rule_class,
        severity=severity,
        file=file,
        line=line,
        column=column,
        end_line=line if end_line is None else end_line,
        end_column=column if end_column is None else end_column,
        message=message,
        help=help,
        edits=edits,
    )


class Silenced(Record):
    """A finding that a person's explicit request keeps out of a report.

    Args:
        finding: what was found.
        by: `comment` in the text, or `configuration`.
        reason: the person's words.
    """

    finding: Finding
    by: Literal["comment", "configuration"]
    reason: str


class Report(Record):
    """The outcome of one command: its findings and how much it looked at.

    Args:
        command: the subcommand, `lint`, `plan check`, ….
        findings: in the order of files and lines.
        examined: what was looked at, by kind of thing, `{"files": 12}`. A report that examined
            nothing does not hold: see `nothing_examined`.
        silenced: what was found and is not among `findings`, because a person said why not.
        baselined: how many findings were left out because a baseline holds them; None where
            no baseline was asked for.
        notes: what a reader of the outcome must know besides, one clause each: checks that are
            switched off, entries of a baseline that are out of date.
    """

    command: str
    findings: tuple[Finding, ...]
    examined: Mapping[str, int] = MappingProxyType({})
    silenced: tuple[Silenced, ...] = ()
    baselined: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def suppressed(self) -> int:
        """How many findings were silenced by a person's explicit request."""
        return len(self.silenced)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def nothing_examined(self) -> bool:
        """True when there was nothing to check, which is exit 2 and never a pass."""
        return not any(self.examined.values())

    @property
    def ok(self) -> bool:
        return not self.errors and not self.nothing_examined

    def as_json(self) -> dict[str, Any]:
        errors = len(self.errors)
        data: dict[str, Any] = {
            "schema": FINDINGS_SCHEMA,
            "command": self.command,
            "ok": self.ok,
            "summary": {
                **self.examined,
                "errors": errors,
                "warnings": len(self.findings) - errors,
                "suppressed": self.suppressed,
            },
            "findings": [finding.as_json() for finding in self.findings],
        }
        if self.baselined is not None:
            data["summary"]["baselined"] = self.baselined
        if self.notes:
            data["notes"] = list(self.notes)
        return data


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by file, line, column and rule, without exact repetitions."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.file, f.line, f.column, f.rule, f.message)))
