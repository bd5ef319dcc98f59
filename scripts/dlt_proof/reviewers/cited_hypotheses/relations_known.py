"""Whether a relation between numbers follows from others, tried at many points.

A point at which all that is known holds and the relation fails refutes it; where too little was
read, or no point satisfies what is known, nothing is said. Not here: proofs (`checkers`).
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation import (
    Domains,
    NotUnderstoodError,
    SymbolDomain,
    symbols_in,
    translate,
)

_ORDERS = ("<=", "<", ">=", ">", "=")
_INTERVAL = re.compile(
    r"^\s*(?:\\left|\\bigl?)?\s*(?P<opens>[\[(\]])(?P<low>[^,]+),(?P<high>[^,]+?)"
    r"(?:\\right|\\bigr?)?\s*(?P<closes>[\])\[])\s*$"
)
_POINTS = 3000
_ENOUGH = 25
Compared = tuple[Any, str, Any]


@lru_cache(maxsize=2048)
def read_sides(left: str, sign: str, right: str) -> Compared | None:
    """The two sides as SymPy terms of positive numbers, None where they are not read."""
    plain = RELATIONS.get(sign, {":=": "=", "\\coloneqq": "="}.get(sign, ""))
    if plain not in _ORDERS:
        return None
    zero = Fraction(0)
    names = (symbols_in(left) | symbols_in(right)) - {"e", "\\pi"}
    domains = Domains({n: SymbolDomain(n, zero, None, True, False, False) for n in names})
    try:
        one, other = translate(left, domains), translate(right, domains)
    except (NotUnderstoodError, ValueError, TypeError):
        return None
    if one.opaque or other.opaque or one.applications or other.applications:
        return None
    return one.value, plain, other.value


def letters_of(relation: Relation) -> frozenset[str]:
    """The names of the numbers in a relation that was read, none for another one."""
    read = read_sides(relation.left, relation.sign, relation.right)
    if read is None:
        return frozenset()
    return frozenset(str(s) for side in (read[0], read[2]) for s in side.free_symbols)


def inequalities(found: Iterable[Relation]) -> Iterator[Relation]:
    """The inequalities among relations, those of intervals too: $x\\in(0,1]$ is two."""
    for relation in found:
        if RELATIONS.get(relation.sign) in _ORDERS[:4]:
            yield relation
        interval = _INTERVAL.match(relation.right) if relation.sign == "\\in" else None
        if interval:
            low = ">=" if interval["opens"] == "[" else ">"
            high = "<=" if interval["closes"] == "]" else "<"
            for sign, end in ((low, interval["low"]), (high, interval["high"])):
                if "\\infty" not in end:
                    plain = {">=": "\\ge", "<=": "\\le"}.get(sign, sign)
                    yield replace(relation, sign=plain, right=end.strip())


def refuted(wanted: Relation, known: Iterable[Relation]) -> bool:
    """Whether some numbers satisfy all that is known and violate what is wanted."""
    import sympy

    target = read_sides(wanted.left, wanted.sign, wanted.right)
    if target is None:
        return False
    told = [r for k in known for r in (inequalities([k]) if k.sign == "\\in" else [k])]
    held = [r for r in (read_sides(k.left, k.sign, k.right) for k in told) if r is not None]
    values: dict[Any, Any] = {}
    orders: list[Compared] = []
    for left, sign, right in held:
        if sign == "=" and left.is_Symbol and left not in values and left not in right.free_symbols:
            values[left] = right
        elif sign != "=":
            orders.append((left, sign, right))

    def put_in(term: Any) -> Any:
        for _ in range(4):
            term = term.subs(values)
        return term

    target = (put_in(target[0]), target[1], put_in(target[2]))
    orders = [(put_in(a), sign, put_in(b)) for a, sign, b in orders]
    free = sorted(
        {s for a, _, b in [target, *orders] for side in (a, b) for s in side.free_symbols},
        key=str,
    )
    if not free:
        return not _holds(target, {}, sympy)
    functions = [
        (sympy.lambdify(free, a, "math"), sign, sympy.lambdify(free, b, "math"))
        for a, sign, b in [target, *orders]
    ]
    return _search(functions, [str(s) for s in free])


def _holds(compared: Compared, values: dict[Any, Any], sympy: Any) -> bool:
    left, sign, right = compared
    return _tells(float(sympy.N(left)), sign, float(sympy.N(right)))


def _tells(left: float, sign: str, right: float) -> bool:
    room = 1e-9 * max(1.0, abs(left), abs(right))
    if sign == "=":
        return abs(left - right) <= room
    if sign in ("<=", "<"):
        return left <= right + room
    return left >= right - room


def _search(functions: Sequence[tuple[Any, str, Any]], names: Sequence[str]) -> bool:
    """Points from a fixed seed; half of them where letters that count are whole numbers."""
    chance = random.Random(20240607)
    met = 0
    for number in range(_POINTS):
        point = []
        for name in names:
            if name in ("\\delta", "\\epsilon", "\\varepsilon", "\\eps") and number % 2:
                point.append(chance.uniform(0.001, 0.999))
            elif name in ("n", "m", "T", "d", "K", "N", "k") and number % 2:
                point.append(float(chance.randint(1, 400)))
            else:
                point.append(10 ** chance.uniform(-2.5, 2.5))
        try:
            true = all(_tells(a(*point), sign, b(*point)) for a, sign, b in functions[1:])
            if not true:
                continue
            met += 1
            first, sign, second = functions[0]
            if not _tells(first(*point), sign, second(*point)):
                return True
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            continue
        if met > 40 * _ENOUGH:
            return False
    return False
