"""V16: what is to serve for all at once, and the proof introduces after it fixed one of them.

"Let $g$ be given. There is a network $N$ with $N(x_i)=g(x_i)$." Not here: letters that are set to
a value, which `choice_order` looks at.
"""

import re
from collections.abc import Iterator

from ...latex.words import word_set
from ..choices import Choice, letters_of, written_out
from ..reading import CITATION, FORMULA, REFERENCE, Reading, terms_of
from .statements import names_of

_FIXES = word_set("let fix given consider take suppose fixing arbitrary")
_EACH = word_set("each every all any")
#: By which something is brought in before its letter.
_BRINGS = word_set(
    "let choose take pick find construct build obtain get define set put select exists exist is "
    "are choosing taking gives yields produces introduce have denote"
)
_BETWEEN = word_set(
    "a an some the we then can such suitable there with radius network set function policy point "
    "vector number map step size width matrix projection distribution measure constant exists "
    "estimator that finite be learner algorithm large small enough sufficiently"
)
_GATHERED = word_set("maximum largest minimum smallest")
_UNIFORM = word_set(
    "finite finitely compact compactness uniform uniformly "
    "uniformity simultaneously independent irrespective same common single depend once "
    "equicontinuous equicontinuity regardless"
)
_EXTREMUM = re.compile(
    r"\\(?:max|min|sup|inf|bigcup|bigcap)(?:\\limits)?\s*_\s*"
    r"(?P<over>\{(?:[^{}]|\{[^{}]*\})*\}|\\?[a-zA-Z]+)"
)
_APPLIED = re.compile(r"\s*\\?[a-zA-Z]+(?:_\{?\w+\}?)?\s*\((?P<at>[^()]*)\)")


def made_uniform(reading: Reading, symbol: str, word: int, letters: frozenset[str]) -> bool:
    """Whether the proof goes on to make one thing of those that it has for each of some letters."""
    first, last = reading.sentence(word)
    if _UNIFORM & set(reading.words[first:]) or _GATHERED & set(reading.words[last:]):
        return True
    return any(
        _names(text, symbol) and any(terms_of(over["over"]) & letters for over in found)
        for text in map(reading.formula, reading.formulas(word + 1))
        if (found := list(_EXTREMUM.finditer(text)))
    )


def _names(formula: str, symbol: str) -> bool:
    """Whether a formula has a letter, `\\pi` too where it is no number."""
    return symbol in terms_of(formula) or names_of(formula) == [symbol]


def introduced_for_one(
    stated: Reading, reading: Reading, made: list[Choice], symbol: str, later: frozenset[str]
) -> tuple[int, frozenset[str]] | None:
    """Where a proof introduces a letter by means of others, which its statement quantifies later.

    Args:
        stated, reading: of the statement and of the proof.
        made: the letters that it sets to something.
        symbol: what the statement says to exist.
        later: the letters for all of which it is to serve.
    """
    word = next((n for n in _mentions(reading, symbol) if not _is_announced(reading, n)), None)
    if word is None:
        return None
    used = _by_its_values(reading, made, symbol, word) & later
    if not used:
        first, _ = reading.sentence(word)
        if {REFERENCE, CITATION} & set(reading.words[first:word]):
            return None  # what is cited may give it for all at once
        fixed = _fixed_before(reading, word)
        properties = _by_its_properties(reading, symbol, word)
        for letter, source in _companions(stated, reading, fixed, word).items():
            properties |= {source} if letter in properties else set()
        used = properties & later & fixed
    return (word, used) if used and not made_uniform(reading, symbol, word, used) else None


def _companions(
    stated: Reading, reading: Reading, fixed: frozenset[str], word: int
) -> dict[str, str]:
    """Letters that come in with a fixed one: $F$ of "let $P$ have distribution function $F$"."""
    known = {t for n in stated.formulas() for t in terms_of(stated.formula(n))}
    found: dict[str, str] = {}
    for first, last in reading.sentences:
        if last > word:
            break
        source: str | None = None
        for number in reading.formulas(first, last):
            names = names_of(reading.formula(number))
            if source is None and len(names) == 1 and names[0] in fixed:
                source = names[0]
            elif source is not None and len(names) == 1 and names[0] not in known:
                found.setdefault(names[0], source)
        known |= {t for n in reading.formulas(first, last) for t in terms_of(reading.formula(n))}
    return found


def _mentions(reading: Reading, symbol: str) -> Iterator[int]:
    return (n for n in reading.formulas() if _names(reading.formula(n), symbol))


def _is_announced(reading: Reading, word: int) -> bool:
    """Whether a thing is only announced here: "Define $N$ as follows."."""
    _, last = reading.sentence(word)
    behind = reading.words[word + 1 : last]
    return behind[:2] == ["as", "follows"] and not list(reading.formulas(word + 1, last))


def _by_its_values(reading: Reading, made: list[Choice], symbol: str, word: int) -> frozenset[str]:
    """The letters of $h$ in "$N(x)=h$", without $x$."""
    for relation in reading.relations(word):
        applied = _APPLIED.fullmatch(relation.left)
        if applied and symbol in terms_of(relation.left) and relation.sign == "=":
            if symbol in terms_of(relation.right):
                return frozenset()
            own = terms_of(applied["at"])
            return written_out(relation.right, made, word, scripts=True) - own
    return frozenset()


def _by_its_properties(reading: Reading, symbol: str, word: int) -> frozenset[str]:
    """The letters of what is said of a thing where it is brought in, for all of which it is not."""
    words, (first, last) = reading.words, reading.sentence(word)
    if names_of(reading.formula(word)) != [symbol] or not _is_brought_in(reading, first, word):
        return frozenset()
    found: set[str] = set()
    bound: set[str] = set()
    for number in reading.formulas(word + 1, last):
        if _EACH & set(words[max(word + 1, number - 2) : number]):
            bound |= set(names_of(reading.formula(number)))
        else:
            found |= letters_of(reading.formula(number))
    for name in list(found):  # "$F_i$" depends on "$i$", which elsewhere may be a number
        index = name.partition("_")[2].strip("{}")
        found |= letters_of(index) | ({index} if index.isalpha() else set())
    return frozenset(found - bound - {symbol})


def _is_brought_in(reading: Reading, first: int, word: int) -> bool:
    for place in range(word - 1, first - 1, -1):
        if reading.words[place] in _BRINGS:
            return True
        if reading.words[place] not in _BETWEEN:
            return False
    return False


def _fixed_before(reading: Reading, word: int) -> frozenset[str]:
    """The letters that stand for one thing each where a proof comes to a word."""
    words, (first, _) = reading.words, reading.sentence(word)
    found: set[str] = set()
    for number in reading.formulas(0, word):
        for place in range(number - 1, max(-1, number - 5), -1):
            if words[place] in _FIXES or (words[place] in _EACH and number > first):
                found |= set(names_of(reading.formula(number)))
                break
            if not words[place].isalpha() or words[place] == FORMULA:
                break
    return frozenset(found)
