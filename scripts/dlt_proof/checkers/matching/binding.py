"""Whether what a cited statement requires holds where it is cited, and where that is said.

A condition is bound to a place: the text of the step's job says the same of the terms that were put
in, or it follows from the domains in scope. What is only asserted somewhere under other words is
not bound, and then nothing is matched.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from ...mathematics.formula import RELATIONS, relations
from ...mathematics.scope import Scope
from ...mathematics.scope.intervals import includes
from ...mathematics.scope.passages import MARK, Sentence, formulas_in
from ...mathematics.scope.records import Bound, Called, Defined, Related
from ...mathematics.scope.wording import is_doubtful
from ...mathematics.scope.words import QUANTIFIERS
from ...mathematics.translation import NotUnderstoodError, canonical_name, translate
from ...mathematics.translation.records import OPAQUE
from ...records.evidence import Job
from .cited import Cited, Condition
from .following import follows
from .introductions import letters_introduced, with_random_numbers
from .patterns import Substitution, put_in
from .statements import body_of, plain_references, read_statement, sentences_of_text
from .terms import Tokens, as_text, tokens_of
from .vocabulary import PLAIN_IN_SUPPOSITIONS

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_STRICT = {"<=": "<", ">=": ">"}
_ASSUMPTION = ("Assumption:", "Hypothesis:", "Condition:")
_ASSUMED = r"(?:the assumption(?: ?, and | and | ?, )?)+"
_ASSUMPTIONS = re.compile(
    rf"(?:Suppose|Assume|Let)(?: that)? {_ASSUMED} ?holds?|(?:Under|Assuming) {_ASSUMED}"
)


_BEYOND = re.compile(
    r"\b(?:even\s+(?:if|for|when|though|without)|whatever|regardless|irrespective|no\s+matter"
    r"|although|despite|in\s+spite|not\s+only)\b",
    re.IGNORECASE,
)
_SIGNS_OF_FACTS = frozenset(["\\|", "\\Pr", "\\E", "\\langle", "|"])
_GIVES_MEANING = frozenset(["write", "denote", "denotes", "define", "call", "set", "put", "means"])
#: Not "holds for $g$", "holds with $L$ replaced by …".
_ASSUMED_BY_STATEMENT = re.compile(rf"(?:{_ASSUMPTIONS.pattern})(?=\s*(?:[.,;]|and that|and \$|$))")
#: What these words mean depends on where they stand.
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:this|these|those|it|its|they|such|above|below|before|previous|following|same|former|latter"
    r"|the\s+(?:assumptions?|lemma|theorem|proposition|corollary|definitions?|display|claim|remark"
    r"|conditions?|hypothes[ie]s|notation|statement|setting))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """Where a condition is bound.

    Args:
        condition: it, with the terms put in, or its sentence.
        by: the text of the job that says it, or how it follows.
    """

    condition: str
    by: str


class Surroundings:
    """What the text says where a step stands, as far as a condition may be bound to it."""

    def __init__(self, job: Job, scope: Scope) -> None:
        self.job, self.scope = job, with_random_numbers(scope, job)
        self._followed: dict[tuple[str, str, str], str | None] = {}

    @cached_property
    def _supposed(self) -> list[tuple[str, str, str, str]]:
        """Relations that are supposed: left, sign, right, and the text.

        Not "for every $i \\ge 5$" behind a relation, which does not hold of each $i$; and not what
        was claimed before, since a job does not tell in which words.
        """
        found = []
        for sentence in self._suppositions:
            words = sentence.words
            if is_doubtful(words, quantifiers=True) or {"for", *QUANTIFIERS} & set(words[2:]):
                continue
            if all(w == MARK or w in PLAIN_IN_SUPPOSITIONS for w in words):
                for formula in sentence.formulas:
                    found += [(*r, sentence.text) for r in _each(_relations(formula))]
        return found

    @cached_property
    def _suppositions(self) -> list[Sentence]:
        """The sentences of the proof that introduce something, and the statement's hypotheses."""
        found = [s for text in self.job.definitions for s in sentences_of_text(text)]
        for sentence in sentences_of_text(self.job.proving):
            if sentence.words[0] not in ("let", "suppose", "assume", "fix", "consider", "given"):
                break
            if "then" in sentence.words:
                break
            found.append(sentence)
        return found

    @cached_property
    def declared(self) -> frozenset[str]:
        """Letters that the proof or the statement being proved introduces, or makes anew."""
        texts = (self.job.proving, *self.job.definitions)
        every = [s for text in texts for s in sentences_of_text(text)]
        return frozenset(letter for s in every for letter in letters_introduced(s, supposing=True))

    @cached_property
    def rebound(self) -> frozenset[str]:
        """Letters that are introduced more than once, so that what is said of them may be over.

        "For all $x$, …" in the statement and "Fix $x$" in its proof are one introduction.
        """
        of_statement: set[str] = set()
        seen: set[str] = set()
        found: set[str] = set()
        for sentence in sentences_of_text(self.job.proving):
            letters = letters_introduced(sentence)
            found |= letters & of_statement
            of_statement |= letters
        for text in self.job.definitions:
            for sentence in sentences_of_text(text):
                letters = letters_introduced(sentence)
                plain = all(w == MARK or w in PLAIN_IN_SUPPOSITIONS for w in sentence.words)
                found |= letters & (seen if plain else seen | of_statement)
                seen |= letters
        return frozenset(found)

    def makes(self, text: str) -> bool:
        """Whether a statement may be used here: an assumption only where it is made."""
        return bool(self.assumes_all) or not body_of(text).startswith(_ASSUMPTION)

    @cached_property
    def excepts(self) -> bool:
        """Whether the words beside the step say that it holds beyond what is supposed."""
        return _BEYOND.search(self.job.justification) is not None

    def makes_anew(self, cited: Cited) -> bool:
        """Whether the text gives a sign of a technique, a norm or `\\Pr`, a meaning of its own."""
        signs = {t for claim in cited.claims for t in tokens_of(claim.formula)} & _SIGNS_OF_FACTS
        for text in (*self.job.hypotheses, self.job.proving, *self.job.definitions):
            for sentence in sentences_of_text(text):
                said = set(sentence.words)
                for formula in sentence.formulas:
                    first = [RELATIONS.get(r.sign) for r in relations(formula)[:1]]
                    own = set(tokens_of(formula)[:1]) & signs
                    named = _GIVES_MEANING & said and first in ([], ["="], [":="])
                    # "Let $\\|\\cdot\\|$ be a quasi-norm"
                    let = "let" in said and not first and "norm" not in said
                    if own and (named or let or (own == {"\\|"} and first == ["="])):
                        return True
        return False

    def bind(self, condition: Condition, values: Substitution, depth: int = 0) -> Place | None:
        """Where a condition holds with terms put in; None where that is not told.

        Args:
            condition: of the cited statement.
            values: what stands for each of its letters.
            depth: how many assumptions were used to bind the one that asks.
        """
        said = condition.said
        if condition.formula:
            return self._formula(condition.formula, values, depth)
        if isinstance(said, Bound):
            return self._bound(said, values)
        if isinstance(said, Related):
            return self._related(said.left, said.sign, said.right, values, depth)
        if isinstance(said, Defined):
            return self._related(said.name, "=", said.term, values, depth)
        if isinstance(said, Called):
            return self._called(said, values)
        return self._sentence(condition.text, values)

    def _follows(self, left: str, sign: str, right: str) -> str | None:
        """The method of a proof from the domains; each is looked for once."""
        asked = (left, sign, right)
        if asked not in self._followed:
            self._followed[asked] = follows(self.job, self.scope, left, sign, right)
        return self._followed[asked]

    def _formula(self, formula: str, values: Substitution, depth: int) -> Place | None:
        for relation in _relations(formula):
            left, sign, right = relation
            place = self._related(left, sign, right, values, depth)
            if place is None:
                return None
        return place if _relations(formula) else None

    def _related(
        self, left: str, sign: str, right: str, values: Substitution, depth: int
    ) -> Place | None:
        first, second = put_in(tokens_of(left), values), put_in(tokens_of(right), values)
        if first is None or second is None:
            return None
        shown = f"{as_text(first)} {sign} {as_text(second)}"
        for one, order, other, text in self._supposed:
            same = (tokens_of(one), tokens_of(other)) == (first, second) and _tells(order, sign)
            turned = (tokens_of(other), tokens_of(one)) == (first, second) and _tells(
                _FLIPPED.get(order, ""), sign
            )
            if same or turned:
                return Place(shown, text)
        method = self._follows(as_text(first), sign, as_text(second))
        if method is not None:
            return Place(shown, f"follows from the domains ({method})")
        if depth:
            return None
        for text in filter(self.makes, self.job.hypotheses):
            for claim in read_statement(text).claims:
                if not any(
                    (tokens_of(one), tokens_of(other)) == (first, second) and _tells(order, sign)
                    for one, order, other in _relations(claim.formula)
                ):
                    continue
                if all(self.bind(c, {}, depth + 1) is not None for c in claim.conditions):
                    return Place(shown, text)
        return None

    def _bound(self, said: Bound, values: Substitution) -> Place | None:
        name = said.domain.name
        value = values.get(name, tokens_of(name))
        known = self.scope.domains.symbols.get(canonical_name(as_text(value)))
        if known is not None and includes(said.domain, known):
            return Place(f"{as_text(value)} lies where {name} does", "its own domain")
        try:
            term = translate(as_text(value), self.scope.domains)
        except NotUnderstoodError:
            return None
        if any(n.startswith(f"{OPAQUE} ") for n in term.opaque):
            return None  # it may be a vector
        if said.domain.integer and not term.value.is_integer:
            return None
        for bound, sign in (
            (said.domain.low, ">" if said.domain.low_open else ">="),
            (said.domain.high, "<" if said.domain.high_open else "<="),
        ):
            if bound is None:
                continue
            number = f"\\frac{{{bound.numerator}}}{{{bound.denominator}}}"
            if self._follows(as_text(value), sign, number) is None:
                return None
        return Place(f"{as_text(value)} lies where {name} does", "follows from the domains")

    def _called(self, said: Called, values: Substitution) -> Place | None:
        value = values.get(said.name, tokens_of(said.name))
        shown = f"{as_text(value)}: {said.meaning}"
        if said.meaning == "random":
            try:
                translate(as_text(value), self.scope.domains)
            except NotUnderstoodError:
                return self._same_meaning(value, said.meaning, shown)
            return Place(shown, "a real number")
        if said.meaning == "event" and any(
            token in ("=", "<", ">", "\\le", "\\ge", "\\in", "\\notin", "\\ne") for token in value
        ):
            return Place(shown, "it is said by a relation")
        return self._same_meaning(value, said.meaning, shown)

    def _same_meaning(self, value: Tokens, meaning: str, shown: str) -> Place | None:
        name = canonical_name(as_text(value))
        random = meaning == "random" and name in self.scope.domains.symbols
        if random or self.scope.meanings.get(name) == meaning:
            return Place(shown, "the text calls it so")
        return None

    def _sentence(self, text: str, values: Substitution) -> Place | None:
        """A condition in words: the text says the same sentence, or assumes all there is."""
        wanted = None if _POINTS_ELSEWHERE.search(text) else _core(text, values)
        for sentence in self._suppositions if wanted is not None else ():
            if _core(sentence.text, {}) == wanted:
                return Place(text, sentence.text)
        if _ASSUMPTIONS.fullmatch(text.strip(" .,")) is None:
            return None
        return Place(text, self.assumes_all) if self.assumes_all else None

    @cached_property
    def assumes_all(self) -> str:
        """The words by which the statement being proved makes every assumption in scope, or "".

        "Suppose that the assumption holds": which one, a job does not tell; so all have to be made.
        """
        proving = plain_references(self.job.proving).partition(": ")[2]
        assumed = _ASSUMED_BY_STATEMENT.match(proving)
        of_all = [h for h in self.job.hypotheses if h.startswith("Assumption:")]
        made = assumed is not None and assumed[0].count("the assumption") >= len(of_all) > 0
        return assumed[0].strip() if made and assumed else ""


def _tells(order: str, sign: str) -> bool:
    """Whether a relation that is known says the one that is wanted."""
    return order == sign or _STRICT.get(sign) == order or (order == "=" and sign in ("<=", ">="))


def _relations(formula: str) -> list[tuple[str, str, str]]:
    return [
        (r.left, RELATIONS.get(r.sign, r.sign), r.right)
        for r in relations(formula)
        if not (r.condition or r.conditional)
    ]


def _each(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """ "$u, v \\in S$" said of each."""
    return [
        (one, sign, right)
        for left, sign, right in found
        for one in (left.split(",") if sign == "in" else [left])
    ]


def _core(text: str, values: Substitution) -> tuple[str | Tokens, ...] | None:
    """A sentence without the words that lead in, its formulas as tokens with terms put in."""
    found: list[str | Tokens] = []
    parts = re.split(r"\$[^$]*\$", text)
    formulas = formulas_in(text)
    if len(parts) != len(formulas) + 1:
        return None
    for number, part in enumerate(parts):
        found += re.findall(r"[a-z0-9-]+", part.lower())
        if number < len(formulas):
            formula = put_in(tokens_of(formulas[number].rstrip(" .,;")), values)
            if formula is None:
                return None
            found.append(formula)
    while found and found[0] in (
        "let",
        "suppose",
        "assume",
        "fix",
        "consider",
        "that",
        "and",
        "moreover",
        "further",
    ):
        found = found[1:]
    return tuple(found)
