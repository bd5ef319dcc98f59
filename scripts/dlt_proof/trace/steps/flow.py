"""The text of a proof as a reader meets it: across inputs, without the proofs that stand inside.

Not here: what its sentences say.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Document, MathSpan, Proof, Span, Statement, math_spans

#: Stands for a statement or a proof inside the proof; a private character, never in real text.
NESTED = "\ue003"
_INPUT = re.compile(r"\\[A-Za-z]+\*?\s*(?:\{[^{}]*\}(?:\s*\{[^{}]*\})?|[^\s\\{}]+)")


@dataclass(frozen=True, slots=True)
class FlowFormula:
    """A formula of a flow: its place there, that of its content, and where it really stands."""

    start: int
    end: int
    body_start: int
    body_end: int
    formula: MathSpan


@dataclass(frozen=True)
class Flow:
    """A proof's text in one piece, comments blanked.

    Args:
        text: the text.
        starts, places: where each piece begins in it, and where that piece stands: file, offset.
        formulas: its formulas, outermost only.
        nested: the statements and proofs inside, by the place of their `NESTED`.
        pieces: the spans it was put together from.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[str, int], ...]
    formulas: tuple[FlowFormula, ...]
    nested: dict[int, Statement | Proof]
    pieces: tuple[Span, ...]

    def place(self, offset: int) -> tuple[str, int]:
        """The file and the offset in it of a character."""
        index = bisect_right(self.starts, offset) - 1
        file, start = self.places[index]
        return file, start + offset - self.starts[index]

    def span(self, start: int, end: int) -> Span:
        """Where a part stands; of one that goes on in another file, the part in the first."""
        file, first = self.place(start)
        index = bisect_right(self.starts, start) - 1
        limit = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return Span(file, first, first + min(end, limit) - start)


def read_flow(document: Document, body: Span, inside: dict[Span, Statement | Proof]) -> Flow:
    """The text of a span with inputs followed.

    Args:
        document: the paper.
        body: of a proof or a statement.
        inside: what is swept for itself, by its place; a `NESTED` stands for each.
    """
    pieces: list[str] = []
    starts: list[int] = []
    places: list[tuple[str, int]] = []
    spans: list[Span] = []
    formulas: list[FlowFormula] = []
    nested: dict[int, Statement | Proof] = {}
    length = 0

    for span, thing in _parts(document, body, inside, frozenset()):
        if thing is not None:
            nested[length] = thing
            starts.append(length)
            places.append((span.file, span.start))
            pieces.append(NESTED)
            length += 1
            continue
        text = document.masked(span)
        starts.append(length)
        places.append((span.file, span.start))
        spans.append(span)
        shift = length - span.start
        for formula in math_spans(document, span):
            if formula.span.end <= span.end:
                formulas.append(
                    FlowFormula(
                        formula.span.start + shift,
                        formula.span.end + shift,
                        formula.body.start + shift,
                        formula.body.end + shift,
                        formula,
                    )
                )
        pieces.append(text)
        length += len(text)
    if not starts:
        starts, places = [0], [(body.file, body.start)]
    return Flow(
        "".join(pieces), tuple(starts), tuple(places), tuple(formulas), nested, tuple(spans)
    )


def _parts(
    document: Document, span: Span, inside: dict[Span, Statement | Proof], passed: frozenset[str]
) -> Iterator[tuple[Span, Statement | Proof | None]]:
    """The pieces of a span in reading order, and what stands inside."""
    cuts: list[tuple[int, int, Statement | Proof | str]] = []
    for place, thing in inside.items():
        if place.file == span.file and span.start <= place.start and place.end <= span.end:
            cuts.append((place.start, place.end, thing))
    for file, (parent, offset) in document.input_at.items():
        if parent == span.file and span.start <= offset < span.end and file in document.files:
            command = _INPUT.match(document.files[parent].masked, offset)
            cuts.append((offset, command.end() if command else offset, file))
    at = span.start
    for start, end, what in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if start < at:
            continue
        if at < start:
            yield Span(span.file, at, start), None
        if not isinstance(what, str):
            yield Span(span.file, start, end), what
        elif what not in passed:
            masked = document.files[what].masked
            first = len(masked) - len(masked.lstrip())
            whole = Span(what, first, max(first, len(masked.rstrip())))
            yield from _parts(document, whole, inside, passed | {what})
        at = end
    if at < span.end:
        yield Span(span.file, at, span.end), None
