"""Pieces of a paper that units are made of: running text that introduces, macros, doubted lines.

Not here: which of them a unit has (`units`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..graph.owners import Owners
from ..latex import Document, Macro, Span
from ..trace import TraceState

_DOUBTED = ("disputed", "defect")
_INTRODUCES = re.compile(
    r"\b(?:throughout|henceforth|hereafter|in what follows|let|fix|denotes?|write|defined?|"
    r"assume|suppose|given|consider|where|stands? for|is called)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)")
_LETTERS = re.compile(r"\\?[A-Za-z]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Doubted:
    """Lines that the author could not support, or that somebody disputed.

    Args:
        file, first, last: where.
        why: in a few words.
    """

    file: str
    first: int
    last: int
    why: str


def doubted_lines(trace: TraceState | None, name: str | None) -> tuple[Doubted, ...]:
    """The red and disputed steps of one statement's proofs, or of all (None)."""
    found = []
    for item in trace.steps if trace is not None else ():
        if name in (None, item.step.proves) and (item.colour == "red" or item.word in _DOUBTED):
            why = item.word if item.word in _DOUBTED else "not supported"
            found.append(Doubted(item.step.file, item.step.line, item.step.end_line, why))
    return tuple(dict.fromkeys(found))


def macros_in(document: Document, texts: Iterable[str]) -> tuple[str, ...]:
    """The author's macros in some texts, and in the macros' own bodies, with their meaning."""
    found: dict[str, Macro] = {}
    row = list(texts)
    while row:
        for name in dict.fromkeys(_COMMAND.findall(row.pop())):
            macro = document.macros.get(name)
            if macro is not None and name not in found:
                found[name] = macro
                row.append(macro.body)
    return tuple(
        f"\\{name}{''.join(f'#{n}' for n in range(1, macro.arguments + 1))} stands for "
        f"{' '.join(macro.body.split())}"
        for name, macro in sorted(found.items())
    )


def holds(outer: Span, inner: Span) -> bool:
    return outer.file == inner.file and outer.start <= inner.start and inner.end <= outer.end


def symbols_in_span(document: Document, span: Span) -> set[str]:
    """Letters and commands in the formulas of a span."""
    return {
        letters
        for formula in document.formulas
        if holds(span, formula.span)
        for letters in _LETTERS.findall(document.masked(formula.body))
    }


def running_text(document: Document) -> Iterator[tuple[Span, set[str]]]:
    """The paragraphs outside of statements and proofs that introduce something, with symbols."""
    owners = Owners(document)
    for name, source in document.files.items():
        text = source.text
        starts = [0, *(match.end() for match in _PARAGRAPH.finditer(text))]
        ends = [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]
        for start, end in zip(starts, ends, strict=True):
            words = source.masked[start:end]
            place = start + len(words) - len(words.lstrip())
            if not _INTRODUCES.search(words) or next(owners.around(name, place), None):
                continue
            span = Span(name, place, end)
            if any(holds(span, s.environment.span) for s in document.statements):
                continue
            symbols = symbols_in_span(document, span)
            if symbols:
                yield span, symbols
