"""The events of high probability that a proof brings, each with how likely it fails.

Not here: whether there is enough room for them (`failure_sums`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...latex.words import word_set
from ...lint.probability.conclusions import is_supposed
from ...lint.probability.deriving import is_derived
from ...lint.probability.mention import Mention
from ...lint.probability.mentions import mentions
from ..reading import FORMULA, Reading
from .amounts import LEVELS, amount, failure_of
from .budgets import Budget
from .counting import union_bounds

_PLANS = word_set(
    "show prove want wish need suffices goal aim remains establish verify ensure recall assume "
    "suppose"
)
_AGAIN = word_set("again second twice also another respectively each")
_COMPARED = word_set("like cf see as compare similar similarly unlike proof")
_OF_MANY = ("\\bigcup", "\\cup", "\\exists", "\\sum", "\\max", "\\sup")
_BEFORE_A_UNION = word_set(
    "a an the by via with using use taking take applying apply hence therefore thus so finally now "
    "then and consequently , another last this"
)
_EACH = word_set("each every individual individually any")
#: "for a fixed arm" is about each of them, "for the single predictor $h^*$" about that one only.
_ONE = re.compile(
    r"(?<!the )(?<!this )(?<!that )(?<!our )(?<!least )(?<!most )"
    r"\b(?:fixed|single|one) (?:[a-z]+|¤)"
)
_NOT_COUNTED = re.compile(r"\bone (?:has|obtains|gets|finds|sees|may|can|must|sided|and|of|that)\b")


@dataclass(frozen=True)
class Event:
    """Something that a proof draws on and that may fail.

    Args:
        word: where the proof says so.
        level: how likely it fails, as written.
        value: the same as a value, None where that is not understood.
        source: the label of the statement that brings it, "" for none.
        each: it is stated for one of several things.
    """

    word: int
    level: str
    value: Any | None
    source: str = ""
    each: bool = False


@dataclass(frozen=True)
class Claim:
    """A conclusion that a proof draws: something fails with some probability."""

    word: int
    level: str
    value: Any | None


def events_and_claims(
    reading: Reading, budgets: Mapping[str, Budget], *, numeric: bool = False
) -> tuple[list[Event], list[Claim]]:
    """What a proof brings and what it concludes, in order.

    Args:
        reading: the proof.
        budgets: of the statements it may refer to, by label.
        numeric: whether plain numbers are failure probabilities, too.
    """
    reading.passage.rare, reading.passage.numeric = True, numeric
    events: list[Event] = []
    claims: list[Claim] = []
    found: dict[int, list[Mention]] = {}
    for mention in mentions(reading.passage):
        found.setdefault(reading.sentence(mention.word)[0], []).append(mention)
    for first, last in reading.sentences:
        mine = found.get(first, [])
        if mine and _PLANS & set(reading.words[first : mine[0].word]):
            continue
        stated = False
        # Where nothing was likely before, a union bound is over the parts of one event.
        concludes = bool(events) and (
            _opens_with_a_union_bound(reading, first, last) or _joins_events(reading, first, last)
        )
        for mention in mine:
            if is_supposed(reading.passage, mention):
                continue  # "on the event of Lemma 2, which has probability …"
            stated = True
            value = failure_of(reading.passage, mention) if mention.failure else None
            derived = concludes or is_derived(reading.passage, first, last, mention)
            if derived or _is_union(reading, mention):
                claims.append(Claim(mention.word, mention.failure, value))
            else:
                source = _sources(reading, first, last, budgets)
                events.append(
                    Event(
                        mention.word,
                        mention.failure,
                        value,
                        source[0] if len(source) == 1 else "",
                        _is_each(reading, first, last),
                    )
                )
        if not stated:
            events += _from_statements(reading, first, last, budgets, events)
    return events, claims


def _is_each(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence is about one of several things."""
    words = reading.words[first:last]
    one = _ONE.search(" ".join(words))
    return bool(_EACH & set(words)) or (one is not None and not _NOT_COUNTED.match(one[0]))


def _opens_with_a_union_bound(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence concludes: "By a union bound both events hold with probability …".

    Where an inequality is named before it, the sentence brings an event of its own.
    """
    unions = union_bounds(reading, first, last)
    return bool(unions) and set(reading.words[first : unions[0]]) <= _BEFORE_A_UNION


#: What is said of several events together, or of what was called an event before.
_TOGETHER = re.compile(
    r"\b(?:intersection|(?:both|these|all|(?:all )?(?:the )?(?:two|three|four|five)) events?"
    r"|its probability|it has probability)\b"
)


def _joins_events(reading: Reading, first: int, last: int) -> bool:
    """Whether a union bound in a sentence is over events spoken of before: "the intersection has
    probability at least … by a union bound"."""
    text = " ".join(reading.words[first:last])
    return bool(union_bounds(reading, first, last)) and bool(_TOGETHER.search(text))


def _is_union(reading: Reading, mention: Mention) -> bool:
    """Whether a formula bounds the probability of a union of events."""
    if reading.words[mention.word] != FORMULA or not mention.symbolic:
        return False
    text = reading.formula(mention.word)
    return any(sign in text for sign in _OF_MANY)


def _sources(reading: Reading, first: int, last: int, budgets: Mapping[str, Budget]) -> list[str]:
    return [k.key for k in reading.keys(first, last) if k.key in budgets]


def _from_statements(
    reading: Reading,
    first: int,
    last: int,
    budgets: Mapping[str, Budget],
    before: list[Event],
) -> Iterator[Event]:
    """The events that a sentence takes from other statements without saying how likely they are."""
    words = reading.words[first:last]
    for key in reading.keys(first, last):
        budget = budgets.get(key.key)
        if budget is None or len(budget.texts) != 1 or len(budget.allowed) != 1:
            continue
        number = reading.word_of(key)
        near = reading.words[max(first, number - 4) : number]
        if _COMPARED & set(near):
            continue
        known = [event for event in before if event.source == key.key]
        if known and not _AGAIN & set(words):
            continue
        value = _instantiated(reading, first, last, budget)
        if value is not None:
            each = _is_each(reading, first, last)
            yield Event(number, budget.texts[0], value, key.key, each)


def _instantiated(reading: Reading, first: int, last: int, budget: Budget) -> Any | None:
    """A statement's failure, with what the sentence puts in the place of its symbol."""
    value = budget.allowed[0]
    symbols = [s for s in value.free_symbols if s.name.split("_")[0] in LEVELS]
    if len(symbols) != 1:
        return value
    symbol = symbols[0]
    for number in reading.formulas(first, last):
        text = reading.formula(number)
        if symbol.name not in text or text.strip() == symbol.name:
            continue
        right = text
        for sign in (r"\gets", r"\leftarrow", r"\mapsto", r"\to", ":=", "="):
            if sign in text:
                right = text.rpartition(sign)[2]
                break
        put = amount(right)
        if put is None or not put.free_symbols:
            continue
        if put.is_positive and _is_share(put, symbol):
            return value.subs(symbol, put)
    return value


def _is_share(value: Any, symbol: Any) -> bool:
    """Whether a value is a multiple of a failure probability, `\\delta/(2T)`, and no bound."""
    ratio = value / symbol
    return symbol in value.free_symbols and symbol not in ratio.free_symbols
