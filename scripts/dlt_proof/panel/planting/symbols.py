"""Symbols that nothing introduces, and letters that get a second meaning.

A single letter is exchanged in the paper's own formulas: at one place for a letter that stands
nowhere else, or, where a proof introduces it, throughout that proof for one that means something
already. Both are verified by the places at which the letters stand.
"""

import re
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import NamedTuple

from ...latex import Document, MathSpan, Span
from .records import Change, Draft
from .sources import Source

_CAPITALS = "ABCDGHJKLMPQRSUVWXYZ"
_SMALL = "abcghklmpqrsuvwyz"
_GREEK = [
    "alpha",
    "beta",
    "delta",
    "eta",
    "theta",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "rho",
    "sigma",
    "tau",
    "phi",
    "psi",
    "omega",
    "chi",
    "zeta",
]
_SYMBOL = re.compile(r"\\(?P<command>[A-Za-z]+)\*?|\\.|(?P<letter>[A-Za-z])", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: Commands in whose braces letters are no symbols of the mathematics.
_WORDS = re.compile(
    r"\\(?:text\w*|mathrm|mathbf|mathbb|mathcal|mathscr|mathfrak|mathsf|operatorname\*?|label|"
    r"(?:eq|[cC]|auto|page)?ref|tag|begin|end|cite\w*|hspace|vspace|mbox|intertext)\*?\s*"
    r"(?:\[[^\]]*\])?\{[^{}]*\}"
)
_BOUND = re.compile(
    r"\\(?:sum|prod|int|bigcup|bigcap|max|min|sup|inf|lim|argmin|argmax)\w*\s*"
    r"(?:\\limits\s*)?_(?:\{(?P<group>[^{}]*)\}|(?P<one>[A-Za-z]))"
)
_INTRODUCED = re.compile(
    r"\b(?:write|put|set|let|denote\s+by|define|fix)\b[^$.]{0,30}\$\s*"
    r"(?P<symbol>[A-Za-z]|\\(?:mathcal|mathbf|mathbb)\{[A-Z]\})\s*(?::?=|\\coloneqq|\\in)",
    re.IGNORECASE,
)
_KEPT = {"e", "i", "d", "o", "O"}
_TRIES = 8


class _Place(NamedTuple):
    """A letter in a formula: the file's characters `start` to `end`.

    Args:
        symbol: the letter, or a Greek one's command.
        alone: whether no other letter stands beside it: of `nst` none does.
    """

    symbol: str
    start: int
    end: int
    alone: bool


def letters_in(document: Document, formula: MathSpan) -> list[_Place]:
    """The letters and Greek commands of a formula that are symbols, with their places."""
    at = formula.body.start
    return [
        place._replace(start=at + place.start, end=at + place.end)
        for place in _letters(document.masked(formula.body))
    ]


def _letters(text: str) -> list[_Place]:
    hidden = [(m.start(), m.end()) for m in _WORDS.finditer(text)]
    matches = [m for m in _SYMBOL.finditer(text) if not any(a <= m.start() < b for a, b in hidden)]
    letters = {m.start() for m in matches if m["letter"]}
    found = []
    for match in matches:
        start, end = match.span()
        if match["letter"]:
            alone = start - 1 not in letters and end not in letters
            found.append(_Place(match["letter"], start, end, alone))
        elif match["command"] in _GREEK:
            found.append(_Place(f"\\{match['command']}", start, end, True))
    return found


def undefined_symbols(source: Source, random: Random) -> Iterator[Draft]:
    """One letter of a display exchanged for one that stands nowhere else in the paper."""
    document = source.document
    spans = [source.statement.environment.body, *(p.environment.body for p in source.proofs)]
    taken = _all_letters(document)
    displays = [f for span in spans for f in source.formulas(span) if f.display]
    places: list[tuple[str, _Place]] = []
    for formula in displays:
        bound = bound_in(document, formula)
        places += [
            (formula.span.file, place)
            for place in letters_in(document, formula)
            if place.alone
            and place.symbol not in bound | _KEPT
            and len(taken.get(place.symbol, ())) > 2
        ]
    random.shuffle(places)
    for file, place in places[:_TRIES]:
        fresh = [name for name in _alike(place.symbol) if name not in taken]
        if not fresh:
            continue
        new = random.choice(fresh)
        yield Draft(
            kind="undefined-symbol",
            changes=(_exchanged(document, file, place, new),),
            change=f"{place.symbol} -> {new} at one place",
            claim=f"The symbol ${new}$ is used here and introduced nowhere.",
            evidence=f"It stands at no other place of the paper; ${place.symbol}$ is expected.",
            holds=partial(_stands_once, letter=new),
        )


def _stands_once(document: Document, letter: str) -> bool:
    return len(_all_letters(document).get(letter, ())) == 1


def notation_clashes(source: Source, random: Random) -> Iterator[Draft]:
    """A symbol that a proof introduces, renamed to one that already means something there."""
    document = source.document
    for proof in random.sample(source.proofs, len(source.proofs)):
        body = proof.environment.body
        text = document.files[body.file].masked
        for match in _INTRODUCED.finditer(text, body.start, body.end):
            symbol = match["symbol"]
            if symbol in _KEPT or not _is_own(source, symbol, body):
                continue
            formulas = source.formulas(body)
            places = [p for f in formulas for p in letters_in(document, f)]
            inside = {place.symbol for place in places}
            if not all(place.alone for place in places if place.symbol == symbol):
                continue
            known = _known_before(source) & _standing_alone(document, formulas) & inside
            known -= {symbol} | _KEPT
            bound = {name for f in formulas for name in bound_in(document, f)}
            shape = symbol if len(symbol) == 1 else "A"
            targets = [t for t in sorted(known - bound) if len(t) == 1 and _like(t, shape)]
            for new in random.sample(targets, len(targets)):
                changes = _renamed(document, formulas, symbol, new)
                if not changes or len(changes) > 40:
                    continue
                yield Draft(
                    kind="notation-clash",
                    changes=tuple(changes),
                    change=f"{symbol} of this proof is called {new}",
                    claim=f"The letter ${new}$ has two meanings in this proof.",
                    evidence=f"It is introduced here although the paper uses ${new}$ for "
                    "something else, which the same proof needs.",
                )


def _standing_alone(document: Document, formulas: list[MathSpan]) -> set[str]:
    """The letters that stand somewhere without an index: $W$ beside $W_T$ would be no clash."""
    return {
        place.symbol
        for formula in formulas
        for place in letters_in(document, formula)
        if not document.files[formula.span.file].text[place.end :].lstrip().startswith("_")
    }


def _like(one: str, other: str) -> bool:
    return one.isupper() == other.isupper()


def _is_own(source: Source, symbol: str, body: Span) -> bool:
    """Whether a symbol stands in this proof and nowhere in what comes before it."""
    wanted = re.compile(rf"(?<![A-Za-z\\]){re.escape(symbol)}(?![A-Za-z])")
    document = source.document
    spans = [source.statement.environment.body]
    spans += [
        s.environment.body
        for s in document.statements
        if s.kind in ("definition", "notation", "assumption")
    ]
    formulas = [f for span in spans for f in source.formulas(span)]
    return not any(wanted.search(document.masked(f.body)) for f in formulas)


def _known_before(source: Source) -> set[str]:
    """The letters of the paper's notation, definitions and assumptions, and of the statement."""
    document = source.document
    spans = [source.statement.environment.body]
    spans += [
        s.environment.body
        for s in document.statements
        if s.kind in ("definition", "notation", "assumption")
    ]
    return {
        place.symbol
        for span in spans
        for formula in source.formulas(span)
        for place in letters_in(document, formula)
    }


def _renamed(document: Document, formulas: list[MathSpan], symbol: str, new: str) -> list[Change]:
    if len(symbol) > 1:
        wanted = re.compile(re.escape(symbol))
        return [
            Change(f.span.file, f.body.start + m.start(), f.body.start + m.end(), new)
            for f in formulas
            for m in wanted.finditer(document.masked(f.body))
        ]
    return [
        Change(f.span.file, place.start, place.end, new)
        for f in formulas
        for place in letters_in(document, f)
        if place.symbol == symbol
    ]


def _exchanged(document: Document, file: str, place: _Place, new: str) -> Change:
    behind = document.files[file].text[place.end : place.end + 1]
    blank = " " if new.startswith("\\") and behind.isalpha() else ""
    return Change(file, place.start, place.end, new + blank)


def bound_in(document: Document, formula: MathSpan) -> set[str]:
    """The letters that sums, products, maxima of a formula run over."""
    text = document.masked(formula.body)
    return {
        letter
        for match in _BOUND.finditer(text)
        for letter in re.findall(r"\\?[A-Za-z]+", match["group"] or match["one"])
    }


def _all_letters(document: Document) -> dict[str, list[int]]:
    """Where each letter stands in the formulas of a paper, and in the macros that these call."""
    found: dict[str, list[int]] = {}
    called: set[str] = set()
    for formula in document.formulas:
        called |= set(_COMMAND.findall(document.masked(formula.body)))
        for place in letters_in(document, formula):
            found.setdefault(place.symbol, []).append(place.start)
    row = sorted(called & document.macros.keys())
    while row:
        body = document.macros[row.pop()].body
        for place in _letters(body):
            found.setdefault(place.symbol, []).append(-1)
        fresh = (set(_COMMAND.findall(body)) & document.macros.keys()) - called
        called |= fresh
        row += sorted(fresh)
    return found


def _alike(symbol: str) -> list[str]:
    if symbol.startswith("\\"):
        return [f"\\{name}" for name in _GREEK]
    return list(_CAPITALS if symbol.isupper() else _SMALL)
