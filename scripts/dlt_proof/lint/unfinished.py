"""A text that is still being written: what is wrong now, apart from what is only not there yet.

Not there yet, hence left out of the short form that hooks use:

- a reference to a planned label whose statement is not written (R21);
- a planned statement that the paper does not have (R25), a lemma that nothing uses (R23);
- the proof or the remark (R5, R24) of a statement behind which its file holds no text, or an
  environment that is still open: the author is at it.

What is open is reported (P1, R3): until it is closed, nothing behind it is read right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .. import patterns
from ..latex import expand_macros
from ..records.findings import Finding
from .context import Context
from .selection import is_reading

_COMMENT = patterns.pattern(r"(?<!\\)%.*")
_END_DOCUMENT = patterns.pattern(r"\\end\s*\{document\}")
_AT_THE_END = frozenset(["R5", "R24"])


def wrong_now(
    context: Context, findings: Iterable[Finding], lines: Callable[[str], Sequence[str]]
) -> list[Finding]:
    """The findings without those that tell of something not there yet.

    Args:
        context: of the run.
        findings: of the run.
        lines: the lines of a file by its name.
    """
    findings = list(findings)
    rules = {finding.rule for finding in findings}
    unwritten = _references_to_unwritten(context) if "R21" in rules else frozenset()
    ends = _statement_ends(context) if rules & _AT_THE_END else {}
    open_files = {finding.file for finding in findings if is_reading(finding.rule)}
    last: dict[str, tuple[int, int]] = {}
    plan_file = context.project.relative(context.project.plan_file)

    def not_yet(finding: Finding) -> bool:
        place = (finding.file, finding.line, finding.column)
        if finding.rule == "R21":
            return place in unwritten
        if finding.rule == "R25":
            return finding.file == plan_file
        if finding.rule in _AT_THE_END and place in ends:
            if finding.file in open_files:
                return True
            if finding.file not in last:
                last[finding.file] = _last_text(lines(finding.file))
            return ends[place] > last[finding.file]
        return finding.rule == "R23"

    return [finding for finding in findings if not not_yet(finding)]


def _references_to_unwritten(context: Context) -> frozenset[tuple[str, int, int]]:
    """Places of the references to statements that are planned and not in the paper."""
    document = context.document
    written = {label.key for label in document.labels}
    planned = set(context.plan or ()) - written
    return frozenset(
        (key.span.file, *document.place(key.span)[:2])
        for key in document.references
        if planned and (key.key in planned or expand_macros(key.key, document.macros) in planned)
    )


def _statement_ends(context: Context) -> dict[tuple[str, int, int], tuple[int, int]]:
    """Where statements end, by where they begin."""
    found = {}
    for statement in context.document.statements:
        line, column, end_line, end_column = context.document.place(statement.environment.span)
        found[statement.environment.span.file, line, column] = (end_line, end_column)
    return found


def _last_text(lines: Sequence[str]) -> tuple[int, int]:
    """Line and column of the last character of a file that is text, before the document's end."""
    text = [_COMMENT.sub("", line) for line in lines]
    for number, line in enumerate(text, start=1):
        if end := _END_DOCUMENT.search(line):
            text[number - 1 :] = [line[: end.start()]]
            break
    for number in range(len(text), 0, -1):
        if text[number - 1].strip():
            return number, len(text[number - 1].rstrip())
    return 0, 0
