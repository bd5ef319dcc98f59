"""Sentences as words, marks and parts of formulas, and where they end."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex.words import word_set
from ...records.record import Record
from .segments import Segment


class Piece(Record):
    """A word (`w`, lower case), a number (`n`), a punctuation mark (`p`), a reference or citation
    (`r`), or a part of a formula (`m`)."""

    kind: str
    text: str
    start: int
    end: int
    segment: Segment | None = None
    capital: bool = False


_NOTHING = Piece("", "", -1, -1)
#: What goes on for longer is cut all the same, so that time stays linear.
_LONGEST = 800
#: After these a full stop ends no sentence.
_SHORT = word_set(
    "cf resp vs eq eqs fig figs sec secs thm thms prop props lem cor def ref refs app ch approx "
    "e.g. i.e. s.t. w.r.t. no nos assump alg viz ca et al"
)


class Sentence:
    """The pieces of a sentence; what lies outside it is an empty piece.

    Attributes:
        pieces: in order, at least one.
    """

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def __getitem__(self, at: int) -> Piece:
        return self.pieces[at] if 0 <= at < len(self.pieces) else _NOTHING

    def text(self, at: int) -> str:
        """The word or mark at an index, empty for a formula and outside."""
        return self.pieces[at].text if 0 <= at < len(self.pieces) else ""

    def kind(self, at: int) -> str:
        """The kind of the piece at an index, empty outside."""
        return self.pieces[at].kind if 0 <= at < len(self.pieces) else ""

    def words(self, first: int, last: int) -> set[str]:
        """The texts from one index up to another, those outside left out."""
        return {piece.text for piece in self.pieces[max(0, first) : max(0, last)]}


def split_sentences(pieces: list[Piece]) -> Iterator[Sentence]:
    """Cut at full stops that end a sentence."""
    first = 0
    for index in range(len(pieces)):
        if _ends_sentence(pieces, index) or index - first >= _LONGEST:
            yield Sentence(pieces[first : index + 1])
            first = index + 1
    if first < len(pieces):
        yield Sentence(pieces[first:])


def _ends_sentence(pieces: list[Piece], index: int) -> bool:
    piece = pieces[index]
    if piece.kind not in ("p", "w") or piece.text[-1:] not in (".", "?", "!"):
        return False
    following = pieces[index + 1] if index + 1 < len(pieces) else _NOTHING
    if piece.kind == "w":
        # "a.s. Then …" ends a sentence, "i.e." does not.
        return following.capital and piece.text not in _SHORT
    before = pieces[index - 1] if index else _NOTHING
    if before.kind == "w":
        if before.text in _SHORT or (len(before.text) == 1 and before.capital):
            return False
        if before.text == "etc" and following.kind and not following.capital:
            return False
    return following.kind != "w" or following.capital
