"""V19: what is to be proved, given as the reason for it, or said again and nothing else.

Not here: single steps that are their own reason, which `restated` looks for.
"""

import re
from collections.abc import Iterator

from ...latex.words import word_set
from ...lint.probability.inequalities import NAMES, plain_name
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness
from ..paper import ReviewedPaper
from ..reading import CITATION, FORMULA, REFERENCE, Reading, read, terms_of
from .restated import FILLERS, keys_of, restated_at

_ANNOUNCES = word_set("show prove want need goal remains claim desired sought suffices")
_SUPPOSES = _ANNOUNCES | word_set(
    "if suppose assume assuming contradiction would otherwise equivalent iff when whenever unless "
    "induction inductive hypothesis recall were"
)
_REASONS = word_set(
    "since because by from using apply applying combining expand expanding due induction taking "
    "divide dividing multiply sum summing integrate differentiate let choose substitute insert put "
    "adding subtracting rearrange rearranging optimise optimize minimise minimize definition fix "
    "if suppose"
)
_LETS = word_set("let suppose assume fix consider given")
_CONCLUDES = word_set("then have holds satisfies satisfy")
_WHERE = word_set("for every all any each if when whenever where with provided that")
#: A reason that says of nothing what it is: over the words before the claim.
_HOLLOW = re.compile(
    r"\b(?:by|from|using|given|due to|because of|owing to|thanks to|in view of|on account of)"
    r" (?:the |its |these |those |general |basic |known |good |standard |special |very "
    r"|regularity )*"
    r"(?:propert(?:y|ies)|nature|structure|behaviou?r|features|characteristics|theory|design"
    r"|geometry|setting|setup|way)(?= |$)"
)


def claims_said_again(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Proofs whose reason is the claim, or that have none."""
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        stated = read(paper, passage.statement.environment)
        conclusion = _conclusion(stated)
        if conclusion is None:
            continue
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            used = _used_before_shown(reading, conclusion)
            alone = _said_alone(reading, conclusion)
            hollow = _for_a_hollow_reason(reading, conclusion)
            if used is not None:
                claim = "the proof uses what it is to prove as a reason"
                yield restated_at(paper, passage, reading, used, claim, critical=True)
            elif alone is not None or hollow is not None:
                word = alone if alone is not None else hollow
                assert word is not None
                claim = "the proof only says again what is to be proved"
                yield restated_at(paper, passage, reading, word, claim, critical=True)


def _is_supposed(stated: Reading, number: int) -> bool:
    """Whether a formula of a statement is a hypothesis, or only says where the claim holds."""
    before = stated.words[stated.sentence(number)[0] : number]
    if _WHERE & set(before[-1:]):
        return True
    concludes = bool(_CONCLUDES & set(before))
    return (bool(_LETS & set(before)) and not concludes) or (
        bool({"if", "whenever"} & set(before)) and not concludes and "," not in before
    )


def _conclusion(stated: Reading) -> tuple[str, str, str] | None:
    """The last relation that a statement says, those left out that only say where it holds."""
    keys = [
        key
        for number in stated.formulas()
        if not _is_supposed(stated, number)
        for key in keys_of(stated, number)
    ]
    return keys[-1] if keys else None


def _used_before_shown(reading: Reading, conclusion: tuple[str, str, str]) -> int | None:
    """Where the proof says "since ⟨the claim⟩, …" before the claim was shown."""
    words, announced = reading.words, False
    for first, last in reading.sentences:
        for number in reading.formulas(first, last):
            if conclusion not in keys_of(reading, number):
                if announced and reading.relations(number):
                    return None  # perhaps it is shown here
                continue
            before = words[first:number]
            since = bool({"since", "because", "using"} & set(before[-2:]))
            if not since and _ANNOUNCES & set(before):
                announced = True
                continue
            following = words[number + 1 : number + 2]
            if not since or _SUPPOSES & set(words[first:last]) or following == [FORMULA]:
                return None  # shown, or at least asserted, here
            return number if len(keys_of(reading, number)) == 1 else None
    return None


def _argues(reading: Reading) -> bool:
    """Whether a proof draws on another statement, a source or a theorem with a name."""
    words = set(reading.words)
    return bool({REFERENCE, CITATION} & words) or any(plain_name(word) in NAMES for word in words)


def _said_alone(reading: Reading, conclusion: tuple[str, str, str]) -> int | None:
    """Where a proof says the claim, if it says nothing else."""
    if _argues(reading) or _REASONS & set(reading.words) or len(reading.words) > 40:
        return None
    said = [(n, key) for n in reading.formulas() for key in keys_of(reading, n)]
    if not said or any(key != conclusion for _, key in said):
        return None
    if any(not keys_of(reading, n) and reading.is_display(n) for n in reading.formulas()):
        return None
    plain = [w for w in reading.words if w.isalpha() and w not in FILLERS]
    return said[0][0] if len(plain) <= 3 else None  # else an argument in words


def _for_a_hollow_reason(reading: Reading, conclusion: tuple[str, str, str]) -> int | None:
    """Where a proof says the claim "by the properties of" something, and never got near it.

    It got near where every letter of the claim stands in another formula.
    """
    if _argues(reading):
        return None
    numbers = list(reading.formulas())
    for number in numbers:
        if keys_of(reading, number) != [conclusion]:
            continue
        first, _ = reading.sentence(number)
        reason = " ".join(reading.words[first:number])
        rest = _HOLLOW.sub(" ", reason, count=1)
        if rest == reason or _REASONS & set(rest.split()):
            return None
        others = {t for n in numbers if n != number for t in terms_of(reading.formula(n))}
        return number if terms_of(reading.formula(number)) - others else None
    return None
