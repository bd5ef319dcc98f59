"""Statements and proofs as reviewers read them: words, with the formulas between as marks.

Not here: what a sentence means, which each reviewer asks for itself.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from ..graph.uses import read_uses
from ..latex import Document, Environment, FileView, Key, Span, Statement, expand_macros
from ..lint.probability.passages import BREAK, CITATION, FORMULA, REFERENCE, read_passage
from ..mathematics.formula import Relation, relation_aliases, relations
from ..mathematics.translation import symbols_in
from ..mathematics.translation.names import plain_text
from .paper import ReviewedPaper

__all__ = [
    "BREAK",
    "CITATION",
    "FORMULA",
    "REFERENCE",
    "Reading",
    "read",
    "same",
    "terms_of",
    "used_in_proof",
]

_T = TypeVar("_T")
_OPENING = re.compile(
    r"\s*(?:\$\$?|\\\(|\\\[|\\begin\s*\{(?P<name>[a-zA-Z]+\*?)\}(?:\s*\{[^{}]*\})?)"
)
_CLOSING = re.compile(r"(?:\$\$?|\\\)|\\\]|\\end\s*\{[a-zA-Z]+\*?\})\s*$")
_ENDS_INSIDE = re.compile(r"\\\]|\$\$?|\\\)(?=\s*\S)")
_EDGES = re.compile(r"^\s*\}|\\(?:text[a-z]*|mbox|(?:short)?intertext)\s*\{\s*$")
_NO_MATHEMATICS = re.compile(r"\\(?:label|tag\*?|qedhere|nonumber|notag)\b\s*(?:\{[^{}]*\})?")
_WORDS_INSIDE = re.compile(
    r"\\(?:text[a-z]*|mbox|operatorname\*?|mathrm|mathsf|label|ref|eqref)\s*\{[^{}]*\}"
)
_JOINED = frozenset(["multline", "multline*"])


class Reading:
    """A statement or a proof, without the statements and proofs inside it.

    Attributes:
        words: lower case; `FORMULA`, `REFERENCE`, `CITATION` and `BREAK` are marks.
        sentences: the numbers of their first word and of the one behind their last.
        passage: what the readers of `lint.probability` take.
        references, citations: what it refers to and cites, by place.
    """

    def __init__(self, document: Document, view: FileView, environment: Environment) -> None:
        body = environment.body
        environments = (
            [s.environment for s in view.statements],
            [p.environment for p in view.proofs],
        )
        inside = [
            (other.span.start, other.span.end)
            for group in environments
            for other in _between(group, body, lambda found: found.span.start)
            if other.span.end <= body.end
        ]
        self.document, self.file = document, body.file
        self.without = _outermost(inside)
        self.passage = read_passage(view, body.start, body.end, self.without)
        self.words = self.passage.words
        self.sentences = self.passage.sentences
        self.references, self.citations = (
            [
                key
                for key in _between(keys, body, lambda key: key.span.start)
                if not any(a <= key.span.start < b for a, b in self.without)
            ]
            for keys in (view.references, view.citations)
        )
        self._aliases = relation_aliases(document.steady_macros)
        self._relations: dict[int, list[Relation]] = {}

    def span(self, word: int) -> Span:
        """Where a word or formula stands in its file."""
        first = self.passage.starts[word]
        last = max(first, self.passage.end(word) - 1)
        return Span(self.file, self.passage.place(first), self.passage.place(last) + 1)

    def is_display(self, word: int) -> bool:
        """Whether a formula stands on lines of its own."""
        text = self.passage.text
        start = self.passage.starts[word]
        return text.startswith(("\\[", "$$", "\\begin"), start)

    def formula(self, word: int) -> str:
        """What stands between the delimiters of a formula, macros expanded."""
        text = self.passage.text[self.passage.starts[word] : self.passage.end(word)]
        inner = _OPENING.sub("", text, count=1) if _OPENING.match(text) else text
        # Words inside a display part it: a piece may begin behind them, and end before others.
        inner = _EDGES.sub("", _ENDS_INSIDE.split(inner, maxsplit=1)[0])
        inner = _CLOSING.sub("", inner)
        return expand_macros(_NO_MATHEMATICS.sub(" ", inner), self.document.steady_macros).strip()

    def relations(self, word: int) -> list[Relation]:
        """The relations of a formula, those left out that only say where it holds."""
        if word not in self._relations:
            text = self.passage.text[self.passage.starts[word] : self.passage.end(word)]
            opening = _OPENING.match(text)
            joined = bool(opening and opening["name"] in _JOINED)
            self._relations[word] = relations(self.formula(word), self._aliases, joined=joined)
        return [r for r in self._relations[word] if not r.condition]

    def all_relations(self, word: int) -> list[Relation]:
        """The relations of a formula, conditions too."""
        self.relations(word)
        return self._relations[word]

    def formulas(self, first: int = 0, last: int | None = None) -> Iterator[int]:
        """The numbers of the formulas among some words."""
        stop = len(self.words) if last is None else last
        return (n for n in range(first, stop) if self.words[n] == FORMULA)

    def sentence(self, word: int) -> tuple[int, int]:
        """The sentence of a word."""
        return self.passage.sentence(word)

    def keys(self, first: int, last: int) -> list[Key]:
        """What the words of a sentence refer to."""
        return [key for key in self.references if first <= self.word_of(key) < last]

    def word_of(self, key: Key) -> int:
        number = self.passage.word_at(key.span.start)
        # The mark stands for the whole command, which begins before the key.
        while number > 0 and (
            number >= len(self.words)
            or self.passage.place(self.passage.starts[number]) > key.span.start
        ):
            number -= 1
        return number

    def quoted(self, first: int, last: int, most: int = 160) -> str:
        """The text of some words, for evidence."""
        if first >= last:
            return ""
        text = self.passage.text[self.passage.starts[first] : self.passage.end(last - 1)]
        text = " ".join(text.split())
        return text if len(text) <= most else text[: most - 2].rstrip() + " …"


def _between(found: Sequence[_T], body: Span, place: Callable[[_T], int]) -> Sequence[_T]:
    """What of a sequence in order of places stands in a body."""
    first = bisect_left(found, body.start, key=place)
    return found[first : bisect_left(found, body.end, key=place)]


def read(paper: ReviewedPaper, environment: Environment) -> Reading:
    """The reading of a statement or a proof."""
    found = paper.kept.get((Reading, environment.span))
    if not isinstance(found, Reading):
        view = next(v for v in paper.document.views if v.name == environment.body.file)
        found = Reading(paper.document, view, environment)
        paper.kept[Reading, environment.span] = found
    return found


def used_in_proof(paper: ReviewedPaper, statement: Statement) -> frozenset[str]:
    """The labels of what a statement's proofs use, mere mentions left out."""
    kept = paper.kept.get(used_in_proof)
    if not isinstance(kept, _Used):
        kept = paper.kept[used_in_proof] = _Used(paper.document)
    return kept.by(statement)


class _Used:
    """What the proofs of a document use."""

    def __init__(self, document: Document) -> None:
        uses = read_uses(document)
        self.named = uses.named
        self.sources: dict[str, set[str]] = {}
        for source, target, kind in uses.told:
            if kind == "proof":
                self.sources.setdefault(target, set()).add(source)

    def by(self, statement: Statement) -> frozenset[str]:
        """The names of what one statement's proofs use."""
        name = self.named.get(statement.environment.span, "")
        return frozenset(self.sources.get(name, ()))


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


#: Letters that name a number, whatever a text does.
_KNOWN = frozenset(["e", "\\pi", "i"])


@lru_cache(maxsize=4096)
def terms_of(formula: str) -> frozenset[str]:
    """The symbols of a formula, words in it and what never is a variable left out."""
    try:
        found = symbols_in(_WORDS_INSIDE.sub(" ", formula))
    except (ValueError, IndexError):
        return frozenset()
    return frozenset(name for name in found if name not in _KNOWN)


def same(one: str, other: str) -> bool:
    """Whether two formulas are written alike, blanks and sizes set aside."""
    return plain_text(one) == plain_text(other)
