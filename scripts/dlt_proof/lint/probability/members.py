"""Whether a sentence of a proof is about one member of a family: "fix a vertex", "in epoch $s$",
"the first coordinate", "a query", and what it calls it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .counting import HERE, ON, STEP
from .formulas import LESS, Token, after_opening
from .nouns import ALL, NO_NOUN, WHOLE
from .passages import FORMULA, Passage
from .ranges import is_about_parameter

_CONSIDER = word_set(
    "consider considering take taking pick picking choose choosing select look looking focus "
    "focusing concentrate restrict examine analyse analyze analysing analyzing"
)
_ONE = word_set("a an any one some two each every")
_GIVEN = word_set("fixed given particular specific individual single generic typical arbitrary")
_FIRST = word_set("first second last")
_PLACED = word_set("in at during for by until within under to before on of after")
_PLACES = word_set(
    "step steps round iteration time epoch phase stage layer level episode point points node "
    "position block coordinate location instant trial run batch scale depth entry row column "
    "site period generation checkpoint grid timestep pass fold shard query"
)
_FIRSTS = word_set(
    "phase stage epoch layer point node position block coordinate entry row column batch query bin "
    "arm vertex user component neuron feature class agent player group cluster learner task "
    "machine worker sample state episode"
)
_WAS = word_set("was were is are being be as since because")


def opens(passage: Passage, first: int, last: int) -> int:
    """Whether a sentence speaks of one member of a family: `HERE`, `ON`, or 0."""
    words = passage.words
    found = 0
    for number in range(first, last):
        word = words[number]
        if word in ("fix", "fixing", "freeze"):
            if not is_about_parameter(passage, number) and not _is_whole(words, number + 1, last):
                return ON
        elif word in _GIVEN and words[number - 1] not in ("is", "be", "are", "kept", "held"):
            if _is_given(passage, number, first, last):
                return ON
        elif word == "let":
            if _lets(passage, number, last):
                return ON
        elif word.startswith("induct"):
            return STEP
        elif word == "fixed" and words[number - 1] in ("is", "be", "are", "kept", "held", "remain"):
            if FORMULA in words[max(first, number - 4) : number]:
                return ON
        elif word in ("suffices", "enough"):
            if _suffices_for_one(words, number, last):
                return ON
        elif (
            word == "long"
            and words[number - 1] == "as"
            and words[number + 1 : number + 2] == ["as"]
        ):
            found = HERE
        elif word in ("suppose", "assume"):
            if words[number + 2 : number + 5] == ["is", "one", "of"]:
                return ON
        elif word in _CONSIDER:
            if _considers(passage, number, last):
                return ON
        elif word in _FIRST:
            if _is_first_of_family(words, number, first, last):
                return ON
        elif (
            word in _PLACES
            and (words[max(first, number - 1)] == "one" or _is_place(passage, number, first, last))
        ) or (word in ("for", "of") and _for_one(passage, number, last)):
            found = HERE
    return found


def _suffices_for_one(words: Sequence[str], number: int, last: int) -> bool:
    """It suffices to consider `W_1`; it is enough to look at one of them."""
    behind = words[number + 1 : min(last, number + 7)]
    for index, word in enumerate(behind):
        if word in _CONSIDER | {"treat", "prove", "show", "bound", "at", "to", "it", "this", "for"}:
            continue
        return index > 0 and word in (FORMULA, "one") and behind[index + 1 : index + 2] != ["of"]
    return False


def _is_whole(words: Sequence[str], start: int, last: int) -> bool:
    """Whether what is fixed is no member of a family."""
    for index in range(start, min(last, start + 5)):
        if words[index] in (",", ".", "and", "of", "with", "that", "which", "for", "in"):
            return False
        if words[index] in WHOLE:
            return True
    return False


def _is_given(passage: Passage, number: int, first: int, last: int) -> bool:
    """For a fixed vertex, a given point, for fixed `r`, any individual query."""
    words = passage.words
    word = words[number]
    before = words[max(first, number - 2) : number]
    if not before or _is_whole(words, number + 1, last):
        return False
    follows = words[number + 1 : number + 2]
    if not follows or follows[0] in (",", ".", ";", "that", "by", "the", "in", "on", "as", "to"):
        return False
    if word == "arbitrary" and before[-1:] == ["an"] and _WAS & set(before):
        return False
    if is_about_parameter(passage, number):
        return False
    if before[-1] in _ONE:
        return True
    return before[-1] == "for" and word in ("fixed", "given", "arbitrary")


def _lets(passage: Passage, number: int, last: int) -> bool:
    """`let $i\\in[n]$`, `let $x$ be a unit vector`."""
    words = passage.words
    index = number + 1
    if words[index : index + 2] == ["us", "consider"]:
        return False  # the next word is looked at by itself
    if words[index : index + 1] == ["now"]:
        index += 1
    if index >= last or words[index] != FORMULA:
        return False
    found = passage.tokens(index)
    behind = words[index + 1 : min(last, index + 6)]
    chosen = behind[:1] == ["be"] and (
        bool({"arbitrary", "given", "fixed"} & set(behind[1:3]))
        or (behind[1:2] != [] and behind[1] in _ONE)
    )
    if chosen:
        return not (_is_whole(words, index + 2, last)) and not _is_single_value(found)
    if behind[:2] in (["be", "the"], ["denote", "the"]):
        return _is_of_member(passage, index, last)
    if behind[:1] in (["be"], ["denote"]):
        return False
    return _is_membership(found) and not is_about_parameter(passage, number)


def _is_of_member(passage: Passage, number: int, last: int) -> bool:
    """Let `X_i` be the load of bin `i`."""
    names = [token for token, _ in passage.tokens(number)[:8]]
    index = names.index("_") + 1 if "_" in names[:-1] else len(names)
    letters = {name for name in names[index : index + 2] if name.isalpha()}
    for place in range(number + 3, min(last, number + 16)):
        if passage.words[place] == FORMULA:
            found = passage.tokens(place)
            begin = after_opening(found)
            return bool(letters & {token for token, _ in found[begin : begin + 1]})
    return False


def _is_single_value(found: Sequence[Token]) -> bool:
    names = {token for token, _ in found}
    return "=" in names and r"\dots" not in names and r"\ldots" not in names


def _is_membership(found: Sequence[Token]) -> bool:
    """`i\\in[n]`, `t\\le T`, `i<j`, no definition and no range of reals."""
    begin = after_opening(found)
    names = [token for token, _ in found[begin : begin + 30]]
    if not names or names[0] == "0" or "=" in names:
        return bool(names) and "=" in names and bool({r"\dots", r"\ldots"} & set(names))
    if not (names[0].isalpha() or names[0].startswith("\\")):
        return False
    return bool({r"\in", r"\notin", r"\ne", r"\neq"} & set(names)) or bool(LESS & set(names[1:6]))


def _considers(passage: Passage, number: int, last: int) -> bool:
    """Consider a pair `(s,a)`, take any point, look at one of the coordinates, consider user u."""
    words = passage.words
    index = number + 1
    if words[index : index + 1] in (["at"], ["on"], ["now"], ["attention"]):
        index += 1
    if index + 1 >= last:
        return False
    if words[index] == "the" and words[index + 1] in _FIRST:
        return not _is_whole(words, index + 2, last)
    if _is_whole(words, index, last):
        return False
    if words[index] in _ONE:
        return words[index] not in ("each", "every") and not is_about_parameter(passage, number)
    if words[index] == FORMULA:
        return _is_membership(passage.tokens(index)) and not is_about_parameter(passage, number)
    return (
        words[index + 1] == FORMULA
        and words[index] not in ("the", "to", "into", "that", "over", "now", "instead", "only")
        and words[index].isalpha()
        and not _is_single_value(passage.tokens(index + 1))
    )


def _is_first_of_family(words: Sequence[str], number: int, first: int, last: int) -> bool:
    """The first coordinate, the first bin: it stands for the others."""
    if words[number] != "first" or words[max(first, number - 1)] != "the":
        return False
    follows = words[number + 1 : number + 2]
    return bool(follows) and follows[0] in _FIRSTS


def _is_place(passage: Passage, number: int, first: int, last: int) -> bool:
    """In epoch `s`, at a point of the net, at each step."""
    words = passage.words
    index = number - 1
    if index >= first and words[index] in ("grid", "time", "sample", "data", "single"):
        index -= 1
    one = index >= first and words[index] in _ONE | {"that", "such"}
    if one:
        index -= 1
    if index < first or words[index] not in _PLACED:
        return False
    follows = words[number + 1 : number + 2]
    if follows == [FORMULA]:
        if is_about_parameter(passage, number):
            return False
        return not _is_single_value(passage.tokens(number + 1)) or one
    return one and words[number] not in ("time", "level", "run")


def _for_one(passage: Passage, number: int, last: int) -> bool:
    """For arm `a`, for a triple `(h,s,a)`."""
    words = passage.words
    index = number + 1
    if words[index : index + 1] == [FORMULA] and words[number] == "for":
        found = passage.tokens(index)
        return any(token == r"\in" for token, _ in found[:8]) and not is_about_parameter(
            passage, number
        )
    if words[index : index + 2] == ["the", FORMULA] and words[index + 2 : index + 3] == ["th"]:
        return True
    one = words[index : index + 1] != [] and words[index] in ("a", "an", "any", "one", "two")
    index += one
    if index + 1 >= last or (words[number] == "of" and not one):
        return False
    noun = words[index]
    if not noun.isalpha() or len(noun) < 3 or noun in NO_NOUN | ALL | _ONE | {"the", "our"}:
        return False
    if noun in ("some", "such", "sufficiently", "which", "these", "those", "suitable", "large"):
        return False
    if not one and noun in ("any", "fixed", "given", "large", "small", "this", "that", "time"):
        return False
    follows = words[index + 1]
    if follows == "1":
        return not one
    if follows != FORMULA or is_about_parameter(passage, index):
        return False
    return not _is_single_value(passage.tokens(index + 1))
