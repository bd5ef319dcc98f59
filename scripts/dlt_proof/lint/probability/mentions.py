"""Where a passage says that something holds with high probability, in words or in a formula."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ...latex.words import word_set
from ...records.record import Record
from .constants import SIGN, bounded_by, failure_of
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
from .passages import BREAK, FORMULA, Passage

PROBABILITY_WORDS = word_set("probability probabilities prob w.p wp confidence probab")
_HIGH = word_set("high overwhelming large")
_SMALL = word_set("negligible small vanishing")
_WHP = word_set("w.h.p whp wvhp wop w.o.p a.a.s w.v.h.p")
_TENDS = word_set("tending tends tend approaching approaches converging converges going goes")
_HOW = word_set(
    "of at least no not less than or equals smaller lower greater larger bigger higher exceeding "
    "exceeds more strictly bounded from below by is are be being equal to the order above over "
    "form some a roughly about approximately level levels parameter that ("
)
_BOUND = word_set("least exceeding exceeds than below above")
_CONTEXT = word_set(
    "over under taken on in with conditional conditionally given that of for w.r.t ( ,"
)
_AT_MOST = word_set(
    "of at most no more not than exceeding less smaller lower bounded by is being the order "
    "below up to event only are from above ( does exceed exceeds be"
)
_FAILS = word_set(
    "fail fails failing failed failure err errs violated violates except outside apart "
    "exceptional exceeds exceed"
)
_IS = word_set("is are be bounded exceed exceeds below")
_NEAR, _FAR = 12, 28
_OF_MANY = frozenset([r"\max", r"\sup", r"\exists", r"\bigcup"])
_PLAIN = 0.101  # what a number without "at least" may leave to fail


class Mention(Record):
    """A place that says that something holds with high probability.

    Args:
        word: the number of a word of it.
        start, end: offsets in the passage's text.
        failure: how likely it fails, in a normal form; empty where only words say it.
        bound: "at least" or the like stands with it; without, it may describe a model.
        symbolic: a formula says it all.
    """

    word: int
    start: int
    end: int
    failure: str
    bound: bool = True
    symbolic: bool = False


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
            mention = _in_percent(passage, number)
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
        mention = _at_number(passage, number)
        if mention is not None:
            return mention
    split = _minus_in_text(passage, number)
    if not split and "1" not in passage.text[passage.starts[number] : passage.end(number)]:
        return _complement(passage, number)
    first = passage.sentence(number)[0]
    first = max(first, number - 120)
    index = number - 1 - split
    while index >= first and words[index] in _HOW:
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
    bound = strict or any(word in _BOUND for word in (*how, *words[anchor - 3 : anchor]))
    if far and not bound and not ({"is", "are", "be"} & set(how)):
        return None
    return _mention(passage, number, anchor, found, parts, bound)


def _at_number(passage: Passage, number: int) -> Mention | None:
    """With probability at least `2/3`, fails with probability at most `0.01`."""
    words = passage.words
    first = max(0, passage.sentence(number)[0], number - 40)
    index = number - 1
    while index >= first and words[index] in _HOW | _AT_MOST:
        index -= 1
    if index < first or words[index] not in PROBABILITY_WORDS:
        return None
    how = set(words[index + 1 : number])
    near = words[max(first, index - _NEAR) : index]
    if "least" in how and _FAILS & set(near):
        return None  # a lower bound for those who fail
    less = bool({"most", "exceeding", "exceed"} & how or {"no", "more"} <= how)
    fails = less or bool(_FAILS & set(near))
    found = passage.tokens(number)
    read = failure_of(found, 0, succeeds=not fails)
    if read is None:
        return None
    failure, end = read
    bound = how & (_BOUND | {"most"}) or any(token in MORE | LESS for token, _ in found)
    if not bound and float(failure[1:]) > _PLAIN:
        return None  # how something is drawn
    start = index
    while start > first and words[start] != "with" and index - start < 3:
        start -= 1
    stop = passage.tokens(number)[end - 1]
    begin = passage.starts[start if words[start] == "with" else index]
    return Mention(number, begin, stop[1] + len(stop[0]), failure)


def _in_percent(passage: Passage, number: int) -> Mention | None:
    """With probability at least 99\\%, the number in the text."""
    words = passage.words
    if not passage.text.startswith(("\\%", "\\,\\%", "~\\%"), passage.end(number)):
        return None
    index = number - 1
    while index > 0 and words[index] in _HOW:
        index -= 1
    if index < 0 or words[index] not in PROBABILITY_WORDS or not 60 <= int(words[number]) < 100:
        return None
    failure = f"{SIGN}{1 - int(words[number]) / 100:.4g}"
    return Mention(number, passage.starts[index], passage.end(number), failure)


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
    while index >= first and words[index] in _AT_MOST:
        index -= 1
    if index < first:
        return None
    before = words[max(first, index - _NEAR) : index + 1]
    if words[index] in ("probability", "prob", "measure", "probabilities", "w.p"):
        fails = bool(_FAILS & set(before[:-1])) or before[-2:-1] == ["error"]
        fails = fails or (before[-2:-1] != [] and "hold" in before and "not" in before)
    else:
        fails = before[-3:-1] == ["probability", "of"] and words[index] in (
            "failure",
            "error",
            "failing",
        )
    that = -1
    if not fails:
        that = _probability_that(words, first, index, number)
        if that < 0:
            return None
    found = passage.tokens(number)
    begin = after_opening(found)
    if begin < len(found) and found[begin][0] in LESS | EQUAL:
        begin = after_opening(found, begin + 1)
    if one_minus(found, begin) is not None:
        return None
    end = expression(found, begin)
    if not varies(found[begin:end]) or (that >= 0 and not small_failure(found, begin, end)):
        return None
    start = (
        that
        if that >= 0
        else next(
            (k for k in range(max(first, index - _NEAR), index + 1) if words[k] in _FAILS), index
        )
    )
    offset = found[end - 1][1] + len(found[end - 1][0])
    failure = normal(found[begin:end])
    return Mention(number, passage.starts[start], offset, failure, symbolic=that >= 0)


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


def _tail(found: list[Token], event: int, behind: int) -> tuple[str, int, int] | None:
    """A bound on how likely some of many do something: `\\Pr(\\max_i X_i > t) \\le e^{-t}`."""
    if not any(token in _OF_MANY for token, _ in found[event:behind]):
        return None
    for index in range(behind, min(len(found), behind + 4)):
        if found[index][0] in LESS:
            end = expression(found, index + 1)
            piece = found[index + 1 : end]
            return (normal(piece), index + 1, end) if varies(piece) else None
    return None


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
            elif passage.tails and (tail := _tail(found, event, behind)):
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
