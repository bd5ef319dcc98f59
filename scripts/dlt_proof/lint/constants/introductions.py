"""What part of a formula introduces, when introducing is all it does.

`C` mentions a symbol, `c > 0` gives its domain, `C = 4L^2` defines it, `C = C(d)` says what it
depends on, `C \\in \\R^{d \\times d}` says that it is none of our constants.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...patterns import pattern
from ...records.record import Record
from .formula import Formula
from .neighbours import INEQUALITIES, over_spacing
from .relations import DEFINING, INCLUSIONS, LIMITS, Part, text_of, trimmed
from .symbols import Symbol, symbol_from

_DIFFERENT = frozenset(["\\neq", "\\ne"])
_UNEQUAL = frozenset(["\\neq", "\\ne", "="])
_AT_MOST = frozenset(["<", "\\le", "\\leq", "\\leqslant", "\\lt", "\\ll", "\\lesssim"])
_PLAIN_BOUNDS = frozenset(["0", "\\infty", ""])
_NUMBER = pattern(
    r"(?:[-+\d./(){}\s^]|\\(?:frac|tfrac|dfrac|sqrt|infty|cdot|pi|e|log|ln|left|right|,|;|!)"
    r"(?![a-z])|e(?=[\^+\-/.)]|$))+"
)
_REALS = pattern(r"\\(?:mathbb|mathbf|mathds|Bbb)\{?R\}?|\\R(?:eals)?")
_ONE_DIMENSION = pattern(r"(?:[_^](?:\{[+*]+\}|[+*]|\{?(?:[>\\]?[a-z]*0|\d)\}?))*")
_DISCRETE = pattern(r"\\(?:mathbb|mathbf)\{?[NZQ]\}?|\\[NZQ](?![a-zA-Z])|\\(?:nats|ints|naturals)")


class Named(Record):
    """A symbol that a part of a formula introduces.

    Args:
        symbol: the symbol.
        how: `mention` (nothing but the symbol), `domain` (positive or finite, no more), `range`
            (any other half-line, `C \\ge 2`), `interval` (`0 < c < 1`), `defined` (`C = 4`),
            `dependence` (`C = C(d)`), `typed` (`C \\in \\R^{d \\times d}`, `c \\to 0`), `variable`
            (`c \\in \\R`).
        start, end: its place in the file.
    """

    symbol: Symbol
    how: str
    start: int
    end: int

    @property
    def is_constant(self) -> bool:
        """Whether it goes by a letter of constants."""
        return self.symbol.letter in ("C", "c")


def named(formula: Formula, symbol: Symbol, how: str) -> Named:
    """A symbol of a formula as something introduced."""
    start, end = place(formula, symbol)
    return Named(symbol, how, start, end)


def place(formula: Formula, symbol: Symbol) -> tuple[int, int]:
    """Where a symbol stands in the file."""
    tokens = formula.tokens
    last = min(symbol.right, len(tokens)) - 1
    return tokens[symbol.left][1], max(tokens[symbol.left][2], tokens[last][2])


def introduced(formula: Formula, parts: list[Part], relations: list[str]) -> Iterator[Named]:
    """The symbols that a part introduces; none where it does anything else.

    Args:
        formula: the formula.
        parts, relations: of its part, as `split_at_relations` gives them.
    """
    head = _lone(formula, parts[0])
    if not relations:
        symbols = [head] if head is not None else _tuple(formula, parts[0])
        for symbol in symbols:
            yield named(formula, symbol, "mention")
    elif head is not None and relations[0] in DEFINING:
        depends = _is_same_with_arguments(formula, head, parts[1])
        yield named(formula, head, "dependence" if depends else "defined")
    elif relations[-1] in ("=:", "\\eqqcolon"):
        tail = _lone(formula, parts[-1])
        if tail is not None:
            yield named(formula, tail, "defined")
    elif head is not None and relations[0] in ("\\colon", ":"):
        if not LIMITS.isdisjoint(relations[1:]):
            yield named(formula, head, "typed")
    elif head is not None and (relations[0] == "\\sim" or relations[0] in LIMITS | INCLUSIONS):
        yield named(formula, head, "typed")
    elif head is not None and relations[0] == "\\in":
        yield named(formula, head, _kind_of_domain(text_of(formula, parts[1])))
    elif all(mark in INEQUALITIES or mark in _UNEQUAL for mark in relations):
        yield from _bounded(formula, parts, relations)


def _bounded(formula: Formula, parts: list[Part], relations: list[str]) -> Iterator[Named]:
    """`0 < c < C < \\infty`, `C \\ge 1`, `C \\ne 0`, `C \\ge 2L`."""
    lone = [_lone(formula, part) for part in parts]
    if not _DIFFERENT.isdisjoint(relations) and None not in lone:
        for symbol in lone:  # labels that differ, `c \\ne c'`
            if symbol is not None:
                yield named(formula, symbol, "typed")
        return
    constant = [symbol is not None and symbol.letter in ("C", "c") for symbol in lone]
    others = [text_of(formula, part) for part, is_one in zip(parts, constant, strict=True)
              if not is_one]  # fmt: skip
    if all(_NUMBER.fullmatch(other) for other in others):
        bounds = [other.lstrip("+") for other in others]
        plain = all(bound in _PLAIN_BOUNDS for bound in bounds)
        how = "domain" if plain else "interval" if len(bounds) == 2 else "range"
        for symbol in lone:
            if symbol is not None:
                yield named(formula, symbol, how)
        return
    head = lone[0]
    if head is None or len(parts) != 2 or relations[0] in _AT_MOST:
        return
    if len(others) == 1 or not any(constant):
        yield named(formula, head, "range")


def _lone(formula: Formula, part: Part) -> Symbol | None:
    """The symbol that is all of a part."""
    first, last = trimmed(formula, part)
    if first >= last:
        return None
    symbol = symbol_from(formula, first)
    return symbol if symbol is not None and symbol.right >= last else None


def _tuple(formula: Formula, part: Part) -> list[Symbol]:
    """The symbols of `(C, \\alpha)`; none where anything else stands between the brackets."""
    first, last = trimmed(formula, part)
    if formula.text(first) != "(" or formula.closing(first) != last - 1 or last - first > 40:
        return []
    found: list[Symbol] = []
    begin = first + 1
    while begin < last:
        behind = begin
        while behind < last - 1 and formula.text(behind) != ",":
            behind = formula.partner[behind] + 1 if formula.text(behind) == "{" else behind + 1
        symbol = _lone(formula, (begin, behind))
        if symbol is None:
            return []
        found.append(symbol)
        begin = behind + 1
    return found


def _is_same_with_arguments(formula: Formula, head: Symbol, part: Part) -> bool:
    """Whether a part is the head itself with arguments, `C(d)`, or with an index, `C_d`."""
    symbol = symbol_from(formula, trimmed(formula, part)[0])
    if symbol is None or symbol.letter != head.letter:
        return False
    behind = formula.text(over_spacing(formula, symbol.right))
    return symbol.form == "indexed" or behind in ("(", "[")


def _kind_of_domain(text: str) -> str:
    """What `\\in` makes of a symbol, by the text of the domain."""
    reals = _REALS.match(text)
    if reals:
        rest = text[reals.end() :]
        if not rest:
            return "variable"
        return "domain" if _ONE_DIMENSION.fullmatch(rest) else "typed"
    if text[:1] in ("(", "[") and "," in text:
        if "infty" in text:
            return "domain" if text[1:2] == "0" else "range"
        return "interval"
    return "variable" if _DISCRETE.match(text) else "typed"
