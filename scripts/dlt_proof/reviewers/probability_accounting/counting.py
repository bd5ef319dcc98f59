"""Over how many events a union bound is taken: "over all $t\\in[T]$", "the $d$ coordinates".

Not here: how likely each of them fails.
"""

import re
from typing import Any

from ...latex.words import word_set
from ...lint.probability.negation import is_negated
from ..reading import FORMULA, Reading
from .amounts import amount

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SKIPPED = word_set(
    "all the each every these those such at most possible choices values of pairs elements "
    "points indices rounds steps epochs iterations time times arms coordinates entries events "
    "members any different many finite net class set grid sets functions hypotheses vectors in "
    "directions nodes layers neurons samples pair tuples triples"
)
_STOPS = frozenset([",", ".", ";", ":", "(", ")", "¶"])
_RANGE = re.compile(
    r"(?P<letters>[a-zA-Z](?:_?\d?)(?:\s*,\s*[a-zA-Z])*)\s*(?:\\in\s*(?:\[(?P<bracket>[^\]]+)\]"
    r"|\\\{\s*1\s*,(?:\s*2\s*,)?\s*\\[lc]?dots\s*,\s*(?P<listed>[^{}]+?)\\\})"
    r"|=\s*1\s*,(?:\s*2\s*,)?\s*\\[lc]?dots\s*,\s*(?P<dots>.+)"
    r"|\\le(?:q|qslant)?(?![a-z])\s*(?P<bound>.+))$",
    re.DOTALL,
)
_BETWEEN = re.compile(
    r"1\s*\\le(?:q|qslant)?(?![a-z])\s*(?P<letters>[a-zA-Z](?:\s*,\s*[a-zA-Z])*)\s*"
    r"\\le(?:q|qslant)?(?![a-z])\s*(?P<bound>.+)$",
    re.DOTALL,
)
_MEMBER = re.compile(
    r"(?P<letters>[a-zA-Z](?:\s*,\s*[a-zA-Z])*)\s*\\in\s*(?P<set>\\math(?:cal|scr)\s*\{?[A-Z]\}?"
    r"(?:_\{?\\?[a-zA-Z]+\}?)?)$"
)
_SET = re.compile(r"\\math(?:cal|scr)\s*\{?[A-Z]\}?(?:_\{?\\?[a-zA-Z]+\}?)?$")
_BOUND = word_set("bound bounds bounding bounded argument")
_BY_NAME = word_set("boole boole's boole’s bonferroni bonferroni's bonferroni’s")
_PLURAL = re.compile(r"[a-z]{2,}s$|vertices|indices|matrices")


def union_bounds(reading: Reading, first: int, last: int) -> list[int]:
    """The words "union" in a sentence that take a union bound."""
    words = reading.words
    found = []
    for number in range(first, last):
        bound = words[number] == "union" and bool(_BOUND & set(words[number + 1 : number + 2]))
        if bound or words[number] in _BY_NAME:
            found.append(number)
    return [n for n in found if not is_negated(reading.passage, n, n + 2)]


def events_counted(reading: Reading, union: int, last: int) -> Any | None:
    """How many events a union bound is over, as a value; None where the sentence tells no number.

    Args:
        reading: the proof.
        union: the word "union".
        last: where its sentence ends.
    """
    words = reading.words
    place = next(
        (n for n in range(union + 1, min(last, union + 8)) if words[n] in ("over", "across", "of")),
        None,
    )
    if place is None or any(w in _STOPS for w in words[union:place]):
        return None
    product: Any = None
    number = place + 1
    while number < last:
        word = words[number]
        if word in _STOPS:
            break
        value: Any | None
        if word in _NUMBERS:
            value = _NUMBERS[word]
        elif word == FORMULA:
            plural = number + 1 < last and bool(_PLURAL.match(words[number + 1]))
            value = _count(reading.formula(number), plural)
            if value is None:
                return None
        elif word in ("and", "times"):
            number += 1
            if product is None or number >= last or words[number] in ("the", "each", "using"):
                break
            continue
        elif word in _SKIPPED or _PLURAL.match(word):
            number += 1
            continue
        else:
            break
        product = value if product is None else product * value
        number += 1
    return product


def _count(formula: str, plural: bool) -> Any | None:
    """How many values a formula ranges over, or the number it is."""
    text = formula.strip().rstrip(".,;")
    for pattern in (_BETWEEN, _RANGE):
        if match := pattern.match(text):
            groups = match.groupdict()
            bound = next((groups[k] for k in groups if k != "letters" and groups[k]), "")
            value = amount(bound)
            letters = match["letters"].count(",") + 1
            return None if value is None else value**letters
    if match := _MEMBER.match(text):
        value = amount(match["set"])
        return None if value is None else value ** (match["letters"].count(",") + 1)
    if _SET.match(text):
        return amount(text)
    if plural or re.match(r"\\?[|]|\\[lr]?vert|\\abs|\d", text):
        return amount(text) if not re.search(r"\\in(?![a-z])|=|\\le|<", text) else None
    return None
