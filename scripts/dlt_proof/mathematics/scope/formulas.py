"""What one formula of a text says of its symbols, if it is a chain, a membership, a definition.

Only formulas of a fixed form are read; of any other the symbols are known, and that something
was said of them.
"""

import re
from dataclasses import dataclass, field

from ..formula import RELATIONS
from ..translation import NotUnderstoodError, symbols_in
from ..translation.lexer import Token, tokens_of
from ..translation.names import base_of, plain_text
from .families import Listed, listed_at, quantified_at, spread_of, spread_over
from .memberships import ORDERS, compared, membership, number_of, symbol_of
from .records import Bound, Called, Defined, Related, Said

__all__ = ["Reading", "number_of", "read_formula", "symbol_of", "symbols_of"]

_SIGNS = {"=": "=", "<": "<", ">": ">", "\\colon": ":", "\\mapsto": "->"} | RELATIONS
_DEFINING = {"\\coloneqq", "\\triangleq", "\\defeq", "\\coloneq"}
_AND = re.compile(r"\\(?:text|mbox|textrm)\{and\}")


@dataclass
class Reading:
    """What a formula says.

    Args:
        said: it, in reading order.
        subjects: the symbols it is about; words beside it may say more of these.
        symbols: all symbols that are compared with something.
        bare: whether it consists of these symbols and says nothing itself.
        lists: by the entry that stands for it, the lists `x_1, \\dots, x_n` among the subjects.
    """

    said: list[Said] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    bare: bool = False
    lists: dict[str, Listed] = field(default_factory=dict)


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
    return _family(text) or _listed(text) or _read(text)


def _family(text: str) -> Reading | None:
    """`x_i \\ge 0 \\ \\forall i`."""
    quantified = quantified_at(text)
    reading = _read(quantified[0]) if quantified else None
    if quantified is None or reading is None:
        return None
    said = spread_over(reading.said, quantified[1])
    return None if said is None else Reading(said, reading.subjects, reading.symbols)


def _listed(text: str) -> Reading | None:
    """`x_1, \\dots, x_n > 0`, or the list alone."""
    found = listed_at(text)
    if found is None:
        return None
    names, lists = [found.named], {found.named: found}
    if not found.rest:
        return Reading([], names, names, bare=True, lists=lists)
    reading = _read(f"{found.named} {found.rest}")
    if reading is None or reading.bare or reading.subjects != names:
        return None
    if not all(isinstance(said, Bound | Related | Called) for said in reading.said):
        return None
    return Reading(spread_of(reading.said, lists), names, names, lists=lists)


def _read(text: str) -> Reading | None:
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
        if between and {piece.signs[0], pieces[number - 1].signs[0]} <= ORDERS:
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


def _of_piece(piece: _Piece, instead: str) -> list[Said] | None:
    """What one piece says; `instead` takes the place of its first symbol."""
    terms = (instead or piece.terms[0], *piece.terms[1:])
    signs = piece.signs
    if signs == ("in",):
        return membership(terms[0], terms[1])
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
        if sign not in (*ORDERS, "=", "!="):
            return None
        said.append(compared(left, sign, right))
    return said


def symbols_of(content: str) -> frozenset[str]:
    """All symbols of a formula, with the letters that carry their subscripts."""
    found = symbols_in(content)
    return frozenset(found | {base_of(name) for name in found})
