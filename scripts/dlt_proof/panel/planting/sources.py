"""One statement of the paper with its proofs, as what is planted is made from it.

Not here: what is planted (the modules beside this one).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...graph.node_names import node_names
from ...graph.plan_file import Plan
from ...latex import (
    Document,
    Key,
    MathSpan,
    Proof,
    Span,
    Statement,
    balanced_argument,
    expand_macros,
    normalise,
)
from ...latex.places import KeysByPlace, statements_by_label
from ...trace import TraceState
from ..excerpts import holds

_CALL = re.compile(r"\\(?:[cC]ref|autoref|ref)\*?\s*\{")
_BLANKS = re.compile(r"(?:\\[,;:! ]|~|\\q?quad(?![A-Za-z])|[&\s])+")


@dataclass(frozen=True)
class Source:
    """A statement and its proofs.

    Args:
        document, plan: the paper.
        trace: its sweep, None where there is none.
        name: what the graph calls the statement.
    """

    document: Document
    plan: Plan | None
    trace: TraceState | None
    name: str

    @cached_property
    def statement(self) -> Statement:
        """The statement as it is said first."""
        names = node_names(self.document)
        return next(s for s in self.document.statements if names[s.environment.span] == self.name)

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """Its proofs."""
        span = self.statement.environment.span
        return tuple(
            proof
            for proof in self.document.proofs
            if any(s.environment.span == span for s in proof.statements)
        )

    @cached_property
    def by_label(self) -> dict[str, Statement]:
        """The statement that each label names."""
        return statements_by_label(self.document)

    @cached_property
    def _references(self) -> KeysByPlace:
        return KeysByPlace(self.document.references)

    def references(self, span: Span) -> list[Key]:
        """The references in a span."""
        return self._references.inside(span)

    @property
    def proof_references(self) -> list[Key]:
        """The references in the bodies of its proofs."""
        return [key for p in self.proofs for key in self.references(p.environment.body)]

    def formulas(self, span: Span) -> list[MathSpan]:
        """The outermost formulas in a span."""
        return [formula for formula in self.document.formulas if holds(span, formula.span)]

    def plain(self, text: str) -> str:
        """A piece of mathematics with macros expanded and blanks left out, for comparing."""
        return plain(text, self.document)

    def rests_on(self) -> Iterator[Span]:
        """Its proofs, the statements these refer to, their proofs, and so on."""
        row: list[Statement] = [self.statement]
        seen: set[Span] = set()
        while row:
            statement = row.pop()
            span = statement.environment.span
            if span in seen:
                continue
            seen.add(span)
            if span != self.statement.environment.span:
                yield span
            for proof in self.document.proofs:
                if any(s.environment.span == span for s in proof.statements):
                    yield proof.environment.span
                    keys = self.references(proof.environment.body)
                    row += [self.by_label[k.key] for k in keys if k.key in self.by_label]


def plain(text: str, document: Document) -> str:
    """A piece of mathematics with the document's macros expanded and blanks left out."""
    said = expand_macros(normalise(text), document.steady_macros)
    return _BLANKS.sub("", said)


def call_around(text: str, key: Span, body: Span) -> tuple[int, int, int] | None:
    """Of the reference that holds a key: its start, and the ends of what stands in its braces."""
    for match in _CALL.finditer(text, body.start, body.end):
        first, last = balanced_argument(text, match.end() - 1)
        if first <= key.start and key.end <= last:
            return match.start(), first, last
    return None
