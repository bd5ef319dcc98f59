"""What a statement says to exist before or after it says "for all".

Not here: what its proof chooses.
"""

import re
from dataclasses import dataclass

from ...latex.words import word_set
from ..choices import whole_symbol
from ..reading import FORMULA, Reading

_RANGE = re.compile(
    r"(?::=|=|>|<|:|\\ge(?:q|qslant)?|\\le(?:q|qslant)?|\\in|\\subset(?:eq)?|\\colon)(?![a-z])"
)
_STOPS = word_set("such that satisfying with where we then has have holds which if whenever")
_ALL = word_set("all every any each arbitrary")
_FORMAL = re.compile(r"\\(exists|forall)\s*(.*?)(?=\\exists|\\forall|$)", re.DOTALL)


@dataclass(frozen=True)
class Quantified:
    """A letter that a statement quantifies.

    Args:
        symbol: its name.
        exists: it exists; otherwise it is any.
        word: the formula that names it.
    """

    symbol: str
    exists: bool
    word: int


def quantified(reading: Reading) -> list[Quantified]:
    """The letters that a statement quantifies, in its order."""
    found: list[Quantified] = []
    for first, last in reading.sentences:
        mode: bool | None = None
        for place in range(first, last):
            word = reading.words[place]
            if word in ("exist", "exists") or (
                word == "there" and reading.words[place + 1 : place + 2] in (["is"], ["are"])
            ):
                mode = True
            elif word in _ALL and not (mode and reading.words[place - 1] == "of"):
                mode = False
            elif word == "some":
                mode = True
            elif word == FORMULA:
                if _qualifies(reading, place):
                    continue  # "all $L$-smooth functions $f$"
                text = reading.formula(place)
                formal = _formal(text, place)
                if formal:
                    found += formal
                    mode = None
                elif mode is not None and _is_claimed(reading, place):
                    mode = None
                elif mode is not None:
                    for symbol in names_of(text):
                        found.append(Quantified(symbol, mode, place))
                    mode = mode if _goes_on(reading.words, place) else None
            elif word in _STOPS or word in (".", ";"):
                mode = None
    return found


def _qualifies(reading: Reading, place: int) -> bool:
    """Whether a formula is the first part of a word: "$L$-smooth"."""
    passage = reading.passage
    return passage.text[passage.end(place) : passage.end(place) + 1] == "-"


def _is_claimed(reading: Reading, place: int) -> bool:
    """Whether a formula behind another is what is claimed: "for every $x$, $f(x)\\le f(y)$"."""
    behind_another = reading.words[place - 2 : place] == [FORMULA, ","]
    head = _RANGE.split(reading.formula(place), maxsplit=1)[0]
    return behind_another and "(" in head


def _goes_on(words: list[str], place: int) -> bool:
    """Whether a list of letters goes on behind one: "all `$x$`, `$y$` and `$z$`"."""
    return words[place + 1 : place + 2] in (["and"], [","]) and (
        words[place + 2 : place + 3] == [FORMULA]
    )


def names_of(text: str) -> list[str]:
    """The symbols that stand before the first relation of a formula: `x, y` of `x, y \\in K`."""
    head = _RANGE.split(text, maxsplit=1)[0]
    depth, parts, current = 0, [], ""
    for character in head:
        depth += (character in "{(") - (character in "})")
        if character == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    symbols = [whole_symbol(re.sub(r"\(.*\)$", "", p.strip())) for p in [*parts, current]]
    return [s for s in symbols if s] if all(symbols) else []


def _formal(text: str, place: int) -> list[Quantified]:
    found = []
    for match in _FORMAL.finditer(text):
        for symbol in names_of(match[2].split(":")[0].strip().rstrip(",. ")):
            found.append(Quantified(symbol, match[1] == "exists", place))
    return found


def exist_before(reading: Reading) -> dict[str, frozenset[str]]:
    """For each letter that exists, the letters that are quantified after it."""
    order = quantified(reading)
    found: dict[str, frozenset[str]] = {}
    for index, entry in enumerate(order):
        if not entry.exists:
            continue
        sentence = reading.sentence(entry.word)
        after = {
            other.symbol
            for other in order[index + 1 :]
            if not other.exists and reading.sentence(other.word) == sentence
        }
        before = {other.symbol for other in order[:index] if not other.exists}
        if after - before:
            found.setdefault(entry.symbol, frozenset(after - before))
    return found


def any_before(reading: Reading) -> dict[str, frozenset[str]]:
    """For each letter that stands for anything, the letters that exist after it."""
    order = quantified(reading)
    found: dict[str, frozenset[str]] = {}
    for index, entry in enumerate(order):
        if entry.exists:
            continue
        after = {other.symbol for other in order[index + 1 :] if other.exists}
        if after:
            found.setdefault(entry.symbol, frozenset(after))
    return found
