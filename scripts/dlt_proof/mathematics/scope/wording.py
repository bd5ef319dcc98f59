"""What a sentence says of the symbols in it, in the words that authors use.

A sentence is read word by word against a small grammar: words that lead in ("let", "for all"),
then items (a formula, with words that say what its letters are) with "and", "with", "such that"
between them. Whatever else a sentence holds makes the rest of it unread. Words that may make a
relation hold only sometimes ("if", "for every" in another statement, "not", "or", "for example")
keep the whole sentence from saying anything, but for what is no number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .families import Listed, joined_families, spread_of
from .formulas import Reading, number_of, read_formula, symbols_of
from .intervals import domain
from .nouns import called, is_idle, is_of_all, is_of_several, is_part_of_noun, names_a_number
from .passages import MARK, Sentence
from .predicates import said_of_function
from .records import Bound, Called, Defined, Fact, NotRead, Related, Said
from .words import (
    COPULAS,
    DECLARING,
    DEFINERS,
    DEFINING,
    DOUBTS,
    FILLERS,
    QUANTIFIERS,
    SEPARATORS,
    SUPPOSING,
    TAILS,
    WEAKENS,
)


@dataclass
class _Run:
    """The symbols of items with nothing but commas and "and" between them.

    Args:
        bare: those of which nothing was said: `$x$, $y$ and $z$ be positive` says it of all.
        others: those of which something was said.
        lists: the lists among them, by the entry that stands for each.
    """

    bare: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    lists: dict[str, Listed] = field(default_factory=dict)


@dataclass
class _Place:
    """A place among the words of a sentence, and how many formulas were met before it."""

    at: int
    formula: int


def is_doubtful(words: Sequence[str], *, quantifiers: bool = False) -> bool:
    """Whether words say that something holds only sometimes, or not at all."""
    if WEAKENS.search(" ".join(words)):
        return True
    for number, word in enumerate(words):
        if word in DOUBTS:
            return True
        if word in QUANTIFIERS and not quantifiers:
            before = words[number - 1] if number else ""
            if before not in (*DECLARING, "be"):
                return True
    return False


def unread_facts(sentence: Sentence, formulas: Sequence[str]) -> Iterator[Fact]:
    for formula in formulas:
        names = symbols_of(formula)
        if names:
            yield Fact(NotRead(names, sentence.text), sentence.layer, sentence.source)
        # What is no number is none, whatever else is said.
        reading = read_formula(formula)
        for said in reading.said if reading else ():
            if isinstance(said, Called):
                yield Fact(said, sentence.layer, sentence.source)


def sentence_facts(
    sentence: Sentence,
    words: Sequence[str],
    formulas: Sequence[str],
    *,
    quantifiers: bool = False,
) -> Iterator[Fact]:
    """What a sentence says: its items one after another, until one is not understood."""
    words, formulas = joined_families(words, formulas)
    if is_doubtful(words, quantifiers=quantifiers):
        yield from unread_facts(sentence, formulas)
        return
    place = _Place(0, 0)
    declares, defines = _lead(sentence, words, place)
    if declares is not None and sentence.layer == "proving":
        declares = True  # whatever the statement says of a letter introduces it there
    if declares is None:
        yield from unread_facts(sentence, formulas)
        return
    subjects: tuple[str, ...] = ()
    run = _Run()
    facts: list[Fact] = []
    while place.at < len(words):
        item = _item(sentence, words, place, formulas, defines, run)
        if item is None:
            break
        said, subjects = item
        facts += [Fact(one, sentence.layer, sentence.source, declares) for one in said]
        before = place.at
        if not _separator(words, place):
            break
        between = set(words[before : place.at])
        declares = declares or bool(DECLARING & between)
        defines = defines or bool(DEFINERS & between)
        if between - {",", "and"}:
            run = _Run()
    rest = formulas[place.formula :]
    if tuple(words[place.at : place.at + 1]) == ("for",):
        facts = [_of_some(fact, sentence, rest) for fact in facts]
    yield from facts
    if place.at < len(words):
        yield from unread_facts(sentence, rest)
        if subjects and any(word.isalpha() for word in words[place.at :]):
            text = sentence.text
            yield Fact(NotRead(frozenset(subjects), text), sentence.layer, sentence.source)


def _of_some(fact: Fact, sentence: Sentence, rest: Sequence[str]) -> Fact:
    """`$x_i > 0$ for $i \\le k$` says nothing of any other $x_i$."""
    said = fact.said
    if not isinstance(said, Bound) or "_" not in said.domain.name:
        return fact
    indices = set(re.findall(r"[a-z]", said.domain.name.rsplit("_", 1)[1]))
    if not any(indices & symbols_of(formula) for formula in rest):
        return fact
    return replace(fact, said=NotRead(frozenset({said.domain.name}), sentence.text))


def _lead(sentence: Sentence, words: Sequence[str], place: _Place) -> tuple[bool | None, bool]:
    """Step over the words that lead in; whether they declare (None: no lead), and may define."""
    declares: bool | None = None
    defines = False
    while place.at < len(words):
        word = words[place.at]
        if word in DECLARING:
            declares = True
            defines |= word in DEFINING
        elif word in SUPPOSING:
            declares = declares or False
        elif word in DEFINING:
            declares, defines = declares or False, True
        elif word == "for" and (
            set(words[place.at + 1 : place.at + 2]) & QUANTIFIERS
            or (sentence.layer == "proving" and not place.at)
        ):
            declares = True
        elif word in FILLERS or (word == "," and place.at):
            pass
        else:
            break
        place.at += 1
    if declares is None and sentence.layer == "hypotheses":
        # "Assumption: ¤." and "The step size ¤ satisfies ¤."
        declares = False
        defines = sentence.kind in ("Definition", "Notation")
    return declares, defines


def _separator(words: Sequence[str], place: _Place) -> bool:
    """Step over what stands between two items; whether there was something, or the end."""
    start = place.at
    while place.at < len(words):
        word = words[place.at]
        if word in SEPARATORS or (word in DECLARING | SUPPOSING | DEFINERS and place.at > start):
            place.at += 1
        elif tuple(words[place.at : place.at + 2]) == ("such", "that"):
            place.at += 2
        elif (word in FILLERS and place.at > start) or tuple(words[place.at : place.at + 2]) in (
            ("for", "all"),
            ("for", "every"),
        ):
            place.at += 1
        else:
            break
    return place.at > start or place.at == len(words)


def _item(
    sentence: Sentence,
    words: Sequence[str],
    place: _Place,
    formulas: Sequence[str],
    defines: bool,
    run: _Run,
) -> tuple[list[Said], tuple[str, ...]] | None:
    """One item: words that say what a letter is, a formula, more such words."""
    at = place.at
    if tuple(words[at : at + 2]) == ("values", "in"):
        at += 2
    before: list[str] = []
    while at < len(words) and (is_part_of_noun(words[at]) or words[at] in QUANTIFIERS):
        before.append(words[at])
        at += 1
    if at >= len(words) or words[at] != MARK or place.formula >= len(formulas):
        return None
    formula = formulas[place.formula]
    reading = read_formula(formula)
    at += 1
    if reading is None:
        # Something else is said of these symbols; what stands beside it holds all the same.
        if at < len(words) and words[at] not in SEPARATORS:
            return None
        place.at, place.formula = at, place.formula + 1
        return [NotRead(symbols_of(formula), sentence.text)], ()
    if reading.bare and at < len(words) and words[at] in ("is", "be", "are"):
        function = said_of_function(sentence, words, formulas, reading, at + 1, place.formula + 1)
        if function is not None:
            of_function, place.at, place.formula = function
            return of_function, tuple(reading.subjects)
    after: list[str] = []
    copula = False
    if at < len(words) and words[at] in COPULAS:
        copula = True
        at += 1
        while at < len(words) and (is_part_of_noun(words[at]) or words[at] in TAILS):
            if words[at] == "and":
                break
            after.append(words[at])
            at += 1
        if not after and tuple(words[at : at + 2]) != ("such", "that"):
            return None
    said = _meant(sentence, reading, before, after, defines)
    if said is None:
        return None
    said += _of_run(sentence, run, after)
    run.lists |= reading.lists
    if reading.bare and not before and not after:
        run.bare += reading.subjects
    else:
        run.others += reading.subjects
    if copula and at < len(words) and words[at] not in (*SEPARATORS, "such", "for"):
        # "¤ be the number of …": more is said than was read.
        if words[at] not in ("of", "in") or not (after and names_a_number(after[-1])):
            return None
        said.append(NotRead(frozenset(reading.subjects), sentence.text))
    place.at, place.formula = at, place.formula + 1
    return said, tuple(reading.subjects)


def _of_run(sentence: Sentence, run: _Run, after: Sequence[str]) -> list[Said]:
    """What words behind the last of several items say of those before it."""
    told = [word for word in after if word not in TAILS]
    if not told or not (is_of_several(told) or run.bare):
        return []
    said = called(tuple(run.bare), tuple(told), sentence.text) if run.bare else []
    if run.others and is_of_several(told):
        said = [*(said or []), NotRead(frozenset(run.others), sentence.text)]
    run.bare, run.others = [], []
    return spread_of(said or [], run.lists)


def _meant(
    sentence: Sentence,
    reading: Reading,
    before: Sequence[str],
    after: Sequence[str],
    defines: bool,
) -> list[Said] | None:
    """What a formula and the words around it say."""
    said: list[Said] = []
    for words in (before, after):
        told = [word for word in words if word not in TAILS]
        if not told or all(is_idle(word) and word != "real" for word in told):
            continue
        names = tuple(reading.symbols if is_of_all(told) else reading.subjects)
        of_names = called(names, tuple(told), sentence.text) if names else None
        if of_names is None:
            return None
        said += spread_of(of_names, reading.lists)
        others = frozenset(reading.symbols) - frozenset(names)
        if others and is_of_several(told):
            said.append(NotRead(others, sentence.text))
    for one in reading.said:
        if isinstance(one, Defined) and not defines:
            value = number_of(one.term)
            said.append(
                Related(one.name, "=", one.term)
                if value is None
                else Bound(domain(one.name, value, value))
            )
        else:
            said.append(one)
    if reading.bare and not said:
        said = [NotRead(frozenset(), "")]
    return said
