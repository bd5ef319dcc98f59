"""The events of high probability that a proof draws on, sentence by sentence.

An event enters a proof through a named inequality, a statement referred to, or the bare words
"with probability at least". A sentence that only draws a conclusion brings no new one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...latex import Key
from ...latex.words import word_set
from .conclusions import first_word
from .counting import SAME, UNNAMED, Step
from .generality import passes_to_all
from .inequalities import NAMES, applied_inequalities, plain_name
from .levels import levels
from .members import (
    claim_letters,
    free_symbols,
    leading_noun,
    nouns,
    opened_letters,
    opens,
)
from .mentions import Mention, mentions
from .objects import read_objects
from .passages import CITATION, FORMULA, REFERENCE, Passage
from .ranges import is_about_parameter

_AGAIN = word_set(
    "again second another also likewise similarly twice both moreover addition furthermore "
    "further analogously"
)
_DERIVED = word_set(
    "hence therefore thus so consequently accordingly conclude concludes concluding conclusion "
    "follows imply implies implying yields yield yielding gives giving this which these claimed "
    "obtain obtains deduce arrive get combine combining combined putting plugging plug "
    "substituting rearranging rearranged summarize summarise summary total particular overall "
    "finally altogether together i.e words equivalently completes complete proves claim theorem "
    "lemma desired asserted established shown recall same result"
)
_FRESH = word_set(
    "moreover also similarly likewise addition furthermore further additionally hand again next "
    "second secondly analogously meanwhile"
)
_PLANNED = word_set(
    "show prove want wish need suffices goal aim remains establish verify ensure require task "
    "objective strategy suppose assume if provided recall"
)
_LIKE = word_set(
    "like cf compare comparing unlike analogous analogue analogously similar similarly proving "
    "prove proves establish establishes proof proofs identical"
)
_PARTS = word_set(
    "assumption assumptions condition conditions hypotheses definition argument arguments "
    "setting notation algorithm statement"
)
_NOUNS_OF_STATEMENTS = word_set(
    "theorem lemma proposition result corollary theorems lemmas propositions results "
    "corollaries claim"
)
_SINCE = word_set("since because as where recalling")
_MANY = word_set(
    "each every both twice respectively separately individually coordinatewise entrywise"
)
_SO = word_set("so hence thus therefore consequently whence then ; and")
_PARTICIPLES = word_set(
    "in bounded taking with having lying supported being distributed independent satisfying"
)
_APART = word_set("twice respectively separately individually coordinatewise entrywise")
_TERMS = word_set(
    "terms sums deviations events bounds quantities averages inequalities factors coordinates "
    "entries"
)
_GENERIC_NOUNS = word_set("concentration tail differences deviation maximal inequality")
_AUXILIARIES = word_set("do does is are has have did was were")
_STATEMENTS = word_set("corollary lemma theorem proposition result")
_SAME = word_set(
    "corollary lemma theorem proposition inequality argument reasoning reason token way manner "
    "fashion"
)
_SEVERAL = word_set("two three four remaining other individual various")


def read_steps(passage: Passage, references: Sequence[Key]) -> tuple[list[Step], list[str]]:
    """The sentences of a proof that say something about events, in order.

    Args:
        passage: the proof.
        references: what it refers to, by place in the file.

    Returns:
        The sentences, and the keys that are only compared with.
    """
    used: dict[int, list[str]] = {}
    named: dict[int, str] = {}
    compared: list[str] = []
    for key in references:
        number = passage.word_at(key.span.start)
        # The mark stands for the whole command, which begins before the key.
        while number > 0 and (
            number >= len(passage.words) or passage.place(passage.starts[number]) > key.span.start
        ):
            number -= 1
        first, _ = passage.sentence(number)
        if _only_compares(passage.words[max(first, number - 12) : number]):
            compared.append(key.key)
        else:
            used.setdefault(first, []).append(key.key)
            named[number] = key.key
    said: dict[int, list[Mention]] = {}
    for mention in mentions(passage):
        said.setdefault(passage.sentence(mention.word)[0], []).append(mention)
    steps = [
        _step(passage, first, last, said.get(first, []), used.get(first, []), named)
        for first, last in passage.sentences
    ]
    telling = [
        s
        for s in steps
        if s.names
        or s.spoken
        or s.levels
        or s.keys
        or s.many
        or s.joint
        or s.one
        or s.general
        or s.nouns
        or s.again == SAME
    ]
    return telling, compared


def _step(
    passage: Passage,
    first: int,
    last: int,
    mine: Sequence[Mention],
    keys: Sequence[str],
    named: dict[int, str],
) -> Step:
    """One sentence, with the mentions and the keys in it; `named` are all keys by their words."""
    words = passage.words[first:last]
    bag = set(words)
    planned = bool(mine)
    mine = [mention for mention in mine if not _PLANNED & set(_before(passage, mention, first))]
    planned = planned and not mine
    spoken = [mention for mention in mine if not mention.symbolic]
    names, tied = applied_inequalities(passage, first, last)
    places = [number for number in range(first, last) if plain_name(passage.words[number]) in NAMES]
    places += [
        number for number in range(first, last) if passage.words[number] == REFERENCE and keys
    ]
    if UNNAMED in names:
        places += [n for n in range(first, last) if passage.words[n] in _GENERIC_NOUNS]
    places += [first_word(passage, mention) for mention in spoken]
    stated = [] if planned else levels(passage, first, last)
    varying = tuple(level for _, level in stated if level)
    constant = len(varying) < len(stated) and not any(mention.failure for mention in mine)
    if constant and not varying:
        names = ()
    elif len(varying) < len(stated):
        names = _without_constant(passage, first, names, stated)
    brings = bool(names or varying or mine or keys)
    general, place = passes_to_all(passage, first, last)
    if general and brings and places and place < min(places):
        general = -general
    for noun in ("lemma", "theorem", "claim"):
        if noun in bag and words[words.index(noun) - 1] not in ("the", "this", "our"):
            bag.discard(noun)  # a source, not what is proved
    elided = int(bool(mine) and _is_elided(words))
    said_same = _names_same(words, _SAME)
    letters: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    one = opens(passage, first, last)
    if stated or spoken:
        letters, indices = claim_letters(
            passage, first, last, stated[0][0] if stated else first_word(passage, spoken[0])
        )
    return Step(
        names=names,
        failures=tuple(mention.failure for mention in mine),
        spoken=elided
        + (len(spoken) if _are_several(passage, spoken, bag) else min(1, len(spoken))),
        derived=bool(mine and _DERIVED & bag) and not (_FRESH & bag or elided or said_same),
        again=SAME if _names_same(words, _STATEMENTS) else int(bool(_AGAIN & bag) or said_same),
        many=_speaks_of_many(passage, first, last, min(places, default=first)),
        joint=_is_joint(passage, first, last),
        tied=tied,
        keys=tuple(dict.fromkeys(keys)),
        one=one,
        general=general,
        whole=_is_whole(passage, first, last) if brings else 0,
        levels=varying,
        constant=constant and not varying,
        nouns=(nouns if brings else leading_noun)(passage, first, last),
        objects=read_objects(passage, first, last, named) if names or keys else (),
        symbols=free_symbols(passage, first, last) if names or varying or mine else (),
        opened=opened_letters(passage, first, last) if one else (),
        claimed=letters,
        indices=() if REFERENCE in words or CITATION in words else indices,
    )


def _without_constant(
    passage: Passage, first: int, names: tuple[str, ...], named: Sequence[tuple[int, str]]
) -> tuple[str, ...]:
    """The inequalities left when those are taken away that bound a probability by a constant."""
    done = first
    for place, level in named:
        if not level:
            for number in range(place, done - 1, -1):
                name = plain_name(passage.words[number])
                if name in NAMES:
                    names = tuple(n for n in names if n.rpartition(" ")[2] != name)
                    break
        done = place
    return names


def _before(passage: Passage, mention: Mention, first: int) -> list[str]:
    """The words before a mention in its sentence."""
    start = first_word(passage, mention)
    return passage.words[max(first, start - 60) : start]


def _only_compares(before: Sequence[str]) -> bool:
    """Whether a reference is named for comparison, or as what is being proved, not used."""
    tail = list(before[-10:])
    if not (tail and tail[-1] in _NOUNS_OF_STATEMENTS):
        while tail and tail[-1] in (REFERENCE, "and", ",", "("):
            tail.pop()
    if tail and tail[-1] in _NOUNS_OF_STATEMENTS:
        tail.pop()
    length = len(tail)
    while tail and tail[-1] in ("the", "of", "to", "in", "from", "for", "our", "with"):
        tail.pop()
    if not tail:
        return False
    if tail[-1] in _PARTS:
        return len(tail) < length
    return tail[-1] in _LIKE or tail[-1:] == ["as"]


def _speaks_of_many(passage: Passage, first: int, last: int, source: int) -> int:
    """Whether a sentence speaks of each of several (1), or applies its source to each (2).

    What each of several variables is like ("each of them bounded, so …") does not count.

    Args:
        passage: the proof.
        first, last: the sentence.
        source: the word where its inequality, its reference or its mention stands.
    """
    words = passage.words
    found = 0
    number = first
    while number < last:
        word = words[number]
        if word in _SINCE and words[number + 1 : number + 2] != ["well"]:
            number += 1
            while number < last and words[number] != ",":
                number += 1
            continue
        if word in _APART:
            return 2
        if number < source and ";" in words[number:source]:
            number += 1
            continue
        if _is_one_of_many(passage, number, last) and not _is_needed(words, number, first, source):
            joint = word in ("all", "any") and not _bounds_one(words, first, last)
            if (number < source or words[max(first, number - 1)] == "to") and not joint:
                return 2
            found = 1
        number += 1
    return found


def _bounds_one(words: Sequence[str], first: int, last: int) -> bool:
    return any(plain_name(word) in NAMES or word == REFERENCE for word in words[first:last])


def _is_one_of_many(passage: Passage, number: int, last: int) -> bool:
    words = passage.words
    word = words[number]
    if words[number + 1 : number + 2] in (["case"], ["cases"]):
        return False
    if word in _MANY:
        return not is_about_parameter(passage, number)
    if word in ("all", "any") and words[number - 1] == "for":
        return FORMULA in words[number + 1 : number + 4] and not is_about_parameter(passage, number)
    return word in _SEVERAL and bool(_TERMS & set(words[number + 1 : min(last, number + 3)]))


def _is_needed(words: Sequence[str], number: int, first: int, source: int) -> bool:
    """Whether "each" belongs to what the source needs, not to what it gives."""
    if words[number + 1 : number + 2] and words[number + 1] in _PARTICIPLES:
        return True
    if number > source:
        return bool({"which", "that", "with"} & set(words[max(source, number - 3) : number]))
    leads = number - first < 3 and words[max(first, number - 1)] == "for"
    return not leads and bool(_SO & set(words[number:source]))


def _are_several(passage: Passage, spoken: Sequence[Mention], bag: set[str]) -> bool:
    """Whether the mentions of a sentence are of different events, not one said twice."""
    if "and" in bag or ";" in bag or len(spoken) < 2:
        return True
    return "\\\\" in passage.text[spoken[0].end : spoken[-1].start]


def _is_elided(words: Sequence[str]) -> bool:
    """Whether a second event is told in short: "…, and so does the transition parameter"."""
    return any(
        word == "so" and words[index - 1] == "and" and words[index + 1] in _AUXILIARIES
        for index, word in enumerate(words[:-1])
        if index
    )


def _names_same(words: Sequence[str], nouns: frozenset[str]) -> bool:
    """By the same corollary, for the same reason: something is applied again."""
    return any(
        word == "same" and words[index + 1] in nouns for index, word in enumerate(words[:-1])
    )


def _is_whole(passage: Passage, first: int, last: int) -> int:
    """Whether a sentence is about all members at once (2), or has a sum that may be (1)."""
    words = passage.words
    found = 0
    for number in range(first, last):
        word = words[number]
        if word == FORMULA:
            names = {token for token, _ in passage.tokens(number)}
            if names & {r"\sup", r"\max", r"\forall", r"\exists", r"\bigcup", r"\bigcap"}:
                return 2
            found = found or int(r"\sum" in names)
        elif word in ("uniformly", "simultaneously", "supremum", "maximum", "uniform") or (
            word == "all"
            and (
                words[number - 1] in ("for", "in", "of", "on", "over", "at")
                or words[number + 1 : number + 2] in ([FORMULA], ["the"])
            )
        ):
            return 2
    return found


def _is_joint(passage: Passage, first: int, last: int) -> bool:
    """Whether a sentence argues on several events, or on their intersection."""
    words = passage.words
    for number in range(first, last):
        if words[number] not in ("on", "under", "given", "intersection", "both", "these"):
            continue
        near = words[number + 1 : min(last, number + 6)]
        if "events" in near and FORMULA not in near[: near.index("events")]:
            return True
        mark = next((i for i in range(number + 1, min(last, number + 4)) if words[i] == FORMULA), 0)
        if mark and words[number] in ("on", "under", "given"):
            between = words[number + 1 : mark]
            if set(between) <= {"the", "event", "good", "joint", "intersection"} and any(
                token in (r"\cap", r"\bigcap") for token, _ in passage.tokens(mark)
            ):
                return True
    return False
