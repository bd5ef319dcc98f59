"""What stays the same about a passage when nobody changed what it says.

Macros are expanded, comments and white space set aside, and a reference counts as what it names:
renaming a label, reflowing a paragraph or moving a file changes nothing. Not here: which passages
make a unit (`units`).
"""

import hashlib
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

from ..latex import Document, Environment, expand_macros, normalise
from ..latex.places import KeysByPlace, statements_by_label
from .excerpts import holds

_REFERENCE = re.compile(
    r"\\(?P<command>[cC](?:page)?ref|autoref|ref|vref|eqref|nameref|zcref|labelcref)\*?"
    r"(?:\s*\[[^\]]*\])?\s*\{(?P<keys>[^{}]*)\}"
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)")
_HYPERREF = re.compile(r"\\hyperref\s*\[(?P<keys>[^\]]*)\]")


class Identity:
    """Fingerprints of passages of one document."""

    def __init__(self, document: Document) -> None:
        self._macros = document.steady_macros
        self._said = _labelled(document)
        self._redefined = _definitions(document)

    def of(self, passages: Iterable[tuple[str, str]]) -> str:
        """SHA-256 of passages.

        Args:
            passages: the role of each and its LaTeX.
        """
        said = [(role, self._plain(text)) for role, text in passages]
        # What means different things at different places is not expanded.
        called = {name for _, text in said for name in _COMMAND.findall(text)}
        for name in sorted(called & self._redefined.keys()):
            said += [("definition", text) for text in self._redefined[name]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def _plain(self, text: str) -> str:
        def named(match: re.Match[str]) -> str:
            keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
            command = match.groupdict().get("command") or "hyperref"
            # A label that stands nowhere names nothing but itself.
            return f"[{command}: {' | '.join(self._said.get(key, key) for key in keys)}]"

        text = _HYPERREF.sub(named, _REFERENCE.sub(named, normalise(text)))
        return normalise(expand_macros(text, self._macros))


def digest_of(parts: Mapping[str, object]) -> str:
    """SHA-256 of a record of texts and numbers."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _definitions(document: Document) -> dict[str, list[str]]:
    """All definitions of the macros that are defined more than once, by name."""
    found: dict[str, list[str]] = {}
    for source in document.files.values() if document.redefined else ():
        for region in source.regions:
            text = source.text[region.start : region.end]
            # The first command defines, the second is defined.
            _, *names = _COMMAND.findall(text) or [""]
            if region.kind == "definition" and names and names[0] in document.redefined:
                found.setdefault(names[0], []).append(normalise(text))
    return found


def _labelled(document: Document) -> dict[str, str]:
    """What each label names: the statement or display, else the figure or list, else the section.

    Of several labels of one thing (its rows, its items) each has its number.
    """
    said: dict[str, str] = {}
    for label, statement in statements_by_label(document).items():
        body = normalise(document.text(statement.environment.body))
        said[label] = f"{statement.kind}: {_unnamed(body)}"
    labels = KeysByPlace(document.labels)
    for formula in document.formulas:
        for key in labels.inside(formula.span) if formula.display else ():
            body = _unnamed(normalise(document.text(formula.body)))
            said[key.key] = f"{said.get(key.key, '')} display: {body}"
    things = _Things(document)
    seen: Counter[str] = Counter()
    for label in dict.fromkeys(key.key for key in document.labels):
        name = said.get(label) or things.said(label)
        seen[name] += 1
        said[label] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return said


class _Things:
    """What labels name that is no statement and no display: figures, lists, sections."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._order = document.reading_order
        self._labels = {key.key: key for key in reversed(document.labels)}
        headings = [(self._order(h.span.file, h.span.start), h) for h in document.headings]
        self._headings = sorted(headings, key=lambda each: each[0])
        self._titles = [normalise(heading.text) for _, heading in self._headings]
        self._around: dict[str, Environment] = {}
        # A figure, a list: what has headings or a proof in it is no single thing.
        wide = [h.span for h in document.headings] + [p.environment.span for p in document.proofs]
        labels = KeysByPlace(document.labels)
        for environment in sorted(document.environments, key=lambda e: e.span.start):
            inside = labels.inside(environment.span)
            if inside and not any(holds(environment.span, span) for span in wide):
                self._around |= {key.key: environment for key in inside}  # the innermost is last

    def said(self, label: str) -> str:
        """What one label names."""
        thing = self._around.get(label)
        if thing is not None:
            return f"{thing.name}: {_unnamed(normalise(self._document.text(thing.body)))}"
        span = self._labels[label].span
        place = self._order(span.file, span.start)
        before = bisect_right(self._headings, place, key=lambda each: each[0])
        if not before:
            return "the paper"
        title = self._titles[before - 1]
        nth = self._titles[:before].count(title)
        return f"{self._headings[before - 1][1].command} {nth}: {title}"


def _unnamed(text: str) -> str:
    """A text without the labels that its references name."""
    return _HYPERREF.sub("[hyperref]", _REFERENCE.sub(lambda m: f"[{m['command']}]", text))
