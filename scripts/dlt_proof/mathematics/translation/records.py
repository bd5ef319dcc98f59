"""What the translation takes and gives: domains of symbols, constraints, translated terms.

Plain frozen records, so that checkers can keep and compare them. How a text becomes one of them
is told in `reader` and `notes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy


class NotUnderstoodError(Exception):
    """The text is outside what is translated; the message says which part."""


class DomainNoteError(Exception):
    """A domain note that does not read as one; the message says what was expected."""


#: How the name of an opaque atom begins: no symbol that is written begins so.
OPAQUE = "‖"


@dataclass(frozen=True, slots=True)
class SymbolDomain:
    """Where a scalar symbol lives.

    Args:
        name: canonical name, `p_0`.
        low, high: end points, None for no bound.
        low_open, high_open: whether the end point is excluded.
        integer: whether only integers count.
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    low_open: bool
    high_open: bool
    integer: bool

    def symbol(self) -> sympy.Symbol:
        """The SymPy symbol with the assumptions that follow from the domain."""
        assumptions: dict[str, bool] = {"real": True}
        if self.integer:
            assumptions["integer"] = True
        if self.low is not None:
            if self.low > 0 or (self.low == 0 and self.low_open):
                assumptions["positive"] = True
            elif self.low == 0:
                assumptions["nonnegative"] = True
        if self.high is not None:
            if self.high < 0 or (self.high == 0 and self.high_open):
                assumptions["negative"] = True
            elif self.high == 0:
                assumptions["nonpositive"] = True
        return sympy.Symbol(self.name, **assumptions)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A relation that holds between symbols or atoms: `left relation right`.

    Args:
        left, right: SymPy expressions.
        relation: `<=`, `<`, `>=`, `>`, and, where words say so, `=` or `!=`.
    """

    left: sympy.Expr
    relation: str
    right: sympy.Expr


#: (expression, `nonzero`, `positive` or `nonnegative`)
Condition = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class Expression:
    """A translated term.

    Args:
        value: the SymPy expression.
        conditions: what must hold for it to be defined, gathered before SymPy could cancel
            anything.
        applications: `x(…)` read as a product: the symbol and what stands in the parentheses.
        used_definitions: symbols that a note defines.
        opaque: names of the symbols in it that stand for what was not understood. Such a symbol
            may not take every value its sign allows, so that no choice of its value refutes.
        facts: what is known of its opaque atoms beyond their signs.
    """

    value: sympy.Expr
    conditions: tuple[Condition, ...]
    applications: frozenset[tuple[str, str]] = frozenset()
    used_definitions: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    facts: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Numbers under one letter that an index tells apart: `x_1, \\dots, x_n`.

    Args:
        domain: where each of them lies; its name is the letter.
        first: the first index, None where the text does not tell.
        last: the last one as plain text, `n`; "" where there is none or it is not told.
        index: the letter that the text uses for the index, "" for none.
        others: names with that letter that the text makes something else, and indices of which
            it says what was not read.
        below, above: whether some name with that letter lies outside, `x_0`, `x_{n+1}`.
    """

    domain: SymbolDomain
    first: int | None = None
    last: str = ""
    index: str = ""
    others: frozenset[str] = frozenset()
    below: bool = False
    above: bool = False

    @property
    def beyond(self) -> bool:
        """Whether some name with that letter lies outside."""
        return self.below or self.above


@dataclass(frozen=True)
class Domains:
    """All that is known of the symbols in scope.

    Args:
        symbols: where each symbol lives.
        definitions: symbols that stand for a term, `s_j = s_{j-1} + e^{\\sigma_j}`.
        constraints: relations that the author says hold.
        meanings: symbols that are no scalars, and commands with another meaning than the usual
            one, each with what it is in one word: `{"X": "vector", "\\log": "base 2"}`.
        families: by their letter, numbers that an index tells apart.
    """

    symbols: dict[str, SymbolDomain]
    definitions: dict[str, Expression] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = field(default=())
    meanings: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)


def known_facts(expression: Expression) -> tuple[Constraint, ...]:
    """What is known of a term's opaque atoms: their signs and bounds, a probability being <= 1.

    Args:
        expression: as `translate` gives it.

    Returns:
        Constraints on single atoms, true whatever the text says of them.
    """
    atoms = [s for s in expression.value.free_symbols if s.name in expression.opaque]
    signs = [
        Constraint(atom, ">" if atom.is_positive else ">=", sympy.Integer(0))
        for atom in sorted(atoms, key=lambda atom: str(atom.name))
        if atom.is_nonnegative
    ]
    signs += [
        Constraint(atom, "<" if atom.is_negative else "<=", sympy.Integer(0))
        for atom in sorted(atoms, key=lambda atom: str(atom.name))
        if atom.is_nonpositive and not atom.is_nonnegative
    ]
    present = set(atoms)
    return (*signs, *(fact for fact in expression.facts if fact.left.free_symbols <= present))


def atom_domain(symbol: Any, facts: tuple[Constraint, ...] = ()) -> SymbolDomain:
    """Where an opaque atom may live, as a domain.

    Args:
        symbol: the SymPy symbol of the atom.
        facts: as `known_facts` gives them; bounds by rational numbers count.
    """
    low, low_open = (
        (Fraction(0), bool(symbol.is_positive)) if symbol.is_nonnegative else (None, False)
    )
    high, high_open = (
        (Fraction(0), bool(symbol.is_negative)) if symbol.is_nonpositive else (None, False)
    )
    for fact in facts:
        if fact.left == symbol and fact.right.is_Rational:
            bound = Fraction(int(fact.right.p), int(fact.right.q))
            strict = fact.relation in ("<", ">")
            if fact.relation in ("<=", "<") and (
                high is None or bound < high or (bound == high and strict)
            ):
                high, high_open = bound, strict
            if fact.relation in (">=", ">") and (
                low is None or bound > low or (bound == low and strict)
            ):
                low, low_open = bound, strict
    return SymbolDomain(str(symbol.name), low, high, low_open, high_open, bool(symbol.is_integer))
