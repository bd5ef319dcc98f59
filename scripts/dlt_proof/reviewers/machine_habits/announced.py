"""V29: a proof that announces what it will do and ends without doing it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ...latex.words import word_set
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import BREAK, CITATION, FORMULA, REFERENCE, Reading, read

_ANNOUNCES = re.compile(
    r"\b(?:(?:it (?:only |now |thus |therefore |just |then )?remains (?:only |now )?to"
    r"|(?:what|all that) remains is to) (?:be )?(?:shown?|prove[dn]?|bound|verify|check"
    r"|establish|control|estimate|derive|see|consider|treat|handle|compute|justify|relate)"
    r"|we (?:now |next |then |finally |will |shall |still |are going to |only |also )*"
    r"(?:show|prove|establish|verify|bound|control|derive|need to|have to|must|turn to)(?! this\b)"
    r"|(?:our|the) (?:goal|aim|task) is (?:now )?to|it suffices to|(?:next|now) we "
    r"(?:show|prove|establish|verify|bound|control))\b"
)
_DOES = word_set(
    "by since because from using follows hence thus therefore indeed as holds gives yields implies "
    "which this via applying obtain get conclude trivial immediate"
)
_ENDS = word_set(
    "this completes concludes finishes proves the proof claim theorem lemma ends done as desired "
    "required claimed follows is qed result statement we are proposition corollary was to be shown "
    ". ¶ , which that"
)
_SIDES = word_set("below above")  # "bound it from below"
#: Under which a part may go that has no number.
_OTHERWISE = word_set(
    "remains converse conversely remaining finally lastly last other rest latter then"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"steps": "step", "parts": "part", "cases": "case", "stages": "stage"}
_VALUES = {
    **{str(n): n for n in range(1, 10)},
    "one": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    **_NUMBERS,
}  # fmt: skip


def announced_and_not_done(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """What the last words of a proof promise, and steps that are counted and not there."""
    for passage in paper.passages:
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            yield from _left_at_the_end(paper, passage, reading)
            yield from _fewer_than_counted(paper, passage, reading)


def _left_at_the_end(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    spoken = [s for s in reading.sentences if set(reading.words[s[0] : s[1]]) - {BREAK, "."}]
    while spoken and len(spoken) > 1 and set(reading.words[slice(*spoken[-1])]) <= _ENDS:
        spoken.pop()
    if not spoken:
        return
    first, last = spoken[-1]
    words = reading.words[first:last]
    match = _ANNOUNCES.search(" ".join(words))
    if match is None:
        return
    before = len(" ".join(words)[: match.end()].split())
    rest = words[before:]
    doing = {word for word, next_word in pairwise([*words, ""]) if next_word not in _SIDES}
    if _DOES & doing or {REFERENCE, CITATION} & set(words):
        return
    if any(len(reading.relations(n)) > 1 for n in reading.formulas(first, last)):
        return  # it shows it in a computation
    if reading.without and not {FORMULA} & set(rest):
        return  # a claim with a proof of its own
    yield found_at(
        paper.document,
        reading.span(first),
        "V29",
        passage.label,
        "the proof announces a step as its last words and does not take it",
        f"“{reading.quoted(first, last)}”",
        "critical",
    )


def _fewer_than_counted(
    paper: ReviewedPaper, passage: Passage, reading: Reading
) -> Iterator[FoundWeakness]:
    """ "The proof has three steps", with two."""
    words = reading.words
    for number in range(len(words) - 1):
        unit = _UNITS.get(words[number + 1])
        count = _NUMBERS.get(words[number])
        if unit is None or count is None:
            continue
        before = set(words[max(0, number - 6) : number])
        if not before & {"in", "has", "consists", "consider", "distinguish", "into", "of"}:
            continue
        found = {
            value
            for place in range(number + 2, len(words) - 1)
            if words[place] == unit and (value := _value(reading, place + 1)) is not None
        }
        found |= {
            _VALUES[words[place - 1]]
            for place in range(number + 3, len(words))
            if words[place] == unit and words[place - 1] in _VALUES
        }
        if found and max(found) == count - 1 and _OTHERWISE & set(words[number:]):
            continue
        if found and max(found) < count and 1 in found:
            yield found_at(
                paper.document,
                reading.span(number),
                "V29",
                passage.label,
                f"the proof announces {words[number]} {words[number + 1]} and has fewer",
                f"“{reading.quoted(*reading.sentence(number))}”; the last one is {unit} "
                f"{max(found)}",
                "major",
            )
            return


def _value(reading: Reading, place: int) -> int | None:
    word = reading.words[place]
    if word == FORMULA:
        word = reading.formula(place).strip("() ").lower()
    return _VALUES.get(word)
