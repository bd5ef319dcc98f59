"""Whether a statement is accounted for: proved, or sourced, or proved where the text says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ... import patterns
from ...latex import Span, Statement
from ...latex.naming import Named
from ...latex.places import KeysByPlace
from ...patterns import pattern
from ...records.plan import PROVABLE_KINDS
from ...records.record import Record
from ..context import Context
from ..labels import means, prefix_of
from ..rule import Observed

_LEVEL = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4,
          "paragraph": 5, "subparagraph": 6}  # fmt: skip
_APPENDIX_TITLE = pattern(r"\b(?:appendix|appendices|supplement\w*|proofs?)\b", patterns.IGNORECASE)
_FREE_PROOF = 200


class _Told(Record):
    file: str
    offset: int
    names: tuple[Named, ...]
    argued: bool
    every: bool
    words: tuple[str, ...]
    labels: tuple[str, ...]


class Places:
    """What is proved, and which places hold proofs.

    Args:
        context: of the run.
        observed: what `telling` saw, by file.
    """

    def __init__(self, context: Context, observed: Observed) -> None:
        self.context = context
        self._known: dict[Span, bool] = {}
        self.document = document = context.document
        nothing = {(f, o[1]) for f, seen in observed.items() for o in seen if o[0] == "nothing"}
        points = {
            (f, o[1]): o[2:] for f, seen in observed.items() for o in seen if o[0] == "points"
        }
        pointing = []
        self.proved: set[Span] = set()
        self.unpaired: list[Span] = []
        outer: dict[str, int] = {}
        for proof in document.proofs:
            span = proof.environment.span
            if (span.file, span.start) in nothing:
                continue
            if (span.file, span.start) in points:
                pointing.append((proof, *points[span.file, span.start]))
                continue
            self.proved.update(s.environment.span for s in proof.statements)
            if not proof.statements and span.start >= outer.get(span.file, 0):
                self.unpaired.append(span)
            outer[span.file] = max(outer.get(span.file, 0), span.end)
        self.said = {
            Span(f, o[1], 0): o for f, seen in observed.items() for o in seen if o[0] == "statement"
        }
        self.told = [
            _Told(f, o[1], tuple(Named(*n) for n in o[2]), *o[3:])
            for f, seen in observed.items() for o in seen if o[0] == "told"
        ]  # fmt: skip
        self.free = {
            (f, o[1]): o[2] for f, seen in observed.items() for o in seen if o[0] == "free"
        }
        self.appendix = min(
            (document.reading_order(f, o[1])
             for f, seen in observed.items() for o in seen if o[0] == "appendix"),
            default=None,
        )  # fmt: skip
        self.headings = sorted(
            (document.reading_order(h.span.file, h.span.start), h) for h in document.headings
        )
        self.heading_places = [place for place, _ in self.headings]
        self.labels = {key.key: key.span for key in reversed(document.labels)}
        self.by_name: dict[tuple[str, ...], list[_Told]] = {}
        for told in self.told:
            for name in told.names:
                self.by_name.setdefault(self._name_key(name), []).append(told)
        self.labels_in = KeysByPlace(document.labels)

        for proof, words, labels in pointing:
            for statement in proof.statements:
                if self._leads_to_proof(statement, words, labels):
                    self.proved.add(statement.environment.span)

    def _leads_to_proof(
        self, statement: Statement, words: tuple[str, ...], labels: tuple[str, ...]
    ) -> bool:
        """Whether a proof that only says where the proof is leads to one: to a statement or an
        equation, which is an argument, or to a place that holds a proof."""
        if any(label in self.context.label_of for label in labels):
            return True
        if any("equation" in means(prefix_of(label)) for label in labels):
            return True
        return self._holds(statement, words, labels, self._names_of(statement))

    @staticmethod
    def _name_key(name: Named) -> tuple[str, ...]:
        return ("label", name.value) if name.how == "label" else (name.kind or "", name.value)

    def accounted(self, statement: Statement) -> bool:
        """Whether a statement, or another that says the same, is proved or sourced, or is an
        informal version of one that is formal."""
        span = statement.environment.span
        if span not in self._known:
            every = self.document.repeats.get(span, (statement,))
            fine = any(self._is_fine(s) for s in every) or self._is_informal(every)
            informal = [s for s in every if self._says_informal(s)]
            for s in every:
                # Where the formal version lacks a proof, that one is reported.
                excused = s in informal and len(informal) < len(every)
                self._known[s.environment.span] = fine or excused
        return self._known[span]

    def _says_informal(self, statement: Statement) -> bool:
        said = self.said.get(statement.environment.span._replace(end=0))
        return said is not None and bool(said[3])

    def _is_fine(self, statement: Statement) -> bool:
        span = statement.environment.span
        if span in self.proved:
            return True
        said = self.said.get(span._replace(end=0))
        if said is None:
            return False
        _, _, accounted, _, pointers = said
        if accounted:
            return True
        mine = self._names_of(statement)
        for words, labels, names in pointers:
            others = [Named(*n) for n in names if self._names_statement(Named(*n))]
            if others and not any(self._name_key(n) in mine for n in others):
                continue
            if self._holds(statement, words, labels, mine):
                return True
        for key in mine:
            for told in self.by_name.get(key, ()):
                if told.argued or self._holds(statement, told.words, told.labels, mine):
                    return True
        return any(
            self._holds(statement, told.words, told.labels, mine)
            for told in self.told
            if told.every
        )

    def _names_of(self, statement: Statement) -> set[tuple[str, ...]]:
        span = statement.environment.span
        found: set[tuple[str, ...]] = {("label", key.key) for key in self.labels_in.inside(span)}
        found |= {(statement.kind, number) for number in self.document.numbers.get(span, ())}
        return found

    def _names_statement(self, name: Named) -> bool:
        return name.how == "number" or name.value in self.context.label_of

    def _is_informal(self, every: tuple[Statement, ...]) -> bool:
        """A first version of something that is said again, in full, elsewhere."""
        spans = {s.environment.span for s in every}
        informal = {span for span, o in self.said.items() if o[3]}
        if not all(span._replace(end=0) in informal for span in spans):
            return False
        return any(
            s.kind in PROVABLE_KINDS
            and s.environment.span not in spans
            and s.environment.span._replace(end=0) not in informal
            for s in self.document.statements
        )

    # -- where a proof is said to be -----------------------------------------------------------

    def _holds(
        self, statement: Statement, words: tuple[str, ...], labels: tuple[str, ...],
        mine: set[tuple[str, ...]],
    ) -> bool:  # fmt: skip
        """Whether a proof that nothing else claims stands where a sentence sends the reader."""
        if "elsewhere" in words:
            return True
        places = [label for label in labels if ("label", label) not in mine]
        known = [label for label in places if label in self.labels]
        targets = [label for label in known if label not in self.context.label_of]
        if targets:
            return any(self._section_holds(self.labels[label]) for label in targets)
        if places and not known:
            return False
        if "appendix" in words:
            return self._appendix_holds()
        return self._behind_holds(statement)

    def _section_holds(self, place: Span) -> bool:
        order = self.document.reading_order(place.file, place.start)
        index = bisect_right(self.heading_places, order) - 1
        if index < 0:
            return False
        level = _LEVEL[self.headings[index][1].command]
        last = index + 1
        while last < len(self.headings) and _LEVEL[self.headings[last][1].command] > level:
            last += 1
        return self._range_holds(index, last)

    def _range_holds(self, first: int, last: int) -> bool:
        if any(
            self.free.get((h.span.file, h.span.start), 0) >= _FREE_PROOF
            for _, h in self.headings[first:last]
        ):
            return True
        start = self.heading_places[first]
        end = self.heading_places[last] if last < len(self.headings) else (1 << 62,)
        return any(
            start <= self.document.reading_order(span.file, span.start) < end
            for span in self.unpaired
        )

    def _appendix_holds(self) -> bool:
        if self.appendix is not None:
            return self._range_holds_from(self.appendix)
        return any(
            _APPENDIX_TITLE.search(heading.text) and self._section_holds(heading.span)
            for _, heading in self.headings
        )

    def _behind_holds(self, statement: Statement) -> bool:
        span = statement.environment.span
        order = self.document.reading_order(span.file, span.start)
        return any(
            self.document.reading_order(other.file, other.start) > order for other in self.unpaired
        )

    def _range_holds_from(self, place: tuple[int, ...]) -> bool:
        first = bisect_left(self.heading_places, place)
        if first < len(self.headings) and self._range_holds(first, len(self.headings)):
            return True
        return any(
            self.document.reading_order(span.file, span.start) > place for span in self.unpaired
        )
