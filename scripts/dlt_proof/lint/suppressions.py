"""Switching a rule off where it stands, with a reason: comments that begin with `dlt:`.

    % dlt: ignore[R15] C is the constant of Section 2, fixed there
    % dlt: ignore[R15, bare-prose] two rules at once, by identifier or name
    % dlt: ignore-file[R19] notes for ourselves

What it covers:

- behind text on a line: that line;
- on a line of its own: the next line that has text; if that line begins an environment or a
  display, all of it (of `\\begin{document}` only the line);
- `ignore-file`: the whole file. It stands in the first 30 lines, or before `\\begin{document}`.

What is found over several lines stands where it begins. The reason is required: without one
nothing is suppressed. What tells that something was not read (`P…`, R3) cannot be suppressed.

A suppression that suppresses nothing is R26, one that is not understood R27. Only comments that
TeX skips as comments count: not `\\%`, not verbatim or dead text, not the body of a macro. R26 is
asked only of rules that were run, and only where the whole paper is reported on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from .. import patterns
from ..latex import FileView
from ..patterns import pattern
from ..records.findings import Edit

#: One suppression as it stands in a file, in plain values that can be stored:
#: kind (`ignore`, `ignore-file`, `late`, `telling`, `unclear`), rules as written with their places
#: (word, line, column, end column), reason, place (line, column, end line, end column), what it
#: covers (first line, its column, last line, its column), and what goes when it is taken out
#: (start, end, text in its place).
Suppression = tuple[
    str,
    tuple[tuple[str, int, int, int], ...],
    str,
    tuple[int, int, int, int],
    tuple[int, int, int, int],
    Edit,
]

#: `ignore-file` further down than this many lines of the body is refused: nobody would see it.
TOP_LINES = 30

_DIRECTIVE = pattern(r"%[ \t]*dlt[ \t]*:[ \t]*([a-z][\w-]*)?", patterns.IGNORECASE)
_RULES = pattern(r"[ \t]*\[([^\[\]\r\n]*)\]")
_RULE = pattern(r"[^\s,;]+")
_BEFORE_REASON = pattern(r"[\s:;,.–—-]*")
_SPACE = pattern(r"\s*")
_LINE_END = pattern(r"\r\n?|\n|\Z")
#: Says of a reference whether it is a use (`graph.told`).
_TELLS_OF_USES = pattern(r"(?:mention|use)s?\Z", patterns.IGNORECASE)
_MEANS_TO_IGNORE = pattern(r"ign|ingo|inor|igor|noqa|disabl|suppr", patterns.IGNORECASE)
#: A line or column behind every other.
FAR = 1 << 60


def suppressions_in(view: FileView) -> tuple[Suppression, ...]:
    """The suppressions of one file, those that are not understood among them."""
    matches = [(m.start(), m) for m in _DIRECTIVE.finditer(view.text)]
    if not matches:
        return ()
    return tuple(_Reader(view).read([match for _, match in matches]))


class _Reader:
    """Reads the directives of a file; a method for each part of what one says."""

    def __init__(self, view: FileView) -> None:
        self.view = view
        self.text = view.text
        self.starts = [start for start, _, _ in view.hidden]
        self.ends_at = _largest_at(view)
        self.body_start = next((e.span.start for e in view.environments if e.name == "document"), 0)
        self.target = -1  # where the text behind the last comment line begins

    def read(self, matches: Sequence[patterns.Match[str]]) -> Iterator[Suppression]:
        for number, match in enumerate(matches):
            comment = self._comment(match.start())
            if comment is None:
                continue
            start, end = comment
            if match.start() != start and self.text[match.start() - 1] == "\\":
                continue  # `\%` in a comment is a per cent sign that somebody took out
            following = matches[number + 1].start() if number + 1 < len(matches) else end
            yield from self._one(match, start, end, min(end, following))

    def _comment(self, offset: int) -> tuple[int, int] | None:
        """The comment that an offset lies in: from its `%` to the end of the line."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return None
        start, end, kind = self.view.hidden[index]
        inside = offset < end and kind == "comment" and self.text.startswith("%", start)
        return (start, end) if inside else None

    def _one(
        self, match: patterns.Match[str], start: int, end: int, stop: int
    ) -> Iterator[Suppression]:
        word = (match[1] or "").lower().replace("_", "-")
        listed = _RULES.match(self.text, match.end(), stop)
        if word not in ("ignore", "ignore-file"):
            if not listed and not _MEANS_TO_IGNORE.match(word):
                return  # some other remark to or about this program
            telling = bool(listed) and _TELLS_OF_USES.match(word) is not None
            if telling and self._said(listed.end() if listed else stop, stop).strip():
                return
            word = "telling" if telling else "unclear"
        behind = listed.end() if listed else match.end()
        place = self._place(match.start(), match.start() + len(self._said(match.start(), stop)))
        line_start = start - self.view.source.position(start)[1] + 1
        alone = _end(_SPACE, self.text, line_start, start) == start
        if word == "ignore-file":
            scope = (0, 0, FAR, FAR)
            if not self._near_top(start):
                word = "late"
        elif alone:
            scope = self._behind(end)
        else:
            scope = (place[0], 0, place[0], FAR)
        reason = ""
        if listed:
            reason = self._said(_end(_BEFORE_REASON, self.text, behind, stop), stop)
        rules = tuple(
            (rule.group(), *self._place(*rule.span())[:2], self._place(*rule.span())[3])
            for rule in (
                _RULE.finditer(self.text, *listed.span(1)) if listed and word != "telling" else ()
            )
        )
        removal = (-1, -1, "")  # something else is said in the same comment: left to the author
        if match.start() == start and stop == end:
            removal = self._removal(line_start, start, end, alone=alone)
        yield (word, rules, reason, place, scope, removal)

    def _said(self, start: int, stop: int) -> str:
        return self.text[start:stop].rstrip()

    def _place(self, start: int, end: int) -> tuple[int, int, int, int]:
        position = self.view.source.position
        return (*position(start), *position(end))

    def _near_top(self, start: int) -> bool:
        return self.view.source.position(start)[0] <= TOP_LINES or start < self.body_start

    def _behind(self, end: int) -> tuple[int, int, int, int]:
        """What a comment on a line of its own covers: the text behind it."""
        if self.target < end:
            self.target = self._next_text(end)
        if self.target >= len(self.text):
            return (FAR, 0, FAR, 0)
        line, column = self.view.source.position(self.target)
        closes = self.ends_at.get(self.target)
        if closes is None:
            return (line, 0, line, FAR)
        return (line, column, *self.view.source.position(closes - 1))

    def _next_text(self, offset: int) -> int:
        """The first offset from here that is neither white space nor skipped by TeX."""
        hidden = self.view.hidden
        index = bisect_right(self.starts, offset)
        while True:
            offset = _end(_SPACE, self.text, offset, len(self.text))
            while index < len(hidden) and hidden[index][1] <= offset:
                index += 1
            if index >= len(hidden) or hidden[index][0] > offset:
                return offset
            if hidden[index][2] not in ("comment", "dead"):
                return offset
            offset = hidden[index][1]

    def _removal(self, line_start: int, start: int, end: int, *, alone: bool) -> Edit:
        """The edit that takes a comment out without changing what is typeset."""
        if alone:
            line_end = _end(_LINE_END, self.text, end, len(self.text))
            if self.text[line_start - 1 : line_start] == "\r" and self.text.startswith(
                "\n", line_end
            ):
                return (start, end, "%")  # the two would become one line end
            return (line_start, line_end, "")
        bare = self.text[line_start:start].rstrip()
        # Without white space before it, the comment also keeps the line end from being a space.
        if line_start + len(bare) == start:
            return (start, end, "%")
        return (line_start + len(bare), end, "")


def _end(expression: patterns.Pattern[str], text: str, start: int, stop: int) -> int:
    match = expression.match(text, start, stop)
    return match.end() if match else start


def _largest_at(view: FileView) -> dict[int, int]:
    """Ends of environments and displays by where they begin, the outermost where several do."""
    ends: dict[int, int] = {}
    for environment in view.environments:
        if environment.name != "document":
            span = environment.span
            ends[span.start] = max(span.end, ends.get(span.start, 0))
    for formula in view.formulas:
        if formula.display:
            ends[formula.span.start] = max(formula.span.end, ends.get(formula.span.start, 0))
    return ends
