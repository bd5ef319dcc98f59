"""What a reader knows of symbols who has come to a statement or its proof.

Not here: what becomes of those that are not known (`before_introduction`).
"""

from dataclasses import dataclass
from functools import cached_property

from ...graph.node_names import node_names
from ...graph.uses import read_uses
from ...records.plan import PROVABLE_KINDS
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, running_text, sentences_of
from .introductions import introduced
from .letters import bound_in, occurrences

Order = tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """Where a symbol is met.

    Args:
        order: in reading order.
        where: what it stands in: "" for running text, else the name of the statement.
        in_proof: whether it is introduced in a proof.
        outer: whether what says it reaches beyond: text, definitions, assumptions, remarks.
        sentence: that says it.
    """

    order: Order
    where: str
    in_proof: bool
    outer: bool
    sentence: Sentence


class Symbols:
    """Where the symbols of a paper are met and introduced."""

    def __init__(self, paper: ReviewedPaper) -> None:
        self.paper = paper
        self.names = node_names(paper.document)
        self.met: dict[str, list[Told]] = {}
        self.statement_keys: dict[str, set[str]] = {}
        self.proof_keys: dict[str, set[str]] = {}
        document = paper.document
        for sentence in running_text(paper):
            self._note(sentence, "", in_proof=False, outer=True, every=True)
        for statement in document.statements:
            name = self.names[statement.environment.span]
            outer = statement.kind not in PROVABLE_KINDS
            for sentence in sentences_of(paper, statement.environment, "statement"):
                self._note(sentence, name, in_proof=False, outer=outer, every=True)
                for index in range(len(sentence.formulas)):
                    self.statement_keys.setdefault(name, set()).update(
                        o.key for o in occurrences(sentence.formulas[index])
                    )
        for proof in document.proofs:
            names = [self.names[s.environment.span] for s in proof.statements]
            name = names[0] if names else proof.environment.span.file
            for sentence in sentences_of(paper, proof.environment, "proof"):
                self._note(sentence, name, in_proof=True, outer=False, every=False)

    def _note(
        self, sentence: Sentence, where: str, *, in_proof: bool, outer: bool, every: bool
    ) -> None:
        for index, formula in enumerate(sentence.formulas):
            keys = introduced(sentence, index)
            if every and outer:
                keys = keys | {o.key for o in occurrences(formula)} | bound_in(formula)
            span = sentence.span(index)
            order = self.paper.document.reading_order(span.file, span.start)
            for key in keys:
                self.met.setdefault(key, []).append(Told(order, where, in_proof, outer, sentence))

    @cached_property
    def uses(self) -> dict[str, set[str]]:
        """By statement, those that it or its proof refers to."""
        found: dict[str, set[str]] = {}
        for source, target, _ in read_uses(self.paper.document).told:
            found.setdefault(target, set()).add(source)
        return found

    def name(self, passage: Passage) -> str:
        """What the graph calls a statement."""
        return self.names[passage.statement.environment.span]

    def known(self, key: str, passage: Passage, order: Order, *, proofs: bool) -> bool:
        """Whether a symbol was introduced before a place outside of the passage itself.

        Args:
            key: of the symbol.
            passage: that uses it.
            order: of the place.
            proofs: whether the proofs of what the passage uses count.
        """
        used = self.uses.get(self.name(passage), set())
        return any(
            (told.outer and told.order < order)
            or (told.where in used and (proofs or not told.in_proof))
            for told in self.met.get(key, ())
        )

    def in_own_proof(self, key: str, passage: Passage) -> bool:
        """Whether the proof of a statement introduces a symbol."""
        name = self.name(passage)
        return any(told.where == name and told.in_proof for told in self.met.get(key, ()))

    def elsewhere(self, key: str, passage: Passage) -> Told | None:
        """Where else a symbol is introduced: behind, or for another statement or proof only."""
        name = self.name(passage)
        found = [told for told in self.met.get(key, ()) if told.where != name]
        return min(
            found, key=lambda told: (not told.outer, told.in_proof, told.order), default=None
        )
