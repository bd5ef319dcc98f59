"""What stands behind the symbols: "$C$ is absolute", "$C$, depending on $L$", "$C$ classes"."""

from __future__ import annotations

from ...latex.words import word_set
from .groups import DECORATIONS, Group, over_and_so_on
from .predicates import DASHES, RELATIVE, over_fillers, read_apposition, read_predicate
from .sentences import Sentence
from .words import (
    COPULAS,
    DETERMINERS,
    NOTATION,
    PLACES,
    QUALIFIERS,
    REFERENCES,
    SIZE,
    STOPS,
    VAGUE,
    VARYING,
    is_counted,
    is_counted_noun,
    is_dependence,
    qualifies,
)

_CHOSEN = frozenset(["chosen", "selected", "picked", "defined"])
_TAKE = word_set("taking take choose choosing set setting define defining pick picking fix fixing")
_WITH = word_set("with without possibly perhaps sometimes often whether however regardless plain")
_DECORATING = (
    _WITH
    | DECORATIONS
    | word_set(
        "or and a an any some different various additional further numerical of sub super "
        "hats tildes bars accents / - , even decorated by such as like their extra other"
    )
)
_HERE = frozenset(["this", "the", "our", "what"])
_PURPOSE = frozenset(["such", "so", "as", "by", "to", "in"])
_ELSEWHERE = word_set(
    "above below theorem lemma earlier before previously proposition corollary assumption equation "
    "eq eqs definition section appendix condition"
)
#: How many there are may be restricted where they are counted.
_OF_COUNTS = frozenset(["mention", "range", "domain"])
_ADJECTIVE_ENDINGS = ("ing", "ed", "al", "ent", "ant", "ous", "ive", "ary", "ic", "inct", "oint")
_LATER = frozenset(["later", "below", "momentarily", "shortly", "end"])
_TO_CHOOSE = word_set(
    "chosen determined specified fixed set defined selected choose specify fix determine tuned "
    "optimised optimized picked"
)


def read_behind(sentence: Sentence, group: Group) -> str:
    """What the words behind a group make of it, see `declarations.Strength`; empty where they say
    nothing."""
    at = over_and_so_on(sentence, group.last + 1)
    hyphen = sentence[at].start
    attached = hyphen <= sentence[group.last].end + 2 and sentence[at + 1].start == hyphen + 1
    if sentence.text(at) == "-" and attached:
        return "named"  # "$C$-Lipschitz"
    if sentence.text(at) == ")" and "(" in sentence.words(group.first - 4, group.first):
        at += 1
    if _is_reference(sentence, at):
        return "named"
    at = _over_conjunction(sentence, over_fillers(sentence, _over_asides(sentence, at)))
    word, kind = sentence.text(at), sentence.kind(at)
    if kind == "p" and _is_chosen_later(sentence, at + 1):
        return "named"
    if kind == "p":
        apposed = word in (",", "(", ":", "-", "]") or word in DASHES
        return read_apposition(sentence, at + 1) if apposed else ""
    if kind != "w":
        return ""
    if is_dependence(word):
        return "constant"
    if word == "von" and any(is_dependence(p.text) for p in sentence.pieces[at : at + 7]):
        return "constant"  # "nur von $d$ abhängt"
    if word in COPULAS:
        return read_predicate(sentence, at + 1)
    notation = not NOTATION.isdisjoint(sentence.words(group.first - 8, group.first))
    if notation and word in ("for", "as", "to"):
        at += 1
        while sentence.text(at) in COPULAS or sentence.text(at) == "for":
            at += 1
        return read_predicate(sentence, at)
    chosen = sentence.words(group.first - 2, group.first) & _TAKE
    if chosen and word == "to" and sentence.text(at + 1) == "be":
        return read_predicate(sentence, at + 2)
    if word in ("we", "one") and sentence.text(at + 1) in ("denote", "mean", "understand"):
        return read_predicate(sentence, at + 2)
    if notation and sentence.text(group.first - 1) == "by":
        return read_predicate(sentence, at)
    if word in RELATIVE or word in QUALIFIERS or word in DETERMINERS:
        return read_apposition(sentence, at)
    if _is_chosen_later(sentence, at):
        return "named"
    if word in SIZE:
        while sentence.text(at) in VAGUE or sentence.text(at) == ",":
            at += 1
        return "constant" if is_dependence(sentence.text(at)) else "vague"
    if word in _CHOSEN and sentence.text(at + 1) in _PURPOSE:
        return "named"
    if _is_reference(sentence, at) or _counts(sentence, at, group):
        return "named"
    return ""


def _over_asides(sentence: Sentence, at: int) -> int:
    """Step over "(which may differ)" and "whose value may change from line to line"."""
    for _ in range(3):
        behind = at
        if sentence.text(at) == "(":
            while sentence.text(behind) != ")" and sentence.kind(behind):
                if qualifies(sentence.text(behind)):
                    return at
                behind += 1
            behind += 1
        elif sentence.text(at) == "," == sentence.text(at + 2) and sentence.kind(at + 1) == "m":
            behind += 2
        elif decorated := _over_decorations(sentence, at):
            behind = decorated
        elif sentence.text(at) in ("in", "throughout") and sentence.text(at + 1) in _HERE:
            behind += 3  # "in this paper"
        else:
            behind = over_fillers(sentence, behind + (sentence.text(at) == ","))
            while sentence.text(behind) in VARYING:
                behind += 1
            if PLACES.isdisjoint(sentence.words(at, behind)):
                return at
        at = behind
    return at


def _over_decorations(sentence: Sentence, at: int) -> int:
    """The index of the comma, or of the verb, behind ", with or without subscripts"; 0 where
    something else stands there."""
    first = at + (sentence.text(at) in (",", "--", "---"))
    if sentence.text(first) not in _WITH:
        return 0
    behind = first
    while sentence.text(behind) in _DECORATING or sentence.kind(behind) == "m":
        behind += 1
    return 0 if DECORATIONS.isdisjoint(sentence.words(first, behind)) else behind


def _over_conjunction(sentence: Sentence, at: int) -> int:
    """Step over ", but never" before "depends", and over the comma before "are"."""
    if sentence.text(at) not in (",", "but", "and"):
        return at
    further = over_fillers(sentence, at + 1)
    if sentence.text(further) in ("but", "and"):
        further = over_fillers(sentence, further + 1)
    word = sentence.text(further)
    return further if is_dependence(word) or word in COPULAS else at


def _counts(sentence: Sentence, at: int, group: Group) -> bool:
    """ "$C$ classes", "$C \\ge 2$ balanced classes"."""
    if group.first != group.last or any(item.how not in _OF_COUNTS for item in group.members):
        return False
    word = sentence.text(at)
    before = sentence.text(group.first - 1)
    # What stands behind "for $C \ge 2$" may be a verb.
    restricted = before == "for" and any(item.how != "mention" for item in group.members)
    if is_counted(word, "" if restricted else before):
        return True
    return (
        before not in ("most", "least", "than")
        and word not in STOPS
        and word not in VAGUE
        and (
            is_counted_noun(sentence.text(at + 1))
            or (word.endswith(_ADJECTIVE_ENDINGS) and is_counted(sentence.text(at + 1), before))
        )
    )


def _is_reference(sentence: Sentence, at: int) -> bool:
    """ "as in Lemma 2", "from above", "given by (3)"."""
    if sentence.text(at) not in REFERENCES:
        return False
    for index, piece in enumerate(sentence.pieces[at + 1 : at + 6], start=at + 1):
        numbered = piece.kind == "n" and sentence.text(index - 1) == "("
        if piece.kind == "r" or numbered or piece.text in _ELSEWHERE:
            return True
        if piece.kind == "m" or piece.text in (",", ";"):
            return False
    return False


def _is_chosen_later(sentence: Sentence, at: int) -> bool:
    """ "to be chosen later", "which we specify below"."""
    words = []
    for index in range(at, at + 9):
        if sentence.kind(index) != "w":
            break
        words.append(sentence.text(index))
    return not _LATER.isdisjoint(words) and not _TO_CHOOSE.isdisjoint(words)
