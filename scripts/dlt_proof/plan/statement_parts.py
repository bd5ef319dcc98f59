"""A statement cut into its hypotheses and conclusions, the parts that two statements are
compared by.

By the words of the trade: "Let", "Suppose that … and that …", "If …, then …", "…, whenever …".
A part in the wrong place makes a difference be told in other words, never be hidden.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .statement_tokens import MATHEMATICS, RELATIONS, Token, tokens

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|a\.s|a\.e|w\.r\.t|i\.i\.d|w\.l\.o\.g|w\.h\.p|cf|resp|eq|eqs|sec|fig|thm"
    r"|lem|vs|etc|no)|\b[A-Z])\.$",
    re.IGNORECASE,
)
#: A sentence that only supposes.
_SUPPOSES = re.compile(
    r"(?:moreover,?\s+|furthermore,?\s+|also,?\s+|further,?\s+|in\s+addition,?\s+)?"
    r"(?:we\s+)?(?:let|assume|suppose|fix|consider|denote|write|take|put|set|define|recall)\b",
    re.IGNORECASE,
)
#: A sentence that supposes up to its first comma.
_BEGINS_SUPPOSING = re.compile(
    r"(?:under|if|when|whenever|given|assuming|provided|supposing|as\s+long\s+as|in\s+the)\b",
    re.IGNORECASE,
)
#: What supposes at the end of a conclusion.
_SUPPOSES_BEHIND = re.compile(
    r",?\s+(?:whenever|provided(?:\s+that)?|as\s+long\s+as|assuming(?:\s+that)?|unless"
    r"|(?<!only\s)if(?!\s+and\s+only))\b",
    re.IGNORECASE,
)
_THEN = re.compile(r",?\s+then\b", re.IGNORECASE)
_ITEM = re.compile(
    r",?\s+and\s+(?=(?:that|let|suppose|assume)\b)|,\s+(?=that\b)|;\s*|,?\s+(?=and\s+let\b)",
    re.IGNORECASE,
)
#: What may stand before a hypothesis and is no part of it.
_LEADS = {"and", "that", "let", "suppose", "assume", "assuming", "fix", "consider", "given", "if"}
_LEADS |= {"under", "when", "whenever", "provided", "with", "for", "we", "then"}


@dataclass(frozen=True, slots=True)
class Part:
    """One hypothesis or conclusion.

    Args:
        role: `hypothesis` or `conclusion`.
        text: as it stands.
        core: its tokens without punctuation and without the words that join it to the rest;
            places are counted in the whole statement.
        key: what it says, their texts.
    """

    role: str
    text: str
    core: tuple[Token, ...]
    key: tuple[str, ...]


def parts(text: str, *, supposes: bool = False) -> list[Part]:
    """The parts of a statement, in reading order.

    Args:
        text: normalised LaTeX.
        supposes: whether all of it is supposed, as in an assumption or a definition.
    """
    every = tokens(text)
    found = []
    for role, start, end in _spans(text, supposes):
        inside = tuple(t for t in every if start <= t.start < end)
        if any(token.kind != "mark" for token in inside):
            shown = re.sub(r"[\s,;]+(?:and)?[\s,;]*$", "", text[start:end])
            core = _core(inside)
            found.append(Part(role, shown, core, tuple(token.text for token in core)))
    return found


def _core(inside: Sequence[Token]) -> tuple[Token, ...]:
    kept = [token for token in inside if token.kind != "mark"]
    begin, end = 0, len(kept)
    while begin < end and kept[begin].text in _LEADS:
        begin += 1
    while end > begin and kept[end - 1].text == "and":
        end -= 1
    return tuple(kept[begin:end])


def _spans(text: str, supposes: bool) -> Iterator[tuple[str, int, int]]:
    shown = opaque(text)
    for start, end in sentences(text, shown):
        words = shown[start:end]
        if supposes or (_SUPPOSES.match(words) and not _THEN.search(words)):
            yield from _items(text, shown, start, end)
            continue
        cut = start
        if _BEGINS_SUPPOSING.match(words) or _SUPPOSES.match(words):
            then = _THEN.search(words)
            comma = words.find(",")
            if then:
                cut = start + then.start()
            elif comma >= 0:
                cut = start + comma + 1
            yield from _items(text, shown, start, cut)
        behind = _SUPPOSES_BEHIND.search(shown, cut + 1, end)
        if behind:
            yield "conclusion", cut, behind.start()
            yield from _items(text, shown, behind.start(), end)
        elif cut < end:
            yield "conclusion", cut, end


def _items(text: str, shown: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Hypotheses in a stretch of text: at "and that", and behind each formula with a relation."""
    cuts = {match.end() for match in _ITEM.finditer(shown, start, end)}
    for match in MATHEMATICS.finditer(text, start, end):
        told = any(t.kind == "relation" and t.text in RELATIONS for t in tokens(match[0]))
        behind = re.compile(r"\s*,\s+and\b|\s*,|\s+and\b").match(shown, match.end(), end)
        if told and behind:
            cuts.add(behind.end())
    edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    for left, right in itertools.pairwise(edges):
        yield "hypothesis", left, right


def sentences(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Where each sentence stands.

    Args:
        text: the statement.
        shown: what `opaque` makes of it.
    """
    start = 0
    ends = [m.end() for m in re.finditer(r"[.?!](?=\s+\S)", shown)]
    # A display that ends with a full stop ends the sentence, if the next word begins one.
    for match in MATHEMATICS.finditer(text):
        inner = re.search(r"\.\s*(?:\\end\s*\{[^{}]*\}|\$\$|\\\]|\$|\\\))$", match[0])
        if inner and re.match(r"\s+[A-Z]", text[match.end() :]):
            ends.append(match.end())
    for end in sorted(ends):
        if _ABBREVIATION.search(text[start:end]):
            continue
        yield _trimmed(text, start, end)
        start = end
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def opaque(text: str) -> str:
    """The text with formulas and arguments of commands as \\0, so that only words are read."""

    def blank(match: re.Match[str]) -> str:
        return "\x00" * len(match[0])

    shown = MATHEMATICS.sub(blank, text)
    return re.sub(r"\\[A-Za-z]+\*?\s*(?:\{[^{}]*\})*", blank, shown)
