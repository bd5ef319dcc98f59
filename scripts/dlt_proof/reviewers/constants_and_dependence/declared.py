"""What texts say of constants: absolute, depending only on some letters, chosen before others.

Not here: what the proofs make of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Environment, FileView, Span
from ...latex.words import word_set
from ...mathematics.translation.names import base_of, symbol_at
from ..choices import letters_of, whole_symbol
from ..paper import ReviewedPaper
from ..reading import FORMULA, Reading, read

#: Letters that stand for constants where nothing else is said of them.
CONSTANT_LETTERS = frozenset("cCKM")
UNIVERSAL = word_set("absolute universal numerical numeric")
_BEFORE = word_set(
    "constant constants a an the some absolute universal numerical numeric positive finite large "
    "small sufficiently enough fixed dimension free dimension-free independent two three real "
    "further other large-enough and or , exist exists there is are for denote denotes"
)
_BEHIND = word_set(
    "is are a an the positive finite some absolute universal numerical numeric constant constants "
    "that which , whose value values may will can only depends depend depending here large small "
    "enough sufficiently denote denotes being and , two not neither does do independent of on both"
)
_ON = word_set("on upon")
#: "a dimension-free constant"
_FREE_OF_DIMENSION = re.compile(r"\bdimension ?-?(?:free|independent)\b")
_DEPENDS = word_set("depends depend depending only neither")
_LISTING = word_set(
    ", and or nor on upon the parameters dimension quantities ratio number only alone"
)
_RANGE = re.compile(r"(?:>|<|\\ge(?:q|qslant)?|\\le(?:q|qslant)?|\\in)(?![a-z])")


@dataclass(frozen=True)
class Declared:
    """What is said of a constant.

    Args:
        symbol: its name.
        kind: `universal`, `only` (it depends on nothing but `letters`), `not` (it does not depend
            on `letters`) or `before` (it is chosen before `letters`).
        letters: see there.
        words: as the text says it.
        existential: the text says that it exists.
    """

    symbol: str
    kind: str
    letters: frozenset[str]
    words: str
    existential: bool = False


def declared_constants(reading: Reading) -> list[Declared]:
    """What a text says of its constants."""
    found: list[Declared] = []
    for number in reading.formulas():
        symbols = constant_names(reading.formula(number))
        if not symbols:
            continue
        first, last = reading.sentence(number)
        before = _words_before(reading, number, first)
        exists = bool({"exist", "exists"} & set(before)) or (
            "there" in before and bool({"is", "are"} & set(before))
        )
        named = bool({"constant", "constants"} & set(before))
        quoted = reading.quoted(max(first, number - len(before)), min(last, number + 12), 100)
        for symbol in symbols:
            if named and UNIVERSAL & set(before):
                found.append(Declared(symbol, "universal", frozenset(), quoted, exists))
                continue
            if named and _FREE_OF_DIMENSION.search(" ".join(before)):
                found.append(Declared(symbol, "not", frozenset("d"), quoted, exists))
                continue
            told = _told_behind(reading, number, last)
            is_constant = named or base_of(symbol) in CONSTANT_LETTERS
            if told is not None and (is_constant or told[0] == "universal" or told[2]):
                found.append(Declared(symbol, told[0], told[1], quoted, exists))
            elif named and exists and (later := _quantified_behind(reading, number)):
                found.append(Declared(symbol, "before", later, quoted, True))
            elif named and exists:
                found.append(Declared(symbol, "before", frozenset(), quoted, True))
    return found


def constant_names(formula: str) -> list[str]:
    """The symbols of a formula that only names some: `C`, `c_1, c_2 > 0`, `C = C(L)`."""
    text = _RANGE.split(formula, maxsplit=1)[0].strip().rstrip(".,;")
    if "=" in text:
        left, _, right = text.partition("=")
        symbol = whole_symbol(left)
        found = symbol_at(right.strip(), 0)
        return [symbol] if symbol is not None and found and found[0] == symbol else []
    names = [whole_symbol(part) for part in _parts(text)]
    return [name for name in names if name] if all(names) and names else []


def _parts(text: str) -> list[str]:
    depth, parts, current = 0, [], ""
    for character in text:
        depth += (character == "{") - (character == "}")
        if character == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [part for part in [*parts, current] if part.strip()]


def _words_before(reading: Reading, number: int, first: int) -> list[str]:
    words: list[str] = []
    for place in range(number - 1, max(first, number - 14) - 1, -1):
        word = reading.words[place]
        if word == FORMULA and constant_names(reading.formula(place)):
            continue
        if word not in _BEFORE:
            break
        words.insert(0, word)
    return words


def _told_behind(
    reading: Reading, number: int, last: int
) -> tuple[str, frozenset[str], bool] | None:
    """What the words behind a constant say: kind, letters, and whether they call it a constant."""
    words = reading.words
    denied = False
    named = False
    for place in range(number + 1, min(last, number + 24)):
        word = words[place]
        if word == FORMULA:
            if constant_names(reading.formula(place)):
                continue
            return None
        named = named or word in ("constant", "constants")
        if word in UNIVERSAL and place + 1 < last and words[place + 1].startswith("constant"):
            return "universal", frozenset(), True
        if word == "dimension" and _FREE_OF_DIMENSION.match(" ".join(words[place : place + 2])):
            return "not", frozenset("d"), True
        denied = denied or word in ("not", "neither")
        if word in _ON and words[place - 1] in _DEPENDS:
            letters, behind = _list_behind(reading, place, last)
            if not letters:
                return None
            if denied:
                return "not", letters, named
            only = "only" in words[max(number, place - 3) : place + 1]
            only = only or words[behind : behind + 1] in (["alone"], ["only"])
            if only:  # what else the clause names may be meant, too
                letters |= _named_further(reading, behind, last)
                return "only", letters, named
            excluded = _excluded_behind(reading, behind, last)
            return ("not", excluded, named) if excluded else None
        if word == "of" and words[place - 1] == "independent":
            letters, _ = _list_behind(reading, place, last)
            return ("not", letters, True) if letters else None
        if word not in _BEHIND:
            return None
    return None


def _named_further(reading: Reading, place: int, last: int) -> frozenset[str]:
    """The letters that a clause names behind a list: "of the activation and on $B$"."""
    found: set[str] = set()
    for number in range(place, last):
        if reading.words[number] in _CLAUSE_ENDS:
            break
        if reading.words[number] == FORMULA:
            symbol = whole_symbol(reading.formula(number))
            found |= {symbol} if symbol else set()
    return frozenset(found)


def _excluded_behind(reading: Reading, place: int, last: int) -> frozenset[str]:
    """The letters of "but not on $n$", "and is independent of $n$", behind what it depends on."""
    words = reading.words
    for number in range(place, min(last, place + 8) - 1):
        pair = words[number : number + 2]
        if pair in (["not", "on"], ["not", "upon"], ["independent", "of"], ["independently", "of"]):
            return _list_behind(reading, number + 1, last)[0]
        if words[number] == FORMULA:
            break
    return frozenset()


_CLAUSE_ENDS = word_set(
    "such then we so which where satisfies satisfying with . ; : not never neither nor independent "
    "independently rather regardless irrespective"
)


def _list_behind(reading: Reading, place: int, last: int) -> tuple[frozenset[str], int]:
    """The letters of "on $L$, $\\mu$ and the dimension $d$", and the word behind."""
    letters: set[str] = set()
    number, idle = place + 1, 0
    while number < last:
        word = reading.words[number]
        if word == FORMULA:
            letters |= letters_of(reading.formula(number))
            idle = 0
        elif word in _LISTING:
            if word == "alone":
                break
        elif letters or idle > 2 or not word.isalpha():
            break
        else:
            idle += 1  # "on the width $m$"
        number += 1
    return frozenset(letters), number


def _quantified_behind(reading: Reading, number: int) -> frozenset[str]:
    """The letters that "for all", "for every" behind a place ranges over, in its sentence."""
    _, last = reading.sentence(number)
    found: set[str] = set()
    for place in range(number + 1, last - 2):
        if reading.words[place] != "for" or reading.words[place + 1] not in ("all", "every", "any"):
            continue
        following = place + 2
        while following < last and reading.words[following] in _QUANTIFIED:
            following += 1
        if following < last and reading.words[following] == FORMULA:
            text = _RANGE.split(reading.formula(following), maxsplit=1)[0]
            found |= {s for part in _parts(text) if (s := whole_symbol(part))}
    return frozenset(found)


_QUANTIFIED = word_set(
    "integers integer dimensions dimension sample sizes size positive large sufficiently real "
    "numbers horizons functions distributions points times rounds choice of"
)


def running_text(paper: ReviewedPaper) -> Iterator[Reading]:
    """The text of each file outside statements and proofs."""
    for view in paper.document.views:
        yield read(paper, _whole(view))


def _whole(view: FileView) -> Environment:
    span = Span(view.name, 0, len(view.text))
    return Environment("document", span, span, None)
