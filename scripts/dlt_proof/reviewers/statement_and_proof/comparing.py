"""Two bounds on one quantity, held against each other at many points.

Not here: which bounds of a statement and a proof are about one quantity (`constants`).
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...mathematics.formula import Relation
from ...mathematics.translation import (
    Domains,
    NotUnderstoodError,
    SymbolDomain,
    symbols_in,
    translate,
)
from ...mathematics.translation.names import plain_text
from ..cited_hypotheses.relations_known import read_sides

_POINTS = 400
_ENOUGH = 40
_ROOM = 1e-7
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Comparison:
    """What the points say of `first` against `second`.

    Args:
        above: share of the points at which the first is larger.
        constant: the quotient, where it is the same at all points, None otherwise.
        alike: whether both have the same letters.
    """

    above: float
    constant: float | None
    alike: bool


def compare(first: str, second: str, known: Sequence[Relation]) -> Comparison | None:
    """The first term against the second at points that satisfy what is known.

    Args:
        first, second: terms as LaTeX.
        known: relations; equations of the form "letter = term" are put in.

    Returns:
        None where a term is not read, or too few points are found.
    """
    import sympy

    names = symbols_in(first) | symbols_in(second)
    for relation in known:
        names |= symbols_in(relation.left) | symbols_in(relation.right)
    zero = Fraction(0)
    letters = names - {"e", "\\pi"}
    positive = {n: SymbolDomain(n, zero, None, True, False, False) for n in letters}
    domains = Domains(positive)
    try:
        one, other = translate(first, domains).value, translate(second, domains).value
    except (NotUnderstoodError, ValueError, TypeError):
        return None
    values: dict[Any, Any] = {}
    orders: list[tuple[Any, str, Any]] = []
    for relation in known:
        read = read_sides(relation.left, relation.sign, relation.right)
        if read is None:
            continue
        left, sign, right = read
        if sign == "=" and left.is_Symbol and left not in right.free_symbols:
            values.setdefault(left, right)
        elif sign != "=":
            orders.append(read)

    def put_in(term: Any) -> Any:
        for _ in range(4):
            term = term.subs(values)
        return term

    same = _without_values(one) == _without_values(other)
    one, other = put_in(one), put_in(other)
    orders = [(put_in(a), sign, put_in(b)) for a, sign, b in orders]
    alike = same or one.free_symbols == other.free_symbols
    free = sorted(
        {s for t in (one, other) for s in t.free_symbols}
        | {s for a, _, b in orders for t in (a, b) for s in t.free_symbols},
        key=str,
    )
    # A power that is no number is one of a positive number: $(1 - \\eta\\mu)^T$.
    powers = {p for t in (one, other) for p in t.atoms(sympy.Pow) if not p.exp.is_number}
    orders += [(p.base, ">", sympy.Integer(0)) for p in powers if p.base.free_symbols]
    return _at_points(one, other, orders, free, sympy, alike=alike)


def _without_values(term: Any) -> frozenset[str]:
    return frozenset(str(s) for s in term.free_symbols)


def _at_points(
    one: Any,
    other: Any,
    orders: Sequence[tuple[Any, str, Any]],
    free: Sequence[Any],
    sympy: Any,
    *,
    alike: bool,
) -> Comparison | None:
    chance = random.Random(20240607)
    functions = [sympy.lambdify(free, t, "math") for t in (one, other)]
    checks = [
        (sympy.lambdify(free, a, "math"), sign, sympy.lambdify(free, b, "math"))
        for a, sign, b in orders
    ]
    quotients: list[float] = []
    above = met = 0
    for number in range(_POINTS * (8 if checks else 1)):
        point = [_value(str(s), number, chance) for s in free]
        try:
            if not all(_true(a(*point), sign, b(*point)) for a, sign, b in checks):
                continue
            first, second = (float(f(*point)) for f in functions)
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            continue
        if not (1e-250 < first < 1e250 and 1e-250 < second < 1e250):
            continue  # bounds are on what is positive, where they say something
        met += 1
        above += first > second + _ROOM * max(1e-300, abs(first), abs(second))
        quotients.append(first / second)
        if met >= _POINTS:
            break
    if met < _ENOUGH:
        return None
    least, most = min(quotients), max(quotients)
    constant = least if abs(most - least) <= 1e-6 * max(abs(least), abs(most)) else None
    return Comparison(above / met, constant, alike)


def _value(name: str, number: int, chance: random.Random) -> float:
    letter = name.lstrip("\\‖ ")
    if (
        letter.startswith(("delta", "epsilon", "varepsilon", "alpha", "gamma", "beta"))
        and number % 3
    ):
        return chance.uniform(0.001, 0.5)
    if re.match(r"[nmTdNKk](?![a-z])", letter) and number % 3:
        return float(chance.randint(2, 200))
    return float(10 ** chance.uniform(-1.5, 1.5))


def _true(left: float, sign: str, right: float) -> bool:
    if sign in ("<=", "<"):
        return left <= right
    return left >= right


def skeleton(term: str) -> str:
    """A term with every number replaced by one mark."""
    return _NUMBER.sub("#", plain_text(term))
