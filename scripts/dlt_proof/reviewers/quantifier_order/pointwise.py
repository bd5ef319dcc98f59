"""V16: a bound for each member of a class apart, used for the member that the data choose.

Within one proof lint's R17 looks after the same; here the bound is a statement of its own.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ...latex import Statement
from ...latex.words import word_set
from ...lint.probability.mention import PROBABILITY_WORDS
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..probability_accounting.budgets import Budget
from ..reading import FORMULA, Reading, read, used_in_proof
from .statements import names_of

_ONE = word_set("fixed every each any all single arbitrary")
_AT_ONCE = word_set("simultaneously uniformly once supremum")
_HAT = re.compile(r"\\(?:wide)?hat\s*\{?\s*(?P<letter>\\?[a-zA-Z]+)")


def pointwise_bounds(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Lemmas "for every fixed $f$, with probability …" applied to an estimator."""
    bounds = {
        s.label: fixed
        for s in paper.document.statements
        if s.label and s.kind in PROVABLE_KINDS and (fixed := _fixed_letters(paper, s))
    }
    for passage in paper.passages:
        used = used_in_proof(paper, passage.statement)
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            if _AT_ONCE & set(reading.words) or "independent" in reading.words:
                continue
            if any(
                pair in (("bound", "over"), ("bounds", "over")) for pair in pairwise(reading.words)
            ):
                continue
            for first, last in reading.sentences:
                for key in reading.keys(first, last):
                    letters = bounds.get(key.key, frozenset()) if key.key in used else frozenset()
                    chosen = _chosen(reading, first, last, letters)
                    if chosen:
                        yield found_at(
                            paper.document,
                            reading.span(chosen[0]),
                            "V16",
                            passage.label,
                            f"{key.key} holds for each {chosen[2]} apart, and is applied to "
                            f"{chosen[1]}, which the data choose",
                            f"“{reading.quoted(first, last)}”",
                            "critical",
                        )


def _fixed_letters(paper: ReviewedPaper, statement: Statement) -> frozenset[str]:
    """The letters that a statement fixes before it says how likely its bound is."""
    budget = Budget(paper, statement)
    if not budget.concluded:
        return frozenset()
    reading = budget.reading
    if _AT_ONCE & set(reading.words):
        return frozenset()
    place = budget.concluded[0].word
    first, _ = reading.sentence(place)
    likely = next((n for n in range(first, place) if reading.words[n] in PROBABILITY_WORDS), place)
    found: set[str] = set()
    for number in range(likely):
        if reading.words[number] not in _ONE | {"fix"}:
            continue
        before = reading.words[max(0, number - 1) : number]
        if reading.words[number] != "fix" and before not in (["for"], ["a"], ["any"], ["and"]):
            continue
        following = number + 1
        while (
            following < likely and reading.words[following].isalpha() and (following < number + 4)
        ):
            following += 1
        if reading.words[following] == FORMULA:
            found |= set(names_of(reading.formula(following)))
    # "for all f" behind the probability makes it one event.
    behind = range(place, len(reading.words) - 2)
    if any(reading.words[n] == "for" and reading.words[n + 1] in _ONE for n in behind):
        return frozenset()
    return frozenset(found)


def _chosen(
    reading: Reading, first: int, last: int, letters: frozenset[str]
) -> tuple[int, str, str] | None:
    """Where a sentence puts a hat on one of the letters, with both."""
    for number in reading.formulas(first, last):
        for match in _HAT.finditer(reading.formula(number)):
            if match["letter"] in letters:
                return number, f"\\hat{{{match['letter']}}}", match["letter"]
    return None
