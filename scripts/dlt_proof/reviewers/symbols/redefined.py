"""Letters that a text or a statement lays down, and a statement or its proof makes anew.

Not here: letters that one proof defines twice, or that a lemma has otherwise (`two_meanings`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from ...mathematics.translation.names import canonical_name
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..quantifier_order.statements import quantified
from ..reading import read
from ..sentences import marks_before, running_text, sentences_of
from .counted import Counted
from .introductions import taken_apart
from .letters import is_lone, occurrences
from .meanings import Meaning, at_odds, meanings
from .visible import Symbols

_Placed = TypeVar("_Placed", Meaning, Counted)

#: A sentence with one of these gives a letter of a lemma a value, or makes it anew on purpose.
ON_PURPOSE = re.compile(
    r"\b(?:now|instead|replac\w+|rescal\w+|abus\w+|overload\w*|redefin\w+|relabel\w*|renam\w+"
    r"|again|anew|"
    r"wlog|generality|suppose|contradiction|without loss|in place|here only|temporarily|local|case|"
    r"for this|this time|generic|in (?:the )?(?:lemma|theorem|proposition|corollary|eq"
    r"|equation|claim|"
    r"previous|preceding|above|last|bound|inequality|definition|assumption)|in § |in \( §)"
)
_LETS = re.compile(
    r"^ ?(?:let|suppose|throughout|we write|we denote|write|denote|consider|fix|there are)\b"
)
_WHERE = re.compile(r"\bwhere ¤ (?:is|denotes) the\b")
#: Sections whose letters are meant in all that follows.
_SETTING = re.compile(
    r"\b(?:setting|set-?up|notations?|preliminar\w+|background|model|problem|assumptions|framework"
    r"|conventions?)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(r" (?:let|suppose|assume|fix|consider|given|for (?:all|any|each|every)) ")
#: "There is no algorithm with $N$ samples such that …": its proof says which $N$.
_DENIES = re.compile(r"\b(?:no|cannot|impossible|fails?|neither|never) ")
_NAMES = re.compile(r"^ ?(?:let|denote|define|write)\b")
_CHOSEN = re.compile(
    r"\b(?:there (?:is|are|exists?)|exists?|some|suitabl\w+|appropriate\w*|optimal\w*|tuned"
    r"|choices?|choose|chosen|choosing)\b"
)
_OF_SOMETHING = re.compile(
    r"¤ (?:be|is|denotes?|denote) the (?:[a-z-]+ ){1,4}of (?:the )?(?:[a-z]+ )?¤"
)


def laid_down(paper: ReviewedPaper) -> tuple[Meaning, ...]:
    """What the running text says that letters are."""
    return tuple(
        meaning
        for sentence in running_text(paper)
        for meaning in meanings(sentence)
        if _LETS.match(sentence.text) or (meaning.words and _WHERE.search(sentence.text))
    )


def two_things(
    paper: ReviewedPaper, passage: Passage, one: Meaning, other: Meaning, where: str
) -> FoundWeakness:
    """The weakness of a letter with two meanings."""
    return found_at(
        paper.document,
        other.span,
        "V13",
        passage.label,
        f"${one.name}$ means two things {where}",
        f"“{one.shown}” and “{other.shown}”",
        "major",
    )


def in_scope(symbols: Symbols, passage: Passage, told: Sequence[_Placed]) -> list[_Placed]:
    """Of what the text says before a statement, that of its section and of a setting section."""
    document = symbols.paper.document
    span = passage.statement.environment.span
    here = document.reading_order(span.file, span.start)
    headings = sorted(
        (
            (document.reading_order(h.span.file, h.span.start), document.masked(h.title))
            for h in document.headings
            if document.reading_order(h.span.file, h.span.start) < here
        ),
    )
    found = []
    for one in told:
        order = document.reading_order(one.span.file, one.span.start)
        if not order < here:
            continue
        under = [heading for heading in headings if heading[0] < order]
        if under[-1:] == headings[-1:] or _SETTING.search(under[-1][1] if under else ""):
            found.append(one)
    return found


def made_anew_by_statement(
    paper: ReviewedPaper, passage: Passage, stated: list[Meaning], told: list[Meaning]
) -> Iterator[FoundWeakness]:
    """The text of the section lays a letter down, and a statement that uses it so makes it anew."""
    seen: set[str] = set()
    for one in told:
        for other in stated:
            if other.name != one.name or not other.definer or other.name in seen:
                continue
            if at_odds(one, other) and not (one.term or other.term):
                seen.add(other.name)
                where = "in the text of the section and in a statement"
                yield two_things(paper, passage, one, other, where)


def made_anew_in_text(
    paper: ReviewedPaper, passage: Passage, told: list[Meaning]
) -> Iterator[FoundWeakness]:
    """The text gives a letter two meanings before a statement that uses it.

    Args:
        told: what the text in scope says.
    """
    used = _names(paper, passage)
    first: dict[str, Meaning] = {}
    for one in told:
        if not one.definer or one.term or not one.words or one.name not in used:
            continue
        earlier = first.setdefault(one.name, one)
        if at_odds(earlier, one) and not ON_PURPOSE.search(one.sentence.text):
            yield two_things(paper, passage, earlier, one, "in the text before the statement")
            used.discard(one.name)


def _names(paper: ReviewedPaper, passage: Passage) -> set[str]:
    """The symbols of a statement."""
    return {
        canonical_name(one.name)
        for sentence in sentences_of(paper, passage.statement.environment, "statement")
        for formula in sentence.formulas
        for one in occurrences(formula)
    }


def made_anew_by_proof(
    symbols: Symbols,
    passage: Passage,
    stated: list[Meaning],
    told: list[Meaning],
    proved: list[Meaning],
) -> Iterator[FoundWeakness]:
    """The proof gives a letter another meaning that its statement, or the text for it, has given.

    Args:
        stated: the meanings of the statement.
        told: those of the text in scope.
        proved: those of its proof.
    """
    paper = symbols.paper
    given = dict.fromkeys(_given(paper, passage))
    used = _names(paper, passage)
    own = {m.name for m in stated if m.definer}
    chosen = any(
        _CHOSEN.search(s.text)
        for s in sentences_of(paper, passage.statement.environment, "statement")
    )
    standing = {m.name: m for m in told if m.name in used - own and m.kind and not m.term}
    seen: set[str] = set()
    for meaning in proved:
        name = meaning.name
        if not meaning.definer or ON_PURPOSE.search(meaning.sentence.text) or name in seen:
            continue
        before = next((m for m in stated if m.name == name and at_odds(m, meaning)), None)
        if before:
            seen.add(name)
            yield two_things(paper, passage, before, meaning, "in the statement and in its proof")
        elif name in standing and name not in given:
            # "Choose $\eta=1/L$" may be what a letter that was left open is for.
            anew = meaning.term and _NAMES.search(meaning.sentence.text) and not chosen
            anew = anew and not _brought_into_a_form(symbols, passage, meaning)
            if anew or (not meaning.term and at_odds(standing[name], meaning)):
                seen.add(name)
                where = "in the text before the statement and in its proof"
                yield two_things(paper, passage, standing[name], meaning, where)
        elif name in given and (meaning.term or _is_of_something(meaning)):
            # "Let $\\delta \\in (0, 1)$", and in the proof "let $\\delta = x - y$".
            seen.add(name)
            yield found_at(
                paper.document,
                meaning.span,
                "V13",
                passage.label,
                f"${name}$ is given in the statement, and its proof sets it to something",
                f"“{meaning.shown}”",
                "major",
            )


def _brought_into_a_form(symbols: Symbols, passage: Passage, meaning: Meaning) -> bool:
    """Whether a letter that is known is written in new ones: `A = U\\Lambda U^\\top`."""
    sentence = meaning.sentence
    index = next(i for i in range(len(sentence.formulas)) if sentence.span(i) == meaning.span)
    order = symbols.paper.document.reading_order(meaning.span.file, meaning.span.start)
    stated = symbols.statement_keys.get(symbols.name(passage), set())
    return any(
        key not in stated and not symbols.known(key, passage, order, proofs=False)
        for key in taken_apart(sentence, index)[1]
    )


def _is_of_something(meaning: Meaning) -> bool:
    """Whether a letter is to be a number that other things determine: "the rank of $A$"."""
    return meaning.kind == "number" and bool(_OF_SOMETHING.search(meaning.sentence.text))


def _given(paper: ReviewedPaper, passage: Passage) -> Iterator[str]:
    """The lone letters that "let", "suppose", "given" introduce in the statement and leave free.

    Not those that it says to exist: these its proof has to set.
    """
    stated = quantified(read(paper, passage.statement.environment))
    existing = {canonical_name(one.symbol) for one in stated if one.exists}
    yield from (name for name in _introduced(paper, passage) if name not in existing)


def _introduced(paper: ReviewedPaper, passage: Passage) -> Iterator[str]:
    for sentence in sentences_of(paper, passage.statement.environment, "statement"):
        if not _GIVES.match(sentence.text):
            continue
        for index, formula in enumerate(sentence.formulas):
            relations = sentence.relations(index)
            for relation in relations[:1]:
                for side in (
                    *relation.left.split(","),
                    relation.right if len(relations) > 1 else "",
                ):
                    if side and is_lone(side) and relation.sign != "=":
                        yield canonical_name(side)
            denied = _DENIES.search(marks_before(sentence, index))
            if not relations and not denied and is_lone(formula.strip(" .,;")):
                yield canonical_name(formula.strip(" .,;"))
