"""Phrases that leave something out: details omitted, a reader's task, a symmetry not named.

Unlike `likenesses` these are few enough to be looked for as they are written. Not here: what is
called easy (`effortless`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...patterns import pattern
from ..sentences import MATH, REFERENCE
from .wave import Wave, negated

#: What a proof consists of.
CASES = r"(?:cases?|directions?|inclusions?|implications?|converse)"
_REPEATING = pattern(
    r"\b(?:we |one )?(?:can |may |now |then |simply |just )*(?:repeat(?:ing|s)?|re-?do(?:ing)?"
    r"|re-?run(?:ning)?|mimic(?:king)?) (?:\w+ )?(?:the|this|these|our|that) (?:\w+ ){0,2}?"
    r"(?:argument|reasoning|proof|computation|calculation|analysis|derivation|step|procedure"
    r"|above)s?\b(?P<rest>[^.;:]*)"
)
_WITH_OTHERS = pattern(
    r"exchang|interchang|swap|revers|replac|in place of|instead of|\bcases?\b|\b(?:other|second"
    rf"|remaining|third|lower|upper|opposite|converse)\b|\bfor [{MATH}{REFERENCE}]"
    r"(?= *(?:$|[,.;)]|gives|yields|shows|proves))"
)
_FOR_ANOTHER = pattern(
    rf"(?:^|[,;:(] ?)(?:and |but |now |finally,? )?(?:(?:for|if|when) (?:\w+ )?{MATH}"
    r"|(?:in|for) (?:the |all )?(?:other|remaining|second|third|opposite|reverse|latter|last"
    rf"|{CASES})\b[^.;:,]{{0,30}}),? ?\Z"
    r"|\b(?:the )?(?:other|remaining|second|third|last|lower|upper|opposite|reverse) \w+ "
    r"(?:is|are|can be|follows?)(?: \w+){0,2}? by \Z"
)
_PASSED_THROUGH = pattern(
    r"\b(?:the|this|that|our) (?:\w+ )?(?:argument|reasoning|proof|computation|calculation"
    r"|derivation)s?(?: above)? (?:is|are|can be|may be|must be) (?P<no>not )?(?:\w+ )?"
    r"(?:repeated|rerun|re-run|redone|reused)\b(?P<rest>[^.;:]*)"
)
_AGAIN_AND_AGAIN = pattern(
    r"\b(?:times|until|inductively|recursively|iteratively|for (?:all|every|each)|infinitum)\b"
)
_MUTATIS = pattern(r"(?P<no>\bnot )?(?:\bmutatis[- ]mutandis\b|\bm\.m\.)")
_LOOKS_AT = (
    r"(?:consider|treat|prove|show|handle|discuss|bound|look at|deal with|study|do|carry out"
    r"|present|give|estimate|analy[sz]e|verify|check|establish|work with|argue|need)"
)
#: A case of which nobody misses a proof.
_NO_CASE = (
    r"(?:trivial|vacuous|empty|nothing|cannot|impossible|degenerate|excluded|occurs?|happens?|clear"
    r"|obvious|immediate|uninteresting)"
)
_OMITTED = (
    # We omit the details.
    pattern(
        r"\b(?P<no>(?:not|never|cannot|dont|without|avoid|readers? \w+) (?:to )?)?(?:we |i )?"
        r"(?:(?:therefore|thus|hence|shall|will|also|here|only|may|can|again|just|simply) )*"
        r"(?:omit|skip|leave out|suppress|spare the reader)(?:s|t?ting|ping)? (?:the |its |their "
        r"|all |further |these |those |this |any |some |most |tedious |of |routine "
        r"|straightforward |here |technical |lengthy |simple |easy |elementary |standard |very "
        r"|fully |completely |entirely |\(?similar\)? |\(?analogous\)? )*(?:details?|proofs?"
        r"|calculations?|computations?"
        r"|verifications?|derivations?|algebra|arguments?(?= *(?:$|[.,;)]|here|since|for|of))"
        r"|(?:other|remaining|similar|analogous|second|third|reverse|identical) (?:\w+ )?"
        rf"(?:{CASES}|proofs?|arguments?|parts?|claims?|inequalit\w+|bounds?|calculations?"
        r"|computations?|steps?)|rest of the (?:proof|argument)"
        rf"|(?:{CASES})(?= (?:[{MATH}{REFERENCE}(]|of |where |when |in which |that )|[.,;]|$)"
        rf"(?![^.;:]{{0,60}}\b{_NO_CASE}))(?!\w)"
    ),
    # For brevity we only treat x >= 0.
    pattern(
        r"\b(?:for (?:(?:the )?sakes? of )?(?:\w+ )?(?:brevity|simplicity|conciseness|space"
        r"|concision|clarity|shortness|convenience)|to (?:save|spare) space|to (?:be|keep \w+) "
        r"(?:brief|short|concise)|for (?:reasons of |lack of )(?:space|brevity)),? "
        r"(?P<no>)(?:we|let us|i) (?:will |shall |may |can |now |here )*"
        rf"(?:(?:only|just|merely) {_LOOKS_AT}|{_LOOKS_AT} (?:only|just|merely))\b"
    ),
    # The proof is analogous and is therefore omitted.
    pattern(
        rf"\b(?:details?|proofs?|calculations?|computations?|arguments?|{CASES}|verifications?"
        r"|derivations?|parts?|inequalit(?:y|ies)|claims?|similar(?:ly)?|analogous(?:ly)?|rest"
        r"|steps|routine|straightforward|lines|way)\b[^.;:]{0,60}?(?:,| and| so| hence| is| are"
        r"| will| being| be| can) (?P<no>not |never )?(?:\w+ ){0,3}?(?:omitted|skipped|left out"
        r"|not repeated|not given here|not included|suppressed|not reproduced)\b"
    ),
    # The rest is left to the reader, is an easy exercise.
    pattern(
        r"\b(?P<no>(?:not|never|nothing|no (?:case|part|step)|dont) [^.;:]{0,30})?"
        r"(?:is |are |be |we |being )?(?:left|leave|leaving|leaves)\b[^.;:]{0,60}?"
        r"\b(?:to|for) (?:the |an? )?(?:\w+ )?readers?\b"
    ),
    pattern(
        r"\b(?:left|leave|leaving|is|are|it)\b[^.;:]{0,60}?\b(?P<no>not )?an? (?:\w+ )?exercises?\b"
    ),
    pattern(
        r"\b(?:the )?(?:\w+ )?readers? (?P<no>cannot )?(?:can|may|will|is invited to|should|could"
        r"|might) (?:\w+ )?(?:check|verify|fill in|supply|work out|complete|convince|adapt|treat"
        rf"|handle|prove|show|repeat|provide) (?:the |all |all the )?(?:\w+ )?(?:details?|{CASES}"
        r"|rest|other|others|remaining|proof|argument|parts?|missing)\b"
    ),
    pattern(
        r"\breaders? (?:will|should) (?:have no (?:difficult(?:y|ies)|trouble|problems?) |easily "
        r"|readily |find it (?:easy|routine) to )(?P<no>)(?:in )?(?:check|verify|fill|suppl|work"
        r"|complet|adapt|treat|handl|prov|show|repeat|carry|deal|extend)\w*\b"
    ),
    pattern(r"\bwe (?:do|will|shall) (?P<no>)not repeat (?:the|this|it|these|them)\b"),
    pattern(
        r"\b(?:we|i) (?:do|will|shall) (?P<no>)not (?:spell|write|work|carry) (?:it |them )?out\b"
        rf"(?![^.;:]{{0,60}}\b{_NO_CASE})"
    ),
    pattern(
        r"\b(?:we|i) (?:do|will|shall) (?P<no>)not (?:give|include|present|reproduce|detail) "
        r"(?:the |all |these |its |any )?(?:\w+ )?"
        rf"(?:details?|calculations?|computations?|{CASES})\b"
    ),
)
_BY_SYMMETRY = pattern(
    r"\b(?:by|from) (?:an? |the |this )?(?:\w+ )?symmetr(?:y|ies)(?: (?:arguments?"
    r"|considerations?|reasons?))?\b|\bfor (?:\w+ )?symmetry reasons\b"
    r"|\bfor reasons of symmetry\b|\b(?:(?:due|owing|thanks) to|because of|in view of)"
    r" (?:the )?symmetry\b"
)
_MAY_ASSUME = pattern(
    r"\bwlog\b|\bwithout (?:any |a )?loss (?:of|in) (?:any )?generality\b|\b(?:may|can|could) "
    r"(?:\w+ )?(?:assume|suppose|restrict|take|consider|concentrate|focus|confine)\b"
    r"|\bit (?:\w+ )?(?:suffices|is (?:enough|sufficient))\b|\benough to \w+\b"
    r"|\b(?:only|just) (?:\w+ )?(?:need|have) to\b|\bneed only\b|\brestrict (?:\w+ )?to\b"
    r"|\b(?:assume|suppose)\b|\b(?:we|let us) (?:only |just )?(?:consider"
    r"|treat|prove|show|restrict|handle) (?:only |just )?(?:the )?(?:first|case|one|upper|lower"
    r"|positive)\b"
    rf"|\b(?:we|one|us|i) (?:\w+ ){{0,2}}?(?:only|just|merely) {_LOOKS_AT}\b"
    rf"|\b(?:(?:we|one|us|i) (?:\w+ )?|, ?){_LOOKS_AT} (?:only|just)\b"
    rf"|\bonly (?:the |one |of )?(?:\w+ )?{CASES}\b|\b(?:attention|ourselves) to\b"
    rf"|\bsymmetry,? (?:we )?let {MATH}"
)
# French and German, the commonest phrases; apostrophes are gone.
_ELSEWHERE = (
    pattern(
        r"\b(?:l ?autres?|les autres|le second|la seconde|le deuxi\w+) (?:cas|sens|direction"
        r"|inclusion|in\w*galit\w+)\b[^.;:]{0,60}?(?:similaires?|analogues?|identiques?"
        r"|de (?:la )?m[eê]me|pareil|similairement)\b|\bde m[eê]me pour\b|\blaiss\w+ au lecteur\b"
    ),
    pattern(
        r"\b(?:der|die|das) (?:ander|zweit|übrig|umgekehrt|restlich|verbleibend)\w* (?:fall|fälle"
        r"|richtung|inklusion|ungleichung|aussage|teil)\w*\b[^.;:]{0,60}?(?:analog|ähnlich|genauso"
        r"|ebenso|entsprechend|gleich)\b|\b(?:analog|ebenso|genauso) (?:für|im fall)\b"
        r"|\bdem leser überlassen\b|^analog (?:zu|wie) [^.;:]{1,40}$"
    ),
)
_MAYBE_OMITTED = pattern(
    "omi[ts]|skip|leav|left|reader|exercise|suppress|not (?:rep|gi|incl|spell|w|carry|pre|det)"
    "|only|just|merely"
)


def omissions(text: str) -> Iterator[Wave]:
    """The phrases in a sentence that leave something out."""
    if "mutandis" in text or "m.m." in text:
        yield from found(text, (_MUTATIS,), "case")
    if "re" in text or "mimic" in text:
        yield from _repeated(text)
    if _MAYBE_OMITTED.search(text):
        yield from found(text, _OMITTED, "omitted")
    if "symmetr" in text:
        yield from _by_symmetry(text)
    yield from found(text, _ELSEWHERE, "case")


def found(text: str, expressions: tuple[patterns.Pattern[str], ...], kind: str) -> Iterator[Wave]:
    """What some expressions find and nothing negates.

    Args:
        text: the sentence.
        expressions: a group `no` that is not empty negates as well.
        kind: of the phrases, as in `Wave`.
    """
    for expression in expressions:
        for match in expression.finditer(text):
            if not match.groupdict().get("no") and not negated(text, match.start(), match.end()):
                yield Wave(match.start(), match.end(), True, kind)


def _repeated(text: str) -> Iterator[Wave]:
    """An argument repeated for another case, not again and again for one."""
    for match in _REPEATING.finditer(text):
        rest = match["rest"]
        another = _WITH_OTHERS.search(rest) and not _AGAIN_AND_AGAIN.search(rest)
        if another and not negated(text, match.start(), match.end()):
            yield Wave(match.start(), match.start("rest"), True, "case")
        elif not another and not _AGAIN_AND_AGAIN.search(text):
            lead = _FOR_ANOTHER.search(text, max(0, match.start() - 80), match.start())
            if lead and not negated(text, lead.start(), match.start("rest")):
                start = lead.start() + len(lead[0]) - len(lead[0].lstrip(",;:( "))
                yield Wave(start, match.start("rest"), False, "case")
    for match in _PASSED_THROUGH.finditer(text):
        rest = match["rest"]
        another = _WITH_OTHERS.search(rest) and not _AGAIN_AND_AGAIN.search(rest)
        if another and not match["no"] and not negated(text, match.start(), match.end()):
            yield Wave(match.start(), match.start("rest"), True, "case")


def _by_symmetry(text: str) -> Iterator[Wave]:
    """Without loss of generality "by symmetry"."""
    match, assumed = _BY_SYMMETRY.search(text), _MAY_ASSUME.search(text)
    if match and assumed:
        start, end = min(match.start(), assumed.start()), max(match.end(), assumed.end())
        if not negated(text, start, end):
            yield Wave(start, end, True, "symmetry")
