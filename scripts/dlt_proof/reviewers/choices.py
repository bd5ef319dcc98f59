"""What a text sets its letters to: "take $C=8L^2$", "let $\\eta:=\\epsilon/2$", "choose $n\\ge d$".

Not here: whether a letter may depend on what it is set to (the reviewers of constants and of
quantifiers).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..latex.words import word_set
from ..mathematics.formula import RELATIONS
from ..mathematics.translation.names import plain_text, symbol_at
from .reading import BREAK, FORMULA, Reading, terms_of

#: Words that set a letter to something, where they stand before the formula.
SETTING = word_set(
    "let set put define choose take pick with where fix denote setting choosing taking letting "
    "picking putting defining for writing write selecting select constant"
)
#: Of these, the words by which an author chooses.
CHOOSING = word_set("choose take pick set choosing taking picking setting select selecting let put")
_FILLERS = word_set(
    "the a an now then us we may can constant constants parameter step size stepsize say so and "
    "by as any some radius level threshold accuracy width sample learning rate to be , which is"
)
_DEPENDING = word_set("depending depends depend dependent")
_CASES = word_set("if case when otherwise suppose assume assuming unless")
_BOUND = re.compile(
    r"\\(?:sum|prod|sup|inf|max|min|bigcup|bigcap|int|limsup|liminf|lim|arg\s*max|argmin)"
    r"(?:\\limits)?\s*_\s*(?:\{(?P<group>(?:[^{}]|\{[^{}]*\})*)\}|(?P<single>\\?[a-zA-Z]+))"
)
_NAMED_FIRST = re.compile(r"\s*(?:1\s*\\le\s*)?(\\?[a-zA-Z]+)")


@dataclass(frozen=True)
class Choice:
    """A letter and what it is set to.

    Args:
        symbol: its name.
        right: what it is set to, or bounded by.
        word: the formula that says it.
        verb: the word that introduces it, "" for none.
        bound: it is only bounded: "choose $n\\ge d$".
        case: the sentence is about one case.
    """

    symbol: str
    right: str
    word: int
    verb: str
    bound: bool = False
    case: bool = False


def choices(reading: Reading) -> list[Choice]:
    """The letters that a text sets to something, in order."""
    found = []
    for number in reading.formulas():
        verb = _verb(reading, number)
        for relation in reading.relations(number):
            plain = RELATIONS.get(relation.sign, "")
            equal = plain == "=" or relation.defining
            if not equal and not (verb and plain in ("<=", ">=", "<", ">")):
                continue
            symbol = whole_symbol(relation.left)
            if symbol is None or not relation.right:
                continue
            if plain_text(relation.right) == plain_text(relation.left):
                continue
            first, last = reading.sentence(number)
            case = bool(_CASES & set(reading.words[first:last]))
            found.append(
                Choice(
                    symbol,
                    relation.right,
                    number,
                    verb or (":=" if relation.defining else ""),
                    not equal,
                    case,
                )
            )
    return found


def _verb(reading: Reading, number: int) -> str:
    """The word that makes a formula set something, "" for none."""
    first, _ = reading.sentence(number)
    words = reading.words
    for place in range(number - 1, first - 1, -1):
        word = words[place]
        if word in SETTING:
            return word
        if word == FORMULA and words[place + 1] in ("and", ","):
            continue  # "set $a=1$ and $b=2$"
        if word not in _FILLERS or word == BREAK:
            return ""
    return ""


def whole_symbol(term: str) -> str | None:
    """The symbol that a term is, None where it is something else."""
    text = term.strip()
    found = symbol_at(text, 0)
    return found[0] if found is not None and found[1] == len(text) else None


def bound_letters(formula: str) -> frozenset[str]:
    """The letters that sums, maxima and the like in a formula bind."""
    found = set()
    for match in _BOUND.finditer(formula):
        inner = match["group"] or match["single"] or ""
        if named := _NAMED_FIRST.match(inner):
            found.add(named[1])
    return frozenset(found)


def letters_of(formula: str) -> frozenset[str]:
    """The symbols on which a formula's value depends."""
    found = set(terms_of(formula))
    for match in _BOUND.finditer(formula):
        found |= terms_of(match["group"] or "")  # the letter's range
    return frozenset(found) - bound_letters(formula)


def told_to_depend(reading: Reading, number: int) -> frozenset[str]:
    """The letters of "depending on $x$" behind a formula."""
    _, last = reading.sentence(number)
    words = reading.words
    for place in range(number + 1, min(last - 1, number + 8)):
        if words[place] in _DEPENDING and "not" not in words[number:place]:
            if words[place + 1] != "on" or place + 2 >= last or words[place + 2] != FORMULA:
                return frozenset()
            return letters_of(reading.formula(place + 2))
        if words[place] == FORMULA:
            return frozenset()
    return frozenset()


def written_out(
    formula: str, made: Iterable[Choice], at: int, *, scripts: bool = False
) -> frozenset[str]:
    """The letters that a value depends on, with the letters written out that were set before.

    Args:
        formula: the value.
        made: the choices of the same text.
        at: the word where the value stands.
        scripts: whether `\\Lambda_f` depends on `f`, too.
    """
    values: Mapping[str, frozenset[str]] = {
        c.symbol: letters_of(c.right) for c in made if not c.bound and c.word != at
    }
    found = set(letters_of(formula))
    for _ in range(3):
        more = {letter for name in found & set(values) for letter in values[name]}
        if more <= found:
            break
        found |= more
    if scripts:
        for name in list(found):
            found |= letters_of(name.partition("_")[2]) if "_" in name else set()
    return frozenset(found)
