"""V27: conditioning on an event, then arguing as if the law were the old one."""

import re
from collections.abc import Iterator

from ...latex.words import word_set
from ...lint.probability.inequalities import NAMES, plain_name
from ...mathematics.translation.names import base_of
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import FORMULA, Reading, read, terms_of
from .expectations import has_expectation
from .named_events import NamedEvent, named_events

_CONDITIONING = word_set("conditional conditionally conditioned conditioning condition")
_INDEPENDENT = word_set("independent independence iid i.i.d independently")
_UNCHANGED = word_set(
    "measurable symmetric symmetry product coordinatewise exchangeable depends depend "
    "rotation invariance resample fresh"
)
_CENTRED = word_set("unbiased centered centred zero-mean")
#: Letters of indices and counts, which are no random variables.
_COUNTED = frozenset("ijklmnstdTNKMp")
_ALL = re.compile(r"\\(?:max|forall|bigcap)(?![a-z])")


def conditioned_independence(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Independence or a mean taken over to the law given an event of the same variables."""
    for passage in paper.passages:
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            events = named_events(reading)
            yield from _in_proof(paper, passage, reading, events)


def _in_proof(
    paper: ReviewedPaper, passage: Passage, reading: Reading, events: list[NamedEvent]
) -> Iterator[FoundWeakness]:
    words = reading.words
    for index, (first, last) in enumerate(reading.sentences):
        for number in range(first, last):
            if words[number] not in _CONDITIONING:
                continue
            event = _event_behind(reading, number, last, events)
            if event is None:
                continue
            following = reading.sentences[index + 1 : index + 2]
            for start, end in [(number, last), *following]:
                claim = _claim(reading, start, end, event)
                if claim:
                    yield found_at(
                        paper.document,
                        reading.span(number),
                        "V27",
                        passage.label,
                        f"given the event {event.symbol} the proof takes the variables to be "
                        f"{claim} as before, although the event is about them",
                        f"“{reading.quoted(start, end)}”",
                        "major",
                    )
                    return


def _event_behind(
    reading: Reading, number: int, last: int, events: list[NamedEvent]
) -> NamedEvent | None:
    """The event that a text conditions on."""
    words = reading.words
    for place in range(number + 1, min(last, number + 6)):
        if words[place] == FORMULA:
            names = terms_of(reading.formula(place))
            return next((e for e in events if e.symbol in names), None)
        if words[place] == "event" and words[place - 1] in ("this", "that"):
            before = [e for e in events if e.word < number]
            return before[-1] if before else None
    return None


def _claim(reading: Reading, start: int, end: int, event: NamedEvent) -> str:
    """What is taken over from the law without the condition, "" for nothing."""
    words = reading.words
    bag = set(words[start:end])
    if _UNCHANGED & bag:
        return ""
    about = {base_of(name) for name in terms_of(event.content)}
    about -= {base_of(event.symbol), *_COUNTED}
    spoken: set[str] = set()
    for number in reading.formulas(start, end):
        spoken |= {base_of(name) for name in terms_of(reading.formula(number))}
    if not about & spoken:
        return ""
    each = bool(_ALL.search(event.content)) or "for all" in " ".join(
        words[event.word : reading.sentence(event.word)[1]]
    )
    for number in range(start, end):
        if words[number] in _INDEPENDENT and not each:
            if words[number + 1 : number + 2] == ["of"]:
                continue  # "independent of E"
            return "independent"
    mean = {"mean", "zero"} <= bag or bool(_CENTRED & bag)
    hoeffding = any(plain_name(w) in NAMES for w in bag)
    if mean:
        return "centred"
    if hoeffding and not each:
        return "independent"
    for number in reading.formulas(start, end):
        text = reading.formula(number)
        if has_expectation(text) and "\\mid" not in text and "|" not in text:
            names = {base_of(name) for name in terms_of(text)}
            if names & about and words[start] in _CONDITIONING:
                return "of the same mean"
    return ""
