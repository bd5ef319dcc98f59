"""Where a proof uses a tail bound for one member of a family for more than that member: under a
maximum over the family, for every member, for one that the data choose, or for two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ...latex.words import word_set
from ...patterns import pattern
from .counting import SAID
from .formulas import CLOSE, LESS, MORE, OPEN, Token, after_opening, closing, normal
from .generality import passes_to_all
from .letters import leading_letters
from .member_tails import Tail, depends_on, member_tails, written
from .negation import STOPS
from .notes import ALONE, CHOSEN, EVERY, FIXED, MAXIMUM, MemberUse
from .passages import CITATION, FORMULA, REFERENCE, Passage
from .ranges import is_about_parameter

_EXTREMA = frozenset([r"\max", r"\sup"])
_EXTREMUM = word_set("maximum supremum max sup maximal largest worst")
_FAMILIES = word_set(
    "net nets cover grid class family set coordinates entries arms points them these"
)
_MEANS = frozenset([r"\E", r"\mathbb", r"\mathbf", r"\operatorname", "E", r"\EE", r"\expect"])
_ALL = word_set("every each all any no none both")
_NO_MEMBERS = word_set("case cases term terms step time least most fixed other more longer")
_APPLIES = word_set(
    "apply applying applied applies application use using used invoke invoking hold holds holding "
    "true valid satisfied satisfies taking take choose choosing set setting put putting insert "
    "inserting evaluate evaluating specialise specialising specialize specializing"
)
_LINKS = word_set("to for with at in and both then again also the function choice , once")
_SUPPOSES = word_set("if suppose assume provided when whenever event unless suffices show want")
_NOT = word_set("not cannot never nor neither without")
_HATS = frozenset([r"\hat", r"\widehat"])
_ACCENTS = _HATS | {r"\tilde", r"\bar", r"\widetilde", r"\overline"}
_OPTIMAL = frozenset(["*", r"\star", r"\ast", "0"])
_MARKS = frozenset(["_", "^", "'"])
_TRIED_APART = (
    r"independent\s+(?:(?:of|from)\s+(?:the\s+|a\s+)?)?(?:test|validation|evaluation|hold|training"
    r"|sample|data|second|other|first|copy)"
    r"|hold-?\s?out|held[\s-]+out|\bfresh|\bsplit|\b(?:first|second|other)\s+half|\bhalves\b"
    r"|leave-one|\btest\s+(?:set|sample|data|point)|(?:drawn|collected)\s+after"
)
_APART = pattern(
    rf"{_TRIED_APART}|independent(?:ly)?\s+(?:of|from)|conditional|conditioning|deterministic"
    r"|not\s+depend|non-?random"
)
_TRIED = pattern(_TRIED_APART)
_INDEPENDENT = pattern(r"(?:is|are|being)\s+independent")
_KEY = pattern(r"\\[a-zA-Z]*[rR]ef\*?\s*\{([^{}]*)\}")
_REACH = 8  # words
_AFTER = 6  # sentences
_MOST = 40  # tails, and maxima: a proof may be longer than anybody reads


def member_uses(passage: Passage) -> tuple[MemberUse, ...]:
    """What the tail bounds of a proof that are about one member are used for."""
    found: dict[MemberUse, None] = {}
    tails = list(islice(member_tails(passage), _MOST))
    maxima = list(islice(_maxima(passage), _MOST)) if tails else []
    for tail in tails:
        found[MemberUse(tail.level, tail.letters, _use(passage, tail, maxima))] = None
    return tuple(found)


def is_tried_apart(text: str) -> bool:
    """Whether a statement is about what was chosen with other data than it is tried on."""
    return _TRIED.search(text) is not None


def _use(passage: Passage, tail: Tail, maxima: Sequence[tuple[Sequence[Token], int]]) -> str:
    """What a tail bound is used for."""
    if any(_is_operand(*place, side, tail) for place in maxima for side in tail.quantity):
        return MAXIMUM
    first, last = passage.sentences[tail.number]
    if _is_applied(passage, tail, tail.number, range(tail.place + 1, last)):
        return CHOSEN
    for number in range(tail.number + 1, min(len(passage.sentences), tail.number + 1 + _AFTER)):
        first, last = passage.sentences[number]
        if first >= last:
            continue
        if _is_applied(passage, tail, number, range(first, last)):
            return CHOSEN
        if _is_taken_for_all(passage, tail, first, last):
            return EVERY
    return FIXED if _is_applied_to_fixed(passage, tail) else ALONE


def _maxima(passage: Passage) -> Iterator[tuple[Sequence[Token], int]]:
    """Where maxima and suprema stand that are not averaged: the formula, and the index there."""
    for number, word in enumerate(passage.words):
        if word != FORMULA:
            continue
        content = passage.text[passage.starts[number] : passage.end(number)]
        if ("\\max" not in content and "\\sup" not in content) or _is_denied(passage, number):
            continue
        found = passage.tokens(number)
        for index, (token, _) in enumerate(found[:-1]):
            if token in _EXTREMA and not _is_averaged(found, index):
                yield found, index


def _is_averaged(found: Sequence[Token], index: int) -> bool:
    """Whether a maximum stands in an expectation: `\\mathbb E\\max_j`, `\\E[\\max_j`."""
    before = [token for token, _ in found[max(0, index - 6) : index]]
    for token in reversed(before):
        if token in _MEANS or token == r"\Pr":
            return token != r"\Pr"
        if token not in OPEN and token not in CLOSE and token not in ("|", r"\|"):
            return False
    return False


def _is_operand(found: Sequence[Token], index: int, side: Sequence[Token], tail: Tail) -> bool:
    """Whether what stands behind `\\max_{v\\in N}` is a side of the tail's inequality."""
    if found[index + 1][0] != "_" or not depends_on(side, tail.letters):
        return False
    letters = leading_letters(found, index + 1)
    end = closing(found, index + 2) + 1 if found[index + 2 : index + 3] else 0
    if found[index + 2 : index + 3] and found[index + 2][0] != "{":
        end = index + 3
    if not letters or not end:
        return False
    operand = found[end : end + len(side) + 8]
    if len(letters) == 1 and len(tail.letters) == 1 and letters[0] != tail.letters[0]:
        operand = [(tail.letters[0] if t == letters[0] else t, at) for t, at in operand]
    elif not {*letters} & {*tail.letters}:
        return False
    core = written(side)
    return bool(core) and normal(operand).lstrip("|([{").startswith(core)


def _is_applied(passage: Passage, tail: Tail, number: int, words: range) -> bool:
    """Whether a sentence uses the tail for what the data chose, or for two members."""
    if _draws_on_others(passage, tail, words) or _is_supposed(passage, words):
        return False
    if any(_is_chosen(side, tail.letters, anywhere=True) for side in tail.quantity):
        return False  # `\\hat\\theta` estimates the member
    chosen = _applies_to_chosen(passage, tail, words) or _is_substituted(passage, tail, words)
    if not chosen:
        return False
    near = "".join(_sentence(passage, n) for n in (number - 1, number, number + 1))
    around = "".join(_sentence(passage, n) for n in (number, number + 1) if n != tail.number)
    return not (
        _APART.search(near)
        or _APART.search(_sentence(passage, tail.number))
        or _INDEPENDENT.search(around)
    )


def _sentence(passage: Passage, number: int) -> str:
    if not 0 <= number < len(passage.sentences):
        return ""
    first, last = passage.sentences[number]
    return passage.text[passage.starts[first] : passage.end(last - 1)] + " " if first < last else ""


def _applies_to_chosen(passage: Passage, tail: Tail, words: range) -> bool:
    """Whether it is applied to `\\hat f`, or to `f_1` and to `f_2`."""
    for number in words:
        if passage.words[number] not in _APPLIES:
            continue
        if _is_denied(passage, number):
            continue
        things = list(_things(passage, number, words.stop))
        if any(_is_chosen(thing, tail.letters) for thing in things):
            return True
        named = {normal(thing) for thing in things if depends_on(thing, tail.letters)}
        if len(named) > 1:
            return True
    return False


def _is_applied_to_fixed(passage: Passage, tail: Tail) -> bool:
    """Whether a later sentence applies it to one that the data do not choose: to `f^\\star`."""
    ends = passage.sentences[tail.number][1]
    stop = passage.sentences[min(len(passage.sentences) - 1, tail.number + _AFTER)][1]
    for number in range(ends, stop):
        if passage.words[number] in _APPLIES:
            things = list(_things(passage, number, stop))
            if len(things) == 1 and depends_on(things[0], tail.letters):
                return any(token in _OPTIMAL for token, _ in things[0])
    return False


def _things(passage: Passage, number: int, last: int) -> Iterator[Sequence[Token]]:
    """The formulas of "to `\\hat f` and to `f^\\star`" behind a verb."""
    words = passage.words
    limit = min(last, number + _REACH)
    index = number + 1
    while index < limit and words[index] != FORMULA:
        if words[index] in (";", ".", REFERENCE, CITATION) and index > number + 4:
            return
        index += 1
    linked = set(words[number + 1 : index]) & {"to", "for", "with", "at"} or index == number + 1
    while index < last and words[index] == FORMULA and linked:
        found = passage.tokens(index)
        if any(token in LESS | MORE for token, _ in found):
            return
        begin = after_opening(found)
        yield [token for token in found[begin:] if token[0] not in ("$", r"\)", ".", ",", ";")]
        index += 1
        start = index
        while index < last and words[index] in _LINKS:
            index += 1
        if index == start or "and" not in words[start:index]:
            return


def _is_chosen(thing: Sequence[Token], letters: Sequence[str], *, anywhere: bool = False) -> bool:
    """Whether an expression is a member that the data chose: `\\hat f`, `f=\\hat f`."""
    for index, (token, _) in enumerate(thing[:-1]):
        if token in _HATS:
            inner = thing[index + 1 + (thing[index + 1][0] == "{") :][:1]
            names_one = any(t in letters for t, _ in thing[:1]) and not anywhere
            if inner and (inner[0][0] in letters or names_one):
                return True
    return False


def _is_substituted(passage: Passage, tail: Tail, words: range) -> bool:
    """Whether a formula has what the tail bounds, at a member that the data chose:
    `R(\\hat f)-\\hat R_n(\\hat f)`."""
    if len(tail.letters) != 1:
        return False
    terms = [
        term for side in tail.quantity for term in _terms(side) if depends_on(term, tail.letters)
    ]
    if len(terms) < 2:
        return False
    for number in words:
        if passage.words[number] != FORMULA:
            continue
        found = passage.tokens(number)
        if not any(token in _HATS for token, _ in found):
            continue
        content = normal_long(found)
        if any(
            all(_stands_in(content, _substituted(term, tail.letters[0], hat)) for term in terms[:2])
            for hat in _HATS
        ):
            return True
    return False


def normal_long(found: Sequence[Token]) -> str:
    """A long formula in the normal form of its pieces."""
    return "".join(normal(found[start : start + 100]) for start in range(0, len(found), 100))


def _terms(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The terms of a sum, outer bars and brackets taken off."""
    begin, end = 0, len(found)
    while begin < end and found[begin][0] in ("|", "(", "{", "[", r"\{"):
        begin += 1
    start = begin
    depth = 0
    for index in range(begin, end):
        token = found[index][0]
        if token in OPEN:
            depth += 1
        elif token in CLOSE:
            depth -= 1
        if token == "|" or (depth <= 0 and token in ("+", "-")):
            yield found[start:index]
            start = index + 1
    yield found[start:end]


def _substituted(term: Sequence[Token], letter: str, hat: str) -> str:
    """A term at a member that the data chose."""
    pieces: list[Token] = []
    for index, (token, place) in enumerate(term):
        if token != letter:
            pieces.append((token, place))
            continue
        below = index > 0 and term[index - 1][0] in _MARKS
        inside = [(hat, place), (letter, place)]
        pieces += [("{", place), *inside, ("}", place)] if below else inside
    return normal(pieces).strip("|()[]{}$.,;") + (")" if term[-1:] and term[-1][0] == ")" else "")


def _stands_in(content: str, term: str) -> bool:
    """Whether a term stands in a formula, not as the end of one with an accent."""
    place = content.find(term)
    while place >= 0:
        if not content[:place].endswith(tuple(_ACCENTS)):
            return True
        place = content.find(term, place + 1)
    return False


def _is_taken_for_all(passage: Passage, tail: Tail, first: int, last: int) -> bool:
    """Whether a sentence takes the tail for every member."""
    if _is_supposed(passage, range(first, last)) or _draws_on_others(
        passage, tail, range(first, last)
    ):
        return False
    words = passage.words
    if passes_to_all(passage, first, last)[0] == SAID:
        return True
    refers = [
        n for n in range(first, last) if words[n] == REFERENCE and _key(passage, n) == tail.label
    ]
    for number in range(first, last):
        if words[number] in _EXTREMUM and words[number + 1 : number + 2] == ["over"]:
            over = _ranges_over(passage, number, last, tail)
            return over or (over is None and bool(_FAMILIES & set(words[number + 2 : number + 5])))
        if words[number] not in _ALL or _is_denied(passage, number):
            continue
        if is_about_parameter(passage, number) or _NO_MEMBERS & set(words[number + 1 : number + 2]):
            continue
        over = _ranges_over(passage, number, last, tail)
        near = range(number - 2 * _REACH, number + 2 * _REACH)
        if over is not False and any(n in near for n in refers):
            return True
        if over and words[number - 1] == "for" and _repeats(passage, tail, first, last):
            return True
    return False


def _ranges_over(passage: Passage, number: int, last: int, tail: Tail) -> bool | None:
    """Whether "every" ranges over the members, None where no letter tells."""
    for place in range(number + 1, min(last, number + 6)):
        if passage.words[place] == FORMULA:
            found = passage.tokens(place)
            letters = leading_letters(found, after_opening(found))
            return bool({*letters} & {*tail.letters}) if letters else None
        if passage.words[place] in (",", ";", "is", "are", "has", "have"):
            break
    return None


def _repeats(passage: Passage, tail: Tail, first: int, last: int) -> bool:
    """Whether a formula of a sentence bounds the same as the tail."""
    cores = [written(side) for side in tail.quantity if depends_on(side, tail.letters)]
    return any(
        passage.words[n] == FORMULA
        and any(core in normal(passage.tokens(n)[:100]) for core in cores if len(core) > 4)
        for n in range(first, last)
    )


def _draws_on_others(passage: Passage, tail: Tail, words: range) -> bool:
    """Whether a sentence refers to something besides the tail."""
    return any(
        passage.words[n] == CITATION
        or (passage.words[n] == REFERENCE and _key(passage, n) != tail.label)
        for n in words
    )


def _is_denied(passage: Passage, number: int) -> bool:
    """Whether a clause says that something does not hold, up to a word of it."""
    for index in range(number - 1, max(-1, number - _REACH), -1):
        if passage.words[index] in STOPS:
            return False
        if passage.words[index] in _NOT:
            return True
    return False


def _is_supposed(passage: Passage, words: range) -> bool:
    return bool(_SUPPOSES & set(passage.words[words.start : words.stop]))


def _key(passage: Passage, number: int) -> str:
    match = _KEY.match(passage.text, passage.starts[number])
    return match[1] if match else ""
