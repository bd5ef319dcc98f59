"""Phrases that leave something out: details omitted, a reader's task, a symmetry not named.

Unlike `likenesses` these are few enough to be looked for as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...patterns import pattern
from ..sentences import MATH, REFERENCE
from .wave import Wave, negated

_CASES = r"(?:cases?|directions?|inclusions?|implications?|converse)"
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
    rf"|{_CASES})\b[^.;:,]{{0,30}}),? ?\Z"
    r"|\b(?:the )?(?:other|remaining|second|third|last|lower|upper|opposite|reverse) \w+ "
    r"(?:is|are|can be|follows?)(?: \w+){0,2}? by \Z"
)
_PASSED_THROUGH = pattern(
    r"\b(?:the|this|that|our) (?:\w+ )?(?:argument|reasoning|proof|computation|calculation"
    r"|derivation)s?(?: above)? (?:is|are|can be|may be|must be) (?P<no>not )?(?:\w+ )?"
    r"(?:repeated|rerun|re-run|redone|reused)\b(?P<rest>[^.;:]*)"
)
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
        rf"\b(?:the |this |all )?(?:\w+ )?{_CASES}\b[^.;:]{{0,40}}? "
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
        rf"\b(?:(?:the |this |all )?(?:\w+ )?{_CASES}|(?:the |all )(?:others?|rest"
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
        rf"(?:{_CASES}|{MATH})"
    ),
    pattern(
        rf"\b(?:the |this |all )?\w+ {_CASES}\b[^.;:]{{0,30}}? (?:is|are) (?:no|not (?:any|much)) "
        r"(?:harder|(?:more|less) (?:difficult|complicated|involved|complex))\b"
    ),
)
_AGAIN_AND_AGAIN = pattern(
    r"\b(?:times|until|inductively|recursively|iteratively|for (?:all|every|each)|infinitum)\b"
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
_MUTATIS = pattern(r"(?P<no>\bnot )?(?:\bmutatis[- ]mutandis\b|\bm\.m\.)")
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
        rf"(?:{_CASES}|proofs?|arguments?|parts?|claims?|inequalit\w+|bounds?|calculations?"
        r"|computations?|steps?)|rest of the (?:proof|argument))\b"
    ),
    # The proof is analogous and is therefore omitted.
    pattern(
        rf"\b(?:details?|proofs?|calculations?|computations?|arguments?|{_CASES}|verifications?"
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
        rf"|handle|prove|show|repeat|provide) (?:the |all |all the )?(?:\w+ )?(?:details?|{_CASES}"
        r"|rest|other|others|remaining|proof|argument|parts?|missing)\b"
    ),
    pattern(
        r"\breaders? (?:will|should) (?:have no (?:difficult(?:y|ies)|trouble|problems?) |easily "
        r"|readily |find it (?:easy|routine) to )(?P<no>)(?:in )?(?:check|verify|fill|suppl|work"
        r"|complet|adapt|treat|handl|prov|show|repeat|carry|deal|extend)\w*\b"
    ),
    pattern(r"\bwe (?:do|will|shall) (?P<no>)not repeat (?:the|this|it|these|them)\b"),
)
_BY_SYMMETRY = pattern(
    r"\b(?:by|from) (?:an? |the |this )?(?:\w+ )?symmetr(?:y|ies)(?: (?:arguments?"
    r"|considerations?|reasons?))?\b|\bfor (?:\w+ )?symmetry reasons\b"
    r"|\bfor reasons of symmetry\b|\bdue to (?:the )?symmetry\b"
)
_LOOKS_AT = (
    r"(?:consider|treat|prove|show|handle|discuss|bound|look at|deal with|study|do|carry out"
    r"|present|give|estimate|analy[sz]e|verify|check|establish|work with|argue|need)"
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
    rf"|\bonly (?:the |one |of )?(?:\w+ )?{_CASES}\b|\b(?:attention|ourselves) to\b"
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
_MAYBE_OMITTED = pattern("omi[ts]|skip|leav|left|reader|exercise|suppress|not (?:rep|given|incl)")

_MAYBE_MODIFIED = pattern("modif|extend|transfer|change|adapt|adjust|alter|varia|amend|tweak")


def omissions(text: str) -> Iterator[Wave]:
    """The phrases in a sentence that leave something out."""
    if "mutandis" in text or "m.m." in text:
        yield from _found(text, (_MUTATIS,), "case")
    if "re" in text or "mimic" in text:
        yield from _repeated(text)
    if _MAYBE_OMITTED.search(text):
        yield from _found(text, _OMITTED, "omitted")
    if "symmetr" in text:
        yield from _by_symmetry(text)
    yield from _found(text, (_STRAIGHTFORWARD, _EXTENDED, *_ELSEWHERE), "case")
    if _MAYBE_MODIFIED.search(text):
        yield from _found(text, (*_MODIFIED, *_ADAPTED), "case")
    if " new" in text or "different" in text or " no " in text or "nothing" in text:
        yield from _found(text, _NOTHING_NEW, "case")


def _found(text: str, expressions: tuple[re.Pattern[str], ...], kind: str) -> Iterator[Wave]:
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
