"""Real numbers made of vectors and matrices: norms, products, entries, as opaque atoms.

A vector or a matrix itself is no number and is refused; see `opaque` for what an atom is.
"""

import re
from typing import TYPE_CHECKING, Any

import sympy

from .lexer import Token
from .names import base_of, plain_text
from .opaque import is_number, make_atom
from .records import OPAQUE, NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader

#: What stands over a vector that is turned into a row. A bare T may be a number of steps.
_TRANSPOSED = frozenset(
    ["\\top", "\\intercal", "\\mathsf{T}", "\\mathrm{T}", "\\mathsf{\\top}", "\\mathsf{t}"]
)
_INDEX = re.compile(r"[a-z0-9](?:[,+\-]?[a-z0-9])*|\{[a-z0-9](?:[,+\-]?[a-z0-9])*\}")


def norm(reader: "Reader") -> Any:
    """`\\|x\\|_2`, also with its power before its index."""
    inside = plain_text(reader.raw_group())
    if not inside:
        raise NotUnderstoodError("an empty norm")
    index = ""
    if reader.peek().kind == "script":
        index = f"_{reader.take().value}"
    elif reader.at_operator("^"):
        behind = 2
        if reader.peek(1).kind == "open" and reader.peek(1).value == "{":
            behind = reader.closing(reader.at + 1) - reader.at + 1
        if reader.peek(behind).kind == "script":
            index = f"_{reader.peek(behind).value}"
            del reader.tokens[reader.at + behind]
    name = f"{OPAQUE}{inside}{OPAQUE}{index}"
    return make_atom(reader, "", nonnegative=True, name=name)


def absolute(reader: "Reader") -> Any:
    """`|x|`; of what is not understood it is a size, a norm or a determinant."""
    state = reader.snapshot()
    start = reader.peek().start
    end = reader.closing(reader.at)
    script = end + 1 < len(reader.tokens) and reader.tokens[end + 1].kind == "script"
    try:
        if script:
            raise NotUnderstoodError("a norm")
        value = reader.group()
        reader.forbid_unsure(value)
        if value.free_symbols & reader.found.unsure:
            raise NotUnderstoodError("the absolute value of what need not be a number")
        return sympy.Abs(value)
    except NotUnderstoodError:
        reader.restore(state)
        inside = reader.raw_group()
        if not inside.strip():
            raise
        if script:
            reader.take()
        capitals = re.search(r"[A-Z]|\\(?:bm|mathbf|boldsymbol)", re.sub(r"\\[a-z]+", "", inside))
        return make_atom(reader, reader.text[start : reader.peek(-1).end], nonnegative=not capitals)


def inner_product(reader: "Reader") -> Any:
    """`\\langle a, b \\rangle`, a real number; without a comma it may be a span or a mean."""
    start = reader.peek().start
    end = reader.closing(reader.at)
    depth, commas = 0, 0
    for token in reader.tokens[reader.at + 1 : end]:
        depth += (token.kind == "open") - (token.kind == "close")
        commas += depth == 0 and token.kind == "sign" and token.value == ","
    if commas != 1:
        raise NotUnderstoodError("\\langle … \\rangle that is no inner product")
    reader.raw_group()
    if reader.peek().kind == "script":
        reader.take()
    return make_atom(reader, reader.text[start : reader.peek(-1).end])


def scripted_group(reader: "Reader") -> Any:
    """`(x)_+`, a positive part, or `(x_t)_j`, an entry of something."""
    start = reader.peek().start
    script = reader.tokens[reader.closing(reader.at) + 1].value
    if script == "+":
        value = reader.group()
        reader.take()
        reader.forbid_unsure(value)
        if value.free_symbols & reader.found.unsure:
            raise NotUnderstoodError("the positive part of what need not be a number")
        return sympy.Max(value, 0)
    if not _INDEX.fullmatch(script):
        raise NotUnderstoodError("a bracket with an index")
    inside = reader.raw_group()
    reader.take()
    if not inside.strip() or is_number(reader, inside) or "," in inside:
        raise NotUnderstoodError("a number with an index")
    text = reader.text[start : reader.peek(-1).end]
    if reader.at_open("(", "["):
        raise NotUnderstoodError("an entry applied to something")
    return make_atom(reader, text, unsure=len(re.sub(r"[{},+\-]", "", script)) < 2)


def entry(reader: "Reader", name: str) -> Any | None:
    """An entry x_i of what the text calls a vector; None for any other name."""
    base = base_of(name)
    script = name[len(base) + 1 :]
    if reader.domains.meanings.get(base) != "vector" or name[len(base) :][:1] != "_":
        return None
    if name in reader.domains.meanings or not re.fullmatch(r"[ijkl0-9]", script):
        return None
    return make_atom(reader, name, unsure=True)


def transposed(reader: "Reader", token: Token) -> Any | None:
    """`x^\\top y`, `x^\\top A y` of what the text calls vectors and matrices; None of all else."""
    meanings = reader.domains.meanings
    if meanings.get(token.value) != "vector" or not reader.at_operator("^"):
        return None
    sign = _transposition(reader)
    if not sign or "\\top" in meanings:
        raise NotUnderstoodError(f"{token.value} is a vector")
    matrices = False
    while True:
        factor = reader.take()
        what = meanings.get(factor.value) if factor.kind == "symbol" else None
        if what == "matrix":
            matrices = True
            if reader.at_operator("^") and not _transposition(reader):
                raise NotUnderstoodError(f"a power of the matrix {factor.value}")
        elif what == "vector":
            break
        else:
            raise NotUnderstoodError(f"{token.value}^{sign} beside what is no known vector")
    follows = reader.peek()
    if reader.at_operator("^") or follows.kind == "script" or reader.at_open("(", "["):
        raise NotUnderstoodError("a product of vectors with something behind it")
    square = factor.value == token.value and not matrices and sign != "T"
    text = reader.text[token.start : reader.peek(-1).end]
    return make_atom(reader, text, nonnegative=square)


def _transposition(reader: "Reader") -> str:
    """The sign of transposition over what was just read, which is stepped over; "" for a power."""
    state = reader.at
    reader.take()
    if reader.at_open("{"):
        sign = plain_text(reader.raw_group())
    else:
        sign = plain_text(reader.take().value)
    domains = reader.domains
    known = "T" in domains.symbols or "T" in domains.definitions or "T" in domains.meanings
    if sign in _TRANSPOSED or (sign == "T" and not known and "T" not in reader.bound):
        return sign
    reader.at = state
    return ""
