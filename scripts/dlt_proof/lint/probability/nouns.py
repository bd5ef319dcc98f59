"""What a statement speaks of all of, and what a sentence of a proof speaks of in the singular."""

from __future__ import annotations

from ...latex.words import word_set
from .inequalities import plain_name
from .passages import FORMULA, Passage

#: What is no member of a family, although it is fixed, considered or given.
WHOLE = word_set(
    "sample samples prior distribution distributions data dataset design realisation realization "
    "randomness constant constants event events net nets cover covering partition minimiser "
    "minimizer maximiser maximizer solution optimum optimal sequence history past algorithm "
    "initialisation initialization seed process martingale supermartingale number parameter "
    "threshold union application invocation inequality bound copy coupling sufficiently large "
    "small enough universal absolute norm distance filtration measure law moment function lemma "
    "theorem corollary proposition definition ghost independent standard gaussian random matrix "
    "case sum average test weight weights prime confidence probability accuracy variable "
    "notation collection family set"
)
#: What stands behind an article without naming a member.
NO_NOUN = WHOLE | word_set(
    "direct simple similar straightforward computation calculation argument proof consequence "
    "factor combination result fact proof's chernoff hoeffding bernstein markov union second "
    "look moment's bit priori posteriori contradiction few lot more most least"
)
_REST = word_set("other others remaining rest")
#: What tells that all members are spoken of.
ALL = word_set("all every each any both") | _REST
_SHORT = 5  # words from "all" to its noun


def nouns(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """What a sentence speaks of in the singular: a vertex, one stage, learner `j`."""
    words = passage.words
    found: dict[str, None] = {}
    for number in range(first, last):
        word = words[number]
        if word in ("a", "an", "one", "another", "given"):
            for noun in words[number + 1 : min(last, number + 5)]:
                if noun in ("is", "has", "of", "in", ",", ".", "with", "that", "to", FORMULA):
                    break
                noun = plain_name(noun)
                if len(noun) > 2 and noun.isalpha() and (word == "one" or noun not in NO_NOUN):
                    found[noun] = None
        elif word == FORMULA and number > first and len(words[number - 1]) > 2:
            near = words[max(first, number - 4) : number]
            if words[number - 1].isalpha() and not ALL & set(near):
                found[words[number - 1]] = None
        elif word in ("each", "every") and number == first:
            found[singular(words[number + 1]) if number + 1 < last else ""] = None
    return tuple(found)


def leading_noun(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """What a sentence that begins with an indefinite article is about: "A true hypothesis is"."""
    if passage.words[first : first + 1] in (["suppose"], ["assume"]):
        start = first + 1 + (passage.words[first + 1 : first + 2] == ["that"])
        named = passage.words[start + 1 : start + 2] == [FORMULA] and start < last
        return (passage.words[start],) if named else ()
    if passage.words[first : first + 1] not in (["a"], ["an"], ["one"]):
        return ()
    near = passage.words[first + 1 : min(last, first + 3)]
    return tuple(noun for noun in near if len(noun) > 2 and noun.isalpha() and noun not in NO_NOUN)


def is_about_one(passage: Passage, first: int) -> bool:
    """Whether a sentence is about "a leaf" where the passage speaks of leaves, too."""
    for noun in leading_noun(passage, first, first + 3):
        plural = f"{noun[:-1]}ves" if noun.endswith("f") else f"{noun}s"
        if plural in passage.words or f"{noun[:-1]}ies" in passage.words:
            return True
    return False


def family_of(passage: Passage) -> tuple[str, ...]:
    """What a statement speaks of all members of, each noun in the singular."""
    words = passage.words
    found: dict[str, None] = {}
    for number, word in enumerate(words):
        if word in ("all", "every", "each", "no", "any", "some", "none"):
            for noun in words[number + 1 : number + _SHORT + 1]:
                if noun in (",", ".", ";", ":", "is", "are", "in", "has", "have", "with"):
                    break
                if len(noun) > 2 and noun.isalpha() and noun not in ("the", "its", "these"):
                    found[singular(noun)] = None
    return tuple(found)


def singular(noun: str) -> str:
    """A noun without its plural's ending, roughly."""
    if noun.endswith("ices"):
        return noun[:-4] + ("ix" if noun.startswith("matr") else "ex")
    if noun.endswith("is"):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
