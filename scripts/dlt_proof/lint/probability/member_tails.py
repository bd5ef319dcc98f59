"""Tail bounds that a proof states for one member of a family, and what they bound there: "for
`$v\\in\\mathcal N$`, `$|Z_v|\\le t$` with probability at least `$1-\\delta$`".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...latex.words import word_set
from ...patterns import pattern
from ...records.record import Record
from .failures import FAILURE_SYMBOLS
from .formulas import LESS, RELATIONS, Token, after_opening, may_have_probability, normal
from .formulas import probabilities as probabilities_in
from .inequalities import plain_name
from .letters import RANGING, is_letter, leading_letters
from .levels import levels
from .nouns import NO_NOUN, WHOLE
from .passages import CITATION, FORMULA, REFERENCE, Passage
from .ranges import is_about_parameter

_FIXES = word_set("fix fixing given consider take pick")
_GIVEN = word_set(
    "fixed given single particular individual arbitrary generic specific deterministic"
)
_ARTICLES = word_set("a an one any some")
_EACH = word_set("each every all any")
_FOR = word_set("for of given")
_MEMBERS = word_set("function matrix weight parameter partition set test")  # if they are in a class
_BE = word_set("be denote")
# What tells that one quantity is bounded, if the members are spoken of one by one.
_LAWS = word_set(
    "hoeffding höffding bernstein bennett chernoff chebyshev chebychev cantelli gaussian "
    "subgaussian subexponential binomial rademacher average averages mean sum independent"
)
_TOGETHER = (
    "simultan", "uniform", "supermartingale", "chaining", "complexity", "entropy", "dudley",
    "maximal", "anytime", "ville",
)  # fmt: skip
_VAGUE = word_set("high overwhelming")
_WHP = word_set("w.h.p whp")
_WHOLE = WHOLE - _MEMBERS
_STANDS = 3  # sentences for which a member stays in view
_MEMBERSHIP = frozenset([r"\in", r"\ne", r"\neq"]) | LESS
# How far a tail `e^{-nt^2}` is chosen to fail: `\log(2/\delta)` without a number of members.
_CHOSEN = pattern(r"\\(?:log|ln)(?![a-zA-Z])[\s({\\a-z]{0,14}?\d*\s*\}?\s*(?:/|\{)\s*(\\[a-z]+)")
_MARKS = frozenset(["|", r"\|", "_", "^", r"\hat", r"\widehat", r"\langle"])
_EXPONENTIAL = ("e^", r"\exp")
_LABEL = pattern(r"\\label\s*\{([^{}]*)\}")
_LONGEST = 60  # tokens of a quantity


class Tail(Record):
    """A tail bound for one member.

    Args:
        number: of its sentence.
        place: the word where it says how likely.
        level: how likely it fails, empty where only words say it.
        letters: of the member.
        quantity: what it bounds, from which side or both.
        label: of its equation, empty without.
    """

    number: int
    place: int
    level: str
    letters: tuple[str, ...]
    quantity: tuple[tuple[Token, ...], ...]
    label: str


def member_tails(passage: Passage) -> Iterator[Tail]:
    """The tail bounds of a proof that are about one member each, in order."""
    opened: tuple[str, ...] = ()
    since = 0
    for number, (first, last) in enumerate(passage.sentences):
        found = _opened(passage, first, last)
        if found is not None:
            opened, since = found[1], number
        if not opened or number - since > _STANDS:
            continue
        tail = _tail(passage, number, opened, found)
        if tail is not None:
            yield tail


def _tail(
    passage: Passage,
    number: int,
    letters: tuple[str, ...],
    found: tuple[int, tuple[str, ...], bool] | None,
) -> Tail | None:
    first, last = passage.sentences[number]
    stated = [(place, level) for place, level in levels(passage, first, last) if level]
    stated += [(place, "") for place in range(first, last) if _is_vague(passage.words, place)]
    if not stated:
        return None
    place, level = stated[0]
    if found is not None and found[0] > place and not _bounds_formula(passage, place):
        return None  # "with probability at least …, for every `f`"
    if _is_together(passage, first, last):
        return None
    each = found is not None and found[2]
    refers = {REFERENCE, CITATION} & set(passage.words[first:last])
    # A formula has the one member inside its probability.
    if (each or refers) and not (
        _bounds_formula(passage, place) or _is_of_one(passage, number, told=each)
    ):
        return None  # what it draws on may hold for all members at once
    quantity = _quantity(passage, first, place, last, letters)
    names = {token for piece in quantity for token, _ in piece}
    if not names & {*letters} or names & RANGING:
        return None
    labels = [
        match[1]
        for n in range(first, last)
        if passage.words[n] == FORMULA
        for match in _LABEL.finditer(passage.text, passage.starts[n], passage.end(n))
    ]
    return Tail(number, place, _chosen(passage, level), letters, quantity, (labels or [""])[0])


def _is_vague(words: Sequence[str], place: int) -> bool:
    return words[place] in _WHP or (
        words[place] == "probability" and place > 0 and words[place - 1] in _VAGUE
    )


def _chosen(passage: Passage, level: str) -> str:
    """How likely a tail fails once its threshold is chosen, `\\delta` of `\\log(2/\\delta)`."""
    if level.lstrip("0123456789").startswith(_EXPONENTIAL):
        for match in _CHOSEN.finditer(passage.text):
            if match[1] in FAILURE_SYMBOLS:
                return match[1]
    return level


def _bounds_formula(passage: Passage, place: int) -> bool:
    """Whether a formula bounds a probability itself: what ranges behind it stands outside."""
    content = passage.text[passage.starts[place] : passage.end(place)]
    return passage.words[place] == FORMULA and may_have_probability(content)


def _is_together(passage: Passage, first: int, last: int) -> bool:
    return any(word.startswith(_TOGETHER) for word in passage.words[first:last])


def _is_of_one(passage: Passage, number: int, *, told: bool) -> bool:
    """Whether a sentence draws on what bounds one quantity only; so may the one before it."""
    first, last = passage.sentences[number]
    if told and {REFERENCE, CITATION} & set(passage.words[first:last]):
        return False
    begin = passage.sentences[number - 1][0] if told and number else first
    return any(plain_name(word) in _LAWS for word in passage.words[begin:last])


def _opened(passage: Passage, first: int, last: int) -> tuple[int, tuple[str, ...], bool] | None:
    """The member that a sentence speaks of: where, its letters, and whether of each of them."""
    words = passage.words
    for number in range(first, last):
        word = words[number]
        if word == "let":
            place, each = _let(passage, number, last), False
        elif word in _FIXES or word in _FOR:
            place, each = _named(passage, number, last)
        else:
            continue
        if place and not is_about_parameter(passage, place - 1):
            letters = leading_letters(passage.tokens(place), after_opening(passage.tokens(place)))
            if letters:
                return number, tuple(letters), each
    return None


def _let(passage: Passage, number: int, last: int) -> int:
    """Let `$v\\in\\mathcal N$`, let `$x$` be a fixed point: the place of the formula, or 0."""
    words = passage.words
    index = number + 1 + (words[number + 1 : number + 2] == ["now"])
    if index >= last or words[index] != FORMULA:
        return 0
    behind = words[index + 1 : min(last, index + 4)]
    if behind[:1] and behind[0] in _BE:
        one = behind[1:2] and behind[1] in (_ARTICLES | _GIVEN) - {"given"}
        return index * bool(one and behind[0] == "be" and not _WHOLE & set(behind))
    return index * _is_membership(passage, index)


def _named(passage: Passage, number: int, last: int) -> tuple[int, bool]:
    """For a pair `$(u,v)$`, for each `$f\\in\\mathcal F$`, fix `$u$`: the place of the formula, or
    0, and whether each of them is spoken of."""
    words = passage.words
    index, each, told = number + 1, False, words[number].startswith("fix")
    while index < last and index < number + 6 and words[index] != FORMULA:
        word = words[index]
        each = each or word in _EACH
        if word in _MEMBERS and words[index + 1] == FORMULA and _is_membership(passage, index + 1):
            index += 1
            break
        told = told or word in _EACH | _ARTICLES | _GIVEN or len(word) > 2
        if (
            not word.isalpha()
            or word in NO_NOUN - _GIVEN
            or word in ("the", "which", "that", "and")
        ):
            return 0, False
        index += 1
    if index >= min(last, number + 6) or words[index] != FORMULA:
        return 0, False
    if words[number] == "of" and not told:
        return 0, False
    if not told and not (_is_membership(passage, index) or words[index + 1 : index + 2] == ["in"]):
        return 0, False
    names = {token for token, _ in passage.tokens(index)}
    return index * ("=" not in names), each and not _GIVEN & set(words[number:index])


def _is_membership(passage: Passage, number: int) -> bool:
    found = passage.tokens(number)
    names = [token for token, _ in found[after_opening(found) :][:12]]
    return bool(names) and names[0] != "0" and "=" not in names and bool(_MEMBERSHIP & set(names))


def _quantity(
    passage: Passage, first: int, place: int, last: int, letters: Sequence[str]
) -> tuple[tuple[Token, ...], ...]:
    """What a sentence bounds for a member where it says how likely: the sides of an inequality
    that is said to hold, or what stands in a probability."""
    if _bounds_formula(passage, place):
        found = passage.tokens(place)
        for _, event, behind in probabilities_in(found):
            return _sides(found[event:behind])
    bare: tuple[tuple[Token, ...], ...] = ()
    before = [n for n in range(first, place) if passage.words[n] == FORMULA]
    for number in [*reversed(before)][:4]:
        found = passage.tokens(number)
        sides = _sides(found[after_opening(found) :])
        if not any(depends_on(side, letters) for side in sides):
            continue
        if len(sides) > 1 and len(sides[0]) > 2:
            return sides
        names = {token for token, _ in found}
        if not bare and len(sides) == 1 and names & _MARKS and r"\in" not in names:
            bare = sides
    return bare or _claimed_behind(passage, place, last, letters)


def _claimed_behind(
    passage: Passage, place: int, last: int, letters: Sequence[str]
) -> tuple[tuple[Token, ...], ...]:
    """The sides of the first inequality behind "with probability at least `1-\\delta`"."""
    for number in range(place + 1, last):
        if passage.words[number] == FORMULA:
            found = passage.tokens(number)
            sides = _sides(found[after_opening(found) :])
            if len(sides) > 1 and number > place + 1:
                return sides if any(depends_on(side, letters) for side in sides) else ()
    return ()


def _sides(found: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
    """The two sides of an inequality, the second of a chain's left out."""
    sides: list[list[Token]] = [[]]
    for token in found[: 2 * _LONGEST]:
        if token[0] in RELATIONS:
            sides.append([])
        else:
            sides[-1].append(token)
    return tuple(tuple(side[:_LONGEST]) for side in sides[:2])


def written(found: Sequence[Token]) -> str:
    """An expression without what only sets it apart on both ends."""
    return normal(found).strip("|()[]{}$.,;")


def depends_on(found: Sequence[Token], letters: Sequence[str]) -> bool:
    """Whether an expression has one of some letters."""
    return any(token in letters and is_letter(token) for token, _ in found)
