"""What of a paper the reviewers could not look at: a review says how much it left out.

Not here: what cannot be read as LaTeX at all, which ends a scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..latex import Document, Proof, Span, Statement
from ..records.findings import Finding, file_finding
from .headed import headed_like_statements
from .paper import ReviewedPaper
from .sentences import formal_passages

#: Places that are named one by one.
_NAMED_PLACES = 3


@dataclass(frozen=True)
class Unread:
    """What no reviewer looked at.

    Args:
        paper: the paper under review.
    """

    paper: ReviewedPaper

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """The proofs of which it is not certain what they prove."""
        return tuple(proof for proof in self.paper.document.proofs if not proof.statements)

    @cached_property
    def unproved(self) -> tuple[Statement, ...]:
        """The statements under review that assert something and have no proof anywhere."""
        document = self.paper.document
        proved = {s.environment.span for p in document.proofs for s in p.statements}
        found = []
        for passage in formal_passages(self.paper):
            span = passage.statement.environment.span
            again = {s.environment.span for s in document.repeats.get(span, ())}
            if not proved & {span, *again}:
                found.append(passage.statement)
        return tuple(found)

    @cached_property
    def headed(self) -> tuple[Span, ...]:
        """Paragraphs and boxes headed like statements, outside all statements and proofs."""
        return tuple(headed_like_statements(self.paper.document))

    @property
    def count(self) -> int:
        """How much of it there is."""
        return len(self.proofs) + len(self.unproved) + len(self.headed)

    @property
    def first(self) -> Span | None:
        """A place to look at."""
        spans = [proof.environment.span for proof in self.proofs]
        spans += [statement.environment.span for statement in self.unproved]
        return next(iter([*spans, *self.headed]), None)

    def findings(self) -> list[Finding]:
        """T7, a warning, for each proof that could not be held against a statement."""
        return [_proof_of_nothing(self.paper.document, proof) for proof in self.proofs]

    def notes(self) -> tuple[str, ...]:
        """What was left out, a clause for each kind of it, with places."""
        document = self.paper.document
        rows: list[tuple[str, str, Sequence[Span]]] = [
            ("proof belongs to no statement", "proofs belong to no statement",
             [proof.environment.span for proof in self.proofs]),
            ("statement has no proof", "statements have no proof",
             [statement.environment.span for statement in self.unproved]),
            ("paragraph or box headed like a statement is in no environment of one",
             "paragraphs or boxes headed like statements are in no environment of one",
             self.headed),
        ]  # fmt: skip
        return tuple(
            f"not read: {len(spans)} {one if len(spans) == 1 else many} "
            f"({_places(document, spans)})"
            for one, many, spans in rows
            if spans
        )


def _places(document: Document, spans: Sequence[Span]) -> str:
    named = [f"{s.file}:{document.place(s)[0]}" for s in spans[:_NAMED_PLACES]]
    rest = len(spans) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _proof_of_nothing(document: Document, proof: Proof) -> Finding:
    span = proof.environment.span
    line, column, end_line, end_column = document.place(span)
    return file_finding(
        "T7",
        "proof-of-nothing",
        "it is not certain what this proof proves, so it was not held against a statement",
        file=span.file,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        help="put it after its statement, or write \\begin{proof}[Proof of \\Cref{…}]",
        severity="warning",
    )
