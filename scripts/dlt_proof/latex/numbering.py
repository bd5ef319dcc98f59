"""The numbers that statements are printed with, worked out from counters.

A proof far from its statement often names it by the printed number. Counters are followed as
LaTeX does, as far as the definitions of the document tell; where a class that nobody can read
here makes the environments, every numbering in use is taken for possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import patterns
from ..patterns import pattern
from .counters import LEVELS, Count, TheoremCounter
from .model import FileView, Macro, Span

_PIECE = pattern(
    r"\\(arabic|Alph|alph|Roman|roman)\s*\{\s*([a-zA-Z@*]+)\s*\}|\\the([a-zA-Z@]+)"
    r"|\\[a-zA-Z]+\s*|[{}]|(.)",
    patterns.DOTALL,
)


def number_statements(
    views: Sequence[FileView], input_at: Mapping[str, tuple[str, int]]
) -> dict[Span, tuple[str, ...]]:
    """The numbers that each statement may be printed with, by its place; none for unnumbered ones.

    Args:
        views: the files of the document in their order.
        input_at: where each file is input.
    """
    by_root: dict[int, list[tuple[tuple[int, ...], str, Count]]] = {}
    places = paths(views, input_at)
    for view in views:
        path = places[view.name]
        for count in view.account.counting:
            event = ((*path, count[0]), view.name, Count(*count))
            by_root.setdefault(path[0], []).append(event)
    macros = views[0].macros if views else {}
    counters: dict[str, TheoremCounter] = {}
    for view in views:
        for name, counter, within, numbered in view.account.counters:
            counters[name] = TheoremCounter(counter, within, numbered)
    found: dict[Span, tuple[str, ...]] = {}
    for events in by_root.values():
        events.sort(key=lambda event: event[0])
        _Counting(counters, macros).run(events, found)
    return found


def paths(
    views: Sequence[FileView], input_at: Mapping[str, tuple[str, int]]
) -> dict[str, tuple[int, ...]]:
    """Where each file is input: the number of its outermost file and the offsets down to it."""
    order = {view.name: number for number, view in enumerate(views)}
    found = {}
    for view in views:
        file, offsets = view.name, []
        while file in input_at:
            file, offset = input_at[file]
            offsets.append(offset)
        found[view.name] = (order.get(file, 0), *reversed(offsets))
    return found


class _Counting:
    def __init__(self, counters: Mapping[str, TheoremCounter], macros: Mapping[str, Macro]) -> None:
        self.theorems = counters
        self.macros = macros
        self.values: dict[str, int] = {}
        self.within: dict[str, str] = {
            name: theorem.within
            for name, theorem in counters.items()
            if theorem.within and not theorem.counter
        }
        self.alias: dict[str, str] = {}
        self.appendix = False
        self.chapters = False
        self.unknown = 0  # statements of environments that nobody defines, all together

    def run(
        self,
        events: Sequence[tuple[tuple[int, ...], str, Count]],
        found: dict[Span, tuple[str, ...]],
    ) -> None:
        self.chapters = any(c.counter == "chapter" for _, _, c in events if c.action == "step")
        for _, file, count in events:
            if count.action == "statement":
                span = Span(file, count.place, count.end)
                found[span] = tuple(dict.fromkeys(self._statement(count)))
            elif count.action == "step":
                self._step(count.counter)
            elif count.action == "appendix":
                self.appendix = True
                self._set("chapter" if self.chapters else "section", 0)
            elif count.action == "alias":
                self.alias[count.counter] = str(count.value)
            elif count.action == "within":
                self.within[self._counter(count.counter)] = str(count.value)
            elif count.action == "without":
                self.within.pop(self._counter(count.counter), None)
            else:
                value = int(count.value)
                before = self.values.get(self._counter(count.counter), 0)
                self._set(count.counter, before + value if count.action == "add" else value)

    def _statement(self, count: Count) -> list[str]:
        theorem = self.theorems.get(count.counter)
        if theorem is None:
            if count.counter.endswith("*"):
                return []
            return self._unknown(str(count.value))
        if not theorem.numbered:
            return []
        counter = self._counter(count.counter)
        self._step(counter)
        return [*self._printed(counter), *self._printed(count.counter)]

    def _unknown(self, kind: str) -> list[str]:
        """Numbers of a statement whose environment is made elsewhere: all that are usual."""
        self.unknown += 1
        found = []
        for counter in (f"* {kind}", "* all"):
            self._step(counter)
            value = self.values[counter]
            self._step(f"{counter} in section")
            self.within[f"{counter} in section"] = "section"
            inside = self.values[f"{counter} in section"]
            found += [str(value), *(f"{prefix}.{inside}" for prefix in self._printed("section"))]
        return found

    def _counter(self, name: str) -> str:
        """The counter that a name stands for in the end."""
        for _ in range(20):
            theorem = self.theorems.get(name)
            if name in self.alias:
                name = self.alias[name]
            elif theorem is not None and theorem.counter and theorem.counter != name:
                name = theorem.counter
            else:
                break
        return name

    def _step(self, name: str) -> None:
        counter = self._counter(name)
        self._set(counter, self.values.get(counter, 0) + 1)

    def _set(self, name: str, value: int) -> None:
        counter = self._counter(name)
        self.values[counter] = value
        if counter in LEVELS:
            below = LEVELS[LEVELS.index(counter) + 1 :]
            # \part does not begin the count of chapters or sections anew.
            inner = [] if counter == "part" else list(below)
        else:
            inner = []
        for other, outer in list(self.within.items()):
            if self._counter(outer) in (counter, *inner) and other != counter:
                inner.append(other)
        for other in dict.fromkeys(inner):
            self.values[other] = 0

    def _printed(self, name: str, depth: int = 0) -> list[str]:
        """The forms in which a counter may be printed: the usual one, and the user's own."""
        counter = self._counter(name)
        value = str(self.values.get(counter, 0))
        if depth > 6:
            return [value]
        outer = self.within.get(counter)
        if counter == "section" and self.chapters:
            outer = "chapter"
        elif counter in ("subsection", "subsubsection"):
            outer = LEVELS[LEVELS.index(counter) - 1]
        if counter == ("chapter" if self.chapters else "section") and self.appendix:
            value = _letter(self.values.get(counter, 0))
        if outer:
            found = [f"{prefix}.{value}" for prefix in self._printed(outer, depth + 1)]
        else:
            found = [value]
        own = self.macros.get(f"the{name}")
        if own is not None and not own.arguments:
            found.append(self._own_form(own.body, depth))
        return list(dict.fromkeys(found))[:4]

    def _own_form(self, body: str, depth: int) -> str:
        pieces = []
        for style, counter, the, character in _PIECE.findall(body):
            if style:
                pieces.append(_styled(style, self.values.get(self._counter(counter), 0)))
            elif the:
                pieces.append(self._printed(the, depth + 1)[-1])
            elif character and not character.isspace():
                pieces.append(character)
        return "".join(pieces)


def _styled(style: str, value: int) -> str:
    if style == "arabic":
        return str(value)
    if style in ("Alph", "alph"):
        return _letter(value) if style == "Alph" else _letter(value).lower()
    digits = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    roman = ""
    for size, sign in digits:
        while 0 < size <= value <= 89:
            roman, value = roman + sign, value - size
    return roman if style == "Roman" else roman.lower()


def _letter(value: int) -> str:
    return chr(ord("A") + value - 1) if 1 <= value <= 26 else str(value)
