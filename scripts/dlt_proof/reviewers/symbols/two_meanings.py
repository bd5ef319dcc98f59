"""Letters with two meanings where both are in scope: in a statement and its proof, within a proof,
in a lemma and the proof that uses it, and as a sum's index and a given number.

Not here: letters without any meaning (`before_introduction`). Letters that different statements use
each for itself are none of this.
"""

import re
from collections.abc import Iterator

from ...mathematics.translation.names import canonical_name
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, formal_passages, running_text, sentences_of
from .counted import counted, counts_two_things
from .letters import key_of
from .meanings import Meaning, at_odds, meanings
from .redefined import (
    ON_PURPOSE,
    in_scope,
    laid_down,
    made_anew_by_proof,
    made_anew_by_statement,
    made_anew_in_text,
    two_things,
)
from .visible import Symbols

_PARTS = re.compile(
    r"^(?:case|step|part|claim|first|second|third|similarly|next|for the|to (?:show|prove|bound))\b"
)
_SUBSTITUTES = re.compile(
    r"\b(?:applied (?:to|with)|apply|applying|with ¤ (?:in place|replaced|instead)"
    r"|replaced by|in place of|"
    r"in the role|plays the role|taking|with ¤ (?:=|:=)|instead of|setting|choosing|for ¤"
    r"|specialis\w+|"
    r"specializ\w+|invok\w+ with|used with|at ¤)"
)
_INDEX = re.compile(
    r"\\(?:sum|prod|bigcup|bigcap)(?![A-Za-z])\s*(?:\\limits\s*)?_\s*\{?\s*(?P<name>\\?[A-Za-z]+)\s*="
)
_FREE_INDEX = frozenset(
    ["i", "j", "k", "l", "s", "t", "r", "u", "v", "x", "y", "z", "a", "b", "\\ell"]
)


def symbols_with_two_meanings(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A letter has two meanings where both are in scope."""
    symbols = Symbols(paper)
    by_name: dict[str, list[Meaning]] = {}
    for statement in paper.document.statements:
        name = symbols.names[statement.environment.span]
        by_name.setdefault(name, []).extend(
            m for s in sentences_of(paper, statement.environment, "statement") for m in meanings(s)
        )
    text = laid_down(paper)
    counts = [c for s in running_text(paper) for c in counted(s)]
    for passage in formal_passages(paper):
        stated = by_name.get(symbols.name(passage), [])
        around = in_scope(symbols, passage, text)
        yield from made_anew_in_text(paper, passage, around)
        yield from made_anew_by_statement(paper, passage, stated, around)
        own_counts = [c for s in _sentences(paper, passage) for c in counted(s)]
        yield from counts_two_things(paper, passage, in_scope(symbols, passage, counts), own_counts)
        own = list(stated)
        for proof in passage.proofs:
            sentences = sentences_of(paper, proof.environment, "proof")
            told = [m for s in sentences for m in meanings(s)]
            yield from made_anew_by_proof(symbols, passage, stated, around, told)
            yield from _twice(symbols, passage, sentences, told)
            yield from _as_index(paper, passage, [*stated, *told], sentences)
            own += told
            yield from _of_used(symbols, passage, own, sentences, by_name)


def _sentences(paper: ReviewedPaper, passage: Passage) -> Iterator[Sentence]:
    """The sentences of a statement and of its proofs."""
    yield from sentences_of(paper, passage.statement.environment, "statement")
    for proof in passage.proofs:
        yield from sentences_of(paper, proof.environment, "proof")


def _twice(
    symbols: Symbols, passage: Passage, sentences: tuple[Sentence, ...], told: list[Meaning]
) -> Iterator[FoundWeakness]:
    """The proof defines a letter twice, in one course of argument.

    A letter that the statement or the text gave before is brought into a form there, more than
    once where it is brought into several.
    """
    paper = symbols.paper
    order = {id(sentence): number for number, sentence in enumerate(sentences)}
    first: dict[str, Meaning] = {}
    seen: set[str] = set()
    for meaning in told:
        if not meaning.definer:
            continue
        one = first.setdefault(meaning.name, meaning)
        if one is meaning or meaning.name in seen or not at_odds(one, meaning):
            continue
        between = sentences[order[id(one.sentence)] : order[id(meaning.sentence)] + 1]
        apart = any(_PARTS.match(s.text.strip()) or "¶" in s.words for s in between)
        if (
            apart
            or ON_PURPOSE.search(meaning.sentence.text)
            or ON_PURPOSE.search(one.sentence.text)
        ):
            continue
        seen.add(meaning.name)
        place = paper.document.reading_order(one.span.file, one.span.start)
        if one.term and symbols.known(key_of(one.name), passage, place, proofs=False):
            continue
        yield two_things(paper, passage, one, meaning, "within one proof")


def _as_index(
    paper: ReviewedPaper, passage: Passage, told: list[Meaning], sentences: tuple[Sentence, ...]
) -> Iterator[FoundWeakness]:
    """A given number is the index of a sum."""
    fixed = {m.name: m for m in told if m.kind == "number" and (m.words or m.definer)}
    seen: set[str] = set()
    for sentence in sentences:
        for index, formula in enumerate(sentence.formulas):
            for match in _INDEX.finditer(formula):
                name = canonical_name(match["name"])
                if name not in fixed or name in _FREE_INDEX or name in seen:
                    continue
                if re.search(r" for (?:all|every|each|any) ", fixed[name].sentence.text):
                    continue
                seen.add(name)
                yield found_at(
                    paper.document,
                    sentence.span(index),
                    "V13",
                    passage.label,
                    f"${name}$ is a given number and the index of a sum",
                    f"“{fixed[name].shown}” and ${' '.join(formula.split())[:120]}$",
                    "major",
                )


def _of_used(
    symbols: Symbols,
    passage: Passage,
    own: list[Meaning],
    sentences: tuple[Sentence, ...],
    by_name: dict[str, list[Meaning]],
) -> Iterator[FoundWeakness]:
    """A lemma that the proof uses means something else by a letter, with nothing put in for it."""
    seen: set[str] = set()
    labels = {
        s.label: symbols.names[s.environment.span]
        for s in symbols.paper.document.statements
        if s.label
    }
    for sentence in sentences:
        for key in sentence.keys:
            used = labels.get(key.key, "")
            if not used or used == symbols.name(passage) or _SUBSTITUTES.search(sentence.text):
                continue
            if any(is_put_in(formula, sentence) for formula in sentence.formulas):
                continue
            for one in by_name.get(used, ()):
                for other in own:
                    if other.name != one.name or one.name in seen or not at_odds(one, other):
                        continue
                    if one.term or other.term:
                        continue
                    seen.add(one.name)
                    yield two_things(
                        symbols.paper, passage, one, other, f"in {used} and where it is used"
                    )


def is_put_in(formula: str, sentence: Sentence) -> bool:
    """Whether a formula of a sentence gives a letter a value: "by Lemma 2 with $t = nr$"."""
    return (
        bool(re.match(r"\s*\\?[A-Za-z]+(?:_\w|_\{[^{}]*\})?\s*=", formula))
        and " with " in sentence.text
    )
