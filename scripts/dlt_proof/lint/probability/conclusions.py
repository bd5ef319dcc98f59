"""What a statement concludes with high probability, as against what it only supposes.

A sentence is read up to the mention: what opens a hypothesis ("Suppose", "If") governs it until
something ("then", "we have", a comma before the mention) opens the conclusion.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...latex.words import word_set
from .failures import FAILURE_SYMBOLS, expression
from .formulas import after_opening, normal
from .mention import Mention
from .mentions import mentions
from .passages import BREAK, FORMULA, REFERENCE, Passage

_SUPPOSE = word_set("suppose supposing assume assumes assuming")
_IF = word_set("whenever if provided conditional conditionally conditioned once when")
_LET = word_set("let consider choose choosing define denote take pick fix given")
_OBJECTS = word_set(
    "algorithm learner estimator procedure mechanism policy tester classifier decoder protocol "
    "method scheme oracle test strategy player agent algorithms learners estimators procedures "
    "policies"
)
_RELATIVE = word_set("that which satisfying achieving returning outputting")
_NEEDS = word_set("must require requires need needs necessarily cannot incurs incur")
_GENERAL = word_set("any every each no must necessarily")
_NECESSARY = word_set("necessary needed required unavoidable lower")
_USES = word_set("uses queries draws collects makes pulls sees observes performs consumes takes")
_HAS = word_set("has have satisfies is")
_RESULTS = word_set("bound bounds guarantee guarantees result results statement statements")
_LATER = word_set("subject discussed treated left studied open unknown next postponed deferred")
_VERBS = word_set(
    "satisfy satisfies hold holds is are has have achieves outputs returns obeys enjoys converges"
)
_LINKS = word_set("and or which where that with such so i.e")
_TIES = word_set("that which where i.e namely meaning satisfying satisfies satisfy")
_ACTIONS = word_set(
    "play plays choose chooses chosen select selects selected pick picks picked take takes "
    "sample samples sampled draw draws drawn flip flips flipped keep keeps kept retain retains "
    "retained drop drops dropped replace replaced move moves transition transitions equal "
    "equals receive receives observe observes send sends sent erased corrupted show shows land "
    "lands tails heads explores exploits stay stays jump jumps mask masked otherwise survives "
    "dies infected connected"
)
_FAR = 400  # words; a sentence may be longer than anybody reads
_SKIPPED = frozenset([",", ".", FORMULA, BREAK, "(", ")"])


def conclusions(passage: Passage, found: Sequence[Mention] | None = None) -> list[Mention]:
    """What a statement's body concludes with high probability, in order."""
    return [
        mention
        for mention in (mentions(passage) if found is None else found)
        if not is_supposed(passage, mention) and not _describes_model(passage, mention)
    ]


def first_word(passage: Passage, mention: Mention) -> int:
    """The number of the first word of a mention."""
    word = mention.word
    while word > 0 and passage.starts[word] > mention.start:
        word -= 1
    return word


def is_supposed(passage: Passage, mention: Mention) -> bool:
    """Whether a mention stands in a hypothesis."""
    words = passage.words
    first, last = passage.sentence(mention.word)
    start = first_word(passage, mention)
    first, last = max(first, start - _FAR), min(last, mention.word + _FAR)
    before, behind = words[first:start], words[mention.word + 1 : last]
    if _about_any_algorithm(before, behind) or _is_said_of_event(before):
        return True
    opener = next((i for i in range(len(before) - 1, -1, -1) if _opens(before, i)), None)
    if opener is None:
        return _in_supposed_list(passage, first)
    return _governs(before[opener], before[opener + 1 :], behind)


def _is_said_of_event(before: Sequence[str]) -> bool:
    """Whether the mention only recalls how likely an event is: "on E, which has probability"."""
    if not before or before[0] not in ("on", "under", "conditionally", "conditioned", "given"):
        return False
    relative = next((i for i, word in enumerate(before) if word in ("which", "that", "(")), 0)
    return (
        bool(relative)
        and relative > len(before) - 9
        and bool({FORMULA, REFERENCE} & set(before[:relative]))
    )


def _opens(words: Sequence[str], index: int) -> bool:
    word = words[index]
    if word == "given":
        return all(w in _SKIPPED for w in words[:index])
    if word == "as":
        return words[index + 1 : index + 3] == ["long", "as"]
    return word in _SUPPOSE or word in _IF or word in _LET


def _governs(opener: str, between: list[str], behind: list[str]) -> bool:
    """Whether a hypothesis is still open where the mention stands."""
    if opener in ("conditional", "conditionally", "conditioned", "provided") and between[:1] in (
        ["on"], ["that"],
    ):  # fmt: skip
        between = between[1:]
    then_behind = "then" in behind
    conditional = opener in _IF
    core = [word for word in between if word != ","]
    tied = bool(core) and core[-1] in _TIES
    if not core or (tied and "then" not in between):
        return not conditional or "," not in between or then_behind
    if "then" in between or _we_have(between, after_comma=opener in _SUPPOSE):
        return False
    if between[-1] in (",", ";", ":"):
        return False
    if conditional:
        return "," not in between or then_behind
    if opener in _SUPPOSE:
        return True
    if opener == "given" and "," in between:
        return False
    return not _has_main_clause(between)


def _we_have(words: Sequence[str], *, after_comma: bool) -> bool:
    for index, word in enumerate(words):
        pair = (word, *words[index + 1 : index + 2])
        if pair in (
            ("we", "have"), ("we", "get"), ("we", "obtain"), ("we", "conclude"), ("we", "can"),
            ("it", "holds"), ("it", "follows"), ("there", "exists"), ("there", "exist"),
            ("there", "is"), ("there", "are"),
        ) and (not after_comma or (index and words[index - 1] in (",", ";", ":"))):  # fmt: skip
            return True
    return False


def _has_main_clause(between: Sequence[str]) -> bool:
    for index, word in enumerate(between[:-1]):
        if word == "," and between[index + 1] not in _LINKS:
            rest = between[index + 1 :]
            stop = rest.index(",") if "," in rest else len(rest)
            if _VERBS & set(rest[:stop]):
                return True
    return False


def _about_any_algorithm(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether the mention says what an algorithm is asked for, in a lower bound."""
    bag = set(behind)
    if "whether" in before or (before[-1:] != [] and before[-1] in _RESULTS and _LATER & bag):
        return True
    if {"suffice", "suffices", "sufficient", "enough"} & (bag | set(before)):
        return False
    if "to" in before[:3] and (bag & _NECESSARY or (_NEEDS & bag and _GENERAL & bag)):
        return True
    if before[:1] in (["for"], ["to"], ["in"]) and _NECESSARY - {"lower"} & bag:
        return True
    needs = next((i for i, word in enumerate(before) if word in _NEEDS | _NECESSARY), None)
    if needs is not None and "to" in before[needs + 1 : needs + 5]:
        return True
    objects = [i for i, word in enumerate(before) if word in _OBJECTS]
    if not objects:
        return "impossible" in before
    for index in objects:
        near = before[max(0, index - 5) : index]
        if "no" in near and "," not in near:
            return True
        general = _GENERAL & set(near) and "," not in near
        clause = before[index + 1 :]
        relative = _RELATIVE & set(clause) and "," not in before[index + 1 : index + 3]
        exists = "there" in before and {"exists", "exist", "is", "are"} & set(before)
        if (general or relative) and not exists and _NEEDS & bag:
            return True
        if general and relative and "," not in clause and _asks_for_much(behind):
            return True
        closed = behind[:1] == [","] and set(behind[1:2]) & (_NEEDS | _USES | _HAS)
        if general and closed and _RELATIVE & set(clause):
            return True
    return False


def _asks_for_much(behind: Sequence[str]) -> bool:
    """Whether the clause goes on with what the algorithm uses: "uses at least"."""
    stop = next((i for i, word in enumerate(behind) if word in (".", ";")), len(behind))
    near = behind[:stop]
    return any(
        pair
        in (("at", "least"), ("no", "fewer"), ("not", "fewer"), ("more", "than"), ("no", "less"))
        for pair in pairwise(near)
    ) or bool(_USES & set(near))


def _in_supposed_list(passage: Passage, first: int) -> bool:
    """Whether the sentence is an item of a list that a hypothesis introduces."""
    words = passage.words
    if not first or not passage.text.startswith("\\item", passage.starts[first - 1]):
        return False
    index = first - 1
    limit = max(0, first - _FAR)
    while index >= limit and words[index] != ":":
        if words[index] == BREAK and passage.text.startswith("\\end", passage.starts[index]):
            return False
        index -= 1
    if index < limit:
        return False
    begin, end = passage.sentence(index)
    introduction = words[begin:end]
    opener = next(
        (i for i in range(len(introduction) - 1, -1, -1) if _opens(introduction, i)), None
    )
    if opener is None:
        return False
    rest = introduction[opener + 1 :]
    return "then" not in rest and not (introduction[opener] in _IF | _LET and "," in rest)


def _describes_model(passage: Passage, mention: Mention) -> bool:
    """Whether it says how something is drawn: heads with probability `1-p`."""
    if mention.bound or mention.failure not in FAILURE_SYMBOLS:
        return False
    words = passage.words
    for number in range(max(1, mention.word - _FAR), min(len(words), mention.word + _FAR)):
        if (
            words[number] == FORMULA
            and number != mention.word
            and words[number - 1] in ("probability", "prob", "w.p")
        ):
            found = passage.tokens(number)
            begin = after_opening(found)
            if normal(found[begin : expression(found, begin)]) == mention.failure:
                return True
    first, last = passage.sentence(mention.word)
    start = first_word(passage, mention)
    near = words[max(first, start - 10) : start] + words[mention.word + 1 : last][:8]
    return mention.failure != r"\delta" and bool(_ACTIONS & set(near))
