"""Proofs of less where cases are left out: one case of two, a special case, a property supposed.

Not here: cases that are called similar, which is lint's (R16); relations that are supposed
(`less_supposed`); what holds for large values only (`less_limits`).
"""

import re
from collections.abc import Iterator

from ..cited_hypotheses.properties import PROPERTIES, implied, mentioned
from .texts import Fault, Pair

_CASE = re.compile(r"\bcases? (?P<number>1|i|a|one)\b(?! (?:and|or))")
_FIRST_CASE = re.compile(
    r"\b(?:let us|we) first (?:treat|consider|look at|deal with) the (?:case|\w+) ¤"
)
_GOES_ON = re.compile(r"\b(?:now|next|then let|any|every)\b")
_REST = re.compile(
    r"\b(?:case (?:2|ii|b|two)|second|other|others|otherwise|remaining|if not|else|symmetr\w+"
    r"|generality|wlog"
    r"|by (?:replacing|exchanging|swapping)|now (?:suppose|let|assume)|next (?:suppose|let"
    r"|assume)|similarly"
    r"|likewise|analog\w+|general|contradict\w*|both cases|trivial\w*|neither|reduc\w+"
    r"|finally|it remains|conversely"
    r"|relabel\w*|exchang\w+|swap\w*|interchang\w+|clear\w*|nothing to|vacuous\w*|even when"
    r"|whenever|rescal\w*|same)\b"
)
_OPPOSITES = (
    ("even", "odd"),
    ("odd", "even"),
    ("positive", "negative"),
    ("nonnegative", "negative"),
    ("rational", "irrational"),
    ("finite", "infinite"),
)
_SUPPOSES = re.compile(
    r"^ ?(?:suppose|assume|let|first suppose|we (?:may )?(?:suppose|assume)|consider)\b"
)


def one_case(pair: Pair) -> Iterator[Fault]:
    """The proof treats one case of two."""
    text = pair.proof_text
    numbered = _CASE.search(text)
    if numbered and not _REST.search(text[numbered.end() :]):
        where = next(s for s in pair.proof if _CASE.search(s.text))
        claim = "the proof treats its first case, and no other one"
        yield claim, f"“{where.quoted}”", where.start
        return
    first = next((n for n, s in enumerate(pair.proof) if _FIRST_CASE.search(s.text)), None)
    if first is not None:
        behind = " . ".join(s.text for s in pair.proof[first + 1 :])
        if not _REST.search(behind) and not re.search(
            r"\b(?:now|next|then let|any|every)\b", behind
        ):
            claim = "the proof treats its first case, and no other one"
            yield claim, f"“{pair.proof[first].quoted}”", pair.proof[first].start
            return
    for number, sentence in enumerate(pair.proof):
        if not _SUPPOSES.match(sentence.text):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _REST.search(rest) or re.search(r"\b(?:contradiction|contrary|toward)\b", rest):
            continue
        for word, other in _OPPOSITES:
            said = re.search(
                r"(?<!as it )(?<!since it )(?<!because it )\b(?:is|are|be|that) (?:an? )?"
                rf"{word}\b(?![ -](?:since|because|as|by|dimensional|rank|sums?)\b)",
                sentence.text,
            )
            named = re.search(rf"\b{word}\b", pair.statement_text)
            if (
                said
                and not named
                and not re.search(rf"\b{other}\b", f"{rest} {pair.hypothesis_text}")
            ):
                yield (
                    f"the proof supposes “{word}”, which the statement does not, and never turns "
                    f"to “{other}”",
                    f"“{sentence.quoted}”",
                    sentence.start,
                )
                return


_SPECIAL = re.compile(
    r"\b(?:for (?:simplicity|convenience|concreteness|ease of (?:exposition|presentation"
    r"|notation)|clarity)"
    r"|to (?:simplify|keep things simple|avoid clutter)|we (?:only )?(?:restrict"
    r"|confine) (?:ourselves|attention|our)"
    r"|we only (?:treat|consider|prove|show)|we (?:treat|prove|show|consider) only)\b"
)
_SPECIAL_OK = re.compile(
    r"\b(?:general\w*|generality|other cases?|arbitrary|extends?|extension|rescal\w+|scaling"
    r"|homogene\w+|write"
    r"|notation|denote|drop|omit|abbreviate|suppress|wlog|all cases|replac\w+|remaining"
    r"|symmetr\w+|reduc\w+)\b"
)
_SPECIALISES = re.compile(
    r"\b(?:assume|suppose|let|take|set|consider|case|restrict|confine|treat|prove|show)\b"
)


def special_case(pair: Pair) -> Iterator[Fault]:
    """ "For simplicity assume $d = 1$", and the general case is never taken up."""
    for number, sentence in enumerate(pair.proof):
        match = _SPECIAL.search(sentence.text)
        if match is None or not _SPECIALISES.search(sentence.text):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _SPECIAL_OK.search(rest):
            continue
        if (
            all(f in pair.statement_formulas for f in sentence.formulas)
            and re.search(r"\b(?:case|first|second)\b", sentence.text) is None
            and sentence.formulas
        ):
            continue
        yield (
            "the proof treats a special case, and the statement is general",
            f"“{sentence.quoted}”",
            sentence.start,
        )
        return


_ASSUMES = re.compile(
    r"^ ?(?:we |let us )?(?:now |further |furthermore |also |additionally |moreover |here "
    r"|in addition )*,? ?"
    r"(?:we )?(?:further |also |additionally |moreover )?(?:assume|suppose)\b(?! for)"
)
_NOT_EXTRA = re.compile(
    r"\b(?:may (?:also )?(?:assume|suppose)|can (?:assume|suppose)|generality|wlog"
    r"|contradiction|contrary|first"
    r"|case|induction|claim|toward\w*|otherwise|if not|instead|temporarily|moment|recall"
    r"|by (?:assumption|§))\b"
)
_LIFTED = re.compile(
    r"\b(?:general\w*|approximat\w+|densi\w+|dense|mollif\w+|limit\w*|otherwise|remaining"
    r"|arbitrary|remov\w+"
    r"|truncat\w+|drop|relax\w*|contradict\w*|both|perturb\w*|reduc\w+|impossible|absurd)\b"
)


def extra_assumption(pair: Pair) -> Iterator[Fault]:
    """The proof supposes a property that the statement does not, and nothing lifts it."""
    for number, sentence in enumerate(pair.proof):
        if not _ASSUMES.search(sentence.text) or _NOT_EXTRA.search(sentence.text):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _LIFTED.search(rest):
            continue
        before = " . ".join(s.text for s in pair.proof[:number])
        formulas = " ; ".join(f for s in (*pair.stated, *pair.around) for f in s.formulas)
        words = " . ".join([pair.statement_text, before, *(s.text for s in pair.around)])
        for one in PROPERTIES:
            if mentioned(one, sentence.text) and not implied(one, words, formulas):
                claim = f"the proof supposes “{one.name}”, which the statement does not"
                yield claim, f"“{sentence.quoted}”", sentence.start
                return
