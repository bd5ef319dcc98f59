"""V15: a condition that a proof needs, "provided that $n\\ge Cd$", and no hypothesis grants.

Not here: hypotheses of cited lemmas.
"""

import re
from collections.abc import Iterator

from ...latex.words import word_set
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation.names import plain_text
from ...records.plan import PROVABLE_KINDS
from ..choices import choices, whole_symbol
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import BREAK, FORMULA, REFERENCE, Reading, read, terms_of
from .declared import running_text

#: Words that make the formula behind them a condition of what is said.
_NEEDS = (
    ("provided", "that"),
    ("provided",),
    ("as", "long", "as"),
    ("so", "long", "as"),
    ("assuming", "that"),
    ("assuming",),
    ("under", "the", "condition"),
    ("because",),
    ("since",),
    ("as", "soon", "as"),
    ("requires",),
    ("requires", "that"),
    ("we", "need"),
    ("we", "need", "that"),
    ("only", "if"),
    ("valid", "for"),
)
#: Of these, those that take the condition for granted.
_GRANTED = frozenset(["because", "since"])
_OTHERWISE = word_set(
    "otherwise case cases trivial trivially vacuous else remaining contrary instead choose "
    "choosing suppose assume wlog"
)
_TRIVIAL = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\\infty)")
_POWER = re.compile(r"\^\s*(?:\d|\{[^{}]*\})\s*$")
_COMPARES = ("<=", ">=", "<", ">", "<~", ">~", "<<", ">>")


def missing_conditions(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Conditions on the statement's own quantities that only the proof has."""
    texts = [*running_text(paper), *_assumptions(paper)]
    everywhere = [relation for text in texts for relation in _comparisons(text)]
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS or not passage.proofs:
            continue
        stated = read(paper, passage.statement.environment)
        if REFERENCE in stated.words:
            continue  # its conditions may stand there
        letters = frozenset(
            name for number in stated.formulas() for name in terms_of(stated.formula(number))
        )
        granted = [*everywhere, *_comparisons(stated)]
        moduli = _moduli([*texts, stated])
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            yield from _in_proof(paper, passage, reading, letters, granted, moduli)


def _assumptions(paper: ReviewedPaper) -> Iterator[Reading]:
    for statement in paper.document.statements:
        if statement.kind in ("assumption", "definition"):
            yield read(paper, statement.environment)


def _comparisons(reading: Reading) -> list[Relation]:
    return [
        relation
        for number in reading.formulas()
        for relation in reading.all_relations(number)
        if RELATIONS.get(relation.sign) in _COMPARES
    ]


def _in_proof(
    paper: ReviewedPaper,
    passage: Passage,
    reading: Reading,
    letters: frozenset[str],
    granted: list[Relation],
    moduli: tuple[frozenset[str], frozenset[str]],
) -> Iterator[FoundWeakness]:
    chosen = {choice.symbol for choice in choices(reading) if choice.verb}
    for first, last in reading.sentences:
        if _OTHERWISE & set(reading.words[first:last]):
            continue
        for number, lead in _conditions(reading, first, last):
            for relation in reading.all_relations(number):
                symbol = _limited(relation)
                if symbol is None or symbol not in letters or symbol in chosen:
                    continue
                others = (terms_of(relation.left) | terms_of(relation.right)) - {symbol}
                if not others & letters or others & chosen:
                    continue
                if _follows(relation, symbol, granted) or _was_derived(reading, number, relation):
                    continue
                if _is_treated(reading, symbol) or _of_moduli(relation, *moduli):
                    continue
                yield found_at(
                    paper.document,
                    reading.span(number),
                    "V15",
                    passage.label,
                    f"the proof needs ${relation.left} {relation.sign} {relation.right}$, which "
                    "the statement does not assume",
                    f"“{lead}” in “{reading.quoted(first, last)}”",
                    "major",
                )
                return


def _moduli(texts: list[Reading]) -> tuple[frozenset[str], frozenset[str]]:
    """The letters of "$\\mu$-strongly convex" and those of "$L$-smooth"."""
    convex: set[str] = set()
    smooth: set[str] = set()
    for text in texts:
        for number in text.formulas():
            behind = " ".join(text.words[number + 1 : number + 3])
            before = " ".join(text.words[max(0, number - 5) : number])
            letter = plain_text(text.formula(number))
            if behind.startswith("strongly") or "strongly convex with" in before:
                convex.add(letter)
            if behind.startswith(("smooth", "lipschitz")) or "smooth with" in before:
                smooth.add(letter)
    return frozenset(convex), frozenset(smooth)


def _of_moduli(relation: Relation, convex: frozenset[str], smooth: frozenset[str]) -> bool:
    """Whether it says that a modulus of convexity is below one of smoothness, as it always is."""
    left, right = plain_text(relation.left), plain_text(relation.right)
    if RELATIONS.get(relation.sign) in (">=", ">"):
        left, right = right, left
    return left in convex and right in smooth


def _conditions(reading: Reading, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The formulas of a sentence that stand as a condition, with the words that say so."""
    words = reading.words
    for number in range(first, last):
        for lead in _NEEDS:
            behind = number + len(lead)
            if tuple(words[number:behind]) != lead or behind >= last:
                continue
            if words[behind] == FORMULA:
                follows = words[behind + 1 : behind + 2]
                if lead[0] in _GRANTED and follows not in ([","], ["."], ["and"], [BREAK], []):
                    break
                yield behind, " ".join(lead)
            break


def _limited(relation: Relation) -> str | None:
    """The quantity that a condition limits: `n` of `n\\ge d\\log d`, or of a power of it."""
    if RELATIONS.get(relation.sign) not in _COMPARES:
        return None
    symbol = whole_symbol(_POWER.sub("", relation.left))
    if symbol is None or _TRIVIAL.fullmatch(relation.right.strip()):
        return None
    return symbol


def _follows(relation: Relation, symbol: str, granted: list[Relation]) -> bool:
    """Whether some hypothesis compares the quantity with anything but a number.

    What exactly follows from it is for a checker of steps.
    """
    wanted = terms_of(relation.right)
    for known in granted:
        sides = (known.left, known.right)
        for one, other in (sides, sides[::-1]):
            alone = whole_symbol(one) == symbol
            if symbol not in terms_of(one) or (alone and _TRIVIAL.fullmatch(other.strip())):
                continue
            product = _TRIVIAL.fullmatch(other.strip()) and terms_of(one) & wanted
            if alone or product or terms_of(other) & wanted:
                return True
    return False


def _was_derived(reading: Reading, number: int, relation: Relation) -> bool:
    """Whether the proof says the same before as something of its own."""
    for place in reading.formulas(0, number):
        for earlier in reading.relations(place):
            if plain_text(f"{earlier.left}{earlier.right}") == plain_text(
                f"{relation.left}{relation.right}"
            ):
                return True
    return False


def _is_treated(reading: Reading, symbol: str) -> bool:
    """Whether the proof has cases, one of which may be the other side of the condition."""
    for first, last in reading.sentences:
        words = set(reading.words[first:last])
        if _OTHERWISE & words and any(
            symbol in terms_of(reading.formula(n)) for n in reading.formulas(first, last)
        ):
            return True
    return False
