"""Ranges of references: "Lemmas~\\ref{a}--\\ref{d}" names four lemmas by two keys.

Which references begin a range is read with the keys of a file; what stands inside it is known
only when the document is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from ..patterns import pattern
from .model import Key, Statement

#: A place as a reader of the document comes to it; see `Document.reading_order`.
_Place = tuple[int, ...]

#: Commands that take the two ends of a range.
RANGES = frozenset(["crefrange", "Crefrange", "cpagerefrange", "Cpagerefrange", "vrefrange"])
# What may stand between the two keys of a range, from the brace that closes the first.
_BETWEEN = pattern(
    r"(?:\s|[})~$\]]|\\[,;:!/])*+"
    r"(?P<join>-{1,3}|[–—]|\\text(?:en|em)dash(?:\{\})?|,?[\s~]*\\[lc]?dots[c]?[\s~$]*(?:,|and\b)?"
    r"|,?[\s~]*\.\.\.[\s~]*,?|to\b|through\b|thru\b|until\b|up\s+to\b|bis\b)"
    r"(?:\s|[({~$]|\\[,;:!/]|\\(?:textbf|textit|textup|emph|mbox|text|textrm)\s*\{)*+"
    r"(?:[A-Z]?[a-z]{2,14}\.?[\s~({]+)?\\[a-zA-Z@]+\*?\s*\{\s*"
)
# "from Lemma 1 to Lemma 3" and "apply Lemma 1 to Lemma 3" are no ranges, "Lemmas 1 to 3" is one.
_PLURAL = pattern(
    r"(?:[a-z](?:ms|mas|mata|ns|es|aries|ims|ts|rems)|\b(?:Thms|Lems|Props|Cors|Eqs|Eqns)\.?)"
    r"[\s~({$]*(?:\\[a-zA-Z@]+\*?\s*\{\s*)?\Z"
    r"|\b(?:[Bb]y|[Ii]n|[Ss]ee|[Cc]ombin(?:e|ing)|[Cc]ollect(?:ing)?|[Pp]roofs?\s+of)"
    r"[\s~(]+\\[Cc]ref\s*\{\s*\Z"
)
_FAR = 60


def with_ranges(masked: str, references: Sequence[Key]) -> list[Key]:
    """The references of a file, the first key of each range told where the range ends.

    Args:
        masked: the file's masked text.
        references: its references, in their order.
    """
    found = list(references)
    for number, (first, last) in enumerate(pairwise(references)):
        start, end = first.span.end, last.span.start
        if not 0 < end - start <= _FAR or first.key == last.key:
            continue
        between = masked[start:end]
        if first.command in RANGES:
            joined = last.command == first.command and not between.strip(" \t\r\n{}")
        else:
            match = _BETWEEN.fullmatch(between)
            joined = match is not None and (
                match["join"] != "to"
                or bool(_PLURAL.search(masked, max(0, first.span.start - _FAR), first.span.start))
            )
        if joined:
            found[number] = first._replace(through=last.key)
    return found


class Ranges:
    """The statements of a document, for asking which ones a range names.

    Args:
        statements: with their places.
        labels: with their places.
        by_label: statements by every label inside them.
    """

    def __init__(
        self,
        statements: Iterable[tuple[_Place, Statement]],
        labels: Iterable[tuple[_Place, Key]],
        by_label: dict[str, Statement],
    ) -> None:
        self._given = statements
        self._labels = labels
        self._by_label = by_label

    @cached_property
    def _statements(self) -> list[Statement]:
        return [s for _, s in sorted(self._given, key=lambda item: item[0])]

    @cached_property
    def _order(self) -> dict[Statement, int]:
        return {s: number for number, s in enumerate(self._statements)}

    @cached_property
    def _keys(self) -> list[str]:
        return [key.key for _, key in sorted(self._labels, key=lambda item: item[0])]

    @cached_property
    def _first(self) -> dict[str, int]:
        """Where each key stands first."""
        return {key: number for number, key in reversed(list(enumerate(self._keys)))}

    def inside(self, first: str, last: str) -> list[Statement]:
        """The statements that a range names besides its ends: those of the same kind between
        two statements, those around the equations between two equations."""
        one, other = self._by_label.get(first), self._by_label.get(last)
        if one and other and one.label == first and other.label == last:
            begin, end = self._order[one], self._order[other]
            kinds = (one.kind, other.kind)
            return [s for s in self._statements[begin + 1 : end] if s.kind in kinds]
        if first not in self._first or last not in self._first:
            return []
        begin, end = self._first[first], self._first[last]
        sort = _sort(first)
        if not sort or _sort(last) != sort:
            return []
        between = [key for key in self._keys[begin + 1 : end] if _sort(key) == sort]
        found = (self._by_label.get(key) for key in between)
        return list(dict.fromkeys(s for s in found if s is not None))


def _sort(label: str) -> str:
    """What a label's prefix says it is the label of: `eq` of `eq:x`."""
    prefix, colon, _ = label.partition(":")
    return prefix if colon else ""
