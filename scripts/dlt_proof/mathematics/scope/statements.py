"""Which sentences of a job's texts say what holds: of the statement being proved its hypotheses.

What one sentence says is told in `wording`.
"""

from collections.abc import Iterator, Sequence

from .formulas import read_formula
from .passages import MARK, Sentence
from .records import Called, Defined, Fact, NotRead
from .wording import is_doubtful, sentence_facts, unread_facts
from .words import (
    CONCLUDES,
    DECLARING,
    DOUBTS,
    LEADS_OF_HYPOTHESES,
    QUANTIFIERS,
    STATED,
    SUPPOSING,
    THEREFORE,
    WHERE_ONLY,
)

#: Of a case: `iii`, `2`, and punctuation.
_LONGEST_NUMBER = 4


def facts_of(sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """What sentences say, in their order; of a statement being proved only its hypotheses."""
    proving = [s for s in sentences if s.layer == "proving"]
    for number, sentence in enumerate(sentences):
        words, formulas = sentence.words, sentence.formulas
        if sentence.layer == "proving":
            continue
        first = not number or sentences[number - 1].source != sentence.source
        heading = () if first else sentences[number - 1].words
        if sentence.layer == "definitions" and _is_case(words):
            words = ("assume", *(word for word in words[words.index(MARK) :] if word not in "()"))
        elif sentence.layer == "definitions" and words[0] == MARK and _is_case((*heading, MARK)):
            words = ("assume", *words)
        elif sentence.kind not in STATED or (words[0] == MARK and not first):
            yield from unread_facts(sentence, formulas)
            continue
        cut = conclusion_at(words, 0)
        if _is_implication(words, cut):
            yield from unread_facts(sentence, formulas)
            continue
        used = words[:cut].count(MARK)
        if cut:
            yield from sentence_facts(sentence, words[:cut], formulas[:used])
        yield from unread_facts(sentence, formulas[used:])
    yield from hypotheses_of(proving)


def _is_case(words: Sequence[str]) -> bool:
    """Whether a sentence is a heading, "Case 1: ¤" or "Case (ii) ¤"."""
    if MARK not in words or words[0] not in ("case", "subcase"):
        return False
    return all(len(word) <= _LONGEST_NUMBER for word in words[1 : words.index(MARK)])


def hypotheses_of(sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """The hypotheses of the statement: what stands before its first conclusion."""
    concluded = False
    for number, sentence in enumerate(sentences):
        words, last = sentence.words, number == len(sentences) - 1
        if concluded:
            yield from _after_conclusion(sentence)
            continue
        leads = words[0] in LEADS_OF_HYPOTHESES or (
            words[0] == "we" and words[1:2] and words[1] in SUPPOSING | DECLARING
        )
        cut = conclusion_at(words, 1, sentence.formulas) if leads else 0
        if words[0] == "if" and (cut == len(words) or words.count("if") > 1 or not last):
            yield from unread_facts(sentence, sentence.formulas)
            concluded = True
            continue
        if leads and _is_implication(words, cut):
            yield from unread_facts(sentence, sentence.formulas)
            continue
        hypotheses = ("assume", *words[1:cut]) if words[0] == "if" else words[:cut]
        used = words[:cut].count(MARK)
        if hypotheses:
            quantified = words[0] == "for"
            yield from sentence_facts(
                sentence, hypotheses, sentence.formulas[:used], quantifiers=quantified
            )
        if cut < len(words):
            concluded = leads or words[0] in THEREFORE or conclusion_at(words, 0) == 0
            if not concluded and not last:
                # "The step size satisfies ¤. Then …": a hypothesis in words that are not read.
                yield from unread_facts(sentence, sentence.formulas)
                continue
            concluded = True
            yield from _trailing(sentence, cut, sentence.formulas[used:], alone=last)


def _is_implication(words: Sequence[str], cut: int) -> bool:
    """Whether a sentence says that one thing implies another, so that neither is said to hold."""
    return tuple(words[cut : cut + 1]) in (("implies",), ("imply",))


def _declares(formula: str) -> bool:
    """Whether a formula compares a symbol with something, or says where it lies."""
    reading = read_formula(formula)
    return reading is not None and bool(reading.subjects)


def conclusion_at(words: Sequence[str], start: int = 1, formulas: Sequence[str] = ()) -> int:
    """Where the conclusion of a sentence begins; its length where it has none."""
    for place in range(start, len(words)):
        if words[place] in THEREFORE:
            return place
        if any(tuple(words[place : place + len(c)]) == c for c in CONCLUDES):
            return place
    if words[0] == "for":
        # "For all ¤, ¤ and ¤, ¤": a list ends with "and".
        listed = (*words[-4:-3], *words[-2:]) == ("and", ",", MARK)
        if listed and all(_declares(formula) for formula in formulas[:-1]):
            return len(words) - 2
        # "For all ¤ , ¤": a quantifier, a comma, the conclusion.
        for place in range(2, len(words) - 1):
            if words[place] != "," or words[place - 1] != MARK:
                continue
            if words[place + 1] not in ("and", "with", "where", "every", "all", "any"):
                return place
    return len(words)


def _trailing(
    sentence: Sentence, start: int, formulas: Sequence[str], *, alone: bool
) -> Iterator[Fact]:
    """Of a conclusion: the definitions behind "where", and a quantifier at its end.

    What its words make conditional ("if", "for some") is unread.
    """
    words = sentence.words[start:]
    while "where" in words[1:]:
        place = len(words) - 1 - words[::-1].index("where")
        tail = words[place:]
        behind = formulas[len(formulas) - tail.count(MARK) :]
        if alone and not is_doubtful(tail):
            yield from sentence_facts(sentence, tail, behind)
        else:
            yield from _definitions_only(sentence, tail, behind)
        words = words[: place - 1] if words[place - 1] == "," else words[:place]
        formulas = formulas[: len(formulas) - len(behind)]
    place = _quantifier_at(words)
    if place:
        leads = MARK not in words[:place]
        # "Then for all ¤, ¤": what stands behind the comma is claimed, and holds of nothing yet.
        cut = place + conclusion_at(words[place:], 1, formulas) if leads else len(words)
        first = place + 1 if words[place] == "whenever" else place
        tail, count = words[first:cut], words[first:cut].count(MARK)
        start_of_tail = 0 if leads else len(formulas) - count
        behind = formulas[start_of_tail : start_of_tail + count]
        doubtful = is_doubtful(words[:place]) or is_doubtful(tail, quantifiers=True)
        if alone and not doubtful and (not leads or cut < len(words)):
            led = ("let", *tail) if words[place] == "whenever" else tail
            yield from sentence_facts(sentence, led, behind, quantifiers=True)
            words = words[cut:] if leads else words[:place]
            formulas = formulas[count:] if leads else formulas[: len(formulas) - count]
    yield from _conditional(sentence, words, formulas)


def _quantifier_at(words: Sequence[str]) -> int:
    """Where "for all …", "for …" or "whenever …" begins that ends a conclusion; 0 for none."""
    places = [
        place
        for place in range(1, len(words) - 1)
        if words[place] == "whenever"
        or (words[place] == "for" and words[place + 1] in (*QUANTIFIERS, MARK))
    ]
    quantifiers = sum(word in QUANTIFIERS for word in words)
    if len(places) != 1 or quantifiers > (words[places[0] + 1] in QUANTIFIERS):
        return 0
    return places[0] if MARK in words[places[0] :] else 0


def _conditional(
    sentence: Sentence, words: Sequence[str], formulas: Sequence[str]
) -> Iterator[Fact]:
    """The formulas of a conclusion behind a word that makes it conditional, as unread."""
    inside = always = False
    met = 0
    for word in words:
        always = always or word in DOUBTS or word in QUANTIFIERS
        inside = (inside or word in WHERE_ONLY) and word != ","
        if word == MARK:
            if (inside or always) and met < len(formulas):
                yield from unread_facts(sentence, formulas[met : met + 1])
            met += 1


def _after_conclusion(sentence: Sentence) -> Iterator[Fact]:
    """Of what follows the conclusion: "Here ¤ = …" defines; hypotheses there are of a part only."""
    words = sentence.words
    if words[0] in ("here", "where") and not is_doubtful(words):
        yield from _definitions_only(sentence, words, sentence.formulas)
    elif (LEADS_OF_HYPOTHESES | {"if"}) & set(words):
        yield from unread_facts(sentence, sentence.formulas)
    else:
        yield from _conditional(sentence, words, sentence.formulas)


def _definitions_only(
    sentence: Sentence, words: Sequence[str], formulas: Sequence[str]
) -> Iterator[Fact]:
    if is_doubtful(words):
        yield from unread_facts(sentence, formulas)
        return
    others = False
    for fact in sentence_facts(sentence, words, formulas):
        if isinstance(fact.said, Defined | NotRead | Called):
            yield fact
        else:
            others = True
    if others:
        yield from unread_facts(sentence, formulas)
