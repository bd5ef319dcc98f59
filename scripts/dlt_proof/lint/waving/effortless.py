"""Phrases that call what is left easy, or a small change of what was shown, and stop there."""

from __future__ import annotations

from collections.abc import Iterator

from ...patterns import pattern
from ..sentences import MATH, REFERENCE
from .changes import CHANGE, LITTLE_CHANGED, OF_NO_WEIGHT
from .leaving import CASES, found
from .wave import Wave

_SETTLES = (
    r"(?: (?:also|then|now|will|can|easily|again|clearly))* (?:settle|show|give|yield|prove|cover"
    r"|handle|treat|establish|deal with|take care|work|apply|suffice|dispose|imply|deliver|provide"
    r"|lead to)s?\b"
)
# "Obvious modifications of this argument settle x < 0", "a variant of it gives (ii)".
_MODIFIED = (
    pattern(
        rf"\b(?:an? |the |some |only )?(?:\w+ ){{0,2}}?{CHANGE} (?:of|to|in) (?:the|this|our|that"
        r"|these|those) (?:\w+ ){0,2}?(?:argument|reasoning|proof|computation|calculation"
        rf"|derivation|estimate|above)s?(?: above)?{_SETTLES}"
    ),
    pattern(
        rf"\b(?:an? |the |some |only )?(?:\w+ )?{OF_NO_WEIGHT} (?:and \w+ )?{CHANGE}{_SETTLES}"
    ),
)
# "It is easy to adapt the argument to the case x < 0", "the proof is readily modified to cover it".
_ADAPTED = (
    pattern(
        r"\b(?:easy|easily|hard|difficult|straightforward|routine|readily|simple|simply|one can"
        r"|we can|one may|may) (?:to )?(?:\w+ )?(?:adapt|modify|extend|adjust|alter|tweak|transfer)"
        r" (?:the|this|these|our|that) (?:\w+ )?(?:argument|reasoning|proof|computation|calculation"
        r"|derivation|analysis)s?(?: above)? (?:to|for|so)\b"
    ),
    pattern(
        r"\b(?:the|this|that|our) (?:\w+ )?(?:argument|reasoning|proof|computation|calculation"
        r"|derivation|analysis)(?: above)? (?:is|can be|may be) (?:\w+ )?(?:easily|readily"
        r"|immediately|straightforwardly|similarly) (?:adapted|modified|extended|adjusted"
        r"|transferred)\b"
    ),
)
_NOTHING_NEW = (
    pattern(
        rf"\b(?:(?:the |this |all )?(?:\w+ )?{CASES}|(?:the |all )(?:others?|rest"
        rf"|(?:remaining|second|reverse|other) \w+)|parts? [\w({REFERENCE}]\S*)"
        r"(?! (?:contained|included|covered))[^.;:]{0,40}?"
        r"\b(?:bring|add|offer|contain|require|involve|present|pose|need|introduce|raise|cause"
        r"|create|use|hold|ha(?:s|ve))(?:s|es)? (?:us )?(?:really |essentially )?"
        r"(?:nothing (?:really |essentially )?(?:new|different|else)"
        r"|no (?:\w+ )?(?:new|further|additional|extra|fresh"
        r"|other|essential|surprising) (?:ideas?|difficult\w+|arguments?|ingredients?|phenomen\w+"
        r"|issues?|insights?|aspects?|obstacles?|problems?|features?|thoughts?|surprises?)|no "
        r"surprises?)\b"
    ),
    pattern(
        rf"\b(?:nothing (?:\w+ )?(?:new|different) (?:happens|occurs|arises|is needed|is required)"
        rf"|there is nothing (?:\w+ )?(?:new|different)) (?:in|for|when|if) (?:the )?(?:\w+ )?"
        rf"(?:{CASES}|{MATH})"
    ),
    pattern(
        rf"\b(?:the |this |all )?\w+ {CASES}\b[^.;:]{{0,30}}? (?:is|are) (?:no|not (?:any|much)) "
        r"(?:harder|(?:more|less) (?:difficult|complicated|involved|complex))\b"
    ),
    pattern(
        rf"\b(?:for|in|when|if) (?:the |this |all )?(?:\w+ )?{CASES}(?: {MATH})?,? (?:\w+ )?"
        r"nothing (?:\w+ )?changes\b"
    ),
    pattern(
        rf"\b(?:proof|argument|reasoning|computation|{CASES})s?\b[^.;:]{{0,40}}? differs? "
        r"(?:\w+ )?(?:only|merely|just) (?:in|by) (?:the |some |an? )?(?:notation|signs?|minor"
        r"|trivial|obvious|inessential|cosmetic)\b"
    ),
)
_ARGUMENT = (
    r"(?:the|this|that|our|exactly the) (?:\w+ )?(?:argument|reasoning|proof|computation"
    r"|calculation|derivation|analysis|reasoning|estimate)s?(?: above| given above)?"
)
_ANOTHER = (
    r"(?:(?:the |all )?(?:\w+ )?(?:other|remaining|second|third|opposite|reverse|converse|lower"
    rf"|upper|latter|general|negative|odd|even|last) \w+|(?:the )?{CASES} [{MATH}{REFERENCE}]"
    rf"|{MATH}(?= *(?:$|[.,;)]|as well|too|also)))"
)
_ADVERBS = r"(?: (?:also|then|now|easily|readily|equally|clearly|directly|immediately|again|will))*"
# "For k = 2 the proof carries over", "the argument works for the other case as well".
_CARRIED_OVER = (
    pattern(
        rf"\b{_ARGUMENT}{_ADVERBS} (?:carr(?:y|ies) (?:over|through)|go(?:es)? through|transfers?)"
        r"(?: (?:\w+ly|verbatim|unchanged|word for word|without \w+ (?:changes?"
        r"|modifications?)|without changes?|as well|too|also))*"
        rf"(?: *(?:$|[.,;)])|(?: also)? (?:to|for|in|if|when) {_ANOTHER})"
    ),
    pattern(
        rf"\b{_ARGUMENT}{_ADVERBS} (?:works?|appl(?:y|ies)|extends?|remains? valid|holds?)"
        rf"{_ADVERBS}(?: (?:verbatim|unchanged|equally well|just as well))*(?: (?:to|for|in|if|when"
        rf"|with))? {_ANOTHER}"
    ),
)
_EXTENDED = pattern(
    r"\b(?:the )?(?:\w+ )?(?:extension|generali[sz]ation|adaptation)s? (?:to|for)\b[^.;:]{0,40}? "
    r"(?:is|are) (?:\w+ )?(?:straightforward|routine|easy|immediate|obvious|standard|analogous"
    r"|similar)\b"
)
_STRAIGHTFORWARD = pattern(
    r"\b(?:the |all |all the )?(?:others?|remaining|rest|reversed?|opposite|converse|second|third"
    r"|latter)\b(?! (?:order|moment|derivative))(?: [\w-]+){0,3}? (?:is|are|being"
    r"|can be) (?:\w+ )??"
    r"(?:straightforward|routine|easy|easier|standard|(?:easily|readily) (?:seen|verified|checked"
    r"|shown|proved|established|handled|treated)|(?:\w+ ){0,2}(?:as easy|as easily|as readily"
    r"|equally easy|equally easily))\b"
)
_MAYBE_CARRIED = pattern(
    "carr(?:y|ies)|go(?:es)? through|transfer|works? |appl(?:y|ies)|extends?|valid|hold"
)
_CLEAR_HOW = pattern(
    r"\b(?:it (?:is|should be|will be) (?:(?P<no>not|never|un) ?|\w+ )?|is |are )"
    r"(?:clear|obvious|evident|plain) how "
    r"(?:to |one |this |these |the )"
)
_MIRRORED = pattern(
    rf"\b(?:{CASES}|tail|bound|estimate|inequality|parts?|sides?|half|proof|argument)\b"
    r"[^.;:]{0,40}? (?:is|are) (?:\w+ )?(?:the|a|an) (?:\w+ )?mirror images?\b"
)
_MAYBE_MODIFIED = pattern("modif|extend|transfer|change|adapt|adjust|alter|varia|amend|tweak")


def belittlings(text: str) -> Iterator[Wave]:
    """The phrases in a sentence that belittle what they do not show."""
    yield from found(text, (_STRAIGHTFORWARD, _EXTENDED), "case")
    if " how " in text or "mirror" in text:
        yield from found(text, (_CLEAR_HOW, _MIRRORED), "case")
    if _MAYBE_MODIFIED.search(text):
        yield from found(text, (*_MODIFIED, *LITTLE_CHANGED, *_ADAPTED), "case")
    if _MAYBE_CARRIED.search(text):
        yield from found(text, _CARRIED_OVER, "case")
    if " new" in text or "differ" in text or " no " in text or "nothing" in text:
        yield from found(text, _NOTHING_NEW, "case")
