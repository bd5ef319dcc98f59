"""What is at hand where a statement is used: in the citing statement and its proof, in what it
refers to, in the definitions, and in the running text before it.

Not here: what the used statement asks for (`asked`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from ...graph.node_names import node_names
from ...latex import Statement
from ...latex.places import named_in_ranges, statements_by_label
from ...mathematics.formula import Relation
from ...mathematics.translation.names import plain_text
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, running_text, sentences_of
from .asked import Asked, assumptions_by_number
from .properties import PROPERTIES, Property, implied, mentioned
from .relations_known import letters_of

Order = tuple[int, ...]

#: Running text that lays something down for what follows.
_LAYS_DOWN = re.compile(
    r"\b(?:throughout|always|from now on|henceforth|hereafter|in what follows|in the sequel"
    r"|standing"
    r"|let|assume|suppose|fix|consider|given|where|denote|set|put|we study|we observe|we work"
    r"|we see"
    r"|in this (?:section|lecture|chapter|paper|part|appendix)|there are|suppose that)\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:same (?:assumptions?|conditions?|setting|situation|hypothes[ei]s|notation|setup)"
    r"|as above|above"
    r"|previous|preceding|moreover|in addition|this (?:setting|situation)"
    r"|these (?:assumptions|conditions))\b"
)
_STANDING = re.compile(
    r"\b(?:standing|throughout|always|henceforth|from now on|global|blanket)\b", re.I
)


class AtHand:
    """What a paper has told up to each of its statements."""

    def __init__(self, paper: ReviewedPaper) -> None:
        self.paper = paper
        document = paper.document
        self.names = node_names(document)
        self.by_label = statements_by_label(document)
        self.ranges: dict[object, list[Statement]] = {}
        for key, statement in named_in_ranges(document, self.by_label):
            self.ranges.setdefault(key.span, []).append(statement)
        self.order = {
            s.environment.span: document.reading_order(
                s.environment.span.file, s.environment.span.start
            )
            for s in document.statements
        }

    @cached_property
    def _headings(self) -> list[Order]:
        document = self.paper.document
        return sorted(
            document.reading_order(h.span.file, h.span.start)
            for h in document.headings
            if h.command in ("section", "chapter", "part")
        )

    @cached_property
    def _running(self) -> list[tuple[Order, Sentence]]:
        document = self.paper.document
        return [
            (document.reading_order(s.start.file, s.start.start), s)
            for s in running_text(self.paper)
        ]

    def named_in(self, sentences: Iterable[Sentence]) -> list[Statement]:
        """The statements that sentences refer to, ranges too."""
        found: list[Statement] = []
        for sentence in sentences:
            for key in sentence.keys:
                if key.key in self.by_label:
                    found.append(self.by_label[key.key])
                found += self.ranges.get(key.span, [])
            found += assumptions_by_number(self.paper, sentence.words)
        return found

    def printed(self, statement: Statement) -> str:
        """The title and the printed name of a statement."""
        span = statement.environment.span
        view = next(v for v in self.paper.document.views if v.name == span.file)
        printed = ""
        if len(view.account.statements) == len(view.statements):
            for told, one in zip(view.account.statements, view.statements, strict=True):
                if one.environment.span == span:
                    printed = told[0]
        return f"{printed} {statement.environment.option or ''}"

    def before(self, statement: Statement) -> Statement | None:
        """The statement in front of a statement, definitions and remarks passed over."""
        here = self.order[statement.environment.span]
        earlier = [
            s
            for s in self.paper.document.statements
            if self.order[s.environment.span] < here
            and s.kind in ("theorem", "lemma", "proposition", "corollary", "claim")
        ]
        return max(earlier, key=lambda s: self.order[s.environment.span], default=None)

    def standing(self, assumption: Statement) -> bool:
        """Whether an assumption says that it holds throughout, or nothing ever refers to any."""
        if _STANDING.search(self.printed(assumption)):
            return True
        sentences = sentences_of(self.paper, assumption.environment, "statement")
        if any(_STANDING.search(s.text) for s in sentences):
            return True
        label = assumption.label
        return any(
            _STANDING.search(s.text) and any(k.key == label for k in s.keys)
            for _, s in self._running
        )

    def scope(self, passage: Passage) -> "Scope":
        """What is known in a statement's proof."""
        paper = self.paper
        own = list(sentences_of(paper, passage.statement.environment, "statement"))
        proofs = [s for p in passage.proofs for s in sentences_of(paper, p.environment, "proof")]
        statements: list[Statement] = []
        waiting = self.named_in(own)
        if any(_POINTS_BACK.search(s.text) for s in own):
            previous = self.before(passage.statement)
            waiting += [previous] if previous else []
        waiting += [
            s for s in self.named_in(proofs) if s.kind in ("assumption", "definition", "notation")
        ]
        here = self.order[passage.statement.environment.span]
        if passage.node is not None and paper.plan is not None:
            labels = passage.node.hypotheses
            waiting += [self.by_label[label] for label in labels if label in self.by_label]
        for statement in paper.document.statements:
            early = self.order[statement.environment.span] < here
            if statement.kind in ("definition", "notation") and early:
                waiting.append(statement)
            if statement.kind == "assumption" and early and self.standing(statement):
                waiting.append(statement)
        while waiting:
            statement = waiting.pop()
            if statement in statements or statement is passage.statement:
                continue
            statements.append(statement)
            inside = sentences_of(paper, statement.environment, "statement")
            waiting += self.named_in(inside)
            if any(_POINTS_BACK.search(s.text) for s in inside) and self.before(statement):
                waiting.append(self.before(statement) or statement)
        around = [
            s
            for statement in statements
            for s in sentences_of(paper, statement.environment, "statement")
        ]
        return Scope(own, proofs, around, self._text_before(here), statements)

    def _text_before(self, here: Order) -> list[Sentence]:
        """Running text before: of its section what has a formula, of others what lays down."""
        number = bisect_right(self._headings, here)
        start = self._headings[number - 1] if number else ()
        return [
            s
            for order, s in self._running
            if order < here and ((order > start and s.marks) or _LAYS_DOWN.search(s.text))
        ]


class Scope:
    """What is known in one proof.

    Args:
        own: sentences of the statement.
        proofs: of its proofs.
        around: of what it refers to, and of definitions.
        text: of the running text before.
        statements: what it refers to, and what that refers to.
    """

    def __init__(
        self,
        own: list[Sentence],
        proofs: list[Sentence],
        around: list[Sentence],
        text: list[Sentence],
        statements: list[Statement],
    ) -> None:
        self.own, self.proofs, self.around, self.text = own, proofs, around, text
        self.statements = statements
        self.every = [*own, *proofs, *around, *text]

    @cached_property
    def words(self) -> str:
        """All words, sentence by sentence."""
        return " . ".join(s.text for s in self.every)

    @cached_property
    def formulas(self) -> str:
        """All formulas."""
        return " ; ".join(f for s in self.every for f in s.formulas)

    @cached_property
    def relations(self) -> list[Relation]:
        """All relations, of claims in the proof too."""
        return [r for s in self.every for n in range(len(s.marks)) for r in s.relations(n)]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The numbers that the statement itself names in relations or alone."""
        found: set[str] = set()
        for sentence in self.own:
            for index in range(len(sentence.marks)):
                for relation in sentence.relations(index):
                    found |= letters_of(relation)
        return frozenset(found)

    def has(self, one: Property) -> bool:
        """Whether a property in words is at hand."""
        return implied(one, self.words, self.formulas)

    def says(self, relation: Relation) -> bool:
        """Whether a relation is said in the very same terms."""
        wanted = (plain_text(relation.left), relation.sign, plain_text(relation.right))
        return any(
            (plain_text(r.left), r.sign, plain_text(r.right)) == wanted for r in self.relations
        )


def assumed(at_hand: AtHand, asked: Asked, scope: Scope) -> bool:
    """Whether an assumption is made, or all that it asks for is at hand in words."""
    assumption = asked.assumption
    assert assumption is not None
    if assumption in scope.statements or at_hand.standing(assumption):
        return True
    sentences = sentences_of(at_hand.paper, assumption.environment, "statement")
    said = {plain_text(f.strip(" .,;")) for s in scope.every for f in s.formulas}
    own = [plain_text(f.strip(" .,;")) for s in sentences for f in s.formulas if len(f) > 12]
    if own and all(formula in said for formula in own):
        return True
    text = " . ".join(s.text for s in sentences)
    properties = [one for one in PROPERTIES if mentioned(one, text)]
    here = " . ".join(s.text for s in (*scope.own, *scope.proofs))
    return bool(properties) and all(mentioned(one, here) for one in properties)
