"""Domain notes: what an author tells of a symbol in a comment, where the text tells too little.

`% domain: p_0 in (0, 1]; T in positive integers; s = a + b; x <= y`. What the text itself says is
read in `mathematics.scope`.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from .lexer import tokens_of
from .names import BARE_GREEK
from .records import (
    Constraint,
    DomainNoteError,
    Domains,
    Expression,
    NotUnderstoodError,
    SymbolDomain,
)
from .terms import translate

_NAMED_SETS: dict[str, tuple[Fraction | None, Fraction | None, bool, bool, bool]] = {
    "reals": (None, None, False, False, False),
    "positive reals": (Fraction(0), None, True, False, False),
    "nonnegative reals": (Fraction(0), None, False, False, False),
    "integers": (None, None, False, False, True),
    "positive integers": (Fraction(1), None, False, False, True),
    "nonnegative integers": (Fraction(0), None, False, False, True),
}
_INTERVAL = re.compile(
    r"(?P<open>[\[(])\s*(?P<low>-?oo|-?\d+(?:\.\d+|/\d+)?)\s*,\s*"
    r"(?P<high>oo|-?\d+(?:\.\d+|/\d+)?)\s*(?P<close>[\])])$"
)
_MEMBERSHIP = re.compile(r"(?P<names>.+?)\s+(?:in|\\in)\s+(?P<set>.+)$")
_ORDER = re.compile(r"<=|>=|\\leq?(?![a-z])|\\geq?(?![a-z])|<|>")
_PLAIN_ORDER = {"\\le": "<=", "\\leq": "<=", "\\ge": ">=", "\\geq": ">="}


def noted_symbols(notes: Sequence[str]) -> tuple[dict[str, SymbolDomain], list[str], set[str]]:
    """What notes say of single symbols, the other notes, and the symbols that these define.

    Raises:
        DomainNoteError: a membership is none, or a symbol gets two domains.
    """
    symbols: dict[str, SymbolDomain] = {}
    relations: list[str] = []
    defined: set[str] = set()
    for note in notes:
        member = _MEMBERSHIP.match(note)
        if member is None:
            relations.append(note)
            if left := _defined_side(note):
                defined.add(_symbol_name(left, note))
            continue
        for text in member["names"].split(","):
            name = _symbol_name(text.strip(), note)
            domain = _domain(name, member["set"].strip(), note)
            if symbols.get(name, domain) != domain:
                raise DomainNoteError(f"{name} has two different domains")
            symbols[name] = domain
    return symbols, relations, defined


def read_domains(notes: Sequence[str], known: Mapping[str, SymbolDomain] | None = None) -> Domains:
    """Read domain notes: `p_0 in (0, 1]`, `x, y in reals`, `N_T >= p_0 T/2`, `s = a + b`.

    Greek letters may be written without their backslash. Definitions are read in their order.

    Args:
        notes: one each.
        known: where symbols live by what else is said; goes before what the notes say.

    Raises:
        DomainNoteError: a note is none of these, or a symbol gets two domains.
    """
    symbols, relations, _ = noted_symbols(notes)
    domains = Domains(symbols | dict(known or {}))
    constraints = []
    for note in relations:
        if left := _defined_side(note):
            right = _with_backslashes(note).partition("=")[2]
            name = _symbol_name(left, note)
            if name in domains.symbols or name in domains.definitions:
                raise DomainNoteError(f"{note!r}: {name} has a domain already")
            domains.definitions[name] = _note_term(right, note, domains)
        else:
            constraints.append(_constraint(note, domains))
    return Domains(domains.symbols, domains.definitions, tuple(constraints))


def _defined_side(note: str) -> str:
    """The left side of a note that defines a symbol, "" of any other."""
    left, equals, _ = _with_backslashes(note).partition("=")
    defines = equals and not left.endswith(("<", ">", "\\", ":")) and not _ORDER.search(note)
    return left if defines else ""


def _note_term(text: str, note: str, domains: Domains) -> Expression:
    try:
        return translate(text, domains)
    except NotUnderstoodError as error:
        raise DomainNoteError(f"{note!r}: {error}") from None


def _with_backslashes(text: str) -> str:
    return BARE_GREEK.sub(r"\\\g<0>", text)


def _symbol_name(text: str, note: str) -> str:
    try:
        tokens = tokens_of(_with_backslashes(text))
    except NotUnderstoodError:
        tokens = []
    if len(tokens) != 1 or tokens[0].kind != "symbol":
        raise DomainNoteError(f"{text!r} in {note!r} is no symbol")
    return tokens[0].value


def _domain(name: str, where: str, note: str) -> SymbolDomain:
    if where in _NAMED_SETS:
        return SymbolDomain(name, *_NAMED_SETS[where])
    match = _INTERVAL.match(where)
    if match is None:
        known = ", ".join(_NAMED_SETS)
        raise DomainNoteError(f"{note!r}: expected an interval like (0, 1] or one of: {known}")
    if match["low"] == "oo" or match["high"] == "-oo":
        raise DomainNoteError(f"{note!r} is an empty interval")
    if (match["low"], match["open"]) == ("-oo", "[") or (match["high"], match["close"]) == (
        "oo",
        "]",
    ):
        raise DomainNoteError(f"{note!r}: oo is no number, write a round bracket beside it")
    try:
        low = None if match["low"] == "-oo" else Fraction(match["low"])
        high = None if match["high"] == "oo" else Fraction(match["high"])
    except ZeroDivisionError:
        raise DomainNoteError(f"{note!r} divides by zero") from None
    low_open, high_open = match["open"] == "(", match["close"] == ")"
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and (low_open or high_open)))
    ):
        raise DomainNoteError(f"{note!r} is an empty interval")
    return SymbolDomain(name, low, high, low_open, high_open, False)


def _constraint(note: str, domains: Domains) -> Constraint:
    parts = _ORDER.split(_with_backslashes(note))
    if len(parts) != 2:
        raise DomainNoteError(f"{note!r} is none of `x in set`, `x = term`, `term <= term`")
    sign = _ORDER.findall(note)[0]
    left, right = (_note_term(part, note, domains) for part in parts)
    return Constraint(left.value, _PLAIN_ORDER.get(sign, sign), right.value)
