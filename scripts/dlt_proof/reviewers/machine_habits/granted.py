"""What a reader grants without a reason: "clearly $x\\in K$", "if $v=0$, the claim is trivial".

Not here: whether a reason stands beside a step.
"""

import re

from ...latex.words import word_set
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation import Domains, NotUnderstoodError, SymbolDomain, translate
from ..choices import whole_symbol
from ..reading import Reading, terms_of

#: Properties that are seen from the look of a thing.
_PROPERTIES = word_set(
    "nonnegative nonempty measurable finite linear continuous symmetric integrable homogeneous "
    "nondecreasing nonincreasing countable defined suffices enough assume"
)
_EXTREME = re.compile(r"[+-]?\s*(?:\d+|\\infty)")
_LIES_IN = frozenset(["in", "contains", "subset", "superset"])
_CASE = re.compile(r"\b(?:base case|initial case|case|empty|if|when|for) ")


def is_granted(reading: Reading, first: int, start: int, stop: int, last: int) -> bool:
    """Whether what a sentence calls clear is seen by anybody.

    Args:
        reading: what it stands in.
        first, last: the numbers of its first word and of the one behind its last.
        start, stop: those of the phrase that calls it clear.
    """
    words = reading.words
    if "would" in words[first:last]:
        return True  # what would be in another case is no step
    if _is_degenerate(reading, first, start, last):
        return True
    relations = [r for n in reading.formulas(first, last) for r in reading.relations(n)]
    if relations:
        return all(RELATIONS.get(r.sign) in _LIES_IN or _is_plain(r) for r in relations)
    return bool(_PROPERTIES & {*words[first:start], *words[stop:last]})


def _is_degenerate(reading: Reading, first: int, start: int, last: int) -> bool:
    """Whether it is about a case with nothing in it: "for $d=1$ the bound is obvious"."""
    words = reading.words
    before = words[first:start]
    if not _CASE.search(" ".join([*before, ""])):
        return False
    if {"base", "initial", "empty"} & set(before):
        return True
    for number in reading.formulas(first, last):
        if words[number - 1] in ("if", "when", "for", "case"):
            relations = reading.all_relations(number)
            return bool(relations) and all(
                RELATIONS.get(relation.sign) == "="
                and (_EXTREME.fullmatch(relation.right.strip()) or whole_symbol(relation.right))
                for relation in relations
            )
    return False


def _is_plain(relation: Relation) -> bool:
    """Whether a relation holds for all real numbers, as algebra can see at once."""
    names = terms_of(relation.left) | terms_of(relation.right)
    domains = Domains({n: SymbolDomain(n, None, None, True, True, False) for n in names})
    try:
        difference = translate(relation.left, domains).value
        difference -= translate(relation.right, domains).value
    except NotUnderstoodError:
        return False
    sign = RELATIONS.get(relation.sign)
    difference = difference.expand().factor()
    if sign in (">=", ">"):
        return bool(difference.is_nonnegative if sign == ">=" else difference.is_positive)
    if sign in ("<=", "<"):
        return bool(difference.is_nonpositive if sign == "<=" else difference.is_negative)
    return sign == "=" and bool(difference.is_zero)
