"""V19: a reason that says what it is a reason for, a claim used to prove itself."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...latex.words import word_set
from ...lint.probability.inequalities import NAMES, plain_name
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation.names import plain_text
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import CITATION, FORMULA, REFERENCE, Reading, read

_SINCE = word_set("since because as")
_HENCE = word_set(
    "hence thus therefore so implies imply gives yields conclude consequently follows means"
)
_FILLERS = word_set(
    "we have it follows that holds hold must get obtain then also indeed which this is true the "
    "inequality bound and see know conclude immediately directly clearly of course in particular "
    "hence thus therefore so implies gives yields trivially obviously obtains case indeed as "
    "claimed desired required just exactly by assumption hypothesis consequently follow means , . "
    "; :"
)
_SUPPOSES = word_set(
    "if suppose assume assuming contradiction show prove want need suffices goal remains would "
    "otherwise claim equivalent iff when whenever unless induction inductive hypothesis desired "
    "sought recall were"
)
_REASONS = word_set(
    "since because by from using apply applying combining expand expanding due induction taking "
    "divide dividing multiply sum summing integrate differentiate let choose substitute insert put "
    "adding subtracting rearrange rearranging optimise optimize minimise minimize definition fix "
    "if suppose"
)
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


def restated_steps(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Steps whose reason is the step, and proofs whose reason is the claim."""
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        stated = read(paper, passage.statement.environment)
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            yield from _reason_is_step(paper, passage, reading)
            yield from _claim_as_reason(paper, passage, stated, reading)
            yield from _claim_alone(paper, passage, stated, reading)


def _key(relation: Relation) -> tuple[str, str, str] | None:
    """A relation so that two ways round are one; None for a sign that is not followed."""
    sign = RELATIONS.get(relation.sign, "")
    if sign not in _FLIPPED or not relation.left or not relation.right:
        return None
    left, right = plain_text(relation.left), plain_text(relation.right)
    if sign in (">=", ">") or (sign == "=" and right < left):
        left, sign, right = right, _FLIPPED[sign], left
    return left, sign, right


def _keys(reading: Reading, number: int) -> list[tuple[str, str, str]]:
    return [key for r in reading.relations(number) if (key := _key(r)) is not None]


def _at(
    paper: ReviewedPaper, passage: Passage, reading: Reading, word: int, claim: str, critical: bool
) -> FoundWeakness:
    return found_at(
        paper.document,
        reading.span(word),
        "V19",
        passage.label,
        claim,
        f"“{reading.quoted(*reading.sentence(word))}”",
        "critical" if critical else "major",
    )


def _reason_is_step(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    """ "Since $a\\le b$, we have $a\\le b$", with formulas or words."""
    words = reading.words
    for first, last in reading.sentences:
        places = list(reading.formulas(first, last))
        for one, other in pairwise(places):
            keys = _keys(reading, one)
            if len(keys) != 1 or _keys(reading, other) != keys:
                continue
            before = words[max(first, one - 3) : one]
            between = words[one + 1 : other]
            behind = words[other + 1 : last]
            reason = bool(_SINCE & set(before)) and set(between) <= _FILLERS
            reason = reason or (
                bool({"since", "because"} & set(between)) and set(between) <= _FILLERS | _SINCE
            )
            reason = reason or (
                bool(_HENCE & set(between)) and set(between) <= _FILLERS and not before
            )
            if reason and set(behind) <= _FILLERS:
                yield _at(
                    paper,
                    passage,
                    reading,
                    one,
                    "a step is given itself as its reason",
                    critical=False,
                )
        told = _same_words(reading, first, last)
        if told is not None:
            yield _at(
                paper,
                passage,
                reading,
                told,
                "a step is given itself as its reason",
                critical=False,
            )


def _same_words(reading: Reading, first: int, last: int) -> int | None:
    """Where "since X, X" begins, said in the same words."""
    words = reading.words
    for place in range(first, min(last, first + 3)):
        if words[place] not in _SINCE:
            continue
        comma = next((n for n in range(place + 1, last) if words[n] == ","), None)
        if comma is None:
            return None
        reason = _content(reading, place + 1, comma)
        step = _content(reading, comma + 1, last)
        return place if len(reason) > 2 and reason == step else None
    return None


_IDLE = word_set("we have it follows that holds then also the a an , . ; indeed must hence")


def _content(reading: Reading, first: int, last: int) -> Sequence[str]:
    """The words of a clause that say something, formulas as plain text."""
    return [
        plain_text(reading.formula(n)).rstrip(".,;") if reading.words[n] == FORMULA else word
        for n, word in enumerate(reading.words[first:last], start=first)
        if word not in _IDLE
    ]


def _is_supposed(stated: Reading, number: int) -> bool:
    """Whether a formula of a statement is a hypothesis, or only says where the claim holds."""
    before = stated.words[stated.sentence(number)[0] : number]
    if _WHERE & set(before[-1:]):
        return True
    concludes = bool(_CONCLUDES & set(before))
    return (bool(_LETS & set(before)) and not concludes) or (
        bool({"if", "whenever"} & set(before)) and not concludes and "," not in before
    )


_LETS = word_set("let suppose assume fix consider given")
_CONCLUDES = word_set("then have holds satisfies satisfy")
_WHERE = word_set("for every all any each if when whenever where with provided that")


def _conclusion(stated: Reading) -> tuple[str, str, str] | None:
    """The last relation that a statement says, those left out that only say where it holds."""
    keys = [
        key
        for number in stated.formulas()
        if not _is_supposed(stated, number)
        for key in _keys(stated, number)
    ]
    return keys[-1] if keys else None


def _claim_as_reason(
    paper: ReviewedPaper, passage: Passage, stated: Reading, reading: Reading
) -> Iterator[FoundWeakness]:
    """ "Since $\\langle$the claim$\\rangle$, …" before the claim was shown."""
    conclusion = _conclusion(stated)
    if conclusion is None:
        return
    words = reading.words
    for first, last in reading.sentences:
        for number in reading.formulas(first, last):
            if conclusion not in _keys(reading, number):
                continue
            before = words[first:number]
            since = bool({"since", "because", "using"} & set(before[-2:]))
            following = words[number + 1 : number + 2]
            if not since or _SUPPOSES & set(words[first:last]) or following == [FORMULA]:
                return  # shown, or at least asserted, here
            if len(_keys(reading, number)) > 1:
                return
            yield _at(
                paper,
                passage,
                reading,
                number,
                "the proof uses what it is to prove as a reason",
                critical=True,
            )
            return


def _claim_alone(
    paper: ReviewedPaper, passage: Passage, stated: Reading, reading: Reading
) -> Iterator[FoundWeakness]:
    """A proof that says nothing but the claim."""
    conclusion = _conclusion(stated)
    words = set(reading.words)
    if conclusion is None or {REFERENCE, CITATION} & words or _REASONS & words:
        return
    if any(plain_name(word) in NAMES for word in words) or len(reading.words) > 40:
        return
    said = [(n, key) for n in reading.formulas() for key in _keys(reading, n)]
    if not said or any(key != conclusion for _, key in said):
        return
    if any(not _keys(reading, n) and reading.is_display(n) for n in reading.formulas()):
        return
    plain = [w for w in reading.words if w.isalpha() and w not in _FILLERS]
    if len(plain) > 3:
        return  # an argument in words
    yield _at(
        paper,
        passage,
        reading,
        said[0][0],
        "the proof only says again what is to be proved",
        critical=True,
    )
