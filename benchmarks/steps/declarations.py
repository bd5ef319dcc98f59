"""Where the symbols of a chain live: the domain language of the corpus.

`x, y: [0, oo)`, `n: int [1, oo)`, `n: N` (the author's N, with or without zero), `k: int [0, n]`,
`u, v: vector`, `X: random [0, 1]`, `a: family(n) (0, oo)`, `q := p/(p - 1)`, `x + y <= 1`;
parts are separated by semicolons, and a bound may name symbols declared before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .terms import Comparison, CorpusError, Term, parse_chain, parse_term


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval; None is no bound."""

    low: Term | None = None
    high: Term | None = None
    low_open: bool = True
    high_open: bool = True


@dataclass(frozen=True, slots=True)
class Declaration:
    """Symbols of one kind.

    Args:
        names: the symbols.
        kind: `real`, `integer`, `naturals`, `vector`, `random`, `family`.
        interval: where each of them, or each member or value, lies.
        length: of a family.
    """

    names: tuple[str, ...]
    kind: str
    interval: Interval
    length: Term | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """All that is said of the symbols of a chain, in order.

    Args:
        declarations: what is free.
        definitions: `q := …`, after all declarations.
        constraints: what else holds.
    """

    declarations: tuple[Declaration, ...]
    definitions: tuple[tuple[str, Term], ...]
    constraints: tuple[Comparison, ...]

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each symbol; of a defined one `defined`."""
        free = {name: d.kind for d in self.declarations for name in d.names}
        return {**free, **{name: "defined" for name, _ in self.definitions}}


_MEMBER = re.compile(r"(?P<names>\w+(?:\s*,\s*\w+)*)\s*:(?!=)\s*(?P<what>.+)", re.DOTALL)
_WHAT = re.compile(
    r"(?P<kind>int|vector|random|family\((?P<length>[^()]*)\)|N)?\s*R?\s*"
    r"(?:(?P<open>[\[(])(?P<low>.+?),(?P<high>[^,]+)(?P<close>[\])]))?$"
)
_KINDS = {"int": "integer", "N": "naturals", "vector": "vector", "random": "random"}


def parse_setting(text: str) -> Setting:
    """Read a chain's declarations.

    Raises:
        CorpusError: a part is none of the forms above.
    """
    declarations, definitions, constraints = [], [], []
    for part in (piece.strip() for piece in text.split(";") if piece.strip()):
        member = _MEMBER.fullmatch(part)
        if member is not None:
            declarations.append(_declaration(member["names"], member["what"].strip(), part))
        elif ":=" in part:
            name, _, value = part.partition(":=")
            definitions.append((name.strip(), parse_term(value)))
        else:
            terms, relations = parse_chain(part)
            for index, relation in enumerate(relations):
                constraints.append(Comparison(terms[index], relation, terms[index + 1]))
    return Setting(tuple(declarations), tuple(definitions), tuple(constraints))


def _declaration(names: str, what: str, part: str) -> Declaration:
    match = _WHAT.fullmatch(what)
    if match is None:
        raise CorpusError(f"{part!r} is no declaration")
    word = match["kind"] or ""
    kind = "family" if word.startswith("family") else _KINDS.get(word, "real")
    interval = Interval()
    if match["open"]:
        low, high = match["low"].strip(), match["high"].strip()
        interval = Interval(
            None if low == "-oo" else parse_term(low),
            None if high == "oo" else parse_term(high),
            match["open"] == "(",
            match["close"] == ")",
        )
    elif kind == "naturals":
        interval = Interval(parse_term("0"), None, False, True)
    length = parse_term(match["length"]) if match["length"] else None
    return Declaration(tuple(n.strip() for n in names.split(",")), kind, interval, length)
