"""The letters that a step binds itself, "for all $x$", in its display or in the words beside it."""

import re
from collections.abc import Iterator

from ...records.evidence import Job
from ..translation import SymbolDomain
from .formulas import read_formula, symbols_of
from .intervals import domain, intersection
from .passages import formulas_with_words
from .records import Bound, Spread

_QUANTIFIED = re.compile(
    r"\b(?:for\s+)?(?:all|any|every|each)\s+(?:[a-z-]+\s+){0,3}$|\bfor\s+$", re.IGNORECASE
)
_FOR_ALL = re.compile(
    r"(?:\\forall|\\(?:text|mbox|textrm)\s*\{[^{}]*\b(?:all|any|every|each|for)\b[^{}]*\})"
    r"(?P<rest>.*)$",
    re.DOTALL,
)


def quantified_beside(job: Job) -> Iterator[tuple[str, SymbolDomain | None, str]]:
    """The letters that the step or the words around it bind, with the set they run through.

    Yields:
        The symbol, the set (None where it was not understood), and the text.
    """
    for text in (job.claim, job.justification):
        for before, formula in formulas_with_words(text):
            if _QUANTIFIED.search(before):
                yield from _bound_by(formula)
        match = _FOR_ALL.search(text)
        if match is not None:
            yield from _bound_by(match["rest"].split("$")[0])


def _bound_by(formula: str) -> Iterator[tuple[str, SymbolDomain | None, str]]:
    reading = read_formula(formula.split("\\]")[0])
    if reading is None or reading.lists or any(isinstance(s, Spread) for s in reading.said):
        for name in symbols_of(formula):
            yield name, None, formula
        return
    for name in reading.symbols:
        where: SymbolDomain | None = domain(name)
        for said in reading.said:
            if isinstance(said, Bound) and said.domain.name == name and where is not None:
                where = intersection(where, said.domain)
            elif not isinstance(said, Bound) and name in symbols_of(str(said)):
                where = None
        yield name, None if reading.bare else where, formula
