"""The events of high probability that a proof draws on, sentence by sentence.

An event enters a proof through a named inequality, a statement referred to, or the bare words
"with probability at least". A sentence that only draws a conclusion brings no new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...latex import Key
from ...latex.words import word_set
from .conclusions import first_word
from .counting import HERE, SAME, UNNAMED, Step
from .deriving import is_derived, tells_same
from .formulas import RELATIONS
from .generality import passes_to_all, tells_count
from .inequalities import NAMES, applied_inequalities, plain_name
from .letters import claim_letters, free_symbols, opened_letters, ranged_letters
from .levels import levels
from .members import opens
from .mention import Mention
from .mentions import mentions
from .nouns import is_about_one, leading_noun, nouns
from .objects import read_objects
from .passages import CITATION, FORMULA, REFERENCE, Passage
from .pointwise import is_at_once, is_pointwise
from .several import is_about_first, is_joint, is_quantified_outside, is_whole, speaks_of_many

_AGAIN = word_set(
    "again second another also likewise similarly twice both moreover addition furthermore "
    "further analogously"
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
_GENERIC_NOUNS = word_set("concentration tail differences deviation maximal inequality")
_OF_ALL = word_set("all every each both no none never neither any simultaneously")
_RESTATES = word_set("so hence thus therefore i.e that thence consequently namely equivalently")
_AUXILIARIES = word_set("do does is are has have did was were")
_STATEMENTS = word_set("corollary lemma theorem proposition result")
_SAME = word_set(
    "corollary lemma theorem proposition inequality argument reasoning reason token way manner "
    "fashion"
)


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
    places = sorted(mention.word for told in said.values() for mention in told)
    steps = [
        _step(passage, first, last, said.get(first, []), used.get(first, []), named, places)
        for first, last in passage.sentences
    ]
    return [step for step in steps if step is not None], compared


def _step(
    passage: Passage,
    first: int,
    last: int,
    mine: Sequence[Mention],
    keys: Sequence[str],
    named: dict[int, str],
    said: Sequence[int],
) -> Step | None:
    """One sentence, with the mentions and the keys in it, None where it tells nothing.

    `named` are all keys by their words, `said` the words of all mentions.
    """
    words = passage.words[first:last]
    bag = set(words)
    planned = bool(mine)
    mine = [mention for mention in mine if not _is_planned(_before(passage, mention, first))]
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
    constant = len(varying) < len(stated) and not mine
    if constant and not varying:
        names = ()
    elif len(varying) < len(stated):
        names = _without_constant(passage, first, names, stated)
    same = words[:1] != [] and tells_same(passage, first, last, said)
    brings = bool(names or varying or mine or keys or same)
    general, place = passes_to_all(passage, first, last)
    if general and brings and places and place < min(places):
        general = -general
    one = opens(passage, first, last)
    if varying and not one and is_about_one(passage, first):
        one = HERE
    outside = bool(varying) and is_quantified_outside(passage, first, last)
    if varying and not one and is_about_first(passage, first, last):
        one = HERE
    apart = bool(varying and spoken and not names) and is_pointwise(
        passage, first, last, spoken[0].word
    )
    if apart:
        general = 0  # "for every" tells of which members, and passes to no others
    if (outside or apart) and not one:
        one = HERE
    again = SAME if _names_same(words, _STATEMENTS) else int(bool(_AGAIN & bag))
    many = speaks_of_many(passage, first, last, min(places, default=first))
    joint = is_joint(passage, first, last)
    spoken_of = (nouns if brings else leading_noun)(passage, first, last)
    counted = tells_count(passage, first, last)
    if not (brings or one or general or again == SAME or many or joint or spoken_of or counted):
        return None
    # What is said of all after the passage to all is not said of the event.
    claims = place if general > 0 and brings and places and place > max(places) else last
    whole = is_whole(passage, first, claims) if brings and not (outside or apart) else 0
    if varying and spoken and not names and is_at_once(passage, first, last, spoken[0].word):
        whole = 2
    elided = int((bool(mine) and _is_elided(words)) or same)
    said_same = _names_same(words, _SAME)
    recalled = words[0] in ("this", "these") and "which" in words[1:5]
    fresh = _FRESH & bag and not recalled  # "This bound, which holds …, also gives"
    derived = any(is_derived(passage, first, last, mention) for mention in mine)
    letters: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    if stated or spoken:
        letters, indices = claim_letters(
            passage, first, last, stated[0][0] if stated else first_word(passage, spoken[0])
        )
    return Step(
        names=names,
        failures=tuple(mention.failure for mention in mine),
        spoken=elided
        + (len(spoken) if _are_several(passage, spoken, bag) else min(1, len(spoken))),
        derived=derived and not (fresh or elided or said_same),
        again=again or int(said_same),
        many=many,
        joint=joint,
        tied=tied,
        keys=tuple(dict.fromkeys(keys)),
        one=one,
        general=general,
        whole=whole,
        levels=varying,
        constant=constant and not varying,
        nouns=spoken_of,
        objects=read_objects(passage, first, last, named) if names or keys else (),
        symbols=free_symbols(passage, first, last) if names or varying or mine else (),
        opened=opened_letters(passage, first, last) if one else (),
        claimed=letters,
        indices=() if REFERENCE in words or CITATION in words else indices,
        bounds=_bounds(passage, stated),
        counted=counted,
        alternative=_is_alternative(passage, first, last),
        of_all=bool(_OF_ALL & {*words}),
        ranged=ranged_letters(passage, first, last) if many > 1 and keys else (),
    )


def _is_alternative(passage: Passage, first: int, last: int) -> bool:
    """Whether a sentence is about a case: "If `\\mu=0`, …", "In the second case …"."""
    words = passage.words[first : min(last, first + 5)]
    if words[:1] and words[0] in ("if", "when", "under"):
        if words[1:2] != [FORMULA] or words[2:3] != [","]:
            return False
        return any(token in RELATIONS for token, _ in passage.tokens(first + 1))
    return words[:1] == ["in"] and "case" in words


def _bounds(passage: Passage, stated: Sequence[tuple[int, str]]) -> int:
    """How many probabilities a sentence bounds one after the other by the same."""
    count = 1
    for (place, level), (following, same) in pairwise(stated):
        between = set(passage.words[place + 1 : following])
        if place < following and level and level == same and not _RESTATES & between:
            count += bool({"and", "while", "whereas", ";"} & between)
    return count if count > 1 else 0


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


def _is_planned(before: Sequence[str]) -> bool:
    """Whether something is only wanted, or supposed, to be likely."""
    if before[:1] == ["provided"] and "," in before[:-1]:
        before = before[before.index(",") :]  # what is supposed ends there
    return bool(_PLANNED & set(before))


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


def _are_several(passage: Passage, spoken: Sequence[Mention], bag: set[str]) -> bool:
    """Whether the mentions of a sentence are of different events, not one said twice."""
    if len(spoken) < 2:
        return True
    between = passage.words[spoken[0].word + 1 : spoken[-1].word]
    if _RESTATES & set(between):
        return False
    if {"and", ";", "second", "other", "while", "whereas"} & bag:
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
