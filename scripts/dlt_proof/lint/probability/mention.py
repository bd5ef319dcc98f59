"""A mention of high probability, and the words that make one."""

from __future__ import annotations

from ...latex.words import word_set
from ...records.record import Record

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
