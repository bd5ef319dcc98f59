"""V13: a letter that counts two different things: hidden units in the text, samples in a statement.

Only kinds of things that are certainly not one for each other. Not here: other letters with two
meanings (`redefined`, `two_meanings`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Span
from ...latex.words import word_set
from ...mathematics.translation.names import canonical_name
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, marks_before, words_behind
from .letters import is_lone

_WORDS = {
    "samples": "sample samples example examples observation observations datapoint datapoints",
    "units": "unit units neuron neurons",
    "layers": "layer layers",
    "rounds": "round rounds iteration iterations epoch epochs episode episodes step steps",
    "arms": "arm arms action actions expert experts",
    "clients": "client clients worker workers machine machines agent agents",
    "classes": "classes labels categories",
    "coordinates": "coordinate coordinates",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_ADJECTIVES = word_set(
    "independent iid i.i.d labelled labeled unlabelled unlabeled training test hidden random fresh "
    "input output data noisy further new gradient convolutional possible"
)
#: Elsewhere there may be one of these for each of those: a sample in each round, for each arm.
_APART = (
    ("samples", "units"), ("samples", "layers"), ("samples", "classes"),
    ("samples", "coordinates"), ("units", "layers"), ("units", "rounds"), ("units", "arms"),
    ("units", "clients"), ("layers", "arms"), ("layers", "clients"), ("layers", "classes"),
    ("layers", "coordinates"), ("rounds", "classes"), ("clients", "coordinates"),
)  # fmt: skip
_NUMBER_OF = re.compile(r"^(?:be|is|denotes?|stands? for) the (?:total )?number of (?P<noun>.*)")
_LETS = re.compile(r"\b(?:let|and|where|write|denote|with)(?: also)?$")
_TAKES = re.compile(
    r"\b(?:draw|drawn|sample|given|observe|observed?|receive|collect|take|from|have|on|there are"
    r"|consider|of|with|has|using)(?: a set of)?$"
)
_AS_MANY = re.compile(r"\b(?:each|per|one|same|as many|equal\w*|every)\b")


@dataclass(frozen=True)
class Counted:
    """A letter as a count.

    Args:
        name: of the letter.
        kind: of the things counted.
        defined: whether the words say "the number of".
        sentence, index: where.
    """

    name: str
    kind: str
    defined: bool
    sentence: Sentence
    index: int

    @property
    def span(self) -> Span:
        """Where the letter stands."""
        return self.sentence.span(self.index)


def counted(sentence: Sentence) -> Iterator[Counted]:
    """The letters of a sentence that count something, in order."""
    for index, formula in enumerate(sentence.formulas):
        relations = sentence.relations(index)
        head = formula.strip(" .,;")
        if len(relations) == 1:
            head = relations[0].left
        if not is_lone(head):
            continue
        behind, before = words_behind(sentence, index), marks_before(sentence, index)
        told = _NUMBER_OF.match(behind)
        kind = ""
        if told and (_LETS.search(before) or behind.startswith(("denotes", "stands"))):
            kind = _kind(told["noun"])
        elif not relations and _TAKES.search(before) and not _AS_MANY.search(sentence.text):
            kind = _kind(behind)
        if kind:
            yield Counted(canonical_name(head), kind, told is not None, sentence, index)


def _kind(words: str) -> str:
    """Of which kind the things are that some words begin with, "" for none that is known."""
    for number, word in enumerate(words.split()):
        if word == "points" and number and words.split()[number - 1] in ("data", "training"):
            return "samples"
        if word not in _ADJECTIVES:
            return _KINDS.get(word, "")
    return ""


def counts_two_things(
    paper: ReviewedPaper, passage: Passage, told: list[Counted], own: list[Counted]
) -> Iterator[FoundWeakness]:
    """A letter counts one thing where it is defined, and another in a statement or its proof.

    Args:
        told: by the text in scope.
        own: by the statement and its proof, in order.
    """
    seen: set[str] = set()
    for number, one in enumerate([*told, *own]):
        for other in own[max(0, number + 1 - len(told)) :]:
            if other.name != one.name or other.name in seen or not (one.defined or other.defined):
                continue
            if (one.kind, other.kind) in _APART or (other.kind, one.kind) in _APART:
                seen.add(one.name)
                yield found_at(
                    paper.document,
                    other.span,
                    "V13",
                    passage.label,
                    f"${one.name}$ counts {one.kind} and {other.kind}",
                    f"“{one.sentence.quoted}” and “{other.sentence.quoted}”",
                    "major",
                )
