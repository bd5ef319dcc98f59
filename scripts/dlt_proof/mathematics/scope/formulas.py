"""What one formula of a text says of its symbols, if it is a chain, a membership, a definition.

Only formulas of a fixed form are read; of any other the symbols are known, and that something
was said of them.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from ..formula import RELATIONS
from ..translation import Domains, NotUnderstoodError, symbols_in, translate
from ..translation.lexer import Token, tokens_of
from ..translation.names import base_of, plain_text
from .intervals import domain
from .records import Bound, Called, Defined, NotRead, Related, Said

_ORDERS = {"<", ">", "<=", ">="}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {"=": "=", "<": "<", ">": ">", "\\colon": ":", "\\mapsto": "->"} | RELATIONS
_DEFINING = {"\\coloneqq", "\\triangleq", "\\defeq", "\\coloneq"}
_AND = re.compile(r"\\(?:text|mbox|textrm)\{and\}")

_REALS = r"(?:\\mathbb\{R\}|\\R|\\mathbf\{R\}|\\Reals?|\\reals?)"
_NATURALS = r"(?:\\mathbb\{N\}|\\N|\\mathbf\{N\}|\\Naturals?)"
_INTEGERS = r"(?:\\mathbb\{Z\}|\\Z|\\mathbf\{Z\})"
_FROM = re.compile(r"_\{?(?P<sign>\\ge|>)(?P<number>\d+)\}?$")
_SPACE = re.compile(rf"{_REALS}\^(?P<power>.+)$")
_LIST = re.compile(r"\\\{(?P<inside>.*)\\\}$")
_ON_AND_ON = re.compile(r"(?P<low>\d+)(?:,\d+)*,\\[lc]?dots$")
_UP_TO = re.compile(r"(?P<low>-?\d+)(?:,-?\d+)*,\\[lc]?dots,(?P<high>.+)$")
_UP_TO_BRACKET = re.compile(r"\[(?P<high>[A-Za-z](?:_\w+)?|\d+)\]$")


@dataclass
class Reading:
    """What a formula says.

    Args:
        said: it, in reading order.
        subjects: the symbols it is about; words beside it may say more of these.
        symbols: all symbols that are compared with something.
        bare: whether it consists of these symbols and says nothing itself.
    """

    said: list[Said] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    bare: bool = False


@dataclass(frozen=True)
class _Piece:
    """What stands between two commas: terms, and the signs between them."""

    terms: tuple[str, ...]
    signs: tuple[str, ...]


def read_formula(content: str) -> Reading | None:
    """What a formula says, None where it is of no form that is read.

    Args:
        content: what stands between its delimiters.
    """
    text = content.strip().rstrip(".,;:").strip()
    try:
        pieces = _pieces(text)
    except NotUnderstoodError:
        return None
    if pieces is None or not pieces:
        return None
    reading = Reading()
    waiting: list[str] = []
    for number, piece in enumerate(pieces):
        single = symbol_of(piece.terms[0])
        if not piece.signs:
            if number and not waiting:
                return None
            waiting.append(piece.terms[0])
            continue
        last = symbol_of(pieces[number - 1].terms[-1]) if number else None
        between = number and not waiting and single is not None and last is not None
        if between and {piece.signs[0], pieces[number - 1].signs[0]} <= _ORDERS:
            return None  # 0 < x, y < 1
        if waiting and len(piece.signs) > 1:
            return None
        terms = [*waiting, piece.terms[0]]
        waiting = []
        for term in terms:
            said = _of_piece(piece, term if len(terms) > 1 else "")
            if said is None:
                return None
            reading.said += said
        _note_symbols(reading, piece, [name for term in terms if (name := symbol_of(term))])
    if waiting:
        if reading.said:
            return None
        names = [name for term in waiting if (name := symbol_of(term))]
        if len(names) < len(waiting) and len(waiting) == 1:
            return None
        reading.subjects, reading.symbols, reading.bare = names, names, True
    return reading


def _note_symbols(reading: Reading, piece: _Piece, names: list[str]) -> None:
    """Which symbols a piece is about: the first ones, or the one between two bounds."""
    single = symbol_of(piece.terms[0])
    compared = [found for term in piece.terms if (found := symbol_of(term))]
    if piece.signs[0] in ("in", ":", ":="):
        compared = compared[:1] if single else []
    middle = symbol_of(piece.terms[1]) if len(piece.terms) == 3 and not single else None
    alone = [middle] if middle else compared if not single and len(compared) == 1 else []
    reading.subjects += names or alone
    reading.symbols += list(dict.fromkeys([*names, *compared]))


def _pieces(text: str) -> list[_Piece] | None:
    """A formula cut at its commas and relations of the outermost level."""
    tokens = tokens_of(text)
    pieces: list[_Piece] = []
    terms: list[str] = []
    signs: list[str] = []
    depth, start = 0, 0
    for number, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0:
            return None
        if depth or token.start < start:
            continue
        sign = _sign(tokens, number)
        if sign is not None:
            terms.append(text[start : token.start].strip())
            signs.append(sign)
            start = tokens[number + 1].end if sign == ":=" and token.value == ":" else token.end
        elif token.value == "," or _AND.fullmatch(plain_text(token.value)):
            if text[start : token.start].strip():
                terms.append(text[start : token.start].strip())
                pieces.append(_Piece(tuple(terms), tuple(signs)))
                terms, signs = [], []
            elif signs or token.value == ",":
                return None
            start = token.end
        elif token.kind in ("dots",) or (token.kind == "other" and "\\text" in token.value):
            return None
    if depth:
        return None
    terms.append(text[start:].strip())
    pieces.append(_Piece(tuple(terms), tuple(signs)))
    if any(not term for piece in pieces for term in piece.terms):
        return None
    return pieces


def _sign(tokens: list[Token], number: int) -> str | None:
    """The plain form of the relation that a token is, None for any other token."""
    token = tokens[number]
    if token.value == ":" and token.kind == "sign":
        following = tokens[number + 1].value if number + 1 < len(tokens) else ""
        return ":=" if following == "=" else ":"
    if token.kind != "other":
        return None
    if token.value in _DEFINING:
        return ":="
    return _SIGNS.get(token.value)


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


def _of_piece(piece: _Piece, instead: str) -> list[Said] | None:
    """What one piece says; `instead` takes the place of its first symbol."""
    terms = (instead or piece.terms[0], *piece.terms[1:])
    signs = piece.signs
    if signs == ("in",):
        return _membership(terms[0], terms[1])
    if signs in ((":=",), ("=",)) and symbol_of(terms[0]):
        name = symbol_of(terms[0]) or ""
        if name in symbols_in(terms[1]):
            return None
        number = number_of(terms[1])
        if signs == ("=",) and number is None and "," in terms[1]:
            return None
        return [Defined(name, terms[1])]
    if len(signs) == 2 and signs[0] == ":" and signs[1] == "->":
        function = symbol_of(terms[0])
        return [Called(function, "function")] if function else None
    if signs == ("~",) and "\\sim" in piece.terms[1]:
        return None
    said: list[Said] = []
    for left, sign, right in zip(terms, signs, terms[1:], strict=False):
        if sign not in (*_ORDERS, "=", "!="):
            return None
        said.append(_compared(left, sign, right))
    return said


def _compared(left: str, sign: str, right: str) -> Said:
    """One comparison: a bound where a number and a symbol are compared."""
    for one, order, other in ((left, sign, right), (right, _FLIPPED.get(sign, sign), left)):
        name, number = symbol_of(one), number_of(other)
        if name is None or number is None or order not in _ORDERS:
            continue
        if order in ("<", "<="):
            return Bound(domain(name, None, number, high_open=order == "<"))
        return Bound(domain(name, number, None, low_open=order == ">"))
    return Related(left, sign, right)


def _membership(left: str, right: str) -> list[Said] | None:
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
        said.append(_compared(left, ">" if tokens[0].value == "(" else ">=", low.strip()))
    if plain_text(high) not in ("\\infty", "+\\infty"):
        said.append(_compared(left, "<" if tokens[-1].value == ")" else "<=", high.strip()))
    return said


def _in_list(name: str, where: str) -> list[Said] | None:
    """`\\{0, 1\\}`, `\\{1, \\dots, n\\}`, `[n]`."""
    bracket = _UP_TO_BRACKET.fullmatch(where)
    listed = _LIST.fullmatch(where)
    if bracket:
        return [Bound(domain(name, 1, integer=True)), _compared(name, "<=", bracket["high"])]
    if listed is None:
        return None
    up_to = _UP_TO.fullmatch(listed["inside"])
    if up_to:
        low = Bound(domain(name, int(up_to["low"]), integer=True))
        return [low, _compared(name, "<=", up_to["high"])]
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


def symbols_of(content: str) -> frozenset[str]:
    """All symbols of a formula, with the letters that carry their subscripts."""
    found = symbols_in(content)
    return frozenset(found | {base_of(name) for name in found})
