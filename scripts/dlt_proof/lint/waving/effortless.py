"""Phrases that call what is left easy, or a small change of what was shown, and stop there."""

from __future__ import annotations

from collections.abc import Iterator

from ...patterns import pattern
from ..sentences import MATH, REFERENCE
from .leaving import CASES, found
from .wave import Wave

_CHANGE = (
    r"(?:modification|change|adaptation|adjustment|alteration|variation|variant|amendment|tweak)s?"
)
_OF_NO_WEIGHT = (
    r"(?:trivial|obvious|minor|slight|straightforward|evident|cosmetic|notational|routine|easy"
    r"|simple|standard|usual|inessential|immediate)"
)
_SETTLES = (
    r"(?: (?:also|then|now|will|can|easily|again|clearly))* (?:settle|show|give|yield|prove|cover"
    r"|handle|treat|establish|deal with|take care|work|apply|suffice|dispose|imply|deliver|provide"
    r"|lead to)s?\b"
)
# "Obvious modifications of this argument settle x < 0", "a variant of it gives (ii)".
_MODIFIED = (
    pattern(
        rf"\b(?:an? |the |some |only )?(?:\w+ ){{0,2}}?{_CHANGE} (?:of|to|in) (?:the|this|our|that"
        r"|these|those) (?:\w+ ){0,2}?(?:argument|reasoning|proof|computation|calculation"
        rf"|derivation|estimate|above)s?(?: above)?{_SETTLES}"
    ),
    pattern(
        rf"\b(?:an? |the |some |only )?(?:\w+ )?{_OF_NO_WEIGHT} (?:and \w+ )?{_CHANGE}{_SETTLES}"
    ),
    # The remaining case requires only trivial changes.
    pattern(
        rf"\b(?:the |this |all )?(?:\w+ )?{CASES}\b[^.;:]{{0,40}}? "
        r"(?:requires?|needs?|calls? for|takes?|involves?) "
        rf"(?:\w+ ){{0,2}}?{_OF_NO_WEIGHT} (?:and \w+ )?{_CHANGE}\b"
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
    r"|shown|proved|established|handled|treated))\b"
)
_MAYBE_MODIFIED = pattern("modif|extend|transfer|change|adapt|adjust|alter|varia|amend|tweak")


def belittlings(text: str) -> Iterator[Wave]:
    """The phrases in a sentence that belittle what they do not show."""
    yield from found(text, (_STRAIGHTFORWARD, _EXTENDED), "case")
    if _MAYBE_MODIFIED.search(text):
        yield from found(text, (*_MODIFIED, *_ADAPTED), "case")
    if " new" in text or "differ" in text or " no " in text or "nothing" in text:
        yield from found(text, _NOTHING_NEW, "case")
