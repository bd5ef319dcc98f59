"""Goals that imply a goal because an elementary fact bounds one of its atoms.

The facts themselves, with their sources, are in `facts`; in which order to try is for `orders`.
"""

from collections.abc import Iterator
from typing import Any

import sympy

from .facts import FACTS, Fact
from .problems import Goal
from .rewriting import Way
from .signs import quick_sign

_ATOMS = (
    sympy.exp,
    sympy.log,
    sympy.sin,
    sympy.cos,
    sympy.sinh,
    sympy.cosh,
    sympy.tanh,
    sympy.atan,
)


def relaxations(goal: Goal) -> Iterator[Way]:
    """Goals in which one atom is replaced by a bound that the list of facts gives."""
    atoms = list(goal.form.atoms(*_ATOMS)) + [
        power
        for power in goal.form.atoms(sympy.Pow)
        if power.base is not sympy.E and not power.exp.is_Integer
    ]
    for atom in sorted(atoms, key=sympy.default_sort_key):
        if not atom.free_symbols:
            continue
        placeholder = sympy.Dummy("atom", real=True)
        form = goal.form.xreplace({atom: placeholder})
        coefficient = form.diff(placeholder)
        if coefficient == 0 or placeholder in coefficient.free_symbols:
            continue
        word = quick_sign(coefficient, goal.domains)
        side = {"positive": 1, "nonnegative": 1, "negative": -1, "nonpositive": -1}.get(word)
        if side is None:
            continue
        yield from _bounded(goal, atom, side)


def _bounded(goal: Goal, atom: Any, side: int) -> Iterator[Way]:
    name = type(atom).__name__
    arguments = atom.args
    if name == "Pow":
        if atom.exp == sympy.Rational(1, 2):
            name, arguments = "sqrt", (atom.base,)
        else:
            base, exponent = (quick_sign(part, goal.domains) for part in (atom.base, atom.exp))
            if base != "positive" and not (base == "nonnegative" and exponent == "positive"):
                return
    for fact in FACTS:
        if fact.function != name or fact.side != side:
            continue
        if not _applies(fact, arguments, goal):
            continue
        bound = fact.bound(*arguments)
        yield f"fact: {fact.name}, at {atom}", [goal.of(goal.form.xreplace({atom: bound}))]
    if name == "sqrt" and side == -1:
        yield from _geometric_mean(goal, atom)


def _applies(fact: Fact, arguments: tuple[Any, ...], goal: Goal) -> bool:
    seen = ("positive", "nonnegative", "zero")
    return all(quick_sign(p(*arguments), goal.domains) in seen for p in fact.premises)


def _geometric_mean(goal: Goal, atom: Any) -> Iterator[Way]:
    """sqrt(ab) <= (a + b)/2 for nonnegative a, b (HLP 9)."""
    factors = sympy.Mul.make_args(atom.base)
    if len(factors) != 2:
        return
    if all(quick_sign(f, goal.domains) in ("positive", "nonnegative") for f in factors):
        bound = (factors[0] + factors[1]) / 2
        yield (
            f"fact: sqrt(ab) <= (a + b)/2, at {atom}",
            [goal.of(goal.form.xreplace({atom: bound}))],
        )
