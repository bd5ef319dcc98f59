"""To what a sentence applies a source: "Lemma 2 applied to `$x$` and to `$y$`"."""

from __future__ import annotations

from collections.abc import Mapping

from ...latex.words import word_set
from .formulas import normal
from .inequalities import NAMES, plain_name
from .passages import FORMULA, REFERENCE, Passage

_APPLIED = word_set("applied apply applying applies application use using used invoke invoking")
_SKIPPED = word_set("the both a an its their then also again once more first of this")
_STOPS = word_set(". ; : we which that where gives yields shows with obtain get , and by § in at")
_NOUNS = word_set("lemma theorem proposition corollary")
_REACH = 9


def read_objects(
    passage: Passage, first: int, last: int, named: Mapping[int, str]
) -> tuple[tuple[str, str], ...]:
    """The sources that a sentence says are applied to something: source, object.

    Args:
        passage: the proof.
        first, last: the sentence.
        named: the keys by the words where they are referred to.
    """
    words = passage.words
    if not _APPLIED & set(words[first:last]) and "for" not in words[first:last]:
        return ()
    found: dict[tuple[str, str], None] = {}
    for number in range(first, last):
        if words[number] == REFERENCE:
            source = named.get(number, "")
        elif words[number] in _NOUNS and words[number - 1] in ("the", "this"):
            before = [place for place in named if place < number]
            source = named[max(before)] if before else ""
        else:
            source = plain_name(words[number])
            source = source if source in NAMES else ""
        if not source:
            continue
        near = words[max(first, number - 6) : min(last, number + _REACH)]
        limit = min(last, number + _REACH)
        index = next((i for i in range(number + 1, limit) if words[i] in ("to", "for")), 0)
        if not index or (words[index] == "to" and not _APPLIED & set(near)):
            continue
        if words[index] == "for" and words[number] != REFERENCE and words[number] not in _NOUNS:
            continue
        if {REFERENCE, ",", ".", FORMULA} & set(words[number + 1 : index]):
            continue
        sign = "" if words[index] == "to" else "for "
        while index:
            thing, index = _object(passage, index + 1, last)
            if thing:
                found[source, sign + thing] = None
            follows = words[index : min(last, index + 4)]
            more = next((i for i, w in enumerate(follows) if w in ("to", "for")), None)
            linked = more is not None and set(follows[:more]) <= {
                ",",
                "and",
                "then",
                "also",
                "again",
            }
            index = index + (more or 0) if linked and more else 0
    return tuple(found)


def _object(passage: Passage, index: int, last: int) -> tuple[str, int]:
    """What stands behind "applied to", and the word behind it."""
    words = passage.words
    while index < last and words[index] in _SKIPPED:
        index += 1
    if index >= last or words[index] in _STOPS or words[index] in ("each", "all", "every", "any"):
        return "", index
    if words[index] == FORMULA:
        return normal(passage.tokens(index)).rstrip(".,"), index + 1
    thing: list[str] = []
    while index < last and len(thing) < 3 and words[index] not in _STOPS | {FORMULA}:
        thing.append(words[index])
        index += 1
    return " ".join(thing), index
