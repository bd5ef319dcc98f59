"""Domain notes beside the words of a text: both hold, and no note may say less than the words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ...records.evidence import Job
from ..translation import Constraint, SymbolDomain, read_domains
from ..translation.families import is_entry
from ..translation.names import base_of
from ..translation.notes import noted_symbols
from .gathered import Gathered, constraint_of, within
from .intervals import domain, includes, intersection, is_empty
from .passages import source_of
from .records import Fact, Related

#: Letters that stand for integers unless somebody says otherwise.
_COUNTING_LETTERS = frozenset(["i", "j", "k", "l", "m", "n", "s", "t", "d", "K", "M", "N", "T"])
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
#: How often bounds are handed on: "$a \\ge b \\ge c > 0$".
_ROUNDS = 4


def take_notes(
    gathered: Gathered,
    job: Job,
    facts: Sequence[Fact],
    noted: Mapping[str, SymbolDomain],
    defined: set[str],
) -> None:
    """Domain notes: they hold together with the words, and may not say less than these.

    Raises:
        DomainNoteError: a note is none.
    """
    words = dict(gathered.symbols)
    known = implied_domains(gathered, facts)
    for name, where in noted.items():
        said = gathered.symbols.get(name, _as_entry(gathered, name))
        if name in gathered.meanings:
            gathered.narrowed.append(name)
        surely = gathered.surely.get(name, said)
        if surely is not None and name in known:
            surely = intersection(surely, known[name])
        if surely is not None and where.integer and _may_be_counted(gathered, name):
            surely = domain(
                name,
                surely.low,
                surely.high,
                low_open=surely.low_open,
                high_open=surely.high_open,
                integer=True,
            )
        if surely is not None and not includes(where, surely):
            gathered.narrowed.append(name)
        both = where if said is None else intersection(said, where)
        if is_empty(both):
            gathered.contradictory.append(name)
        gathered.symbols[name] = both
    bounds = {name: gathered.symbols.pop(name, None) for name in defined}
    read = read_domains(job.domains, gathered.symbols)
    gathered.definitions.update(read.definitions)
    gathered.constraints += read.constraints
    gathered.narrowed += _narrowed_by_relations(gathered, read.constraints, {**words, **known})
    for name, value in bounds.items():
        gathered.constraints += within(read.definitions[name].value, value)
    for note in job.domains:
        source = source_of(job, "domains", note)
        gathered.came_from(_symbols_of_note(note) & {*noted, *defined}, source)


def _as_entry(gathered: Gathered, name: str) -> SymbolDomain | None:
    """Where an entry of a family lies, None of what is none."""
    family = gathered.families.get(base_of(name))
    if family is None or not is_entry(family, name, gathered.symbols, {}):
        return None
    return replace(family.domain, name=name)


def _may_be_counted(gathered: Gathered, name: str) -> bool:
    """Whether a note may say of a symbol that it is an integer, where the words do not.

    "$T \\ge 1$" says nothing of it, and for such letters it is understood.
    """
    return base_of(name) in _COUNTING_LETTERS and name not in gathered.reals


def _symbols_of_note(note: str) -> set[str]:
    symbols, _, defined = noted_symbols([note])
    return {*symbols, *defined}


def implied_domains(gathered: Gathered, facts: Sequence[Fact]) -> dict[str, SymbolDomain]:
    """Where symbols lie by the words' orders, too: x, where they say $x \\ge y > 0$."""
    found = dict(gathered.symbols)
    orders = []
    for fact in facts:
        if isinstance(fact.said, Related) and fact.said.sign in _FLIPPED:
            constraint = constraint_of(gathered, fact.said)
            if constraint is not None:
                orders.append(constraint)
                orders.append(
                    Constraint(constraint.right, _FLIPPED[constraint.relation], constraint.left)
                )
    for _ in range(_ROUNDS):
        for order in orders:
            name = str(order.left.name) if order.left.is_Symbol else ""
            if name in found:
                found[name] = intersection(found[name], _bounded_by(name, order, found))
    return found


def _bounded_by(name: str, order: Constraint, known: Mapping[str, SymbolDomain]) -> SymbolDomain:
    """Where a symbol lies by one order, from where the other side lies."""
    value, strict = order.right, order.relation in ("<", ">")
    other = known.get(str(value.name)) if value.is_Symbol else None
    if order.relation in (">", ">="):
        low, is_open = (other.low, other.low_open) if other else (None, False)
        if low is None and value.is_nonnegative:
            low, is_open = Fraction(0), bool(value.is_positive)
        return domain(name, low, low_open=strict or is_open)
    high, is_open = (other.high, other.high_open) if other else (None, False)
    if high is None and value.is_nonpositive:
        high, is_open = Fraction(0), bool(value.is_negative)
    return domain(name, None, high, high_open=strict or is_open)


def _narrowed_by_relations(
    gathered: Gathered, constraints: Sequence[Constraint], words: Mapping[str, SymbolDomain]
) -> list[str]:
    """The symbols that a note like `x > 1` bounds more narrowly than the words do."""
    found = []
    for constraint in constraints:
        sides: tuple[Any, str, Any] = (constraint.left, constraint.relation, constraint.right)
        if sides[0].is_Rational and sides[1] in _FLIPPED:
            sides = (sides[2], _FLIPPED[sides[1]], sides[0])
        symbol, sign, number = sides
        if not symbol.is_Symbol or not number.is_Rational or sign not in _FLIPPED:
            continue
        name, bound = str(symbol.name), Fraction(int(number.p), int(number.q))
        if sign in (">", ">="):
            where = domain(name, bound, low_open=sign == ">")
        else:
            where = domain(name, None, bound, high_open=sign == "<")
        surely = words.get(name)
        if surely is not None and name in gathered.surely:
            surely = intersection(surely, gathered.surely[name])
        if surely is not None and not includes(where, surely):
            found.append(name)
    return found
