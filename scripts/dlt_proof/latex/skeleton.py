"""A file's view without its formulas and environments, as plain tuples that can be stored.

A skeleton is what the whole document is put together from; what a rule wants from a file's text
it has to observe when the file is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import (
    NOT_READ,
    Account,
    Environment,
    FileView,
    Heading,
    Key,
    Macro,
    ProofEnvironment,
    SourceFile,
    Span,
    Statement,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def pack_view(view: FileView) -> tuple[Any, ...]:
    """What `unpack_view` needs besides the file itself and the document's macros."""
    number = {id(statement): index for index, statement in enumerate(view.statements)}
    return (
        tuple((s.kind, s.label, *_pack_environment(s.environment)) for s in view.statements),
        tuple(
            (p.option[1:] if p.option else None, p.option_text, *_pack_environment(p.environment))
            for p in view.proofs
        ),
        tuple((name, number[id(statement)]) for name, statement in view.restatable.items()),
        view.restated,
        *(_pack_keys(keys) for keys in (view.labels, view.references, view.citations)),
        tuple((h.command, *h.span[1:], *h.title[1:], h.text) for h in view.headings),
        view.problems,
        tuple(view.account),
    )


def unpack_view(packed: tuple[Any, ...], source: SourceFile, macros: dict[str, Macro]) -> FileView:
    """A view whose formulas and environments cannot be looked at.

    Args:
        packed: made by `pack_view` from the same text under the same definitions.
        source: the file.
        macros: the document's.
    """
    file = source.name
    (
        stated,
        proved,
        restatable,
        restated,
        labels,
        references,
        citations,
        headings,
        problems,
        account,
    ) = packed
    statements = tuple(
        Statement(kind, _unpack_environment(file, environment), label)
        for kind, label, *environment in stated
    )
    return FileView(
        source=source,
        macros=macros,
        environments=NOT_READ,
        statements=statements,
        proofs=tuple(
            ProofEnvironment(
                _unpack_environment(file, environment),
                Span(file, *option) if option else None,
                words,
            )
            for option, words, *environment in proved
        ),
        restatable={name: statements[index] for name, index in restatable},
        restated=restated,
        labels=_unpack_keys(file, labels),
        references=_unpack_keys(file, references),
        citations=_unpack_keys(file, citations),
        formulas=NOT_READ,
        headings=tuple(
            Heading(command, Span(file, start, end), Span(file, title_start, title_end), text)
            for command, start, end, title_start, title_end, text in headings
        ),
        problems=problems,
        account=Account(*account),
    )


def _pack_environment(environment: Environment) -> tuple[Any, ...]:
    return (environment.name, *environment.span[1:], *environment.body[1:], environment.option)


def _unpack_environment(file: str, packed: list[Any]) -> Environment:
    name, start, end, body_start, body_end, option = packed
    return Environment(name, Span(file, start, end), Span(file, body_start, body_end), option)


def _pack_keys(keys: Iterable[Key]) -> tuple[tuple[str, str, int, int, str], ...]:
    return tuple((k.command, k.key, k.span.start, k.span.end, k.through) for k in keys)


def _unpack_keys(file: str, packed: Iterable[tuple[str, str, int, int, str]]) -> tuple[Key, ...]:
    return tuple(
        Key(command, key, Span(file, start, end), through)
        for command, key, start, end, through in packed
    )
