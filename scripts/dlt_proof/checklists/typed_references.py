"""References that code cannot follow: numbers and names typed by hand, and labels beside the first.

Made to find too much: what it finds is left to readers. Not here: labels that are missing, which
lint finds.
"""

from __future__ import annotations

import re

from ..latex import Document, Span, strip_math
from ..records.plan import PLAN_KINDS
from .ordinal_words import LISTS

_KIND = "|".join((*PLAN_KINDS, "corollarie", "remark", "example", "section", "appendix"))
_WHERE = r"above|below|previous|preceding|earlier|following|next|last|main|first|second"
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_TYPED = re.compile(
    # "(3.7)", "Lemma 12", "Step 2", "by (iv)"
    r"(?:[^\W\d_]+[\s~]*)?\(?\d[\d.]*\)?|\((?:[ivx]+|[a-zA-Z])\)"
    # "Theorem A", "the lemma above", "the previous lemma"
    rf"|(?i:\b(?:{_KIND})s?)[\s~]+(?:[A-Z]+\b|(?:{_WHERE})\b)"
    rf"|(?i:\b(?:{_WHERE})\s+(?:{_KIND}))"
)
#: A reference as texts of checklists have it, behind a word that says what it leads to.
_CALLED = re.compile(
    rf"\b(?P<called>{_KIND})s?[\s~(]+(?=the (?P<kind>{_KIND}|display|part)\b)", re.IGNORECASE
)


def typed_reference_in(text: str) -> str:
    """The first words of a text that may refer to something by a number or by a place, or call
    what a reference leads to by the name of another kind; "" where there are none.

    Args:
        text: macros expanded, and references replaced by the kind of what they lead to.
    """
    prose = strip_math(_LABEL.sub(" ", text))
    if match := _TYPED.search(prose):
        return " ".join(match.group().split())
    for match in _CALLED.finditer(prose):
        called = match["called"].lower()
        if {"corollarie": "corollary", "section": "part", "appendix": "part"}.get(
            called, called
        ) != match["kind"]:
            return f"{match['called']} … the {match['kind']}"
    return ""


def own_labels(document: Document, span: Span) -> list[str]:
    """The labels in a statement that are none of its displays and list items."""
    inner = [formula.span for formula in document.formulas if formula.display]
    inner += [e.span for e in document.environments if e.name in LISTS]
    return [
        key.key
        for key in document.inside(span, document.labels)
        if not any(
            part.file == span.file and part.start <= key.span.start < part.end for part in inner
        )
    ]
