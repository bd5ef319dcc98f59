"""What the sentences inside a proof say it proves: its first ones, and the last one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from .. import patterns
from ..patterns import pattern
from .naming import Named, without_markup

_SENTENCE = pattern(r"[.!?]\s|\n[ \t\r]*\n")
_PROOF_OF = r"(?:(?:the|a|an|our|its)\s+(?:\w+\s+){0,2}?)?proofs?\s+(?:of|for)\b"
_PROVE = (
    r"(?:prove|proving|show|showing|establish|establishing|verify|verifying|demonstrate|derive"
    r"|deduce|obtain|confirm)"
)
_GIVE = (
    r"(?:give|present|provide|complete|finish|conclude|begin|start|turn|return|come|proceed|carry"
    r"|collect|spell|write)\b\s*(?:(?:with|to|out|here|now)\s+){0,2}"
)
_OPENS = pattern(
    r"\W*(?:proof\W+)?"
    r"(?:(?:in|throughout)\s+(?:this|the\s+(?:present|following|current))\s+\w+\W+|(?:for\s+"
    r"completeness|with\s+(?:these|this|the)\s+(?:\w+\s+){1,3}(?:at|in)\s+hand|here|now|next|finally"
    r"|first|in\s+order|so|and|it\s+is\s+(?:now\s+)?time)\W+){0,3}"
    rf"(?:(?:we|i|let\s+us|let's)\s+(?:(?!(?:not|never|cannot)\b)[a-z]+\s+){{0,4}}?"
    rf"(?:{_PROVE}\b\s+(?:{_PROOF_OF})?"
    rf"|{_GIVE}{_PROOF_OF})"
    rf"|to\s+(?:{_PROVE}\b(?:\s+{_PROOF_OF})?|{_GIVE}{_PROOF_OF})"
    rf"|(?:it\s+)?(?:remains|suffices|is\s+enough)\s+to\s+{_PROVE}\b"
    rf"|(?:this|here|below|what\s+follows|the\s+following|these)(?:\s+\w+)?\s+"
    rf"(?:is|are|contains?|gives?|presents?|provides?|constitutes?)\s+(?:now\s+)?{_PROOF_OF}"
    rf"|for\s+{_PROOF_OF}|{_PROOF_OF}|(?:proving|establishing)\b)",
    patterns.IGNORECASE,
)
_CLOSES = pattern(
    r"(?:\b(?:this|that|it|these|which|what)\s+(?:(?!not\b)\w+\s+){0,2}?(?:proves?"
    r"|establish(?:es)?|shows?|yields?|gives?|implies|imply|verif(?:y|ies)|confirms?|is|are)\b"
    r"|\b(?:complet|conclud|finish|end)(?:es?|s|ing)?\s+(?:\w+\s+)?proofs?\s+(?:of|for)\b"
    r"|\bwe\s+(?:\w+\s+)?have\s+(?:\w+\s+)?(?:proved|proven|shown|established|verified)\b"
    r"|\b(?:proving|establishing)\b"
    r"|\b(?:as|is|are)\s+(?:\w+\s+)?(?:claimed|asserted|stated|announced|promised)\s+(?:in|by)\b"
    r"|\bthe\s+(?:claim|assertion|conclusion|statement)s?\s+(?:of|in)\b)",
    patterns.IGNORECASE,
)
_PROVED = pattern(
    r"\s*(?:\w+\s+){0,2}?(?:is|are|has|have|stands?)\s+(?:(?!not\b)\w+\s+){0,2}?"
    r"(?:proved|proven|established|shown)\b(?!\s+in\b)|\s*(?:now\s+|thus\s+|then\s+)?follows?\W*\Z",
    patterns.IGNORECASE,
)
# What stands behind the name of a statement that is proved in another place.
_ELSEWHERE = pattern(
    r"[\s,()]*(?:(?:(?:is|are|can|may|will|be|appears?|only|separately|given|found|presented|provided"
    r"|carried|out)\s+)*(?:later|elsewhere|afterwards|after|once|at\s+the\s+end|in\s+(?:(?:the|a|our"
    r"|another)\s+)?(?:next|following|full|companion|forthcoming|separate|another|later|section"
    r"|appendix|supplement\w*))|(?:is|are)\s+(?:deferred|postponed|omitted|left))\b",
    patterns.IGNORECASE,
)
# What stands behind the name of a statement that is spoken about.
_SPOKEN_OF = pattern(
    r"[\s,()]*(?:implies|imply|gives|yields|can|cannot|could|would|does|do|are|was"
    r"|is(?!\s+(?:true|valid|correct))|fails|extends|applies|improves|follows)\b",
    patterns.IGNORECASE,
)
_PROOF_OF_AT_END = pattern(r"\b(?:of|for)\Z", patterns.IGNORECASE)
# Where the clause that names what is proved ends.
_CLAUSE = pattern(
    r"[:;—]|,\s+(?!(?:and|or)\b|\s)(?=[a-z])|\b(?:we|let|it|i|one|note|first|by|using|from|via|with"
    r"|assuming|under|given|based|modulo|which|when|whenever|for|if|through|because|since)\b",
    patterns.IGNORECASE,
)
_FEW, _MUCH = 300, 500

#: Names in a part of the file, by place; whether nothing but a name follows.
_Find = Callable[[int, int], list[tuple[int, Named]]]
_Goes = Callable[[int, int], bool]


def said_inside(
    masked: str, start: int, end: int, find: _Find, goes_on: _Goes
) -> tuple[list[Named], list[Named]]:
    """What the sentences inside a proof say it proves.

    Args:
        masked: text of the file.
        start, end: the body of the proof.
        find: the names between two offsets, by place.
        goes_on: whether nothing but a name stands behind an offset, before another.

    Returns:
        What the first sentence names, and, less surely, what the second and the last one name.
    """
    opening: list[Named] = []
    others: list[Named] = []
    for number, (first, last) in enumerate(_sentences(masked, start, min(end, start + _FEW))[:2]):
        named = _opened(masked, first, last, find, goes_on)
        if number:
            others = named
        else:
            opening = named
    if not opening and not others:
        pieces = _sentences(masked, max(start, end - _MUCH), end)
        others = _closed(masked, *pieces[-1], find, goes_on) if pieces else []
    return opening, others


def _sentences(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a part that have words."""
    edges = [start, *(m.end() for m in _SENTENCE.finditer(masked, start, end)), end]
    return [
        (first, last)
        for first, last in pairwise(edges)
        if patterns.search(r"[^\W\d_]{2}", without_markup(masked[first:last]))
        or "ref" in masked[first:last]
    ]


def _opened(masked: str, start: int, end: int, find: _Find, goes_on: _Goes) -> list[Named]:
    plain = without_markup(masked[start:end])
    opens = _OPENS.match(plain)
    if opens is None:
        return []
    return _behind(plain, start, opens.group(), end, find, goes_on)


def _closed(masked: str, start: int, end: int, find: _Find, goes_on: _Goes) -> list[Named]:
    plain = without_markup(masked[start:end])
    for closes in _CLOSES.finditer(plain):
        before = plain[: closes.end()]
        named = _behind(plain, start, before, end, find, goes_on)
        if named:
            return named
    names = find(start, end)
    if names and _PROVED.match(plain, _behind_name(plain, start, names[-1])):
        return [names[-1][1]]
    return []


def _behind(
    plain: str, start: int, said: str, end: int, find: _Find, goes_on: _Goes
) -> list[Named]:
    """The names behind the first words of a sentence, if these say that they are proved."""
    said = said.rstrip()  # references are blanks
    begin = start + len(said)
    names = find(begin, end)
    if not names or not goes_on(begin, end):
        return []
    stop = _CLAUSE.search(plain, _behind_name(plain, start, names[0]))
    limit = start + stop.start() if stop else end
    found = [(place, name) for place, name in names if place < limit] or names[:1]
    behind = _behind_name(plain, start, found[-1])
    proof = bool(_PROOF_OF_AT_END.search(said))
    if _ELSEWHERE.match(plain, behind) or (not proof and _SPOKEN_OF.match(plain, behind)):
        return []
    return [name for _, name in found]


def _behind_name(plain: str, start: int, found: tuple[int, Named]) -> int:
    """Where the text goes on behind a name: keys are blank."""
    place, name = found
    return min(len(plain), place - start + (len(name.value) if name.how == "number" else 0))
