"""What the statements of a paper are called in its graph: by label, else by file and ordinal."""

from __future__ import annotations

from ..latex import Document, Span


def node_names(document: Document) -> dict[Span, str]:
    """The node of each statement, by its place; one said twice is one node.

    A statement without a label, or with one that another has taken, is called by its file and its
    ordinal there: `sections/01-a.tex#3`.
    """
    ordinals: dict[str, int] = {}
    own: dict[Span, str] = {}
    for statement in document.statements:
        file = statement.environment.span.file
        ordinals[file] = ordinals.get(file, 0) + 1
        own[statement.environment.span] = f"{file}#{ordinals[file]}"
    named: dict[Span, str] = {}
    taken: set[str] = set()
    for statement in document.statements:
        span = statement.environment.span
        if span in named:
            continue
        group = document.repeats.get(span, (statement,))
        label = next((s.label for s in group if s.label), None)
        name = label if label and label not in taken else own[span]
        taken.add(name)
        named.update((s.environment.span, name) for s in group)
    return named
