"""What code answers by itself: yes where it has decided it, no where a fault was found, else open.

Derived from the text each time, and never stored. Silence of a rule is no yes: yes is said only
where an item cannot fail, as a statement without probability has no probability budget, or where
the very thing that it asks was looked up. Not here: what people answer (`answers`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ..graph.paper import paper_graph
from ..graph.plan_file import Plan
from ..latex import Document, Span
from ..records.graph import LemmaGraph
from ..records.plan import PLAN_KINDS, PROVABLE_KINDS
from ..trace.steps import Sweep
from .faults import Fault, fault_at
from .items import Item
from .ordinals import read_ordinals
from .proof_shape import ProofShape, shape_of
from .subjects import Matter, Paper
from .wording import chance_in, choice_in, named_result_in, reads_english, universals_in

#: A proof of so few steps shows how it goes.
_FEW_STEPS = 2
#: … unless it is longer than so many characters: then it argues in words.
_SHORT = 600
_NOT_ENGLISH = "its words are not known to be English, which is all that is understood here"


@dataclass(frozen=True, slots=True)
class Decision:
    """What code says of one item.

    Args:
        verdict: `yes`, `no`, or "" where it is open.
        why: in words; of an open item what code saw, or "".
        faults: what speaks against it, doubts among them.
    """

    verdict: str
    why: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass
class Deciding:
    """Answers the items of one paper.

    Args:
        paper: the statements and proofs.
        sweep: the steps of the proofs.
        faults: what rules found, by label and item.
    """

    paper: Paper
    sweep: Sweep
    faults: dict[tuple[str, str], tuple[Fault, ...]]
    _shapes: dict[Matter, ProofShape] = field(default_factory=dict, init=False)

    def decide(self, matter: Matter, item: Item) -> Decision:
        """What code says of an item."""
        found = [*self.faults.get((matter.label, item.identifier), ())]
        decider = _DECIDERS.get(item.identifier)
        own = decider(self, matter) if decider is not None else Decision("")
        found += [fault for fault in own.faults if fault not in found]
        sure = [fault for fault in found if fault.sure]
        if sure:
            return Decision("no", sure[0].says, tuple(found))
        if found:
            return Decision("", own.why if own.verdict != "yes" else "", tuple(found))
        return Decision(own.verdict, own.why)

    @property
    def _document(self) -> Document:
        return self.paper.document

    @property
    def _plan(self) -> Plan | None:
        return self.paper.plan

    @cached_property
    def _graph(self) -> LemmaGraph:
        return paper_graph(self._document).graph

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(
            matter.texts["title"].casefold()
            for matter in self.paper.matters
            if matter.subject == "statement" and matter.texts["title"]
        )

    def _shape(self, matter: Matter) -> ProofShape:
        if matter not in self._shapes:
            self._shapes[matter] = shape_of(self._document, matter, self.sweep)
        return self._shapes[matter]

    # -- statements -----------------------------------------------------------------------------

    def _necessity(self, matter: Matter) -> Decision:
        """A goal, or used on the way to one, as the proofs of the paper say."""
        goals = {n.label for n in self._plan.goals} if self._plan is not None else set()
        if matter.label in goals:
            return Decision("yes", "it is a goal of the plan")
        users: dict[str, list[str]] = {}
        for edge in self._graph.edges:
            if edge.kind in ("proof", "statement"):
                users.setdefault(edge.source, []).append(edge.target)
        reached, waiting = {matter.label}, [matter.label]
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in reached:
                    reached.add(user)
                    waiting.append(user)
        used_for = sorted(reached & goals)
        direct = users.get(matter.label, ())
        if used_for and direct:
            by = ", ".join(dict.fromkeys(direct))
            return Decision("yes", f"used by {by}, on the way to {', '.join(used_for)}")
        return Decision("", "no chain of uses from it to a goal was found")

    def _quantifier_order(self, matter: Matter) -> Decision:
        text = matter.text("statement")
        if not reads_english(text):
            return Decision("", _NOT_ENGLISH)
        if chosen := choice_in(text):
            return Decision("", f"something may be chosen or a limit taken: “{chosen}”")
        universals = universals_in(text)
        chance = chance_in(text)
        if universals and chance:
            return Decision("", f"“{universals[0]}” and a probability: “{chance}”")
        said = ", ".join(f"“{word}”" for word in universals)
        return Decision("yes", f"no alternation: only {said}" if said else "no quantifier in it")

    def _probability_budget(self, matter: Matter) -> Decision:
        if not reads_english(matter.text("statement")):
            return Decision("", _NOT_ENGLISH)
        said = matter.text("statement", "cited in statement")
        chance = chance_in(said, title=matter.texts["title"])
        if chance:
            return Decision("", f"it may speak of probability: “{chance}”")
        return Decision("yes", "neither it nor what it refers to speaks of probability")

    def _title(self, matter: Matter) -> Decision:
        title = matter.texts["title"]
        span = matter.span
        if not title:
            return Decision("", "it has no title")
        faults = []
        if self._titles[title.casefold()] > 1:
            says = f"the title “{title}” is that of another statement too"
            faults.append(fault_at(self._document, span, says))
        # "Dudley" says something as a title, also where the label is `dudley`.
        nothing = (*PLAN_KINDS, *(label.casefold() for label in matter.labels if ":" in label))
        if title.casefold().rstrip(".") in nothing:
            faults.append(fault_at(self._document, span, f"the title “{title}” says nothing"))
        return Decision("", f"the title is “{title}”", tuple(faults))

    def _label(self, matter: Matter) -> Decision:
        given = [key for key in self._document.labels if key.key == matter.label]
        if len(given) == 1:
            return Decision("yes", f"{matter.label}, given once")
        says = f"the label {matter.label} is given {len(given)} times"
        return Decision("", says, (fault_at(self._document, matter.span, says),))

    # -- proofs ---------------------------------------------------------------------------------

    def _opening(self, matter: Matter) -> Decision:
        steps = len(self._shape(matter).steps)
        if 0 < steps <= _FEW_STEPS and len(matter.texts["proof"]) <= _SHORT:
            number = "one step" if steps == 1 else f"{steps} steps"
            return Decision("yes", f"the proof has {number}: nothing is to be announced")
        return Decision("", f"the proof has {steps} steps")

    def _references(self, matter: Matter) -> Decision:
        document = self._document
        labels = {key.key for key in document.labels}
        references = [k for s in matter.spans for k in document.inside(s, document.references)]
        citations = [k for s in matter.spans for k in document.inside(s, document.citations)]
        unknown = [k.key for k in references if k.key not in labels]
        unknown += [k.key for k in citations if k.key not in document.bibliography]
        if unknown:
            return Decision("", f"{unknown[0]} was not found in the paper")
        count = f"{len(references)} references, {len(citations)} citations"
        return Decision("yes", f"{count}, each to a label or work that is there")

    def _cited_hypotheses(self, matter: Matter) -> Decision:
        proofs = tuple(proof.environment.span for proof in matter.proofs)
        for label, statement in self.paper.cited_statements(proofs).items():
            if statement.kind in PROVABLE_KINDS and label not in matter.labels:
                return Decision("", f"{label} is used")
        if not reads_english(matter.texts["proof"]):
            return Decision("", _NOT_ENGLISH)
        if named := named_result_in(matter.texts["proof"]):
            return Decision("", f"something may be used: “{named}”")
        return Decision("yes", "no result is used, neither by label nor by name")

    def _derivation(self, matter: Matter) -> Decision:
        shape = self._shape(matter)
        if shape.all_displayed:
            return Decision("yes", f"all {len(shape.steps)} steps are displayed relations")
        told = sum(shape.display_of(step) is None for step in shape.steps)
        return Decision("", f"{told} of {len(shape.steps)} steps stand in the running text")

    def _ordinals(self, matter: Matter) -> Decision:
        if not reads_english(matter.texts["proof"]):
            return Decision("", _NOT_ENGLISH)
        faults: list[Fault] = []
        unclear: list[str] = []
        fit: list[str] = []
        relations = self._shape(matter).relations
        for proof in matter.proofs:
            read = read_ordinals(self._document, proof.environment.body, relations)
            for place in read.faults:
                span = Span(place.file, place.offset, place.offset + 1)
                faults.append(fault_at(self._document, span, place.said))
            unclear += [place.said for place in read.unclear]
            fit += [place.said for place in read.fit]
        if unclear:
            return Decision("", f"what it counts was not understood: “{unclear[0]}”", (*faults,))
        if fit:
            said = ", ".join(dict.fromkeys(f"“{said}”" for said in fit))
            return Decision("yes", f"compared, and it fits: {said}", (*faults,))
        return Decision("yes", "no count, no ordinal and no numbered part in it", (*faults,))

    def _unused(self, matter: Matter) -> Decision:
        shape = self._shape(matter)
        faults = []
        for span, kind in shape.unused_claims():
            says = f"a {kind} is proved inside the proof, and nothing behind it speaks of it"
            faults.append(fault_at(self._document, span, says))
        for key in shape.unused_labels():
            # Many a display is labelled by habit, and used in the next line without being named.
            says = f"the display {key.key} is labelled, and nothing refers to it"
            faults.append(fault_at(self._document, key.span, says, sure=False))
        if shape.single_chain:
            why = "one displayed chain: there is no intermediate result"
            return Decision("yes", why, tuple(faults))
        return Decision("", f"{len(shape.displays)} displays", tuple(faults))

    def _probability_and_expectation(self, matter: Matter) -> Decision:
        said = matter.text("statement", "cited in statement", "proof", "cited in proof")
        if not reads_english(matter.texts["proof"]):
            return Decision("", _NOT_ENGLISH)
        if chance := chance_in(said, title=matter.texts["title"]):
            return Decision("", f"it may have to do with probability: “{chance}”")
        return Decision("yes", "neither probability nor expectation occurs in it")

    def _closing(self, matter: Matter) -> Decision:
        if self._shape(matter).ends_with_statement():
            return Decision("yes", "its one chain leads from one side of the claim to the other")
        return Decision("")


_DECIDERS: dict[str, Callable[[Deciding, Matter], Decision]] = {
    "necessity": Deciding._necessity,
    "quantifier-order": Deciding._quantifier_order,
    "probability-budget": Deciding._probability_budget,
    "title": Deciding._title,
    "label": Deciding._label,
    "opening-strategy": Deciding._opening,
    "references-resolve": Deciding._references,
    "cited-hypotheses": Deciding._cited_hypotheses,
    "derivation-displayed": Deciding._derivation,
    "ordinals-match": Deciding._ordinals,
    "no-unused-result": Deciding._unused,
    "probability-and-expectation": Deciding._probability_and_expectation,
    "closing": Deciding._closing,
}
