"""A formula cut at its commas: what each segment introduces and which constants it uses."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.record import Record
from .formula import CLOSING, OPENING, TEXTS, Formula
from .introductions import Named, introduced, named, place
from .neighbours import INEQUALITIES, SPACING
from .relations import LIMITS, RELATIONS, Part, side_of, split_at_relations, trimmed
from .roles import role_of
from .symbols import Symbol, symbol_at

_DOTS = frozenset(["\\dots", "\\ldots", "\\cdots", "\\dotsc", "\\dotsb", "...", "\\dotso"])
_BREAKS = frozenset([",", ";", "\\\\", "\\quad", "\\qquad", "\\newline", "\\cr"])
_ALIGNED = RELATIONS | {"+", "-", "\\cdot", "\\times", "\\cup", "\\cap", "\\subset", "\\subseteq"}
#: Subscripts that run over a sequence; others tell what a constant depends on.
_ENTRIES = frozenset("ijkt")
#: Longer segments are looked at letter by letter only.
_LONGEST = 600


class Use(Record):
    """A letter of a constant at work in an expression.

    Args:
        symbol: the symbol.
        role: `scalar`, `weak` or `typed`, see `roles`.
        start, end: its place in the file.
        side: how it bounds something, see `relations.side_of`.
    """

    symbol: Symbol
    role: str
    start: int
    end: int
    side: str = ""


class Segment(Record):
    """Part of a formula between commas.

    Args:
        start, end: its place in the file.
        named: the symbols it introduces; empty for an expression.
        uses: letters C and c in it that are used, in order.
        dots: it is an ellipsis.
        quantifier: `all` for a leading `\\forall`, `some` for `\\exists`, `nested` for an
            `\\exists` behind a `\\forall`: what it may depend on is written.
    """

    start: int
    end: int
    named: tuple[Named, ...] = ()
    uses: tuple[Use, ...] = ()
    dots: bool = False
    quantifier: str = ""


def read_formula(formula: Formula, letters: list[int], alphabet: str) -> Iterator[Segment | Part]:
    """The segments of a formula in order, and between them the places of the words inside it.

    Args:
        formula: its tokens.
        letters: the indexes of the letters C and c in it that may be constants.
        alphabet: those of `C` and `c` that are rather variables beside A, B, D or a, b, d.
    """
    position = 0
    for first, last, is_words in _cut(formula):
        if is_words:
            if first < last:
                yield formula.tokens[first][1], formula.tokens[last - 1][2]
            continue
        here = []
        while position < len(letters) and letters[position] < last:
            if letters[position] >= first:
                here.append(letters[position])
            position += 1
        segment = _segment(formula, (first, last), here, alphabet)
        if segment is not None:
            yield segment


def _cut(formula: Formula) -> Iterator[tuple[int, int, bool]]:
    """Index ranges of the segments, and, marked so, of the words between them."""
    depth = first = index = 0
    count = len(formula.tokens)
    while index < count:
        mark = formula.marks[index]
        behind = index
        if (mark in TEXTS or mark in ("\\begin", "\\end")) and formula.text(index + 1) == "{":
            behind = formula.partner[index + 1] + 1
        elif mark == "{":
            index = formula.partner[index] + 1
            continue
        elif mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth = max(0, depth - 1)
        elif _breaks(formula, index, depth):
            behind = index + 1
        elif mark in ("\\forall", "\\exists") and index > first:
            yield first, index, False
            first = index
            depth = 0
        if behind == index:
            index += 1
            continue
        if first < index:
            yield first, index, False
        if mark in TEXTS:
            yield index + 2, min(behind - 1, count), True
        first = index = behind
        depth = 0
    if first < count:
        yield first, count, False


def _breaks(formula: Formula, index: int, depth: int) -> bool:
    """Whether a segment ends before the mark at an index, which is left out."""
    mark = formula.marks[index]
    if mark in _BREAKS:
        return depth == 0 or mark == "\\\\"
    if mark == "&":
        return formula.text(index - 1) not in _ALIGNED and formula.text(index + 1) not in _ALIGNED
    return mark == ":" and depth == 0 and _is_punctuation(formula, index)


def _is_punctuation(formula: Formula, index: int) -> bool:
    """Whether a colon is no definition `:=` and no map `c : X \\to Y`."""
    if formula.text(index + 1) == "=" or formula.text(index - 1) == "=":
        return False
    for at in range(index + 1, min(index + 40, len(formula.tokens))):
        mark = formula.marks[at]
        if mark in LIMITS or mark == "\\mapsto":
            return False
        if mark in _BREAKS or mark in INEQUALITIES:
            break
    return True


def _segment(formula: Formula, whole: Part, letters: list[int], alphabet: str) -> Segment | None:
    first, last = trimmed(formula, whole)
    if first >= last:
        return None
    start, end = formula.tokens[first][1], formula.tokens[last - 1][2]
    if last - first == 1 and formula.marks[first] in _DOTS:
        return Segment(start, end, dots=True)
    quantifier = ""
    while first < last and formula.marks[first] in ("\\forall", "\\exists"):
        quantifier = _quantifier(formula, first)
        first += 1
    names: list[Named] = []
    parts: list[Part] = [(first, last)]
    relations: list[str] = []
    if first < last <= first + _LONGEST:
        parts, relations = split_at_relations(formula, (first, last))
        names += introduced(formula, parts, relations)
    taken = {item.symbol.left for item in names}
    dots = not _DOTS.isdisjoint(formula.marks[first:last]) if letters else False
    uses: list[Use] = []
    for index in letters:
        symbol = symbol_at(formula, index)
        if symbol is None or symbol.left in taken:
            continue
        if _is_brace_label(formula, symbol):
            names.append(named(formula, symbol, "defined"))
            continue
        role = role_of(formula, symbol)
        if role == "scalar" and _is_variable(formula, symbol, parts, relations, alphabet):
            role = "typed" if _is_parameter(formula, symbol, parts[0]) else "ignored"
        elif symbol.form == "indexed" and (
            symbol.subscript in _ENTRIES or (dots and symbol.subscript)
        ):
            # Entries of a sequence, `c_1 x_1 + \dots + c_n x_n`: so are those with a number.
            every = "#" if "0" in formula.marks[first:last] else "#1"
            symbol = symbol._replace(name=f"{symbol.letter}||{every}|")
            role = "typed"
        if role == "ignored":
            continue
        side = side_of(formula, symbol, parts, relations) if role == "scalar" else ""
        uses.append(Use(symbol, role, *place(formula, symbol), side))
    return Segment(start, end, tuple(names), tuple(uses), False, quantifier)


def _quantifier(formula: Formula, index: int) -> str:
    if formula.marks[index] == "\\forall":
        return "all"
    return "nested" if "\\forall" in formula.marks[:index] else "some"


def _is_brace_label(formula: Formula, symbol: Symbol) -> bool:
    """`\\underbrace{\\E X}_{=: c}` gives its expression the name."""
    before = symbol.left - 1
    while formula.text(before) in ("=", ":", "\\eqqcolon") or formula.text(before) in SPACING:
        before -= 1
    if before < 3 or formula.text(before) != "{" or formula.role[before] != "sub":
        return False
    if formula.text(before - 2) != "}" or before == symbol.left - 1:
        return False
    opening = formula.partner.get(before - 2, 0)
    return formula.text(opening - 1) in ("\\underbrace", "\\overbrace")


def _is_variable(
    formula: Formula, symbol: Symbol, parts: list[Part], relations: list[str], alphabet: str
) -> bool:
    """A variable like any other: in `a + b = c`, in `\\E[cX] = c\\E[X]`, in `E = mc^2`."""
    if symbol.name == f"{symbol.letter}|||":
        if symbol.letter in alphabet:
            return symbol.letter == "c" or formula.text(symbol.right) in ("", "+", "-", "=", ")")
        if symbol.power and formula.text(symbol.left - 1) == "m" and "E" in formula.marks:
            return True
    return set(relations) == {"="} and all(_holds(formula, symbol, part) for part in parts)


def _holds(formula: Formula, symbol: Symbol, part: Part) -> bool:
    for index in range(*part):
        if formula.marks[index] == symbol.letter:
            other = symbol_at(formula, index)
            if other is not None and other.name == symbol.name and part[0] <= other.left < part[1]:
                return True
    return False


def _is_parameter(formula: Formula, symbol: Symbol, part: Part) -> bool:
    """`K_C(n) = \\{x : x \\le C n\\}`: what is defined carries the letter as a parameter."""
    depth = 0
    for index in range(*part):
        mark = formula.marks[index]
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark != symbol.letter:
            continue
        if depth > 0 or formula.text(index - 1) == "_" or formula.parent[index] in formula.lowered:
            return True
    return False
