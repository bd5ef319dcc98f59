"""What code answers by itself: yes where it has decided it, no where a fault was found, else open.

Derived from the text each time, and never stored. Silence of a rule is no yes: yes is said only
where the very thing that an item asks was looked up, as that a label is there. What words mean is
not looked up here: whether a text speaks of chance, chooses something, leans on a result or ends
with all of its claim is answered by readers. Not here: what people answer (`answers`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ..graph.paper import paper_graph
from ..graph.plan_file import Plan
from ..latex import Document, Span
from ..lint.labels import Scheme, fits, prefix_of
from ..records.graph import LemmaGraph
from ..records.plan import PLAN_KINDS
from ..trace.steps import Sweep
from .faults import Fault, fault_at
from .items import Item
from .ordinals import read_ordinals
from .proof_shape import ProofShape, shape_of
from .subjects import Matter, Paper
from .typed_references import own_labels, typed_reference_in

#: A proof of so few steps shows how it goes.
_FEW_STEPS = 2
#: … unless it is longer than so many characters: then it argues in words.
_SHORT = 600
#: Items that are answered without reading a text.
_OF_THE_GRAPH = frozenset(["necessity", "label"])


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
        if own.verdict == "yes" and item.identifier not in _OF_THE_GRAPH:
            # What a macro that means two things, or a file that is put in, says was not looked at.
            if matter.has_inputs:
                return Decision("", "a part of it stands in a file of its own")
            if unsteady := sorted({name for part in item.parts for name in matter.redefined[part]}):
                return Decision("", f"it calls \\{unsteady[0]}, which means two things")
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

    @cached_property
    def _scheme(self) -> Scheme:
        """The prefixes that the paper's statements have."""
        labelled = ((s.kind, s.label) for s in self._document.statements if s.label)
        return Scheme(labelled)

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
        label, document = matter.label, self._document
        given = sum(key.key == label for key in document.labels)
        if given != 1:
            says = f"the label {label} is given {given} times"
            return Decision("", says, (fault_at(document, matter.span, says),))
        own = own_labels(document, matter.span)
        if len(own) > 1:
            return Decision("", f"it has {len(own)} labels: {', '.join(own)}")
        kind = matter.statements[0].kind
        usual = self._scheme.usual(kind)
        if prefix_of(label) != usual if usual is not None else not fits(label, kind):
            return Decision("", f"whether {label} has the prefix of a {kind} is not certain")
        return Decision("yes", f"{label}, given once")

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
        if typed := typed_reference_in(matter.text("statement", "proof")):
            return Decision("", f"something may be referred to in words: “{typed}”")
        count = f"{len(references)} references, {len(citations)} citations"
        return Decision("yes", f"{count}, each to a label or work that is there")

    def _derivation(self, matter: Matter) -> Decision:
        shape = self._shape(matter)
        if shape.only_displays:
            return Decision("yes", f"all {len(shape.steps)} steps are displayed relations")
        told = sum(shape.display_of(step) is None for step in shape.steps)
        return Decision("", f"{told} of {len(shape.steps)} steps stand in the running text")

    def _ordinals(self, matter: Matter) -> Decision:
        """No where a count or an ordinal does not fit. That those which are understood fit is told
        to whoever answers: parts are counted in more ways than are known here."""
        if matter.has_inputs:
            return Decision("")
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
            why = f"what it counts was not understood: “{unclear[0]}”"
        else:
            said = ", ".join(dict.fromkeys(f"“{said}”" for said in fit))
            why = f"compared, and it fits: {said}" if fit else ""
        return Decision("", why, tuple(faults))

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
        return Decision("", f"{len(shape.displays)} displays", tuple(faults))


_DECIDERS: dict[str, Callable[[Deciding, Matter], Decision]] = {
    "necessity": Deciding._necessity,
    "title": Deciding._title,
    "label": Deciding._label,
    "opening-strategy": Deciding._opening,
    "references-resolve": Deciding._references,
    "derivation-displayed": Deciding._derivation,
    "ordinals-match": Deciding._ordinals,
    "no-unused-result": Deciding._unused,
}
