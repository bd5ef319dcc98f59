"""A job's claim and what is known of its symbols, in plain mathematics, for a person to read."""

from dataclasses import replace

import sympy

from ...records.evidence import Job, Source
from ..translation import (
    OPAQUE,
    DomainNoteError,
    Domains,
    Expression,
    NotUnderstoodError,
    canonical_name,
    known_facts,
    translate,
)
from ..translation.names import base_of
from .gathering import gather
from .intervals import shown
from .records import Scope

#: More characters of a text that was not read are not shown.
_LONGEST_TEXT = 120
_PRINTED = {"<=": "≤", ">=": "≥", "!=": "≠", "=": "=", "<": "<", ">": ">"}


def describe_claim(job: Job) -> list[str]:
    """The claim as it is checked, and each domain with the place it comes from.

    Args:
        job: of a step that is a relation; of prose nothing is translated.

    Returns:
        Lines: the claim, then one for each symbol, relation and opaque atom of it, then what is
        in doubt.
    """
    try:
        scope = gather(job)
    except DomainNoteError as error:
        return [f"domain note: {error}"]
    try:
        left, right = translate(job.left, scope.domains), translate(job.right, scope.domains)
    except NotUnderstoodError as error:
        return [f"not understood: {error}"]
    sign = _PRINTED.get(job.relation, job.relation)
    lines = [f"{printed(left.value)} {sign} {printed(right.value)}"]
    names = _names(left, right, scope.domains)
    lines += [f"{shown(scope.domains.symbols[name])}{_places(scope, name)}" for name in names]
    used = left.used_definitions | right.used_definitions
    lines += [
        f"{name} = {printed(scope.domains.definitions[name].value)}{_places(scope, name)}"
        for name in sorted(used)
    ]
    for constraint in scope.domains.constraints:
        inside = {s.name for side in (constraint.left, constraint.right) for s in side.free_symbols}
        if inside & {*names, *left.opaque, *right.opaque}:
            order = _PRINTED[constraint.relation]
            lines.append(f"{printed(constraint.left)} {order} {printed(constraint.right)}")
    lines += _atoms(left, right, scope)
    lines += _doubts(scope, {*names, *used})
    return lines


def printed(value: sympy.Expr) -> str:
    """A SymPy expression as people write it on one line: `x^2`, `exp(-x)`."""
    symbols = sorted(value.atoms(sympy.Symbol), key=lambda symbol: str(symbol.name))
    # Names are put in last: a star in one is no product.
    stands_for = {s: sympy.Dummy(f"§{number:04}§") for number, s in enumerate(symbols)}
    text = str(value.xreplace(stands_for)).replace("**", "^").replace("*", "·")
    for number, symbol in enumerate(symbols):
        name = str(symbol.name).removeprefix(f"{OPAQUE} ").replace("•", "i")
        text = text.replace(f"_§{number:04}§", name)
    return text


def _names(left: Expression, right: Expression, domains: Domains) -> list[str]:
    terms = [left.value, right.value]
    terms += [form for side in (left, right) for form, _ in side.conditions]
    names = {s.name for term in terms for s in term.free_symbols}
    return sorted(name for name in names if name in domains.symbols)


def _places(scope: Scope, name: str) -> str:
    places = dict.fromkeys(_place(source) for source in scope.sources.get(name, ()))
    known = [place for place in places if place]
    return f" ({', '.join(known)})" if known else ""


def _place(source: Source) -> str:
    return f"{source.file}:{source.line}" if source.file else ""


def _atoms(left: Expression, right: Expression, scope: Scope) -> list[str]:
    """The opaque atoms, each with what is known of it."""
    facts = dict.fromkeys((*known_facts(left), *known_facts(right)))
    lines = []
    for name in sorted(left.opaque | right.opaque):
        entry = name.removeprefix(f"{OPAQUE} ")
        family = scope.domains.families.get(base_of(entry))
        if family is not None and canonical_name(entry) == entry:
            where = shown(replace(family.domain, name=entry))
            lines.append(f"{where}{_places(scope, family.domain.name)}, one of a family")
            continue
        bounds = [
            f" {_PRINTED[fact.relation]} {fact.right}"
            for fact in facts
            if fact.left.is_Symbol and fact.left.name == name
        ]
        known = f",{' and'.join(bounds)}" if bounds else ""
        lines.append(f"{printed(sympy.Symbol(name))} is one real number{known}; not understood")
    return lines


def _doubts(scope: Scope, names: set[str]) -> list[str]:
    lines = [f"nothing satisfies what is said of {name}" for name in scope.contradictory]
    lines += [
        f"the domain note says less of {name} than the text"
        for name in scope.narrowed
        if name in names
    ]
    for name in sorted(names & scope.unread.keys()):
        first, *others = scope.unread[name]
        more = f" (and {len(others)} more)" if others else ""
        lines.append(f"not read, about {name}: {_short(first)}{more}")
    for constraint in scope.perhaps:
        inside = {s.name for side in (constraint.left, constraint.right) for s in side.free_symbols}
        if inside & names:
            order = _PRINTED[constraint.relation]
            lines.append(f"perhaps {printed(constraint.left)} {order} {printed(constraint.right)}")
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
