"""V15: a constant with two values in one proof, one that swallows a factor, one that is hidden."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation import Domains, NotUnderstoodError, SymbolDomain, translate
from ...mathematics.translation.names import base_of
from ...records.plan import PROVABLE_KINDS
from ..choices import CHOOSING, Choice, choices
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import Reading, read, same, terms_of

_CHANGES = re.compile(
    r"line[\s~]+to[\s~]+line|(?:each|every)[\s~]+(?:occurrence|appearance|line|time)|"
    r"(?:may|can|could|might)[\s~]+(?:change|differ|vary|be[\s~]+different)|place[\s~]+to[\s~]+place|"
    r"whose[\s~]+values?|generic[\s~]+constant|adjust\w*[\s~]+(?:the[\s~]+)?(?:constant|value)|"
    r"(?:enlarg|increas|decreas|redefin|renam|relabel|chang|absorb|updat)\w*|new[\s~]+constant",
    re.IGNORECASE,
)
_CONSTANTS = frozenset("cC")
_HIDING = re.compile(
    r"(?:\\(?:tilde|widetilde)\s*\{?\s*)?(?:\\(?:mathcal|mathrm)\s*\{\s*O\s*\}|\\bigO|\\cO"
    r"|(?<![a-zA-Z\\])O)\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\("
)
_SLACK = ("<~", ">~", "~")


def hidden_constants(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Constants that change within a proof, or vanish in a sign."""
    changes = any(_CHANGES.search(view.masked) for view in paper.document.views)
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            if not changes:
                yield from _two_values(paper, passage, reading)
                yield from _swallowed(paper, passage, reading)
            yield from _explicit_from_hidden(paper, passage, reading)


def _two_values(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    """The same constant set to two things."""
    first: dict[str, Choice] = {}
    for choice in choices(reading):
        if base_of(choice.symbol) not in _CONSTANTS or choice.bound:
            continue
        if choice.case or choice.verb not in CHOOSING | {"with", "where", ":=", "constant"}:
            continue
        before = first.setdefault(choice.symbol, choice)
        if before.word == choice.word or same(before.right, choice.right):
            continue
        one, other = _value(before.right), _value(choice.right)
        if one is not None and other is not None and (one - other).equals(0):
            continue
        if _depends_on_itself(choice):
            continue
        yield found_at(
            paper.document,
            reading.span(choice.word),
            "V15",
            passage.label,
            f"{choice.symbol} has two values in one proof",
            f"${before.symbol} = {before.right.strip()}$, then "
            f"${choice.symbol} = {choice.right.strip()}$; nothing says that it may change",
            "major",
        )
        return


def _depends_on_itself(choice: Choice) -> bool:
    return choice.symbol in terms_of(choice.right)


def _swallowed(paper: ReviewedPaper, passage: Passage, reading: Reading) -> Iterator[FoundWeakness]:
    """`2C\\sqrt n\\le C\\sqrt n`: a step that only holds if the constant has changed."""
    for number in reading.formulas():
        for relation in reading.relations(number):
            factor = _swallows(relation)
            if factor is None:
                continue
            yield found_at(
                paper.document,
                reading.span(number),
                "V15",
                passage.label,
                "a constant takes in a numerical factor and keeps its name",
                f"${relation.left} {relation.sign} {relation.right}$: the left side is {factor} "
                "times the right side; nothing says that the constant may change",
                "major",
            )
            return


def _swallows(relation: Relation) -> Any | None:
    """By what number the larger-to-be side is too small, None where it is not or is not known."""
    plain = RELATIONS.get(relation.sign)
    if plain not in ("<=", "<", ">=", ">", "="):
        return None
    shared = terms_of(relation.left) & terms_of(relation.right)
    if not any(base_of(name) in _CONSTANTS for name in shared):
        return None
    left, right = _value(relation.left), _value(relation.right)
    if left is None or right is None or right.is_zero:
        return None
    ratio = (left / right).simplify()
    if not ratio.is_Rational:
        return None
    if plain in ("<=", "<", "="):
        return ratio if ratio > 1 else None
    return ratio if ratio < 1 else None


def _value(text: str) -> Any | None:
    """A term with all its letters positive numbers."""
    names = terms_of(text)
    domains = {n: SymbolDomain(n, Fraction(0), None, True, True, False) for n in names}
    try:
        return translate(text, Domains(domains)).value
    except NotUnderstoodError:
        return None


def _explicit_from_hidden(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    """A statement with explicit constants whose proof ends in `\\lesssim` or `O(…)`."""
    stated = read(paper, passage.statement.environment)
    claims = [(n, r) for n in stated.formulas() for r in stated.relations(n)]
    if not claims or any(_hides(relation) for _, relation in claims):
        return
    claim = claims[-1][1]
    if RELATIONS.get(claim.sign) not in ("<=", "<", ">=", ">") or _names_constant(claim):
        return
    last: tuple[int, str, Relation] | None = None
    for number in reading.formulas():
        left = ""
        chain = -1
        for relation in reading.relations(number):
            if relation.chain != chain:
                chain, left = relation.chain, relation.left or left
            if same(left, claim.left):
                last = number, left, relation
    if last is None or not _hides(last[2]):
        return
    number, left, relation = last
    yield found_at(
        paper.document,
        reading.span(number),
        "V15",
        passage.label,
        "the statement has explicit constants, and its proof ends in a bound that hides them",
        f"stated: ${claim.left} {claim.sign} {claim.right}$; proved: "
        f"${left} {relation.sign} {relation.right}$",
        "major",
    )


def _hides(relation: Relation) -> bool:
    return RELATIONS.get(relation.sign) in _SLACK or bool(_HIDING.search(relation.right))


def _names_constant(relation: Relation) -> bool:
    return any(base_of(name) in _CONSTANTS for name in terms_of(relation.right))
