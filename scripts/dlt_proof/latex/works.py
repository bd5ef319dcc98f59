"""What the bibliography says of the works that a document cites: its entries, as they are printed.

Not here: which keys there are (`bibliography`), and whether a work says what it is cited for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from .. import patterns
from ..patterns import pattern
from .arguments import balanced_argument
from .bibliography import bib_entries
from .model import Document, SourceFile, Span

_ALL = pattern(r"\\nocite\s*\{\s*\*\s*\}")
#: Fields by which an entry takes over what another one says.
_INHERITS = pattern(r"\b(?:crossref|xdata)\s*=\s*[{\"]([^{}\"]*)[}\"]")
_STRING_NAME = pattern(r"@\s*[a-zA-Z]+\s*[{(]\s*([^\s={}()\",]+)")
#: Fields that no style prints: notes of whoever keeps the file.
_UNPRINTED = pattern(
    r"\b(?:abstract|annot\w*|keywords|file|owner|timestamp|comment|review|priority|groups|"
    r"mendeley-\w+|bdsk-[\w-]+|date-(?:added|modified))\s*=\s*",
    patterns.IGNORECASE,
)
_WORD = pattern(r"[^\s{}()\",#=]+")
_FORMATTED_END = "\\end{thebibliography}"


def works_cited(document: Document) -> dict[str, str]:
    """The entries of the works that are cited, by key in their order; white space collapsed.

    What an entry takes from others (`crossref`, `@string`) is part of it, fields that no style
    prints are not. A key without an entry has "".
    """
    keys = {key.key for key in document.citations}
    if any(_ALL.search(source.masked) for source in document.files.values()):
        keys |= document.bibliography.keys()
    reader = _Entries(document)
    return {key: reader.said(key) for key in sorted(keys)}


class _Entries:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_file: dict[str, list[tuple[int, int]]] = {}
        self._strings: dict[str, str] = {}
        starts: dict[str, list[int]] = {}
        for span in document.bibliography.values():
            starts.setdefault(span.file, []).append(span.start)
        for name, places in starts.items():
            self._read(document.source(name), sorted(places))

    def _read(self, source: SourceFile, places: list[int]) -> None:
        """Where the entries of a file begin and end; of formatted ones, from key to key."""
        found = list(bib_entries(source.text))
        for kind, start, end in found:
            named = _STRING_NAME.match(source.text, start, end) if kind == "string" else None
            if named:
                self._strings[named[1].lower()] = source.text[start:end]
        entries = [(start, end) for kind, start, end in found if kind != "string"]
        formatted = []
        for place, following in zip(places, [*places[1:], len(source.text)], strict=True):
            if _around(entries, place) is None:
                stop = source.text.find(_FORMATTED_END, place, following)
                formatted.append((place, stop if stop >= 0 else following))
        self._by_file[source.name] = sorted([*entries, *formatted])

    def said(self, key: str) -> str:
        """An entry with what it takes from others."""
        row, taken, parts = [key], set[str](), list[str]()
        while row:
            one = row.pop()
            span = self._document.bibliography.get(one)
            if one in taken or span is None:
                continue
            taken.add(one)
            text = self._text(span)
            parts += [text, *self._abbreviated(text)]
            row += [k.strip() for m in _INHERITS.finditer(text) for k in m[1].split(",")]
        return " ".join(" ".join(parts).split())

    def _text(self, span: Span) -> str:
        entry = _around(self._by_file[span.file], span.start)
        return _printed(self._document.source(span.file).text[slice(*entry)]) if entry else ""

    def _abbreviated(self, text: str) -> Iterable[str]:
        words = {match[0].lower() for match in _WORD.finditer(text)}
        return [said for name, said in sorted(self._strings.items()) if name in words]


def _printed(entry: str) -> str:
    """An entry without the braced fields that no style prints."""
    kept, done = [], 0
    for match in _UNPRINTED.finditer(entry):
        if match.start() < done or not entry.startswith("{", match.end()):
            continue
        try:
            _, end = balanced_argument(entry, match.end())
        except ValueError:  # never closed
            continue
        kept.append(entry[done : match.start()])
        done = end + 1
    return "".join([*kept, entry[done:]])


def _around(entries: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """The one of some entries, sorted by place, in which a place lies."""
    index = bisect_right(entries, place, key=lambda entry: entry[0]) - 1
    return entries[index] if index >= 0 and place < entries[index][1] else None
