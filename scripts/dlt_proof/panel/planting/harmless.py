"""Changes that are no weakness: a reader who objects to one is too quick.

Hypotheses in another order, an indifferent word for another, two summands exchanged, the index of a
sum called otherwise. Not here: what is a weakness.
"""

import re
from collections.abc import Iterator
from random import Random

from ...mathematics.translation import NotUnderstoodError
from ...verify.canaries.structure import read_groups
from .records import Change, Draft
from .sources import Source
from .symbols import bound_in, letters_in

_WORDS = {
    "Hence": "Thus", "Thus": "Hence", "Therefore": "Consequently", "Consequently": "Therefore",
    "Moreover": "Furthermore", "Furthermore": "Moreover", "for every": "for each",
    "for each": "for every", "Suppose that": "Assume that", "Assume that": "Suppose that",
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?![^$]{{0,200}}\\end\{{)")
_OPENED = re.compile(r"\\(?:sum|prod)(?![A-Za-z])")
_CALL = re.compile(r"\\[cC]ref\{(?P<keys>[^{}]*,[^{}]*)\}")


def harmless_changes(source: Source, random: Random) -> Iterator[Draft]:
    """Changes of a statement and its proofs that leave its meaning as it is."""
    drafts = [
        *(((change,), said) for change, said in _reordered(source)),
        *(((change,), said) for change, said in _reworded(source)),
        *(((change,), said) for change, said in _exchanged_summands(source)),
        *_renamed_indices(source),
    ]
    random.shuffle(drafts)
    for changes, said in drafts:
        yield Draft("harmless", changes, said, "", "")


def _reordered(source: Source) -> Iterator[tuple[Change, str]]:
    """The keys of a reference in another order, which prints the same."""
    body = source.statement.environment.body
    text = source.document.files[body.file].masked
    for match in _CALL.finditer(text, body.start, body.end):
        keys = [key.strip() for key in match["keys"].split(",")]
        new = ",".join([*keys[1:], keys[0]])
        yield (
            Change(body.file, match.start("keys"), match.end("keys"), new),
            "hypotheses in another order",
        )


def _reworded(source: Source) -> Iterator[tuple[Change, str]]:
    for proof in source.proofs:
        body = proof.environment.body
        text = source.document.files[body.file].masked
        formulas = source.formulas(body)
        for match in _WORD.finditer(text, body.start, body.end):
            if not any(f.span.start <= match.start() < f.span.end for f in formulas):
                new = _WORDS[match[0]]
                change = Change(body.file, match.start(), match.end(), new)
                yield change, f"{match[0]} -> {new}"


def _exchanged_summands(source: Source) -> Iterator[tuple[Change, str]]:
    """Two summands of a whole inline formula in the other order."""
    for proof in source.proofs:
        for formula in source.formulas(proof.environment.body):
            text = source.document.masked(formula.body)
            if formula.display or len(text) > 80:
                continue
            try:
                whole = read_groups(text)[0]
            except NotUnderstoodError:
                continue
            terms = whole.terms
            sign = terms[1].sign if len(terms) == 2 else None
            if sign is None or sign.value != "+" or terms[0].sign is not None:
                continue
            first, second = (text[t.start : t.end] for t in terms)
            new = f"{second} + {first}"
            start = formula.body.start
            change = Change(formula.span.file, start + terms[0].start, start + terms[1].end, new)
            yield change, f"{first} + {second} -> {new}"


def _renamed_indices(source: Source) -> Iterator[tuple[tuple[Change, ...], str]]:
    """The index of a sum or product called otherwise, where it stands in this formula alone."""
    document = source.document
    spans = [source.statement.environment.body, *(p.environment.body for p in source.proofs)]
    formulas = [formula for span in spans for formula in source.formulas(span)]
    letters = {formula.span: letters_in(document, formula) for formula in formulas}
    everywhere = {place.symbol for f in document.formulas for place in letters_in(document, f)}
    for formula in formulas:
        text = document.masked(formula.body)
        for index in sorted(bound_in(document, formula)):
            homes = [f for f in formulas if any(p.symbol == index for p in letters[f.span])]
            own = [place for place in letters[formula.span] if place.symbol == index]
            opened = _OPENED.search(text)
            at = formula.body.start
            # One that stands before its sum, or in another formula, may be a free one.
            if len(homes) != 1 or opened is None or own[0].start < at + opened.start():
                continue
            fresh = next((name for name in "lmrqh" if name not in everywhere), "")
            if (
                fresh
                and len(own) >= 2
                and all(place.alone for place in own)
                and not re.search(r"\\[a-zA-Z]+\Z", index)
            ):
                changes = [Change(formula.span.file, p.start, p.end, fresh) for p in own]
                yield tuple(changes), f"the index {index} is called {fresh}"
