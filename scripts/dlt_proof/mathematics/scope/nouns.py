"""Words that say what a letter is: of which set of numbers, or that it is no number."""

from collections.abc import Sequence
from fractions import Fraction

from ..translation import SymbolDomain
from .intervals import domain, intersection
from .records import Bound, Called, NotRead, Related, Said

_WORDS = (
    "a an the two three four any every each all arbitrary fixed given some our real absolute "
    "universal numerical finite real-valued scalar strictly rational"
)
_IDLE = frozenset(_WORDS.split())
_SIGNS = {
    "positive": ">",
    "nonnegative": ">=",
    "non-negative": ">=",
    "negative": "<",
    "nonpositive": "<=",
    "nonzero": "!=",
    "non-zero": "!=",
}
_PARITIES = frozenset(["odd", "even", "prime", "composite"])
_NUMBERS = frozenset(["number", "numbers", "real", "reals", "scalar", "scalars"])
_CONSTANTS = frozenset(["constant", "constants"])
_INTEGERS = frozenset(["integer", "integers"])
#: Numbers by what they are used for; where they lie is said elsewhere, if at all.
_QUANTITIES = frozenset(
    ["stepsize", "step-size", "stepsizes", "probability", "probabilities", "rate", "size"]
)
_NO_NUMBERS = {
    "vector": "vector",
    "vectors": "vector",
    "matrix": "matrix",
    "matrices": "matrix",
    "function": "function",
    "functions": "function",
    "map": "function",
    "mapping": "function",
    "event": "event",
    "events": "event",
    "set": "set",
    "sets": "set",
    "subset": "set",
    "graph": "graph",
    "distribution": "distribution",
    "distributions": "distribution",
    "measure": "distribution",
    "policy": "policy",
    "permutation": "permutation",
    "operator": "operator",
    "variable": "random",
    "variables": "random",
    "sequence": "sequence",
    "sequences": "sequence",
    "polynomial": "function",
    "group": "group",
    "field": "field",
    "space": "space",
}
_NOUNS = frozenset(_NO_NUMBERS).union(
    _NUMBERS, _CONSTANTS, _INTEGERS, _QUANTITIES, ["parameter", "parameters"]
)
#: These mean one number that is not told: a claim about it is not false for some other number.
_CERTAIN_ONES = frozenset(["the", "absolute", "universal", "numerical", "some", "our"])


def is_idle(word: str) -> bool:
    """Whether a word before a noun says nothing of where a number lies."""
    return word in _IDLE


def is_part_of_noun(word: str) -> bool:
    """Whether a word may stand in a phrase that says what a letter is."""
    return (
        word in _IDLE
        or word in _SIGNS
        or word in _PARITIES
        or word in _NOUNS
        or word in ("natural", "step", "learning", "random", "complex", "independent")
    )


def is_of_all(words: Sequence[str]) -> bool:
    """Whether a phrase speaks of all symbols of a chain: `$x \\le y$ be vectors`."""
    return any(word in _NO_NUMBERS for word in words)


def is_of_several(words: Sequence[str]) -> bool:
    """Whether a phrase may speak of all symbols of a chain: `$k \\le n$ be integers`."""
    return any(word in _NOUNS and word.endswith("s") for word in words)


def names_a_number(word: str) -> bool:
    """Whether a word is a noun for numbers, so that "of …" may follow it."""
    return word in _NUMBERS or word in _CONSTANTS or word in _INTEGERS or word in _QUANTITIES


def called(names: tuple[str, ...], words: tuple[str, ...], text: str) -> list[Said] | None:
    """What a phrase of words says of symbols: `a positive integer`. None where it is not known.

    Args:
        names: the symbols.
        words: the phrase, in lower case, without the symbols.
        text: all of it, for what is not read.
    """
    said: list[Said] = []
    for name in names:
        of_one = _of_one(name, words, text)
        if of_one is None:
            return None
        said += of_one
    return said


def _of_one(name: str, words: tuple[str, ...], text: str) -> list[Said] | None:
    rest = [word for word in words if not (word in _IDLE and word != "real")]
    if "complex" in rest:
        return [Called(name, "complex number")]
    if "random" in rest:
        return [Called(name, "random")]
    for word in rest:
        if word in _NO_NUMBERS:
            return [Called(name, _NO_NUMBERS[word])]
    where: SymbolDomain | None = None
    said: list[Said] = []
    signed = False
    perhaps = None
    for word in rest:
        if word in _SIGNS:
            signed = True
            sign = _SIGNS[word]
            if sign == "!=":
                said.append(Related(name, "!=", "0"))
                continue  # vectors are nonzero, too
            if sign[0] == ">":
                half = domain(name, 0, low_open=sign == ">")
            else:
                half = domain(name, None, Fraction(0), high_open=sign == "<")
            where = half if where is None else intersection(where, half)
        elif word in _PARITIES:
            where = intersection(where or domain(name), domain(name, integer=True))
            said.append(NotRead(frozenset({name}), text))
        elif word in _INTEGERS:
            where = intersection(where or domain(name), domain(name, integer=True))
        elif word == "natural":
            where = intersection(where or domain(name), domain(name, 0, integer=True))
            perhaps = (">=", "1")
        elif word in ("probability", "probabilities"):
            where = intersection(where or domain(name), domain(name, 0, 1))
        elif word in _NUMBERS or word in _CONSTANTS or word in _QUANTITIES:
            where = where or domain(name)
        elif word in ("parameter", "parameters"):
            if not signed:
                return None
        elif word not in ("step", "learning", "independent"):
            return None
    if where is None:
        return said or (None if rest else [])
    if _CERTAIN_ONES & set(words):
        said.append(NotRead(frozenset({name}), text))
    if {"real", "reals"} & set(words) and not where.integer:
        said.append(Bound(domain(name)))
    return [Bound(where, perhaps), *said]
