"""Where what a blueprint declares and what its text says differ.

Only for texts with `\\uses`, `\\leanok` and the like. Not here: a plan against the paper
(`comparison`). Nothing of it is an error: a blueprint may know more than its text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import Document, Proof
from ..records.record import Record
from .declared import declared_uses, formalised
from .owners import Owners
from .paper import PaperGraph

#: What a difference is, with the words for its count.
DRIFTS = {
    "unknown": "declared, with no such label",
    "undeclared": "used in the text, not declared",
    "unformalised": "formalised, resting on what is not",
    "unreferred": "declared, never referred to",
}


class Drift(Record):
    """One difference.

    Args:
        kind: one of `DRIFTS`.
        file: where it is seen.
        line: there, from 1.
        message: what differs.
    """

    kind: str
    file: str
    line: int
    message: str


def drifts(document: Document, paper: PaperGraph) -> list[Drift]:
    """The differences of one document, in the order of `DRIFTS` and then of the text.

    Args:
        document: as its graph was read from.
        paper: its graph.
    """
    order = {name: number for number, name in enumerate(document.files)}
    found = [*_unknown(document, paper), *_uses(document, paper), *_formalised(document, paper)]
    kinds = list(DRIFTS)
    return sorted(found, key=lambda d: (kinds.index(d.kind), order[d.file], d.line, d.message))


def _unknown(document: Document, paper: PaperGraph) -> Iterator[Drift]:
    for file, place, key in paper.unknown:
        line = document.files[file].position(place)[0]
        yield Drift("unknown", file, line, f"{key} is declared, which labels nothing")


def _uses(document: Document, paper: PaperGraph) -> Iterator[Drift]:
    """Uses that one side does not tell, of statements that declare anything."""
    declared: dict[tuple[str, str], tuple[str, int]] = {}
    told: dict[tuple[str, str], tuple[str, int]] = {}
    for edge in paper.graph.edges:
        row = {"declared": declared, "proof": told, "statement": told}.get(edge.kind)
        if row is not None:
            row.setdefault((edge.source, edge.target), (edge.file, edge.line))
    declares = {target for _, target in declared} | _declaring(document, paper)
    for (source, target), place in told.items():
        if target in declares and (source, target) not in declared:
            yield Drift("undeclared", *place, f"{target} uses {source}, and does not declare it")
    for (source, target), place in declared.items():
        if (source, target) not in told:
            message = f"{target} declares {source}, and never refers to it"
            yield Drift("unreferred", *place, message)


def _declaring(document: Document, paper: PaperGraph) -> set[str]:
    """The nodes with a `\\uses`, be it one that names nothing that is there."""
    owners, named = Owners(document), _named(paper)
    found: set[str] = set()
    for view in document.views:
        for declared in declared_uses(view):
            for thing in owners.around(view.name, declared.place):
                statements = thing.statements if isinstance(thing, Proof) else (thing,)
                found.update(named.get(s.environment.span, "") for s in statements)
                break
    return found


def _formalised(document: Document, paper: PaperGraph) -> Iterator[Drift]:
    """Proofs that are `\\leanok` and use what nobody has formalised."""
    owners, named = Owners(document), _named(paper)
    done: set[str] = set()
    proofs: dict[str, tuple[str, int]] = {}
    for view in document.views:
        for place, how in formalised(view):
            if how == "lean":
                continue  # a name, whether or not it is there
            thing = next(owners.around(view.name, place), None)
            if thing is None:
                continue
            statements = thing.statements if isinstance(thing, Proof) else (thing,)
            names = {named[s.environment.span] for s in statements if s.environment.span in named}
            done |= names
            if isinstance(thing, Proof):
                line = document.files[view.name].position(place)[0]
                proofs |= dict.fromkeys(sorted(names - proofs.keys()), (view.name, line))
    used: dict[str, list[str]] = {}
    for edge in paper.graph.edges:
        if edge.kind in ("proof", "statement", "declared") and edge.source not in done:
            row = used.setdefault(edge.target, [])
            if edge.source not in row:
                row.append(edge.source)
    for target, where in proofs.items():
        for source in used.get(target, ()):
            message = f"the proof of {target} is \\leanok, and uses {source}, which is not"
            yield Drift("unformalised", *where, message)


def _named(paper: PaperGraph) -> dict[object, str]:
    return {s.environment.span: name for name, group in paper.statements.items() for s in group}
