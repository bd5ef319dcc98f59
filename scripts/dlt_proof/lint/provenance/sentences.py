"""Sentences before, behind and around a statement, as offsets in a file's text."""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...patterns import pattern

# A full stop ends a sentence, unless it ends an abbreviation.
SENTENCE_END = pattern(
    r"[.!?](?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)(?<!cf\.)(?<!Thm\.)(?<!Thms\.)(?<!Lem\.)(?<!Prop\.)"
    r"(?<!Cor\.)(?<!Eq\.)(?<!Eqs\.)(?<!Sec\.)(?<!App\.)(?<!Fig\.)(?<!Def\.)(?<!resp\.)"
    r"(?<!w\.r\.t\.)(?<!i\.i\.d\.)(?<!\bp\.)(?<!\bpp\.)(?<!Chap\.)(?<!\bCh\.)(?<!Sect\.)(?<!Rem\.)"
    r"(?<!Ineq\.)(?<!Alg\.)(?<!Assump\.)(?<!\bvs\.)(?<!\bresp\.)(?<!\bDr\.)(?<!Prof\.)(?<!\bNo\.)(?<!Vol\.)(?<!\b[A-Z]\.)[)'’}\]]*(?=[\s~\\]|$)"
    r"|\\(?:begin|end)\s*\{[^{}]*\}|\\(?:end)?proof(?![a-zA-Z])|\\(?:sub)*section\b\*?"
)
_EDGE = pattern(r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:chapter|section|subsection|subsubsection)\b")
_BLANK_LINE = pattern(r"\n[ \t\r]*\n")
_NEARBY = 1_200
_WITH_OPTIONS = pattern(r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?(?:\s*\[[^\[\]]*\])+")


def quiet_options(text: str) -> str:
    """The text with commas for the full stops in the options of citations, length kept:
    `\\cite[p.~3]{k}` ends no sentence."""
    if "ite" not in text:
        return text
    return _WITH_OPTIONS.sub(lambda match: match.group().replace(".", ","), text)


def introduction(text: str, masked: str, start: int) -> int:
    """Where the sentence that introduces a statement begins; `start` itself where none does.

    Args:
        text: masked text of the file, formulas blanked.
        masked: the masked text itself: a display is no end of a paragraph.
        start: where the statement begins.
    """
    first = max(0, start - _NEARBY)
    before = text[first:start].rstrip()
    inner = before.rstrip(".:;,")
    ends = [match.end() for match in SENTENCE_END.finditer(f"{inner} ")]
    begins = ends[-1] if ends else 0
    sentence = text[first + begins : start]
    if (
        _BLANK_LINE.search(masked[first + begins : start].lstrip())
        and before.endswith(".")
        and not _INTRODUCES.search(sentence)
    ):
        return start
    return first + begins


# A sentence that ends a paragraph speaks of what comes only where it says so.
_INTRODUCES = pattern(
    r"\b(?:follow\w*|next|now|below|recall|states?|need|use|quote|borrow|restate|record|require"
    r"|summari[sz]e\w*|here\s+is)\b",
    patterns.IGNORECASE,
)


def sentences_behind(text: str, end: int, limit: int, most: int = 4) -> Iterator[tuple[int, int]]:
    """The sentences behind a statement, up to the next environment or heading.

    Args:
        text: as in `introduction`.
        end: where the statement ends.
        limit: where to stop in any case.
        most: how many.
    """
    limit = min(limit, end + _NEARBY, len(text))
    edge = _EDGE.search(text, end, limit)
    # Displays are blanked with the formulas; lists and figures are stepped over.
    while edge and patterns.match(
        r"\\(?:begin|end)\s*\{(?:figure|table|wrapfigure|center|minipage|algorithm)", edge.group()
    ):
        edge = _EDGE.search(text, edge.end(), limit)
    stop = edge.start() if edge else limit
    start = end
    for match in SENTENCE_END.finditer(text, end, stop):
        if text[start : match.end()].strip():
            yield start, match.end()
            most -= 1
        start = match.end()
        if most <= 0:
            return
    if text[start:stop].strip():
        yield start, stop


def sentence_around(text: str, masked: str, offset: int) -> tuple[int, int]:
    """The sentence with an offset in it, paragraphs and headings ending one too."""
    first, last = max(0, offset - 500), min(len(text), offset + 500)
    start = first
    for match in SENTENCE_END.finditer(text, first, offset):
        start = match.end()
    for match in _BLANK_LINE.finditer(masked, start, offset):
        start = match.end()
    found = SENTENCE_END.search(text, offset, last)
    end = found.end() if found else last
    blank = _BLANK_LINE.search(masked, offset, end)
    return start, blank.start() if blank else end
