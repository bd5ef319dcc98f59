"""Matches: a step says what a cited statement says, of other terms.

The third free checker, after proof and counterexample. Sources are the statements that a step
refers to, those of techniques that it names, and the assumptions and definitions in scope. Terms
are put in for the letters that the source introduces itself; then each of its conditions must be
bound to a place (`binding`), and the step be the instance word for word, or follow from it alone.

A match is no proof: it takes the source to be true, and its words to mean what they say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...mathematics.formula import RELATIONS, relations
from ...mathematics.scope import Scope
from ...mathematics.scope.formulas import symbol_of
from ...mathematics.scope.passages import formulas_in
from ...mathematics.scope.records import Called
from ...mathematics.translation import canonical_name
from ...mathematics.translation.names import word_of
from ...records.evidence import Job
from .binding import Place, Surroundings
from .cited import Cited, Claim
from .following import follows
from .introductions import letters_introduced
from .patterns import Substitution, found_inside, matches, put_in
from .statements import body_of, read_statement, sentences_of_text
from .terms import Tokens, as_text, letters_in, tokens_of

__all__ = ["match_job"]

_Related = tuple[Tokens, str, Tokens]


def _strictest(first: str, second: str) -> str:
    """The relation of a and c where a is so related to b, and b to c; "" for none."""
    if "=" in (first, second):
        return second if first == "=" else first
    if first[0] != second[0]:
        return ""
    return first[0] if len(first) == 1 or len(second) == 1 else first


#: Names of operators on random variables; a letter is one where a bracket follows.
_OF_RANDOM = frozenset(["E", "EE", "Ex", "P", "Pr", "Prob", "PP", "V", "Var", "Cov"])
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
_WEAKER = {("<", "<="), (">", ">="), ("=", "<="), ("=", ">=")}
#: What two relations of a chain say of its ends.
_COMPOSED = {(a, b): _strictest(a, b) for a in _MIRRORED for b in _MIRRORED if _strictest(a, b)}
#: More ways to put terms in are not tried for one claim.
_MOST_WAYS = 24
#: For one step it is not asked more often whether it follows from something cited.
_MOST_PROOFS = 4


@dataclass
class _Effort:
    """How often it may still be asked whether the step follows from an instance.

    Args:
        left: times.
        alone: whether the step follows without any; None before it was asked.
    """

    left: int
    alone: bool | None = None


@dataclass(frozen=True)
class _Instance:
    """A claim of a source with terms put in: relations as token sequences."""

    relations: tuple[_Related, ...]
    values: dict[str, Tokens]


def match_job(job: Job, scope: Scope) -> dict[str, Any] | None:
    """How a step's relation matches something cited, None where it does not.

    Args:
        job: of the step.
        scope: what its texts say of the symbols.

    Returns:
        A certificate: the source, what stands for its letters, where each of its conditions is
        bound, and whether the step is the instance or follows from it.
    """
    if not job.relation:
        return None
    around = Surroundings(job, scope)
    if around.excepts:
        return None
    of_cited, of_others = _Effort(_MOST_PROOFS), _Effort(0)
    for text in (*job.may_use, *job.hypotheses):
        if body_of(text) == body_of(job.proving):
            continue  # a proof may not use what it proves
        if not around.makes(text):
            continue
        effort = of_cited if text in job.may_use else of_others
        cited = read_statement(text)
        if cited.kind == "Technique" and around.makes_anew(cited):
            continue
        for claim in cited.claims:
            found = _match(job, scope, around, cited, claim, effort)
            if found is not None:
                return found
    return None


def _match(
    job: Job, scope: Scope, around: Surroundings, cited: Cited, claim: Claim, effort: _Effort
) -> dict[str, Any] | None:
    wanted = (tokens_of(job.left), RELATIONS.get(job.relation, job.relation), tokens_of(job.right))
    if _of_other_things(around, cited, claim):
        return None
    for instance in _instances(job, cited, claim):
        if _over(around, instance) or _random_for_fixed(scope, cited, claim, instance):
            continue
        said = _says(instance, wanted)
        if not said and not (effort.left and _speaks_of(instance, wanted)):
            continue
        places: list[Place] = []
        for condition in claim.conditions:
            place = around.bind(condition, instance.values)
            if place is None:
                break
            places.append(place)
        else:
            how = "is the instance" if said else _follows(job, scope, instance, wanted, effort)
            if how is not None:
                return _certificate(cited, instance, places, how)
    return None


def _certificate(
    cited: Cited, instance: _Instance, places: list[Place], how: str
) -> dict[str, Any]:
    stands = {name: as_text(value) for name, value in sorted(instance.values.items())}
    return {
        "source": cited.text,
        "claims": [f"{as_text(a)} {sign} {as_text(b)}" for a, sign, b in instance.relations],
        "with": {name: value for name, value in stands.items() if value != name},
        "conditions": [{"condition": p.condition, "by": p.by} for p in places],
        "step": how,
    }


def _of_other_things(around: Surroundings, cited: Cited, claim: Claim) -> bool:
    """Whether a letter of the source, not its own, is introduced anew where the step stands."""
    own = {letter for name in cited.declared for letter in letters_in(tokens_of(name))}
    for sentence in sentences_of_text(cited.text):
        own |= letters_introduced(sentence)
    texts = [claim.formula, *(f for c in claim.conditions for f in formulas_in(c.text))]
    others = {letter for text in texts for letter in letters_in(tokens_of(text))} - own
    return bool(others & around.declared)


def _over(around: Surroundings, instance: _Instance) -> bool:
    """Whether what is put in has letters of which it is not clear what is still said."""
    letters = {letter for a, _, b in instance.relations for letter in letters_in((*a, *b))}
    return bool(letters & around.rebound)


def _random_for_fixed(scope: Scope, cited: Cited, claim: Claim, instance: _Instance) -> bool:
    """Whether a term that may be random stands for a fixed letter under an expectation.

    "Let $x$ be a vector. Then $\\E[f(x)] \\le 1$" says nothing of a random point.
    """
    tokens = tokens_of(claim.formula)
    if cited.kind == "Technique" or not _speaks_of_random(tokens):
        return False
    called = [c.said for c in claim.conditions if isinstance(c.said, Called)]
    random = {said.name for said in called if said.meaning in ("random", "event")}
    for name, value in instance.values.items():
        if name in random or not letters_in(tokens_of(name)) & letters_in(tokens):
            continue
        known = canonical_name(as_text(value)) in scope.domains.symbols
        if letters_in(value) and not known:
            return True
    return False


def _speaks_of_random(tokens: Tokens) -> bool:
    """Whether an operator on random variables stands in a formula, in whatever font."""
    for token, following in zip(tokens, (*tokens[1:], ""), strict=True):
        if word_of(token) in _OF_RANDOM and (token.startswith("\\") or following in ("[", "(")):
            return True
    return False


def _instances(job: Job, cited: Cited, claim: Claim) -> Iterator[_Instance]:
    """The claim with terms put in, in the ways that the step suggests."""
    seen: list[dict[str, Tokens]] = []
    pieces = _pieces(claim.formula)
    if not pieces:
        return
    for suggested in _ways(job, cited, pieces):
        values = {name: suggested.get(name, tokens_of(name)) for name in sorted(cited.declared)}
        if values in seen:
            continue
        seen.append(values)
        if len(seen) > _MOST_WAYS:
            return
        put = [(put_in(a, values), sign, put_in(b, values)) for a, sign, b in pieces]
        whole = tuple((a, s, b) for a, s, b in put if a is not None and b is not None)
        if len(whole) == len(pieces):
            yield _Instance(whole, values)


def _pieces(formula: str) -> list[_Related]:
    """The relations of a formula, and what its chains say of their ends."""
    found: list[_Related] = []
    open_chain: list[_Related] = []
    number = -1
    for relation in relations(_ended(formula)):
        if relation.condition or relation.conditional or relation.given:
            return []
        if re.search(r"[A-Za-z]", relation.beside) and relation.beside.strip() != "and":
            return []  # "a.s.", "for large n"
        sign = RELATIONS.get(relation.sign, relation.sign)
        piece = (tokens_of(relation.left), sign, tokens_of(_ended(relation.right)))
        open_chain = [
            (first, both, piece[2])
            for first, order, last in (open_chain if relation.chain == number else [])
            if last == piece[0] and (both := _COMPOSED.get((order, sign)))
        ]
        number = relation.chain
        found += [piece, *open_chain]
        open_chain.append(piece)
    return found


def _ended(formula: str) -> str:
    return formula.rstrip(" .,;")


def _ways(job: Job, cited: Cited, pieces: list[_Related]) -> Iterator[Substitution]:
    """What may stand for the letters: themselves, what the step says, what makes both sides fit."""
    names = sorted(cited.declared)
    yield {}
    said = _said(job, names)
    if said:
        yield said
    left, right = tokens_of(job.left), tokens_of(job.right)
    for a, _, b in pieces:
        for first, second in ((left, right), (right, left)):
            for values in matches(a, first, names):
                yield from matches(b, second, names, values)
                yield values
            yield from matches(b, second, names)
    for a, _, b in pieces:
        for pattern in (a, b):
            for text in (left, right):
                yield from found_inside(pattern, text, names)


def _said(job: Job, names: list[str]) -> dict[str, Tokens]:
    """ "by Lemma 3 with $\\\\theta = \\\\log 2$": what the words beside the step put in."""
    found: dict[str, Tokens] = {}
    for formula in formulas_in(job.justification):
        for relation in relations(formula):
            name = symbol_of(relation.left)
            if relation.sign == "=" and name in names and name not in found:
                found[name] = tokens_of(_ended(relation.right))
    return found


def _says(instance: _Instance, wanted: _Related) -> bool:
    """Whether the step is one of the instance's relations, perhaps weakened or turned round."""
    left, sign, right = wanted
    for a, order, b in instance.relations:
        for one, by, other in ((a, order, b), (b, _MIRRORED.get(order, ""), a)):
            if (one, other) == (left, right) and (by == sign or (by, sign) in _WEAKER):
                return True
    return False


def _speaks_of(instance: _Instance, wanted: _Related) -> bool:
    """Whether a side of the instance stands in the step; else it is not asked what follows."""
    sides = [side for a, _, b in instance.relations for side in (a, b)]
    return any(
        text[at : at + len(side)] == side
        for side in sides
        if len(side) > 1
        for text in (wanted[0], wanted[2])
        for at in range(len(text) - len(side) + 1)
    )


def _follows(
    job: Job, scope: Scope, instance: _Instance, wanted: _Related, effort: _Effort
) -> str | None:
    """How the step follows from the instance; None where it does not, or needs no instance."""
    left, sign, right = wanted
    if effort.alone is None:
        effort.alone = follows(job, scope, job.left, sign, job.right) is not None
    if effort.alone:
        return None  # under the domains it follows from nothing
    effort.left -= 1
    given = tuple((as_text(a), order, as_text(b)) for a, order, b in instance.relations)
    # By tokens on both sides, so that one operator has one name.
    method = follows(job, scope, as_text(left), sign, as_text(right), given)
    return f"follows from the instance ({method})" if method is not None else None
