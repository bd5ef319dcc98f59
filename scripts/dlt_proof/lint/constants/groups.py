"""Runs of symbols that a sentence names together: `$c$, $C$ and $C_1 > 0$`."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex.words import word_set
from ...records.record import Record
from .introductions import Named
from .sentences import Sentence

_JOINS = frozenset([",", "and", "or", "et", "und", "&", "/", "resp", "respectively"])
#: What a convention allows letters to carry.
DECORATIONS = word_set(
    "subscript subscripts superscript superscripts indices primes decorations tildes hats bars "
    "accents"
)
_ANY = word_set("without possibly sub any various different perhaps sometimes often")
_LONGEST_RANGE = 60


class Group(Record):
    """Symbols named together.

    Args:
        first, last: indexes of its pieces in the sentence.
        start: where it begins in the file.
        members: the symbols that constants go by.
        patterns: the names, or patterns of names, that a declaration of the group covers.
        alphabetical: a and b are among the symbols, as beside a variable c.
    """

    first: int
    last: int
    start: int
    members: tuple[Named, ...]
    patterns: tuple[str, ...]
    alphabetical: bool = False


def joins(text: str) -> bool:
    """Whether a word or mark stands between the symbols of a group."""
    return text in _JOINS


def find_groups(sentence: Sentence) -> Iterator[Group]:
    """The groups of a sentence, in order."""
    words = {piece.text for piece in sentence.pieces if piece.kind == "w"}
    decorated = not words.isdisjoint(DECORATIONS) and not words.isdisjoint(_ANY)
    index = 0
    while index < len(sentence.pieces):
        if not _lists(sentence, index):
            index += 1
            continue
        last = index
        while (behind := _next(sentence, last)) is not None:
            last = behind
        group = _group(sentence, index, last, decorated)
        if group is not None:
            yield group
        index = last + 1


def _lists(sentence: Sentence, at: int) -> bool:
    segment = sentence[at].segment
    return segment is not None and bool(segment.named or segment.dots)


def _next(sentence: Sentence, last: int) -> int | None:
    behind = last + 1
    while sentence.text(behind) in _JOINS and behind <= last + 3:
        behind += 1
    return behind if behind <= last + 3 and _lists(sentence, behind) else None


def _group(sentence: Sentence, first: int, last: int, decorated: bool) -> Group | None:
    segments = [p.segment for p in sentence.pieces[first : last + 1] if p.segment is not None]
    members = [item for segment in segments for item in segment.named if item.is_constant]
    if not members:
        return None
    more = decorated or over_and_so_on(sentence, last + 1) > last + 1
    dots = [segment.dots for segment in segments]
    # `C_1, \dots, C_q` leaves `C_0` free.
    first_number = members[0].symbol.subscript if any(dots) else ""
    every = "#1" if first_number.isdigit() and first_number != "0" else "#"
    patterns = [p for item in members for p in _patterns(item, more, every)]
    if any(dots):
        patterns += _range(members[-1], dots[-1], every)
    bare = tuple(item for item in members if item.symbol.form == "bare")
    letters = {item.symbol.letter for segment in segments for item in segment.named}
    letters |= {text[1:] for text in sentence.words(first - 5, first) if text[:1] == "$"}
    alphabetical = letters >= {"a", "b"} or letters >= {"A", "B"}
    return Group(first, last, sentence[first].start, bare, tuple(patterns), alphabetical)


def over_and_so_on(sentence: Sentence, at: int) -> int:
    """The index behind ", etc." and the like, or the index itself."""
    behind = at
    while sentence.text(behind) in (",", "and"):
        behind += 1
    if sentence.text(behind) == "etc":
        return behind + (2 if sentence.text(behind + 1) == "." else 1)
    if sentence.text(behind) == "so" and sentence.text(behind + 1) in ("on", "forth"):
        return behind + 2
    return at


def _patterns(item: Named, more: bool, every: str) -> Iterator[str]:
    symbol = item.symbol
    letter, accents, _, primes = symbol.name.split("|")
    if symbol.form == "bare":
        yield symbol.name
    if more:
        yield f"{letter}|*"
    if symbol.form == "indexed" and len(symbol.subscript) == 1:  # `C_i` stands for all of them
        yield f"{letter}|{accents}|{every}|{primes}"


def _range(last: Named, is_open: bool, every: str) -> Iterator[str]:
    """What an ellipsis adds: `C_1, \\dots, C_4` covers four, `C_1, C_2, \\dots` all."""
    letter, accents, subscript, primes = last.symbol.name.split("|")
    if primes:
        yield f"{letter}|{accents}|{subscript}|*"
    if subscript.isdigit() and is_open:
        yield f"{letter}|{accents}|{every}|{primes}"
    elif subscript.isdigit():
        for value in range(min(int(subscript[:4]), _LONGEST_RANGE)):
            yield f"{letter}|{accents}|{value}|{primes}"
