"""Which statement a proof proves, and which statements are the same one said twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from .. import patterns
from ..patterns import pattern
from ..records.plan import PROVABLE_KINDS
from ..records.record import Record
from .model import FileView, Heading, Proof, ProofEnvironment, Span, Statement
from .naming import Named, kind_of_word, named_in, title_words, without_markup
from .numbering import number_statements, paths
from .ranges import Ranges
from .theorems import plain_words

_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_MAJOR = frozenset(_LEVELS[:4])
_PROOF_HEADING = pattern(r"\bproofs?\b|\bbeweise?\b|\bpreuves?\b", patterns.IGNORECASE)
_PROOF_WORD = pattern(r"^\W*(?:\w+\s+){0,2}?(?:proof|beweis|preuve)\w*")
_AGAIN = pattern(r"\b(?:alternative|another|second|different|other)\b", patterns.IGNORECASE)
#: A part of what the proof before it is about, too.
_OF_PART = pattern(
    r"^\W*(?:proof|beweis) (?:of|for|von) (?:the )?(?:"
    r"(?:part|item|point|assertion|statement|teil)?\s*\((?:[a-h]|[ivx]{1,4}|\d)\)"
    r"|(?:part|item|point|assertion|teil)\s+(?:[a-h]|[ivx]{1,4}|\d)"
    r"|(?:first|second|third|last|other|remaining) (?:part|claim|statement|assertion|half"
    r"|inequality|bound|inclusion|direction|implication)s?|(?:upper|lower) bound"
    r")\W*$",
    patterns.IGNORECASE,
)
_LETTERS = pattern(r"[^\W\d_]+")

#: Of so many statements with a word in their titles one is looked for by it.
_MOST_TITLES = 100
#: A place as a reader of the document comes to it; see `Document.reading_order`.
_Place = tuple[int, ...]


class Pairs(Record):
    """What proofs prove.

    Args:
        proofs: in the order of the files.
        numbers: the numbers each statement may be printed with, by its place.
        repeats: for a statement that is said more than once, all of them, by their places.
    """

    proofs: list[Proof]
    numbers: dict[Span, tuple[str, ...]]
    repeats: dict[Span, tuple[Statement, ...]]


def pair_proofs(
    views: Sequence[FileView], input_at: Mapping[str, tuple[str, int]] | None = None
) -> Pairs:
    """Pair every proof with what it proves.

    A proof that names statements (in its optional argument, in its first words, in the sentence
    before it; by reference, printed number or title) proves those. Otherwise it proves the
    nearest provable statement (or restatement) before it, if none but remarks, lists, figures
    and text lie between and nothing else proved it yet; under a heading that names a statement,
    that one. A proof "of part (b)" right after another proof is of the same statement. Where none
    stands right before it, its own sentences say what it proves. Where this
    is not certain it proves nothing.

    Args:
        views: the files of the document in their order.
        input_at: where each file is input.
    """
    numbers = number_statements(views, input_at or {})
    return _Pairing(views, input_at or {}, numbers).run()


class _Pairing:
    def __init__(
        self,
        views: Sequence[FileView],
        input_at: Mapping[str, tuple[str, int]],
        numbers: dict[Span, tuple[str, ...]],
    ) -> None:
        self.views = {view.name: view for view in views}
        self.numbers = numbers
        self.statements = [statement for view in views for statement in view.statements]
        self.told = {
            statement.environment.span: told
            for view in views
            for statement, told in zip(view.statements, view.account.statements, strict=False)
        }
        self.prefix = paths(views, input_at)
        self.by_label = _by_label(views)
        self.ranges = Ranges(
            ((self._start(s), s) for s in self.statements),
            ((self.place(k.span.file, k.span.start), k) for view in views for k in view.labels),
            self.by_label,
        )
        self.by_number: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            for number in numbers.get(statement.environment.span, ()):
                self.by_number.setdefault((statement.kind, number), []).append(statement)
        self.titles = {s.environment.span: set(self._title_of(s)) for s in self.statements}
        self.by_word: dict[str, list[Statement]] = {}
        for statement in self.statements:
            if statement.kind in PROVABLE_KINDS:
                for word in self.titles[statement.environment.span]:
                    self.by_word.setdefault(word, []).append(statement)
        self.around = {view.name: _proofs_around(view) for view in views}
        self.occurrences = self._occurrences(views)
        self.headings: list[tuple[_Place, Heading]] = sorted(
            (self.place(h.span.file, h.span.start), h) for view in views for h in view.headings
        )
        self.top = min((_LEVELS.index(h.command) for _, h in self.headings), default=0)
        self.heading_places = [place for place, _ in self.headings]
        self.occurrence_places = [place for place, _ in self.occurrences]
        self.repeats = self._find_repeats()
        self.proved: set[Span] = set()
        self.proofs = [
            (proof, told)
            for view in views
            for proof, told in zip(view.proofs, view.account.proofs, strict=False)
        ]
        self.proof_places = sorted(
            self._at(proof)
            for proof, _ in self.proofs
            if proof.environment.span not in self.around[proof.environment.span.file]
        )

    def place(self, file: str, offset: int) -> _Place:
        return (*self.prefix[file], offset)

    def _occurrences(self, views: Sequence[FileView]) -> list[tuple[_Place, Statement]]:
        """Statements, and the commands that repeat one, as a reader meets them."""
        restatable = {name: s for view in views for name, s in view.restatable.items()}
        found = [(self._start(s), s) for s in self.statements]
        found += [
            (self.place(view.name, start), restatable[name])
            for view in views
            for start, _, name in view.restated
            if name in restatable
        ]
        return sorted(found, key=lambda item: item[0])

    def _start(self, statement: Statement) -> _Place:
        span = statement.environment.span
        return self.place(span.file, span.start)

    # -- statements said twice ----------------------------------------------------------------

    def _find_repeats(self) -> dict[Span, tuple[Statement, ...]]:
        leader: dict[Span, Span] = {}

        def find(span: Span) -> Span:
            while leader.get(span, span) != span:
                span = leader[span]
            return span

        same_words: dict[tuple[str, str], Span] = {}
        followed = self._followed_by_proof()
        for statement in self.statements:
            span = statement.environment.span
            if span not in self.told:
                continue
            _, _, names, words = self.told[span]
            for named in names:
                for other in self._resolve(Named(*named), statement.kind):
                    if other.environment.span != span and other.kind == statement.kind:
                        leader[find(span)] = find(other.environment.span)
            if words:
                first = same_words.setdefault((statement.kind, words), span)
                # Two that each have a proof are two, in whatever words.
                if first != span and not (first in followed and span in followed):
                    leader[find(span)] = find(first)
        groups: dict[Span, list[Statement]] = {}
        for statement in self.statements:
            groups.setdefault(find(statement.environment.span), []).append(statement)
        return {
            s.environment.span: tuple(group)
            for group in groups.values()
            if len(group) > 1
            for s in group
        }

    def _followed_by_proof(self) -> set[Span]:
        """The statements behind which, before another one, a proof stands."""
        found = set()
        for view in self.views.values():
            things: list[tuple[int, Span | None]] = [
                (s.environment.span.start, s.environment.span)
                for s in view.statements
                if s.kind in PROVABLE_KINDS
            ]
            things += [(proof.environment.span.start, None) for proof in view.proofs]
            things.sort(key=lambda thing: thing[0])
            for (_, span), (_, following) in pairwise(things):
                if span is not None and following is None:
                    found.add(span)
        return found

    def _group(self, statement: Statement) -> tuple[Statement, ...]:
        return self.repeats.get(statement.environment.span, (statement,))

    # -- names --------------------------------------------------------------------------------

    def _resolve(self, named: Named, kind: str | None = None) -> list[Statement]:
        """The statements a name may mean."""
        if named.how == "label":
            found = self.by_label.get(named.value)
            return [found] if found is not None and found.kind in PROVABLE_KINDS else []
        if named.how == "range":
            first, _, last = named.value.partition(",")
            return [s for s in self.ranges.inside(first, last) if s.kind in PROVABLE_KINDS]
        kinds = [named.kind] if named.kind else [kind] if kind else []
        if named.kind == "claim":
            kinds = ["claim", "other", "remark"]
        return [s for k in kinds for s in self.by_number.get((k or "", named.value), [])]

    def _named(self, names: Iterable[Sequence[str | None]]) -> list[Statement]:
        found = [s for name in names for s in self._resolve(Named(*name))]  # type: ignore[arg-type]
        return list(dict.fromkeys(found))

    def _title_of(self, statement: Statement) -> Iterator[str]:
        printed, title, _, _ = self.told.get(statement.environment.span, ("", "", (), ""))
        yield from title.split()
        yield from title_words(printed)
        if statement.label and "main" in _LETTERS.findall(statement.label.lower()):
            yield "main"

    def _titled(self, words: str, kind: str | None, before: _Place) -> list[Statement]:
        """The statement that the words of a title mean; the nearest before a place if several."""
        wanted = set(words.split())
        if not wanted:
            return []
        found = []
        likely = (s for word in wanted for s in self.by_word.get(word, ())[:_MOST_TITLES])
        for statement in dict.fromkeys(likely):
            title = self.titles[statement.environment.span]
            same = wanted <= title or (title <= wanted and len(title) > 1)
            if same and not self._is_proved(statement):
                found.append(statement)
        found = [s for s in found if kind in (None, s.kind)] or found
        if not found and wanted == {"main"}:
            theorems = [s for s in self.statements if s.kind == "theorem"]
            found = [s for s in theorems if not self._is_proved(s)]
            return found if len(found) == 1 else []
        found.sort(key=self._start)
        earlier = [s for s in found if self._start(s) < before]
        return earlier[-1:] or found[:1]

    # -- pairing ------------------------------------------------------------------------------

    def run(self) -> Pairs:
        meant = [self._named(told[0]) for _, told in self.proofs]
        for found in meant:
            self._mark(found)
        for index, (proof, told) in enumerate(self.proofs):
            if not meant[index] and told[1]:
                meant[index] = self._titled(told[1], _kind_said(proof.option_text), self._at(proof))
                self._mark(meant[index])
        for index, (proof, told) in enumerate(self.proofs):
            if not meant[index] and not told[0]:
                meant[index] = self._as_before(index, meant)
            if not meant[index]:
                lost = any(name[1] == "label" for name in told[0])
                nearest = self._nearest(proof, both=told[2] and not lost, lost=lost)
                span = proof.environment.span
                # "We prove Theorem 1" at its beginning says more than a statement some way above.
                if not any(_is_right_before(s, span) or _contains(s, span) for s in nearest):
                    nearest = self._said_free(proof, told[5]) or nearest
                nearest = nearest or self._said_free(proof, told[4])[:1]
                meant[index] = nearest or self._said_free(proof, told[6])
                self._mark(meant[index])
        self._remaining(meant)
        result = []
        for (proof, _), found in zip(self.proofs, meant, strict=True):
            every = list(dict.fromkeys(s for f in found for s in (f, *self._group(f))))
            label = next((s.label for s in every if s.label), None)
            if found and found[0].label:
                label = found[0].label
            result.append(Proof(proof.environment, label, tuple(every)))
        return Pairs(result, self.numbers, self.repeats)

    def _as_before(self, index: int, meant: list[list[Statement]]) -> list[Statement]:
        """What a proof "of part (b)" is about: the same as the one before it, if none begins
        between them."""
        proof = self.proofs[index][0]
        if index == 0 or not _OF_PART.match(proof.option_text):
            return []
        first = bisect_left(self.occurrence_places, self._at(self.proofs[index - 1][0]))
        last = bisect_left(self.occurrence_places, self._at(proof))
        return meant[index - 1] if first == last else []

    def _mark(self, found: Iterable[Statement]) -> None:
        for statement in found:
            self.proved.update(s.environment.span for s in self._group(statement))

    def _at(self, proof: ProofEnvironment) -> _Place:
        span = proof.environment.span
        return self.place(span.file, span.start)

    def _is_proved(self, statement: Statement) -> bool:
        return statement.environment.span in self.proved

    def _nearest(self, proof: ProofEnvironment, *, both: bool, lost: bool) -> list[Statement]:
        """What a proof without a name proves, or one whose name leads nowhere (`lost`)."""
        span = proof.environment.span
        at = self._at(proof)
        enclosing = list(self._headings_around(at))
        # A heading that begins the proof has no name in it, or the proof would be paired.
        begins = [h for h in enclosing if self.place(h.span.file, h.span.start) == at]
        enclosing = [h for h in enclosing if h not in begins]
        inner = self.around[span.file].get(span)
        major = [self.place(h.span.file, h.span.start) for h in enclosing if h.command in _MAJOR]
        limit: _Place = max(major, default=(at[0],))
        if inner is not None:
            limit = self.place(inner.file, inner.start)
        if _AGAIN.search(proof.option_text):
            return []
        kind = _kind_said(proof.option_text)
        found: list[Statement] = []
        last = bisect_left(self.occurrence_places, at)
        for index in range(last - 1, -1, -1):
            place, statement = self.occurrences[index]
            if place < limit or (found and not both):
                break
            if _contains(statement, span):
                free = statement.kind in PROVABLE_KINDS and not self._is_proved(statement)
                return [statement] if free and not found else found
            if statement.kind in PROVABLE_KINDS:
                if self._is_proved(statement):
                    first = not found and not lost and _is_right_before(statement, span)
                    if first and not self._proof_between(statement, at):
                        return [statement]  # a sketch; the whole proof stands elsewhere
                    if found or lost:
                        break
                    if kind is None and inner is not None:
                        return []
                elif lost and not _is_right_before(statement, span):
                    break
                elif kind is None or statement.kind == kind or (not found and kind == "proof"):
                    found.append(statement)
            elif statement.kind not in ("remark", "other") and not found:
                break
        if found:
            return found[::-1]
        if inner is not None:
            return []
        return self._from_headings([*begins, *enclosing], at, kind)

    def _headings_around(self, at: _Place) -> Iterator[Heading]:
        """The headings that a place stands under, innermost first."""
        level = len(_LEVELS)
        for index in range(bisect_left(self.heading_places, (*at, 0)) - 1, -1, -1):
            place, heading = self.headings[index]
            if place[0] != at[0]:
                break
            own = _LEVELS.index(heading.command)
            if own < level:
                level = own
                yield heading
            if level <= self.top:
                break

    def _from_headings(
        self, headings: Sequence[Heading], at: _Place, kind: str | None
    ) -> list[Statement]:
        """What the innermost heading that speaks of a proof says is proved under it."""
        for number, heading in enumerate(headings):
            speaks = bool(_PROOF_HEADING.search(heading.text))
            if not speaks and not any(_PROOF_HEADING.search(h.text) for h in headings[number:]):
                continue
            references = self.views[heading.span.file].references
            first = bisect_left(references, heading.title.start, key=lambda k: k.span.start)
            last = bisect_left(references, heading.title.end, key=lambda k: k.span.start)
            keys = references[first:last]
            names = [tuple(n) for _, n in named_in(heading.text, keys, heading.title.start)]
            if names:
                free = [s for s in self._named(names) if not self._is_proved(s)]
                if free:
                    return free if self._is_alone_under(heading) else free[:1]
                continue
            if not speaks:
                continue
            words = " ".join(title_words(heading.text))
            titled = self._titled(words, _kind_said(heading.text), at)
            if titled:
                return titled
            place = self.place(heading.span.file, heading.span.start)
            before = bisect_left(self.occurrence_places, place)
            for _, statement in reversed(self.occurrences[max(0, before - 1) : before]):
                fits = _kind_said(heading.text) in (None, statement.kind) and not words
                if fits and statement.kind in PROVABLE_KINDS and not self._is_proved(statement):
                    return [statement]
        return []

    def _proof_between(self, statement: Statement, at: _Place) -> bool:
        """Whether another proof begins between a statement and a place."""
        index = bisect_left(self.proof_places, at)
        return index > 0 and self.proof_places[index - 1] > self._start(statement)

    def _said_free(
        self, proof: ProofEnvironment, names: Iterable[Sequence[str | None]]
    ) -> list[Statement]:
        """What a proof or its section sets out to prove, and nothing else proves."""
        if proof.environment.span in self.around[proof.environment.span.file]:
            return []
        return [s for s in self._named(names) if not self._is_proved(s)]

    def _is_alone_under(self, heading: Heading) -> bool:
        """Whether only one proof stands under a heading."""
        start = self.place(heading.span.file, heading.span.start)
        index = bisect_left(self.heading_places, start) + 1
        level = _LEVELS.index(heading.command)
        while index < len(self.headings):
            place, other = self.headings[index]
            if place[0] != start[0] or _LEVELS.index(other.command) <= level:
                break
            index += 1
        end = self.heading_places[index] if index < len(self.headings) else (1 << 62,)
        first = bisect_left(self.proof_places, start)
        return bisect_left(self.proof_places, end) - first == 1

    def _remaining(self, meant: list[list[Statement]]) -> None:
        """Give proofs that name a number nobody can place to the statements nobody proves.

        Only where as many of a kind are left on both sides: then only the numbers were misread.
        """
        open_proofs: dict[str, list[int]] = {}
        for index, (_, told) in enumerate(self.proofs):
            kinds = {name[0] for name in told[0] if name[1] == "number"}
            if not meant[index] and len(kinds) == 1:
                open_proofs.setdefault(str(kinds.pop()), []).append(index)
        for index, (proof, told) in enumerate(self.proofs):
            kind = _kind_said(proof.option_text)
            if not meant[index] and not told[0] and not told[1] and kind:
                open_proofs.setdefault(kind, []).append(index)
        for kind, indices in open_proofs.items():
            free = [s for _, s in self.occurrences if s.kind == kind and not self._is_proved(s)]
            free = list(dict.fromkeys(free))
            if len(free) == len(indices):
                for index, statement in zip(sorted(indices), free, strict=True):
                    meant[index] = [statement]
                    self._mark(meant[index])


def _kind_said(text: str) -> str | None:
    """The kind in "Proof of the theorem", None where none is said."""
    words = _PROOF_WORD.sub("", plain_words(without_markup(text)))
    return next((kind for word in _LETTERS.findall(words) if (kind := kind_of_word(word))), None)


def _by_label(views: Sequence[FileView]) -> dict[str, Statement]:
    """Statements by their own label, then by any other label inside them."""
    found = {s.label: s for view in reversed(views) for s in reversed(view.statements) if s.label}
    for view in views:
        starts = [key.span.start for key in view.labels]
        for statement in reversed(view.statements):  # inner ones first
            span = statement.environment.span
            for key in view.labels[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
                found.setdefault(key.key, statement)
    return found


def _proofs_around(view: FileView) -> dict[Span, Span]:
    """For each proof that stands in another one, the innermost such."""
    found: dict[Span, Span] = {}
    open_proofs: list[Span] = []
    for proof in view.proofs:
        span = proof.environment.span
        while open_proofs and open_proofs[-1].end < span.end:
            open_proofs.pop()
        if open_proofs:
            found[span] = open_proofs[-1]
        open_proofs.append(span)
    return found


def _is_right_before(statement: Statement, proof: Span) -> bool:
    """Whether hardly anything stands between a statement and a proof."""
    span = statement.environment.span
    return span.file == proof.file and 0 <= proof.start - span.end < 80


def _contains(statement: Statement, span: Span) -> bool:
    outer = statement.environment.span
    return outer.file == span.file and outer.start <= span.start and span.end <= outer.end
