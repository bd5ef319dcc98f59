"""Relations between scalars that a statement states outright, as a solver can be given them.

Whatever may hold only somewhere, or may be read in two ways, is left out and counted: "if",
"for every", cases, negations, an index, a function's value, a vector, a set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from ..checkers.solver import Assertion
from ..mathematics.formula import RELATIONS, Relation, relations
from ..mathematics.translation import (
    OPAQUE,
    Domains,
    Expression,
    NotUnderstoodError,
    SymbolDomain,
    canonical_name,
    symbols_in,
    translate,
)
from ..records.plan import PlanNode
from .statement_parts import opaque, sentences
from .statement_tokens import MATHEMATICS

_SIGNS = {"=", "!=", "<", ">", "<=", ">="}
_ORDERS_OF_MATRICES = {"\\preceq", "\\succeq"}
#: Words after which a relation need not hold outright, in the whole sentence. \0 is a formula.
_LOCAL = re.compile(
    r"\b(?:if|iff|when|whenever|unless|either|or|otherwise|cases?|every|each|any|all|some|exists?"
    r"|there|such|respectively|resp|not|no|never|neither|nor|cannot|fails?|violat\w*|contradict\w*"
    r"|except|without|instead|rather|unlike|would|could|might|may|example|instance|choos\w+"
    r"|taking|probability|eventually|sufficiently|enough|almost|limit|until|while|as|depending"
    r"|ranges?|say|one\s+of|alternatively|likely|typically|expectation|impossible|false|wrong"
    r"|events?|regimes?|phases?|stages?|complements?|means|call(?:s|ed)?|sets?\s+of|figures?"
    r"|later|at\s+initiali\w+|with\s+weight"
    r"|for\s+(?:example|which|the\s+case))\b|\b(?:for|on)\s+\x00|\b(?:e\.g|i\.e)\.",
    re.IGNORECASE,
)
_NO_SCALARS = re.compile(
    r"\\(?:begin|text|mbox|mathrm\{if\}|quad\s*\\text|forall|exists|neg|lor)\b"
)
_DELIMITERS = re.compile(
    r"^(?:\$\$?|\\[(\[]|\\begin\s*\{[^{}]*\})|(?:\$\$?|\\[)\]]|\\end\s*\{[^{}]*\})$"
)
_NATURALS = re.compile(r"\\(?:mathbb\s*\{?\s*N\s*\}?|N)\s*$")
_INTERVAL = re.compile(r"(?P<open>[\[(])(?P<low>.*),(?P<high>.*)(?P<close>[\])])$", re.DOTALL)
_INFINITY = re.compile(r"[+-]?\s*\\infty$")
_INDEX = re.compile(r"(?<![A-Za-z\\])[ijklmnrstuv](?![A-Za-z])")
_INDEX_LETTERS = {"i", "j", "k", "l"}
_BEFORE = re.compile(r"([A-Za-z][A-Za-z-]*)[\s~]*$")
_AFTER = re.compile(
    r"[\s~]*(?:be|is|are|denotes?|denoting)\s+(?:the|an?|our)\s+((?:[A-Za-z-]+\s*)+?)"
    r"(?=[,.;\x00]|$|\b(?:of|and|that|which|with|in|for|on)\b)"
)
#: Words before a letter that do not tell one thing from another.
_NEUTRAL = """
    let that and with satisfy satisfies has have is are assume suppose fix where a an the of in by
    to real number integer constant parameter scalar quantity value given then we both also
    moreover be positive nonnegative put set write consider choose on at from than least most
    equals equal hold holds it its this under assumption definition
"""
_NO_NOUNS = frozenset(_NEUTRAL.split())


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that is stated outright.

    Args:
        label, line: whose statement, and where that stands in the plan.
        text: the relation as LaTeX.
        comparisons: what it says.
        symbols: canonical names of its letters.
        nouns: what its statement calls them, `("x", "input")`.
        renamed: letters that mean something of their own here, with another name.
    """

    label: str
    line: int
    text: str
    comparisons: tuple[Assertion, ...]
    symbols: frozenset[str]
    nouns: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def assertions(self) -> list[Assertion]:
        """What it says, its letters renamed."""
        names = {
            sympy.Symbol(old, real=True): sympy.Symbol(new, real=True) for old, new in self.renamed
        }
        if self.renamed:
            # A norm is one atom: the letters in it mean what they mean here.
            both = [side for a, _, b in self.comparisons for side in (a, b)]
            atoms = {s for side in both for s in side.free_symbols if s.name.startswith(OPAQUE)}
            names |= {s: sympy.Symbol(f"{s} of {self.label}", nonnegative=True) for s in atoms}
        return [(a.xreplace(names), sign, b.xreplace(names)) for a, sign, b in self.comparisons]


def stated_relations(
    node: PlanNode, text: str, aliases: Mapping[str, str]
) -> tuple[list[Stated], int]:
    """The relations that a statement states outright, and how many are left out.

    Args:
        node: whose statement.
        text: it, or a part of it, normalised and with macros expanded.
        aliases: the user's macros for relations.
    """
    shown = opaque(text)
    nouns, twofold = _nouns(text, shown)
    found: list[Stated] = []
    left_out = 0
    for start, end in sentences(text, shown):
        local = bool(_LOCAL.search(shown, start, end))
        for match in MATHEMATICS.finditer(text, start, end):
            content = _content(match[0])
            pieces = _pieces(content, aliases)
            if pieces is None:
                left_out += _count(content, aliases)
                continue
            for relation in pieces:
                read = None if local else _read(relation)
                if read is None or read[1] & twofold:
                    left_out += 1
                    continue
                comparisons, symbols = read
                found.append(
                    Stated(
                        node.label,
                        node.field_lines.get("Statement", node.line),
                        f"{relation.left} {relation.sign} {relation.right}",
                        comparisons,
                        symbols,
                        tuple(sorted((s, nouns[s]) for s in symbols if s in nouns)),
                    )
                )
    return found, left_out


def _content(formula: str) -> str:
    return _DELIMITERS.sub("", formula).strip().rstrip(".,;").strip()


def _count(content: str, aliases: Mapping[str, str]) -> int:
    return len(relations(content, aliases))


def _pieces(content: str, aliases: Mapping[str, str]) -> list[Relation] | None:
    """The relations of a formula, cut at its commas; None where a piece is no relation.

    `x, y > 0` says two; `i = 1, \\dots, n` says nothing of i.
    """
    if _NO_SCALARS.search(content):
        return None
    found: list[Relation] = []
    waiting: list[str] = []
    pieces = _at_commas(content)
    for number, piece in enumerate(pieces):
        inside = relations(piece, aliases)
        if inside:
            found += [
                Relation(name, inside[0].sign, inside[0].right, 0, 0, False, False)
                for name in waiting
            ]
            waiting = []
            found += inside
        elif found or not re.fullmatch(r"\s*\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|\w))?\s*", piece):
            return None if len(pieces) > 1 or number else []
        else:
            waiting.append(piece.strip())
    return None if waiting and found else found


def _at_commas(content: str) -> list[str]:
    depth, start, pieces = 0, 0, []
    for place, sign in enumerate(content):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0 and content[place - 1 : place] != "\\":
            pieces.append(content[start:place])
            start = place + 1
    return [*pieces, content[start:]]


def _read(relation: Relation) -> tuple[tuple[Assertion, ...], frozenset[str]] | None:
    """What a relation says of scalars, None where it is not read."""
    if relation.condition or relation.conditional or relation.sign in _ORDERS_OF_MATRICES:
        return None
    sign = "=" if relation.defining else RELATIONS.get(relation.sign, "")
    sides = [relation.left]
    try:
        if sign == "in":
            terms = list(_membership(relation))
        elif sign in _SIGNS:
            terms = [(relation.left, sign, relation.right)]
        else:
            return None
        comparisons: list[Assertion] = []
        symbols: set[str] = set()
        for left, plain, right in terms:
            sides = [left, right]
            a, b = (_expression(side) for side in sides)
            symbols |= {name for side in sides for name in _letters(side)}
            comparisons.append((a.value, plain, b.value))
            for condition, kind in (*a.conditions, *b.conditions):
                # A power is defined at zero where a logarithm is not: the weaker holds for both.
                comparisons.append((condition, "!=" if kind == "nonzero" else ">=", sympy.S.Zero))
    except NotUnderstoodError:
        return None
    symbols.discard("e")
    if not symbols or any(_is_index(name) for name in symbols):
        return None
    name = canonical_name(relation.left.strip())
    if sign == "=" and _letters(relation.left) == {name} and name in _letters(relation.right):
        return None  # an update: `w = w - 1`
    return tuple(comparisons), frozenset(symbols)


def _membership(relation: Relation) -> Iterator[tuple[str, str, str]]:
    """`p \\in (0, 1]` as two comparisons, and `n \\in \\mathbb{N}` as one."""
    right = re.sub(r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*", "", relation.right).strip()
    if _NATURALS.fullmatch(right):
        yield relation.left, ">=", "0"
        yield relation.left, "integer", "0"
        return
    interval = _INTERVAL.fullmatch(right)
    if interval is None:
        raise NotUnderstoodError(right)
    low, high = interval["low"].strip(), interval["high"].strip()
    if not _INFINITY.fullmatch(low):
        yield relation.left, ">" if interval["open"] == "(" else ">=", low
    if not _INFINITY.fullmatch(high):
        yield relation.left, "<" if interval["close"] == ")" else "<=", high


def _expression(text: str) -> Expression:
    names = _letters(text) - {"e"}
    symbols = {n: SymbolDomain(n, None, None, False, False, False) for n in names}
    expression = translate(text, Domains(symbols))
    # Of what is not understood only norms are compared: elsewhere the same text may be another.
    if expression.applications or any(n.startswith(f"{OPAQUE} ") for n in expression.opaque):
        raise NotUnderstoodError("a function's value, or a product")
    return expression


def _letters(text: str) -> set[str]:
    return symbols_in(re.sub(r"\\[lr]Vert(?![A-Za-z])", " ", text))


def _is_index(name: str) -> bool:
    base, _, subscript = name.partition("_")
    bare = re.sub(r"\\[A-Za-z]+\s*\{[^{}]*\}", "", subscript)
    return base in _INDEX_LETTERS or bool(_INDEX.search(bare))


def _nouns(text: str, shown: str) -> tuple[dict[str, str], set[str]]:
    """What a statement calls its letters, and the letters that it calls two things."""
    found: dict[str, str] = {}
    twofold: set[str] = set()
    for match in MATHEMATICS.finditer(text):
        first = re.match(r"\s*(\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|\w))?)", _content(match[0]))
        if first is None:
            continue
        letter = canonical_name(first[1])
        for noun in _called(shown[: match.start()], shown[match.end() :]):
            if found.setdefault(letter, noun) != noun:
                twofold.add(letter)
    return found, twofold


def _called(before: str, behind: str) -> Sequence[str]:
    words: list[Any] = [_BEFORE.search(before), _AFTER.match(behind)]
    nouns = [match[1].split()[-1].lower() for match in words if match]
    nouns = [noun for noun in nouns if not {noun, noun.removesuffix("s")} & _NO_NOUNS]
    return [noun.removesuffix("s") if len(noun) > 3 else noun for noun in nouns]
