"""A cited statement read as claims, each with the conditions under which the statement makes it.

"Suppose that $f$ is convex. Then for all $x \\in \\mathbb{R}$, $f(x) \\ge …$": the claim, and two
conditions. Read strictly: words around a claim that are not known make it no claim ("with
probability at least"), and whatever words say of a letter is a condition, understood or not.
Whether the conditions hold where the statement is cited is told in `binding`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...mathematics.formula import RELATIONS, relations
from ...mathematics.scope.formulas import read_formula, symbol_of
from ...mathematics.scope.intervals import domain
from ...mathematics.scope.nouns import is_part_of_noun
from ...mathematics.scope.passages import MARK, Sentence, sentences_of
from ...mathematics.scope.records import Bound, Called, Defined, NotRead, Related, Said
from ...mathematics.scope.statements import conclusion_at
from ...mathematics.scope.wording import is_doubtful, sentence_facts
from ...mathematics.scope.words import (
    COPULAS,
    DECLARING,
    DEFINING,
    FILLERS,
    LEADS_OF_HYPOTHESES,
    QUANTIFIERS,
    SEPARATORS,
    SUPPOSING,
    TAILS,
    THEREFORE,
)
from ...records.evidence import Job
from .cited import Cited, Claim, Condition
from .vocabulary import IDLE_BESIDE, LOST, LOST_OF_CALLED, OPENERS, POSTULATING, RESTRICTS, SIGNS

#: Statements that say what holds wherever they are in scope.
POSTULATES = frozenset(
    ["Assumption", "Definition", "Notation", "Hypothesis", "Condition", "Setting"]
)
_GLOBAL = frozenset(["Notation", "Assumption", "Setting", "Condition", "Hypothesis"])
ORDERS = ("<", "<=", ">", ">=")
#: "Under the assumption and the assumption, ¤"
_UNDER = re.compile(
    r"(?P<assumed>(?:under|assuming) the assumption(?:(?: , and| and| ,) the assumption)*) , "
)
#: "for every real ¤ and all ¤"
_QUANTIFIED = re.compile(
    rf"for (?:(?:every|each|any|all) )?(?P<noun>(?:real )?(?:integers? |numbers? |reals? )?){MARK} "
    rf"(?:(?:, and|and|,) (?:for )?(?:(?:every|each|any|all) )?{MARK} )*"
)
#: What the scope says of a letter that a formula consists of, where nothing else is said.
_NOTHING = NotRead(frozenset(), "")
_ADDING = frozenset(["moreover", "furthermore", "also", "consequently"])
Formulas = tuple[str, ...]
_TAILS = frozenset(["for", "where", "if", "whenever", "when"])
_GRAMMAR = (
    FILLERS | SEPARATORS | DECLARING | SUPPOSING | DEFINING | COPULAS | TAILS | QUANTIFIERS
    | frozenset(["for", "such", "that", "values", "in", "assume", "if", "(", ")", MARK])
)  # fmt: skip


_EMPTY = Job(
    claim="", left="", relation="", right="", justification="", proving="", hypotheses=(),
    may_use=(), definitions=(), earlier=(), domains=(),
)  # fmt: skip


@lru_cache(maxsize=1024)
def read_statement(text: str) -> Cited:
    """The claims of a statement.

    Args:
        text: as a job holds it: `[1] Lemma: Let …`. Of a display nothing is read, since it does
            not tell under which conditions it holds.
    """
    sentences = sentences_of_text(plain_references(text))
    kind = sentences[0].kind if sentences else ""
    if kind in ("", "Display"):
        return Cited(text, kind, frozenset(), ())
    if kind == "Technique":
        sentences = sentences[1:]  # its name
    reader = _Reader(kind)
    for sentence in sentences:
        reader.read(sentence)
    return Cited(text, kind, frozenset(reader.declared), tuple(reader.all_claims()))


_TWICE = re.compile(r"\b(?P<kind>[A-Z][a-z]+?)s?[~\s]+(?=the (?P=kind)\b)", re.IGNORECASE)


def plain_references(text: str) -> str:
    """ "Assumption~the assumption", as a job writes a reference with its kind, said once."""
    return _TWICE.sub("", text)


def body_of(text: str) -> str:
    """A text of a job without its number, `[1]`."""
    return text.partition("] ")[2] if text.startswith("[") else text


def sentences_of_text(text: str) -> list[Sentence]:
    """The sentences of one text of a job."""
    return list(sentences_of(_EMPTY.model_copy(update={"proving": text})))


class _Reader:
    """Reads the sentences of one statement in their order."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.postulates = kind in POSTULATES
        self.declared: set[str] = set()
        self.conditions: list[Condition] = []  # of all that follows
        self.everywhere: list[Condition] = []
        self.claims: list[Claim] = []

    def all_claims(self) -> Iterator[Claim]:
        for claim in self.claims:
            yield Claim(claim.formula, (*claim.conditions, *self.everywhere))

    def read(self, sentence: Sentence) -> None:
        """Take in a sentence: conditions, and claims under them."""
        used = 0
        for words in _parts(sentence.words) if self.postulates else [sentence.words]:
            count = words.count(MARK)
            self._part(sentence, words, sentence.formulas[used : used + count])
            used += count

    def _part(self, sentence: Sentence, words: tuple[str, ...], formulas: Formulas) -> None:
        words = _opened(words)
        if MARK not in words:
            condition = _in_words(sentence.text)
            (self.everywhere if self.claims else self.conditions).append(condition)
            return
        if self.claims and words[0] in RESTRICTS:
            self.everywhere.append(_in_words(sentence.text))
            return
        own: list[Condition] = []
        used = 0
        assumed = _UNDER.match(" ".join(words) + " ")
        if assumed:
            own.append(_in_words(assumed["assumed"].strip().capitalize()))
            words = _opened(words[len(assumed[0].split()) :])
        while words and _leads(words) and not (self.postulates and words[0] in POSTULATING):
            cut = conclusion_at(words, 1, formulas[used:])
            if cut == len(words) and self.postulates:
                cut = _postulated_at(words)
            part = words[:cut]
            count = part.count(MARK)
            own += self._conditions(sentence, part, formulas[used : used + count])
            used += count
            words = _opened(words[cut:])
        if not words:
            if self.kind not in _GLOBAL:
                self.conditions += own  # of a notation they are what holds everywhere
            return
        words, tail = _cut_tail(words)
        count = words.count(MARK)
        claimed, rest = formulas[used : used + count], formulas[used + count :]
        if tail:
            own += self._conditions(sentence, tail, rest)
        if _SUBJECT.match(" ".join(words) + " "):
            words, claimed = words[words.index(MARK) + 2 :], claimed[1:]
        if self._is_plain(words):
            plain = [f for f in claimed if not (self.postulates and _only_declares(f))]
            self.claims += [Claim(f, (*self.conditions, *own)) for f in plain]
        elif not self.postulates and not _adds(sentence):
            # "We work on the event $\\mathcal{E}$": it may restrict all that is claimed.
            self.everywhere.append(_in_words(sentence.text))

    def _is_plain(self, words: Sequence[str]) -> bool:
        """Whether nothing stands beside the formulas that might make them mean less."""
        known = IDLE_BESIDE | POSTULATING if self.postulates else IDLE_BESIDE
        return all(word == MARK or word in known for word in words)

    def _conditions(
        self, sentence: Sentence, words: tuple[str, ...], formulas: Formulas
    ) -> list[Condition]:
        """What a part of a sentence requires: "for every ¤ and every ¤", "if ¤", "let ¤ be …"."""
        simple = _QUANTIFIED.fullmatch(" ".join(words) + " ")
        if simple:
            integers = "integer" in simple["noun"]
            return [c for f in formulas for c in self._quantified(sentence, f, integers=integers)]
        if words[0] in ("if", "whenever", "when"):
            words = ("assume", *words[1:])
        unread = Condition(NotRead(frozenset(), sentence.text), sentence.text)
        # "if $a_j \\ge 0$ for every $j$" asks it of all, and not of the one that is looked at.
        quantified = words[0] == "for"
        if MARK not in words or is_doubtful(words[2 * quantified :]) or "for" in words[1:]:
            return [unread]
        found = []
        for fact in sentence_facts(sentence, words, formulas, quantifiers=quantified):
            if fact.said == _NOTHING:
                continue
            where = _membership(fact.said, formulas)
            found.append(Condition(fact.said, sentence.text, where))
            if fact.declares:
                self.declared |= _named(fact.said)
        called = any(isinstance(c.said, Called) for c in found)
        if called:
            found += _signs_of_called(words, formulas, sentence.text)
        lost = any(word in LOST or (called and word in LOST_OF_CALLED) for word in words)
        if not found or lost or any(w.isalpha() and not _is_grammar(w) for w in words):
            found.append(unread)
        return found

    def _quantified(self, sentence: Sentence, formula: str, *, integers: bool) -> list[Condition]:
        """ "for every $k \\in I$", "for all integers $1 \\le k \\le j$": a letter and its range."""
        reading = read_formula(formula)
        chain = relations(formula)
        ends = [symbol_of(side) for r in chain for side in (r.left, r.right)]
        if reading is not None and len(chain) < 2:
            names = set(reading.subjects)
            said: list[Said] = list(reading.said)
        elif len(chain) == 1 and RELATIONS.get(chain[0].sign) == "in":
            names = {n for part in chain[0].left.split(",") if (n := symbol_of(part))}
            self.declared |= names
            return [Condition(NotRead(frozenset(names), sentence.text), sentence.text, formula)]
        elif chain and all(RELATIONS.get(r.sign) in ORDERS for r in chain):
            names = {name for name in ends[1:-1] if name}
            said = [Related(r.left, RELATIONS[r.sign], r.right) for r in chain]
        else:
            return [Condition(NotRead(frozenset(), sentence.text), sentence.text)]
        self.declared |= names
        if integers:
            said += [Bound(domain(name, integer=True)) for name in sorted(names)]
        return [Condition(one, sentence.text, _membership(one, (formula,))) for one in said]


def _membership(said: Said, formulas: Formulas) -> str:
    """The formula that says of a vector in which space it lies, "" for none."""
    if isinstance(said, Called):
        for formula in formulas:
            for relation in relations(formula):
                heads = {symbol_of(part) for part in relation.left.split(",")}
                if RELATIONS.get(relation.sign) == "in" and said.name in heads:
                    return f"{said.name} \\in {relation.right}"
    return ""


def _signs_of_called(words: Sequence[str], formulas: Formulas, text: str) -> list[Condition]:
    """The sign in "a nonnegative random variable", of which the scope keeps only "random"."""
    signs = [SIGNS[word] for word in words if word in SIGNS]
    if not signs:
        return []
    reading = read_formula(formulas[0])
    if len(formulas) > 1 or len(signs) > 1 or reading is None or not reading.bare:
        return [_in_words(text)]
    return [Condition(Related(name, signs[0], "0"), text) for name in reading.subjects]


def _adds(sentence: Sentence) -> bool:
    """Whether a sentence that was not read only claims more: "Moreover, $f$ is convex"."""
    points_back = {"this", "these", "such", "that", "event", "probability", "here", "only"}
    return sentence.words[0] in _ADDING and not points_back & set(sentence.words)


def _in_words(text: str) -> Condition:
    return Condition(NotRead(frozenset(), text), text)


def _named(said: Said) -> set[str]:
    if isinstance(said, Bound):
        return {said.domain.name}
    if isinstance(said, Defined | Called):
        return {said.name}
    return set()


def _is_grammar(word: str) -> bool:
    return word in _GRAMMAR or is_part_of_noun(word) or len(word) == 1


def _opened(words: Sequence[str]) -> tuple[str, ...]:
    """Words without those that open a sentence and say nothing."""
    words = tuple(words)
    while True:
        for opener in (*OPENERS, *((word,) for word in THEREFORE), (",",)):
            if words[: len(opener)] == opener and len(words) > len(opener):
                words = words[len(opener) :]
                break
        else:
            return words


def _leads(words: Sequence[str]) -> bool:
    if words[0] == "we":
        return len(words) > 1 and words[1] in SUPPOSING | DECLARING
    return words[0] in LEADS_OF_HYPOTHESES


def _postulated_at(words: Sequence[str]) -> int:
    """Of "For every ¤ let ¤": where what is postulated begins."""
    for place in range(1, len(words)):
        if words[place] in POSTULATING and words[place - 1] in (MARK, ","):
            return place
    return len(words)


def _parts(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """ "Put ¤, and for every ¤ put ¤" cut before each "and" that begins anew."""
    cuts = [
        place
        for place in range(1, len(words) - 1)
        if words[place] in ("and", ",")
        and words[place - 1] != "and"
        and words[place + 1] in POSTULATING | {"for"}
        and MARK in words[:place]
        and not (words[place + 1] == "for" and MARK in words[:place] and words[place] != "and")
    ]
    return [words[a:b] for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _cut_tail(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A claim, and the quantifier, definition or condition that ends it."""
    for place in range(1, len(words)):
        outcome = tuple(words[place : place + 3]) == ("at", "every", "outcome")
        if (words[place] in _TAILS or outcome) and MARK in words[:place]:
            tail = tuple(words[place:])
            if outcome:
                tail = ("assume", *tail[4:]) if tail[3:4] == ("with",) else tail[3:]
            before = tuple(words[:place])
            while before and before[-1] in (",", "and"):
                before = before[:-1]
            return before, tail
    return tuple(words), ()


#: Of the first formula of "the step ¤ satisfies ¤" nothing is claimed.
_SUBJECT = re.compile(rf"the (?:[a-z-]+ ){{1,3}}{MARK} satisf(?:y|ies) ")


def _only_declares(formula: str) -> bool:
    """Whether a formula is no more than a letter."""
    return not re.search(r"[=<>]|\\(?:le|ge|leq|geq|in|subset|coloneqq)", formula)
