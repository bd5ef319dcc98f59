"""Whether a sentence of a proof is about several things: each of them, or all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .formulas import may_have_probability, probabilities
from .inequalities import NAMES, plain_name
from .letters import RANGING
from .passages import FORMULA, REFERENCE, Passage
from .ranges import is_about_parameter

_SINCE = word_set("since because as where recalling")
_MANY = word_set(
    "each every both twice respectively separately individually coordinatewise entrywise"
)
_EACH = word_set("each every all any")
_SO = word_set("so hence thus therefore consequently whence then ; and")
_PARTICIPLES = word_set(
    "in bounded taking with having lying supported being distributed independent satisfying"
)
_APART = word_set("twice respectively separately individually coordinatewise entrywise")
_FOLLOWS = word_set("follow follows come comes stem")
_TERMS = word_set(
    "terms sums deviations events bounds quantities averages inequalities factors coordinates "
    "entries"
)
_FUNCTIONS = word_set("function functions determined computed depend depends")
_SEVERAL = word_set("two three four remaining other individual various")


def speaks_of_many(passage: Passage, first: int, last: int, source: int) -> int:
    """Whether a sentence speaks of each of several (1), or applies its source to each (2).

    What each of several variables is like ("each of them bounded, so …") does not count.

    Args:
        passage: the proof.
        first, last: the sentence.
        source: the word where its inequality, its reference or its mention stands.
    """
    words = passage.words
    found = 0
    number = first
    while number < last:
        word = words[number]
        if word in _SINCE and words[number + 1 : number + 2] != ["well"]:
            number += 1
            while number < last and words[number] != ",":
                number += 1
            continue
        if word in _APART:
            return 2
        follows = word == "both" and _FOLLOWS & set(words[number + 1 : number + 4])
        if follows and not _bounds_one(words, first, last):
            number += 1  # from one result that gives them both
            continue
        if number < source and ({";"} | _FUNCTIONS) & {*words[number:source]}:
            number += 1
            continue
        if _is_one_of_many(passage, number, last) and not _is_needed(words, number, first, source):
            joint = word in ("all", "any") and not _bounds_one(words, first, last)
            if (number < source or words[max(first, number - 1)] == "to") and not joint:
                return 2
            found = 1
        number += 1
    return found


def _bounds_one(words: Sequence[str], first: int, last: int) -> bool:
    return any(plain_name(word) in NAMES or word == REFERENCE for word in words[first:last])


def _is_one_of_many(passage: Passage, number: int, last: int) -> bool:
    words = passage.words
    word = words[number]
    if words[number + 1 : number + 2] in (["case"], ["cases"]):
        return False
    if word in _MANY:
        return not is_about_parameter(passage, number)
    if word in ("all", "any") and words[number - 1] == "for":
        return FORMULA in words[number + 1 : number + 4] and not is_about_parameter(passage, number)
    return word in _SEVERAL and bool(_TERMS & set(words[number + 1 : min(last, number + 3)]))


def _is_needed(words: Sequence[str], number: int, first: int, source: int) -> bool:
    """Whether "each" belongs to what the source needs, not to what it gives."""
    if words[number + 1 : number + 2] and words[number + 1] in _PARTICIPLES:
        return True
    if number > source:
        return bool({"which", "that", "with"} & set(words[max(source, number - 3) : number]))
    leads = number - first < 3 and words[max(first, number - 1)] == "for"
    return not leads and bool(_SO & set(words[number:source]))


def is_whole(passage: Passage, first: int, last: int) -> int:
    """Whether a sentence is about all members at once (2), or has a sum that may be (1)."""
    words = passage.words
    found = 0
    for number in range(first, last):
        word = words[number]
        if word == FORMULA:
            names = {token for token, _ in passage.tokens(number)}
            if names & {r"\sup", r"\max", r"\forall", r"\exists", r"\bigcup", r"\bigcap"}:
                return 2
            found = found or int(r"\sum" in names)
        elif word in ("uniformly", "simultaneously", "supremum", "maximum", "uniform") or (
            word == "all"
            and (
                words[number - 1] in ("for", "in", "of", "on", "over", "at")
                or words[number + 1 : number + 2] in ([FORMULA], ["the"])
            )
        ):
            return 2
    return found


def is_quantified_outside(passage: Passage, first: int, last: int) -> bool:
    """Whether a formula bounds a probability for each: "`\\Pr(|X_i|>t)\\le\\delta` for all `i`"."""
    words = passage.words
    for number in range(first, last):
        if words[number] != FORMULA:
            continue
        content = passage.text[passage.starts[number] : passage.end(number)]
        if not may_have_probability(content) or not set(words[number + 1 : number + 3]) & _EACH:
            continue
        if words[number + 1] not in _EACH and words[number + 1] != "for":
            continue
        found = passage.tokens(number)
        inside = {t for _, event, behind in probabilities(found) for t, _ in found[event:behind]}
        if inside and not inside & RANGING and not is_about_parameter(passage, number + 2):
            return True
    return False


def is_about_first(passage: Passage, first: int, last: int) -> bool:
    """Whether a formula bounds a probability of the first one: `\\Pr(|Z_1|>t)\\le\\delta`."""
    for number in range(first, last):
        if passage.words[number] != FORMULA:
            continue
        content = passage.text[passage.starts[number] : passage.end(number)]
        if may_have_probability(content) and ("_1" in content or "_{1}" in content):
            found = passage.tokens(number)
            parts = [[t for t, _ in found[i:end]] for _, i, end in probabilities(found)]
            if parts and "_" in parts[0] and not any(RANGING & set(part) for part in parts):
                return True
    return False


def is_joint(passage: Passage, first: int, last: int) -> bool:
    """Whether a sentence argues on several events, or on their intersection."""
    words = passage.words
    for number in range(first, last):
        if words[number] not in ("on", "under", "given", "intersection", "both", "these"):
            continue
        near = words[number + 1 : min(last, number + 6)]
        if "events" in near and FORMULA not in near[: near.index("events")]:
            return True
        mark = next((i for i in range(number + 1, min(last, number + 4)) if words[i] == FORMULA), 0)
        if mark and words[number] in ("on", "under", "given"):
            between = words[number + 1 : mark]
            if set(between) <= {"the", "event", "good", "joint", "intersection"} and any(
                token in (r"\cap", r"\bigcap") for token, _ in passage.tokens(mark)
            ):
                return True
    return False
