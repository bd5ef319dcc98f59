"""Whether a conclusion is about one thing or about every member of a family."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from ...patterns import pattern
from .conclusions import first_word
from .failures import FAILURE_SYMBOLS
from .formulas import after_opening, probabilities
from .letters import RANGING
from .mention import Mention
from .passages import CITATION, FORMULA, REFERENCE, Passage

_EACH = word_set("each every simultaneously uniformly all both throughout")
_NO = word_set("no none neither never")
_SOME = word_set("some any one either")
_LEADING = word_set("all any every each")
_FAR = 400  # words; a statement may be longer than anybody reads
_GREEK = FAILURE_SYMBOLS | {r"\lambda", r"\theta"}
_FIXED = word_set("fixed given fix fixing arbitrary")
_NO_FAMILY = word_set("least most larger smaller more less other further longer need matter")
_JOINT_NORM = pattern(
    r"(?:\\\||\\[rR]?[vV]ert|\|)\s*_\s*\{?\s*(?:\\infty|\\max|\\mathrm\s*\{\s*max|F\b|2\s*(?:,|\\to)|\\mathrm\s*\{F)"
)
_NO_MAXIMUM = word_set("likelihood entropy margin eigenvalue singular mean matching cut flow")
_SETTING = word_set("horizon budget size number level confidence constant parameter threshold")
_SHORT = 5  # words from "all" to its noun


def holds_for_each(passage: Passage, mention: Mention) -> int:
    """Whether a conclusion is about many things at once (1), one at a time (-1), or neither."""
    words = passage.words
    first, last = passage.sentence(mention.word)
    start = first_word(passage, mention)
    if _ranges(passage, mention.word, min(len(words), mention.word + _FAR), mention.end):
        return 1
    if mention.symbolic and _is_joint_event(passage, mention):
        return 1
    before = words[max(first, start - _FAR) : start]
    if "fixed" in before or "given" in before or _leads(passage, start - len(before), before):
        return -1
    if _ranges(passage, max(first, start - _FAR), start, 0):
        return 1
    said = words[start + 1 : start + 2] == ["that"] and _ranges(passage, start, mention.word, 0)
    if said or _says_that_some_fails(passage, first, last):
        return 1
    near = range(max(0, start - _FAR), min(last, mention.word + _FAR))
    if any(
        words[n] in ("deterministic", "nonrandom", "prescribed", "predetermined")
        or (words[n] == "depend" and words[n - 1] == "not")
        for n in near
    ):
        return -1
    return -int(
        any(
            words[n] in _FIXED
            and not is_about_parameter(passage, n)
            and not _SETTING & set(words[n + 1 : n + 4])
            for n in near
        )
    )


def _is_joint_event(passage: Passage, mention: Mention) -> bool:
    """Whether a formula bounds the probability of something about many things."""
    if passage.words[mention.word] != FORMULA:
        return False
    found = passage.tokens(mention.word)
    content = passage.text[passage.starts[mention.word] : mention.start]
    if "dots" in content and "for" in content and "=" in content:
        return True
    for _, event, behind in probabilities(found):
        if any(token in RANGING for token, _ in found[event:behind]):
            return True
    return has_joint_norm(passage, mention.word)


def _says_that_some_fails(passage: Passage, first: int, last: int) -> bool:
    """The probability that some iterate leaves the ball is at most `\\delta`."""
    words = passage.words
    for number in range(first, last):
        if words[number] in _SOME and "that" in words[max(first, number - 3) : number]:
            return "probability" in words[max(first, number - 5) : number]
    return False


def _leads(passage: Passage, start: int, before: Sequence[str]) -> bool:
    """Whether "for all …," stands at the beginning of the clause with the mention."""
    for index in range(len(before) - 1, -1, -1):
        if before[index] != "for" or before[index + 1 : index + 2] not in (
            ["all"], ["any"], ["every"], ["each"],
        ):  # fmt: skip
            continue
        place = index + 1
        if is_about_parameter(passage, start + place):
            # "for every `\\delta` and every arm `a`"
            place = next((n for n in range(place + 1, len(before)) if before[n] in _LEADING), 0)
            if before[place - 1] != "and" or is_about_parameter(passage, start + place):
                continue
        clause = before[:index]
        return not clause or clause[-1] in (",", ";", ":", "then", "and", "that", "have", "holds")
    return False


def _ranges(passage: Passage, first: int, last: int, offset: int) -> bool:
    words = passage.words
    for number in range(first, last):
        word = words[number]
        if word == FORMULA:
            content = passage.text[max(offset, passage.starts[number]) : passage.end(number)]
            if words[number - 1] == "for" and "dots" in content and "=" in content:
                return True
            if "\\forall" in content or "\\exists" in content or "\\bigcap" in content:
                return True
            if _is_extreme(passage, number, offset) or has_joint_norm(passage, number, offset):
                return True
        elif word in _NO:
            follows = words[number + 1 : number + 2]
            if follows and follows[0].isalpha() and follows[0] not in _NO_FAMILY:
                return True
        elif (
            (
                word in ("maximum", "maximal")
                and not _NO_MAXIMUM & set(words[number + 1 : number + 3])
            )
            or (
                word == "all"
                and (
                    words[number - 1] in ("are", "were", "is")
                    or _has_plural(words, number + 1, last)
                )
            )
            or word == "pairwise"
            or (word in ("between", "among") and words[number + 1 : number + 3] == ["the", FORMULA])
        ):
            return True
        elif word in _EACH and not is_about_parameter(passage, number):
            if word not in ("all", "both") or words[number - 1] == "for":
                return True
        elif (
            word == "any"
            and (words[number - 1] in ("for", "of") or words[number + 1 : number + 2] == ["of"])
            and not is_about_parameter(passage, number)
        ):
            return True
    return False


def _has_plural(words: Sequence[str], start: int, last: int) -> bool:
    """Whether "all" is said of things: all of its pruned versions, all `d` medians, all of them."""
    for index in range(start, min(last, start + _SHORT)):
        word = words[index]
        if word in (",", ".", ";", ":", "but", "in", "over"):
            return False
        if word == "of" or (len(word) > 3 and word.endswith("s") and not word.endswith("ss")):
            return True
        if word in ("vertices", "matrices", "data", "people"):
            return True
    return False


def has_joint_norm(passage: Passage, number: int, offset: int = 0) -> bool:
    """Whether a formula has a norm that looks at all entries: `\\|x\\|_\\infty`, `\\|A\\|_F`."""
    start = max(offset, passage.starts[number])
    return _JOINT_NORM.search(passage.text, start, passage.end(number)) is not None


def _is_extreme(passage: Passage, number: int, offset: int) -> bool:
    start = max(offset, passage.starts[number])
    found = passage.tokens_of(start, min(passage.end(number), start + 120))
    begin = after_opening(found)
    return (
        begin + 1 < len(found)
        and found[begin][0] in (r"\max", r"\sup")
        and found[begin + 1][0] == "_"
    )


def is_about_parameter(passage: Passage, number: int) -> bool:
    """Whether the words behind "for all" name a free parameter (`t > 0`), no member of a family."""
    words = passage.words
    for index in range(number + 1, min(number + 4, len(words))):
        if words[index] in (REFERENCE, CITATION, ",", "."):
            return False
        if words[index] == FORMULA:
            named = words[index + 1 : index + 2] in (["on"], ["in"], ["from"], ["among"])
            return not named and _is_parameter(passage, index)
    return False


def _is_parameter(passage: Passage, number: int) -> bool:
    found = passage.tokens(number)
    begin = after_opening(found)
    names = [token for token, _ in found[begin : begin + 6]]
    if not names:
        return False
    if names[0] == "0" and names[1:2] in (["<"], [r"\le"], [r"\leq"], [r"\lt"]):
        return True
    greek = names[0] in _GREEK
    if not greek and names[0] not in set("tsuxzrCck"):
        return False
    rest = names[1:]
    if not rest or rest[0] in ("$", "\\)", ","):
        return greek
    if rest[0] in (">", r"\ge", r"\geq"):
        return greek or not _is_index(passage, names[0])
    if greek and rest[0] in ("<", r"\le", r"\leq"):
        return True
    dimension = [token for token, _ in found[begin + 2 : begin + 14]]
    if names[0] in "xuz" and r"\in" in rest[:1] and "^" in dimension:
        return False  # points, not a parameter
    return (
        rest[0] == r"\in"
        and rest[1:2] in (["("], [r"\mathbb"], [r"\R"], ["["])
        and (
            rest[1] != "["
            or (rest[2:3] != [] and (rest[2] in "-0" or rest[2].startswith(("\\", "0"))))
        )
    )


def _is_index(passage: Passage, letter: str) -> bool:
    """Whether a letter is set below or above another somewhere: `x_t`, `\\theta^{(t)}`."""
    text = passage.text
    return any(f"{sign}{open}{letter}" in text for sign in "_^" for open in ("", "{", "{("))
