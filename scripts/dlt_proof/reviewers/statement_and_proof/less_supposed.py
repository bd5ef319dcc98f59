"""Proofs of less where a proof supposes a relation between the statement's own numbers, "suppose
$\\eta\\le 1/L$", which the statement does not, and never comes to the other case.

Not here: properties that are supposed, and cases that have a name (`less_cases`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...mathematics.formula import RELATIONS, Relation
from ..cited_hypotheses.relations_known import inequalities, refuted
from ..sentences import Sentence, marks_before, words_behind
from ..symbols.letters import is_lone, occurrences
from .texts import Fault, Pair, plain_left

_SUPPOSES = re.compile(
    r"^ ?(?:(?:so|now|here|first|throughout|in this proof|in (?:all )?what follows"
    r"|for the (?:first|second|third|last|other) (?:one|claim|part|bound|inequality|statement))"
    r" ,? ?)?"
    r"(?:let us |we (?:only |may |can |now )*)?"
    r"(?:suppose|assume|let|(?:consider|treat)(?: only)? the case(?: (?:where|when|in which|of))?"
    r"|if|(?:(?:take|fix|restrict (?:attention|ourselves) to)(?= ¤)))"
    r"(?: first| now| that| throughout(?: that)?)* ¤"
)
#: With one of these the rest of the proof may treat the other case, or there is none.
_LEFT = re.compile(
    r"\b(?:otherwise|(?:other|remaining|opposite|second|both|first|two|three|all) cases?"
    r"|cases? (?:1|2|i|ii|a|b|one|two)|case|if not|else|unless"
    r"|generality|wlog|trivial\w*|vacuous\w*|nothing to|neither|contradict\w*|contrary|absurd"
    r"|impossible|toward\w*|symmetr\w+|exchang\w+|relabel\w*|swap\w*|rescal\w*|reduc\w+"
    r"|convers\w+|induct\w+|base|inductive|contrapositive|even when|even if|it remains|suffices"
    r"|enough|because otherwise|by (?:assumption|hypothesis)|monoton\w+|continuity|limit"
    r"|for (?:the )?(?:other|remaining|larger|smaller|general))\b"
)
_MAY = re.compile(r"\b(?:may|can)\b")
_LETS = re.compile(r"\b(?:let|take|fix)\b")
_REASON = re.compile(r"\b(?:since|because|as|for|or|so)\b")
_EXISTENTIAL = re.compile(
    r"\b(?:there (?:is|are|exists?)|exists?|for some|suitable|appropriate|can be chosen"
    r"|(?:small|large) enough|sufficiently|choose|chosen|one can|some)\b"
)
_CASE_WORDS = re.compile(
    r"\b(?:if|suppose|assume|let|when|for|case|now|consider|whenever|that|next|finally|where)"
    r"(?: (?:all|every|each|any|the|that|now))* ?$"
)
_DEFINES = re.compile(r"^ ?(?:be|is|are|denotes?)\b")
_COUNTS = frozenset(["n", "m", "N", "T", "K", "d", "k", "t", "p", "M", "s"])
_NUMBER = re.compile(r"\s*[+-]?\d+(?:\.\d+)?\s*$")


def supposed_only(pair: Pair) -> Iterator[Fault]:
    """ "Suppose $a\\ge b$" of letters that the statement leaves free, and no other case."""
    for number, sentence in enumerate(pair.proof):
        opening = _SUPPOSES.match(sentence.text) if sentence.marks else None
        if opening is None or _DEFINES.match(words_behind(sentence, 0)):
            continue
        others = [s for n, s in enumerate(pair.proof) if n != number]
        behind = sentence.text[opening.end() :]
        if any(_LEFT.search(text) for text in (behind, *(s.text for s in others))):
            continue
        if _MAY.search(opening[0]) and _REASON.search(behind):
            continue
        known = list(_known(pair, number))
        for relation in inequalities(sentence.relations(0)):
            unordered = is_lone(relation.left) and is_lone(relation.right)
            if unordered and _LETS.search(opening[0]):
                continue  # "let $s<t$" of two numbers that may be exchanged
            if _is_open(pair, relation) and not _is_treated(relation, others):
                limits = [*known, *_range_of(relation, known)]
                if refuted(relation, limits):
                    yield (
                        f"the proof supposes ${relation.left} {relation.sign} {relation.right}$, "
                        "and never turns to the other case",
                        f"“{sentence.quoted}”",
                        sentence.start,
                    )
                    return


def _known(pair: Pair, number: int) -> Iterator[Relation]:
    """What statement, text and the proof before a sentence say of numbers."""
    for sentence in (*pair.stated, *pair.around, *pair.proof[:number]):
        for index in range(len(sentence.marks)):
            found = sentence.relations(index)
            yield from (r for r in found if RELATIONS.get(r.sign) == "=" or r.defining)
            yield from inequalities(found)


def _range_of(relation: Relation, known: list[Relation]) -> Iterator[Relation]:
    """What nobody writes down: a letter that is compared with a count is at least one."""
    for side in (relation.left, relation.right):
        for letter in {o.name for o in occurrences(side)}:
            if letter in _COUNTS:
                yield replace(relation, left=letter, sign="\\ge", right="1")


def _is_open(pair: Pair, relation: Relation) -> bool:
    """Whether a relation is one of numbers that the statement, or the text before it, gives."""
    sides = (relation.left, relation.right)
    lone = [side for side in sides if is_lone(side)]
    numbers = [float(side) for side in sides if _NUMBER.match(side)]
    counts = any(o.name in _COUNTS for side in lone for o in occurrences(side))
    if not lone or any(number <= (1 if counts else 0) for number in numbers):
        return False  # "let $n\ge1$" supposes nothing
    given: dict[str, Sentence] = {}
    for sentence in (*pair.around, *pair.stated):
        for index, formula in enumerate(sentence.formulas):
            some = _EXISTENTIAL.search(marks_before(sentence, index))
            for one in occurrences(formula):
                if not some:
                    given.setdefault(one.name, sentence)
                elif given.get(one.name) is not sentence:
                    given.pop(one.name, None)
    stated = {o.name for s in pair.stated for f in s.formulas for o in occurrences(f)}
    names = {o.name for side in sides for o in occurrences(side)}
    return names <= set(given) and any(o.name in stated for s in lone for o in occurrences(s))


def _is_treated(relation: Relation, others: list[Sentence]) -> bool:
    """Whether another sentence of the proof says when something else holds of the same letter."""
    lone = {plain_left(s) for s in (relation.left, relation.right) if is_lone(s)}
    same = {plain_left(relation.left), plain_left(relation.right)}
    for sentence in others:
        for index in range(len(sentence.marks)):
            for other in sentence.relations(index):
                sides = {plain_left(other.left), plain_left(other.right)}
                if sides == same and RELATIONS.get(other.sign) != RELATIONS.get(relation.sign):
                    return True
                told = _CASE_WORDS.search(marks_before(sentence, index))
                if told and lone & sides and sides != same:
                    return True
    return False
