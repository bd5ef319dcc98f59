"""Whether a sentence bounds one quantity for each member of a family by itself: "`X_i` is
sub-Gaussian, so `|X_i|\\le t` with probability at least `1-\\delta` for every `i`".

The quantity has to carry the letter that the quantifier ranges over; what does not, as a norm that
bounds all of them, is one event. Any word of what holds for all at once is a reason to say no.
"""

from __future__ import annotations

from ...latex.words import word_set
from .formulas import LESS
from .letters import RANGING, is_letter, leading_letters
from .passages import BREAK, CITATION, FORMULA, REFERENCE, Passage
from .ranges import has_joint_norm, is_about_parameter

_EACH = word_set("every each all any")
_LAWS = word_set(
    "gaussian subgaussian subexponential exponential normal binomial rademacher variance "
    "hypergeometric poisson sum average mean"
)
_IS = word_set("is are being has as")
_LAW_WORDS = 8  # from "is" to its law
_PLURALS = word_set("pairs coordinates entries points arms indices rows columns vertices queries")
_SO = word_set("so hence thus therefore consequently whence")
_END = word_set(". ;")
# What tells that one event serves for all, or may.
_TOGETHER = (
    "simultan", "uniform", "joint", "sup", "maxim", "martingale", "supermartingale", "process",
    "chaining", "complexity", "covering", "event", "entropy", "largest", "worst", "whole",
    "entire", "monoton", "convex", "lipschitz", "fail", "single",
)  # fmt: skip
_AT_ONCE = word_set("once together max same common")
_UNRANGED = frozenset("nNmMdTDpK")  # sizes, which are no members


def is_pointwise(passage: Passage, first: int, last: int, place: int) -> bool:
    """Whether a sentence says for each member by itself how likely its quantity is bounded.

    Args:
        passage: the proof.
        first, last: the sentence.
        place: the formula that says how likely.
    """
    words = passage.words
    if words[place] != FORMULA:
        return False
    number = _quantifier_behind(passage, place, last)
    if number < 0:
        number = _quantifier_before(passage, first, place, last)
    if number < 0 or is_about_parameter(passage, number):
        return False
    earlier = passage.sentence(first - 1)[0] if first else first
    if words[max(0, first - 1) : first] == [BREAK]:
        earlier = first
    if _is_together(passage, earlier, last, number):
        return False
    ranged = _ranged(passage, number, last)
    return ranged is not None and _has_law(passage, earlier, min(place, last), ranged)


def is_at_once(passage: Passage, first: int, last: int, place: int) -> bool:
    """Whether what is likely is said, with its probability, of all members at once.

    Args:
        passage: the proof.
        first, last: the sentence.
        place: the formula that says how likely.
    """
    words = passage.words
    if _is_bound_apart(passage, first, place):
        return True
    each = next(
        (n for n in range(place + 1, last) if words[n] in _EACH and words[n - 1] == "for"), -1
    )
    if each < 0 or each - place > 6 or (_SO | {"and", ";", "."}) & set(words[place:each]):
        return False
    behind = words[each : min(last, each + 14)]
    stop = next((i for i, word in enumerate(behind) if word in _SO or word in _END), len(behind))
    if any(word.startswith(_TOGETHER[:3]) or word == "once" for word in behind[:stop]):
        return True
    if CITATION in words[first:place]:
        return True  # a theorem from elsewhere may be uniform
    earlier = passage.sentence(first - 1)[0] if first else first
    if "supermartingale" in words[earlier:last]:
        return True
    ranged = _ranged(passage, each, last)
    return bool(ranged) and _is_below_one(passage, first, place, ranged or frozenset())


def _is_bound_apart(passage: Passage, first: int, place: int) -> bool:
    """Whether a norm is likely: "`|x_i|\\le\\|x\\|` for all `i`, and `\\|x\\|\\le t`"."""
    words = passage.words
    number = next((n for n in range(place - 1, first, -1) if words[n] == FORMULA), -1)
    if number < 0 or place - number > 8 or words[number - 1] != "and":
        return False
    each = next(
        (n for n in range(number - 1, first, -1) if words[n] in _EACH and words[n - 1] == "for"), -1
    )
    if each < 0 or (ranged := _ranged(passage, each, number)) is None:
        return False
    names = {token for token, _ in passage.tokens(number)}
    return r"\|" in names and bool(ranged) and not names & ranged


def _is_below_one(passage: Passage, first: int, place: int, ranged: frozenset[str]) -> bool:
    """Whether the quantity is bounded by one for all members: `|x_i|\\le\\|x\\|\\le t`."""
    number = next((n for n in range(place - 1, first, -1) if passage.words[n] == FORMULA), -1)
    if number < 0 or place - number > 8:
        return False
    found = passage.tokens(number)
    signs = [i for i, (token, _) in enumerate(found) if token in LESS]
    if len(signs) < 2:
        return False
    middle = {token for token, _ in found[signs[-2] + 1 : signs[-1]]}
    return r"\|" in middle and not middle & ranged


def _quantifier_behind(passage: Passage, place: int, last: int) -> int:
    """The word "every" of "`…` with probability at least `1-\\delta` for every `i`", or -1."""
    words = passage.words
    if words[place + 1 : place + 2] != ["for"] or not set(words[place + 2 : place + 3]) & _EACH:
        return -1
    index = place
    while index and (index == place or words[index] not in ("with", ",", ".", FORMULA)):
        index -= 1
    # The bound stands before how likely it is; what stands behind would hold for all at once.
    bounded = words[index] == "with" and bool({FORMULA} & set(words[max(0, index - 4) : index]))
    end = next((n for n in range(place + 3, last) if words[n] in _END | {","}), last)
    return place + 2 if bounded and end - place < 12 else -1


def _quantifier_before(passage: Passage, first: int, place: int, last: int) -> int:
    """The word "every" of "so for every `i` we have `…` with probability …", or -1."""
    words = passage.words
    if not set(words[place + 1 : last][:1]) <= _END:
        return -1
    for number in range(first + 2, place):
        if words[number] in _EACH and words[number - 1] == "for" and words[number - 2] in _SO:
            return number if words[number] != "all" else -1
    return -1


def _is_together(passage: Passage, first: int, last: int, quantifier: int) -> bool:
    words = passage.words
    for number in range(first, last):
        word = words[number]
        if number == quantifier:
            continue
        if word in (CITATION, REFERENCE) or word in _AT_ONCE or word.startswith(_TOGETHER):
            return True
        if word == FORMULA:
            names = {token for token, _ in passage.tokens(number)}
            if names & RANGING or has_joint_norm(passage, number):
                return True
    return False


def _ranged(passage: Passage, quantifier: int, last: int) -> frozenset[str] | None:
    """The letters of "every `i\\ne j`", no letter for "every pair"; None where no family is."""
    words = passage.words
    for number in range(quantifier + 1, min(last, quantifier + 5)):
        if words[number] == FORMULA:
            found = passage.tokens(number)
            begin = next((i for i, (t, _) in enumerate(found) if is_letter(t)), len(found))
            letters = set(leading_letters(found, begin))
            if any(token in (r"\ne", r"\neq", "<") for token, _ in found):
                letters.update(token for token, _ in found if is_letter(token))
            letters -= _UNRANGED
            return frozenset(letters) if letters else None
        if words[number] in (",", ".", ";"):
            break
    plural = words[quantifier] == "all"
    named = words[quantifier + 1 : min(last, quantifier + 3)]
    if plural:
        return frozenset() if _PLURALS & set(named) else None
    return frozenset() if {f"{noun}s" for noun in named} & _PLURALS else None


def _has_law(passage: Passage, first: int, last: int, ranged: frozenset[str]) -> bool:
    """Whether the law of a quantity with one of these letters is told: "`X_i` is Gaussian"."""
    words = passage.words
    for number in range(first, last - 1):
        if words[number] != FORMULA or words[number + 1] not in _IS:
            continue
        near = words[number + 2 : min(last, number + 2 + _LAW_WORDS)]
        stop = next((i for i, w in enumerate(near) if w in (",", ";", ".")), len(near))
        if not _LAWS & set(near[:stop]):
            continue
        found = passage.tokens(number)
        letters = {token for token, _ in found if is_letter(token)}
        indexed = any(token == "_" for token, _ in found)
        if letters & ranged or (not ranged and indexed):
            return True
    return False
