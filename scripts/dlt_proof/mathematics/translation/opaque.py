"""Opaque atoms: what is not understood, but certainly is one real number.

A norm, an expectation, a function's value become a symbol that is named by their plain text, with
the sign that they have whatever they are: the same text is the same number. Where a text may also
be a vector or a matrix, its atom is noted as unsure, and nothing multiplies two of them. A bare
letter that no domain makes a number is none of these. Norms, inner products and entries are told
in `vectors`.
"""

import re
from typing import TYPE_CHECKING, Any

import sympy

from .lexer import Token, is_operator_name
from .names import base_of, mentions, plain_text, word_of
from .records import OPAQUE, Constraint, NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader
    from .stream import Found

_EXPECTATIONS = {"E", "EE", "Ex", "Expect"}
_PROBABILITIES = {"P", "PP", "Prob", "Pr"}
_REAL = {"Tr", "tr", "trace", "det"}
_COUNTS = {"rank", "dim"}
_INDICATOR_FONTS = ("\\mathbf{1}", "\\mathbb{1}", "\\mathds{1}", "\\mathbbm{1}")
#: Letters that stand for an order of growth, a distribution, a ball: no numbers.
_NO_NUMBERS = {"O", "o", "Theta", "Omega", "omega", "N", "B", "U"}
#: What lies deeper is not read to find its sign: every level may be read twice.
_DEEPEST_PROBE = 8


def make_atom(
    reader: "Reader",
    text: str,
    *,
    nonnegative: bool = False,
    positive: bool = False,
    integer: bool = False,
    unsure: bool = False,
    most: int | None = None,
    name: str = "",
) -> Any:
    """The atom of a text.

    Args:
        reader: who met it.
        text: it, as written.
        nonnegative, positive, integer: what is known of it.
        unsure: whether it may be a vector or a matrix.
        most: a bound from above.
        name: its name, where that is not its plain text.
    """
    name = name or f"{OPAQUE} {plain_text(text)}"
    assumptions = {"real": True}
    if integer:
        assumptions["integer"] = True
    if positive or nonnegative:
        assumptions["positive" if positive else "nonnegative"] = True
    atom = reader.found.atoms.setdefault(name, sympy.Symbol(name, **assumptions))
    reader.found.dependent.update(index for index in reader.bound if mentions(name, index))
    if unsure:
        reader.found.unsure.add(atom)
    if most is not None:
        fact = Constraint(atom, "<=", sympy.Integer(most))
        if fact not in reader.found.facts:
            reader.found.facts.append(fact)
    return atom


def is_number(reader: "Reader", text: str) -> bool:
    """Whether a text is understood as a number."""
    return _probe(reader, text) is not None


def _probe(reader: "Reader", text: str) -> "tuple[Any, Found] | None":
    """The value of a whole text that is one number, and what was found; None where it is not."""
    from .reader import Reader as Inner

    if reader.depth > _DEEPEST_PROBE:
        return None
    try:
        inner = Inner(text, reader.domains, reader.bound, reader.depth, reader.ranges)
        value = inner.sum()
    except NotUnderstoodError:
        return None
    if inner.peek().kind != "end" or value.free_symbols & inner.found.unsure:
        return None
    return value, inner.found


def is_divergence(reader: "Reader", name: str) -> bool:
    """Whether a name is D_{KL} or KL, with something in brackets behind it."""
    base, script = base_of(name), name[len(base_of(name)) :]
    named = base == "D" and re.fullmatch(r"_\{?\\?[a-z]*\{?KL\}?\}?", script) is not None
    return reader.at_open("(", "[", "\\{") and (named or word_of(name) == "KL")


def is_expectation(token: Token) -> bool:
    """Whether a token names an expectation."""
    return (
        token.kind == "symbol"
        and is_operator_name(token.value)
        and word_of(token.value) in _EXPECTATIONS
    )


def operator_value(reader: "Reader", token: Token) -> Any:
    """The value of an expectation, a probability, a variance, a trace and the like."""
    name, word = token.value, word_of(token.value)
    if word == "1":
        return _indicator(reader, token)
    if reader.at_operator("^") and not reader.at_open("("):
        _step_over_power(reader)
    if not reader.at_open("(", "[", "\\{"):
        raise NotUnderstoodError(f"{name} without brackets")
    inside = reader.raw_group()
    if not inside.strip():
        raise NotUnderstoodError(f"{name} of nothing")
    if reader.at_open("(", "[") or reader.peek().kind == "script":
        raise NotUnderstoodError(f"{name}(…)(…) can be read in two ways")
    text = reader.text[token.start : reader.peek(-1).end]
    if word in _EXPECTATIONS:
        return _expectation(reader, text, inside)
    if word in _PROBABILITIES:
        return make_atom(reader, text, nonnegative=True, most=1)
    if word in ("Var", "V") or is_kl(name):
        return make_atom(reader, text, nonnegative=True)
    if word == "Cov":
        return make_atom(reader, text, unsure=True)
    if word in _REAL:
        return make_atom(reader, text)
    if word in _COUNTS:
        return make_atom(reader, text, integer=True, nonnegative=True)
    raise NotUnderstoodError(f"{name} is not known")


def is_kl(name: str) -> bool:
    """Whether a name says Kullback and Leibler."""
    return word_of(name) == "KL" or (base_of(name) == "D" and "KL" in name)


def _step_over_power(reader: "Reader") -> None:
    """`\\E^{\\pi}[…]`: a superscript of the operator."""
    reader.take()
    if reader.at_open("{"):
        reader.raw_group()
    else:
        reader.take()


def _expectation(reader: "Reader", text: str, inside: str) -> Any:
    """An expectation; of a number that is known to be nonnegative it is nonnegative."""
    body = re.split(r"\\mid(?![A-Za-z])|\\middle\s*\||(?<!\\)\|(?=[^|]*$)", inside)[0]
    read = _probe(reader, inside) or (_probe(reader, body) if body != inside else None)
    if read is None:
        return make_atom(reader, text, unsure=True)
    value, found = read
    reader.found.conditions += [
        (form, kind)
        for form, kind in found.conditions
        if not form.free_symbols & set(found.atoms.values())
    ]
    return make_atom(
        reader, text, positive=bool(value.is_positive), nonnegative=bool(value.is_nonnegative)
    )


def _indicator(reader: "Reader", token: Token) -> Any:
    """`\\mathbb{1}\\{…\\}` and `\\mathbb{1}_{…}`, 0 or 1; `\\mathbf{1}` may be a vector."""
    base = base_of(token.value)
    bracketed = reader.at_open("\\{", "[", "(")
    if base not in _INDICATOR_FONTS or not (
        bracketed or ("_" in token.value and base != "\\mathbf{1}")
    ):
        raise NotUnderstoodError(f"{token.value} is not known")
    if base == "\\mathbf{1}" and reader.at_open("("):
        raise NotUnderstoodError(f"{token.value}(…) can be read in two ways")
    if bracketed:
        reader.raw_group()
    text = reader.text[token.start : reader.peek(-1).end]
    return make_atom(reader, text, nonnegative=True, integer=True, most=1)


def applied(reader: "Reader", token: Token) -> Any | None:
    """f(x), F^{-1}(w), E[X]: the value of a letter that no domain makes a number; else None."""
    name = token.value
    place = 0
    if reader.at_operator("^"):
        place = 2
        if reader.peek(1).kind == "open" and reader.peek(1).value == "{":
            place = reader.closing(reader.at + 1) - reader.at + 1
    opening = reader.peek(place)
    if opening.kind != "open" or opening.value not in ("(", "["):
        return None
    word = word_of(name)
    base = base_of(name)
    meaning = reader.domains.meanings.get(name) or reader.domains.meanings.get(base)
    if meaning is not None and meaning != "function":
        return None
    if word in _NO_NUMBERS or (len(base) > 1 and base != f"\\{word}" and not _lettered(base)):
        return None
    if opening.value == "[" and base != "E":
        return None  # x[i], [a, b]
    reader.at += place
    inside = reader.raw_group()
    if not inside.strip():
        raise NotUnderstoodError(f"{name} of nothing")
    if reader.at_open("(", "[", "\\{") or reader.peek().kind == "script":
        raise NotUnderstoodError(f"{name}(…)(…) can be read in two ways")
    text = reader.text[token.start : reader.peek(-1).end]
    if base == "E":
        return _expectation(reader, text, inside) if not place else None
    capital = word[:1].isupper()
    return make_atom(reader, text, unsure=capital or place > 0)


def _lettered(base: str) -> bool:
    """Whether a name is one letter with an accent or in script: `\\hat{f}`, `\\mathcal{L}`."""
    return (
        re.fullmatch(
            r"\\(?:hat|widehat|bar|overline|tilde|widetilde|mathcal|mathscr|mathfrak)"
            r"\{(?:[A-Za-z]|\\[A-Za-z]+)\}",
            base,
        )
        is not None
    )
