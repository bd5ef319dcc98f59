"""Titles of books and papers in running text: `the monograph \\emph{The Generic Chaining}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...latex.arguments import group_at
from ...latex.words import word_set
from ...patterns import pattern

_LONGEST_TITLE = 200
_SLANTED = word_set("emph textit textsl enquote uline")
_SLANT = pattern(r"\s*\\(?:emph|em|it|sl|itshape|slshape)(?![a-zA-Z])\s*")
_QUOTES = (("``", "''"), ("“", "”"))
_TITLE_WORD = pattern(r"[^\W\d_]+")
_NEAR_TITLE = 150
#: What a title follows: the monograph \\emph{…}, the book of Talagrand, \\emph{…}.
_WORK = pattern(
    r"\b(?:books?|monographs?|textbooks?|papers?|articles?|surveys?|treatises?|notes|volumes?"
    r"|thesis|[Cc]hapters?|[Ll]ectures?|[Ss]ections?|(?:en)?titled|published\s+as)"
    r"(?:\s+(?:of|by)(?:[\s~]+[A-Z][\w.'-]*|\s+and)+)?"
    r"(?:[\s~]*\\[a-zA-Z]*cite[a-zA-Z]*\*?(?:\[[^\]]*\])*\{[^{}]*\})?[\s~,:(]*"
    r"(?:\\(?:emph|textit|textsl|enquote|uline)\s*)?[{`“\s]*\Z"
)


_APART = pattern(
    r"\\(?:emph|textit|textsl|enquote)\s*\{(?P<slanted>[^{}\\$]{6,160})\}"
    r"|``(?P<quoted>[^`\\$]{6,160}?)''|“(?P<marked>[^“”\\$]{6,160})”"
)
_AUTHOR_BEHIND = pattern(r"[\s~,}(]*(?:by|of)[\s~]+(?:the\s+)?[A-Z]\w")
_AUTHOR_BEFORE = pattern(r"[A-Z][\w-]+(?:['’]s|s['’])[\s~{]*\Z")
#: A title begins so, a technique's name does not.
_FIRST_WORDS = word_set(
    "The An A On Introduction Lectures Lecture Foundations Handbook Topics Notes"
)
_WORDS_OF_TITLE = 14


def titles_of_works(masked: str) -> Iterator[tuple[int, int]]:
    """The titles of books, papers and chapters that are slanted or in quotes: `the chapter
    ``Symmetrization''`, `Talagrand's \\emph{The Generic Chaining}`.

    Args:
        masked: the text.

    Yields:
        Start and end of each.
    """
    for match in _APART.finditer(masked):
        start, end = match.span(str(match.lastgroup))
        words = _TITLE_WORD.findall(masked, start, end)
        if not words or not words[0][0].isupper() or len(words) > _WORDS_OF_TITLE:
            continue
        before = masked[max(0, match.start() - _NEAR_TITLE) : match.start()]
        if _WORK.search(before):
            yield start, end
        elif len(words) > 1 and not any(len(w) > 3 and w[0].islower() for w in words):
            titled = words[0] in _FIRST_WORDS and (len(words) > 2 or _AUTHOR_BEFORE.search(before))
            if titled or _AUTHOR_BEHIND.match(masked, match.end()):
                yield start, end


def is_title_of_work(masked: str, groups: Sequence[tuple[str, int]], start: int, end: int) -> bool:
    """Whether a name is part of the title of a book or paper, set apart by slant or quotes.

    Args:
        masked: the text.
        groups: the commands in whose arguments the name stands, with their braces.
        start, end: the name.
    """
    for group in _set_apart(masked, groups, start, end):
        inside = [
            (word[0], group[0] + word.start())
            for word in _TITLE_WORD.finditer(masked[slice(*group)])
        ]
        outside = [word for word, at in inside if not start <= at < end]
        small = [word for word, _ in inside if len(word) > 4 and word[0].islower()]
        if small or not inside or not inside[0][0][0].isupper():
            continue
        capitals = [word for word in outside if word[0].isupper() and len(word) > 2]
        before = masked[max(0, group[0] - _NEAR_TITLE) : group[0]]
        if len(capitals) > 2 or _WORK.search(before):
            return True
    return False


def _set_apart(
    masked: str, groups: Sequence[tuple[str, int]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The slanted or quoted pieces of text that a name stands in."""
    for command, brace in groups:
        slanted = command in _SLANTED or (
            not command and _SLANT.match(masked, brace + 1) is not None
        )
        group = group_at(masked, brace) if slanted else None
        if group is not None:
            slant = _SLANT.match(masked, group[0])
            yield (slant.end() if slant else group[0]), group[1]
    for opening, closing in _QUOTES:
        first = masked.rfind(opening, max(0, start - _LONGEST_TITLE), start)
        last = masked.find(closing, end, end + _LONGEST_TITLE)
        if first < 0 or last < 0 or closing in masked[first + len(opening) : start]:
            continue
        if "\n\n" not in masked[first:last]:
            yield first + len(opening), last
