"""Whether a sentence of a proof concludes that something is likely, from what was said before, or
brings something new that is likely.

A conclusion shows in its clause: a connective before what it says, a pronoun or "the bound" for its
subject, a computation it opens with. The same words elsewhere in the sentence tell nothing: "the
condition over this cone", "which gives the theorem".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...latex.words import word_set
from .conclusions import first_word
from .inequalities import NAMES, plain_name
from .mention import PROBABILITY_WORDS, Mention, tells_likelihood
from .passages import BREAK, CITATION, FORMULA, REFERENCE, Passage

_CONNECTIVES = word_set(
    "hence therefore thus thereby consequently accordingly whence thence conclude concludes "
    "concluding deduce infer follows combined equivalently i.e altogether summarise summarize"
)
_SO = word_set("hence therefore thus consequently so accordingly")
_OPENINGS = frozenset([
    ("that", "is", ","), ("all", "in", "all"), ("to", "conclude", ","), ("in", "sum", ","),
    ("to", "sum", "up"), ("to", "summarise", ","), ("to", "summarize", ","),
])  # fmt: skip
_IMPLIES = word_set(
    "implies imply implying yields yield yielding gives give giving obtain obtains get arrive"
)
_COMPUTES = word_set(
    "combining putting plugging plug substituting rearranging rearranged inserting adding summing "
    "dividing collecting unrolling telescoping"
)
_OPENERS = word_set(
    "finally overall altogether together total particular summary words conclusion combine recall"
)
_CLAIMED = word_set("claimed desired asserted equivalently")
_COMPLETES = word_set("claimed desired asserted completes complete completing proves proving")
_STATED = word_set("required stated announced promised wanted needed advertised sought was")
_STATEMENTS = word_set("theorem lemma proposition corollary claim proof")
_RESULTS = word_set(
    "bound bounds inequality inequalities estimate estimates statement statements assertion "
    "conclusion guarantee guarantees result results above implication display chain claim"
)
_PRONOUNS = word_set("this these")
_DETERMINERS = word_set("the our this these that last final previous above following")
_VERBS = word_set(
    "is are was were has have had holds hold happens happen occurs occur implies imply yields "
    "yield gives give shows show means mean proves prove completes complete establishes establish "
    "leads lead ensures ensure guarantees guarantee translates follows fails fail bounds controls "
    "finishes concludes settles remains does can may will must turns allows entails also then "
    "therefore thus hence with says simplifies reads becomes"
)
_ADJUNCTS = word_set("for with by in at on under")
_EVENTS = word_set("event events intersection this these")
_FROM = word_set("from by with using via combining combine together")
_SHOWN = word_set("shown established showed proved proven")
_DETERMINISTIC = word_set(
    "jensen cauchy schwarz hölder holder minkowski young weyl davis kahan taylor gronwall grönwall "
    "fubini fenchel"
)
_PROPERTIES = word_set(
    "triangle convexity concavity smoothness monotonicity lipschitz continuity optimism duality "
    "optimality linearity homogeneity definition pinsker"
)
_BY_WHOM = word_set("by of from to in and")
_LIKELY = word_set(
    "concentration anticoncentration tail tails deviation deviations ball gaussian subgaussian "
    "martingale supermartingale chaining sampling randomness"
)
_BESIDES = word_set("moreover also similarly likewise furthermore additionally too")
_ASSUMES = word_set("let suppose assume if fix choose take put set pick for given under when")
_HAS = word_set("has satisfies lies stays achieves attains errs returns outputs terminates")
_IMPERSONAL = word_set("true known clear easy easily possible shown well at with likely valid")
_APART = word_set("while whereas since because")
_AUXILIARIES = word_set("do does is are has have did was were")
_NEXT = 30  # words from one sentence to the next
_OPENS = 4  # words at the beginning of a clause


def is_derived(passage: Passage, first: int, last: int, mention: Mention) -> bool:
    """Whether a mention concludes from what was said before.

    Args:
        passage: the proof.
        first, last: the sentence.
        mention: where it says that something is likely.
    """
    words = passage.words
    start = _mention_begins(words, first, first_word(passage, mention))
    begin = _clause_begins(words, first, start)
    clause = range(begin, start)
    if _opens_with_conclusion(words, first, start) or _has_connective(words, clause):
        return True
    if any(words[n] in _CLAIMED for n in clause) or _names_own_claim(words, clause):
        return True
    if any(_is_anaphoric(words, n, begin, start) for n in clause):
        return True
    weak = (
        _speaks_of_this(words, clause)
        or _computes_from(passage, clause)
        or _is_next(words, first)
        or (
            any(words[n] in _IMPLIES for n in clause)
            and not any(words[n] in _LIKELY for n in clause)
        )
    )
    if (weak or _is_conditional(words, clause)) and not _has_source(passage, begin, last):
        return True
    if _recalls(words, clause):
        return True
    return _concludes_behind(words, mention.word + 1, last)


def _mention_begins(words: Sequence[str], first: int, number: int) -> int:
    """The word "with" before "probability at least"."""
    for index in range(number, max(first, number - 4) - 1, -1):
        if words[index] == "with":
            return index
    return number


def _clause_begins(words: Sequence[str], first: int, start: int) -> int:
    """Where the clause begins that says what is likely."""
    for index in range(start - 1, first - 1, -1):
        word = words[index]
        if word in (";", ":") or (word in _APART and words[start - 1] != ","):
            return index + 1
        if index > first and word == "that" and words[index - 1] == "fact":
            return index + 1
        if (
            index > first
            and word in ("and", "but")
            and (words[index - 1] == "," or index == start - 1)
        ):
            return index + 1
    return first


def _opens_with_conclusion(words: Sequence[str], first: int, start: int) -> bool:
    """Whether the whole sentence is a conclusion: "Hence …, and …"."""
    if first >= start:
        return False
    opening = words[first : first + 3]
    if opening[:2] == ["as", "a"] and opening[2] in ("result", "consequence"):
        return words[first + 3] not in ("of", "from")
    return words[first] in _SO or tuple(opening) in _OPENINGS


def _has_connective(words: Sequence[str], clause: range) -> bool:
    for number in clause:
        word = words[number]
        if word == "i.e" or word in _CONNECTIVES:
            aside = words[number + 1 : number + 3] == [FORMULA, ","]
            if not (word in ("i.e", "equivalently") and aside):
                return True
        elif word == "so":
            before = words[number - 1] if number > clause.start else ","
            if words[number + 1] == "that" or before in (",", ";", "and"):
                return True
        elif word in _COMPUTES or (word in _OPENERS and number < clause.start + _OPENS):
            return True
    return False


def _names_own_claim(words: Sequence[str], clause: range) -> bool:
    """Whether it speaks of what is proved: "the theorem holds", "completes the proof"."""
    for number in clause:
        word = words[number]
        if word in ("completes", "complete", "establishes", "proves"):
            return True
        if word in _STATEMENTS and number > clause.start:
            before = words[number - 1]
            oblique = number - 2 >= clause.start and words[number - 2] in _BY_WHOM
            cited = words[number + 1] in ("of", REFERENCE, CITATION, "from", "in")
            if before in ("the", "this", "our") and not oblique and not cited:
                return True
        if word in _SHOWN:
            near = words[max(clause.start, number - 3) : number + 3]
            if {"we", "above", "before", "already"} & set(near):
                return True
    return False


def _is_anaphoric(words: Sequence[str], number: int, begin: int, start: int) -> bool:
    """Whether a word is a subject that stands for what was said: "this gives", "the bound is"."""
    word = words[number]
    opens = number == begin or words[number - 1] in (",", "that", "so", "then", "have", "all")
    follows = words[number + 1]
    if word in _PRONOUNS:
        if word == "that":
            return False
        if opens and (follows in _VERBS or number + 1 == start):
            return True
        if opens and follows in _RESULTS:
            return True
        if follows == "into":
            return True  # "turns this into a bound"
        return words[number - 1] in _FROM and (
            follows in _RESULTS or follows in (",", "and", "with", "we", "in", "into")
        )
    if word == "which" and number > begin:
        before = words[max(begin, number - 2) : number]
        closed = any(
            words[place] == "," and words[place + 1] in _VERBS for place in range(number, start)
        )
        return not closed and not tells_likelihood(words[number + 1 : number + 13], before)
    if word in _RESULTS and number > begin:
        place = number
        while place > begin and words[place - 1] in _DETERMINERS:
            place -= 1
        headed = place < number and (
            place == begin
            or words[place - 1] in (",", "that", "so", "then")
            or (words[place - 1] == FORMULA and words[begin] in _ADJUNCTS)
            or words[place - 2 : place] == ["all", "of"]
        )
        place = number + 1
        if words[place : place + 2] == ["of", "the"] and _STATEMENTS & {
            *words[place + 2 : place + 3]
        }:
            place += 3
        while place < start and words[place] in (FORMULA, REFERENCE, "(", ")"):
            place += 1
        return headed and (place >= start or words[place] in _VERBS)
    return False


def _speaks_of_this(words: Sequence[str], clause: range) -> bool:
    """Whether the subject is something spoken of before: "this policy is", "these features"."""
    return any(
        words[number] in ("this", "these", "such")
        and (number == clause.start or words[number - 1] in (",", "that", "then", "have"))
        for number in clause
    ) or _stays_with_subject(words, clause)


def _stays_with_subject(words: Sequence[str], clause: range) -> bool:
    """Whether a clause begins with "it has", "our estimator is": what was spoken of before."""
    opening = words[clause.start : min(clause.stop, clause.start + 3)]
    if opening[:1] == ["our"]:
        return True
    if opening[:1] != ["it"] or len(opening) < 2:
        return False
    # "It holds that", "it is known that" say nothing of a thing.
    return opening[1] in _HAS or (opening[1] == "is" and not _IMPERSONAL & {*opening[2:]})


def _computes_from(passage: Passage, clause: range) -> bool:
    """Whether a clause begins with what brings no chance: "by strong convexity", "by (3)"."""
    words = passage.words
    opening = range(clause.start, min(clause.stop, clause.start + 6))
    if not opening or words[opening.start] not in _FROM:
        return False
    return any(
        plain_name(words[number]) in _DETERMINISTIC | _PROPERTIES or _is_equation(passage, number)
        for number in opening
    )


def _is_equation(passage: Passage, number: int) -> bool:
    """Whether a word stands for the number of an equation: `\\eqref{eq:a}`, "(3)"."""
    words = passage.words
    if words[number] == REFERENCE:
        eqref = passage.text.startswith("\\eqref", passage.starts[number])
        return eqref or words[number - 1] in ("eq", "eqs", "equation", "(")
    return words[number].isdigit() and words[number - 1 : number + 2 : 2] == ["(", ")"]


def _is_next(words: Sequence[str], first: int) -> bool:
    """Whether a sentence goes on with "then" from what was likely, not from what was assumed."""
    if words[first] != "then":
        return False
    before = first - 2
    while before >= 0 and words[before] not in (".", BREAK):
        before -= 1
    return before + 1 < first and words[before + 1] not in _ASSUMES


def _is_conditional(words: Sequence[str], clause: range) -> bool:
    """On this event, with probability at least `1-\\delta`; given this, …."""
    opening = {*words[clause.start : min(clause.stop, clause.start + 12)]}
    conditions = words[clause.start] in ("on", "under", "given", "conditioned", "conditional")
    return bool(clause) and conditions and bool(opening & _EVENTS)


def _recalls(words: Sequence[str], clause: range) -> bool:
    """Whether the mention only recalls how likely an event is: "the event, whose probability"."""
    return "whose" in words[max(clause.start, clause.stop - 4) : clause.stop + 1]


def _has_source(passage: Passage, first: int, last: int) -> bool:
    """Whether a clause says whose result it draws on."""
    words = passage.words
    for number in range(first, last):
        if words[number] == CITATION or plain_name(words[number]) in NAMES:
            return True
        if words[number] in _BY_WHOM and number + 1 < last and words[number + 1].isalpha():
            place = passage.starts[number + 1]
            if plain_name(words[number + 1]) in _DETERMINISTIC | _STATEMENTS:
                continue
            if number + 1 > first and passage.text[place : place + 1].isupper():
                return True
    return False


def _concludes_behind(words: Sequence[str], begin: int, last: int) -> bool:
    """Whether a mention at the beginning governs a conclusion: "with …, we therefore have"."""
    seen = 0
    for number in range(begin, last):
        word = words[number]
        if word == ",":
            continue
        if word in (FORMULA, "so", "which", ";") or seen >= _OPENS + 1:
            break
        seen += 1
        if word in _CONNECTIVES:
            return words[number - 1] not in (",", "and")  # there a new clause begins
        follows = words[number + 1] if number + 1 < last else "."
        if word in _PRONOUNS and follows in _VERBS:
            return True
        named = word in _RESULTS | _STATEMENTS and words[number - 1] in ("the", "this", "our")
        if named and (follows in _VERBS or follows == "."):
            return True
    rest = words[begin:last]
    if any(pair[0] == "as" and pair[1] in _STATED for pair in pairwise(rest)):
        return True
    return bool(_COMPLETES & set(rest)) or any(
        triple in (("is", "the", "claim"), ("was", "the", "claim"), ("proof", "is", "complete"))
        for triple in zip(rest, rest[1:], rest[2:], strict=False)
    )


def tells_same(passage: Passage, first: int, last: int, said: Sequence[int]) -> bool:
    """Whether a sentence says of another event that it is as likely as one before: "…, and the
    Hessian is bounded with the same probability".

    Args:
        passage: the proof.
        first, last: the sentence.
        said: the words where the proof says how likely something is.
    """
    words = passage.words
    if words[first] == "so" and words[first + 1] in _AUXILIARIES:
        return any(first - _NEXT < place < first for place in said)  # "So is the second."
    for number in range(first + 3, last):
        same = words[number - 2 : number] == ["the", "same"] or words[number - 1] == "same"
        if not same or words[number] not in PROBABILITY_WORDS or not said or said[0] > number:
            continue
        start = _mention_begins(words, first, number)
        begin = _clause_begins(words, first, start)
        mention = Mention(number, passage.starts[start], passage.end(number), "")
        if is_derived(passage, first, last, mention):
            continue
        coordinated = begin > first and any(first <= place < begin for place in said)
        own = start > begin and (coordinated or _has_source(passage, begin, last))
        if own or _BESIDES & {*words[first:last]}:
            return True
    return False
