"""A statement and its proof side by side: what it supposes and concludes, what the proof shows.

Not here: whether the two correspond.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...latex import Span
from ...latex.words import word_set
from ...mathematics.formula import RELATIONS, Relation
from ...mathematics.translation.names import plain_text
from ..cited_hypotheses.at_hand import AtHand
from ..cited_hypotheses.supposed import suppositions
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, formal_passages, marks_before, sentences_of

_UP, _DOWN = frozenset(["<=", "<"]), frozenset([">=", ">"])


#: What is wrong, the words that show it, and where.
Fault = tuple[str, str, Span]


@dataclass(frozen=True)
class Bound:
    """A chain of relations from its first term to its last one.

    Args:
        left, right: the terms at its ends, LaTeX with macros expanded.
        sign: `<=`, `<`, `>=`, `>` or `=`: what the chain says of them.
        sentence: that it stands in.
        span: of its formula.
        number: of the sentence, in its statement or proof.
    """

    left: str
    sign: str
    right: str
    sentence: Sentence
    span: Span
    number: int

    @property
    def plain(self) -> str:
        """The left term as it is compared."""
        return plain_left(self.left)


def plain_left(text: str) -> str:
    """A term as it is compared: no blanks, no sizes, one kind of bracket."""
    plain = plain_text(text)
    for old, new in (("[", "("), ("]", ")"), ("\\{", "("), ("\\}", ")"), ("\\lvert", "|")):
        plain = plain.replace(old, new)
    return plain.strip(" .,;:")


def bounds_in(sentence: Sentence, number: int, index: int) -> Iterator[Bound]:
    """The chains of one formula, each as one relation; what goes up and down is left out."""
    chains: dict[int, list[Relation]] = {}
    for relation in sentence.relations(index):
        if not relation.condition:
            chains.setdefault(relation.chain, []).append(relation)
    for chain in chains.values():
        signs = {RELATIONS.get(r.sign, "=" if r.defining else "?") for r in chain}
        if signs <= {"="}:
            sign = "="
        elif signs <= _UP | {"="}:
            sign = "<" if "<" in signs else "<="
        elif signs <= _DOWN | {"="}:
            sign = ">" if ">" in signs else ">="
        else:
            continue
        if chain[0].left and chain[-1].right:
            yield Bound(
                chain[0].left, sign, chain[-1].right, sentence, sentence.span(index), number
            )


_NOUN = (
    "regret|error|risk|norm|variance|distance|excess|bias|loss|gap|complexity|discrepancy"
    "|deviation|cost"
    "|suboptimality|radius|diameter|width|covariance"
)
_QUALIFIED = re.compile(
    rf"(?P<noun>\b(?:{_NOUN}))\b(?P<between>(?: [^\s,;.]+){{0,9}}?) (?:is|are|of|has|have|by"
    rf"|was)?(?: \w+)?"
    r" ?(?P<sign>at most|no (?:more|larger|greater) than|bounded (?:above )?by|at least"
    r"|no less than)$"
)
_QUALIFIERS = word_set(
    "expected maximal total average simple cumulative empirical training test conditional squared "
    "mean operator frobenius dynamic bayesian pseudo policy second first excess relative"
)


def bounds_in_words(sentence: Sentence, number: int) -> Iterator[Bound]:
    """ "The expected regret is at most $4\\sqrt{T}$": what words say of a quantity with a name."""
    for index, formula in enumerate(sentence.formulas):
        match = _QUALIFIED.search(marks_before(sentence, index))
        if match is None or sentence.relations(index):
            continue
        before = match.string[: match.start()].split()[-3:]
        named = " ".join([*(w for w in before if w in _QUALIFIERS), match["noun"]])
        sign = ">=" if "least" in match["sign"] or "less" in match["sign"] else "<="
        yield Bound(named, sign, formula, sentence, sentence.span(index), number)


@dataclass(frozen=True)
class Pair:
    """A statement with one proof.

    Args:
        paper: they stand in.
        passage: the statement.
        stated: the sentences of the statement.
        proof: those of all its proofs.
        around: of the definitions, of what the statement refers to, and of the text before it.
    """

    paper: ReviewedPaper
    passage: Passage
    stated: tuple[Sentence, ...]
    proof: tuple[Sentence, ...]
    around: tuple[Sentence, ...] = ()

    @cached_property
    def supposed(self) -> frozenset[int]:
        """The numbers of the words of the statement that suppose something."""
        return frozenset(
            sentence.first + n
            for sentence, first, last in suppositions(self.stated)
            for n in range(first, last)
        )

    @cached_property
    def concluded(self) -> tuple[Bound, ...]:
        """The bounds that the statement concludes with."""
        return tuple(
            bound
            for number, sentence in enumerate(self.stated)
            for index, mark in enumerate(sentence.marks)
            if mark not in self.supposed and not _explains(sentence, index)
            for bound in bounds_in(sentence, number, index)
        )

    @cached_property
    def shown(self) -> tuple[Bound, ...]:
        """The bounds in the proof, in order."""
        return tuple(
            bound
            for number, sentence in enumerate(self.proof)
            for index in range(len(sentence.marks))
            for bound in bounds_in(sentence, number, index)
        )

    @cached_property
    def conclusion_text(self) -> str:
        """The words of the statement that suppose nothing."""
        return " ".join(
            word
            for sentence in self.stated
            for n, word in enumerate(sentence.words, start=sentence.first)
            if n not in self.supposed
        )

    @cached_property
    def hypothesis_text(self) -> str:
        """The words of the statement that suppose something."""
        return " ".join(
            word
            for sentence in self.stated
            for n, word in enumerate(sentence.words, start=sentence.first)
            if n in self.supposed
        )

    @cached_property
    def statement_text(self) -> str:
        """All words of the statement."""
        return " . ".join(s.text for s in self.stated)

    @cached_property
    def proof_text(self) -> str:
        """All words of the proof."""
        return " . ".join(s.text for s in self.proof)

    @cached_property
    def statement_formulas(self) -> str:
        """All formulas of the statement."""
        return " ; ".join(f for s in self.stated for f in s.formulas)

    @cached_property
    def conclusion_formulas(self) -> tuple[str, ...]:
        """The formulas of the statement that stand in no supposition."""
        return tuple(
            sentence.formulas[index]
            for sentence in self.stated
            for index, mark in enumerate(sentence.marks)
            if mark not in self.supposed
        )

    @cached_property
    def proof_formulas(self) -> str:
        """All formulas of the proof."""
        return " ; ".join(f for s in self.proof for f in s.formulas)

    @property
    def place(self) -> Span:
        """Where a weakness of the proof as a whole is shown."""
        return self.passage.proofs[0].environment.span


def pairs(paper: ReviewedPaper) -> Iterator[Pair]:
    """The statements under review that have a proof of their own."""
    shared: dict[object, int] = {}
    at_hand = AtHand(paper)
    for passage in formal_passages(paper):
        for each in passage.proofs:
            span = each.environment.span
            shared[span] = shared.get(span, 0) + 1
    for passage in formal_passages(paper):
        own = [p for p in passage.proofs if shared[p.environment.span] == 1]
        if not own or len(own) != len(passage.proofs):
            continue
        stated = sentences_of(paper, passage.statement.environment, "statement")
        proof = tuple(s for p in own for s in sentences_of(paper, p.environment, "proof"))
        if stated and proof:
            scope = at_hand.scope(passage)
            yield Pair(paper, passage, stated, proof, (*scope.around, *scope.text))


def _explains(sentence: Sentence, index: int) -> bool:
    """Whether a formula of a statement stands behind "where", and says what a letter is."""
    before = marks_before(sentence, index).split()
    for place, word in reversed(list(enumerate(before))):
        if word in ("where", "here") or (word == "with" and before[place - 1 : place] == [","]):
            return True
        if word in (",", "and", "¤", "is", "denotes", "let"):
            continue
        return False
    return False
