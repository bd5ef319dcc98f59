"""Expectations in terms: whether a term is one, and of what."""

import re

from ...mathematics.formula_tokens import group_end

_SIGN = re.compile(
    r"\s*(?:\\math(?:bb|bf|sf|rm|cal)\s*(?:\{\s*E\s*\}|\s+E(?![a-zA-Z]))|\\(?:E|EE|Ex|bE|IE|Expect)(?![a-zA-Z])"
    r"|\\operatorname\*?\s*\{\s*E\s*\}|\\bf\s*E(?![a-zA-Z])|\{\s*\\bf\s*E\s*\})"
)
_SCRIPT = re.compile(r"\s*_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+|.)")
_LAST_SIZE = re.compile(r"\\(?:right|bigr?|Bigr?|biggr?|Biggr?|,)\s*$")
_SIZE = re.compile(r"\s*(?:\\(?:left|bigl?|Bigl?|biggl?|Biggl?|[,!;:])(?![a-zA-Z])\s*)*")
_OPENS = frozenset(["(", "[", "{", r"\lVert", r"\lvert", r"\langle", r"\lfloor", r"\lceil"])
_BRACKET = re.compile(r"\\[lr](?:Vert|vert|angle|floor|ceil)(?![a-zA-Z])|\\\||[-+|()\[\]{}]")
_ANYWHERE = re.compile(_SIGN.pattern.removeprefix(r"\s*"))


def has_expectation(term: str) -> bool:
    """Whether an expectation stands anywhere in a term."""
    return _ANYWHERE.search(term) is not None


def expectation_of(term: str) -> str | None:
    """What a term is the expectation of, None where it is none or more than one.

    `\\mathbb{E}[\\norm{x}^2]` gives `\\norm{x}^2`; `\\mathbb{E} f(x) - f_*` gives nothing.
    """
    sign = _SIGN.match(term)
    if sign is None:
        return None
    at = sign.end()
    if script := _SCRIPT.match(term, at):
        at = script.end()
    size = _SIZE.match(term, at)
    start = size.end() if size else at
    if start < len(term) and term[start] in "[(":
        end = _closing(term, start)
        if end < 0:
            return None
        behind = re.sub(r"\\(?:right|bigr?|Bigr?|biggr?|Biggr?|[,!;:])", "", term[end + 1 :])
        if behind.strip():
            return None
        return _LAST_SIZE.sub("", term[start + 1 : end]).strip()
    rest = term[start:].strip()
    depth, bars = 0, 0
    for match in _BRACKET.finditer(rest):
        token = match[0]
        if token in ("|", "\\|"):
            bars = 1 - bars
        elif token in "+-":
            if depth == 0 and not bars:
                return None
        else:
            depth += 1 if token in _OPENS else -1
    if rest.startswith(("\\{", "{")) and rest.startswith("{"):
        end = group_end(rest, 0)
        return rest[1 : end - 1].strip() if end == len(rest) else rest
    return rest or None


def _closing(term: str, start: int) -> int:
    """Where the bracket closes that opens at an offset, -1 where none does."""
    opening = term[start]
    close = {"[": "]", "(": ")"}[opening]
    depth = 0
    for place in range(start, len(term)):
        depth += (term[place] == opening) - (term[place] == close)
        if depth == 0:
            return place
    return -1
