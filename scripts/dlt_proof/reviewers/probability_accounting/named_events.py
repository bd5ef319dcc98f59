"""V25: an event that a proof names and works on, and whose probability it never tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...latex.words import word_set
from ...lint.probability.formulas import may_have_probability, probabilities
from ...lint.probability.inequalities import NAMES, plain_name
from ...lint.probability.mention import PROBABILITY_WORDS
from ...mathematics.translation.names import base_of, plain_text, symbol_at
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..reading import CITATION, FORMULA, REFERENCE, Reading, read, terms_of
from .budgets import Budget

_BE = word_set("be denote denotes is by as")
_LIKELY = PROBABILITY_WORDS | word_set(
    "whp w.h.p likely fail fails failing failure unlikely surely almost chance union boole "
    "concentration tail markov chebyshev hoeffding bernstein chernoff azuma freedman mcdiarmid"
)
_CONDITIONING = word_set("conditional conditionally conditioned conditioning given")
_UNDER = _CONDITIONING | {"on", "under"}
_PLURAL = word_set("events")
_REGIONS = word_set(
    "ellipsoid ellipsoids set sets region regions interval intervals ball balls bound bounds band "
    "bands radius width widths"
)
_DEFINES = re.compile(r"\s*(?::=|=|\\coloneqq|\\triangleq|\\equiv)")


@dataclass(frozen=True)
class NamedEvent:
    """An event with a name.

    Args:
        symbol: its name.
        word: where it is introduced.
        content: what formulas and words say that it is.
        combined: it is made of other events.
    """

    symbol: str
    word: int
    content: str
    combined: bool


def named_events(reading: Reading) -> list[NamedEvent]:
    """The events that a text names: "let $\\mathcal E$ be the event that"."""
    words = reading.words
    found: list[NamedEvent] = []
    for number in reading.formulas():
        first, last = reading.sentence(number)
        text = reading.formula(number)
        at = symbol_at(text, 0)
        if at is None:
            continue
        symbol, end = at
        rest = text[end:].strip().rstrip(".,;")
        defines = bool(_DEFINES.match(rest))
        if rest and not defines:
            continue
        before = words[max(first, number - 4) : number]
        behind = words[number + 1 : min(last, number + 6)]
        said = "event" in before[-3:] or "events" in before[-3:]
        introduces = said and (
            defines
            or bool({"define", "let", "consider", "introduce", "denote", "call"} & set(before))
            or behind[:1] in (["that"], ["where"], ["on"])
        )
        told = behind[:1] != [] and behind[0] in _BE and "event" in behind[:5]
        if not (introduces or told):
            continue
        told_behind = (reading.formula(n) for n in reading.formulas(number + 1, last))
        content = " ".join([rest, *told_behind])
        combined = bool(re.search(r"\\(?:big)?c[au]p(?![a-z])|\\setminus|\\wedge", rest))
        if symbol not in [event.symbol for event in found]:
            found.append(NamedEvent(symbol, number, content, combined))
    return found


def events_without_probability(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Events of a proof with high probability that nothing says how likely they are."""
    for passage in paper.passages:
        if not passage.proofs or not Budget(paper, passage.statement).concluded:
            continue
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            for event in named_events(reading):
                if event.combined or not _is_used(reading, event):
                    continue
                if not _is_accounted(reading, event):
                    yield found_at(
                        paper.document,
                        reading.span(event.word),
                        "V25",
                        passage.label,
                        f"the proof works on the event {event.symbol}, and nothing says how "
                        "likely it is",
                        f"“{reading.quoted(*reading.sentence(event.word))}”",
                        "critical",
                    )


def _has(text: str, symbol: str) -> bool:
    """Whether a formula has a symbol, or stands for it with a running index."""
    plain, name = plain_text(text), plain_text(symbol)
    if re.search(re.escape(name) + r"(?![a-zA-Z0-9])", plain):
        return True
    base = base_of(name)
    return base != name and bool(re.search(re.escape(base) + r"_\{?[a-zA-Z](?![a-zA-Z])", plain))


def _is_used(reading: Reading, event: NamedEvent) -> bool:
    """Whether the proof goes on under the event."""
    words = reading.words
    for number in reading.formulas():
        if number == event.word or not _has(reading.formula(number), event.symbol):
            continue
        first, _ = reading.sentence(number)
        before = set(words[max(first, number - 4) : number])
        # Whoever conditions on each value of something needs no probability of it.
        if before & {"on", "under"} and not before & _CONDITIONING:
            return True
        if re.search(r"\\(?:big)?cap(?![a-z])", reading.formula(number)):
            return True
    return False


def _is_accounted(reading: Reading, event: NamedEvent) -> bool:
    """Whether some sentence tells how likely the event is, or on what it rests."""
    words = reading.words
    sentences = reading.sentences
    for index, (first, last) in enumerate(sentences):
        bag = {
            word
            for word, following in pairwise([*words[first:last], ""])
            if not (word == "confidence" and following in _REGIONS)
        }
        telling = bool(_LIKELY & bag) or bool({REFERENCE, CITATION} & bag)
        telling = telling or any(plain_name(w) in NAMES for w in bag)
        telling = telling or any(_is_probability(reading, n) for n in reading.formulas(first, last))
        if not telling:
            continue
        if any(_has(reading.formula(n), event.symbol) for n in reading.formulas(first, last)):
            if _tells_of(reading, first, last, event):
                return True
            continue
        if _PLURAL & bag and PROBABILITY_WORDS & bag:
            return True  # "each of these events has probability …"
        before = sentences[index - 1] if index else (0, 0)
        if before[0] <= event.word < before[1] and not any(
            words[n] == FORMULA and _names_another(reading, n, event) for n in range(first, last)
        ):
            return True
    return False


def _tells_of(reading: Reading, first: int, last: int, event: NamedEvent) -> bool:
    """Whether a sentence that names the event tells how likely it is, not what follows on it.

    "On E, Lemma 2 gives …" tells nothing of E.
    """
    words = reading.words
    for number in reading.formulas(first, last):
        if not _has(reading.formula(number), event.symbol):
            continue
        if _is_probability(reading, number):
            return True
        before = words[max(first, number - 4) : number]
        if not _UNDER & set(before):
            return True
        if PROBABILITY_WORDS & set(words[number : number + 8]):
            return True  # "on E, which has probability …"
    return False


def _is_probability(reading: Reading, number: int) -> bool:
    if reading.words[number] != FORMULA or not may_have_probability(reading.formula(number)):
        return False
    return any(True for _ in probabilities(reading.passage.tokens(number)))


def _names_another(reading: Reading, number: int, event: NamedEvent) -> bool:
    text = reading.formula(number)
    alike = any(base_of(name) == base_of(event.symbol) for name in terms_of(text))
    return alike and not _has(text, event.symbol)
