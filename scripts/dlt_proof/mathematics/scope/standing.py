"""Which facts hold at a step: what a letter is declared to be nearer to it goes before."""

from collections.abc import Mapping, Sequence

from ..translation import SymbolDomain, symbols_in
from .formulas import symbol_of, symbols_of
from .intervals import domain, includes, intersection
from .records import Bound, Called, Defined, Fact, Related

_RANK = {"hypotheses": 0, "proving": 1, "definitions": 2, "domains": 3}


def _names(fact: Fact) -> frozenset[str]:
    """The symbols that a fact is about."""
    said = fact.said
    if isinstance(said, Bound):
        return frozenset({said.domain.name})
    if isinstance(said, Called | Defined):
        return frozenset({said.name})
    if isinstance(said, Related):
        return symbols_of(f"{said.left} {said.right}") & frozenset(
            symbols_in(f"{said.left} {said.right}")
        )
    return frozenset()


def declared_in(facts: Sequence[Fact]) -> dict[str, int]:
    """The last layer in which each symbol is declared."""
    found: dict[str, int] = {}
    for fact in facts:
        if not fact.declares:
            continue
        names: set[str | None] = set(_names(fact))
        if isinstance(fact.said, Related):
            names = {symbol_of(fact.said.left), symbol_of(fact.said.right)}
        for name in names - {None}:
            assert name is not None
            found[name] = max(found.get(name, 0), _RANK[fact.layer])
    return found


def is_superseded(fact: Fact, declared: Mapping[str, int]) -> bool:
    return any(_RANK[fact.layer] < declared.get(name, 0) for name in _names(fact))


def doubly_declared(facts: Sequence[Fact]) -> list[Fact]:
    """Declarations of one letter in several other statements, but for the widest."""
    groups: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts:
        if fact.declares and fact.layer == "hypotheses" and isinstance(fact.said, Bound):
            by_text = groups.setdefault(fact.said.domain.name, {})
            by_text.setdefault(fact.source.text, []).append(fact)
    dropped: list[Fact] = []
    for name, by_text in groups.items():
        if len(by_text) < 2:
            continue
        sets = {text: _common(name, of_text) for text, of_text in by_text.items()}
        widest = next(
            (text for text, one in sets.items() if all(includes(one, o) for o in sets.values())),
            None,
        )
        dropped += [f for text, of_text in by_text.items() if text != widest for f in of_text]
    return dropped


def _common(name: str, facts: Sequence[Fact]) -> SymbolDomain:
    common = domain(name)
    for fact in facts:
        assert isinstance(fact.said, Bound)
        common = intersection(common, fact.said.domain)
    return common
