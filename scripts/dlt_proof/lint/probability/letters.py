"""The letters in formulas: which a statement ranges over, which stand free in a sentence, and which
of them what is likely depends on.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .formulas import LESS, RELATIONS, Token, after_opening
from .passages import FORMULA, Passage

_OPENING = word_set(
    "fix fixing let consider take pick choose select given suppose for fixed arbitrary at in on"
)
_QUANTIFIERS = word_set("all any each every some")
_PRONOUNS = word_set("it its this that their they")
_INDICES = frozenset("ijkrstuvahlx") | {r"\ell"}
#: What a letter below ranges under.
RANGING = frozenset([r"\max", r"\sup", r"\forall", r"\exists", r"\bigcap", r"\bigcup"])
_RANGED_BELOW = RANGING | {
    r"\min", r"\inf", r"\sum", r"\prod", r"\bigcup", r"\argmin", r"\argmax",
    r"\operatorname{argmin}", r"\operatorname{argmax}", r"\operatorname*{argmin}",
    r"\operatorname*{argmax}", r"\operatorname*{arg\,min}", r"\operatorname*{arg\,max}",
}  # fmt: skip
_ACCENTS = frozenset([r"\hat", r"\widehat", r"\tilde", r"\widetilde", r"\bar", r"\overline"])
_QUANTIFIED = word_set("all every each any some both")


def free_symbols(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """The letters in the formulas of a sentence, those left out that it ranges over."""
    words = passage.words
    found: dict[str, None] = {}
    bound: set[str] = set()
    for number in range(first, last):
        if words[number] != FORMULA:
            continue
        tokens = passage.tokens(number)
        before = words[max(first, number - 3) : number]
        if {"all", "any"} & set(before):
            bound.update(leading_letters(tokens, after_opening(tokens)))
        for index, (token, _) in enumerate(tokens):
            if token in RANGING and index + 1 < len(tokens):
                bound.update(leading_letters(tokens, index + 1))
            elif is_letter(token):
                found[token] = None
    return tuple(symbol for symbol in found if symbol not in bound)[:30]


def opened_letters(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """The letters of the member that a sentence opens the view on: `j` of "fix `$j$`"."""
    words = passage.words
    for number in range(first, last):
        if words[number] in _OPENING:
            for place in range(number + 1, min(last, number + 7)):
                if words[place] == FORMULA:
                    found = passage.tokens(place)
                    return tuple(leading_letters(found, after_opening(found)))
    return ()


def claim_letters(
    passage: Passage, first: int, last: int, place: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The letters in what a sentence says to be likely, and the free indices among them.

    Args:
        passage: the proof.
        first, last: the sentence.
        place: the word where it says how likely.
    """
    words = passage.words
    letters: dict[str, None] = {}
    indices: dict[str, None] = {}
    bound: set[str] = set()
    start = max(first, place - 15)
    for number in range(start, place):
        if words[number] in (",", ";", "that", ":"):
            start = number
        elif words[number] == "which" and FORMULA in words[max(first, number - 2) : number]:
            formula = number - 1 - words[number - 2 : number][::-1].index(FORMULA)
            found = passage.tokens(formula)
            cut = max((i for i, (t, _) in enumerate(found) if t in RELATIONS), default=-1)
            return ("", *(t for t, _ in found[cut + 1 :] if is_letter(t))), ()
    if {"it", "its"} & set(words[start:place]):
        start = max(first, place - 25)
    nearest = [n for n in range(start, place) if words[n] == FORMULA]
    behind = [n for n in range(place + 1, min(last, place + 7)) if words[n] == FORMULA]
    for number in range(first, last):
        if words[number] != FORMULA:
            continue
        found = passage.tokens(number)
        if _QUANTIFIERS & set(words[max(first, number - 3) : number]):
            bound.update(leading_letters(found, after_opening(found)))
        for index, (token, _) in enumerate(found):
            if token in RANGING or token in (r"\sum", r"\prod"):
                bound.update(leading_letters(found, index + 1))
            elif is_letter(token):
                letters[token] = None
                if number in nearest or number in behind[:1]:
                    indices.update(dict.fromkeys(_indices_at(found, index)))
    if _PRONOUNS & set(words[first:last]):
        letters = {}  # what a pronoun stands for is not known
    return tuple(letters)[:30], tuple(i for i in indices if i not in bound)


def _indices_at(found: Sequence[Token], index: int) -> list[str]:
    """The letters below the token at an index: `i`, `j` of `X_{ij}`."""
    if index + 1 >= len(found) or found[index + 1][0] != "_":
        return []
    below = [token for token, _ in found[index + 2 : index + 8]]
    below = (
        (below[1 : below.index("}")] if "}" in below else []) if below[:1] == ["{"] else below[:1]
    )
    return [token for token in below if token in _INDICES]


def ranged_letters(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """The letters that words of a sentence say to range over something."""
    found: dict[str, None] = {}
    for number in range(first + 1, last):
        if passage.words[number] == FORMULA and _QUANTIFIED & set(
            passage.words[max(first, number - 3) : number]
        ):
            tokens = passage.tokens(number)
            found.update(dict.fromkeys(leading_letters(tokens, after_opening(tokens))))
    return tuple(found)


def indices_of(passage: Passage) -> tuple[str, ...]:
    """The letters that a statement ranges over: for all `i\\in[n]`, `\\max_{x,y}`."""
    words = passage.words
    found: dict[str, None] = {}
    for number, word in enumerate(words):
        if word != FORMULA:
            continue
        tokens = passage.tokens(number)
        if _QUANTIFIED & set(words[max(0, number - 4) : number]) or (
            words[number - 1] == "for" and any(token == "=" for token, _ in tokens[:4])
        ):
            found.update(dict.fromkeys(leading_letters(tokens, after_opening(tokens))))
        for index, (token, _) in enumerate(tokens):
            if token in RANGING and index + 1 < len(tokens):
                found.update(dict.fromkeys(leading_letters(tokens, index + 1)))
    return tuple(found)


def letters_of(passage: Passage) -> tuple[str, ...]:
    """The letters in the formulas of a passage."""
    found: dict[str, None] = {}
    for start, end in passage.displays():
        found.update((t, None) for t, _ in passage.tokens_of(start, end) if is_letter(t))
    return tuple(found)


def free_letters(passage: Passage) -> tuple[str, ...]:
    """The letters of a passage that stand for themselves somewhere, not as `\\hat f` or `f^\\star`,
    and that nothing ranges over, as in `\\min_f`."""
    found: dict[str, None] = {}
    bound: set[str] = set()
    for start, end in passage.displays():
        tokens = passage.tokens_of(start, end)
        names = ["", "", *(token for token, _ in tokens), "", ""]
        for index, (token, _) in enumerate(tokens):
            before = names[index + 1] if names[index + 1] != "{" else names[index]
            if token == "_" and before in _RANGED_BELOW:
                bound.update(leading_letters(tokens, index))
            elif is_letter(token) and before not in _ACCENTS:
                behind = names[index + 4] if names[index + 3] == "^" else ""
                if behind not in ("*", r"\star", r"\ast"):
                    found[token] = None
    return tuple(letter for letter in found if letter not in bound)


def leading_letters(found: Sequence[Token], index: int) -> list[str]:
    """The letters before the first relation: `i` of `_{i\\le n}` and `_{1\\le i\\le n}`, `s,a` of
    `(s,a)\\in S`."""
    letters: list[str] = []
    for token, _ in found[index : index + 12]:
        if not letters and (token in ("0", "1") or token in LESS):
            continue
        if is_letter(token):
            letters.append(token)
        elif token not in ("_", "{", "(", ",", "$", "\\(") or (token == "{" and letters):
            break
    return letters


def is_letter(token: str) -> bool:
    """Whether a token can be an index or a point."""
    return (len(token) == 1 and token.isalpha()) or token in (r"\ell", r"\theta", r"\tau", r"\pi")
