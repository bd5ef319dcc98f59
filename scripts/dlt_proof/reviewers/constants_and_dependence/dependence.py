"""V15: a constant whose value involves what it must not depend on, or that is never chosen."""

from collections.abc import Iterator

from ...latex.words import word_set
from ...mathematics.translation.names import base_of
from ...records.plan import PROVABLE_KINDS
from ..choices import choices, letters_of, told_to_depend, written_out
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import CITATION, REFERENCE, Reading, read, terms_of
from .declared import (
    CONSTANT_LETTERS,
    Declared,
    constant_names,
    declared_constants,
    running_text,
)

#: Letters of dimensions, sample sizes and horizons, also where the statement has none of them.
_COUNTS = frozenset("dnmNTp")
_INTRODUCES = word_set(
    "constant constants choose choosing take taking large small enough sufficiently suitable "
    "suffices let set put where with appropriate some for absorb absorbed absorbing call"
)
_NAMED = word_set("theorem lemma inequality proposition corollary bound argument estimate")


def constants_depend(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Constants of statements against what the proofs set them to."""
    everywhere = [d for text in running_text(paper) for d in declared_constants(text)]
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        stated = read(paper, passage.statement.environment)
        own = declared_constants(stated)
        named = {declared.symbol for declared in own}
        outer = [d for d in everywhere if d.kind == "universal" and d.symbol not in named]
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            inner = declared_constants(reading)
            yield from _in_proof(paper, passage, stated, reading, [*own, *inner, *outer])
            yield from _told(paper, passage, own, stated, reading)
            yield from _never_chosen(paper, passage, own, reading)


def _in_proof(
    paper: ReviewedPaper,
    passage: Passage,
    stated: Reading,
    reading: Reading,
    declared: list[Declared],
) -> Iterator[FoundWeakness]:
    """Values that involve letters which the declaration excludes."""
    made = choices(reading)
    universal = {d.symbol for d in declared if d.kind == "universal"}
    varying = varying_letters(stated, declared)
    told: set[str] = set()
    for constant in declared:
        for choice in made:
            if choice.symbol != constant.symbol or constant.symbol in told:
                continue
            letters = written_out(
                choice.right, made, choice.word, scripts=constant.kind in ("not", "before")
            )
            letters -= {*universal, constant.symbol}
            wrong = excluded_letters(constant, letters, varying)
            if not wrong:
                continue
            told.add(constant.symbol)
            yield found_at(
                paper.document,
                reading.span(choice.word),
                "V15",
                passage.label,
                f"the value of {constant.symbol} depends on {', '.join(sorted(wrong))}, "
                f"{said_of(constant)}",
                f"“{constant.words}”, but ${choice.symbol} "
                f"{'>=' if choice.bound else '='} {choice.right.strip()}$",
                "critical" if constant.kind in ("universal", "before") else "major",
            )


def _told(
    paper: ReviewedPaper,
    passage: Passage,
    own: list[Declared],
    stated: Reading,
    reading: Reading,
) -> Iterator[FoundWeakness]:
    """Constants of the statement that the proof says to depend on what is excluded."""
    varying = varying_letters(stated, own)
    for constant in own:
        for number in reading.formulas():
            if constant.symbol not in constant_names(reading.formula(number)):
                continue
            wrong = excluded_letters(constant, told_to_depend(reading, number), varying)
            if wrong:
                yield found_at(
                    paper.document,
                    reading.span(number),
                    "V15",
                    passage.label,
                    f"the proof lets {constant.symbol} depend on {', '.join(sorted(wrong))}, "
                    f"{said_of(constant)}",
                    f"“{constant.words}”, but “{reading.quoted(*reading.sentence(number))}”",
                    "critical" if constant.kind in ("universal", "before") else "major",
                )
                break


def said_of(constant: Declared) -> str:
    """What a constant was said to be, for a person."""
    letters = ", ".join(sorted(constant.letters))
    return {
        "universal": "although it is to be an absolute constant",
        "only": f"although it is to depend on {letters} alone",
        "not": f"although it is not to depend on {letters}",
        "before": f"although it is chosen before {letters}",
    }[constant.kind]


def varying_letters(stated: Reading, declared: list[Declared]) -> frozenset[str]:
    """The letters that a statement is about, its constants left out."""
    names = {d.symbol for d in declared}
    found = {
        letter
        for number in stated.formulas()
        for letter in terms_of(stated.formula(number))
        if letter not in names and base_of(letter) not in ("c", "C")
    }
    return frozenset(found)


def excluded_letters(
    constant: Declared, letters: frozenset[str], varying: frozenset[str]
) -> frozenset[str]:
    """Those of the letters that the value of a constant must not depend on."""
    if constant.kind in ("not", "before"):
        return letters & constant.letters
    wrong = letters & (varying | _COUNTS)
    return wrong - constant.letters if constant.kind == "only" else wrong


def _never_chosen(
    paper: ReviewedPaper, passage: Passage, own: list[Declared], reading: Reading
) -> Iterator[FoundWeakness]:
    """A constant that is claimed to exist, used in the proof, and never chosen there."""
    made = {choice.symbol for choice in choices(reading)}
    existing = [d for d in own if d.existential]
    for constant in {d.symbol: d for d in existing}.values():
        places = [n for n in reading.formulas() if constant.symbol in terms_of(reading.formula(n))]
        if not places or constant.symbol in made:
            continue
        if any(_is_introduced(reading, number) for number in places):
            continue
        if _grows_from_others(reading, constant.symbol, places):
            continue
        yield found_at(
            paper.document,
            reading.span(places[0]),
            "V15",
            passage.label,
            f"the statement says that {constant.symbol} exists, and the proof uses it without "
            "ever choosing it",
            f"“{constant.words}”; in the proof “{reading.quoted(*reading.sentence(places[0]))}”",
            "major",
        )


def _is_introduced(reading: Reading, number: int) -> bool:
    """Whether a sentence with a constant says where it comes from."""
    first, last = reading.sentence(number)
    words = reading.words[first:last]
    return bool(
        _INTRODUCES & set(words) or {REFERENCE, CITATION} & set(words) or _NAMED & set(words)
    )


def _grows_from_others(reading: Reading, symbol: str, places: list[int]) -> bool:
    """Whether the constant comes out of other unnamed constants: `c_1c_2\\le C`."""
    for number in places:
        for relation in reading.relations(number):
            left, right = letters_of(relation.left), letters_of(relation.right)
            if symbol in right and any(
                base_of(name) in CONSTANT_LETTERS and name != symbol for name in left
            ):
                return True
            if "O(" in relation.left or "\\lesssim" in relation.sign:
                return True
    return False
