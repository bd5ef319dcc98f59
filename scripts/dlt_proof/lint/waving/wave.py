"""A phrase that waves something away, and whether it is negated."""

from __future__ import annotations

from ...patterns import pattern
from ...records.record import Record
from ..sentences import MATH

_NEGATED_BEFORE = pattern(
    r"\b(?:not (?:true|the case|clear|obvious|all|every|both|only say)|no reason|do not|does not"
    r"|did not"
    r"|(?:cannot|could not|can not|dont) (?:\w+ )?(?:say|claim|conclude|argue|hope|expect|assume)"
    r"|rather than|instead of|tempt\w*|neither|none|would be|would have|might think|may seem"
    r"|might seem"
    r"|seems?|avoid\w*|no longer|unlike|in contrast|fails?|not to say)\b[^.;:]{0,60}\Z"
)
_NEGATED_BEHIND = pattern(
    r"[^.;:]{0,40}?\b(?:fails?|(?:does|do|would|will) not (?:apply|work|go|hold|carry|suffice|give"
    r"|yield"
    r"|help|extend)|breaks down|is not (?:possible|enough|available|applicable|sufficient|valid)"
    r"|no longer|cannot)\b"
)


# How things look to somebody: no "but" behind it takes that back.
_APPEARS = pattern(
    r"\b(?:at first (?:glance|sight|look)|prima facie|on the face of it|superficially|naively"
    r"|(?:might|may|could|would) (?:\w+ )?(?:think|expect|believe|guess|hope|suppose|suspect"
    r"|conjecture|be inclined|be led))\b(?:(?!\b(?:but|yet|however|actually|indeed|in fact)\b)"
    r"[^.;:]){0,80}\Z"
)
_NOR = pattern(r"\bnor\b[^.;:,]{0,60}\Z")
# "without the remark that it is analogous": the phrase is spoken about.
_SPOKEN_ABOUT = pattern(
    r"\b(?:nor|no need|not|never|without|unnecessary|instead of|rather than|no (?:point|use|sense)"
    r"|avoid\w*)\b[^.;:,]{0,60}\b(?:remark|say|claim|mention|observ|argu|add|assert|stat(?:e|ing)"
    r"|appeal|invok|resort|declar)\w*\b[^.;:,]{0,40}\Z"
)
_CLAIM = pattern(
    r"\b(?:claim|assertion|remark|belief|impression|statement|hope|idea|folklore|suggestion) that "
    r"[^.;:]{0,60}\Z"
)
_FALSE = r"(?:false|wrong|untrue|incorrect|mistaken|deceptive|misleading|an illusion)"
_CLAIM_FALSE = pattern(rf"[^.;:]{{0,60}}?\b(?:is|was|are|would be) (?:\w+ )?{_FALSE}\b")
_NOT_SO = (
    r"(?:(?:is|are|does|do|was|did|would|will|can) (?:\w+ )?not(?= *(?:$|[.,;:)—–-])"
    r"| (?:so|true|the case|quite|correct|right|valid|work)\b)|(?:isnt|doesnt|cannot)(?= *[.,;:])"
    rf"|(?:is|are|would be|turns out to be) (?:\w+ )?{_FALSE}\b|fails?\b|breaks down\b)"
)
_IT = r"(?:it|this|that|they|these|there|the (?:argument|analogy|symmetry|impression|claim))"
_REFUTED = pattern(
    rf"[^.;:]{{0,60}}?\b(?:but|yet|however|though|although|while|only that),? {_IT} {_NOT_SO}"
)
_REFUTED_NEXT = pattern(
    r"(?:(?:but|yet|however|in fact|unfortunately|actually|alas|of course),? ){0,2}"
    rf"(?:{_IT} (?:impression |however |, however, )?{_NOT_SO}|not so\b|far from it\b)"
)
_WOULD = pattern(r"\b(?:would|could|might)\b")
_UNREAL = pattern(
    r"\bif\b[^.;:]{0,80}\b(?:were|had|did|was)\b|\b(?:were|had) (?:the|this|we|it|our|all|both"
    rf"|{MATH})\b|\bwere {MATH}"
)
_NOT_REAL_NEXT = pattern(
    rf"(?:but|however|unfortunately|alas|since|as|because) (?:{MATH}|it|this|that|they|the \w+|we)"
    r",? (?:\w+ )?(?:is|are|does|do|need|has|have|was) not\b"
)


class Wave(Record):
    """A phrase that waves something away.

    Args:
        start, end: where it stands in the sentence.
        strong: a formula behind it is not yet what was waved away, only a display or a chain is.
        kind: `case`, `proof` (a whole argument is like another), `symmetry`, `omitted`.
        what: what is waved away, as far as the phrase names it.
    """

    start: int
    end: int
    strong: bool
    kind: str
    what: str = ""


def negated(text: str, start: int, end: int, like: int = -1) -> bool:
    """Whether the words around a phrase say the opposite.

    Args:
        text: the sentence.
        start, end: the phrase, from the words that name what is waved away.
        like: where it says that this is like something, if that is behind the start.
    """
    first, like = max(0, start - 200), max(like, start)
    return bool(
        _NEGATED_BEFORE.search(text, first, start)
        or _NEGATED_BEHIND.match(text, end)
        or _APPEARS.search(text, first, like)
        or _NOR.search(text, first, like)
        or _SPOKEN_ABOUT.search(text, first, like)
        or (_CLAIM.search(text, first, like) and _CLAIM_FALSE.match(text, end))
        or _REFUTED.match(text, end)
    )


def taken_back(text: str, start: int, end: int, following: str) -> bool:
    """Whether a phrase is said of what is not so, or the next sentence says that it is not so.

    Args:
        text: the sentence.
        start, end: the phrase.
        following: the sentence behind.
    """
    if _REFUTED_NEXT.match(following):
        return True
    would = _WOULD.search(text, start, end)
    return bool(would and (_UNREAL.search(text) or _NOT_REAL_NEXT.match(following)))
