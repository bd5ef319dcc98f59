"""Changes of one relation of a chain, of the kinds that slips in papers have.

A mutant changes the relation sign or one of the two terms beside it; whether it is still true is
the oracle's business.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .corpus import Chain
from .terms import (
    REVERSED,
    Comparison,
    Path,
    Term,
    is_scalar,
    names,
    number,
    places,
    renamed,
    replaced,
)

#: Every kind of change, in the order of the report.
KINDS = (
    "flip relation", "make equal", "make strict", "change constant", "change exponent",
    "drop factor", "drop square", "drop root", "drop absolute value", "drop term",
    "swap min and max", "move index", "swap variables", "change sign",
)  # fmt: skip
#: Kinds that few chains admit come first where there is room for some only.
_RARE = (
    "drop absolute value", "swap min and max", "move index", "drop root", "swap variables",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A chain with one change.

    Args:
        chain: the changed chain, cut so that the changed relation is judged by itself.
        step: index of the relation to judge.
        kind: one of `KINDS`.
        original: name of the chain it comes from.
        number: of the mutant within its chain.
    """

    chain: Chain
    step: int
    kind: str
    original: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.original}/{self.number}"

    @property
    def comparison(self) -> Comparison:
        return self.chain.comparison(self.step)


def mutants(chain: Chain, limit: int, seed: int) -> list[Mutant]:
    """At most `limit` mutants of a chain, every kind that applies before a second of any kind.

    Args:
        chain: a true chain.
        limit: how many at the most.
        seed: decides which of them, and which kinds come first.
    """
    by_kind: dict[str, list[tuple[Chain, int]]] = {}
    known = {chain.comparison(step) for step in range(len(chain.relations))}
    for step in range(len(chain.relations)):
        for kind, changed, judged in _changes(chain, step):
            comparison = changed.comparison(judged)
            if comparison not in known:  # 1 + 1 and 2 * 1 are one mutant
                known.add(comparison)
                by_kind.setdefault(kind, []).append((changed, judged))
    chance = random.Random(f"{seed} {chain.name}")
    for found in by_kind.values():
        chance.shuffle(found)
    kinds = [*_RARE, *(k for k in chance.sample(KINDS, len(KINDS)) if k not in _RARE)]
    chosen: list[tuple[str, Chain, int]] = []
    while len(chosen) < limit and any(by_kind.values()):
        for kind in kinds:
            if by_kind.get(kind) and len(chosen) < limit:
                chosen.append((kind, *by_kind[kind].pop()))
    return [
        Mutant(changed, judged, kind, chain.name, position)
        for position, (kind, changed, judged) in enumerate(chosen, start=1)
    ]


def _changes(chain: Chain, step: int) -> Iterator[tuple[str, Chain, int]]:
    for kind, relation in _other_relations(chain.relations[step]):
        signs = (*chain.relations[:step], relation, *chain.relations[step + 1 :])
        # What follows a false relation is judged by nobody; the chain ends with the change.
        yield kind, _cut(replace(chain, relations=signs), 0, step + 1), step
    for side in (step, step + 1):
        for kind, term in _other_terms(chain.terms[side], chain):
            if term == chain.terms[side] or not is_scalar(term, chain.setting.kinds):
                continue
            terms = (*chain.terms[:side], term, *chain.terms[side + 1 :])
            changed = replace(chain, terms=terms)
            if side == step:  # begins with the changed term: nothing false stands before it
                yield kind, _cut(changed, step, len(chain.relations)), 0
            else:
                yield kind, _cut(changed, 0, step + 1), step


def _cut(chain: Chain, first: int, last: int) -> Chain:
    """The relations from `first` up to `last`, exclusive."""
    return replace(
        chain, terms=chain.terms[first : last + 1], relations=chain.relations[first:last]
    )


def _other_relations(relation: str) -> Iterator[tuple[str, str]]:
    if relation == "=":
        yield "flip relation", "<"
        yield "flip relation", ">"
    else:
        yield "flip relation", REVERSED[relation]
        yield "make equal", "="
    if relation in ("<=", ">="):
        yield "make strict", relation[0]


def _other_terms(term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    for path, node in places(term):
        for change in _NODE_CHANGES:
            for kind, new in change(node, path, term, chain):
                yield kind, replaced(term, path, new)
    kinds = chain.setting.kinds
    present = sorted(n for n in names(term) if kinds.get(n) not in (None, "family", "random"))
    for index, a in enumerate(present):
        for b in present[index + 1 :]:
            if _sort(kinds[a]) == _sort(kinds[b]):  # a sum up to a real number is no slip
                yield "swap variables", renamed(term, {a: b, b: a})


def _sort(kind: str) -> str:
    return "real" if kind == "defined" else "integer" if kind in _WHOLE else kind


_Change = Callable[[Term, Path, Term, Chain], Iterator[tuple[str, Term]]]


def _constants(node: Term, path: Path, term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    if node.head != "number" or _inside_exponent(term, path):
        return
    for value in (node.number + 1, node.number * 2, node.number / 2, node.number - 1):
        if value.denominator == 1 and value >= 1:
            yield "change constant", number(value)


def _inside_exponent(term: Term, path: Path) -> bool:
    for step in path:
        if term.head == "pow" and step == 1:
            return True
        term = term.arguments[step]
    return False


def _exponents(node: Term, path: Path, term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    if node.head == "call" and node.name == "sqrt":
        yield "drop root", node.arguments[0]
    if node.head == "call" and node.name == "exp":
        yield "change exponent", Term("call", (_times_two(node.arguments[0]),), "exp")
        yield "change exponent", Term("call", (_halved(node.arguments[0]),), "exp")
    if node.head != "pow":
        return
    base, exponent = node.arguments
    if exponent == number(2):
        yield "drop square", base
    elif exponent.head == "number":
        yield "change exponent", Term("pow", (base, number(exponent.number - 1)))
    else:
        yield "change exponent", Term("pow", (base, _plus(exponent, -1)))
    yield "change exponent", Term("pow", (base, _plus(exponent, 1)))


def _times_two(term: Term) -> Term:
    if term.head == "neg":
        return Term("neg", (_times_two(term.arguments[0]),))
    if term.head == "mul":
        return Term("mul", (number(2), *term.arguments))
    return Term("mul", (number(2), term))


def _halved(term: Term) -> Term:
    if term.head == "neg":
        return Term("neg", (_halved(term.arguments[0]),))
    return Term("div", (term, number(2)))


def _plus(term: Term, offset: int) -> Term:
    """A term moved by one, `n - 1` to `n` rather than to `n - 1 + 1`."""
    if term.head == "number" and term.number + offset >= 0:
        return number(term.number + offset)
    shift = number(offset)
    if term.head == "add" and term.arguments[-1] == number(-offset):
        rest = term.arguments[:-1]
        return rest[0] if len(rest) == 1 else Term("add", rest)
    parts = term.arguments if term.head == "add" else (term,)
    return Term("add", (*parts, shift))


def _drops(node: Term, path: Path, term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    if node.head in ("mul", "add"):
        kind = "drop factor" if node.head == "mul" else "drop term"
        for index in range(len(node.arguments)):
            rest = node.arguments[:index] + node.arguments[index + 1 :]
            yield kind, rest[0] if len(rest) == 1 else Term(node.head, rest)
    if node.head == "div":
        top, bottom = node.arguments
        yield "drop factor", top
        if top != number(1):
            yield "drop factor", Term("div", (number(1), bottom))
    if node.head == "call" and node.name == "abs":
        yield "drop absolute value", node.arguments[0]
    if node.head == "call" and node.name in ("min", "max"):
        other = "max" if node.name == "min" else "min"
        yield "swap min and max", replace(node, value=other)


def _signs(node: Term, path: Path, term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    if node.head == "add":
        for index, part in enumerate(node.arguments[1:], start=1):
            turned = part.arguments[0] if part.head == "neg" else Term("neg", (part,))
            parts = (*node.arguments[:index], turned, *node.arguments[index + 1 :])
            yield "change sign", Term("add", parts)
    if node.head == "neg" and (not path or path[-1] == 0):
        yield "change sign", node.arguments[0]
    if node.head == "call" and node.name == "exp" and node.arguments[0].head != "neg":
        yield "change sign", Term("call", (Term("neg", node.arguments),), "exp")


def _indices(node: Term, path: Path, term: Term, chain: Chain) -> Iterator[tuple[str, Term]]:
    if node.head in ("sum", "prod"):
        body, low, high = node.arguments
        yield "move index", replace(node, arguments=(body, _plus(low, 1), high))
        yield "move index", replace(node, arguments=(body, low, _plus(high, 1)))
        yield "move index", replace(node, arguments=(body, low, _plus(high, -1)))
    if node.head == "item":
        yield "move index", replace(node, arguments=(_plus(node.arguments[0], 1),))
    whole = node.head == "symbol" and chain.setting.kinds.get(node.name) in _WHOLE
    if whole and not _inside_bound(term, path):
        yield "move index", _plus(node, 1)
        yield "move index", _plus(node, -1)


_WHOLE = ("integer", "naturals")


def _inside_bound(term: Term, path: Path) -> bool:
    for step in path:
        if term.head in ("sum", "prod") and step > 0:
            return True
        term = term.arguments[step]
    return False


_NODE_CHANGES: tuple[_Change, ...] = (_constants, _exponents, _drops, _signs, _indices)
