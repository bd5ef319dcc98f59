"""Whose a place is: the statement or proof that it stands in, the innermost first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ..latex import Document, Proof, Statement


class Owners:
    """The statements and proofs of a document by place.

    Args:
        document: the document.
    """

    def __init__(self, document: Document) -> None:
        self._input_at = document.input_at
        self._starts: dict[str, list[int]] = {}
        self._things: dict[str, list[Statement | Proof]] = {}
        self._around: dict[str, list[int]] = {}
        by_file: dict[str, list[Statement | Proof]] = {}
        things: Iterable[Statement | Proof] = (*document.statements, *document.proofs)
        for thing in things:
            by_file.setdefault(thing.environment.span.file, []).append(thing)
        for file, found in by_file.items():
            found.sort(key=lambda t: (t.environment.span.start, -t.environment.span.end))
            around: list[int] = []
            opened: list[int] = []
            for index, thing in enumerate(found):
                span = thing.environment.span
                while opened and found[opened[-1]].environment.span.end < span.end:
                    opened.pop()
                around.append(opened[-1] if opened else -1)
                opened.append(index)
            self._starts[file] = [thing.environment.span.start for thing in found]
            self._things[file], self._around[file] = found, around

    def around(self, file: str, place: int) -> Iterator[Statement | Proof]:
        """What a place stands in, the innermost first."""
        passed: set[str] = set()
        while file not in passed:
            passed.add(file)
            things, around = self._things.get(file, []), self._around.get(file, [])
            index = bisect_right(self._starts.get(file, []), place) - 1
            while index >= 0:
                if place < things[index].environment.span.end:
                    yield things[index]
                index = around[index]
            # A file may be input inside a proof.
            file, place = self._input_at.get(file, (file, place))
