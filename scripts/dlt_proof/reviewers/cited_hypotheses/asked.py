"""What a statement asks for: assumptions by label, properties in words, relations between letters.

Not here: whether it holds where the statement is used (`at_hand`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...latex import Statement
from ...latex.places import statements_by_label, statements_by_number
from ...mathematics.formula import Relation
from ..paper import ReviewedPaper
from ..sentences import Sentence, sentences_of
from .properties import PROPERTIES, Property, mentioned
from .supposed import suppositions

_CENTRED = re.compile(r"(?:\\mathbb\s*\{?E\}?|\\mathbf\s*\{?E\}?|\\E(?![a-z]))[^=<>]*=\s*0\s*$")
_BY_NAME = {one.name: one for one in PROPERTIES}


def assumptions_by_number(paper: ReviewedPaper, words: Sequence[str]) -> Iterator[Statement]:
    """The assumptions that words name by their printed numbers: "Assumptions 1 and 3"."""
    by_number = statements_by_number(paper.document)
    for place, word in enumerate(words):
        if word not in ("assumption", "assumptions"):
            continue
        for behind in words[place + 1 : place + 9]:
            if behind.isdigit() and f"assumption {behind}" in by_number:
                yield by_number[f"assumption {behind}"]
            elif behind not in ("and", ","):
                break


@dataclass(frozen=True)
class Asked:
    """One hypothesis.

    Args:
        shown: as a weakness names it.
        where: the sentence that says it.
        assumption: the assumption that it refers to, None for none.
        property: that it asks in words, None for none.
        relation: between letters, None for none.
    """

    shown: str
    where: Sentence
    assumption: Statement | None = None
    property: Property | None = None
    relation: Relation | None = None


def asked_by(paper: ReviewedPaper, statement: Statement) -> Iterator[Asked]:
    """The hypotheses of a statement, in order, each property once."""
    by_label = statements_by_label(paper.document)
    seen: set[str] = set()
    sentences = sentences_of(paper, statement.environment, "statement")
    for sentence, first, last in suppositions(sentences):
        for key in sentence.reading.keys(sentence.first + first, sentence.first + last):
            named = by_label.get(key.key)
            if named is not None and named.kind == "assumption" and key.key not in seen:
                seen.add(key.key)
                yield Asked(named.label or key.key, sentence, assumption=named)
        for named in assumptions_by_number(paper, sentence.words[first:last]):
            number = paper.document.numbers.get(named.environment.span, ("",))[0]
            shown = named.label or f"Assumption {number}"
            if shown not in seen:
                seen.add(shown)
                yield Asked(shown, sentence, assumption=named)
        text = f" {' '.join(sentence.words[first:last])} "
        for one in PROPERTIES:
            if one.name not in seen and mentioned(one, text):
                seen.add(one.name)
                yield Asked(one.name, sentence, property=one)
        for index, mark in enumerate(sentence.marks):
            if sentence.first + first <= mark < sentence.first + last:
                if _CENTRED.search(sentence.formulas[index]) and "centred" not in seen:
                    seen.add("centred")
                    yield Asked("centred", sentence, property=_BY_NAME["centred"])
                for relation in sentence.relations(index):
                    shown = f"${relation.left} {relation.sign} {relation.right}$"
                    yield Asked(shown, sentence, relation=relation)
