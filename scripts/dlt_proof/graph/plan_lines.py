"""The lines of a plan file: where its sections and fields stand, with comments left out.

Not here: what a field's value means, and what a node needs (`plan_file`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import patterns
from ..patterns import pattern
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    #: Told the line, what is wrong with it, and what to do.
    Fault = Callable[[int, str, str], None]

_LINE_END = pattern(r"\r\n?|\n")
# No expression looks for the end of a value: on a long row of blanks that would take for ever.
_HEADING = pattern(r"##[ \t]+(?P<label>\S.*)")
_FIELD = pattern(r"\*\*(?P<name>[^*:]+):\*\*[ \t]*(?P<value>.*)")
_BLANK = " \t"
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_SHOWN = 60


class Line(Record):
    """A line of the text.

    Args:
        number: from 1.
        start: offset of its first character.
        text: without line end, comments blanked, so that offsets stay.
        end: offset behind its line end.
    """

    number: int
    start: int
    text: str
    end: int


class Field(Record):
    """`**name:** value` in a section.

    Args:
        value: without blanks around it.
        start: offset of the value.
        line: the line it stands in.
    """

    name: str
    value: str
    start: int
    line: Line


class Section(Record):
    """`## label` and its fields by name, each the first of its name."""

    label: str
    line: Line
    fields: dict[str, Field]


def read_sections(text: str, fault: Fault) -> tuple[list[Section], set[str]]:
    """The sections of a plan file in their order.

    Args:
        text: of the file, without a byte-order mark.
        fault: told of each line that is none of a plan.

    Returns:
        The sections, and the labels of those that have a line that is a fault, or were left out
        because of a merge conflict or a heading that is none.
    """
    sections: list[Section] = []
    unread: set[str] = set()
    conflicts = _conflicts(text, fault)
    section: Section | None = None
    begun = skipping = False  # after the first heading; in a section that cannot be told
    at_top = False  # of one of the texts of a merge conflict
    for line in lines_of(text, fault):
        heading, field = _HEADING.match(line.text), _FIELD.match(line.text)
        if line.number in conflicts:
            if line.text[:7] in _MARKERS:
                at_top = True
            elif heading:
                unread.add(heading["label"].rstrip(_BLANK))
                at_top, begun, skipping = False, True, True
            elif line.text.strip() and at_top and section is not None:
                # These lines belong to the node above the conflict.
                unread.add(sections.pop().label)
                section, skipping = None, True
        elif not line.text.strip() or (line.text.startswith("# ") and not begun):
            continue  # the second is the file's title
        elif heading:
            section = Section(heading["label"].rstrip(_BLANK), line, {})
            sections.append(section)
            begun, skipping = True, False
        elif line.text.startswith("#"):
            fault(line.number, f"{_shown(line)} is no heading of a node", "expected: `## label`")
            unread.add(line.text.strip("# \t"))
            section, begun, skipping = None, True, True
        elif skipping:
            continue
        elif section is None:
            fault(line.number, f"text before the first `## label`: {_shown(line)}", _free_text())
        elif not field:
            _not_a_field(line, section, fault)
            unread.add(section.label)
        elif field["name"].strip() in section.fields:
            name = field["name"].strip()
            unread.add(section.label)
            fault(line.number, f"{section.label}: the field **{name}:** stands here a second time",
                  f"it stands first in line {section.fields[name].line.number}")  # fmt: skip
        else:
            name, value = field["name"].strip(), field["value"].rstrip(_BLANK)
            section.fields[name] = Field(name, value, line.start + field.start("value"), line)
    return sections, unread


def lines_of(text: str, fault: Fault = lambda *_: None) -> Iterator[Line]:
    """The lines of a text, comments blanked; a comment that nothing ends is a fault."""
    visible = _without_comments(text, fault)
    start = 0
    for number, match in enumerate(_LINE_END.finditer(visible), start=1):
        yield Line(number, start, visible[start : match.start()], match.end())
        start = match.end()
    number = len(_LINE_END.findall(visible)) + 1
    yield Line(number, start, visible[start:], len(visible))


def _without_comments(text: str, fault: Fault) -> str:
    pieces, place = [], 0
    while (begin := text.find("<!--", place)) >= 0:
        end = text.find("-->", begin + 4)
        if end < 0:
            line = len(_LINE_END.findall(text[:begin])) + 1
            fault(line, "this comment does not end, and hides all that follows", "end it with -->")
        end = len(text) if end < 0 else end + 3
        pieces += [text[place:begin], patterns.sub(r"[^\r\n]", " ", text[begin:end])]
        place = end
    return "".join([*pieces, text[place:]])


def _conflicts(text: str, fault: Fault) -> set[int]:
    """The lines of merge conflicts that nobody resolved, also in comments; each is a fault."""
    if not any(7 * sign in text for sign in "<>|"):
        return set()
    found: set[int] = set()
    inside = False
    for number, line in enumerate(_LINE_END.split(text), start=1):
        marker = line[:7] if line[7:8] in ("", " ") else ""
        if marker == "<<<<<<<" or (marker in (">>>>>>>", "|||||||") and not inside):
            fault(
                number,
                f"a merge conflict that was not resolved: {line[:_SHOWN]}",
                "keep one of the two texts, and take the lines with <<<, === and >>> out",
            )
            inside = marker != ">>>>>>>"
            found.add(number)
        elif inside:
            found.add(number)
            inside = marker != ">>>>>>>"
    return found


def _not_a_field(line: Line, section: Section, fault: Fault) -> None:
    stripped = line.text.strip()
    if _FIELD.match(stripped) or _HEADING.match(stripped):
        message = f"{section.label}: {_shown(line)} stands indented"
        fault(line.number, message, "headings and fields begin at the start of their line")
    else:
        message = f"{section.label}: a line `**Field:** value` was expected, not {_shown(line)}"
        fault(line.number, message, f"a field is one line; {_free_text()}")


def _free_text() -> str:
    return "free text belongs into decisions.md or a comment <!-- … -->"


def _shown(line: Line) -> str:
    text = line.text.strip()
    return repr(text[:_SHOWN] + "…" if len(text) > _SHOWN else text)
