"""What is being put together of a job's symbols, and terms and relations in the light of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sympy

from ...records.evidence import Source
from ..translation import (
    Constraint,
    Domains,
    Expression,
    Family,
    NotUnderstoodError,
    SymbolDomain,
    translate,
)
from .records import Related


@dataclass
class Gathered:
    """What is being put together; see `Scope`.

    Args:
        surely: domains without what only some readers take words to say (0 as a natural number).
        reals: symbols of which words say that they run through real numbers.
    """

    symbols: dict[str, SymbolDomain] = field(default_factory=dict)
    definitions: dict[str, Expression] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    perhaps: list[Constraint] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=dict)
    unread: dict[str, list[str]] = field(default_factory=dict)
    surely: dict[str, SymbolDomain] = field(default_factory=dict)
    reals: set[str] = field(default_factory=set)
    contradictory: list[str] = field(default_factory=list)
    narrowed: list[str] = field(default_factory=list)

    def not_read(self, names: Iterable[str], text: str) -> None:
        """Note that something was said of symbols."""
        for name in names:
            texts = self.unread.setdefault(name, [])
            if text not in texts:
                texts.append(text)

    def came_from(self, names: Iterable[str], source: Source) -> None:
        """Note where a symbol's domain comes from."""
        for name in names:
            sources = self.sources.setdefault(name, [])
            if source not in sources:
                sources.append(source)

    def domains(self) -> Domains:
        """The domains as far as they are known."""
        return Domains(
            self.symbols, self.definitions, tuple(self.constraints), self.meanings, self.families
        )


def within(value: Any, where: SymbolDomain | None) -> list[Constraint]:
    """What it means for a term to lie in a domain."""
    if where is None:
        return []
    found = []
    if where.low is not None:
        low = sympy.Rational(where.low.numerator, where.low.denominator)
        found.append(Constraint(value, ">" if where.low_open else ">=", low))
    if where.high is not None:
        high = sympy.Rational(where.high.numerator, where.high.denominator)
        found.append(Constraint(value, "<" if where.high_open else "<=", high))
    return [c for c in found if c.left.free_symbols]


def constraint_of(gathered: Gathered, said: Related) -> Constraint | None:
    """A relation as a constraint; None where it is not understood."""
    domains = gathered.domains()
    try:
        left, right = translate(said.left, domains), translate(said.right, domains)
    except NotUnderstoodError:
        return None
    if left.applications or right.applications:
        return None
    return Constraint(left.value, said.sign, right.value)
