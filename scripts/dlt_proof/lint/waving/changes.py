"""Phrases that say how little has to be changed for what is left: "odd $n$ requires only minor
modifications".

What is left is a case, an argument, or a kind of value ("odd $n$", "complex $A$"); what an
algorithm or a quantity needs is not. A change of variables or of measure is a step of a proof.
"""

from __future__ import annotations

from ...patterns import pattern
from ..sentences import CITATION, MATH, REFERENCE
from .leaving import CASES

CHANGE = (
    r"(?:modification|change|adaptation|adjustment|alteration|variation|variant|amendment|tweak)s?"
)
OF_NO_WEIGHT = (
    r"(?:trivial|obvious|minor|slight|straightforward|evident|cosmetic|notational|routine|easy"
    r"|simple|standard|usual|inessential|immediate)"
)
_LIGHT = rf"(?:{OF_NO_WEIGHT}|small|little|few|tiny|mild|formal|superficial)"
_ONLY = r"(?:(?:only|merely|just|but|nothing (?:but|more than)|no more than|at most|purely) )?"
_LIGHT_CHANGE = (
    rf"{_ONLY}(?:(?:the|an?|some|a few|certain|very|fairly|rather|entirely|quite|purely) ){{0,2}}"
    rf"{_LIGHT} (?:(?:and|or|but|,) ?\w+ )?(?:signs? )?{CHANGE}\b"
    r"(?! of (?:variables?|measures?|bas[ei]s|coordinates?|scales?|signs?|orders?|units?|time"
    rf"|index|indices|parameters?|the \w+|{MATH}|its|[{REFERENCE}{CITATION}]))"
    r"(?! *(?:[:—–]|--|,? ?(?:namely|viz)\b))"  # there it is said what changes
)
_KIND = (
    r"(?:odd|even|negative|positive|nonnegative|nonpositive|nonzero|complex|real|general|larger?"
    r"|smaller?|bigger|higher|lower|infinite|finite|arbitrary|other|unbounded|bounded|discrete"
    r"|continuous|directed|undirected|weighted|unweighted|asymmetric|symmetric|singular|convex"
    r"|nonconvex|composite|prime|rational|irrational|non-\w+)"
)
_VALUES = (
    r"(?:values? of|choices? of|dimensions?|integers?|numbers?|degrees?|powers?|exponents?|orders?"
    r"|matrices|functions?|graphs?|weights?)"
)
#: Kinds of values: "odd $n$", "negative values of $x$".
_SORT = rf"(?:the |all )?{_KIND} (?:{_VALUES} {MATH}|{MATH}|{_VALUES}(?! \w{(3,)}ed\b))"
_ARGUMENT = (
    r"(?:the|this|that|our) (?:\w+ )?(?:argument|reasoning|proof|computation|calculation"
    r"|derivation|analysis|construction|estimate)s?(?: above)?"
)
_REST = (
    r"(?:the |all )?(?:others?|rest|(?:other|remaining|second|third|opposite|reverse|converse"
    r"|latter|last|lower|upper) \w+)"
)
_LEFT = rf"(?:{_SORT}|{_ARGUMENT}|(?:the |this |all )?(?:\w+ )?{CASES}|{_REST})"
_WHERE = (
    rf"(?: (?:for|in|of|if|when) (?:{_SORT}|{_REST}|(?:the )?(?:\w+ )?{CASES}(?: {MATH})?"
    rf"|{MATH}(?: (?:is )?{_KIND})?))"
)
_NEEDS = r"(?:requires?|needs?|calls? for|takes?|involves?|demands?|necessitates?)"
_NEEDED = r"(?:needed|required|necessary|called for|made|to be made|in order)"
_CLAUSE = rf"(?:for|in|if|when) (?:{_SORT}|{_REST}|(?:the )?(?:\w+ )?{CASES}(?: {MATH})?|{MATH}"
_CLAUSE += rf" (?:is |are )?{_KIND}|{MATH})"
_HANDLING = r"(?:treat|handl|cover|includ|prov|allow|deal|admit)ing (?:\w+ )?"

#: Asked of a sentence that has one of the words for a change.
LITTLE_CHANGED = (
    # Odd n requires only minor modifications; the proof for odd n needs a slight adjustment.
    pattern(
        rf"\b(?:{_HANDLING})?{_LEFT}{_WHERE}? (?:then |also |again |here |now )*{_NEEDS} "
        rf"{_LIGHT_CHANGE}"
    ),
    # The remaining case, which we leave out, calls for trivial changes.
    pattern(rf"\b(?:the |this |all )?(?:\w+ )?{CASES}\b[^.;:]{{0,40}}? {_NEEDS} {_LIGHT_CHANGE}"),
    # For odd n only minor changes are needed. Minor changes are needed for odd n.
    pattern(
        rf"(?:^|[,;:(] ?)(?:and |but |now )?{_CLAUSE},? {_LIGHT_CHANGE} (?:is|are|will be) "
        rf"(?:\w+ )?{_NEEDED}"
    ),
    pattern(rf"{_LIGHT_CHANGE} (?:is|are|will be) (?:\w+ ){{0,3}}?{_NEEDED}{_WHERE} *(?=$|[.,;)])"),
    # The modifications for odd n are minor; the necessary changes are obvious.
    pattern(
        rf"\bthe (?:\w+ )?{CHANGE}(?: that (?:is|are))?(?: {_NEEDED})?(?:{_WHERE}"
        rf"|(?<=needed)|(?<=required)|(?<=necessary)) (?:is|are) (?:\w+ )?{_LIGHT}\b"
    ),
    pattern(
        rf"\bthe (?:necessary|required|needed|requisite) {CHANGE} (?:is|are) (?:\w+ )?{_LIGHT}\b"
    ),
    # One only has to make obvious changes for odd n.
    pattern(
        r"\b(?:we|one|you) (?:only |just |merely )?(?:needs?|has|have) (?:only |just |merely )?"
        rf"(?:to )?(?:only |just )?make {_LIGHT_CHANGE}{_WHERE}"
    ),
)
