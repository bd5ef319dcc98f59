"""The terms of a formula: their text, their places, and where commas part them."""

import re

from .formula_rows import Formula, Ranges
from .formula_tokens import skip_blanks

DOTS = re.compile(r"\\(?:l|c|)dots[a-z]*(?![A-Za-z])")


def term_text(content: str, ranges: Ranges) -> str:
    return " ".join(content[start:end] for start, end in ranges)


def first_place(content: str, ranges: Ranges, otherwise: int) -> int:
    """Where the first character stands that is no white space."""
    for start, end in ranges:
        if content[start:end].strip():
            return skip_blanks(content, start)
    return otherwise


def last_place(content: str, ranges: Ranges, otherwise: int) -> int:
    for start, end in reversed(ranges):
        if content[start:end].strip(" \t\r\n.,;"):
            return start + len(content[start:end].rstrip(" \t\r\n.,;"))
    return otherwise


def cut_at_commas(content: str, formula: Formula, index: int) -> tuple[Ranges, Ranges]:
    """A term between two signs, cut where one formula ends and the next begins."""
    ranges = formula.terms[index]
    separators = formula.commas
    if formula.quantified >= 0 and formula.colons:
        separators = sorted([*formula.commas, *formula.colons[:1]])
    commas = [c for c in separators if any(a <= c < b for a, b in ranges)]
    if not commas:
        return ranges, ranges
    cut = commas[0]
    dots = DOTS.search(term_text(content, ranges))
    if dots:
        later = [c for c in commas if DOTS.search(content[ranges[0][0] : c])]
        if len(later) < 2:
            return ranges, ranges
        cut = later[1]
    before = [(a, min(b, cut)) for a, b in ranges if a < cut]
    after = [(max(a, cut + 1), b) for a, b in ranges if b > cut + 1]
    return before, after


_EDGE = re.compile(
    r"^(?:\s|~|\{\}|\\[,;:! ]|\\(?:quad|qquad|displaystyle)(?![A-Za-z]))+"
    r"|(?:\s|~|\{\}|\\[,;:! ]|[.,;]|\\(?:quad|qquad)(?![A-Za-z]))+$"
)


def trim(term: str) -> str:
    return re.sub(r"\s+", " ", _EDGE.sub("", _EDGE.sub("", term))).strip()
