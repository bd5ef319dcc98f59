"""Predicates and appositions: "is an absolute constant", ", depending only on $L$,"."""

from __future__ import annotations

from ...latex.words import word_set
from ...patterns import pattern
from .sentences import Sentence
from .words import (
    CONSTANT,
    DETERMINERS,
    NEGATIONS,
    NUMBER,
    QUALIFIERS,
    REFERENCES,
    SIZE,
    is_dependence,
    is_filler,
    is_noun,
    qualifies,
    says_nothing,
)

_CHOSEN_LATER = pattern(
    r"\bto be (?:\w+ )?(?:chosen|determined|specified|fixed|set|defined|selected|tuned|optimi[sz]ed"
    r"|picked|named)\b|\b(?:we|that|which) (?:\w+ )*(?:choose|fix|specify|determine|set|pick|chosen"
    r"|fixed|specified) (?:later|below|momentarily|shortly|at the end)\b"
)
RELATIVE = frozenset(["which", "that", "whose", "being"])
DASHES = frozenset(["--", "---"])


_GOES_ON = frozenset(["which", "that", "depending", "and", "or", "but", "not", "possibly", "only"])
_DEPENDING = word_set(
    "depending allowed permitted not possibly only perhaps may with also neither none"
)
_NEW_CLAUSE = frozenset(["such", "so", "we", "then", "there", "where"])


def over_fillers(sentence: Sentence, at: int) -> int:
    """The index behind "will always", "here", "may also"."""
    behind = at
    while behind < at + 7 and sentence.kind(behind) == "w" and is_filler(sentence.text(behind)):
        behind += 1
    return behind


def read_predicate(sentence: Sentence, at: int) -> str:
    """What "is …", "denotes …" says, by the words that begin at an index."""
    if sentence.kind(at) == "m":
        return "defined"
    words, negated = predicate_words(sentence, at)
    if any(is_dependence(word) for word in words):
        return "constant"
    if not negated and not QUALIFIERS.isdisjoint(words):
        return "constant"
    if words[:1] == ["the"] and "of" in words[2:4] and words[1] not in CONSTANT:
        return "named"  # "the larger of the two"
    if _CHOSEN_LATER.search(" ".join(words)):
        return "named"
    head = next((i for i, word in enumerate(words) if word in CONSTANT or word in NUMBER), None)
    if head is not None:
        return _predicate_noun(words, head)
    if not words or words[0] in ("nothing", "none"):
        return ""
    if "arbitrary" in words or words[0] == "given":
        return "quantified"
    if words[0] in ("such", "so") or any(p.kind == "r" for p in sentence.pieces[at : at + 7]):
        return "named"
    if words[0] in ("as", "defined", "specified", "chosen") and SIZE.isdisjoint(words):
        return "named"
    if words[0] == "to" and not {"chosen", "determined", "specified", "fixed"}.isdisjoint(words):
        return "named"
    vague = all(says_nothing(word) or (negated and word in QUALIFIERS) for word in words)
    return "vague" if vague else "named"


def _predicate_noun(words: list[str], head: int) -> str:
    """ "a positive constant" is vague, "the number of", "the Lipschitz constant" are not."""
    behind = words[head + 1 : head + 2]
    if words[head] in NUMBER and behind == ["of"]:
        return "named"
    before = words[:head]
    named = bool(before) and words[head] in CONSTANT and not says_nothing(before[-1])
    if named and NEGATIONS.isdisjoint(before):
        return "defined"
    definite = "the" in before or "same" in before
    return "named" if definite and behind and behind[0] in REFERENCES else "vague"


def predicate_words(sentence: Sentence, at: int) -> tuple[list[str], bool]:
    """The words of a predicate, and whether what it says is negated."""
    words: list[str] = []
    back = at - 1
    negated = sentence.text(back) in NEGATIONS
    while is_filler(sentence.text(back - 1)):
        back -= 1
        negated = negated or sentence.text(back) in NEGATIONS
    for index in range(at, at + 18):
        word, kind = sentence.text(index), sentence.kind(index)
        if kind == "p" and (word in (",", ")") or word in DASHES):
            following = sentence.text(index + 1)
            if not (qualifies(following) or following in _GOES_ON):
                break
        elif not kind or (kind == "p" and word in (".", ";", ":", "?", "!")):
            break
        elif kind == "w":
            consequence = word == "that" and words[-1:] in (["enough"], ["large"], ["small"])
            if (words and (word in _NEW_CLAUSE or consequence)) or (
                word in ("and", "while", "but") and sentence.kind(index + 1) == "m"
            ):
                break
            if word in NEGATIONS and QUALIFIERS.isdisjoint(words):
                negated = True
            words.append(word)
    return words, negated


def read_apposition(sentence: Sentence, at: int) -> str:
    """`, a universal constant`, `(depending on $d$)`, `that is absolute`."""
    at = over_fillers(sentence, at)
    word = sentence.text(at)
    relative = word in RELATIVE
    if sentence.kind(at) != "w" or not (
        relative or qualifies(word) or word in DETERMINERS or word in _DEPENDING
    ):
        return ""
    words, negated = predicate_words(sentence, at)
    depends = next((i for i, w in enumerate(words) if is_dependence(w)), None)
    if depends is not None and (relative or depends < 5):
        return "constant"
    qualified = next((i for i, w in enumerate(words) if w in QUALIFIERS), None)
    if negated:
        return ""
    if qualified is None:
        if words[:1] == ["the"] and words[1:2] and words[1] in CONSTANT:
            return "named" if _predicate_noun(words, 1) == "named" else ""
        plain = word in DETERMINERS and CONSTANT.isdisjoint(words[:4])
        return "named" if plain and any(is_noun(noun) for noun in words[1:4]) else ""
    if qualifies(word) or (relative and qualified < 6):
        return "constant"
    head = next((i for i, w in enumerate(words) if w in CONSTANT), None)
    return "constant" if head is not None and head < 8 and qualified <= head + 1 else ""
