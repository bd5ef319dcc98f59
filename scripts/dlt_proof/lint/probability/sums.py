"""Formulas that add up failures: sums of probabilities, of shares, and products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...latex.words import word_set
from .failures import FAILURE_SYMBOLS
from .formulas import (
    FRACTIONS,
    LESS,
    MORE,
    RELATIONS,
    Token,
    after_opening,
    argument,
    closing,
    may_have_probability,
    normal,
    probabilities,
)
from .levels import last_level, levels
from .mentions import mentions
from .passages import FORMULA, Passage

_EXPONENTIAL = frozenset(["e", r"\exp", r"\E", r"\EE", r"\mathbb", r"\mathbf", r"\Expect"])
_SHAPED = frozenset(["{", "}", "(", ")", "[", "]", "$"])
_UNIONS = frozenset([r"\cup", r"\bigcup", r"\exists", r"\bigvee", r"\lor"])
_AT_MOST = word_set("at most least of no more than is bounded by below not exceeding")
_NEAR = 12  # words from "probability" to how likely
_EXTREMES = frozenset([r"\max", r"\sup", r"\min", r"\inf"])


def adds_probabilities(passage: Passage) -> bool:
    """Whether a formula bounds the probability of a union, or of a maximum, by a sum."""
    if "\\sum" in passage.text and _is_sum(passage):
        return True
    same: list[str] = []  # unions whose bound is a mere failure
    for start, end in passage.displays():
        content = passage.text[start:end]
        chance = may_have_probability(content)
        summed = "\\delta" in content and ("\\sum" in content or "+" in content)
        product = "(1-" in content or "(1 -" in content
        if not (chance or summed or product):
            continue
        found = passage.tokens_of(start, end)
        if (summed and _sums_shares(found)) or (product and _is_product(found)):
            return True
        previous = -1
        subtracted = False
        for sign, event, behind in probabilities(found) if chance else ():
            less = sign > 0 and found[sign - 1][0] == "-"
            if _sum_before(found, sign) or (less and subtracted):
                return True
            if previous >= 0 and _plus_between(found, previous, sign):
                return True
            previous, subtracted = behind, less
            if _bounds_union(found, event, behind):
                bound = last_level(found, behind)
                if bound.lstrip("0123456789") not in FAILURE_SYMBOLS:
                    return True
                same.append(bound)
    if not same:
        return False
    # What each member is bounded by bounds no union of them.
    stated = [level for _, level in levels(passage, 0, len(passage.words))]
    return any(stated.count(bound) == same.count(bound) for bound in same)


def _is_sum(passage: Passage) -> bool:
    """Whether words give a sum for a probability: with probability at most `\\sum_u p_u`."""
    words = passage.words
    for number, word in enumerate(words):
        if word not in ("probability", "probabilities"):
            continue
        place = number + 1
        while place < len(words) - 1 and words[place] in _AT_MOST:
            place += 1
        if words[place : place + 1] != [FORMULA]:
            continue
        found = passage.tokens(place)
        begin = after_opening(found)
        if begin < len(found) and found[begin][0] in RELATIONS | {"1"}:
            begin = after_opening(found, begin + 1 + (found[begin][0] == "1"))
        if begin < len(found) and found[begin][0] == r"\sum":
            return True
    return False


def _sum_before(found: Sequence[Token], sign: int) -> bool:
    """Whether a sum sign governs a probability."""
    for index in range(sign - 1, max(-1, sign - 40), -1):
        token = found[index][0]
        if token == r"\sum":
            return True
        if token in RELATIONS and _depth(found, index, sign) <= 0 and not _in_limits(found, index):
            return False
    return False


def _in_limits(found: Sequence[Token], index: int) -> bool:
    """Whether a token stands in a subscript or superscript."""
    depth = 0
    for place in range(index, max(-1, index - 20), -1):
        token = found[place][0]
        depth += token == "}"
        if token == "{":
            if depth == 0:
                return place > 0 and found[place - 1][0] in "_^"
            depth -= 1
    return False


def _depth(found: Sequence[Token], start: int, end: int) -> int:
    return sum((t[0] in "({[") - (t[0] in ")}]") for t in found[start:end])


def _plus_between(found: Sequence[Token], start: int, end: int) -> bool:
    between = [token for token, _ in found[start : min(end, start + 200)]]
    return "+" in between and not any(token in RELATIONS for token in between)


def _bounds_union(found: Sequence[Token], event: int, behind: int) -> bool:
    inside = {token for token, _ in found[event:behind]}
    united = bool(_UNIONS & inside) or any(
        "or" in t.split("{")[-1].rstrip("}").split() for t in inside
    )
    if not united and not _EXTREMES & inside:
        return False
    index = behind
    limit = min(len(found), behind + 200)
    while index < limit and found[index][0] not in RELATIONS:
        if found[index][0] in ("$", ","):
            return False
        index += 1
    if index >= limit or found[index][0] in MORE:
        return False
    bound = [token for token, _ in found[index + 1 : index + 120] if token not in _SHAPED]
    while bound and bound[0].isdigit():
        bound.pop(0)
    if not bound or bound[0] in _EXPONENTIAL:
        return False
    if united and found[index][0] in LESS:
        return True
    following = next(probabilities(found[index + 1 : index + 30]), (0, 0, 0))[0]
    if following > 0 and not any(t in RELATIONS for t, _ in found[index + 1 :][:following]):
        return True  # so many times a probability
    stop = next((i for i, token in enumerate(bound) if token in RELATIONS), len(bound))
    exponential = next((i for i, t in enumerate(bound[:stop]) if t in ("e", r"\exp")), stop)
    return r"\sum" in bound or 0 < exponential < stop


def _sums_shares(found: Sequence[Token]) -> bool:
    """`\\sum_t \\delta_t`, `\\sum_t 6\\delta/(\\pi^2 t^2)`."""
    for index, (token, _) in enumerate(found):
        if token == "+" and _adds_failures(found, index):
            return True
        if token != r"\sum":
            continue
        place = index + 1
        while place + 1 < len(found) and found[place][0] in ("_", "^"):
            place = _behind_group(found, place + 1)
        for inner, _ in found[place : place + 5]:
            if inner == r"\delta":
                return True
            if not (inner.isdigit() or inner in ("(", "{", r"\frac", r"\tfrac", r"\dfrac")):
                break
    return False


def _adds_failures(found: Sequence[Token], plus: int) -> bool:
    """`\\delta + \\delta`, `\\delta_1 + \\delta_2`."""
    before = [t for t, _ in found[max(0, plus - 6) : plus] if t not in _SHAPED and not t.isdigit()]
    behind = [t for t, _ in found[plus + 1 : plus + 4] if t not in _SHAPED and not t.isdigit()]
    return r"\delta" in before[-3:] and behind[:1] == [r"\delta"]


def _behind_group(found: Sequence[Token], index: int) -> int:
    if found[index][0] != "{":
        return index + 1
    depth = 0
    while index < len(found):
        depth += found[index][0] == "{"
        depth -= found[index][0] == "}"
        index += 1
        if depth == 0:
            break
    return index


def _is_product(found: Sequence[Token]) -> bool:
    """`(1-\\delta)(1-\\delta')` or `(1-\\delta)^2`."""
    for index in range(len(found) - 4):
        if found[index][0] == "(" and found[index + 1][0] == "1" and found[index + 2][0] == "-":
            depth, place = 0, index
            while place < min(len(found), index + 20):
                depth += found[place][0] == "("
                depth -= found[place][0] == ")"
                place += 1
                if depth == 0:
                    break
            factor = normal(found[index + 3 : place - 1])
            names = {t for t, _ in found[index + 3 : place - 1]}
            following = [t for t, _ in found[place : place + 3]]
            if (
                names
                & FAILURE_SYMBOLS
                - {r"\epsilon", r"\varepsilon", r"\gamma", r"\eta", r"\alpha", r"\beta", "p", "q"}
                and (following == ["(", "1", "-"] or following[:1] == ["^"])
                and factor
            ):
                return True
    return False


def shares(passage: Passage) -> tuple[tuple[str, str, bool], ...]:
    """Fractions of symbols that can stand for a failure probability.

    Returns:
        Symbol, fraction, and whether it only says how likely some event fails; what does not,
        divides the failure probability: "we apply the lemma with `\\delta/N`".
    """
    found: dict[tuple[str, str], set[int]] = {}
    for number, word in enumerate(passage.words):
        if word != FORMULA:
            continue
        content = passage.text[passage.starts[number] : passage.end(number)]
        if "/" not in content and "frac" not in content and "-" not in content:
            continue
        if "\\" not in content and "p" not in content and "q" not in content:
            continue
        for share in _shares(passage.tokens(number)):
            found.setdefault(share, set()).add(number)
    if not found:
        return ()
    told = {mention.word for mention in mentions(passage)}
    words = passage.words
    for number, _ in levels(passage, 0, len(words)):
        behind = range(number, min(len(words), number + _NEAR))
        told.add(next((place for place in behind if words[place] == FORMULA), number))
    return tuple((*share, numbers <= told) for share, numbers in found.items())


def _shares(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    names = [token for token, _ in found]
    for index, token in enumerate(names):
        if token in FRACTIONS:
            above, behind = argument(found, index + 1)
            symbol = above.lstrip("0123456789").partition("_")[0]
            if symbol in FAILURE_SYMBOLS:
                below, _ = argument(found, behind)
                if below.startswith(r"\sqrt"):
                    continue
                yield symbol, f"{symbol}/{below if len(below) < 2 else f'({below})'}"
        elif token in FAILURE_SYMBOLS:
            place = index + 1
            while names[place : place + 1] in (["_"], ["'"]):
                place = place + 1 if names[place] == "'" else argument(found, place + 1)[1]
            if names[place : place + 1] == ["/"] and names[place + 1 : place + 2] != [r"\sqrt"]:
                end = closing(found, place + 1) + 1 if names[place + 1 : place + 2] == ["("] else 0
                yield token, f"{token}/{normal(found[place + 1 : end or place + 2])}"
            elif _is_power(names, place):
                yield token, f"{token}2^-"
            elif token == r"\delta" and names[index - 1 : index] == ["}"]:
                power = names[max(0, index - 6) : index]
                if "^" in power and "-" in power:
                    yield token, f"2^-{token}"


def _is_power(names: Sequence[str], index: int) -> bool:
    """Whether a negative power stands at an index: `17^{-d}`."""
    if names[index : index + 1] == ["|"]:
        index = next((i for i in range(index + 1, len(names)) if names[i] == "|"), len(names))
    piece = names[index : index + 4]
    return len(piece) > 3 and piece[1:4] == ["^", "{", "-"] and piece[0] != "e"
