"""A paper with some of its characters changed, read anew from memory; nothing is written.

Not here: what is changed (the modules beside this one).
"""

from collections.abc import Mapping, Sequence

from ...latex import Document, SourceFile, read_document
from ...project import Project
from ...project.files import StrPath
from ...records.errors import InputError
from ..shown import first_and_last
from .records import Change, Place


class _Overlaid(Project):
    """A project some of whose files have another text."""

    def __init__(self, project: Project, texts: Mapping[str, str]) -> None:
        super().__init__(project.folder)
        self._texts = texts

    def read(self, place: StrPath) -> str:
        name = self.relative(self.path_to(place))
        return self._texts[name] if name in self._texts else super().read(place)


def changed_document(
    project: Project, document: Document, changes: Sequence[Change]
) -> Document | None:
    """The document with changes made, None where it then reads worse than before."""
    texts: dict[str, str] = {}
    for file in {change.file for change in changes}:
        text = document.files[file].text
        own = sorted((c for c in changes if c.file == file), key=lambda c: -c.start)
        for one, before in zip(own[1:], own, strict=False):
            if one.end > before.start:
                return None
        for change in own:
            text = text[: change.start] + change.new + text[change.end :]
        texts[file] = text
    try:
        found = read_document(_Overlaid(project, texts), document.main)
    except InputError:
        return None
    told = [finding.rule for finding in document.findings]
    worse = sorted(f.rule for f in found.findings) != sorted(told)
    return None if worse or list(found.files) != list(document.files) else found


def places_of(document: Document, changes: Sequence[Change]) -> tuple[Place, ...]:
    """The lines that changes touch, before and after; changes on one line are one place."""
    found: list[Place] = []
    for file in sorted({change.file for change in changes}):
        shift = 0
        own = sorted((c for c in changes if c.file == file), key=lambda c: c.start)
        before: Place | None = None
        for change in own:
            first, last = first_and_last(document.files[file], change.start, change.end)
            more = change.new.count("\n") - _breaks(document.files[file], change)
            if before is not None and first <= before.last_before:
                found.pop()
                last = max(last, before.last_before)
                shift += more
                place = Place(file, before.first, last + shift, before.first_before, last)
            else:
                place = Place(file, first + shift, last + shift + more, first, last)
                shift += more
            found.append(place)
            before = place
    return tuple(found)


def _breaks(source: SourceFile, change: Change) -> int:
    return source.position(change.end)[0] - source.position(change.start)[0]
