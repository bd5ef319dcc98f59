"""The paragraphs of a file that mention constants, read into sentences.

Only paragraphs with a formula that holds a letter C or c are looked at, and their words only if
the letter is a number there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ...latex import FileView
from ...patterns import pattern
from .letters import calls_of
from .mixed import PieceReader, Place
from .sentences import Piece, Sentence, split_sentences

# Each begins with a letter that it is searched for by.
_BLANK = pattern(r"\n[ \t\r]*\n")
_BREAK = pattern(
    r"\\(?:item|par|part|chapter|(?:sub){0,2}section|(?:sub)?paragraph|caption"
    r"|maketitle|bigskip|medskip|smallskip|bibliography)(?![a-zA-Z@])"
)
_CONSTANT = pattern(r"constants?\b")
_ALL_BEFORE = pattern(r"\b[Aa]ll\s(?:[a-z]+\s){0,4}\Z")
_LONGEST_BLANKET = 100


class Reader:
    """Reads the sentences of one file.

    Args:
        view: the file.
    """

    def __init__(self, view: FileView) -> None:
        self.view = view
        self.text = view.masked
        self.cut = PieceReader(view)
        self.formulas = [
            (f.span.start, f.span.end, f.body.start, f.body.end) for f in view.formulas
        ]
        self.starts = [formula[0] for formula in self.formulas]
        #: The pieces of formulas with letters, by where they begin; those of one paragraph.
        self.read: dict[int, list[Piece]] = {}

    def paragraphs(self) -> Iterator[list[Sentence]]:
        """The sentences of every paragraph in which a constant may be used or declared.

        Where letters C and c stand for other things only, their formulas are one sentence.
        """
        wanted = [(start, False) for start, _, *body in self.formulas if self.cut.has_letter(*body)]
        wanted += [(start, True) for start in self._blankets()]
        if calls := calls_of(self.cut.in_prose | {"ensuremath"}):
            wanted += [(match.start(), True) for match in calls.finditer(self.text)]
        wanted.sort()
        edges = self._edges() if wanted else []
        index = 0
        while index < len(wanted):
            edge = bisect_right(edges, wanted[index][0])
            begin, end = edges[edge - 1], min(edges[edge], len(self.text))
            here = []
            while index < len(wanted) and wanted[index][0] < edges[edge]:
                here.append(wanted[index])
                index += 1
            yield from self._paragraph(begin, end, here)

    def _paragraph(
        self, begin: int, end: int, wanted: list[tuple[int, bool]]
    ) -> Iterator[list[Sentence]]:
        self.read = {}
        for start, certain in wanted:
            if not certain:
                number = bisect_left(self.starts, start)
                _, _, *body = self.formulas[number]
                self.read[start] = self.cut.formula(*body)
        pieces = [piece for formula in self.read.values() for piece in formula]
        if any(certain for _, certain in wanted) or any(map(_is_number, pieces)):
            yield from self._sentences(begin, end)
        elif pieces:
            yield [Sentence(pieces)]

    def _blankets(self) -> Iterator[int]:
        """Where "all constants", "all our absolute constants" begins."""
        for match in _CONSTANT.finditer(self.text):
            before = _ALL_BEFORE.search(
                self.text, max(0, match.start() - _LONGEST_BLANKET), match.start()
            )
            if before:
                yield before.start()

    def _edges(self) -> list[int]:
        """Where paragraphs, items and environments begin and end."""
        edges = {0, len(self.text) + 1}
        for edge in (_BLANK, _BREAK):
            for match in edge.finditer(self.text):
                if not self._in_formula(match.start()):
                    edges.add(match.end())
        for environment in self.view.environments:
            span, body = environment.span, environment.body
            if not self._in_formula(span.start):
                edges.update((span.start, body.start, body.end, span.end))
        return sorted(edges)

    def _in_formula(self, offset: int) -> bool:
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.formulas[index][1]

    def _sentences(self, begin: int, end: int) -> Iterator[list[Sentence]]:
        """The sentences of a paragraph, then those of each of its footnotes."""
        places = [(begin, end)]
        for place in places:
            yield list(split_sentences(self._pieces(*place, places)))

    def _pieces(self, begin: int, end: int, notes: list[Place]) -> list[Piece]:
        pieces: list[Piece] = []
        position = begin
        number = bisect_left(self.starts, begin)
        while position < end:
            while number < len(self.starts) and self.starts[number] < position:
                number += 1
            stop = min(end, self.starts[number]) if number < len(self.starts) else end
            position = self.cut.prose(position, stop, end, notes, pieces)
            if position == stop < end:
                start, position, *body = self.formulas[number]
                if start not in self.read:
                    self.read[start] = self.cut.formula(*body)
                pieces += self.read[start]
        return pieces


def _is_number(piece: Piece) -> bool:
    """Whether a part of a formula uses or introduces a constant."""
    segment = piece.segment
    if segment is None:
        return False
    return any(use.role == "scalar" for use in segment.uses) or any(
        item.is_constant for item in segment.named
    )
