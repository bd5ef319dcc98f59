"""A mention of high probability, and the words that make one."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from ...records.record import Record
from .passages import FORMULA

PROBABILITY_WORDS = word_set("probability probabilities prob w.p wp confidence probab")
#: Between "probability" and how likely something holds, or fails.
HOW = word_set(
    "of at least no not less than or equals smaller lower greater larger bigger higher exceeding "
    "exceeds more strictly bounded from below by is are be being equal to the order above over "
    "form some a roughly about approximately level levels parameter that ("
)
AT_MOST = word_set(
    "of at most no more not than exceeding less smaller lower bounded by is being the order "
    "below up to event only are from above ( does exceed exceeds be"
)
BOUND = word_set("least exceeding exceeds than below above")
FAILS = word_set(
    "fail fails failing failed failure err errs violated violates except outside apart "
    "exceptional exceeds exceed"
)
_HOLDS = word_set("fails fail holds hold occurs happens succeeds")
_BEING = word_set("is are was remains stays takes becomes also again itself in")
_VALID = word_set(
    "valid true satisfied met fulfilled correct available guaranteed ensured in force place also "
    "again indeed itself known to be hold occur happen effective"
)
#: How far from them the words stand that tell what fails.
NEAR = 12


class Mention(Record):
    """A place that says that something holds with high probability.

    Args:
        word: the number of a word of it.
        start, end: offsets in the passage's text.
        failure: how likely it fails, in a normal form; empty where only words say it.
        bound: "at least" or the like stands with it; without, it may describe a model.
        symbolic: a formula says it all.
    """

    word: int
    start: int
    end: int
    failure: str
    bound: bool = True
    symbolic: bool = False


def tells_likelihood(behind: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a relative clause only tells how likely something is: "…, which is valid with".

    Args:
        behind: the words behind "which".
        before: the two words before it; a formula there is a bound that may follow from others.
    """
    if behind[:1] and behind[0] in _HOLDS:
        return True
    if not behind[:1] or behind[0] not in _BEING or FORMULA in before:
        return False
    index = 1
    while index < len(behind) and behind[index] in _VALID:
        index += 1
    return behind[index : index + 1] == ["with"] and bool(
        PROBABILITY_WORDS & set(behind[index + 1 : index + 3])
    )
