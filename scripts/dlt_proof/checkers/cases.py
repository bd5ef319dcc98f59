"""A goal on parts of its domain: by the sign of a term, by which term is larger, moved to a bound.

Each function returns goals that together imply the first one. Not here: in which order to try
(`orders`).
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy

from ..mathematics.translation import Constraint, SymbolDomain
from .problems import Goal, intersection, rational_number, with_domains
from .signs import fraction_of, quick_sign


def cases(goal: Goal) -> tuple[str, list[Goal]] | None:
    """The goal split by the sign inside an absolute value, or by which of two terms is larger."""
    for node in sorted(
        goal.form.atoms(sympy.Abs, sympy.Max, sympy.Min), key=sympy.default_sort_key
    ):
        if node.atoms(sympy.Abs, sympy.Max, sympy.Min) != {node}:
            continue  # inner ones first
        if isinstance(node, sympy.Abs):
            inner = node.args[0]
            ways = [(inner, inner), (-inner, -inner)]
        else:
            first, second = node.args[0], type(node)(*node.args[1:])
            if second.has(sympy.Max, sympy.Min):
                rest = second
                ways = [(first - rest, first), (rest - first, rest)]
            else:
                ways = [(first - second, first), (second - first, second)]
            if isinstance(node, sympy.Min):
                ways = [(-condition, value) for condition, value in ways]
        known = [way for way in ways if _is_fact(way[0], goal)]
        goals = []
        # Where both hold both values are the same, so that one known case is enough.
        for condition, value in known[:1] or ways:
            part = assuming(goal, condition)
            if part is not None:
                goals.append(_substituted(part, goal, node, value))
        return str(node), goals
    return None


def _is_fact(condition: Any, goal: Goal) -> bool:
    """Whether a fact says that a term is nonnegative."""
    return any(
        fact.relation in (">", ">=") and sympy.expand(fact.left - fact.right - condition) == 0
        for fact in goal.facts
    )


def _substituted(part: Goal, goal: Goal, node: Any, value: Any) -> Goal:
    form = goal.form.xreplace({node: value})
    return with_domains(replace(part, form=form), part.domains)


def assuming(goal: Goal, condition: Any, *, strict: bool = False) -> Goal | None:
    """The goal where a term is nonnegative (positive): a narrower domain, or one fact more.

    Returns:
        None where the domain leaves no such point.
    """
    word = quick_sign(condition, goal.domains)
    if word == "negative":
        return None
    if word == "positive" or (not strict and word in ("nonnegative", "zero")):
        return goal
    symbols = list(condition.free_symbols)
    if len(symbols) == 1 and condition.is_polynomial(symbols[0]):
        polynomial = sympy.Poly(condition, symbols[0])
        if polynomial.degree() == 1 and all(c.is_Rational for c in polynomial.all_coeffs()):
            slope, rest = map(fraction_of, polynomial.all_coeffs())
            bound = -rest / slope
            name = str(symbols[0].name)
            low, high = (bound, None) if slope > 0 else (None, bound)
            domain = intersection(goal.domains[name], low, high, low_open=strict, high_open=strict)
            if domain is None:
                return None
            return with_domains(goal, {**goal.domains, name: domain})
    fact = Constraint(condition, ">" if strict else ">=", sympy.Integer(0))
    return replace(goal, facts=(*goal.facts, fact))


def opposite_signs(goal: Goal) -> tuple[str, list[Goal]] | None:
    """A product of two factors, by the sign of the simpler one: the other must have the same."""
    if not goal.form.is_Mul or goal.strict:
        return None
    factors = [factor for factor in goal.form.args if not factor.is_Number]
    number = sympy.Mul(*(factor for factor in goal.form.args if factor.is_Number))
    if len(factors) != 2:
        return None
    first, second = sorted(factors, key=lambda f: (f.count_ops(), str(f)))
    second = number * second
    goals = []
    for sign in (1, -1):
        part = assuming(goal, sign * first)
        if part is not None:
            fresh = with_domains(replace(part, form=sign * second), part.domains)
            goals.append(fresh)
    return f"sign of {first}", goals


def shifted(goal: Goal) -> tuple[str, Goal] | None:
    """A symbol put as another plus t >= 0, where a linear fact says so; the fact is used up."""
    for number, fact in enumerate(goal.facts):
        if fact.relation not in (">", ">=") or fact.right != 0:
            continue
        symbols = sorted(fact.left.free_symbols, key=lambda s: str(s.name))
        if len(symbols) < 2 or not fact.left.is_polynomial(*symbols):
            continue
        if sympy.Poly(fact.left, *symbols).total_degree() != 1:
            continue
        for symbol in symbols:
            domain = goal.domains[symbol.name]
            slope = fact.left.coeff(symbol)
            if domain.high is not None or slope <= 0 or domain.integer:
                continue
            rest = fact.left - slope * symbol
            moved = SymbolDomain(
                f"{symbol.name}′", Fraction(0), None, fact.relation == ">", False, False
            )
            value = (moved.symbol() - rest) / slope
            facts = [f for i, f in enumerate(goal.facts) if i != number]
            if domain.low is not None:
                low = rational_number(domain.low)
                facts.append(
                    Constraint(symbol - low, ">" if domain.low_open else ">=", sympy.S.Zero)
                )
            domains = {name: d for name, d in goal.domains.items() if name != symbol.name}
            domains[moved.name] = moved
            return _moved(goal, symbol, value, facts, domains)
    return None


def _moved(
    goal: Goal, symbol: Any, value: Any, facts: list[Constraint], domains: dict[str, SymbolDomain]
) -> tuple[str, Goal]:
    put = {symbol: value}
    kept = []
    for fact in facts:
        left = sympy.expand((fact.left - fact.right).xreplace(put))
        word = quick_sign(left, domains)
        seen = {">=": ("positive", "nonnegative", "zero"), ">": ("positive",)}
        if word not in seen.get(fact.relation, ()):
            kept.append(Constraint(left, fact.relation, sympy.S.Zero))
    form = goal.form.xreplace(put)
    return f"{symbol} = {value}", Goal(form, goal.strict, domains, tuple(kept))
