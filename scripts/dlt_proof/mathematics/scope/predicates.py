"""Words that say what a function is: `$f$ is $L$-smooth and convex`."""

from collections.abc import Sequence

from .formulas import Reading, read_formula
from .intervals import domain
from .passages import MARK, Sentence
from .records import Bound, NotRead, Said
from .words import PREDICATES, SEPARATORS


def said_of_function(
    sentence: Sentence,
    words: Sequence[str],
    formulas: Sequence[str],
    reading: Reading,
    at: int,
    formula: int,
) -> tuple[list[Said], int, int] | None:
    """Of $f$ nothing is read, and $L$ is a real number.

    Args:
        sentence: the sentence.
        words, formulas: of it.
        reading: of the formula that names the function.
        at: the place of the word behind "is".
        formula: how many formulas were met.

    Returns:
        What is said, the place behind it, and how many formulas were met then; None where the
        words say something else.
    """
    said: list[Said] = [NotRead(frozenset(reading.subjects), sentence.text)]
    met = False
    while at < len(words):
        parameter = words[at] == MARK and tuple(words[at + 1 : at + 2]) == ("-",)
        if parameter and formula < len(formulas) and set(words[at + 2 : at + 3]) & PREDICATES:
            inner = read_formula(formulas[formula])
            if inner is None or not inner.bare or len(inner.subjects) != 1:
                return None
            # A constant of that kind is positive, or hardly anybody would name it.
            said.append(Bound(domain(inner.subjects[0]), (">", "0")))
            at, formula, met = at + 3, formula + 1, True
        elif words[at] in PREDICATES:
            at, met = at + 1, True
        elif words[at] == "and" and _predicate_follows(words, at + 1):
            at += 1
        else:
            break
    if not met or (at < len(words) and words[at] not in (*SEPARATORS, "for")):
        return None
    return said, at, formula


def _predicate_follows(words: Sequence[str], at: int) -> bool:
    if tuple(words[at : at + 1]) == (MARK,):
        return tuple(words[at + 1 : at + 2]) == ("-",)
    return bool(set(words[at : at + 1]) & PREDICATES)
