"""A formula cut into chains of relations, each with its exact place.

Only relations of the outermost level count (`formula_tokens`). Not here: which of them a text
asserts, introduces or supposes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..latex import Macro, expand_macros
from .formula_rows import Formula, Ranges, RowReader
from .formula_signs import DEFINING, IMPLICATIONS, RELATIONS
from .formula_terms import DOTS, cut_at_commas, first_place, last_place, term_text, trim
from .formula_tokens import Mark, group_end, outermost_marks, skip_blanks

__all__ = ["IMPLICATIONS", "RELATIONS", "Relation", "relation_aliases", "relations"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a chain.

    Args:
        left, right: the terms on either side, trimmed.
        sign: the relation in its plain spelling, `\\le` also for `\\overset{(a)}{\\le}`.
        start, end: of the sign, in the text that was cut.
        defining: whether it introduces its left side (`:=`).
        condition: whether it only says for which values a formula holds (`\\text{for } k \\le j`).
        conditional: whether the formula says such a thing beside it.
        over: what stands over or under the sign, `(a)`.
        beside: the author's words beside it, `(by Lemma 2)`, and its tag.
        given: the conditions beside it, as written.
        first, last: where its left term begins and its right term ends.
        chain: number of the chain it belongs to, from 0.
    """

    left: str
    sign: str
    right: str
    start: int
    end: int
    defining: bool
    condition: bool
    conditional: bool = False
    over: str = ""
    beside: str = ""
    given: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    chain: int = 0


def relation_aliases(macros: Mapping[str, Macro]) -> dict[str, str]:
    """The user's macros that stand for a relation, `\\myge` for `\\ge`.

    Args:
        macros: by name without backslash, as in `Document.macros`.
    """
    aliases = {}
    for name, macro in macros.items():
        if macro.arguments == 0:
            body = expand_macros(f"\\{name}", macros)
            marks, _ = outermost_marks(body, {})
            found = [mark for mark in marks if mark.kind == "relation"]
            if len(found) == 1 and not _without_blanks(body, found[0]):
                aliases[f"\\{name}"] = found[0].sign
    return aliases


def _without_blanks(body: str, mark: Mark) -> str:
    """What a macro's body says beside its one sign."""
    rest = body[: mark.start] + body[mark.end :]
    return re.sub(r"\\(?:[,;:! ]|quad|qquad|ensuremath)|[{}&$\s]", "", rest)


def relations(
    content: str, aliases: Mapping[str, str] | None = None, *, joined: bool = False
) -> list[Relation]:
    """The relations of a formula's content, in reading order.

    A row that begins with a relation or an operator, or follows on one, goes on with the chain of
    the row above; any other row, and whatever follows a `\\quad`, a comma or words, begins a new
    formula. An implication is one relation, and what it joins is not asserted. Where a formula
    says that something exists, or one of two things, nothing in it is asserted outright, and no
    relation is found.

    Args:
        content: what stands between the formula's delimiters, comments blanked.
        aliases: the user's macros for relations (`relation_aliases`).
        joined: whether all rows are one formula (`multline`).
    """
    wrapped = _wrapped(content)
    if wrapped is not None:
        start, end = wrapped
        return [_moved(r, start) for r in relations(content[start:end], aliases, joined=joined)]
    aliases = aliases or {}
    marks, balanced = outermost_marks(content, aliases)
    if not balanced:
        # ]0, 1[ and the like: brackets tell nothing about depth here.
        marks, _ = outermost_marks(content, aliases, brackets=False)
        marks = [mark for mark in marks if mark.kind not in ("comma", "colon")]
    if any(m.kind == "or" or (m.kind == "text" and _OR.fullmatch(m.words)) for m in marks):
        return []
    formulas = RowReader(content, marks, joined=joined).read()
    found = [*_cut(content, formulas), *_braces(content, aliases)]
    return sorted(found, key=lambda relation: relation.start)


def _moved(relation: Relation, by: int) -> Relation:
    return replace(
        relation,
        start=relation.start + by,
        end=relation.end + by,
        first=relation.first + by,
        last=relation.last + by,
    )


_OR = re.compile(r"[\s,~]*(?:either|or|or\s+else)[\s,~]*", re.IGNORECASE)
_LONE_WRAPPERS = ("array", "cases", "dcases", "rcases", "drcases")


def _wrapped(content: str) -> tuple[int, int] | None:
    """Where the real content lies when all of it stands in braces, a box, an array or cases."""
    start = skip_blanks(content, 0)
    if content.startswith("\\boxed", start):
        start = skip_blanks(content, start + len("\\boxed"))
    if content.startswith("{", start):
        end = group_end(content, start)
        if _only_punctuation(content[end:]) and content[end - 1 : end] == "}":
            return start + 1, end - 1
        return None
    opening = re.compile(r"(?:\\left\s*(?:\\\{|\.)\s*)?\\begin\s*\{(?P<name>[a-z]+)\}").match(
        content, start
    )
    if opening is None or opening["name"] not in _LONE_WRAPPERS:
        return None
    closing = re.search(
        rf"\\end\s*\{{{opening['name']}\}}(?:\s*\\right\s*(?:\\\}}|\.))?[\s.,;]*$", content
    )
    if closing is None or f"\\begin{{{opening['name']}}}" in content[opening.end() :]:
        return None
    body = opening.end()
    if opening["name"] == "array":
        body = group_end(content, body)
    return body, closing.start()


def _only_punctuation(text: str) -> bool:
    return not re.sub(r"\\(?:label\s*\{[^{}]*\}|qedhere|[,;:!])|[\s.,;]", "", text)


_SIGN = re.compile(
    r"[=<>]|\\(?:" + "|".join(name[1:] for name in RELATIONS if name[1:]) + r")(?![A-Za-z])"
)
_NUMBER = re.compile(r"[+-]?\s*(?:\d+(?:\.\d+)?|\\infty)$")
_SYMBOL = re.compile(
    r"\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|[A-Za-z0-9]))?(?:\s*,\s*\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|\w))?)*$"
)


def _cut(content: str, formulas: list[Formula]) -> Iterator[Relation]:
    """The relations of the formulas, with their conditions."""
    pieces: list[Relation] = []
    conditional = False
    given: list[str] = []
    before = ""
    for formula in formulas:
        text = " ".join(term_text(content, term) for term in formula.terms)
        found = list(_of_formula(content, formula, len(pieces)))
        if (
            not formula.signs
            and _SIGN.search(text)
            and (formula.words or formula is not formulas[0])
        ):
            conditional = True  # "(y >= 1)" beside a formula
            given.append(text.strip())
        if formula.condition:
            conditional = True
            said = [r.left if n else f"{r.left}" for n, r in enumerate(found[:1])]
            said += [f"{r.sign} {r.right}" for r in found]
            given.append(f"{formula.words} ${' '.join(said) or text.strip()}$".strip())
        previous: Relation | None = None
        for relation in found:
            goes_on = previous is not None and relation.first < previous.last
            if (goes_on and previous is not None and previous.condition) or (
                before and not goes_on and _only_says_where(relation, before)
            ):
                relation = replace(relation, condition=True)
            if relation.condition and not formula.condition:
                conditional = True
                given.append(f"for ${relation.left} {relation.sign} {relation.right}$")
            previous = relation
            before += f" {relation.left} {relation.right} "
            pieces.append(relation)
    chains = {piece.chain for piece in pieces if not piece.condition}
    for piece in pieces:
        yield replace(
            piece,
            conditional=piece.conditional or conditional,
            # Of which of several formulas a condition speaks is not certain.
            given=() if piece.condition or len(chains) > 1 else tuple(given),
        )


def _only_says_where(relation: Relation, before: str) -> bool:
    """`k = 1, \\dots, n`, `x \\in A`, `n \\ge 1` behind a formula that speaks of k, x, n."""
    if _NUMBER.match(relation.left) and _SYMBOL.match(relation.right):
        flipped = replace(relation, left=relation.right, right=relation.left)
        return relation.sign != "=" and _only_says_where(flipped, before)
    if not _SYMBOL.match(relation.left):
        return False
    name = relation.left.split(",")[0].strip()
    if not re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", before):
        return False
    plain = RELATIONS.get(relation.sign, "")
    if plain == "=":
        return bool(DOTS.search(relation.right))
    if plain == "->":
        return relation.right.endswith("\\infty")
    return plain == "in" or (
        plain in ("<", ">", "<=", ">=") and bool(_NUMBER.match(relation.right))
    )


def _of_formula(content: str, formula: Formula, chain: int) -> Iterator[Relation]:
    signs, terms = formula.signs, formula.terms
    while len(formula.beside) < len(signs):
        formula.beside.append("")
    joints = [i for i, mark in enumerate(signs) if mark.sign in IMPLICATIONS]
    bounds = [-1, *joints, len(signs)]
    for number, joint in enumerate(joints):
        left = _joined(formula, bounds[number] + 1, joint)
        right = _joined(formula, joint + 1, bounds[number + 2])
        yield _relation(content, formula, joint, left, right, chain)
    if joints:
        # What leads to a row that begins with "implies" was said before it.
        begins_row = any(
            not content[row : signs[joints[0]].start].strip("\\*& \t\n\r") for row in formula.rows
        )
        if not begins_row:
            return
        signs, terms = signs[: joints[0]], terms[: joints[0] + 1]
    split = [cut_at_commas(content, formula, i) for i in range(1, len(terms) - 1)]
    lefts = [terms[0], *(after for _, after in split)]
    rights = [*(before for before, _ in split), *terms[-1:]]
    begun = 0
    for index, (left, right) in enumerate(zip(lefts, rights, strict=False)):
        if index >= len(signs):
            break
        if index and split[index - 1][0] != split[index - 1][1]:
            begun = index  # a comma began another formula
        found = _relation(content, formula, index, left, right, chain + begun)
        quantified = _in_quantifier(formula, found.start)
        yield replace(
            found,
            left=trim(_QUANTIFIER.sub("", found.left)),
            condition=found.condition or quantified,
            conditional=bool(joints) or formula.quantified >= 0,
        )


#: `\\forall x, y` before the sign that says which, or before a colon.
_QUANTIFIER = re.compile(r"^.*\\forall(?![A-Za-z])(?:[^:]*:)?", re.DOTALL)


def _in_quantifier(formula: Formula, place: int) -> bool:
    """Whether a sign only says which values `\\forall` means."""
    if not 0 <= formula.quantified < place:
        return False
    ends = [i for i in formula.colons if i > formula.quantified]
    if not ends:
        first = next(s.start for s in formula.signs if s.start > formula.quantified)
        ends = [i for i in formula.commas if i > first]
    return not ends or place < ends[0]


def _joined(formula: Formula, first: int, last: int) -> Ranges:
    """The ranges from one term to another, with the signs between."""
    ranges: Ranges = []
    for index in range(first, last + 1):
        ranges += formula.terms[index]
        if index < last:
            ranges.append((formula.signs[index].start, formula.signs[index].end))
    return ranges


def _relation(
    content: str, formula: Formula, index: int, left: Ranges, right: Ranges, chain: int
) -> Relation:
    mark = formula.signs[index]
    return Relation(
        trim(term_text(content, left)),
        mark.sign,
        trim(term_text(content, right)),
        mark.start,
        mark.end,
        mark.sign in DEFINING,
        formula.condition,
        over=mark.words,
        beside=formula.beside[index],
        first=first_place(content, left, mark.start),
        last=last_place(content, right, mark.end),
        chain=chain,
    )


_BRACED = re.compile(r"\\(?:under|over)brace(?![A-Za-z])\s*(?=\{)")
_SCRIPT = re.compile(r"\s*[_^]\s*(?=\{)")


def _braces(content: str, aliases: Mapping[str, str]) -> Iterator[Relation]:
    """What is said under a brace: `\\underbrace{b - c}_{\\ge 0}`."""
    for match in _BRACED.finditer(content):
        end = group_end(content, match.end())
        script = _SCRIPT.match(content, end)
        if script is None:
            continue
        start, last = script.end() + 1, group_end(content, script.end()) - 1
        term = trim(content[match.end() + 1 : end - 1])
        for number, relation in enumerate(relations(content[start:last], aliases)):
            if number == 0 and not relation.left:
                relation = replace(relation, left=term)
            moved = _moved(relation, start)
            yield replace(moved, first=match.end() + 1 if number == 0 else moved.first, chain=-1)
