"""Sentences of statements, proofs and running text, each with its words and formulas.

Not here: what they say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..latex import Environment, Span, expand_macros, math_spans
from ..latex.model import Key
from ..mathematics.formula import Relation, relations
from ..records.plan import PROVABLE_KINDS
from .paper import Passage, ReviewedPaper
from .reading import BREAK, CITATION, FORMULA, Reading, read

_INFORMAL = re.compile(r"\b(?:informal\w*|simplified|sketch)\b", re.IGNORECASE)
_LABEL = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|qedhere)(?![A-Za-z])")
_OLD_FONT = re.compile(r"\{\s*\\(cal|bf|sf|rm|it|tt)(?![A-Za-z])\s*([^{}]*?)\s*\}")
_FONTS = {"cal": "mathcal", "bf": "mathbf", "sf": "mathsf", "rm": "mathrm", "it": "mathit"}


def with_plain_fonts(formula: str) -> str:
    """A formula with `{\\cal X}` written as `\\mathcal{X}`."""
    return _OLD_FONT.sub(lambda m: f"\\{_FONTS.get(m[1], 'mathtt')}{{{m[2]}}}", formula)


@dataclass(frozen=True)
class _Piece:
    """A formula: the mark that stands for it, what it says, its place and its relations."""

    mark: int
    latex: str
    span: Span
    relations: list[Relation]


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Args:
        reading: what it stands in.
        first, last: the numbers of its first word and of the one behind its last.
        role: `statement`, `proof`, or `text` for what stands in neither.
    """

    reading: Reading
    first: int
    last: int
    role: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case, marks for formulas and references."""
        return tuple(self.reading.words[self.first : self.last])

    @cached_property
    def text(self) -> str:
        """Its words, parted by blanks, one at either end."""
        return f" {' '.join(self.words)} "

    @cached_property
    def _pieces(self) -> tuple["_Piece", ...]:
        """Its formulas; two that stand side by side are one mark among the words."""
        found: list[_Piece] = []
        reading, document = self.reading, self.reading.document
        passage = reading.passage
        for number in reading.formulas(self.first, self.last):
            begin = passage.place(passage.starts[number])
            behind = number + 1
            end = (
                passage.place(passage.starts[behind])
                if behind < len(passage.starts)
                else passage.place(len(passage.text) - 1) + 1
            )
            whole = with_plain_fonts(reading.formula(number))
            found.append(_Piece(number, whole, reading.span(number), reading.all_relations(number)))
            beside = math_spans(document, Span(reading.file, begin, end))
            for formula in beside[1:]:
                body = _LABEL.sub(" ", document.masked(formula.body))
                latex = with_plain_fonts(expand_macros(body, document.steady_macros)).strip()
                said = relations(latex, joined=formula.environment.startswith("multline"))
                found.append(_Piece(number, latex, formula.span, said))
        return tuple(found)

    @cached_property
    def formulas(self) -> tuple[str, ...]:
        """Its formulas, macros expanded, without delimiters."""
        return tuple(piece.latex for piece in self._pieces)

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The numbers of its formulas among the words of the reading."""
        return tuple(piece.mark for piece in self._pieces)

    def relations(self, index: int) -> list[Relation]:
        """The relations of its formula with an index, those that only say where it holds too."""
        return self._pieces[index].relations

    def span(self, index: int) -> Span:
        """Where its formula with an index stands."""
        return self._pieces[index].span

    @property
    def start(self) -> Span:
        """Where it begins."""
        return self.reading.span(self.first)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """What it refers to."""
        return tuple(self.reading.keys(self.first, self.last))

    @property
    def cites(self) -> bool:
        """Whether it cites a work."""
        return CITATION in self.words

    @cached_property
    def quoted(self) -> str:
        """Its text, for evidence."""
        return self.reading.quoted(self.first, self.last)


def sentences_of(paper: ReviewedPaper, environment: Environment, role: str) -> tuple[Sentence, ...]:
    """The sentences of a statement or a proof, in order."""
    return tuple(_sentences(read(paper, environment), role))


def running_text(paper: ReviewedPaper) -> Iterator[Sentence]:
    """The sentences outside of statements and proofs, file by file."""
    for name, source in paper.document.files.items():
        opening = source.masked.find("\\begin{document}")
        start = opening + len("\\begin{document}") if opening >= 0 else 0
        body = Span(name, start, len(source.text))
        if "\\documentclass" in source.masked and opening < 0:
            continue
        yield from _sentences(read(paper, Environment("", body, body, None)), "text")


def formal_passages(paper: ReviewedPaper) -> tuple[Passage, ...]:
    """The statements under review that are to be proved as they stand: none called informal."""
    return tuple(
        passage
        for passage in paper.passages
        if passage.statement.kind in PROVABLE_KINDS
        and not _INFORMAL.search(passage.statement.environment.option or "")
    )


def _sentences(reading: Reading, role: str) -> Iterator[Sentence]:
    for first, last in reading.sentences:
        while first < last and (reading.words[first] == BREAK or _in_title(reading, first)):
            first += 1
        if first < last:
            yield Sentence(reading, first, last, role)


def _in_title(reading: Reading, word: int) -> bool:
    """Whether a word belongs to the title of a section, which no full stop ends."""
    place = reading.passage.place(reading.passage.starts[word])
    return any(
        heading.title.file == reading.file and heading.span.start <= place < heading.title.end
        for heading in reading.document.headings
    )


def marks_before(sentence: Sentence, index: int) -> str:
    """The words of a sentence before its formula with an index, parted by blanks."""
    number = sentence.marks[index]
    return " ".join(sentence.reading.words[sentence.first : number])


def words_behind(sentence: Sentence, index: int) -> str:
    """The words of a sentence behind its formula with an index, parted by blanks."""
    number = sentence.marks[index]
    return " ".join(sentence.reading.words[number + 1 : sentence.last])


__all__ = [
    "FORMULA",
    "Sentence",
    "formal_passages",
    "marks_before",
    "running_text",
    "sentences_of",
    "with_plain_fonts",
    "words_behind",
]
