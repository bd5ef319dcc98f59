"""Where a passage says that something holds with high probability, in words or in a formula."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ...latex.words import word_set
from .constants import bounded_by
from .failures import bound_behind, expression, one_minus, small_failure, varies
from .formulas import (
    EQUAL,
    LESS,
    MORE,
    Token,
    after_opening,
    may_have_probability,
    normal,
    probabilities,
)
from .mention import AT_MOST, BOUND, FAILS, HOW, NEAR, PROBABILITY_WORDS, Mention
from .numeric_mentions import at_number, in_percent, tail_of_many
from .passages import BREAK, FORMULA, Passage

_HIGH = word_set("high overwhelming large")
_SMALL = word_set("negligible small vanishing")
_WHP = word_set("w.h.p whp wvhp wop w.o.p a.a.s w.v.h.p")
_TENDS = word_set("tending tends tend approaching approaches converging converges going goes")
_CONTEXT = word_set(
    "over under taken on in with conditional conditionally given that of for w.r.t ( ,"
)
_IS = word_set("is are be bounded exceed exceeds below")
_FAR = 28


def mentions(passage: Passage) -> list[Mention]:
    """All places of a passage that say so, in order."""
    found = [*_spoken(passage), *_symbolic(passage)]
    found.sort(key=lambda mention: mention.start)
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _spoken(passage: Passage) -> Iterator[Mention]:
    for number, word in enumerate(passage.words):
        if word == FORMULA:
            mention = _at_formula(passage, number)
        elif passage.numeric and word.isdigit() and len(word) == 2:
            mention = in_percent(passage, number)
        elif word in PROBABILITY_WORDS:
            mention = _in_words(passage, number)
        elif word in _WHP:
            mention = Mention(number, passage.starts[number], passage.end(number), "")
        elif word == "almost" and passage.words[number - 1 : number + 2 : 2] == [
            "asymptotically",
            "surely",
        ]:
            mention = Mention(number, passage.starts[number - 1], passage.end(number + 1), "")
        else:
            continue
        if mention is not None:
            yield mention


def _in_words(passage: Passage, number: int) -> Mention | None:
    """High probability said without a number."""
    words, starts = passage.words, passage.starts
    before = words[max(0, number - 6) : number]
    if before and before[-1] in _HIGH and "with" in before:
        behind = number - len(before) + len(before) - 1 - before[::-1].index("with")
        return Mention(number, starts[behind], passage.end(number), "")
    if before and before[-1] in _SMALL and ("but" in before or "except" in before):
        return Mention(number, starts[number - len(before)], passage.end(number), "")
    following = words[number + 1 : number + 5]
    if following and following[0] in ("that", "which"):
        following = following[1:]
    tends = following[:1] and following[0] in _TENDS and "with" in before[-2:]
    if tends and {"one", "1", FORMULA} & set(following[1:]):
        return Mention(number, starts[number - 1], passage.end(number + 2), "")
    return None


def _at_formula(passage: Passage, number: int) -> Mention | None:
    """What a formula and the words before it say."""
    words = passage.words
    if passage.numeric:
        mention = at_number(passage, number)
        if mention is not None:
            return mention
    split = _minus_in_text(passage, number)
    if not split and "1" not in passage.text[passage.starts[number] : passage.end(number)]:
        return _complement(passage, number)
    first = passage.sentence(number)[0]
    first = max(first, number - 120)
    index = number - 1 - split
    while index >= first and words[index] in HOW:
        index -= 1
    how = words[index + 1 : number]
    anchor, far = None, False
    if index >= first and words[index] in PROBABILITY_WORDS:
        anchor = index
    elif (
        words[number + 1 : number + 2]
        and _probability_behind(words, number)
        and ("with" in words[max(first, index) : number])
    ):
        anchor = max(first, index)
    elif how:
        window = range(index - 1, max(first, index - _FAR) - 1, -1)
        anchor = next((k for k in window if _opens_context(words, k, index)), None)
        far = anchor is not None
    if anchor is None and how == ["at", "least"] and index < first:
        content = passage.text[passage.starts[number] : passage.end(number)]
        said = words[number + 1 : number + 2] in ([","], ["we"], ["it"], ["for"], ["if"])
        anchor = (
            number - 2 if said and "\\delta" in content else None
        )  # "At least `1-2\\delta`, we have"
    if anchor is None:
        return _complement(passage, number)
    found = passage.tokens(number)
    if split:
        return _mention(passage, number, anchor, found, (after_opening(found), 0), True)
    at = after_opening(found)
    relation = at < len(found) and found[at][0] in MORE | EQUAL
    strict = at < len(found) and found[at][0] in MORE
    parts = one_minus(found, after_opening(found, at + 1) if relation else at)
    if parts is None:
        return _complement(passage, number)
    bound = strict or any(word in BOUND for word in (*how, *words[anchor - 3 : anchor]))
    if far and not bound and not ({"is", "are", "be"} & set(how)):
        return None
    return _mention(passage, number, anchor, found, parts, bound)


def _minus_in_text(passage: Passage, number: int) -> bool:
    """Whether the one and the minus sign stand before the formula: `1-$\\delta$`."""
    if not number or passage.words[number - 1] != "1":
        return False
    between = passage.text[passage.end(number - 1) : passage.starts[number]].strip()
    return between in ("-", "--", "−", "–")


def _probability_behind(words: list[str], number: int) -> bool:
    behind = words[number + 1 : number + 3]
    return behind[0] in PROBABILITY_WORDS or (
        behind[0] in ("success", "coverage") and behind[-1] in PROBABILITY_WORDS
    )


def _opens_context(words: list[str], index: int, limit: int) -> bool:
    """Whether a word is a probability that words like "over the draw of" follow."""
    return (
        words[index] in PROBABILITY_WORDS
        and words[index + 1] in _CONTEXT
        and not {";", ":", BREAK} & set(words[index:limit])
    )


def _mention(
    passage: Passage,
    number: int,
    anchor: int,
    found: list[Token],
    parts: tuple[int, int],
    bound: bool,
) -> Mention | None:
    begin, opened = parts
    end = expression(found, begin, opened)
    if not varies(found[begin:end]):
        return None
    start = anchor
    for index in range(anchor, max(-1, anchor - 6), -1):
        if passage.words[index] in (".", ",", ";", ":", BREAK, FORMULA):
            break
        if passage.words[index] in ("with", "within"):
            start = index
            break
    stop = found[end - 1]
    offset = stop[1] + len(stop[0])
    return Mention(number, passage.starts[start], offset, normal(found[begin:end]), bound)


def _complement(passage: Passage, number: int) -> Mention | None:
    """Failure with probability at most something small."""
    words = passage.words
    first = passage.sentence(number)[0]
    index = number - 1
    while index >= first and words[index] in AT_MOST:
        index -= 1
    if index < first:
        return None
    before = words[max(first, index - NEAR) : index + 1]
    if words[index] in ("probability", "prob", "measure", "probabilities", "w.p"):
        fails = bool(FAILS & set(before[:-1])) or before[-2:-1] == ["error"]
        fails = fails or (before[-2:-1] != [] and "hold" in before and "not" in before)
    else:
        fails = before[-3:-1] == ["probability", "of"] and words[index] in (
            "failure",
            "error",
            "failing",
        )
    that, rare = -1, False
    if not fails:
        that = _probability_that(words, first, index, number)
        rare = that < 0 and passage.rare and _at_most(words, index, number)
        if that < 0 and not rare:
            return None
    found = passage.tokens(number)
    begin = after_opening(found)
    if begin < len(found) and found[begin][0] in LESS | EQUAL:
        begin = after_opening(found, begin + 1)
    if one_minus(found, begin) is not None:
        return None
    end = expression(found, begin)
    while rare and end + 1 < len(found) and found[end][0] in LESS | EQUAL:
        begin, end = end + 1, expression(found, end + 1)  # the last of `2^{-k}\le\delta`
    if rare and not small_failure(found, begin, end):
        return None
    if not varies(found[begin:end]) or (that >= 0 and not small_failure(found, begin, end)):
        return None
    start = (
        that
        if that >= 0
        else next(
            (k for k in range(max(first, index - NEAR), index + 1) if words[k] in FAILS), index
        )
    )
    offset = found[end - 1][1] + len(found[end - 1][0])
    failure = normal(found[begin:end])
    return Mention(number, passage.starts[start], offset, failure, symbolic=that >= 0)


def _at_most(words: list[str], index: int, number: int) -> bool:
    """With probability at most."""
    return words[index - 1 : index + 1] == ["with", "probability"] and (
        "most" in words[index:number]
    )


def _probability_that(words: list[str], first: int, index: int, number: int) -> int:
    """Where "the probability that some iterate leaves the ball is at most" begins, or -1."""
    if not _IS & set(words[index + 1 : number]):
        return -1
    for place in range(index, max(first, index - _FAR) - 1, -1):
        if words[place] in ("with", ";", ":", BREAK):
            return -1
        if words[place] == "probability" and words[place + 1] in ("that", "of", "for"):
            return place
    return -1


def _symbolic(passage: Passage) -> Iterator[Mention]:
    """`\\Pr(…) \\ge 1 - \\delta` and `\\Pr(…) \\le \\delta`."""
    words, starts = passage.words, passage.starts
    for start, end in passage.displays():
        content = passage.text[start:end]
        raw = content.find("w.h.p")
        if raw >= 0:
            word = max(0, bisect_right(starts, start) - 1)
            yield Mention(word, start + raw, start + raw + 5, "", symbolic=True)
        if not (
            may_have_probability(content)
            and (passage.numeric or "1" in content or "delta" in content or "^" in content)
        ):
            continue
        found = passage.tokens_of(start, end)
        for _, event, behind in probabilities(found):
            read = bounded_by(found, behind) if passage.numeric else None
            if read is not None:
                failure, from_index, stop = read
            elif passage.tails and (tail := tail_of_many(found, event, behind)):
                failure, from_index, stop = tail
            elif parts := bound_behind(found, behind):
                begin, stop, from_index = parts
                failure = normal(found[begin:stop])
            else:
                continue
            if stop > from_index:
                word = max(0, bisect_right(starts, start) - 1)
                offset = found[stop - 1][1] + len(found[stop - 1][0])
                if words[word] == FORMULA:
                    yield Mention(word, found[from_index][1], offset, failure, symbolic=True)
