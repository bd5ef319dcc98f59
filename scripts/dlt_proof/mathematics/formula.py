"""A formula cut into chains of relations, each with its exact place.

Only relations of the outermost level count (`formula_tokens`). Not here: which of them a text
asserts, introduces or supposes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..latex import Macro, expand_macros
from .formula_tokens import (
    DEFINING,
    IMPLICATIONS,
    RELATIONS,
    Mark,
    group_end,
    outermost_marks,
    skip_blanks,
)

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


_Ranges = list[tuple[int, int]]


@dataclass
class _Formula:
    """A chain while it is read: n signs and n + 1 terms, each a list of ranges."""

    condition: bool = False
    terms: list[list[tuple[int, int]]] = field(default_factory=lambda: [[]])
    signs: list[Mark] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    colons: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    quantified: int = -1
    words: str = ""

    def add(self, start: int, end: int) -> None:
        if start < end:
            self.terms[-1].append((start, end))


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
    formulas = _Reader(content, marks, joined=joined).read()
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
_CONDITION = re.compile(
    r"[\s~,(]*(?:(?:for|if|when|where|whenever|with|provided|on|unless|such\s+that|s\.t\.|subject)\b"
    r"|as[\s~]*(?:$|\$?[^$\s]+\s*(?:\\to|\\rightarrow|tends|goes)))",
    re.IGNORECASE,
)
#: Joins formulas: what follows is asserted like what stands before.
_JOINS = re.compile(
    r"[\s~,;]*(?:and|so|hence|thus|then|therefore|while|but|i\.e\.,?|that\s+is,?|so\s+that|or"
    r"|respectively|as\s+well\s+as|which\s+gives|also|moreover|consequently)?[\s~,;.]*",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s~]*(?:and|or|,)[\s~]*", re.IGNORECASE)
_APPLIED = re.compile(r"\s*(?:[(\[_^]|\\(?:left|[bB]igg?l?|\{|[{])|\\[,!]\s*[(\[])")
_WORD = re.compile(r"[A-Za-z]+$")
_LONE_WRAPPERS = ("array", "cases", "dcases", "rcases", "drcases")
_OPERATOR = re.compile(
    r"(?:\s|\{\}|\\[,;:!])*(?:[+\-*/]|\\(?:cdot|times|pm|mp|circ|otimes|oplus|cup|cap|wedge|vee"
    r"|setminus|div|big[a-z]*cdot)(?![A-Za-z]))"
)
_ENDS_WITH_OPERATOR = re.compile(
    r"(?:[+\-*/]|\\(?:cdot|times|pm|mp|circ|otimes|oplus|cup|cap)(?![A-Za-z]))(?:\s|\{\}|\\[,;:!])*$"
)
_BLANK = re.compile(r"(?:\s|\{\}|\\[,;:!]|~)*$")


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


class _Reader:
    """Goes through the marks once and collects the formulas of a display."""

    def __init__(self, content: str, marks: list[Mark], *, joined: bool) -> None:
        self.content = content
        self.marks = marks
        self.joined = joined
        self.main = self.current = _Formula()
        self.done: list[_Formula] = [self.current]
        self.columns: dict[int, _Formula] = {0: self.main}
        self.column = 0
        self.cursor = 0
        self.amps = 0

    def read(self) -> list[_Formula]:
        for number, mark in enumerate(self.marks):
            if mark.start < self.cursor:
                continue
            self._see(number, mark)
        self.current.add(self.cursor, len(self.content))
        return self.done

    def _see(self, number: int, mark: Mark) -> None:
        kind, formula = mark.kind, self.current
        if kind == "text" and self._is_term(number, mark):
            return
        if kind == "comma":
            formula.commas.append(mark.start)
            return
        if kind == "colon":
            formula.colons.append(mark.start)
            return
        if kind == "forall":
            formula.quantified = mark.start if formula.quantified < 0 else formula.quantified
            return
        formula.add(self.cursor, mark.start)
        self.cursor = mark.end
        if kind == "relation":
            formula.signs.append(mark)
            formula.terms.append([])
        elif kind == "tag":
            self._reason(mark.words)
        elif kind == "text":
            self._words(mark)
        elif kind == "gap" and not self._goes_on(number, mark):
            self._begin(_Formula(words=" "))
        elif kind == "amp":
            self.amps += 1
            if (
                self.amps % 2 == 0
                and not self._sign_alone(number)
                and not self._goes_on(number, mark)
            ):
                self.column += 1
                known = self.columns.get(self.column)
                if known is not None and self._leads(number, mark) == "relation":
                    self.current = known
                else:
                    self._begin(_Formula(words=" "))
                    self.columns.setdefault(self.column, self.current)
        elif kind in ("break", "intertext"):
            self._row(number, mark)

    def _row(self, number: int, mark: Mark) -> None:
        self.amps = self.column = 0
        main = self.main
        open_end = main.signs and _BLANK.match(self._term(main)) is not None
        open_end = open_end or bool(_ENDS_WITH_OPERATOR.search(self._term(main)))
        if self.joined or open_end or self._goes_on(number, mark):
            main.rows.append(mark.start)
            self.current = main
            return
        if mark.kind == "break" and self._leads(number, mark) == "":
            return  # the last row is empty
        self._begin(_Formula())
        self.main = self.current
        self.columns = {0: self.main}

    def _begin(self, formula: _Formula) -> None:
        self.current = formula
        self.done.append(formula)

    def _words(self, mark: Mark) -> None:
        words, condition = mark.words, self.current.condition
        if _CONDITION.match(words) and not _AND.fullmatch(words):
            self._begin(_Formula(condition=True, words=words))
        elif _JOINS.fullmatch(words):
            self._begin(_Formula(condition=condition and bool(_AND.fullmatch(words))))
            if not self.main.signs and not self._term(self.main).strip():
                self.main = self.columns[0] = self.current  # the row begins with "Hence"
        else:
            self._reason(words)
            self._begin(_Formula(words=" "))

    def _reason(self, words: str) -> None:
        formula = self.current if self.current.signs else self.main
        while len(formula.beside) < len(formula.signs):
            formula.beside.append("")
        if formula.beside:
            formula.beside[-1] = f"{formula.beside[-1]} {words}".strip()

    def _term(self, formula: _Formula) -> str:
        return "".join(self.content[a:b] for a, b in formula.terms[-1])

    def _is_term(self, number: int, mark: Mark) -> bool:
        """Whether a text is an operator or a quantity, `\\text{rank}(A)`, not words."""
        if _CONDITION.match(mark.words) or _JOINS.fullmatch(mark.words):
            return False
        word = bool(_WORD.match(mark.words))
        if word and _APPLIED.match(self.content, mark.end):
            return True
        before = self._term(self.current) + self.content[self.cursor : mark.start]
        if self.current.signs and _BLANK.match(before):
            return True  # a sign wants a term
        return word and bool(
            _ENDS_WITH_OPERATOR.search(before) or _OPERATOR.match(self.content, mark.end)
        )

    def _goes_on(self, number: int, mark: Mark) -> bool:
        """Whether what follows goes on with the formula before."""
        return self._leads(number, mark) in ("relation", "operator")

    def _leads(self, number: int, mark: Mark) -> str:
        """What stands next: `relation`, `operator`, `term`, or nothing."""
        position = mark.end
        for following in self.marks[number + 1 :]:
            between = self.content[position : following.start]
            if not _BLANK.match(between):
                return "operator" if _OPERATOR.match(between) else "term"
            if following.kind in ("blank", "amp", "gap", "tag", "intertext"):
                position = following.end
                continue
            return following.kind if following.kind in ("relation", "break") else "term"
        rest = self.content[position:]
        if _BLANK.match(rest):
            return ""
        return "operator" if _OPERATOR.match(rest) else "term"

    def _sign_alone(self, number: int) -> bool:
        """Whether the cell before this `&` holds one sign only, as in `eqnarray`."""
        signs = 0
        end = self.marks[number].start
        for mark in reversed(self.marks[:number]):
            if mark.kind not in ("relation", "blank", "amp") or not _BLANK.match(
                self.content[mark.end : end]
            ):
                return False
            if mark.kind == "amp":
                return signs == 1
            signs += mark.kind == "relation"
            end = mark.start
        return False


_SIGN = re.compile(
    r"[=<>]|\\(?:" + "|".join(name[1:] for name in RELATIONS if name[1:]) + r")(?![A-Za-z])"
)
_NUMBER = re.compile(r"[+-]?\s*(?:\d+(?:\.\d+)?|\\infty)$")
_SYMBOL = re.compile(
    r"\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|[A-Za-z0-9]))?(?:\s*,\s*\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|\w))?)*$"
)
_DOTS = re.compile(r"\\(?:l|c|)dots[a-z]*(?![A-Za-z])")


def _cut(content: str, formulas: list[_Formula]) -> Iterator[Relation]:
    """The relations of the formulas, with their conditions."""
    pieces: list[Relation] = []
    conditional = False
    given: list[str] = []
    before = ""
    for formula in formulas:
        text = " ".join(_slice(content, term) for term in formula.terms)
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
    for piece in pieces:
        yield replace(
            piece,
            conditional=piece.conditional or conditional,
            given=() if piece.condition else tuple(given),
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
        return bool(_DOTS.search(relation.right))
    if plain == "->":
        return relation.right.endswith("\\infty")
    return plain == "in" or (
        plain in ("<", ">", "<=", ">=") and bool(_NUMBER.match(relation.right))
    )


def _slice(content: str, ranges: list[tuple[int, int]]) -> str:
    return " ".join(content[start:end] for start, end in ranges)


def _of_formula(content: str, formula: _Formula, chain: int) -> Iterator[Relation]:
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
    split = [_at_commas(content, formula, i) for i in range(1, len(terms) - 1)]
    lefts = [terms[0], *(after for _, after in split)]
    rights = [*(before for before, _ in split), *terms[-1:]]
    for index, (left, right) in enumerate(zip(lefts, rights, strict=False)):
        if index >= len(signs):
            break
        found = _relation(content, formula, index, left, right, chain)
        quantified = _in_quantifier(formula, found.start)
        yield replace(
            found,
            left=_trim(_QUANTIFIER.sub("", found.left)),
            condition=found.condition or quantified,
            conditional=bool(joints) or formula.quantified >= 0,
        )


#: `\\forall x, y` before the sign that says which, or before a colon.
_QUANTIFIER = re.compile(r"^.*\\forall(?![A-Za-z])(?:[^:]*:)?", re.DOTALL)


def _in_quantifier(formula: _Formula, place: int) -> bool:
    """Whether a sign only says which values `\\forall` means."""
    if not 0 <= formula.quantified < place:
        return False
    ends = [i for i in formula.colons if i > formula.quantified]
    if not ends:
        first = next(s.start for s in formula.signs if s.start > formula.quantified)
        ends = [i for i in formula.commas if i > first]
    return not ends or place < ends[0]


def _joined(formula: _Formula, first: int, last: int) -> list[tuple[int, int]]:
    """The ranges from one term to another, with the signs between."""
    ranges: list[tuple[int, int]] = []
    for index in range(first, last + 1):
        ranges += formula.terms[index]
        if index < last:
            ranges.append((formula.signs[index].start, formula.signs[index].end))
    return ranges


def _relation(
    content: str, formula: _Formula, index: int, left: _Ranges, right: _Ranges, chain: int
) -> Relation:
    mark = formula.signs[index]
    return Relation(
        _trim(_slice(content, left)),
        mark.sign,
        _trim(_slice(content, right)),
        mark.start,
        mark.end,
        mark.sign in DEFINING,
        formula.condition,
        over=mark.words,
        beside=formula.beside[index],
        first=_first(content, left, mark.start),
        last=_last(content, right, mark.end),
        chain=chain,
    )


def _first(content: str, ranges: _Ranges, otherwise: int) -> int:
    """Where the first character stands that is no white space."""
    for start, end in ranges:
        if content[start:end].strip():
            return skip_blanks(content, start)
    return otherwise


def _last(content: str, ranges: _Ranges, otherwise: int) -> int:
    for start, end in reversed(ranges):
        if content[start:end].strip(" \t\r\n.,;"):
            return start + len(content[start:end].rstrip(" \t\r\n.,;"))
    return otherwise


def _at_commas(content: str, formula: _Formula, index: int) -> tuple[_Ranges, _Ranges]:
    """A term between two signs, cut where one formula ends and the next begins."""
    ranges = formula.terms[index]
    separators = formula.commas
    if formula.quantified >= 0 and formula.colons:
        separators = sorted([*formula.commas, *formula.colons[:1]])
    commas = [c for c in separators if any(a <= c < b for a, b in ranges)]
    if not commas:
        return ranges, ranges
    cut = commas[0]
    dots = _DOTS.search(_slice(content, ranges))
    if dots:
        later = [c for c in commas if _DOTS.search(content[ranges[0][0] : c])]
        if len(later) < 2:
            return ranges, ranges
        cut = later[1]
    before = [(a, min(b, cut)) for a, b in ranges if a < cut]
    after = [(max(a, cut + 1), b) for a, b in ranges if b > cut + 1]
    return before, after


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
        term = _trim(content[match.end() + 1 : end - 1])
        for number, relation in enumerate(relations(content[start:last], aliases)):
            if number == 0 and not relation.left:
                relation = replace(relation, left=term)
            moved = _moved(relation, start)
            yield replace(moved, first=match.end() + 1 if number == 0 else moved.first, chain=-1)


_EDGE = re.compile(
    r"^(?:\s|~|\{\}|\\[,;:! ]|\\(?:quad|qquad|displaystyle)(?![A-Za-z]))+"
    r"|(?:\s|~|\{\}|\\[,;:! ]|[.,;]|\\(?:quad|qquad)(?![A-Za-z]))+$"
)


def _trim(term: str) -> str:
    return re.sub(r"\s+", " ", _EDGE.sub("", _EDGE.sub("", term))).strip()
