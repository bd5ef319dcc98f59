"""Whether a proof does as many steps, cases and parts as it says, and its ordinals fit.

Headings ("Step 2.", "(ii)"), counts ("in three steps"), and ordinals behind a display ("where the
third equality …") are compared. What is said in another way is told as not understood. Not here:
whether what a step does is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..latex import Document, FileView, Span
from ..lint.sentences import DISPLAY, Sentence, sentences, text_macros
from .ordinal_words import (
    ANNOUNCES,
    BEHIND,
    CHAIN_NOUNS,
    COUNT,
    HEADING,
    ITEM,
    LISTS,
    MARKER,
    NAMED_STEP,
    NAMES,
    NO_PARTS,
    NUMBERS,
    OF_CHAIN,
    ORDINAL,
    ORDINALS,
    ROMAN,
    ROMANS,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Something said of steps and parts, and where: file and offset."""

    said: str
    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Ordinals:
    """What was made of a proof's counts, headings and ordinals.

    Args:
        faults: where they do not fit.
        unclear: what was not understood.
        fit: what was compared and fits.
    """

    faults: tuple[Place, ...]
    unclear: tuple[Place, ...]
    fit: tuple[Place, ...]


def read_ordinals(document: Document, body: Span, relations: Sequence[tuple[int, int]]) -> Ordinals:
    """Compare what a proof announces and numbers with what it does.

    Args:
        document: the paper.
        body: of the proof.
        relations: for each of its displays the offset and how many relations it asserts.
    """
    view = next(v for v in document.views if v.name == body.file)
    return _Reading(document, view, body, dict(relations)).run()


class _Reading:
    def __init__(
        self, document: Document, view: FileView, body: Span, relations: dict[int, int]
    ) -> None:
        self.file = view.name
        self.relations = relations
        listed = sentences(view, body.start, body.end, text_macros(view.macros), ())
        self.sentences = [s for s in listed if s.text]
        self.lists = _lists(document, body, self.sentences)
        self.faults: list[Place] = []
        self.unclear: list[Place] = []
        self.fit: list[Place] = []

    def run(self) -> Ordinals:
        headings = self._headings()
        self._named_steps(headings)
        self._counts(headings)
        self._markers()
        self._ordinals()
        return Ordinals(tuple(self.faults), tuple(self.unclear), tuple(self.fit))

    def _place(self, said: str, sentence: Sentence, at: int) -> Place:
        return Place(said, self.file, sentence.offsets[min(at, len(sentence.offsets) - 1)])

    def _headings(self) -> dict[str, list[int]]:
        """By noun the numbers of its headings, in order, whose sequence is looked at."""
        found: dict[str, list[int]] = {}
        for sentence in self.sentences:
            match = HEADING.match(sentence.text)
            if match is None:
                continue
            number = _value(match["number"])
            noun = match["noun"]
            before = found.setdefault(noun, [])
            if number != len(before) + 1:
                place = self._place(f"{noun} {match['number']}", sentence, match.start("noun"))
                # A list begun anew inside another one is numbered from one again.
                if number == 1 or number in before:
                    self.unclear.append(place)
                    continue
                last = f"behind {noun} {before[-1]}" if before else "and is the first"
                self.faults.append(place_with(place, f"“{place.said}” stands {last}"))
            before.append(number)
        for noun, numbers in found.items():
            if numbers == list(range(1, len(numbers) + 1)):
                self.fit.append(Place(f"{noun}s 1 to {len(numbers)}", self.file, 0))
        return found

    def _named_steps(self, headings: dict[str, list[int]]) -> None:
        """ "By Step 4", where there are three."""
        for sentence in self.sentences:
            for match in NAMED_STEP.finditer(sentence.text):
                numbers = headings.get(match["noun"])
                if numbers and int(match["number"]) > max(numbers):
                    place = self._place(match.group(), sentence, match.start())
                    said = f"“{match.group()}” is named, and there are {len(numbers)}"
                    self.faults.append(place_with(place, said))

    def _counts(self, headings: dict[str, list[int]]) -> None:
        """ "In three steps"."""
        adverbs = [s for s in self.sentences if _starts_with_ordinal(s)]
        for number, sentence in enumerate(self.sentences):
            for match in COUNT.finditer(sentence.text):
                count, noun = NUMBERS[match["number"]], match["noun"]
                place = self._place(match.group(), sentence, match.start())
                announced = bool(ANNOUNCES.search(sentence.text[: match.start()]))
                done = len(headings.get(noun, ()))
                if done:
                    if done == count:
                        self.fit.append(place)
                    elif announced:
                        said = f"“{match.group()}” are announced, and {done} done"
                        self.faults.append(place_with(place, said))
                    else:
                        self.unclear.append(place)
                elif self.lists.get(number):
                    if self.lists[number] == count:
                        self.fit.append(place)
                    elif announced:
                        said = f"“{match.group()}” are announced, and {self.lists[number]} listed"
                        self.faults.append(place_with(place, said))
                    else:
                        self.unclear.append(place)
                elif announced and len(adverbs) == count:
                    self.fit.append(place)
                else:
                    self.unclear.append(place)

    def _markers(self) -> None:
        """(i), (ii), (iii) where sentences and items begin."""
        found: list[tuple[int, Place, str]] = []
        for sentence in self.sentences:
            match = MARKER.match(sentence.text)
            if match is not None:
                place = self._place(f"({match['number']})", sentence, match.start("number"))
                found.append((_value(match["number"]), place, match["number"]))
        values = {value for value, _, _ in found}
        if len(values) < 2:
            self.unclear += [place for _, place, _ in found]
            return
        text = " ".join(sentence.text for sentence in self.sentences)
        letters = found[0][2] not in ROMAN
        for value in range(1, max(values)):
            name = "abcdefgh"[value - 1] if letters else ROMANS[value - 1]
            if value not in values:
                if f"({name})" in text:
                    self.unclear.append(found[0][1])
                else:
                    _, place, _ = next(f for f in found if f[0] > value)
                    said = f"{place.said} stands in the proof, and ({name}) does not"
                    self.faults.append(place_with(place, said))
        if values == set(range(1, max(values) + 1)):
            self.fit.append(found[0][1])

    def _ordinals(self) -> None:
        """ "The third equality" behind a display; "Third," at the beginning of a sentence."""
        begun: list[int] = []
        before: Sentence | None = None
        for sentence in self.sentences:
            for match in ORDINAL.finditer(sentence.text):
                ordinal, following = ORDINALS[match["ordinal"]], match["next"] or ""
                if following in NO_PARTS or sentence.text[match.end("ordinal") :][:1] == "-":
                    continue
                place = self._place(match.group(), sentence, match.start())
                if _starts_with_ordinal(sentence) and match.start() < 3:
                    if ordinal > 1 and ordinal - 1 not in begun:
                        missing = NAMES[ordinal - 2]
                        said = f"“{match['ordinal']}” begins a sentence, and nothing is {missing}"
                        self._unless_said(place_with(place, said), missing, sentence)
                    begun.append(ordinal)
                    continue
                count = self._relations_before(sentence, before, match.start())
                # "the fourth cancels": what ends so behind an ordinal is a verb, or "steps".
                if count is None or not (following in OF_CHAIN or following.endswith("s")):
                    self.unclear.append(place)
                elif ordinal > count:
                    if following not in CHAIN_NOUNS:
                        self.unclear.append(place)
                        continue
                    said = f"“{match.group()}” is named, and the display before has {count}"
                    self.faults.append(place_with(place, said))
                else:
                    self.fit.append(place)
            before = sentence

    def _unless_said(self, fault: Place, missing: str, sentence: Sentence) -> None:
        """A fault, unless the ordinal before stands somewhere in the proof."""
        earlier = self.sentences[: self.sentences.index(sentence)]
        stands = any(re.search(rf"\b{missing}|\bone\b", other.text) for other in earlier)
        (self.unclear if stands else self.faults).append(fault)

    def _relations_before(self, sentence: Sentence, before: Sentence | None, at: int) -> int | None:
        """How many relations the display has that an ordinal speaks of, None where it is unclear
        which one that is."""
        mark = sentence.text.rfind(DISPLAY, 0, at)
        if mark >= 0:
            if not BEHIND.match(sentence.text, mark + 1):
                return None
            return self.relations.get(sentence.offsets[mark]) or None
        if before is None or not BEHIND.match(sentence.text):
            return None
        if before.text.count(DISPLAY) != 1:
            return None
        return self.relations.get(before.offsets[before.text.index(DISPLAY)]) or None


def place_with(place: Place, said: str) -> Place:
    """The same place, with other words."""
    return Place(said, place.file, place.offset)


def _value(number: str) -> int:
    """1 for 1, i and a."""
    if number.isdigit():
        return int(number)
    return ROMAN.get(number) or ord(number[0]) - ord("a") + 1


def _starts_with_ordinal(sentence: Sentence) -> bool:
    """ "First, …", "Second we …": no "The first step …", no "First-order …"."""
    match = ORDINAL.match(sentence.text)
    if match is None:
        return False
    return (match["next"] or "") not in (NO_PARTS | CHAIN_NOUNS)


def _lists(document: Document, body: Span, listed: Sequence[Sentence]) -> dict[int, int]:
    """How many items the list has that a sentence leads to, by the number of the sentence."""
    lists = [
        environment
        for environment in document.environments
        if environment.name in LISTS and _lies_in(environment.span, body)
    ]
    found: dict[int, int] = {}
    for environment in lists:
        span = environment.span
        inner = [e.span for e in lists if e.span != span and _lies_in(e.span, span)]
        items = sum(
            not any(part.start <= span.start + match.start() < part.end for part in inner)
            for match in ITEM.finditer(document.masked(span))
        )
        before = [n for n, s in enumerate(listed) if s.offsets[0] < span.start]
        if before and items > 1:
            found[before[-1]] = items
    return found


def _lies_in(inner: Span, outer: Span) -> bool:
    return inner.file == outer.file and outer.start <= inner.start < outer.end
