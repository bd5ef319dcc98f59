"""V15: the value of a constant that nobody writes down, but that the proof's last bound implies.

"There is $C$ depending on $L$ only with $F\\le C\\|x\\|$", and the proof ends with
$F\\le mL\\|x\\|$: then $C$ is $mL$. Not here: constants that the proof sets to something
(`dependence`).
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ...mathematics.formula import RELATIONS
from ...mathematics.translation import (
    Domains,
    NotUnderstoodError,
    SymbolDomain,
    symbols_in,
    translate,
)
from ...mathematics.translation.names import base_of
from ..choices import choices
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..reading import read, terms_of
from ..statement_and_proof.texts import Bound, Pair, pairs
from .declared import CONSTANT_LETTERS, declared_constants
from .dependence import excluded_letters, said_of, varying_letters

_UPPER = ("<=", "<")
#: A bound that grows by this factor from one size to the next is not bounded.
_GROWS = 1.1
_SIZES = (1e3, 1e6, 1e9, 1e12)


def implied_values_depend(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """The proof's last bound is the claimed one with a constant that grows in what it must not."""
    for pair in pairs(paper):
        stated = read(paper, pair.passage.statement.environment)
        declared = {d.symbol: d for d in declared_constants(stated)}
        proofs = [read(paper, p.environment) for p in pair.passage.proofs]
        made = {choice.symbol for reading in proofs for choice in choices(reading)}
        varying = varying_letters(stated, list(declared.values()))
        for constant in declared.values():
            if constant.symbol in made:
                continue
            for claimed in pair.concluded:
                if claimed.sign not in _UPPER or constant.symbol not in terms_of(claimed.right):
                    continue
                shown = _last_bound(pair, claimed)
                value = None if shown is None else _value(constant.symbol, claimed, shown)
                if shown is None or value is None:
                    continue
                letters = frozenset(str(s) for s in value.free_symbols)
                wrong = excluded_letters(constant, letters, varying)
                grows = sorted(n for n in wrong if not _is_limited(pair, n) and _grows(value, n))
                if grows:
                    yield found_at(
                        paper.document,
                        shown.span,
                        "V15",
                        pair.passage.label,
                        f"the value of {constant.symbol} depends on {', '.join(grows)}, "
                        f"{said_of(constant)}",
                        f"“{constant.words}”, but the proof ends with the bound "
                        f"${' '.join(shown.right.split())}$",
                        "critical" if constant.kind in ("universal", "before") else "major",
                    )
                    break


def _last_bound(pair: Pair, claimed: Bound) -> Bound | None:
    """The proof's last bound on the claimed quantity, where it ends with it."""
    same = [b for b in pair.shown if b.plain == claimed.plain and b.sign in (*_UPPER, "=")]
    if not same or same[-1].number < len(pair.proof) - 2:
        return None
    last = same[-1]
    others = terms_of(last.right) - terms_of(claimed.right)
    unnamed = any(base_of(name) in CONSTANT_LETTERS for name in others)
    behind = any(bound.number > last.number for bound in pair.shown)
    return None if unnamed or behind else last


def _value(symbol: str, claimed: Bound, shown: Bound) -> Any | None:
    """What a constant has to be for the shown bound to be the claimed one, None where untold."""
    import sympy

    names = symbols_in(claimed.right) | symbols_in(shown.right)
    zero = Fraction(0)
    domains = Domains(
        {n: SymbolDomain(n, zero, None, True, False, False) for n in names - {"e", "\\pi"}}
    )
    try:
        one, other = (translate(b.right, domains).value for b in (claimed, shown))
        constant = next((s for s in one.free_symbols if str(s) == symbol), None)
        if constant is None or not one.has(constant):
            return None
        share = sympy.simplify(one / constant)
        return None if share.has(constant) else sympy.simplify(other / share)
    except (NotUnderstoodError, ValueError, TypeError, AttributeError):
        return None


def _is_limited(pair: Pair, letter: str) -> bool:
    """Whether some relation bounds a letter from above, so that it need not grow."""
    for sentence in (*pair.stated, *pair.proof, *pair.around):
        for index in range(len(sentence.marks)):
            for relation in sentence.relations(index):
                sign = RELATIONS.get(relation.sign, "")
                left, right = relation.left.strip(), relation.right.strip()
                if (
                    (left == letter and sign in ("<=", "<", "=", "in") and "\\infty" not in right)
                    or (right == letter and sign in (">=", ">", "="))
                    or (left == letter and right.startswith("["))
                ):
                    return "mathbb" not in right
    return False


def _grows(value: Any, letter: str) -> bool:
    """Whether a value grows beyond all bounds with a letter, the others being 1 or 2."""
    import sympy

    symbol = next(s for s in value.free_symbols if str(s) == letter)
    for others in (1, 2):
        rest = {s: others for s in value.free_symbols if s is not symbol}
        try:
            term = sympy.lambdify(symbol, value.subs(rest), "math")
            at = [float(term(size)) for size in _SIZES]
        except (ValueError, ZeroDivisionError, OverflowError, TypeError, NameError):
            return False
        if not all(math.isfinite(b) and a > 0 and b > _GROWS * a for a, b in pairwise(at)):
            return False
    return True
