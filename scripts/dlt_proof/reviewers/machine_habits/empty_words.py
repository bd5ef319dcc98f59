"""V18: "clearly", "by standard arguments", "a routine calculation" in the place of a reason.

Not here: cases that are called similar, which lint's R16 looks after.
"""

import re
from collections.abc import Iterator, Sequence

from ...latex import math_spans
from ...latex.words import word_set
from ...lint.probability.inequalities import NAMES, plain_name
from ...mathematics.formula import RELATIONS, Relation
from ..constants_and_dependence.declared import running_text
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..reading import BREAK, CITATION, FORMULA, REFERENCE, Reading, read
from .granted import is_computed, is_granted
from .phrases import Excuse, excuses

_REASONS = word_set(
    "since because due thanks by from using for applying via as whence if when whenever expanding "
    "differentiating integrating rearranging substituting dividing multiplying completing taking "
    "comparing inserting plugging squaring induction convexity monotonicity definition taylor "
    "jensen jensen's cauchy triangle recall recalling symmetry orthogonality linearity"
)
_CAUSES = word_set("since because by as due owing")
_EXPLAINS = re.compile(
    r"^(?:indeed|namely|to see (?:this|why|it)|to (?:verify|check|prove) (?:this|it)|in fact"
    r"|this is because|the reason|for,|because|since|first|more precisely|explicitly|in detail"
    r"|formally|rigorously|to make this|we now make|let us|here is)\b"
)
_POINTS = re.compile(r"^(?:see|cf|compare|(?:for )?(?:a|the|one|its|two) proofs?|for details)\b")
_GIVEN_HERE = re.compile(
    r"\b(?:we (?:\w+ )?(?:give|include|present|recall|repeat|spell|prove|make|show)"
    r"|for completeness|here is|(?:is|follows) below|as follows)\b"
)
_DRAWN = word_set("hence therefore thus so consequently accordingly")
_CLOSING = re.compile(r"\b(?:proves|completes|concludes|finishes|(?:is|are) (?:proved|complete))\b")
_SETS_UP = word_set(
    "let put define set denote write fix consider suppose assume introduce choose take we call"
)


def empty_justifications(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Words that stand where a reason should."""
    everywhere = [r for text in running_text(paper) for r in _equations(text)]
    for passage in paper.passages:
        stated = read(paper, passage.statement.environment)
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            laid_down = [*everywhere, *_equations(stated), *_equations(reading)]
            inside = [
                (f.span.start, f.span.end)
                for f in math_spans(paper.document, proof.environment.body)
            ]
            told = -2
            for index, (first, last) in enumerate(reading.sentences):
                if told == index - 1 and FORMULA not in reading.words[first:last]:
                    continue  # "It is clear that … . The details are left to the reader."
                for begin, end, kind in excuses(reading.words[first:last]):
                    start, stop = first + begin, first + end
                    place = reading.span(start)
                    if any(a <= place.start < b for a, b in inside):
                        continue  # a word in a display stands beside the step that it is about
                    if kind is Excuse.NEGLECTED and _is_rough(stated, reading, first, last):
                        continue
                    if _is_backed(reading, index, start, stop, kind, laid_down):
                        continue
                    yield found_at(
                        paper.document,
                        place,
                        "V18",
                        passage.label,
                        f"the proof says “{_said(reading, start, stop)}” where a reason should "
                        "stand",
                        f"a reader cannot check “{reading.quoted(first, last)}”",
                        "minor" if kind in (Excuse.LEFT_OUT, Excuse.AT_ONCE) else "major",
                    )
                    told = index
                    break


def _equations(reading: Reading) -> list[Relation]:
    return [
        relation
        for number in reading.formulas()
        for relation in reading.all_relations(number)
        if RELATIONS.get(relation.sign) == "=" or relation.defining
    ]


def _is_backed(
    reading: Reading,
    index: int,
    start: int,
    stop: int,
    kind: Excuse,
    laid_down: Sequence[Relation],
) -> bool:
    """Whether a sentence needs no other reason than what stands beside its excuse."""
    if kind is Excuse.INTUITION:
        return not _is_built_on(reading, index, start)
    if kind is Excuse.NEGLECTED:
        first, last = reading.sentences[index]
        said = set(reading.words[first:last])
        return bool((_CAUSES | {REFERENCE, CITATION}) & said) or _is_explained(reading, index)
    if kind is Excuse.AT_ONCE and _is_said_before(reading, index, start):
        return True
    return _is_carried_out(reading, index, start, stop, laid_down)


def _is_rough(stated: Reading, reading: Reading, first: int, last: int) -> bool:
    """Whether a statement leaves room for what is small, or what is left out has a known sign."""
    if _SIGN & set(reading.words[first:last]) or _ROUGH & set(stated.words):
        return True
    return any(_ASYMPTOTIC.search(stated.formula(number)) for number in stated.formulas())


_SIGN = word_set("negative nonnegative positive nonpositive sign")
_ROUGH = word_set(
    "asymptotically asymptotic limit limits approximately roughly converges converge order orders "
    "constants informal heuristic"
)
_ASYMPTOTIC = re.compile(
    r"(?<![A-Za-z\\])[oO]\s*(?:\\left|\\[bB]igg?l?)?\s*\(|\\(?:mathcal|tilde|widetilde|Theta|Omega)"
    r"(?![a-z])|\\(?:to|lesssim|gtrsim|asymp|approx|sim|lim|longrightarrow)(?![a-z])"
)


def _is_built_on(reading: Reading, index: int, start: int) -> bool:
    """Whether a conclusion is drawn from an intuition, or it is all that the proof has."""
    words, (first, last) = reading.words, reading.sentences[index]
    if {REFERENCE, CITATION} & set(words[first:last]) or _is_explained(reading, index):
        return False
    drawn = next((n for n in range(start, last) if words[n] in _DRAWN), None)
    if drawn is not None and any(reading.relations(n) for n in reading.formulas(drawn, last)):
        return True
    if _CLOSING.search(" ".join(words[start:last])):
        return True
    behind = [
        [w for w in words[a:b] if w != BREAK]
        for a, b in reading.sentences[index + 1 :]
        if set(words[a:b]) - {BREAK, "."}
    ]
    if not behind:
        return drawn is not None or not _is_said_before(reading, index, first)
    if {REFERENCE, CITATION} & set(behind[0]) or any(plain_name(w) in NAMES for w in behind[0]):
        return False
    if len(behind) == 1 and _CLOSING.search(" ".join(behind[0])):
        return True
    return behind[0][0] in _DRAWN and not (_REASONS - {"for"}) & set(behind[0])


def _is_said_before(reading: Reading, index: int, start: int) -> bool:
    """Whether the proof has asserted anything before, from which something can follow."""
    words, (first, _) = reading.words, reading.sentences[index]
    if any(len(list(reading.relations(n))) for n in reading.formulas(first, start)):
        return True
    if len([w for w in words[first:start] if w.isalpha()]) > 3:
        return True  # "as the step is short, it follows at once"
    for begin, end in reading.sentences[:index]:
        spoken = [w for w in words[begin:end] if w not in (BREAK, ".", ",", "now", "first", "and")]
        if spoken and spoken[0] not in _SETS_UP:
            return True
    return False


def _said(reading: Reading, start: int, stop: int) -> str:
    return re.sub(r"[~\s]+", " ", reading.quoted(start, stop, 80)).strip(" ,.;")


def _is_carried_out(
    reading: Reading, index: int, start: int, stop: int, laid_down: Sequence[Relation]
) -> bool:
    """Whether a reason, a source or the computation itself stands beside the phrase."""
    words, (first, last) = reading.words, reading.sentences[index]
    rest = [*words[first:start], *words[stop:last]]
    if {REFERENCE, CITATION} & set(rest):
        return True
    if _REASONS & set(rest) and not _only_quantifies(reading, first, last, start, stop):
        return True
    if any(plain_name(word) in NAMES for word in rest):
        return True
    if any(is_computed(reading, n) for n in reading.formulas(first, last)):
        return True
    if is_granted(reading, first, start, stop, last, laid_down):
        return True
    return _is_explained(reading, index)


def _is_explained(reading: Reading, index: int) -> bool:
    """Whether the end of a sentence or the next one sets out to give the reason."""
    words, (first, last) = reading.words, reading.sentences[index]
    if _GIVEN_HERE.search(" ".join(words[first:last])):
        return True
    for begin, end in reading.sentences[index + 1 : index + 2]:
        following = " ".join(w for w in words[begin:end] if w != BREAK)
        if _EXPLAINS.match(following) or _GIVEN_HERE.match(following):
            return True
        return bool(_POINTS.match(following) and {REFERENCE, CITATION} & set(words[begin:end]))
    return False


def _only_quantifies(reading: Reading, first: int, last: int, start: int, stop: int) -> bool:
    """Whether "for", "by" and the like give no reason: "for all $t$", "bounded by", "if"."""
    words = reading.words
    for place in range(first, last):
        if start <= place < stop or words[place] not in _REASONS:
            continue
        word, behind = words[place], words[place + 1 : place + 2]
        if word == "for" and words[place - 1] != ",":
            continue  # "clear for Gaussian variables", not "clear, for the sum is finite"
        if word == "for" and behind and behind[0] in _RANGING:
            continue
        if word == "by" and (words[place - 1] in _PASSIVE or (behind and behind[0] in _MEASURE)):
            continue
        if word == "as" and (words[place - 1] in _AS_BEFORE or behind in _AS_BEHIND):
            continue
        if word in ("if", "when", "whenever"):
            continue
        if word == "from" and words[place - 1] in ("away", "different", "below", "above"):
            continue
        return False
    return True


_RANGING = word_set("all every any each some a the this these such") | {FORMULA}
_PASSIVE = word_set("bounded dominated controlled given majorised majorized denoted multiplied")
_MEASURE = word_set("at less more exactly only")
_AS_BEHIND = (["desired"], ["claimed"], ["usual"], ["for"])
_AS_BEFORE = word_set("same such well known defined long soon far")
