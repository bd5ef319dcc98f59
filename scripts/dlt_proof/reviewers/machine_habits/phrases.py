"""The phrases by which an author says that something needs no reason.

Patterns over the words of a sentence, joined by blanks. Not here: whether a reason stands beside.
"""

import re
from enum import Enum

_ADVERBS = r"(?:clearly|obviously|trivially|evidently|plainly|needless to say|of course)"
_EASY = (
    r"(?:easy|straightforward|trivial|immediate|clear|obvious|evident|standard|routine|folklore"
    r"|well known|common knowledge|self evident|not hard|not difficult|not too hard|elementary)"
)
_TO_SEE = (
    r"(?:see|check|verify|show|prove|observe|convince oneself|deduce|establish|derive|believe)"
)
_SEEN = r"(?:seen|checked|verified|shown|established|proved|proven|derived)"
_DULL = (
    r"(?:standard|routine|straightforward|simple|easy|elementary|direct|tedious|lengthy|well known"
    r"|usual|classical|short|brief|little|basic|quick|rough|crude|heuristic|back of the envelope)"
)
_WORK = (
    r"(?:arguments?|techniques?|calculations?|computations?|calculus|algebra|manipulations?"
    r"|machinery|methods?|tools|reasoning|facts?|results?|estimates?|considerations?|procedure"
    r"|(?:concentration|compactness|limiting|approximation|covering|density) arguments?)"
)
_CLAIMS = (
    r"(?:proof|claim|result|statement|assertion|inequality|bound|estimate|identity|conclusion|this"
    r"|lemma|theorem|rest of the proof)"
)
_DETAILS = (
    r"(?:details?|proof|verification|calculations?|computations?|arguments?|algebra|derivation"
    r"|remaining steps?|rest)"
)
_READER = r"(?:to the (?:\w+ )?reader|as an exercise)"
_VERY = r"(?:also |quite |very |rather |indeed )?"
_NOW = r"(?:now|then|thus|hence|therefore)"
_ENDS = r"(?= (?:[.,;:¶]|and|but)(?: |$)|$)"

#: A whole argument is left out.
_LEAVES_OUT = re.compile(
    rf"(?<!\w)(?:(?:by|using|via|from|with|after|through|on) (?:an? |some |the |these )?"
    rf"(?:{_DULL} )+(?:but )?(?:\w+ )?{_WORK}"
    rf"|an? (?:{_DULL} )+(?:but )?(?:\w+ )?{_WORK} (?:shows?|gives?|yields?|proves?|reveals?"
    rf"|confirms?|leads?|establishes)"
    rf"|{_DULL} {_WORK} (?:show|give|yield|prove|imply|shows|gives|yields|proves|implies)"
    rf"|(?:it|this|which) is {_VERY}{_EASY} (?:to {_TO_SEE}|that)"
    rf"|it is (?:easily|readily) {_SEEN}|it is known"
    rf"|(?:one|we) (?:can )?(?:easily|readily) (?:sees?|checks?|verif(?:y|ies)|shows?|finds?)"
    rf"|(?:is|are|be) (?:easily|readily) {_SEEN}"
    rf"|it (?:can|may) be {_SEEN}|one can (?:also )?{_TO_SEE}"
    rf"|(?:consequence|application|corollary) of (?:some |the )?(?:{_DULL} )+(?:\w+ )?{_WORK}"
    rf"|(?:this|which|that) is an? (?:{_DULL} )+(?:\w+ )?{_WORK}"
    rf"|(?:should|must|seems?|appears?) (?:to )?(?:be )?(?:clear|obvious|evident|plausible)"
    rf"|as is (?:well known|standard|easily {_SEEN})"
    rf"|by definition of (?:the|this|our) (?:bound|claim|inequality|result|statement|theorem|lemma"
    rf"|estimate|proof)"
    rf"|(?:{_CLAIMS} (?:\S )?|it |which )is {_VERY}"
    rf"{_EASY}{_ENDS}"
    rf"|(?:both|all) (?:\w+ )?{_CLAIMS}s? are {_EASY}{_ENDS}"
    rf"|^(?:¶ )*(?:{_EASY}|omitted) (?=[.!¶])"
    rf"|this is (?:well known|standard|folklore|common knowledge)"
    rf"|{_DETAILS} (?:\w+ ){{0,3}}(?:is|are|can be) (?:\w+ ){{0,4}}"
    rf"(?:omitted|skipped|left {_READER})"
    rf"|(?:leave|leaving) (?:\w+ ){{0,3}}{_DETAILS} (?:\w+ ){{0,3}}{_READER}"
    rf"|(?:omit|skip|suppress) (?:the |these |this |its )(?:\w+ ){{0,4}}{_DETAILS}"
    rf"|(?:every(?:body|one)|all of us) knows?|goes without saying"
    rf"|(?:is|are) (?:then |thus |also )?an? (?:obvious |immediate |trivial |{_DULL} )+"
    rf"(?:consequence|corollary|observation|exercise){_ENDS})"
)
_PLAINLY = re.compile(rf"\b{_ADVERBS}\b")
_AT_ONCE = re.compile(
    rf"\b(?:(?:it|this|that|which|{_CLAIMS}|¤)? ?(?:then |now |thus |therefore )?follows "
    r"(?:immediately|directly|readily|easily|trivially|at once)"
    r"|(?:immediately|directly|readily|easily|trivially) follows"
    rf"|(?:{_CLAIMS}|it|which|rest) is {_NOW} {_EASY})\b"
)
_INTUITIVE = re.compile(
    r"\b(?:intuitively|heuristically|informally|morally|roughly speaking|loosely speaking"
    r"|it is (?:natural|plausible|reasonable) (?:to (?:expect|believe|assume)|that)"
    r"|(?:one|we) (?:would |should |may |can |might )?(?:naturally )?expects? (?:that|this)"
    r"|empirically|in practice|experiments (?:show|suggest|confirm|indicate)|presumably)\b"
)
_NEGLECTED = re.compile(
    r"\b(?:(?:is|are|become|becomes|remain|remains) (?:(?!not |never )\w+ )?negligible"
    r"|(?:can|may) be (?:\w+ )?(?:neglected|ignored|disregarded)"
    r"|(?:neglect|ignor|disregard)(?:e|ing)? (?:the |these |all |terms of |its )?(?:\w+ )?"
    r"(?:terms?|remainders?|errors?|contributions?|corrections?|order)"
    r"|to (?:first|leading|lowest) order)\b"
)
_DENIED = re.compile(r"\b(?:not|nor|never|less|longer|far from|least|neither|hardly|more|most)\s*$")


class Excuse(Enum):
    """What an author says instead of a reason."""

    #: That somebody else, or the reader, has it.
    LEFT_OUT = "left out"
    #: That what stands before is one.
    AT_ONCE = "at once"
    #: That what is left over is small.
    NEGLECTED = "neglected"
    #: That it is so by experience or by the picture one has.
    INTUITION = "intuition"


_PATTERNS = (
    (_LEAVES_OUT, Excuse.LEFT_OUT),
    (_PLAINLY, Excuse.LEFT_OUT),
    (_AT_ONCE, Excuse.AT_ONCE),
    (_NEGLECTED, Excuse.NEGLECTED),
    (_INTUITIVE, Excuse.INTUITION),
)


def excuses(words: list[str]) -> list[tuple[int, int, Excuse]]:
    """The phrases of a sentence: their first word, the one behind their last, and their kind."""
    text = " ".join(words)
    offsets, at = [], 0
    for word in words:
        offsets.append(at)
        at += len(word) + 1
    found = []
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            if _DENIED.search(text[: match.start()]):
                continue
            start = next(n for n, offset in enumerate(offsets) if offset >= match.start())
            stop = next((n for n, o in enumerate(offsets) if o >= match.end()), len(words))
            found.append((start, stop, kind))
    return found
