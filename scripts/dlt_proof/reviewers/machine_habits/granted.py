"""What a reader grants without a reason: "clearly $x\\in K$", "if $v=0$, the claim is trivial".

Not here: whether a reason stands beside a step.
"""

import re
from collections.abc import Sequence

from ...latex.words import word_set
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation import Domains, NotUnderstoodError, SymbolDomain, translate
from ...mathematics.translation.names import base_of, plain_text
from ..choices import whole_symbol
from ..reading import Reading, terms_of

#: Properties that are seen from the look of a thing.
_PROPERTIES = word_set(
    "nonnegative nonempty measurable finite linear continuous symmetric integrable homogeneous "
    "nondecreasing nonincreasing countable defined suffices enough assume"
)
#: Work that a reader can do again.
_COMPUTED = word_set(
    "calculation calculations computation computations algebra calculus manipulation manipulations"
)
_EXTREME = re.compile(r"[+-]?\s*(?:\d+|\\infty)")
_LIES_IN = frozenset(["in", "contains", "subset", "superset"])
_SIGNED = re.compile(r"-|\\(?:langle|ip|inner|top|dot|nabla|log|ln)(?![a-zA-Z])|'")
_OPTIMUM = re.compile(r"\^\s*\{?\s*(?:\*|\\star|\\ast)")
_GATHERS = re.compile(r"\\(?:sum|max|min|sup|inf)(?![a-zA-Z])")
#: "If …, the right-hand side is at least one and the bound is trivial."
_VACUOUS = re.compile(
    r"\b(?:side|bound)\b.* (?:at least|exceeds?|(?:larger|greater|bigger|more) than|above) ¤"
)
_CASE = re.compile(r"\b(?:base case|initial case|case|empty|if|when|for) ")


def is_granted(
    reading: Reading, first: int, start: int, stop: int, last: int, laid_down: Sequence[Relation]
) -> bool:
    """Whether what a sentence calls clear is seen by anybody.

    Args:
        reading: what it stands in.
        laid_down: the equations before, which may be definitions.
        first, last: the numbers of its first word and of the one behind its last.
        start, stop: those of the phrase that calls it clear.
    """
    words = reading.words
    if "would" in words[first:last]:
        return True  # what would be in another case is no step
    if _is_degenerate(reading, first, start, last) or _VACUOUS.search(" ".join(words[first:start])):
        return True
    relations = [
        r
        for n in reading.formulas(first, last)
        if reading.words[n - 1] != "for"  # "for $t\\in[0,T]$" says when it is clear, not what
        for r in reading.relations(n)
    ]
    equations = bool(relations) and all(RELATIONS.get(r.sign) == "=" for r in relations)
    if equations and (_COMPUTED & set(words[start:stop]) or _computes(reading, first, last)):
        return True  # whoever puts in the definitions can check it
    if relations:
        return all(
            RELATIONS.get(r.sign) in _LIES_IN
            or _is_plain(r)
            or _is_nonnegative(r)
            or _is_by_definition(r, laid_down)
            for r in relations
        )
    return bool(_PROPERTIES & {*words[first:start], *words[stop:last]})


def _computes(reading: Reading, first: int, last: int) -> bool:
    """Whether other sentences carry the proof by a computation."""
    return any(
        is_computed(reading, number) for number in reading.formulas() if not first <= number < last
    )


def is_computed(reading: Reading, number: int) -> bool:
    """Whether a formula shows a computation: a chain of two relations or more."""
    chains: dict[int, int] = {}
    for relation in reading.relations(number):
        if RELATIONS.get(relation.sign):
            chains[relation.chain] = chains.get(relation.chain, 0) + 1
    return any(count > 1 for count in chains.values())


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


def _sides(relation: Relation) -> tuple[str, str] | None:
    """The smaller side of a relation and the larger one."""
    sign = RELATIONS.get(relation.sign)
    if sign in ("<=", "<"):
        return relation.left.strip(), relation.right.strip()
    return (relation.right.strip(), relation.left.strip()) if sign in (">=", ">") else None


def _is_nonnegative(relation: Relation) -> bool:
    """Whether it says of something that shows no sign that it is at least zero."""
    sides = _sides(relation)
    weak = RELATIONS.get(relation.sign) in ("<=", ">=")
    return weak and sides is not None and sides[0] == "0" and not _SIGNED.search(sides[1])


def _is_by_definition(relation: Relation, laid_down: Sequence[Relation]) -> bool:
    """Whether a definition before makes it plain.

    What starts at zero is zero there, an optimum is below other values, a sum above its terms.
    """
    if RELATIONS.get(relation.sign) == "=" and relation.right.strip() == "0":
        zero = {plain_text(r.left) for r in laid_down if r.right.strip() == "0"}
        return any(plain_text(name) in zero for name in terms_of(relation.left))
    sides = _sides(relation)
    if sides is None:
        return False
    small, large = (base_of(side.split("(")[0].strip()) for side in sides)
    if _OPTIMUM.search(sides[0]) and small == large:
        return True
    return any(
        _GATHERS.search(r.right)
        and base_of(r.left.strip()) in (small, large)
        and {small, large} - {base_of(r.left.strip())} <= {base_of(n) for n in terms_of(r.right)}
        for r in laid_down
        if whole_symbol(relation.left) and whole_symbol(relation.right) and small != large
    )


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
