"""Which keys lie where, and which statements they mean: by label, inside ranges, by number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from .model import Document, Key, Span, Statement
from .ranges import Ranges


class KeysByPlace:
    """Keys sorted by place, for asking many times which ones lie in a span."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys: dict[str, list[Key]] = {}
        for key in keys:
            self._keys.setdefault(key.span.file, []).append(key)
        for found in self._keys.values():
            found.sort(key=lambda key: key.span.start)

    def inside(self, span: Span) -> list[Key]:
        """The keys that begin in a span, in order."""
        keys = self._keys.get(span.file, [])
        first = bisect_left(keys, span.start, key=lambda key: key.span.start)
        last = bisect_left(keys, span.end, key=lambda key: key.span.start)
        return keys[first:last]


def statements_by_label(document: Document) -> dict[str, Statement]:
    """Statements by every label inside them, those of their equations and items included."""
    found: dict[str, Statement] = {}
    labels = KeysByPlace(document.labels)
    for statement in document.statements:
        for key in labels.inside(statement.environment.span):
            found.setdefault(key.key, statement)
    return found


def named_in_ranges(
    document: Document, by_label: dict[str, Statement]
) -> list[tuple[Key, Statement]]:
    """The statements strictly inside ranges of references, with the key that each begins with:
    the second of "Lemmas 1 to 3".

    Args:
        document: the document.
        by_label: see `statements_by_label`.
    """
    keys = [key for key in document.references if key.through]
    if not keys:
        return []
    order = document.reading_order
    ranges = Ranges(
        (
            (order(s.environment.span.file, s.environment.span.start), s)
            for s in document.statements
        ),
        ((order(k.span.file, k.span.start), k) for k in document.labels),
        by_label,
    )
    return [(key, s) for key in keys for s in ranges.inside(key.key, key.through)]


def statements_by_number(document: Document) -> dict[str, Statement]:
    """Statements by kind and printed number, "lemma 2.3", where no two may be printed alike."""
    found: dict[str, Statement | None] = {}
    for statement in document.statements:
        for number in document.numbers.get(statement.environment.span, ())[:1]:
            key = f"{statement.kind} {number}"
            found[key] = None if key in found else statement
    return {key: statement for key, statement in found.items() if statement is not None}
