"""What a statement asks for: assumptions by label, properties in words, relations between letters.

Not here: whether it holds where the statement is used (`at_hand`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Statement
from ...latex.places import statements_by_label
from ...mathematics.formula import Relation
from ..paper import ReviewedPaper
from ..sentences import Sentence, sentences_of
from .properties import PROPERTIES, Property, mentioned
from .supposed import supposed_ranges


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
    for sentence in sentences_of(paper, statement.environment, "statement"):
        for first, last in supposed_ranges(sentence):
            for key in sentence.reading.keys(sentence.first + first, sentence.first + last):
                named = by_label.get(key.key)
                if named is not None and named.kind == "assumption" and key.key not in seen:
                    seen.add(key.key)
                    yield Asked(named.label or key.key, sentence, assumption=named)
            text = f" {' '.join(sentence.words[first:last])} "
            for one in PROPERTIES:
                if one.name not in seen and mentioned(one, text):
                    seen.add(one.name)
                    yield Asked(one.name, sentence, property=one)
            for index, mark in enumerate(sentence.marks):
                if sentence.first + first <= mark < sentence.first + last:
                    for relation in sentence.relations(index):
                        shown = f"${relation.left} {relation.sign} {relation.right}$"
                        yield Asked(shown, sentence, relation=relation)
