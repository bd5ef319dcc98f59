"""How likely the sentences of a proof say that things are, and whether a formula multiplies it by
the number of things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...latex.words import word_set
from ...patterns import pattern
from .constants import bounded_by, failure_of
from .failures import expression, one_minus, varies
from .formulas import (
    EQUAL,
    LESS,
    OPEN,
    RELATIONS,
    Token,
    after_opening,
    argument,
    closing,
    is_delimiter,
    may_have_probability,
    normal,
    probabilities,
)
from .mention import PROBABILITY_WORDS
from .passages import FORMULA, Passage

_LIKELY = PROBABILITY_WORDS | {"chance", "likelihood"}
_HOW = word_set(
    "of at least most no not more less than exceeding smaller larger greater bounded by is being "
    "the order below above up to only from that ( itself decays like equal equals exactly this it "
    "event failure error happening happens"
)
_VAGUE = word_set("high overwhelming large small negligible low vanishing")
_NUMBERS = word_set("half third two three quarter constant positive")
_COUNTS = frozenset("nNdmMkKTHSALGrpq")
_SMALL = ("\\binom", "e^", "^{-", "\\exp", "\\delta")  # stand in what counts
_LOGARITHM = pattern(
    r"\\(?:log|ln)(?![a-zA-Z])\s*((?:\\[a-zA-Z]+(?![a-zA-Z])|[^/$=\\]){0,12}?)(?:/|\}\s*\{)\s*\{?\\delta"
)
_NO_COUNT = pattern(r"\\(?:left|right|[bB]igg?[lr]?|[td]?frac|pi|cdot|mathrm|mathcal)|\be\b")
_MOST = 40  # tokens


def levels(passage: Passage, first: int, last: int) -> list[tuple[int, str]]:
    """The probabilities that a sentence names: the word where each stands, and what it is.

    It is what is subtracted where a probability is one minus something, empty for a constant.
    """
    words = passage.words
    found: list[tuple[int, str]] = []
    for number in range(first, last):
        word = words[number]
        level: str | None
        if word in _LIKELY:
            index = number + 1
            while index < last and words[index] in _HOW:
                index += 1
            if index >= last:
                continue
            if words[number - 1] in _VAGUE:
                continue
            if words[index] == FORMULA:
                level = _level(passage.tokens(index))
                if passage.numeric and not level:
                    found_in = passage.tokens(index)
                    signs = [i for i, (t, _) in enumerate(found_in) if t in RELATIONS]
                    fails = bool({"most", "exceeding"} & set(words[number:index]))
                    read = failure_of(found_in, signs[-1] if signs else 0, succeeds=not fails)
                    level = read[0] if read else level
            else:
                level = "" if words[index].isdigit() or words[index] in _NUMBERS else None
                if words[index] == "one" and words[index + 1 : index + 2] == ["half"]:
                    level = ""
        elif word == FORMULA and may_have_probability(
            passage.text[passage.starts[number] : passage.end(number)]
        ):
            found += [
                (number, level) for level in _symbolic(passage.tokens(number), passage.numeric)
            ]
            continue
        else:
            continue
        if level is not None:
            found.append((number, level))
    return found


def _level(found: Sequence[Token]) -> str | None:
    """The last of a chain `=\\dots\\le\\delta`; empty for a constant, None for no probability."""
    index = after_opening(found)
    if index < len(found) and found[index][0] in RELATIONS:
        index = after_opening(found, index + 1)
    if index >= len(found):
        return None
    return _last_of_chain(found, index)


def _last_of_chain(found: Sequence[Token], index: int) -> str:
    level = ""
    for _ in range(6):
        parts = one_minus(found, index)
        if parts is not None and parts[1] and _is_power(found, index):
            parts = None
        start, opened = parts if parts is not None else (index, 0)
        end = expression(found, start, opened)
        piece = found[start:end]
        level = normal(piece) if varies(piece) else ""
        if end + 1 >= len(found) or found[end][0] not in RELATIONS:
            break
        index = end + 1
    return level


def _is_power(found: Sequence[Token], index: int) -> bool:
    """Whether a bracket is raised to a power: `(1-p)^n` is no complement."""
    while index < len(found) and found[index][0] != "(":
        index += 1
    end = closing(found, index) + 1
    return end < len(found) and found[end][0] == "^"


def _symbolic(found: Sequence[Token], numeric: bool) -> Iterator[str]:
    for _, _, behind in probabilities(found):
        read = bounded_by(found, behind) if numeric else None
        place = _relation_behind(found, behind)
        if read is not None:
            yield read[0]
        elif place:
            yield _last_of_chain(found, place + 1)


def last_level(found: Sequence[Token], behind: int) -> str:
    """What bounds the probability that ends at an index, empty for a constant or nothing."""
    place = _relation_behind(found, behind)
    return _last_of_chain(found, place + 1) if place else ""


def _relation_behind(found: Sequence[Token], behind: int) -> int:
    for index in range(behind, min(len(found), behind + 5)):
        if found[index][0] in RELATIONS:
            return index
        if is_delimiter(found[index][0]) or found[index][0] in (",", "+", "-"):
            return 0
    return 0


def divides_in_logarithm(passage: Passage) -> bool:
    """Whether a logarithm has the number of members over the failure: `\\log(2d/\\delta)`."""
    for match in _LOGARITHM.finditer(passage.text):
        above = _NO_COUNT.sub("", match[1])
        if any(letter.isalpha() or letter == "|" for letter in above):
            return True
    return False


def counts_members(passage: Passage) -> bool:
    """Whether a formula multiplies how likely one member fails by how many there are."""
    for start, end in passage.displays():
        content = passage.text[start:end]
        if not any(sign in content for sign in _SMALL):
            continue
        found = passage.tokens_of(start, end)
        for index in range(len(found) - 1):
            token = found[index][0]
            before = found[index - 1][0] if index else "$"
            if (
                (before in LESS | EQUAL or is_delimiter(before) or before in ("-", "&", ","))
                and token not in RELATIONS
                and _multiplies(found, index)
            ):
                return True
    return False


def _multiplies(found: Sequence[Token], index: int) -> bool:
    """`n\\cdot n^{-2}`, `2d\\,e^{-t}`, `\\binom nk p_k`, `|\\mathcal N|\\delta`."""
    counted = False
    limit = min(len(found), index + _MOST)
    while index < limit:
        token = found[index][0]
        if token.isdigit() or token in (r"\cdot", r"\times", r"\,"):
            index += 1
            if (
                found[index - 1][0].isdigit()
                and found[index : index + 1]
                and found[index][0] == "^"
            ):
                _, index = argument(found, index + 1)
                counted = True
            continue
        if token == r"\binom":
            _, index = argument(found, index + 1)
            _, index = argument(found, index)
            counted = True
            continue
        if token == "|":
            stop = next((i for i in range(index + 1, limit) if found[i][0] == "|"), 0)
            if not stop:
                return False
            counted, index = True, stop + 1
            continue
        if token in ("e", r"\exp", r"\delta") or token == r"\Pr":
            return counted
        if token in _COUNTS and len(token) == 1:
            index += 1
            names = [t for t, _ in found[index : index + 3]]
            if names[:1] == ["^"]:
                exponent, behind = argument(found, index + 1)
                if exponent.startswith(("{-", "-")):
                    return counted
                index = behind
            elif names[:1] == ["_"]:
                _, index = argument(found, index + 1)
                if token in "pq":
                    return counted
            elif names[:1] == ["("] or names[:1] == ["["]:
                return False
            counted = True
            continue
        if token in OPEN and token == "(":
            stop = closing(found, index)
            inner = [t for t, _ in found[index + 1 : stop]]
            power = stop + 1 < len(found) and found[stop + 1][0] == "^"
            if not (set(inner) & _COUNTS or power) or "-" in inner[:1]:
                return False
            counted, index = True, stop + 1
            if power:
                exponent, index = argument(found, index + 1)
                if not set(exponent) & _COUNTS or "-" in exponent:
                    return False
            continue
        return False
    return False
