"""Statements that a proof names in words: "by the previous lemma", "the last two lemmas".

Only where they can mean one thing: the nearest statements of that kind before what is proved.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns
from ..latex.naming import kind_of_word
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record

_BEFORE = r"(?:previous|preceding|foregoing|last)"
_KIND = r"(?P<kind>lemmas?|lemmata|theorems?|propositions?|corollar(?:y|ies)|claims?)"
_SAID = pattern(
    rf"\b(?:the|our)[\s~]+(?:(?P<one>{_BEFORE})[\s~]+(?:(?P<count>two|three|four)[\s~]+)?{_KIND}\b"
    rf"|(?P<above>lemma|theorem|proposition|corollary|claim)[\s~]+(?:right[\s~]+|just[\s~]+)?above\b)",
    patterns.IGNORECASE,
)
#: "the previous lemma~\ref{x}" has a reference that says which, "of the previous section" is none.
_NUMBERED = pattern(r"[\s~]*(?:\\[a-zA-Z]*ref\b|\(?\d|\\(?:text)?cite|of[\s~]+(?:\\|[A-Z]))")
#: What uses the statement that is named behind it: anything else may compare, or deny.
_GOVERNS = pattern(
    r"\b(?:by|from|using|via|with|and|us(?:e|es)|appl(?:y|ies|ying)|invok(?:e|es|ing)|combin(?:e|ing)|thanks[\s~]+to"
    r"|in[\s~]+view[\s~]+of|due[\s~]+to|because[\s~]+of|according[\s~]+to|conclusion[\s~]+of|bounds?[\s~]+(?:of|in))"
    r"[\s~]+\Z",
    patterns.IGNORECASE,
)
_APPLIES = pattern(
    r"[\s~]+(?:now[\s~]+|then[\s~]+|also[\s~]+)?(?:appl(?:y|ies)|gives?|yields?|impl(?:y|ies)|shows?|tells?|bounds?|says?)\b"
)
_DENIES = pattern(
    r"\b(?:not|without|never|instead|rather|unlike|if|would|could)\b", patterns.IGNORECASE
)
_COUNTS = {"two": 2, "three": 3, "four": 4}
_PLURALS = word_set("lemmas lemmata theorems propositions corollaries claims")


class SaidBefore(Record):
    """What is said: so many statements of a kind before.

    Args:
        place: offset of the kind's word.
        kind: of the statements.
        many: how many of them.
    """

    place: int
    kind: str
    many: int


def said_before(words: str, start: int, end: int) -> Iterator[SaidBefore]:
    """Where a text names the statements right before it.

    Args:
        words: masked text.
        start, end: where to look.
    """
    for match in _SAID.finditer(words, start, end):
        lead = words[max(start, match.start() - 40) : match.start()]
        governed = _GOVERNS.search(lead) or _APPLIES.match(words, match.end())
        if _NUMBERED.match(words, match.end()) or not governed or _DENIES.search(lead):
            continue
        word = (match["kind"] or match["above"]).lower()
        count = _COUNTS.get((match["count"] or "").lower(), 1)
        if (word in _PLURALS) != (count > 1):
            continue  # "the previous lemmas": nobody says how many
        kind = kind_of_word(word)
        if kind is not None:
            yield SaidBefore(match.start("kind" if match["kind"] else "above"), kind, count)
