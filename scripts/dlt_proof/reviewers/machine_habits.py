"""Habits of machine-written proofs: words that stand where a reason should."""

import re
from collections.abc import Iterator

from ..latex import Document, Span, math_spans
from .found import FoundWeakness, found_at
from .paper import ReviewedPaper

_HABIT = re.compile(
    r"\b(?:clearly|obviously|trivially|evidently|it\s+is\s+(?:easy|straightforward|trivial)\s+to\s+"
    r"(?:see|check|verify|show)|it\s+is\s+well[- ]known|by\s+(?:a\s+)?standard\s+(?:arguments?|"
    r"techniques?|calculations?)|straightforward\s+(?:calculation|computation)|as\s+is\s+well\s+known)\b",
    re.IGNORECASE,
)


def machine_habits(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Words that stand where a reason should."""
    document = paper.document
    for passage in paper.passages:
        for proof in passage.proofs:
            body = proof.environment.body
            for match in _HABIT.finditer(_prose(document, body)):
                yield found_at(
                    document,
                    Span(body.file, body.start + match.start(), body.start + match.end()),
                    "V18",
                    passage.label,
                    f"the proof says “{' '.join(match[0].split())}” where a reason should stand",
                    "a reader cannot check it",
                    "minor",
                )


def _prose(document: Document, body: Span) -> str:
    """The proof's masked text with its formulas blanked, offsets kept."""
    characters = list(document.masked(body))
    for formula in math_spans(document, body):
        start, end = formula.span.start - body.start, formula.span.end - body.start
        characters[start:end] = " " * (end - start)
    return "".join(characters)
