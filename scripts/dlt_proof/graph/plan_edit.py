"""Changing single fields of a plan file, every other byte kept: comments, order, line ends.

Not here: writing a whole plan (`plan_file.format_plan`).
"""

from __future__ import annotations

from collections.abc import Iterable

from .. import patterns
from ..project.root import PLAN_FILE
from ..records.errors import InputError
from .plan_file import FIELDS, parse_plan, value_problem
from .plan_lines import Section, read_sections

_OPTIONAL = ("Goal", "Check", "Managed")
_BYTE_ORDER_MARK = "\ufeff"
#: What there is of a comment in a line.
_COMMENT = r"<!--.*?(?:-->|$)"


def edit_field(text: str, label: str, field: str, value: str | None) -> str:
    """A plan's text with another value in one field of one node (see `edit_fields`)."""
    return edit_fields(text, [(label, field, value)])


def edit_fields(text: str, changes: Iterable[tuple[str, str, str | None]]) -> str:
    """A plan's text with other values in some fields.

    Args:
        text: of the plan file; it may have faults elsewhere.
        changes: label, field as it is called in the file, and the value as it is written there.
            An optional field that is missing is added; None takes an optional field out. Of
            several changes of one field the last one counts.

    Raises:
        InputError: there is no such node or more than one, it does not read, the field is unknown
            or cannot have this value.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    wanted = {(label, field): value for label, field, value in changes}
    before = parse_plan(text, PLAN_FILE)
    sections: dict[str, list[Section]] = {}
    for section in read_sections(text, lambda *_: None)[0]:
        sections.setdefault(section.label, []).append(section)
    edits = []
    for (label, field), value in wanted.items():
        found = sections.get(label, [])
        if len(found) != 1 or label not in before.nodes:
            how = "does not read" if found or label in before.unread else "is not planned"
            raise InputError(
                f"{label} {'is planned more than once' if len(found) > 1 else how}",
                file=PLAN_FILE,
                line=found[-1].line.number if found else None,
                remedy="`dlt-proof plan check` shows what does not read",
            )
        edits.append(_edit(text, found[0], field, value))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    after = parse_plan(text, PLAN_FILE)
    lost = before.nodes.keys() - after.nodes.keys()
    if lost:  # the value is fine alone, and not in this node
        raise InputError(next(f for f in after.findings if f not in before.findings).message)
    return mark + text


def _edit(text: str, section: Section, field: str, value: str | None) -> tuple[int, int, str]:
    """Start and end of the characters that go, and what comes in their place."""
    place = section.line.number
    if field not in FIELDS:
        known = f"known: {', '.join(FIELDS)}"
        raise InputError(f"there is no field **{field}:**", remedy=known)
    if value is None and field not in _OPTIONAL:
        raise InputError(f"{section.label} needs its **{field}:**", file=PLAN_FILE, line=place)
    problem = "" if value is None else value_problem(field, value)
    if problem:
        raise InputError(f"{section.label}: {problem}", file=PLAN_FILE, line=place)
    there = section.fields.get(field)
    if there is None:
        return _addition(text, section, field, value)
    line = there.line
    written = text[line.start : line.end].rstrip("\r\n")
    if value is None:
        # What is a comment stays: its line then says nothing else.
        comment = " ".join(patterns.findall(_COMMENT, written))
        return line.start, line.start + len(written) if comment else line.end, comment
    end = there.start + len(there.value)
    inside = patterns.findall(_COMMENT, text[there.start : end])
    return there.start, end, " ".join([value, *inside])


def _addition(text: str, section: Section, field: str, value: str | None) -> tuple[int, int, str]:
    """A new line for a field that was not there: where `format_plan` would write it."""
    order = list(FIELDS)
    rank = order.index(field)
    if value is None:
        return section.line.start, section.line.start, ""
    before = [f.line for n, f in section.fields.items() if order.index(n) < rank]
    last = max(before, key=lambda line: line.number, default=section.line)
    row = f"**{field}:** {value}"
    written = text[last.start : last.end]
    ended = written[len(last.text) :]
    if written[: len(last.text)] != last.text:
        # A comment that begins there may go on below: above the line there is none.
        return last.start, last.start, row + (ended or _line_end(text))
    if not ended:
        return last.end, last.end, _line_end(text) + row
    return last.end, last.end, row + ended


def _line_end(text: str) -> str:
    found = patterns.search(r"\r\n?|\n", text)
    return found[0] if found else "\n"
