"""The skeleton of one masked file: environments, braces, formulas.

One regular expression, one stack, one pass: no recursion, time linear in the size. Environments,
braces and formulas share the stack, so that each is closed in the right order or reported. What
is closed in itself, such as `$x_{ij}$` or `{words}`, is matched as one piece: it cannot change
what stands around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from .. import patterns
from ..patterns import compiled, pattern
from ..records.record import Record

_BLANK_LINE = pattern(r"\n[ \t\r]*\n")
_DOLLARS = (("formula", "$"), ("formula", "$$"))
_CLOSES = {")": "(", "]": "["}


@lru_cache(maxsize=4)
def _tokens(abbreviations: tuple[str, ...]) -> patterns.Pattern[str]:
    """The expression that finds what the stack must see.

    Args:
        abbreviations: the user's macros that stand for `\\begin{…}` or `\\end{…}`.
    """
    edges = "|".join(["begin", "end", *map(patterns.escape, abbreviations)])
    command = rf"\\(?!(?:{edges})(?![a-zA-Z@]))[a-zA-Z@]++|\\[^a-zA-Z@()\[\]]"
    group = rf"\{{(?:[^{{}}\\$]++|{command})*+\}}"
    for _ in range(2):
        group = rf"\{{(?:[^{{}}\\$]++|{command}|{group})*+\}}"
    formula = rf"\$(?:[^{{}}\\$\n]++|\n(?![ \t\r]*\n)|{command}|{group})++\$"
    own = rf"|\\(?P<own>{'|'.join(map(patterns.escape, abbreviations))})(?![a-zA-Z@])"
    return compiled(
        r"\\(?P<edge>begin|end)(?![a-zA-Z@])(?:\s*\{(?P<name>[^{}\\#]*)\})?"
        rf"{own if abbreviations else ''}"
        r"|\\(?P<symbol>[^a-zA-Z@])"
        # Column specifications >{$} and <{$} switch mathematics on for the cells, not here.
        r"|[<>]\{\s*\$\s*\}"
        rf"|(?P<formula>{formula})|(?P<dollar>\$)"
        rf"|{group}|(?P<brace>[{{}}])|(?P<paragraph>\n[ \t\r]*\n)",
        patterns.DOTALL,
    )


class RawEnvironment(Record):
    """Offsets of `\\begin{name}` (start, body_start) and `\\end{name}` (body_end, end)."""

    name: str
    start: int
    body_start: int
    body_end: int
    end: int


class RawFormula(Record):
    """Offsets of a formula between delimiters; `delimiter` is the opening one."""

    delimiter: str
    start: int
    body_start: int
    body_end: int
    end: int


class Structure:
    """What a pass found.

    `problems` holds (offset, rule, message); `open_edges` offset, offset behind it, name, and
    whether it begins it, of environments that are still open where the file ends, or are ended
    where none is open; `one_sided` offsets of the ends of proofs that only one version of the text
    has, see `balance`.
    """

    def __init__(self) -> None:
        self.environments: list[RawEnvironment] = []
        self.formulas: list[RawFormula] = []
        self.problems: list[tuple[int, str, str]] = []
        self.one_sided: list[int] = []
        self.open_edges: list[tuple[int, int, str, bool]] = []


class _Open(Record):
    """Something not yet closed: an environment, a brace or a formula delimiter."""

    kind: str  # "environment", "brace", "formula"
    name: str
    start: int
    end: int


def read_structure(
    masked: str,
    original: str,
    begins: Mapping[str, str],
    ends: Mapping[str, str],
) -> Structure:
    """Find the skeleton of a file.

    Args:
        masked: the masked text.
        original: the text itself: a line with nothing but a comment is no blank line.
        begins, ends: the user's abbreviations of `\\begin{name}` and `\\end{name}`, by macro.
    """
    return _Reader(masked, original, begins, ends).run()


class _Reader:
    def __init__(
        self, masked: str, original: str, begins: Mapping[str, str], ends: Mapping[str, str]
    ) -> None:
        self.masked = masked
        self.original = original
        self.begins = begins
        self.ends = ends
        self.result = Structure()
        self.stack: list[_Open] = []
        self.open: Counter[str] = Counter()  # by kind and name, to know what is worth looking for
        self.unclosed_braces: list[int] = []

    def run(self) -> Structure:
        position: int | None = 0
        while position is not None:
            position = self._run_from(position)
        while self.stack:
            item = self._pop()
            if item.kind == "environment":
                self.result.open_edges.append((item.start, item.end, item.name, True))
            self._give_up(item)
        self.result.open_edges.sort()
        self._report_braces()
        self.result.environments.sort(key=lambda e: (e.start, -e.end))
        self.result.formulas.sort(key=lambda f: f.start)
        self.result.problems.sort()
        return self.result

    def _run_from(self, position: int) -> int | None:
        """Read on from an offset; the offset to go on from where a piece was taken too long."""
        found = self.result.formulas
        for match in _tokens((*self.begins, *self.ends)).finditer(self.masked, position):
            kind = match.lastgroup
            start = match.start()
            if kind == "formula":
                if self.stack and self.stack[-1][:2] in _DOLLARS:
                    # This dollar closes a formula that had to be read piece by piece.
                    return self._dollar(start)
                found.append(RawFormula("$", start, start + 1, match.end() - 1, match.end()))
            elif kind == "name" or kind == "edge":
                self._edge(match, start)
            elif kind == "own":
                self._own(match["own"], start, match.end())
            elif kind == "symbol":
                self._symbol(match["symbol"], start, match.end())
            elif kind == "brace":
                self._brace(match.group(), start)
            elif kind == "dollar":
                return self._dollar(start)
            elif kind == "paragraph" and self.open["formula"]:
                self._paragraph(start, match.end())
        return None

    def _push(self, kind: str, name: str, start: int, end: int) -> None:
        self.stack.append(_Open(kind, name, start, end))
        self.open[kind] += 1
        self.open[f"{kind} {name}"] += 1

    def _pop(self) -> _Open:
        last = self.stack.pop()
        self.open[last.kind] -= 1
        self.open[f"{last.kind} {last.name}"] -= 1
        return last

    def _problem(self, offset: int, rule: str, message: str) -> None:
        self.result.problems.append((offset, rule, message))

    def _give_up(self, item: _Open) -> None:
        """Report something that is never closed."""
        if item.kind == "environment":
            self._problem(item.start, "P1", f"\\begin{{{item.name}}} has no \\end{{{item.name}}}")
        elif item.kind == "formula":
            self._problem(item.start, "P7", f"the formula begun by {item.name} is not closed")
        else:
            self.unclosed_braces.append(item.start)

    def _edge(self, match: patterns.Match[str], start: int) -> None:
        if match["name"] is None:
            self._problem(start, "P1", f"the name behind \\{match['edge']} cannot be read")
        else:
            self._environment(match["edge"], match["name"].strip(), start, match.end())

    def _own(self, macro: str, start: int, end: int) -> None:
        if macro in self.begins:
            self._environment("begin", self.begins[macro], start, end)
        else:
            self._environment("end", self.ends[macro], start, end)

    def _environment(self, word: str, name: str, start: int, end: int) -> None:
        if word == "begin":
            self._push("environment", name, start, end)
            return
        if not self.open[f"environment {name}"]:
            if self.open["environment"] == self.open["environment document"]:
                self.result.open_edges.append((start, end, name, False))
            self._problem(start, "P1", f"\\end{{{name}}} has no \\begin{{{name}}}")
            return
        while True:
            item = self._pop()
            if item.kind == "environment" and item.name == name:
                break
            self._give_up(item)
        self.result.environments.append(RawEnvironment(name, item.start, item.end, start, end))

    def _brace(self, brace: str, start: int) -> None:
        if brace == "{":
            self._push("brace", "{", start, start + 1)
        elif not self.open["brace"]:
            self._problem(start, "P2", "this } closes nothing")
        else:
            while (item := self._pop()).kind != "brace":
                self._give_up(item)

    def _dollar(self, start: int) -> int:
        top = self.stack[-1] if self.stack else None
        double = self.masked.startswith("$$", start)
        if top is not None and top.kind == "formula" and top.name == "$":
            self._formula(start, start + 1)
            return start + 1
        if top is not None and top.kind == "formula" and top.name == "$$":
            end = start + 2 if double else start + 1
            if not double:
                self._problem(start, "P7", "a formula begun by $$ is closed by a single $")
            self._formula(start, end)
            return end
        end = start + 2 if double else start + 1
        self._push("formula", self.masked[start:end], start, end)
        return end

    def _symbol(self, symbol: str, start: int, end: int) -> None:
        if symbol in "([":
            self._push("formula", f"\\{symbol}", start, end)
        elif symbol in _CLOSES:
            opening = f"\\{_CLOSES[symbol]}"
            if not self.open[f"formula {opening}"]:
                self._problem(start, "P7", f"\\{symbol} closes no formula")
                return
            while self.stack[-1].name != opening:
                self._give_up(self._pop())
            self._formula(start, end)

    def _formula(self, start: int, end: int) -> None:
        item = self._pop()
        self.result.formulas.append(RawFormula(item.name, item.start, item.end, start, end))

    def _paragraph(self, start: int, end: int) -> None:
        """A blank line ends every formula: TeX would stop here with `Missing $ inserted`."""
        if not _BLANK_LINE.search(self.original, start, end):
            return
        while self.stack and self.stack[-1].kind == "formula":
            self._give_up(self._pop())

    def _report_braces(self) -> None:
        """One finding for all unclosed braces: usually a single one is missing."""
        if self.unclosed_braces:
            first = min(self.unclosed_braces)
            more = len(self.unclosed_braces) - 1
            also = f" (and {more} more behind it)" if more else ""
            self._problem(first, "P2", f"this {{ is never closed{also}")
