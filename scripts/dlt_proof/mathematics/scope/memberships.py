"""Where a formula says that a symbol lies: `x \\in [0, 1]`, `n \\in \\mathbb{N}`, `x > 0`."""

import re
from fractions import Fraction

from ..translation import Domains, NotUnderstoodError, translate
from ..translation.lexer import tokens_of
from ..translation.names import plain_text
from .intervals import domain
from .records import Bound, Called, NotRead, Related, Said

ORDERS = {"<", ">", "<=", ">="}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_REALS = r"(?:\\mathbb\{R\}|\\R|\\mathbf\{R\}|\\Reals?|\\reals?)"
_NATURALS = r"(?:\\mathbb\{N\}|\\N|\\mathbf\{N\}|\\Naturals?)"
_INTEGERS = r"(?:\\mathbb\{Z\}|\\Z|\\mathbf\{Z\})"
_FROM = re.compile(r"_\{?(?P<sign>\\ge|>)(?P<number>\d+)\}?$")
_SPACE = re.compile(rf"{_REALS}\^(?P<power>.+)$")
_LIST = re.compile(r"\\\{(?P<inside>.*)\\\}$")
_ON_AND_ON = re.compile(r"(?P<low>\d+)(?:,\d+)*,\\[lc]?dots$")
_UP_TO = re.compile(r"(?P<low>-?\d+)(?:,-?\d+)*,\\[lc]?dots,(?P<high>.+)$")
_UP_TO_BRACKET = re.compile(r"\[(?P<high>[A-Za-z](?:_\w+)?|\d+)\]$")


def symbol_of(term: str) -> str | None:
    """The symbol that a term consists of, None where it is anything else."""
    try:
        tokens = tokens_of(term)
    except NotUnderstoodError:
        return None
    return tokens[0].value if len(tokens) == 1 and tokens[0].kind == "symbol" else None


def number_of(term: str) -> Fraction | None:
    """The rational number that a term is, None where it is none."""
    try:
        value = translate(term, Domains({})).value
    except NotUnderstoodError:
        return None
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else None


def compared(left: str, sign: str, right: str) -> Said:
    """One comparison: a bound where a number and a symbol are compared."""
    for one, order, other in ((left, sign, right), (right, _FLIPPED.get(sign, sign), left)):
        name, number = symbol_of(one), number_of(other)
        if name is None or number is None or order not in ORDERS:
            continue
        if order in ("<", "<="):
            return Bound(domain(name, None, number, high_open=order == "<"))
        return Bound(domain(name, number, None, low_open=order == ">"))
    return Related(left, sign, right)


def membership(left: str, right: str) -> list[Said] | None:
    """`x \\in …`; of a term that is no symbol, what comparisons say."""
    name = symbol_of(left)
    where = plain_text(right)
    if name is None:
        if re.fullmatch(_REALS, where):
            return []
        found = _in_interval("", right, left) or _in_half_line(left, where)
        return found
    nonzero = False
    if where.endswith("\\setminus\\{0\\}"):
        where, nonzero = where.removesuffix("\\setminus\\{0\\}"), True
    said = _in_numbers(name, where) or _in_interval(name, right, left) or _in_list(name, where)
    if said is not None:
        return [*said, Related(left, "!=", "0")] if nonzero else said
    space = _SPACE.fullmatch(where)
    if space:
        return [Called(name, "matrix" if "\\times" in space["power"] else "vector")]
    return None


def _in_half_line(left: str, where: str) -> list[Said] | None:
    """A term in the reals from some number on."""
    match = re.match(_REALS, where)
    started = _FROM.fullmatch(where[match.end() :]) if match else None
    if started is None:
        return None
    return [Related(left, ">=" if started["sign"] == "\\ge" else ">", started["number"])]


def _in_numbers(name: str, where: str) -> list[Said] | None:
    """A set of numbers that has a name."""
    for letter, integer in ((_REALS, False), (_NATURALS, True), (_INTEGERS, True)):
        match = re.match(letter, where)
        if match is None:
            continue
        rest = where[match.end() :]
        least = 0 if letter == _NATURALS else None
        started = _FROM.fullmatch(rest)
        if started is not None:
            low_open = started["sign"] == ">"
            return [Bound(domain(name, int(started["number"]), low_open=low_open, integer=integer))]
        if rest == "":
            perhaps = (">=", "1") if letter == _NATURALS else None
            return [Bound(domain(name, least, integer=integer), perhaps)]
        if rest == "_0" and letter == _NATURALS:
            return [Bound(domain(name, 0, integer=True))]
        if rest in ("_{++}", "_{++}", "^{++}"):
            return [Bound(domain(name, 0, low_open=True, integer=integer))]
        if rest in ("_+", "^+"):
            first = 1 if letter == _NATURALS else 0
            perhaps = (">", "0") if first == 0 else None
            return [Bound(domain(name, first, integer=integer), perhaps)]
        if rest == "^*" and letter == _NATURALS:
            return [Bound(domain(name, 1, integer=True))]
    return None


def _in_interval(name: str, right: str, left: str) -> list[Said] | None:
    tokens = tokens_of(right)
    if len(tokens) < 5 or tokens[0].value not in ("(", "[") or tokens[-1].value not in (")", "]"):
        return None
    depth, commas = 0, []
    for token in tokens[1:-1]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0:
            return None
        if depth == 0 and token.value == ",":
            commas.append(token)
    if len(commas) != 1:
        return None
    low, high = right[tokens[0].end : commas[0].start], right[commas[0].end : tokens[-1].start]
    if (tokens[0].value == "[" and "\\infty" in low) or (
        tokens[-1].value == "]" and "\\infty" in high
    ):
        return None  # infinity is a value there, and no number
    said: list[Said] = [Bound(domain(name))] if name else []
    if plain_text(low) != "-\\infty":
        said.append(compared(left, ">" if tokens[0].value == "(" else ">=", low.strip()))
    if plain_text(high) not in ("\\infty", "+\\infty"):
        said.append(compared(left, "<" if tokens[-1].value == ")" else "<=", high.strip()))
    return said


def _in_list(name: str, where: str) -> list[Said] | None:
    """`\\{0, 1\\}`, `\\{1, \\dots, n\\}`, `[n]`."""
    bracket = _UP_TO_BRACKET.fullmatch(where)
    listed = _LIST.fullmatch(where)
    if bracket:
        return [Bound(domain(name, 1, integer=True)), compared(name, "<=", bracket["high"])]
    if listed is None:
        return None
    up_to = _UP_TO.fullmatch(listed["inside"])
    if up_to:
        low = Bound(domain(name, int(up_to["low"]), integer=True))
        return [low, compared(name, "<=", up_to["high"])]
    endless = _ON_AND_ON.fullmatch(listed["inside"])
    if endless:
        return [Bound(domain(name, int(endless["low"]), integer=True))]
    numbers = [number_of(part) for part in listed["inside"].split(",")]
    known = sorted(n for n in numbers if n is not None)
    if len(known) != len(numbers) or not known:
        return None
    integer = all(n.denominator == 1 for n in known)
    said: list[Said] = [Bound(domain(name, known[0], known[-1], integer=integer))]
    if not integer or known != [known[0] + i for i in range(len(known))]:
        said.append(NotRead(frozenset({name}), f"{name} in {where}"))
    return said
