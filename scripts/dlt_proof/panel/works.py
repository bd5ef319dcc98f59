"""The works that passages cite, as the bibliography tells of them.

Not here: reading the bibliography (`latex.works`).
"""

from collections.abc import Iterable

from ..latex import Document, Span
from ..latex.places import KeysByPlace
from ..latex.works import works_cited


class Works:
    """The works of one document."""

    def __init__(self, document: Document) -> None:
        self._said = works_cited(document)
        self._citations = KeysByPlace(document.citations)

    def cited_in(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """What the bibliography says of the works that spans cite, by key."""
        keys = {key.key for span in spans for key in self._citations.inside(span)}
        return tuple(f"{key}: {self._said[key]}" for key in sorted(keys) if self._said[key])

    @property
    def all(self) -> tuple[str, ...]:
        """What it says of all works that it prints."""
        return tuple(f"{key}: {said}" for key, said in self._said.items() if said)
