"""Whether a sentence of a proof passes from one member of a family to all of them: "the vertex was
arbitrary", "the same holds for the others", "summing over the epochs", "so no vertex is".
"""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from ...patterns import pattern
from .counting import COMPUTED, REPEATED, SAID
from .formulas import RELATIONS
from .passages import FORMULA, Passage
from .ranges import has_joint_norm, is_about_parameter

_WAS = word_set("was were is are being be as since because")
_REST = word_set("other others remaining rest")
_ALL = word_set("all every each any both") | _REST
_ALIKE = word_set(
    "same identical identically similar similarly likewise analogous analogously alike way "
    "verbatim equally argue dealt handled treated"
)
_ADVERBS = word_set("likewise similarly analogously identically equally")
_THIS = word_set(
    "this it that these same argument arguments reasoning estimate bound inequality claim which "
    "statement conclusion computation guarantee so assertion property they true"
)
_HOLDS = word_set(
    "holds hold true case applies apply applied works work valid carries goes satisfied remains "
    "repeats repeat repeated use used valid correct do does done happens"
)
_TO = word_set("for of at to over in on with throughout along across")
_THEN = word_set(
    "hence so therefore thus consequently conclude whence then accordingly follows arrive "
    "deduce infer implies"
)
_RUNNING = (
    "unroll", "unfold", "iterat", "telescop", "recurs", "induct", "unwind", "repeat",
)  # fmt: skip
_SUMMED = word_set("summing sum sums adding add summation averaging multiplying chaining")
_EXTREME = word_set("max maximum supremum sup min minimum infimum largest smallest worst")
_EXTREME_SIGN = pattern(r"\\(?:max|sup|forall|min|inf)(?![a-z])")
_NO_ROLE = word_set("role matter special distinguished depend influence")
# What does not depend on these is fixed, and stands for no others.
_DATA = word_set("data sample samples dataset observations noise randomness draw")
_SETTING = word_set("taking take setting set putting put choosing inserting insert with for")
_ROUNDS = word_set("iterations rounds steps epochs phases stages repetitions calls restarts")
_TAKE = word_set("take taking takes pass passing")
_AT_ONCE = word_set("simultaneously uniformly simultaneous never throughout")
_NO_COUNT = word_set("constants points vectors matrices numbers functions events")
_NO_NUMBER = frozenset([r"\log", r"\ln", r"\sqrt", r"\frac", "/"])
_NETS = word_set("net nets cover covering grid discretisation discretization")
_NEAR = 14
# A look at each word, before all questions about it.
_TELLING = (
    _HOLDS
    | _ALIKE
    | _SETTING
    | _NO_ROLE
    | _SUMMED
    | _EXTREME
    | word_set(
        "let letting runs ranges running ranging varies varying until all each none any times "
        "after there extends extend extending passing pass passes"
    )
)
_BEGINNINGS = ("arbitrar", *_RUNNING)


def passes_to_all(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """Whether a sentence passes from one member to all (`COMPUTED`, `SAID`, `REPEATED`, or 0),
    and the word where it does."""
    words = passage.words
    computed = 0
    for number in range(first, last):
        word = words[number]
        if word not in _TELLING and not word.startswith(_BEGINNINGS):
            continue
        if word.startswith("arbitrar"):
            if _was_arbitrary(words, number, first, last):
                return SAID, number
        elif word in _HOLDS:
            if _holds_for_all(passage, number, first, last):
                return SAID, number
            if _applies_again(words, number, first):
                return REPEATED, number
        elif word in _ALIKE:
            if _alike(words, number, first, last):
                return REPEATED, number
        elif word in ("let", "letting"):
            if {"vary", "run", "range"} & set(words[number + 1 : min(last, number + 5)]):
                return REPEATED, number
        elif word in ("runs", "ranges", "running", "ranging", "varies", "varying"):
            if words[number + 1 : number + 2] in (["from"], ["over"], ["through"], ["across"]):
                return REPEATED, number
        elif word == "until":
            if _ALL & set(words[number + 1 : min(last, number + 4)]):
                return REPEATED, number
        elif word in _SETTING and _sets_twice(passage, number, last):
            return SAID, number
        elif word in ("extends", "extend", "extending", "passing", "pass", "passes"):
            if _NETS & set(words[number + 1 : min(last, number + 8)]):
                return COMPUTED, number
        elif word in _NO_ROLE:
            denied = {"no", "not", "never", "nothing"} & set(words[max(first, number - 6) : number])
            if denied and not _DATA & set(words[number + 1 : min(last, number + 6)]):
                return SAID, number
        elif word in ("all", "each", "none", "any"):
            if _speaks_of_them(words, number, first):
                return SAID, number
        elif word == "times" and number > first and words[number - 1] == FORMULA:
            return SAID, number
        elif word == "there":
            if _counts_them(words, number, last):
                return SAID, number
        elif not computed and _computes(words, number, first, last):
            computed = number
    if computed:
        return COMPUTED, computed
    return _concludes_all(passage, first, last)


def tells_count(passage: Passage, first: int, last: int) -> int:
    """Whether a sentence says how many members there are (2), or sums over them (1)."""
    words = passage.words
    found = 0
    for number in range(first, last):
        word = words[number]
        if word == "there" and _counts_them(words, number, last):
            return 2
        if word in ("all", "the", "these", "has", "have"):
            place = number + 1 + 2 * (words[number + 1 : number + 3] == ["at", "most"])
            if words[place : place + 1] == [FORMULA] and _is_count(passage, place, last):
                return 2
        if word in ("sum", "summing", "adding", "add") and "over" in words[number : number + 5]:
            found = 1
    return found


def _is_count(passage: Passage, number: int, last: int) -> bool:
    """Whether a formula is a number of things: "`n` vertices", "`|\\mathcal N|` points"."""
    noun = passage.words[number + 1] if number + 1 < last else ""
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith("ss"):
        return False
    return not any(token in RELATIONS or token in _NO_NUMBER for token, _ in passage.tokens(number))


def _speaks_of_them(words: Sequence[str], number: int, first: int) -> bool:
    """All of them, they all, any two."""
    word = words[number]
    before = words[max(first, number - 1) : number]
    if words[number + 1 : number + 3] in (["of", "them"], ["of", "these"]):
        return True
    return (word == "any" and before in (["were"], ["are"], ["was"], ["is"])) or (
        word == "all" and before == ["they"]
    )


def _counts_them(words: Sequence[str], number: int, last: int) -> bool:
    """There are `K` rounds, there are at most `n^2` such pairs."""
    if words[number + 1 : number + 2] not in (["are"], ["were"]):
        return False
    near = words[number + 2 : min(last, number + 10)]
    if FORMULA not in near or _NO_COUNT & set(near[: near.index(FORMULA)]):
        return False
    behind = near[near.index(FORMULA) + 1 :]
    return any(len(word) > 3 and word.endswith("s") for word in behind[:3])


def _sets_twice(passage: Passage, number: int, last: int) -> bool:
    """Taking `f=\\hat f` and `f=f^\\star`."""
    words = passage.words
    if words[number + 1 : number + 4] != [FORMULA, "and", FORMULA] or number + 3 >= last:
        return False
    first, second = (
        [token for token, _ in passage.tokens(place)][1:3] for place in (number + 1, number + 3)
    )
    return first == second and first[1:] == ["="]


def _computes(words: Sequence[str], number: int, first: int, last: int) -> bool:
    """Unrolling the recursion, summing over `t`, taking the maximum."""
    word = words[number]
    if word.startswith(_RUNNING):
        return not word.startswith("iterat") or word.startswith("iterating")
    if word == "after":
        near = words[number + 1 : min(last, number + 7)]
        passive = number - 2 > first and words[number - 2] in ("is", "are")
        return not passive and FORMULA in near and bool(_ROUNDS & set(near))
    if word in _SUMMED:
        near = words[number + 1 : min(last, number + 5)]
        return "over" in near or (word in ("chaining", "multiplying") and "these" in near)
    return word in _EXTREME and bool(_TAKE & set(words[max(first, number - 4) : number]))


def _was_arbitrary(words: Sequence[str], number: int, first: int, last: int) -> bool:
    near = words[max(first, number - 6) : number]
    if not _WAS & set(near):
        return False
    return words[number] == "arbitrary" or bool(
        {"chosen", "picked", "selected"} & {*near, *words[number : number + 2]}
    )


def _applies_again(words: Sequence[str], number: int, first: int) -> bool:
    """The same argument applies to `v`."""
    before = words[max(first, number - 4) : number]
    return (
        "same" in before
        and bool({"argument", "reasoning", "proof", "bound", "inequality"} & set(before))
        and words[number + 1 : number + 3] in (["to", FORMULA], ["for", FORMULA])
    )


def _holds_for_all(passage: Passage, number: int, first: int, last: int) -> bool:
    """This holds for every point; the same is true of the others; it applies to `a` and to `b`."""
    words = passage.words
    before = words[max(first, number - 10) : number]
    if not _THIS & set(before) or {"if", "suppose", "assume", "when"} & set(before):
        return False
    behind = words[number + 1 : min(last, number + 9)]
    for index, word in enumerate(behind):
        if word in (",", ";", ".") and index:
            return False
        if word in _TO:
            follows = behind[index + 1 : index + 4]
            if follows[:1] == ["the"]:
                follows = follows[1:]
            if follows and follows[0] in _ALL:
                return not is_about_parameter(passage, number + 1 + index + 1)
            if follows[:3] in ([FORMULA, "and", "to"], [FORMULA, "and", "for"]):
                return True
            if follows[:1] == [FORMULA]:
                place = number + 1 + index + 1
                if words[place] == FORMULA:
                    names = {token for token, _ in passage.tokens(place)}
                    return bool({r"\dots", r"\ldots", r"\forall"} & names)
    return False


def _alike(words: Sequence[str], number: int, first: int, last: int) -> bool:
    """The other coordinates are dealt with in the same way; similarly for the rest."""
    near = words[max(first, number - _NEAR) : min(last, number + _NEAR)]
    if {"notation", "level", "event", "case", "cases", "direction", "sign", "tail"} & set(near):
        return False
    if words[number] in ("way", "argue") and not {"same", "similar", "identical"} & set(near):
        return False
    if _REST & set(near):
        return True
    behind = words[number + 1 : min(last, number + _NEAR)]
    if words[number] in _ADVERBS and behind[:2] == ["for", FORMULA]:
        return True
    for index, word in enumerate(behind[:-1]):
        if word in ("for", "of", "to", "with") and behind[index + 1] in (
            "all", "every", "each", "second", "third", "both",
        ):  # fmt: skip
            return True
        if word == "for" and index + 2 < len(behind) and behind[index + 2] == FORMULA:
            return True
    return {"proof", "second"} <= set(near) or {"proof", "third"} <= set(near)


def _concludes_all(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """Hence for all `t`; so the maximum is at most; therefore all cuts have been hit."""
    words = passage.words
    then = next((n for n in range(first, last) if words[n] in _THEN or words[n] == "after"), None)
    for number in range(first if then is None else then, last):
        word = words[number]
        if word == FORMULA:
            content = passage.text[passage.starts[number] : passage.end(number)]
            if _EXTREME_SIGN.search(content) or has_joint_norm(passage, number):
                return COMPUTED, number
        elif then is not None and (
            word in _AT_ONCE
            or (
                word in _EXTREME
                and words[number + 1 : number + 3] in (["over", "the"], ["of", "the"])
            )
            or (word in _ALL and not is_about_parameter(passage, number))
            or (word in ("no", "none") and words[number + 1 : number + 2] != ["longer"])
        ):
            return COMPUTED, number
    return 0, first
