"""V18: "clearly", "by standard arguments", "a routine calculation" in the place of a reason.

Not here: cases that are called similar, which lint's R16 looks after.
"""

import re
from collections.abc import Iterator

from ...latex import math_spans
from ...latex.words import word_set
from ...lint.probability.inequalities import NAMES, plain_name
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation import Domains, NotUnderstoodError, SymbolDomain, translate
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..reading import CITATION, FORMULA, REFERENCE, Reading, read, terms_of

_ADVERBS = r"(?:clearly|obviously|trivially|evidently|plainly|needless to say)"
_EASY = r"(?:easy|straightforward|trivial|immediate|clear|obvious|evident|not hard|not difficult)"
_TO_SEE = r"(?:see|check|verify|show|prove|observe|convince oneself|deduce|establish)"
_DULL = (
    r"(?:standard|routine|straightforward|simple|easy|elementary|direct|tedious|lengthy|well known"
    r"|usual|classical|short|brief|little|basic)"
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
#: Over the words of a sentence, joined by blanks. The first ones leave out a whole argument.
_LEAVES_OUT = re.compile(
    rf"\b(?:(?:by|using|via|from|with|after|through|on) (?:an? |some |the |these )?"
    rf"(?:{_DULL} )+(?:but )?(?:\w+ )?{_WORK}"
    rf"|an? (?:{_DULL} )+(?:but )?(?:\w+ )?{_WORK} (?:shows?|gives?|yields?|proves?|reveals?"
    rf"|confirms?|leads?|establishes)"
    rf"|{_DULL} {_WORK} (?:show|give|yield|prove|imply|shows|gives|yields|proves|implies)"
    rf"|it is {_EASY} to {_TO_SEE}|it is (?:easily|readily) (?:seen|checked|verified|shown)"
    rf"|(?:one|we) (?:can )?(?:easily|readily) (?:sees?|checks?|verif(?:y|ies)|shows?|finds?)"
    rf"|(?:is|are|be) (?:easily|readily) (?:seen|checked|verified|shown|established)"
    rf"|it (?:can|may) be (?:shown|checked|verified|proved|proven|seen)"
    rf"|it is (?:well known|known|folklore|common knowledge)|as is well known"
    rf"|by definition of (?:the|this|our) (?:bound|claim|inequality|result|statement|theorem|lemma"
    rf"|estimate|proof)"
    rf"|{_CLAIMS} (?:\S )?is (?:straightforward|trivial|obvious|immediate|standard|routine|clear"
    rf"|evident|easy|self evident)(?= [.,;¶]|$))"
)
_PLAINLY = re.compile(rf"\b{_ADVERBS}\b")
_DENIED = re.compile(r"\b(?:not|nor|never|less|longer|far from|least|neither|hardly|more|most)\s*$")
_REASONS = word_set(
    "since because due thanks by from using for applying via as whence if when whenever expanding "
    "differentiating integrating rearranging substituting dividing multiplying completing taking "
    "comparing inserting plugging squaring induction convexity monotonicity definition taylor "
    "jensen jensen's cauchy triangle recall recalling symmetry orthogonality linearity"
)
_EXPLAINS = re.compile(
    r"^(?:indeed|namely|to see (?:this|why)|in fact|this is because|the reason|for,|because|since"
    r"|first|more precisely|explicitly|in detail)\b"
)


def empty_justifications(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Words that stand where a reason should."""
    for passage in paper.passages:
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            inside = [
                (f.span.start, f.span.end)
                for f in math_spans(paper.document, proof.environment.body)
            ]
            for index, (first, last) in enumerate(reading.sentences):
                for start, stop in _phrases(reading, first, last):
                    place = reading.span(start)
                    if any(a <= place.start < b for a, b in inside):
                        continue  # a word in a display stands beside the step that it is about
                    if _is_carried_out(reading, index, first, last, start, stop):
                        continue
                    yield found_at(
                        paper.document,
                        place,
                        "V18",
                        passage.label,
                        f"the proof says “{_said(reading, start, stop)}” where a reason should "
                        "stand",
                        f"a reader cannot check “{reading.quoted(first, last)}”",
                        "minor",
                    )
                    break


def _said(reading: Reading, start: int, stop: int) -> str:
    return re.sub(r"[~\s]+", " ", reading.quoted(start, stop, 80)).strip(" ,.;")


def _phrases(reading: Reading, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The words of a sentence that claim that something needs no reason."""
    words = reading.words[first:last]
    text = " ".join(words)
    offsets, at = [], 0
    for word in words:
        offsets.append(at)
        at += len(word) + 1
    for pattern in (_LEAVES_OUT, _PLAINLY):
        for match in pattern.finditer(text):
            if _DENIED.search(text[: match.start()]):
                continue
            start = next(n for n, o in enumerate(offsets) if o >= match.start())
            stop = next((n for n, o in enumerate(offsets) if o >= match.end()), len(words))
            yield first + start, first + stop


def _is_carried_out(
    reading: Reading, index: int, first: int, last: int, start: int, stop: int
) -> bool:
    """Whether a reason, a source or the computation itself stands beside the phrase."""
    words = reading.words
    rest = [*words[first:start], *words[stop:last]]
    if {REFERENCE, CITATION} & set(rest):
        return True
    if _REASONS & set(rest) and not _only_quantifies(reading, first, last, start, stop):
        return True
    if any(plain_name(word) in NAMES for word in rest):
        return True
    if any(_is_computed(reading, n) for n in reading.formulas(first, last)):
        return True
    relations = [r for n in reading.formulas(first, last) for r in reading.relations(n)]
    if relations and all(_is_plain(relation) for relation in relations):
        return True  # "clearly $x^2\\ge0$"
    if index + 1 < len(reading.sentences):
        begin, end = reading.sentences[index + 1]
        following = " ".join(words[begin : min(end, begin + 6)])
        return bool(_EXPLAINS.match(following))
    return False


def _only_quantifies(reading: Reading, first: int, last: int, start: int, stop: int) -> bool:
    """Whether "for", "by" and the like give no reason: "for all $t$", "bounded by", "if"."""
    words = reading.words
    for place in range(first, last):
        if start <= place < stop or words[place] not in _REASONS:
            continue
        word, behind = words[place], words[place + 1 : place + 2]
        if word == "for" and behind and behind[0] in _RANGING:
            continue
        if word == "by" and words[place - 1] in _PASSIVE:
            continue
        if word == "as" and (
            words[place - 1] in _AS_BEFORE or behind in (["desired"], ["claimed"])
        ):
            continue
        if word in ("if", "when", "whenever"):
            continue
        if word == "from" and words[place - 1] in ("away", "different", "below", "above"):
            continue
        return False
    return True


_RANGING = word_set("all every any each some a the this these such") | {FORMULA}
_PASSIVE = word_set("bounded dominated controlled given majorised majorized denoted multiplied")
_AS_BEFORE = word_set("same such well known defined long soon far")


def _is_plain(relation: Relation) -> bool:
    """Whether a relation holds for all real numbers, as algebra can see at once."""
    names = terms_of(relation.left) | terms_of(relation.right)
    domains = Domains({n: SymbolDomain(n, None, None, True, True, False) for n in names})
    try:
        difference = translate(relation.left, domains).value
        difference -= translate(relation.right, domains).value
    except NotUnderstoodError:
        return False
    sign = RELATIONS.get(relation.sign)
    if sign in (">=", ">"):
        return bool(difference.is_nonnegative if sign == ">=" else difference.is_positive)
    if sign in ("<=", "<"):
        return bool(difference.is_nonpositive if sign == "<=" else difference.is_negative)
    return sign == "=" and bool(difference.is_zero)


def _is_computed(reading: Reading, number: int) -> bool:
    """Whether a formula shows a computation: a chain of two relations or more."""
    chains: dict[int, int] = {}
    for relation in reading.relations(number):
        if RELATIONS.get(relation.sign):
            chains[relation.chain] = chains.get(relation.chain, 0) + 1
    return any(count > 1 for count in chains.values())
