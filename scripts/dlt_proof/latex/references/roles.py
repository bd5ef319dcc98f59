"""Whether a reference uses what it names.

The words that govern the reference decide first, then what it is the subject of; a use that is
denied, supposed or announced is none. Where nothing tells, the answer is `unclear`.
"""

from __future__ import annotations

from ...patterns import pattern
from . import phrases as p
from .sentences import Around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: `use`; `same`: what is proved is said to be this statement, or a part of it; `unclear`;
#: `mention`; `denied`: the text says that it is not used.
Role: TypeAlias = 'Literal["use", "same", "unclear", "mention", "denied"]'

_CLAUSE = pattern(
    r"[;:—]\s|--|(?:,\s*|\s)(?:but(?!\s+not)|while|whereas|since|because|hence|thus|therefore|although|though|yet|then|only)\s"
    r"|,\s+(?:and|so|which|where|we|this|it|one|the)\s|◆\S?\s|\bthat\s"
)
_CONJUNCTION = pattern(
    r"[;:—]|--|,\s+(?:and|but|so|hence|thus|therefore|while|whereas|since|because|which|where)\b"
)
_WORD = pattern(r"[^\W\d_]+")
_ENDS = pattern(r"\s*(?:[.,;:)]|\Z|(?:then\s+|also\s+)?(?:follows?|holds?)\b)")
_SO = pattern(r"\b(?:hence|so|thus|therefore|consequently)\b")
#: So much before a reference tells what governs it.
_NEAR = 140
#: Behind these nothing is spoken of as a place.
_TOOL_WORDS = frozenset(
    ["by", "using", "use", "uses", "used", "via", "apply", "applying", "invoke", "invoking"]
)
_THIS = pattern(r"\b(?:this|which|that|it|these|what)\s+(?:\w+\s+){0,6}\Z")
_MORE = pattern(
    r"\b(?:more\s+generally|in\s+greater\s+generality|is\s+also\s+true|remains?\s+true|more\s+can)\b"
)
_HERE = ("this is", "here is", "it is", "and this is", "that is")
_FOR = pattern(r"\A\W*(?:for|as\s+to|concerning|regarding|on)\s")
_NOT = pattern(r"\b(?:not|fails?|impossible|no)\b")
_NEGATED_BY = pattern(
    r"\b(?:not\s+(?:clear|obvious|known|evident)|unclear|unknown|do\s+not\s+(?:see|know))\s+(?:how|whether|that|if)\b[^,;]*\Z"
    r"|\b(?:no\s+attempt|unable|fail(?:s|ed)?|hopeless|impossible|no\s+(?:obvious\s+)?way|(?<!not\s)(?:hard|difficult))\s+(?:for\s+us\s+)?(?:to|of)\s+[^,;]*\Z"
    r"|\b(?:not|n['’]t|cannot|never)\s+(?:\w+\s+)?(?:be\s+)?(?:implied|obtained|derived|deduced|proved|proven|covered|given|handled|provided|obtain|derive|deduce|conclude|follow\w*|get|result)\b[^,;]*\Z"
)


def role_of(around: Around) -> Role:
    """What a reference is there for.

    Args:
        around: its sentence.
    """
    before, behind = around.before, around.behind
    if around.aside and around.outer_before:
        return _of_aside(around)
    role = _role(before, behind)
    if role == "same" and around.part and _THIS.search(before) and not p.WHICH_IS.search(before):
        return "unclear"  # "this is part (i) of ◎" may say what was proved, or by what
    return role


def is_assumed(around: Around) -> bool:
    """Whether a statement assumes what it refers to: "if (3) holds for all t"."""
    return bool(p.IF.search(around.before)) and bool(
        p.HOLDS.search(around.before) or p.HOLDS.search(around.behind)
    )


def _of_aside(around: Around) -> Role:
    """Of a reference in parentheses: "(see ◎)", "(by ◎)", "(◎)", "(the constant of ◎)"."""
    before, behind = around.before, around.behind
    words = _WORD.findall(before + behind)
    rest = around.outer_behind
    if not before.strip() and len(words) <= 3 and not p.VERB.search(behind):
        if p.FORTHCOMING.search(around.outer_before[-40:]):
            return "mention"
        return _role(around.outer_before, rest) if _governs(around.outer_before) else "use"
    if p.CF.search(before) and not behind.strip():
        return "use" if p.CONCLUDED.search(rest) else "unclear"
    if p.SEE.search(before) and not p.POINTED.match(behind):
        return "use"
    return _role(before, behind)


def _governs(before: str) -> bool:
    return any(
        expression.search(before)
        for expression in (p.GOVERNED, p.APPLIED, p.MENTIONED_BEFORE, p.NOT_THE_CONTENT, p.SEE)
    )


def _clause(before: str) -> str:
    """What stands before the reference in its own clause."""
    start = 0
    for match in _CLAUSE.finditer(before):
        start = match.end()
    return before[start:]


def _subject(before: str) -> str:
    """What stands before the reference since the last conjunction."""
    return _CONJUNCTION.split(before)[-1]


def _role(before: str, behind: str) -> Role:
    near = before[-_NEAR:]
    last = near[near.rfind(" ", 0, -1) + 1 :].strip()
    if p.CIRCULAR.search(before) or p.CIRCULAR.search(behind):
        return "denied"
    if p.OWNED.match(behind):
        return "mention"
    if p.CONTRADICTED.search(near):
        return "mention" if _is_denied(before) else "use"
    if (
        p.FOLLOWS_LATER.match(behind)
        and not p.APPLIED.search(before)
        and not p.GOVERNED.search(before)
    ):
        return "mention"
    if not before and not p.OWNED.match(behind):
        return _of_subject(before, behind)
    if p.CF.search(near):
        if p.POINTED.match(behind):
            return "mention"
        return "use" if p.CONCLUDED.search(behind) else "mention"
    if p.IS_NOT.search(near):
        return "denied"
    which = p.WHICH_IS.search(near)
    if which is None and p.STATES.match(behind):
        which = p.WHICH_IS_WHAT.search(near)
    if which:
        return _of_which_is(near[: which.start()])
    if last not in _TOOL_WORDS and (found := _of_place(near, before, behind)):
        return found
    if p.NOT_THE_CONTENT.search(near):
        return _of_setting(before, behind)
    if applied := p.APPLIED.search(before):
        return _unless_denied(before, behind, applied.start(), applied["verb"])
    governed = p.GOVERNED.search(before)
    if p.HENCE.search(near) and _ENDS.match(behind):
        return "mention"
    if p.SINCE.search(near) and (verb := p.VERB.match(behind.lstrip())) and verb["says"]:
        return _of_subject(before, behind)
    if p.WHERE.search(near) and p.ENTERS.match(behind) and before.lstrip().startswith(_HERE):
        return "use"
    if p.AIM.search(near):
        return "mention"
    if p.MADE.search(near) and p.USABLE.match(behind):
        return "use"
    if not p.STRONGLY.search(near) and p.MENTIONED_BEFORE.search(near):
        return "denied" if _is_denied(before) else "mention"
    if governed or p.STRONGLY.search(near):
        if _NEGATED_BY.search(_clause(before)):
            return "denied"
        if p.ADORNED.search(_subject(before)) and not p.CONCLUDED.search(behind):
            return "unclear"
        return _unless_supposed(before, behind)
    if p.SEE.search(near):
        return _of_see(before, behind)
    if p.IS.search(near):
        if p.ADORNED.search(before):
            return "unclear"
        return "denied" if _is_denied(before) else "same"
    if p.WITH.search(near):
        return "mention" if p.NOT_WITH.search(near) else _unless_supposed(before, behind)
    if p.IN_IT.search(before):
        told = p.WE_HAVE_SHOWN.match(behind) or _SO.search(behind)
        return "use" if told else "mention"
    tools = p.TOOLS.search(before)
    if tools and not p.NO_TOOL.search(tools["gap"]):
        return _unless_denied(before, behind, tools.start(), tools["verb"])
    if p.TOWARDS.search(near):
        return "unclear" if p.CONCLUDED.search(behind) else "mention"
    return _of_subject(before, behind)


def _of_place(near: str, before: str, behind: str) -> Role | None:
    """Of a reference to a place: "shown in ◎", "the point from ◎", "if ◎"."""
    if p.SET_IN.search(near) or p.FED_INTO.search(near) or p.EVENT.search(near):
        return "use"
    if p.SUPPOSED_TO_HOLD.search(near):
        return "mention"
    if p.IS_FROM.search(near):
        return "unclear"
    if p.NOT_THE_CONTENT.search(near) and not p.BOUND_IN.search(near):
        return _of_setting(before, behind)
    if p.AS_IN.search(before) and p.CONCLUDED.search(behind):
        return "unclear"
    if p.SHOWN_IN.search(near):
        return _of_shown(before, behind)
    if p.PLANNED_IN.search(near):
        return "use" if _concluded_by_promise(before, behind) else "mention"
    return None


def _unless_supposed(before: str, behind: str) -> Role:
    supposed = p.SUPPOSED.search(before) and not p.ABSURD.search(before + behind)
    return "mention" if supposed else "use"


def _of_which_is(lead: str) -> Role:
    """Of "…, which is ◎": what the sentence arrives at, or what it relies on."""
    found = p.FOUND.search(lead) and not p.GOAL.search(lead)
    return "mention" if found else "same"


def _of_setting(before: str, behind: str) -> Role:
    """Of "the assumptions of ◎": "are satisfied, and so …" applies it."""
    met = _MET.match(behind) and p.CONCLUDED.search(behind)
    return "use" if met else "mention"


_MET = pattern(
    r"\A[\s)]*(?:\w+\s+){0,2}?(?:are|is|being|hold|holds|have\s+been|were)\b\s*(?:\w+\s+){0,2}?(?:satisfied|met|fulfilled|verified|in\s+force)?"
)


def _of_shown(before: str, behind: str) -> Role:
    clause = before
    if p.PAST.search(_tail(clause)) and not p.FORTHCOMING.search(_tail(clause)):
        return "denied" if _NEGATED_BY.search(clause) else "use"
    if p.FORTHCOMING.search(clause) or p.FORTHCOMING.match(behind.strip()):
        return "use" if _concluded_by_promise(before, behind) else "mention"
    if p.LAUDED.search(before) and not p.CONCLUDED.search(behind):
        return "mention"
    if p.CONCLUDED.search(behind):
        return "use"
    term = p.TERM_IN.search(before)
    if term is None:
        return "unclear"
    subject = _clause(before[: term.start()])
    at_hand = subject.strip() and not p.NOT_AT_HAND.search(f"{subject} {term.group()}")
    if not at_hand or p.ADORNED.search(subject) or p.SERVED.search(f"{before}{behind}"):
        return "unclear"
    return "use"


def _tail(before: str) -> str:
    return before[-60:]


def _concluded_by_promise(before: str, behind: str) -> bool:
    """Whether what will be shown is relied on now: "as we shall see in ◎", "…, so the claim"."""
    if before.lstrip().startswith("as ") and p.SHOWN_IN.search(before):
        return True
    return bool(p.CONCLUDED.search(behind)) and bool(p.SHOWN_IN.search(before))


def _is_denied(before: str) -> bool:
    clause = _clause(before)
    stripped = p.HARMLESS.sub(" ", clause)
    match = p.DENIED.search(stripped)
    return match is not None and not p.UNDONE.search(match["gap"])


def _unless_denied(before: str, behind: str, start: int, verb: str) -> Role:
    """Of "use ◎", where the verb begins at `start`."""
    lead = before[:start]
    if _is_denied(lead) and not _twice_denied(lead):
        return "denied"
    absurd = p.ABSURD.search(before) or p.ABSURD.search(behind)
    if p.SUPPOSED.search(lead) and not absurd:
        return "mention"
    follows = verb.startswith(("follow", "result", "content"))
    if follows and p.ADORNED.search(_subject(before)) and not p.CONCLUDED.search(behind):
        return "unclear"
    if p.NOT_YET.match(behind) or p.NOT_POSSIBLE.match(behind):
        return "denied"
    return "same" if verb.startswith("content") else "use"


def _twice_denied(lead: str) -> bool:
    return len(p.DENIED.findall(lead)) > 1


def _of_see(before: str, behind: str) -> Role:
    sentence = before
    if p.POINTED.match(behind):
        return "mention"
    if _FOR.match(sentence):
        return "mention"
    lead = before[: p.SEE.search(before).start()]  # type: ignore[union-attr]
    if p.FORTHCOMING.search(lead) or p.LAUDED.search(lead) or p.ADORNED.search(lead):
        return "mention"
    if _MORE.search(lead):
        return "mention"
    if len(_WORD.findall(lead)) >= 1 or "◇" in lead or "◆" in lead:
        return "use"
    return "unclear"


def _of_subject(before: str, behind: str) -> Role:
    """Of a reference that nothing governs: what its verb says."""
    if before.endswith("without ") and _NOT.search(behind):
        return "use"
    rest = p.RELATIVE.sub(" ", behind)
    end = p.CLAUSE_END.search(rest)
    clause = rest[: end.start()] if end else rest
    verb = p.VERB.search(clause)
    if verb is None:
        few = len(_WORD.findall(before + behind)) <= 4
        return "use" if few and not before.strip(" ,") else "unclear"
    if verb["speaks"]:
        told = clause[verb.end() :]
        first = verb["speaks"].split()[0]
        if first in ("will", "shall") and p.CONCLUDED.search(behind):
            return "use"
        if first in ("would", "could") and p.ABSURD.search(before + behind):
            return "use"
        if "circular" in told:
            return "denied"
        return "mention"
    if p.STILL_HOLDS.match(clause[verb.start() :]) and not p.CONCLUDED.search(behind):
        return "use" if p.SINCE.search(before) else "unclear"
    if p.LAUDED.search(clause[verb.start() :]):
        return "mention" if not p.CONCLUDED.search(behind) else "unclear"
    return _unless_supposed(before, behind)
