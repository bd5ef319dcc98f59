"""A claim as the checkers see it: two terms, a relation, where the symbols live, what else holds.

Records and small questions about them. What the paper's text says beside it is the business of
`cautions`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy

from ..mathematics.translation import (
    OPAQUE,
    Constraint,
    Domains,
    Expression,
    SymbolDomain,
    atom_domain,
    known_facts,
)

CHECKED_RELATIONS = ("=", "<=", ">=", "<", ">")

#: What must hold for a term to be defined: (term, `nonzero` | `positive` | `nonnegative`).
Condition = tuple[Any, str]


@dataclass(frozen=True)
class Problem:
    """`left relation right` for all values in the domains that satisfy the constraints.

    Args:
        left, right: SymPy terms.
        relation: one of = <= >= < >.
        conditions: what both sides need to be defined; inner terms before outer ones.
        domains: where each symbol of claim, conditions and constraints lives.
        constraints: relations that hold between the symbols.
    """

    left: Any
    relation: str
    right: Any
    conditions: tuple[Condition, ...]
    domains: Mapping[str, SymbolDomain]
    constraints: tuple[Constraint, ...]

    @property
    def opaque(self) -> tuple[str, ...]:
        """Names of the atoms of which no more than sign and bounds are known."""
        names = names_of(self.left, self.right, *(form for form, _ in self.conditions))
        return tuple(sorted(name for name in names if name.startswith(OPAQUE)))


@dataclass(frozen=True)
class Goal:
    """A term that is to be shown nonnegative, or positive, on its domain.

    Args:
        form: the term; it was or will be shown to be defined there.
        strict: whether it must be positive.
        domains: where its symbols live.
        facts: relations known to hold there: constraints, and what makes the terms defined.
    """

    form: Any
    strict: bool
    domains: Mapping[str, SymbolDomain]
    facts: tuple[Constraint, ...] = ()

    def of(self, form: Any, *, strict: bool | None = None) -> "Goal":
        """The same question of another term."""
        return replace(self, form=form, strict=self.strict if strict is None else strict)


def names_of(*terms: Any) -> set[str]:
    """Names of the free symbols."""
    return {symbol.name for term in terms for symbol in term.free_symbols}


def pose(left: Expression, relation: str, right: Expression, domains: Domains) -> Problem:
    """The problem of a translated claim, with the constraints that concern its symbols.

    A constraint on one of the symbols brings in the symbols it relates it to.

    Raises:
        KeyError: a symbol has no domain.
    """
    conditions = tuple(dict.fromkeys((*left.conditions, *right.conditions)))
    terms = [left.value, right.value, *(form for form, _ in conditions)]
    symbols = {symbol.name: symbol for term in terms for symbol in term.free_symbols}
    linked: list[Constraint] = []
    while True:
        found = [
            c for c in domains.constraints if c not in linked and _meets(c, symbols) and _says(c)
        ]
        if not found:
            break
        linked += found
        for constraint in found:
            for side in (constraint.left, constraint.right):
                symbols.update({symbol.name: symbol for symbol in side.free_symbols})
    known = tuple(dict.fromkeys((*known_facts(left), *known_facts(right))))
    living = {name: domain_of(symbol, domains, known) for name, symbol in sorted(symbols.items())}
    beyond = tuple(c for c in known if not (c.right.is_Rational and c.left.is_Symbol))
    return Problem(left.value, relation, right.value, conditions, living, (*linked, *beyond))


def _meets(constraint: Constraint, symbols: Mapping[str, Any]) -> bool:
    return not symbols.keys().isdisjoint(names_of(constraint.left, constraint.right))


def _says(constraint: Constraint) -> bool:
    return constraint.relation in (*CHECKED_RELATIONS, "!=")


def domain_of(symbol: Any, domains: Domains, known: tuple[Constraint, ...] = ()) -> SymbolDomain:
    """Where a symbol lives; of an opaque atom no more than sign and bounds are known.

    Raises:
        KeyError: it has no domain.
    """
    if symbol.name.startswith(OPAQUE) and symbol.name not in domains.symbols:
        return atom_domain(symbol, known)
    return domains.symbols[symbol.name]


def contains(domain: SymbolDomain, value: Fraction) -> bool:
    """Whether a value lies in a domain."""
    if domain.integer and value.denominator != 1:
        return False
    low, high = domain.low, domain.high
    above = low is None or value > low or (value == low and not domain.low_open)
    below = high is None or value < high or (value == high and not domain.high_open)
    return above and below


def narrowed(
    goal: Goal,
    name: str,
    low: Fraction | None,
    high: Fraction | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Goal | None:
    """The goal on a part of the domain of one symbol; None where that part is empty."""
    domain = intersection(goal.domains[name], low, high, low_open=low_open, high_open=high_open)
    if domain is None:
        return None
    return with_domains(goal, {**goal.domains, name: domain})


def intersection(
    domain: SymbolDomain,
    low: Fraction | None,
    high: Fraction | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> SymbolDomain | None:
    """A domain cut to an interval; None where nothing is left."""
    new_low, new_low_open = domain.low, domain.low_open
    if low is not None and (new_low is None or low > new_low or (low == new_low and low_open)):
        new_low, new_low_open = low, low_open
    new_high, new_high_open = domain.high, domain.high_open
    if high is not None and (
        new_high is None or high < new_high or (high == new_high and high_open)
    ):
        new_high, new_high_open = high, high_open
    if domain.integer:
        # Integers have no open ends: above 0 means from 1 on.
        if new_low is not None:
            new_low = Fraction(_next_integer(new_low, new_low_open))
            new_low_open = False
        if new_high is not None:
            new_high = Fraction(-_next_integer(-new_high, new_high_open))
            new_high_open = False
    empty = new_low is not None and new_high is not None and new_low > new_high
    if empty or (new_low is not None and new_low == new_high and (new_low_open or new_high_open)):
        return None
    return SymbolDomain(domain.name, new_low, new_high, new_low_open, new_high_open, domain.integer)


def _next_integer(low: Fraction, is_open: bool) -> int:
    ceiling = -((-low.numerator) // low.denominator)
    return ceiling + 1 if is_open and ceiling == low else ceiling


def with_domains(goal: Goal, domains: Mapping[str, SymbolDomain]) -> Goal:
    """The goal with its symbols made anew, so that their assumptions are those of the domains."""
    terms = [goal.form, *(t for c in goal.facts for t in (c.left, c.right))]
    fresh = renewal(terms, domains)
    facts = tuple(
        Constraint(c.left.xreplace(fresh), c.relation, c.right.xreplace(fresh)) for c in goal.facts
    )
    return replace(goal, form=goal.form.xreplace(fresh), domains=domains, facts=facts)


def renewal(terms: Iterable[Any], domains: Mapping[str, SymbolDomain]) -> dict[Any, Any]:
    """What to replace so that every symbol of the terms has its domain's assumptions."""
    fresh = {}
    for term in terms:
        for symbol in term.free_symbols:
            if symbol.name in domains:
                fresh[symbol] = symbol_of(domains[symbol.name])
    return fresh


def symbol_of(domain: SymbolDomain) -> Any:
    """The SymPy symbol of a domain; a sign that opens by an end away from 0 is kept."""
    return domain.symbol()


def rational_number(value: Fraction) -> Any:
    """A Fraction as SymPy's number."""
    return sympy.Rational(value.numerator, value.denominator)
