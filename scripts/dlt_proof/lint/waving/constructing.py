"""Whether a case that is called like another one is carried out by a construction in words.

"This case is analogous: pair $i$ with $n+1-i$. The total is $n(n+1)/2$."
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ...latex import FileView, MathSpan
from ...patterns import pattern
from ..sentences import DISPLAY, MATH, Sentence

# What is done to given objects; "add" and "combine" are done to the results of cases.
_MAKES = (
    r"(?:pair|match|couple|group|cluster|map|send|assign|associate|colou?r|join|connect|split"
    r"|divide|partition|reflect|shift|embed|glue|arrange|rearrange|delete|remove|discard|drop|insert"
    r"|attach|append|move|rotate|fold|cut|enumerate|order|sort|label|merge|contract|cover|tile"
    r"|leave|pad|double|duplicate|replace|extend|adjoin|introduce|identify|decompose|truncate"
    r"|round|query|play|distribute|swap out|put aside|set aside)"
)
_CHOOSES = r"(?:take|choose|pick|let|set|put|define|consider|fix|draw|sample|write|start|construct)"
_LEAD = (
    r"\W*(?:(?:now|here|instead|this time|then|we|one|can|us|simply|just|again|also|first)\W+){0,4}"
)
_OBJECTS = rf"\b(?! (?:the )?(?:two|both|all|these|same|proof|argument))[^.;:]{{0,80}}?[{MATH}]"
_BEHIND_COLON = pattern(
    rf"[^.;:]{{0,60}}?(?:[:—(]|[–-]{{2,3}}|, (?:now|but|instead|only)\b){_LEAD}"
    rf"(?:{_MAKES}|{_CHOOSES}){_OBJECTS}"
)
_BEHIND_STOP = pattern(rf"{_LEAD}{_MAKES}{_OBJECTS}")
_ANY_BEHIND_STOP = pattern(rf"{_LEAD}(?:{_MAKES}|{_CHOOSES}){_OBJECTS}")
_MOVES_ON = pattern(
    r"\W*(?:combining|this|these|in (?:both|either|any|all|each|every|conclusion|summary)"
    r"|summing|we conclude|finally|next|we now|it remains|to|altogether|overall|together"
    r"|turning|moving|adding|a union|having|the (?:proof|claim|lemma|theorem|result)|case)\b"
)
_OF_ALL = pattern(
    r"\b(?:both|combin\w+|conclud\w+|altogether|overall|the two (?:cases|bounds|parts|estimates)"
    r"|all (?:three|four|of|cases)|the (?:claim|theorem|lemma|result|proof|union)\b)"
)
_NAMES_CASE = pattern(r"\W*(?:case|step|part)\b")
_CONDITION = pattern(
    r"\b(?:for|if|when|whenever|where|case|unless|provided)(?: (?:all|every|any|each|the|that|case"
    r"|of|only))* \Z"
)
RELATION = pattern(
    r"[=<>]|\\(?:le|ge|leq|geq|lesssim|gtrsim|subset|subseteq|supset|supseteq|in|to|sim|approx"
    r"|asymp"
    r"|equiv|prec|succ|preceq|succeq|leqslant|geqslant|leqq|geqq|ll|gg|iff|implies|Rightarrow"
    r"|Leftrightarrow|propto|stackrel|overset|coloneqq|triangleq|neq|ne|notin|perp|cong|simeq)"
    r"(?![a-zA-Z])"
)


def relations(view: FileView, formula: MathSpan) -> int:
    """How many relations a formula states."""
    return len(RELATION.findall(view.masked, formula.body.start, formula.body.end))


def is_condition(sentence: Sentence, formula: MathSpan) -> bool:
    """Whether a formula says only of what the step is: "for $x < 0$"."""
    at = bisect_left(sentence.offsets, formula.span.start)
    return bool(_CONDITION.search(sentence.text, max(0, at - 40), at))


def constructed(view: FileView, listed: Sequence[Sentence], index: int, end: int) -> bool:
    """Whether a construction stands behind a phrase, and a relation that it gives.

    Args:
        view: the file.
        listed: the sentences of the proof.
        index: the one with the phrase.
        end: where the phrase ends in it.
    """
    text = listed[index].text
    following = listed[index + 1 : index + 4]
    makes = _BEHIND_COLON.match(text, end)
    if makes:
        return _states(view, listed[index], makes.end()) or _gives(view, following)
    if not following or following[0].begins:
        return False
    # Under the heading of a case, what stands behind is about this case.
    before = listed[index - 1].text if index else ""
    headed = _NAMES_CASE.match(before) or _NAMES_CASE.match(text)
    first = following[0].text
    makes = (_ANY_BEHIND_STOP if headed else _BEHIND_STOP).match(first)
    if makes is None or _OF_ALL.search(first):
        return False
    return _states(view, following[0], makes.end()) or _gives(view, following[1:])


def _states(view: FileView, sentence: Sentence, start: int) -> bool:
    """Whether a formula behind a place states a relation."""
    return any(
        relations(view, formula) and (formula.display or not is_condition(sentence, formula))
        for formula in sentence.formulas(view, start)
    )


def _gives(view: FileView, following: Sequence[Sentence]) -> bool:
    """Whether the next sentence states a relation, and is about nothing else."""
    if not following or following[0].begins:
        return False
    text = following[0].text
    if _MOVES_ON.match(text) or _OF_ALL.search(text):
        return False
    return DISPLAY in text or _states(view, following[0], 0)
