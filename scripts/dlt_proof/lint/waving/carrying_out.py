"""Whether a proof carries out what a phrase waves away: in the sentence itself or behind it."""

from __future__ import annotations

from collections.abc import Sequence

from ... import patterns
from ...latex import FileView, MathSpan
from ...patterns import pattern
from ..sentences import CITATION, DISPLAY, MATH, REFERENCE, Sentence
from .constructing import RELATION, constructed, is_condition, relations
from .wave import Wave

_CONCLUDES = pattern(
    r"\b(?:so|hence|thus|therefore|conclud\w+|combin\w+|consequently|in total|overall|altogether"
    r"|together"
    r"|which (?:gives|implies|shows|completes|proves|yields)|this (?:gives|proves|shows|completes"
    r"|yields))\b"
)
_SPELLS_OUT = pattern(
    r"(?:\W*(?:and |but )?)(?:indeed|namely|specifically|explicitly|precisely|more precisely"
    r"|in (?:more )?"
    r"detail|to see (?:this|why|it|that)|in fact|for completeness|concretely|to be precise"
    r"|let us (?:spell"
    r"|write|carry)|we (?:\w+ )?(?:spell|write|include|carry|give|provide|present|detail|still)"
    r"|here\b|there\b(?! (?:is|are|exist))|in (?:this|that) case|in the (?:"
    r"other|second|latter|remaining|former) (?:case|direction)|this time"
    rf"|now,? (?:{MATH}|instead|with {MATH} |we (?:use|have|get|apply|split|bound)))"
)
_TAKES_UP = pattern(
    r"\W*(?:now |so |first,? |next,? )?(?:if|when|whenever|suppose|assume|let(?! us)|for|given"
    r"|assuming|otherwise|conversely|case|take|consider|fix|pick|write|put|set|denote)\b"
)
_MOVES_ON = pattern(
    r"\W*(?:combining|hence|thus|therefore|so|consequently|this|these|in (?:both|either|any|all"
    r"|each|every"
    r"|conclusion|summary|particular|total)|taking|summing|we conclude|finally|next|we now"
    r"|it remains|to"
    r"|putting|altogether|as a|overall|together|plugging|substituting|on the other hand|turning"
    r"|moving"
    r"|adding|applying both|a union|by (?:a|the) union|with (?:this|both|these)|having"
    r"|we have (?:thus"
    r"|proved|shown)|the (?:proof|claim|lemma|theorem|result)|which)\b"
)
# A sentence that begins with what its result rests on.
_GROUND = pattern(
    r"\W*(?:now,? )?(?:(?:by|using|from|applying|invoking|via|since|because|as|with|owing to"
    rf"|thanks to)\b(?! (?:this|these|both|all))|(?:\w+ )?[{REFERENCE}{CITATION}])"
)
_OF_ALL = pattern(
    r"\b(?:both|combin\w+|conclud\w+|altogether|in total|overall|the two|all (?:three|four|of)"
    r"|the (?:sum|total|maximum|union|claim|theorem|lemma|result|proof))\b"
)
_PART = pattern(
    r"\b(?:lower|upper|second|third|fourth|last|reverse|converse|opposite|right|left)\b"
)
_BOUND_IN_WORDS = pattern(
    r"\b(?:at (?:most|least)|bounded (?:above |below )?by|equals?"
    r"|no (?:more|less|larger|smaller) than"
    rf"|(?:smaller|larger|less|greater) than) {MATH}"
)
_NEXT_CASE = pattern(r"\W*(?:case|for the (?:third|last|next|final))\b")
_OF_A_PART = pattern(
    r"(?:the |our )?\w+ (?:of (?!this|the (?:theorem|lemma|proposition|claim))|for|in|when|on|if)\b"
)
_LETTER = pattern(r"\\[a-zA-Z]+|[a-zA-Z]")
_SHOWS_ONE = pattern(
    r"[^.;]*?(?:\bonly\b|\bsuffices\b|\bwe (?:\w+ )?(?:prove|show|treat|consider|present|focus"
    r"|restrict)\b)"
)
# "We just focus on A, since the analysis is identical for B."
_ONE_BECAUSE = pattern(
    r"\b(?:only|just|merely|focus|restrict|confine|concentrate|suffices|enough)\b[^.;]*"
    r"\b(?:since|because|as|for)\W*\Z"
)
_BEGINS_TO_SPELL_OUT = pattern(r"[^.;:]{0,60}:|\s*[(—]|\W*(?:indeed|namely)\b")


def states_its_own(view: FileView, sentence: Sentence, wave: Wave) -> bool:
    """Whether formulas behind the phrase carry it out, rather than conclude."""
    text = sentence.text
    concluded = _CONCLUDES.search(text, wave.end)
    end = concluded.start() if concluded else len(text)
    spelled_out = not wave.strong or _BEGINS_TO_SPELL_OUT.match(text, wave.end)
    for formula in sentence.formulas(view, wave.end, end):
        count = relations(view, formula)
        if not formula.display and is_condition(sentence, formula):
            continue
        if formula.display or count >= 2 or (count and spelled_out):
            return True
    return False


def carried_out(view: FileView, listed: Sequence[Sentence], index: int, wave: Wave) -> bool:
    """Whether the sentences behind carry out what a sentence waves away."""
    text = listed[index].text
    if wave.kind in ("omitted", "symmetry") or _SHOWS_ONE.match(text, wave.end):
        return False
    if _ONE_BECAUSE.search(text, 0, wave.start):
        return False
    if constructed(view, listed, index, wave.end):
        return True
    following = listed[index + 1 : index + 5]
    counts = [_count(view, sentence) for sentence in following]
    if following:
        first, text = following[0], following[0].text
        if _SPELLS_OUT.match(text) and first.begins != "item":
            return sum(counts[:2]) > 0
        if _TAKES_UP.match(text) and first.begins != "item" and not _NEXT_CASE.match(text):
            return sum(counts[:3]) >= 2 and _same_letters(view, listed[index], wave, first)
        shown = DISPLAY in text or (wave.kind == "proof" and sum(counts[:2]) > 0)
        if shown and not (first.begins or _MOVES_ON.match(text) or _OF_ALL.search(text)):
            return True
        if _grounded(view, listed[index], wave, first):
            return True
    if wave.kind == "proof" and index < 2 and not _OF_A_PART.match(listed[index].text, wave.start):
        # "The proof is similar to that of Lemma 3." stands above the proof itself.
        rest = listed[index + 1 : index + 12]
        return sum(_count(view, s) for s in rest) >= 2 or sum(len(s.text) for s in rest) > 150
    return _taken_up_later(view, listed, index, wave)


def _grounded(view: FileView, waved: Sentence, wave: Wave, following: Sentence) -> bool:
    """Whether the next sentence gives the result waved away, with what it rests on: "We treat
    $B$ similarly. By Lemma 3, $B \\le 2$"."""
    text = following.text
    if following.begins or not _GROUND.match(text) or _OF_ALL.search(text):
        return False
    if not set(_PART.findall(waved.text)).isdisjoint(_PART.findall(text)):
        return bool(_count(view, following) or _BOUND_IN_WORDS.search(text))
    letters = set()
    for formula in waved.formulas(view, wave.start):
        letters |= _letters(_source(view, formula))
    stated = (_source(view, f) for f in following.formulas(view) if relations(view, f))
    return any((first := _LETTER.search(side)) and first[0] in letters for side in stated)


def _same_letters(view: FileView, waved: Sentence, wave: Wave, following: Sentence) -> bool:
    """Whether a condition speaks of what the case speaks of: `x < 0`, then `-x > 0`."""
    case = _letters("".join(_sources(view, waved, wave.start, wave.end)))
    condition = _letters(next(iter(_sources(view, following, 0, 60)), ""))
    return not case or not condition or bool(case & condition)


def _letters(formula: str) -> set[str]:
    return set(_LETTER.findall(RELATION.sub(" ", formula)))


def _count(view: FileView, sentence: Sentence) -> int:
    return sum(relations(view, formula) for formula in sentence.formulas(view))


def _taken_up_later(view: FileView, listed: Sequence[Sentence], index: int, wave: Wave) -> bool:
    """Whether a later sentence begins with the same case and goes into it."""
    label = patterns.search(r"\b(?:case|part|step|claim) \w+$|\([\w]+\)$", wave.what)
    named = _sources(view, listed[index], wave.start, wave.end)
    for number in range(index + 1, min(index + 200, len(listed))):
        sentence = listed[number]
        starts = bool(label and sentence.begins and label[0] in sentence.text[:25])
        if not starts and named and _TAKES_UP.match(sentence.text):
            starts = bool(named & _sources(view, sentence, 0, 60))
        if starts and sum(_count(view, s) for s in listed[number : number + 3]) >= 2:
            return True
    return False


def _sources(view: FileView, sentence: Sentence, start: int, end: int) -> set[str]:
    """The formulas in a part of a sentence, as they are written."""
    found = sentence.formulas(view, start, min(end, len(sentence.text)))
    return {_source(view, f) for f in found if not f.display and relations(view, f)}


def _source(view: FileView, formula: MathSpan) -> str:
    return "".join(view.masked[formula.body.start : formula.body.end].split())
