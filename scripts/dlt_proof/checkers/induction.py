"""Induction on a natural number: goals for the first value and for the growth of a term.

Yields goals only; `orders` proves them. The first values may also be looked at one by one, the rest
being left for the reals beyond them.
"""

from collections.abc import Iterator
from typing import Any

import sympy

from ..mathematics.translation import SymbolDomain
from .identities import at_value, difference, sums_begin
from .problems import Goal, narrowed, with_domains
from .signs import quick_sign

_MOST_SINGLE = 5  # first values that are looked at one by one

Way = tuple[str, list[Goal]]


def ways(goal: Goal) -> Iterator[Way]:
    """Lists of goals, each of which together prove the goal."""
    for symbol in sorted(goal.form.free_symbols, key=lambda s: str(s.name)):
        domain = goal.domains[symbol.name]
        if not domain.integer or domain.low is None:
            continue
        if any(symbol in c.left.free_symbols | c.right.free_symbols for c in goal.facts):
            continue
        if domain.high is None:
            yield from _growth(goal, symbol, domain)
            yield from _quotient(goal, symbol, domain)
        if not goal.form.atoms(sympy.Sum, sympy.Product):
            yield from _singly(goal, symbol, domain)


def _start(goal: Goal, symbol: Any, domain: SymbolDomain, form: Any) -> Goal | None:
    assert domain.low is not None
    value = at_value(form, symbol, sympy.Integer(int(domain.low)))
    if value is None:
        return None
    rest = {name: d for name, d in goal.domains.items() if name != domain.name}
    return with_domains(Goal(value, goal.strict, rest, goal.facts), rest)


def _growth(goal: Goal, symbol: Any, domain: SymbolDomain) -> Iterator[Way]:
    """The term at the first value, and that it does not fall from n to n + 1."""
    assert domain.low is not None
    if not sums_begin(goal.form, symbol, sympy.Integer(int(domain.low))):
        return
    step = difference(goal.form, symbol)
    start = _start(goal, symbol, domain, goal.form)
    if step is None or start is None or step == goal.form:
        return
    if step.atoms(sympy.factorial, sympy.binomial, sympy.gamma):
        step = sympy.expand_func(sympy.combsimp(step))
    yield f"induction on {symbol.name}", [start, goal.of(step, strict=False)]


def _quotient(goal: Goal, symbol: Any, domain: SymbolDomain) -> Iterator[Way]:
    """A - B for positive A, B: the first value, and that A grows by no smaller factor than B."""
    if not goal.form.is_Add or goal.form.atoms(sympy.Sum):
        return
    words = {term: quick_sign(term, goal.domains) for term in goal.form.args}
    if set(words.values()) != {"positive", "negative"}:
        return
    larger = sympy.Add(*(term for term, word in words.items() if word == "positive"))
    smaller = -sympy.Add(*(term for term, word in words.items() if word == "negative"))
    start = _start(goal, symbol, domain, goal.form)
    if start is None or goal.form.atoms(sympy.Product):
        return
    growths = []
    for part in (larger, smaller):
        quotient = sympy.combsimp(part.subs(symbol, symbol + 1) / part)
        growths.append(sympy.powsimp(sympy.cancel(sympy.powsimp(quotient))))
    step = growths[0] - growths[1]
    yield f"induction by quotients on {symbol.name}", [start, goal.of(step, strict=False)]


def _singly(goal: Goal, symbol: Any, domain: SymbolDomain) -> Iterator[Way]:
    """The first value alone, and the numbers beyond."""
    assert domain.low is not None
    if domain.high is not None and domain.high - domain.low > _MOST_SINGLE * 4:
        return
    if domain.high is None and domain.low >= _MOST_SINGLE:
        return
    start = _start(goal, symbol, domain, goal.form)
    beyond = narrowed(goal, domain.name, domain.low + 1, None)
    if start is None:
        return
    goals = [start] if beyond is None else [start, beyond]
    yield f"{symbol.name} = {domain.low}, and beyond", goals
