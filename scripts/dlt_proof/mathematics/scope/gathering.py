"""All facts and notes put together: one domain for each symbol, and what keeps it in doubt.

What a letter is declared to be in the statement that is proved, or in its proof, goes before what
another statement says of the same letter: that may be about another thing, so no proof uses it,
and no counterexample may violate it.
"""

from collections.abc import Sequence

import sympy

from ...records.evidence import Job, Source
from ..translation import (
    Domains,
    Expression,
    NotUnderstoodError,
    symbols_in,
    translate,
)
from ..translation.names import base_of
from ..translation.notes import noted_symbols
from .beside import quantified_beside
from .family_facts import families_of
from .formulas import symbols_of
from .gathered import Gathered, constraint_of, within
from .intervals import domain, includes, intersection, is_empty
from .meanings import unusual_meanings
from .noted import take_notes
from .passages import sentences_of
from .records import Bound, Called, Defined, Fact, NotRead, Related, Scope, Spread
from .standing import declared_in, doubly_declared, is_superseded
from .statements import facts_of

_ORDERS = ("<", "<=", ">", ">=")


def gather(job: Job) -> Scope:
    """What a job's texts say of its symbols.

    Raises:
        DomainNoteError: a domain note is none.
    """
    facts = list(facts_of(list(sentences_of(job))))
    noted, _, noted_terms = noted_symbols(job.domains)
    declared = declared_in(facts)
    current = [fact for fact in facts if not is_superseded(fact, declared)]
    earlier = [fact for fact in facts if is_superseded(fact, declared)]
    gathered = Gathered()
    for fact in facts:
        if isinstance(fact.said, NotRead):
            gathered.not_read(fact.said.names, fact.said.text)
    doubled = doubly_declared(current)
    _bounds(gathered, current, doubled)
    gathered.families = families_of(facts)
    for fact in facts:
        if isinstance(fact.said, Spread):
            gathered.came_from([fact.said.domain.name], fact.source)
    _reals_of_orders(gathered, current)
    _widened(gathered, job)
    take_notes(gathered, job, current, noted, noted_terms)
    unusual = unusual_meanings(job)
    gathered.meanings |= {n: m for n, m in unusual.items() if n not in gathered.symbols}
    _definitions(gathered, job, current, {*noted, *noted_terms})
    _relations(gathered, current)
    _perhaps(gathered, current, [*earlier, *doubled])
    kept = {n: m for n, m in gathered.meanings.items() if n not in noted}
    return Scope(
        Domains(
            gathered.symbols,
            gathered.definitions,
            tuple(gathered.constraints),
            kept,
            gathered.families,
        ),
        {name: tuple(found) for name, found in sorted(gathered.sources.items())},
        tuple(dict.fromkeys(gathered.contradictory)),
        tuple(dict.fromkeys(gathered.narrowed)),
        {name: tuple(texts) for name, texts in sorted(gathered.unread.items())},
        tuple(gathered.perhaps),
        dict(sorted(gathered.meanings.items())),
    )


def _bounds(gathered: Gathered, facts: Sequence[Fact], doubled: Sequence[Fact]) -> None:
    """The domains that words give, and what is no number."""
    for fact in facts:
        said = fact.said
        if isinstance(said, Called):
            gathered.meanings[said.name] = said.meaning
            gathered.came_from([said.name], fact.source)
    for fact in facts:
        said = fact.said
        if not isinstance(said, Bound) or fact in doubled:
            continue
        name = said.domain.name
        if name in gathered.meanings:
            gathered.not_read([name], fact.source.text)
            continue
        gathered.came_from([name], fact.source)
        if said.domain == domain(name):
            gathered.reals.add(name)
        before = gathered.symbols.get(name)
        gathered.symbols[name] = (
            said.domain if before is None else intersection(before, said.domain)
        )
        if said.perhaps is not None:
            sign, number = said.perhaps
            where = domain(name, int(number), low_open=sign == ">")
            gathered.surely[name] = intersection(gathered.surely.get(name, where), where)
    for name, where in gathered.symbols.items():
        if name in gathered.surely:
            gathered.surely[name] = intersection(gathered.surely[name], where)
        if is_empty(where):
            gathered.contradictory.append(name)


_CONSTANTS = ("e", "\\pi")


def _widened(gathered: Gathered, job: Job) -> None:
    """A letter bound beside the step itself ("for all $x \\in \\mathbb{R}$") is what that says."""
    for name, where, text in quantified_beside(job):
        gathered.families.pop(base_of(name), None)
        before = gathered.symbols.get(name)
        if before is None:
            continue
        if where is None:
            del gathered.symbols[name]
        elif includes(where, before):
            gathered.symbols[name] = where
        if where != before:
            gathered.not_read([name], text)


def _reals_of_orders(gathered: Gathered, facts: Sequence[Fact]) -> None:
    """What is compared by order with something is a real number."""
    for fact in facts:
        said = fact.said
        if not isinstance(said, Related) or said.sign not in _ORDERS:
            continue
        for side in (said.left, said.right):
            names = symbols_in(side)
            name = next(iter(names), "")
            if len(names) != 1 or name in gathered.symbols or name in gathered.meanings:
                continue
            if base_of(name) in gathered.families and "_" in name:
                continue  # an entry, as its family says
            if name in _CONSTANTS:
                continue  # "0 < x < \\pi" makes no symbol of it
            try:
                value = translate(side, Domains({name: domain(name)}))
            except NotUnderstoodError:
                continue
            if value.value.has(sympy.Abs):
                continue  # |S| may be the size of a set
            if not value.opaque and not value.applications and value.value.free_symbols:
                gathered.symbols[name] = domain(name)


def _definitions(gathered: Gathered, job: Job, facts: Sequence[Fact], noted: set[str]) -> None:
    """Symbols that stand for a term; what is said of where they lie is said of the term."""
    defined: dict[str, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.said, Defined):
            defined.setdefault(fact.said.name, []).append(fact)
    waiting = {name: of_name for name, of_name in defined.items() if name not in noted}
    bounds = {name: gathered.symbols.pop(name, None) for name in waiting}
    while waiting:
        read = {
            name: value
            for name, of_name in waiting.items()
            if (value := _value(gathered, name, of_name)) is not None
        }
        if not read:
            break
        for name, value in read.items():
            gathered.definitions[name] = value
            for fact in waiting.pop(name):
                gathered.came_from([name], fact.source)
            gathered.constraints += within(value.value, bounds[name])
    for name, of_name in waiting.items():
        where = bounds[name]
        if where is not None:
            gathered.symbols[name] = where
        for fact in of_name:
            assert isinstance(fact.said, Defined)
            text = f"{name} = {fact.said.term}"
            gathered.not_read({name, *symbols_of(fact.said.term)}, text)
    for name in (name for name in defined if name in noted):  # not a set: its order is chance
        for fact in defined[name]:
            assert isinstance(fact.said, Defined)
            _relate(gathered, Related(name, "=", fact.said.term), fact.source)


def _value(gathered: Gathered, name: str, facts: Sequence[Fact]) -> Expression | None:
    """The term that a symbol stands for, None where it is not understood or there are two."""
    values: list[Expression] = []
    for fact in facts:
        assert isinstance(fact.said, Defined)
        try:
            value = translate(fact.said.term, gathered.domains())
        except NotUnderstoodError:
            return None
        if value.applications or name in {s.name for s in value.value.free_symbols}:
            return None
        values.append(value)
    if any(value.value != values[0].value for value in values):
        return None
    return values[0]


def _relations(gathered: Gathered, facts: Sequence[Fact]) -> None:
    for fact in facts:
        if isinstance(fact.said, Related):
            _relate(gathered, fact.said, fact.source)


def _relate(gathered: Gathered, said: Related, source: Source) -> None:
    constraint = constraint_of(gathered, said)
    names = symbols_in(f"{said.left} {said.right}")
    if constraint is None:
        gathered.not_read(names, f"{said.left} {said.sign} {said.right}")
        return
    if constraint.left == constraint.right and constraint.relation in ("=", "<=", ">="):
        return
    shown = {s.name for side in (constraint.left, constraint.right) for s in side.free_symbols}
    # What an opaque atom is made of may be restricted by what is said of the atom.
    gathered.not_read(
        names - shown - gathered.definitions.keys(), f"{said.left} {said.sign} {said.right}"
    )
    gathered.came_from(names & gathered.symbols.keys(), source)
    if constraint not in gathered.constraints:
        gathered.constraints.append(constraint)


def _perhaps(gathered: Gathered, facts: Sequence[Fact], earlier: Sequence[Fact]) -> None:
    """What may hold besides: of the same letter in another place, or in another reading."""
    for fact in earlier:
        said = fact.said
        if isinstance(said, Related):
            _perhaps_related(gathered, said)
        elif isinstance(said, Defined):
            _perhaps_related(gathered, Related(said.name, "=", said.term))
        elif isinstance(said, Bound):
            name, where = said.domain.name, gathered.symbols.get(said.domain.name)
            if where is None:
                gathered.not_read([name], fact.source.text)
            elif not includes(said.domain, where):
                gathered.perhaps += within(where.symbol(), said.domain)
                if said.domain.integer and not where.integer:
                    gathered.not_read([name], fact.source.text)
        elif isinstance(said, Called) and said.name in gathered.symbols:
            gathered.not_read([said.name], fact.source.text)
    for fact in facts:
        if isinstance(fact.said, Bound) and fact.said.perhaps is not None:
            sign, number = fact.said.perhaps
            _perhaps_related(gathered, Related(fact.said.domain.name, sign, number))


def _perhaps_related(gathered: Gathered, said: Related) -> None:
    constraint = constraint_of(gathered, said)
    if constraint is None:
        gathered.not_read(
            symbols_in(f"{said.left} {said.right}"), f"{said.left} {said.sign} {said.right}"
        )
    elif constraint not in gathered.perhaps and constraint not in gathered.constraints:
        gathered.perhaps.append(constraint)
