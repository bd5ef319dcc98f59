"""Polynomial questions for the solver: the negation of a goal is shown to have no solution.

Roots, absolute values, maxima are told by their definitions; of exp, log and powers with symbols in
the exponent a few true facts are told. "No solution" is a proof, since all that is told is true;
"solution" is nothing, since not everything is told.
"""

import hashlib
from dataclasses import replace
from typing import Any

import sympy

from ..mathematics.translation import Constraint
from .problems import Goal, rational_number

_LARGEST_EXPONENT = 12
_MOST_SYMBOLS = 6


def is_algebraic(goal: Goal) -> bool:
    """Whether the goal's form consists of polynomials, quotients, roots, |x|, max and min."""
    return _is_algebraic(goal.form)


def _is_algebraic(term: Any) -> bool:
    if term.is_Rational or term.is_Symbol:
        return True
    if term.is_Pow and term.base is not sympy.E:
        small = term.exp.is_Rational and abs(term.exp.p) <= _LARGEST_EXPONENT and term.exp.q <= 4
        return bool(small) and _is_algebraic(term.base)
    if term.is_Add or term.is_Mul or isinstance(term, sympy.Abs | sympy.Max | sympy.Min):
        return all(_is_algebraic(argument) for argument in term.args)
    return False


def domain_facts(goal: Goal) -> list[Constraint]:
    """The ends of all domains as relations."""
    facts = []
    for symbol in _symbols(goal):
        domain = goal.domains[symbol.name]
        if domain.low is not None:
            sign = ">" if domain.low_open else ">="
            facts.append(Constraint(symbol, sign, rational_number(domain.low)))
        if domain.high is not None:
            sign = "<" if domain.high_open else "<="
            facts.append(Constraint(symbol, sign, rational_number(domain.high)))
    return facts


def _symbols(goal: Goal) -> list[Any]:
    symbols = set(goal.form.free_symbols)
    for fact in goal.facts:
        symbols |= fact.left.free_symbols | fact.right.free_symbols
    return sorted(symbols, key=lambda s: str(s.name))


def refute_negation(goal: Goal, resources: int) -> dict[str, Any] | None:
    """The certificate that no point of the domain violates the goal, or None.

    Args:
        resources: limit in the solver's own units.
    """
    from .solver import Question, ask

    symbols = _symbols(goal)
    if len(symbols) > _MOST_SYMBOLS:
        # Facts about other symbols rarely help, and cost the most.
        own = goal.form.free_symbols
        near = [c for c in goal.facts if c.left.free_symbols | c.right.free_symbols <= own]
        goal = replace(goal, facts=tuple(near))
        symbols = _symbols(goal)
    if len(symbols) > _MOST_SYMBOLS or goal.form.count_ops() > 80:
        return None
    if any(symbol.name not in goal.domains for symbol in symbols):
        return None
    relations = [(c.left, c.relation, c.right) for c in (*domain_facts(goal), *goal.facts)]
    relations.append((goal.form, "<=" if goal.strict else "<", sympy.Integer(0)))
    integers = tuple(s for s in symbols if goal.domains[s.name].integer)
    answer = ask(Question(tuple(relations), integers), resources)
    if answer.holds is not False:
        return None
    return {
        "method": "negation unsatisfiable",
        "of": str(goal.form),
        "solver": "z3",
        "rlimit": resources,
        "smtlib": hashlib.sha256(answer.text.encode("utf-8")).hexdigest(),
        "integers": answer.integers,
    }
