"""Where letters C and c stand as symbols, also behind the user's macros."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ... import patterns
from ...latex import Macro
from ...patterns import compiled, pattern
from .expansion import body_tokens
from .formula import ALPHABETS, TEXTS, Formula, Token
from .symbols import symbol_at

_BARE = pattern(r"(?<![\\a-zA-Z])[Cc](?![a-zA-Z])")
_COMMAND = pattern(r"\\([a-zA-Z@]+)")
_LONGEST_BODY = 400
#: Words of three letters without a vowel that are no products.
_ABBREVIATIONS = frozenset(["cdf", "clt"])


def letters_in(formula: Formula) -> Iterator[int]:
    """The indexes of letters C and c that are symbols by themselves."""
    for index, mark in enumerate(formula.marks):
        if mark not in ("C", "c"):
            continue
        if formula.parent[index] in formula.hidden and not _is_set_apart(formula, index):
            continue
        if formula.text(index - 1) not in TEXTS and not _in_word(formula.tokens, index):
            yield index


def _is_set_apart(formula: Formula, index: int) -> bool:
    """Whether the letter is all of a `\\boldsymbol{C}`, a `\\mathrm{c}`, a `{\\rm C}`."""
    opening = formula.parent[index]
    switched = opening == index - 2 and formula.text(index - 1) in ALPHABETS
    command = formula.text(index - 1 if switched else opening - 1)
    return (
        (opening == index - 1 or switched)
        and formula.role[opening] == "font"
        and command in ALPHABETS
        and formula.partner.get(opening) == index + 1
        and formula.parent[opening] not in formula.hidden
    )


def _in_word(tokens: list[Token], index: int) -> bool:
    """Whether the letter is one of a word that was written without `\\mathrm`."""
    first = last = index
    while first > max(0, index - 4) and _joined(tokens[first - 1], tokens[first]):
        first -= 1
    while last < min(len(tokens) - 1, index + 4) and _joined(tokens[last], tokens[last + 1]):
        last += 1
    word = "".join(token[0] for token in tokens[first : last + 1]).lower()
    if len(word) < 3:
        return False
    return len(word) > 3 or not set(word).isdisjoint("aeiou") or word in _ABBREVIATIONS


def _joined(left: Token, right: Token) -> bool:
    letters = len(left[0]) == len(right[0]) == 1 and left[0].isalpha() and right[0].isalpha()
    return letters and left[2] == right[1]


def macros_with_letters(macros: Mapping[str, Macro]) -> frozenset[str]:
    """The macros that stand for something with a letter C or c that may be a constant."""
    found = {name for name, macro in macros.items() if _body_has_letter(macro.body)}
    growing = bool(found)
    while growing:
        more = {
            name
            for name, macro in macros.items()
            if name not in found and not found.isdisjoint(_called(macro.body))
        }
        growing = bool(more)
        found |= more
    return frozenset(name for name in found if name.isalpha())


@lru_cache(maxsize=4096)
def _called(body: str) -> frozenset[str]:
    return frozenset(_COMMAND.findall(body))


@lru_cache(maxsize=4096)
def _body_has_letter(body: str) -> bool:
    if not _BARE.search(body) or "\\begin" in body or len(body) > _LONGEST_BODY:
        return False
    # What the macro is called with may be a number: `c_{#1}`.
    marks = ("1" if mark[0] == "#" and len(mark) == 2 else mark for mark in body_tokens(body))
    formula = Formula([(mark, 2 * i, 2 * i + 1) for i, mark in enumerate(marks)])
    symbols = [symbol_at(formula, index) for index in letters_in(formula)]
    return any(symbol is not None and symbol.form == "bare" for symbol in symbols)


def calls_of(names: Collection[str]) -> patterns.Pattern[str] | None:
    """What finds the calls of some macros."""
    alternatives = "|".join(sorted(names, key=lambda name: (-len(name), name)))
    return compiled(rf"\\({alternatives})(?![a-zA-Z@])") if names else None
