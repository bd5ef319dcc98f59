"""R23: a lemma is there to be used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ... import patterns
from ...latex import FileView, Span, Statement, prose
from ...latex.naming import before_tools, numbered, title_words
from ...latex.places import KeysByPlace
from ...latex.references.by_name import is_called, words_of_lemmas
from ...patterns import pattern
from ...records.findings import Finding
from ...records.plan import PROVABLE_KINDS
from ..context import Context
from ..provenance.elsewhere import deferred_to
from ..provenance.sentences import introduction, sentence_around
from ..rule import Observation, Observed, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...latex.references.sentences import Reader

_TODO = pattern(r"\\(?:todo|TODO|fixme|FIXME)\w*")
_DOCUMENT = pattern(r"\\begin\s*\{document\}")
_INTEREST = pattern(
    r"\b(?:independent|own|separate|standalone)\s+(?:\w+\s+)?interest|\bin\s+its\s+own\s+right|\bfor\s+completeness\b",
    patterns.IGNORECASE,
)
_DENIAL = pattern(
    r"(?:\b(?:not|never|nowhere|without|no|avoid\w*)\b|n['’]t\b)[^.;]{0,50}?"
    r"\b(?:us(?:e|ed|ing)|need(?:ed)?|requir\w+|invok\w+|appeal\w*|rel(?:y|ied|ies|ying)|appl\w+|recourse)\b"
)
_OWES = pattern(
    r"\W*(?:\w+\s+){0,3}?(?:of|to|from|by|via|using|follows?|implied|due\s+to)\W+(?!.*\b(?:restat|repeat|formal|version|copy)).*\\[a-zA-Z]*[rR]ef",
    patterns.DOTALL,
)
_HEADING = pattern(r"\W*(?:\w+\s+)?proofs?\b", patterns.IGNORECASE)
# "We now prove the lemmas", "the proofs of our two lemmas": said of them, not with them.
_SAID_OF = pattern(
    r"\b(?:prov(?:e|es|ing)|proofs?[\s~]+(?:of|for)|stat(?:e|es|ing)|collect\w*|contain\w*|present\w*)[\s~]+"
    r"(?:(?:the|these|those|our|this|both|all|some|an?)[\s~]+)+(?:[\w-]+[\s~]+){0,2}?\Z",
    patterns.IGNORECASE,
)
_SAID_WITH = pattern(
    r"\b(?:us(?:e|es|ed|ing)|appl\w+|combin\w+|impl\w+|yields?|gives?|by|from|via|with|follow\w*|needs?|conclude\w*)\b",
    patterns.IGNORECASE,
)
_RESULTS = ("theorem", "proposition", "corollary")


class UnusedLemma(Rule):
    r"""Nothing in the paper uses a lemma: no proof, no statement, no sentence refers to it.

    A reference, its printed number, one in a range, the number of its equation, its title in any
    order of words or "the previous lemma" will do, outside the lemma, its own proof and the words
    that say where that proof is or that it is not used. Nothing is said while the
    paper is being drafted: as long as a `\todo` is left, a statement has no proof yet, or the
    plan has a node that is not written; a paper about to be submitted is no draft. A paper of
    lemmas alone has its result among them.

    **Anti-pattern**

    ```latex
    \begin{lemma}\label{lem:tail} … \end{lemma}
    \begin{proof} … \end{proof}
    \begin{theorem}\label{thm:main} … \end{theorem}
    \begin{proof} Directly from \cref{ass:bounded}. \end{proof}
    ```

    **Best practice**

    ```latex
    \begin{theorem}\label{thm:main} … \end{theorem}
    \begin{proof} By \cref{lem:tail} and \cref{ass:bounded} … \end{proof}
    ```
    """

    id = "R23"
    name = "unused-lemma"
    rule_class = "structure"
    across_documents = True
    description = "Every lemma is used somewhere."

    def observe(self, view: FileView) -> Iterator[Observation]:
        text = view.masked
        if _TODO.search(text):
            yield ("draft",)
        if _DOCUMENT.search(text):
            yield ("whole",)
        words = prose(view)
        yield from self._in_words(view, words)
        for place, name in numbered(text):
            if name.kind == "lemma":
                yield ("number", place, name.value)
        spans = [heading.title for heading in view.headings if _HEADING.match(heading.text)]
        spans += [before_tools(text, proof.option) for proof in view.proofs if proof.option]
        spans += [
            Span(view.name, s.environment.span.start, s.environment.body.start)
            for s in view.statements
            if not _OWES.match(s.environment.option or "")
        ]
        pieces = sorted((span.start, span.end) for span in spans)
        reader: Reader | None = None
        for key in view.references:
            place = key.span.start
            index = bisect_right(pieces, (place, 1 << 62)) - 1
            inside = index >= 0 and place < pieces[index][1]
            if inside or self._only_points(words, text, place):
                yield ("pointer", place)
                continue
            if not _DENIAL.search(text, max(0, place - 100), place + 100):
                continue
            # Imported here: few papers deny that they use a lemma.
            from ...latex.references.roles import role_of
            from ...latex.references.sentences import Reader

            reader = reader or Reader(view, [])
            if reader.in_formula(place):
                continue
            if role_of(reader.around(place, 0, len(text))) == "denied":
                yield ("pointer", place)
        for statement in view.statements:
            if statement.kind == "lemma":
                span = statement.environment.span
                around = words[
                    introduction(words, text, span.start) : min(span.start + 3_000, span.end + 300)
                ]
                if _INTEREST.search(around):
                    yield ("interest", span.start)

    @staticmethod
    def _in_words(view: FileView, words: str) -> Iterator[Observation]:
        """What the text says with lemmas in words; headings and titles of proofs use nothing."""
        titles = sorted(
            (span.start, span.end)
            for span in [
                *(before_tools(view.masked, heading.title) for heading in view.headings),
                *(before_tools(view.masked, p.option) for p in view.proofs if p.option),
            ]
        )
        for row in words_of_lemmas(view, words):
            kind, place = row[:2]
            index = bisect_right(titles, (place, 1 << 62)) - 1
            if index >= 0 and place < titles[index][1]:
                continue
            if kind in ("loose", "titled") and _SAID_OF.search(words, max(0, place - 80), place):
                start, end = sentence_around(words, view.masked, place)
                if not _SAID_WITH.search(words, start, end):
                    continue
            yield row

    @staticmethod
    def _only_points(words: str, masked: str, place: int) -> bool:
        """Whether a sentence only says where the proof of something stands."""
        if "roof" not in words[max(0, place - 300) : place + 300]:
            return False
        start, end = sentence_around(words, masked, place)
        sentence = words[start:end]
        return "roof" in sentence and deferred_to(sentence) is not None

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        seen = [(file, *o) for file, found in observed.items() for o in found]
        kinds = {o[1] for o in seen}
        if "whole" not in kinds:
            return
        if not context.final and ("draft" in kinds or _is_draft(context)):
            return
        document = context.document
        if not any(s.kind in _RESULTS for s in document.statements):
            return
        used = _Uses(context, seen)
        goals = {n.label for n in (context.plan or {}).values() if n.goal}
        interest = {(file, o[0]) for file, kind, *o in seen if kind == "interest"}
        for statement in document.statements:
            span = statement.environment.span
            group = document.repeats.get(span, (statement,))
            if statement.kind != "lemma" or statement != group[0] or statement.label in goals:
                continue
            if (span.file, span.start) in interest or used.uses(statement, group):
                continue
            name = f" {statement.label}" if statement.label else ""
            yield self.at(
                context,
                span._replace(end=min(statement.environment.body.start, span.end)),
                f"nothing uses the lemma{name}",
                "refer to it where it is used, or take it out",
            )


def _is_draft(context: Context) -> bool:
    """Whether a statement still waits for its proof, or the plan for a statement."""
    document = context.document
    proved = {s.environment.span for p in document.proofs for s in p.statements}
    citations = KeysByPlace(document.citations)
    for statement in document.statements:
        span = statement.environment.span
        waits = statement.kind in PROVABLE_KINDS and span not in proved
        if waits and statement.environment.option is None and not citations.inside(span):
            return True
    written = {s.label for s in document.statements}
    nodes = (context.plan or {}).values()
    return any(n.managed and n.label not in written for n in nodes)


class _Uses:
    def __init__(self, context: Context, seen: list[tuple[Any, ...]]) -> None:
        document = context.document
        self.document = document
        pointers = {(o[0], o[2]) for o in seen if o[1] == "pointer"}
        self.references: dict[str, list[Span]] = {}
        for key in document.references:
            if (key.span.file, key.span.start) not in pointers:
                self.references.setdefault(key.key, []).append(key.span)
        self.inside: dict[Span, list[Span]] = {}
        for key, statement in context.named_in_ranges:
            if (key.span.file, key.span.start) not in pointers:
                self.inside.setdefault(statement.environment.span, []).append(key.span)
        self.numbers: dict[str, list[Span]] = {}
        self.titles: list[tuple[Span, set[str]]] = []
        self.loose: list[tuple[Span, bool]] = []
        self.called: list[tuple[Span, tuple[str, ...]]] = []
        self.results: list[Span] = []
        self.equations: dict[int, list[Span]] = {}
        self.displays = sorted(
            (document.reading_order(o[0], o[2]), Span(o[0], o[2], o[2]), o[3])
            for o in seen if o[1] == "display"
        )  # fmt: skip
        for file, kind, *rest in seen:
            if kind in ("number", "titled", "loose", "called", "result", "equation"):
                span = Span(file, rest[0], rest[0])
                if kind == "number":
                    self.numbers.setdefault(rest[1], []).append(span)
                elif kind == "titled":
                    self.titles.append((span, _taken_apart(rest[1])))
                elif kind == "called":
                    self.called.append((span, tuple(rest[1])))
                elif kind == "result":
                    self.results.append(span)
                elif kind == "equation":
                    self.equations.setdefault(rest[1], []).append(span)
                else:
                    self.loose.append((span, bool(rest[1])))
        self.coming = [Span(o[0], o[2], 0) for o in seen if o[1] == "next"]
        self.labels = KeysByPlace(document.labels)
        self.lemmas = sorted(
            (document.reading_order(s.environment.span.file, s.environment.span.start), s)
            for s in document.statements if s.kind == "lemma"
        )  # fmt: skip
        self.places = [place for place, _ in self.lemmas]
        self.provable = sorted(
            (document.reading_order(s.environment.span.file, s.environment.span.start), s)
            for s in document.statements if s.kind in PROVABLE_KINDS
        )  # fmt: skip
        self.provable_places = [place for place, _ in self.provable]
        self.proofs: dict[Span, list[Span]] = {}
        for proof in document.proofs:
            for statement in proof.statements:
                found = self.proofs.setdefault(statement.environment.span, [])
                found.append(proof.environment.span)

    def uses(self, statement: Statement, group: tuple[Statement, ...]) -> bool:
        """Whether anything outside a lemma and its proofs refers to it."""
        own = [s.environment.span for s in group]
        own += [span for s in group for span in self.proofs.get(s.environment.span, ())]
        if self._stands_in_proof(statement, own):
            return True

        def outside(span: Span) -> bool:
            return not any(o.file == span.file and o.start <= span.start < o.end for o in own)

        for span in own:
            for label in self.labels.inside(span):
                if any(outside(place) for place in self.references.get(label.key, ())):
                    return True
        for s in group:
            if any(outside(place) for place in self.inside.get(s.environment.span, ())):
                return True
            for number in self.document.numbers.get(s.environment.span, ()):
                if any(outside(place) for place in self.numbers.get(number, ())):
                    return True
            title = _taken_apart(title_words(s.environment.option or ""))
            if title and any(
                outside(place) and (words <= title or title <= words)
                for place, words in self.titles
            ):
                return True
            named = s.environment.option or ""
            if named and any(
                outside(place) and is_called(named, said) for place, said in self.called
            ):
                return True
            if any(
                outside(place)
                for number in self._equation_numbers(s)
                for place in self.equations.get(number, ())
            ):
                return True
        if any(outside(place) and self._is_previous(place, group) for place in self.results):
            return True
        if any(outside(place) and self._comes_next(place, group) for place in self.coming):
            return True
        return any(
            outside(place) and self._is_meant(place, many, group) for place, many in self.loose
        )

    def _stands_in_proof(self, statement: Statement, own: list[Span]) -> bool:
        span = statement.environment.span
        return any(
            p.environment.span.file == span.file
            and p.environment.span.start < span.start < p.environment.span.end
            and p.environment.span not in own
            for p in self.document.proofs
        )

    def _equation_numbers(self, statement: Statement) -> list[int]:
        """The numbers of the displays in a statement, where equations are counted throughout."""
        if not self.equations:
            return []
        found: list[int] = []
        number = 0
        span = statement.environment.span
        for _, place, numbers in self.displays:
            if place.file == span.file and span.start < place.start < span.end:
                found += range(number + 1, number + numbers + 1)
            number += numbers
        return found

    def _is_previous(self, place: Span, group: tuple[Statement, ...]) -> bool:
        """Whether "the previous result" at a place is this lemma."""
        order = self.document.reading_order
        here = order(place.file, place.start)
        index = bisect_right(self.provable_places, here)
        # The theorem that is being proved is not meant.
        near = [s for _, s in self.provable[max(0, index - 2) : index]]
        return any(s in group for s in near)

    def _comes_next(self, place: Span, group: tuple[Statement, ...]) -> bool:
        """Whether "the following lemma" at a place is this one."""
        index = bisect_right(self.places, self.document.reading_order(place.file, place.start))
        return index < len(self.lemmas) and self.lemmas[index][1] in group

    def _is_meant(self, place: Span, many: bool, group: tuple[Statement, ...]) -> bool:
        """Whether "the previous lemma" at a place is this one."""
        order = self.document.reading_order(place.file, place.start)
        index = bisect_right(self.places, order)
        near = [s for _, s in self.lemmas[max(0, index - (4 if many else 1)) : index]]
        return any(s in group for s in near)


def _taken_apart(words: Iterable[str]) -> set[str]:
    """Words, compound ones as their parts."""
    return {part for word in words for part in word.replace("–", "-").split("-")}
